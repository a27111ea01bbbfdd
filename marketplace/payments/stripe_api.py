"""Stripe in our words: Payment Intents with manual capture, and refunds. No models, no retries, no secrets in logs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import httpx
from django.conf import settings

from marketplace.core import http, money

SERVICE = "stripe"
SECONDS = 10.0
API_VERSION = "2026-10-28.endive"  # a test compares it with the SDK's, so a new SDK is a decision
THROTTLED = 429
IN_USE = 409


class PaymentUnavailable(Exception):
    """Stripe gave no usable answer: whether the thing was done is unknown. Ask again later. Not fit to show.

    `is_kept` says that Stripe answered 5xx, an answer that it repeats for the same idempotency key.
    """

    def __init__(self, message: str, *, is_kept: bool = False) -> None:
        super().__init__(message)
        self.is_kept = is_kept


class PaymentRefused(Exception):
    """Stripe, or our own check, said no, and nothing was done. `code` says why. Not fit to show."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code


@dataclass(frozen=True)
class Intent:
    """A Payment Intent as it was read: whole won."""

    id: str
    status: str
    amount: int
    capturable: int
    received: int
    client_secret: str
    problem_code: str
    document: str


@dataclass(frozen=True)
class StripeRefund:
    id: str
    status: str
    amount: int
    key: str
    problem: str


class Stripe:
    """Speaks to one Stripe account; every writing call takes the idempotency key that its caller's row yields."""

    def __init__(self, *, url: str, secret_key: str, transport: httpx.BaseTransport | None = None) -> None:
        headers = {"Authorization": f"Bearer {secret_key}", "Stripe-Version": API_VERSION}
        self._http = http.make_client(SERVICE, timeout=SECONDS, base_url=url, headers=headers, transport=transport)

    def create_intent(self, *, amount: int, document: str, transaction: str, key: str) -> Intent:
        """Make an intent to reserve `amount`; it is taken by capture() only."""
        asked = {
            "amount": money.to_stripe(amount),
            "currency": money.CURRENCY.lower(),
            "capture_method": "manual",
            "automatic_payment_methods": {"enabled": True},
            "metadata": {"document": document, "saleor_transaction": transaction},
        }
        return _intent(self._call("POST", "/v1/payment_intents", asked, key=key))

    def read_intent(self, intent_id: str) -> Intent:
        return _intent(self._call("GET", f"/v1/payment_intents/{intent_id}"))

    def capture(self, intent_id: str, *, amount: int, key: str) -> Intent:
        """Take `amount` of what is reserved; the rest is let go."""
        asked = {"amount_to_capture": money.to_stripe(amount)}
        return _intent(self._call("POST", f"/v1/payment_intents/{intent_id}/capture", asked, key=key))

    def cancel(self, intent_id: str, *, key: str) -> Intent:
        """End an intent that is not captured; what it reserves is let go."""
        return _intent(self._call("POST", f"/v1/payment_intents/{intent_id}/cancel", {}, key=key))

    def refund(self, intent_id: str, *, amount: int, name: str, key: str) -> StripeRefund:
        """Give back `amount`; `name` stays on the refund, so that a lost answer can be found by it."""
        asked = {"payment_intent": intent_id, "amount": money.to_stripe(amount), "metadata": {"key": name}}
        return _refund(self._call("POST", "/v1/refunds", asked, key=key))

    def refunds(self, intent_id: str) -> list[StripeRefund]:
        """Return the newest hundred refunds of an intent."""
        answer = self._call("GET", "/v1/refunds", {"payment_intent": intent_id, "limit": 100})
        return [_refund(row) for row in answer["data"]]

    def try_key(self) -> None:
        """Read something small, or raise PaymentUnavailable or PaymentRefused with what Stripe says about the key."""
        self._call("GET", "/v1/refunds", {"limit": 1})

    def _call(self, method: str, path: str, asked: Mapping[str, Any] | None = None, *, key: str = "") -> Any:
        form = dict(_flat(asked or {}))
        try:
            response = self._http.request(
                method,
                path,
                params=form if method == "GET" and form else None,
                data=form if method == "POST" else None,
                headers={"Idempotency-Key": key} if key else None,
            )
            answer = response.json()
        except httpx.TransportError as exc:
            raise PaymentUnavailable(f"{method} {path}: {type(exc).__name__} {exc}") from exc
        except ValueError as exc:
            raise PaymentUnavailable(f"{method} {path}: {response.status_code} without JSON", is_kept=True) from exc
        if response.is_success:
            return answer
        raise _failure(response.status_code, answer.get("error") or {}, f"{method} {path}")


def stripe() -> Stripe:
    """Return this process's client for the account that settings name."""
    return _connect(settings.GACHI_STRIPE["url"], settings.GACHI_STRIPE["secret_key"])


@lru_cache(maxsize=8)
def _connect(url: str, secret_key: str) -> Stripe:
    return Stripe(url=url, secret_key=secret_key)


def _failure(status: int, error: Mapping[str, Any], where: str) -> Exception:
    said = f"{where}: {status} {error.get('code') or error.get('type') or ''} {error.get('message') or ''}"
    if status >= 500:
        return PaymentUnavailable(said, is_kept=True)
    if status in (THROTTLED, IN_USE, httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return PaymentUnavailable(said)  # nothing was done; a wrong key waits for a person to mend it
    return PaymentRefused(str(error.get("code") or error.get("type") or status), said)


def _flat(asked: Mapping[str, Any], inside: str = "") -> Iterator[tuple[str, str]]:
    """Yield a form as Stripe reads it: ``metadata[document]=…``."""
    for name, value in asked.items():
        full = f"{inside}[{name}]" if inside else name
        if isinstance(value, Mapping):
            yield from _flat(value, full)
        else:
            yield full, str(value).lower() if isinstance(value, bool) else str(value)


def _intent(body: Mapping[str, Any]) -> Intent:
    return Intent(
        id=body["id"],
        status=body["status"],
        amount=body["amount"],
        capturable=body["amount_capturable"],
        received=body["amount_received"],
        client_secret=body["client_secret"] or "",
        problem_code=str((body.get("last_payment_error") or {}).get("code") or ""),
        document=(body.get("metadata") or {}).get("document", ""),
    )


def _refund(body: Mapping[str, Any]) -> StripeRefund:
    return StripeRefund(
        id=body["id"],
        status=body["status"] or "",
        amount=body["amount"],
        key=(body.get("metadata") or {}).get("key", ""),
        problem=body.get("failure_reason") or "",
    )
