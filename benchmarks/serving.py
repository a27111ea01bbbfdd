"""A real web server over loopback, and shoppers who keep their connections open."""

import http.client
import signal
import statistics
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sandbox.launch import processes

SHOPPERS = 4
HEADERS = {"Accept-Language": "ko", "Accept": "text/html"}


class BadAnswer(Exception):
    """A measured address did not answer with 200; its figure would say nothing."""


@contextmanager
def server(
    home: Path, environment: Mapping[str, str], *, module: str = "benchmarks.wsgi", threads: int = 16, workers: int = 1
) -> Iterator[str]:
    """Run granian, threaded as in production, for the length of the block; give its base address."""
    port = processes.free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning"),
        *("--workers-kill-timeout", "5s", f"{module}:application"),
    ]
    address = f"http://127.0.0.1:{port}"
    with processes.running(
        ["env", *(f"{name}={value}" for name, value in environment.items()), *command],
        log=home / f"granian-{port}.log",
        ready=partial(processes.answers, f"{address}/health/"),
        stop=signal.SIGTERM,
    ):
        yield address


def rate(base: str, paths: Sequence[str], *, seconds: float, shoppers: int = SHOPPERS) -> float:
    """Return how many pages a second are answered to shoppers who each ask one after another, over one connection."""
    host, _, port = base.removeprefix("http://").partition(":")
    ends = time.perf_counter() + seconds
    counts = [0] * shoppers
    faults: list[str] = []

    def shop(number: int) -> None:
        connection = http.client.HTTPConnection(host, int(port), timeout=60)
        turn = number
        while time.perf_counter() < ends and not faults:
            path = paths[turn % len(paths)]
            connection.request("GET", path, headers=HEADERS)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                faults.append(f"{path} answered {answer.status}")
            counts[number] += 1
            turn += 1
        connection.close()

    began = time.perf_counter()
    threads = [threading.Thread(target=shop, args=(number,)) for number in range(shoppers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise BadAnswer(faults[0])
    return sum(counts) / (time.perf_counter() - began)


def rates_side_by_side(
    sides: Mapping[str, tuple[str, Sequence[str]]], *, rounds: int, seconds: float
) -> dict[str, float]:
    """Return the median rate of each named (base address, paths), measured in turns: all see the same weather."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    for base, paths in sides.values():
        rate(base, paths, seconds=seconds)
    for _round in range(rounds):
        for name, (base, paths) in sides.items():
            found[name].append(rate(base, paths, seconds=seconds))
    return {name: statistics.median(values) for name, values in found.items()}
