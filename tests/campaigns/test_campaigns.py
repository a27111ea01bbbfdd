"""What staff may write in a campaign, what it wants of the shop at a moment, and how it keeps its time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns import planning, queries, quota, services
from campaigns.models import Campaign, CampaignChannel, CampaignItem
from campaigns.popups.goods import live_items
from marketplace.channels import plans
from marketplace.channels.models import Plan
from marketplace.core.models import OutboxMessage
from tests.support.factories import make_enterprise, make_listing, make_staff, show_price
from vendors.models import Variant

pytestmark = pytest.mark.django_db

NOW = timezone.now()
HOUR = timedelta(hours=1)


@pytest.fixture
def staff():
    return make_staff()


@pytest.fixture
def bag():
    variant = make_listing(make_enterprise(), prices=(40000,)).variants.get()
    show_price(variant)
    return variant


def details(starts=-HOUR, ends=HOUR, **fields):
    return services.CampaignDetails(
        **{"title": "연말전", "theme": "고마운 사람에게", "starts_at": NOW + starts, "ends_at": NOW + ends, **fields}
    )


def make(staff, *items, reference="year-end", channels=("shop",), **window):
    return services.create_campaign(
        reference=reference, details=details(**window), items=items, channels=channels, actor=staff, now=NOW
    )


def apply(campaign, staff, now=NOW):
    made = planning.make_plans(campaign=campaign, made_by="tests", now=now)
    return planning.apply_campaign(
        campaign=campaign, digests={plan.pk: plan.digest for plan in made}, actor=staff, now=now
    )


def price_steps(steps):
    """The steps that speak of prices: the collection of the goods has its own tests."""
    return [step for step in steps if step.key.startswith("price:")]


@pytest.mark.parametrize(
    ("price", "quota_units", "window", "said"),
    [
        (40000, None, {}, "정가 40,000원보다 낮아야"),
        (30005, None, {}, "10원 단위"),
        (30000, 0, {}, "1개 이상"),
        (30000, None, {"starts": HOUR, "ends": HOUR}, "시작보다 뒤여야"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_kept(staff, bag, price, quota_units, window, said):
    with pytest.raises(services.CampaignRefused, match=said):
        make(staff, services.Item(bag, price, quota_units), **window)

    assert not Campaign.objects.exists()


def test_a_variant_has_one_campaign_at_a_time(staff, bag):
    apply(make(staff, services.Item(bag, 30000)), staff)

    with pytest.raises(services.CampaignRefused, match="연말전"):
        make(staff, services.Item(bag, 20000), reference="other")

    make(staff, services.Item(bag, 20000), reference="later", starts=HOUR, ends=2 * HOUR)


def test_of_two_drafts_with_the_same_goods_one_is_applied(staff, bag, mug):
    first = make(staff, services.Item(bag, 30000), services.Item(mug, 15000))
    second = make(staff, services.Item(bag, 20000), reference="other")
    apply(first, staff)

    with pytest.raises(planning.CampaignClashes, match="연말전"):
        apply(second, staff)

    second.refresh_from_db()
    assert second.state == Campaign.State.DRAFT
    change(first, staff, services.Item(mug, 15000))
    assert apply(second, staff).state == Campaign.State.LIVE


def test_two_who_edit_at_once_do_not_overwrite_each_other(staff, bag):
    campaign = make(staff, services.Item(bag, 30000))
    change = {"items": [services.Item(bag, 25000)], "channels": ["shop"], "actor": staff, "now": NOW}
    services.change_campaign(campaign=campaign, shown_version=1, details=details(title="새 이름"), **change)

    with pytest.raises(services.CampaignChanged):
        services.change_campaign(campaign=campaign, shown_version=1, details=details(title="늦은 이름"), **change)

    campaign.refresh_from_db()
    assert (campaign.title, campaign.version) == ("새 이름", 2)


def test_before_inside_and_after_its_window_a_campaign_wants_other_prices(staff, bag):
    campaign = make(staff, services.Item(bag, 30000), starts=HOUR, ends=2 * HOUR)

    before = price_steps(planning.steps_of(campaign, "shop", at=NOW))
    inside = price_steps(planning.steps_of(campaign, "shop", at=NOW + HOUR))
    show_price(bag, price=30000, prior=40000)
    bag.shown_prices.update(campaign_item_id=campaign.items.get().pk)
    again = price_steps(planning.steps_of(campaign, "shop", at=NOW + HOUR))
    after = price_steps(planning.steps_of(campaign, "shop", at=NOW + 2 * HOUR))

    assert before == []
    assert [step.after for step in inside] == [
        {"price": 30000, "prior": 40000, "campaign_item_id": campaign.items.get().pk}
    ]
    assert again == []
    assert [step.after for step in after] == [{"price": 40000, "prior": None, "campaign_item_id": None}]


def test_a_price_that_the_campaign_did_not_set_is_not_taken_back(staff, bag):
    campaign = make(staff, services.Item(bag, 30000))
    show_price(bag, price=35000, prior=40000)  # set by someone else meanwhile

    assert planning.steps_of(campaign, "shop", at=NOW + HOUR) == []


def test_what_is_applied_is_what_was_read(staff, bag):
    campaign = make(staff, services.Item(bag, 30000))
    plan = planning.make_plans(campaign=campaign, made_by="tests", now=NOW)[0]

    with pytest.raises(plans.DigestDiffers):
        planning.apply_campaign(campaign=campaign, digests={plan.pk: "0" * 64}, actor=staff, now=NOW)

    campaign.refresh_from_db()
    plan.refresh_from_db()
    assert (campaign.state, plan.state) == (Campaign.State.DRAFT, Plan.State.DRAFT)


def test_a_cut_below_half_waits_for_a_person_whatever_the_clock_says(staff, bag):
    campaign = make(staff, services.Item(bag, 19000))

    made = planning.bring_in_line(campaign=campaign, made_by="clock", now=NOW)[0]

    assert (made.state, made.needs_person) == (Plan.State.DRAFT, True)


def test_the_clock_opens_and_closes_a_campaign_once_each(staff, bag):
    campaign = apply(make(staff, services.Item(bag, 30000), starts=HOUR, ends=2 * HOUR), staff)

    states = [campaign.state]
    turned = []
    for at in (NOW, NOW + HOUR, NOW + HOUR, NOW + 2 * HOUR, NOW + 2 * HOUR):
        turned.append(planning.keep_time(now=at))
        campaign.refresh_from_db()
        states.append(campaign.state)

    assert turned == [0, 1, 0, 1, 0]
    assert states == ["SCHEDULED", "SCHEDULED", "LIVE", "LIVE", "ENDED", "ENDED"]
    opening = Plan.objects.filter(subject=planning.subject_of(campaign), state=Plan.State.APPROVED)
    assert [step.after["price"] for plan in opening for step in price_steps(plan.steps.all())] == [30000]


def test_a_quota_that_is_used_up_ends_its_price_and_one_given_back_restores_it(staff, bag):
    campaign = apply(make(staff, services.Item(bag, 30000, quota=2)), staff)
    item = campaign.items.get()
    show_price(bag, price=30000, prior=40000)
    bag.shown_prices.update(campaign_item_id=item.pk)

    quota.take(document="purchase:A", units={item.pk: 2}, now=NOW)
    used_up = price_steps(planning.steps_of(campaign, "shop", at=NOW))
    quota.give_back(document="purchase:A", now=NOW)
    restored = price_steps(planning.steps_of(campaign, "shop", at=NOW))

    assert [step.after["price"] for step in used_up] == [40000]
    assert restored == []
    assert OutboxMessage.objects.filter(topic="campaigns.quota_changed").count() == 2


def test_more_than_the_quota_is_not_taken(staff, bag):
    item = make(staff, services.Item(bag, 30000, quota=2)).items.get()

    with pytest.raises(quota.QuotaGone):
        quota.take(document="purchase:B", units={item.pk: 3}, now=NOW)

    item.refresh_from_db()
    assert item.taken == 0


def test_what_was_sold_cannot_be_edited_away(staff, bag):
    campaign = make(staff, services.Item(bag, 30000, quota=5))
    quota.take(document="purchase:C", units={campaign.items.get().pk: 3}, now=NOW)
    change = {"shown_version": 1, "details": details(), "channels": ["shop"], "actor": staff, "now": NOW}

    with pytest.raises(services.CampaignRefused, match="3개가 팔려서"):
        services.change_campaign(campaign=campaign, items=[services.Item(bag, 30000, quota=2)], **change)


def shown_at(item, price=30000):
    """Let the shop show an item's price, as its plan does once it is applied."""
    show_price(item.variant, price=price, prior=item.variant.price)
    item.variant.shown_prices.update(campaign_item_id=item.pk)


