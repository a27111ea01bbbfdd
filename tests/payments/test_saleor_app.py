"""What Saleor hears from its payment app. Requests and answers are transcribed from saleor.md §4 and §5."""

import pytest

from marketplace.payments import saleor_app, services
from marketplace.payments.models import Payment, Refund
from marketplace.payments.stripe_api import PaymentUnavailable
from tests.support.shopping import DECLINED_CARD, intent, pay

pytestmark = pytest.mark.django_db
State = Payment.State


def session(amount=42000.0, checkout="checkout-1", currency="KRW", **more):
    return {
        "merchantReference": "transaction-1",
        "action": {"amount": amount, "currency": currency, "actionType": "AUTHORIZATION"},
        "transaction": {"id": "transaction-1", "token": "t", "pspReference": ""},
        "sourceObject": {"__typename": "Checkout", "id": checkout},
        **more,
    }


def request(action, amount, **more):
    return {
        "issuedAt": "2026-11-22T00:00:00+00:00",
        "action": {"amount": amount, "currency": "KRW", "actionType": action},
        "transaction": {"id": "transaction-1", "pspReference": Payment.objects.get().intent_id, "order": {"id": "o"}},
        **more,
    }


def ask(event, payload, now):
    return saleor_app.answer(event, payload, now)


def test_the_gateway_says_what_a_payment_page_needs(now):
    answer = ask("payment_gateway_initialize_session", {}, now)

    assert answer["data"]["publishableKey"] == "pk_test_gachi_demo"


def test_a_transaction_begins_with_a_secret_for_the_page(stripe, expected, now):
    answer = ask("transaction_initialize_session", session(), now)

    payment = Payment.objects.get()
    assert answer["result"] == "AUTHORIZATION_ACTION_REQUIRED"
    assert answer["pspReference"] == payment.intent_id
    assert answer["amount"] == 42000
    assert answer["data"]["clientSecret"] == payment.client_secret


@pytest.mark.parametrize("payload", [
    session(amount=41000.0), session(amount=100.0), session(checkout="checkout-2"), session(currency="USD"),
    session(amount=42000.5), session(amount=None), session(sourceObject=None), {},
])  # fmt: skip
def test_what_is_not_expected_is_refused_and_stripe_never_asked(stripe, expected, now, payload):
    answer = ask("transaction_initialize_session", payload, now)

    assert answer["result"] == "AUTHORIZATION_FAILURE"
    assert not Payment.objects.exists()
    assert stripe.calls("POST /v1/payment_intents") == []


def test_an_amount_in_the_browsers_data_changes_nothing(stripe, expected, now):
    answer = ask("transaction_initialize_session", session(data={"amount": 1}), now)

    assert intent(answer["pspReference"])["amount"] == 42000


def test_a_transaction_is_not_settled_before_stripe_says_so(stripe, expected, now):
    reference = ask("transaction_initialize_session", session(), now)["pspReference"]

    before = ask("transaction_process_session", session(data={"paid": True}), now)
    pay(reference, DECLINED_CARD)
    declined = ask("transaction_process_session", session(), now)
    pay(reference)
    paid = ask("transaction_process_session", session(), now)
    again = ask("transaction_process_session", session(), now)

    assert before["result"] == declined["result"] == "AUTHORIZATION_ACTION_REQUIRED"
    expected_answer = {
        "result": "AUTHORIZATION_SUCCESS", "pspReference": reference, "amount": 42000, "actions": ["CHARGE", "CANCEL"],
    }  # fmt: skip
    assert paid == again == expected_answer


def test_a_transaction_that_we_never_began_is_refused(stripe, expected, now):
    answer = ask("transaction_process_session", session(), now)

    assert answer["result"] == "AUTHORIZATION_FAILURE"
    assert not Payment.objects.exists()


def test_while_stripe_is_away_saleor_hears_nothing(stripe, expected, now):
    stripe.fault("POST /v1/payment_intents", "fail")

    with pytest.raises(PaymentUnavailable):
        ask("transaction_initialize_session", session(), now)

    assert Payment.objects.get().state == State.STARTED


@pytest.fixture
def paid(stripe, expected, now):
    reference = ask("transaction_initialize_session", session(), now)["pspReference"]
    pay(reference)
    ask("transaction_process_session", session(), now)
    return reference


def test_staff_charge_in_saleor(paid, now):
    answer = ask("transaction_charge_requested", request("CHARGE", 42000.0), now)

    assert answer == {"result": "CHARGE_SUCCESS", "pspReference": paid, "amount": 42000, "actions": ["REFUND"]}
    assert intent(paid)["amount_received"] == 42000


def test_staff_let_go_in_saleor(paid, now):
    answer = ask("transaction_cancelation_requested", request("CANCEL", 42000.0), now)

    assert answer == {"result": "CANCEL_SUCCESS", "pspReference": paid, "amount": 42000}
    assert intent(paid)["status"] == "canceled"


def test_staff_refund_in_saleor_and_the_same_request_again_gives_back_once(paid, now):
    ask("transaction_charge_requested", request("CHARGE", 42000.0), now)

    first = ask("transaction_refund_requested", request("REFUND", 5000.0), now)
    again = ask("transaction_refund_requested", request("REFUND", 5000.0), now)
    later = ask("transaction_refund_requested", request("REFUND", 5000.0, issuedAt="2026-11-23T00:00:00Z"), now)

    assert first["result"] == "REFUND_SUCCESS"
    assert first == again
    assert later["pspReference"] != first["pspReference"]
    assert intent(paid)["latest_charge"]["amount_refunded"] == 10000


def test_a_granted_refund_is_given_back_once_whatever_else_the_request_says(paid, now):
    ask("transaction_charge_requested", request("CHARGE", 42000.0), now)
    grant = {"grantedRefund": {"id": "grant-1"}}

    ask("transaction_refund_requested", request("REFUND", 5000.0, **grant), now)
    ask("transaction_refund_requested", request("REFUND", 5000.0, issuedAt="2026-11-23T00:00:00Z", **grant), now)

    assert intent(paid)["latest_charge"]["amount_refunded"] == 5000


def test_more_than_was_taken_is_not_refunded(paid, now):
    ask("transaction_charge_requested", request("CHARGE", 42000.0), now)

    answer = ask("transaction_refund_requested", request("REFUND", 42001.0), now)

    assert (answer["result"], answer["pspReference"]) == ("REFUND_FAILURE", paid)
    assert not Refund.objects.exists()
    assert intent(paid)["latest_charge"]["amount_refunded"] == 0


def test_what_was_taken_is_not_let_go(paid, now):
    ask("transaction_charge_requested", request("CHARGE", 42000.0), now)

    answer = ask("transaction_cancelation_requested", request("CANCEL", 42000.0), now)

    assert answer["result"] == "CANCEL_FAILURE"
    assert services.of_document("purchase:G-TEST").state == State.CAPTURED


def test_an_event_that_we_never_asked_for_is_named(now):
    with pytest.raises(saleor_app.UnknownEvent, match="ORDER_CREATED"):
        ask("ORDER_CREATED", {}, now)
