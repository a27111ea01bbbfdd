"""Signs of life: beat, the relay and the workers say now and then that they live, where people and probes look."""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import redis
import structlog
from django.conf import settings
from django.core.cache import cache

from marketplace.core import queues

# Told more seldom than lived: a relay goes round many times a second.
EVERY = 5.0
KEPT = timedelta(days=7)
# Longer than a worker's or a restart's pause, shorter than a shopper's patience.
DEAD_AFTER = timedelta(minutes=1)
PARTS = ("beat", "relay", *(f"worker:{name}" for name in queues.NAMES))

log = structlog.get_logger(__name__)
_told: dict[str, float] = {}


def say(*parts: str, at: datetime) -> None:
    """Say that parts of the house are alive. Never raises: none may die because nobody hears it."""
    now = time.monotonic()
    if all(now - _told.get(part, -EVERY) < EVERY for part in parts):
        return
    _told.update(dict.fromkeys(parts, now))
    try:
        if settings.GACHI_PULSE_FILE:
            Path(settings.GACHI_PULSE_FILE).touch()
        cache.set_many({_key(part): at.isoformat() for part in parts}, timeout=int(KEPT.total_seconds()))
    except (redis.RedisError, OSError) as exc:
        log.warning("pulse.not_told", parts=parts, problem=str(exc))


def last(parts: Iterable[str] = PARTS) -> dict[str, datetime | None]:
    """Return when each part last said that it lives, None where it has not for a week, or raise redis.RedisError."""
    wanted = {part: _key(part) for part in parts}
    found = cache.get_many(list(wanted.values()))
    return {part: datetime.fromisoformat(found[key]) if key in found else None for part, key in wanted.items()}


def _key(part: str) -> str:
    return f"pulse:{part}"
