"""The Payment Intent's states, by the real SDK."""

import time

import httpx
import pytest

from tests.sandbox.stripe.conftest import PUBLISHABLE_KEY, RETURN_URL, sdk


def types_of(client):
    return [event.type for event in client.events.list({"limit": 100}).data][::-1]


def test_a_new_intent_waits_for_a_payment_method(client, pay):
    intent = pay(metadata={"attempt": "17"}, description="가치 주문")

    assert intent.status == "requires_payment_method"
    assert (intent.amount, intent.amount_capturable, intent.amount_received) == (12_000, 0, 0)
    assert intent.currency == "krw"
    assert intent.capture_method == "automatic_async"
    assert intent.automatic_payment_methods.to_dict() == {"allow_redirects": "always", "enabled": True}
    assert intent.payment_method_types == ["card"]
    assert intent.client_secret.startswith(f"{intent.id}_secret_")
    assert intent.livemode is False
    assert intent.latest_charge is None
    assert intent.metadata.to_dict() == {"attempt": "17"}
    assert types_of(client) == ["payment_intent.created"]


def test_an_intent_with_a_method_waits_for_confirmation(pay):
    assert pay(payment_method="pm_card_visa").status == "requires_confirmation"


def test_automatic_capture_takes_the_money_at_once(client, pay):
    intent = pay("pm_card_visa")

    assert (intent.status, intent.amount_received, intent.amount_capturable) == ("succeeded", 12_000, 0)
    charge = client.charges.retrieve(intent.latest_charge)
    assert (charge.captured, charge.amount_captured, charge.paid, charge.status) == (True, 12_000, True, "succeeded")
    assert types_of(client) == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]


def test_manual_capture_holds_the_money(client, authorised):
    assert (authorised.status, authorised.amount_capturable, authorised.amount_received) == (
        "requires_capture",
        12_000,
        0,
    )
    charge = client.charges.retrieve(authorised.latest_charge)
    assert (charge.captured, charge.amount_captured, charge.paid) == (False, 0, True)
    assert charge.payment_method_details.card.capture_before == charge.created + 7 * 86_400
    assert types_of(client)[-2:] == ["charge.succeeded", "payment_intent.amount_capturable_updated"]


def test_a_smaller_capture_is_final_and_releases_the_rest(client, authorised, refused):
    intent = client.payment_intents.capture(authorised.id, {"amount_to_capture": 9_000})

    assert (intent.status, intent.amount, intent.amount_received, intent.amount_capturable) == (
        "succeeded",
        12_000,
        9_000,
        0,
    )
    charge = client.charges.retrieve(intent.latest_charge)
    assert (charge.amount_captured, charge.amount_refunded, charge.refunded) == (9_000, 3_000, False)
    status, error = refused(client.payment_intents.capture, authorised.id, {"amount_to_capture": 3_000})
    assert (status, error["code"]) == (400, "payment_intent_unexpected_state")
    assert error["payment_intent"]["status"] == "succeeded"


def test_no_more_can_be_captured_than_is_held(client, authorised, refused):
    status, error = refused(client.payment_intents.capture, authorised.id, {"amount_to_capture": 12_001})

    assert (status, error["code"], error["param"]) == (400, "amount_too_large", "amount_to_capture")
    assert client.payment_intents.retrieve(authorised.id).status == "requires_capture"


@pytest.mark.parametrize("reason", ["abandoned", "duplicate", "fraudulent", "requested_by_customer", None])
def test_a_held_payment_can_be_canceled(client, authorised, reason):
    given = {"cancellation_reason": reason} if reason else {}

    intent = client.payment_intents.cancel(authorised.id, given)

    assert (intent.status, intent.cancellation_reason, intent.amount_capturable) == ("canceled", reason, 0)
    assert intent.canceled_at is not None
    assert client.charges.retrieve(intent.latest_charge).amount_refunded == 12_000
    assert types_of(client)[-2:] == ["charge.refunded", "payment_intent.canceled"]


