"""A variant's stock in Saleor's stand-in, kept at what the ledger says by its one lane."""

import pytest
from django.utils import timezone

from marketplace.channels.models import Lane
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Location
from marketplace.saleor import api, ids
from marketplace.saleor.client import input_types as inputs
from tests.publishing.conftest import take_turns
from tests.support.factories import make_listing, make_stock
from tests.support.saleor import place_in_saleor
from vendors.publishing import stock
from workers.jobs import publishing

SKU = "upcycled-bag-1"


def shown(sku=SKU):
    variant = api.worker().variant_stocks(sku).product_variant
    return {stock.warehouse.id: stock.quantity for stock in variant.stocks}


@pytest.fixture
def home(publish):
    """A bag on sale, ten of it at home and in Saleor; returns Saleor's id of the home warehouse."""
    make_listing(units=10)
    publish()
    take_turns("saleor-stock")
    return ids.require("warehouse", "home")


def push(sku=SKU):
    publishing.push_stock(sku=sku)
    take_turns("saleor-stock")
    return Lane.objects.get(kind="saleor-stock", subject=sku)


def test_publishing_a_variant_has_its_stock_pushed(home):
    assert shown() == {home: 10}


def test_saleor_shows_what_is_allocated_and_free_and_nothing_that_markets_hold(home):
    at = timezone.now()
    inventory.commit_units(wanted={SKU: 2}, location=inventory.home(), document="purchase:1", at=at, actor="tests")
    inventory.offer_units(sku=SKU, market="coupang", units=3, key="offer:1", at=at, actor="tests")

    lane = push()

    assert shown() == {home: 7}
    assert (lane.is_behind, lane.problem) == (False, "")


def test_what_is_right_already_is_not_written(home, shop):
    shop.clear_faults()

    push()

    assert shop.calls("productVariantStocksUpdate") == []


def test_what_saleor_showed_last_is_kept_for_people_to_read(home):
    at = timezone.now()
    make_stock(SKU, 2)
    before = stock.last_shown(SKU, location="home")
    place_in_saleor({SKU: 3})

    push()

    shown_last = stock.last_shown(SKU, location="home")
    assert (before.units, before.allocated) == (10, 0)
    assert (shown_last.units, shown_last.allocated) == (12, 3)
    assert shown_last.seen_at >= at
    assert stock.last_shown(SKU, location="popup-spring") is None
    assert stock.last_shown("unknown-1", location="home") is None


def test_what_someone_else_wrote_is_put_right(home):
    api.worker().product_variant_stocks_update(SKU, [inputs.StockInput(warehouse=home, quantity=99)])

    push()

    assert shown() == {home: 10}


def test_a_pop_up_that_saleor_knows_has_its_own_figure_and_one_that_it_does_not_has_none(home):
    at = timezone.now()
    made = api.worker().warehouse_create(
        inputs.WarehouseCreateInput(
            name="팝업",
            slug="popup-spring",
            external_reference="popup-spring",
            address=inputs.AddressInput(
                company_name="팝업",
                street_address_1="세종대로 110",
                city="중구",
                country_area="서울특별시",
                postal_code="04524",
                country="KR",
            ),
        )
    )
    popup = made.create_warehouse.warehouse.id
    ids.remember("warehouse", "popup-spring", popup)
    for code, units in (("popup-spring", 4), ("popup-summer", 5)):
        location = inventory.open_location(code=code, kind=Location.Kind.POPUP, name=code, at=at)
        inventory.receive(
            sku=SKU, location=location, units=units, key=code, document=code, reason="시험", at=at, actor="tests"
        )

    push()

    assert shown() == {home: 10, popup: 4}


@pytest.mark.parametrize("kind", ["fail", "fail_after", "drop_after"])
def test_a_lost_answer_to_a_write_is_a_new_turn(home, shop, kind):
    make_stock(SKU, 5)
    shop.fault("productVariantStocksUpdate", kind)

    stopped = push()
    take_turns("saleor-stock")
    lane = Lane.objects.get(kind="saleor-stock", subject=SKU)

    assert stopped.is_behind
    assert stopped.problem.startswith("SaleorUnavailable")
    assert (lane.is_behind, lane.problem, shown()) == (False, "", {home: 15})


def test_stock_that_changes_between_write_and_answer_is_not_taken_for_done(home, shop, monkeypatch):
    make_stock(SKU, 5)
    real = api.Saleor.product_variant_stocks_update

    def interfered(self, sku, stocks, **kwargs):
        answer = real(self, sku, stocks, **kwargs)
        answer.product_variant_stocks_update.product_variant.stocks[0].quantity = 14
        return answer

    monkeypatch.setattr(api.Saleor, "product_variant_stocks_update", interfered)

    lane = push()

    assert lane.is_behind
    assert lane.problem.startswith("StockDiffers")
    assert lane.parked_at is None


def test_what_is_not_published_yet_is_not_pushed_and_no_problem(shop):
    make_listing(units=3)
    shop.clear_faults()

    publishing.push_stock(sku=SKU)
    assert not Lane.objects.filter(kind=stock.KIND).exists()
    lane = stock.request_push(sku=SKU, now=timezone.now())  # someone asked for it all the same
    take_turns(stock.KIND)
    lane.refresh_from_db()

    assert (lane.is_behind, lane.problem, shop.calls()) == (False, "", [])


def test_a_wake_up_during_a_turn_gets_a_turn_of_its_own(home, monkeypatch):
    real = api.Saleor.product_variant_stocks_update

    def woken(self, sku, stocks, **kwargs):
        monkeypatch.setattr(api.Saleor, "product_variant_stocks_update", real)
        answer = real(self, sku, stocks, **kwargs)
        make_stock(SKU, 1)
        publishing.push_stock(sku=SKU)
        return answer

    make_stock(SKU, 5)
    monkeypatch.setattr(api.Saleor, "product_variant_stocks_update", woken)

    first = push()
    take_turns("saleor-stock")

    assert first.is_behind
    assert shown() == {home: 16}
