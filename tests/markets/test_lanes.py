"""The market quantity lane (architecture.md, *One stock*) against the stand-in."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns import lanes as quantities
from campaigns.markets import registry
from campaigns.models import MarketListing
from marketplace.channels import lanes
from marketplace.channels.models import Lane
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Shortfall
from tests.support.factories import make_enterprise, make_listing, make_stock, make_variant

pytestmark = pytest.mark.django_db(transaction=True)

WRITE = "PUT /vendor-items/<vid>/quantities/<q>"


@pytest.fixture
def bag(market):
    """A variant of which 20 are on hand and 5 are offered at the market."""
    variant = make_variant(units=20)
    market.offer(variant, units=5)
    assert market.buckets(variant.sku) == (15, 5, 0, 5)
    market.standin.clear_faults()
    return variant


def want(variant, units, **fields):
    MarketListing.objects.filter(variant=variant).update(wanted_units=units, **fields)


def waiting(settings, **seconds):
    settings.GACHI_COUPANG = {**settings.GACHI_COUPANG, **{f"{name}_seconds": value for name, value in seconds.items()}}


def test_a_raise_takes_units_from_free_before_it_shows_them(market, bag):
    want(bag, 8)

    market.turn(bag.sku)

    assert market.buckets(bag.sku) == (12, 8, 0, 8)


def test_a_raise_hears_of_sales_first(market, bag):
    market.buy(bag.sku, units=2)
    want(bag, 8)

    market.turn(bag.sku)

    assert market.buckets(bag.sku) == (10, 8, 2, 8)


def test_a_lower_gives_free_only_what_the_write_took_away(market, bag):
    want(bag, 1)

    market.turn(bag.sku)

    assert market.buckets(bag.sku) == (19, 1, 0, 1)


def test_a_lower_waits_until_every_sale_is_heard(market, bag, settings):
    waiting(settings, settle=60)
    market.switch(settle_delay=1)
    market.buy(bag.sku, units=3)
    want(bag, 0)
    lane = market.ask(bag.sku)

    lanes.take_turn(lane_id=lane.pk, now=timezone.now())

    # Written, and nothing given back: three were sold that no list shows yet.
    lane.refresh_from_db()
    assert market.buckets(bag.sku) == (15, 5, 0, 0)
    assert lane.is_behind
    lanes.take_turn(lane_id=lane.pk, now=timezone.now())
    assert market.buckets(bag.sku) == (15, 5, 0, 0)

    time.sleep(1.1)
    later = timezone.now() + timedelta(seconds=61)
    Lane.objects.filter(pk=lane.pk).update(due_at=timezone.now())
    lanes.take_turn(lane_id=lane.pk, now=later, clock=lambda: later)

    assert market.buckets(bag.sku) == (17, 0, 3, 0)
    assert not Shortfall.objects.exists()


def test_a_write_is_read_back_later(market, bag, settings):
    waiting(settings, read_back=60)
    want(bag, 8)
    lane = market.ask(bag.sku)

    lanes.take_turn(lane_id=lane.pk, now=timezone.now())

    lane.refresh_from_db()
    assert market.buckets(bag.sku) == (12, 8, 0, 8)
    assert lane.is_behind
    assert timedelta(seconds=50) < lane.due_at - timezone.now() <= timedelta(seconds=60)


def test_units_sold_between_read_and_write_are_the_bound_and_reading_back_finds_them(market, bag, monkeypatch):
    connector = type(registry.connector("coupang"))
    write, shown = connector.write_quantity, []

    def sell_before_the_write(self, item_id, units):
        if not shown:
            market.buy(bag.sku, units=2)
        write(self, item_id, units)
        shown.append((units, market.item(bag.sku)["quantity"]))

    monkeypatch.setattr(connector, "write_quantity", sell_before_the_write)
    want(bag, 8)

    market.turn(bag.sku)

    # For a moment 8 show where 6 are left: over by the two that were sold in between, and not by more.
    assert shown[0] == (8, 8)
    assert market.buckets(bag.sku) == (10, 8, 2, 8)
    assert not Shortfall.objects.exists()


def test_scarce_goods_are_exact(market, bag, monkeypatch):
    connector = type(registry.connector("coupang"))
    write, refused = connector.write_quantity, []

    def try_to_buy_before_the_write(self, item_id, units):
        refused.append(market.tries_to_buy(bag.sku, units=2))
        write(self, item_id, units)

    market.buy(bag.sku, units=1)
    monkeypatch.setattr(connector, "write_quantity", try_to_buy_before_the_write)
    want(bag, 8, is_scarce=True)

    market.turn(bag.sku)

    assert refused == [False]
    assert market.buckets(bag.sku) == (11, 8, 1, 8)
    assert market.item(bag.sku)["onSale"]


@pytest.mark.parametrize("kind", ["fail", "fail_after", "drop", "drop_after"])
@pytest.mark.parametrize("goal", [8, 1])
def test_a_quantity_write_whose_answer_is_lost_is_a_new_turn(market, bag, kind, goal):
    market.standin.fault(WRITE, kind)
    want(bag, goal)
    lane = market.turn(bag.sku)
    assert lane.attempts == 1
    for _shopper in range(2):
        market.tries_to_buy(bag.sku)
    Lane.objects.filter(pk=lane.pk).update(due_at=timezone.now())

    lane = market.turn(bag.sku, rounds=3)
    market.turn(bag.sku)

    free, offered, allocated, shown = market.buckets(bag.sku)
    assert (offered, shown, free + offered + allocated) == (goal, goal, 20)
    assert not Shortfall.objects.exists()


def test_control_a_blind_repeat_puts_sold_units_back_on_sale(market, bag):
    connector = registry.connector("coupang")
    item = MarketListing.objects.get(variant=bag).remote_item_id
    connector.write_quantity(item, 5)  # the answer is lost, let us say

    market.buy(bag.sku, units=3)
    connector.write_quantity(item, 5)  # so it is sent again
    market.buy(bag.sku, units=5)

    sold = 8
    assert sold > market.stock(bag.sku).offered == 5


def test_a_cancel_comes_back_to_the_offer(market, bag):
    bought = market.buy(bag.sku, units=2)
    market.sweep()
    assert market.buckets(bag.sku) == (15, 3, 2, 3)

    market.control("shop/cancel", orderId=bought["orderId"])
    market.sweep()

    assert market.buckets(bag.sku) == (15, 5, 0, 5)


def test_a_cancel_that_the_market_does_not_put_back_on_sale_leaves_the_offer_by_lower_and_is_offered_again(market, bag):
    market.switch(cancel_restocks=False)
    bought = market.buy(bag.sku, units=2)
    market.sweep()
    market.control("shop/cancel", orderId=bought["orderId"])
    market.sweep()
    assert market.buckets(bag.sku) == (15, 5, 0, 3)

    market.turn(bag.sku)

    assert market.buckets(bag.sku) == (15, 5, 0, 5)


def test_a_newer_wish_wins(market, bag, monkeypatch):
    connector = type(registry.connector("coupang"))
    write = connector.write_quantity

    def change_your_mind(self, item_id, units):
        write(self, item_id, units)
        monkeypatch.setattr(connector, "write_quantity", write)
        want(bag, 2)
        market.ask(bag.sku)

    monkeypatch.setattr(connector, "write_quantity", change_your_mind)
    want(bag, 8)

    lane = market.turn(bag.sku)

    assert not lane.is_behind
    assert market.buckets(bag.sku) == (18, 2, 0, 2)


def test_too_many_calls_are_held_back_and_nothing_is_lost(market, bag, settings):
    market.standin.fault(WRITE, "fail", status=429)
    want(bag, 8)

    lane = market.turn(bag.sku)

    assert "ChannelThrottled" in lane.problem
    assert lane.due_at - timezone.now() > timedelta(seconds=0.5)
    calls = len(market.standin.calls())
    with pytest.raises(Exception, match="our own limit"):
        registry.connector("coupang").read_offer("1")
    assert len(market.standin.calls()) == calls


def test_what_is_free_bounds_what_is_offered(market):
    variant = make_variant(units=3)
    market.offer(variant, units=50)
    assert market.buckets(variant.sku) == (1, 2, 0, 2)

    inventory.commit_units(
        wanted={variant.sku: 1}, location=inventory.home(), document="order:1", at=timezone.now(), actor="t"
    )
    quantities.rebalance(sku=variant.sku, now=timezone.now())
    market.turn(variant.sku)

    assert market.buckets(variant.sku)[:3] == (1, 1, 1)


def test_a_paused_listing_is_offered_no_more(market, bag):
    bag.listing.state = "PAUSED"
    bag.listing.save()

    assert quantities.sweep(now=timezone.now()) == 1
    market.turn(bag.sku)

    assert market.buckets(bag.sku) == (20, 0, 0, 0)


def test_the_sweep_asks_no_more_of_the_database_for_more_listings(market, bag, django_assert_num_queries):
    maker, now = make_enterprise("many"), timezone.now()

    def add(count):
        for _number in range(count):
            reference = f"mug-{MarketListing.objects.count()}"
            variant = make_listing(maker, reference=reference, units=10).variants.get()
            inventory.offer_units(sku=variant.sku, market="coupang", units=5, key=reference, at=now, actor="tests")
            MarketListing.objects.create(market="coupang", variant=variant, state="ON_SALE", wanted_units=99)

    add(3)
    with CaptureQueriesContext(connection) as few:
        assert quantities.sweep(now=now) == 0
    add(20)
    with django_assert_num_queries(len(few)):
        assert quantities.sweep(now=now) == 0
    MarketListing.objects.filter(variant__sku__startswith="mug").update(wanted_units=2)
    assert quantities.sweep(now=now) == 23


def test_rebalance_asks_only_where_something_differs(market, bag):
    assert quantities.rebalance(sku=bag.sku, now=timezone.now()) == 0
    want(bag, 6)
    assert quantities.rebalance(sku=bag.sku, now=timezone.now()) == 1


def test_new_stock_is_shared_by_half(market):
    variant = make_variant(units=4)
    market.offer(variant)
    assert market.buckets(variant.sku) == (2, 2, 0, 2)

    make_stock(variant.sku, 6)
    quantities.rebalance(sku=variant.sku, now=timezone.now())
    market.turn(variant.sku)

    assert market.buckets(variant.sku) == (5, 5, 0, 5)
