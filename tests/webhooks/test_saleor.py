"""Saleor's calls at the hooks process: verified, stored, answered; the work is left to tasks."""

import hashlib
import json
from datetime import timedelta

import httpx
import pytest
from django.db import OperationalError
from django.utils import timezone

from marketplace.core import inbox, sealed
from marketplace.core.models import InboxMessage, OutboxMessage, SealedSecret
from marketplace.payments import saleor_app
from marketplace.saleor import api, ids
from marketplace.webhooks import handling
from workers.jobs import webhooks as jobs

pytestmark = [pytest.mark.django_db, pytest.mark.urls("marketplace.webhooks.urls")]


def event(typename="OrderCreated", *, age=timedelta(0), **fields):
    payload = {
        "__typename": typename,
        "issuedAt": (timezone.now() - age).isoformat(),
        "version": "3.23.28",
        "order": {"id": "T3JkZXI6MQ=="},
        **fields,
    }
    return json.dumps(payload).encode()


@pytest.fixture
def post(client, signer, jwks):
    """A function that posts a body as Saleor would, signed unless a signature is given."""

    def post(path, body, signature=None, **headers):
        return client.generic(
            "POST",
            path,
            body,
            content_type="application/json",
            headers={
                "Saleor-Event": "order_created",
                "Saleor-Signature": signer.sign(body) if signature is None else signature,
                **headers,
            },
        )

    return post


def test_an_event_is_stored_as_it_came_and_its_handling_asked_for(post):
    body = event()

    response = post("/saleor/events/", body)

    assert response.status_code == 200
    message = InboxMessage.objects.get()
    assert (message.source, message.event, bytes(message.body)) == ("saleor", "order_created", body)
    assert message.delivery_key == hashlib.sha256(body).hexdigest()
    assert OutboxMessage.objects.get().topic == "webhooks.handle"


def test_the_same_event_again_changes_nothing(post):
    body = event()
    post("/saleor/events/", body)

    response = post("/saleor/events/", body)

    assert response.status_code == 200
    assert InboxMessage.objects.count() == OutboxMessage.objects.count() == 1


def test_the_signed_body_names_the_event_whatever_the_header_says(post):
    post("/saleor/events/", event("FulfillmentCreated"), **{"Saleor-Event": "order_deleted"})

    assert InboxMessage.objects.get().event == "fulfillment_created"


@pytest.mark.parametrize("path", ["/saleor/events/", "/saleor/payments/"])
@pytest.mark.parametrize("how", ["unsigned", "altered", "another body's", "a log-in token"])
def test_a_forgery_is_refused_and_nothing_is_stored(post, signer, path, how, monkeypatch):
    monkeypatch.setattr(saleor_app, "answer", lambda *_args: pytest.fail("answered a forgery"))
    body = event()
    signature = {
        "unsigned": "",
        "altered": signer.sign(body)[:-4] + "AAAA",
        "another body's": signer.sign(event("OrderUpdated")),
        "a log-in token": signer.log_in_token({}),
    }[how]

    response = post(path, body, signature)

    assert response.status_code == 401
    assert not InboxMessage.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(("path", "days"), [("/saleor/events/", 15), ("/saleor/payments/", 1)])
def test_an_old_body_with_a_true_signature_is_a_replay(post, path, days, monkeypatch):
    monkeypatch.setattr(saleor_app, "answer", lambda *_args: pytest.fail("answered a replay"))

    response = post(path, event(age=timedelta(days=days, minutes=1)))

    assert response.status_code == 401
    assert not InboxMessage.objects.exists()


@pytest.mark.parametrize("body", [b"[]", b"{}", b"not json", b'{"__typename": 1, "issuedAt": "2026-01-01T00:00:00Z"}'])
def test_what_saleor_signed_for_somebody_else_is_refused(post, body):
    response = post("/saleor/events/", body)

    assert response.status_code == 401
    assert not InboxMessage.objects.exists()


def test_without_saleors_keys_it_is_asked_to_come_again(post, jwks):
    jwks.problem = httpx.ConnectError("away")

    response = post("/saleor/events/", event())

    assert response.status_code == 503
    assert not InboxMessage.objects.exists()


@pytest.mark.parametrize("path", ["/saleor/events/", "/saleor/payments/"])
def test_without_a_database_it_is_asked_to_come_again(post, monkeypatch, path):
    def fail(**_what):
        raise OperationalError("gone")

    monkeypatch.setattr(inbox, "store", fail)

    assert post(path, event()).status_code == 503


