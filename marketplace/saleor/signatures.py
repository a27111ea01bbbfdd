"""Is this really Saleor? Its webhooks carry a detached RS256 signature over the raw body (RFC 7797)."""

import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import jwt

from marketplace.core import http
from marketplace.saleor import api

KEYS_LIVE = 3600.0
REFETCH_AFTER = 5.0
FETCH_SECONDS = 3.0


class Forged(Exception):
    """Saleor did not sign this. Not fit to show."""


class NotVerifiable(Exception):
    """Whether Saleor signed this cannot be said yet: its keys cannot be had. The sender must try again."""


class Keys:
    """Saleor's public keys by `kid`, fetched from the configured address, kept for an hour."""

    def __init__(self, fetch: Callable[[], list[dict[str, Any]]], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch, self._clock = fetch, clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at: float | None = None
        self._lock = threading.Lock()

    def get(self, kid: str) -> jwt.PyJWK:
        """Return the key, fetching anew for an unknown `kid`; raises Forged or NotVerifiable.

        Strangers may make up kids: keys are fetched at most every few seconds, and in between nobody can say whether
        Saleor has just changed its key.
        """
        with self._lock:
            age = None if self._fetched_at is None else self._clock() - self._fetched_at
            if kid in self._keys and age is not None and age < KEYS_LIVE:
                return self._keys[kid]
            if age is not None and age < REFETCH_AFTER:
                raise NotVerifiable(f"unknown key {kid!r}, and keys were fetched {age:.1f} s ago")
            try:
                self._keys = {key["kid"]: jwt.PyJWK(key) for key in self._fetch()}
            except (httpx.HTTPError, ValueError, KeyError, jwt.PyJWTError) as exc:
                if kid in self._keys:
                    return self._keys[kid]
                raise NotVerifiable(f"keys of Saleor: {exc}") from exc
            self._fetched_at = self._clock()
            if kid not in self._keys:
                raise Forged(f"no key {kid!r}")
            return self._keys[kid]


def verify(*, body: bytes, signature: str, keys: Keys | None = None) -> None:
    """Return if Saleor signed exactly `body`, or raise Forged or NotVerifiable."""
    if not signature:
        raise Forged("no signature")
    try:
        header = jwt.get_unverified_header(signature)
    except jwt.PyJWTError as exc:
        raise Forged(str(exc)) from exc
    # A shopper's log-in token is signed with the same key, over a payload of its own: it must not pass for a signature.
    if header.get("b64") is not False or signature.split(".")[1]:
        raise Forged("the signature does not cover the body")
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise Forged("a signature without kid")
    key = (keys or KEYS).get(kid)
    try:
        jwt.PyJWS().decode_complete(signature, key=key.key, algorithms=["RS256"], detached_payload=body)
    except (jwt.PyJWTError, ValueError) as exc:
        raise Forged(str(exc)) from exc


def _fetch() -> list[dict[str, Any]]:
    with http.make_client("saleor-keys", timeout=FETCH_SECONDS) as client:
        response = client.get(f"{api.origin()}/.well-known/jwks.json")
    response.raise_for_status()
    found = response.json()["keys"]
    if not isinstance(found, list):
        raise ValueError("no list of keys")
    return found


KEYS = Keys(_fetch)
