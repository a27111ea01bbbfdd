"""The Payment Intent and its states.

::

    requires_payment_method ⇄ requires_confirmation → requires_action → (processing) → requires_capture → succeeded
                 ↑_______________ a decline, a failed authentication ______|        canceled ← anything before succeeded
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sandbox.stripe import charges, errors, events, methods, oracle, store
from sandbox.stripe.cards import UNAUTHENTICATED, Decline, TestCard
from sandbox.stripe.errors import Body, StripeError, unexpected_state
from sandbox.stripe.settings import CURRENCIES
from sandbox.stripe.store import Desk, Row

CANCELABLE = ("requires_payment_method", "requires_capture", "requires_confirmation", "requires_action")
CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
REASONS = ("duplicate", "fraudulent", "requested_by_customer", "abandoned")
MOST = 99_999_999

_DESCRIBING = {"metadata", "description", "receipt_email", "shipping", "statement_descriptor_suffix", "expand"}
_CONFIRMING = {"off_session", "error_on_requires_action", "return_url", "use_stripe_sdk"}
_CREATE = (
    _DESCRIBING
    | _CONFIRMING
    | {
        "amount",
        "currency",
        "capture_method",
        "confirmation_method",
        "automatic_payment_methods",
        "allowed_payment_method_types",
        "statement_descriptor",
        "payment_method",
        "confirm",
    }
)
_UPDATE = _DESCRIBING | {"amount", "currency", "capture_method", "payment_method", "allowed_payment_method_types"}
_CONFIRM = _CONFIRMING | {"payment_method", "receipt_email", "shipping", "capture_method", "expand"}


@dataclass(frozen=True)
class Answer:
    """What a call answers after its work was done, which may be a refusal: a decline is kept."""

    body: Body
    status: int = 200


def create(desk: Desk, given: dict[str, Any]) -> Answer:
    call = "POST /v1/payment_intents"
    asked = oracle.check(call, "PaymentIntentCreateParams", given, played=_CREATE)
    if not asked.get("confirm"):
        for name in sorted(_CONFIRMING - {"use_stripe_sdk"}):
            if name in asked:
                raise errors.bad_parameter(
                    f"{name} is only for a payment that is confirmed at once (confirm=true).", name
                )
    if asked.get("confirmation_method", "automatic") != "automatic":
        raise errors.not_implemented("confirmation_method=manual")
    currency = asked["currency"].lower()
    if currency not in CURRENCIES:
        raise errors.bad_parameter(f"Invalid currency: {currency}", "currency")
    check_amount(desk, asked["amount"], currency)
    _check_descriptors(asked)
    id = store.new_id("pi")
    intent: Body = {
        "id": id,
        "object": "payment_intent",
        "amount": asked["amount"],
        "amount_capturable": 0,
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": asked.get("capture_method", "automatic_async"),
        "client_secret": f"{id}_secret_{store.new_secret()}",
        "confirmation_method": "automatic",
        "created": desk.now,
        "currency": currency,
        "customer": None,
        "description": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": asked.get("statement_descriptor") or None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    } | _method_types(asked)
    _describe(intent, asked)
    if asked.get("payment_method"):
        _choose_method(desk, intent, asked["payment_method"])
    store.insert(desk, intent)
    events.emit(desk, "payment_intent.created", intent)
    return _confirm(desk, intent, asked) if asked.get("confirm") else Answer(intent)


def update(desk: Desk, id: str, given: dict[str, Any]) -> Answer:
    call = "POST /v1/payment_intents/:id"
    asked = oracle.check(call, "PaymentIntentUpdateParams", given, played=_UPDATE)
    intent = store.find(desk, "payment_intent", id, lock=True, param="intent").body
    sensitive = {
        "amount",
        "currency",
        "capture_method",
        "payment_method",
        "allowed_payment_method_types",
    } & asked.keys()
    if sensitive and intent["status"] not in OPEN:
        raise unexpected_state(
            f"{min(sensitive)} cannot be changed on a payment intent with the status {intent['status']}.", intent
        )
    currency = (asked.get("currency") or intent["currency"]).lower()
    if currency not in CURRENCIES:
        raise errors.bad_parameter(f"Invalid currency: {currency}", "currency")
    amount: int = asked["amount"] if "amount" in asked else intent["amount"]
    if {"amount", "currency"} & asked.keys():
        check_amount(desk, amount, currency)
    if "allowed_payment_method_types" in asked:
        intent |= _method_types(asked)
    _check_descriptors(asked)
    intent |= {"amount": amount, "currency": currency}
    intent["capture_method"] = asked.get("capture_method", intent["capture_method"])
    _describe(intent, asked)
    intent["last_payment_error"] = None
    if asked.get("payment_method"):
        _choose_method(desk, intent, asked["payment_method"])
    elif sensitive and intent["status"] == "requires_action":
        intent |= {"status": "requires_confirmation", "next_action": None}
    return Answer(store.save(desk, intent))


def confirm(desk: Desk, id: str, given: dict[str, Any], *, by_page: bool) -> Answer:
    """Confirm by secret key, or by the page with the intent's client secret."""
    extra = {"client_secret"} if by_page else set()
    asked = oracle.check(
        "POST /v1/payment_intents/:id/confirm", "PaymentIntentConfirmParams", given, played=_CONFIRM, extra=extra
    )
    intent = store.find(desk, "payment_intent", id, lock=True, param="intent").body
    if by_page:
        check_client_secret(intent, asked.get("client_secret"))
        if forbidden := {"off_session", "capture_method", "error_on_requires_action"} & asked.keys():
            raise errors.bad_parameter(f"{min(forbidden)} needs the secret key.", min(forbidden))
    return _confirm(desk, intent, asked)


