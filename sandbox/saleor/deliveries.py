"""Webhooks on their way out: who wants an event, what its body is, sending it, and trying again.

Asynchronous events are rows of `event_delivery`, written in the transaction that caused them; one dispatcher claims
those that are due and hands them to a few senders. Bodies of order, fulfilment and checkout events are rendered by the
sender (they show the state of that moment); the others right after the commit; those of deletions before it.
Synchronous ones (`ask`) are rendered and sent while their caller waits.
"""

import json
import logging
import queue
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg

from sandbox.shared.faults import OUTGOING

from . import events
from .engine import Engine
from .identity import Caller
from .store import Call, Row
from .world import World

LOG = logging.getLogger("sandbox.saleor")
SENDERS = 4
RETRIES = 5
FIRST_RETRY_SECONDS = 10.0
CONNECT_SECONDS = 2.0
LEASE_SECONDS = 120


@dataclass(frozen=True)
class Answer:
    """What a receiver said; `status` is None where nothing came back."""

    status: int | None
    text: str = ""
    headers: str = "{}"

    @property
    def ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def worth_retrying(self) -> bool:
        return self.status is None or self.status >= 500

    def json(self) -> Any:
        """Return the body as JSON, or None where it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


class Deliveries:
    """The clockwork that sends webhooks."""

    def __init__(self, world: World, engine: Engine) -> None:
        self.world = world
        self.engine = engine
        self._hooks: dict[str, list[Row]] | None = None
        self._wake = threading.Event()
        self._busy = threading.Semaphore(SENDERS * 2)
        self._work: queue.SimpleQueue[Row] = queue.SimpleQueue()
        timeout = httpx.Timeout(world.options.sync_timeout, connect=CONNECT_SECONDS)
        self._http = httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False)

    def start(self) -> None:
        """Start the clockwork; what a crash interrupted is sent again."""
        call = Call(self.world)
        try:
            call.run("UPDATE event_delivery SET leased = false, due_at = now() WHERE leased")
        finally:
            call.release()
        for number in range(SENDERS):
            threading.Thread(target=self._send_for_ever, name=f"sender-{number}", daemon=True).start()
        threading.Thread(target=self._dispatch, name="dispatcher", daemon=True).start()

    # Who listens -----------------------------------------------------------------------------------------------

    def forget(self) -> None:
        """Read the webhooks again: an app or a webhook changed."""
        self._hooks = None

    def hooks(self, event: str, *, app_id: int | None = None) -> list[Row]:
        """Return the live webhooks for an event whose apps have the permission for it."""
        hooks = self._hooks
        if hooks is None:
            call = Call(self.world)
            try:
                rows = call.rows(
                    "SELECT w.*, a.identifier AS app_identifier, a.permissions AS app_permissions FROM webhook w"
                    " JOIN app a ON a.id = w.app_id WHERE w.is_active AND a.is_active ORDER BY w.id"
                )
            finally:
                call.release()
            hooks = {}
            for row in rows:
                for name in row["events"]:
                    needed = events.permission(name)
                    if needed is None or needed in row["app_permissions"]:
                        hooks.setdefault(name, []).append(row)
            self._hooks = hooks
        return [hook for hook in hooks.get(event, []) if app_id is None or hook["app_id"] == app_id]

    # Asynchronous events ---------------------------------------------------------------------------------------

    def emit(self, call: Call, event: str, subject: dict[str, Any]) -> None:
        """Note an event for everybody who listens; sent after the open transaction."""
        for hook in self.hooks(event):
            values: dict[str, Any] = {
                "webhook_id": hook["id"],
                "event": event,
                "subject": subject,
                "principal": events.principal(call.caller),
                "due_at": datetime.now(UTC),
            }
            if event.startswith(events.RENDERED_LATE):
                call.insert("event_delivery", values)
                call.after(self._wake.set)
            elif event.endswith("_DELETED"):
                call.insert("event_delivery", values | {"payload": self._body(hook, values) or "{}"})
                call.after(self._wake.set)
            else:
                call.after(lambda hook=hook, values=values: self._store_rendered(call, hook, values))  # type: ignore[misc]

    def request(self, call: Call, hook: Row, event: str, subject: dict[str, Any], *, request_event_id: int) -> None:
        """Note a request to a payment app that the worker sends later and whose answer counts."""
        call.insert(
            "event_delivery",
            {
                "webhook_id": hook["id"],
                "event": event,
                "subject": subject,
                "request_event_id": request_event_id,
                "principal": events.principal(call.caller),
                "due_at": datetime.now(UTC),
            },
        )
        call.after(self._wake.set)

    def retry(self, call: Call, delivery_id: int) -> bool:
        """Send a delivery again; False where there is none."""
        found = call.run(
            "UPDATE event_delivery SET status = 'PENDING', tries = 0, due_at = now() WHERE id = %s", delivery_id
        )
        call.after(self._wake.set)
        return bool(found)

    def _store_rendered(self, call: Call, hook: Row, values: dict[str, Any]) -> None:
        payload = self._body(hook, values)
        if payload is None:
            call.insert("event_delivery", values | {"status": "FAILED", "due_at": None, "leased": False})
        else:
            call.insert("event_delivery", values | {"payload": payload})
        self._wake.set()

    def _body(self, hook: Row, delivery: dict[str, Any]) -> str | None:
        """Return the rendered body, or None where what it is about is gone."""
        app = Caller("app", hook["app_id"], False, hook["app_identifier"], frozenset(hook["app_permissions"]))
        call = Call(self.world, app)
        call.rendering = delivery["event"]
        try:
            issued_at = delivery.get("issued_at") or datetime.now(UTC)
            event = events.build(call, delivery["event"], delivery["subject"], delivery["principal"], issued_at)
            if event is None:
                return None
            return json.dumps(self.engine.render(call, hook["subscription_query"], event), ensure_ascii=True)
        finally:
            call.release()

    def _dispatch(self) -> None:
        while not self.world.stopping.is_set():
            self._wake.clear()
            try:
                wait = self._send_due()
            except Exception:
                if self.world.stopping.is_set():
                    return
                wait = 1.0
            if wait:
                self._wake.wait(wait)

    def _send_due(self) -> float:
        """Hand over one delivery that is due; return how long to sleep if there was none."""
        self._busy.acquire()
        call = Call(self.world)
        delivery: Row | None = None
        try:
            delivery = call.row(
                "UPDATE event_delivery SET leased = true, due_at = now() + %s * interval '1 second' WHERE id ="
                " (SELECT id FROM event_delivery WHERE due_at <= now() ORDER BY due_at, id"
                " LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *",
                LEASE_SECONDS,
            )
            if delivery is None:
                left = call.value(
                    "SELECT extract(epoch FROM min(due_at) - now())::float FROM event_delivery WHERE due_at > now()"
                )
                return min(max(float(left), 0.01), 1.0) if left is not None else 1.0
        finally:
            call.release()
            if delivery is None:
                self._busy.release()
        self._work.put(delivery)
        return 0.0

    def _send_for_ever(self) -> None:
        while True:
            delivery = self._work.get()
            try:
                self._deliver(delivery)
            except Exception:
                # The database was away, or the subject breaks the rendering: say so, and try again in a while.
                LOG.exception("delivery %s of %s", delivery["id"], delivery["event"])
                self._give_back(delivery)
            finally:
                self._busy.release()

    def _give_back(self, delivery: Row) -> None:
        """Count a try that broke and free the delivery for the next, as soon as the database takes it."""
        tries = delivery["tries"] + 1
        again = tries <= RETRIES
        wait = FIRST_RETRY_SECONDS * 2 ** (tries - 1) * self.world.options.retry_scale
        until = time.monotonic() + LEASE_SECONDS
        while time.monotonic() < until and not self.world.stopping.is_set():
            try:
                with self.world.pool.connection() as connection:
                    connection.execute(
                        "UPDATE event_delivery SET leased = false, tries = %s, status = %s,"
                        " due_at = CASE WHEN %s THEN now() + %s * interval '1 second' END WHERE id = %s AND leased",
                        [tries, "PENDING" if again else "FAILED", again, wait, delivery["id"]],
                    )
                break
            except psycopg.Error:
                self.world.stopping.wait(0.1)  # a broken connection leaves the pool, one by one
        self._wake.set()

    def _deliver(self, delivery: Row) -> None:
        call = Call(self.world)
        try:
            hook = call.row(
                "SELECT w.*, a.identifier AS app_identifier, a.permissions AS app_permissions FROM webhook w"
                " JOIN app a ON a.id = w.app_id WHERE w.id = %s",
                delivery["webhook_id"],
            )
            if hook is None:
                return
            # A late one is rendered late as well, as if the worker had been busy until then.
            fault = self.world.desk.take(self._label(delivery["event"]), OUTGOING) if delivery["tries"] == 0 else None
            if fault and fault.kind == "lose":
                call.update("event_delivery", delivery["id"], {"status": "FAILED", "due_at": None, "leased": False})
                return
            if fault and fault.kind == "late":
                call.run(
                    "UPDATE event_delivery SET tries = 1, leased = false,"
                    " due_at = now() + %s * interval '1 second' WHERE id = %s",
                    fault.seconds,
                    delivery["id"],
                )
                self._wake.set()
                return
            payload = delivery["payload"]
            if payload is None:
                payload = self._body(hook, delivery)
                if payload is None:
                    call.update("event_delivery", delivery["id"], {"status": "FAILED", "due_at": None, "leased": False})
                    return
                call.update("event_delivery", delivery["id"], {"payload": payload})
            call.release()
            for _ in range(2 if fault and fault.kind == "twice" else 1):
                self._attempt(call, hook, delivery, payload.encode())
        finally:
            call.release()

    def _attempt(self, call: Call, hook: Row, delivery: Row, body: bytes) -> None:
        began = time.monotonic()
        answer = self._post(hook, delivery["event"], body)
        status = "SUCCESS" if answer.ok else "FAILED"
        with call.transaction():
            call.insert(
                "event_attempt",
                {
                    "delivery_id": delivery["id"],
                    "status": status,
                    "duration": time.monotonic() - began,
                    "response": answer.text[:10000],
                    "response_headers": answer.headers,
                    "response_status_code": answer.status,
                },
            )
            tries = delivery["tries"] + 1
            again = answer.worth_retrying and tries <= RETRIES
            wait = FIRST_RETRY_SECONDS * 2 ** (tries - 1) * self.world.options.retry_scale
            call.run(
                "UPDATE event_delivery SET leased = false, tries = %s, status = %s,"
                " due_at = CASE WHEN %s THEN now() + %s * interval '1 second' END WHERE id = %s",
                tries,
                "PENDING" if again else status,
                again,
                wait,
                delivery["id"],
            )
        if again:
            self._wake.set()
        if delivery["request_event_id"] is not None and not again:
            from .payments import settle_request

            settle_request(call, delivery["request_event_id"], answer.json() if answer.ok else None)

    # Synchronous events ----------------------------------------------------------------------------------------

    def ask(self, call: Call, hook: Row, event: str, subject: dict[str, Any]) -> Any:
        """Return the JSON a webhook answers now, or None: not reached, not 2xx, not JSON, or too slow."""
        values = {"event": event, "subject": subject, "principal": events.principal(call.caller)}
        call.release()
        payload = self._body(hook, values)
        if payload is None:
            return None
        fault = self.world.desk.take(self._label(event), OUTGOING)
        if fault and fault.kind == "lose":
            return None
        if fault and fault.kind == "late":
            time.sleep(fault.seconds)
        answer = self._post(hook, event, payload.encode())
        if fault and fault.kind == "twice":
            answer = self._post(hook, event, payload.encode())
        return answer.json() if answer.ok else None

    # The wire --------------------------------------------------------------------------------------------------

    @staticmethod
    def _label(event: str) -> str:
        return f"out:{event.lower()}"

    def _post(self, hook: Row, event: str, body: bytes) -> Answer:
        signature = (
            events.hmac_signature(hook["secret_key"], body)
            if hook["secret_key"]
            else self.world.key.sign_detached(body)
        )
        headers = {
            "Content-Type": "application/json",
            "Host": urlsplit(hook["target_url"]).hostname or "",
            "Saleor-Event": event.lower(),
            "Saleor-Domain": self.world.domain,
            "Saleor-Api-Url": self.world.api_url,
            "Saleor-Signature": signature,
            "X-Saleor-Event": event.lower(),
            "X-Saleor-Domain": self.world.domain,
            "X-Saleor-Signature": signature,
            "traceparent": events.traceparent(),
        }
        headers |= {name.lower(): value for name, value in hook["custom_headers"].items()}
        answer = self._send(hook["target_url"], headers, body)
        self.world.desk.note(self._label(event), answer.status or 0)
        return answer

    def _send(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        try:
            response = self._http.post(url, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            return Answer(None, str(exc))
        return Answer(response.status_code, response.text, json.dumps(dict(response.headers)))

    def hand_over_token(self, url: str, token: str) -> Answer:
        """Give a newly installed app its token: not signed, as Saleor does it."""
        headers = {
            "Content-Type": "application/json",
            "Host": urlsplit(url).hostname or "",
            "Saleor-Domain": self.world.domain,
            "X-Saleor-Domain": self.world.domain,
            "Saleor-Api-Url": self.world.api_url,
            "Saleor-Schema-Version": events.SCHEMA_VERSION,
        }
        return self._send(url, headers, json.dumps({"auth_token": token}).encode())

    def fetch(self, url: str) -> httpx.Response:
        """GET something (a manifest, a picture), or raise `httpx.HTTPError`."""
        return self._http.get(url)
