"""A purchase from hold to capture, and every way out of it, at the stand-ins of Saleor and Stripe."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, CampaignItem
from marketplace.core.models import AuditEntry, InboxMessage, OutboxMessage
from marketplace.inventory import services as inventory
from marketplace.payments import saleor_app, stripe_api
from marketplace.payments import services as payments
from marketplace.payments.models import Expectation, Payment
from marketplace.purchases import baskets, checkouts, gate, leaving, pages, slots
from marketplace.purchases.checkouts import CheckoutRefused
from marketplace.purchases.models import Attempt, CompletionSlot
from marketplace.saleor import api, ids
from tests.support.factories import make_enterprise, make_staff
from tests.support.shopping import details
from vendors.models import ShownPrice, VendorOrder

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


def test_a_telephone_number_that_saleor_takes_for_none_stops_no_purchase(market):
    """Recorded on 3.23.28: no waived check makes it take the number (tests/recordings/saleor/checkouts.json)."""
    bag = market.sell()

    attempt = market.bought(bag, phone="0901234567")

    assert (attempt.state, attempt.phone) == (State.CAPTURED, "0901234567")
    assert VendorOrder.objects.get(document=attempt.document).recipient_phone == "0901234567"


# Waiting, and who wakes it


def test_while_the_shopper_has_not_paid_nothing_moves(market):
    bag = market.sell()
    attempt = market.ready(bag)

    again = market.advance(attempt)

    assert (again.state, again.tries, again.claim_token) == (State.HELD, 0, "")
    assert timezone.now() < again.due_at <= timezone.now() + timedelta(seconds=15)
    assert again.saleor_checkout_id == attempt.saleor_checkout_id
    assert len(market.stripe.calls("POST /v1/payment_intents")) == 1


def test_a_declined_card_leaves_the_purchase_waiting_for_another(market):
    attempt = market.ready(market.sell())
    market.pay(attempt, "pm_card_chargeDeclined")

    declined = market.advance(attempt)
    page = pages.view_of(declined)
    market.pay(attempt)
    attempt = market.advance(attempt)

    assert declined.state == State.HELD
    assert page.stage is pages.Stage.PAYING
    assert "카드가 승인되지 않았어요" in page.problem
    assert attempt.state == State.CAPTURED


@pytest.mark.parametrize("comes", ["before the page", "after the page", "twice", "never"])
def test_stripes_webhook_and_the_page_may_come_in_any_order(market, comes):
    attempt = market.ready(market.sell())
    if comes == "twice":
        market.stripe.fault("out:payment_intent.amount_capturable_updated", "twice")
    if comes == "never":
        market.stripe.fault("out:payment_intent.*", "lose", times=None)
    market.pay(attempt)

    if comes == "after the page":
        attempt = market.advance(attempt)
    if comes == "never":
        market.sweep(timezone.now() + timedelta(seconds=20))
    else:
        wait_for(lambda: InboxMessage.objects.filter(event="payment_intent.amount_capturable_updated").exists())
        woken = market.wakes(attempt)
        market.hear()
        assert market.wakes(attempt) > woken
        market.advance(attempt)
    attempt = market.advance(attempt)

    assert attempt.state == State.CAPTURED
    assert_one_order(market, attempt)


def test_a_runner_that_is_woken_while_it_works_looks_again(market, monkeypatch):
    attempt = market.ready(market.sell())
    read = stripe_api.Stripe.read_intent
    calls = []

    def read_then_pay(self, intent_id):
        found = read(self, intent_id)
        calls.append(found.status)
        if len(calls) == 1:
            market.pay(attempt)
            market.advance(attempt)  # the webhook: our hold is in its way
        return found

    monkeypatch.setattr(stripe_api.Stripe, "read_intent", read_then_pay)

    attempt = market.advance(attempt)

    assert attempt.state == State.CAPTURED
    assert_one_order(market, attempt)


def test_a_second_runner_leaves_a_held_purchase_alone(market):
    attempt = market.hold(market.sell())
    now = timezone.now()
    Attempt.objects.filter(pk=attempt.pk).update(claim_token="other", claimed_until=now + timedelta(seconds=30))

    attempt = market.advance(attempt, now)

    assert (attempt.claim_token, attempt.saleor_checkout_id) == ("other", "")
    assert market.saleor.calls("checkoutCreate") == []


def test_a_runner_that_lost_its_hold_saves_nothing_more(market, monkeypatch):
    attempt = market.hold(market.sell())
    make = checkouts.make

    def make_slowly(*args):
        made = make(*args)
        Attempt.objects.filter(pk=attempt.pk).update(claim_token="other")
        return made

    monkeypatch.setattr(checkouts, "make", make_slowly)

    attempt = market.advance(attempt)

    assert (attempt.claim_token, attempt.saleor_checkout_id, attempt.state) == ("other", "", State.HELD)
    assert not Expectation.objects.exists()


# Leaving


def test_a_hold_that_nobody_paid_ends_and_gives_everything_back(market):
    bag = market.sell(units=3)
    attempt = market.ready((bag, 2))
    over = attempt.held_until + timedelta(seconds=1)

    market.sweep(over)

    attempt.refresh_from_db()
    assert (attempt.state, attempt.leave_reason) == (State.ENDED, "EXPIRED")
    assert market.buckets(bag) == (3, 0)
    assert market.intent(attempt)["status"] == "canceled"
    assert market.orders_of(attempt) == []
    page = pages.view_of(attempt)
    assert (page.stage, page.text) == (
        pages.Stage.ENDED,
        "결제 시간이 지나 상품을 놓아 드렸어요. 청구된 금액은 없어요.",
    )
    assert attempt.basket.lines.get().units == 2


def test_a_hold_that_is_over_before_anything_was_asked_ends(market):
    bag = market.sell()
    attempt = market.hold(bag)

    attempt = market.advance(attempt, attempt.held_until)

    assert (attempt.state, attempt.leave_reason) == (State.ENDED, "EXPIRED")
    assert market.buckets(bag) == (10, 0)
    assert market.saleor.calls("checkoutCreate") == []


def test_money_that_came_in_the_last_moment_is_an_order_if_the_units_are_still_there(market):
    bag = market.sell()
    attempt = market.paid(bag)

    attempt = market.advance(attempt, attempt.held_until + timedelta(seconds=1))

    assert attempt.state == State.CAPTURED
    assert market.buckets(bag) == (9, 1)


def test_money_that_came_after_the_end_is_given_back(market):
    bag = market.sell()
    attempt = market.ready(bag)
    payment = payments.of_document(attempt.document)
    # As if we had been told wrongly that the intent was gone when the hold ended.
    Payment.objects.filter(pk=payment.pk).update(state="VOIDED")
    attempt = market.advance(attempt)
    assert attempt.state == State.ENDED
    Payment.objects.filter(pk=payment.pk).update(state="WAITING")
    market.pay(attempt)

    attempt = market.advance(attempt)

    assert attempt.state == State.ENDED
    assert market.intent(attempt)["status"] == "canceled"
    assert market.orders_of(attempt) == []
    assert market.buckets(bag) == (10, 0)


def test_a_shopper_who_gives_up_is_charged_nothing_though_the_card_was_used(market):
    bag = market.sell()
    attempt = market.paid(bag)

    leaving.leave(attempt, reason=leaving.Reason.SHOPPER, actor="shop", now=timezone.now())
    attempt = market.advance(attempt)

    assert (attempt.state, attempt.leave_reason) == (State.ENDED, "SHOPPER")
    assert market.intent(attempt)["status"] == "canceled"
    assert market.buckets(bag) == (10, 0)
    assert market.orders_of(attempt) == []


def test_a_second_tab_changes_the_basket_while_the_first_one_pays(market):
    bag = market.sell()
    attempt = market.ready(bag)
    market.pay(attempt)

    baskets.set_units(basket=attempt.basket, variant=bag, units=2, now=timezone.now())
    attempt = market.advance(attempt)

    assert (attempt.state, attempt.leave_reason) == (State.ENDED, "BASKET_CHANGED")
    assert market.intent(attempt)["status"] == "canceled"
    assert market.buckets(bag) == (10, 0)
    assert attempt.basket.lines.get().units == 2
    again = gate.hold(basket=attempt.basket, details=details(), now=timezone.now())
    assert again.lines.get().units == 2


def test_what_the_shopper_put_in_while_paying_stays_in_the_basket(market):
    bag, soap = market.sell(), market.sell(price=6500)
    attempt = market.paid(bag)
    Attempt.objects.filter(pk=attempt.pk).update(state=State.AUTHORISED)  # paid: the basket is free to change

    now = timezone.now()
    baskets.add(basket=attempt.basket, variant=bag, units=2, now=now)
    baskets.add(basket=attempt.basket, variant=soap, units=1, now=now)
    Attempt.objects.filter(pk=attempt.pk).update(state=State.HELD)
    attempt = market.advance(attempt)

    assert attempt.state == State.CAPTURED
    assert {line.variant_id: line.units for line in attempt.basket.lines.all()} == {bag.pk: 2, soap.pk: 1}


# Prices


def test_an_exhibition_that_opened_before_the_checkout_was_made_ends_the_purchase(market):
    bag = market.sell(price=39000)
    attempt = market.hold(bag)
    market.reprice(bag, 31000)

    attempt = market.advance(attempt)

    assert (attempt.state, attempt.leave_reason) == (State.ENDED, "PRICE_CHANGED")
    assert payments.of_document(attempt.document) is None
    assert market.buckets(bag) == (10, 0)


def test_an_exhibition_that_opens_while_someone_pays_changes_nothing_for_them(market):
    bag = market.sell(price=39000)
    attempt = market.paid(bag)
    market.reprice(bag, 31000)

    attempt = market.advance(attempt)

    assert (attempt.state, attempt.order_total) == (State.CAPTURED, 42000)
    assert market.order(attempt).total.gross.amount == 42000


def test_a_checkout_that_costs_something_else_when_it_is_completed_gives_the_money_back(market, monkeypatch):
    bag = market.sell()
    attempt = market.paid(bag)
    read = checkouts.read
    monkeypatch.setattr(checkouts, "read", lambda checkout_id: replace(read(checkout_id), total=45000))

    attempt = market.advance(attempt)

    assert (attempt.state, attempt.leave_reason) == (State.ENDED, "PRICE_CHANGED")
    assert_given_back(market, attempt)
    assert market.orders_of(attempt) == []


def test_the_orders_total_is_what_is_taken(market, monkeypatch):
    attempt = market.paid(market.sell())
    read = checkouts.read_order
    monkeypatch.setattr(checkouts, "read_order", lambda order_id: replace(read(order_id), total=41000))

    attempt = market.advance(attempt)

    assert (attempt.state, attempt.order_total) == (State.CAPTURED, 41000)
    assert market.intent(attempt)["amount_received"] == 41000


def test_an_order_that_costs_more_than_is_reserved_is_cancelled_and_nothing_taken(market, monkeypatch):
    bag = market.sell()
    attempt = market.paid(bag)
    read = checkouts.read_order
    monkeypatch.setattr(checkouts, "read_order", lambda order_id: replace(read(order_id), total=43000))

    attempt = market.advance(attempt)

    assert (attempt.state, attempt.leave_reason) == (State.ENDED, "PRICE_CHANGED")
    assert [order.status for order in market.orders_of(attempt)] == ["CANCELED"]
    assert_given_back(market, attempt)
    assert market.buckets(bag) == (10, 0)


# Saleor's noes


def test_goods_that_saleor_does_not_sell_end_the_purchase(market):
    bag = market.sell()
    attempt = market.hold(bag)
    ids.forget("variant", bag.sku)

    attempt = market.advance(attempt)

    assert (attempt.state, attempt.leave_reason) == (State.ENDED, "NOT_FOR_SALE")
    assert market.buckets(bag) == (10, 0)


def test_stock_that_drifted_in_saleor_is_pushed_and_the_order_made(market):
    bag = market.sell(units=2)
    attempt = market.paid(bag)
    market.set_saleor_stock(bag, 0)

    drifted = market.advance(attempt)
    pushes = OutboxMessage.objects.filter(topic="vendors.push_stock", key__startswith="drift:")
    assert (drifted.state, drifted.mends) == (State.AUTHORISED, 1)
    assert [push.payload["sku"] for push in pushes] == [bag.sku]
    market.push_stock(bag)
    attempt = market.advance(attempt)

    assert attempt.state == State.CAPTURED
    assert market.saleor_stock(bag) == (2, 1)


def test_stock_that_stays_drifted_alerts_and_gives_the_money_back(market):
    bag = market.sell(units=2)
    attempt = market.paid(bag)
    market.set_saleor_stock(bag, 0)

    attempt = market.advance_to(attempt, State.ENDED)

    assert attempt.leave_reason == "SOLD_OUT"
    assert AuditEntry.objects.filter(action="purchase.stock_drift").count() == 1
    assert_given_back(market, attempt)
    assert market.orders_of(attempt) == []
    assert market.buckets(bag) == (2, 0)


def test_too_little_stock_at_the_completion_itself_is_drift_too(market, monkeypatch):
    bag = market.sell(units=2)
    attempt = market.paid(bag)
    read = checkouts.read

    def read_then_lose_stock(checkout_id):
        found = read(checkout_id)
        market.set_saleor_stock(bag, 0)
        return found

    monkeypatch.setattr(checkouts, "read", read_then_lose_stock)
    drifted = market.advance(attempt)
    market.push_stock(bag)
    attempt = market.advance(attempt)

    assert (drifted.state, drifted.mends) == (State.COMPLETING, 1)
    assert attempt.state == State.CAPTURED
    assert_one_order(market, attempt)


@pytest.mark.parametrize(("region", "city"), [
    ("세종특별자치시", ""), ("강원특별자치도", "춘천시"), ("전북특별자치도", "전주시 완산구"), ("대구광역시", "군위군"),
    ("전남광주통합특별시", "광산구"), ("경기도", "수원시 팔달구"),
])  # fmt: skip
def test_people_live_where_saleors_list_does_not_reach(market, region, city):
    attempt = market.bought(market.sell(), region=region, city=city)

    placed = VendorOrder.objects.get(document=attempt.document)
    assert placed.address.startswith(f"{region} {city}".strip())


# Faults on the way


ASKED_AGAIN = ["drop", "fail_after"]


@pytest.mark.parametrize("kind", ASKED_AGAIN)
@pytest.mark.parametrize("call", ["checkoutCreate", "deliveryOptionsCalculate", "checkoutDeliveryMethodUpdate",
                                  "transactionInitialize"])  # fmt: skip
def test_before_the_payment_a_lost_answer_is_asked_for_again(market, call, kind):
    bag = market.sell()
    market.saleor.fault(call, kind)

    attempt = market.hold(bag)
    first = market.advance(attempt)
    assert (first.state, first.tries) == (State.HELD, 1)
    market.advance(attempt)
    market.pay(attempt)
    attempt = market.advance(attempt)

    assert attempt.state == State.CAPTURED
    assert_one_order(market, attempt)
    assert market.buckets(bag) == (9, 1)


@pytest.mark.parametrize("kind", ASKED_AGAIN)
@pytest.mark.parametrize("call", ["transactionProcess", "checkout", "checkoutComplete", "order",
                                  "transactionEventReport"])  # fmt: skip
def test_after_the_payment_a_lost_answer_is_asked_for_again_and_nothing_is_given_up(market, call, kind):
    bag = market.sell()
    attempt = market.paid(bag)
    market.saleor.fault(call, kind)

    first = market.advance(attempt)
    assert first.state in (State.HELD, State.AUTHORISED, State.COMPLETING, State.ORDERED)
    assert first.tries == 1
    assert market.buckets(bag) == (9, 1)
    attempt = market.advance(attempt)

    assert attempt.state == State.CAPTURED
    assert_one_order(market, attempt)


@pytest.mark.parametrize("kind", ASKED_AGAIN)
def test_a_lost_answer_to_the_capture_takes_the_money_once(market, kind):
    attempt = market.paid(market.sell())
    market.stripe.fault("POST /v1/payment_intents/*/capture", kind)

    first = market.advance(attempt)
    attempt = market.advance(attempt)

    assert (first.state, attempt.state) == (State.ORDERED, State.CAPTURED)
    assert_one_order(market, attempt)


def test_stripe_away_while_saleor_asks_for_the_payment_makes_one_payment_later(market):
    bag = market.sell()
    market.stripe.fault("POST /v1/payment_intents", "fail_after")

    attempt = market.hold(bag)
    first = market.advance(attempt)
    market.advance(attempt)
    market.pay(attempt)
    attempt = market.advance(attempt)

    assert (first.state, first.tries) == (State.HELD, 1)
    assert attempt.state == State.CAPTURED
    assert_one_order(market, attempt)


def test_while_our_hooks_cannot_be_reached_the_authorisation_is_reported_instead(market, monkeypatch):
    attempt = market.paid(market.sell())
    monkeypatch.setattr(saleor_app, "answer", lambda *args: (_ for _ in ()).throw(RuntimeError("away")))

    attempt = market.advance_to(attempt, State.CAPTURED)

    assert_one_order(market, attempt)


def test_a_session_that_saleor_holds_for_ended_is_made_good_by_a_report(market, monkeypatch):
    """A failure that we answered once is the end of its session there: it does not ask us again (docs/saleor.md)."""
    begin = payments.begin

    def refuse_once(**_asked):
        monkeypatch.setattr(payments, "begin", begin)
        raise stripe_api.PaymentRefused("not_yet")

    monkeypatch.setattr(payments, "begin", refuse_once)
    first = market.advance(market.hold(market.sell()))
    attempt = market.advance(first)
    market.pay(attempt)
    asked = checkouts.process_payment(attempt.saleor_transaction_token)
    attempt = market.advance_to(attempt, State.CAPTURED)

    assert (first.state, first.tries) == (State.HELD, 1)
    assert asked == "AUTHORIZATION_FAILURE"
    assert_one_order(market, attempt)


def test_a_payment_that_never_begins_ends_the_purchase(market):
    bag = market.sell()
    market.stripe.fault("POST /v1/payment_intents", "fail", times=None)
    attempt = market.hold(bag)
    for _try in range(7):
        attempt = market.advance(attempt)
    assert attempt.state == State.LEAVING  # its payment must be known to be nothing before the units go
    market.stripe.clear_faults()

    attempt = market.advance(attempt)

    assert (attempt.state, attempt.leave_reason) == (State.ENDED, "PAYMENT_FAILED")
    assert market.buckets(bag) == (10, 0)


@pytest.mark.parametrize("kind", ASKED_AGAIN)
@pytest.mark.parametrize("call", ["POST /v1/payment_intents/*/cancel"])
def test_leaving_keeps_the_units_until_the_money_is_known_to_be_free(market, call, kind):
    bag = market.sell()
    attempt = market.paid(bag)
    leaving.leave(attempt, reason=leaving.Reason.SHOPPER, actor="shop", now=timezone.now())
    market.stripe.fault(call, kind)

    first = market.advance(attempt)
    assert (first.state, first.is_money_settled) == (State.LEAVING, False)
    assert market.buckets(bag) == (9, 1)
    attempt = market.advance(attempt)

    assert attempt.state == State.ENDED
    assert market.intent(attempt)["status"] == "canceled"
    assert market.buckets(bag) == (10, 0)


def refused_after_the_money(market, monkeypatch, bag):
    """A purchase whose completion is refused for good after the money was reserved."""
    attempt = market.paid(bag)
    complete = checkouts.complete
    answers = iter([CheckoutRefused("TAX_ERROR")])

    def refuse_once(checkout_id):
        for answer in answers:
            raise answer
        return complete(checkout_id)

    monkeypatch.setattr(checkouts, "complete", refuse_once)
    return attempt


def test_a_definite_no_lets_the_money_go_then_asks_once_more_then_lets_the_units_go(market, monkeypatch):
    bag = market.sell()
    attempt = refused_after_the_money(market, monkeypatch, bag)

    attempt = market.advance(attempt)

    assert (attempt.state, attempt.leave_reason) == (State.ENDED, "REFUSED")
    assert_given_back(market, attempt)
    labels = [call["label"] for call in market.saleor.calls()]
    assert labels.index("transactionEventReport") < labels.index("checkoutComplete")
    assert market.orders_of(attempt) == []
    assert market.buckets(bag) == (10, 0)


def test_if_the_last_answer_is_an_order_it_is_cancelled_before_the_units_go(market, monkeypatch):
    bag = market.sell()
    attempt = refused_after_the_money(market, monkeypatch, bag)
    monkeypatch.setattr(checkouts, "report", lambda *args, **kwargs: None)

    attempt = market.advance(attempt)

    assert attempt.state == State.ENDED
    assert [order.status for order in market.orders_of(attempt)] == ["CANCELED"]
    assert market.saleor_stock(bag) == (10, 0)
    assert market.intent(attempt)["status"] == "canceled"
    assert market.buckets(bag) == (10, 0)


@pytest.mark.parametrize("kind", ASKED_AGAIN)
@pytest.mark.parametrize("call", ["transactionEventReport", "checkoutComplete", "orderCancel"])
def test_on_the_way_out_too_a_lost_answer_is_asked_for_again(market, monkeypatch, call, kind):
    bag = market.sell()
    attempt = refused_after_the_money(market, monkeypatch, bag)
    if call == "orderCancel":
        monkeypatch.setattr(checkouts, "report", lambda *args, **kwargs: None)
    market.saleor.fault(call, kind)

    first = market.advance(attempt)
    assert first.state == State.LEAVING
    assert market.buckets(bag) == (9, 1)
    attempt = market.advance(attempt)

    assert attempt.state == State.ENDED
    assert market.intent(attempt)["status"] == "canceled"
    assert {order.status for order in market.orders_of(attempt)} <= {"CANCELED"}
    assert market.buckets(bag) == (10, 0)


def test_an_authorisation_that_ran_out_before_the_capture_cancels_the_order(market, monkeypatch):
    bag = market.sell()
    attempt = market.paid(bag)
    read = checkouts.read_order

    def read_then_lose_money(order_id):
        stripe_api.stripe().cancel(payments.of_document(attempt.document).intent_id, key=f"bank:{attempt.pk}")
        monkeypatch.setattr(checkouts, "read_order", read)
        return read(order_id)

    monkeypatch.setattr(checkouts, "read_order", read_then_lose_money)

    attempt = market.advance(attempt)

    assert (attempt.state, attempt.leave_reason) == (State.ENDED, "PAYMENT_FAILED")
    assert [order.status for order in market.orders_of(attempt)] == ["CANCELED"]
    assert not VendorOrder.objects.exists()
    assert market.buckets(bag) == (10, 0)


def test_a_bug_in_a_step_lets_go_of_the_purchase_and_is_heard(market, monkeypatch):
    bag = market.sell()
    attempt = market.hold(bag)
    monkeypatch.setattr(checkouts, "make", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        market.advance(attempt)

    attempt.refresh_from_db()
    assert (attempt.state, attempt.claim_token) == (State.HELD, "")
    assert "ZeroDivisionError" in attempt.problem
    assert market.buckets(bag) == (9, 1)


@pytest.mark.parametrize("call", ["checkoutComplete", "checkoutCreate", "transactionProcess"])
def test_an_answer_that_comes_too_late_is_asked_for_again(market, monkeypatch, call):
    bag = market.sell()
    attempt = market.hold(bag) if call == "checkoutCreate" else market.paid(bag)
    with monkeypatch.context() as patch:
        patch.setitem(api.SECONDS, call[0].upper() + call[1:], 0.3)
        market.saleor.fault(call, "slow_after", seconds=0.8)
        slow = market.advance(attempt)
    assert slow.tries == 1
    assert market.buckets(bag) == (9, 1)

    attempt = market.advance(attempt)
    if call == "checkoutCreate":
        market.pay(attempt)
        attempt = market.advance(attempt)

    assert attempt.state == State.CAPTURED
    assert_one_order(market, attempt)


def test_what_keeps_failing_is_asked_less_and_less_often(market):
    bag = market.sell()
    attempt = market.paid(bag)
    market.saleor.fault("checkoutComplete", "fail", times=None)

    pauses = []
    for _try in range(8):
        attempt = market.advance(attempt)
        pauses.append((attempt.due_at - timezone.now()).total_seconds())

    assert (attempt.state, attempt.tries) == (State.COMPLETING, 8)
    for pause, meant in zip(pauses, [1, 2, 4, 8, 16, 32, 60, 60], strict=True):
        assert meant - 2 < pause <= meant
    assert market.buckets(bag) == (9, 1)
    assert market.intent(attempt)["status"] == "requires_capture"


def test_quota_goes_back_with_the_units(market):
    bag = market.sell(price=30000)
    now = timezone.now()
    campaign = Campaign.objects.create(
        reference="spring", title="봄", starts_at=now, ends_at=now + timedelta(days=9),
        created_by=make_staff(), created_at=now, updated_at=now,
    )  # fmt: skip
    item = CampaignItem.objects.create(campaign=campaign, variant=bag, price=30000, quota=3)
    ShownPrice.objects.filter(variant=bag).update(campaign_item_id=item.pk)
    attempt = market.ready((bag, 2))
    item.refresh_from_db()
    assert item.taken == 2

    leaving.leave(attempt, reason=leaving.Reason.SHOPPER, actor="shop", now=timezone.now())
    market.advance(attempt)

    item.refresh_from_db()
    assert (item.taken, market.buckets(bag)) == (0, (10, 0))


def test_few_completions_are_asked_for_at_once(market):
    bag = market.sell()
    attempt = market.paid(bag)
    now = timezone.now()
    CompletionSlot.objects.bulk_create(
        CompletionSlot(number=number, claimed_until=now + timedelta(minutes=1), claim_token="busy")
        for number in range(1, slots.SLOTS + 1)
    )

    waiting = market.advance(attempt)
    asked = market.saleor.calls("checkoutComplete")
    CompletionSlot.objects.filter(number=2).update(claimed_until=now)
    attempt = market.advance(attempt)

    assert (waiting.state, asked) == (State.AUTHORISED, [])
    assert waiting.due_at < timezone.now() + timedelta(seconds=2)
    assert attempt.state == State.CAPTURED
    assert CompletionSlot.objects.get(number=2).claim_token == ""


def assert_one_order(market, attempt):
    """One order, charged once and in full, and one vendor order with the units promised to it."""
    orders = market.orders_of(attempt)
    assert [order.id for order in orders] == [attempt.saleor_order_id]
    assert market.order(attempt).charge_status == "FULL"
    assert market.intent(attempt)["amount_received"] == attempt.order_total
    assert VendorOrder.objects.filter(document=attempt.document).count() == 1
    assert Payment.objects.filter(document=attempt.document).count() == 1
    assert inventory.audit() == []


def assert_given_back(market, attempt):
    """Nothing is reserved, and Saleor knows."""
    assert market.intent(attempt)["status"] == "canceled"
    assert market.intent(attempt)["amount_received"] == 0
    assert market.saleor.calls("transactionEventReport")


def wait_for(condition, seconds=10):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it never happened"
        time.sleep(0.05)
