"""A pop-up in Saleor's stand-in: a warehouse in a channel of its own, its stock, its prices, and its end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Exhibition
from campaigns.popups import closing, consignments, counts, places, saleor_side
from campaigns.popups.counts import Found
from marketplace.channels import plans
from marketplace.channels.models import Lane, Plan
from marketplace.saleor import api, ids
from tests.publishing.conftest import run, take_turns
from tests.support.saleor import ask, saleor, saleor_standin
from tests.support.saleor import shop as saleor_shop
from vendors.models import Variant
from vendors.publishing.planning import plan_catalogue
from workers.jobs import campaigns as clock
from workers.jobs import publishing

__all__ = ["saleor", "saleor_shop", "saleor_standin"]

pytestmark = pytest.mark.django_db(transaction=True)

CODE = "popup-local-shop"
BAG, SOAP = "upcycled-bag-1", "soap-1"
AVAILABLE = """query($sku: String!, $channel: String!) {
  productVariant(sku: $sku, channel: $channel) {quantityAvailable pricing {price {gross {amount}}}}}"""
PLACE = """{warehouse(externalReference: "popup-local-shop") {
  name isPrivate clickAndCollectOption address {companyName city streetAddress1}}}"""


@pytest.fixture
def published(bag, soap, saleor_shop):
    """The bag and the soap on sale in the shop's channel of Saleor."""
    plan = plan_catalogue(now=timezone.now())
    plans.approve(plan=plan, digest=plan.digest, actor="tests", now=timezone.now())
    run(plan)
    assert plan.state == "APPLIED", plan.problem
    take_turns("saleor-stock")
    saleor_shop.clear_faults()
    return saleor_shop


def follow():
    """Give the pop-up's lane a turn, carry out what it planned, and push what stock follows from it."""
    take_turns(saleor_side.LANE)
    plan = Plan.objects.filter(subject__startswith="popup:").order_by("-pk").first()
    if plan and plan.state in ("APPROVED", "APPLYING"):
        run(plan)
    for sku in (BAG, SOAP):
        publishing.push_stock(sku=sku)
    take_turns("saleor-stock")
    return plan


def steps(plan):
    return [(step.action, step.key.split(":")[0]) for step in plan.steps.order_by("position")]


def available(sku, channel="shop"):
    """What shoppers of a channel could have of a variant, and at what price; None where it is not sold."""
    found = api.shop().get_data(api.shop().execute(AVAILABLE, None, {"sku": sku, "channel": channel}))["productVariant"]
    return found and (found["quantityAvailable"], int(found["pricing"]["price"]["gross"]["amount"]))


def stands(sku):
    """Units by warehouse, under our names for them."""
    names = {ids.find("warehouse", code): code for code in ("home", CODE)}
    rows = api.worker().variant_stocks(sku).product_variant.stocks
    return {names[row.warehouse.id]: row.quantity for row in rows}


def sells_from(slug):
    names = {ids.find("warehouse", code): code for code in ("home", CODE)}
    return [names[warehouse.id] for warehouse in api.worker().channel(slug).channel.warehouses]


def test_a_place_becomes_a_private_warehouse_in_a_channel_of_its_own_that_is_not_open_yet(published, place):
    plan = follow()

    assert (plan.state, steps(plan)) == ("APPLIED", [("CREATE", "place"), ("CREATE", "doors")])
    assert ask(PLACE)["warehouse"] == {
        "name": "가온백화점 북부점 7층",
        "isPrivate": True,
        "clickAndCollectOption": "DISABLED",
        "address": {
            "companyName": "가온백화점 북부점 7층",
            "city": "구로구",
            "streetAddress1": "서울특별시 노원구 가상로 7",
        },
    }
    channel = api.worker().channel(CODE).channel
    assert (channel.name, channel.is_active, channel.currency_code) == ("우리동네 로컬상회", False, "KRW")
    assert (sells_from(CODE), sells_from("shop")) == ([CODE], ["home"])