def capture(desk: Desk, id: str, given: dict[str, Any]) -> Answer:
    asked = oracle.check(
        "POST /v1/payment_intents/:id/capture",
        "PaymentIntentCaptureParams",
        given,
        played={"amount_to_capture", "final_capture", "metadata", "statement_descriptor_suffix", "expand"},
    )
    if asked.get("final_capture") is False:
        raise errors.not_implemented("captures in several parts (final_capture=false)")
    _check_descriptors(asked)
    intent = store.find(desk, "payment_intent", id, lock=True, param="intent").body
    if intent["status"] != "requires_capture":
        raise unexpected_state(
            f"Only a payment intent with the status requires_capture can be captured; this one is {intent['status']}.",
            intent,
        )
    amount: int = asked["amount_to_capture"] if "amount_to_capture" in asked else intent["amount_capturable"]
    if amount < 1:
        raise errors.bad_parameter("At least 1 must be captured.", "amount_to_capture", "parameter_invalid_integer")
    if amount > intent["amount_capturable"]:
        raise StripeError(
            f"{amount} is more than the {intent['amount_capturable']} that can be captured.",
            code="amount_too_large",
            param="amount_to_capture",
        )
    _describe(intent, asked)
    charge = store.find(desk, "charge", intent["latest_charge"], lock=True).body
    charges.capture(desk, charge, amount)
    intent |= {"status": "succeeded", "amount_capturable": 0, "amount_received": amount}
    store.save(desk, intent)
    events.emit(desk, "payment_intent.succeeded", intent)
    return Answer(intent)


def cancel(desk: Desk, id: str, given: dict[str, Any]) -> Answer:
    asked = oracle.check(
        "POST /v1/payment_intents/:id/cancel",
        "PaymentIntentCancelParams",
        given,
        played={"cancellation_reason", "expand"},
    )
    reason = asked.get("cancellation_reason")
    if reason is not None and reason not in REASONS:
        raise errors.bad_parameter(
            f"Invalid cancellation_reason: must be one of {', '.join(REASONS)}", "cancellation_reason"
        )
    intent = store.find(desk, "payment_intent", id, lock=True, param="intent").body
    if intent["status"] not in CANCELABLE:
        raise unexpected_state(
            f"A payment intent with the status {intent['status']} cannot be canceled; only {', '.join(CANCELABLE)}.",
            intent,
        )
    end(desk, intent, reason=reason, charge_event="charge.refunded")
    return Answer(intent)


