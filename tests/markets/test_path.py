"""The straight path at 쿠팡: create, approve, offer, buy, import, acknowledge, ship, told, delivered."""

import pytest
from django.utils import timezone

from campaigns import orders
from campaigns.markets.steps import WantedOffer
from campaigns.models import MarketListing, MarketOrder
from tests.support.factories import make_user, make_variant
from vendors import orders as vendor_orders
from vendors import shipping
from vendors.models import ShownPrice, VendorOrder

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_offer_is_approved_bought_imported_shipped_and_told(market):
    variant = make_variant(units=10)
    plan = market.apply(market.plan([WantedOffer(variant=variant, price=31200, prior_price=39000, units=6)]))
    market.hear()
    market.turn(variant.sku)
    plan.refresh_from_db()
    assert (plan.state, market.buckets(variant.sku)) == ("APPLIED", (5, 5, 0, 5))
    assert market.item(variant.sku)["price"] == 31200
    assert ShownPrice.objects.get(channel="coupang").price == 31200

    bought = market.buy(variant.sku, units=2)
    assert market.sweep() == 1

    order = VendorOrder.objects.get()
    assert (order.channel, order.document) == ("coupang", f"coupang:{bought['shipmentBoxIds'][0]}")
    assert market.buckets(variant.sku)[1:] == (3, 2, 3)
    now, actor = timezone.now(), make_user()
    vendor_orders.acknowledge(order=order, actor=actor, now=now)
    assert orders.tell_acknowledged(vendor_order_id=order.pk, now=now)
    order.refresh_from_db()
    parcel = vendor_orders.ship(order=order, carrier="CJGLS", tracking_number="680405450931", actor=actor, now=now)
    assert shipping.tell(shipment_id=parcel.pk, now=now)
    [box] = market.boxes()
    assert (box["status"], box["invoiceNumber"]) == ("DEPARTURE", "680405450931")

    for _step in range(2):
        market.control("staff/advance", shipmentBoxId=box["shipmentBoxId"])
    market.sweep()
    order.refresh_from_db()
    assert order.state == "DELIVERED"
    assert MarketOrder.objects.get().state == "DELIVERED"
    assert MarketListing.objects.get().state == "ON_SALE"
