"""What every page is given."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language

from marketplace.look import formats

# A place that is not built is not linked to; the three that no page can do without have an address all the same.
_PLACES = {
    "home": ("storefront:home", "/"),
    "search": ("storefront:search", "/search/"),
    "basket": ("storefront:basket", "/basket/"),
    "goods": ("storefront:goods", ""),
    "exhibitions": ("storefront:exhibitions", ""),
    "makers": ("storefront:makers", ""),
    "terms": ("storefront:terms", ""),
    "privacy": ("storefront:privacy", ""),
    "returns": ("storefront:returns", ""),
    "portal": ("portal:home", ""),
    "language": ("set_language", ""),
}
_OWN_NAMES = {"ko": "한국어", "en": "English"}


def shop(request: HttpRequest) -> dict[str, Any]:
    """Give templates the operator's identity, the addresses of the shop, its languages and the basket's count."""
    current = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return {
        "operator": operator(),
        "places": _places(get_urlconf(), get_script_prefix(), settings.ROOT_URLCONF),
        "languages": [
            {"code": code, "name": _OWN_NAMES.get(code, name), "current": code == current}
            for code, name in settings.LANGUAGES
        ],
        "basket_units": getattr(request, "basket_units", 0),
    }


@lru_cache(maxsize=16)
def _places(*_where: str | None) -> dict[str, str]:
    """Return the addresses of the shop, which depend on nothing but these."""
    return {name: _address(view, otherwise) for name, (view, otherwise) in _PLACES.items()}


def operator() -> dict[str, str]:
    """Return who runs the shop, in the reader's language where the settings have it."""
    known: dict[str, str] = getattr(settings, "GACHI_OPERATOR", {})
    if formats.korean():
        return known
    return known | {name.removesuffix("_en"): text for name, text in known.items() if name.endswith("_en")}


def _address(view: str, otherwise: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return otherwise
