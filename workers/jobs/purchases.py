"""The purchase's tasks: each wakes the runner, which alone moves a purchase."""

from datetime import timedelta

import structlog
from django.utils import timezone

from marketplace.payments import services as payments
from marketplace.payments.stripe_api import PaymentRefused, PaymentUnavailable
from marketplace.purchases import orders, runner
from marketplace.saleor.errors import SaleorError
from workers.app import app
from workers.jobs import again

MUCH_LATER = timedelta(hours=1)

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
def confirm(*, attempt_id: int, tries: int = 0, **_unknown: object) -> None:
    """Mail a shopper that the order is there; later, if no mail leaves the house now."""
    now = timezone.now()
    try:
        orders.confirm(attempt_id=attempt_id, now=now)
    except OSError as exc:  # SMTP's own errors are among these
        problem = again.what_went_wrong(exc)
        if again.is_hopeless(exc) or tries >= again.MAIL_TRIES:
            orders.give_up_mailing(attempt_id=attempt_id, problem=problem, now=now)
            return
        log.warning("purchase.not_confirmed", attempt=attempt_id, problem=problem)
        asked = {"attempt_id": attempt_id, "tries": tries + 1}
        again.ask("purchases.confirm", of=attempt_id, now=now, after=again.pause(tries), **asked)


@app.task(name="purchases.parcel_left")
def parcel_left(*, shipment_id: int, tries: int = 0, **_unknown: object) -> None:
    """Mail a shopper that a parcel is on its way; later, if no mail leaves now. The page of the order says it too."""
    now = timezone.now()
    try:
        orders.tell_of_parcel(shipment_id=shipment_id)
    except OSError as exc:
        problem = again.what_went_wrong(exc)
        if again.is_hopeless(exc) or tries >= again.MAIL_TRIES:
            log.error("purchase.unreachable", shipment=shipment_id, problem=problem)
            return
        log.warning("purchase.parcel_not_told", shipment=shipment_id, problem=problem)
        asked = {"shipment_id": shipment_id, "tries": tries + 1}
        again.ask("purchases.parcel_left", of=shipment_id, now=now, after=again.pause(tries), **asked)


@app.task(name="purchases.order_changed")
def order_changed(*, saleor_order_id: str, **_unknown: object) -> None:
    """Read one of our orders again at Saleor, as its webhook or the sweep asked."""
    now = timezone.now()
    try:
        orders.follow(saleor_order_id=saleor_order_id, now=now)
    except (SaleorError, PaymentUnavailable) as exc:
        log.warning("purchase.not_followed", order=saleor_order_id, problem=str(exc))
        again.ask("purchases.order_changed", of=saleor_order_id, now=now, saleor_order_id=saleor_order_id)
    except PaymentRefused as exc:  # a person sees it in the console; what they do at Stripe is found then
        log.error("purchase.money_kept", order=saleor_order_id, problem=str(exc))
        again.ask(
            "purchases.order_changed", of=saleor_order_id, now=now, after=MUCH_LATER, saleor_order_id=saleor_order_id
        )


@app.task(name="purchases.carry_on_refunds")
def carry_on_refunds(**_unknown: object) -> None:
    """Ask again for refunds that nobody waits for any more, and tell Saleor of those that are given back."""
    orders.report_refunds(payments.carry_on_refunds(now=timezone.now()))
