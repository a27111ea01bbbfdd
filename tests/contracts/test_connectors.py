"""What every market's connector promises, whatever its protocol. A market joins by a line in `MARKETS`."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.markets import registry
from campaigns.markets.goods import goods_of
from campaigns.markets.plan import ClaimGone, Created, Parcel, ShipmentGone
from marketplace.channels.errors import ChannelError, ChannelRejected, ChannelUnavailable
from marketplace.core.http import CallInTransaction
from tests.support.coupang import coupang_standin, market, pictures
from tests.support.factories import make_variant

__all__ = ["coupang_standin", "market", "pictures"]

pytestmark = pytest.mark.django_db(transaction=True)

# Code of the market: the fixture of its stand-in, and the label of its write of a quantity at the fault desk.
MARKETS = {"coupang": ("market", "PUT /vendor-items/<vid>/quantities/<q>")}


@pytest.fixture(params=MARKETS)
def code(request):
    return request.param


@pytest.fixture
def place(request, code):
    """The market's own side."""
    return request.getfixturevalue(MARKETS[code][0])


@pytest.fixture
def connector(place, code):
    return registry.connector(code)


@pytest.fixture
def goods(place):
    return goods_of(make_variant(), price=31200, prior_price=39000)


@pytest.fixture
def item(place, connector, goods):
    """The market's id of an option that was created and approved, with 5 shown."""
    created = connector.create(goods)
    item = wait_for(connector, created, goods.sku).item_id
    connector.write_quantity(item, 5)
    return item


def wait_for(connector, created, sku):
    import time

    limit = time.monotonic() + 10
    while True:
        try:
            state = connector.read_product(created.product_id, sku)
            if state.state == "APPROVED":
                return state
        except ChannelUnavailable:
            pass
        assert time.monotonic() < limit
        time.sleep(0.05)


def sheets(connector):
    now = timezone.now()
    return list(connector.read_sheets(("PLACED", "ACKNOWLEDGED", "SHIPPED", "DELIVERED"), now - timedelta(days=1), now))


def claims(connector, *kinds):
    now = timezone.now()
    return list(connector.read_claims(kinds, now - timedelta(days=1), now))


def test_it_is_known_by_its_code(connector, code):
    assert connector.code == code


def test_a_bend_settles(connector):
    bent = connector.bend(price=31207, prior_price=39009, title="가" * 200)

    again = connector.bend(price=bent.price, prior_price=bent.prior_price, title="짧은 이름")

    assert (again.price, again.prior_price, again.bends) == (bent.price, bent.prior_price, ())
    assert bent.price <= 31207
    assert bent.bends


def test_a_product_begins_with_nothing_in_stock_and_is_found_by_its_sku(connector, goods):
    created = connector.create(goods)

    state = wait_for(connector, created, goods.sku)

    assert isinstance(created, Created)
    assert list(connector.find(goods.sku)) == [created.product_id]
    assert connector.find("no-such-sku") == []
    assert connector.read_offer(state.item_id).quantity == 0


def test_prices_quantity_and_sale_are_absolute(connector, item):
    for _time in range(2):
        connector.set_price(item, price=10000, prior_price=39000)
        connector.write_quantity(item, 7)
        connector.stop_sale(item)
        shown = connector.read_offer(item)
        assert (shown.price, shown.quantity, shown.is_on_sale) == (10000, 7, False)
    connector.resume_sale(item)
    assert connector.read_offer(item).is_on_sale


