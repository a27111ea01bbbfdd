"""A campaign as a collection of Saleor's stand-in: planned, filled, shown, hidden, and never made twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns import planning, quota, services
from campaigns.models import Campaign
from marketplace.channels.models import Plan
from marketplace.saleor import api, ids
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.models import RemoteId
from tests.publishing.conftest import publish, run
from tests.support.factories import make_enterprise, make_listing, make_staff
from tests.support.saleor import ask, saleor, saleor_standin, shop
from vendors.publishing.planning import plan_catalogue

__all__ = ["plan_catalogue", "publish", "saleor", "saleor_standin", "shop"]

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)
KEY = "collection:year-end"
SEEN_BY_SHOPPERS = """{collection(slug: "year-end", channel: "shop") {
  name products(first: 9) {edges {node {slug}}}}}"""


@pytest.fixture
def goods(publish):
    """A bag and soap on sale in Saleor, and candles that are not."""
    maker = make_enterprise()
    listings = [
        make_listing(maker, reference="bag", prices=(40000,)),
        make_listing(maker, reference="soap", prices=(6000, 7000)),
    ]
    publish()
    listings.append(make_listing(maker, reference="candle", prices=(15000,)))
    return {variant.sku: variant for listing in listings for variant in listing.variants.all()}


@pytest.fixture
def staff():
    return make_staff()


@pytest.fixture
def campaign(goods, staff):
    """The bag twice at its price, both soaps, and a candle that the shop does not have yet."""
    now = timezone.now()
    items = [services.Item(variant, variant.price - 1000) for variant in goods.values()]
    items[0] = services.Item(goods["bag-1"], 30000, quota=2)
    return services.create_campaign(
        reference="year-end",
        details=services.CampaignDetails(
            title="연말전", theme="고마운 사람에게", starts_at=now - HOUR, ends_at=now + HOUR
        ),
        items=items,
        channels=["shop"],
        actor=staff,
        now=now,
    )


def apply(campaign, staff):
    now = timezone.now()
    made = planning.make_plans(campaign=campaign, made_by="tests", now=now)
    planning.apply_campaign(campaign=campaign, digests={p.pk: p.digest for p in made}, actor=staff, now=now)
    [plan] = made
    return run(plan) if plan.steps.exists() else plan


def bring_in_line(campaign, at=None):
    [plan] = planning.bring_in_line(campaign=campaign, made_by="tests", now=at or timezone.now())
    return run(plan) if plan.steps.exists() else plan


def shown():
    """What shoppers of the shop's channel see, as slugs, or None."""
    found = api.shop().execute(SEEN_BY_SHOPPERS)
    collection = api.shop().get_data(found)["collection"]
    return collection and sorted(edge["node"]["slug"] for edge in collection["products"]["edges"])


def test_a_campaign_that_is_on_is_a_collection_of_what_has_its_prices(campaign, staff):
    plan = apply(campaign, staff)

    [step] = plan.steps.filter(key=KEY)
    assert (step.action, step.before, step.state, step.label) == ("CREATE", None, "DONE", "연말전")
    assert step.after == {"name": "연말전", "is_published": True, "products": ["bag", "soap"]}
    assert plan.steps.latest("position") == step
    assert shown() == ["bag", "soap"]
    assert api.worker().collection("year-end").collection.name == "연말전"


def test_a_second_plan_after_an_apply_is_empty_and_asks_nothing(campaign, staff, shop):
    apply(campaign, staff)
    shop.clear_faults()

    again = apply(campaign, staff)

    assert (again.state, again.steps.count()) == (Plan.State.APPLIED, 0)
    assert shop.calls() == []


def test_before_its_window_nothing_is_made(campaign, staff, shop):
    Campaign.objects.update(starts_at=timezone.now() + HOUR / 2)
    campaign.refresh_from_db()

    plan = apply(campaign, staff)

    assert plan.steps.count() == 0
    assert shop.calls("collectionCreate") == []


def test_a_campaign_that_ends_is_hidden_before_its_prices_go_and_keeps_its_goods(campaign, staff):
    apply(campaign, staff)
    Campaign.objects.update(ends_at=timezone.now())

    planning.keep_time(now=timezone.now())
    plan = run(Plan.objects.latest("pk"))

    first = plan.steps.earliest("position")
    assert (first.key, first.after["is_published"]) == (KEY, False)
    assert plan.state == Plan.State.APPLIED
    assert shown() is None
    members = api.worker().collection("year-end").collection.products.edges
    assert sorted(edge.node.external_reference for edge in members) == ["bag", "soap"]
    campaign.refresh_from_db()
    assert bring_in_line(campaign).steps.count() == 0


