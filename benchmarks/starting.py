"""`make up` as a newcomer runs it: in a clone of what is committed, until it is ready, then Ctrl-C."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.world import World, report
from sandbox.launch.processes import ROOT

READY = "Ready."
LONGEST = 900
BASE_PORT = 18400
# What would make the clone use servers of this run instead of its own.
FOREIGN = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV", "BENCH_STATIC_ROOT", "MAKEFLAGS")


class NotReady(Exception):
    """`make up` ended or took too long; the message holds its last words."""


def clone(world: World, *, anew: bool = False) -> Path:
    """Return a clone of this repository, made once per run unless it is wanted `anew`."""
    folder = world.home / "clone"
    if anew:
        shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():
        subprocess.run(["git", "clone", "--quiet", "--local", str(ROOT), str(folder)], check=True)
    return folder


def seconds_until_ready(folder: Path, world: World, name: str) -> float:
    """Run `make up` there until it is ready, stop it, and return how long that took; raises NotReady."""
    with running(folder, world, name) as seconds:
        return seconds


@contextmanager
def running(folder: Path, world: World, name: str) -> Iterator[float]:
    """Have `make up` run there for the length of the block; give how long it took to be ready. Raises NotReady."""
    log = world.home / f"up-{name}.log"
    command = ["make", "up", f"ARGS=--base-port {BASE_PORT}"]
    if world.is_tiny:  # a test neither installs everything anew nor draws the demo
        command = [sys.executable, "-m", "sandbox.launch", "up", "--base-port", str(BASE_PORT), "--no-demo"]
    environment = {key: value for key, value in os.environ.items() if key not in FOREIGN and "GACHI" not in key}
    began = time.monotonic()
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    timer = threading.Timer(LONGEST, process.kill)
    timer.start()
    try:
        while READY not in log.read_text(encoding="utf-8", errors="replace"):
            if process.poll() is not None:
                raise NotReady(log.read_text(encoding="utf-8", errors="replace")[-2000:])
            time.sleep(0.05)
        yield time.monotonic() - began
    finally:
        timer.cancel()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait(120)  # longer than a start that ends badly takes


def report_start(*, name: str, seconds: float, goal: float, tiny: bool) -> None:
    """Report a start; its goal is a number of seconds, so the baseline is the clock."""
    report(
        name=name,
        value=seconds,
        unit="s" + (", without the demo" if tiny else ""),
        baseline="the clock: a second",
        ratio=seconds,
        goal=goal,
        met=seconds <= goal,
    )
