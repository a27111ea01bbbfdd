"""Payment methods: made by Stripe.js from a card number, or by naming one of Stripe's test tokens."""

import hashlib
import re
from datetime import UTC, date, datetime
from typing import Any

from sandbox.stripe import cards, errors, oracle, store
from sandbox.stripe.cards import TestCard
from sandbox.stripe.errors import Body, StripeError
from sandbox.stripe.store import Desk, Row

NO_ADDRESS = {"city": None, "country": None, "line1": None, "line2": None, "postal_code": None, "state": None}


def create(desk: Desk, given: dict[str, Any], *, by_page: bool) -> Body:
    """Make a payment method of a card number. Only the page may send one: a server that does is refused."""
    call = "POST /v1/payment_methods"
    asked = oracle.check(
        call, "PaymentMethodCreateParams", given, played={"type", "card", "billing_details", "metadata"}
    )
    if asked.get("type") != "card":
        raise errors.not_implemented(f"payment methods of the type '{asked.get('type')}'")
    details = asked.get("card", {})
    if unplayed := set(details) - {"number", "exp_month", "exp_year", "cvc"}:
        raise errors.not_implemented(f"the parameter 'card[{min(unplayed)}]' of {call}")
    if not by_page:
        raise errors.bad_parameter(
            "Card numbers may not be sent from a server; use Stripe.js or a test token.", "card[number]"
        )
    for name in ("number", "exp_month", "exp_year"):
        if name not in details:
            raise errors.bad_parameter(f"Missing required param: card[{name}].", f"card[{name}]", "parameter_missing")
    number = re.sub(r"[ -]", "", details["number"])
    _check_card(desk, number, details)
    card = cards.BY_NUMBER.get(number)
    if card is None:
        raise card_error(cards.NOT_A_TEST_CARD)
    billing = _billing(asked.get("billing_details") or {})
    return _keep(desk, card, details["exp_month"], details["exp_year"], "cvc" in details, billing)


def for_use(desk: Desk, id: str) -> Row:
    """Return the payment method that a confirmation names; a test token makes a new one each time."""
    if card := cards.BY_TOKEN.get(id):
        body = _keep(desk, card, 12, _today(desk).year + 1, True, _billing({}))
        return store.find(desk, "payment_method", body["id"])
    row = store.find(desk, "payment_method", id, lock=True, param="payment_method", status=400)
    if row.notes.get("used"):
        raise StripeError(
            "This payment method was used before and belongs to no customer, so it cannot be used again.",
            param="payment_method",
        )
    return row


def card_of(row: Row) -> TestCard:
    return cards.BY_NUMBER[row.notes["number"]]


def card_error(decline: cards.Decline, **more: Any) -> StripeError:
    """Refuse a card before there is a payment to speak of."""
    more |= {"decline_code": decline.decline_code} if decline.code == "card_declined" else {}
    return StripeError(decline.message, status=402, type="card_error", code=decline.code, **more)


def _check_card(desk: Desk, number: str, details: Body) -> None:
    if not re.fullmatch(r"[0-9]{12,19}", number) or not cards.has_valid_check_digit(number):
        raise _wrong("incorrect_number", "number", "The card number is not right.")
    if not 1 <= details["exp_month"] <= 12:
        raise _wrong("invalid_expiry_month", "exp_month", "The card's expiration month is not right.")
    today = _today(desk)
    if not today.year <= details["exp_year"] <= today.year + 50:
        raise _wrong("invalid_expiry_year", "exp_year", "The card's expiration year is not right.")
    if (details["exp_year"], details["exp_month"]) < (today.year, today.month):
        raise _wrong("invalid_expiry_month", "exp_month", "The card's expiration month is not right.")
    length = 4 if number.startswith(("34", "37")) else 3
    if not re.fullmatch(rf"[0-9]{{{length}}}", details.get("cvc", "0" * length)):
        raise _wrong("invalid_cvc", "cvc", "The card's security code is not right.")


def _today(desk: Desk) -> date:
    return datetime.fromtimestamp(desk.now, tz=UTC).date()


def _wrong(code: str, param: str, message: str) -> StripeError:
    return StripeError(message, status=402, type="card_error", code=code, param=param)


def _billing(given: Body) -> Body:
    made = {
        "address": NO_ADDRESS | (given.get("address") or {}),
        "email": None,
        "name": None,
        "phone": None,
        "tax_id": None,
    }
    return made | {key: value or None for key, value in given.items() if key != "address"}


def _keep(desk: Desk, card: TestCard, month: int, year: int, with_cvc: bool, billing: Body) -> Body:
    body: Body = {
        "id": store.new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": billing,
        "card": {
            "brand": card.brand,
            "checks": {
                "address_line1_check": None,
                "address_postal_code_check": None,
                "cvc_check": "unchecked" if with_cvc else None,
            },
            "country": card.country,
            "display_brand": card.brand,
            "exp_month": month,
            "exp_year": year,
            # A card's fingerprint is the same whenever the card comes again.
            "fingerprint": hashlib.sha256(card.number.encode()).hexdigest()[:16],
            "funding": card.funding,
            "generated_from": None,
            "last4": card.number[-4:],
            "networks": {"available": [card.brand], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        "created": desk.now,
        "customer": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
    }
    return store.insert(desk, body, notes={"number": card.number})
