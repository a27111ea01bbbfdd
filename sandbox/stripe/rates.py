"""The limit of calls per second."""

import threading


class Bucket:
    """Lets `rate` calls through per second, with a second's worth at once; 0 lets everything through."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._left = float(rate)
        self._at = 0.0
        self._lock = threading.Lock()

    def take(self, now: float) -> bool:
        """Count one call at `now` (seconds) and say whether it is within the limit."""
        if not self._rate:
            return True
        with self._lock:
            self._left = min(float(self._rate), self._left + (now - self._at) * self._rate)
            self._at = now
            if self._left < 1:
                return False
            self._left -= 1
            return True
