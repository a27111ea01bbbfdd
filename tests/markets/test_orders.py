"""Orders, cancels and parcels at 쿠팡, both ways."""

import json
import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns import booking, claims, orders
from campaigns.markets import registry
from campaigns.markets.plan import ShipmentGone
from campaigns.models import Campaign, CampaignItem, MarketClaim, MarketCursor, MarketListing, MarketOrder
from marketplace.channels.errors import ChannelRejected, ChannelUnavailable
from marketplace.core.models import OutboxMessage, User
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Commitment, Shortfall
from tests.support.factories import make_staff, make_user, make_variant
from vendors import orders as vendor_orders
from vendors import shipping
from vendors.models import Shipment, VendorOrder

pytestmark = pytest.mark.django_db(transaction=True)

ACKNOWLEDGE = "* /ordersheets/acknowledgement"
INVOICES = "POST /orders/invoices"
NUMBER = "680405450931"


@pytest.fixture
def bag(market):
    """A variant of which 20 are on hand and 6 are offered."""
    variant = make_variant(units=20)
    market.offer(variant, units=6)
    market.standin.clear_faults()
    return variant


@pytest.fixture
def bought(market, bag):
    """Two units bought and imported; the vendor's order."""
    market.buy(bag.sku, units=2, receiver={"name": "홍길동", "addr1": "서울 중구 1", "message": "문 앞에 둬 주세요"})
    market.sweep()
    return VendorOrder.objects.get()


def acknowledge(order):
    vendor_orders.acknowledge(order=order, actor="tests", now=timezone.now())
    orders.tell_acknowledged(vendor_order_id=order.pk, now=timezone.now())
    order.refresh_from_db()
    return order


def somebody():
    return User.objects.first() or make_user()


def ship(order, number=NUMBER, carrier="CJGLS"):
    return vendor_orders.ship(
        order=order, carrier=carrier, tracking_number=number, actor=somebody(), now=timezone.now()
    )


def tell(shipment):
    return shipping.tell(shipment_id=shipment.pk, now=timezone.now())


def promised(document):
    return sum(Commitment.objects.filter(document=document).values_list("units", flat=True))


# Import


def test_a_parcel_is_imported_once_however_often_it_is_read(market, bag, bought):
    market.sweep()
    market.sweep()

    assert (VendorOrder.objects.count(), MarketOrder.objects.count()) == (1, 1)
    assert market.buckets(bag.sku) == (14, 4, 2, 4)
    line = bought.lines.get()
    assert (line.units, line.line_total) == (2, 78000)


def test_personal_data_is_kept_on_the_vendors_order_only(market, bag, bought, caplog):
    caplog.set_level(logging.DEBUG)
    market.sweep()

    order = MarketOrder.objects.get()
    kept = json.dumps([order.content, list(OutboxMessage.objects.values_list("payload", flat=True))], default=str)
    assert (bought.address, bought.delivery_note) == ("서울 중구 1 1층", "문 앞에 둬 주세요")
    for secret in ("홍", "서울 중구", "문 앞", bought.recipient_phone):
        assert secret not in kept
        assert secret not in caplog.text


def test_many_orders_come_in_pages(market, bag):
    make_more(bag, 60)
    for _order in range(53):
        market.buy(bag.sku)

    assert market.sweep() == 53
    assert VendorOrder.objects.count() == 53


def make_more(bag, units):
    connector, listing = registry.connector("coupang"), MarketListing.objects.get(variant=bag)
    connector.write_quantity(listing.remote_item_id, units)


def test_a_sale_of_what_is_not_there_is_never_refused(market, bag):
    make_more(bag, 25)
    market.buy(bag.sku, units=23)

    market.sweep()

    assert VendorOrder.objects.get().lines.get().units == 23
    assert Shortfall.objects.get().units == 3
    assert market.buckets(bag.sku)[:3] == (0, 0, 20)


