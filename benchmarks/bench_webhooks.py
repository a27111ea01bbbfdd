"""Webhooks verified, stored and answered a second, against a bare insert of the same rows; and how fast they drain."""

import hashlib
import hmac
import http.client
import itertools
import json
import statistics
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import psycopg

from benchmarks import serving
from benchmarks.world import World, report

GOAL = 0.5
SENDERS = 4
ROUNDS = 7
SECRET = b"whsec_gachi_demo"  # of benchmarks.settings, by way of the tests' settings
_serial, _run = itertools.count(), time.time_ns()
INBOX = """
INSERT INTO core_inboxmessage
    (source, delivery_key, event, body, headers, received_at, state, attempts, due_at, problem)
VALUES ('bench', %s, 'payment_intent.succeeded', %s, '{}', %s, 'RECEIVED', 0, %s, '') RETURNING id
"""
OUTBOX = """
INSERT INTO core_outboxmessage (topic, key, payload, created_at, due_at, attempts, problem)
VALUES ('webhooks.handle', %s, %s, %s, %s, 0, '')
"""


def run(world: World) -> None:
    """Measure Stripe's events through the hooks process; then have its backlog handled in this one."""
    world.set_up_django("large")
    rates: dict[str, list[float]] = {"bare": [], "hooks": []}
    hooks = world.hooks("large")
    for number in range(min(ROUNDS, world.size.rounds) + 1):
        for name, worker in (("bare", lambda: _inserting(world.database("large"))), ("hooks", lambda: _posting(hooks))):
            rate = _rate(worker, world.size.seconds)
            if number:  # the first round is the warm-up
                rates[name].append(rate)
    bare, told = statistics.median(rates["bare"]), statistics.median(rates["hooks"])
    report(
        name="webhooks",
        value=told,
        unit=f"webhooks/s, {SENDERS} senders; backlog handled at {_drain(world.size.repeats):.0f}/s by one worker",
        baseline=f"the same two rows in bare SQL, {SENDERS} connections: {bare:.0f}/s",
        ratio=told / bare,
        goal=GOAL,
        met=told / bare >= GOAL,
    )


def _rate(make: Callable[[], Callable[[], None]], seconds: float) -> float:
    calls = [make() for _sender in range(SENDERS)]
    counts = [0] * SENDERS
    faults: list[BaseException] = []
    began = time.monotonic()

    def send(number: int) -> None:
        try:
            while time.monotonic() < began + seconds and not faults:
                calls[number]()
                counts[number] += 1
        except BaseException as exc:
            faults.append(exc)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(counts) / (time.monotonic() - began)


def _event() -> tuple[str, bytes]:
    name = f"evt_bench_{_run}_{next(_serial)}"
    intent = {"id": f"pi_{name}", "object": "payment_intent", "amount": 12_000, "currency": "krw", "metadata": {}}
    body = {"id": name, "object": "event", "type": "customer.updated", "data": {"object": intent}, "pad": "x" * 1500}
    return name, json.dumps(body).encode()


def _posting(base: str) -> Callable[[], None]:
    host, _, port = base.removeprefix("http://").partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=60)

    def post() -> None:
        _name, body = _event()
        at = str(int(time.time()))
        mark = hmac.new(SECRET, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"Stripe-Signature": f"t={at},v1={mark}", "Content-Type": "application/json"}
        connection.request("POST", "/webhooks/stripe/", body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise serving.BadAnswer(f"the hook answered {answer.status}")

    return post


def _inserting(url: str) -> Callable[[], None]:
    connection = psycopg.connect(url, autocommit=True)

    def insert() -> None:
        name, body = _event()
        now = datetime.now(tz=UTC)
        with connection.transaction():
            row = connection.execute(INBOX, [name, body, now, now]).fetchone()
            number = row[0] if row else 0
            connection.execute(OUTBOX, [f"bench:{name}", json.dumps({"message_id": number}), now, now])
            connection.execute("NOTIFY gachi_outbox")

    return insert


def _drain(most: int) -> float:
    """Handle stored messages as the worker's task does, and return how many a second."""
    from django.utils import timezone

    from marketplace.core.models import InboxMessage
    from marketplace.webhooks import handling

    waiting = InboxMessage.objects.filter(source="stripe", state=InboxMessage.State.RECEIVED).order_by("pk")
    numbers = list(waiting.values_list("pk", flat=True)[: most * 2])
    began = time.monotonic()
    for number in numbers:
        handling.handle(message_id=number, now=timezone.now())
    return len(numbers) / (time.monotonic() - began)
