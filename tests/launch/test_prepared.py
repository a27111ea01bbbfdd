"""What a start looks at before it leaves something out."""

import os
import subprocess

import psycopg
import pytest

from sandbox.launch import prepared, processes


@pytest.fixture
def database(postgres_url):
    """The address of an empty database."""
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS prepared_before")
        server.execute("CREATE DATABASE prepared_before")
        yield f"{postgres_url.rpartition('/')[0]}/prepared_before"
        server.execute("DROP DATABASE prepared_before WITH (FORCE)")


def applied(database, *names):
    with psycopg.connect(database) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS django_migrations "
            "(id int GENERATED ALWAYS AS IDENTITY, app text NOT NULL, name text NOT NULL)"
        )
        for name in names:
            connection.execute("INSERT INTO django_migrations (app, name) VALUES ('core', %s)", [name])
    return prepared.migrations({"DATABASE_URL": database})


def test_an_empty_database_is_never_up_to_date(database):
    assert prepared.migrations({"DATABASE_URL": database}) == {}
    assert applied(database) == {}


def test_a_server_that_is_away_is_never_up_to_date():
    assert prepared.migrations({"DATABASE_URL": f"postgresql://gachi@127.0.0.1:{processes.free_port()}/gachi"}) == {}


def test_what_was_applied_is_told_apart(database):
    first = applied(database, "0001")
    second = applied(database, "0002")
    with psycopg.connect(database) as connection:
        connection.execute("DELETE FROM django_migrations WHERE name = '0002'")
    taken_back = applied(database)

    assert first
    assert second != first
    assert taken_back == first


def test_a_migration_that_is_written_anew_is_told_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "ROOT", tmp_path)
    written = tmp_path / "marketplace" / "core" / "migrations" / "0001.py"
    written.parent.mkdir(parents=True)
    assert prepared.files("*.py") == ""  # no repository here: nothing can be told

    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    written.write_text("one")
    before = prepared.files("*/migrations/*.py")
    os.utime(written, (1, 1))

    assert before
    assert prepared.files("*/migrations/*.py") != before