@pytest.fixture
def mug():
    variant = make_listing(make_enterprise("mugs"), reference="mug", prices=(20000,)).variants.get()
    show_price(variant)
    return variant


def change(campaign, staff, *items, channels=("shop",), **window):
    campaign.refresh_from_db()
    return services.change_campaign(
        campaign=campaign, shown_version=campaign.version, details=details(**window), items=items, channels=channels,
        actor=staff, now=NOW,
    )  # fmt: skip


def test_a_campaign_that_is_on_cannot_be_put_off(staff, bag):
    campaign = apply(make(staff, services.Item(bag, 30000)), staff)

    with pytest.raises(services.CampaignRefused, match="뒤로 미룰 수 없어요"):
        change(campaign, staff, services.Item(bag, 30000), starts=HOUR, ends=2 * HOUR)
    change(campaign, staff, services.Item(bag, 30000), starts=-2 * HOUR, ends=2 * HOUR)

    assert campaign.channels.get().channel == "shop"


def test_what_is_taken_out_of_a_campaign_that_is_on_keeps_its_price_until_a_plan_takes_it_back(staff, bag, mug):
    campaign = apply(make(staff, services.Item(bag, 30000, quota=2), services.Item(mug, 15000)), staff)
    out, kept = campaign.items.order_by("position")
    shown_at(out)
    shown_at(kept, 15000)

    change(campaign, staff, services.Item(mug, 15000))
    steps = price_steps(planning.steps_of(campaign, "shop", at=NOW))
    quota.take(document="purchase:D", units={out.pk: 2}, now=NOW)  # the price that is shown is the price

    assert list(campaign.items.all()) == [kept]
    assert [(step.key, step.after["price"]) for step in steps] == [(f"price:{bag.sku}", 40000)]
    with pytest.raises(quota.QuotaGone):
        quota.take(document="purchase:E", units={out.pk: 1}, now=NOW)
    change(campaign, staff, services.Item(mug, 15000))  # what was sold since hinders no further change