def end(desk: Desk, intent: Body, *, reason: str | None, charge_event: str) -> None:
    """Cancel an intent, giving back what is authorised."""
    if intent["status"] == "requires_capture":
        charges.release(desk, store.find(desk, "charge", intent["latest_charge"], lock=True).body, event=charge_event)
    intent |= {
        "status": "canceled",
        "amount_capturable": 0,
        "canceled_at": desk.now,
        "cancellation_reason": reason,
        "next_action": None,
    }
    store.save(desk, intent)
    events.emit(desk, "payment_intent.canceled", intent)


def authenticate(desk: Desk, intent: Body, *, approved: bool) -> None:
    """Take the bank's word from the challenge page."""
    method = store.find(desk, "payment_method", intent["payment_method"], lock=True)
    intent["next_action"] = None
    if approved:
        _charge(desk, intent, method, methods.card_of(method))
        return
    message = "The payer's bank did not authenticate the payment; another payment method may be tried."
    error = {
        "code": "payment_intent_authentication_failure",
        "doc_url": errors.doc_url("payment_intent_authentication_failure"),
        "message": message,
        "payment_method": method.body,
        "type": "invalid_request_error",
    }
    _fail(desk, intent, error)


def settle(desk: Desk, intent: Body) -> None:
    """End `processing`: the bank has answered."""
    if intent["status"] == "processing":
        charge = store.find(desk, "charge", intent["latest_charge"], lock=True).body
        charge |= {"status": "succeeded", "paid": True, "captured": True, "amount_captured": charge["amount"]}
        store.save(desk, charge)
        events.emit(desk, "charge.succeeded", charge)
        _succeed(desk, intent)


def expire(desk: Desk, intent: Body) -> None:
    """End an authorisation that nobody captured in time."""
    if intent["status"] == "requires_capture":
        end(desk, intent, reason="automatic", charge_event="charge.expired")


def check_client_secret(intent: Body, secret: str | None) -> None:
    if secret != intent["client_secret"]:
        raise StripeError(
            "The client_secret is not the one of this payment intent.", param="client_secret", stored=False
        )


def check_amount(desk: Desk, amount: int, currency: str) -> None:
    if amount < 1:
        raise errors.bad_parameter("This value must be 1 or more.", "amount", "parameter_invalid_integer")
    if amount < desk.settings.minimum(currency):
        least = desk.settings.minimum(currency)
        raise errors.bad_parameter(f"The amount must be {least} {currency} or more.", "amount", "amount_too_small")
    if amount > MOST:
        raise errors.bad_parameter(f"The amount must be {MOST} {currency} or less.", "amount", "amount_too_large")


def check_metadata(metadata: Any) -> None:
    """Refuse more than 50 keys, keys over 40 characters, values over 500."""
    if metadata == "":
        return
    if len(metadata) > 50:
        raise errors.bad_parameter("Metadata can have up to 50 keys.", "metadata")
    for key, value in metadata.items():
        if len(key) > 40:
            raise errors.bad_parameter(f"Metadata keys can have up to 40 characters: {key}", "metadata")
        if len(value) > 500:
            raise errors.bad_parameter(f"Metadata values can have up to 500 characters: {key}", f"metadata[{key}]")


def merge_metadata(old: Body, new: Any) -> Body:
    """Add to metadata as Stripe does: an empty value takes a key away, an empty whole takes all away."""
    check_metadata(new)
    if new == "":
        return {}
    merged = {key: value for key, value in (old | new).items() if value != ""}
    check_metadata(merged)
    return merged


