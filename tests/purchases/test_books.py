"""The three books: silent while they agree, and naming what differs."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from marketplace.payments.models import Payment
from marketplace.payments.stripe_api import stripe
from marketplace.purchases import books
from marketplace.purchases.models import Attempt

NOW = timezone.now


@pytest.fixture
def began(market):
    """When the test began: earlier ones left their orders in Saleor."""
    return NOW()


@pytest.fixture
def compare(began):
    def found(now=None):
        return [(one.subject, one.says) for one in books.compare(since=began, now=now or NOW())]

    return found


@pytest.fixture
def bag(market, began):
    return market.sell()


@pytest.fixture
def bought(market, bag):
    attempt = market.bought(bag)
    market.push_stock(bag)
    return attempt


def test_a_purchase_that_went_well_agrees_everywhere(market, began, bag, bought, compare):
    said = StringIO()

    call_command("compare_books", "--since", began.isoformat(), stdout=said)

    assert compare() == []
    assert said.getvalue() == "The books agree.\n"


def test_a_purchase_under_way_is_given_an_hour(market, bag, bought, compare):
    waiting = market.hold(bag)

    assert compare() == []
    assert compare(NOW() + timedelta(hours=2)) == [
        (waiting.reference, f"is HELD since {waiting.created_at.isoformat()}")
    ]


def test_money_kept_for_another_sum_is_named(market, bag, bought, compare):
    payment = Payment.objects.get(document=bought.document)
    stripe().refund(payment.intent_id, amount=1000, name="by hand", key="by-hand")

    assert compare() == [
        (bought.reference, f"Saleor's order {bought.saleor_order_number} costs 42000 won, and Stripe keeps 41000")
    ]


def test_money_and_an_order_of_a_purchase_that_ended_are_named(market, bag, bought, compare):
    Attempt.objects.filter(pk=bought.pk).update(state="ENDED")

    assert compare() == [
        (bought.reference, "it has ended, and Stripe keeps 42000 won"),
        (bought.reference, f"it has ended, and Saleor's order {bought.saleor_order_number} is UNFULFILLED"),
    ]


def test_money_that_is_only_reserved_is_named(market, bag, compare):
    paid = market.paid(bag)
    Attempt.objects.filter(pk=paid.pk).update(state="ENDED")

    assert (paid.reference, "Stripe still holds 42000 won") in compare()


def test_an_order_that_nobody_here_made_is_named(market, bag, bought, compare):
    Attempt.objects.filter(pk=bought.pk).delete()

    assert compare() == [(f"Saleor's order {bought.saleor_order_number}", "is of no purchase of ours")]


def test_stock_that_somebody_wrote_by_hand_is_named_and_fails_the_command(market, began, bag, bought):
    market.set_saleor_stock(bag, 3)
    said = StringIO()

    with pytest.raises(CommandError, match="1 differences"):
        call_command("compare_books", "--since", began.isoformat(), stdout=said)

    assert said.getvalue() == f"{bag.sku}: Saleor shows 3 units, the ledger 10\n"
