"""Refunds, by the real SDK."""

import pytest

from tests.sandbox.stripe.conftest import sdk
from tests.sandbox.stripe.test_payment_intents import wait_for


def refund_events(client):
    return [event.type for event in client.events.list({"limit": 100}).data if "refund" in event.type][::-1]


@pytest.mark.parametrize("by", ["payment_intent", "charge"])
def test_a_payment_is_refunded_in_parts_up_to_its_amount(client, pay, refused, by):
    intent = pay("pm_card_visa")
    of = {by: intent.id if by == "payment_intent" else intent.latest_charge}

    first = client.refunds.create({**of, "amount": 5_000, "reason": "requested_by_customer"})
    rest = client.refunds.create(of)
    status, error = refused(client.refunds.create, of)

    assert (first.amount, first.status, first.reason, first.currency) == (
        5_000,
        "succeeded",
        "requested_by_customer",
        "krw",
    )
    assert (rest.amount, rest.charge, rest.payment_intent) == (7_000, intent.latest_charge, intent.id)
    assert (status, error["type"], error["code"]) == (400, "invalid_request_error", "charge_already_refunded")
    charge = client.charges.retrieve(intent.latest_charge, {"expand": ["refunds"]})
    assert (charge.amount_refunded, charge.refunded) == (12_000, True)
    assert [refund.amount for refund in charge.refunds.data] == [7_000, 5_000]


def test_no_more_is_refunded_than_was_paid(client, pay, refused):
    intent = pay("pm_card_visa")
    client.refunds.create({"payment_intent": intent.id, "amount": 5_000})

    status, error = refused(client.refunds.create, {"payment_intent": intent.id, "amount": 7_001})

    assert (status, error["type"], error["param"], "code" in error) == (400, "invalid_request_error", "amount", False)
    assert [refund.amount for refund in client.refunds.list({"payment_intent": intent.id}).data] == [5_000]


def test_no_more_is_refunded_than_was_captured(client, authorised, refused):
    client.payment_intents.capture(authorised.id, {"amount_to_capture": 9_000})

    status, error = refused(client.refunds.create, {"payment_intent": authorised.id, "amount": 9_001})
    whole = client.refunds.create({"payment_intent": authorised.id})

    assert (status, error["param"]) == (400, "amount")
    assert whole.amount == 9_000


@pytest.mark.parametrize("state", ["open", "held", "canceled"])
def test_what_was_not_captured_cannot_be_refunded(client, pay, refused, state):
    intent = pay() if state == "open" else pay("pm_card_visa", capture_method="manual")
    if state == "canceled":
        client.payment_intents.cancel(intent.id)

    status, error = refused(client.refunds.create, {"payment_intent": intent.id})

    assert (status, error["param"]) == (400, "payment_intent")
    assert client.refunds.list().data == []


@pytest.mark.parametrize("given", [{}, {"payment_intent": "pi_1", "charge": "ch_1"}])
def test_a_refund_is_of_one_thing(client, refused, given):
    assert refused(client.refunds.create, given)[0] == 400


def test_a_refund_of_nothing_is_refused(client, pay, refused):
    intent = pay("pm_card_visa")

    status, error = refused(client.refunds.create, {"payment_intent": intent.id, "amount": 0})

    assert (status, error["code"], error["param"]) == (400, "parameter_invalid_integer", "amount")


def test_an_unknown_reason_is_refused(client, pay, refused):
    intent = pay("pm_card_visa")

    status, error = refused(client.refunds.create, {"payment_intent": intent.id, "reason": "expired_uncaptured_charge"})

    assert (status, error["param"]) == (400, "reason")
    assert client.refunds.list().data == []


def test_a_refund_is_told_when_made_and_when_the_bank_has_it(client, pay):
    refund = client.refunds.create({"payment_intent": pay("pm_card_visa").id, "metadata": {"return": "3"}})

    assert refund.destination_details.card.reference_status == "pending"
    wait_for(lambda: refund_events(client), lambda types: len(types) == 4)
    assert refund_events(client) == ["charge.refunded", "refund.created", "refund.updated", "charge.refund.updated"]
    after = client.refunds.retrieve(refund.id)
    assert after.destination_details.card.reference_status == "available"
    assert after.metadata["return"] == "3"


def test_a_refund_can_be_pending_first(client, pay):
    refund = client.refunds.create({"payment_intent": pay("pm_card_pendingRefund").id})

    after = wait_for(lambda: client.refunds.retrieve(refund.id), lambda refund: refund.status != "pending")

    assert (refund.status, refund.pending_reason, after.status) == ("pending", "processing", "succeeded")


def test_a_refund_can_fail_after_it_looked_well(client, pay):
    intent = pay("pm_card_refundFail")
    refund = client.refunds.create({"payment_intent": intent.id})

    after = wait_for(lambda: client.refunds.retrieve(refund.id), lambda refund: refund.status == "failed")

    assert (refund.status, after.failure_reason) == ("succeeded", "expired_or_canceled_card")
    assert "refund.failed" in refund_events(client)
    assert client.charges.retrieve(intent.latest_charge).amount_refunded == 0


def test_every_refund_is_pending_where_that_is_switched_on(start_standin):
    pending = sdk(
        start_standin("stripe", "--refunds-pending", "--refund-settles-after=60", database="sandbox_stripe_pending")
    )
    intent = pending.payment_intents.create(
        {
            "amount": 5_000,
            "currency": "krw",
            "confirm": True,
            "payment_method": "pm_card_visa",
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        }
    )

    assert pending.refunds.create({"payment_intent": intent.id}).status == "pending"


def test_metadata_of_a_refund_can_be_added(client, pay):
    refund = client.refunds.create({"payment_intent": pay("pm_card_visa").id})

    assert client.refunds.update(refund.id, {"metadata": {"return": "3"}}).metadata["return"] == "3"