def test_what_is_used_up_leaves_the_collection_and_comes_back_with_its_units(campaign, staff):
    apply(campaign, staff)
    item = campaign.items.get(variant__sku="bag-1")

    quota.take(document="purchase:A", units={item.pk: 2}, now=timezone.now())
    bring_in_line(campaign)
    without = shown()
    quota.give_back(document="purchase:A", now=timezone.now())
    bring_in_line(campaign)

    assert (without, shown()) == (["soap"], ["bag", "soap"])


def test_one_option_used_up_leaves_its_product_in(campaign, staff):
    apply(campaign, staff)
    item = campaign.items.get(variant__sku="soap-1")
    campaign.items.filter(pk=item.pk).update(quota=1)

    quota.take(document="purchase:A", units={item.pk: 1}, now=timezone.now())
    plan = bring_in_line(campaign)

    assert [step.key for step in plan.steps.all()] == ["price:soap-1"]
    assert shown() == ["bag", "soap"]


def test_a_new_name_is_a_line_of_the_plan(campaign, staff):
    apply(campaign, staff)
    Campaign.objects.update(title="새해전")
    campaign.refresh_from_db()

    plan = bring_in_line(campaign)

    [step] = plan.steps.all()
    assert (step.before["name"], step.after["name"]) == ("연말전", "새해전")
    assert api.worker().collection("year-end").collection.name == "새해전"


CALLS = ["collectionCreate", "collectionAddProducts", "collectionChannelListingUpdate"]


@pytest.mark.parametrize("kind", ["fail", "fail_after"])
@pytest.mark.parametrize("call", CALLS)
def test_an_answer_that_was_lost_does_not_make_two(campaign, staff, shop, call, kind):
    shop.fault(call, kind)

    plan = apply(campaign, staff)
    waited = plan.state
    run(plan)

    assert (waited, plan.state) == (Plan.State.APPLYING, Plan.State.APPLIED)
    assert shown() == ["bag", "soap"]
    found = ask("{collections(first: 9) {edges {node {slug}}}}")["collections"]["edges"]
    assert [edge["node"]["slug"] for edge in found] == ["year-end"]


def test_what_someone_put_in_by_hand_is_taken_out_with_the_next_change(campaign, staff, publish):
    apply(campaign, staff)
    publish()
    saleor = api.worker()
    saleor.collection_add_products(ids.require("collection", "year-end"), [ids.require("product", "candle")])
    Campaign.objects.update(title="새해전")
    campaign.items.filter(variant__sku="candle-1").delete()
    campaign.refresh_from_db()

    bring_in_line(campaign)

    assert shown() == ["bag", "soap"]


def test_a_collection_of_someone_elses_is_left_alone(campaign, staff):
    api.worker().collection_create(inputs.CollectionCreateInput(name="직원이 만든 것", slug="year-end"))

    plan = apply(campaign, staff)

    [step] = plan.steps.filter(key=KEY)
    assert (step.state, "CollectionTaken" in step.problem) == ("FAILED", True)
    assert plan.steps.exclude(key=KEY).exclude(state="DONE").count() == 0
    assert api.worker().collection("year-end").collection.name == "직원이 만든 것"


def test_a_new_saleor_gets_its_own_collection(campaign, staff):
    apply(campaign, staff)
    RemoteId.objects.filter(kind="collection").delete()

    [step] = planning.steps_of(campaign, "shop", at=timezone.now())

    assert (step.key, step.action) == (KEY, "CREATE")


def test_more_goods_than_fit_on_a_page_are_all_found_again(campaign, staff, monkeypatch):
    """The page's size is in the operation; the stand-in is told to answer one product at a time."""
    apply(campaign, staff)
    real = api.Saleor.execute

    def one_by_one(self, query, operation_name=None, variables=None, **kwargs):
        return real(self, query.replace("first: 100", "first: 1"), operation_name, variables, **kwargs)

    monkeypatch.setattr(api.Saleor, "execute", one_by_one)
    Campaign.objects.update(title="새해전")
    campaign.refresh_from_db()

    plan = bring_in_line(campaign)

    [step] = plan.steps.all()
    assert step.state == "DONE"
    assert bring_in_line(campaign).steps.count() == 0
    assert shown() == ["bag", "soap"]
