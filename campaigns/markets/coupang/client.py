"""쿠팡's WING Open API over HTTP: signed, metered, read defensively (reference coupang.md §1, §9)."""

import hashlib
import hmac
from collections.abc import Callable, Generator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx

from campaigns.markets.coupang.meter import Meter
from campaigns.markets.plan import NotReadableYet
from marketplace.channels import errors
from marketplace.core import http

SERVICE = "coupang"
SELLER = "/v2/providers/seller_api/apis/api/v1/marketplace"
OPEN = "/v2/providers/openapi/apis/api"
MARKET = "/v2/providers/marketplace_openapi/apis/api"

# Longer than the gateway's own 3 s and than the longest extension that we ask for.
SECONDS = 20.0
# A product is written while the gateway waits; more time for an answer means fewer answers lost (§1, §9.3).
CREATE_MILLISECONDS = "15000"
_STILL_WRITING = "등록 또는 수정되고 있습니다"


class CeaAuth(httpx.Auth):
    """Signs each request over the bytes that travel: method, path and the raw query, not the body (§1.1)."""

    def __init__(self, *, access_key: str, secret_key: str, clock: Callable[[], datetime] | None = None) -> None:
        self._access_key, self._secret = access_key, secret_key.encode()
        self._clock = clock or (lambda: datetime.now(UTC))

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        date = self._clock().astimezone(UTC).strftime("%y%m%dT%H%M%SZ")
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        message = f"{date}{request.method}{path}{query}".encode()
        signature = hmac.new(self._secret, message, hashlib.sha256).hexdigest()
        request.headers["Authorization"] = (
            f"CEA algorithm=HmacSHA256, access-key={self._access_key}, signed-date={date}, signature={signature}"
        )
        yield request


class CoupangClient:
    """Speaks to 쿠팡 for one vendor. No models, no retries, no secrets in its messages.

    Every method raises one of the four ChannelErrors. What it returns is the `data` of the answer, unwrapped.
    """

    def __init__(
        self,
        *,
        url: str,
        vendor_id: str,
        auth: httpx.Auth,
        meter: Meter,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.vendor_id = vendor_id
        self._meter = meter
        headers = {"X-Requested-By": vendor_id}
        self._http = http.make_client(
            SERVICE, timeout=SECONDS, base_url=url, auth=auth, headers=headers, transport=transport
        )

    def seller(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """Call the product family: ``code`` is SUCCESS or ERROR, and a success may be wrapped once more (§1.3)."""
        return product_data(self._call(method, f"{SELLER}/{path}", body, **more))

    def vendor(self, method: str, version: int, path: str, body: Any = None) -> dict[str, Any]:
        """Call the order family of this vendor and return the whole envelope: `data` and `nextToken`."""
        return order_envelope(self._call(method, f"{OPEN}/v{version}/vendors/{self.vendor_id}/{path}", body))

    def open(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """Call an order-family API that names no vendor in its path."""
        return order_envelope(self._call(method, f"{OPEN}/{path}", body))

    def market(self, path: str) -> dict[str, Any]:
        """Read from the family without an envelope."""
        return _object(self._call("GET", f"{MARKET}/{path}", None))

    def create(self, document: Mapping[str, Any], *, method: str = "POST") -> dict[str, Any]:
        """Send a product document; returns data, details and errorItems. A lost answer says nothing of the outcome."""
        headers = {"X-EXTENDED-TIMEOUT": CREATE_MILLISECONDS}
        answer = _object(self._call(method, f"{SELLER}/seller-products", document, headers=headers))
        inner = answer.get("data")
        if isinstance(inner, dict) and "code" in inner:
            answer = inner
        product_data(answer)
        return answer

    def _call(self, method: str, target: str, body: Any, headers: Mapping[str, str] | None = None) -> Any:
        self._meter.wait()
        try:
            # The target goes in whole, query and all: a library that encodes it again would change what was signed.
            response = self._http.request(method, target, json=body, headers=dict(headers or {}))
        except httpx.TransportError as exc:
            raise errors.ChannelUnavailable(f"{method} {_plain(target)}: {type(exc).__name__}") from exc
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise errors.ChannelThrottled(f"{method} {_plain(target)}: 429", retry_after=self._meter.back_off())
        if not response.is_success:
            raise _error(response)
        return _json(response)


def query(**values: Any) -> str:
    """Return a query string in which everything is percent-encoded as the market wants it, ``+`` above all (§9.5)."""
    return "&".join(f"{name}={quote(str(value), safe=':')}" for name, value in values.items() if value is not None)


def product_data(answer: Any) -> Any:
    """Return the data of a product-family answer, or raise ChannelRejected."""
    envelope = _object(answer)
    if isinstance(inner := envelope.get("data"), dict) and inner.get("code") in ("SUCCESS", "ERROR"):
        envelope = inner
    if str(envelope.get("code")) not in ("SUCCESS", "200"):
        raise errors.ChannelRejected(_message(envelope))
    return envelope.get("data")


def order_envelope(answer: Any) -> dict[str, Any]:
    """Return an order-family answer, whose code is a number in some calls and a text in others, or raise."""
    envelope = _object(answer)
    if str(envelope.get("code")) not in ("200", "SUCCESS"):
        raise errors.ChannelRejected(_message(envelope))
    return envelope


def _error(response: httpx.Response) -> Exception:
    """Say what a refusal means. Bodies of the gateway are not always JSON (§9.1)."""
    try:
        message = _message(response.json())
    except (ValueError, errors.ChannelError):
        message = ""
    where = f"{response.request.method} {response.request.url.path}: {response.status_code}"
    if _STILL_WRITING in message:
        return NotReadableYet(f"{where} {message}")
    if response.status_code == httpx.codes.NOT_FOUND:
        # Wrong vendor or path, and repeating it gets us blocked without notice (§9.1).
        return errors.ChannelMisconfigured(f"{where} {message}")
    if response.status_code == httpx.codes.PRECONDITION_FAILED:
        return errors.ChannelUnavailable(f"{where} {message}")
    if message and response.status_code == httpx.codes.BAD_REQUEST:
        return errors.ChannelRejected(message)
    return errors.from_response(response)


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError as exc:
        where = f"{response.request.method} {response.request.url.path}"
        raise errors.ChannelUnavailable(f"{where}: {response.status_code} without JSON") from exc


def _object(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise errors.ChannelUnavailable("an answer that is no JSON object")
    return answer


def _message(answer: Any) -> str:
    answer = _object(answer)
    parts = [str(answer.get(name) or "") for name in ("message", "details")]
    for item in answer.get("errorItems") or []:
        for attribute in (item.get("itemAttributes") or []) if isinstance(item, dict) else []:
            parts.append(f"{attribute.get('attributeTypeName')}: {attribute.get('message')}")
    return " ".join(dict.fromkeys(part for part in parts if part))[:500] or "no message"


def _plain(target: str) -> str:
    return target.partition("?")[0]
