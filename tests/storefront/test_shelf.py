"""Drawings are kept, facts are not: what a card says is true at the request."""

from datetime import timedelta

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from marketplace.look import pieces
from marketplace.storefront import cards, frames, kept
from marketplace.storefront.models import Card
from tests.support.factories import make_enterprise, make_listing, show_price

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf():
    maker = make_enterprise()
    for number in range(3):
        listing = make_listing(maker, reference=f"soap-{number}", title=f"비누 {number}", units=20)
        show_price(listing.variants.get(), price=9000)
    cards.refresh(listing_ids=[listing.pk for listing in maker.listings.all()], now=timezone.now())
    cards.count_facets()
    return Card.objects.order_by("reference")


def item(client, reference="soap-1", path="/goods/"):
    page = client.get(path).content.decode()
    start = page.index(f'href="/product/{reference}/"')
    return page[start : page.index("</a>", start)]


@pytest.mark.parametrize(
    ("change", "said", "unsaid"),
    [
        ({"price": 7000, "prior_price": 9000, "rate": 22}, "22%", "품절"),
        ({"price": 8100}, "8,100원", "9,000원"),
        ({"units_left": 0}, "품절", "개 남음"),
        ({"units_left": 2}, "2개 남음", "품절"),
        ({"campaign_ends_at": timezone.now() + timedelta(hours=30)}, "마감 임박", "품절"),
        ({"title": "<b>비누"}, "&lt;b&gt;비누", "<b>비누"),
        ({"kinds": ["CO"]}, "협동조합", "사회적기업"),
        ({"is_made_to_order": True}, "주문 제작", "배송비"),
    ],
)
def test_the_next_page_says_what_has_changed(shelf, client, change, said, unsaid):
    before = item(client)
    shelf.filter(reference="soap-1").update(**change)

    after = item(client)

    assert said not in before
    assert said in after
    assert unsaid not in after


def test_what_changes_back_is_said_again(shelf, client):
    before = item(client)
    shelf.filter(reference="soap-1").update(units_left=0)
    item(client)
    shelf.filter(reference="soap-1").update(units_left=20)

    assert item(client) == before


def test_a_campaign_that_ends_soon_says_so(shelf, client):
    shelf.filter(reference="soap-1").update(campaign_ends_at=timezone.now() + timedelta(hours=49))
    assert "마감 임박" not in item(client)

    shelf.filter(reference="soap-1").update(campaign_ends_at=timezone.now() + timedelta(hours=47))
    assert "마감 임박" in item(client)


def test_each_language_has_its_own_drawing(shelf, client):
    shelf.update(units_left=0)
    assert "품절" in item(client)

    client.cookies["gachi_language"] = "en"

    assert "Sold out" in item(client)
    assert "품절" not in item(client)


def test_the_delivery_fee_of_now_is_shown(shelf, client, settings):
    assert "3,000원" in item(client)

    settings.GACHI_DELIVERY_FEE = 0

    assert "무료배송" in item(client)


def test_the_count_of_goods_follows_the_count(shelf, client):
    assert "<strong>3</strong>" in client.get("/goods/").content.decode()
    shelf.filter(reference="soap-1").update(is_visible=False)
    cards.count_facets()

    assert "<strong>2</strong>" in client.get("/goods/").content.decode()


def test_what_one_shopper_types_into_an_address_is_on_no_other_page(shelf, client):
    for query in ("?evil=", "?sort=evil", "?q=evil", "?q=🙂evil", "?page=1&evil=1", "?category=&evil=1"):
        kept.forget()
        pieces.forget()
        client.get(f"/goods/{query}")

        assert "evil" not in client.get("/goods/").content.decode()


def test_the_basket_count_is_the_shoppers_own(shelf, client):
    first = client.get("/goods/").content.decode()
    client.post("/basket/add/", {"sku": "soap-1-1", "units": 3})

    second = client.get("/goods/").content.decode()

    assert "count-hot" not in first
    assert '<span class="count count-hot" aria-hidden="true">3</span>' in second


def test_a_frame_is_drawn_once_and_shows_the_prices_of_the_moment(shelf, client, monkeypatch):
    frames.forget()
    drawn = []
    original = frames.loader.render_to_string
    monkeypatch.setattr(frames.loader, "render_to_string", lambda name, *a: drawn.append(name) or original(name, *a))

    first = client.get("/goods/").content.decode()
    shelf.filter(reference="soap-1").update(price=7100)
    second = client.get("/goods/")

    assert drawn.count("storefront/goods.html") == 1
    assert "7,100원" not in first
    assert "7,100원" in second.content.decode()
    assert "Cookie" in second["Vary"]


@pytest.mark.parametrize("cookie", [{}, {"gachi_language": "en"}])
def test_a_page_in_a_frame_is_the_page_that_is_drawn_whole(shelf, client, monkeypatch, cookie):
    client.cookies.load(cookie)
    frames.forget()
    pages = [client.get(path).content for path in ("/goods/", "/goods/?sort=cheap", "/goods/?page=2")]
    monkeypatch.setattr(frames, "fits", lambda request: False)

    assert [client.get(path).content for path in ("/goods/", "/goods/?sort=cheap", "/goods/?page=2")] == pages


def test_who_has_a_message_gets_a_page_of_their_own(shelf, client):
    frames.forget()
    client.get("/goods/")
    client.cookies["messages"] = message_cookie("잘 담았어요")

    assert "잘 담았어요" in client.get("/goods/").content.decode()
    assert "잘 담았어요" not in Client().get("/goods/").content.decode()


def message_cookie(text):
    """The cookie that a view leaves which had something to say."""
    answer = HttpResponse()
    storage = CookieStorage(RequestFactory().get("/"))
    storage.add(messages.SUCCESS, text)
    storage.update(answer)
    return answer.cookies["messages"].value


def test_a_card_is_drawn_once_for_the_same_values(shelf, client, monkeypatch):
    client.get("/goods/")
    drawn = []
    original = pieces.loader.render_to_string
    monkeypatch.setattr(
        pieces.loader, "render_to_string", lambda name, *a, **kw: drawn.append(name) or original(name, *a, **kw)
    )

    client.get("/goods/")
    shelf.filter(reference="soap-1").update(price=5000)
    client.get("/goods/")

    assert drawn.count("look/partials/product_card.html") == 1


def test_pieces_do_not_grow_without_end(monkeypatch):
    pieces.forget()
    monkeypatch.setattr(pieces, "MOST", 3)

    for number in range(10):
        pieces.draw("look/partials/badge.html", number, lambda: {"label": "x"})

    assert pieces.count() <= 3


def test_a_piece_tells_safe_text_from_the_same_text_to_be_escaped():
    from django.utils.safestring import SafeString

    assert pieces.key_of({"a": "<b>"}) != pieces.key_of({"a": SafeString("<b>")})
    assert pieces.key_of({"a": 1}) != pieces.key_of({"a": "1"})
    with pytest.raises(TypeError):
        pieces.key_of({"a": object()})
