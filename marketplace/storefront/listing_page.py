"""Everything a list page says around its cards: the wish in the address, its facets, chips, sorts and pages."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.template import loader
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from marketplace.look import paging, pieces
from marketplace.storefront import catalogue, search, shelf, typos
from marketplace.storefront.catalogue import Found, Wish
from marketplace.storefront.places import Place, categories, districts
from vendors.models import StatusType

HIGHEST_PRICE = 1_000_000_000
ABOVE_THE_FOLD = 4


def mark_names() -> dict[str, str]:
    """The marks that goods may carry (domain-ko.md §8.5)."""
    return {
        "eco": _("환경표지"),
        "gr": _("우수재활용(GR)"),
        "grs": _("재생섬유(GRS)"),
        "gots": _("유기섬유(GOTS)"),
        "organic": _("유기농"),
        "vegan": _("비건"),
        "fairtrade": _("공정무역"),
    }


def wish_from(data: QueryDict, **fixed: Any) -> Wish:
    """Return what an address asks for. What cannot be meant is left out, never an error."""
    by_slug = {place.slug: place for place in categories()}
    category = by_slug.get(data.get("category", ""))
    parent = category.parent_id if category else None
    wish = Wish(
        query=search.parse(data.get("q", "")),
        category_id=category.pk if category and parent else None,
        top_category_id=parent or (category.pk if category else None),
        kinds=_known(data.getlist("kind"), lambda: StatusType.values),
        districts=_known(data.getlist("district"), districts),
        marks=_known(data.getlist("mark"), mark_names),
        least=_price(data.get("min", "")),
        most=_price(data.get("max", "")),
        in_stock=data.get("stock") == "1",
        sort=data.get("sort", "") if data.get("sort") in catalogue.SORTS else "",
        page=page_number(data),
    )
    return replace(wish, **fixed)


def page_values(data: QueryDict, wish: Wish, *, path: str, now: datetime) -> dict[str, Any]:
    """Return the context of a list page; at most three queries, and three more where a word seems mistyped."""
    typed, found = wish.query, catalogue.find(wish)
    if typed.words and not found.total:
        wish, found = _as_meant(wish, found)
    kept = [(name, value) for name, value in _pairs(data) if name != "page"]
    draw = _Frame(wish, found, tuple(kept), path, data)
    return {
        "cards": shelf.draw(found.cards, now, eager=ABOVE_THE_FOLD),
        "is_common": draw.is_common(),
        "has_any": bool(found.cards),
        "pages": draw.pages(),
        "facets": draw.facets(),
        "head": draw.head(),
        "clear_url": draw.clear_url,
        "query": " ".join(typed.words),
        "query_was_cut": typed.was_cut,
        "meant": " ".join(wish.query.words) if wish.query != typed else "",
    }


def _as_meant(wish: Wish, found: Found) -> tuple[Wish, Found]:
    """Return what a mistyped wish may have meant and what is found for it; the wish itself if that is nothing."""
    better = typos.corrected(wish.query)
    if better is None:
        return wish, found
    meant = replace(wish, query=better)
    return (meant, again) if (again := catalogue.find(meant)).total else (wish, found)


@dataclass(frozen=True)
class _Frame:
    """What stands around the cards. A list that anyone may come across is drawn once; a shopper's own, each time."""

    wish: Wish
    found: Found
    kept: tuple[tuple[str, str], ...]
    path: str
    data: QueryDict

    @property
    def clear_url(self) -> str:
        return _address(self.path, [(n, v) for n, v in self.kept if n in {"q", "sort", "category"}])

    def facets(self) -> SafeString:
        return self._drawn("look/partials/facets.html", self._facet_values)

    def head(self) -> SafeString:
        return self._drawn("look/partials/list_head.html", self._head_values)

    def pages(self) -> SafeString:
        number = min(self.wish.page, self.found.pages)
        values = partial(paging.links, self.path, self.data, number, self.found.pages)
        return self._drawn("look/partials/pagination.html", values, number)

    def _drawn(self, template: str, values: Callable[[], dict[str, Any]], number: int = 0) -> SafeString:
        if not self.is_common():
            return SafeString(loader.render_to_string(template, values()))
        counts = tuple((facet, tuple(count.items())) for facet, count in self.found.counts.items())
        key = (self.path, self.kept, number, self.found.total, self.found.is_more_than_total, counts)
        return SafeString(pieces.draw(template, key, values))

    def is_common(self) -> bool:
        # What someone typed into the address could be anything: kept, it would only push out what is wanted again.
        return not self.wish.is_narrowed and all(
            name == "page" or (name == "sort" and set(values) <= catalogue.SORTS.keys())
            for name, values in self.data.lists()
        )

    def _facet_values(self) -> dict[str, Any]:
        return {
            "facets": _facets(self.wish, self.found.counts),
            "action": self.path,
            "keep": [{"name": n, "value": v} for n, v in self.kept if n in {"q", "sort", "category"}],
            "price": {"min": self.wish.least, "max": self.wish.most},
        }

    def _head_values(self) -> dict[str, Any]:
        return {
            "total": self.found.total,
            "has_more": self.found.is_more_than_total,
            "sort_options": _sorts(self.wish),
            "keep": [{"name": n, "value": v} for n, v in self.kept if n != "sort"],
            "chips": _chips(self.wish, list(self.kept), self.path),
            "clear_url": self.clear_url,
            "action": self.path,
        }


