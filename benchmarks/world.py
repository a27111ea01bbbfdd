"""PostgreSQL and Valkey for one run, and databases on them: made when a benchmark asks, filled once, shared."""

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import psycopg

from benchmarks import serving
from sandbox.launch import postgres, valkey
from sandbox.launch.processes import ROOT

T = TypeVar("T")


@dataclass(frozen=True)
class Size:
    """How much is measured, and for how long."""

    enterprises: int = 5527
    listings: int = 110_000
    few: int = 2_000
    twin: int = 240
    rounds: int = 7
    seconds: float = 1.0
    repeats: int = 300


TINY = Size(enterprises=6, listings=90, few=30, twin=26, rounds=1, seconds=0.1, repeats=3)


class AnotherDatabase(Exception):
    """Django knows one database in the life of a process."""


@dataclass
class World:
    """What a run has: servers of its own (or those of DATABASE_URL and REDIS_URL), and a folder that goes with it."""

    size: Size
    home: Path
    stack: ExitStack
    _made: dict[str, str] = field(default_factory=dict)
    _django: str = ""

    @property
    def is_tiny(self) -> bool:
        return self.size == TINY

    @cached_property
    def postgres_url(self) -> str:
        # As safe as production's: a benchmark of commits that skips the disk would flatter.
        return os.environ.get("DATABASE_URL") or self.stack.enter_context(postgres.started(self.home))

    @cached_property
    def redis_url(self) -> str:
        return os.environ.get("REDIS_URL") or self.stack.enter_context(valkey.started(self.home, fast=True))

    @cached_property
    def _static(self) -> Path:
        folder = self.home / "static"
        self._run_manage({**self._common, "BENCH_STATIC_ROOT": str(folder)}, "collectstatic", "--no-input", "-v0")
        return folder

    @cached_property
    def _common(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.postgres_url,
            "REDIS_URL": self.redis_url,
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "GACHI_MEDIA_ROOT": str(self.home / "media"),
        }

    def environment(self, database: str) -> dict[str, str]:
        """Return the environment of a process that works on a database of this world."""
        return {**self._common, "DATABASE_URL": self.database(database), "BENCH_STATIC_ROOT": str(self._static)}

    def database(self, name: str) -> str:
        """Return the address of a database with as many listings as its name says: `large`, `small` or `twin`."""
        if name not in self._made:
            count = {"large": self.size.listings, "small": self.size.few, "twin": self.size.twin}[name]
            url = self._create(name, template=self._blank)
            environment = {**self._common, "DATABASE_URL": url}
            self.say(f"filling the database {name} with {count:,} listings")
            enterprises = min(self.size.enterprises, max(6, count // 20))
            self._run_manage(environment, "generate", "--yes", f"--enterprises={enterprises}", f"--listings={count}")
            self._made[name] = url
        return self._made[name]

    @cached_property
    def _blank(self) -> str:
        """The name of a database with every table and no row, to be copied."""
        url = self._create("blank", template="template0")
        self._run_manage({**self._common, "DATABASE_URL": url}, "migrate", "--no-input", "--skip-checks", "-v0")
        return url.partition("?")[0].rpartition("/")[2]

    def server(self, database: str, *, workers: int = 1) -> str:
        """Return the base address of a web server that serves a database; it runs until the run ends."""
        key = f"server {database} {workers}"
        if key not in self._made:
            server = serving.server(self.home, self.environment(database), workers=workers)
            self._made[key] = self.stack.enter_context(server)
        return self._made[key]

    def hooks(self, database: str) -> str:
        """Return the base address of a hooks process that serves a database; it runs until the run ends."""
        key = f"hooks {database}"
        if key not in self._made:
            server = serving.server(self.home, self.environment(database), module="benchmarks.hooks_wsgi", threads=8)
            self._made[key] = self.stack.enter_context(server)
        return self._made[key]

    def set_up_django(self, database: str) -> None:
        """Set Django up in this process, against a database; raises AnotherDatabase if it is set up against another."""
        if self._django not in ("", database):
            raise AnotherDatabase(f"Django works on {self._django} here, and {database} was asked for")
        self._django = database
        os.environ.update(self.environment(database))
        import django

        django.setup()

    def ask_elsewhere(self, database: str, question: Callable[[], T]) -> T:
        """Return what a module's function answers in a process of its own, where Django works on a database."""
        spawned = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            1, mp_context=spawned, initializer=_set_up, initargs=(self.environment(database),)
        ) as pool:
            return pool.submit(question).result()

    def say(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def _create(self, name: str, *, template: str) -> str:
        full = f"gachi_bench_{os.getpid()}_{name}"
        with psycopg.connect(_on(self.postgres_url, "postgres"), autocommit=True) as server:
            server.execute(f"CREATE DATABASE {full} TEMPLATE {template}")
        self.stack.callback(self._drop, full)
        return _on(self.postgres_url, full)

    def _drop(self, full: str) -> None:
        with psycopg.connect(_on(self.postgres_url, "postgres"), autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {full} WITH (FORCE)")

    def _run_manage(self, environment: Mapping[str, str], *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=sys.stderr,
            check=True,
        )


@contextmanager
def opened(size: Size) -> Iterator[World]:
    """Give a world for the length of the block; nothing of it is left afterwards."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gachi-bench-", ignore_cleanup_errors=True)))
        yield World(size, home, stack)


def report(
    *, name: str, value: float | None, unit: str, baseline: str, ratio: float | None, goal: float, met: bool
) -> None:
    """Print the one line that others read."""
    line = {
        "name": name,
        "value": None if value is None else round(value, 3),
        "unit": unit,
        "baseline": baseline,
        "ratio": None if ratio is None else round(ratio, 3),
        "goal": goal,
        "met": met,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def _set_up(environment: Mapping[str, str]) -> None:
    os.environ.update(environment)
    import django

    django.setup()


def _on(url: str, name: str) -> str:
    before, _, query = url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