def test_an_order_is_found_after_the_market_was_away_for_weeks(market, bag):
    market.buy(bag.sku)
    booking.read_until("coupang", timezone.now() - timedelta(days=70))

    assert market.sweep() == 1


def test_a_market_that_is_away_is_read_again_from_where_it_was(market, bag):
    market.sweep()
    before = booking.read_until("coupang", timezone.now())
    market.buy(bag.sku)
    market.standin.fault("GET /ordersheets", "fail", status=500)

    assert market.sweep() == 0
    assert booking.read_until("coupang", timezone.now()) == before
    assert market.sweep() == 1


def test_the_desk_is_told_since_when_a_market_refuses_us_and_that_it_does_no_longer(market, bag):
    cursor = MarketCursor.objects.filter(market="coupang")
    market.sweep()
    market.buy(bag.sku)
    market.standin.fault("GET /ordersheets", "fail", status=401, times=2)

    market.sweep()
    first = cursor.get()
    market.sweep()
    again = cursor.get()
    market.sweep()

    assert first.problem.startswith("ChannelMisconfigured: GET ")
    assert again.failing_since == first.failing_since
    assert again.read_until == first.read_until < first.failing_since
    assert (cursor.get().failing_since, cursor.get().problem) == (None, "")
    assert VendorOrder.objects.count() == 1


def test_what_we_cannot_understand_is_told_too_and_stops_nothing_else(market, bag, monkeypatch, caplog):
    def stumble(**_what):
        raise KeyError("shipmentBoxId")

    monkeypatch.setattr(orders, "import_sales", stumble)

    with caplog.at_level(logging.ERROR):
        assert market.sweep() == 0

    assert MarketCursor.objects.get().problem == "KeyError: 'shipmentBoxId'"
    assert "market.not_swept" in caplog.text


def test_quota_is_counted_and_never_refuses(market, bag):
    now = timezone.now()
    campaign = Campaign.objects.create(
        reference="spring",
        title="봄",
        theme="봄",
        starts_at=now,
        ends_at=now + timedelta(days=1),
        state="LIVE",
        created_by=make_staff(),
        created_at=now,
        updated_at=now,
    )
    item = CampaignItem.objects.create(campaign=campaign, variant=bag, price=39000, quota=3)
    market.offer(bag, campaign_item_id=item.pk)
    make_more(bag, 9)
    first = market.buy(bag.sku, units=2)
    market.sweep()
    item.refresh_from_db()
    assert item.taken == 2
    market.buy(bag.sku, units=4)
    market.sweep()
    item.refresh_from_db()
    assert (item.taken, VendorOrder.objects.count()) == (3, 2)

    market.control("shop/cancel", orderId=first["orderId"])
    market.sweep()
    item.refresh_from_db()
    assert item.taken == 1


def test_an_option_that_is_not_ours_is_kept_for_a_person(market, bag):
    MarketListing.objects.update(remote_item_id="1")
    market.buy(bag.sku)

    market.sweep()

    assert not VendorOrder.objects.exists()
    assert len(MarketOrder.objects.get().content["unknown"]) == 1


# Acknowledging


def test_the_address_is_read_again_after_the_acknowledgement(market, bag, bought):
    box = market.boxes()[0]
    market.control("shop/change-address", orderId=box["orderId"], receiver={"name": "홍길동", "addr1": "부산 중구 9"})

    acknowledge(bought)

    assert bought.address == "부산 중구 9 1층"
    assert MarketOrder.objects.get().state == "ACKNOWLEDGED"


def test_an_acknowledgement_that_takes_time_is_sent_once_and_its_address_read_when_it_shows(market, bag, bought):
    market.switch(ack_delay=1)
    acknowledge(bought)
    market.sweep()
    assert MarketOrder.objects.get().state == "PLACED"
    assert len(market.standin.calls(ACKNOWLEDGE)) == 1

    market.wait_for_box("INSTRUCT")
    market.sweep()
    assert MarketOrder.objects.get().state == "ACKNOWLEDGED"
    assert len(market.standin.calls(ACKNOWLEDGE)) == 1


