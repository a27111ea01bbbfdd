"""A card made anew while its stock changes: who reads later writes later."""

import threading

import pytest
from django.db import transaction
from django.utils import timezone

from marketplace.inventory.models import Stock
from marketplace.storefront import cards
from marketplace.storefront.models import Card
from tests.races.conftest import PATIENCE
from tests.support.factories import make_listing, show_price
from workers.jobs.storefront import refresh_card


@pytest.fixture
def sold_while_refreshing(together, monkeypatch):
    """A function that makes a card anew, and sells six of ten between its reading and its writing."""

    def run():
        listing = make_listing(prices=(39000,))
        for variant in listing.variants.all():
            show_price(variant)
        cards.refresh(listing_ids=[listing.pk], now=timezone.now())
        has_read, told = threading.Event(), threading.Event()
        read = cards._live_campaigns

        def read_and_wait(variants):
            found = read(variants)
            has_read.set()
            told.wait(1)  # with the safeguard the other one is not through before this one has written
            return found

        def sell():
            assert has_read.wait(PATIENCE)
            Stock.objects.filter(sku="upcycled-bag-1").update(free=4, on_hand=4)
            refresh_card(sku="upcycled-bag-1")
            told.set()

        monkeypatch.setattr(cards, "_live_campaigns", read_and_wait)
        outcome = together(lambda: refresh_card(listing_id=listing.pk), sell)
        assert outcome == [None, None]
        return Card.objects.get(listing=listing).units_left

    return run


def test_without_a_lock_before_the_reading_a_card_promises_what_was_sold(sold_while_refreshing, monkeypatch):
    monkeypatch.setattr(cards, "_held", lambda listings: [Card(pk=pk) for pk in listings.values_list("pk", flat=True)])

    assert sold_while_refreshing() == 10


def test_a_card_shows_what_was_sold_while_it_was_made(sold_while_refreshing):
    assert sold_while_refreshing() == 4


def test_two_counts_at_once_end_with_the_later_stock(together):
    listing = make_listing(prices=(39000, 42000))
    for variant in listing.variants.all():
        show_price(variant)
    cards.refresh(listing_ids=[listing.pk], now=timezone.now())

    def sell(sku):
        def sell_all():
            for left in range(9, -1, -1):
                with transaction.atomic():
                    Stock.objects.filter(sku=sku).update(free=left, on_hand=left)
                refresh_card(sku=sku)

        return sell_all

    together(sell("upcycled-bag-1"), sell("upcycled-bag-2"))

    assert Card.objects.get(listing=listing).units_left == 0


def test_only_what_is_for_sale_is_counted(together, django_assert_max_num_queries):
    listing = make_listing(prices=(39000, 42000, 45000))
    first, second, _unpriced = listing.variants.order_by("position")
    for variant in (first, second):
        show_price(variant)
    cards.refresh(listing_ids=[listing.pk], now=timezone.now())
    assert Card.objects.get(listing=listing).units_left == 20

    Stock.objects.filter(sku=first.sku).update(free=1, on_hand=1)
    second.is_active = False
    second.save()
    with django_assert_max_num_queries(4):
        refresh_card(sku=first.sku)

    assert Card.objects.get(listing=listing).units_left == 1
    refresh_card(sku="nobodys")


def test_a_card_that_is_not_there_yet_is_made(together):
    listing = make_listing()
    assert not Card.objects.filter(listing=listing).exists()

    refresh_card(sku="upcycled-bag-1")

    assert Card.objects.filter(listing=listing).exists()
