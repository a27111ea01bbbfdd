"""A finished order: found by its token, confirmed by mail, followed when staff cancel it in Saleor."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from campaigns import quota
from campaigns.models import Campaign
from marketplace.core.models import AuditEntry, OutboxMessage
from marketplace.inventory import services as inventory
from marketplace.payments import services as payments
from marketplace.purchases import orders
from marketplace.purchases.models import Attempt
from marketplace.saleor import api
from tests.support.factories import make_enterprise, make_staff
from vendors import orders as vendor_orders
from vendors.models import Shipment, VendorOrder
from workers.jobs import purchases as tasks


def test_an_order_is_found_by_its_token_alone_and_only_once_it_is_one(market, django_assert_max_num_queries):
    bag = market.sell()
    attempt = market.bought(bag, (market.sell(price=6500, maker=make_enterprise("gaon", name="가온바다")), 2))
    waiting = market.hold(bag)

    with django_assert_max_num_queries(5):
        order = orders.for_token(attempt.token)
        shown = [(o.enterprise.name, len(o.lines.all()), len(o.shipments.all())) for o in order.vendor_orders]

    assert shown == [("다시봄공방", 1, 0), ("가온바다", 1, 0)]
    assert (order.number, order.total, order.refunded) == (attempt.saleor_order_number, 55000, 0)
    assert orders.find(waiting.token) == waiting
    for token in (waiting.token, attempt.reference, attempt.saleor_order_id, "", "nonsense"):
        with pytest.raises(orders.NoSuchOrder):
            orders.for_token(token)
    with pytest.raises(orders.NoSuchOrder):
        orders.find("nonsense")


@pytest.mark.parametrize(("language", "greeting"), [("ko", "김나눔님, 주문해 주셔서 고마워요."), ("en", "")])
def test_the_shopper_is_mailed_once(market, language, greeting):
    attempt = market.bought(market.sell(), language=language)

    for _time in range(2):
        tasks.confirm(attempt_id=attempt.pk)

    (letter,) = mail.outbox
    attempt.refresh_from_db()
    assert letter.to == ["shopper@example.com"]
    assert attempt.saleor_order_number in letter.subject
    for body in (letter.body, letter.alternatives[0].content):
        assert greeting in body
        assert f"/orders/{attempt.token}/" in body
        assert "42,000" in body
    assert attempt.confirmed_at is not None


def test_a_mail_that_could_not_leave_leaves_later(market, monkeypatch):
    attempt = market.bought(market.sell())
    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", lambda self: (_ for _ in ()).throw(SMTPServerDisconnected("gone")))
        tasks.confirm(attempt_id=attempt.pk)
    again = OutboxMessage.objects.get(topic="purchases.confirm", key__startswith="again:")
    assert (again.payload, mail.outbox) == ({"attempt_id": attempt.pk, "tries": 1}, [])

    tasks.confirm(**again.payload)

    assert len(mail.outbox) == 1


def test_an_address_that_no_server_takes_is_given_up_and_not_written_into_the_log(market, monkeypatch, caplog):
    attempt = market.bought(market.sell())
    refusal = SMTPRecipientsRefused({"shopper@example.com": (550, b"no such user shopper@example.com")})

    def send(_mail):
        raise refusal

    monkeypatch.setattr(mail.EmailMessage, "send", send)

    tasks.confirm(attempt_id=attempt.pk)

    assert not OutboxMessage.objects.filter(topic="purchases.confirm", key__startswith="again:").exists()
    assert AuditEntry.objects.get(action="purchase.mail_refused").detail["problem"] == "SMTPRecipientsRefused [550]"
    assert "shopper@example.com" not in caplog.text


@pytest.mark.parametrize(("tries", "minutes"), [(0, 1), (3, 8), (20, 120)])
def test_pauses_between_mails_that_could_not_leave_grow(market, monkeypatch, tries, minutes):
    attempt = market.bought(market.sell())
    monkeypatch.setattr(mail.EmailMessage, "send", lambda self: (_ for _ in ()).throw(ConnectionRefusedError()))

    tasks.confirm(attempt_id=attempt.pk, tries=tries)

    [asked] = OutboxMessage.objects.filter(topic="purchases.confirm", key__startswith="again:")
    assert round((asked.due_at - timezone.now()).total_seconds() / 60) == minutes
    tasks.confirm(attempt_id=attempt.pk, tries=24)
    assert AuditEntry.objects.filter(action="purchase.mail_refused").exists()


def test_what_is_no_order_yet_is_not_confirmed(market):
    attempt = market.hold(market.sell())

    tasks.confirm(attempt_id=attempt.pk)

    assert mail.outbox == []


def cancel_in_saleor(attempt):
    api.worker().order_cancel(attempt.saleor_order_id)


def test_an_order_that_staff_cancel_in_saleor_gives_units_and_money_back_once(market):
    bag = market.sell()
    attempt = market.bought((bag, 2))
    cancel_in_saleor(attempt)

    for _time in range(2):
        tasks.order_changed(saleor_order_id=attempt.saleor_order_id)

    order = VendorOrder.objects.get(document=attempt.document)
    assert (order.state, order.lines.get().cancelled_units) == ("CANCELLED", 2)
    assert market.buckets(bag) == (10, 0)
    assert market.saleor_stock(bag) == (10, 0)
    assert payments.of_document(attempt.document).refunded == 81000
    assert market.intent(attempt)["latest_charge"]["amount_refunded"] == 81000
    (transaction,) = market.order(attempt).transactions
    assert transaction.refunded_amount.amount == 81000
    assert inventory.audit() == []


def test_what_a_cancelled_order_had_of_a_campaign_can_be_sold_again(market):
    bag, now = market.sell(), timezone.now()
    attempt = market.bought((bag, 2))
    campaign = Campaign.objects.create(
        reference="spring", title="봄", starts_at=now, ends_at=now + timedelta(days=1), created_by=make_staff(),
        created_at=now, updated_at=now,
    )  # fmt: skip
    item = campaign.items.create(variant=bag, price=30000, quota=2)
    quota.take(document=attempt.document, units={item.pk: 2}, now=now)
    cancel_in_saleor(attempt)

    for _time in range(2):
        tasks.order_changed(saleor_order_id=attempt.saleor_order_id)

    item.refresh_from_db()
    assert item.taken == 0


def test_an_order_that_has_left_the_house_is_left_to_a_person(market):
    bag = market.sell()
    attempt = market.bought(bag)
    order = VendorOrder.objects.get()
    vendor_orders.ship(order=order, carrier="CJGLS", tracking_number="123456789012", actor="tests", now=timezone.now())
    cancel_in_saleor(attempt)

    tasks.order_changed(saleor_order_id=attempt.saleor_order_id)

    order.refresh_from_db()
    assert order.state == "SHIPPED"
    assert market.intent(attempt)["latest_charge"]["amount_refunded"] == 0


def test_an_order_that_changed_otherwise_stays_as_it_is(market):
    bag = market.sell()
    attempt = market.bought(bag)

    tasks.order_changed(saleor_order_id=attempt.saleor_order_id)
    tasks.order_changed(saleor_order_id="an-order-of-someone-else")

    assert VendorOrder.objects.get().state == "PAID"
    assert market.buckets(bag) == (9, 1)
    assert Attempt.objects.get().state == "CAPTURED"


def test_while_saleor_is_away_an_order_is_read_again_later(market):
    attempt = market.bought(market.sell())
    market.saleor.fault("order", "fail")

    tasks.order_changed(saleor_order_id=attempt.saleor_order_id)

    again = OutboxMessage.objects.get(topic="purchases.order_changed", key__startswith="again:")
    assert again.payload == {"saleor_order_id": attempt.saleor_order_id}
    assert again.due_at > timezone.now()


@pytest.mark.parametrize(("language", "said"), [("ko", "에서 상품을 보냈어요"), ("en", "has sent")])
def test_the_shopper_hears_of_a_parcel_and_of_its_corrected_number(market, language, said):
    attempt = market.bought(market.sell())
    Attempt.objects.filter(pk=attempt.pk).update(language=language)
    order = VendorOrder.objects.get()
    now = timezone.now()

    shipment = vendor_orders.ship(order=order, carrier="CJGLS", tracking_number="680405450931", actor="tests", now=now)
    vendor_orders.change_tracking(
        shipment=shipment, carrier="CJGLS", tracking_number="680405450942", actor="tests", now=now
    )
    messages = OutboxMessage.objects.filter(topic="purchases.parcel_left")
    for message in messages:
        tasks.parcel_left(**message.payload)

    assert messages.count() == 2
    letter = mail.outbox[-1]
    assert (letter.to, said in letter.subject) == ([attempt.email], True)
    assert "680405450942" in letter.body
    assert f"/orders/{attempt.token}/" in letter.body


def test_of_a_markets_parcel_its_own_shopper_hears_from_the_market(market):
    order = VendorOrder(document="coupang:1", channel="coupang")
    with transaction.atomic():
        vendor_orders._tell_of_parcel(Shipment(pk=1, order=order), "shipment:1", timezone.now())

    assert not OutboxMessage.objects.filter(topic="purchases.parcel_left").exists()
