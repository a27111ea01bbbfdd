"""Our own processes: do they live, and do they keep up."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import redis
from django.db.models import Min

from marketplace.core import pulse, queues
from marketplace.core.models import OutboxMessage
from marketplace.health.doctor.findings import Finding, broken, ok, warning

PARTS, BACKLOG = "parts", "backlog"
LONG_QUEUE = 1000
LONG_WAIT = timedelta(minutes=1)


def signs_of_life(now: datetime) -> Iterator[Finding]:
    """Say which of beat, relay and the workers of each queue live."""
    try:
        last = pulse.last()
    except redis.RedisError as exc:
        yield broken(PARTS, f"nothing is known of them ({exc})", "Valkey first.")
        return
    for part, at in last.items():
        name = f"worker of {part.removeprefix('worker:')}" if part.startswith("worker:") else part
        if at is None:
            yield broken(PARTS, f"{name}: no sign of life", f"Start it: {_command(part)}")
        elif at < now - pulse.DEAD_AFTER:
            silent = int((now - at).total_seconds())
            yield broken(PARTS, f"{name}: no sign of life for {silent} s", f"Start it again: {_command(part)}")
        else:
            yield ok(PARTS, f"{name}: lives")


def _command(part: str) -> str:
    if part.startswith("worker:"):
        return f"celery -A workers.app worker --queues {part.removeprefix('worker:')}"
    return "celery -A workers.app beat" if part == "beat" else "python -m workers.relay"


def backlog(now: datetime) -> Iterator[Finding]:
    """Say whether messages and tasks are carried away as fast as they come."""
    oldest = OutboxMessage.objects.filter(sent_at=None, due_at__lte=now).aggregate(oldest=Min("due_at"))["oldest"]
    if oldest and oldest < now - LONG_WAIT:
        seconds = int((now - oldest).total_seconds())
        yield broken(
            BACKLOG, f"the outbox has waited for {seconds} s", "outbox-stuck.md: relay, Valkey, a bad message."
        )
    else:
        yield ok(BACKLOG, "the outbox empties")
    try:
        depths = queues.depths()
    except redis.RedisError as exc:
        yield broken(BACKLOG, f"queues cannot be read ({exc})", "Valkey first.")
        return
    long = {name: depth for name, depth in depths.items() if depth > LONG_QUEUE}
    for name, depth in long.items():
        yield warning(BACKLOG, f"{depth} tasks wait in {name}", f"Start another worker: {_command(f'worker:{name}')}")
    if not long:
        yield ok(BACKLOG, "queues are short")
