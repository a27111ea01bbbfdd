"""What importing orders and hearing claims have in common: how a market's order is found in our book."""

from datetime import datetime, timedelta

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


def vendor_orders_of(order: MarketOrder) -> list[VendorOrder]:
    document = document_of(order.market, order.remote_id)
    return list(VendorOrder.objects.filter(document=document).order_by("pk"))


def request_saleor_turn(order: MarketOrder, now: datetime) -> None:
    """Ask for the order to be brought in line in Saleor; that may lag."""
    lanes.request_turn(kind=SALEOR_LANE, subject=document_of(order.market, order.remote_id), at=now)
