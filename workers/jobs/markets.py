"""The open markets: what was sold and cancelled there, what they approve of, how many units they show."""

import structlog
from django.utils import timezone

from campaigns import claims, lanes, orders
from campaigns.markets import applying
from marketplace.channels.errors import ChannelError
from workers.app import app

log = structlog.get_logger(__name__)


@app.task(name="markets.sweep")
def sweep(**_unknown: object) -> None:
    """Import orders and cancels, and do what was left: acknowledgements, answers, quantities."""
    now = timezone.now()
    orders.sweep(now=now)
    lanes.sweep(now=now)


@app.task(name="markets.read_approvals")
def read_approvals(**_unknown: object) -> None:
    """Hear what the markets say to listings that wait for their approval."""
    applying.read_approvals(now=timezone.now())


@app.task(name="markets.rebalance")
def rebalance(*, sku: str, **_unknown: object) -> None:
    """Ask for the turns that a change of a SKU's stock calls for."""
    lanes.rebalance(sku=sku, now=timezone.now())


@app.task(name="markets.answer_stop")
def answer_stop(*, claim_id: int, **_unknown: object) -> None:
    """Tell a market that a parcel was stopped; what fails is found again by the sweep."""
    try:
        claims.answer_stop(claim_id=claim_id, now=timezone.now())
    except ChannelError as exc:
        log.warning("market_claim.unanswered", claim=claim_id, problem=f"{type(exc).__name__}: {exc}")


@app.task(name="vendors.tell_acknowledged")
def tell_acknowledged(*, order_id: int, **_unknown: object) -> None:
    """Tell the market that its order is being prepared; what fails is found again by the sweep."""
    try:
        orders.tell_acknowledged(vendor_order_id=order_id, now=timezone.now())
    except ChannelError as exc:
        log.warning("market_order.unacknowledged", order=order_id, problem=f"{type(exc).__name__}: {exc}")
