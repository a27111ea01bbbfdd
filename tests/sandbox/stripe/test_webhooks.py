"""Webhooks as Stripe sends them: signed, retried, and on request twice, late or never."""

import queue
import time

import pytest
import stripe

from tests.sandbox.stripe.conftest import Endpoint, sdk
from tests.sandbox.stripe.test_payment_intents import wait_for

SECRET = "whsec_gachi_demo"


def test_a_webhook_is_signed_over_its_time_and_body(endpoint, pay):
    intent = pay("pm_card_visa", capture_method="manual")

    _, body, headers, _ = endpoint.wait("payment_intent.amount_capturable_updated")

    event = stripe.Webhook.construct_event(body, headers["Stripe-Signature"], SECRET)
    assert event.data.object.id == intent.id
    assert (event.data.object.status, event.data.object.amount_capturable) == ("requires_capture", 12_000)
    assert event.api_version == "2026-10-28.endive"
    assert event.livemode is False
    assert event.request.id.startswith("req_")


def test_a_forged_or_old_signature_does_not_verify(endpoint, pay):
    pay()
    _, body, headers, _ = endpoint.wait("payment_intent.created")
    signature = headers["Stripe-Signature"]

    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, signature, "whsec_other")
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body.replace(b"12000", b"1"), signature, SECRET)
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, signature, SECRET, tolerance=-1)


def test_an_event_carries_the_key_of_the_request_that_made_it(endpoint, client):
    client.payment_intents.create({"amount": 12_000, "currency": "krw"}, {"idempotency_key": "attempt:17"})

    event = endpoint.wait("payment_intent.created")[3]

    assert event["request"]["idempotency_key"] == "attempt:17"


def test_the_whole_life_of_a_payment_is_told(endpoint, client, authorised):
    client.payment_intents.capture(authorised.id)
    client.refunds.create({"payment_intent": authorised.id, "amount": 2_000})

    for type in (
        "payment_intent.created",
        "payment_intent.amount_capturable_updated",
        "payment_intent.succeeded",
        "charge.refunded",
        "refund.created",
        "refund.updated",
    ):
        wait_for(
            lambda type=type: client.events.list({"type": type}).data,
            lambda events: events and events[0].pending_webhooks == 0,
        )
    assert {"payment_intent.succeeded", "charge.refunded", "refund.updated"} <= set(endpoint.drain())


def test_a_refund_event_says_what_changed(endpoint, client, pay):
    client.refunds.create({"payment_intent": pay("pm_card_visa").id, "amount": 2_000})

    assert endpoint.wait("charge.refunded")[3]["data"]["previous_attributes"] == {"amount_refunded": 0}
    assert "previous_attributes" not in endpoint.wait("refund.created")[3]["data"]


def test_an_event_keeps_the_object_as_it_was(client, authorised):
    client.payment_intents.capture(authorised.id)

    event = client.events.list({"type": "payment_intent.amount_capturable_updated"}).data[0]

    assert client.events.retrieve(event.id).data.object.status == "requires_capture"


@pytest.mark.parametrize("answer", [500, 404, 302])
def test_what_is_not_taken_comes_again_with_the_same_id(endpoint, pay, answer):
    endpoint.answers[:] = [answer]

    pay()

    first, again = endpoint.wait("payment_intent.created"), endpoint.wait("payment_intent.created")
    assert first[3]["id"] == again[3]["id"]
    assert again[0] - first[0] >= 0.5  # 60 s, scaled by 0.01


def test_each_try_is_signed_anew(endpoint, pay):
    endpoint.answers[:] = [500, 500]

    pay()

    tries = [endpoint.wait("payment_intent.created") for _ in range(3)]
    assert tries[2][0] - tries[1][0] > tries[1][0] - tries[0][0]
    times = {int(headers["Stripe-Signature"].split(",")[0].removeprefix("t=")) for _, _, headers, _ in tries}
    assert len(times) > 1


def test_an_endpoint_that_was_down_hears_it_later_even_across_a_kill(start_standin):
    endpoint = Endpoint()
    endpoint.close()
    own = start_standin(
        "stripe", f"--webhook-url={endpoint.url}", "--webhook-retry-scale=0.01", database="sandbox_stripe_down"
    )
    sdk(own).payment_intents.create({"amount": 12_000, "currency": "krw"})
    own.wait_for_calls("out:payment_intent.created")
    own.kill()

    endpoint.open()
    own.start()

    try:
        assert endpoint.wait("payment_intent.created", seconds=60)[3]["data"]["object"]["amount"] == 12_000
    finally:
        endpoint.close()


def test_the_endpoint_hears_only_what_it_listens_to(start_standin, listening_endpoint):
    listening_endpoint.drain()
    own = sdk(
        start_standin(
            "stripe",
            f"--webhook-url={listening_endpoint.url}",
            "--webhook-events=payment_intent.canceled",
            "--no-release-as-refund",
            database="sandbox_stripe_choosy",
        )
    )
    intent = own.payment_intents.create(
        {
            "amount": 12_000,
            "currency": "krw",
            "capture_method": "manual",
            "confirm": True,
            "payment_method": "pm_card_visa",
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        }
    )

    own.payment_intents.cancel(intent.id)

    assert listening_endpoint.wait("payment_intent.canceled")[3]["data"]["object"]["id"] == intent.id
    assert listening_endpoint.drain() == []
    assert own.charges.retrieve(intent.latest_charge).amount_refunded == 0


def test_a_webhook_can_come_twice(endpoint, standin, pay):
    standin.fault("out:payment_intent.created", "twice")

    pay()

    first, again = endpoint.wait("payment_intent.created"), endpoint.wait("payment_intent.created")
    assert first[3]["id"] == again[3]["id"]


def test_a_webhook_can_come_late_and_out_of_order(endpoint, standin, client, authorised):
    standin.fault("out:payment_intent.succeeded", "late", seconds=1)

    client.payment_intents.capture(authorised.id)
    asked = time.monotonic()
    client.refunds.create({"payment_intent": authorised.id})

    endpoint.wait("refund.created")
    assert endpoint.wait("payment_intent.succeeded")[0] - asked > 0.8


def test_a_webhook_can_be_lost_and_found_by_listing(endpoint, standin, client, pay):
    standin.fault("out:payment_intent.created", "lose")

    intent = pay()

    wait_for(lambda: client.events.list().data, lambda events: events[0].pending_webhooks == 0)
    with pytest.raises(queue.Empty):
        endpoint.wait("payment_intent.created", seconds=0.5)
    assert client.events.list({"types": ["payment_intent.created"]}).data[0].data.object.id == intent.id


def test_deliveries_are_on_the_record(endpoint, standin, pay):
    endpoint.answers[:] = [503]

    pay()

    calls = standin.wait_for_calls("out:payment_intent.created", 2)
    assert [call["status"] for call in calls] == [503, 200]


def test_a_refused_call_tells_nothing(endpoint, client, authorised, refused):
    before = len(client.events.list().data)

    refused(client.payment_intents.capture, authorised.id, {"amount_to_capture": 99_999})

    assert len(client.events.list().data) == before