def test_units_move_in_saleor_from_home_to_the_pop_up_and_are_never_the_shops(published, place, bring, bag):
    follow()
    before = available(BAG)

    bring(bag, 6)
    follow()

    assert before == (10, 39000)
    assert stands(BAG) == {"home": 4, CODE: 6}
    assert available(BAG) == (4, 39000)
    assert sells_from("shop") == ["home"]


def test_units_on_their_way_are_nowhere_to_be_had(published, place, bag, staff, now):
    follow()
    note = consignments.draft_consignment(
        exhibition=place, enterprise=bag.listing.enterprise, units={BAG: 6}, key="way", actor=staff, now=now
    )
    consignments.send_consignment(consignment=note, sent_by=staff, actor=staff, now=now)

    follow()

    assert stands(BAG) == {"home": 4}


def test_an_open_pop_up_lists_what_its_counter_asks_in_its_own_channel_alone(published, shop):
    plan = follow()

    assert [key for action, key in steps(plan)] == ["place", "doors", "here", "here"]
    assert available(BAG, CODE) == (6, 30000)
    assert available(SOAP, CODE) == (8, 6500)
    assert (available(BAG), available(SOAP)) == ((4, 39000), (12, 6500))
    assert api.worker().channel(CODE).channel.is_active
    assert Lane.objects.get(kind=saleor_side.LANE).problem == ""


def test_a_second_plan_after_an_apply_is_empty_and_asks_nothing(published, shop, now):
    follow()
    place = Exhibition.objects.get()
    published.clear_faults()

    asked = saleor_side.sweep(now=now)
    saleor_side.request_turn(exhibition=place, now=now)
    take_turns(saleor_side.LANE)

    assert (asked, saleor_side.steps_of(place, now=now)) == (0, [])
    assert Plan.objects.filter(subject__startswith="popup:").count() == 1
    assert [call for call in published.calls() if not call["label"].startswith("out:")] == []


def test_what_is_sold_over_the_counter_leaves_saleors_stock_there(published, shop, sell):
    follow()

    sell({BAG: 2}, 60000)
    follow()

    assert stands(BAG) == {"home": 4, CODE: 4}
    assert available(BAG) == (4, 39000)


def test_a_quota_that_is_used_up_asks_the_list_price_in_saleor_too(published, shop, sell):
    follow()
    sell({BAG: 4}, 120000)

    clock.quota_changed(campaign_id=Campaign.objects.get().pk)
    follow()

    assert available(BAG, CODE) == (2, 39000)


def test_a_price_that_ends_by_the_clock_is_found_by_the_sweep(published, shop):
    follow()
    Campaign.objects.update(state=Campaign.State.ENDED, ends_at=timezone.now())

    clock.sweep_popups()
    plan = follow()

    assert steps(plan) == [("UPDATE", "here")]
    assert available(BAG, CODE) == (6, 39000)


def test_a_venue_that_lets_shoppers_collect_is_a_point_of_collection(published, place, staff, now):
    follow()
    details = places.PlaceDetails(venue=place.venue, address=place.address, allows_pickup=True)
    places.change_place(exhibition=place, details=details, actor=staff, now=now)

    plan = follow()

    assert steps(plan) == [("UPDATE", "place")]
    found = ask(PLACE)["warehouse"]
    assert (found["isPrivate"], found["clickAndCollectOption"]) == (False, "LOCAL")
    assert sells_from("shop") == ["home"]


def test_a_venue_outside_of_seoul_keeps_its_whole_address(published, place, staff, now):
    details = places.PlaceDetails(venue="바닷가 책방", address="강원특별자치도 속초시 가상길 3")
    places.change_place(exhibition=place, details=details, actor=staff, now=now)

    plan = follow()

    assert plan.state == "APPLIED"
    assert ask(PLACE)["warehouse"]["address"]["streetAddress1"] == "강원특별자치도 속초시 가상길 3"


