"""How long calls take in this process."""

import statistics
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


def medians_side_by_side(calls: dict[str, Callable[[], object]], *, rounds: int) -> dict[str, float]:
    """Return the median time of each named call, called in turns after one warm-up."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(rounds + 1):
        for name, call in calls.items():
            taken = seconds_of(call)
            if number:
                times[name].append(taken)
    return {name: statistics.median(values) for name, values in times.items()}
