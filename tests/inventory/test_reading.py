"""Why a figure is what it is, and whether the ledger agrees with itself."""

import pytest
from django.db import connection

from marketplace.inventory import services
from marketplace.inventory.models import Commitment, Offer, Stock
from marketplace.inventory.services import Difference
from tests.inventory.conftest import AT, WHO

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(home, popup, receive):
    """A stock with something in every bucket that is used."""
    receive("bag-1", 60)
    services.commit_units(wanted={"bag-1": 3}, location=home, document="order:1", **WHO)
    services.commit_units(wanted={"bag-1": 5}, location=home, document="order:2", **WHO)
    services.ship_units(document="order:2", units={"bag-1": 4}, key="ship:2", **WHO)
    services.offer_units(sku="bag-1", market="coupang", units=10, key="offer:1", **WHO)
    services.take_offered(document="coupang:9", market="coupang", units={"bag-1": 2}, key="import:9", **WHO)
    services.lose(sku="bag-1", location=home, units=2, key="lose:1", reason="파손", **WHO)
    services.send_units(units={"bag-1": 6}, sender=home, document="parcel:1", key="send:1", **WHO)
    services.send_units(units={"bag-1": 1}, sender=home, document="parcel:2", key="send:2", **WHO)
    services.arrive_units(
        document="parcel:1", received={"bag-1": 6}, sender=home, receiver=popup, key="arrive:1", **WHO
    )
    services.return_units(document="order:2", units={"bag-1": 1}, key="return:2", location=home, **WHO)
    return home


def test_every_figure_is_explained_by_rows_that_add_up_to_it(busy):
    explained = services.explain(sku="bag-1", location=busy)

    assert explained.figures == {
        "on_hand": 49,
        "free": 34,
        "allocated": 6,
        "offered": 8,
        "leased": 0,
        "in_transit_out": 1,
    }
    for figure, value in explained.figures.items():
        assert sum(row.units for row in explained.of(figure)) == value
    assert [(row.kind, row.units) for row in explained.of("on_hand")] == [
        ("ARRIVE", -6),
        ("LOSE", -2),
        ("RECEIVE", 60),
        ("RETURN", 1),
        ("SHIP", -4),
    ]
    assert [(row.kind, row.units) for row in explained.of("free")] == [
        ("ON_HAND", 49),
        ("ALLOCATED", -6),
        ("OFFERED", -8),
        ("IN_TRANSIT_OUT", -1),
    ]
    assert [(row.document, row.units, row.at) for row in explained.of("allocated")] == [
        ("order:1", 3, AT),
        ("order:2", 1, AT),
        ("coupang:9", 2, AT),
    ]
    assert [(row.document, row.units) for row in explained.of("offered")] == [("coupang", 8)]
    assert [(row.document, row.units) for row in explained.of("in_transit_out")] == [("parcel:2", 1)]


def test_a_sku_that_was_never_here_is_nothing_and_says_so(home):
    explained = services.explain(sku="bag-1", location=home)

    assert set(explained.figures.values()) == {0}
    assert explained.rows == ()


def test_an_explanation_takes_few_queries(busy, django_assert_num_queries):
    with django_assert_num_queries(6):
        services.explain(sku="bag-1", location=busy)


def test_a_ledger_that_was_only_used_agrees_with_itself(busy):
    assert services.audit() == []


def test_the_audit_looks_at_one_moment(busy, django_assert_num_queries):
    with django_assert_num_queries(1):
        services.audit()


def test_a_figure_that_was_changed_by_hand_is_found(busy):
    Stock.objects.filter(sku="bag-1", location=busy).update(free=33, on_hand=48)

    assert services.audit() == [
        Difference("bag-1", "home", "free", 33, 34, "movements"),
        Difference("bag-1", "home", "on_hand", 48, 49, "movements"),
    ]


def test_units_moved_between_buckets_by_hand_are_found_by_movements_and_promises(busy):
    Stock.objects.filter(sku="bag-1", location=busy).update(allocated=7, free=33)

    assert services.audit() == [
        Difference("bag-1", "home", "allocated", 7, 6, "movements"),
        Difference("bag-1", "home", "allocated", 7, 6, "promises"),
        Difference("bag-1", "home", "free", 33, 34, "movements"),
    ]


def test_a_promise_that_was_changed_by_hand_is_found(busy):
    Commitment.objects.filter(document="order:1").update(units=4)

    assert services.audit() == [
        Difference("bag-1", "home", "allocated", 6, 7, "promises"),
        Difference("bag-1", "home", "promise order:1", 4, 3, "movements"),
    ]


def test_a_promise_that_vanished_is_found(busy):
    Commitment.objects.filter(document="order:1").delete()

    assert services.audit() == [
        Difference("bag-1", "home", "allocated", 6, 3, "promises"),
        Difference("bag-1", "home", "promise order:1", 0, 3, "movements"),
    ]


def test_an_offer_that_was_changed_by_hand_is_found(busy):
    Offer.objects.update(units=9)

    assert services.audit() == [Difference("bag-1", "home", "offered", 8, 9, "offers")]


def test_a_movement_that_vanished_is_found(busy):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM inventory_stockmovement WHERE kind = 'LOSE'")
        cursor.execute("SET LOCAL session_replication_role = origin")

    assert services.audit() == [
        Difference("bag-1", "home", "free", 34, 36, "movements"),
        Difference("bag-1", "home", "on_hand", 49, 51, "movements"),
    ]