@pytest.mark.parametrize("token", [None, "pm_card_threeDSecure2Required"])
def test_an_intent_that_nobody_paid_can_be_canceled(client, pay, token):
    assert client.payment_intents.cancel(pay(token).id).status == "canceled"


def test_a_captured_intent_cannot_be_canceled(client, pay, refused):
    intent = pay("pm_card_visa")

    status, error = refused(client.payment_intents.cancel, intent.id)

    assert (status, error["type"], error["code"]) == (400, "invalid_request_error", "payment_intent_unexpected_state")
    assert error["payment_intent"]["id"] == intent.id
    assert client.payment_intents.retrieve(intent.id).status == "succeeded"


@pytest.mark.parametrize("call", ["capture", "cancel", "confirm"])
def test_a_canceled_intent_stays_canceled(client, authorised, refused, call):
    client.payment_intents.cancel(authorised.id)

    status, error = refused(getattr(client.payment_intents, call), authorised.id)

    assert (status, error["code"]) == (400, "payment_intent_unexpected_state")
    assert client.payment_intents.retrieve(authorised.id).status == "canceled"


def test_a_cancellation_reason_of_stripes_own_is_refused(client, authorised, refused):
    status, error = refused(client.payment_intents.cancel, authorised.id, {"cancellation_reason": "automatic"})

    assert (status, error["param"]) == (400, "cancellation_reason")
    assert client.payment_intents.retrieve(authorised.id).status == "requires_capture"


def test_a_confirmed_intent_is_not_confirmed_again(client, authorised, refused):
    status, error = refused(
        client.payment_intents.confirm, authorised.id, {"payment_method": "pm_card_visa", "return_url": RETURN_URL}
    )

    assert (status, error["code"]) == (400, "payment_intent_unexpected_state")
    assert client.charges.list({"payment_intent": authorised.id}).data[0].id == authorised.latest_charge


def test_confirming_needs_a_method(client, pay, refused):
    status, error = refused(client.payment_intents.confirm, pay().id, {"return_url": RETURN_URL})

    assert (status, error["code"]) == (400, "payment_intent_unexpected_state")


def test_methods_that_redirect_need_a_return_url(client, pay, refused):
    intent = pay()

    status, error = refused(client.payment_intents.confirm, intent.id, {"payment_method": "pm_card_visa"})

    assert (status, error["param"]) == (400, "return_url")
    assert client.payment_intents.retrieve(intent.id).payment_method is None


def test_without_redirects_no_return_url_is_needed(pay, client):
    intent = pay(automatic_payment_methods={"enabled": True, "allow_redirects": "never"})

    assert client.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"}).status == "succeeded"


DECLINES = [
    ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
    ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
    ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
    ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
    ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
    ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
]


@pytest.mark.parametrize(("token", "code", "decline_code"), DECLINES)
def test_a_declined_card_leaves_the_intent_open(client, pay, refused, token, code, decline_code):
    intent = pay(capture_method="manual")

    status, error = refused(
        client.payment_intents.confirm, intent.id, {"payment_method": token, "return_url": RETURN_URL}
    )

    assert (status, error["type"], error["code"], error["decline_code"]) == (402, "card_error", code, decline_code)
    after = client.payment_intents.retrieve(intent.id)
    assert (after.status, after.payment_method) == ("requires_payment_method", None)
    assert (after.last_payment_error.code, after.last_payment_error.charge) == (code, error["charge"])
    charge = client.charges.retrieve(error["charge"])
    assert (charge.status, charge.paid, charge.failure_code, charge.outcome.reason) == (
        "failed",
        False,
        code,
        decline_code,
    )
    assert types_of(client)[-2:] == ["charge.failed", "payment_intent.payment_failed"]


def test_another_card_may_follow_a_declined_one(client, pay, refused):
    intent = pay()
    refused(
        client.payment_intents.confirm,
        intent.id,
        {"payment_method": "pm_card_visa_chargeDeclined", "return_url": RETURN_URL},
    )

    after = client.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa", "return_url": RETURN_URL})

    assert (after.status, after.last_payment_error) == ("succeeded", None)
    assert len(client.charges.list({"payment_intent": intent.id}).data) == 2


