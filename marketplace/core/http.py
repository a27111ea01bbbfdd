"""Calls to the outside: never inside a transaction, and never where a part of the house has sworn silence."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

import httpx
from django.db import connection

CONNECT_SECONDS = 3.0

_silenced: ContextVar[frozenset[str]] = ContextVar("silenced", default=frozenset())


class CallInTransaction(RuntimeError):
    """Someone would have waited for another machine while holding a transaction, perhaps row locks. A bug of ours."""


class CallSilenced(RuntimeError):
    """Someone would have called a service where that is ruled out, as Saleor from its own webhook. A bug of ours."""


def guard(service: str = "") -> None:
    """Raise CallInTransaction if a transaction is open, CallSilenced if `service` must not be called here.

    Every client calls this before it sends. A test's own outermost transaction does not count.
    """
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise CallInTransaction(f"a call to {service or 'another machine'} inside a transaction")
    if service in _silenced.get():
        raise CallSilenced(f"a call to {service} where it must not be called")


@contextmanager
def silenced(*services: str) -> Iterator[None]:
    """Rule out calls to `services` within the block: guard() raises CallSilenced."""
    token = _silenced.set(_silenced.get() | frozenset(services))
    try:
        yield
    finally:
        _silenced.reset(token)


def make_client(
    service: str,
    *,
    timeout: float = 10,
    base_url: str = "",
    auth: httpx.Auth | None = None,
    headers: Mapping[str, str] | None = None,
    transport: httpx.BaseTransport | None = None,
) -> httpx.Client:
    """Return a client for `service` whose every request passes guard() first; `transport` is the seam for tests."""

    def check(_request: httpx.Request) -> None:
        guard(service)

    return httpx.Client(
        base_url=base_url,
        auth=auth,
        headers=headers,
        timeout=httpx.Timeout(timeout, connect=CONNECT_SECONDS),
        transport=transport,
        verify=_trust(),
        event_hooks={"request": [check]},
        follow_redirects=False,
        trust_env=False,
    )


@cache
def _trust() -> ssl.SSLContext:
    """Read the list of authorities once: it takes longer than most calls."""
    return httpx.create_ssl_context(trust_env=False)
