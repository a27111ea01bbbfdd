"""What waits for a person, counted in one query; each queue's rows are what its page lists."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value

from campaigns.models import MarketListing
from campaigns.queries import unread_markets
from marketplace.channels.models import Lane, Plan
from marketplace.core.models import InboxMessage, OutboxMessage
from marketplace.inventory.models import Shortfall
from marketplace.payments.models import Refund
from marketplace.purchases.models import Attempt
from marketplace.purchases.runner import FINAL
from vendors.models import Shipment, VendorOrder

STUCK_AFTER = timedelta(minutes=5)
STUCK_TRIES = 3
UNTOLD_AFTER = timedelta(minutes=10)
FAILED_SENDS = 3


def waiting_plans() -> QuerySet[Plan]:
    """Plans that nobody but a person may say yes to."""
    return Plan.objects.filter(state=Plan.State.DRAFT, needs_person=True)


def denied_listings() -> QuerySet[MarketListing]:
    """Listings that a market does not want as they are."""
    return MarketListing.objects.filter(state=MarketListing.State.DENIED)


def parked_lanes() -> QuerySet[Lane]:
    return Lane.objects.filter(parked_at__isnull=False)


def parked_messages() -> QuerySet[InboxMessage]:
    return InboxMessage.objects.filter(state=InboxMessage.State.PARKED)


def failed_sends() -> QuerySet[OutboxMessage]:
    """Messages that the relay tried to send and could not."""
    return OutboxMessage.objects.filter(sent_at=None, attempts__gte=FAILED_SENDS)


def open_shortfalls() -> QuerySet[Shortfall]:
    return Shortfall.objects.filter(resolved_at=None)


def stuck_attempts(now: datetime) -> QuerySet[Attempt]:
    """Purchases under way that fail again and again, or that nobody has looked at for a while."""
    under_way = Attempt.objects.exclude(state__in=FINAL)
    return under_way.filter(Q(tries__gte=STUCK_TRIES) | Q(due_at__lt=now - STUCK_AFTER))


def owed_refunds(now: datetime) -> QuerySet[Refund]:
    """Money that was to go back and did not: refused, sent back by the bank, or asked for and never answered."""
    is_owed = Q(amount__lte=F("payment__captured") - F("payment__refunded"))
    return Refund.objects.filter(
        is_owed & ~Q(problem="") | Q(refund_id="", problem="", asked_at__lt=now - UNTOLD_AFTER)
    ).exclude(key__startswith="stripe:")


def untold_shipments(now: datetime) -> QuerySet[Shipment]:
    """Parcels that left and that the channel has not heard of."""
    return Shipment.objects.filter(told_at=None, shipped_at__lt=now - UNTOLD_AFTER)


def stop_requests() -> QuerySet[VendorOrder]:
    """Orders that the buyer wants stopped and nobody has stopped or shipped yet."""
    return VendorOrder.objects.filter(is_stop_requested=True, state__in=["PAID", "ACKNOWLEDGED"])


def counts(now: datetime) -> dict[str, int]:
    """Return how much waits in each queue."""
    queues: dict[str, QuerySet[Any]] = {
        "plans": waiting_plans(),
        "denied": denied_listings(),
        "markets": unread_markets(now),
        "lanes": parked_lanes(),
        "inbox": parked_messages(),
        "outbox": failed_sends(),
        "shortfalls": open_shortfalls(),
        "attempts": stuck_attempts(now),
        "refunds": owed_refunds(now),
        "untold": untold_shipments(now),
        "stops": stop_requests(),
    }
    parts = [
        rows.order_by().values(queue=Value(name)).annotate(waiting=Count("pk")).values_list("queue", "waiting")
        for name, rows in queues.items()
    ]
    found: dict[str, int] = dict(parts[0].union(*parts[1:], all=True))
    return {name: found.get(name, 0) for name in queues}
