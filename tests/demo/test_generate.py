"""`manage.py generate`: a marketplace of any size, made in bulk, taken away again."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from demo.bulk import filling, pictures
from demo.goods import GOODS
from demo.management.commands.generate import Command
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Stock, StockMovement
from marketplace.storefront import catalogue
from marketplace.storefront.catalogue import Wish
from tests.support.factories import PICTURE, make_listing
from vendors.models import Enterprise, EnterpriseStatus, Listing, ShownPrice, Variant
from vendors.numbers import clean_business_number

pytestmark = pytest.mark.django_db


def fill(enterprises=6, listings=40):
    filling.fill(enterprises=enterprises, listings=listings, now=timezone.now(), say=lambda text: None)


@pytest.fixture(autouse=True)
def _drawings(monkeypatch):
    """Drawing has tests of its own, and takes seconds."""
    kinds = {good.picture for good in GOODS} | {"maker:sewing"}
    monkeypatch.setattr(pictures, "drawn", lambda _say: dict.fromkeys(kinds, PICTURE))


@pytest.fixture
def filled():
    fill()


def test_it_fills_the_shop_with_goods_that_can_be_seen_and_bought(filled, client):
    found = catalogue.find(Wish())

    assert found.total == 40
    assert Enterprise.objects.count() == EnterpriseStatus.objects.count() == 6
    assert ShownPrice.objects.count() == Variant.objects.count() == Stock.objects.count()
    assert client.get(f"/product/{Listing.objects.first().reference}/").status_code == 200
    for number in Enterprise.objects.values_list("business_number", flat=True):
        assert clean_business_number(number) == number


def test_every_unit_came_in_by_a_movement(filled):
    moved = {row.stock_id: row.on_hand for row in StockMovement.objects.all()}

    assert {stock.pk: stock.on_hand for stock in Stock.objects.all() if stock.on_hand} == moved


def test_a_second_run_adds_only_what_is_missing(filled):
    before = list(Listing.objects.order_by("pk").values_list("pk", "reference", "title"))

    fill()
    assert list(Listing.objects.order_by("pk").values_list("pk", "reference", "title")) == before

    fill(enterprises=7, listings=50)
    assert list(Listing.objects.order_by("pk").values_list("pk", "reference", "title"))[:40] == before
    assert Listing.objects.count() == catalogue.find(Wish()).total == 50
    assert Enterprise.objects.count() == 7


def test_removing_leaves_what_others_made(filled):
    mine = make_listing(reference="mine", units=4)

    filling.remove(say=lambda text: None)

    assert list(Listing.objects.all()) == [mine]
    assert Stock.objects.get().sku == "mine-1"
    assert StockMovement.objects.count() == 1


def test_what_was_promised_to_someone_is_not_removed(filled):
    stock = Stock.objects.filter(free__gt=0).first()
    inventory.commit_units(
        wanted={stock.sku: 1}, location=inventory.home(), document="purchase:G-1", at=timezone.now(), actor="tests"
    )

    with pytest.raises(filling.StillUsed):
        filling.remove(say=lambda text: None)

    assert Listing.objects.count() == 40
    assert StockMovement.objects.filter(document="generate").exists()


def test_it_refuses_where_shoppers_are_real_unless_told(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="--yes"):
        call_command(Command(), "--listings=1")

    assert not Listing.objects.exists()
    call_command(Command(), "--yes", "--enterprises=1", "--listings=1", stdout=io.StringIO())
    assert Listing.objects.count() == 1
