"""Pages to look around: what they show, and that they ask the database no more for more goods."""

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.storefront import cards
from tests.support.factories import make_enterprise, make_listing, show_price
from vendors import services
from vendors.models import EnterpriseStatus

pytestmark = pytest.mark.django_db

MOST_QUERIES = 6


@pytest.fixture
def shelf():
    maker = make_enterprise()
    for number in range(6):
        listing = make_listing(maker, reference=f"bag-{number}", title=f"가방 {number}", prices=(20000, 30000))
        for variant in listing.variants.all():
            show_price(variant)
    cards.refresh(listing_ids=[listing.pk for listing in maker.listings.all()], now=timezone.now())
    cards.count_facets()
    return maker


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/goods/",
        "/goods/bags/",
        "/goods/?kind=SE&min=1000&sort=cheap",
        "/search/?q=가방",
        "/product/bag-1/",
        "/makers/",
        "/makers/dasibom/",
        "/exhibitions/",
    ],
)
def test_a_page_asks_at_most_six_queries(client, shelf, path, django_assert_max_num_queries):
    client.get(path)  # categories and districts are in the cache for a minute

    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(path)

    assert response.status_code == 200


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_product_says_who_sells_it_and_what_the_law_wants_said(client, shelf, language):
    client.cookies["gachi_language"] = language

    page = client.get("/product/bag-1/").content.decode()

    for said in ("가상대표01", "02-0000-0101", "시험용 값", "20,000"):
        assert said in page


def test_an_expired_status_shows_no_badge(client, shelf):
    status = shelf.statuses.get()
    status.state = EnterpriseStatus.State.EXPIRED
    services.record_status(enterprise=shelf, status=status, actor="tests", now=timezone.now())

    page = client.get("/product/bag-1/").content.decode()

    assert "badge-status" not in page


def test_a_paused_product_stays_readable_but_cannot_be_bought(client, shelf):
    listing = shelf.listings.get(reference="bag-1")
    services.pause_listing(listing=listing, actor="tests", now=timezone.now())
    cards.refresh(listing_ids=[listing.pk], now=timezone.now())

    page = client.get("/product/bag-1/").content.decode()
    shelf_page = client.get("/goods/").content.decode()

    assert "지금은 팔지 않는 물건이에요" in page
    assert reverse("storefront:product", args=["bag-1"]) not in shelf_page


def test_what_is_not_there_is_a_404(client, shelf):
    for path in ("/product/none/", "/goods/none/", "/makers/none/", "/exhibitions/none/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "²", "1e3", "9" * 5000, "%00", "٣"])
@pytest.mark.parametrize("path", ["/makers/", "/goods/"])
def test_a_page_that_is_no_number_is_the_first(client, shelf, path, number):
    assert client.get(f"{path}?page={number}").status_code == 200
