"""Refusals in Stripe's shape. Types, codes and parameters are Stripe's; the wording of messages is ours."""

from typing import Any

Body = dict[str, Any]


class StripeError(Exception):
    """A refusal: what was done is undone. `stored` says whether an idempotency key remembers it."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        type: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        stored: bool = True,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.stored = stored
        self.error: Body = {"type": type, "message": message}
        if code:
            self.error |= {"code": code, "doc_url": doc_url(code)}
        if param:
            self.error["param"] = param
        self.error |= more


def doc_url(code: str) -> str:
    return f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"


def bad_parameter(message: str, param: str | None = None, code: str | None = None) -> StripeError:
    """Refuse the request as it was written. Such a refusal precedes the work, so no idempotency key remembers it."""
    return StripeError(message, param=param, code=code, stored=False)


def missing(kind: str, id: str, *, param: str = "id", status: int = 404) -> StripeError:
    return StripeError(f"No such {kind}: '{id}'", status=status, code="resource_missing", param=param)


def not_implemented(what: str) -> StripeError:
    """Say by name what the stand-in does not play; never a plausible success."""
    return StripeError(
        f"This stand-in of Stripe does not implement {what}.",
        status=501,
        type="api_error",
        code="not_implemented",
        stored=False,
    )


def unexpected_state(message: str, intent: Body) -> StripeError:
    return StripeError(message, code="payment_intent_unexpected_state", payment_intent=intent)


def lock_timeout() -> StripeError:
    return StripeError(
        "Another request is working on this object right now; try again.", status=429, code="lock_timeout", stored=False
    )