def test_an_acknowledgement_whose_answer_is_lost_is_found_by_the_sweep(market, bag, bought):
    market.standin.fault(ACKNOWLEDGE, "fail_after", status=504)
    vendor_orders.acknowledge(order=bought, actor="tests", now=timezone.now())
    with pytest.raises(ChannelUnavailable):
        orders.tell_acknowledged(vendor_order_id=bought.pk, now=timezone.now())

    market.sweep()

    assert MarketOrder.objects.get().state == "ACKNOWLEDGED"
    assert len(market.standin.calls(ACKNOWLEDGE)) == 1


# Cancels


def test_a_cancel_before_the_acknowledgement_takes_the_order_back(market, bag, bought):
    market.control("shop/cancel", orderId=market.boxes()[0]["orderId"])

    market.sweep()
    market.sweep()

    bought.refresh_from_db()
    assert (bought.state, MarketOrder.objects.get().state) == ("CANCELLED", "CANCELLED")
    assert market.buckets(bag.sku) == (14, 6, 0, 6)
    assert MarketClaim.objects.get().done_at


def test_a_part_that_is_cancelled_leaves_the_rest(market, bag, bought):
    box = market.boxes()[0]
    market.control("shop/cancel", orderId=box["orderId"], vendorItemId=box["lines"][0]["vendorItemId"], units=1)

    market.sweep()

    bought.refresh_from_db()
    assert (bought.state, bought.lines.get().cancelled_units) == ("PAID", 1)
    assert market.buckets(bag.sku) == (14, 5, 1, 5)


def test_what_was_bought_and_cancelled_between_two_readings_changes_nothing(market, bag):
    order = market.buy(bag.sku, units=2)
    market.control("shop/cancel", orderId=order["orderId"])

    market.sweep()

    assert not VendorOrder.objects.exists()
    assert market.buckets(bag.sku) == (14, 6, 0, 6)
    claim = MarketClaim.objects.get()
    assert claim.done_at is None
    claims.import_claims(market="coupang", kinds=(), since=timezone.now(), now=timezone.now() + timedelta(days=2))
    claim.refresh_from_db()
    assert claim.done_at


# Requests to stop


def test_a_request_to_stop_waits_for_the_vendor_and_then_cancels(market, bag, bought):
    acknowledge(bought)
    market.control("shop/cancel", orderId=market.boxes()[0]["orderId"])
    market.sweep()
    bought.refresh_from_db()
    assert (bought.state, bought.is_stop_requested) == ("ACKNOWLEDGED", True)
    with pytest.raises(vendor_orders.OrderNotShippable):
        ship(bought)

    [claim] = claims.confirm_stop(order=bought, actor=somebody(), now=timezone.now())
    assert claims.answer_stop(claim_id=claim.pk, now=timezone.now())

    bought.refresh_from_db()
    assert (bought.state, bought.is_stop_requested) == ("CANCELLED", False)
    assert market.boxes()[0]["status"] == "CANCELLED"
    assert market.buckets(bag.sku) == (14, 6, 0, 6)


@pytest.mark.parametrize("kind", ["fail", "fail_after"])
def test_a_lost_answer_to_the_confirmation_is_found_out(market, bag, bought, kind):
    acknowledge(bought)
    market.control("shop/cancel", orderId=market.boxes()[0]["orderId"])
    market.sweep()
    [claim] = claims.confirm_stop(order=bought, actor=somebody(), now=timezone.now())
    market.standin.fault("* /returnRequests/<receipt_id>/stoppedShipment", kind, status=504)
    with pytest.raises(ChannelUnavailable):
        claims.answer_stop(claim_id=claim.pk, now=timezone.now())

    market.sweep()

    bought.refresh_from_db()
    assert bought.state == "CANCELLED"
    assert market.buckets(bag.sku) == (14, 6, 0, 6)


