"""Fixtures for every test; tests/support/services.py has started PostgreSQL and Valkey by now."""

import os

import pytest
import redis
from django.core.management.commands import flush
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation

from marketplace.storefront import kept
from tests.support import services
from tests.support.standins import Standin

MADE_BY_MIGRATIONS = {"auth_permission", "django_content_type"}


@pytest.fixture(scope="session", autouse=True)
def _ledgers_may_be_emptied():
    """Let a test with `transaction=True` empty every table afterwards; the ledgers refuse it to everyone else."""
    with pytest.MonkeyPatch.context() as patch:
        execute = DatabaseOperations.execute_sql_flush

        def flush_without_triggers(self, sql_list):
            return execute(self, ["SET LOCAL session_replication_role = replica", *sql_list])

        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_without_triggers)
        yield


@pytest.fixture(scope="session", autouse=True)
def _tables_are_emptied_quickly():
    """Delete rows where Django truncates tables, under the same locks, and leave what migrations made.

    Django would make permissions and content types anew for every model, and TRUNCATE makes new files for every table
    and index; both take longer than many a test.
    """
    with pytest.MonkeyPatch.context() as patch:

        def sql_flush(self, _style, tables, *, reset_sequences=False, allow_cascade=False):
            assert not reset_sequences
            names = [self.quote_name(table) for table in tables if table not in MADE_BY_MIGRATIONS]
            return [
                f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE",
                *(f"DELETE FROM {name}" for name in names),
            ]

        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_what, **_how: None)
        yield


@pytest.fixture(autouse=True)
def _korean_first():
    """Begin every test in Korean: a request in English leaves its language behind in the thread."""
    translation.activate("ko")
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Let every test see its own categories, districts and counts: a process keeps them for a while."""
    kept.forget()


@pytest.fixture(scope="session")
def postgres_url():
    """The address of this run's PostgreSQL server; its database is the one that always exists, `postgres`."""
    return services.with_path(os.environ["DATABASE_URL"], "postgres")


@pytest.fixture(scope="session")
def redis_url():
    """The address of this worker's own numbered database in Valkey."""
    return os.environ["REDIS_URL"]


@pytest.fixture
def empty_redis(redis_url):
    """A client of this worker's Valkey database, emptied before the test."""
    with redis.Redis.from_url(redis_url) as client:
        client.flushdb()
        yield client


@pytest.fixture(scope="session")
def database_named():
    """A function that returns the address of this worker's database of a given name; nothing is created."""
    return services.database_named


@pytest.fixture(scope="session")
def start_standin(database_named):
    """A function that starts `python -m sandbox.<name>` with extra arguments and returns its handle.

    It runs until the session ends, or until its `close()`. `database` names another database than its usual one,
    `port` asks for a certain port, `env` adds to its environment.
    """
    started = []

    def start(name, *extra_args, database=None, port=0, env=None):
        address = database_named(database or f"sandbox_{name}")
        there = [other.url for other in started if other.process and other.database_url == address]
        assert not there, f"{there} is on {database} already: two would send each other's webhooks"
        standin = Standin(name, address, extra_args, port=port, env=env)
        started.append(standin)
        return standin.start()

    yield start
    for standin in reversed(started):
        standin.close()


@pytest.fixture(scope="session")
def shared_standin(start_standin):
    """As `start_standin`, but who asks for a database again is given what runs on it.

    For fixtures that several modules import: pytest makes one for each of them.
    """
    running = {}

    def share(name, *extra_args, database):
        if database not in running:
            running[database] = start_standin(name, *extra_args, database=database)
        return running[database]

    return share
