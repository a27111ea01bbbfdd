"""How often all our processes together may call a vendor's API, counted in Valkey."""

import random
import time
from typing import cast

import redis

from marketplace.channels.errors import ChannelThrottled, ChannelUnavailable

# Each caller is given the next free moment, so no second ever holds more than the rate. KEYS: next free moment, block.
# ARGV: microseconds between calls, the longest wait. Answers microseconds to wait, or those left of a block, negative.
_NEXT = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local blocked = redis.call('PTTL', KEYS[2])
if blocked > 0 then return -blocked * 1000 end
local free = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
local wait = free - now
if wait > tonumber(ARGV[2]) then return -wait end
redis.call('SET', KEYS[1], string.format('%.0f', free + ARGV[1]), 'PX', 60000)
return wait
"""
LONGEST_WAIT = 5.0


class Meter:
    """Holds callers back so that a vendor is never called more than `rate` times in a second."""

    def __init__(self, *, redis_url: str, vendor_id: str, rate: float, back_off_seconds: float) -> None:
        self._redis = redis.Redis.from_url(redis_url)
        self._keys = [f"gachi:coupang:{vendor_id}:next", f"gachi:coupang:{vendor_id}:blocked"]
        self._gap = int(1_000_000 / rate)
        self._back_off = back_off_seconds

    def wait(self) -> None:
        """Sleep until this process may call, or raise ChannelThrottled if that is too far away to hold a worker."""
        try:
            answer = self._redis.eval(_NEXT, 2, *self._keys, str(self._gap), str(int(LONGEST_WAIT * 1_000_000)))
        except redis.RedisError as exc:
            raise ChannelUnavailable(f"the meter cannot be read: {type(exc).__name__}") from exc
        microseconds = cast(int, answer)
        if microseconds < 0:
            raise ChannelThrottled("our own limit of calls is reached", retry_after=-microseconds / 1_000_000)
        time.sleep(microseconds / 1_000_000)

    def back_off(self) -> float:
        """Let nobody call for a while after a 429; returns for how many seconds, never the same twice."""
        seconds = self._back_off * random.uniform(1.0, 1.25)  # noqa: S311 - jitter, not a secret
        try:
            self._redis.set(self._keys[1], "429", px=max(int(seconds * 1000), 1))
        except redis.RedisError as exc:
            raise ChannelUnavailable(f"the meter cannot be written: {type(exc).__name__}") from exc
        return seconds