def test_a_body_beyond_the_limit_is_not_read(post):
    response = post("/saleor/events/", event(padding="x" * 1024 * 1024))

    assert response.status_code == 413
    assert not InboxMessage.objects.exists()


@pytest.mark.parametrize("path", ["/saleor/events/", "/saleor/payments/", "/saleor/market/token/"])
def test_a_webhook_is_posted_not_fetched(client, path):
    assert client.get(path).status_code == 405


# Payments


def test_a_payment_call_is_stored_first_and_then_answered_inline(post, monkeypatch):
    seen = []

    def answer(name, payload, now):
        seen.append((name, payload["merchantReference"], InboxMessage.objects.get().state))
        return {"result": "AUTHORIZATION_SUCCESS", "pspReference": "pi_1"}

    monkeypatch.setattr(saleor_app, "answer", answer)

    response = post("/saleor/payments/", event("TransactionInitializeSession", merchantReference="T1"))

    assert response.status_code == 200
    assert response.json() == {"result": "AUTHORIZATION_SUCCESS", "pspReference": "pi_1"}
    assert seen == [("transaction_initialize_session", "T1", "RECEIVED")]
    assert InboxMessage.objects.get().state == "DONE"


def test_a_repeated_payment_call_is_answered_again_from_one_stored_message(post, monkeypatch):
    answers = iter([{"n": 1}, {"n": 2}])
    monkeypatch.setattr(saleor_app, "answer", lambda *_args: next(answers))
    body = event("TransactionRefundRequested")

    first, second = post("/saleor/payments/", body), post("/saleor/payments/", body)

    assert (first.json(), second.json()) == ({"n": 1}, {"n": 2})
    assert InboxMessage.objects.count() == 1


def test_a_payment_call_that_cannot_be_answered_is_a_503(post, monkeypatch):
    def answer(*_args):
        raise RuntimeError("Stripe is away")

    monkeypatch.setattr(saleor_app, "answer", answer)

    response = post("/saleor/payments/", event("TransactionProcessSession"))

    assert response.status_code == 503
    assert InboxMessage.objects.get().state == "DONE"


@pytest.mark.parametrize("raises", [True, False])
def test_saleor_is_never_called_while_it_waits_for_us(post, monkeypatch, raises):
    called = []
    saleor = api.Saleor(
        url="http://saleor.test/graphql/",
        token="t",
        transport=httpx.MockTransport(lambda request: called.append(request) or httpx.Response(200, json={"data": {}})),
    )

    def answer(*_args):
        if raises:
            saleor.own_app_id()
        return {}

    monkeypatch.setattr(saleor_app, "answer", answer)

    response = post("/saleor/payments/", event("TransactionProcessSession"))

    assert response.status_code == (503 if raises else 200)
    assert called == []


# Handling


def handle_all():
    for message in InboxMessage.objects.order_by("pk"):
        jobs.handle(message_id=message.pk)


@pytest.mark.parametrize("typename", ["OrderCreated", "OrderFullyPaid", "OrderCancelled", "FulfillmentCreated"])
def test_an_order_event_wakes_the_purchase_to_read_the_order_again(post, typename):
    post("/saleor/events/", event(typename, order={"id": "T3JkZXI6MQ==", "status": "CANCELED"}))

    handle_all()
    handle_all()

    woken = OutboxMessage.objects.get(topic="purchases.order_changed")
    assert woken.payload == {"saleor_order_id": "T3JkZXI6MQ=="}
    assert InboxMessage.objects.get().state == "DONE"


@pytest.mark.parametrize(("writer", "pushes"), [("QXBwOjE=", 0), ("QXBwOjI=", 1), (None, 1)])
def test_stock_written_by_anyone_but_us_is_pushed_again(post, writer, pushes):
    ids.remember("app", "market", "QXBwOjE=")
    principal = {"id": writer} if writer else None
    body = event("ProductVariantStockUpdated", issuingPrincipal=principal, productVariant={"id": "V", "sku": "bag-1"})
    post("/saleor/events/", body)

    handle_all()

    pushed = OutboxMessage.objects.filter(topic="vendors.push_stock")
    assert [message.payload for message in pushed] == [{"sku": "bag-1"}] * pushes


