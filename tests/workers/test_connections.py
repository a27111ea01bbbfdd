"""A worker keeps its connection to the database from task to task, and gets another where it breaks."""

import pytest
from django.db import connection

from tests.support.running import WORKER, running, until
from workers.app import app

ONE = [*WORKER, "--pool=threads", "--concurrency=1", "--loglevel=INFO"]
TASK = "inventory.audit"


def backends():
    """The connections of others to this test's database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return {pid for (pid,) in cursor.fetchall()}


class Worker:
    def __init__(self, process, others):
        self.process, self._others, self._done = process, others, 0

    def work(self, times):
        """Have it do some tasks, and return the connections that it has after each."""
        seen = []
        for _task in range(times):
            app.send_task(TASK)
            self._done += 1
            until(lambda: self.process.text().count("succeeded") >= self._done, self.process)
            seen.append(backends() - self._others)
        return seen


@pytest.fixture
def worker(transactional_db, empty_redis, tmp_path):
    others = backends()
    kept = {"DJANGO_SETTINGS_MODULE": "marketplace.settings.demo"}
    with running(tmp_path, {"worker": ONE}, **kept) as started:
        yield Worker(started["worker"], others)


def test_tasks_share_a_connection(worker):
    seen = worker.work(4)

    assert len(seen[0]) == 1
    assert seen[1:] == [seen[0]] * 3


def test_a_connection_that_the_server_ended_is_replaced_before_the_next_task(worker):
    [[first]] = worker.work(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [first])

    [[second]] = worker.work(1)

    assert second != first
    assert "OperationalError" not in worker.process.text()