def title(place: Place | None) -> SafeString:
    """Return what stands above the list of a category, or of all goods: where it is, its name, what is next to it."""
    places = tuple(categories())
    parent = next((p for p in places if place and p.pk == place.parent_id), None)
    values = partial(_title_values, places, place, parent)
    return SafeString(pieces.draw("storefront/_goods_title.html", (place, places), values))


def _title_values(places: tuple[Place, ...], place: Place | None, parent: Place | None) -> dict[str, Any]:
    top = (place.parent_id or place.pk) if place else None
    links = [
        {"label": near.label, "slug": near.slug, "current": place is not None and near.pk == place.pk}
        for near in places
        if near.parent_id == top
    ]
    return {"place": place, "parent": parent, "links": links}


def _pairs(data: QueryDict) -> Iterable[tuple[str, str]]:
    return ((name, value[:200]) for name, values in data.lists() for value in values[:30] if value)


def _known(values: list[str], allowed: Callable[[], Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted(set(values) & set(allowed()))) if values else ()


def _price(text: str) -> int | None:
    digits = text.replace(",", "").strip()
    return min(int(digits), HIGHEST_PRICE) if digits.isascii() and digits.isdigit() and len(digits) < 12 else None


def page_number(data: Mapping[str, str]) -> int:
    """Return which page of a list is wanted: the first, unless a number says otherwise."""
    text = data.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def _facets(wish: Wish, counts: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    kinds = {value: str(label) for value, label in StatusType.choices}
    places = {slug: place.label for slug, place in districts().items()}
    made = (
        ("kind", _("어떤 기업"), kinds, wish.kinds),
        ("mark", _("인증 마크"), mark_names(), wish.marks),
        ("district", _("동네"), places, wish.districts),
    )
    return [
        {
            "name": name,
            "label": label,
            "open": bool(chosen),
            "values": [
                {"value": value, "label": text, "count": counts.get(name, {}).get(value, 0), "checked": value in chosen}
                for value, text in texts.items()
                if counts.get(name, {}).get(value) or value in chosen
            ],
        }
        for name, label, texts, chosen in made
    ]


def _sorts(wish: Wish) -> list[dict[str, Any]]:
    labels = [
        ("new", _("새로 들어온 순")),
        ("cheap", _("낮은 가격순")),
        ("dear", _("높은 가격순")),
        ("rate", _("할인율순")),
    ]
    if wish.query.words:
        labels.insert(0, ("", _("잘 맞는 순")))
    chosen = wish.sort or ("" if wish.query.words else "new")
    return [{"value": value, "label": label, "selected": value == chosen} for value, label in labels]


def _chips(wish: Wish, kept: list[tuple[str, str]], path: str) -> list[dict[str, str]]:
    labels: dict[tuple[str, str], str] = {}
    labels.update({("kind", kind): str(StatusType(kind).label) for kind in wish.kinds})
    labels.update({("mark", mark): mark_names()[mark] for mark in wish.marks})
    labels.update({("district", slug): districts()[slug].label for slug in wish.districts})
    for name, value in kept:
        if name == "min" and wish.least is not None:
            labels["min", value] = _("%(price)s원부터") % {"price": f"{wish.least:,}"}
        elif name == "max" and wish.most is not None:
            labels["max", value] = _("%(price)s원까지") % {"price": f"{wish.most:,}"}
        elif name == "stock" and wish.in_stock:
            labels["stock", value] = _("살 수 있는 것만")
    return [
        {"label": label, "remove_url": _address(path, [pair for pair in kept if pair != chip])}
        for chip, label in labels.items()
    ]
