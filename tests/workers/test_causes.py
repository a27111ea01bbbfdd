"""One id finds a request and all that came of it, in the logs of every process."""

import hashlib
import hmac
import json
import time

import pytest
import structlog
from django.db import transaction
from django.test import Client
from django.utils import timezone

from marketplace.core import causes, outbox
from marketplace.core.models import InboxMessage, OutboxMessage
from marketplace.webhooks import handling
from tests.storefront.test_checkout import ADDRESS, digest_on
from tests.support.factories import make_enterprise, make_listing, show_price
from tests.support.running import RELAY, WORKER, running, until
from workers import relay
from workers.app import app


@pytest.fixture(autouse=True)
def _nobodys_doing():
    structlog.contextvars.clear_contextvars()
    yield
    structlog.contextvars.clear_contextvars()


@transaction.atomic
def emit(key):
    outbox.emit("webhooks.sweep", key=key, at=timezone.now())
    return OutboxMessage.objects.get(key=key)


def signed_event():
    """Return the body of an event, and the signature that Stripe would send with it."""
    body = json.dumps({"id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": {"id": "pi_1"}}})
    at = int(time.time())
    signature = hmac.new(b"whsec_gachi_demo", f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return body, f"t={at},v1={signature}"


def stripe_event(client, **headers):
    body, signature = signed_event()
    headers = {"Stripe-Signature": signature, **headers}
    return client.post("/webhooks/stripe/", data=body, content_type="application/json", headers=headers)


@pytest.mark.parametrize(
    ("bound", "cause"),
    [
        ({}, ""),
        ({"request_id": "the-request"}, "the-request"),
        ({"task_id": "a-sweep"}, "a-sweep"),
        ({"task_id": "a-task", "cause": "the-request"}, "the-request"),
    ],
)
def test_a_message_remembers_what_all_began_with(db, bound, cause):
    structlog.contextvars.bind_contextvars(**bound)

    message = emit("one")

    assert message.cause == cause
    assert relay.headers(message) == ({"gachi_cause": cause} if cause else {})


@pytest.mark.urls("marketplace.webhooks.urls")
def test_the_inbox_remembers_the_request_and_a_later_sweep_works_in_its_name(client, db, monkeypatch):
    stripe_event(client, **{"X-Request-Id": "brought-by-stripe"})
    OutboxMessage.objects.all().delete()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(task_id="a-sweep")
    seen = []
    monkeypatch.setattr(handling, "_handlers_of", lambda _message: [lambda *_: seen.append(causes.current())])

    handling.sweep(now=timezone.now())

    assert InboxMessage.objects.get().request_id == "brought-by-stripe"
    assert seen == ["brought-by-stripe"]
    assert causes.current() == "a-sweep"


def test_a_task_that_nobody_caused_forgets_the_cause_of_the_one_before():
    seen = []

    @app.task(name="tests.says_whose")
    def says_whose():
        seen.append(structlog.contextvars.get_contextvars().get("cause"))

    try:
        says_whose.apply(headers={"gachi_cause": "the-request"})
        says_whose.apply()
    finally:
        app.tasks.pop("tests.says_whose")

    assert seen == ["the-request", None]


@pytest.mark.django_db(transaction=True)
def test_an_order_and_a_webhook_are_found_in_the_lines_of_the_tasks_they_woke(client, settings, empty_redis, tmp_path):
    listing = make_listing(make_enterprise(), units=3)
    show_price(listing.variants.get())
    client.post("/basket/add/", {"sku": listing.variants.get().sku, "units": "2"})
    digest = digest_on(client.get("/checkout/"))

    client.post("/checkout/", {**ADDRESS, "digest": digest}, headers={"X-Request-Id": "the-press-of-the-button"})
    settings.ROOT_URLCONF = "marketplace.webhooks.urls"
    stripe_event(Client(), **{"X-Request-Id": "brought-by-stripe"})
    worker = [*WORKER, "--pool", "threads", "--concurrency", "2", "--queues", "default,purchases"]
    with running(tmp_path, {"relay": RELAY, "worker": worker}, GACHI_SALEOR_URL="http://127.0.0.1:9/graphql/") as all_:
        by_cause = until(lambda: _tasks_by_cause(all_["worker"].lines()), *all_.values())

    assert by_cause["the-press-of-the-button"] >= {"purchases.advance"}
    assert by_cause["brought-by-stripe"] == {"webhooks.handle"}


def _tasks_by_cause(lines):
    """Return the tasks of which something was said, by their cause, once both causes were seen at work."""
    found = {}
    for line in lines:
        if "cause" in line:
            assert line["task_id"]
            found.setdefault(line["cause"], set()).add(line["task"])
    return found if {"the-press-of-the-button", "brought-by-stripe"} <= found.keys() else {}
