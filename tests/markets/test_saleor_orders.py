"""A market's order in Saleor: a draft, completed, paid, fulfilled or cancelled. Both stand-ins over loopback."""

import pytest
from django.utils import timezone

from campaigns import saleor_orders
from campaigns.models import MarketOrder
from marketplace.channels.models import Lane
from marketplace.inventory.models import Stock
from marketplace.saleor import api, ids
from tests.publishing.conftest import publish, take_turns
from tests.support.factories import make_user, make_variant
from tests.support.saleor import saleor, saleor_standin, shop
from vendors import orders as vendor_orders
from vendors import shipping
from vendors.models import ShownPrice, VendorOrder
from vendors.publishing import inputs_of, offers
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
    assert order_of(bought).transactions[0].refunded_amount.amount == 78000
    assert shown(bag.sku) == (14, 14)


def cancel_one(bought, market):
    item = market.item(bought.lines.get().variant.sku)["vendorItemId"]
    market.control("shop/cancel", orderId=market.boxes()[0]["orderId"], vendorItemId=item, units=1)
    market.sweep()
    assert bought.lines.get().cancelled_units == 1


def rest_of(bought):
    return api.worker().order_by_reference(f"{bought.document}:2").order


def allocated(sku):
    [stock] = api.worker().variant_stocks(sku).product_variant.stocks
    return stock.quantity_allocated


def test_a_cancel_of_a_part_lets_go_of_that_part(bag, bought, market):
    turns()
    held = allocated(bag.sku)
    cancel_one(bought, market)

    turns()
    turns()

    assert (held, allocated(bag.sku)) == (2, 1)
    gone = order_of(bought)
    assert (gone.status, gone.transactions[0].charged_amount.amount) == ("CANCELED", 0)
    assert gone.transactions[0].refunded_amount.amount == 78000
    rest = rest_of(bought)
    assert (rest.status, rest.charge_status, rest.total.gross.amount) == ("UNFULFILLED", "FULL", 39000)
    assert [(line.product_sku, line.quantity) for line in rest.lines] == [(bag.sku, 1)]
    assert MarketOrder.objects.get().saleor_order_id == rest.id
    assert api.worker().order_by_reference(f"{bought.document}:3").order is None
    assert shown(bag.sku) == (15, 15)


def test_the_part_that_is_left_is_fulfilled(bag, bought, market):
    turns()
    cancel_one(bought, market)
    turns()
    now = timezone.now()
    bought.refresh_from_db()
    shipment = vendor_orders.ship(
        order=bought, carrier="CJGLS", tracking_number="680405450931", actor=make_user(), now=now
    )
    assert shipping.tell(shipment_id=shipment.pk, now=now)

    turns()

    assert rest_of(bought).status == "FULFILLED"
    assert allocated(bag.sku) == 0
    assert shown(bag.sku)[0] == shown(bag.sku)[1]


def test_a_cancel_of_a_part_before_the_draft_was_completed_is_in_it(bag, bought, market, saleor):
    saleor.fault("draftOrderComplete", "fail")
    take_turns("saleor-market-order")
    assert order_of(bought).status == "DRAFT"
    cancel_one(bought, market)

    turns()
    turns()

    order = order_of(bought)
    assert (order.status, [line.quantity for line in order.lines]) == ("UNFULFILLED", [1])
    assert allocated(bag.sku) == 1
    assert rest_of(bought) is None


@pytest.mark.parametrize("call", ["orderCancel", "draftOrderCreate"])
def test_a_lost_answer_while_a_part_is_let_go_of_is_found_out(bag, bought, market, saleor, call):
    turns()
    cancel_one(bought, market)
    saleor.fault(call, "fail_after")

    turns()
    turns()

    assert (order_of(bought).status, rest_of(bought).status) == ("CANCELED", "UNFULFILLED")
    assert allocated(bag.sku) == 1


def test_control_left_as_it_was_the_order_would_hold_the_cancelled_part_for_ever(bag, bought, market, monkeypatch):
    turns()
    cancel_one(bought, market)
    monkeypatch.setattr(saleor_orders, "_fits", lambda _there, _lines: True)

    turns()
    turns()

    assert allocated(bag.sku) == 2


def in_channel(bag):
    """Price and state of the bag in the market's channel."""
    return offers.look(bag.sku, channel_id=ids.require("channel", "coupang"))


def test_an_order_comes_in_though_the_market_sells_it_no_more_and_leaves_nothing_on_sale(bag, bought):
    ShownPrice.objects.filter(channel="coupang").delete()

    turns()
    before = in_channel(bag)
    take_turns("saleor-offer")

    assert order_of(bought).status == "UNFULFILLED"
    assert (before.price, before.is_sold) == ((39000, None), True)
    assert in_channel(bag).price is None


def test_a_channel_of_a_market_as_it_used_to_be_made_takes_orders_too(bag, bought):
    """Priced, but not published: Saleor's drafts take no such goods."""
    channel = ids.require("channel", "coupang")
    saleor = api.worker()
    saleor.product_channel_listing_update(
        ids.require("product", bag.listing.reference), inputs_of.sale(channel, is_on_sale=False)
    )
    saleor.product_variant_channel_listing_update(bag.sku, [inputs_of.price(channel, 38000)])

    turns()

    assert order_of(bought).status == "UNFULFILLED"
    assert in_channel(bag) == offers.Offer((38000, None), is_sold=True)


def test_a_market_that_set_up_does_not_know_gets_its_channel_with_its_first_order(bag, bought):
    ids.forget("channel", "coupang")

    turns()

    assert order_of(bought).channel.slug == "coupang"
    assert ids.find("channel", "coupang")


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