def _confirm(desk: Desk, intent: Body, asked: dict[str, Any]) -> Answer:
    if intent["status"] not in CONFIRMABLE:
        raise unexpected_state(f"A payment intent with the status {intent['status']} cannot be confirmed.", intent)
    _describe(intent, asked)
    intent["capture_method"] = asked.get("capture_method", intent["capture_method"])
    if asked.get("payment_method"):
        _choose_method(desk, intent, asked["payment_method"])
    if intent["payment_method"] is None:
        raise unexpected_state("A payment intent cannot be confirmed without a payment method.", intent)
    return_url = _return_url(intent, asked)
    if intent["statement_descriptor"]:
        raise StripeError(
            "A card payment takes statement_descriptor_suffix, not statement_descriptor.", param="statement_descriptor"
        )
    method = methods.for_use(desk, intent["payment_method"])
    card = methods.card_of(method)
    intent["last_payment_error"] = None
    if not card.three_d_secure:
        return _charge(desk, intent, method, card)
    if asked.get("off_session") or asked.get("error_on_requires_action"):
        return _decline(desk, intent, method, card, UNAUTHENTICATED)
    return _challenge(desk, intent, return_url, by_script=bool(asked.get("use_stripe_sdk")) or not return_url)


def _return_url(intent: Body, asked: dict[str, Any]) -> str:
    url = asked.get("return_url", "")
    if url:
        parts = urlsplit(url)
        if not (parts.scheme and (parts.netloc or parts.scheme not in {"http", "https"})):
            raise errors.bad_parameter("Invalid URL: it needs a scheme, such as https.", "return_url", "url_invalid")
    automatic = intent["automatic_payment_methods"]
    if not url and automatic and automatic["allow_redirects"] == "always" and not asked.get("use_stripe_sdk"):
        raise errors.bad_parameter(
            "Methods that redirect are allowed here, so a return_url is needed; "
            "or set automatic_payment_methods[allow_redirects] to never.",
            "return_url",
        )
    return str(url)


def _challenge(desk: Desk, intent: Body, return_url: str, *, by_script: bool) -> Answer:
    token = store.new_secret()
    url = f"{desk.settings.base_url}/3d_secure/{token}"
    intent["status"] = "requires_action"
    if by_script:
        action = {"type": "three_d_secure_redirect", "stripe_js": url, "source": store.new_id("src")}
        intent["next_action"] = {"type": "use_stripe_sdk", "use_stripe_sdk": action}
    else:
        intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": {"return_url": return_url, "url": url}}
    store.save(desk, intent)
    desk.connection.execute(
        "INSERT INTO challenges (token, intent, return_url) VALUES (%s, %s, %s)",
        [token, intent["id"], "" if by_script else return_url],
    )
    events.emit(desk, "payment_intent.requires_action", intent)
    return Answer(intent)


def _charge(desk: Desk, intent: Body, method: Row, card: TestCard) -> Answer:
    if card.decline:
        return _decline(desk, intent, method, card, card.decline)
    store.save(desk, method.body, notes={"used": True})
    waits = desk.settings.processing_seconds > 0 and intent["capture_method"] != "manual"
    charge = charges.create(desk, intent, method, card, decline=None, status="pending" if waits else "succeeded")
    intent["latest_charge"] = charge["id"]
    if waits:
        intent |= {"status": "processing", "processing": {"type": "card", "card": {}}}
        store.save(desk, intent)
        events.emit(desk, "payment_intent.processing", intent)
        store.appoint(desk, "settle", intent["id"], after=desk.settings.processing_seconds)
    elif intent["capture_method"] == "manual":
        intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
        store.save(desk, intent)
        events.emit(desk, "payment_intent.amount_capturable_updated", intent)
        store.appoint(desk, "expire", intent["id"], after=desk.settings.authorization_lifetime)
    else:
        _succeed(desk, intent)
    return Answer(intent)


