"""``python -m sandbox.launch up``: the whole marketplace on this machine, until Ctrl-C."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.launch import parts, postgres, prepared, processes, valkey
from sandbox.launch.commands import Commands
from sandbox.launch.home import Home
from sandbox.launch.supervision import Supervisor

START_SECONDS = 180
SEED_SECONDS = 1800
DRAW = (
    "import runpy, signal; from sandbox.launch import processes; processes.end_with_parent(signal.SIGKILL);"
    " runpy.run_path('manage.py', run_name='__main__')"
)


class SettingsToMend(Exception):
    """The product refuses its settings; the message is the product's own, naming each."""


@dataclass
class Voice:
    """Says what happens, with the seconds since the start."""

    began: float = field(default_factory=time.monotonic)

    def say(self, text: str) -> None:
        print(f"{time.monotonic() - self.began:6.1f} s  {text}", flush=True)

    def detail(self, text: str) -> None:
        self.say(f"  {text}")


def up(home: Home, *, base_port: int, settings: str, demo: str, stopping: threading.Event) -> None:
    """Bring everything up, print where it is, keep it running until `stopping` is set, and take it down.

    Raises AlreadyRunning, SettingsToMend or NotStarted; nothing is left running then.
    """
    voice = Voice()
    with home.held():
        if ended := home.end_leftovers():
            voice.say(f"Ended {ended} processes that an earlier start had left behind.")
        given = parts.process_environment()
        replaced = parts.replaced_by(given)
        ports = home.ports(parts.wanted_ports(base_port, replaced), say=voice.say)
        postgres.prepare(home.folder)
        valkey.prepare(home.folder)
        home.media.mkdir(exist_ok=True)
        environment = parts.environment(home, ports, replaced, settings=settings, given=given)
        _check_settings(environment)
        supervisor = Supervisor(home, parts.all_parts(home, ports, replaced, environment), environment)
        try:
            with closing(Commands(environment, home=home.folder)) as commands:
                _bring_up(home, supervisor, commands, replaced, voice, demo=demo if settings == "demo" else "")
                print(_table(home, environment, replaced, _logins(commands)), flush=True)
            _keep_running(supervisor, voice, stopping)
        finally:
            print("", flush=True)
            voice.say("Stopping.")
            supervisor.stop()
            home.end_leftovers()
            voice.say("Everything has stopped. `make up` carries on from here; `make reset` starts over.")


def manage(home: Home, *, settings: str, arguments: Sequence[str]) -> int:
    """Run a management command with the environment of the world that runs in a home; returns its exit status.

    Raises NotStarted if nothing runs there, or if it was started with settings that are not given now.
    """
    if not home.is_held():
        raise processes.NotStarted(f"Nothing runs in {home.folder}: start it with `make up`.")
    given = parts.process_environment()
    replaced, ports = parts.replaced_by(given), home.recall("ports")
    if elsewhere := sorted(parts.wanted_ports(0, replaced).keys() - ports.keys()):
        raise processes.NotStarted(
            f"This world was started with an address of yours for {', '.join(elsewhere)}: give the same settings here."
        )
    environment = parts.environment(home, ports, replaced, settings=settings, given=given)
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=processes.ROOT, env=environment, check=False
    ).returncode


def _bring_up(
    home: Home, supervisor: Supervisor, commands: Commands, replaced: parts.Replaced, voice: Voice, *, demo: str
) -> None:
    environment = supervisor.environment
    if demo and home.recall("seeded") != _seeded(environment, replaced):
        with _drawing(home, environment, demo) as drawn:
            _start(home, supervisor, commands, voice)
            _seed(home, environment, commands, replaced, voice, demo=demo, drawn=drawn)
    else:
        _start(home, supervisor, commands, voice)
    supervisor.restarted()
    voice.say("Ready.")


def _start(home: Home, supervisor: Supervisor, commands: Commands, voice: Voice) -> None:
    environment = supervisor.environment
    supervisor.start()
    if any(part.group == "servers" for part in supervisor.parts):
        voice.say("Starting PostgreSQL and Valkey" + ("." if _has_data(home) else ", and making their data."))
    supervisor.wait_for("servers", seconds=START_SECONDS)
    played = [part.name for part in supervisor.parts if part.group == "played"]
    if played:
        voice.say(f"Starting the stand-ins: {', '.join(played)}.")
        supervisor.start_group("played")
    as_left = prepared.migrations(environment)
    if as_left and as_left == home.recall("migrated"):
        voice.say("The database is up to date.")
    else:
        voice.say("Bringing the database up to date.")
        commands.run("migrate", "--no-input", "--skip-checks", "--verbosity", "0", seconds=300)
        as_left = {}
    _collect_static(home, commands, voice)
    voice.say("Starting web, hooks, workers, beat and relay.")
    supervisor.start_group("gachi")
    if played:
        supervisor.wait_for("played", seconds=START_SECONDS)
    # A Saleor that knows Gachi is looked through while they start; one that does not needs them to answer it.
    is_known = bool(as_left) and _is_known(commands, voice)
    supervisor.wait_for("gachi", seconds=START_SECONDS)
    if not is_known:
        voice.say("Introducing Gachi to Saleor.")
        commands.run("gachi_setup", seconds=300, say=voice.detail)
    home.remember("migrated", prepared.migrations(environment))


