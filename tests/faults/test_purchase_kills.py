"""The process killed before and after each call of a purchase: a sweep finishes it, once and properly."""

import json
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from marketplace.inventory import services as inventory
from marketplace.payments.models import Payment
from marketplace.purchases import checkouts, leaving
from marketplace.purchases.checkouts import CheckoutRefused
from marketplace.purchases.models import Attempt
from marketplace.purchases.runs import LONG_LEASE
from sandbox.launch.processes import ROOT
from tests.support.market import market, market_saleor, market_stripe
from vendors.models import VendorOrder

__all__ = ["market", "market_saleor", "market_stripe"]

State = Attempt.State
READ, CAPTURE, CANCEL = (
    "GET /v1/payment_intents/*", "POST /v1/payment_intents/*/capture", "POST /v1/payment_intents/*/cancel",
)  # fmt: skip
TO_THE_PAGE = ["CheckoutCreate", "DeliveryOptionsCalculate", "CheckoutDeliveryMethodUpdate", "TransactionInitialize"]
TO_THE_ORDER = [READ, "TransactionProcess", "Checkout", "CheckoutComplete", "Order", CAPTURE, "TransactionEventReport"]
BEFORE_AND_AFTER = pytest.mark.parametrize("when", ["before", "after"])


@pytest.fixture(scope="session")
def mortals():
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.mortal"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.stdin.close()
    process.wait(10)
    process.stdout.close()


@pytest.fixture
def kill(market, mortals, settings):
    """A function that moves a purchase in another process, which dies at a call."""

    def kill(attempt, call, when):
        order = {
            "attempt": attempt.pk,
            "call": call,
            "when": when,
            "database": connection.settings_dict["NAME"],
            "saleor": settings.GACHI_SALEOR_URL,
            "stripe": settings.GACHI_STRIPE["url"],
        }
        mortals.stdin.write(json.dumps(order) + "\n")
        mortals.stdin.flush()
        assert json.loads(mortals.stdout.readline()) == {"signal": signal.SIGKILL}, f"{call} was never called"
        attempt.refresh_from_db()
        assert attempt.claimed_until > timezone.now()

    return kill


def sweep_up(market, attempt):
    """Do what the sweep does once the dead runner's lease is over."""
    later = timezone.now() + LONG_LEASE + timedelta(seconds=1)
    assert attempt.pk in market.sweep(later)
    attempt.refresh_from_db()
    return attempt


def assert_bought(market, attempt, bag):
    assert (attempt.state, attempt.problem) == (State.CAPTURED, "")
    assert [order.id for order in market.orders_of(attempt)] == [attempt.saleor_order_id]
    assert market.order(attempt).charge_status == "FULL"
    there = market.intent(attempt)
    assert (there["status"], there["amount_received"]) == ("succeeded", attempt.total)
    assert Payment.objects.filter(document=attempt.document).count() == 1
    assert VendorOrder.objects.filter(document=attempt.document).count() == 1
    assert market.buckets(bag) == (9, 1)
    assert market.saleor_stock(bag) == (10, 1)
    assert inventory.audit() == []


def assert_left(market, attempt, bag):
    assert attempt.state == State.ENDED
    there = market.intent(attempt)
    assert (there["status"], there["amount_received"]) == ("canceled", 0)
    assert {order.status for order in market.orders_of(attempt)} <= {"CANCELED"}
    assert not VendorOrder.objects.exists()
    assert market.buckets(bag) == (10, 0)
    assert market.saleor_stock(bag) == (10, 0)
    assert inventory.audit() == []


@BEFORE_AND_AFTER
@pytest.mark.parametrize("call", TO_THE_PAGE)
def test_killed_on_the_way_to_the_payment_page(market, kill, call, when):
    bag = market.sell()
    attempt = market.hold(bag)

    kill(attempt, call, when)
    nobody = market.advance(attempt)
    assert nobody.claim_token == attempt.claim_token
    attempt = sweep_up(market, attempt)
    assert market.pay(attempt) == "requires_capture"
    attempt = market.advance(attempt)

    assert_bought(market, attempt, bag)


@BEFORE_AND_AFTER
@pytest.mark.parametrize("call", TO_THE_ORDER)
def test_killed_on_the_way_to_the_order(market, kill, call, when):
    bag = market.sell()
    attempt = market.paid(bag)

    kill(attempt, call, when)
    assert market.buckets(bag) == (9, 1)
    attempt = sweep_up(market, attempt)

    assert_bought(market, attempt, bag)


@BEFORE_AND_AFTER
@pytest.mark.parametrize("call", [CANCEL])
def test_killed_while_a_shopper_leaves(market, kill, call, when):
    bag = market.sell()
    attempt = market.paid(bag)
    leaving.leave(attempt, reason=leaving.Reason.SHOPPER, actor="shop", now=timezone.now())

    kill(attempt, call, when)
    assert market.buckets(bag) == (9, 1)
    attempt = sweep_up(market, attempt)

    assert_left(market, attempt, bag)


@BEFORE_AND_AFTER
@pytest.mark.parametrize("call", [CANCEL, "TransactionEventReport", "CheckoutComplete"])
def test_killed_after_a_definite_no(market, kill, monkeypatch, call, when):
    bag = market.sell()
    attempt = refused(market, bag, monkeypatch)

    kill(attempt, call, when)
    assert market.buckets(bag) == (9, 1)
    attempt = sweep_up(market, attempt)

    assert_left(market, attempt, bag)


@BEFORE_AND_AFTER
def test_killed_while_the_order_of_a_lost_answer_is_cancelled(market, kill, monkeypatch, when):
    bag = market.sell()
    attempt = market.paid(bag)
    market.saleor.fault("checkoutComplete", "fail_after")
    attempt = market.advance(attempt)
    assert (attempt.state, len(market.orders_of(attempt))) == (State.COMPLETING, 1)
    turn_away(attempt)

    kill(attempt, "OrderCancel", when)
    assert market.buckets(bag) == (9, 1)
    attempt = sweep_up(market, attempt)

    assert_left(market, attempt, bag)
    assert [order.status for order in market.orders_of(attempt)] == ["CANCELED"]


def refused(market, bag, monkeypatch):
    """A purchase that heard a definite no at its completion and stands before the way out."""
    attempt = market.paid(bag)

    def refuse(checkout_id):
        raise CheckoutRefused("CHECKOUT_NOT_FULLY_PAID")

    with monkeypatch.context() as patch:
        patch.setattr(checkouts, "complete", refuse)
        attempt = market.advance(attempt)
    assert (attempt.state, attempt.mends) == (State.COMPLETING, 1)
    turn_away(attempt)
    return attempt


@transaction.atomic
def turn_away(attempt):
    leaving.begin(attempt, reason=leaving.Reason.REFUSED, actor="tests", now=timezone.now())
    attempt.save()


def test_without_a_lease_a_killed_runner_would_hold_the_purchase_for_ever(market, kill):
    """The control: with the lease taken away the purchase stays where the dead runner left it."""
    bag = market.sell()
    attempt = market.paid(bag)
    kill(attempt, "CheckoutComplete", "after")
    Attempt.objects.filter(pk=attempt.pk).update(claimed_until=timezone.now() + timedelta(days=365))

    swept = market.sweep(timezone.now() + timedelta(hours=1))

    assert swept == []
    attempt.refresh_from_db()
    assert attempt.state == State.COMPLETING
    assert len(market.orders_of(attempt)) == 1
    assert market.intent(attempt)["amount_received"] == 0
