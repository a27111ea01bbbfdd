"""Messages that leave with the change that caused them, or not at all."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from marketplace import tracing
from marketplace.core import causes, prepared
from marketplace.core.models import OutboxMessage

CHANNEL = "gachi_outbox"
BACKOFF = timedelta(seconds=5)
TELL = """
WITH added AS (
    INSERT INTO core_outboxmessage (topic, key, payload, created_at, due_at, attempts, problem, cause, traceparent)
    SELECT %s::text, message.key, message.payload::jsonb, %s::timestamptz, %s::timestamptz, 0, '', %s::text, %s::text
    FROM json_each(%s::json) AS message (key, payload)
    ON CONFLICT DO NOTHING
)
SELECT pg_notify('gachi_outbox', '')
"""


def emit(topic: str, *, key: str, at: datetime, due_at: datetime | None = None, **payload: Any) -> None:
    """Ask for the task named `topic` to be sent with `payload` once the running transaction commits.

    The same `key` again is the same message: nothing is added. `due_at` holds it back. Delivery is at least once. The
    task is told whose doing it is (``causes``), which callers need not know of.
    Raises TransactionManagementError outside a transaction: a message belongs to a change.
    """
    emit_many(topic, messages={key: payload}, at=at, due_at=due_at)


def emit_many(
    topic: str, *, messages: Mapping[str, Mapping[str, Any]], at: datetime, due_at: datetime | None = None
) -> None:
    """Emit one message per key, with its payload, in one statement; otherwise as `emit`."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"outbox.emit({topic!r}) outside a transaction")
    if not messages:
        return
    whose = [causes.current(), tracing.traceparent()]
    prepared.rows(
        TELL, [topic, at, due_at or at, *whose, json.dumps({key: dict(payload) for key, payload in messages.items()})]
    )


def due(*, now: datetime, limit: int) -> list[OutboxMessage]:
    """Lock and return unsent messages that are due, oldest first; others' locked rows are passed over.

    Call inside a transaction that also marks them.
    """
    return list(
        OutboxMessage.objects.filter(sent_at=None, due_at__lte=now)
        .order_by("due_at", "id")
        .select_for_update(skip_locked=True)[:limit]
    )


def mark_sent(message: OutboxMessage, *, at: datetime) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(sent_at=at, attempts=message.attempts + 1, problem="")


def mark_failed(message: OutboxMessage, problem: str, *, at: datetime) -> None:
    """Keep the message for a later try, and what stopped this one where a person will see it."""
    wait = BACKOFF * min(2**message.attempts, 60)
    OutboxMessage.objects.filter(pk=message.pk).update(
        attempts=message.attempts + 1, problem=problem[:2000], due_at=at + wait
    )


def forget_sent(*, before: datetime) -> int:
    """Delete messages sent before a moment; returns how many. Their keys may then be used again."""
    return OutboxMessage.objects.filter(sent_at__lt=before).delete()[0]
