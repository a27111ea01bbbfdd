"""The CEA signature of a request (§1.1), written from its description."""

import hashlib
import hmac
import re
from datetime import UTC, datetime

_HEADER = re.compile(
    r"CEA algorithm=HmacSHA256, access-key=(?P<access_key>[^,\s]+), "
    r"signed-date=(?P<signed_date>[^,\s]+), signature=(?P<signature>[0-9a-f]{64})"
)


class BadSignature(Exception):
    """The request is not signed as it must be. `str()` of it is what the gateway answers."""


def sign(secret_key: str, *, signed_date: str, method: str, path: str, query: str) -> str:
    """Return the signature of a request; `query` is the raw query string as it travels, without the question mark."""
    message = f"{signed_date}{method}{path}{query}"
    return hmac.new(secret_key.encode(), message.encode(), hashlib.sha256).hexdigest()


def verify(
    header: str, *, access_key: str, secret_key: str, method: str, path: str, query: str, at: datetime, window: float
) -> None:
    """Return if `header` signs this very request within `window` seconds of `at`, or raise BadSignature."""
    match = _HEADER.fullmatch(header)
    if match is None:
        raise BadSignature("HMAC format is invalid")
    if match["access_key"] != access_key:
        raise BadSignature("Access key is invalid")
    expected = sign(secret_key, signed_date=match["signed_date"], method=method, path=path, query=query)
    if not hmac.compare_digest(expected, match["signature"]):
        raise BadSignature("Invalid signature")
    try:
        signed_at = datetime.strptime(match["signed_date"], "%y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as exc:
        raise BadSignature("HMAC format is invalid") from exc
    if abs((at - signed_at).total_seconds()) > window:
        raise BadSignature("Specified signature is expired.")
