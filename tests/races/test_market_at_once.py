"""Two workers at one market at once: each race is first shown with its safeguard off, or as a control."""

import pytest
from django.utils import timezone

from campaigns import orders
from campaigns.markets import applying, registry
from campaigns.markets.steps import WantedOffer
from campaigns.models import MarketListing, MarketOrder
from marketplace.channels import lanes
from marketplace.inventory.models import Shortfall, StockMovement
from tests.support.coupang import coupang_standin, market, pictures
from tests.support.factories import make_variant
from vendors.models import VendorOrder

__all__ = ["coupang_standin", "market", "pictures"]

pytestmark = pytest.mark.django_db(transaction=True)

CREATE = "POST /seller-products"


@pytest.fixture
def bag(market):
    variant = make_variant(units=20)
    market.offer(variant, units=8)
    return variant


def test_two_imports_at_once_take_each_parcel_in_once(market, bag, together):
    for _order in range(5):
        market.buy(bag.sku)

    def import_them():
        return orders.import_sales(market="coupang", now=timezone.now())

    results = together(import_them, import_them, import_them)

    assert sorted(results)[-1] <= 5
    assert sum(results) == 5
    assert (VendorOrder.objects.count(), MarketOrder.objects.count()) == (5, 5)
    assert market.buckets(bag.sku) == (12, 3, 5, 3)
    assert not Shortfall.objects.exists()


def test_two_workers_take_one_turn_of_a_lane(market, bag, together):
    MarketListing.objects.update(wanted_units=10)
    lane = market.ask(bag.sku)
    before = StockMovement.objects.filter(kind="OFFER").count()

    def take():
        return lanes.take_turn(lane_id=lane.pk, now=timezone.now())

    together(take, take)

    assert StockMovement.objects.filter(kind="OFFER").count() == before + 1
    assert market.buckets(bag.sku) == (10, 10, 0, 10)


def test_shoppers_buy_while_the_lane_raises_and_lowers(market, bag, together):
    bought = []

    def shop():
        bought.append(sum(market.tries_to_buy(bag.sku) for _try in range(12)))

    def balance():
        for units in (10, 2, 9, 1, 10):
            MarketListing.objects.update(wanted_units=units)
            market.turn(bag.sku)

    together(shop, balance)
    market.turn(bag.sku)

    [sold] = bought
    free, offered, allocated, shown = market.buckets(bag.sku)
    assert (allocated, free + offered + allocated) == (sold, 20)
    assert shown == offered
    assert not Shortfall.objects.exists()


def test_control_two_creates_at_once_make_two_products(market, together):
    from campaigns.markets.goods import goods_of

    goods = goods_of(make_variant(), price=10000, prior_price=None)
    connector = registry.connector("coupang")
    together(lambda: connector.create(goods), lambda: connector.create(goods))

    assert len(connector.find(goods.sku)) == 2


def test_two_workers_that_hear_of_a_lost_create_send_it_once(market, together):
    variant = make_variant()
    market.standin.fault(CREATE, "fail", status=504)
    market.apply(market.plan([WantedOffer(variant=variant, price=10000)]))

    def hear():
        return applying.read_approvals(now=timezone.now())

    together(hear, hear, hear)
    market.hear()

    assert len(registry.connector("coupang").find(variant.sku)) == 1


def test_nobody_looks_for_a_product_while_another_still_sends_it(market, together, wait_until):
    variant = make_variant()
    market.standin.fault(CREATE, "fail", status=504)
    market.apply(market.plan([WantedOffer(variant=variant, price=10000)]))
    first_sent_at = MarketListing.objects.get().sent_at
    market.standin.fault(CREATE, "slow", seconds=2)

    def send_again():
        return applying.read_approvals(now=timezone.now())

    def look_meanwhile():
        wait_until(lambda: MarketListing.objects.get().sent_at != first_sent_at)
        return applying.read_approvals(now=timezone.now())

    assert together(send_again, look_meanwhile)[1] == 0
    market.hear()

    assert len(registry.connector("coupang").find(variant.sku)) == 1


def test_two_plans_that_bring_the_same_product_send_it_once(market, together):
    variant = make_variant()
    first = market.plan([WantedOffer(variant=variant, price=10000)], subject="campaign:1")
    second = market.plan([WantedOffer(variant=variant, price=10000)], subject="campaign:2")

    together(lambda: market.apply(first), lambda: market.apply(second))
    market.hear()

    assert len(registry.connector("coupang").find(variant.sku)) == 1
