"""The purchase's tasks: each wakes the runner, which alone moves a purchase."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from marketplace.core import outbox
from marketplace.payments.stripe_api import PaymentUnavailable
from marketplace.purchases import orders, runner
from marketplace.saleor.errors import SaleorError
from workers.app import app

LATER = timedelta(minutes=1)

log = structlog.get_logger(__name__)


@app.task(name="purchases.advance", time_limit=280)
def advance(*, attempt_id: int, **_unknown: object) -> None:
    """Move one purchase as far as it goes now."""
    runner.advance(attempt_id, now=timezone.now())


@app.task(name="purchases.sweep")
def sweep(**_unknown: object) -> None:
    """Wake purchases that nobody woke: a lost webhook, a killed runner, a pause that is over."""
    for attempt_id in runner.due(now=timezone.now()):
        advance.apply_async(kwargs={"attempt_id": attempt_id})


@app.task(name="purchases.confirm")
def confirm(*, attempt_id: int, **_unknown: object) -> None:
    """Mail a shopper that the order is there; later, if no mail leaves the house now."""
    now = timezone.now()
    try:
        orders.confirm(attempt_id=attempt_id, now=now)
    except OSError as exc:  # SMTP's own errors are among these
        log.warning("purchase.not_confirmed", attempt=attempt_id, problem=str(exc))
        _again("purchases.confirm", of=attempt_id, now=now, attempt_id=attempt_id)


@app.task(name="purchases.order_changed")
def order_changed(*, saleor_order_id: str, **_unknown: object) -> None:
    """Read one of our orders again at Saleor, as its webhook or the sweep asked."""
    now = timezone.now()
    try:
        orders.follow(saleor_order_id=saleor_order_id, now=now)
    except (SaleorError, PaymentUnavailable) as exc:
        log.warning("purchase.not_followed", order=saleor_order_id, problem=str(exc))
        _again("purchases.order_changed", of=saleor_order_id, now=now, saleor_order_id=saleor_order_id)


@transaction.atomic
def _again(topic: str, *, of: object, now: datetime, **payload: object) -> None:
    outbox.emit(topic, key=f"again:{topic}:{of}:{now.isoformat()}", at=now, due_at=now + LATER, **payload)