def test_a_parcel_goes_its_way(place, connector, goods, item):
    place.buy(goods.sku, units=2)
    [sheet] = sheets(connector)
    assert (sheet.state, sheet.lines[0].item_id, sheet.lines[0].units, sheet.lines[0].total) == (
        "PLACED",
        item,
        2,
        62400,
    )
    assert (connector.read_offer(item).quantity, connector.read_sheet(sheet.remote_id)) == (3, sheet)

    connector.acknowledge(sheet.remote_id)
    assert connector.read_sheet(sheet.remote_id).state == "ACKNOWLEDGED"
    parcel = Parcel(sheet.remote_id, sheet.order_id, (item,), "CJGLS", "680405450931")
    connector.send_parcel(parcel)

    sent = connector.read_sheet(sheet.remote_id)
    assert (sent.state, sent.invoice_number) == ("SHIPPED", "680405450931")
    with pytest.raises(ChannelRejected):
        connector.send_parcel(parcel)


def test_a_cancel_takes_the_parcel_off_the_list_and_shows_among_the_claims(place, connector, goods, item):
    bought = place.buy(goods.sku, units=2)
    [sheet] = sheets(connector)
    place.control("shop/cancel", orderId=bought["orderId"])

    [claim] = claims(connector, "CANCEL")

    assert (claim.kind, claim.order_id, claim.units) == ("CANCEL", sheet.order_id, 2)
    assert claim.lines[0].remote_id == sheet.remote_id
    assert sheets(connector) == []
    with pytest.raises(ShipmentGone):
        connector.read_sheet(sheet.remote_id)


def test_a_request_to_stop_is_answered(place, connector, goods, item):
    bought = place.buy(goods.sku, units=2)
    [sheet] = sheets(connector)
    connector.acknowledge(sheet.remote_id)
    place.control("shop/cancel", orderId=bought["orderId"])
    [claim] = connector.open_stops(sheet.order_id, timezone.now())
    assert [claim] == claims(connector, "STOP")
    assert claim.kind == "STOP"

    connector.confirm_stopped(claim)

    assert connector.read_claim(claim.remote_id).kind == "CANCEL"
    assert connector.open_stops(sheet.order_id, timezone.now()) == []


def test_a_request_that_was_taken_back_is_gone(place, connector, goods, item):
    bought = place.buy(goods.sku)
    [sheet] = sheets(connector)
    connector.acknowledge(sheet.remote_id)
    [receipt] = place.control("shop/cancel", orderId=bought["orderId"])["receiptIds"]
    place.control("shop/withdraw", receiptId=receipt)

    with pytest.raises(ClaimGone):
        connector.read_claim(str(receipt))


@pytest.mark.parametrize("kind", ["fail", "fail_after", "drop", "drop_after"])
def test_a_lost_answer_is_unavailable_and_never_repeated_by_the_connector(place, connector, item, code, kind):
    place.standin.clear_faults()
    place.standin.fault(MARKETS[code][1], kind, status=504)

    with pytest.raises(ChannelUnavailable):
        connector.write_quantity(item, 9)

    assert len(place.standin.calls(MARKETS[code][1])) <= 1
    assert connector.read_offer(item).quantity == (9 if kind.endswith("after") else 5)


def test_a_refusal_is_rejected_with_the_markets_words(connector, item):
    with pytest.raises(ChannelRejected) as caught:
        connector.write_quantity(item, 100_000)

    assert str(caught.value)
    assert not caught.value.retryable


def test_wrong_keys_are_for_a_person(place, code, settings):
    settings.GACHI_COUPANG = {**settings.GACHI_COUPANG, "secret_key": "f" * 40}

    with pytest.raises(ChannelError) as caught:
        registry.connector(code).read_offer("1")

    assert type(caught.value).__name__ == "ChannelMisconfigured"
    assert "f" * 40 not in str(caught.value)


def test_nothing_is_called_inside_a_transaction(connector, item):
    from django.db import transaction

    with transaction.atomic(), pytest.raises(CallInTransaction):
        connector.read_offer(item)


def test_a_receiver_is_not_printed(place, connector, goods, item):
    place.buy(goods.sku, receiver={"name": "홍길동"})

    [sheet] = sheets(connector)

    assert sheet.receiver.name
    assert sheet.receiver.name not in repr(sheet)
    assert sheet.receiver.address not in repr(sheet)
