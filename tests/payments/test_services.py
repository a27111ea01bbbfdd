"""Money reserved, taken, let go and given back, at the stand-in of Stripe and through its faults."""

from datetime import timedelta

import pytest
import stripe as sdk

from marketplace.payments import services, stripe_api
from marketplace.payments.models import Payment, Refund
from marketplace.payments.stripe_api import PaymentRefused, PaymentUnavailable
from tests.support.shopping import DECLINED_CARD, intent, pay, refund_by_hand

pytestmark = pytest.mark.django_db
State = Payment.State


def test_the_pinned_version_is_the_sdks():
    assert sdk.api_version == stripe_api.API_VERSION


def test_a_payment_begins_with_an_intent_that_only_reserves(begin):
    payment = begin()

    there = intent(payment.intent_id)
    assert payment.state == State.WAITING
    assert payment.client_secret == there["client_secret"]
    assert (there["amount"], there["currency"], there["capture_method"]) == (42000, "krw", "manual")
    assert there["metadata"] == {"document": "purchase:G-TEST", "saleor_transaction": "transaction-1"}


def test_the_same_transaction_again_is_the_same_intent(begin, stripe):
    first, second = begin(), begin()

    assert (first.pk, first.intent_id) == (second.pk, second.intent_id)
    assert len(stripe.calls("POST /v1/payment_intents")) == 1


@pytest.mark.parametrize(("checkout", "amount", "code"), [
    ("checkout-2", 42000, "nobody_expects_it"),
    ("checkout-1", 41999, "another_amount"),
])  # fmt: skip
def test_a_payment_that_nobody_expects_does_not_begin(stripe, expected, now, checkout, amount, code):
    with pytest.raises(PaymentRefused) as refused:
        services.begin(saleor_checkout_id=checkout, saleor_transaction_id="t", amount=amount, now=now)

    assert refused.value.code == code
    assert not Payment.objects.exists()
    assert stripe.calls("POST /v1/payment_intents") == []


def test_no_payment_begins_for_a_purchase_that_was_given_up(stripe, expected, now):
    services.close(document=expected.document, now=now)

    with pytest.raises(PaymentRefused, match="closed"):
        services.begin(saleor_checkout_id="checkout-1", saleor_transaction_id="t", amount=42000, now=now)

    assert not Payment.objects.exists()


def test_another_expectation_of_the_same_purchase_raises(expected, now):
    with pytest.raises(services.ExpectationDiffers):
        services.expect(document=expected.document, saleor_checkout_id="checkout-1", amount=1, now=now)

    expected.refresh_from_db()
    assert expected.amount == 42000


@pytest.mark.parametrize("kind", ["drop_after", "fail_after", "fail", "drop"])
def test_a_lost_answer_to_the_beginning_is_asked_for_again_and_makes_one_payment(begin, stripe, kind):
    stripe.fault("POST /v1/payment_intents", kind)
    with pytest.raises(PaymentUnavailable):
        begin()
    assert Payment.objects.get().state == State.STARTED

    payment = begin()

    assert payment.state == State.WAITING
    assert Payment.objects.count() == 1


def test_what_is_reserved_is_read_at_stripe(begin, now):
    payment = begin()
    assert services.refresh(payment, now=now).has_money is False

    pay(payment.intent_id)

    payment = services.refresh(payment, now=now)
    assert (payment.state, payment.authorised, payment.captured) == (State.AUTHORISED, 42000, 0)
    assert payment.client_secret == ""


def test_a_declined_card_may_be_followed_by_another(begin, now):
    payment = begin()

    assert pay(payment.intent_id, DECLINED_CARD) == "requires_payment_method"
    declined = services.refresh(payment, now=now)
    pay(payment.intent_id)
    paid = services.refresh(payment, now=now)

    assert (declined.state, declined.problem_code) == (State.WAITING, "card_declined")
    assert declined.client_secret
    assert (paid.state, paid.problem_code) == (State.AUTHORISED, "")


def test_a_capture_takes_the_orders_total_and_lets_the_rest_go(begin, now):
    payment = begin()
    pay(payment.intent_id)
    payment = services.refresh(payment, now=now)

    payment = services.capture(payment, amount=40000, now=now)

    assert (payment.state, payment.captured) == (State.CAPTURED, 40000)
    assert intent(payment.intent_id)["amount_received"] == 40000


