"""Every topic that something emits, and every job that beat starts, is a task that the workers know."""

import re
from pathlib import Path

from sandbox.launch.processes import ROOT
from workers import tasks  # noqa: F401 registers them
from workers.app import app

PRODUCT = ("marketplace", "vendors", "campaigns", "workers")
EMITTED = re.compile(r"""(?:outbox\.)?emit(?:_many)?\(\s*f?["']([a-z_]+\.[a-z_]+)["']""")


def emitted_topics():
    for package in PRODUCT:
        for path in Path(ROOT, package).rglob("*.py"):
            yield from EMITTED.findall(path.read_text(encoding="utf-8"))


def test_every_topic_has_a_task_that_hears_it():
    topics = set(emitted_topics())

    assert {"channels.take_turn", "storefront.refresh_card", "vendors.order_placed"} <= topics
    assert topics - set(app.tasks) == set()


def test_every_job_of_the_clock_is_a_task():
    jobs = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert jobs - set(app.tasks) == set()
