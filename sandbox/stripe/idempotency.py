"""Idempotency keys: the first answer is kept with the work that earned it, in one transaction."""

import hashlib
import json
from typing import Any

from psycopg.types.json import Jsonb

from sandbox.shared.database import Pool
from sandbox.stripe.errors import Body, StripeError
from sandbox.stripe.store import Connection


def fingerprint(method: str, path: str, given: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps([method, path, given], sort_keys=True).encode()).hexdigest()


def begin(pool: Pool, key: str, mark: str, request_id: str, *, lifetime: int) -> tuple[int, Body, str] | None:
    """Claim a key and return None, or return the status, body and request of the answer it has.

    Raise an `idempotency_error` for other parameters and a 409 while the first request is still at work.
    """
    if len(key) > 255:
        raise StripeError("An idempotency key can have up to 255 characters.", type="idempotency_error", stored=False)
    with pool.connection() as connection:
        connection.execute(
            "DELETE FROM idempotency_keys WHERE key = %s AND status IS NOT NULL"
            " AND started_at < now() - %s * interval '1 second'",
            [key, lifetime],
        )
        claimed = connection.execute(
            "INSERT INTO idempotency_keys (key, fingerprint, request_id) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [key, mark, request_id],
        )
        if claimed.rowcount:
            return None
        row = connection.execute("SELECT * FROM idempotency_keys WHERE key = %s", [key]).fetchone()
    if row is None or (row["fingerprint"] == mark and row["status"] is None):
        raise StripeError(
            "A request with this idempotency key is still being worked on.",
            status=409,
            code="idempotency_key_in_use",
            stored=False,
        )
    if row["fingerprint"] != mark:
        raise StripeError(
            "This idempotency key was used with other parameters or for another call.",
            type="idempotency_error",
            stored=False,
        )
    return row["status"], row["body"], row["request_id"]


def finish(connection: Connection, key: str, status: int, body: Body) -> None:
    connection.execute("UPDATE idempotency_keys SET status = %s, body = %s WHERE key = %s", [status, Jsonb(body), key])


def forget(pool: Pool, key: str) -> None:
    """Give a key back whose request never began its work."""
    with pool.connection() as connection:
        connection.execute("DELETE FROM idempotency_keys WHERE key = %s AND status IS NULL", [key])


def forget_unfinished(pool: Pool) -> None:
    """At start: what a killed process was working on was rolled back with its transaction."""
    with pool.connection() as connection:
        connection.execute("DELETE FROM idempotency_keys WHERE status IS NULL")
