"""The health check of Saleor's beat, on a table such as its schedule is kept in."""

import os
import subprocess
import sys

import psycopg
import pytest

from sandbox.launch.processes import ROOT
from tests.support import compose as shape

SCRIPT = ROOT / "deploy/saleor/beat_lives.py"
NAME = "saleor_beat"


@pytest.fixture
def schedule(postgres_url, database_named):
    """An empty schedule; yields a connection to where it stands."""
    address = database_named(NAME)
    name = address.rpartition("/")[2]
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(
                "CREATE TABLE django_celery_beat_periodictask"
                " (name text, enabled boolean NOT NULL, last_run_at timestamptz)"
            )
            yield connection
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def check(address):
    environment = {**os.environ, "DATABASE_URL": address.replace("postgresql:", "postgres:")}
    return subprocess.run([sys.executable, SCRIPT], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("ran", "lives"),
    [
        ([("expire-orders", True, "250 seconds"), ("delete-old-export-files", True, "20 hours")], True),
        ([("expire-orders", True, "310 seconds"), ("delete-old-export-files", True, "20 hours")], False),
        ([("expire-orders", True, "310 seconds"), ("somebody-s-own", False, "1 second")], False),
        ([("expire-orders", True, None)], False),
        ([], False),
    ],
)
def test_beat_lives_as_long_as_it_sends_work(schedule, database_named, ran, lives):
    for row in ran:
        schedule.execute("INSERT INTO django_celery_beat_periodictask VALUES (%s, %s, now() - %s::interval)", row)

    done = check(database_named(NAME))

    assert done.returncode == (0 if lives else 1)
    assert done.stderr.startswith("no work was sent") is not lives


def test_a_database_that_does_not_answer_is_no_life():
    assert check("postgresql://saleor@127.0.0.1:9/saleor").returncode == 1


def test_the_containers_check_runs_it_with_the_databases_address():
    service = shape.read()["services"]["saleor-beat"]

    mounted = {config["target"]: config["source"] for config in service["configs"]}
    assert service["healthcheck"]["test"] == [
        *("CMD", "sh", "/etc/gachi/with-secrets", "python", "/etc/gachi/beat_lives.py")
    ]
    files = shape.read()["configs"]
    assert files[mounted["/etc/gachi/beat_lives.py"]]["file"] == "deploy/saleor/beat_lives.py"
    assert files[mounted["/etc/gachi/with-secrets"]]["file"] == "deploy/saleor/with-secrets"
