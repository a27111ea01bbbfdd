"""From the inbox to whoever handles a message. Handlers are registered where tasks live (``workers.jobs``)."""

from collections.abc import Callable
from datetime import datetime
from fnmatch import fnmatchcase

import structlog
from django.db import models

from marketplace.core import causes, inbox
from marketplace.core.models import InboxMessage

Handler = Callable[[InboxMessage, datetime], None]

SWEPT = 200
_handlers: list[tuple[str, str, Handler]] = []

log = structlog.get_logger(__name__)


class UnreadableMessage(Exception):
    """The message says nothing that we understand: another try would not help. Parked for a person."""


def register(source: str, event: str, handler: Handler) -> None:
    """Have `handler` called with (message, now) for a source's events of that name, or shell pattern.

    It may run twice for a message. It raises UnreadableMessage to park it; whatever else it raises, it is tried again.
    """
    entry = (source, event, handler)
    if entry not in _handlers:
        _handlers.append(entry)


def handle(*, message_id: int, now: datetime) -> None:
    """Give one stored message to its handlers, unless someone else has it; what fails is left for a later try."""
    message = inbox.claim(message_id, now=now)
    if message is None:
        return
    try:
        for handler in _handlers_of(message):
            handler(message, now)
    except UnreadableMessage as exc:
        inbox.park(message, str(exc))
        log.warning("inbox.parked", message=message.pk, source=message.source, problem=str(exc))
    except Exception as exc:
        inbox.postpone(message, f"{type(exc).__name__}: {exc}", at=now)
        log.warning("inbox.postponed", message=message.pk, source=message.source, problem=str(exc), exc_info=True)
    else:
        inbox.finish(message, at=now)


def sweep(*, now: datetime) -> int:
    """Handle messages that wait for another try or were left by a killed worker; returns how many."""
    waiting = InboxMessage.objects.filter(state=InboxMessage.State.RECEIVED, due_at__lte=now)
    unclaimed = waiting.filter(models.Q(claimed_until=None) | models.Q(claimed_until__lte=now))
    found = list(unclaimed.order_by("due_at", "pk").values_list("pk", "request_id")[:SWEPT])
    for pk, request_id in found:
        # What comes of it is the doing of the request that brought it, not of this sweep.
        with causes.within(request_id):
            handle(message_id=pk, now=now)
    return len(found)


def _handlers_of(message: InboxMessage) -> list[Handler]:
    return [
        handler
        for source, event, handler in _handlers
        if source == message.source and fnmatchcase(message.event, event)
    ]
