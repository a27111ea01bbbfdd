"""What a channel showed when it was last looked at."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from marketplace.channels.models import Seen

# In one order, so that two readers of the same things only wait for each other.
_REMEMBER = """
INSERT INTO channels_seen (channel, key, content, seen_at)
SELECT %s, key, value, %s FROM jsonb_each(%s::jsonb) ORDER BY key
ON CONFLICT (channel, key) DO UPDATE SET content = EXCLUDED.content, seen_at = EXCLUDED.seen_at
WHERE channels_seen.seen_at <= EXCLUDED.seen_at
"""


def remember(*, channel: str, key: str, content: Any, now: datetime) -> None:
    """Keep what a channel shows under `key`; what was seen later than `now` stays."""
    remember_many(channel=channel, contents={key: content}, now=now)


def remember_many(*, channel: str, contents: Mapping[str, Any], now: datetime) -> None:
    """Keep what a channel shows under several keys, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, [channel, now, json.dumps(contents)])


def forget(*, channel: str, key: str) -> None:
    """Remember nothing under `key`: it is not there any more."""
    Seen.objects.filter(channel=channel, key=key).delete()


def read_beginning(*, channel: str, beginning: str) -> dict[str, Any]:
    """Return what was seen under every key that begins so."""
    return dict(Seen.objects.filter(channel=channel, key__startswith=beginning).values_list("key", "content"))


def read(*, channel: str, keys: Iterable[str]) -> dict[str, Any]:
    """Return what was seen, by key; a key that was never seen is left out."""
    return dict(Seen.objects.filter(channel=channel, key__in=list(keys)).values_list("key", "content"))
