"""Our answers as Saleor's payment app (saleor.md §4, the answer table). Runs in the hooks process, never calls Saleor.

What Saleor hands on was chosen by its caller: the amount is believed only if it is the one that we expect for that
checkout, and what was paid is read at Stripe. PaymentUnavailable is left to the view, which answers 503: Saleor then
notes a failure that a later call mends.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from marketplace.core import money
from marketplace.payments import services
from marketplace.payments.models import Payment
from marketplace.payments.stripe_api import PaymentRefused

Answer = dict[str, Any]
State = Payment.State


class UnknownEvent(Exception):
    """Saleor asks something that this app was never installed for. Not fit to show."""


def answer(event: str, payload: Mapping[str, Any], now: datetime) -> Answer:
    """Return what Saleor is to hear for a payment event (``TRANSACTION_PROCESS_SESSION``, any case).

    Raises UnknownEvent, or PaymentUnavailable if Stripe gave no answer: then Saleor must hear a 503.
    """
    handler = _HANDLERS.get(event.upper())
    if handler is None:
        raise UnknownEvent(event)
    return handler(payload, now)


def _open_gateway(_payload: Mapping[str, Any], _now: datetime) -> Answer:
    keys = settings.GACHI_STRIPE
    return {"data": {"publishableKey": keys["publishable_key"], "stripeJs": keys["js_url"]}}


def _initialize(payload: Mapping[str, Any], now: datetime) -> Answer:
    try:
        payment = services.begin(
            saleor_checkout_id=str((payload.get("sourceObject") or {}).get("id") or ""),
            saleor_transaction_id=_transaction_id(payload),
            amount=_amount(payload),
            now=now,
        )
    except PaymentRefused as exc:
        return _failure("AUTHORIZATION_FAILURE", exc)
    return _session(payment)


def _process(payload: Mapping[str, Any], now: datetime) -> Answer:
    payment = Payment.objects.filter(saleor_transaction_id=_transaction_id(payload)).first()
    if payment is None:
        return {"result": "AUTHORIZATION_FAILURE", "message": "no such payment"}
    try:
        payment = services.refresh(services.ensure_intent(payment, now=now), now=now)
    except PaymentRefused as exc:
        return _failure("AUTHORIZATION_FAILURE", exc)
    return _session(payment)


def _session(payment: Payment) -> Answer:
    """Say how far a payment is, as an answer to initialize and process alike."""
    said: Answer = {"pspReference": payment.intent_id, "amount": money.to_decimal(payment.amount)}
    if payment.state == State.AUTHORISED:
        amount = money.to_decimal(payment.authorised)
        return said | {"result": "AUTHORIZATION_SUCCESS", "amount": amount, "actions": ["CHARGE", "CANCEL"]}
    if payment.state in (State.CAPTURED, State.REFUNDED):
        return said | {
            "result": "CHARGE_SUCCESS",
            "amount": money.to_decimal(payment.captured),
            "actions": ["REFUND"],
        }
    if payment.state == State.WAITING and payment.is_processing:
        return said | {"result": "AUTHORIZATION_REQUEST", "actions": ["CANCEL"]}
    if payment.state == State.WAITING:
        data = {
            "clientSecret": payment.client_secret,
            "publishableKey": settings.GACHI_STRIPE["publishable_key"],
        }
        return said | {"result": "AUTHORIZATION_ACTION_REQUIRED", "data": data}
    return said | {"result": "AUTHORIZATION_FAILURE", "message": payment.problem_code or payment.state}


def _charge(payload: Mapping[str, Any], now: datetime) -> Answer:
    try:
        payment = services.capture(_payment(payload), amount=_amount(payload), now=now)
    except PaymentRefused as exc:
        return _failure("CHARGE_FAILURE", exc, payload)
    return {
        "pspReference": payment.intent_id,
        "result": "CHARGE_SUCCESS",
        "amount": money.to_decimal(payment.captured),
        "actions": ["REFUND"],
    }


def _refund(payload: Mapping[str, Any], now: datetime) -> Answer:
    try:
        refund = services.refund(
            _payment(payload), amount=_amount(payload), key=_key("refund", payload), reason="Saleor", now=now
        )
    except PaymentRefused as exc:
        return _failure("REFUND_FAILURE", exc, payload)
    return {"pspReference": refund.refund_id, "result": "REFUND_SUCCESS", "amount": money.to_decimal(refund.amount)}


def _cancel(payload: Mapping[str, Any], now: datetime) -> Answer:
    try:
        payment = _payment(payload)
        if payment.captured:
            raise PaymentRefused("captured", "a payment that was taken is refunded, not let go")
        reserved = payment.authorised
        payment = services.give_back(payment, reason="Saleor", now=now)
    except PaymentRefused as exc:
        return _failure("CANCEL_FAILURE", exc, payload)
    return {"pspReference": payment.intent_id, "result": "CANCEL_SUCCESS", "amount": money.to_decimal(reserved)}


def _payment(payload: Mapping[str, Any]) -> Payment:
    payment = Payment.objects.filter(saleor_transaction_id=_transaction_id(payload)).first()
    if payment is None:
        raise PaymentRefused("no_such_payment")
    return payment


def _transaction_id(payload: Mapping[str, Any]) -> str:
    return str((payload.get("transaction") or {}).get("id") or payload.get("merchantReference") or "")


def _amount(payload: Mapping[str, Any]) -> int:
    action = payload.get("action") or {}
    if action.get("currency") != money.CURRENCY:
        raise PaymentRefused("another_currency", str(action.get("currency")))
    try:
        return money.from_decimal(action["amount"])
    except (KeyError, ArithmeticError, ValueError, TypeError) as exc:
        raise PaymentRefused("no_amount", str(action.get("amount"))) from exc


def _key(kind: str, payload: Mapping[str, Any]) -> str:
    """Name a request by its grant, or by its whole body: `issuedAt` is in it and stays the same on retries."""
    if grant := (payload.get("grantedRefund") or {}).get("id"):
        return f"{kind}:grant:{grant}"[:120]
    body = json.dumps(payload, sort_keys=True, ensure_ascii=True).encode()
    return f"{kind}:{hashlib.sha256(body).hexdigest()}"


def _failure(result: str, exc: PaymentRefused, payload: Mapping[str, Any] | None = None) -> Answer:
    said: Answer = {"result": result, "message": str(exc)[:500]}
    if payload and (reference := (payload.get("transaction") or {}).get("pspReference")):
        said["pspReference"] = reference
    return said


_HANDLERS: dict[str, Callable[[Mapping[str, Any], datetime], Answer]] = {
    "PAYMENT_GATEWAY_INITIALIZE_SESSION": _open_gateway,
    "TRANSACTION_INITIALIZE_SESSION": _initialize,
    "TRANSACTION_PROCESS_SESSION": _process,
    "TRANSACTION_CHARGE_REQUESTED": _charge,
    "TRANSACTION_REFUND_REQUESTED": _refund,
    "TRANSACTION_CANCELATION_REQUESTED": _cancel,
}
