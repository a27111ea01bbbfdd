"""Two tills at once: one key is one sale, and the last unit is sold once."""

import threading

import pytest
from django.db import IntegrityError
from django.utils import timezone

from campaigns.models import Campaign, CampaignChannel, Exhibition, PopupSale
from campaigns.popups import consignments, places, sales
from marketplace.inventory import services as inventory
from tests.support.factories import make_listing, make_staff

SKU = "upcycled-bag-1"


@pytest.fixture
def shop(transactional_db):
    """A pop-up with one bag left."""
    now, staff, second = timezone.now(), make_staff(), make_staff("second@example.com")
    listing = make_listing()
    campaign = Campaign.objects.create(
        reference="local-shop", title="로컬상회", theme="-", starts_at=now, ends_at=now.replace(year=now.year + 1),
        created_by=staff, created_at=now, updated_at=now,
    )  # fmt: skip
    CampaignChannel.objects.create(campaign=campaign, channel="popup")
    shop = places.create_place(campaign=campaign, details=places.PlaceDetails("곳", "주소"), actor=staff, now=now)
    note = consignments.draft_consignment(
        exhibition=shop, enterprise=listing.enterprise, units={SKU: 1}, key="k", actor=staff, now=now
    )
    consignments.send_consignment(consignment=note, sent_by=staff, actor=staff, now=now)
    consignments.receive_consignment(
        consignment=note, received={SKU: 1}, reasons={}, received_by=second, actor=second, now=now
    )
    return places.open_doors(exhibition=shop, actor=staff, now=now)


@pytest.fixture
def ring_up(shop):
    staff = shop.campaign.created_by

    def ring_up(key):
        return lambda: sales.sell(
            exhibition=shop, key=key, units={SKU: 1}, paid="CASH", shown_total=39000, actor=staff, now=timezone.now()
        )

    return ring_up


@pytest.fixture
def unlocked(monkeypatch):
    """The exhibition read without its lock, and both callers past the look for the key before either sells."""
    both = threading.Barrier(2)
    read = sales.goods_here

    def goods_here(**kwargs):
        goods = read(**kwargs)
        both.wait(30)
        return goods

    monkeypatch.setattr(sales, "hold", lambda exhibition: Exhibition.objects.get(pk=exhibition.pk))
    monkeypatch.setattr(sales, "goods_here", goods_here)


def test_without_the_lock_the_same_form_twice_breaks(together, unlocked, ring_up):
    results = together(ring_up("one"), ring_up("one"))

    assert [type(result) for result in results].count(IntegrityError) == 1


def test_the_same_form_twice_at_once_is_one_sale(together, ring_up):
    first, second = together(ring_up("one"), ring_up("one"))

    assert first == second == PopupSale.objects.get()


def test_two_tills_sell_the_last_one_once(together, ring_up):
    results = together(ring_up("one"), ring_up("two"))

    [refused] = [result for result in results if isinstance(result, sales.SaleRefused)]
    assert "0개 남았어요" in str(refused)
    assert PopupSale.objects.count() == 1
    assert inventory.audit() == []


def test_two_people_who_undo_the_same_sale_undo_it_once(together, shop, ring_up):
    sale = ring_up("one")()

    def undo():
        return sales.undo_sale(sale=sale, actor=shop.campaign.created_by, now=timezone.now())

    first, second = together(undo, undo)

    assert first == second
    assert inventory.free_units(skus=[SKU], location=shop.location) == {SKU: 1}
