"""The prices of a Saleor channel: set, read back, and only then shown to shoppers."""

from collections.abc import Iterable, Mapping, Sequence
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


_SHOWN = ("price", "prior_price", "campaign_item_id")


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
    variants = list(Variant.objects.filter(sku__in=prices).select_related("listing").order_by("pk"))
    there = ShownPrice.objects.select_for_update().filter(variant__in=variants, channel=channel)
    shown = {row.variant_id: row for row in there.order_by("variant_id")}
    confirmed, changed = [], []
    for variant in variants:
        price = Price(*prices[variant.sku])
        row = ShownPrice(variant=variant, channel=channel, confirmed_at=now)
        row.price = price.price
        row.prior_price = price.prior if price.prior and price.prior > price.price else None
        row.campaign_item_id = price.campaign_item_id
        confirmed.append(row)
        if variant.pk not in shown or any(getattr(row, name) != getattr(shown[variant.pk], name) for name in _SHOWN):
            changed.append(variant)
    ShownPrice.objects.bulk_create(
        confirmed,
        update_conflicts=True,
        unique_fields=["variant", "channel"],
        update_fields=[*_SHOWN, "confirmed_at"],
    )
    _tell(changed, channel, now)
    if channel == SHOP:
        _note(changed, prices)
    return len(changed)


@transaction.atomic
def withdraw_prices(*, channel: str, skus: set[str], now: datetime) -> int:
    """Show no price any more for what the channel does not sell any more; returns how many."""
    rows = ShownPrice.objects.filter(channel=channel, variant__sku__in=skus).select_related("variant__listing")
    _tell([row.variant for row in rows], channel, now)
    return rows.delete()[0] if rows else 0


def _tell(variants: Iterable[Variant], channel: str, now: datetime) -> None:
    messages: dict[str, dict[str, Any]]
    if channel == SHOP:
        topic = "storefront.refresh_card"
        listings = {variant.listing_id for variant in variants}
        messages = {f"price:{listing}:{now.isoformat()}": {"listing_id": listing} for listing in listings}
    else:
        topic = "vendors.push_offer"
        messages = {
            f"offer:{channel}:{variant.pk}:{now.isoformat()}": {"channel": channel, "sku": variant.sku}
            for variant in variants
        }
    outbox.emit_many(topic, messages=messages, at=now)


def _note(variants: Sequence[Variant], prices: Mapping[str, Price]) -> None:
    """Remember prices as what Saleor shows, so that the next catalogue plan does not take them for someone else's."""
    keys = {f"product:{variant.listing.reference}" for variant in variants}
    rows = Seen.objects.select_for_update().filter(channel=CHANNEL, key__in=keys).order_by("key") if keys else ()
    for row in rows:
        for variant in variants:
            if row.key == f"product:{variant.listing.reference}" and variant.sku in row.content.get("variants", {}):
                row.content["variants"][variant.sku]["price"] = Price(*prices[variant.sku]).price
        row.save(update_fields=["content"])
