"""``python -m sandbox.launch services`` runs PostgreSQL and Valkey alone."""

import argparse
import contextlib
import signal
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from sandbox.launch import postgres, valkey


def _services(given: argparse.Namespace) -> None:
    with ExitStack() as stack:
        home: Path = given.home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gachi-")))
        home = home.resolve()
        home.mkdir(parents=True, exist_ok=True)
        database = stack.enter_context(postgres.started(home, port=given.postgres_port, fast=given.fast))
        redis = stack.enter_context(valkey.started(home, port=given.valkey_port, fast=given.fast))
        print(f"DATABASE_URL={database}\nREDIS_URL={redis}\nRunning until Ctrl-C.", flush=True)
        signal.pause()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> None:
    """Run as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.launch")
    commands = parser.add_subparsers(required=True)
    services = commands.add_parser("services", help="PostgreSQL and Valkey alone, until Ctrl-C")
    services.add_argument("--home", type=Path, help="folder that keeps the data; without it they are forgotten")
    services.add_argument("--postgres-port", type=int, default=0, help="0 takes a free one")
    services.add_argument("--valkey-port", type=int, default=0, help="0 takes a free one")
    services.add_argument("--fast", action="store_true", help="no safety against power cuts: for tests")
    services.set_defaults(run=_services)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    with contextlib.suppress(KeyboardInterrupt):
        given.run(given)


if __name__ == "__main__":
    main()