def test_an_event_without_its_object_is_parked_for_a_person(post):
    post("/saleor/events/", event(order=None))

    handle_all()

    message = InboxMessage.objects.get()
    assert (message.state, message.problem) == ("PARKED", "no order.id")
    assert not OutboxMessage.objects.filter(topic="purchases.order_changed").exists()


def test_a_handler_that_fails_is_tried_again_by_the_sweep(post, monkeypatch):
    tries = []

    def handler(message, now):
        tries.append(message.pk)
        if len(tries) == 1:
            raise RuntimeError("not now")

    monkeypatch.setattr(handling, "_handlers", [("saleor", "*", handler)])
    post("/saleor/events/", event())
    handle_all()
    waiting = InboxMessage.objects.get()

    swept_at_once = handling.sweep(now=timezone.now())
    swept_later = handling.sweep(now=waiting.due_at)

    assert (waiting.state, waiting.problem) == ("RECEIVED", "RuntimeError: not now")
    assert (swept_at_once, swept_later, len(tries)) == (0, 1, 2)
    assert InboxMessage.objects.get().state == "DONE"


def test_a_message_left_by_a_killed_worker_is_handled_after_its_lease(post):
    post("/saleor/events/", event())
    message = InboxMessage.objects.get()
    now = timezone.now()
    inbox.claim(message.pk, now=now)

    assert handling.sweep(now=now + timedelta(seconds=30)) == 0
    assert handling.sweep(now=now + timedelta(seconds=61)) == 1
    assert InboxMessage.objects.get().state == "DONE"


# The apps


def test_a_manifest_names_our_addresses_from_settings_not_from_the_request(client, settings):
    settings.GACHI_HOOKS_URL = "https://hooks.gachi.example.com"

    shown = client.get("/saleor/market/manifest/", headers={"Host": "evil.example.com"}).json()

    assert shown["id"] == "gachi.market"
    assert shown["tokenTargetUrl"] == "https://hooks.gachi.example.com/saleor/market/token/"
    assert [hook["targetUrl"] for hook in shown["webhooks"]] == [
        "https://hooks.gachi.example.com/saleor/events/",
        "https://hooks.gachi.example.com/saleor/events/",
        "https://hooks.gachi.example.com/saleor/payments/",
        "https://hooks.gachi.example.com/saleor/payments/",
    ]


def test_the_shops_app_may_do_checkouts_and_nothing_else(client):
    shown = client.get("/saleor/shop/manifest/").json()

    assert shown["permissions"] == ["HANDLE_CHECKOUTS", "IMPERSONATE_USER"]
    assert shown["webhooks"] == []


def test_there_is_no_third_app(client):
    assert client.get("/saleor/admin/manifest/").status_code == 404


def give(client, token, *, api_url="http://127.0.0.1:8010/graphql/", app="market"):
    return client.post(
        f"/saleor/{app}/token/",
        json.dumps({"auth_token": token}),
        content_type="application/json",
        headers={"Saleor-Api-Url": api_url},
    )


def test_a_token_is_kept_sealed_and_unproved(client, settings):
    response = give(client, "a-token")

    assert response.status_code == 200
    row = SealedSecret.objects.get()
    assert row.name.startswith("saleor.token.market.pending.")
    assert b"a-token" not in bytes(row.ciphertext)
    assert OutboxMessage.objects.get().topic == "saleor.prove_tokens"
    assert OutboxMessage.objects.get().payload == {"code": "market"}
    with pytest.raises(sealed.SecretMissing):
        sealed.reveal("saleor.token.market")


def test_a_token_of_another_saleor_is_refused(client):
    response = give(client, "a-token", api_url="http://evil.example.com/graphql/")

    assert response.status_code == 403
    assert not SealedSecret.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"auth_token": 1}', b'{"auth_token": ""}'])
def test_what_is_no_token_is_refused(client, body):
    response = client.generic(
        "POST", "/saleor/market/token/", body, headers={"Saleor-Api-Url": "http://127.0.0.1:8010/graphql/"}
    )

    assert response.status_code == 400
    assert not SealedSecret.objects.exists()


def test_strangers_tokens_neither_push_out_the_right_one_nor_pile_up(client):
    give(client, "the-right-one")

    answers = [give(client, f"made-up-{n}").status_code for n in range(25)]

    assert answers == [200] * 19 + [503] * 6
    assert SealedSecret.objects.count() == 20
    assert sealed.reveal(SealedSecret.objects.order_by("pk").first().name) == "the-right-one"
