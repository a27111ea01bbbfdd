"""Beat, the relay and a worker say that they are alive; each as the process that production runs."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.core.cache import cache

from marketplace.core import pulse, queues
from sandbox.launch.processes import ROOT
from workers.app import app

CELERY = ["-m", "celery", "-A", "workers.app"]
THREADS = ["--pool", "threads", "--concurrency", "1", "--without-gossip", "--without-mingle"]
PROCESSES = {
    "relay": (["-m", "workers.relay"], {"relay"}),
    "beat": ([*CELERY, "beat", "--pidfile=", "--schedule", "{folder}/schedule"], {"beat"}),
    "worker": (
        [*CELERY, "worker", *THREADS, "--queues", "purchases,markets"],
        {"worker:purchases", "worker:markets"},
    ),
}


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_says_that_it_lives(process, transactional_db, empty_redis, settings, tmp_path):
    words, parts = PROCESSES[process]
    database = settings.DATABASES["default"]
    own = f"postgresql://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"{own}/{database['NAME']}",
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
        "GACHI_PULSE_FILE": str(tmp_path / "pulse"),
    }
    command = [sys.executable, *(word.format(folder=tmp_path) for word in words)]

    with (tmp_path / "log").open("wb") as log:
        running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            limit = time.monotonic() + 40
            while {part for part, at in pulse.last().items() if at} != parts and time.monotonic() < limit:
                time.sleep(0.2)
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(30)

    assert {part for part, at in pulse.last().items() if at} == parts, (tmp_path / "log").read_text()[-2000:]
    assert (tmp_path / "pulse").exists()
    cache.clear()


def test_the_queues_that_are_watched_are_those_that_tasks_go_to():
    routed = {route["queue"] for route in app.conf.task_routes.values()}

    assert set(queues.NAMES) == routed | {app.conf.task_default_queue}
    assert app.conf.broker_transport_options["global_keyprefix"] == queues.PREFIX