@pytest.mark.parametrize("kind", ["drop_after", "fail_after", "fail", "drop"])
def test_a_lost_answer_to_a_capture_is_asked_for_again_and_takes_once(begin, stripe, now, kind):
    payment = begin()
    pay(payment.intent_id)
    payment = services.refresh(payment, now=now)
    stripe.fault("POST /v1/payment_intents/*/capture", kind)
    with pytest.raises(PaymentUnavailable):
        services.capture(payment, amount=42000, now=now)

    payment = services.capture(Payment.objects.get(), amount=42000, now=now)

    assert (payment.state, payment.captured) == (State.CAPTURED, 42000)
    assert intent(payment.intent_id)["amount_received"] == 42000


def test_capturing_what_was_let_go_is_refused(begin, now):
    payment = begin()
    pay(payment.intent_id)
    services.give_back(services.refresh(payment, now=now), reason="시험", now=now)
    stale = Payment.objects.get()
    stale.state = State.AUTHORISED

    with pytest.raises(PaymentRefused) as refused:
        services.capture(stale, amount=42000, now=now)

    assert refused.value.code == services.UNEXPECTED_STATE
    assert Payment.objects.get().captured == 0


@pytest.mark.parametrize("kind", [None, "drop_after", "fail_after", "fail"])
@pytest.mark.parametrize("paid", [False, True])
def test_giving_back_lets_go_of_what_is_reserved_and_ends_what_waits(begin, stripe, now, paid, kind):
    payment = begin()
    if paid:
        pay(payment.intent_id)
        payment = services.refresh(payment, now=now)
    if kind:
        stripe.fault("POST /v1/payment_intents/*/cancel", kind)
        with pytest.raises(PaymentUnavailable):
            services.give_back(payment, reason="시험", now=now)

    payment = services.give_back(Payment.objects.get(), reason="시험", now=now)

    assert (payment.state, payment.has_money) == (State.VOIDED, False)
    assert intent(payment.intent_id)["status"] == "canceled"


def test_giving_back_ends_a_payment_whose_beginning_was_never_answered(begin, stripe, now):
    stripe.fault("POST /v1/payment_intents", "drop_after")
    with pytest.raises(PaymentUnavailable):
        begin()

    payment = services.give_back(Payment.objects.get(), reason="시험", now=now)

    assert payment.state == State.VOIDED
    assert intent(payment.intent_id)["status"] == "canceled"


def test_giving_back_refunds_what_was_taken_once(begin, stripe, now):
    payment = captured(begin, now)

    payment = services.give_back(payment, reason="시험", now=now)
    again = services.give_back(Payment.objects.get(), reason="시험", now=now)

    assert (payment.state, payment.refunded, again.refunded) == (State.REFUNDED, 42000, 42000)
    assert intent(payment.intent_id)["latest_charge"]["amount_refunded"] == 42000
    assert len(stripe.calls("POST /v1/refunds")) == 1


@pytest.mark.parametrize("kind", ["drop_after", "fail_after", "fail", "drop"])
def test_a_lost_answer_to_a_refund_gives_back_once(begin, stripe, now, kind):
    payment = captured(begin, now)
    stripe.fault("POST /v1/refunds", kind)
    with pytest.raises(PaymentUnavailable):
        services.refund(payment, amount=10000, key="k", reason="시험", now=now)

    services.refund(payment, amount=10000, key="k", reason="시험", now=now)

    payment.refresh_from_db()
    assert (payment.state, payment.refunded) == (State.CAPTURED, 10000)
    assert intent(payment.intent_id)["latest_charge"]["amount_refunded"] == 10000


def test_more_than_is_left_is_not_refunded(begin, stripe, now):
    payment = captured(begin, now)
    services.refund(payment, amount=40000, key="first", reason="시험", now=now)

    with pytest.raises(PaymentRefused, match="more_than_is_left"):
        services.refund(payment, amount=2001, key="second", reason="시험", now=now)

    assert Refund.objects.count() == 1
    assert intent(payment.intent_id)["latest_charge"]["amount_refunded"] == 40000


def test_the_same_refund_key_with_another_amount_is_refused(begin, now):
    payment = captured(begin, now)
    services.refund(payment, amount=1000, key="k", reason="시험", now=now)

    with pytest.raises(PaymentRefused, match="another_amount"):
        services.refund(payment, amount=2000, key="k", reason="시험", now=now)

    assert Refund.objects.get().amount == 1000


def test_a_refund_that_the_bank_sends_back_is_money_taken_again(begin, stripe, now):
    payment = captured(begin, now, card="pm_card_refundFail")
    services.refund(payment, amount=42000, key="k", reason="시험", now=now)
    assert Payment.objects.get().state == State.REFUNDED

    wait_for(lambda: stripe_api.stripe().refunds(payment.intent_id)[0].status == "failed")
    services.reread_refunds(payment, now=now)

    payment.refresh_from_db()
    assert (payment.state, payment.refunded, payment.has_money) == (State.CAPTURED, 0, True)
    assert Refund.objects.get().problem == "expired_or_canceled_card"


