"""The Celery app: queues, limits, and the sweeps that beat starts.

Services never enqueue; the outbox relay (``workers.relay``) sends. Every task can run twice. A beat job is a sweep that
may be missed or doubled without harm.
"""

import os
import sys

from celery import Celery, Task
from celery.signals import (
    after_task_publish,
    beat_init,
    before_task_publish,
    heartbeat_sent,
    setup_logging,
    task_postrun,
    task_prerun,
    worker_init,
    worker_process_init,
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")

import structlog
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from marketplace import tracing
from marketplace.core import causes, pulse, queues

# The header of a message that names the request or task it came of.
CAUSE = "gachi_cause"

app = Celery("gachi")
app.conf.update(
    broker_url=settings.CELERY_BROKER_URL,
    broker_connection_retry_on_startup=True,
    # Longer than the longest task: a shorter time would deliver running work twice. Killed work is found again by the
    # sweeps, through leases on rows, not by this.
    broker_transport_options={
        "visibility_timeout": 3600,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "global_keyprefix": queues.PREFIX,
    },
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_default_queue="default",
    task_routes={
        "purchases.*": {"queue": "purchases"},
        "channels.*": {"queue": "channels"},
        "markets.*": {"queue": "markets"},
    },
    task_time_limit=300,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    timezone=settings.TIME_ZONE,
    imports=["workers.tasks"],
    # Celery would close the database connection before and after every task: opening one takes longer than most tasks.
    # As many tasks as it takes, then; _look_at_connections drops one that is old or broken, as a request does.
    CELERY_DB_REUSE_MAX=sys.maxsize,
    beat_schedule={
        "advance purchases that nobody woke": {"task": "purchases.sweep", "schedule": 5.0},
        "ask again for refunds that nobody answered": {"task": "purchases.carry_on_refunds", "schedule": 60.0},
        "give lanes that are due their turn": {"task": "channels.sweep_lanes", "schedule": 5.0},
        "carry on plans that were left": {"task": "channels.sweep_plans", "schedule": 10.0},
        "handle messages that were left": {"task": "webhooks.sweep", "schedule": 10.0},
        "open and close campaigns by their window": {"task": "campaigns.keep_time", "schedule": 10.0},
        "bring campaigns in line whose moment was missed": {"task": "campaigns.sweep", "schedule": 60.0},
        "bring pop-ups in line in Saleor": {"task": "popups.sweep", "schedule": 60.0},
        "import orders and cancels from the markets": {"task": "markets.sweep", "schedule": 10.0},
        "hear of approvals at the markets": {"task": "markets.read_approvals", "schedule": 15.0},
        "re-read what changed in Saleor": {"task": "saleor.sweep_orders", "schedule": 60.0},
        "tell channels of parcels": {"task": "vendors.sweep_shipments", "schedule": 15.0},
        "see what others changed in Saleor": {"task": "vendors.reread_catalogue", "schedule": 60.0},
        "publish what the calendar changed": {"task": "vendors.publish_everything", "schedule": 3600.0 * 6},
        "refresh shop cards whose copy is old": {"task": "storefront.sweep_cards", "schedule": 30.0},
        "compare the stock ledger with its movements": {"task": "inventory.audit", "schedule": 3600.0 * 6},
        "forget sent messages and old baskets": {"task": "core.forget", "schedule": 3600.0},
    },
)


@setup_logging.connect
def _keep_our_logging(**_kwargs: object) -> None:
    """Celery would replace the handlers that marketplace.logs set up."""


@task_prerun.connect
@task_postrun.connect
def _look_at_connections(task: Task, **_kwargs: object) -> None:
    if not task.request.is_eager:
        close_old_connections()


@task_prerun.connect
def _name_the_task(task_id: str, task: Task, **_kwargs: object) -> None:
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(task_id=task_id, task=task.name)
    if cause := task.request.get(CAUSE) or (task.request.headers or {}).get(CAUSE):
        structlog.contextvars.bind_contextvars(cause=cause)


@before_task_publish.connect
def _name_the_cause(headers: dict[str, object], **_kwargs: object) -> None:
    """Let what a task sends without the outbox, as a sweep does, carry its cause as well."""
    if CAUSE not in headers and (cause := causes.current()):
        headers[CAUSE] = cause


@worker_init.connect
def _trace(**_kwargs: object) -> None:
    """Trace the tasks of this process and of those that it forks. Beat and the relay do nothing of their own."""
    tracing.start("worker")


@heartbeat_sent.connect
def _live(**_kwargs: object) -> None:
    """Say with each heartbeat, which only a worker in touch with the broker has, which queues are heard."""
    pulse.say(*(f"worker:{name}" for name in app.amqp.queues.consume_from), at=timezone.now())


@beat_init.connect
def _beat(**_kwargs: object) -> None:
    """Say that beat lives whenever it has sent a job; there is one every few seconds."""

    def sent(**_kwargs: object) -> None:
        pulse.say("beat", at=timezone.now())

    after_task_publish.connect(sent, weak=False)


@worker_process_init.connect
def _forget_inherited_connections(**_kwargs: object) -> None:
    from django.db import connections

    for connection in connections.all():
        connection.close()


import django

django.setup()
