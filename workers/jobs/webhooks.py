"""Messages from outside, handled: which handler hears what, and the sweep for what was left."""

from datetime import datetime

from django.utils import timezone

from marketplace.core.models import InboxMessage
from marketplace.saleor import events
from marketplace.webhooks import handling
from marketplace.webhooks.saleor import EVENTS
from workers.app import app


def _wake_order(message: InboxMessage, now: datetime) -> None:
    _readable(events.wake_order, message, now)


def _correct_stock(message: InboxMessage, now: datetime) -> None:
    _readable(events.correct_stock, message, now)


def _readable(handler: handling.Handler, message: InboxMessage, now: datetime) -> None:
    try:
        handler(message, now)
    except (events.NotOurEvent, ValueError) as exc:
        raise handling.UnreadableMessage(str(exc)) from exc


handling.register(EVENTS, "order_*", _wake_order)
handling.register(EVENTS, "fulfillment_*", _wake_order)
handling.register(EVENTS, "product_variant_stock_updated", _correct_stock)
# Payment calls (source saleor-payments) have no handler: they are answered inline or not at all, and what came of one
# is read at Stripe by the purchase's runner.


@app.task(name="webhooks.handle")
def handle(*, message_id: int, **_unknown: object) -> None:
    """Give one stored message to its handlers."""
    handling.handle(message_id=message_id, now=timezone.now())


@app.task(name="webhooks.sweep")
def sweep(**_unknown: object) -> None:
    """Handle what waits for another try, or was left by a killed worker."""
    handling.sweep(now=timezone.now())
