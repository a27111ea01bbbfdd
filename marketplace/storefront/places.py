"""Categories and districts: small, seldom changed, on every page. Each process keeps them for a minute."""

from dataclasses import dataclass

from django.utils.translation import get_language

from marketplace.storefront import kept
from vendors.models import Category, District

SECONDS = 60.0


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
    return kept.get("categories", _read_categories, SECONDS)


def districts() -> dict[str, Place]:
    """Return all districts by slug."""
    return kept.get("districts", _read_districts, SECONDS)


def _read_categories() -> list[Place]:
    rows = Category.objects.order_by("position", "pk").values_list("pk", "slug", "name", "name_en", "parent_id")
    return [Place(*row) for row in rows]


def _read_districts() -> dict[str, Place]:
    rows = District.objects.order_by("name").values_list("pk", "slug", "name", "name_en")
    return {row[1]: Place(*row) for row in rows}
