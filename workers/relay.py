"""The outbox relay: ``python -m workers.relay``. Claims committed messages and sends them to Celery, at least once.

Several may run at once: each passes over rows that another holds. Stops at SIGTERM after the batch in hand.
"""

import os
import select
import signal
import sys
from types import FrameType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")

import structlog
from celery import Celery
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerDown

from marketplace import tracing
from marketplace.core import outbox, pulse
from marketplace.core.models import OutboxMessage
from workers.app import CAUSE, app

BATCH = 200
PAUSE = 1.0

log = structlog.get_logger(__name__)


def send_batch(celery: Celery = app) -> int:
    """Send what is due, at most BATCH messages; returns how many were claimed."""
    with transaction.atomic():
        now = timezone.now()
        messages = outbox.due(now=now, limit=BATCH)
        for message in messages:
            try:
                celery.send_task(message.topic, kwargs=message.payload, headers=headers(message))
            except (BrokerDown, OSError) as exc:
                outbox.mark_failed(message, str(exc), at=now)
                log.warning("relay.broker_down", topic=message.topic, problem=str(exc))
            else:
                outbox.mark_sent(message, at=now)
    return len(messages)


def headers(message: OutboxMessage) -> dict[str, str]:
    """Return what a task is told of whose doing it is: for its log, and for its trace where there is one."""
    told = {CAUSE: message.cause, tracing.HEADER: message.traceparent}
    return {name: value for name, value in told.items() if value}


def wait_for_more(seconds: float) -> None:
    """Sleep until a message is announced or the time is over: NOTIFY spares the wait, the timeout covers a lost one."""
    raw = connection.connection
    raw.execute(f"LISTEN {outbox.CHANNEL}")
    select.select([raw.fileno()], [], [], seconds)
    for _ in raw.notifies(timeout=0):
        pass


def run() -> None:
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        try:
            claimed = send_batch()
            pulse.say("relay", at=timezone.now())
            if claimed < BATCH:
                connection.ensure_connection()
                wait_for_more(PAUSE)
        except (OperationalError, InterruptedError) as exc:
            log.warning("relay.database_away", problem=str(exc))
            connection.close()
            select.select([], [], [], PAUSE)
    sys.exit(0)


if __name__ == "__main__":
    run()
