"""The demo's pictures are drawn beside the start: nothing of it outlives the start, whatever happens to that."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sandbox.launch import processes

START = """
import os, signal, sys, time
from pathlib import Path
from sandbox.launch import up
from sandbox.launch.home import Home

signal.signal(signal.SIGINT, signal.default_int_handler)  # as the start's own: a background job is born deaf to it
with up._drawing(Home(Path(sys.argv[1])), dict(os.environ), "full") as drawn:
    print(drawn.pid, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def started(tmp_path):
    """A start that is drawing, with two helpers, into a folder of its own."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.demo",
        "GACHI_MEDIA_ROOT": str(tmp_path / "media"),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(tmp_path)],
        cwd=processes.ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline().strip()
        until(lambda: notes(tmp_path) and len(running(tmp_path)) > 1)
        yield process
    finally:
        process.kill()
        process.communicate()


def notes(home):
    return list(Path(home, "media/pictures/drawn").glob("*.json"))


def running(home):
    return [pid for pid in processes.carrying(GACHI_HOME=str(home)) if processes.is_alive(pid)]


def until(condition, seconds=40):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.1)


@pytest.mark.parametrize("how", ["ended", "interrupted", "killed"])
def test_nothing_goes_on_drawing_when_the_start_is(how, started, tmp_path):
    if how == "ended":
        started.stdin.write("\n")
        started.stdin.flush()
    else:
        started.send_signal(signal.SIGINT if how == "interrupted" else signal.SIGKILL)
    started.wait(20)

    until(lambda: not running(tmp_path), seconds=20)
    drawn = len(notes(tmp_path))
    time.sleep(0.5)
    assert len(notes(tmp_path)) == drawn
