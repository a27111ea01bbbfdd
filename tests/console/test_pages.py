"""Every page of the console: it shows what it should, to staff alone, in a fixed number of queries."""

import ast
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from campaigns.models import Campaign, CampaignChannel
from campaigns.popups import places
from marketplace.channels import plans
from marketplace.console import words
from marketplace.console.naming import names_of
from marketplace.console.urls import urlpatterns
from marketplace.core.sayings import saying
from sandbox.launch.processes import ROOT
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

    for name, told in named.items():
        page = client.get(reverse(f"console:{name}", args=pages[name])).content.decode()
        assert [word for word in told if word not in page] == [], name
        assert "다시봄공방" not in page, name


def test_every_particular_of_the_audit_trail_has_a_word():
    """As they are written: the keywords of each `audit.record`, but for those that say of what, by whom and when."""
    written = set()
    for package in ("marketplace", "vendors", "campaigns"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                    written |= {keyword.arg for keyword in node.keywords}

    assert written - {"subject", "actor", "at", "digest", None} - set(words.DETAILS) == set()


def test_a_plan_is_read_in_the_readers_language(client, staff, bag):
    Listing.objects.update(title_en="Upcycled canvas bag")
    step = plans.PlannedStep(
        "UPDATE",
        "offer:upcycled-bag-1",
        "업사이클 캔버스 가방",
        {"price": 39000, "on_sale": True},
        {"price": 30000, "on_sale": False},
        warnings=(saying("지난번에 반려됐어요: %(reason)s", reason="흐린 사진"),),
    )
    plan = plans.save_plan(
        channel="coupang",
        subject="campaign:0",
        steps=[step],
        made_by="tests",
        now=timezone.now(),
        needs_person=True,
        reason=saying("한꺼번에 %(count)s가지가 바뀌어요.", count=120),
    )
    address = reverse("console:plan", args=[plan.pk])

    korean = client.get(address).content.decode()
    client.cookies["gachi_language"] = "en"
    english = client.get(address).content.decode()

    for told in (
        "업사이클 캔버스 가방",
        "지난번에 반려됐어요: 흐린 사진",
        "한꺼번에 120가지가",
        "파는 중",
        "팔지 않음",
    ):
        assert told in korean
        assert told not in english
    for told in ("Upcycled canvas bag", "흐린 사진", "120", "On sale", "Not sold"):
        assert told in english


def test_what_saleor_has_of_campaigns_and_pop_ups_is_named_in_the_readers_language(staff, bag):
    now = timezone.now()
    campaign = Campaign.objects.create(
        reference="local-shop", title="우리동네 로컬상회", title_en="The local shop", theme="가까이", starts_at=now,
        ends_at=now + timedelta(days=1), created_by=staff, created_at=now, updated_at=now,
    )  # fmt: skip
    CampaignChannel.objects.create(campaign=campaign, channel="popup")
    details = places.PlaceDetails(venue="백화점", venue_en="Department store", address="서울 노원구 가상로 7")
    place = places.create_place(campaign=campaign, details=details, actor=staff, now=now)
    Listing.objects.update(title_en="Upcycled canvas bag")
    here = f"here:{place.pk}:upcycled-bag-1"
    keys = [
        "collection:local-shop",
        f"place:{place.location.code}",
        f"doors:{place.location.code}",
        here,
        "here:1:gone",
    ]

    with translation.override("en"):
        english = names_of(keys)

    told = ["The local shop", "Department store", "The local shop", "Upcycled canvas bag"]
    assert english == dict(zip(keys, told, strict=False))
    assert names_of(keys) == {}