def _succeed(desk: Desk, intent: Body) -> None:
    intent |= {"status": "succeeded", "amount_received": intent["amount"], "processing": None}
    store.save(desk, intent)
    events.emit(desk, "payment_intent.succeeded", intent)


def _decline(desk: Desk, intent: Body, method: Row, card: TestCard, decline: Decline) -> Answer:
    charge = charges.create(desk, intent, method, card, decline=decline, status="failed")
    intent["latest_charge"] = charge["id"]
    error = {
        "charge": charge["id"],
        "code": decline.code,
        "decline_code": decline.decline_code,
        "doc_url": errors.doc_url(decline.code),
        "message": decline.message,
        "payment_method": method.body,
        "type": "card_error",
    }
    _fail(desk, intent, error)
    return Answer({"error": error | {"payment_intent": intent}}, status=402)


def _fail(desk: Desk, intent: Body, error: Body) -> None:
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "last_payment_error": error,
    }
    store.save(desk, intent)
    events.emit(desk, "payment_intent.payment_failed", intent)


def _choose_method(desk: Desk, intent: Body, id: str) -> None:
    intent |= {
        "payment_method": methods.for_use(desk, id).body["id"],
        "status": "requires_confirmation",
        "next_action": None,
    }


def _describe(intent: Body, asked: dict[str, Any]) -> None:
    if "metadata" in asked:
        intent["metadata"] = merge_metadata(intent["metadata"], asked["metadata"])
    for name in ("description", "receipt_email", "statement_descriptor_suffix"):
        if name in asked:
            intent[name] = asked[name] or None
    if "shipping" in asked:
        intent["shipping"] = _shipping(asked["shipping"])
    if intent["receipt_email"] and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", intent["receipt_email"]):
        raise errors.bad_parameter(
            f"Invalid email address: {intent['receipt_email']}", "receipt_email", "email_invalid"
        )
    if len(intent["description"] or "") > 1000:
        raise errors.bad_parameter("A description can have up to 1000 characters.", "description")


def _shipping(given: Body | None) -> Body | None:
    if not given:
        return None
    nothing: Body = {"carrier": None, "phone": None, "tracking_number": None}
    return nothing | given | {"address": methods.NO_ADDRESS | given["address"]}


def _check_descriptors(asked: dict[str, Any]) -> None:
    if asked.get("statement_descriptor") and asked.get("allowed_payment_method_types") == ["card"]:
        raise errors.bad_parameter(
            "A card payment takes statement_descriptor_suffix, not statement_descriptor.", "statement_descriptor"
        )
    suffix = asked.get("statement_descriptor_suffix") or ""
    if suffix and (len(suffix) > 22 or re.search(r"[<>\\'\"*]", suffix) or not re.search(r"[A-Za-z]", suffix)):
        raise errors.bad_parameter(
            "A statement descriptor suffix has up to 22 characters, a Latin letter, and none of < > \\ ' \" *.",
            "statement_descriptor_suffix",
        )


def _method_types(asked: dict[str, Any]) -> Body:
    """Say which method types may pay. Only cards are switched on in this account's Dashboard."""
    automatic, allowed = asked.get("automatic_payment_methods"), asked.get("allowed_payment_method_types")
    if allowed is not None and "card" not in allowed:
        raise errors.bad_parameter(
            "None of these payment method types is switched on in the Dashboard.",
            "allowed_payment_method_types",
            "payment_method_unactivated",
        )
    made: Body = {"automatic_payment_methods": None, "payment_method_types": ["card"]}
    if allowed is not None:
        made["allowed_payment_method_types"] = allowed
    if (allowed is None and automatic is None) or (automatic and automatic["enabled"]):
        redirects = (automatic or {}).get("allow_redirects", "always")
        made["automatic_payment_methods"] = {"allow_redirects": redirects, "enabled": True}
    return made
