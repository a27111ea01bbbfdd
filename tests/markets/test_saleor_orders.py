"""A market's order in Saleor: a draft, completed, paid, fulfilled or cancelled. Both stand-ins over loopback."""

import pytest
from django.utils import timezone

from marketplace.channels.models import Lane
from marketplace.inventory.models import Stock
from marketplace.saleor import api
from tests.publishing.conftest import publish, take_turns
from tests.support.factories import make_user, make_variant
from tests.support.saleor import saleor, saleor_standin, shop
from vendors import orders as vendor_orders
from vendors import shipping
from vendors.models import VendorOrder
from workers.jobs import publishing

__all__ = ["publish", "publishing", "saleor", "saleor_standin", "shop"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bag(publish, market, settings, live_server):
    settings.GACHI_PUBLIC_URL = live_server.url
    variant = make_variant(units=20)
    publish()
    settings.GACHI_PUBLIC_URL = market.pictures_url
    market.offer(variant, units=6)
    publishing.push_stock(sku=variant.sku)
    take_turns("saleor-stock")
    return variant


@pytest.fixture
def bought(bag, market):
    market.buy(bag.sku, units=2)
    market.sweep()
    return VendorOrder.objects.get()


def turns():
    """The order's lane, then the stock's, then the order's again: as they go when the push comes late."""
    for kind in ("saleor-market-order", "saleor-stock", "saleor-market-order", "saleor-stock", "saleor-market-order"):
        take_turns(kind)
    lane = Lane.objects.get(kind="saleor-market-order")
    assert lane.problem == ""
    return lane


def order_of(vendor_order):
    return api.worker().order_by_reference(vendor_order.document).order


def shown(sku):
    [stock] = api.worker().variant_stocks(sku).product_variant.stocks
    ledger = Stock.objects.get(sku=sku, location__code="home")
    return stock.quantity, ledger.free + ledger.allocated


def test_a_market_order_is_completed_and_paid_in_saleor_once(bag, bought):
    turns()
    Lane.objects.filter(kind="saleor-market-order").update(done=0)
    turns()

    order = order_of(bought)
    assert (order.channel.slug, order.status, order.charge_status) == ("coupang", "UNFULFILLED", "FULL")
    assert [(line.product_sku, line.quantity) for line in order.lines] == [(bag.sku, 2)]
    assert order.total.gross.amount == 78000
    assert len(order.transactions) == 1
    assert shown(bag.sku) == (16, 16)


def test_what_has_left_is_fulfilled(bag, bought):
    turns()
    now, actor = timezone.now(), make_user()
    shipment = vendor_orders.ship(order=bought, carrier="CJGLS", tracking_number="680405450931", actor=actor, now=now)
    assert shipping.tell(shipment_id=shipment.pk, now=now)

    turns()

    assert order_of(bought).status == "FULFILLED"
    assert shown(bag.sku) == (14, 14)


def test_a_cancel_at_the_market_cancels_it(bag, bought, market):
    turns()
    market.control("shop/cancel", orderId=market.boxes()[0]["orderId"])
    market.sweep()

    turns()
    take_turns("saleor-stock")

    assert order_of(bought).status == "CANCELED"
    assert shown(bag.sku) == (14, 14)


@pytest.mark.parametrize("call", ["draftOrderCreate", "draftOrderComplete", "transactionCreate"])
def test_a_lost_answer_is_found_out(bag, bought, saleor, call):
    saleor.fault(call, "fail_after")

    turns()
    turns()

    order = order_of(bought)
    assert (order.status, order.charge_status, len(order.transactions)) == ("UNFULFILLED", "FULL", 1)


def test_saleor_hears_nothing_of_the_buyer(bag, bought):
    turns()

    assert bought.recipient_name not in order_of(bought).model_dump_json()
