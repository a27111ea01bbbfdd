"""What each safeguard of the webhooks is for: with it nothing is lost, and with it switched off the harm is there.

Payments meet Stripe's stand-in, orders those of Saleor and Stripe; the calls are signed as Saleor signs them.
"""

import itertools
import json
import time
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.core.models import InboxMessage, OutboxMessage
from marketplace.payments import saleor_app, services
from marketplace.payments.models import Payment
from marketplace.purchases import checkouts
from marketplace.purchases.models import Attempt
from marketplace.saleor import api, signatures
from marketplace.webhooks import handling
from marketplace.webhooks import saleor as views
from tests.payments.conftest import begin, expected, now, running_stripe, stripe
from tests.support.market import market, market_saleor, market_stripe
from tests.support.shopping import intent, pay
from vendors.models import VendorOrder
from workers.jobs import purchases
from workers.jobs import webhooks as jobs

__all__ = ["begin", "expected", "market", "market_saleor", "market_stripe", "now", "running_stripe", "stripe"]

# Of payments: Saleor asks for 10,000 of 42,000 won to be given back


@pytest.fixture
def sold(begin, now):
    """A payment of 42,000 won that was taken."""
    payment = begin()
    pay(payment.intent_id)
    return services.capture(services.refresh(payment, now=now), amount=42000, now=now)


@pytest.fixture
def refund(client, signer, jwks, settings):
    """A function that asks for 10,000 won back, as Saleor would or as a stranger who has its body."""
    settings.ROOT_URLCONF = "marketplace.webhooks.urls"

    def refund(body, signature=None):
        headers = {"Saleor-Signature": signer.sign(body) if signature is None else signature}
        return client.generic(
            "POST", "/saleor/payments/", body, content_type="application/json", headers=headers
        ).status_code

    return refund


def request_of(payment, *, age=timedelta(0)):
    payload = {
        "__typename": "TransactionRefundRequested",
        "issuedAt": (timezone.now() - age).isoformat(),
        "version": "3.23.28",
        "action": {"amount": 10000, "currency": "KRW"},
        "transaction": {"id": payment.saleor_transaction_id, "pspReference": payment.intent_id},
    }
    return json.dumps(payload).encode()


def given_back(payment):
    return intent(payment.intent_id)["latest_charge"]["amount_refunded"]


def test_a_forged_refund_gives_nothing_back(refund, sold):
    assert refund(request_of(sold), "forged") == 401
    assert given_back(sold) == 0


def test_without_signatures_a_stranger_would_be_paid(refund, sold, monkeypatch):
    """The control: with the verification off, whoever can reach the address takes money out of the till."""
    monkeypatch.setattr(signatures, "verify", lambda **_what: None)

    assert refund(request_of(sold), "forged") == 200
    assert given_back(sold) == 10000


def test_a_refund_that_someone_kept_for_days_gives_nothing_back(refund, sold):
    assert refund(request_of(sold, age=timedelta(days=2))) == 401
    assert given_back(sold) == 0


def test_without_an_age_limit_a_kept_refund_would_be_paid(refund, sold, monkeypatch):
    """The control: a true signature has no time in it, so a body that never reached us would be good for ever."""
    monkeypatch.setattr(views, "parse_datetime", lambda _text: timezone.now())

    assert refund(request_of(sold, age=timedelta(days=2))) == 200
    assert given_back(sold) == 10000


def test_a_refund_that_is_sent_twice_is_given_once(refund, sold):
    body = request_of(sold)

    assert [refund(body), refund(body)] == [200, 200]
    assert given_back(sold) == 10000


def test_without_a_key_of_its_content_a_refund_would_be_given_twice(refund, sold, monkeypatch):
    """The control: named anew each time, Saleor's second try after a lost answer is a second refund."""
    monkeypatch.setattr(saleor_app, "_key", lambda kind, _payload: f"{kind}:{uuid.uuid4()}")
    body = request_of(sold)

    assert [refund(body), refund(body)] == [200, 200]
    assert given_back(sold) == 20000


# Of events


@pytest.fixture
def tell(client, signer, jwks, settings, db):
    """A function that tells of an order, over and over with the same body."""
    settings.ROOT_URLCONF = "marketplace.webhooks.urls"
    payload = {"__typename": "OrderUpdated", "issuedAt": timezone.now().isoformat(), "order": {"id": "T3JkZXI6MQ=="}}
    body = json.dumps(payload).encode()

    def tell():
        headers = {"Saleor-Signature": signer.sign(body)}
        client.generic("POST", "/saleor/events/", body, content_type="application/json", headers=headers)
        for pk in InboxMessage.objects.filter(state="RECEIVED").values_list("pk", flat=True):
            jobs.handle(message_id=pk)
        return OutboxMessage.objects.filter(topic="purchases.order_changed").count()

    return tell


def test_an_event_that_is_sent_three_times_is_worked_on_once(tell):
    assert [tell(), tell(), tell()] == [1, 1, 1]


def test_without_a_key_of_its_content_each_delivery_would_be_work(tell, monkeypatch):
    """The control: stored under a name of its own, every repetition wakes the purchase again."""
    numbers = itertools.count()
    real = views.inbox.store
    monkeypatch.setattr(
        views.inbox, "store", lambda **given: real(**{**given, "delivery_key": f"delivery-{next(numbers)}"})
    )

    assert [tell(), tell(), tell()] == [1, 2, 3]


