"""Charges: one for every attempt that reached the bank."""

from sandbox.stripe import events, store
from sandbox.stripe.cards import Decline, TestCard
from sandbox.stripe.errors import Body
from sandbox.stripe.store import Desk, Row


def create(desk: Desk, intent: Body, method: Row, card: TestCard, *, decline: Decline | None, status: str) -> Body:
    """Ask the bank, and write down what it said."""
    manual = intent["capture_method"] == "manual"
    body: Body = {
        "id": store.new_id("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0 if manual or status != "succeeded" else intent["amount"],
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": method.body["billing_details"],
        "calculated_statement_descriptor": "GACHI",
        "captured": not manual and status == "succeeded",
        "created": desk.now,
        "currency": intent["currency"],
        "customer": None,
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": decline.code if decline else None,
        "failure_message": decline.message if decline else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": _outcome(decline),
        "paid": status == "succeeded",
        "payment_intent": intent["id"],
        "payment_method": method.body["id"],
        "payment_method_details": {"card": _card(desk, intent, method, card, decline), "type": "card"},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": intent["shipping"],
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
        "transfer_data": None,
        "transfer_group": None,
    }
    store.insert(desk, body)
    events.emit(desk, f"charge.{status}", body)
    return body


def capture(desk: Desk, charge: Body, amount: int) -> None:
    before = dict(charge)
    charge |= {"captured": True, "amount_captured": amount}
    if desk.settings.release_as_refund:
        charge["amount_refunded"] = charge["amount"] - amount
    store.save(desk, charge)
    events.emit(desk, "charge.captured", charge, before=before)


def release(desk: Desk, charge: Body, *, event: str = "charge.refunded") -> None:
    """Give an authorisation back. Stripe shows that as a refund of what was never taken."""
    before = dict(charge)
    if event == "charge.expired" or desk.settings.release_as_refund:
        charge |= {"amount_refunded": charge["amount"], "refunded": True}
        store.save(desk, charge)
        events.emit(desk, event, charge, before=before)


def _outcome(decline: Decline | None) -> Body:
    return {
        "advice_code": "try_again_later" if decline else None,
        "network_advice_code": None,
        "network_decline_code": "05" if decline else None,
        "network_status": "declined_by_network" if decline else "approved_by_network",
        "reason": decline.decline_code if decline else None,
        "risk_level": "normal",
        "risk_score": 32,
        "seller_message": "The bank declined the payment." if decline else "Payment complete.",
        "type": "issuer_declined" if decline else "authorized",
    }


def _card(desk: Desk, intent: Body, method: Row, card: TestCard, decline: Decline | None) -> Body:
    shown = method.body["card"]
    wrong_cvc = decline is not None and decline.code == "incorrect_cvc"
    made: Body = {
        "amount_authorized": None if decline else intent["amount"],
        "authorization_code": None,
        "brand": card.brand,
        "checks": shown["checks"] | {"cvc_check": "fail" if wrong_cvc else "pass"},
        "country": card.country,
        "exp_month": shown["exp_month"],
        "exp_year": shown["exp_year"],
        "fingerprint": shown["fingerprint"],
        "funding": card.funding,
        "installments": None,
        "last4": shown["last4"],
        "mandate": None,
        "network": card.brand,
        "three_d_secure": None,
        "wallet": None,
    }
    if intent["capture_method"] == "manual" and decline is None:
        made["capture_before"] = desk.now + desk.settings.authorization_lifetime
    return made
