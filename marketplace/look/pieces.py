"""Pieces of pages that are drawn once for the same values.

A piece is a function of its template, its values and the language. Templates and translations do not change while a
process lives, so its result may be kept under the values themselves: there is nothing to expire and nothing to forget
but for want of room.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from django.template import loader
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 12_000  # of some 1.5 kB each

_drawn: dict[Hashable, str] = {}


def draw(template: str, key: Hashable, values: Callable[[], Mapping[str, Any]], *, language: str | None = None) -> str:
    """Return a template drawn with `values()`, which `key` must determine: another value wants another key.

    Whoever draws many may ask for the `language` in force once.
    """
    full_key = (template, language or get_language(), key)
    found = _drawn.get(full_key)
    if found is None:
        found = loader.render_to_string(template, dict(values()))
        if len(_drawn) >= MOST:
            _drawn.clear()  # keeping count of what was used lately would cost every hit
        _drawn[full_key] = found
    return found


def key_of(values: Mapping[str, Any]) -> Hashable:
    """Return a key that determines plain values; raises TypeError for others, whose content may change unseen."""
    return tuple((name, _plain(value)) for name, value in values.items())


def _plain(value: Any) -> Hashable:
    # Text that is safe as it is and the same text to be escaped are drawn differently.
    if isinstance(value, str):
        return (str(value), isinstance(value, SafeString))
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value + 0  # a lazy number, and the request that it hangs on, is not kept
    if isinstance(value, Mapping):
        return ("{}", *((name, _plain(item)) for name, item in value.items()))
    if isinstance(value, list | tuple):
        return ("[]", *map(_plain, value))
    raise TypeError(f"a piece is drawn from plain values, not {type(value).__name__}")


def count() -> int:
    """Return how many drawings are kept."""
    return len(_drawn)


def forget() -> None:
    """Draw everything anew."""
    _drawn.clear()
