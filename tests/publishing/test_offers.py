"""What a market shows, in the market's channel of Saleor's stand-in: listed, repriced, taken off by one lane each."""

import pytest
from django.utils import timezone

from marketplace.channels.models import Lane
from marketplace.core.models import OutboxMessage
from marketplace.core.sayings import said
from marketplace.saleor import api, ids
from tests.publishing.conftest import publishing, take_turns
from tests.support.factories import make_listing, make_stock
from tests.support.saleor import ask
from vendors.models import ShownPrice
from vendors.publishing import inputs_of, offers
from vendors.publishing.prices import Price, confirm_prices, price_in, withdraw_prices

SKU = "upcycled-bag-1"
OFFER = "coupang:upcycled-bag-1"
LISTED = """query($reference: String!) {product(externalReference: $reference) {
  channelListings {isPublished channel {slug}}}}"""
AVAILABLE = """query($sku: String!, $channel: String!) {
  productVariant(sku: $sku, channel: $channel) {quantityAvailable}}"""


@pytest.fixture
def bag(publish):
    """A bag of two options on sale in the shop."""
    listing = make_listing(prices=(39000, 42000))
    publish()
    return listing


def confirm(price, prior=None, sku=SKU):
    confirm_prices(channel="coupang", prices={sku: Price(price, prior)}, now=timezone.now())
    pushed()


def pushed():
    """Hear what the outbox says of offers, and give their lanes a turn."""
    for message in OutboxMessage.objects.filter(topic="vendors.push_offer"):
        publishing.push_offer(**message.payload)
    take_turns(offers.KIND)


def shown(sku=SKU, channel="coupang"):
    return price_in(api.worker().variant_prices(sku).product_variant, ids.require("channel", channel))


def listed():
    rows = ask(LISTED, reference="upcycled-bag")["product"]["channelListings"]
    return {row["channel"]["slug"]: row["isPublished"] for row in rows}


def test_what_a_market_confirmed_is_its_price_in_its_channel_of_saleor(bag):
    confirm(35100, prior=39000)

    assert shown() == (35100, 39000)
    assert shown(channel="shop") == (39000, None)
    assert shown("upcycled-bag-2") is None
    assert listed() == {"shop": True, "coupang": True}
    lane = Lane.objects.get(kind=offers.KIND)
    assert (lane.subject, lane.is_behind, lane.problem) == (OFFER, False, "")


def test_a_new_price_replaces_the_old_and_the_same_is_not_written_again(bag, shop):
    confirm(35100, prior=39000)
    confirm(39000)
    shop.clear_faults()

    Lane.objects.filter(kind=offers.KIND).update(done=0)
    take_turns(offers.KIND)

    assert [call["label"] for call in shop.calls()] == ["productVariant"]
    assert shown() == (39000, None)


def test_what_the_market_shows_no_more_leaves_its_channel_and_no_other(bag):
    confirm(35100)
    confirm(38000, sku="upcycled-bag-2")

    withdraw_prices(channel="coupang", skus={SKU}, now=timezone.now())
    pushed()
    one_left = (shown(), shown("upcycled-bag-2"), listed())
    withdraw_prices(channel="coupang", skus={"upcycled-bag-2"}, now=timezone.now())
    pushed()

    assert one_left == (None, (38000, None), {"shop": True, "coupang": True})
    assert listed() == {"shop": True}
    assert shown(channel="shop") == (39000, None)


@pytest.mark.parametrize("kind", ["fail", "fail_after"])
@pytest.mark.parametrize("call", ["productChannelListingUpdate", "productVariantChannelListingUpdate"])
def test_a_lost_answer_is_asked_about(bag, shop, call, kind):
    shop.fault(call, kind)

    confirm(35100)
    behind = Lane.objects.get(kind=offers.KIND).is_behind
    take_turns(offers.KIND)

    assert behind
    assert shown() == (35100, None)


def test_what_is_priced_but_not_published_is_put_on_sale(bag):
    confirm(35100)
    channel, product = ids.require("channel", "coupang"), ids.require("product", "upcycled-bag")
    api.worker().product_channel_listing_update(product, inputs_of.sale(channel, is_on_sale=False))

    Lane.objects.filter(kind=offers.KIND).update(done=0)
    take_turns(offers.KIND)

    assert listed() == {"shop": True, "coupang": True}


def test_where_saleor_has_no_such_channel_yet_the_lane_waits_and_says_so(bag):
    ids.forget("channel", "coupang")

    confirm(35100)

    lane = Lane.objects.get(kind=offers.KIND)
    assert (lane.is_behind, lane.parked_at, said(lane.problem)) == (True, None, "Saleor에 아직 없어요: coupang")


def test_prices_from_before_there_were_lanes_are_found(bag):
    now = timezone.now()
    variant = bag.variants.get(sku=SKU)
    ShownPrice.objects.create(variant=variant, channel="coupang", price=35100, confirmed_at=now)

    publishing.publish_everything()
    take_turns(offers.KIND)

    assert shown() == (35100, None)
    assert offers.request_missing(now=now) == 0


def test_a_markets_channel_sells_what_stands_at_home_and_takes_nothing_from_the_shop(bag):
    make_stock(SKU, 4)
    take_turns("saleor-stock")
    before = ask(AVAILABLE, sku=SKU, channel="shop")

    confirm(35100)

    assert ask(AVAILABLE, sku=SKU, channel="shop") == before == {"productVariant": {"quantityAvailable": 14}}
    assert ask(AVAILABLE, sku=SKU, channel="coupang") == before
