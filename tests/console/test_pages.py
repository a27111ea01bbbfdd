"""Every page of the console: it shows what it should, to staff alone, in a fixed number of queries."""

import pytest
from django.urls import reverse

from marketplace.console.urls import urlpatterns
from tests.console.conftest import DEEDS

pytestmark = pytest.mark.django_db

MOST_QUERIES = 13


def test_every_address_is_a_page_or_a_deed(pages):
    assert set(pages) | DEEDS == {pattern.name for pattern in urlpatterns}


def test_a_page_asks_at_most_thirteen_queries(client, pages, django_assert_max_num_queries):
    for name, args in pages.items():
        with django_assert_max_num_queries(MOST_QUERIES, info=name):
            response = client.get(reverse(f"console:{name}", args=args))

        assert response.status_code == 200, name
