"""What Stripe told us, from the inbox: a hint, upon which the purchase's runner reads the truth."""

import json
from datetime import datetime
from typing import Any

import structlog

from marketplace.core.models import InboxMessage
from marketplace.payments import services
from marketplace.payments.models import Payment
from marketplace.purchases import orders, runner
from marketplace.webhooks import handling
from marketplace.webhooks.stripe import SOURCE

log = structlog.get_logger(__name__)


def hear_payment(message: InboxMessage, now: datetime) -> None:
    """Wake the purchase whose money an event is about."""
    payment = _payment_of(_object_of(message))
    if payment is not None:
        runner.wake_document(payment.document, why=f"stripe:{message.delivery_key}", now=now)
    else:
        log.info("stripe.not_ours", event_name=message.event, delivery=message.delivery_key)


def hear_refund(message: InboxMessage, now: datetime) -> None:
    """Read a payment's refunds again: the bank may have taken one or sent it back, or a person made one at Stripe."""
    payment = _payment_of(_object_of(message))
    if payment is not None:
        payment = services.refresh(payment, now=now)
        orders.report_refunds(services.reread_refunds(payment, now=now))
        runner.wake_document(payment.document, why=f"stripe:{message.delivery_key}", now=now)


def _object_of(message: InboxMessage) -> dict[str, Any]:
    try:
        found = json.loads(bytes(message.body))["data"]["object"]
    except (ValueError, KeyError, TypeError) as exc:
        raise handling.UnreadableMessage(f"{message.event}: {exc}") from exc
    return found if isinstance(found, dict) else {}


def _payment_of(body: dict[str, Any]) -> Payment | None:
    """Return the payment of an intent, charge or refund; by its document if we were stopped before noting its id."""
    intent_id = body.get("id") if body.get("object") == "payment_intent" else body.get("payment_intent")
    if intent_id and (payment := Payment.objects.filter(intent_id=intent_id).first()):
        return payment
    document = (body.get("metadata") or {}).get("document")
    return services.of_document(document) if document else None


handling.register(SOURCE, "payment_intent.*", hear_payment)
handling.register(SOURCE, "charge.refunded", hear_refund)
handling.register(SOURCE, "charge.refund.updated", hear_refund)
handling.register(SOURCE, "refund.*", hear_refund)
