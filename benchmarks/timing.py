"""How long calls take in this process."""

import time
from collections.abc import Callable, Sequence


def seconds_of(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time that so large a share of the times does not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