def test_an_answer_that_was_read_earlier_takes_nothing_back(begin, now):
    payment = begin()
    pay(payment.intent_id)
    read_before = stripe_api.stripe().read_intent(payment.intent_id)
    services.capture(services.refresh(payment, now=now), amount=42000, now=now)

    payment = services.note(payment, read_before, now=now + timedelta(seconds=1))

    assert (payment.state, payment.captured) == (State.CAPTURED, 42000)


def test_an_intent_that_we_did_not_make_is_not_taken_for_ours(begin, now):
    payment = begin()
    other = stripe_api.stripe().create_intent(amount=1000, document="purchase:OTHER", transaction="t", key="other-key")

    with pytest.raises(PaymentRefused, match="another_payment"):
        services.note(payment, other, now=now)

    assert Payment.objects.get().intent_id == payment.intent_id


def test_a_wrong_key_waits_for_a_person_and_changes_nothing(begin, stripe, settings):
    settings.GACHI_STRIPE = {**settings.GACHI_STRIPE, "secret_key": "sk_test_wrong"}

    with pytest.raises(PaymentUnavailable) as unavailable:
        begin()

    assert "sk_test_wrong" not in str(unavailable.value)
    assert Payment.objects.get().state == State.STARTED


def captured(begin, now, card="pm_card_kr"):
    payment = begin()
    pay(payment.intent_id, card)
    return services.capture(services.refresh(payment, now=now), amount=42000, now=now)


def wait_for(condition, seconds=10):
    import time

    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.05)


# What a person has to see to


def test_a_refund_that_failed_is_never_taken_for_one_that_went_well(begin, stripe, now):
    payment = captured(begin, now, card="pm_card_refundFail")
    services.give_back(payment, reason="시험", now=now)
    wait_for(lambda: stripe_api.stripe().refunds(payment.intent_id)[0].status == "failed")
    services.reread_refunds(payment, now=now)

    for _time in range(2):
        with pytest.raises(PaymentRefused, match="expired_or_canceled_card"):
            services.give_back(Payment.objects.get(), reason="시험", now=now)

    assert len(stripe.calls("POST /v1/refunds")) == 1
    assert Payment.objects.get().has_money


def test_what_a_person_gave_back_at_stripe_counts(begin, stripe, now):
    payment = captured(begin, now)
    refund_by_hand(payment.intent_id, 2000)
    refund_by_hand(payment.intent_id)

    payment = services.give_back(payment, reason="시험", now=now)
    services.reread_refunds(payment, now=now)

    assert (payment.state, payment.refunded) == (State.REFUNDED, 42000)
    made_there = Refund.objects.filter(key__startswith="stripe:")
    assert sorted(made_there.values_list("amount", "problem")) == [(2000, ""), (40000, "")]
    assert not Refund.objects.exclude(pk__in=made_there).exclude(refund_id="").exists()


def test_giving_back_first_ends_what_was_asked_for_and_never_answered(begin, stripe, now):
    payment = captured(begin, now)
    stripe.fault("POST /v1/refunds", "drop")
    with pytest.raises(PaymentUnavailable):
        services.refund(payment, amount=30000, key="staff", reason="시험", now=now)

    payment = services.give_back(payment, reason="시험", now=now)

    assert (payment.state, payment.refunded) == (State.REFUNDED, 42000)
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [12000, 30000]


@pytest.mark.parametrize("kind", ["drop", "drop_after", "fail_after"])
def test_a_refund_that_nobody_asks_for_any_more_is_carried_on_once(begin, stripe, now, kind):
    payment = captured(begin, now)
    stripe.fault("POST /v1/refunds", kind)
    with pytest.raises(PaymentUnavailable):
        services.refund(payment, amount=42000, key="staff", reason="시험", now=now)

    early = services.carry_on_refunds(now=now + timedelta(minutes=5))
    carried_on = services.carry_on_refunds(now=now + timedelta(minutes=7))
    again = services.carry_on_refunds(now=now + timedelta(minutes=8))

    assert (early, [row.amount for row in carried_on], again) == ([], [42000], [])
    payment.refresh_from_db()
    assert (payment.state, payment.refunded) == (State.REFUNDED, 42000)
    assert intent(payment.intent_id)["latest_charge"]["amount_refunded"] == 42000
