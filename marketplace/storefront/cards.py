"""Keeps the shop's cards true: each is made anew from the listing, its confirmed price, its stock and its campaign."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import Func, OuterRef, Prefetch, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Coalesce

from campaigns.models import Campaign, CampaignItem
from marketplace.core import money
from marketplace.inventory.models import Stock
from marketplace.storefront import kept, search
from marketplace.storefront.models import Card, FacetCount, SearchWord
from vendors.models import Listing, ListingMark, ShownPrice, Variant

BATCH = 200
SEOUL = ZoneInfo("Asia/Seoul")


def refresh(*, listing_ids: Collection[int], now: datetime) -> int:
    """Make the cards of these listings anew; returns how many. The queries are few, per BATCH."""
    written = 0
    ids = sorted(listing_ids)
    for start in range(0, len(ids), BATCH):
        written += _refresh_batch(ids[start : start + BATCH], now)
    return written


def stale(*, now: datetime, older_than: timedelta, limit: int = BATCH) -> list[int]:
    """Return listings whose card is missing, or older than the listing and `older_than`; oldest first."""
    missing = Listing.objects.filter(card=None).values_list("pk", flat=True)[:limit]
    if found := list(missing):
        return found
    cards = Card.objects.filter(refreshed_at__lt=now - older_than).order_by("refreshed_at")
    return list(cards.values_list("listing_id", flat=True)[:limit])


def count_units(*, sku: str, now: datetime) -> None:
    """Bring the units left on a SKU's card in line with the stock at home; make the card if there is none."""
    if not _recount(sku):
        refresh(listing_ids=list(Listing.objects.filter(variants__sku=sku).values_list("pk", flat=True)), now=now)


@transaction.atomic
def _recount(sku: str) -> int:
    cards = _held(Listing.objects.filter(variants__sku=sku))
    sold = Variant.objects.filter(listing=OuterRef(OuterRef("pk")), is_active=True, shown_prices__channel="shop")
    free = Stock.objects.filter(location__code="home", sku__in=sold.values("sku")).values("location")
    left = Coalesce(Subquery(free.annotate(units=Sum("free")).values("units")), 0)
    return Card.objects.filter(pk__in=[card.pk for card in cards]).update(units_left=left) if cards else 0


def _held(listings: QuerySet[Listing]) -> list[Card]:
    """Lock the cards before what they show is read: who reads later writes later."""
    cards = Card.objects.filter(listing__in=listings).only("pk").order_by("pk")
    return list(cards.select_for_update(of=("self",)))


@transaction.atomic
def _refresh_batch(ids: Sequence[int], now: datetime) -> int:
    _held(Listing.objects.filter(pk__in=ids))
    listings = list(
        Listing.objects.filter(pk__in=ids)
        .select_related("enterprise__district", "category__parent")
        .prefetch_related(
            "pictures",
            "marks",
            "enterprise__statuses",
            Prefetch("variants", Variant.objects.filter(is_active=True).order_by("position", "pk"), "on_sale"),
        )
    )
    variants = [variant for listing in listings for variant in listing.on_sale]
    prices = {row.variant_id: row for row in ShownPrice.objects.filter(variant__in=variants, channel="shop")}
    free = dict(
        Stock.objects.filter(sku__in=[variant.sku for variant in variants], location__code="home").values_list(
            "sku", "free"
        )
    )
    campaigns = _live_campaigns(variants)
    cards = [_card(listing, prices, free, campaigns, now) for listing in listings]
    Card.objects.bulk_create(
        cards,
        update_conflicts=True,
        unique_fields=["listing"],
        update_fields=[field.name for field in Card._meta.concrete_fields if field.name != "listing"],
    )
    _write_words(cards)
    return len(cards)


def _live_campaigns(variants: Iterable[Variant]) -> dict[int, Campaign]:
    items = CampaignItem.objects.filter(variant__in=list(variants), campaign__state=Campaign.State.LIVE)
    return {item.variant_id: item.campaign for item in items.select_related("campaign")}


