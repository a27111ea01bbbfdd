"""What a list page shows: the cards that fit, how many there are, and what else could be chosen.

No list does more with more data: rows come by an index, at most DEEPEST can be leafed through, and what is counted
while a page is made is bounded by that too. Unfiltered counts come from ``FacetCount``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from marketplace.storefront import kept, shelf
from marketplace.storefront.models import Card, FacetCount
from marketplace.storefront.search import AnyQuery, Query
from marketplace.storefront.shelf import ShelfCard, Statement

PAGE = 24
OFTEN_READ = 3  # pages of a list that nobody narrowed
DEEPEST = 1008
FACET_SECONDS = 15.0  # a sweep counts every few minutes

SORTS = {
    "new": ("-listed_at", "-listing_id"),
    "cheap": ("price", "-listing_id"),
    "dear": ("-price", "-listing_id"),
    "rate": ("-rate", "-listing_id"),
}


class Lexemes(SearchQuery):
    """A tsquery as it is written; ``to_tsquery`` would take the text for words, and drop the = of whole words."""

    def as_sql(self, *_args: Any, **_options: Any) -> Any:
        return "%s::tsquery", [self.text]

    def __init__(self, text: str) -> None:
        super().__init__(text, search_type="raw")
        self.text = text


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
    def is_ranked(self) -> bool:
        """Whether what fits best comes first."""
        return bool(self.query.words) and not self.sort

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
    wish = replace(wish, page=min(wish.page, pages))
    cards = _cards(wish) if total else []
    return Found(cards, total, is_more, pages, counts)


def _cards(wish: Wish) -> list[ShelfCard]:
    if wish.is_ranked:
        return first_cards(wish)
    return _statement(wish).read(often=not wish.is_narrowed and wish.page <= OFTEN_READ)


def first_cards(wish: Wish) -> list[ShelfCard]:
    """Return a page of what has the words as whole words, then of what has them inside words; newest first in both.

    One after the other, not in one sorted query: most pages are full before the second is asked. And the second does
    not exclude the first, which the planner would misjudge by far: where it is asked, those are few.
    """
    end = wish.page * PAGE
    whole, inside = _ranked(replace(wish, query=AnyQuery.like(wish.query)))
    values = AnyQuery.values(wish.query)
    cards = whole.asked_with(values).read()
    if len(cards) < end:
        seen = {card.listing_id for card in cards}
        cards += [card for card in inside.asked_with(values).read() if card.listing_id not in seen]
    return cards[end - PAGE : end]


@lru_cache(maxsize=1024)
def _ranked(wish: Wish) -> tuple[Statement, Statement]:
    end = wish.page * PAGE
    return shelf.statement(_whole(wish)[:end]), shelf.statement(matching(wish).order_by(*SORTS["new"])[:end])


@lru_cache(maxsize=1024)
def _statement(wish: Wish) -> Statement:
    start = (wish.page - 1) * PAGE
    return shelf.statement(matching(wish).order_by(*SORTS[wish.sort or "new"])[start : start + PAGE])


def _whole(wish: Wish) -> QuerySet[Card]:
    without_words = matching(replace(wish, query=Query((), False)))
    return without_words.filter(grams=Lexemes(wish.query.whole_words)).order_by(*SORTS["new"])


def matching(wish: Wish) -> QuerySet[Card]:
    """Return every visible card that fits a wish, in no order."""
    cards = Card.objects.filter(is_visible=True)
    if wish.query.words:
        cards = cards.filter(grams=Lexemes(wish.query.grams))
        for word in wish.query.words_beyond_grams:
            # Not LIKE, of which the planner expects next to nothing: it would then read every card with the grams.
            cards = cards.filter(GreaterThan(StrIndex("haystack", Value(word)), 0))
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
    return _narrowed_counts(wish)


NARROWED_COUNTS = """
WITH hit AS ({hits}),
     counted AS (
        SELECT 'kind' AS facet, unnest(kinds) AS value FROM hit
        UNION ALL SELECT 'mark', unnest(marks) FROM hit
        UNION ALL SELECT 'district', district FROM hit
        UNION ALL SELECT 'all', '' FROM hit)
SELECT facet, value, count(*) FROM counted GROUP BY facet, value
"""


def _narrowed_counts(wish: Wish) -> tuple[dict[str, dict[str, int]], int, bool]:
    hits = matching(wish).values_list("kinds", "marks", "district")[: DEEPEST + 1]
    sql, values = hits.query.sql_with_params()
    counts: dict[str, dict[str, int]] = {"kind": {}, "mark": {}, "district": {}, "all": {}}
    with connection.cursor() as cursor:
        cursor.execute(NARROWED_COUNTS.format(hits=sql), values)
        for facet, value, cards in cursor.fetchall():
            counts[facet][value] = cards
    total = counts["all"].get("", 0)
    return counts, min(total, DEEPEST), total > DEEPEST
