"""What Stripe refuses: unknown parameters, wrong kinds, wrong keys, and what nobody has played yet."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.sandbox.stripe import shapes
from tests.sandbox.stripe.conftest import PUBLISHABLE_KEY, SECRET_KEY, sdk

INTENT = {"amount": 12_000, "currency": "krw"}


@pytest.fixture
def send(standin):
    def call(method, path, key=SECRET_KEY, headers=None, **kwargs):
        sent = {"Authorization": f"Bearer {key}"} if key else {}
        return httpx.request(method, f"{standin.url}/v1/{path}", headers=sent | (headers or {}), timeout=30, **kwargs)

    return call


UNKNOWN = [
    ({"amout": "1"}, "amout"),
    ({"automatic_payment_methods[enabled]": "true", "automatic_payment_methods[redirects]": "never"}, None),
    ({"payment_method_types[]": "card"}, "payment_method_types"),
    ({"idempotency_key": "k"}, "idempotency_key"),
]


@pytest.mark.parametrize(("more", "param"), UNKNOWN)
def test_an_unknown_parameter_is_refused_by_name(send, client, more, param):
    answer = send("POST", "payment_intents", data={**INTENT, **more})

    error = answer.json()["error"]
    assert (answer.status_code, error["type"], error["code"]) == (400, "invalid_request_error", "parameter_unknown")
    assert error["param"] == (param or "automatic_payment_methods[redirects]")
    assert client.payment_intents.list().data == []


WRONG = [
    ({"amount": "12000.5"}, "amount", "parameter_invalid_integer"),
    ({"amount": "만이천"}, "amount", "parameter_invalid_integer"),
    ({"amount": "0"}, "amount", "parameter_invalid_integer"),
    ({"amount": "-5"}, "amount", "parameter_invalid_integer"),
    ({"amount": "699"}, "amount", "amount_too_small"),
    ({"amount": "100000000"}, "amount", "amount_too_large"),
    ({"currency": "won"}, "currency", None),
    ({"capture_method": "later"}, "capture_method", None),
    ({"confirm": "yes"}, "confirm", None),
    ({"metadata": "text"}, "metadata", None),
    ({"metadata[" + "k" * 41 + "]": "v"}, "metadata", None),
    ({"metadata[key]": "v" * 501}, "metadata[key]", None),
    ({f"metadata[key{number}]": "v" for number in range(51)}, "metadata", None),
    ({"receipt_email": "mina"}, "receipt_email", "email_invalid"),
    ({"return_url": "http://127.0.0.1:9/"}, "return_url", None),
    ({"off_session": "true"}, "off_session", None),
    ({"description[a]": "b"}, "description", None),
    ({"statement_descriptor_suffix": "가치"}, "statement_descriptor_suffix", None),
    (
        {"automatic_payment_methods[allow_redirects]": "never"},
        "automatic_payment_methods[enabled]",
        "parameter_missing",
    ),
    ({"allowed_payment_method_types[]": "kakao_pay"}, "allowed_payment_method_types", "payment_method_unactivated"),
    ({"payment_method": "pm_unknown"}, "payment_method", "resource_missing"),
]


@pytest.mark.parametrize(("more", "param", "code"), WRONG)
def test_a_wrong_value_is_refused_and_nothing_is_made(send, client, more, param, code):
    answer = send("POST", "payment_intents", data={**INTENT, **more})

    error = answer.json()["error"]
    assert (answer.status_code, error["type"], error.get("param"), error.get("code")) == (
        400,
        "invalid_request_error",
        param,
        code,
    )
    assert client.payment_intents.list().data == []
    assert client.events.list().data == []


def test_a_missing_parameter_is_named(send):
    error = send("POST", "payment_intents", data={"currency": "krw"}).json()["error"]

    assert (error["code"], error["param"]) == ("parameter_missing", "amount")


def test_limits_are_inclusive(send):
    given = {
        **INTENT,
        "amount": "700",
        "metadata[" + "k" * 40 + "]": "v" * 500,
        "description": "가" * 1000,
        **{f"metadata[key{number}]": "v" for number in range(49)},
    }

    assert send("POST", "payment_intents", data=given).status_code == 200


def test_the_least_amount_is_a_switch(start_standin):
    cheap = start_standin("stripe", "--minimum-krw=100", database="sandbox_stripe_cheap")

    assert sdk(cheap).payment_intents.create({"amount": 100, "currency": "krw"}).amount == 100


@pytest.mark.parametrize("key", [None, "sk_test_wrong_key_here", "whatever"])
def test_a_wrong_key_is_refused(send, key):
    answer = send("POST", "payment_intents", key=key, data=INTENT)

    assert (answer.status_code, answer.json()["error"]["type"]) == (401, "invalid_request_error")
    assert "wrong_key" not in answer.text


def test_the_secret_key_may_come_by_basic_authentication(standin):
    answer = httpx.get(f"{standin.url}/v1/payment_intents", auth=(SECRET_KEY, ""))

    assert (answer.status_code, answer.json()) == (
        200,
        {"object": "list", "data": [], "has_more": False, "url": "/v1/payment_intents"},
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "payment_intents"),
        ("GET", "payment_intents"),
        ("POST", "payment_intents/pi_1/capture"),
        ("POST", "payment_intents/pi_1/cancel"),
        ("POST", "refunds"),
        ("GET", "events"),
    ],
)
def test_the_publishable_key_opens_no_server_call(send, method, path):
    answer = send(method, path, key=PUBLISHABLE_KEY)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "secret_key_required")


def test_a_server_may_not_send_card_numbers(send, client):
    card = {"type": "card", "card[number]": "4242424242424242", "card[exp_month]": 12, "card[exp_year]": 2034}

    assert send("POST", "payment_methods", data=card).status_code == 400
    assert send("POST", "payment_methods", key=PUBLISHABLE_KEY, data=card).json()["card"]["last4"] == "4242"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"card[number]": "4242424242424241"}, "incorrect_number"),
        ({"card[exp_month]": 13}, "invalid_expiry_month"),
        ({"card[exp_year]": 2020}, "invalid_expiry_year"),
        ({"card[cvc]": "12"}, "invalid_cvc"),
        ({"card[number]": "4111111111111111"}, "card_declined"),
    ],
)
def test_a_card_that_cannot_be_right_is_refused(send, change, code):
    card = {"type": "card", "card[number]": "4242424242424242", "card[exp_month]": 12, "card[exp_year]": 2034}

    answer = send("POST", "payment_methods", key=PUBLISHABLE_KEY, data=card | change)

    assert (answer.status_code, answer.json()["error"]["type"], answer.json()["error"]["code"]) == (
        402,
        "card_error",
        code,
    )


def test_a_payment_method_fits_the_sdk(send):
    card = {"type": "card", "card[number]": "4242424242424242", "card[exp_month]": 12, "card[exp_year]": 2034}

    shapes.check_resource(send("POST", "payment_methods", key=PUBLISHABLE_KEY, data=card).json())


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "customers"),
        ("GET", "payment_intents/search"),
        ("POST", "webhook_endpoints"),
        ("POST", "payment_intents/pi_1/increment_authorization"),
        ("POST", "refunds/re_1/cancel"),
        ("GET", "balance"),
    ],
)
def test_what_nobody_has_played_is_refused_by_name(send, method, path):
    answer = send(method, path)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (501, "not_implemented")
    assert f"{method} /v1/{path}" in error["message"]
    assert answer.headers["Stripe-Should-Retry"] == "false"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("customer", "cus_1"),
        ("transfer_data[destination]", "acct_1"),
        ("confirmation_method", "manual"),
        ("setup_future_usage", "off_session"),
    ],
)
def test_a_known_parameter_that_nobody_has_played_is_refused_by_name(send, client, name, value):
    answer = send("POST", "payment_intents", data={**INTENT, name: value})

    assert (answer.status_code, answer.json()["error"]["code"]) == (501, "not_implemented")
    assert name.partition("[")[0] in answer.json()["error"]["message"]
    assert client.payment_intents.list().data == []


def test_parameters_are_not_sent_as_json(send):
    assert send("POST", "payment_intents", json=INTENT).status_code == 400


def test_another_api_version_is_refused(send):
    assert send("GET", "payment_intents", headers={"Stripe-Version": "2020-08-27"}).status_code == 400


@pytest.mark.parametrize(
    "path",
    ["payment_intents/pi_none", "charges/ch_none", "refunds/re_none", "events/evt_none", "payment_methods/pm_none"],
)
def test_an_object_that_is_not_there_is_missing(send, path):
    answer = send("GET", path)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "resource_missing")


def test_every_answer_names_its_request(send):
    for answer in (send("GET", "payment_intents"), send("GET", "charges/ch_none"), send("POST", "customers")):
        assert answer.headers["Request-Id"].startswith("req_")
        assert answer.headers["Stripe-Version"] == "2026-10-28.endive"


def test_lists_are_paged_both_ways(client, pay):
    made = [pay().id for _ in range(5)][::-1]

    first = client.payment_intents.list({"limit": 2})
    second = client.payment_intents.list({"limit": 2, "starting_after": first.data[-1].id})
    back = client.payment_intents.list({"limit": 2, "ending_before": second.data[-1].id})

    assert [intent.id for intent in first.data] == made[:2]
    assert first.has_more is True
    assert [intent.id for intent in second.data] == made[2:4]
    assert [intent.id for intent in back.data] == made[1:3]
    assert [intent.id for intent in client.payment_intents.list({"limit": 2}).auto_paging_iter()] == made
    assert client.payment_intents.list({"created": {"lt": 1_000_000_000}}).data == []


@pytest.mark.parametrize("given", [{"limit": 0}, {"limit": 101}, {"starting_after": "pi_none"}])
def test_a_page_that_cannot_be_is_refused(client, refused, given):
    status, error = refused(client.payment_intents.list, given)

    assert (status, error["param"]) == (400, next(iter(given)))


def test_too_many_calls_are_refused(start_standin):
    strict = start_standin("stripe", "--rate-limit=1", database="sandbox_stripe_strict")
    headers = {"Authorization": f"Bearer {SECRET_KEY}"}

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: httpx.get(f"{strict.url}/v1/events", headers=headers, timeout=30), range(30)))

    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert {answer.json()["error"]["code"] for answer in refused} == {"rate_limit"}


def test_hostile_input_is_refused_and_harms_nothing(send):
    hostile = {**INTENT, "description": "'; DROP TABLE objects; -- 😀 %s {} </script>"}

    assert send("POST", "payment_intents", data=hostile).json()["description"] == hostile["description"]
    assert send("POST", "payment_intents", data={**INTENT, "description": "a\x00b"}).status_code == 400
    assert send("POST", "payment_intents", data={**INTENT, "metadata[a][b]": "c"}).status_code == 400
    assert send("POST", "payment_intents", data={**INTENT, "metadata]a[": "c"}).status_code == 400
    assert send("GET", "payment_intents", params={"limit": "9" * 30}).status_code == 400
    assert send("GET", "payment_intents/%00").status_code in {400, 404}


def test_the_dashboard_shows_what_happened(standin, client, pay):
    intent = pay("pm_card_visa", description="<b>가치</b> 주문")
    client.refunds.create({"payment_intent": intent.id})

    page = httpx.get(f"{standin.url}/")

    assert page.status_code == 200
    assert intent.id in page.text
    assert "12,000원" in page.text
    assert "&lt;b&gt;가치&lt;/b&gt; 주문" in page.text
    assert httpx.get(f"{standin.url}/objects/{intent.id}").json()["id"] == intent.id
