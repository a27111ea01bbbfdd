"""The workers' queues in Valkey: what they are called, and how much waits in each."""

import redis
from django.conf import settings

NAMES = ("default", "purchases", "channels", "markets")
PREFIX = "gachi:"
SECONDS = 2.0


def connect() -> redis.Redis:
    """Return a client of the broker that gives up soon: whoever asks is a person or a probe."""
    return redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)


def depths() -> dict[str, int]:
    """Return how many tasks wait in each queue, or raise redis.RedisError."""
    with connect() as client, client.pipeline(transaction=False) as asked:
        for name in NAMES:
            asked.llen(PREFIX + name)
        return dict(zip(NAMES, map(int, asked.execute()), strict=True))
