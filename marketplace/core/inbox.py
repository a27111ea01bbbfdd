"""What others tell us: stored as it came, once, then worked on by a task that may fail and try again."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from marketplace import tracing
from marketplace.core import audit, causes, outbox, prepared
from marketplace.core.models import InboxMessage, User

TRIES = 12


def store(
    *, source: str, delivery_key: str, event: str, body: bytes, headers: Mapping[str, str], at: datetime
) -> tuple[InboxMessage, bool]:
    """Keep a verified message and ask for its handling; returns it and whether it is new.

    A second delivery of the same key changes nothing and asks for nothing.
    """
    message = InboxMessage(
        source=source,
        delivery_key=delivery_key,
        event=event,
        body=body,
        headers=dict(headers),
        received_at=at,
        due_at=at,
        request_id=causes.current(),
    )
    new_id = _insert(message)
    if new_id is None:
        return InboxMessage.objects.get(source=source, delivery_key=delivery_key), False
    message.pk = new_id
    message._state.adding = False
    return message, True


# Whoever calls us waits for the answer, so the message and the wish that it be handled are one statement, which needs
# no transaction around it. `outbox.emit` says what the second row holds.
KEEP = """
WITH kept AS (
    INSERT INTO core_inboxmessage
        (source, delivery_key, event, body, headers, received_at, state, attempts, due_at, problem, request_id)
    VALUES (%(source)s, %(key)s, %(event)s, %(body)s, %(headers)s, %(at)s, 'RECEIVED', 0, %(at)s, '', %(cause)s)
    ON CONFLICT (source, delivery_key) DO NOTHING RETURNING id
), told AS (
    INSERT INTO core_outboxmessage (topic, key, payload, created_at, due_at, attempts, problem, cause, traceparent)
    SELECT 'webhooks.handle', 'inbox:' || id, jsonb_build_object('message_id', id), %(at)s::timestamptz,
           %(at)s::timestamptz, 0, '', %(cause)s::text, %(traceparent)s::text
    FROM kept
)
SELECT id, pg_notify('gachi_outbox', '') FROM kept
"""


def _insert(message: InboxMessage) -> int | None:
    """Return the id of the new row, or None if there is one already."""
    found = prepared.rows(
        KEEP,
        {
            "source": message.source,
            "key": message.delivery_key,
            "event": message.event,
            "body": message.body,
            "headers": json.dumps(message.headers),
            "at": message.received_at,
            "cause": message.request_id,
            "traceparent": tracing.traceparent(),
        },
    )
    return int(found[0][0]) if found else None


def claim(message_id: int, *, now: datetime, lease: timedelta = timedelta(minutes=1)) -> InboxMessage | None:
    """Return the message if it waits and nobody else handles it, now ours for `lease`; else None."""
    waiting = InboxMessage.objects.filter(pk=message_id, state=InboxMessage.State.RECEIVED)
    won = waiting.exclude(claimed_until__gt=now).update(claimed_until=now + lease, attempts=F("attempts") + 1)
    return InboxMessage.objects.get(pk=message_id) if won else None


def finish(message: InboxMessage, *, at: datetime) -> None:
    InboxMessage.objects.filter(pk=message.pk).update(
        state=InboxMessage.State.DONE, done_at=at, claimed_until=None, problem=""
    )


def postpone(message: InboxMessage, problem: str, *, at: datetime) -> None:
    """Leave the message for a later try, further away each time; after TRIES it is parked for a person."""
    if message.attempts >= TRIES:
        park(message, problem)
        return
    wait = timedelta(seconds=min(2**message.attempts, 600))
    InboxMessage.objects.filter(pk=message.pk).update(problem=problem[:2000], claimed_until=None, due_at=at + wait)


def park(message: InboxMessage, problem: str) -> None:
    InboxMessage.objects.filter(pk=message.pk).update(
        state=InboxMessage.State.PARKED, problem=problem[:2000], claimed_until=None
    )


@transaction.atomic
def retry(message: InboxMessage, *, actor: User | str, at: datetime) -> bool:
    """Have a parked message handled again, after a person removed what stopped it; says no if it is not parked."""
    parked = InboxMessage.objects.filter(pk=message.pk, state=InboxMessage.State.PARKED)
    if not parked.update(state=InboxMessage.State.RECEIVED, attempts=0, due_at=at, problem=""):
        return False
    audit.record("inbox.retried", subject=message, actor=actor, at=at, problem=message.problem[:200])
    outbox.emit("webhooks.handle", key=f"inbox:{message.pk}:{at.isoformat()}", at=at, message_id=message.pk)
    return True