def test_when_sales_end_the_goods_leave_the_channel_and_its_doors_close(published, shop, staff, now):
    follow()
    place = places.begin_closing(exhibition=shop, actor=staff, now=now)

    plan = follow()

    assert [action for action, key in steps(plan)] == ["REMOVE", "REMOVE", "UPDATE"]
    assert available(BAG, CODE) is None
    assert not api.worker().channel(CODE).channel.is_active
    assert stands(BAG) == {"home": 4, CODE: 6}
    places.open_again(exhibition=place, actor=staff, now=now)
    follow()
    assert available(BAG, CODE) == (6, 30000)


def test_a_closed_pop_up_has_nothing_left_no_channel_and_its_warehouse_stays(published, shop, staff, second, now):
    follow()
    place = places.begin_closing(exhibition=shop, actor=staff, now=now)
    send_everything_home(place, staff, second, now)
    closing.close_exhibition(exhibition=place, note="", actor=staff, now=now)

    plan = follow()

    assert plan.state == "APPLIED"
    assert stands(BAG) == {"home": 10, CODE: 0}
    assert stands(SOAP) == {"home": 20, CODE: 0}
    assert (available(BAG), available(SOAP)) == ((10, 39000), (20, 6500))
    assert (sells_from(CODE), sells_from("shop")) == ([], ["home"])
    assert ask(PLACE)["warehouse"]["isPrivate"]
    assert published.calls("deleteWarehouse") == []
    place.refresh_from_db()
    assert saleor_side.steps_of(place, now=now) == []


def send_everything_home(place, staff, second, now):
    here = {SOAP: 8, BAG: 6}
    found = [Found(sku, units, units) for sku, units in here.items()]
    counts.record_counts(exhibition=place, found=found, key="all", actor=staff, now=now)
    for sku in here:
        enterprise = Variant.objects.get(sku=sku).listing.enterprise
        note = consignments.send_back(exhibition=place, enterprise=enterprise, actor=staff, now=now)
        received = {line.variant.sku: line.sent_units for line in note.lines.all()}
        consignments.receive_consignment(
            consignment=note, received=received, reasons={}, received_by=second, actor=second, now=now
        )


@pytest.mark.parametrize("kind", ["fail", "fail_after"])
@pytest.mark.parametrize(
    "call", ["createWarehouse", "channelCreate", "channelUpdate", "productVariantChannelListingUpdate"]
)
def test_a_lost_answer_makes_no_second_one(published, shop, call, kind):
    published.fault(call, kind)

    plan = follow()
    waited = plan.state
    run(plan)
    follow()

    assert (waited, plan.state) == ("APPLYING", "APPLIED")
    assert available(BAG, CODE) == (6, 30000)
    found = ask('{warehouses(first: 9, filter: {search: "가온"}) {totalCount}}')
    assert found["warehouses"]["totalCount"] == 1


def test_a_pop_up_that_closed_before_saleor_knew_it_is_left_alone(published, shop):
    Exhibition.objects.update(state="CLOSED", closed_at=timezone.now())

    assert saleor_side.steps_of(Exhibition.objects.get(), now=timezone.now()) == []


def test_what_saleor_refused_is_not_asked_again_at_once(published, shop, now):
    usd = {"name": "x", "slug": CODE, "currencyCode": "USD", "defaultCountry": "US"}
    ask("mutation($i: ChannelCreateInput!) {channelCreate(input: $i) {errors {code}}}", i=usd)
    first = follow()

    saleor_side.sweep(now=timezone.now())
    follow()
    tried = Plan.objects.filter(subject__startswith="popup:", approved_at__isnull=False).count()
    Plan.objects.update(finished_at=timezone.now() - timedelta(hours=2))
    saleor_side.sweep(now=timezone.now())
    follow()

    assert first.state == "FAILED"
    assert tried <= 2
    assert Plan.objects.filter(subject__startswith="popup:", approved_at__isnull=False).count() == tried + 1
