"""The ledger under two callers and under fifty. Each race is first shown with its safeguard off."""

import threading
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import Q, Sum
from django.db.models.query import QuerySet

from marketplace.inventory import services
from marketplace.inventory.models import Commitment, Location, Stock, StockMovement, StockOperation
from marketplace.inventory.services import ledger
from tests.races.conftest import PATIENCE

AT = datetime(2026, 11, 3, 1, 2, 3, tzinfo=UTC)
WHO = {"at": AT, "actor": "tests"}


@pytest.fixture
def home(transactional_db):
    return services.home()


@pytest.fixture
def stock(home):
    def stock(units):
        for sku, count in units.items():
            services.receive(sku=sku, location=home, units=count, key=f"in:{sku}", reason="입고", **WHO)

    return stock


def replace_the_lock(monkeypatch, read):
    """Have `read(condition)` find the stocks wherever the ledger would lock them."""
    monkeypatch.setattr(ledger, "_locked", read)
    monkeypatch.setattr(ledger, "_locked_at", lambda location, skus: read(Q(location=location, sku__in=skus)))


@pytest.fixture
def no_lock(monkeypatch):
    """A function that takes the row lock away and makes `callers` all read before any of them writes."""

    def no_lock(callers):
        barrier = threading.Barrier(callers)

        def read_and_wait(condition):
            rows = list(Stock.objects.filter(condition).select_related("location").order_by("pk"))
            barrier.wait(PATIENCE)
            return rows

        replace_the_lock(monkeypatch, read_and_wait)

    return no_lock


def buy(home, document, wanted):
    return lambda: services.commit_units(wanted=wanted, location=home, document=document, **WHO)


def outcomes(results):
    return Counter(type(result).__name__ for result in results)


def promised():
    return Commitment.objects.aggregate(units=Sum("units"))["units"] or 0


