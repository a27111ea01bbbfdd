"""Idempotency keys: the first answer is the only one."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest
import stripe

from tests.sandbox.stripe.conftest import SECRET_KEY, sdk

INTENT = {"amount": 12_000, "currency": "krw"}


def post(standin, path, data, key):
    return httpx.post(
        f"{standin.url}/v1/{path}",
        data=data,
        headers={"Authorization": f"Bearer {SECRET_KEY}", "Idempotency-Key": key},
        timeout=30,
    )


def test_the_same_key_answers_the_same(standin, client):
    first = post(standin, "payment_intents", INTENT, "attempt:17")
    again = post(standin, "payment_intents", INTENT, "attempt:17")

    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["Original-Request"] == first.headers["Request-Id"]
    assert again.headers["Request-Id"] != first.headers["Request-Id"]
    assert "Idempotent-Replayed" not in first.headers
    assert len(client.payment_intents.list().data) == 1


def test_the_answer_is_of_then_not_of_now(client):
    options = {"idempotency_key": "attempt:17"}
    intent = client.payment_intents.create(INTENT, options)
    client.payment_intents.cancel(intent.id)

    assert client.payment_intents.create(INTENT, options).status == "requires_payment_method"


@pytest.mark.parametrize("other", [{"amount": 12_001, "currency": "krw"}, {**INTENT, "description": "다른 주문"}])
def test_the_same_key_with_other_parameters_is_refused(client, other):
    client.payment_intents.create(INTENT, {"idempotency_key": "attempt:17"})

    with pytest.raises(stripe.IdempotencyError) as caught:
        client.payment_intents.create(other, {"idempotency_key": "attempt:17"})

    assert (caught.value.http_status, caught.value.json_body["error"]["type"]) == (400, "idempotency_error")
    assert len(client.payment_intents.list().data) == 1


def test_the_same_key_for_another_call_is_refused(client, pay):
    client.payment_intents.create(INTENT, {"idempotency_key": "attempt:17"})

    with pytest.raises(stripe.IdempotencyError):
        client.refunds.create({"payment_intent": pay("pm_card_visa").id}, {"idempotency_key": "attempt:17"})

    assert client.refunds.list().data == []


def test_a_decline_is_remembered(standin, client, pay):
    intent = pay()
    given = {"payment_method": "pm_card_visa_chargeDeclined", "return_url": "http://127.0.0.1:9/"}

    first = post(standin, f"payment_intents/{intent.id}/confirm", given, "confirm:17")
    again = post(standin, f"payment_intents/{intent.id}/confirm", given, "confirm:17")

    assert (first.status_code, again.status_code) == (402, 402)
    assert again.json()["error"]["charge"] == first.json()["error"]["charge"]
    assert len(client.charges.list({"payment_intent": intent.id}).data) == 1


def test_a_refusal_by_state_is_remembered(standin, client, pay):
    intent = pay()

    first = post(standin, f"payment_intents/{intent.id}/capture", {}, "capture:17")
    client.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa", "return_url": "http://127.0.0.1:9/"})
    again = post(standin, f"payment_intents/{intent.id}/capture", {}, "capture:17")

    assert (first.status_code, again.status_code) == (400, 400)
    assert again.json()["error"]["payment_intent"]["status"] == "requires_payment_method"
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_request_that_was_written_wrongly_is_not_remembered(standin):
    wrong = post(standin, "payment_intents", {**INTENT, "amout": "1"}, "attempt:17")
    right = post(standin, "payment_intents", INTENT, "attempt:17")

    assert (wrong.status_code, right.status_code) == (400, 200)
    assert "Idempotent-Replayed" not in right.headers


def test_a_key_in_use_is_refused_and_the_work_is_done_once(standin, client):
    intent = client.payment_intents.create(
        {
            **INTENT,
            "capture_method": "manual",
            "confirm": True,
            "payment_method": "pm_card_visa",
            "return_url": "http://127.0.0.1:9/",
        }
    )
    path = f"payment_intents/{intent.id}/capture"

    with ThreadPoolExecutor(1) as pool, psycopg.connect(standin.database_url) as connection:
        connection.execute("SELECT 1 FROM objects WHERE id = %s FOR UPDATE", [intent.id])
        first = pool.submit(post, standin, path, {}, "capture:17")
        second = wait_for_conflict(standin, path)
        connection.rollback()

    assert second.json()["error"]["code"] == "idempotency_key_in_use"
    assert second.headers["Stripe-Should-Retry"] == "true"
    assert first.result().status_code == 200
    assert client.payment_intents.retrieve(intent.id).status == "succeeded"


def wait_for_conflict(standin, path):
    for _ in range(50):
        with psycopg.connect(standin.database_url) as connection:
            if connection.execute("SELECT 1 FROM idempotency_keys WHERE key = 'capture:17'").fetchone():
                break
    answer = post(standin, path, {}, "capture:17")
    assert answer.status_code == 409
    return answer


def test_an_object_in_use_is_refused_and_the_key_stays_free(standin, client, authorised):
    path = f"payment_intents/{authorised.id}/capture"
    with psycopg.connect(standin.database_url) as connection:
        connection.execute("SELECT 1 FROM objects WHERE id = %s FOR UPDATE", [authorised.id])
        locked = post(standin, path, {}, "capture:17")
        connection.rollback()

    after = post(standin, path, {}, "capture:17")

    assert (locked.status_code, locked.json()["error"]["code"]) == (429, "lock_timeout")
    assert locked.headers["Stripe-Should-Retry"] == "true"
    assert (after.status_code, after.json()["status"]) == (200, "succeeded")


def test_ten_at_once_with_one_key_make_one_intent(standin, client):
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: post(standin, "payment_intents", INTENT, "attempt:17"), range(10)))

    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 200}) == 1
    assert len(client.payment_intents.list().data) == 1


def test_twenty_captures_at_once_take_the_money_once(standin, client, authorised):
    path = f"payment_intents/{authorised.id}/capture"
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda number: post(standin, path, {}, f"capture:{number}"), range(20)))

    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 19
    assert [event.type for event in client.events.list({"type": "payment_intent.succeeded"}).data] == [
        "payment_intent.succeeded"
    ]


def test_work_whose_answer_was_lost_is_found_by_its_key(standin, client):
    standin.fault("POST /v1/payment_intents", "drop_after")

    with pytest.raises(httpx.TransportError):
        post(standin, "payment_intents", INTENT, "attempt:17")
    again = post(standin, "payment_intents", INTENT, "attempt:17")

    assert again.headers["Idempotent-Replayed"] == "true"
    assert [intent.id for intent in client.payment_intents.list().data] == [again.json()["id"]]


@pytest.mark.parametrize(("kind", "made"), [("fail", 0), ("fail_after", 1)])
def test_a_mistake_of_stripes_own_is_remembered_too(standin, client, kind, made):
    standin.fault("in:POST /v1/payment_intents", kind)

    first = post(standin, "payment_intents", INTENT, "attempt:17")
    again = post(standin, "payment_intents", INTENT, "attempt:17")

    assert (first.status_code, again.status_code) == (500, 500)
    assert again.json()["error"]["type"] == "api_error"
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(client.payment_intents.list().data) == made


def test_keys_and_answers_survive_a_kill(start_standin):
    own = start_standin("stripe", database="sandbox_stripe_killed")
    first = post(own, "payment_intents", INTENT, "attempt:17")
    own.kill()
    with psycopg.connect(own.database_url) as connection:
        connection.execute("INSERT INTO idempotency_keys (key, fingerprint, request_id) VALUES ('half', 'f', 'req_1')")

    own.start()

    assert post(own, "payment_intents", INTENT, "attempt:17").json() == first.json()
    assert post(own, "payment_intents", INTENT, "half").status_code == 200
    assert len(sdk(own).payment_intents.list().data) == 2


def test_keys_are_kept_for_their_time(start_standin):
    own = start_standin("stripe", "--idempotency-lifetime=0", database="sandbox_stripe_forgetful")

    first = post(own, "payment_intents", INTENT, "attempt:17")
    again = post(own, "payment_intents", INTENT, "attempt:17")

    assert again.json()["id"] != first.json()["id"]


def test_a_key_is_not_too_long(standin):
    assert post(standin, "payment_intents", INTENT, "k" * 256).status_code == 400
    assert post(standin, "payment_intents", INTENT, "k" * 255).status_code == 200
