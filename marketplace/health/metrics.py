"""Figures for Prometheus, read from the database and Valkey when they are asked for.

Nothing is counted in a process, so it does not matter which process answers, or how many there are. How long requests
take is the web server's to say (deploy/front/Caddyfile).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import redis
from django.db import DatabaseError
from django.db.models import Count, F, Min, Q, Sum
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from campaigns.models import MarketCursor
from marketplace.channels.models import Lane
from marketplace.core import pulse, queues
from marketplace.core.models import InboxMessage, OutboxMessage
from marketplace.inventory.models import Shortfall
from marketplace.purchases.models import Attempt
from marketplace.purchases.runner import FINAL


class Figures(Collector):
    """All figures of this moment. What cannot be read is left out, and `gachi_source_up` says which source it was."""

    def collect(self) -> Iterable[Metric]:
        now = timezone.now()
        up = GaugeMetricFamily("gachi_source_up", "Whether the figures of a source could be read", labels=["source"])
        sources: dict[str, tuple[Callable[[datetime], Iterator[Metric]], type[Exception]]] = {
            "database": (_of_the_database, DatabaseError),
            "valkey": (_of_valkey, redis.RedisError),
        }
        for name, (read, failure) in sources.items():
            try:
                found = list(read(now))
            except failure:
                found = []
            up.add_metric([name], float(bool(found)))
            yield from found
        yield up


def page() -> bytes:
    """Return all figures as Prometheus reads them."""
    registry = CollectorRegistry()
    registry.register(Figures())
    return generate_latest(registry)


def _of_the_database(now: datetime) -> Iterator[Metric]:
    unsent = OutboxMessage.objects.filter(sent_at=None, due_at__lte=now).aggregate(
        waiting=Count("pk"), failing=Count("pk", filter=Q(attempts__gte=1)), oldest=Min("due_at")
    )
    yield _gauge("gachi_outbox_waiting", "Messages that are due and not sent", unsent["waiting"])
    yield _gauge("gachi_outbox_failing", "Of these, messages whose sending failed before", unsent["failing"])
    yield _gauge("gachi_outbox_oldest_seconds", "How long the oldest of these is due", _age(unsent["oldest"], now))

    heard = InboxMessage.objects.aggregate(
        waiting=Count("pk", filter=Q(state=InboxMessage.State.RECEIVED)),
        failed=Count("pk", filter=Q(state=InboxMessage.State.PARKED)),
        oldest=Min("received_at", filter=Q(state=InboxMessage.State.RECEIVED)),
    )
    inbox = {state: heard[state] for state in ("waiting", "failed")}
    yield _gauges("gachi_inbox_messages", "Messages from outside that are not done", "state", inbox)
    yield _gauge("gachi_inbox_oldest_seconds", "How long the oldest waiting one is here", _age(heard["oldest"], now))

    lanes = Lane.objects.aggregate(
        parked=Count("pk", filter=Q(parked_at__isnull=False)),
        behind=Count("pk", filter=Q(parked_at=None, wanted__gt=F("done"))),
    )
    yield _gauges("gachi_lanes", "Lanes that a channel's truth waits for", "state", lanes)

    read = {row.market: _age(row.read_until, now) for row in MarketCursor.objects.filter(name="orders")}
    yield _gauges("gachi_market_unread_seconds", "How long ago a market's orders were last read", "market", read)

    states = dict.fromkeys(Attempt.State.values, 0)
    states |= dict(Attempt.objects.order_by().values_list("state").annotate(Count("pk")))
    yield _gauges("gachi_purchases", "Purchase attempts", "state", states)
    oldest = Attempt.objects.exclude(state__in=FINAL).aggregate(oldest=Min("created_at"))["oldest"]
    yield _gauge("gachi_purchase_oldest_seconds", "Age of the oldest that is under way", _age(oldest, now))

    short = Shortfall.objects.filter(resolved_at=None).aggregate(rows=Count("pk"), units=Sum("units"))
    yield _gauge("gachi_shortfalls", "Sales whose units are missing", short["rows"])
    yield _gauge("gachi_shortfall_units", "Units that these miss", short["units"] or 0)


def _of_valkey(now: datetime) -> Iterator[Metric]:
    yield _gauges("gachi_queue_tasks", "Tasks that wait for a worker", "queue", queues.depths())
    silent = {part: _age(at, now) for part, at in pulse.last().items() if at}
    yield _gauges("gachi_pulse_seconds", "How long ago a part said that it lives", "part", silent)


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _gauges(name: str, says: str, label: str, values: dict[str, float] | dict[str, int]) -> Metric:
    made = GaugeMetricFamily(name, says, labels=[label])
    for key, value in values.items():
        made.add_metric([key], value)
    return made


def _age(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since else 0.0
