"""The demo's pop-up is loaded through the same services, once, and balances."""

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Consignment, PopupSale
from campaigns.popups.balance import balance_of
from demo import popup
from demo.goods import GOODS
from marketplace.inventory import services as inventory
from tests.support.factories import make_enterprise, make_listing, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods():
    """The goods that it names, with the demo's own prices and units."""
    makers = {code: make_enterprise(code.lower(), name=code) for code in ("E01", "E02", "E06")}
    for good in GOODS:
        skus = [f"{good.maker}-{good.reference}-{place}".upper() for place in range(1, len(good.options) + 1)]
        if set(skus) & set(popup.GOODS):
            listing = make_listing(makers[good.maker], reference=good.reference, prices=[9990], units=0)
            listing.variants.all().delete()
            for sku, (_name, price, units) in zip(skus, good.options, strict=True):
                listing.variants.create(sku=sku, price=price)
                if units:
                    inventory.receive(
                        sku=sku, location=inventory.home(), units=units, key=sku, reason="IN", actor="tests",
                        at=timezone.now(),
                    )  # fmt: skip


def test_the_demos_popup_opens_with_three_sales_and_only_once(goods):
    staff, second = make_staff(), make_staff("second@example.com")

    exhibition = popup.load_popup(staff=staff, second=second, now=timezone.now())
    again = popup.load_popup(staff=staff, second=second, now=timezone.now())

    balance = balance_of(exhibition)
    assert again is None
    assert (exhibition.state, Campaign.objects.get().state) == ("OPEN", "LIVE")
    assert [note.state for note in Consignment.objects.all()] == ["RECEIVED"] * 3
    assert len(balance.rows) == len(popup.GOODS)
    assert (balance.total["damaged"], balance.differences) == (1, {})
    assert PopupSale.objects.count() == 3
    assert inventory.audit() == []
