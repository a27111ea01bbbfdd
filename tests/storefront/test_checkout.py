"""Ordering, up to where Saleor and Stripe come in: the pages' own part."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign
from marketplace.inventory.models import Stock
from marketplace.purchases.models import Attempt, BasketLine
from tests.support.factories import make_enterprise, make_listing, make_staff, show_price
from vendors import orders, services

pytestmark = pytest.mark.django_db

ADDRESS = {
    "email": "shopper@example.com",
    "name": "김가치",
    "phone": "010-0000-0101",
    "postal_code": "04000",
    "region": "서울특별시",
    "city": "마포구",
    "address": "월드컵로 1",
    "address_detail": "101호",
    "delivery_note": "문 앞",
    "agreed_to_share": "on",
}


@pytest.fixture
def bag():
    listing = make_listing(make_enterprise(), units=3)
    variant = listing.variants.get()
    show_price(variant)
    return variant


@pytest.fixture
def basket(client, bag):
    client.post("/basket/add/", {"sku": bag.sku, "units": "2"})


def digest_on(page):
    return page.context["form"]["digest"].value()


def order(client, **changes):
    page = client.get("/checkout/")
    return client.post("/checkout/", {**ADDRESS, "digest": digest_on(page), **changes})


@pytest.mark.parametrize("path", ["/basket/", "/checkout/"])
def test_a_basket_with_a_campaigns_goods_is_shown_in_six_queries(client, basket, bag, path, django_assert_num_queries):
    now = timezone.now()
    campaign = Campaign.objects.create(
        reference="spring", title="봄", starts_at=now, ends_at=now + timedelta(days=1), created_by=make_staff(),
        created_at=now, updated_at=now,
    )  # fmt: skip
    item = campaign.items.create(variant=bag, price=30000, quota=5)
    bag.shown_prices.update(campaign_item_id=item.pk)
    client.get(path)

    with django_assert_num_queries(6):
        assert client.get(path).status_code == 200


def test_an_empty_basket_says_what_to_do(client):
    assert "물건 보러 가기" in client.get("/basket/").content.decode()
    assert client.get("/checkout/").status_code == 302


def test_what_is_put_in_is_in_the_basket_with_what_it_comes_to(client, basket):
    page = client.get("/basket/").content.decode()

    assert "78,000원" in page
    assert "81,000원" in page
    assert '<span class="count' in page


@pytest.mark.parametrize("units", ["0", "51", "-1", "many", ""])
def test_a_number_that_is_none_is_refused_and_nothing_is_put_in(client, bag, units):
    response = client.post("/basket/add/", {"sku": bag.sku, "units": units}, follow=True)

    assert "1개부터 50개까지" in response.content.decode()
    assert not BasketLine.objects.exists()


def test_a_tampered_cookie_is_an_empty_basket(client, basket):
    client.cookies["gachi_basket"] = client.cookies["gachi_basket"].value.replace(":", "x:", 1)

    assert "장바구니가 비어 있어요" in client.get("/basket/").content.decode()


def test_ordering_holds_the_units_and_shows_where_the_purchase_stands(client, basket, bag):
    response = order(client)

    attempt = Attempt.objects.get()
    stock = Stock.objects.get(sku=bag.sku)
    assert response.headers["Location"] == f"/pay/{attempt.token}/"
    assert (stock.free, stock.allocated) == (1, 2)
    assert attempt.total == 81000
    assert "결제를 준비하고 있어요" in client.get(f"/pay/{attempt.token}/").content.decode()


def test_an_order_is_shown_in_six_queries_though_there_is_a_basket(client, basket, bag, django_assert_num_queries):
    order(client)
    attempt = Attempt.objects.get()
    now = timezone.now()
    Attempt.objects.update(state="CAPTURED", saleor_order_id="T3JkZXI6MQ==", captured_at=now, order_total=attempt.total)
    orders.place(
        document=attempt.document,
        channel="shop",
        placed_at=now,
        recipient=orders.Recipient("김가치", "01000000101", "04000", "서울특별시 마포구 월드컵로 1"),
        lines=[orders.OrderedLine(variant=bag, units=2, line_total=78000)],
        now=now,
    )
    client.get(f"/orders/{attempt.token}/")

    with django_assert_num_queries(6):
        page = client.get(f"/orders/{attempt.token}/")

    assert page.status_code == 200
    assert "판매자가 주문을 확인하고 있어요" in page.content.decode()


def test_the_same_press_twice_is_one_purchase(client, basket, bag):
    first, second = order(client), order(client)

    assert first.headers["Location"] == second.headers["Location"]
    assert Stock.objects.get(sku=bag.sku).allocated == 2


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "nobody", "이메일"),
        ("email", f"{'a' * 250}@example.com", "254"),
        ("phone", "12", "전화번호를"),
        ("postal_code", "1234", "우편번호는"),
        ("region", "", "시·도"),
        ("city", "", "시·군·구를"),
        ("agreed_to_share", "", "동의"),
    ],
)
def test_a_faulty_form_says_what_to_mend_and_loses_nothing(client, basket, field, value, said):
    response = order(client, **{field: value})

    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "월드컵로 1" in page
    assert not Attempt.objects.exists()


def test_goods_that_sold_out_meanwhile_are_named_and_nothing_is_held(client, basket, bag):
    page = client.get("/checkout/")
    Stock.objects.filter(sku=bag.sku).update(free=1, on_hand=1)

    response = client.post("/checkout/", {**ADDRESS, "digest": digest_on(page)})

    assert response.status_code == 422
    assert bag.listing.title in response.content.decode()
    assert not Attempt.objects.exists()


def test_a_price_that_changed_meanwhile_is_shown_before_it_is_agreed_to(client, basket, bag):
    page = client.get("/checkout/")
    show_price(bag, price=35000, prior=39000)

    changed = client.post("/checkout/", {**ADDRESS, "digest": digest_on(page)})
    agreed = client.post("/checkout/", {**ADDRESS, "digest": digest_on(changed)})

    assert changed.status_code == 422
    assert "73,000원" in changed.content.decode()
    assert agreed.status_code == 302
    assert Attempt.objects.get().total == 73000


def test_goods_paused_while_in_the_basket_cannot_be_ordered(client, basket, bag):
    services.pause_listing(listing=bag.listing, actor="tests", now=timezone.now())

    page = client.get("/basket/").content.decode()

    assert "지금은 판매하지 않아요" in page
    assert client.get("/checkout/").headers["Location"] == "/basket/"


def test_leaving_gives_the_purchase_up_and_keeps_the_basket(client, basket):
    order(client)
    attempt = Attempt.objects.get()

    response = client.post(f"/pay/{attempt.token}/leave/", follow=True)

    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.LEAVING
    assert "결제를 그만두었어요" in response.content.decode()
    assert BasketLine.objects.get().units == 2


@pytest.mark.parametrize(
    "path",
    [
        "/pay/x/", "/pay/x/stage/", "/pay/x/back/", "/orders/x/", "/orders/T3JkZXI6MQ==/",
        "/pay/%00/", "/pay/%00/stage/", "/pay/%00/back/", "/orders/%00/", "/orders/%FF%F0%9F%98%80/",
    ],
)  # fmt: skip
def test_a_guessed_token_finds_nothing(client, path):
    assert client.get(path).status_code == 404
