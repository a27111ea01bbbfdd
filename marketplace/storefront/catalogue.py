"""What a list page shows: the cards that fit, how many there are, and what else could be chosen.

No list does more with more data: rows come by an index, at most DEEPEST can be leafed through, and what is counted
while a page is made is bounded by that too. Unfiltered counts come from ``FacetCount``.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, IntegerField, QuerySet, Value, When

from marketplace.storefront import kept, shelf
from marketplace.storefront.models import Card, FacetCount
from marketplace.storefront.search import Query
from marketplace.storefront.shelf import ShelfCard, Statement

PAGE = 24
DEEPEST = 1008
FACET_SECONDS = 15.0  # a sweep counts every few minutes

SORTS = {
    "new": ("-listed_at", "-listing_id"),
    "cheap": ("price", "-listing_id"),
    "dear": ("-price", "-listing_id"),
    "rate": ("-rate", "-listing_id"),
}


@dataclass(frozen=True)
class Wish:
    """What a shopper asked to see. Empty means no wish."""

    query: Query = field(default_factory=lambda: Query((), False))
    top_category_id: int | None = None
    category_id: int | None = None
    enterprise_id: int | None = None
    campaign_id: int | None = None
    kinds: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    in_stock: bool = False
    sort: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether more is asked than a top category."""
        return bool(
            self.query.words
            or self.category_id
            or self.enterprise_id
            or self.campaign_id
            or self.kinds
            or self.districts
            or self.marks
            or self.least is not None
            or self.most is not None
            or self.in_stock
        )


@dataclass(frozen=True)
class Found:
    cards: Sequence[ShelfCard]
    total: int
    is_more_than_total: bool
    pages: int
    counts: dict[str, dict[str, int]]


def find(wish: Wish) -> Found:
    """Return a page of cards for a wish, in three queries at most."""
    counts, total, is_more = _counts(wish)
    pages = max(1, -(-min(total, DEEPEST) // PAGE))
    cards = _statement(replace(wish, page=min(wish.page, pages))).read()
    return Found(cards, total, is_more, pages, counts)


@lru_cache(maxsize=1024)
def _statement(wish: Wish) -> Statement:
    start = (wish.page - 1) * PAGE
    return shelf.statement(_ordered(_matching(wish), wish)[start : start + PAGE])


def _matching(wish: Wish) -> QuerySet[Card]:
    cards = Card.objects.filter(is_visible=True)
    if wish.query.words:
        cards = cards.filter(grams=SearchQuery(wish.query.grams, search_type="raw", config="simple"))
        for word in wish.query.words:
            cards = cards.filter(haystack__contains=word)
    if wish.category_id:
        cards = cards.filter(category_id=wish.category_id)
    elif wish.top_category_id:
        cards = cards.filter(top_category_id=wish.top_category_id)
    if wish.enterprise_id:
        cards = cards.filter(enterprise_id=wish.enterprise_id)
    if wish.campaign_id:
        cards = cards.filter(campaign_id=wish.campaign_id)
    if wish.kinds:
        cards = cards.filter(kinds__overlap=list(wish.kinds))
    if wish.districts:
        cards = cards.filter(district__in=wish.districts)
    if wish.marks:
        cards = cards.filter(marks__overlap=list(wish.marks))
    if wish.least is not None:
        cards = cards.filter(price__gte=wish.least)
    if wish.most is not None:
        cards = cards.filter(price__lte=wish.most)
    if wish.in_stock:
        cards = cards.filter(units_left__gt=0)
    return cards


def _ordered(cards: QuerySet[Card], wish: Wish) -> QuerySet[Card]:
    if wish.sort in SORTS or not wish.query.words:
        return cards.order_by(*SORTS.get(wish.sort, SORTS["new"]))
    whole = SearchQuery(wish.query.whole_words, search_type="raw", config="simple")
    tier = Case(
        When(grams=whole, then=Value(0)),
        When(title__istartswith=wish.query.words[0], then=Value(1)),
        When(title__icontains=wish.query.words[0], then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return cards.annotate(tier=tier).order_by("tier", "-listed_at", "-listing_id")


def _facet_counts(top_category_id: int | None) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    rows = FacetCount.objects.filter(top_category_id=top_category_id or 0)
    for facet, value, cards in rows.values_list("facet", "value", "cards"):
        counts.setdefault(facet, {})[value] = cards
    return counts


def _counts(wish: Wish) -> tuple[dict[str, dict[str, int]], int, bool]:
    """Return counts per facet value, the total, and whether there are more than could be counted."""
    if not wish.is_narrowed:
        counts = kept.get(f"facets {wish.top_category_id}", partial(_facet_counts, wish.top_category_id), FACET_SECONDS)
        return counts, counts.get("all", {}).get("", 0), False
    kinds: Counter[str] = Counter()
    marks: Counter[str] = Counter()
    districts: Counter[str] = Counter()
    rows = list(_matching(wish).values_list("kinds", "marks", "district")[: DEEPEST + 1])
    for row_kinds, row_marks, district in rows:
        kinds.update(row_kinds)
        marks.update(row_marks)
        districts[district] += 1
    is_more = len(rows) > DEEPEST
    return {"kind": kinds, "mark": marks, "district": districts}, min(len(rows), DEEPEST), is_more
