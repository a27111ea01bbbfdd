"""Stand-ins as subprocesses, with their fault desks at hand."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time

import httpx

from sandbox.launch.processes import ROOT

READY_SECONDS = 60


class Standin:
    """A running stand-in: where it is, what was called, how to make it misbehave."""

    def __init__(self, name, database_url, extra_args=(), port=0, env=None):
        self.name = name
        self.database_url = database_url
        self.extra_args = [str(arg) for arg in extra_args]
        self.env = env or {}
        self.port = port
        self.url = ""
        self.lines = []
        self.process = None
        self._http = httpx.Client(timeout=30, trust_env=False)

    def start(self):
        """Start it and wait until it listens; a second start keeps the port and the database."""
        command = [sys.executable, "-m", f"sandbox.{self.name}", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--database-url", self.database_url, *self.extra_args],
            cwd=ROOT,
            env={**os.environ, **self.env, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        ready = queue.Queue()
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout, ready), daemon=True)
        self._reader.start()
        try:
            self.url = ready.get(timeout=READY_SECONDS)
        except queue.Empty:
            self.url = None
        if self.url is None:
            self.kill()
            raise RuntimeError(f"stand-in {self.name} did not start:\n" + "".join(self.lines[-40:]))
        self.port = httpx.URL(self.url).port
        return self

    def _read(self, output, ready):
        with output:
            for line in output:
                self.lines.append(line)
                if f"{self.name} listening on " in line:
                    ready.put(line.rpartition(" ")[2].strip())
        ready.put(None)

    def stop(self):
        """End it as an operator would; its database stays."""
        self._end(signal.SIGTERM)

    def kill(self):
        """End it as a crash would."""
        self._end(signal.SIGKILL)

    def _end(self, sent):
        if self.process is None:
            return
        self.process.send_signal(sent)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self._reader.join(10)
        self.process = None

    def close(self):
        """Stop it for good."""
        self.stop()
        self._http.close()

    def fault(self, match, kind, **how):
        """Order a fault (sandbox/shared/faults.py lists the kinds); it happens once unless `times` says otherwise."""
        self._desk("POST", "faults", json={"match": match, "kind": kind, **how})

    def clear_faults(self):
        """Behave again, and forget the calls so far."""
        self._desk("DELETE", "faults")

    def reset(self):
        """Forget everything: state, faults and calls."""
        self._desk("POST", "reset")

    def calls(self, match="*"):
        """Return the calls whose label matches, oldest first: dictionaries with at, label and status."""
        return self._desk("GET", "calls", params={"match": match}).json()

    def wait_for_calls(self, match, count=1, seconds=10):
        """Return the matching calls once there are that many, or raise AssertionError with those that came."""
        limit = time.monotonic() + seconds
        while len(found := self.calls(match)) < count:
            assert time.monotonic() < limit, f"{count} × {match} expected, got {found}\n{self._says()}"
            time.sleep(0.05)
        return found

    def _says(self):
        """What it was asked, what it printed, and what its threads are doing."""
        calls = self.calls()
        self.process.send_signal(signal.SIGUSR1)
        time.sleep(0.5)
        return f"{calls}\n" + "".join(self.lines[-200:])

    def _desk(self, method, path, **kwargs):
        response = self._http.request(method, f"{self.url}/_sandbox/{path}", **kwargs)
        response.raise_for_status()
        return response
