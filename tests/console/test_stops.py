"""A buyer at a market asks to stop; staff say that the parcel has not left."""

import pytest
from django.utils import timezone

from campaigns.models import MarketClaim, MarketOrder
from marketplace.core.models import OutboxMessage
from tests.support.factories import make_enterprise, make_listing, make_staff
from vendors import orders

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def order(client):
    client.force_login(make_staff())
    variant = make_listing(make_enterprise()).variants.get()
    return orders.place(
        document="coupang:1",
        channel="coupang",
        remote_id="1",
        placed_at=NOW,
        recipient=orders.Recipient("김가치", "01000000101", "04000", "서울특별시 마포구 월드컵로 1"),
        lines=[orders.OrderedLine(variant=variant, units=1, line_total=39000)],
        now=NOW,
    )[0]


def test_staff_say_once_that_a_parcel_stays_and_the_market_is_to_be_told(client, order):
    at_market = MarketOrder.objects.create(
        market="coupang",
        remote_id="1",
        remote_order_id="2",
        placed_at=NOW,
        imported_at=NOW,
        read_at=NOW,
        content={},
        vendor_order=order,
    )
    claim = MarketClaim.objects.create(
        market="coupang", remote_id="9", kind="STOP", order=at_market, content={}, heard_at=NOW
    )

    for _press in range(2):
        response = client.post(f"/console/orders/{order.reference}/stop/")

    claim.refresh_from_db()
    assert response.status_code == 302
    assert claim.content["confirmed_by"] == "staff@example.com"
    assert OutboxMessage.objects.filter(topic="markets.answer_stop").count() == 1


def test_where_nobody_asked_to_stop_nothing_is_told_and_the_page_says_so(client, order):
    response = client.post(f"/console/orders/{order.reference}/stop/", follow=True)

    assert "멈춰 달라는 요청이 없어요" in response.content.decode()
    assert not OutboxMessage.objects.filter(topic="markets.answer_stop").exists()
