"""Shoppers, runners and webhooks at once, at the stand-ins. The oversell is first shown with the gate off."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.inventory import services as inventory
from marketplace.payments.models import Payment
from marketplace.purchases import baskets, gate, leaving, runner, slots
from marketplace.purchases.models import Attempt
from tests.support.market import market, market_saleor, market_stripe
from tests.support.shopping import details, intent
from vendors.models import VendorOrder

__all__ = ["market", "market_saleor", "market_stripe"]

State = Attempt.State


def test_without_the_gate_saleor_sells_more_than_there_is(market, together, monkeypatch):
    """The control: six shoppers for two units, their completions at once, and nobody counting but Saleor."""
    monkeypatch.setattr(inventory, "commit_units", lambda **wanted: [])
    monkeypatch.setattr(slots, "SLOTS", 6)
    bag = market.sell(units=6, saleor_units=2)
    attempts = [market.paid(bag) for _shopper in range(6)]

    together(*[lambda attempt=attempt: market.advance(attempt) for attempt in attempts])

    quantity, allocated = market.saleor_stock(bag)
    assert quantity == 2
    assert allocated > 2, "the stand-in was to oversell"


def test_with_the_gate_fifty_shoppers_for_the_last_ten_make_ten_orders(market, together):
    bag = market.sell(units=10)
    shoppers = [market.basket(bag) for _shopper in range(50)]
    crowd = threading.Semaphore(6)  # two cores: more threads would only wait for each other

    def shop(basket):
        try:
            attempt = gate.hold(basket=basket, details=details(), now=timezone.now())
        except gate.SoldOut as sold_out:
            return str(sold_out)
        with crowd:
            attempt = market.advance(attempt)
            assert market.pay(attempt) == "requires_capture"
            return market.advance_to(attempt, State.CAPTURED, State.ENDED, tries=200, pause=0.1).state

    results = together(*[lambda basket=basket: shop(basket) for basket in shoppers])

    assert Counter(results) == {State.CAPTURED: 10, "아쉽지만 그 사이 품절되었거나 남은 수량이 모자라요.": 40}
    assert market.buckets(bag) == (0, 10)
    assert market.saleor_stock(bag) == (10, 10)
    attempts = Attempt.objects.all()
    assert len({attempt.saleor_order_id for attempt in attempts}) == 10
    assert VendorOrder.objects.count() == 10
    payments = Payment.objects.all()
    assert {payment.document for payment in payments} == {attempt.document for attempt in attempts}
    assert sum(intent(payment.intent_id)["amount_received"] for payment in payments) == 10 * 42000
    assert inventory.audit() == []


def test_two_shoppers_for_the_last_unit(market, together):
    bag = market.sell(units=1)
    first, second = market.basket(bag), market.basket(bag)

    results = together(
        lambda: gate.hold(basket=first, details=details(), now=timezone.now()),
        lambda: gate.hold(basket=second, details=details(), now=timezone.now()),
    )

    assert Counter(type(result).__name__ for result in results) == {"Attempt": 1, "SoldOut": 1}
    assert market.buckets(bag) == (0, 1)
    (attempt,) = Attempt.objects.all()
    market.advance(attempt)
    market.pay(attempt)
    assert market.advance(attempt).state == State.CAPTURED


def test_a_double_click_on_order_is_one_purchase(market, together):
    bag = market.sell(units=5)
    basket = market.basket(bag)

    results = together(*[lambda: gate.hold(basket=basket, details=details(), now=timezone.now())] * 4)

    held = [result for result in results if isinstance(result, Attempt)]
    assert Attempt.objects.count() == 1
    assert {attempt.pk for attempt in held} == {Attempt.objects.get().pk}
    assert {type(result) for result in results} <= {Attempt, gate.AttemptUnderWay}
    assert market.buckets(bag) == (4, 1)


def test_page_webhook_and_sweep_at_once_make_one_order(market, together):
    bag = market.sell()
    attempt = market.paid(bag)

    together(*[lambda: runner.advance(attempt.pk, now=timezone.now())] * 5)

    attempt = market.advance_to(attempt, State.CAPTURED)
    assert [order.id for order in market.orders_of(attempt)] == [attempt.saleor_order_id]
    assert market.intent(attempt)["amount_received"] == 42000
    assert VendorOrder.objects.count() == 1
    assert len(market.stripe.calls("POST /v1/payment_intents/*/capture")) == 1


@pytest.mark.parametrize("head_start", [0.0, 0.05, 0.3])
def test_leaving_and_paying_at_once_end_in_an_order_or_in_nothing(market, together, head_start):
    bag = market.sell()
    attempt = market.paid(bag)
    pause = threading.Event()

    def leave():
        pause.wait(head_start)
        return leaving.leave(attempt, reason=leaving.Reason.SHOPPER, actor="shop", now=timezone.now())

    together(lambda: market.advance(attempt), leave)
    market.sweep(timezone.now() + timedelta(minutes=2))
    attempt = market.advance_to(attempt, State.CAPTURED, State.ENDED)

    orders = [order.status for order in market.orders_of(attempt)]
    taken = market.intent(attempt)["amount_received"]
    if attempt.state == State.CAPTURED:
        assert (orders, taken, market.buckets(bag)) == (["UNFULFILLED"], 42000, (9, 1))
    else:
        assert (orders, taken, market.buckets(bag)) == ([], 0, (10, 0))


def test_a_second_tab_changes_the_basket_at_the_moment_of_paying(market, together):
    bag = market.sell()
    attempt = market.paid(bag)

    together(
        lambda: market.advance(attempt),
        lambda: baskets.set_units(basket=attempt.basket, variant=bag, units=2, now=timezone.now()),
    )
    market.sweep(timezone.now() + timedelta(minutes=2))
    attempt = market.advance_to(attempt, State.CAPTURED, State.ENDED)

    taken = market.intent(attempt)["amount_received"]
    expected = {State.CAPTURED: (42000, (9, 1)), State.ENDED: (0, (10, 0))}
    assert (taken, market.buckets(bag)) == expected[attempt.state]