def test_a_payment_method_pays_once(client, pay, refused):
    first = pay("pm_card_visa")
    other = pay()

    status, error = refused(
        client.payment_intents.confirm, other.id, {"payment_method": first.payment_method, "return_url": RETURN_URL}
    )

    assert (status, error["param"]) == (400, "payment_method")
    assert client.payment_intents.retrieve(other.id).status == "requires_payment_method"


@pytest.mark.parametrize(
    "token",
    ["pm_card_threeDSecure2Required", "pm_card_authenticationRequired", "pm_card_authenticationRequiredOnSetup"],
)
def test_a_card_with_3d_secure_sends_the_payer_to_the_bank(client, pay, token):
    intent = pay(token, capture_method="manual")

    assert (intent.status, intent.next_action.type) == ("requires_action", "redirect_to_url")
    assert intent.next_action.redirect_to_url.return_url == RETURN_URL
    assert intent.latest_charge is None
    assert types_of(client)[-1] == "payment_intent.requires_action"


def test_an_approved_challenge_charges_and_returns_the_payer(client, pay):
    intent = pay("pm_card_threeDSecure2Required", capture_method="manual")
    url = intent.next_action.redirect_to_url.url

    page = httpx.get(url)
    answer = httpx.post(url, data={"outcome": "approve"})

    assert "12,000원" in page.text
    assert answer.status_code == 303
    assert answer.headers["Location"] == (
        f"{RETURN_URL}&payment_intent={intent.id}&payment_intent_client_secret={intent.client_secret}"
        "&redirect_status=succeeded"
    )
    after = client.payment_intents.retrieve(intent.id)
    assert (after.status, after.next_action, after.amount_capturable) == ("requires_capture", None, 12_000)


def test_a_failed_challenge_charges_nothing(client, pay):
    intent = pay("pm_card_threeDSecure2Required")

    answer = httpx.post(intent.next_action.redirect_to_url.url, data={"outcome": "fail"})

    assert answer.headers["Location"].endswith("&redirect_status=failed")
    after = client.payment_intents.retrieve(intent.id)
    assert (after.status, after.latest_charge) == ("requires_payment_method", None)
    assert after.last_payment_error.code == "payment_intent_authentication_failure"
    assert types_of(client)[-1] == "payment_intent.payment_failed"


def test_a_card_may_be_declined_after_its_challenge(client, pay):
    intent = pay("pm_card_threeDSecureRequiredChargeDeclined")

    answer = httpx.post(intent.next_action.redirect_to_url.url, data={"outcome": "approve"})

    assert answer.headers["Location"].endswith("&redirect_status=failed")
    assert client.payment_intents.retrieve(intent.id).last_payment_error.code == "card_declined"


def test_a_challenge_answered_twice_charges_once(client, pay):
    intent = pay("pm_card_threeDSecure2Required")
    url = intent.next_action.redirect_to_url.url
    httpx.post(url, data={"outcome": "approve"})

    answer = httpx.post(url, data={"outcome": "approve"})

    assert answer.headers["Location"].endswith("&redirect_status=succeeded")
    assert len(client.charges.list({"payment_intent": intent.id}).data) == 1


def test_a_challenge_answered_after_a_cancel_charges_nothing(client, pay):
    intent = pay("pm_card_threeDSecure2Required")
    client.payment_intents.cancel(intent.id)

    answer = httpx.post(intent.next_action.redirect_to_url.url, data={"outcome": "approve"})

    assert answer.headers["Location"].endswith("&redirect_status=failed")
    assert client.payment_intents.retrieve(intent.id).status == "canceled"
    assert client.charges.list({"payment_intent": intent.id}).data == []


def test_a_server_that_handles_actions_by_script_gets_no_redirect(pay):
    intent = pay("pm_card_threeDSecure2Required", use_stripe_sdk=True)

    assert intent.next_action.type == "use_stripe_sdk"


