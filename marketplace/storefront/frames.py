"""What stands around the cards of a list that anyone may come across: drawn once for the same values.

A frame is a piece as large as a page (``look/pieces.py``): the price and the units of every card are read for each
request and put into it. It is drawn without anything of whoever asks but the language and the number of units in the
basket, which are part of its key: no session, no messages, no token.
"""

from collections.abc import Hashable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from marketplace.look import context as look

MOST = 200  # of some 20 kB each
CARDS = "\x00cards\x00"

_frames: dict[Hashable, tuple[str, str]] = {}


def respond(request: HttpRequest, template: str, values: Mapping[str, Any], *, key: Hashable) -> HttpResponse:
    """Answer with a page whose template sees `values`, of which `key` must determine all but the cards."""
    around = look.shop(request)
    around["basket_units"] += 0  # a lazy number hangs on its request
    full_key = (template, get_language(), request.get_full_path(), around["basket_units"], key)
    found = _frames.get(full_key)
    if found is None:
        context = {**values, **around, "LANGUAGE_CODE": get_language(), "request": request, "cards": CARDS}
        before, _cards, after = loader.render_to_string(template, context).partition(CARDS)
        if len(_frames) >= MOST:
            _frames.clear()
        found = _frames[full_key] = (before, after)
    response = HttpResponse(f"{found[0]}{values['cards']}{found[1]}")
    patch_vary_headers(response, ["Cookie"])
    return response


def fits(request: HttpRequest) -> bool:
    """Say whether there is nothing to tell this shopper that a frame would leave out."""
    return "messages" not in request.COOKIES


def forget() -> None:
    """Draw everything anew."""
    _frames.clear()
