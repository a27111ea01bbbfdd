"""The folder that a local world lives in: data, secrets, ports, logs, and the lock that admits one launcher."""

import base64
import fcntl
import json
import os
import secrets
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.launch import processes

# Offset from the base port: what people type most is the round number.
OFFSETS = {"web": 0, "hooks": 1, "saleor": 10, "stripe": 11, "coupang": 12, "postgres": 54, "valkey": 63}


class AlreadyRunning(Exception):
    """Another launcher holds this home; the message says which."""


@dataclass(frozen=True)
class Home:
    folder: Path

    @property
    def logs(self) -> Path:
        return self.folder / "log"

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other launchers out for the length of the block, or raise AlreadyRunning."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        with (self.folder / "lock").open("a+", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise AlreadyRunning(
                    f"It is running already (process {lock.read().strip()}, in {self.folder}). "
                    "End that one with Ctrl-C first, or give this one a home and ports of its own: "
                    'make up HOME_DIR=.gachi-2 ARGS="--base-port 9000"'
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def is_held(self) -> bool:
        """Say whether a launcher holds this home."""
        try:
            with (self.folder / "lock").open("a+", encoding="ascii") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def remember(self, name: str, value: Any) -> None:
        """Write a small JSON file, whole or not at all."""
        aside = self.folder / f"{name}.json.new"
        aside.write_text(json.dumps(value, indent=1, ensure_ascii=False), encoding="utf-8")
        aside.chmod(0o600)
        aside.replace(self.folder / f"{name}.json")

    def recall(self, name: str) -> Any:
        """Return what was remembered under a name, or an empty dictionary."""
        try:
            return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}

    def secrets(self) -> dict[str, str]:
        """Return the keys that were made for this home alone, making them on the first occasion."""
        file = self.folder / "env"
        if not file.exists():
            made = {
                "GACHI_SECRET_KEY": secrets.token_urlsafe(48),
                "GACHI_SEALING_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            }
            aside = self.folder / "env.new"
            aside.touch(mode=0o600)
            aside.write_text("".join(f"{key}={value}\n" for key, value in made.items()), encoding="utf-8")
            aside.replace(file)
        lines = file.read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))

    def ports(self, wanted: Mapping[str, int], *, say: Callable[[str], None]) -> dict[str, int]:
        """Return a free port for each name: last time's, else the wanted one, else the next free; says what moved."""
        last = self.recall("ports")
        chosen: dict[str, int] = {}
        for name, first in wanted.items():
            before = last.get(name) if last.get("wanted", {}).get(name) == first else None
            start = before or first
            taken = set(chosen.values()) | (set(wanted.values()) - {start})
            port = next(p for p in range(start, 65536) if p not in taken and processes.is_free(p))
            if port != start:
                say(f"Port {start} is taken: {name} moves to {port}.")
            chosen[name] = port
        self.remember("ports", {**chosen, "wanted": dict(wanted)})
        return chosen

    def end_leftovers(self) -> int:
        """End what an earlier launcher left running, and return how many processes that were."""
        found = _supervisors(self) | set(processes.carrying(GACHI_HOME=str(self.folder)))
        for sent, seconds in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
            left = {pid for pid in found if processes.is_alive(pid)}
            for pid in left:
                processes.send(pid, sent)
            limit = time.monotonic() + seconds
            while any(processes.is_alive(pid) for pid in left) and time.monotonic() < limit:
                time.sleep(0.05)
        return len(found)

    def forget(self) -> None:
        """Remove everything this home holds."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _supervisors(home: Home) -> set[int]:
    try:
        pid = int((home.folder / "supervisord.pid").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return set()
    return {pid} if str(home.folder) in processes.command_line(pid) else set()