def test_what_is_put_back_in_is_what_it_was(staff, bag, mug):
    campaign = apply(make(staff, services.Item(bag, 30000, quota=2), services.Item(mug, 15000)), staff)
    out = campaign.items.get(variant=bag)
    shown_at(out)
    change(campaign, staff, services.Item(mug, 15000))
    quota.take(document="purchase:F", units={out.pk: 2}, now=NOW)

    with pytest.raises(services.CampaignRefused, match="2개가 팔려서"):
        change(campaign, staff, services.Item(mug, 15000), services.Item(bag, 30000, quota=1))
    change(campaign, staff, services.Item(mug, 15000), services.Item(bag, 30000, quota=3))

    assert [(item.pk, item.taken) for item in campaign.items.filter(variant=bag)] == [(out.pk, 2)]
    assert f"price:{bag.sku}" not in [step.key for step in planning.steps_of(campaign, "shop", at=NOW)]


def test_nobody_pays_more_for_a_campaign_than_without_it(staff, bag):
    campaign = apply(make(staff, services.Item(bag, 30000)), staff)
    item = campaign.items.get()
    shown_at(item)
    own = {"price": 30000, "prior": 45000, "campaign_item_id": item.pk}

    def terms(listed):
        Variant.objects.update(price=listed)
        [found] = planning.follow_list_prices(listing_id=bag.listing_id, now=NOW)
        plan = Plan.objects.filter(subject=planning.subject_of(found)).latest("pk")
        assert plan.made_by == "list price"
        return [step.after for step in price_steps(plan.steps.all())]

    assert terms(25000) == [{"price": 25000, "prior": None, "campaign_item_id": None}]
    assert live_items(campaign, now=NOW) == []
    show_price(bag, price=25000)
    bag.shown_prices.update(campaign_item_id=None)
    assert terms(30000) == [{"price": 30000, "prior": None, "campaign_item_id": None}]
    assert terms(45000) == [own]
    assert live_items(campaign, now=NOW) == [item]


