"""A pop-up in a department store with two makers' goods."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, CampaignChannel, CampaignItem, Consignment
from campaigns.popups import consignments, places, sales
from marketplace.inventory.models import Stock
from tests.support.factories import make_enterprise, make_listing, make_member, make_staff


@pytest.fixture
def now():
    """Noon in Seoul, so that a few hours more are the same day."""
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def staff():
    return make_staff()


@pytest.fixture
def second():
    return make_staff("second@example.com")


@pytest.fixture
def maker():
    return make_enterprise()


@pytest.fixture
def maker_member(maker):
    return make_member(maker).user


@pytest.fixture
def bag(maker):
    """Ten at home, 39,000원 by the list."""
    return make_listing(maker).variants.get()


@pytest.fixture
def soap():
    """Another maker's: twenty at home, 6,500원 by the list."""
    other = make_enterprise("onsae", name="온새미비누")
    return make_listing(other, reference="soap", title="금잔화 비누", prices=(6500,), units=20).variants.get()


@pytest.fixture
def campaign(staff, now):
    campaign = Campaign.objects.create(
        reference="local-shop", title="우리동네 로컬상회", theme="가까운 곳에서 만든 것", state=Campaign.State.LIVE,
        starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=13),
        created_by=staff, created_at=now, updated_at=now,
    )  # fmt: skip
    CampaignChannel.objects.create(campaign=campaign, channel="popup")
    return campaign


@pytest.fixture
def item(campaign, bag):
    """The bag at 30,000원, four times."""
    return CampaignItem.objects.create(campaign=campaign, variant=bag, price=30000, quota=4)


@pytest.fixture
def place(campaign, staff, now):
    details = places.PlaceDetails(venue="가온백화점 북부점 7층", address="서울특별시 노원구 가상로 7")
    return places.create_place(campaign=campaign, details=details, actor=staff, now=now)


@pytest.fixture
def bring(place, staff, second, now):
    """A function that brings units of a variant, all of them received unless said otherwise."""
    keys = iter(range(1000))

    def bring(variant, units, received=None, reason="LOST"):
        consignment = consignments.draft_consignment(
            exhibition=place,
            enterprise=variant.listing.enterprise,
            units={variant.sku: units},
            key=f"bring-{next(keys)}",
            actor=staff,
            now=now,
        )
        consignment = consignments.send_consignment(consignment=consignment, sent_by=staff, actor=staff, now=now)
        return consignments.receive_consignment(
            consignment=consignment,
            received={variant.sku: units if received is None else received},
            reasons={variant.sku: reason},
            received_by=second,
            actor=second,
            now=now,
        )

    return bring


@pytest.fixture
def shop(place, bring, bag, soap, item, staff, now):
    """The pop-up with its doors open: six bags and eight soaps."""
    bring(bag, 6)
    bring(soap, 8)
    return places.open_doors(exhibition=place, actor=staff, now=now)


@pytest.fixture
def sell(place, staff, now):
    """A function that sells at the price that is asked."""
    keys = iter(range(1000))

    def sell(units, total, *, paid="CASH", key=None, at=None):
        return sales.sell(
            exhibition=place,
            key=key or f"sale-{next(keys)}",
            units=units,
            paid=paid,
            shown_total=total,
            actor=staff,
            now=at or now,
        )

    return sell


@pytest.fixture
def closing(shop, staff, now):
    """The pop-up when sales have ended."""
    return places.begin_closing(exhibition=shop, actor=staff, now=now)


@pytest.fixture
def units(place):
    """A function that says what the ledger has of a SKU: (free, in transit), at the pop-up or at home."""

    def units(sku, where=None):
        stock = Stock.objects.filter(sku=sku, location__code=where or place.location.code).first()
        return (stock.free, stock.in_transit_out) if stock else (0, 0)

    return units


@pytest.fixture
def notes(place):
    """A function that returns the consignments as they are now."""
    return lambda: list(Consignment.objects.filter(exhibition=place).order_by("pk"))
