"""Stripe.js in a real browser: a shopper pays, is declined, meets the bank."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sandbox.stripe.conftest import sdk
from tests.sandbox.stripe.shop import Shop
from tests.sandbox.stripe.test_payment_intents import wait_for

pytestmark = pytest.mark.browser
IS_READY = "window.seen.some((event) => event.name === 'ready')"
FRAME = 'iframe[name^="__privateStripeFrame"]'


@pytest.fixture
def shop(standin):
    shop = Shop(standin.url)
    yield shop
    shop.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(locale="ko-KR", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda line: page.complaints.append(line.text) if line.type == "error" else None)
    yield page
    context.close()


@pytest.fixture
def checkout(page, shop, client):
    """A function that opens the shop's page for a new intent, with a query, and returns the intent."""

    def open_page(**query):
        intent = client.payment_intents.create({"amount": 12_000, "currency": "krw", "capture_method": "manual"})
        asked = "&".join(f"{name}={value}" for name, value in {"secret": intent.client_secret, **query}.items())
        page.goto(f"{shop.url}/?{asked}")
        wait_for_truth(page, IS_READY)
        return intent

    return open_page


def fill(page, number, expiry="1234", cvc="123"):
    form = page.frame_locator(FRAME)
    form.locator('input[name="number"]').press_sequentially(number)
    form.locator('input[name="expiry"]').press_sequentially(expiry)
    form.locator('input[name="cvc"]').press_sequentially(cvc)


def pay(page):
    page.get_by_role("button", name="결제하기").click()


def wait_for_truth(page, script):
    """Ask the page until it says yes; the page's own policy forbids Playwright's wait_for_function."""
    wait_for(lambda: page.evaluate(f"Boolean({script})"), bool)


def problem(page):
    wait_for_truth(page, "window.outcome")
    return page.evaluate("window.outcome.error")