def test_a_request_that_the_buyer_takes_back_lets_the_order_go_on(market, bag, bought):
    acknowledge(bought)
    receipts = market.control("shop/cancel", orderId=market.boxes()[0]["orderId"])
    market.sweep()
    market.control("shop/withdraw", receiptId=receipts["receiptIds"][0])

    market.sweep()

    bought.refresh_from_db()
    assert (bought.state, bought.is_stop_requested) == ("ACKNOWLEDGED", False)
    with pytest.raises(claims.NothingToStop):
        claims.confirm_stop(order=bought, actor=somebody(), now=timezone.now())
    assert tell(ship(bought))


def test_where_nobody_began_to_pack_a_request_to_stop_is_granted_at_once(market, bag, bought):
    registry.connector("coupang").acknowledge(bought.remote_id)  # by hand, at the market
    market.control("shop/cancel", orderId=market.boxes()[0]["orderId"])

    market.sweep()

    bought.refresh_from_db()
    assert bought.state == "CANCELLED"


# Parcels


def test_a_request_to_stop_that_comes_after_the_parcel_left_is_answered_with_its_number(market, bag, bought):
    acknowledge(bought)
    shipment = ship(bought)
    market.control("shop/cancel", orderId=market.boxes()[0]["orderId"])

    assert tell(shipment)

    assert market.boxes()[0]["invoiceNumber"] == NUMBER
    assert market.standin.calls(INVOICES) == []
    assert MarketClaim.objects.get().kind == "RETURN"
    bought.refresh_from_db()
    assert bought.state == "SHIPPED"


def test_a_parcel_of_an_order_that_nobody_acknowledged_is_acknowledged_first(market, bag, bought):
    shipment = ship(bought)

    assert tell(shipment)

    assert market.boxes()[0]["status"] == "DEPARTURE"


def test_a_parcel_waits_for_an_acknowledgement_that_takes_time(market, bag, bought):
    market.switch(ack_delay=1)
    shipment = ship(bought)
    with pytest.raises(orders.NotAcknowledgedYet):
        tell(shipment)

    market.wait_for_box("INSTRUCT")

    assert tell(shipment)


@pytest.mark.parametrize("kind", ["fail", "fail_after", "drop_after"])
def test_a_parcel_whose_answer_is_lost_is_told_once(market, bag, bought, kind):
    acknowledge(bought)
    shipment = ship(bought)
    market.standin.fault(INVOICES, kind, status=504)
    with pytest.raises(ChannelUnavailable):
        tell(shipment)

    assert tell(shipment)

    assert market.boxes()[0]["invoiceNumber"] == NUMBER
    assert Shipment.objects.get().told_at


def test_a_corrected_number_is_told(market, bag, bought):
    acknowledge(bought)
    shipment = ship(bought)
    tell(shipment)
    vendor_orders.change_tracking(
        shipment=shipment, carrier="HANJIN", tracking_number="4512345678", actor=somebody(),
        now=timezone.now(),
    )  # fmt: skip

    assert tell(shipment)

    assert market.boxes()[0]["invoiceNumber"] == "4512345678"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("INVALID_STATUS", ChannelRejected),
        ("PERMISSION_DENIED", ChannelRejected),
        ("DUPLICATE_INVOICE_NUMBER", ChannelRejected),
        ("INVALID_INVOICE_NUMBER", ChannelRejected),
        ("ORDER_DELIVERY_CANCELED", ChannelRejected),
        ("NOT_FOUND_SHIPMENT_BOX", ChannelRejected),
        ("NOT_FOUND_VENDOR_ITEM", ChannelRejected),
        ("NOT_ALLOW_VENDOR_DIRECT", ChannelRejected),
        ("IS_SEPARATE_MUST_BE_TRUE_WHEN_SEPARATE_DELIVERY", ChannelRejected),
        ("UNDEFINED_ERROR_OCCUR", ChannelUnavailable),
        ("ORDER_DELIVERY_PARTIAL_STOP_REQUESTED", ChannelUnavailable),
        ("ORDER_DELIVERY_CANCELED_HOLDING_FOR_CANCEL", ChannelUnavailable),
    ],
)
def test_every_result_of_an_invoice_is_for_a_person_or_for_later(market, bag, bought, code, error):
    acknowledge(bought)
    shipment = ship(bought)
    market.control("staff/next-invoice-result", resultCode=code)

    with pytest.raises(error, match=code):
        tell(shipment)

    assert ("problem" in MarketOrder.objects.get().content) is (error is ChannelRejected)
    assert tell(shipment)


