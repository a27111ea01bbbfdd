"""Small things that every page needs and that seldom change: each process reads them once in a while."""

import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")

_until: dict[str, tuple[float, Any]] = {}


def get(name: str, read: Callable[[], T], seconds: float) -> T:
    """Return what `read` returned within the last `seconds`, or returns now. Nobody may change what is returned."""
    now = time.monotonic()
    ends, found = _until.get(name, (0.0, None))
    if now >= ends:
        found = read()
        _until[name] = (now + seconds, found)
    return cast(T, found)


def forget() -> None:
    """Read everything anew when it is next asked for."""
    _until.clear()
