"""What stands at a pop-up, and what it costs there now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from campaigns.models import Campaign, CampaignItem, Exhibition
from marketplace.inventory.models import Stock
from marketplace.look import formats
from vendors.models import Enterprise, Listing, Variant
from vendors.orders import SEOUL


@dataclass(frozen=True)
class Good:
    """A variant at the pop-up: units for sale, its price now, and the campaign's item if that sets it."""

    variant: Variant
    units: int
    price: int
    item: CampaignItem | None
    is_expired: bool

    @property
    def name(self) -> str:
        return name_of(self.variant)

    @property
    def ident(self) -> str:
        """What a form calls it."""
        return str(self.variant.pk)

    @property
    def words(self) -> str:
        """What it is searched by: its name, its maker's, its SKU."""
        maker = self.variant.listing.enterprise
        names = (self.name, self.variant.listing.title, self.variant.option, formats.named(maker), maker.name)
        return " ".join((*dict.fromkeys(names), self.variant.sku))

    def matches(self, typed: str) -> bool:
        return typed.casefold() in self.words.casefold()


def name_of(variant: Variant) -> str:
    return " · ".join(filter(None, (formats.named(variant.listing), formats.named(variant))))


def goods_here(*, exhibition: Exhibition, now: datetime, skus: Iterable[str] | None = None) -> list[Good]:
    """Return what the pop-up has or had, by name; only `skus` if they are given."""
    stocks = Stock.objects.filter(location=exhibition.location_id)
    if skus is not None:
        stocks = stocks.filter(sku__in=list(skus))
    units = dict(stocks.values_list("sku", "free"))
    variants = Variant.objects.filter(sku__in=units).select_related("listing__enterprise")
    items = {item.variant_id: item for item in live_items(exhibition.campaign, now=now)}
    today = now.astimezone(SEOUL).date()
    goods = [
        Good(
            variant=variant,
            units=units[variant.sku],
            price=items[variant.pk].price if variant.pk in items else variant.price,
            item=items.get(variant.pk),
            is_expired=is_past(variant.listing, today),
        )
        for variant in variants
    ]
    return sorted(goods, key=lambda good: (good.name, good.variant.pk))


def live_items(campaign: Campaign, *, now: datetime) -> list[CampaignItem]:
    """Return the items that sell at the campaign's price at this moment."""
    if campaign.state != Campaign.State.LIVE or not campaign.starts_at <= now < campaign.ends_at:
        return []
    return [item for item in campaign.items.select_related("variant") if not item.is_used_up and item.is_cheaper]


def is_past(listing: Listing, today: date) -> bool:
    """Return whether it is food past its best-before."""
    return listing.best_before_on is not None and listing.best_before_on < today


def consignable(enterprise: Enterprise) -> list[Variant]:
    """Return what an enterprise may bring: goods (no classes or services), by name."""
    variants = Variant.objects.filter(listing__enterprise=enterprise, listing__is_shippable=True, is_active=True)
    return list(
        variants.exclude(listing__state=Listing.State.DRAFT)
        .select_related("listing")
        .order_by("listing__title", "position", "pk")
    )
