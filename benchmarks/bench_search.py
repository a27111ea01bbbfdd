"""Search among generated Korean names, by length of the query, against a look-up by primary key in the same table."""

import random
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from benchmarks.timing import percentile, seconds_of
from benchmarks.world import World, report

GOAL = 10.0
LENGTHS = (1, 2, 3, 4)
SHARE = 0.95
CHECKED = 4  # queries of each length whose whole result is compared with a plain scan


def run(world: World) -> None:
    """Measure the first page of a search (cards, best first); print p95 per length and compare results with a scan."""
    world.set_up_django("large")
    from marketplace.storefront import catalogue, search
    from marketplace.storefront.catalogue import Wish
    from marketplace.storefront.models import Card

    chance = random.Random(5527)
    numbers = list(Card.objects.order_by("pk").values_list("pk", flat=True)[: world.size.repeats])
    titles = list(Card.objects.filter(pk__in=numbers).order_by("pk").values_list("title", flat=True))
    look_up = percentile([_typical(partial(Card.objects.defer("grams").get, pk=pk)) for pk in numbers], SHARE)
    worst, parts = 0.0, []
    for length in LENGTHS:
        queries = [_cut(title, length, chance) for title in titles]
        wishes = [Wish(query=search.parse(query)) for query in queries if query][: world.size.repeats // 3 + 1]
        for wish in wishes[:5]:
            catalogue.first_cards(wish)
        slow = percentile([_typical(partial(catalogue.first_cards, wish)) for wish in wishes], SHARE)
        worst = max(worst, slow)
        parts.append(f"{length}: {slow * 1000:.2f} ms")
    recall = _recall(titles, chance, catalogue.matching, Wish, search.parse)
    report(
        name="search",
        value=worst * 1000,
        unit=f"ms, p95 of the slowest length ({', '.join(parts)}); recall {recall:.3f}",
        baseline=f"a card by its primary key, p95 {look_up * 1000:.2f} ms",
        ratio=worst / look_up,
        goal=GOAL,
        met=worst / look_up <= GOAL and recall == 1.0,
    )


def _typical(call: Callable[[], object]) -> float:
    """Return the median of three times: what else runs meanwhile is not the query's doing."""
    return sorted(seconds_of(call) for _time in range(3))[1]


def _cut(title: str, length: int, chance: random.Random) -> str:
    words: list[str] = [word for word in re.findall(r"[가-힣]+", title) if len(word) >= length]
    if not words:
        return ""
    word = chance.choice(words)
    start = chance.randrange(len(word) - length + 1)
    return word[start : start + length]


def _recall(
    titles: Sequence[str], chance: random.Random, matching: Callable[[Any], Any], wish: Any, parse: Callable[[str], Any]
) -> float:
    """Return the share of what a plain scan of the haystacks finds that the search finds too."""
    from django.db import connection

    found, wanted = 0, 0
    for length in LENGTHS:
        for title in titles[:CHECKED]:
            if not (query := _cut(title, length, chance)):
                continue
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT listing_id FROM storefront_card WHERE is_visible AND strpos(haystack, %s) > 0", [query]
                )
                scanned = {row[0] for row in cursor.fetchall()}
            searched = set(matching(wish(query=parse(query))).values_list("listing_id", flat=True))
            if extra := searched - scanned:
                raise AssertionError(f"{query}: {len(extra)} false hits")
            found += len(searched & scanned)
            wanted += len(scanned)
    return found / wanted if wanted else 1.0
