"""What a plan's steps are about, in the reader's language. Plans keep the Korean name of the day they were made."""

from collections.abc import Iterable, Mapping

from campaigns.models import Campaign, Exhibition
from marketplace.console import words
from marketplace.look import formats
from vendors.models import Category, Enterprise, Listing, Variant


def names_of(keys: Iterable[str]) -> Mapping[str, str]:
    """Return the names of what these keys of steps speak of (``offer:<sku>``), but nothing for a reader of Korean.

    One query for each kind of thing; a key whose thing is gone is left out.
    """
    kinds: dict[str, list[str]] = {}
    if not formats.korean():
        for key in keys:
            kind, _colon, reference = key.partition(":")
            kinds.setdefault({"price": "offer"}.get(kind, kind), []).append(reference)
    found: dict[str, str] = {}
    for kind, references in kinds.items():
        for reference, name in _read(kind, references):
            found |= {f"{kind}:{reference}": name} | ({f"price:{reference}": name} if kind == "offer" else {})
    return found


def _read(kind: str, references: list[str]) -> Iterable[tuple[str, str]]:
    if kind == "offer":
        variants = Variant.objects.filter(sku__in=references).select_related("listing")
        return [(row.sku, words.variant(row)) for row in variants]
    if kind == "product":
        return [(row.reference, formats.named(row)) for row in Listing.objects.filter(reference__in=references)]
    if kind == "page":
        return [(row.reference, formats.named(row)) for row in Enterprise.objects.filter(reference__in=references)]
    if kind == "collection":
        return [(row.reference, formats.named(row)) for row in Campaign.objects.filter(reference__in=references)]
    if kind == "category":
        return [(row.slug, formats.named(row)) for row in Category.objects.filter(slug__in=references)]
    return _read_popups(kind, references)


def _read_popups(kind: str, references: list[str]) -> Iterable[tuple[str, str]]:
    if kind == "here":  # here:<the pop-up>:<sku>
        skus = {reference.partition(":")[2]: reference for reference in references}
        variants = Variant.objects.filter(sku__in=skus).select_related("listing")
        return [(skus[row.sku], words.variant(row)) for row in variants]
    if kind in ("place", "doors"):
        places = Exhibition.objects.filter(location__code__in=references).select_related("location", "campaign")
        return [
            (row.location.code, (row.venue_en or row.venue) if kind == "place" else formats.named(row.campaign))
            for row in places
        ]
    return []
