"""``python -m sandbox.launch up`` runs everything; ``services`` runs PostgreSQL and Valkey alone; ``reset`` forgets;
``manage`` runs a management command in a world that is up."""

import argparse
import signal
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from sandbox.launch import postgres, processes, up, valkey
from sandbox.launch.home import AlreadyRunning, Home

stopping = threading.Event()


def _up(given: argparse.Namespace) -> None:
    up.up(
        Home(given.home.resolve()),
        base_port=given.base_port,
        settings=given.settings,
        demo="" if given.no_demo else "small" if given.small_demo else "full",
        stopping=stopping,
    )


def _services(given: argparse.Namespace) -> None:
    with ExitStack() as stack:
        home: Path = given.home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gachi-")))
        home = home.resolve()
        home.mkdir(parents=True, exist_ok=True)
        database = stack.enter_context(postgres.started(home, port=given.postgres_port, fast=given.fast))
        redis = stack.enter_context(valkey.started(home, port=given.valkey_port, fast=given.fast))
        print(f"DATABASE_URL={database}\nREDIS_URL={redis}\nRunning until Ctrl-C.", flush=True)
        stopping.wait()


def _manage(given: argparse.Namespace) -> None:
    sys.exit(up.manage(Home(given.home.resolve()), settings=given.settings, arguments=given.command))


def _reset(given: argparse.Namespace) -> None:
    up.reset(given.home.resolve())


def _stop(_signal: int, _frame: FrameType | None) -> None:
    # During the start there is nobody to look at the event; an exception unwinds it. Later calls change nothing.
    if not stopping.is_set():
        stopping.set()
        raise KeyboardInterrupt


def main() -> None:
    """Run as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.launch")
    commands = parser.add_subparsers(required=True)
    whole = commands.add_parser("up", help="the whole marketplace, until Ctrl-C")
    whole.add_argument("--home", type=Path, default=Path(".gachi"), help="folder that keeps everything (.gachi)")
    whole.add_argument("--base-port", type=int, default=8000, help="the shop's port; the others follow (8000)")
    whole.add_argument("--no-demo", action="store_true", help="leave the shop empty")
    whole.add_argument("--small-demo", action="store_true", help="two enterprises only")
    whole.add_argument("--settings", default="demo", help="module of marketplace.settings (demo)")
    whole.set_defaults(run=_up)
    services = commands.add_parser("services", help="PostgreSQL and Valkey alone, until Ctrl-C")
    services.add_argument("--home", type=Path, help="folder that keeps the data; without it they are forgotten")
    services.add_argument("--postgres-port", type=int, default=0, help="0 takes a free one")
    services.add_argument("--valkey-port", type=int, default=0, help="0 takes a free one")
    services.add_argument("--fast", action="store_true", help="no safety against power cuts: for tests")
    services.set_defaults(run=_services)
    manage = commands.add_parser("manage", help="a command of manage.py, in the world that runs in a home")
    manage.add_argument("--home", type=Path, default=Path(".gachi"))
    manage.add_argument("--settings", default="demo", help="module of marketplace.settings (demo)")
    manage.add_argument("command", nargs=argparse.REMAINDER, help="what comes after manage.py")
    manage.set_defaults(run=_manage)
    forget = commands.add_parser("reset", help="forget what a home holds")
    forget.add_argument("--home", type=Path, default=Path(".gachi"))
    forget.set_defaults(run=_reset)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        given.run(given)
    except KeyboardInterrupt:
        pass
    except (AlreadyRunning, processes.NotStarted, up.SettingsToMend) as exc:
        sys.exit(f"\n{exc}")


if __name__ == "__main__":
    main()
