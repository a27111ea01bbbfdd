"""The prices of a Saleor channel: set, read back, and only then shown to shoppers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from marketplace.channels.models import Seen
from marketplace.core import outbox
from marketplace.saleor import api, ids
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.client.fragments import PriceFields
from marketplace.saleor.errors import SaleorRejected, SaleorUnavailable
from vendors.models import ShownPrice, Variant
from vendors.publishing import CHANNEL, SHOP


class Price(NamedTuple):
    """What a variant costs in a channel, in whole won; `prior` is struck through, `campaign_item_id` says why."""

    price: int
    prior: int | None = None
    campaign_item_id: int | None = None


class PriceNotTaken(SaleorRejected):
    """Saleor shows another price than the one it was just given. Nothing was confirmed."""


def apply_prices(*, channel: str, prices: Mapping[str, Price], now: datetime) -> dict[str, Price]:
    """Set prices by SKU in a Saleor channel (``shop``, ``coupang``), one by one, and confirm each that Saleor shows.

    A price is absolute, so a call whose answer was lost is simply asked about, and repeated by whoever applies again.
    Raises the SaleorError that stopped it: what was confirmed before stays confirmed.
    """
    channel_id = ids.require("channel", channel)
    for sku, given in sorted(prices.items()):
        price = Price(*given)
        shown = _set(sku, price, channel_id)
        if shown != (price.price, price.prior):
            raise PriceNotTaken("PRICE", sku, f"Saleor shows {shown}, not {(price.price, price.prior)}")
        confirm_prices(channel=channel, prices={sku: price}, now=now)
    return dict(prices)


def _set(sku: str, price: Price, channel_id: str) -> tuple[int, int | None] | None:
    """Set one price and return what Saleor shows after that, asking it if the answer was lost."""
    saleor = api.worker()
    row = inputs.ProductVariantChannelListingAddInput(channel_id=channel_id, price=price.price, prior_price=price.prior)
    try:
        done = saleor.product_variant_channel_listing_update(sku, [row]).product_variant_channel_listing_update
        variant = done.variant if done else None
    except SaleorUnavailable:
        variant = saleor.variant_prices(sku).product_variant
        if variant is None or price_in(variant, channel_id) != (price.price, price.prior):
            raise
    return price_in(variant, channel_id) if variant else None


def price_in(variant: PriceFields | Any, channel_id: str) -> tuple[int, int | None] | None:
    """Return price and prior price of a variant in a channel, or None if it is not sold there."""
    for listing in variant.channel_listings or []:
        if listing.channel.id == channel_id and listing.price:
            prior = listing.prior_price.amount if listing.prior_price else None
            return listing.price.amount, prior
    return None


@transaction.atomic
def confirm_prices(*, channel: str, prices: Mapping[str, Price], now: datetime) -> int:
    """Show shoppers what the channel has confirmed; returns how many prices changed by it.

    A prior price that is no higher is not shown: it would promise a discount that there is none of.
    """
    changed = 0
    variants = Variant.objects.filter(sku__in=prices).select_related("listing").order_by("pk")
    for variant in variants:
        price = Price(*prices[variant.sku])
        values = {
            "price": price.price,
            "prior_price": price.prior if price.prior and price.prior > price.price else None,
            "campaign_item_id": price.campaign_item_id,
        }
        row = ShownPrice.objects.select_for_update().filter(variant=variant, channel=channel).first()
        if row and all(getattr(row, name) == value for name, value in values.items()):
            ShownPrice.objects.filter(pk=row.pk).update(confirmed_at=now)
            continue
        ShownPrice.objects.update_or_create(variant=variant, channel=channel, defaults={**values, "confirmed_at": now})
        changed += 1
        _tell(variant, channel, now)
        if channel == SHOP:
            _note(variant, price.price)
    return changed


@transaction.atomic
def withdraw_prices(*, channel: str, skus: set[str], now: datetime) -> int:
    """Show no price any more for what the channel does not sell any more; returns how many."""
    rows = ShownPrice.objects.filter(channel=channel, variant__sku__in=skus).select_related("variant__listing")
    for row in rows:
        _tell(row.variant, channel, now)
    return rows.delete()[0] if rows else 0


def _tell(variant: Variant, channel: str, now: datetime) -> None:
    if channel == SHOP:
        key = f"price:{variant.pk}:{now.isoformat()}"
        outbox.emit("storefront.refresh_card", key=key, at=now, listing_id=variant.listing_id)
    else:
        key = f"offer:{channel}:{variant.pk}:{now.isoformat()}"
        outbox.emit("vendors.push_offer", key=key, at=now, channel=channel, sku=variant.sku)


def _note(variant: Variant, price: int) -> None:
    """Remember the price as what Saleor shows, so that the next catalogue plan does not take it for someone else's."""
    row = Seen.objects.select_for_update().filter(channel=CHANNEL, key=f"product:{variant.listing.reference}").first()
    if row and variant.sku in row.content.get("variants", {}):
        row.content["variants"][variant.sku]["price"] = price
        row.save(update_fields=["content"])
