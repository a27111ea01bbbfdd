"""Two callers at once: real threads, each with a database connection of its own."""

import threading
import time

import pytest
from django.db import connections

PATIENCE = 60


class Together:
    """Runs functions at the same moment, and hands over points where one waits for another."""

    def __call__(self, *functions):
        """Run the functions at once and return, in their order, what each returned or raised."""
        start = threading.Barrier(len(functions))
        results = [None] * len(functions)

        def run(place, function):
            try:
                start.wait(PATIENCE)
                results[place] = function()
            except Exception as exc:
                results[place] = exc
            finally:
                connections.close_all()

        threads = [
            threading.Thread(target=run, args=(place, function), daemon=True)
            for place, function in enumerate(functions)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "a caller never came back"
        return results


@pytest.fixture
def together(transactional_db):
    return Together()


@pytest.fixture
def wait_until():
    """A function that waits until a condition holds."""

    def wait_until(condition):
        limit = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < limit, "it never happened"
            time.sleep(0.01)

    return wait_until
