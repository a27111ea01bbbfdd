"""The basket: what it takes, and how it says what has changed since."""

import pytest

from campaigns.models import Campaign, CampaignItem
from marketplace.purchases import baskets
from marketplace.purchases.baskets import BasketRefused, LineState
from marketplace.purchases.models import BasketLine
from tests.support.factories import make_enterprise, make_staff, show_price
from vendors import services as vendors
from vendors.models import Listing, ShownPrice

pytestmark = pytest.mark.django_db


def put(basket, variant, now, units=1):
    return baskets.add(basket=basket, variant=variant, units=units, now=now)


def test_a_basket_sums_lines_of_several_enterprises_and_one_delivery_fee(basket, goods, now):
    bag = goods(price=39000)
    soap = goods(price=6500, maker=make_enterprise("bada", name="가온바다"))
    put(basket, bag, now)
    put(basket, soap, now, units=2)

    view = baskets.read(basket, now=now)

    assert [(enterprise.name, [line.units for line in lines]) for enterprise, lines in view.groups] == [
        ("가온바다", [2]),
        ("다시봄공방", [1]),
    ]
    assert (view.units, view.goods_total, view.delivery_fee, view.total) == (3, 52000, 3000, 55000)
    assert view.can_order


def test_putting_in_again_adds_and_setting_sets(basket, goods, now):
    bag = goods()
    put(basket, bag, now, units=2)
    put(basket, bag, now, units=3)
    assert baskets.count(basket.token) == 5

    baskets.set_units(basket=basket, variant=bag, units=1, now=now)

    assert baskets.count(basket.token) == 1


def test_what_is_taken_out_is_gone_and_taking_it_out_twice_is_no_error(basket, goods, now):
    bag = goods()
    put(basket, bag, now)

    for _time in range(2):
        baskets.remove(basket=basket, variant=bag, now=now)

    assert baskets.read(basket, now=now).is_empty


@pytest.mark.parametrize("units", [0, -1, 51])
def test_one_to_fifty_of_a_thing_fit_in(basket, goods, now, units):
    bag = goods(units=80)

    with pytest.raises(BasketRefused):
        put(basket, bag, now, units=units)

    assert not BasketLine.objects.exists()


def test_adding_past_fifty_changes_nothing(basket, goods, now):
    bag = goods(units=80)
    put(basket, bag, now, units=49)

    with pytest.raises(BasketRefused):
        put(basket, bag, now, units=2)

    assert BasketLine.objects.get().units == 49


@pytest.mark.parametrize("how", ["no price", "paused", "inactive option", "not shippable", "closed maker"])
def test_what_is_not_on_sale_is_not_put_in(basket, goods, now, how):
    bag = goods(shown=how != "no price")
    take_off_sale(bag, how, now)
    bag.refresh_from_db()

    with pytest.raises(BasketRefused):
        put(basket, bag, now)

    assert not BasketLine.objects.exists()


@pytest.mark.parametrize("how", ["no price", "paused", "inactive option", "not shippable", "closed maker"])
def test_what_goes_off_sale_in_a_basket_says_so_and_counts_nothing(basket, goods, now, how):
    bag, soap = goods(), goods(price=6500)
    put(basket, bag, now)
    put(basket, soap, now)
    take_off_sale(bag, how, now)
    if how == "closed maker":
        return  # both are that maker's

    view = baskets.read(basket, now=now)

    states = {line.variant.sku: line.state for line in view.lines}
    assert states == {bag.sku: LineState.PAUSED, soap.sku: LineState.OK}
    assert (view.goods_total, view.can_order) == (6500, False)


def take_off_sale(variant, how, now):
    listing = variant.listing
    if how == "no price":
        ShownPrice.objects.filter(variant=variant).delete()
    elif how == "paused":
        vendors.pause_listing(listing=listing, actor="tests", now=now)
    elif how == "inactive option":
        type(variant).objects.filter(pk=variant.pk).update(is_active=False)
    elif how == "not shippable":
        Listing.objects.filter(pk=listing.pk).update(is_shippable=False)
    else:
        type(listing.enterprise).objects.filter(pk=listing.enterprise_id).update(closed_at=now)


@pytest.mark.parametrize(("free", "state"), [(0, LineState.SOLD_OUT), (2, LineState.SHORT), (3, LineState.OK)])
def test_a_line_says_whether_its_units_are_there(basket, goods, now, free, state):
    bag = goods(units=free)
    put(basket, bag, now, units=3)

    line = baskets.read(basket, now=now).lines[0]

    assert (line.state, line.free) == (state, free)


def test_a_changed_price_is_said_once_it_is_seen(basket, goods, now):
    bag = goods(price=39000)
    put(basket, bag, now)
    show_price(bag, 35000, 39000)

    before = baskets.read(basket, now=now).lines[0]
    baskets.accept_prices(basket=basket, now=now)
    after = baskets.read(basket, now=now).lines[0]

    assert (before.has_new_price, before.price, before.prior_price, before.seen_price) == (True, 35000, 39000, 39000)
    assert (after.has_new_price, after.seen_price) == (False, 35000)


def test_a_used_up_quota_stops_a_line_at_the_campaign_price(basket, goods, now):
    bag = goods()
    campaign = Campaign.objects.create(
        reference="spring", title="봄", starts_at=now, ends_at=now.replace(year=now.year + 1),
        created_by=make_staff(), created_at=now, updated_at=now,
    )  # fmt: skip
    item = CampaignItem.objects.create(campaign=campaign, variant=bag, price=30000, quota=5, taken=4)
    show_price(bag, 30000, 39000)
    ShownPrice.objects.filter(variant=bag).update(campaign_item_id=item.pk)
    put(basket, bag, now, units=2)

    two = baskets.read(basket, now=now).lines[0]
    baskets.set_units(basket=basket, variant=bag, units=1, now=now)
    one = baskets.read(basket, now=now).lines[0]

    assert (two.state, one.state) == (LineState.QUOTA, LineState.OK)


def test_the_digest_names_what_is_shown(basket, goods, now, settings):
    bag = goods()
    put(basket, bag, now)
    digest = baskets.read(basket, now=now).digest
    assert baskets.read(basket, now=now).digest == digest

    show_price(bag, 38000)
    cheaper = baskets.read(basket, now=now).digest
    baskets.set_units(basket=basket, variant=bag, units=2, now=now)
    more = baskets.read(basket, now=now).digest
    settings.GACHI_DELIVERY_FEE = 2500
    another_fee = baskets.read(basket, now=now).digest

    assert len({digest, cheaper, more, another_fee}) == 4


def test_a_basket_of_any_size_is_read_in_four_queries(basket, goods, now, django_assert_num_queries):
    for _thing in range(8):
        put(basket, goods(), now)

    with django_assert_num_queries(4):
        view = baskets.read(basket, now=now)
        _shown = [(line.title, line.enterprise.name, line.total) for line in view.lines]


def test_a_token_that_was_never_given_finds_nothing(db):
    assert baskets.find("") is None
    assert baskets.find("nonsense") is None
    assert baskets.count("nonsense") == 0
    assert baskets.read(None, now=None).is_empty
