"""Prices set in Saleor's stand-in, read back, and only then shown to shoppers."""

import pytest
from django.utils import timezone

from marketplace.core.models import OutboxMessage
from marketplace.saleor import api, ids
from marketplace.saleor.errors import SaleorMisconfigured, SaleorUnavailable
from tests.support.factories import make_listing
from vendors.models import ShownPrice
from vendors.publishing.prices import Price, PriceNotTaken, apply_prices, confirm_prices, price_in

SKU = "upcycled-bag-1"


def shown(sku=SKU):
    row = ShownPrice.objects.get(variant__sku=sku, channel="shop")
    return row.price, row.prior_price, row.campaign_item_id


def in_saleor(sku=SKU):
    return price_in(api.worker().variant_prices(sku).product_variant, ids.require("channel", "shop"))


@pytest.fixture
def bag(publish):
    """A bag on sale for 39,000 and 42,000 won."""
    listing = make_listing(prices=(39000, 42000))
    publish()
    return listing


def apply(prices, channel="shop"):
    return apply_prices(channel=channel, prices=prices, now=timezone.now())


def test_a_price_with_its_prior_one_is_set_read_back_and_shown(bag):
    apply({SKU: Price(29000, 39000, 7)})

    assert in_saleor() == (29000, 39000)
    assert shown() == (29000, 39000, 7)
    assert shown("upcycled-bag-2") == (42000, None, None)


def test_the_prior_price_is_taken_back_with_the_campaign(bag):
    apply({SKU: Price(29000, 39000, 7)})

    apply({SKU: Price(39000)})

    assert in_saleor() == (39000, None)
    assert shown() == (39000, None, None)


def test_a_plain_tuple_will_do(bag):
    apply({SKU: (29000, 39000, 7)})

    assert shown() == (29000, 39000, 7)


def test_the_card_is_made_anew_once_for_a_change_and_not_at_all_for_none(bag):
    OutboxMessage.objects.all().delete()

    apply({SKU: Price(29000, 39000, 7)})
    changed = OutboxMessage.objects.filter(topic="storefront.refresh_card").count()
    apply({SKU: Price(29000, 39000, 7)})

    assert changed == 1
    assert OutboxMessage.objects.filter(topic="storefront.refresh_card").count() == 1


@pytest.mark.parametrize("kind", ["fail_after", "drop_after"])
def test_a_lost_answer_is_asked_about_and_not_sent_again(bag, shop, kind):
    shop.clear_faults()
    shop.fault("productVariantChannelListingUpdate", kind)

    apply({SKU: Price(29000, 39000, 7)})

    assert len(shop.calls("productVariantChannelListingUpdate")) == 1
    assert shown() == (29000, 39000, 7)


def test_a_price_that_did_not_arrive_is_not_shown(bag, shop):
    shop.fault("productVariantChannelListingUpdate", "fail")

    with pytest.raises(SaleorUnavailable):
        apply({SKU: Price(29000, 39000, 7)})

    assert shown() == (*in_saleor(), None) == (39000, None, None)


def test_what_was_confirmed_before_a_failure_stays_confirmed(bag, shop):
    shop.fault("productVariantChannelListingUpdate", "slow", seconds=0)
    shop.fault("productVariantChannelListingUpdate", "fail")

    with pytest.raises(SaleorUnavailable):
        apply({SKU: Price(29000, 39000, 7), "upcycled-bag-2": Price(32000, 42000, 8)})

    assert shown() == (29000, 39000, 7)
    assert shown("upcycled-bag-2") == (42000, None, None)


def test_another_price_than_the_one_sent_is_not_confirmed(bag, monkeypatch):
    real = api.Saleor.product_variant_channel_listing_update

    def other(self, sku, rows, **kwargs):
        rows[0].price = 1
        return real(self, sku, rows, **kwargs)

    monkeypatch.setattr(api.Saleor, "product_variant_channel_listing_update", other)

    with pytest.raises(PriceNotTaken):
        apply({SKU: Price(29000, 39000, 7)})

    assert shown() == (39000, None, None)


def test_a_prior_price_that_is_no_higher_promises_no_discount(bag):
    confirm_prices(channel="shop", prices={SKU: Price(29000, 29000, 7)}, now=timezone.now())

    assert shown() == (29000, None, 7)


def test_a_channel_that_was_not_set_up_is_named(bag):
    with pytest.raises(SaleorMisconfigured, match="no channel elevenst"):
        apply({SKU: Price(29000)}, channel="elevenst")
