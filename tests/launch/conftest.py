"""A machine with hardly anything on it, and a world that runs there, shared by the tests of this folder."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import pytest

from sandbox.launch import processes

# What a small Debian has, less everything the set-up must do without.
TOOLS = ("sh", "make", "git", "awk", "cmp", "cp", "rm", "dirname", "env", "ls", "cat")
ABSENT = ("node", "npm", "gcc", "cc", "psql", "postgres", "docker", "redis-server", "uv")


@pytest.fixture(scope="session")
def bare_environment(tmp_path_factory):
    """An environment without LANG, whose PATH leads to Python, make and git, and to no compiler, Node or database."""
    folder = tmp_path_factory.mktemp("bin")
    for name in TOOLS:
        (folder / name).symlink_to(shutil.which(name))
    # The interpreter itself, not a version manager's stand-in for it.
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    (folder / f"python{version}").symlink_to(Path(sys.base_prefix) / "bin" / f"python{version}")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("PIP_", "SSL_", "HTTPS_", "https_", "NO_PROXY", "no_proxy")) or name in {"HOME", "TMPDIR"}
    }
    return {**kept, "PATH": str(folder)}


@pytest.fixture(scope="session")
def fresh_venv(bare_environment):
    """A virtual environment that the set-up made on the bare machine, with what it said on the way."""
    with tempfile.TemporaryDirectory(prefix="gachi-venv-") as folder:
        venv = Path(folder) / "venv"
        said = subprocess.run(
            ["sh", "tools/setup", "sandbox"],
            cwd=processes.ROOT,
            env={**bare_environment, "GACHI_VENV": str(venv)},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert said.returncode == 0, said.stderr
        yield venv, said.stderr


class World:
    """A launcher in a process of its own, and what it says."""

    def __init__(self, home, base_port, python, environment):
        self.home, self.base_port, self.python, self.environment = home, base_port, python, environment
        self.process = None
        self.said = ""

    @property
    def log(self):
        return self.home.with_suffix(".said")

    def launch(self, *arguments, **environment):
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [
                    *(self.python, "-m", "sandbox.launch", "up", "--no-demo", "--home", self.home),
                    *("--base-port", str(self.base_port), *arguments),
                ],
                cwd=processes.ROOT,
                env={**self.environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        return self

    def wait_until_ready(self, seconds=150):
        assert until(lambda: "Ctrl-C stops everything" in self.text() or self.process.poll() is not None, seconds)
        assert self.process.poll() is None, self.text()
        return self

    def text(self):
        return self.log.read_text(encoding="utf-8")

    def end(self, sent=signal.SIGINT, seconds=60):
        """Send a signal and return the exit status."""
        self.process.send_signal(sent)
        return self.process.wait(seconds)

    def addresses(self):
        return dict(re.findall(r"^  (\S.*?)  +(http\S+)$", self.text(), re.M))

    def ports(self):
        import json

        return json.loads((self.home / "ports.json").read_text())

    def pids(self, part):
        return processes.carrying(GACHI_HOME=str(self.home), GACHI_PART=part)

    def everything(self):
        return [pid for pid in processes.carrying(GACHI_HOME=str(self.home)) if processes.is_alive(pid)]

    def is_well(self):
        ports = self.ports()
        paths = {"web": "/health/", "hooks": "/health/", "saleor": "/_sandbox/health", "stripe": "/_sandbox/health"}
        paths["coupang"] = "/_sandbox/health"
        return all(processes.answers(f"http://127.0.0.1:{ports[name]}{path}") for name, path in paths.items())

    def get(self, path):
        return httpx.get(f"http://127.0.0.1:{self.ports()['web']}{path}", timeout=20, follow_redirects=True)


@pytest.fixture(scope="session")
def world(bare_environment, fresh_venv):
    """A world that is up, on the bare machine; one port that it wants is taken by someone else."""
    with tempfile.TemporaryDirectory(prefix="gachi-world-") as folder:
        home = Path(folder) / "home"
        made = World(home, _free_range(), str(fresh_venv[0] / "bin" / "python"), bare_environment)
        taker = subprocess.Popen(
            [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(made.base_port + 10)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            assert until(lambda: not processes.is_free(made.base_port + 10))
            yield made.launch().wait_until_ready()
        finally:
            if made.process.poll() is None:
                made.end(signal.SIGTERM)
            taker.kill()
            taker.wait()


def _free_range():
    for base in range(21000, 32000, 100):
        if all(processes.is_free(base + offset) for offset in range(70)):
            return base
    raise AssertionError("no free ports")


def until(holds, seconds=30):
    """Whether something comes true in time."""
    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            return False
        time.sleep(0.1)
    return True
