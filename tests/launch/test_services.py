"""The servers that tests and `make up` run on."""

import subprocess
import sys

import psycopg
import pytest
import redis

from sandbox.launch import postgres, processes, valkey


def test_the_server_keeps_hangul_in_trigrams(postgres_url):
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        found = connection.execute("SELECT show_trgm('가치') <> '{}', upper('é'), version()").fetchone()
        connection.rollback()

    assert found[:2] == (True, "É")
    assert found[2].startswith("PostgreSQL 18.")


def test_each_worker_has_a_valkey_database_of_its_own(empty_redis, redis_url, worker_id):
    empty_redis.set("whose", worker_id)

    number = 0 if worker_id == "master" else int(worker_id.removeprefix("gw")) + 1
    assert redis_url.endswith(f"/{number}")
    assert empty_redis.get("whose") == worker_id.encode()


def test_no_test_reaches_beyond_this_machine():
    import socket

    with socket.socket() as outside, pytest.raises(RuntimeError, match=r"tried to reach 192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))


def test_rows_and_keys_survive_a_server_that_is_killed(tmp_path):
    ports = {"postgres": processes.free_port(), "valkey": processes.free_port()}
    for server in (postgres, valkey):
        server.prepare(tmp_path)
    with _killed(postgres, tmp_path, ports["postgres"]) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('가치')")
    with _killed(valkey, tmp_path, ports["valkey"]) as url, redis.Redis.from_url(url) as client:
        client.set("kept", "가치")
        client.execute_command("WAITAOF", 1, 0, 2000)

    with postgres.started(tmp_path, port=ports["postgres"]) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("가치",)]
    with valkey.started(tmp_path, port=ports["valkey"]) as url, redis.Redis.from_url(url) as client:
        assert client.get("kept").decode() == "가치"


def test_a_server_ends_when_who_started_it_is_killed(tmp_path):
    code = (
        "import sys, os, signal\nfrom pathlib import Path\nfrom sandbox.launch import postgres\n"
        "with postgres.started(Path(sys.argv[1]), fast=True):\n    os.kill(os.getpid(), signal.SIGKILL)"
    )

    ended = subprocess.run([sys.executable, "-c", code, tmp_path], cwd=processes.ROOT, timeout=60, check=False)

    assert ended.returncode == -9
    lock = tmp_path / "postgres" / "data" / "postmaster.pid"
    assert _until(lambda: not lock.exists())


def test_a_lock_left_by_a_process_that_is_gone_does_not_stop_the_next_start(tmp_path):
    with postgres.started(tmp_path, fast=True):
        pass
    someone_else = subprocess.Popen(["sleep", "60"])
    lock = tmp_path / "postgres" / "data" / "postmaster.pid"
    lock.write_text(f"{someone_else.pid}\n{lock.parent}\n1\n5432\n\n127.0.0.1\n", encoding="ascii")

    with postgres.started(tmp_path, fast=True) as url, psycopg.connect(url) as connection:
        answer = connection.execute("SELECT 1").fetchone()

    assert answer == (1,)
    assert someone_else.poll() is None
    someone_else.kill()
    someone_else.wait()


class _killed:
    """Run a server for the block, then kill it as a crash would."""

    def __init__(self, server, home, port):
        self.server, self.home, self.port = server, home, port

    def __enter__(self):
        with (self.home / "log").open("ab") as log:
            command = self.server.command(self.home, self.port)
            self.process = subprocess.Popen(command, cwd=processes.ROOT, stdout=log, stderr=log)
        assert _until(lambda: self.server.is_ready(self.home, self.port)), (self.home / "log").read_text()
        return self.server.url(self.home, self.port)

    def __exit__(self, *_exc):
        self.process.kill()
        self.process.wait()


def _until(holds, seconds=20):
    import time

    limit = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True
