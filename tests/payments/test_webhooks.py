"""Stripe's webhooks: verified, kept once, and a hint upon which the purchase is looked at."""

import hashlib
import hmac
import json
import time
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.utils import timezone

from marketplace.core import inbox
from marketplace.core.models import InboxMessage, OutboxMessage
from marketplace.payments import services
from marketplace.payments.models import Payment, Refund
from marketplace.webhooks import handling
from workers.jobs import payments as _handlers  # noqa: F401  (they register themselves)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("marketplace.webhooks.urls")]

SECRET = "whsec_gachi_demo"


def event(type="payment_intent.amount_capturable_updated", id="evt_1", **fields):
    body = {"id": "pi_1", "object": "payment_intent", "metadata": {}, **fields}
    return json.dumps({"id": id, "object": "event", "type": type, "data": {"object": body}})


def signature(body, secret=SECRET, at=None):
    at = int(at or time.time())
    return f"t={at},v1={hmac.new(secret.encode(), f'{at}.{body}'.encode(), hashlib.sha256).hexdigest()}"


def send(client, body, signed=None):
    headers = {"Stripe-Signature": signature(body) if signed is None else signed}
    return client.post("/webhooks/stripe/", data=body, content_type="application/json", headers=headers)


def test_a_signed_event_is_kept_and_its_handling_asked_for(client):
    body = event()

    response = send(client, body)

    message = InboxMessage.objects.get()
    assert response.status_code == 200
    assert (message.source, message.delivery_key, message.event) == (
        "stripe", "evt_1", "payment_intent.amount_capturable_updated",
    )  # fmt: skip
    assert bytes(message.body) == body.encode()
    assert OutboxMessage.objects.get().topic == "webhooks.handle"


def test_an_event_sent_twice_is_kept_once(client):
    for _time in range(2):
        assert send(client, event()).status_code == 200

    assert InboxMessage.objects.count() == 1
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize("signed", [
    "", "t=1,v1=00", "nonsense", signature(event(), secret="whsec_other"), signature(event(id="evt_2")),
    signature(event(), at=time.time() - 3600),
])  # fmt: skip
def test_what_stripe_did_not_sign_just_now_is_refused(client, signed):
    response = send(client, event(), signed)

    assert response.status_code == 400
    assert not InboxMessage.objects.exists()


@pytest.mark.parametrize("body", ["[]", "{}", "nonsense", '{"id": "evt_1"}'])
def test_what_is_no_event_is_refused(client, body):
    assert send(client, body).status_code == 400
    assert not InboxMessage.objects.exists()


def test_bytes_that_are_no_text_are_refused(client):
    response = client.post("/webhooks/stripe/", data=b"\xff\xfe", content_type="application/json")

    assert response.status_code == 400


def test_what_cannot_be_kept_is_asked_for_again(client):
    with patch.object(inbox, "store", side_effect=OperationalError("gone")):
        response = send(client, event())

    assert response.status_code == 503
    assert not InboxMessage.objects.exists()


def test_a_get_is_no_webhook(client):
    assert client.get("/webhooks/stripe/").status_code == 405


@pytest.fixture
def payment(db):
    now = timezone.now()
    return Payment.objects.create(
        saleor_transaction_id="t", document="purchase:G-TEST", intent_id="pi_1", amount=42000,
        state=Payment.State.WAITING, started_at=now, updated_at=now,
    )  # fmt: skip


def hear(client, body):
    send(client, body)
    message = InboxMessage.objects.get()
    handling.handle(message_id=message.pk, now=timezone.now())
    message.refresh_from_db()
    return message


@pytest.mark.parametrize("body", [
    event(), event(id="evt_1"), event(id="evt_9", **{"metadata": {"document": "purchase:G-TEST"}}),
])  # fmt: skip
def test_an_event_of_a_payment_whose_purchase_is_gone_is_done_with(client, payment, body):
    assert hear(client, body).state == InboxMessage.State.DONE


def test_an_event_of_a_payment_that_is_not_ours_is_done_with(client):
    assert hear(client, event(id="evt_x")).state == InboxMessage.State.DONE


def test_a_refund_heard_of_at_stripe_is_read_there(client, begin, stripe, now):
    from tests.support.shopping import pay

    payment = begin()
    pay(payment.intent_id, "pm_card_pendingRefund")
    payment = services.capture(services.refresh(payment, now=now), amount=42000, now=now)
    refund = services.refund(payment, amount=42000, key="k", reason="시험", now=now)
    assert refund.done_at is None
    time.sleep(0.5)

    body = event("refund.updated", id=refund.refund_id, object="refund", payment_intent=payment.intent_id)
    message = hear(client, body)

    assert message.state == InboxMessage.State.DONE
    assert Refund.objects.get().done_at is not None
