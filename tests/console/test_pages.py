"""Every page of the console: it shows what it should, to staff alone, in a fixed number of queries."""

import pytest
from django.urls import reverse

from marketplace.console.urls import urlpatterns

pytestmark = pytest.mark.django_db

MOST_QUERIES = 13


def pages(world, market_order, catalogue_plan):
    plan = world_plan(world)
    return {
        "home": [],
        "search": [],
        "exhibitions": [],
        "exhibition-new": [],
        "exhibition": ["year-end"],
        "exhibition-edit": ["year-end"],
        "exhibition-plan": ["year-end"],
        "exhibition-stop": ["year-end"],
        "orders": [],
        "order": [market_order.reference],
        "purchases": [],
        "purchase": ["ABC234"],
        "shortfalls": [],
        "shortfall": [shortfall_of(market_order).pk],
        "stocks": [],
        "stock": ["upcycled-bag-1"],
        "enterprises": [],
        "enterprise": ["dasibom"],
        "listings": [],
        "listing": ["upcycled-bag"],
        "market-listings": [],
        "plans": [],
        "plan": [plan.pk],
        "lanes": [],
        "outbox": [],
        "inbox": [],
        "audit": [],
    }


def world_plan(campaign):
    from marketplace.channels.models import Plan

    return Plan.objects.get(subject=f"campaign:{campaign.pk}", channel="shop")


def shortfall_of(order):
    from marketplace.inventory.models import Shortfall

    return Shortfall.objects.get(document=order.document)


def test_every_page_is_looked_at(world, market_order, catalogue_plan):
    looked_at = set(pages(world, market_order, catalogue_plan))
    deeds = {
        "exhibition-progress", "purchase-wake", "shortfall-fill", "shortfall-drop", "plan-approve", "lane-unpark",
        "inbox-retry",
    }  # fmt: skip

    assert looked_at | deeds == {pattern.name for pattern in urlpatterns}


def test_every_page_opens_in_at_most_thirteen_queries(
    client, world, market_order, catalogue_plan, django_assert_max_num_queries
):
    for name, args in pages(world, market_order, catalogue_plan).items():
        with django_assert_max_num_queries(MOST_QUERIES, info=name):
            response = client.get(reverse(f"console:{name}", args=args))

        assert response.status_code == 200, name