@pytest.mark.parametrize("more", [{"off_session": True}, {"error_on_requires_action": True}])
def test_a_card_that_needs_its_owner_is_declined_without_one(client, pay, refused, more):
    status, error = refused(pay, "pm_card_threeDSecure2Required", **more)

    assert (status, error["code"]) == (402, "authentication_required")
    assert client.payment_intents.list().data[0].status == "requires_payment_method"


def test_an_open_intent_can_be_changed(client, pay):
    intent = pay(metadata={"a": "1", "b": "2"})

    after = client.payment_intents.update(
        intent.id, {"amount": 15_000, "metadata": {"a": "", "c": "3"}, "receipt_email": "mina@example.com"}
    )

    assert (after.amount, after.receipt_email) == (15_000, "mina@example.com")
    assert after.metadata.to_dict() == {"b": "2", "c": "3"}


def test_the_amount_of_a_held_payment_does_not_change(client, authorised, refused):
    status, error = refused(client.payment_intents.update, authorised.id, {"amount": 15_000})

    assert (status, error["code"]) == (400, "payment_intent_unexpected_state")
    assert client.payment_intents.retrieve(authorised.id).amount == 12_000
    assert client.payment_intents.update(authorised.id, {"metadata": {"order": "7"}}).metadata["order"] == "7"


def test_an_authorisation_ends_by_itself(start_standin):
    quick = sdk(start_standin("stripe", "--authorization-lifetime=1", database="sandbox_stripe_quick"))
    intent = quick.payment_intents.create(
        {
            "amount": 5_000,
            "currency": "krw",
            "capture_method": "manual",
            "confirm": True,
            "payment_method": "pm_card_visa",
            "return_url": RETURN_URL,
        }
    )

    after = wait_for(lambda: quick.payment_intents.retrieve(intent.id), lambda intent: intent.status == "canceled")

    assert (after.cancellation_reason, after.amount_capturable) == ("automatic", 0)
    assert types_of(quick)[-2:] == ["charge.expired", "payment_intent.canceled"]


def test_a_payment_may_be_processing_for_a_while(start_standin, refused):
    slow = sdk(start_standin("stripe", "--processing-seconds=1.5", database="sandbox_stripe_slow"))
    intent = slow.payment_intents.create(
        {
            "amount": 5_000,
            "currency": "krw",
            "confirm": True,
            "payment_method": "pm_card_visa",
            "return_url": RETURN_URL,
        }
    )

    status, error = refused(slow.payment_intents.cancel, intent.id)
    after = wait_for(lambda: slow.payment_intents.retrieve(intent.id), lambda intent: intent.status == "succeeded")

    assert (intent.status, intent.amount_received) == ("processing", 0)
    assert (status, error["code"]) == (400, "payment_intent_unexpected_state")
    assert after.amount_received == 5_000
    assert types_of(slow) == [
        "payment_intent.created",
        "charge.pending",
        "payment_intent.processing",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]


def test_a_page_sees_little_and_only_with_the_client_secret(client, standin, pay, refused):
    intent = pay(metadata={"attempt": "17"})
    page = sdk(standin, PUBLISHABLE_KEY)

    seen = page.payment_intents.retrieve(intent.id, {"client_secret": intent.client_secret})
    status, error = refused(page.payment_intents.retrieve, intent.id, {"client_secret": f"{intent.id}_secret_guess"})

    assert seen.status == "requires_payment_method"
    assert {"metadata", "latest_charge", "amount_capturable"} & set(seen.to_dict()) == set()
    assert (status, error["param"]) == (400, "client_secret")
    assert refused(page.payment_intents.retrieve, intent.id)[0] == 400


def test_objects_expand(client, authorised):
    intent = client.payment_intents.retrieve(authorised.id, {"expand": ["latest_charge.refunds", "payment_method"]})
    listed = client.payment_intents.list({"expand": ["data.latest_charge"]}).data[0]

    assert intent.latest_charge.refunds.data == []
    assert intent.payment_method.card.last4 == "4242"
    assert listed.latest_charge.id == authorised.latest_charge


def wait_for(look, is_so, seconds=10):
    limit = time.monotonic() + seconds
    while not is_so(found := look()):
        assert time.monotonic() < limit, found
        time.sleep(0.1)
    return found
