"""What happens to a campaign when the moment at which it was to be planned is lost."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from campaigns import planning, quota, services
from campaigns.models import Campaign
from marketplace.channels.errors import ChannelMisconfigured
from marketplace.channels.models import Plan
from tests.campaigns.test_campaigns import HOUR, NOW, apply, change, make, price_steps, shown_at
from tests.support.factories import make_enterprise, make_listing, make_staff, show_price

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make_staff()


@pytest.fixture
def bag():
    variant = make_listing(make_enterprise(), prices=(40000,)).variants.get()
    show_price(variant)
    return variant


@pytest.fixture
def live(staff, bag):
    """A campaign that is on, its price in the shop, nothing of it under way."""
    campaign = apply(make(staff, services.Item(bag, 30000, quota=2)), staff)
    shown_at(campaign.items.get())
    settle()
    return campaign


def settle():
    Plan.objects.filter(state=Plan.State.APPROVED).update(state=Plan.State.APPLIED)


def newest(campaign):
    return Plan.objects.filter(subject=planning.subject_of(campaign)).latest("pk")


def wanted_prices(plan):
    return [step.after["price"] for step in price_steps(plan.steps.all())]


def test_an_end_whose_planning_breaks_comes_again_with_its_plan(live, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(planning, "steps_of", _raiser(OperationalError("the connection is lost")))
        assert planning.keep_time(now=NOW + HOUR) == 0
    live.refresh_from_db()
    assert live.state == Campaign.State.LIVE

    assert planning.keep_time(now=NOW + HOUR) == 1
    assert (newest(live).state, wanted_prices(newest(live))) == (Plan.State.APPROVED, [40000])


def test_one_campaign_that_breaks_does_not_keep_the_others_from_their_time(live, staff, monkeypatch):
    mug = make_listing(make_enterprise("mugs"), reference="mug", prices=(20000,)).variants.get()
    show_price(mug)
    other = apply(make(staff, services.Item(mug, 15000), reference="mugs"), staff)
    real = planning.steps_of

    def steps_of(campaign, channel, *, at):
        if campaign.pk == live.pk:
            raise OperationalError
        return real(campaign, channel, at=at)

    monkeypatch.setattr(planning, "steps_of", steps_of)

    assert planning.keep_time(now=NOW + HOUR) == 1
    other.refresh_from_db()
    assert other.state == Campaign.State.ENDED


def test_a_channel_that_cannot_be_planned_holds_up_no_other_and_is_made_up_for(staff, bag, monkeypatch):
    campaign = apply(make(staff, services.Item(bag, 30000), channels=("coupang", "shop")), staff)
    shown_at(campaign.items.get())
    settle()
    real = planning.plan_steps
    with monkeypatch.context() as broken:
        broken.setattr(planning, "plan_steps", _raiser(ChannelMisconfigured("no place to send from")))
        assert planning.keep_time(now=NOW + HOUR) == 1
        assert planning.sweep(now=NOW + HOUR) == 0
    assert wanted_prices(Plan.objects.filter(channel="shop").latest("pk")) == [40000]
    asked = []
    monkeypatch.setattr(planning, "plan_steps", lambda **given: asked.append(given["market"]) or real(**given))

    planning.sweep(now=NOW + HOUR)

    assert asked == ["coupang"]  # the shop's plan is under way


def test_a_quota_whose_message_was_lost_ends_its_price_all_the_same(live):
    quota.take(document="purchase:A", units={live.items.get().pk: 2}, now=NOW)

    assert planning.sweep(now=NOW) == 1
    assert (newest(live).state, newest(live).made_by, wanted_prices(newest(live))) == ("APPROVED", "sweep", [40000])
    assert planning.sweep(now=NOW) == 0  # under way


def test_what_was_refused_is_not_asked_for_again_within_the_hour(live):
    quota.take(document="purchase:A", units={live.items.get().pk: 2}, now=NOW)
    planning.sweep(now=NOW)
    Plan.objects.filter(pk=newest(live).pk).update(state=Plan.State.FAILED, finished_at=NOW)

    assert planning.sweep(now=NOW + timedelta(minutes=59)) == 0
    assert planning.sweep(now=NOW + timedelta(minutes=61)) == 1


def test_what_needs_a_person_waits_for_one_and_is_not_planned_every_minute(staff, bag):
    campaign = apply(make(staff, services.Item(bag, 19000)), staff)
    settle()

    assert [planning.sweep(now=NOW), planning.sweep(now=NOW)] == [1, 0]
    assert (newest(campaign).state, newest(campaign).needs_person) == (Plan.State.DRAFT, True)


def test_what_staff_are_changing_waits_for_their_yes(live, staff, bag):
    change(live, staff, services.Item(bag, 28000, quota=2))
    assert planning.sweep(now=NOW) == 0

    live.refresh_from_db()
    apply(live, staff)
    settle()

    assert planning.sweep(now=NOW) == 1  # nothing has carried it out here


@pytest.fixture
def mug():
    variant = make_listing(make_enterprise("mugs"), reference="mug", prices=(20000,)).variants.get()
    show_price(variant)
    return variant


def test_an_edit_that_nobody_has_read_is_not_sent_by_what_happens_meanwhile(live, staff, bag, mug):
    """A used-up quota gives its price back at once; the new item and the market wait to be read."""
    change(live, staff, services.Item(bag, 30000, quota=2), services.Item(mug, 15000), channels=("shop", "coupang"))
    quota.take(document="purchase:A", units={live.items.get(variant=bag).pk: 2}, now=NOW)

    planning.bring_in_line(campaign=live, made_by="quota", now=NOW)

    approved = Plan.objects.filter(state=Plan.State.APPROVED)
    waiting = Plan.objects.filter(state=Plan.State.DRAFT)
    assert [step.key for plan in approved for step in plan.steps.all()] == [f"price:{bag.sku}"]
    assert {(plan.channel, plan.needs_person) for plan in waiting} == {("shop", True), ("coupang", True)}
    assert {plan.reason for plan in waiting} == {planning.UNREAD}


def test_an_opening_does_not_send_an_edit_that_nobody_has_read(staff, bag):
    campaign = apply(make(staff, services.Item(bag, 30000), starts=HOUR, ends=2 * HOUR), staff)
    change(campaign, staff, services.Item(bag, 25000), starts=HOUR, ends=2 * HOUR)

    planning.keep_time(now=NOW + HOUR)

    campaign.refresh_from_db()
    assert (campaign.state, newest(campaign).state) == (Campaign.State.LIVE, Plan.State.DRAFT)
    assert (newest(campaign).needs_person, newest(campaign).reason) == (True, planning.UNREAD)
    planning.keep_time(now=NOW + 2 * HOUR)
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.ENDED


def _raiser(exc):
    def raises(*_args, **_given):
        raise exc

    return raises