def query(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_a_shopper_pays_and_comes_back(page, shop, checkout, client):
    intent = checkout()

    fill(page, "4242424242424242")
    pay(page)
    page.wait_for_url(f"{shop.url}/after?**")

    assert query(page) == {
        "order": "7",
        "payment_intent": intent.id,
        "payment_intent_client_secret": intent.client_secret,
        "redirect_status": "succeeded",
    }
    after = client.payment_intents.retrieve(intent.id, {"expand": ["payment_method"]})
    assert (after.status, after.amount_capturable) == ("requires_capture", 12_000)
    assert (after.payment_method.card.exp_month, after.payment_method.card.exp_year) == (12, 2034)
    assert page.complaints == []


def test_without_redirect_the_page_stays_and_hears_the_outcome(page, shop, checkout):
    intent = checkout(redirect="if_required")

    fill(page, "4242424242424242")
    pay(page)
    wait_for_truth(page, "window.outcome")

    assert page.evaluate("[outcome.paymentIntent.id, outcome.paymentIntent.status]") == [intent.id, "requires_capture"]
    assert page.url.startswith(f"{shop.url}/?")
    assert page.evaluate(
        f"stripe.retrievePaymentIntent('{intent.client_secret}').then((o) => o.paymentIntent.status)"
    ) == ("requires_capture")
    assert page.complaints == []


@pytest.mark.parametrize(
    ("number", "code", "decline_code", "message"),
    [
        (
            "4000000000000002",
            "card_declined",
            "generic_decline",
            "이 카드로는 결제하지 못했어요. 다른 카드로 해 보시겠어요?",
        ),
        (
            "4000000000009995",
            "card_declined",
            "insufficient_funds",
            "카드의 잔액이나 한도가 모자라요. 다른 카드로 해 보시겠어요?",
        ),
        ("4000000000000127", "incorrect_cvc", "incorrect_cvc", "보안코드가 맞지 않아요. 다시 확인해 주세요."),
    ],
)
def test_a_declined_shopper_stays_and_may_try_another_card(
    page, shop, checkout, client, number, code, decline_code, message
):
    intent = checkout()
    fill(page, number)
    pay(page)

    error = problem(page)
    assert (error["type"], error["code"], error["decline_code"], error["message"]) == (
        "card_error",
        code,
        decline_code,
        message,
    )
    assert error["payment_intent"]["id"] == intent.id
    assert page.get_by_role("alert").text_content() == message
    assert client.payment_intents.retrieve(intent.id).status == "requires_payment_method"

    page.evaluate("element.clear()")
    fill(page, "4242424242424242")
    pay(page)
    page.wait_for_url(f"{shop.url}/after?**")
    assert client.payment_intents.retrieve(intent.id).status == "requires_capture"


def test_the_bank_approves_and_the_shopper_comes_back(page, shop, checkout, client):
    intent = checkout()
    fill(page, "4000000000003220")
    pay(page)

    page.get_by_role("button", name="인증하기").click()
    page.wait_for_url(f"{shop.url}/after?**")

    assert (query(page)["redirect_status"], query(page)["payment_intent"]) == ("succeeded", intent.id)
    assert client.payment_intents.retrieve(intent.id).status == "requires_capture"
    assert page.complaints == []


def test_the_bank_refuses_and_the_shopper_comes_back(page, shop, checkout, client):
    intent = checkout()
    fill(page, "4000002500003155")
    pay(page)

    page.get_by_role("button", name="인증 실패로 하기").click()
    page.wait_for_url(f"{shop.url}/after?**")

    assert query(page)["redirect_status"] == "failed"
    after = client.payment_intents.retrieve(intent.id)
    assert (after.status, after.last_payment_error.code) == (
        "requires_payment_method",
        "payment_intent_authentication_failure",
    )


@pytest.mark.parametrize(("button", "status"), [("인증하기", "requires_capture"), ("인증 실패로 하기", None)])
def test_the_bank_may_ask_in_a_dialog_above_the_page(page, start_standin, button, status):
    standin = start_standin("stripe", "--three-d-secure=modal", database="sandbox_stripe_modal")
    shop = Shop(standin.url)
    intent = sdk(standin).payment_intents.create({"amount": 12_000, "currency": "krw", "capture_method": "manual"})
    page.goto(f"{shop.url}/?secret={intent.client_secret}&redirect=if_required")
    wait_for_truth(page, IS_READY)
    fill(page, "4000000000003220")
    pay(page)

    page.frame_locator('iframe[title="3D Secure"]').get_by_role("button", name=button).click()
    wait_for_truth(page, "window.outcome")

    assert page.locator("dialog").count() == 0
    if status:
        assert page.evaluate("window.outcome.paymentIntent.status") == status
    else:
        assert problem(page)["code"] == "payment_intent_authentication_failure"
    assert page.complaints == []
    shop.close()
    standin.close()


def test_what_is_missing_is_said_beside_its_field(page, checkout, client):
    intent = checkout()
    fill(page, "4242424242424241", expiry="0120", cvc="1")
    pay(page)

    error = problem(page)
    form = page.frame_locator(FRAME)
    assert (error["type"], error["code"]) == ("validation_error", "invalid_number")
    assert form.locator("#number-error").text_content() == "카드 번호를 다시 확인해 주세요."
    assert form.locator("#expiry-error").text_content() == "유효기간이 지난 카드예요."
    assert form.locator("#cvc-error").text_content() == "카드의 보안코드를 적어 주세요."
    assert form.locator('input[name="number"]').evaluate("(input) => input === document.activeElement")
    assert client.charges.list({"payment_intent": intent.id}).data == []


def test_the_form_is_used_by_keyboard_and_tells_what_it_holds(page, checkout):
    checkout()
    form = page.frame_locator(FRAME)
    form.locator('input[name="number"]').focus()

    page.keyboard.type("4242424242424242")
    page.keyboard.press("Tab")
    page.keyboard.type("534")
    page.keyboard.press("Tab")
    page.keyboard.type("123")

    assert form.locator('input[name="number"]').input_value() == "4242 4242 4242 4242"
    assert form.locator('input[name="expiry"]').input_value() == "05 / 34"
    last = page.evaluate("window.seen.filter((event) => event.name === 'change').pop()")
    assert (last["complete"], last["empty"], last["value"]) == (True, False, {"type": "card"})


def test_the_form_speaks_the_shoppers_language(page, checkout):
    checkout(locale="en")

    form = page.frame_locator(FRAME)
    assert form.get_by_label("Card number").count() == 1
    assert form.get_by_label("Expiry date").count() == 1
    assert form.get_by_label("Security code (CVC)").count() == 1


def test_targets_are_large_and_nothing_is_amiss_for_axe(page, checkout, standin):
    from axe_playwright_python.sync_playwright import Axe

    intent = checkout()
    form = page.frame_locator(FRAME)
    heights = [form.locator(f'input[name="{name}"]').bounding_box()["height"] for name in ("number", "expiry", "cvc")]
    page.goto(f"{standin.url}/v3/payment-element")
    page.evaluate("window.postMessage({ stripeCommand: { name: 'begin', detail: { key: 'pk', locale: 'ko' } } })")
    page.get_by_label("카드 번호").wait_for()
    # Landmarks are the business of the page around the frame.
    rules = {
        "region": {"enabled": False},
        "landmark-one-main": {"enabled": False},
        "page-has-heading-one": {"enabled": False},
    }
    found = Axe().run(page, options={"rules": rules}).response["violations"]
    page.goto(f"{standin.url}/")

    assert min(heights) >= 44
    assert [violation["id"] for violation in found] == []
    assert intent.id in page.content()
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []


def test_payments_whose_amount_comes_first_get_their_secret_at_the_end(page, shop, client):
    intent = client.payment_intents.create({"amount": 12_000, "currency": "krw"})
    page.goto(f"{shop.url}/")
    wait_for_truth(page, IS_READY)
    fill(page, "4242424242424242")
    ask = "stripe.confirmPayment({ elements, clientSecret: '%s', confirmParams: {}, redirect: 'if_required' })"

    early = page.evaluate(f"{ask % intent.client_secret}.catch((error) => error.name)")
    outcome = page.evaluate(f"elements.submit().then(() => {ask % intent.client_secret})")

    assert early == "IntegrationError"
    assert outcome["paymentIntent"]["status"] == "succeeded"


@pytest.mark.parametrize(
    "script",
    [
        "Stripe('sk_test_gachi_demo')",
        "stripe.confirmCardPayment('pi_1_secret_1')",
        "stripe.elements({ clientSecret: 'x' })",
        "stripe.elements({ clientSecret: 'pi_1_secret_1' }).create('card')",
    ],
)
def test_what_the_page_does_wrongly_is_said_at_once(page, checkout, script):
    checkout()

    assert (
        page.evaluate(f"(() => {{ try {{ {script} }} catch (error) {{ return error.name }} }})()") == "IntegrationError"
    )


def test_a_lost_connection_is_said_and_nothing_is_lost(page, checkout, standin, client):
    intent = checkout()
    fill(page, "4242424242424242")
    standin.fault("POST /v1/payment_methods", "drop", times=5)
    pay(page)

    error = problem(page)
    assert error["type"] == "api_connection_error"
    assert page.frame_locator(FRAME).locator('input[name="number"]').input_value() == "4242 4242 4242 4242"
    assert client.payment_intents.retrieve(intent.id).status == "requires_payment_method"
