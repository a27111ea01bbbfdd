import pytest
from django.core import mail
from django.utils import timezone

from marketplace.core.models import User
from tests.support.factories import make_enterprise, make_listing, make_member
from vendors import orders, telling
from vendors.models import VendorOrder

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