# Of orders: Saleor has one, its completion's answer was lost, and staff cancel it there before we know of it


@pytest.fixture
def cancelled(market):
    """(purchase, goods): the order is cancelled in Saleor, and its events wait here, unheard."""
    bag = market.sell()
    attempt = market.paid(bag)
    market.saleor.fault("checkoutComplete", "fail_after")
    attempt = market.advance(attempt)
    (order,) = market.orders_of(attempt)
    api.worker().order_cancel(order.id)
    wait_for("order_created", "order_cancelled")
    return attempt, bag


def wait_for(*events, seconds=15):
    limit = time.monotonic() + seconds
    while set(events) - set(InboxMessage.objects.values_list("event", flat=True)):
        assert time.monotonic() < limit, list(InboxMessage.objects.values_list("event", flat=True))
        time.sleep(0.05)


def hear_backwards(market, attempt):
    """Hear the cancel before the order, and do what each of them asks for; then carry on."""
    for event in ("order_cancelled", "order_created"):
        for pk in InboxMessage.objects.filter(event=event, state="RECEIVED").values_list("pk", flat=True):
            handling.handle(message_id=pk, now=timezone.now())
    for message in OutboxMessage.objects.filter(topic="purchases.order_changed").order_by("pk"):
        purchases.order_changed(**message.payload)
    Attempt.objects.update(due_at=timezone.now())
    return market.advance_to(attempt, "CAPTURED", "ENDED", pause=0.2)


def test_a_cancel_that_is_heard_before_its_order_is_heeded(market, cancelled):
    attempt, bag = cancelled

    attempt = hear_backwards(market, attempt)

    assert attempt.state == "ENDED"
    assert (market.intent(attempt)["status"], market.intent(attempt)["amount_received"]) == ("canceled", 0)
    assert (market.buckets(bag), market.saleor_stock(bag)) == ((10, 0), (10, 0))
    assert not VendorOrder.objects.exists()


def test_believed_in_the_order_they_come_a_cancelled_order_would_be_charged_and_shipped(market, cancelled, monkeypatch):
    """The control: with what the last message said instead of reading the order again, which is what it is for."""
    attempt, _bag = cancelled
    believe(monkeypatch, status="UNFULFILLED")  # as OrderCreated said when it left Saleor

    attempt = hear_backwards(market, attempt)

    assert attempt.state == "CAPTURED"
    assert market.intent(attempt)["amount_received"] == attempt.total
    assert [order.status for order in market.orders_of(attempt)] == ["CANCELED"]
    assert VendorOrder.objects.get().state == "PAID"


def believe(monkeypatch, *, status):
    for name in ("read_order", "complete"):
        real = getattr(checkouts, name)

        def told(given, real=real):
            found = real(given)
            return checkouts.Order(found.id, found.number, status, found.total, found.lines)

        monkeypatch.setattr(checkouts, name, told)


# A body that is rendered late: OrderFullyPaid, which left before the cancel, is all that we hear


@pytest.fixture
def late(market):
    """(purchase, goods): bought, then cancelled in Saleor; what told of that is lost, an earlier event is late."""
    bag = market.sell()
    attempt = market.paid(bag)
    market.saleor.fault("out:order_fully_paid", "late", seconds=1.5, times=None)
    attempt = market.advance(attempt)
    assert attempt.state == "CAPTURED"
    InboxMessage.objects.all().delete()
    market.saleor.fault("out:order_c*", "lose", times=None)
    api.worker().order_cancel(attempt.saleor_order_id)
    wait_for("order_fully_paid")
    return attempt, bag


def hear(attempt):
    body = json.loads(bytes(InboxMessage.objects.get(event="order_fully_paid").body))
    assert body["order"]["id"] == attempt.saleor_order_id
    for pk in InboxMessage.objects.filter(event="order_fully_paid").values_list("pk", flat=True):
        handling.handle(message_id=pk, now=timezone.now())
    for message in OutboxMessage.objects.filter(topic="purchases.order_changed").order_by("pk"):
        purchases.order_changed(**message.payload)


def test_an_event_of_another_name_that_comes_late_has_the_cancel_found(market, late):
    attempt, bag = late

    hear(attempt)

    assert VendorOrder.objects.get().state == "CANCELLED"
    assert market.buckets(bag) == (10, 0)
    assert market.intent(attempt)["latest_charge"]["amount_refunded"] == attempt.total


def test_believed_by_its_name_a_late_event_would_keep_the_money_of_a_cancelled_order(market, late, monkeypatch):
    """The control: taken for what its name says, *fully paid*, it leaves the order to be shipped and not paid back."""
    attempt, bag = late
    believe(monkeypatch, status="UNFULFILLED")

    hear(attempt)

    assert [order.status for order in market.orders_of(attempt)] == ["CANCELED"]
    assert VendorOrder.objects.get().state == "PAID"
    assert market.buckets(bag) == (9, 1)
    assert market.intent(attempt)["latest_charge"]["amount_refunded"] == 0
    assert Payment.objects.get().refunded == 0
