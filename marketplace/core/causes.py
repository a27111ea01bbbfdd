"""Whose doing this is: the id by which a request and all that came of it are found in the logs."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

# As long as any id that a request may bring (``middleware.RequestIds``); a task's is shorter.
LENGTH = 64


def current() -> str:
    """Return the id of the request or task that all this began with, or nothing where nobody named one.

    A task that was woken hands on its cause rather than its own id, so that one id finds the whole of a story.
    """
    bound = structlog.contextvars.get_contextvars()
    return str(bound.get("cause") or bound.get("request_id") or bound.get("task_id") or "")


@contextmanager
def within(cause: str) -> Iterator[None]:
    """Call what happens inside the doing of `cause`; where that is empty, of whatever runs here anyway."""
    if not cause:
        yield
        return
    with structlog.contextvars.bound_contextvars(cause=cause):
        yield
