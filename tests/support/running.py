"""The product's own processes, as production runs them, beside a test."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings

from sandbox.launch.processes import ROOT

RELAY = ["-m", "workers.relay"]
WORKER = ["-m", "celery", "-A", "workers.app", "worker", "--without-gossip", "--without-mingle"]


class Running:
    """A process whose log can be read while it runs."""

    def __init__(self, command, log, environment):
        self._log = log
        with log.open("wb") as written:
            self._process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=environment, stdout=written, stderr=written
            )

    def text(self):
        return self._log.read_text(encoding="utf-8")

    def lines(self):
        """Return what it logged, a dict for each line of JSON."""
        return [json.loads(line) for line in self.text().splitlines() if line.startswith("{") and line.endswith("}")]

    def stop(self):
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)


@contextmanager
def running(folder, commands, **environment):
    """Run processes by name on this test's database; they end with the block, in the reverse order."""
    database = settings.DATABASES["default"]
    server = f"postgresql://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    whole = {
        **os.environ,
        "DATABASE_URL": f"{server}/{database['NAME']}",
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
        "GACHI_LOG_LEVEL": "INFO",
        **environment,
    }
    started = {}
    try:
        for name, command in commands.items():
            started[name] = Running(command, folder / f"{name}.log", whole)
        yield started
    finally:
        for process in reversed(started.values()):
            process.stop()


def until(found, *processes, seconds=40):
    """Wait until `found()` returns something, and return it; else fail with what the processes said."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if result := found():
            return result
        time.sleep(0.1)
    raise AssertionError("\n".join(process.text()[-3000:] for process in processes) or "it never came")
