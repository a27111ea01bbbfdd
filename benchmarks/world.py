"""A PostgreSQL, a Valkey and a migrated, empty database for one run."""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sandbox.launch import postgres, valkey


@contextmanager
def database() -> Iterator[None]:
    """Start servers of their own (or use DATABASE_URL and REDIS_URL) and set Django up against a fresh database."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gachi-bench-")))
        if "DATABASE_URL" not in os.environ:
            os.environ["DATABASE_URL"] = stack.enter_context(postgres.started(home, fast=True))
        if "REDIS_URL" not in os.environ:
            os.environ["REDIS_URL"] = stack.enter_context(valkey.started(home, fast=True))
        os.environ["DJANGO_SETTINGS_MODULE"] = "marketplace.settings.test"
        import django

        django.setup()
        from django.db import connection
        from django.test.utils import setup_test_environment

        setup_test_environment()
        connection.creation.create_test_db(verbosity=0)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(os.environ["DATABASE_URL"].rsplit("/", 1)[-1], verbosity=0)


def median_seconds(call: Callable[[], object], *, runs: int = 40, warm_up: int = 5) -> float:
    """Return the median time of a call after some that do not count."""
    for _ in range(warm_up):
        call()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def report(*, name: str, value: float, unit: str, baseline: str, ratio: float, goal: float, met: bool) -> None:
    """Print the one line that others read."""
    print(
        json.dumps(
            {
                "name": name,
                "value": round(value, 3),
                "unit": unit,
                "baseline": baseline,
                "ratio": round(ratio, 3),
                "goal": goal,
                "met": met,
            },
            ensure_ascii=False,
        )
    )
