"""What importing orders and hearing claims have in common: how a market's order is found in our book."""

from datetime import datetime, timedelta

from django.db.models import Value
from django.db.models.functions import Coalesce

from campaigns.models import MarketCursor, MarketOrder
from marketplace.channels import lanes
from vendors.models import VendorOrder

SALEOR_LANE = "saleor-market-order"
# Lists are read again from this long before what was read last: what is late is not lost, what comes twice is known.
OVERLAP = timedelta(days=1)
FIRST_READ = timedelta(days=1)


def document_of(market: str, remote_id: str) -> str:
    return f"{market}:{remote_id}"


def read_until(market: str, now: datetime) -> datetime:
    """Return up to when a market's lists have been read."""
    row, _is_new = MarketCursor.objects.get_or_create(
        market=market, name="orders", defaults={"read_until": now - FIRST_READ}
    )
    return row.read_until


def note_unread(market: str, problem: str, now: datetime) -> None:
    """Write down what keeps us from a market's orders; it says since when until `note_read`."""
    read_until(market, now)
    MarketCursor.objects.filter(market=market, name="orders").update(
        failing_since=Coalesce("failing_since", Value(now)), problem=problem[:2000]
    )


def note_read(market: str) -> None:
    """Take back what `note_unread` wrote."""
    failing = MarketCursor.objects.filter(market=market, name="orders", failing_since__isnull=False)
    failing.update(failing_since=None, problem="")


def vendor_orders_of(order: MarketOrder) -> list[VendorOrder]:
    document = document_of(order.market, order.remote_id)
    return list(VendorOrder.objects.filter(document=document).order_by("pk"))


def request_saleor_turn(order: MarketOrder, now: datetime) -> None:
    """Ask for the order to be brought in line in Saleor; that may lag."""
    lanes.request_turn(kind=SALEOR_LANE, subject=document_of(order.market, order.remote_id), at=now)
