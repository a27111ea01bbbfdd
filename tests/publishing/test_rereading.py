"""What others change in Saleor is noticed, and brought in line, whether or not anybody tells."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.channels.models import Lane, Plan, Seen
from marketplace.saleor import api, ids
from marketplace.saleor.client import input_types as inputs
from tests.publishing.conftest import run, take_turns
from tests.support.factories import make_listing
from vendors.models import ShownPrice
from vendors.publishing import rereading
from vendors.publishing.prices import Price, apply_prices, price_in

SKU = "upcycled-bag-1"


@pytest.fixture
def bag(publish):
    """A bag on sale for 39,000 won, published a week ago."""
    listing = make_listing(prices=(39000, 42000))
    publish()
    Seen.objects.update(seen_at=timezone.now() - timedelta(days=7))
    return listing


def by_hand(price, sku=SKU):
    """Write a price as somebody does in the Dashboard."""
    row = inputs.ProductVariantChannelListingAddInput(channel_id=ids.require("channel", "shop"), price=price)
    api.worker().product_variant_channel_listing_update(sku, [row])


def reread(later=timedelta(0)):
    """Look again, and carry out what that asks for; returns how many were not as remembered."""
    changed = rereading.reread_oldest(now=timezone.now() + later)
    Lane.objects.update(due_at=timezone.now())
    take_turns("saleor-catalogue")
    for plan in Plan.objects.filter(state=Plan.State.APPROVED):
        run(plan)
    return changed


def in_saleor(sku=SKU):
    return price_in(api.worker().variant_prices(sku).product_variant, ids.require("channel", "shop"))


def test_a_price_that_somebody_wrote_by_hand_is_set_right(bag):
    by_hand(1)

    assert reread() == 1
    assert in_saleor() == (39000, None)
    assert reread(timedelta(minutes=5)) == 0


def test_unless_it_were_read_again_it_would_stay(bag, publish):
    """The control: planned from what was seen when it was published."""
    by_hand(1)

    publish()

    assert in_saleor() == (1, None)


def test_what_is_as_remembered_asks_for_nothing(bag, shop):
    Lane.objects.all().delete()

    assert rereading.reread_oldest(now=timezone.now()) == 0
    assert not Lane.objects.exists()
    assert Seen.objects.get(key=f"product:{bag.reference}").seen_at > timezone.now() - timedelta(minutes=1)


def test_what_was_looked_at_just_now_is_left(bag, shop):
    rereading.reread_oldest(now=timezone.now())
    shop.clear_faults()

    assert rereading.reread_oldest(now=timezone.now()) == 0
    assert shop.calls() == []


def test_a_campaigns_price_is_set_again_when_it_differs_twice(bag):
    apply_prices(channel="shop", prices={SKU: Price(29000, 39000, 7)}, now=timezone.now())
    by_hand(1)

    assert reread() == 1
    assert in_saleor()[0] == 1  # it may be a plan between its write and its note
    assert reread(timedelta(minutes=5)) == 1
    assert in_saleor() == (29000, 39000)
    shown = ShownPrice.objects.get(variant__sku=SKU)
    assert (shown.price, shown.prior_price, shown.campaign_item_id) == (29000, 39000, 7)


def test_a_product_that_somebody_deleted_is_made_again(bag, saleor):
    api.worker().execute(
        "mutation($id:ID!){productDelete(id:$id){errors{field}}}",
        variables={"id": ids.require("product", bag.reference)},
    )

    reread()

    assert api.worker().product(bag.reference).product is not None