def _is_known(commands: Commands, voice: Voice) -> bool:
    voice.say("Asking Saleor whether all is as it was.")
    try:
        commands.run("gachi_setup", seconds=300)
    except processes.NotStarted:
        return False
    return True


def _check_settings(environment: Mapping[str, str]) -> None:
    asked = [sys.executable, "-c", f"import {environment['DJANGO_SETTINGS_MODULE']}"]
    tried = subprocess.run(
        asked, cwd=processes.ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    if tried.returncode:
        raise SettingsToMend(tried.stderr.strip().rpartition("\n")[2].rpartition("BadEnvironment: ")[2])


def _has_data(home: Home) -> bool:
    return (home.folder / "postgres" / "data" / "PG_VERSION").exists()


def _collect_static(home: Home, commands: Commands, voice: Voice) -> None:
    """Collect static files when one of them has changed since last time."""
    digest = prepared.files("*/static/*")
    collected = processes.ROOT / "static-collected" / "staticfiles.json"
    if digest and home.recall("static") == {"digest": digest} and collected.exists():
        return
    voice.say("Collecting styles, scripts and fonts.")
    commands.run("collectstatic", "--no-input", "--skip-checks", "--verbosity", "0", seconds=300)
    home.remember("static", {"digest": digest})


def _seeded(environment: Mapping[str, str], replaced: parts.Replaced) -> dict[str, str]:
    """Return what the demo is loaded into: once per database and Saleor."""
    return {
        "database": _digest(environment["DATABASE_URL"]) if replaced.postgres else "here",
        "saleor": _digest(environment["GACHI_SALEOR_URL"]) if replaced.saleor else "here",
    }


@contextmanager
def _drawing(home: Home, environment: Mapping[str, str], demo: str) -> Iterator["subprocess.Popen[str]"]:
    """Have the demo's pictures drawn on what the start leaves of the processors; ended with the block, if need be."""
    process = subprocess.Popen(
        [sys.executable, "-c", DRAW, "draw_demo", *_amount(demo)],
        cwd=processes.ROOT,
        env={**environment, "GACHI_HOME": str(home.folder)},  # by which leftovers are found
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        with process.stdout:
            yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _seed(
    home: Home,
    environment: Mapping[str, str],
    commands: Commands,
    replaced: parts.Replaced,
    voice: Voice,
    *,
    demo: str,
    drawn: "subprocess.Popen[str]",
) -> None:
    voice.say("Loading the demo: enterprises, listings, pictures, an exhibition. Once, for a minute.")
    assert drawn.stdout is not None
    for line in drawn.stdout:  # what is not drawn when this ends is drawn by seed_demo
        voice.detail(line.rstrip())
    commands.run("seed_demo", *_amount(demo), seconds=SEED_SECONDS, say=voice.detail)
    home.remember("seeded", _seeded(environment, replaced))


def _amount(demo: str) -> list[str]:
    return ["--small"] if demo == "small" else []


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _logins(commands: Commands) -> list[dict[str, str]]:
    try:
        found: list[dict[str, str]] = json.loads(commands.run("demo_logins", "--json", seconds=60)[-1])
    except (processes.NotStarted, IndexError, ValueError):
        return []
    return found


def _table(
    home: Home, environment: Mapping[str, str], replaced: parts.Replaced, logins: Sequence[Mapping[str, str]]
) -> str:
    web = environment["GACHI_PUBLIC_URL"]
    rows = [
        ("Shop", f"{web}/"),
        ("Vendors' portal", f"{web}/portal/"),
        ("Staff console", f"{web}/console/"),
        ("Mailbox", f"{web}/mailbox/"),
        ("Django admin", f"{web}/admin/"),
    ]
    played = {
        "saleor": ("Saleor (played)", environment["GACHI_SALEOR_URL"]),
        "stripe": ("Stripe (played)", environment.get("GACHI_STRIPE_URL", "")),
        "coupang": ("쿠팡 (played)", f"{environment.get('GACHI_COUPANG_URL', '')}/"),
    }
    rows += [row for name, row in played.items() if name not in replaced.names()]
    lines = ["", *(f"  {name}{' ' * (17 - _width(name))}{url}" for name, url in rows)]
    if logins:
        people = [[f"{web}{value}" if value.startswith("/") else value for value in row.values()] for row in logins]
        columns = [max(map(_width, column)) for column in zip(*people, strict=True)]
        lines += ["", "  Log-ins"]
        for row in people:
            cells = [value + " " * (width - _width(value)) for value, width in zip(row, columns, strict=True)]
            lines.append(f"  {'  '.join(cells)}".rstrip())
    return "\n".join([*lines, "", f"  Ctrl-C stops everything. What happens inside: {home.logs}", ""])


def _width(text: str) -> int:
    """How many columns a text takes: Hangul takes two each."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _keep_running(supervisor: Supervisor, voice: Voice, stopping: threading.Event) -> None:
    while not stopping.wait(1):
        if supervisor.process is not None and supervisor.process.poll() is not None:
            voice.say("The supervisor ended; starting it again.")
            supervisor.restart()
            continue
        try:
            restarted = supervisor.restarted()
        except OSError:
            continue  # it has just ended
        for name in restarted:
            voice.say(f"{name} had ended and runs again.")


def reset(folder: Path) -> None:
    """Forget everything a home holds; raises AlreadyRunning while a launcher runs there."""
    home = Home(folder)
    if folder.exists():
        with home.held():
            home.end_leftovers()
            home.forget()
