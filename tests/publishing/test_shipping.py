"""Parcels of shop orders, told to Saleor's stand-in until it knows them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.core.models import OutboxMessage
from marketplace.inventory import services as inventory
from marketplace.saleor import api
from tests.publishing.conftest import take_turns
from tests.support.factories import make_enterprise, make_listing
from tests.support.saleor import ask, place_in_saleor
from vendors import orders, shipping
from vendors.models import Shipment
from vendors.publishing import fulfilling
from workers.jobs import publishing


@pytest.fixture
def order(publish):
    """Two makers' goods, ten of each, and an order of three bags and two candles; returns the bags' vendor order."""
    bag = make_listing(make_enterprise(), units=10)
    candle = make_listing(make_enterprise("dalbit", name="달빛"), reference="candle", title="밀랍초", units=10)
    publish()
    take_turns("saleor-stock")
    units = {"upcycled-bag-1": 3, "candle-1": 2}
    remote_id = place_in_saleor(units)
    now = timezone.now()
    inventory.commit_units(wanted=units, location=inventory.home(), document="purchase:1", at=now, actor="tests")
    placed = orders.place(
        document="purchase:1",
        channel="shop",
        placed_at=now,
        recipient=orders.Recipient(name="홍길동", phone="01012345678", postal_code="08274", address="서울 구로구"),
        lines=[
            orders.OrderedLine(variant=listing.variants.get(), units=units[f"{listing.reference}-1"], line_total=1000)
            for listing in (bag, candle)
        ],
        now=now,
        remote_id=remote_id,
    )
    return next(row for row in placed if row.enterprise == bag.enterprise)


def ship(order, number="123456789012"):
    return orders.ship(order=order, carrier="CJGLS", tracking_number=number, actor="tests", now=timezone.now())


def fulfilments(order):
    found = api.worker().order_fulfilments(order.remote_id).order
    skus = {line.id: line.product_sku for line in found.lines}
    return [
        (row.status, row.tracking_number, {skus[line.order_line.id]: line.quantity for line in row.lines})
        for row in found.fulfillments
    ]


def tell(shipment):
    publishing.tell_shipment(shipment_id=shipment.pk)
    shipment.refresh_from_db()
    return shipment


def in_saleor(sku):
    return [stock.quantity for stock in api.worker().variant_stocks(sku).product_variant.stocks]


def test_a_parcel_is_told_with_its_number_and_only_its_makers_goods(order):
    shipment = tell(ship(order))

    assert shipment.told_at is not None
    assert fulfilments(order) == [("FULFILLED", "123456789012", {"upcycled-bag-1": 3})]
    kept = ask('query($id: ID!) { order(id: $id) { fulfillments { id carrier: metafield(key: "gachi.carrier") } } }',
               id=order.remote_id)  # fmt: skip
    assert kept["order"]["fulfillments"] == [{"id": shipment.remote_id, "carrier": "CJGLS"}]


def test_after_a_parcel_saleors_stock_is_the_ledgers_again(order):
    tell(ship(order))
    take_turns("saleor-stock")

    assert in_saleor("upcycled-bag-1") == [7]
    assert in_saleor("candle-1") == [10]


def test_a_push_that_came_before_the_parcel_was_told_is_put_right_after_it(order):
    shipment = ship(order)
    publishing.push_stock(sku="upcycled-bag-1")
    take_turns("saleor-stock")
    before = in_saleor("upcycled-bag-1")

    tell(shipment)
    between = in_saleor("upcycled-bag-1")
    take_turns("saleor-stock")

    assert (before, between, in_saleor("upcycled-bag-1")) == ([7], [4], [7])


def test_a_parcel_is_told_once_however_often_it_is_asked_for(order, shop):
    shipment = tell(ship(order))
    told_at = shipment.told_at

    tell(shipment)

    assert shipment.told_at == told_at
    assert len(shop.calls("orderFulfill")) == 1


@pytest.mark.parametrize("kind", ["fail", "fail_after", "drop_after"])
@pytest.mark.parametrize("operation", ["orderFulfill", "updateMetadata", "order"])
def test_whatever_answer_is_lost_the_parcel_is_told_once(order, shop, operation, kind):
    shipment = ship(order)
    shop.fault(operation, kind)

    first = tell(shipment).told_at
    second = tell(shipment).told_at

    assert first is None
    assert second is not None
    assert fulfilments(order) == [("FULFILLED", "123456789012", {"upcycled-bag-1": 3})]


def test_a_corrected_number_corrects_the_parcel_there(order):
    shipment = tell(ship(order))
    orders.change_tracking(
        shipment=shipment, carrier="HANJIN", tracking_number="9876543210", actor="tests", now=timezone.now()
    )

    tell(shipment)

    assert fulfilments(order) == [("FULFILLED", "9876543210", {"upcycled-bag-1": 3})]


def test_two_makers_parcels_of_one_order_are_two_fulfilments_even_under_one_number(order):
    other = order.__class__.objects.exclude(pk=order.pk).get()

    tell(ship(order))
    tell(ship(other))

    assert fulfilments(order) == [
        ("FULFILLED", "123456789012", {"upcycled-bag-1": 3}),
        ("FULFILLED", "123456789012", {"candle-1": 2}),
    ]


def test_cancelled_units_are_not_fulfilled(order):
    line = order.lines.get()
    orders.cancel_units(order=order, units={line.pk: 1}, reason="단순 변심", actor="tests", now=timezone.now())
    inventory.release_some(
        document=order.document, units={"upcycled-bag-1": 1}, key="cancel:1", at=timezone.now(), actor="tests"
    )

    tell(ship(order))

    assert fulfilments(order) == [("FULFILLED", "123456789012", {"upcycled-bag-1": 2})]


def test_an_order_that_saleor_does_not_have_is_named_and_left_for_the_sweep(order, shop):
    order.remote_id = "T3JkZXI6MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw"
    order.save()
    shipment = ship(order)

    with pytest.raises(fulfilling.OrderUnknown):
        shipping.tell(shipment_id=shipment.pk, now=timezone.now())

    shipment.refresh_from_db()
    assert shipment.told_at is None
    assert shop.calls("orderFulfill") == []


def test_the_sweep_asks_again_for_what_nobody_was_told(order):
    shipment = ship(order)
    OutboxMessage.objects.all().delete()
    now = shipment.shipped_at

    too_young = shipping.sweep(now=now + timedelta(seconds=29))
    found = shipping.sweep(now=now + timedelta(seconds=31))
    within_the_minute = shipping.sweep(now=now + timedelta(seconds=32))

    assert (too_young, found, within_the_minute) == (0, 1, 0)
    message = OutboxMessage.objects.get(topic="vendors.tell_shipment")
    assert message.payload == {"shipment_id": shipment.pk}
    tell(shipment)
    assert shipping.sweep(now=now + timedelta(hours=1)) == 0


def test_parcels_that_can_never_be_told_keep_none_from_its_turn(order, monkeypatch):
    monkeypatch.setattr(shipping, "SWEPT", 3)
    now = timezone.now()
    for number in range(5):
        at = now - timedelta(hours=20 - number)
        order.shipments.create(carrier="CJGLS", tracking_number=f"68040545093{number}", shipped_at=at)
    new = order.shipments.create(carrier="CJGLS", tracking_number="680405450939", shipped_at=now - timedelta(minutes=5))

    def asked_at(minute):
        OutboxMessage.objects.all().delete()
        shipping.sweep(now=now + timedelta(minutes=minute))
        return [row.payload["shipment_id"] for row in OutboxMessage.objects.filter(topic="vendors.tell_shipment")]

    turns = [asked_at(minute) for minute in range(6)]

    assert [len(turn) for turn in turns] == [3, 3, 1, 1, 1, 1]
    assert [new.pk in turn for turn in turns] == [False, True, True, True, True, True]
    assert new.pk not in asked_at(56)  # its first hour is over
    assert len(asked_at(61)) == 3


@pytest.mark.django_db
def test_another_channel_is_told_by_its_own_teller(order, monkeypatch):
    monkeypatch.setattr(shipping, "_tellers", {})
    told = []
    shipping.register("coupang", lambda shipment, now: told.append(shipment.pk) or "box-1")
    type(order).objects.filter(pk=order.pk).update(channel="coupang")
    order.refresh_from_db()

    shipment = tell(ship(order))

    assert told == [shipment.pk]
    assert (shipment.remote_id, shipment.told_at is None) == ("box-1", False)


def test_a_channel_that_nobody_tells_is_named(order, monkeypatch):
    monkeypatch.setattr(shipping, "_tellers", {})
    shipment = ship(order)

    with pytest.raises(shipping.NobodyTells, match="shop"):
        shipping.tell(shipment_id=shipment.pk, now=timezone.now())

    assert Shipment.objects.get(pk=shipment.pk).told_at is None


def test_a_number_corrected_while_it_was_told_is_told_again(order, monkeypatch):
    shipment = ship(order)

    def teller(parcel, now):
        orders.change_tracking(
            shipment=parcel, carrier="CJGLS", tracking_number="555555555555", actor="tests", now=timezone.now()
        )
        parcel.tracking_number = "123456789012"
        return "fulfilment-1"

    monkeypatch.setattr(shipping, "_tellers", {"shop": teller})

    told = shipping.tell(shipment_id=shipment.pk, now=timezone.now())

    shipment.refresh_from_db()
    assert (told, shipment.told_at, shipment.remote_id) == (False, None, "fulfilment-1")
