"""Refunds: of a charge that was captured, never more than was captured."""

from typing import Any

from sandbox.stripe import cards, errors, events, oracle, store
from sandbox.stripe.errors import Body, StripeError
from sandbox.stripe.intents import merge_metadata
from sandbox.stripe.store import Desk

ALIVE = {"pending", "succeeded", "requires_action"}


def create(desk: Desk, given: dict[str, Any]) -> Body:
    asked = oracle.check(
        "POST /v1/refunds",
        "RefundCreateParams",
        given,
        played={"amount", "charge", "payment_intent", "metadata", "reason", "expand"},
    )
    charge = _charge(desk, asked)
    left = charge["amount_captured"] - sum(
        refund["amount"] for refund in store.children(desk, "refund", charge=charge["id"]) if refund["status"] in ALIVE
    )
    if left <= 0:
        raise StripeError(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = asked.get("amount", left)
    if amount < 1:
        raise errors.bad_parameter("This value must be 1 or more.", "amount", "parameter_invalid_integer")
    if amount > left:
        # Stripe gives no code here.
        raise StripeError(f"The refund of {amount} is more than the {left} left on the charge.", param="amount")
    card = cards.BY_NUMBER[store.find(desk, "payment_method", charge["payment_method"]).notes["number"]]
    waits = desk.settings.refunds_pending or card.refund == "pending"
    refund: Body = {
        "id": store.new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": desk.now,
        "currency": charge["currency"],
        "destination_details": _destination("pending"),
        "metadata": merge_metadata({}, asked.get("metadata", "")),
        "payment_intent": charge["payment_intent"],
        "reason": asked.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "pending" if waits else "succeeded",
        "transfer_reversal": None,
    }
    if waits:
        refund["pending_reason"] = "processing"
    store.insert(desk, refund)
    before = dict(charge)
    charge |= {"amount_refunded": charge["amount_refunded"] + amount, "refunded": amount == left}
    store.save(desk, charge)
    events.emit(desk, "charge.refunded", charge, before=before)
    events.emit(desk, "refund.created", refund)
    store.appoint(
        desk,
        "fail refund" if card.refund == "fails" else "settle refund",
        refund["id"],
        after=desk.settings.refund_settles_after,
    )
    return refund


def update(desk: Desk, id: str, given: dict[str, Any]) -> Body:
    asked = oracle.check("POST /v1/refunds/:id", "RefundUpdateParams", given, played={"metadata", "expand"})
    refund = store.find(desk, "refund", id, lock=True, param="refund").body
    before = dict(refund)
    refund["metadata"] = merge_metadata(refund["metadata"], asked.get("metadata", {}))
    store.save(desk, refund)
    _tell(desk, refund, before)
    return refund


def settle(desk: Desk, refund: Body) -> None:
    """The bank has taken the refund: it has a reference now, and is not pending any more."""
    before = dict(refund)
    refund |= {"status": "succeeded", "destination_details": _destination("available")}
    refund.pop("pending_reason", None)
    store.save(desk, refund)
    _tell(desk, refund, before)


def fail(desk: Desk, refund: Body) -> None:
    """The bank sent the refund back, after it had looked well."""
    before = dict(refund)
    refund |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
    refund.pop("pending_reason", None)
    store.save(desk, refund)
    charge = store.find(desk, "charge", refund["charge"], lock=True).body
    charge |= {"amount_refunded": charge["amount_refunded"] - refund["amount"], "refunded": False}
    store.save(desk, charge)
    events.emit(desk, "refund.failed", refund)
    _tell(desk, refund, before)


def _tell(desk: Desk, refund: Body, before: Body) -> None:
    events.emit(desk, "refund.updated", refund, before=before)
    events.emit(desk, "charge.refund.updated", refund, before=before)


def _charge(desk: Desk, asked: dict[str, Any]) -> Body:
    """Return the charge to refund, locked together with its intent, in one order with every other call."""
    if ("charge" in asked) == ("payment_intent" in asked):
        raise errors.bad_parameter("Give either charge or payment_intent.", "payment_intent", "parameter_missing")
    intent_id = asked.get("payment_intent")
    if intent_id is None:
        intent_id = store.find(desk, "charge", asked["charge"], param="charge").body["payment_intent"]
    intent = store.find(desk, "payment_intent", intent_id, lock=True, param="payment_intent").body
    charge_id = asked.get("charge") or intent["latest_charge"]
    charge = store.find(desk, "charge", charge_id, lock=True, param="charge").body if charge_id else None
    if charge is None or charge["status"] != "succeeded" or not charge["captured"]:
        raise StripeError(
            f"Payment intent {intent['id']} has no captured charge to refund.",
            param="charge" if "charge" in asked else "payment_intent",
        )
    return charge


def _destination(status: str) -> Body:
    card = {"reference_status": status, "reference_type": "acquirer_reference_number", "type": "refund"}
    if status == "available":
        card["reference"] = "74888" + store.new_secret()[:6].upper()
    return {"card": card, "type": "card"}