def _card(
    listing: Listing,
    prices: dict[int, ShownPrice],
    free: dict[str, int],
    campaigns: dict[int, Campaign],
    now: datetime,
) -> Card:
    on_sale: list[Variant] = listing.on_sale  # type: ignore[attr-defined]
    shown = [prices[variant.pk] for variant in on_sale if variant.pk in prices]
    best = min(shown, key=lambda price: price.price, default=None)
    campaign = next((campaigns[variant.pk] for variant in on_sale if variant.pk in campaigns), None)
    today = now.astimezone(SEOUL).date()
    enterprise = listing.enterprise
    picture = min(listing.pictures.all(), key=lambda row: row.position, default=None)
    marks = [mark for mark in listing.marks.all() if mark.is_current(today)]
    is_visible = bool(best and picture and listing.state == Listing.State.ACTIVE and enterprise.closed_at is None)
    words = _words_of(listing, marks) if is_visible else []
    return Card(
        listing=listing,
        reference=listing.reference,
        title=listing.title,
        title_en=listing.title_en,
        maker=enterprise.name,
        maker_en=enterprise.name_en,
        maker_reference=enterprise.reference,
        enterprise_id=enterprise.pk,
        category_id=listing.category_id,
        top_category_id=listing.category.parent_id or listing.category_id,
        district=enterprise.district.slug,
        kinds=sorted({status.type for status in enterprise.statuses.all() if status.is_current(today)}),
        marks=sorted(mark.code for mark in marks),
        picture=picture.picture if picture else None,
        alt=picture.alt if picture else "",
        alt_en=picture.alt_en if picture else "",
        price=best.price if best else None,
        prior_price=best.prior_price if best else None,
        rate=money.rate_of(best.price, best.prior_price) if best and best.prior_price else 0,
        has_price_range=len({price.price for price in shown}) > 1,
        units_left=sum(free.get(variant.sku, 0) for variant in on_sale if variant.pk in prices),
        is_shippable=listing.is_shippable,
        is_made_to_order=listing.withdrawal_limit == Listing.WithdrawalLimit.MADE_TO_ORDER,
        campaign_id=campaign.pk if campaign else None,
        campaign_ends_at=campaign.ends_at if campaign else None,
        is_visible=is_visible,
        listed_at=listing.created_at,
        haystack="\n".join(words),
        grams=_tsvector(search.lexemes_of(words)),
        refreshed_at=now,
    )


def _words_of(listing: Listing, marks: Iterable[ListingMark]) -> list[str]:
    """Return the words by which a listing may be found; what cannot be seen needs none."""
    enterprise = listing.enterprise
    words = search.words_of(
        " ".join(
            [
                listing.title,
                listing.title_en,
                enterprise.name,
                enterprise.name_en,
                listing.category.name,
                listing.category.name_en,
                *listing.search_words,
                *(mark.name for mark in marks),
            ]
        )
    )
    return [*words, *filter(None, map(search.initials_of, words))]


def _tsvector(lexemes: list[str]) -> Any:
    """Lexemes go in as an array: a text would be parsed by PostgreSQL's idea of words."""
    return Func(Value(lexemes, ArrayField(TextField())), function="array_to_tsvector")


def _write_words(cards: Sequence[Card]) -> None:
    words = {word[:60] for card in cards for word in card.haystack.split("\n") if _may_be_meant(word)}
    # In one order: two refreshes that bring the same new words only wait for each other.
    rows = [
        SearchWord(word=word[:60], letters=search.letters_of(word[:60]))
        for word in sorted(words)
        if _may_be_meant(word)
    ]
    SearchWord.objects.bulk_create(rows, ignore_conflicts=True)


def _may_be_meant(word: str) -> bool:
    return len(word) > 1 and not search.is_initials(word)


COUNT_FACETS = """
WITH visible AS (SELECT top_category_id, district, kinds, marks FROM storefront_card WHERE is_visible),
     counted AS (
        SELECT top_category_id, 'kind' AS facet, unnest(kinds) AS value FROM visible
        UNION ALL SELECT top_category_id, 'mark', unnest(marks) FROM visible
        UNION ALL SELECT top_category_id, 'district', district FROM visible
        UNION ALL SELECT top_category_id, 'all', '' FROM visible)
SELECT coalesce(top_category_id, 0), facet, value, count(*)
FROM counted GROUP BY GROUPING SETS ((top_category_id, facet, value), (facet, value))
"""


def count_facets() -> None:
    """Count all facet values anew and put the counts in place at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('storefront facets'))")
        cursor.execute(COUNT_FACETS)
        counts = [FacetCount(top_category_id=a, facet=b, value=c, cards=d) for a, b, c, d in cursor.fetchall()]
        FacetCount.objects.all().delete()
        FacetCount.objects.bulk_create(counts)
    kept.forget()
