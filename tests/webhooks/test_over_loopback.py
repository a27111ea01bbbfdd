"""Saleor's stand-in calls our hooks process: signed by its own key, twice, late, or not at all."""

import time

import pytest
from django.utils import timezone

from marketplace.core.models import InboxMessage, OutboxMessage
from marketplace.saleor import api, orders
from marketplace.saleor.models import SyncCursor
from tests.publishing.conftest import publish, take_turns  # noqa: F401
from tests.support.factories import make_listing
from tests.support.saleor import place_in_saleor, saleor, saleor_standin, shop  # noqa: F401
from workers.jobs import publishing as _registered  # noqa: F401
from workers.jobs import saleor as saleor_jobs
from workers.jobs import webhooks as jobs

SKU = "upcycled-bag-1"


@pytest.fixture
def bag(publish):  # noqa: F811
    """A bag on sale, ten of it in Saleor."""
    make_listing(units=10)
    publish()
    take_turns("saleor-stock")
    InboxMessage.objects.all().delete()
    OutboxMessage.objects.all().delete()


def wait_for(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, list(InboxMessage.objects.values_list("event", "state"))
        time.sleep(0.05)


def heard(event):
    return InboxMessage.objects.filter(event=event)


def handle_all():
    for pk in InboxMessage.objects.filter(state="RECEIVED").values_list("pk", flat=True):
        jobs.handle(message_id=pk)


def woken():
    messages = OutboxMessage.objects.filter(topic="purchases.order_changed")
    return {message.payload["saleor_order_id"] for message in messages}


def test_an_order_is_heard_of_and_its_purchase_woken(bag):
    order = place_in_saleor({SKU: 1})

    wait_for(lambda: heard("order_fully_paid").exists())
    handle_all()

    assert woken() == {order}


def test_an_event_that_comes_twice_is_stored_once(bag, shop):  # noqa: F811
    shop.fault("out:order_created", "twice")

    place_in_saleor({SKU: 1})
    shop.wait_for_calls("out:order_created", 2)

    wait_for(lambda: heard("order_created").exists())
    assert heard("order_created").count() == 1


def test_an_event_that_is_lost_is_found_by_the_sweep(bag, shop):  # noqa: F811
    shop.fault("out:*", "lose", times=None)
    order = place_in_saleor({SKU: 1})
    SyncCursor.objects.create(name="orders", read_until=timezone.now())

    saleor_jobs.sweep_orders()

    assert not InboxMessage.objects.filter(event__startswith="order").exists()
    assert woken() == {order}


def test_while_saleors_keys_cannot_be_had_events_come_again_later(bag, monkeypatch):
    from marketplace.saleor import signatures

    real, tries = signatures.Keys.get, []

    def away_at_first(self, kid):
        tries.append(kid)
        if len(tries) == 1:
            raise signatures.NotVerifiable("away")
        return real(self, kid)

    monkeypatch.setattr(signatures.Keys, "get", away_at_first)

    order = place_in_saleor({SKU: 1})

    wait_for(lambda: heard("order_created").exists() and heard("order_fully_paid").exists())
    handle_all()
    assert woken() == {order}


def test_stock_that_we_write_ourselves_wakes_nobody(bag):
    from marketplace.saleor import ids
    from marketplace.saleor.client import input_types as inputs

    warehouse = ids.require("warehouse", "home")
    api.worker().product_variant_stocks_update(SKU, [inputs.StockInput(warehouse=warehouse, quantity=3)])
    wait_for(lambda: heard("product_variant_stock_updated").exists())

    handle_all()

    assert not OutboxMessage.objects.filter(topic="vendors.push_stock").exists()


# The sweep


def test_a_sweep_wakes_each_state_of_an_order_once(bag, shop):  # noqa: F811
    shop.fault("out:*", "lose", times=None)
    first = place_in_saleor({SKU: 1})

    now = timezone.now()
    found = [orders.sweep(now=now), orders.sweep(now=now)]
    announced = OutboxMessage.objects.filter(topic="purchases.order_changed").count()
    api.worker().order_cancel(first)
    orders.sweep(now=now)

    assert found == [1, 1]
    assert announced == 1
    assert OutboxMessage.objects.filter(topic="purchases.order_changed").count() == 2


def test_the_cursor_follows_saleors_clock_and_looks_ten_minutes_behind_it(bag, shop):  # noqa: F811
    shop.fault("out:*", "lose", times=None)
    order = place_in_saleor({SKU: 1})
    updated_at = api.worker().order(order).order.updated_at

    orders.sweep(now=timezone.now())
    cursor = SyncCursor.objects.get(name="orders")
    OutboxMessage.objects.all().delete()
    orders.sweep(now=timezone.now())

    assert cursor.read_until == updated_at
    assert woken() == {order}


def test_a_sweep_while_saleor_is_away_moves_nothing(bag, shop):  # noqa: F811
    place_in_saleor({SKU: 1})
    orders.sweep(now=timezone.now())
    before = SyncCursor.objects.get(name="orders").read_until
    shop.fault("orders", "fail")

    saleor_jobs.sweep_orders()

    assert SyncCursor.objects.get(name="orders").read_until == before


def test_a_sweep_reads_page_by_page(bag, shop, monkeypatch):  # noqa: F811
    shop.fault("out:*", "lose", times=None)
    placed = {place_in_saleor({SKU: 1}) for _order in range(3)}
    real = api.Saleor.execute

    def two_at_a_time(self, query, *args, **kwargs):
        return real(self, query.replace("first: 100", "first: 2"), *args, **kwargs)

    monkeypatch.setattr(api.Saleor, "execute", two_at_a_time)
    shop.clear_faults()

    found = orders.sweep(now=timezone.now())

    assert found == 3
    assert woken() == placed
    assert len(shop.calls("orders")) == 2