@pytest.fixture
def no_check(transactional_db):
    """Without the database's own refusal of less than nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'inventory_stock'::regclass AND contype = 'c' AND conname LIKE '%free%check'"
        )
        [(name, definition)] = cursor.fetchall()
        cursor.execute(f'ALTER TABLE inventory_stock DROP CONSTRAINT "{name}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inventory_stock SET on_hand = on_hand - free, free = 0 WHERE free < 0")
        cursor.execute(f'ALTER TABLE inventory_stock ADD CONSTRAINT "{name}" {definition}')


def test_without_the_lock_and_the_check_two_buy_the_last_unit(home, stock, together, no_lock, no_check):
    stock({"bag-1": 1})
    no_lock(2)

    results = together(buy(home, "order:1", {"bag-1": 1}), buy(home, "order:2", {"bag-1": 1}))

    assert outcomes(results) == {"list": 2}
    assert promised() == 2
    assert Stock.objects.get().free == -1


def test_without_the_lock_the_check_stops_the_second_but_not_kindly(home, stock, together, no_lock):
    stock({"bag-1": 1})
    no_lock(2)

    results = together(buy(home, "order:1", {"bag-1": 1}), buy(home, "order:2", {"bag-1": 1}))

    assert outcomes(results) == {"list": 1, "IntegrityError": 1}
    assert promised() == 1
    assert services.audit() == []


def test_one_of_two_buys_the_last_unit(home, stock, together):
    stock({"bag-1": 1})

    results = together(buy(home, "order:1", {"bag-1": 1}), buy(home, "order:2", {"bag-1": 1}))

    assert outcomes(results) == {"list": 1, "InsufficientStock": 1}
    assert promised() == 1
    assert services.audit() == []


def test_without_the_lock_and_the_check_fifty_buy_the_last_ten(home, stock, together, no_lock, no_check):
    stock({"bag-1": 10})
    no_lock(50)

    results = together(*(buy(home, f"order:{n}", {"bag-1": 1}) for n in range(50)))

    assert outcomes(results) == {"list": 50}
    assert promised() == 50


def test_ten_of_fifty_buy_the_last_ten(home, stock, together):
    stock({"bag-1": 10})

    results = together(*(buy(home, f"order:{n}", {"bag-1": 1}) for n in range(50)))

    assert outcomes(results) == {"list": 10, "InsufficientStock": 40}
    assert promised() == 10
    last = Stock.objects.get()
    assert (last.on_hand, last.free, last.allocated) == (10, 0, 10)
    assert StockMovement.objects.filter(kind="COMMIT").count() == 10
    assert services.audit() == []


def test_without_one_order_two_baskets_wait_for_each_other(home, stock, together, monkeypatch):
    stock({"bag-1": 9, "cup-1": 9})
    both_hold_one = threading.Barrier(2)
    directions = iter(["pk", "-pk"])

    def lock_in_own_order(condition):
        rows = []
        for pk in list(Stock.objects.filter(condition).order_by(next(directions)).values_list("pk", flat=True)):
            rows += Stock.objects.filter(pk=pk).select_for_update()
            if len(rows) == 1:
                both_hold_one.wait(PATIENCE)
        return rows

    replace_the_lock(monkeypatch, lock_in_own_order)

    results = together(buy(home, "order:1", {"bag-1": 1, "cup-1": 1}), buy(home, "order:2", {"cup-1": 1, "bag-1": 1}))

    assert outcomes(results) == {"list": 1, "OperationalError": 1}
    [stopped] = [result for result in results if isinstance(result, OperationalError)]
    assert "deadlock detected" in str(stopped)


def test_baskets_in_opposite_orders_do_not_wait_for_each_other(home, stock, together):
    skus = [f"sku-{n:02}" for n in range(30)]
    stock(dict.fromkeys(skus, 100))
    rounds = 15

    def buy_many(name, order):
        def run():
            for n in range(rounds):
                buy(home, f"order:{name}:{n}", dict.fromkeys(order, 1))()
            return "bought"

        return run

    results = together(
        buy_many("up", skus),
        buy_many("down", skus[::-1]),
        buy_many("middle", skus[15:] + skus[:15]),
    )

    assert results == ["bought"] * 3
    assert set(Stock.objects.values_list("allocated", flat=True)) == {3 * rounds}
    assert services.audit() == []


def test_first_receipts_of_the_same_skus_in_opposite_orders_do_not_wait_for_each_other(home, stock, together):
    popup = services.open_location(code="popup-1", kind=Location.Kind.POPUP, name="팝업", **WHO)
    skus = [f"sku-{n:02}" for n in range(30)]
    stock(dict.fromkeys(skus, 10))
    for parcel in ("up", "down"):
        services.send_units(units=dict.fromkeys(skus, 2), sender=home, document=parcel, key=f"send:{parcel}", **WHO)

    def arrive(parcel, order):
        return lambda: services.arrive_units(
            document=parcel,
            received=dict.fromkeys(order, 2),
            sender=home,
            receiver=popup,
            key=f"arrive:{parcel}",
            **WHO,
        )

    results = together(arrive("up", skus), arrive("down", skus[::-1]))

    assert outcomes(results) == {"list": 2}
    assert set(Stock.objects.filter(location=popup).values_list("free", flat=True)) == {4}
    assert services.audit() == []


def test_without_the_key_the_same_commit_twice_at_once_promises_twice(home, stock, together, monkeypatch):
    stock({"bag-1": 9})

    def any_key(key, content, *, at):
        key = f"{key}:{threading.get_ident()}"
        return ledger.Operation(StockOperation.objects.create(key=key, content=content, at=at), is_new=True)

    monkeypatch.setattr(ledger, "begin", any_key)

    results = together(*[buy(home, "order:1", {"bag-1": 2})] * 2)

    assert outcomes(results) == {"list": 2}
    assert promised() == 4


def test_the_same_commit_twice_at_once_promises_once(home, stock, together):
    stock({"bag-1": 9})

    results = together(*[buy(home, "order:1", {"bag-1": 2})] * 8)

    assert outcomes(results) == {"list": 8}
    assert {tuple(movement.pk for movement in result) for result in results} == {
        tuple(StockMovement.objects.filter(kind="COMMIT").values_list("pk", flat=True))
    }
    assert promised() == 2
    assert services.audit() == []


def test_the_same_first_receipt_twice_at_once_comes_in_once(home, together):
    def receive():
        return services.receive(sku="new", location=home, units=3, key="in:new", reason="입고", **WHO)

    results = together(*[receive] * 8)

    assert outcomes(results) == {"list": 8}
    assert Stock.objects.get().on_hand == 3


def test_one_key_for_two_things_at_once_is_noticed_though_they_share_no_row(home, stock, together):
    stock({"bag-1": 9, "cup-1": 9})

    results = together(buy(home, "order:1", {"bag-1": 1}), buy(home, "order:1", {"cup-1": 1}))

    assert outcomes(results) == {"list": 1, "KeyReused": 1}
    assert promised() == 1


def close_during_a_first_receipt(home, together):
    """Close a pop-up while its first unit is being received but not committed; returns (received, closed)."""
    popup = services.open_location(code="popup-1", kind=Location.Kind.POPUP, name="팝업", **WHO)
    written, closing = threading.Event(), threading.Event()

    def receive():
        with transaction.atomic():
            services.receive(sku="new", location=popup, units=3, key="in:new", reason="입고", **WHO)
            written.set()
            closing.wait(PATIENCE)
            with connection.cursor() as cursor:  # time enough for the closing to get past, if it can
                cursor.execute("SELECT pg_sleep(0.3)")
        return "received"

    def close():
        written.wait(PATIENCE)
        closing.set()
        return services.close_location(location=popup, **WHO)

    return together(receive, close)


def test_without_its_lock_a_place_closes_over_units_that_come_in(home, together, monkeypatch):
    lock = QuerySet.select_for_update

    def do_not_lock_places(queryset, **options):
        return queryset if queryset.model is Location else lock(queryset, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", do_not_lock_places)

    results = close_during_a_first_receipt(home, together)

    assert outcomes(results) == {"str": 1, "Location": 1}
    assert Stock.objects.get().on_hand == 3
    assert Location.objects.get(code="popup-1").closed_at == AT


def test_a_place_does_not_close_over_units_that_come_in(home, together):
    results = close_during_a_first_receipt(home, together)

    assert outcomes(results) == {"str": 1, "LocationNotEmpty": 1}
    assert Location.objects.get(code="popup-1").closed_at is None
