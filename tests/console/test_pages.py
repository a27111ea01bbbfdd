"""Every page of the console: it shows what it should, to staff alone, in a fixed number of queries."""

import pytest
from django.urls import reverse

from campaigns.models import Campaign
from marketplace.console.urls import urlpatterns
from tests.console.conftest import DEEDS
from vendors.models import Listing

pytestmark = pytest.mark.django_db

MOST_QUERIES = 13


def test_every_address_is_a_page_or_a_deed(pages):
    assert set(pages) | DEEDS == {pattern.name for pattern in urlpatterns}


def test_a_page_asks_at_most_thirteen_queries(client, pages, django_assert_max_num_queries):
    for name, args in pages.items():
        with django_assert_max_num_queries(MOST_QUERIES, info=name):
            response = client.get(reverse(f"console:{name}", args=args))

        assert response.status_code == 200, name


def test_in_english_everything_has_its_english_name(client, pages, bag):
    bag.variants.update(option="빨강", option_en="Red")
    Listing.objects.update(title_en="Upcycled canvas bag")
    Campaign.objects.update(title_en="Year-end gifts")
    named = {
        "exhibitions": ["Year-end gifts"],
        "exhibition": ["Year-end gifts", "Upcycled canvas bag · Red", "Dasibom Workshop"],
        "exhibition-edit": ["Upcycled canvas bag · Red"],
        "listings": ["Upcycled canvas bag", "Dasibom Workshop", "Bags"],
        "stock": ["Upcycled canvas bag", "Red"],
        "stocks": ["Upcycled canvas bag · Red"],
        "enterprises": ["Dasibom Workshop", "Mapo-gu"],
        "market-listings": ["Upcycled canvas bag · Red"],
    }
    client.cookies["gachi_language"] = "en"

    for name, words in named.items():
        page = client.get(reverse(f"console:{name}", args=pages[name])).content.decode()
        assert [word for word in words if word not in page] == [], name
        assert "다시봄공방" not in page, name
