from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.utils import timezone

from marketplace.core.models import AuditEntry, OutboxMessage, User
from tests.support.factories import make_enterprise, make_listing, make_member
from vendors import orders, telling
from vendors.models import VendorOrder
from workers.jobs import vendors as tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    variant = make_listing(make_enterprise()).variants.get()
    return orders.place(
        document="purchase:TEST",
        channel="shop",
        placed_at=timezone.now(),
        recipient=orders.Recipient("김가치", "01000000101", "04000", "서울특별시 마포구 월드컵로 1"),
        lines=[orders.OrderedLine(variant=variant, units=2, line_total=78000)],
        now=timezone.now(),
    )[0]


def test_a_new_order_is_mailed_to_its_enterprise_without_the_buyers_data(order):
    telling.mail_new_order(order_id=order.pk)

    sent = mail.outbox[0]
    assert sent.to == [order.enterprise.email]
    assert order.reference in sent.subject
    assert "업사이클 캔버스 가방 × 2" in sent.body
    assert "김가치" not in sent.body
    assert "월드컵로" not in sent.body


def test_the_mail_speaks_the_language_of_the_owner(order):
    for role, email, language in (("EDITOR", "a@e.kr", "ko"), ("OWNER", "b@e.kr", ""), ("OWNER", "c@e.kr", "en")):
        make_member(order.enterprise, role, email=email)
        User.objects.filter(email=email).update(language=language)

    telling.mail_new_order(order_id=order.pk)

    assert mail.outbox[0].subject.startswith("[Gachi] ")
    assert order.enterprise.name_en in mail.outbox[0].body


def test_an_order_that_was_cancelled_meanwhile_is_not_mailed(order):
    VendorOrder.objects.filter(pk=order.pk).update(state=VendorOrder.State.CANCELLED)

    telling.mail_new_order(order_id=order.pk)

    assert mail.outbox == []


def test_an_order_is_placed_once_and_split_by_enterprise(order):
    again = orders.place(
        document="purchase:TEST",
        channel="shop",
        placed_at=timezone.now(),
        recipient=orders.Recipient("다른 분", "01000000102", "04000", "다른 곳"),
        lines=[],
        now=timezone.now(),
    )

    assert [row.pk for row in again] == [order.pk]
    assert order.lines.get().units == 2


def test_a_mail_that_could_not_leave_leaves_later(order, monkeypatch):
    with monkeypatch.context() as away:
        away.setattr(mail.EmailMessage, "send", lambda self: (_ for _ in ()).throw(ConnectionRefusedError()))
        tasks.order_placed(order_id=order.pk)
    asked = OutboxMessage.objects.get(topic="vendors.order_placed", key__startswith="again:")
    assert (asked.payload, mail.outbox) == ({"order_id": order.pk, "tries": 1}, [])

    tasks.order_placed(**asked.payload)

    assert len(mail.outbox) == 1


def test_an_enterprise_whose_address_no_server_takes_is_left_to_a_person(order, monkeypatch):
    refusal = SMTPRecipientsRefused({order.enterprise.email: (550, b"no such user")})

    def send(_mail):
        raise refusal

    monkeypatch.setattr(mail.EmailMessage, "send", send)

    tasks.order_placed(order_id=order.pk)

    assert not OutboxMessage.objects.filter(key__startswith="again:").exists()
    assert AuditEntry.objects.filter(action="vendor_order.mail_refused").count() == 1