def test_units_ship_from_what_was_promised(market, bag, bought):
    assert promised(bought.document) == 2
    acknowledge(bought)
    ship(bought)
    assert promised(bought.document) == 0
    assert inventory.audit() == []


# What has arrived


@pytest.fixture
def under_way(market, bag):
    """A function: so many parcels that left, ordered `days` ago by our book."""

    def under_way(count, days=0):
        for _parcel in range(count):
            market.buy(bag.sku)
            market.sweep()
            order = VendorOrder.objects.latest("pk")
            tell(ship(order, number=f"68040545{MarketOrder.objects.count():04d}"))
            placed = timezone.now() - timedelta(days=days)
            MarketOrder.objects.filter(remote_id=order.remote_id).update(placed_at=placed, read_at=placed)
        return list(MarketOrder.objects.filter(state="SHIPPED").order_by("-pk")[:count])

    return under_way


@pytest.fixture
def read(monkeypatch):
    """What is read at the market from now on: (states, since) of lists, ids of single parcels."""
    read, there = [], type(registry.connector("coupang"))
    real_sheets, real_sheet = there.read_sheets, there.read_sheet

    def read_sheets(self, states, since, until):
        read.append((tuple(states), since))
        return real_sheets(self, states, since, until)

    def read_sheet(self, remote_id):
        read.append(remote_id)
        return real_sheet(self, remote_id)

    monkeypatch.setattr(there, "read_sheets", read_sheets)
    monkeypatch.setattr(there, "read_sheet", read_sheet)
    return read


def test_a_parcel_that_never_arrives_does_not_decide_how_far_back_is_read(market, under_way, read):
    [lost] = under_way(1, days=60)
    [late] = under_way(1, days=3)
    MarketOrder.objects.filter(pk=lost.pk).update(read_at=lost.placed_at)
    read.clear()

    for _time in range(3):
        market.sweep()

    assert read.count(lost.remote_id) == 1
    since = [one[1] for one in read if one[0] == ("DELIVERED",)]
    assert [day.date() for day in since] == [late.placed_at.date()] * 3


def test_a_parcel_that_is_gone_is_for_a_person_and_asked_about_once_a_day(market, under_way, read, monkeypatch):
    [lost] = under_way(1, days=60)
    read.clear()

    def gone(_self, remote_id):
        read.append(remote_id)
        raise ShipmentGone("no such shipment")

    monkeypatch.setattr(type(registry.connector("coupang")), "read_sheet", gone)
    for _time in range(3):
        market.sweep()

    lost.refresh_from_db()
    assert (read.count(lost.remote_id), lost.content["problem"]) == (1, "no such shipment")


def test_the_list_of_what_has_arrived_is_read_now_and_then(market, under_way, read, settings):
    settings.GACHI_COUPANG = {**settings.GACHI_COUPANG, "delivered_seconds": 600}
    under_way(1)
    orders.sweep(now=timezone.now())
    read.clear()

    for minutes in (1, 5, 11, 12):
        orders.sweep(now=timezone.now() + timedelta(minutes=minutes))

    assert [one[0] for one in read].count(("DELIVERED",)) == 1
