"""Categories and districts: small, seldom changed, on every page. Kept in the cache for a minute."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import get_language

from vendors.models import Category, District

SECONDS = 60


@dataclass(frozen=True)
class Place:
    """A category or a district as a page names it."""

    pk: int
    slug: str
    name: str
    name_en: str
    parent_id: int | None = None

    @property
    def label(self) -> str:
        return spoken(self.name, self.name_en)


def spoken(korean: str, english: str) -> str:
    """Return the text in the reader's language; Korean where English is missing."""
    return english if english and (get_language() or "ko").startswith("en") else korean


def categories() -> list[Place]:
    """Return all categories in order, parents before their children."""
    rows = cache.get("storefront:categories")
    if rows is None:
        rows = _places(
            Category.objects.order_by("position", "pk").values_list("pk", "slug", "name", "name_en", "parent_id")
        )
        cache.set("storefront:categories", rows, SECONDS)
    return [Place(*row) for row in rows]


def districts() -> dict[str, Place]:
    """Return all districts by slug."""
    rows = cache.get("storefront:districts")
    if rows is None:
        rows = _places(District.objects.order_by("name").values_list("pk", "slug", "name", "name_en"))
        cache.set("storefront:districts", rows, SECONDS)
    return {row[1]: Place(*row) for row in rows}


def _places(rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return [tuple(row) for row in rows]
