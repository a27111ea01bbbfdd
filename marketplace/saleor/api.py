"""Saleor in our words: a method per operation, whole won, and every failure one of the four of ``saleor.errors``.

``shop()`` holds the small token of checkouts, for whatever a shopper causes; ``worker()`` the wide one, for workers
only. No retries here: those belong to whoever can wait without holding a worker.
"""

from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from marketplace.core import http, sealed
from marketplace.saleor.client.base_client import HttpClient, Response
from marketplace.saleor.client.client import Client
from marketplace.saleor.errors import (
    SaleorMisconfigured,
    SaleorNotSetUp,
    SaleorRejected,
    SaleorThrottled,
    SaleorUnavailable,
)

SERVICE = "saleor"
USUAL_SECONDS = 15.0
# What is known to take long (reference saleor.md §3, §4 and §8): a complete waits for its stock rows, a bulk import
# blocks a worker of Saleor's for as long as it takes, the payment calls wait for our own answer of up to 18 s.
SECONDS = {
    "CheckoutComplete": 60.0,
    "CheckoutCreate": 20.0,
    "DeliveryOptionsCalculate": 25.0,
    "PaymentGatewayInitialize": 25.0,
    "TransactionInitialize": 25.0,
    "TransactionProcess": 25.0,
    "ProductBulkCreate": 120.0,
    "ProductVariantBulkCreate": 60.0,
    "ProductMediaCreate": 30.0,
}
_OURS_TO_MEND = {
    "PermissionDenied",
    "GraphQLError",
    "QueryCostError",
    "InvalidTokenError",
    "InvalidSignatureError",
    "ExpiredSignatureError",
    "JSONWebTokenError",
    "STOREFRONT_TRAFFIC_NOT_ALLOWED",
}


class Saleor(Client):
    """Speaks to one Saleor under one identity: no models, no retries, no secrets in its messages."""

    def __init__(self, *, url: str, token: str = "", transport: httpx.BaseTransport | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        client = http.make_client(SERVICE, timeout=USUAL_SECONDS, headers=headers, transport=transport)
        super().__init__(url=url, http_client=cast(HttpClient, client))

    def execute(
        self,
        query: str,
        operation_name: str | None = None,
        variables: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> Response:
        operation = operation_name or "?"
        kwargs.setdefault("timeout", httpx.Timeout(SECONDS.get(operation, USUAL_SECONDS), connect=http.CONNECT_SECONDS))
        try:
            return super().execute(query, operation_name, variables, **kwargs)
        except httpx.TransportError as exc:
            raise SaleorUnavailable(f"{operation}: {type(exc).__name__} {exc}") from exc

    def get_data(self, response: Response) -> dict[str, Any]:
        answer = _body(cast(httpx.Response, response))
        data = answer.get("data")
        if problems := answer.get("errors"):
            raise _broken(problems)
        if not isinstance(data, dict):
            raise SaleorUnavailable("an answer without data")
        for operation, result in data.items():
            if isinstance(result, dict):
                _refuse_errors(operation, result)
        return data


def shop() -> Saleor:
    """Return Saleor under the shop's token, or raise SaleorNotSetUp while the app is not installed."""
    return _as("shop")


def worker() -> Saleor:
    """Return Saleor under the wide token of workers, or raise SaleorNotSetUp while the app is not installed."""
    return _as("market")


def anonymous() -> Saleor:
    """Return Saleor with no token at all: once storefront traffic is off it answers nobody."""
    return connect(settings.GACHI_SALEOR_URL, "")


@lru_cache(maxsize=16)
def connect(url: str, token: str) -> Saleor:
    """Return the one client of this process for an address and a token, with its open connections."""
    return Saleor(url=url, token=token)


def origin() -> str:
    """Return scheme and host of the configured Saleor: where its keys are."""
    parts = urlsplit(settings.GACHI_SALEOR_URL)
    return f"{parts.scheme}://{parts.netloc}"


def _as(app: str) -> Saleor:
    try:
        token = sealed.reveal(f"saleor.token.{app}")
    except sealed.SecretMissing as exc:
        raise SaleorNotSetUp(f"no token of Saleor for gachi.{app}: run gachi_setup") from exc
    return connect(settings.GACHI_SALEOR_URL, token)


def _body(response: httpx.Response) -> dict[str, Any]:
    """Return the JSON object of an answer, or raise what its status says."""
    status = response.status_code
    if status == 429:
        raise SaleorThrottled("429 from Saleor")
    if status >= 500 or 300 <= status < 400:
        raise SaleorUnavailable(f"{status} from Saleor")
    try:
        answer = response.json()
    except ValueError as exc:
        if status >= 400:
            raise SaleorMisconfigured(f"{status} from Saleor") from exc
        raise SaleorUnavailable(f"{status} from Saleor, and no JSON") from exc
    if status >= 400:
        raise SaleorMisconfigured(f"{status} from Saleor: {_messages(answer)}")
    if not isinstance(answer, dict):
        raise SaleorUnavailable(f"{status} from Saleor, and no JSON object")
    return answer


def _broken(problems: list[dict[str, Any]]) -> Exception:
    """Say what top-level errors of a 200 mean: our own mistake, or something that broke halfway."""
    codes = {_code(problem) for problem in problems}
    message = _messages({"errors": problems})
    if codes & _OURS_TO_MEND:
        return SaleorMisconfigured(message)
    return SaleorUnavailable(message)


def _code(problem: dict[str, Any]) -> str:
    extensions = problem.get("extensions") or {}
    return str((extensions.get("exception") or {}).get("code") or extensions.get("code") or "")


def _messages(answer: Any) -> str:
    problems = answer.get("errors") if isinstance(answer, dict) else None
    return "; ".join(f"{_code(problem)} {problem.get('message', '')}".strip() for problem in problems or [])[:1000]


def _refuse_errors(operation: str, result: dict[str, Any]) -> None:
    """Raise SaleorRejected for a mutation's errors. A bulk one says row by row what failed: its caller reads that."""
    problems = result.get("errors")
    if not problems or "results" in result:
        return
    first = problems[0]
    raise SaleorRejected(
        first.get("code") or "", first.get("field") or "", first.get("message") or "", operation=operation
    )
