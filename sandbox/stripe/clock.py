"""What happens by itself: deliveries of webhooks, and appointments (an authorisation ends, a refund settles)."""

import hashlib
import hmac
import json
import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx

from sandbox.shared import faults
from sandbox.shared.database import Pool
from sandbox.stripe import intents, refunds, store
from sandbox.stripe.settings import Settings
from sandbox.stripe.store import Desk

log = logging.getLogger(__name__)
# Seconds until the next try, times --webhook-retry-scale; after the last, the delivery has failed. Stripe says
# "up to three days with an exponential back off" and publishes no table.
BACK_OFF = (60, 300, 1_800, 7_200, 18_000, 36_000, 43_200, 43_200, 43_200)
SENDERS = 8


def sign(payload: bytes, *, secret: str, at: int) -> str:
    """Return the `Stripe-Signature` of a payload."""
    mac = hmac.new(secret.encode(), f"{at}.".encode() + payload, hashlib.sha256)
    return f"t={at},v1={mac.hexdigest()}"


class Clock:
    """Finds what is due and does it. State is in the database, so a restart goes on where the last process was."""

    def __init__(self, pool: Pool, settings: Settings, desk: faults.Desk) -> None:
        self._pool = pool
        self._settings = settings
        self._faults = desk
        self._wake = threading.Event()
        self._inbox: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._http = httpx.Client(timeout=settings.webhook_timeout, trust_env=False)

    def start(self) -> None:
        threading.Thread(target=self._run, name="clock", daemon=True).start()
        for number in range(SENDERS):
            threading.Thread(target=self._send_forever, name=f"webhooks-{number}", daemon=True).start()

    def wake(self) -> None:
        """Look at once instead of within half a second."""
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait(0.5)
            self._wake.clear()
            try:
                while self._keep_appointment():
                    pass
                self._claim_deliveries()
            except Exception:
                log.exception("the clock stumbled")
                time.sleep(0.5)

    def _keep_appointment(self) -> bool:
        with self._pool.connection() as connection:
            row = connection.execute(
                "DELETE FROM appointments WHERE id = (SELECT id FROM appointments WHERE due_at <= now()"
                " ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING what, object"
            ).fetchone()
            if row is None:
                return False
            desk = Desk(connection, self._settings)
            actions: dict[str, tuple[str, Callable[[Desk, Any], None]]] = {
                "expire": ("payment_intent", intents.expire),
                "settle": ("payment_intent", intents.settle),
                "settle refund": ("refund", refunds.settle),
                "fail refund": ("refund", refunds.fail),
            }
            kind, action = actions[row["what"]]
            action(desk, store.find(desk, kind, row["object"], lock=True).body)
            return True

    def _claim_deliveries(self) -> None:
        # The due time moves first, past the longest send: what a killed process was sending comes again.
        lease = self._settings.webhook_timeout * 2 + 5
        with self._pool.connection() as connection:
            rows = connection.execute(
                "UPDATE deliveries d SET due_at = now() + %s * interval '1 second', attempts = attempts + 1 FROM ("
                "  SELECT id FROM deliveries WHERE state = 'pending' AND due_at <= now()"
                "  ORDER BY due_at, id LIMIT 50 FOR UPDATE SKIP LOCKED) due, objects e"
                " WHERE d.id = due.id AND e.id = d.event RETURNING d.id, d.label, d.attempts, e.body",
                [lease],
            ).fetchall()
        for row in sorted(rows, key=lambda row: int(row["id"])):
            self._inbox.put(row)

    def _send_forever(self) -> None:
        while True:
            row = self._inbox.get()
            try:
                self._deliver(row)
            except Exception:
                log.exception("a webhook stumbled")

    def _deliver(self, row: dict[str, Any]) -> None:
        label = f"out:{row['label']}"
        fault = self._faults.take(label, faults.OUTGOING)
        if fault and fault.kind == "lose":
            self._close(row, "lost", None)
            return
        if fault and fault.kind == "late":
            self._postpone(row, fault.seconds, None, attempts=row["attempts"] - 1)
            return
        if fault and fault.kind == "twice":
            self._post(row, label)
        status = self._post(row, label)
        if status is not None and 200 <= status < 300:
            self._close(row, "delivered", status)
        elif row["attempts"] > len(BACK_OFF):
            self._close(row, "failed", status)
        else:
            seconds = BACK_OFF[row["attempts"] - 1] * self._settings.webhook_retry_scale
            self._postpone(row, seconds, status, attempts=row["attempts"])

    def _post(self, row: dict[str, Any], label: str) -> int | None:
        payload = json.dumps(row["body"], indent=2, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            "Stripe-Signature": sign(payload, secret=self._settings.webhook_secret, at=int(time.time())),
        }
        try:
            status = self._http.post(self._settings.webhook_url, content=payload, headers=headers).status_code
        except httpx.HTTPError:
            status = None
        self._faults.note(label, status or 0)
        return status

    def _close(self, row: dict[str, Any], state: str, status: int | None) -> None:
        with self._pool.connection() as connection:
            connection.execute(
                "UPDATE deliveries SET state = %s, last_status = %s WHERE id = %s", [state, status, row["id"]]
            )
            connection.execute(
                "UPDATE objects SET body = jsonb_set(body, '{pending_webhooks}', '0') WHERE id = %s",
                [row["body"]["id"]],
            )

    def _postpone(self, row: dict[str, Any], seconds: float, status: int | None, *, attempts: int) -> None:
        with self._pool.connection() as connection:
            connection.execute(
                "UPDATE deliveries SET due_at = now() + %s * interval '1 second', last_status = %s, attempts = %s"
                " WHERE id = %s",
                [seconds, status, attempts, row["id"]],
            )
