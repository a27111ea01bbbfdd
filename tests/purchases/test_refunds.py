"""Money that was taken and does not go back: nothing is called settled, and a person sees it."""

import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.console import queues
from marketplace.core.models import InboxMessage, OutboxMessage
from marketplace.payments import services as payments
from marketplace.payments import stripe_api
from marketplace.payments.models import Refund
from marketplace.payments.stripe_api import PaymentRefused
from marketplace.purchases import checkouts
from marketplace.purchases.models import Attempt
from marketplace.saleor import api
from tests.support.shopping import capture_by_hand, refund_by_hand
from vendors.models import VendorOrder
from workers.jobs import payments as jobs
from workers.jobs import purchases as tasks

State = Attempt.State


@pytest.fixture
def taken_too_early(market, monkeypatch):
    """A function: a purchase whose money was taken and whose checkout costs something else by now."""
    read = checkouts.read
    monkeypatch.setattr(checkouts, "read", lambda checkout_id: replace(read(checkout_id), total=45000))

    def make(bag, card="pm_card_kr"):
        attempt = market.paid(bag, card=card)
        capture_by_hand(payments.of_document(attempt.document).intent_id)
        return attempt

    return make


def hear(event, attempt):
    """Hear a webhook of Stripe about a purchase's money."""
    body = {
        "data": {"object": {"object": "refund", "payment_intent": payments.of_document(attempt.document).intent_id}}
    }
    message = InboxMessage(source="stripe", event=event, delivery_key=event, body=json.dumps(body).encode())
    jobs.hear_refund(message, timezone.now())


def wait_until_it_failed(attempt):
    intent_id, limit = payments.of_document(attempt.document).intent_id, time.monotonic() + 10
    while stripe_api.stripe().refunds(intent_id)[0].status != "failed":
        assert time.monotonic() < limit
        time.sleep(0.05)


def test_what_a_person_gave_back_at_stripe_ends_a_purchase_that_is_left(market, taken_too_early):
    bag = market.sell()
    attempt = taken_too_early(bag)
    refund_by_hand(payments.of_document(attempt.document).intent_id)

    attempt = market.advance(attempt)

    assert (attempt.state, attempt.leave_reason) == (State.ENDED, "PRICE_CHANGED")
    assert market.intent(attempt)["latest_charge"]["amount_refunded"] == 42000
    assert market.buckets(bag) == (10, 0)


def test_money_that_stripe_keeps_keeps_the_purchase_and_its_units(market, taken_too_early, monkeypatch):
    bag = market.sell()
    attempt = taken_too_early(bag)

    def refuse(*_args, **_given):
        raise PaymentRefused("charge_disputed", "the bank asks")

    with monkeypatch.context() as disputed:
        disputed.setattr(stripe_api.Stripe, "refund", refuse)
        for _time in range(3):
            attempt = market.advance(attempt)
            assert (attempt.state, attempt.is_money_settled) == (State.LEAVING, False)
    assert "the bank asks" in attempt.problem
    assert market.buckets(bag) == (9, 1)
    assert [row.amount for row in queues.owed_refunds(timezone.now())] == [42000]

    refund_by_hand(payments.of_document(attempt.document).intent_id)
    hear("refund.created", attempt)
    attempt = market.advance(attempt)

    assert attempt.state == State.ENDED
    assert market.buckets(bag) == (10, 0)
    assert not queues.owed_refunds(timezone.now()).exists()


def test_a_refund_that_the_bank_sends_back_opens_a_purchase_that_had_ended(market, taken_too_early):
    bag = market.sell()
    attempt = market.advance(taken_too_early(bag, card="pm_card_refundFail"))
    assert attempt.state == State.ENDED
    wait_until_it_failed(attempt)

    hear("refund.failed", attempt)
    attempt = market.advance(attempt)
    attempt = market.advance(attempt)

    assert (attempt.state, attempt.tries) == (State.LEAVING, 2)
    assert "expired_or_canceled_card" in attempt.problem
    assert queues.owed_refunds(timezone.now()).count() == 1


def test_an_order_whose_money_stripe_keeps_is_asked_about_again(market, monkeypatch):
    attempt = market.bought(market.sell())
    api.worker().order_cancel(attempt.saleor_order_id)

    def refuse(*_args, **_given):
        raise PaymentRefused("insufficient_balance")

    with monkeypatch.context() as poor:
        poor.setattr(stripe_api.Stripe, "refund", refuse)
        tasks.order_changed(saleor_order_id=attempt.saleor_order_id)
    assert VendorOrder.objects.get().state == "CANCELLED"
    again = OutboxMessage.objects.filter(topic="purchases.order_changed").latest("pk")
    assert again.due_at > timezone.now() + timedelta(minutes=50)

    refund_by_hand(payments.of_document(attempt.document).intent_id)
    tasks.order_changed(**again.payload)

    assert payments.of_document(attempt.document).refunded == 42000
    (transaction,) = market.order(attempt).transactions
    assert transaction.refunded_amount.amount == 42000


def test_a_difference_that_stripe_keeps_does_not_keep_the_order_from_its_vendors(market, monkeypatch):
    attempt = market.paid(market.sell())
    capture_by_hand(payments.of_document(attempt.document).intent_id)
    read = checkouts.read_order
    monkeypatch.setattr(checkouts, "read_order", lambda order_id: replace(read(order_id), total=41000))

    def refuse(*_args, **_given):
        raise PaymentRefused("insufficient_balance")

    monkeypatch.setattr(stripe_api.Stripe, "refund", refuse)

    attempt = market.advance(attempt)

    assert (attempt.state, attempt.order_total) == (State.CAPTURED, 41000)
    assert VendorOrder.objects.count() == 1
    assert [row.amount for row in queues.owed_refunds(timezone.now())] == [1000]


def test_a_refund_that_saleor_asked_for_and_stripe_never_got_is_carried_on_and_told(market):
    attempt = market.bought(market.sell())
    payment = payments.of_document(attempt.document)
    market.stripe.fault("POST /v1/refunds", "drop")
    with pytest.raises(stripe_api.PaymentUnavailable):
        payments.refund(payment, amount=10000, key="staff", reason="Saleor", now=timezone.now())
    Refund.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    assert queues.owed_refunds(timezone.now()).count() == 1

    tasks.carry_on_refunds()

    assert payments.of_document(attempt.document).refunded == 10000
    assert not queues.owed_refunds(timezone.now()).exists()
    (transaction,) = market.order(attempt).transactions
    assert transaction.refunded_amount.amount == 10000
