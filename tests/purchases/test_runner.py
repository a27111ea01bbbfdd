"""A purchase from hold to capture, and every way out of it, at the stand-ins of Saleor and Stripe."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.core.models import OutboxMessage
from marketplace.payments import services as payments
from marketplace.purchases.models import Attempt
from tests.support.factories import make_enterprise
from vendors.models import VendorOrder

State = Attempt.State


def test_a_purchase_from_hold_to_capture(market):
    bag = market.sell(price=39000, units=10)
    soap = market.sell(price=6500, units=5, maker=make_enterprise("gaon", name="가온바다"))
    attempt = market.hold(bag, (soap, 2))
    assert market.buckets(bag) == (9, 1)

    attempt = market.advance(attempt)
    assert (attempt.state, attempt.problem) == (State.HELD, "")
    payment = payments.of_document(attempt.document)
    assert (payment.state, payment.amount) == ("WAITING", 55000)
    assert payment.client_secret

    assert market.pay(attempt) == "requires_capture"
    attempt = market.advance(attempt)

    assert (attempt.state, attempt.problem, attempt.order_total) == (State.CAPTURED, "", 55000)
    order = market.order(attempt)
    assert (order.status, order.charge_status, order.total.gross.amount) == ("UNFULFILLED", "FULL", 55000)
    assert order.number == attempt.saleor_order_number
    assert market.intent(attempt)["amount_received"] == 55000
    assert (market.buckets(bag), market.buckets(soap)) == ((9, 1), (3, 2))
    assert market.saleor_stock(bag) == (10, 1)
    placed = VendorOrder.objects.filter(document=attempt.document).order_by("pk")
    assert [(o.enterprise.name, o.state, o.lines.get().units, o.lines.get().line_total) for o in placed] == [
        ("다시봄공방", "PAID", 1, 39000),
        ("가온바다", "PAID", 2, 13000),
    ]
    assert placed[0].recipient_name == "김나눔"
    assert placed[0].address == "서울특별시 구로구 개봉로23길 10 101호"
    assert not attempt.basket.lines.exists()
    assert OutboxMessage.objects.filter(topic="purchases.confirm").count() == 1
