"""What a variant costs in the Saleor channels that are not the shop's: an open market's, as the market confirmed it.

A market's own plan says what is sold there and at what price. The market's channel in Saleor follows what came of it,
so that its orders can enter there. Each variant and channel has one lane.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from marketplace.channels import lanes
from marketplace.channels.lanes import Turn
from marketplace.channels.models import Lane
from marketplace.core.sayings import saying
from marketplace.saleor import api, ids
from marketplace.saleor.errors import SaleorRejected
from vendors.models import ShownPrice, Variant
from vendors.publishing import SHOP, inputs_of
from vendors.publishing.prices import Price, PriceNotTaken, price_in

KIND = "saleor-offer"
LATER = 3600.0


def request_turn(*, channel: str, sku: str, now: datetime) -> Lane:
    """Ask for a variant's price in a channel to be brought in line."""
    return lanes.request_turn(kind=KIND, subject=f"{channel}:{sku}", at=now)


def request_missing(*, now: datetime) -> int:
    """Ask for the turn of every price that never had one: those confirmed before there were such lanes."""
    shown = ShownPrice.objects.exclude(channel=SHOP).values_list("channel", "variant__sku")
    known = set(Lane.objects.filter(kind=KIND).values_list("subject", flat=True))
    missing = [(channel, sku) for channel, sku in shown if f"{channel}:{sku}" not in known]
    for channel, sku in missing:
        request_turn(channel=channel, sku=sku, now=now)
    return len(missing)


def take_turn(lane: Lane, turn: Turn) -> None:
    """List a variant at the price that its channel shows, or take it off where it shows none. Raises a SaleorError.

    Where Saleor has no such channel or no such variant yet it waits; an order that needs it sooner lists it itself.
    """
    channel, _colon, sku = lane.subject.partition(":")
    channel_id = ids.find("channel", channel)
    variant = Variant.objects.filter(sku=sku).select_related("listing").first()
    if variant is None:
        return
    if channel_id is None or ids.find("variant", sku) is None:
        turn.postpone(
            LATER, saying(gettext_noop("Saleor에 아직 없어요: %(what)s"), what=sku if channel_id else channel)
        )
        return
    row = ShownPrice.objects.filter(variant=variant, channel=channel).first()
    offer = look(sku, channel_id=channel_id)
    turn.keep({"channel": channel})
    if row is None:
        if offer.price is not None:
            unlist_variant(variant, channel_id=channel_id)
    elif offer != Offer((row.price, row.prior_price), is_sold=True):
        list_variant(variant, channel_id=channel_id, price=Price(row.price, row.prior_price))


@dataclass(frozen=True)
class Offer:
    """What Saleor shows of a variant in a channel: price and prior price, if any, and whether it can be ordered."""

    price: tuple[int, int | None] | None
    is_sold: bool


def look(sku: str, *, channel_id: str) -> Offer:
    """Return what Saleor shows of a variant in a channel, or raise SaleorRejected if it has no such variant."""
    variant = api.worker().offer(sku).product_variant
    if variant is None:
        raise SaleorRejected("NOT_FOUND", "sku", "the variant is not in Saleor any more", operation="productVariant")
    listings = [row for row in variant.product.channel_listings or [] if row.channel.id == channel_id]
    # A draft takes nothing that is not published, and is not completed with what is not for sale.
    is_sold = any(row.is_published and row.is_available_for_purchase for row in listings)
    return Offer(price_in(variant, channel_id), is_sold)


def list_variant(variant: Variant, *, channel_id: str, price: Price) -> None:
    """Put a variant on sale in a channel at a price, with its product. Raises PriceNotTaken or another SaleorError.

    Nobody shops in such a channel: shoppers reach Saleor through our pages only, and those are the shop's.
    """
    saleor = api.worker()
    product = ids.require("product", variant.listing.reference)
    saleor.product_channel_listing_update(product, inputs_of.sale(channel_id, is_on_sale=True))
    row = inputs_of.price(channel_id, price.price, prior=price.prior)
    done = saleor.product_variant_channel_listing_update(variant.sku, [row]).product_variant_channel_listing_update
    shown = price_in(done.variant, channel_id) if done and done.variant else None
    if shown != (price.price, price.prior):
        raise PriceNotTaken("PRICE", variant.sku, f"Saleor shows {shown}, not {(price.price, price.prior)}")


def unlist_variant(variant: Variant, *, channel_id: str) -> None:
    """Take a variant out of a channel; its product leaves with the last one. Raises a SaleorError."""
    product, variant_id = ids.require("product", variant.listing.reference), ids.require("variant", variant.sku)
    api.worker().product_channel_listing_update(product, inputs_of.without(channel_id, [variant_id]))