def test_a_list_price_changes_nothing_for_campaigns_that_are_not_on(staff, bag):
    make(staff, services.Item(bag, 30000))
    apply(make(staff, services.Item(bag, 30000), reference="later", starts=HOUR, ends=2 * HOUR), staff)

    assert planning.follow_list_prices(listing_id=bag.listing_id, now=NOW) == []


def test_taken_out_of_a_draft_it_never_was(staff, bag, mug):
    campaign = make(staff, services.Item(bag, 30000), services.Item(mug, 15000), channels=["shop", "coupang"])

    change(campaign, staff, services.Item(mug, 15000))

    assert [item.variant for item in CampaignItem.ever.filter(campaign=campaign)] == [mug]
    assert [row.channel for row in CampaignChannel.ever.filter(campaign=campaign)] == ["shop"]


def test_a_campaign_taken_off_the_shop_takes_its_prices_back_there_once(staff, bag):
    campaign = apply(make(staff, services.Item(bag, 30000), channels=["shop", "popup"]), staff)
    shown_at(campaign.items.get())

    change(campaign, staff, services.Item(bag, 30000), channels=["popup"])
    [changes] = queries.changes_of(campaign, at=NOW)
    [plan] = planning.make_plans(campaign=campaign, made_by="tests", now=NOW)
    planning.apply_campaign(campaign=campaign, digests={plan.pk: changes.digest}, actor=staff, now=NOW)
    [under_way] = queries.health_of([campaign], NOW)
    show_price(bag)
    bag.shown_prices.update(campaign_item_id=None)
    plan.steps.update(state="DONE")
    Plan.objects.update(state=Plan.State.APPLIED)
    [settled] = queries.health_of([campaign], NOW)

    assert [step.after["price"] for step in price_steps(changes.steps)] == [40000]
    assert planning.channels_of(campaign) == []
    assert [row.channel for row in under_way.channels] == ["shop", "popup"]
    assert [row.channel for row in settled.channels] == ["popup"]
    assert queries.changes_of(campaign, at=NOW) == []
    assert planning.make_plans(campaign=campaign, made_by="tests", now=NOW) == []


def test_a_campaign_stopped_early_wants_everything_back(staff, bag):
    campaign = apply(make(staff, services.Item(bag, 30000)), staff)
    show_price(bag, price=30000, prior=40000)
    bag.shown_prices.update(campaign_item_id=campaign.items.get().pk)

    stopped, stays = planning.stop_campaign(campaign=campaign, actor=staff, now=NOW)

    last = Plan.objects.filter(subject=planning.subject_of(campaign)).latest("pk")
    assert stopped.state == Campaign.State.ENDED
    assert stays == []
    assert [step.after["price"] for step in price_steps(last.steps.all())] == [40000]
    assert last.state == Plan.State.APPROVED
