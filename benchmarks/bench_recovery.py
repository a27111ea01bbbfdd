"""Each part of a running marketplace killed in turn: how long until everything answers again, without an operator."""

import json
import os
import pickle
import signal
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import redis

from benchmarks.starting import NotReady, clone, running
from benchmarks.world import World, report
from sandbox.launch import processes, valkey

GOAL = 10.0
LONGEST = 60.0
# What each part without an address says when it lives (marketplace/core/pulse.py).
PULSES = {
    "beat": ("beat",),
    "relay": ("relay",),
    "worker": ("worker:default",),
    "channels": ("worker:channels", "worker:markets"),
    "buyer": ("worker:purchases",),
}
HEALTH = {"web": "/health/", "hooks": "/health/"}
PLAYED = ("saleor", "stripe", "coupang")


def run(world: World) -> None:
    """Kill every part once with SIGKILL, and at last the supervisor; the longest recovery counts.

    A tiny run kills the supervisor alone: everything starts anew with it.
    """
    home = clone(world) / ".gachi"
    found: dict[str, float] = {}
    with running(home.parent, world, "recovery"):
        for part in () if world.is_tiny else sorted(_parts(home)):
            found[part] = _seconds_to_recover(home, part)
        found["supervisor"] = _seconds_to_recover(home, "supervisor")
    slowest = max(found, key=lambda part: found[part])
    each = ", ".join(f"{part} {seconds:.1f}" for part, seconds in found.items())
    report(
        name="recovery",
        value=found[slowest],
        unit=f"s, the slowest ({slowest}) of: {each}",
        baseline="the clock: a second",
        ratio=found[slowest],
        goal=GOAL,
        met=found[slowest] <= GOAL,
    )


def _seconds_to_recover(home: Path, part: str) -> float:
    """Kill a part and wait until it runs anew, has said so, and every address answers; raises NotReady."""
    before = _supervisor(home) if part == "supervisor" else _parts(home)[part]
    assert before is not None
    expected = set(_parts(home))
    pulses = PULSES if part == "supervisor" else {part: PULSES.get(part, ())}
    killed_at, began = datetime.now(tz=UTC), time.monotonic()
    os.kill(before, signal.SIGKILL)
    while time.monotonic() < began + LONGEST:
        parts = _parts(home)
        now = _supervisor(home) if part == "supervisor" else parts.get(part)
        if now not in (before, None) and set(parts) == expected and _is_well(home, pulses, killed_at):
            return time.monotonic() - began
        time.sleep(0.1)
    raise NotReady(f"{part} did not come back in {LONGEST:.0f} s")


def _supervisor(home: Path) -> int | None:
    """Return its process, or None while a new one is writing that down."""
    written = (home / "supervisord.pid").read_text(encoding="ascii").strip()
    return int(written) if written else None


def _parts(home: Path) -> dict[str, int]:
    """Return the process of each part that the supervisor started."""
    supervisor, found = _supervisor(home), {}
    for pid in processes.carrying(GACHI_HOME=str(home)):
        try:
            status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            words = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        except OSError:
            continue  # ended meanwhile
        part = next((word.partition(b"=")[2].decode() for word in words if word.startswith(b"GACHI_PART=")), "")
        if part and status[0] != "Z" and int(status[1]) == supervisor:
            found[part] = pid
    return found


def _is_well(home: Path, pulses: Mapping[str, Sequence[str]], since: datetime) -> bool:
    ports = json.loads((home / "ports.json").read_text(encoding="utf-8"))
    paths = HEALTH | dict.fromkeys((name for name in PLAYED if name in ports), "/_sandbox/health")
    if not all(processes.answers(f"http://127.0.0.1:{ports[name]}{path}") for name, path in paths.items()):
        return False
    try:
        with redis.Redis.from_url(valkey.url(home, ports["valkey"])) as client:
            told = [client.get(f":1:pulse:{name}") for names in pulses.values() for name in names]
    except redis.RedisError:
        return False
    return all(at and datetime.fromisoformat(pickle.loads(at)) > since for at in told)  # written by the clone
