"""Plans at 쿠팡: what they say beforehand, what applying does, and that a second plan is empty."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.markets import applying
from campaigns.markets.steps import WantedOffer, plan_steps
from campaigns.models import Campaign, CampaignItem, MarketListing
from marketplace.channels import plans, seen
from marketplace.channels.models import PlanStep
from marketplace.core.sayings import said, saying
from tests.support.factories import make_enterprise, make_listing, make_staff, make_variant
from vendors.models import ShownPrice

pytestmark = pytest.mark.django_db(transaction=True)

CREATE = "POST /seller-products"


@pytest.fixture
def campaign():
    now = timezone.now()
    return Campaign.objects.create(
        reference="spring",
        title="봄",
        theme="봄맞이",
        starts_at=now,
        ends_at=now + timedelta(days=1),
        state=Campaign.State.LIVE,
        created_by=make_staff(),
        created_at=now,
        updated_at=now,
    )


def wanted(variant, price, prior=None, item=None, units=None):
    return WantedOffer(variant=variant, price=price, prior_price=prior, campaign_item_id=item and item.pk, units=units)


def products(market, sku):
    return [item["sellerProductId"] for item in market._http.get("/_sandbox/shop/items").json()
            if item["externalVendorSku"] == sku]  # fmt: skip


def test_a_plan_says_what_cannot_be_undone_and_what_takes_time(market):
    variant = make_variant(prices=(39005,))

    [step] = market.plan([wanted(variant, 31207, 39005)]).steps.all()

    assert (step.action, step.key, step.reversible) == ("CREATE", "offer:upcycled-bag-1", False)
    assert (step.after["price"], step.after["prior"]) == (31200, 39000)
    assert [said(warning)[:8] for warning in step.warnings] == ["판매처의 심사를", "승인된 뒤에는 ", "쿠팡은 10원 "]
    assert market.standin.calls() == []


def test_a_second_plan_is_empty_before_and_after_the_approval(market):
    variant = make_variant()
    market.switch(approval_delay=3600)
    offer = [wanted(variant, 31200, 39000)]
    plan = market.apply(market.plan(offer))
    assert [step.state for step in plan.steps.all()] == ["WAITING"]
    assert market.plan(offer).state == "APPLIED"

    listing = MarketListing.objects.get()
    market.decide("approve", listing)
    market.hear()

    plan.refresh_from_db()
    assert plan.state == "APPLIED"
    assert market.plan(offer).steps.count() == 0


def test_a_price_is_changed_shown_and_taken_back(market):
    variant = make_variant()
    market.offer(variant, price=39000)
    plan = market.apply(market.plan([wanted(variant, 15000, 39000)]))
    item = market.item(variant.sku)
    assert (plan.state, item["price"], item["originalPrice"]) == ("APPLIED", 15000, 39000)
    shown = ShownPrice.objects.get(channel="coupang")
    assert (shown.price, shown.prior_price) == (15000, 39000)
    now = timezone.now()

    back = plans.save_plan(
        channel="coupang", subject="campaign:0", steps=plans.revert_steps(plan), made_by="tests", now=now
    )
    market.apply(back)

    item = market.item(variant.sku)
    assert (item["price"], item["originalPrice"]) == (39000, 39000)
    assert ShownPrice.objects.get(channel="coupang").price == 39000


def test_what_a_campaign_brought_is_stopped_when_it_ends_and_comes_back_with_the_next(market, campaign):
    variant = make_variant(units=10)
    item = CampaignItem.objects.create(campaign=campaign, variant=variant, price=31200)
    offer = wanted(variant, 31200, 39000, item)
    market.apply(market.plan([offer], subject=f"campaign:{campaign.pk}"))
    market.hear()
    market.turn(variant.sku)
    assert market.item(variant.sku)["onSale"]
    Campaign.objects.update(state=Campaign.State.ENDED)

    plan = market.apply(market.plan(ended=[variant], subject=f"campaign:{campaign.pk}"))
    market.turn(variant.sku)

    assert plan.steps.get().action == "REMOVE"
    there = market.item(variant.sku)
    assert (there["onSale"], there["price"], market.buckets(variant.sku)) == (False, 39000, (10, 0, 0, 0))
    assert not ShownPrice.objects.filter(channel="coupang").exists()
    assert market.plan(ended=[variant], subject=f"campaign:{campaign.pk}").steps.count() == 0
    assert [step.action for step in plans.irreversible_steps(plan)] == ["REMOVE"]

    market.apply(market.plan([wanted(variant, 35000, 39000)], subject="campaign:99"))
    market.turn(variant.sku)
    there = market.item(variant.sku)
    assert (there["onSale"], there["price"], there["quantity"]) == (True, 35000, 5)


@pytest.mark.parametrize("is_brought", [True, False])
def test_what_is_taken_out_of_a_campaign_that_goes_on_is_let_go(market, campaign, is_brought):
    variant = make_variant(units=10)
    item = CampaignItem.objects.create(campaign=campaign, variant=variant, price=31200)
    mine = f"campaign:{campaign.pk}"
    if not is_brought:
        market.offer(variant, price=39000)
    market.apply(market.plan([wanted(variant, 31200, 39000, item)], subject=mine))
    market.hear()
    market.turn(variant.sku)
    assert (market.item(variant.sku)["onSale"], market.item(variant.sku)["price"]) == (True, 31200)

    assert market.plan(ended=[variant], subject=mine).steps.count() == 0  # it goes on, and the quota is not used up
    plan = market.apply(market.plan(out=[item], subject=mine))
    market.turn(variant.sku)

    assert plan.steps.get().action == ("REMOVE" if is_brought else "UPDATE")
    there = market.item(variant.sku)
    assert (there["onSale"], there["price"]) == (not is_brought, 39000)
    assert market.plan(out=[item], subject=mine).steps.count() == 0


def test_a_used_up_quota_ends_the_price_and_not_the_sale(market, campaign):
    variant = make_variant(units=10)
    item = CampaignItem.objects.create(campaign=campaign, variant=variant, price=31200, quota=3)
    market.offer(variant, price=31200, prior_price=39000, campaign_item_id=item.pk, units=3)
    assert market.buckets(variant.sku) == (7, 3, 0, 3)
    market.buy(variant.sku, units=3)
    market.sweep()
    item.refresh_from_db()
    assert item.taken == 3

    market.apply(market.plan(ended=[variant], subject=f"campaign:{campaign.pk}"))
    market.turn(variant.sku)

    there = market.item(variant.sku)
    assert (there["onSale"], there["price"], there["quantity"]) == (True, 39000, 4)


def test_what_comes_before_its_window_shows_sold_out(market):
    variant = make_variant(units=10)

    market.offer(variant, units=0)

    assert market.buckets(variant.sku) == (10, 0, 0, 0)
    market.apply(market.plan([wanted(variant, 31200, 39000)]))
    market.turn(variant.sku)
    assert market.buckets(variant.sku) == (5, 5, 0, 5)


def test_a_denied_listing_fails_its_step_with_the_reviewers_reason_and_can_be_sent_again(market):
    variant = make_variant()
    market.switch(approval_delay=3600)
    plan = market.apply(market.plan([wanted(variant, 31200, 39000)]))
    listing = MarketListing.objects.get()
    market.decide("deny", listing, reason="대표이미지에 글자가 있습니다.")

    market.hear()

    plan.refresh_from_db()
    assert (plan.state, plan.steps.get().problem) == (
        "FAILED",
        saying("승인이 반려됐어요: %(reason)s", reason="대표이미지에 글자가 있습니다."),
    )
    listing.refresh_from_db()
    assert (listing.state, listing.problem) == ("DENIED", "대표이미지에 글자가 있습니다.")

    market.switch(approval_delay=0)
    again = market.plan([wanted(variant, 31200, 39000)])
    assert "대표이미지에 글자가 있습니다." in again.steps.get().warnings[2]
    market.apply(again)
    market.hear()
    again.refresh_from_db()
    assert again.state == "APPLIED"
    assert len(products(market, variant.sku)) == 1


@pytest.mark.parametrize("kind", ["fail", "drop", "fail_after", "drop_after"])
def test_a_create_whose_answer_is_lost_makes_one_product(market, kind):
    variant = make_variant()
    market.standin.fault(CREATE, kind, status=504)
    plan = market.apply(market.plan([wanted(variant, 31200, 39000)]))
    assert [step.state for step in plan.steps.all()] == ["WAITING"]

    market.hear()

    plan.refresh_from_db()
    assert plan.state == "APPLIED"
    assert len(products(market, variant.sku)) == 1
    assert MarketListing.objects.get().state == "ON_SALE"


def test_a_lost_create_is_not_looked_up_before_it_can_be_found(market, settings):
    settings.GACHI_COUPANG = {**settings.GACHI_COUPANG, "lookup_seconds": 75}
    variant = make_variant()
    market.standin.fault(CREATE, "fail_after", status=504)
    market.apply(market.plan([wanted(variant, 31200)]))
    now = timezone.now()

    applying.read_approvals(now=now + timedelta(seconds=70))
    assert market.standin.calls("GET /seller-products/external*") == []
    applying.read_approvals(now=now + timedelta(seconds=80))
    assert len(market.standin.calls("GET /seller-products/external*")) == 1
    assert len(market.standin.calls(CREATE)) == 1


def test_control_a_blind_repeat_makes_two_products(market):
    from campaigns.markets import registry
    from campaigns.markets.goods import goods_of

    variant = make_variant()
    goods = goods_of(variant, price=39000, prior_price=None)
    connector = registry.connector("coupang")
    market.standin.fault(CREATE, "fail_after", status=504)
    with pytest.raises(Exception, match="504"):
        connector.create(goods)

    connector.create(goods)

    assert len(connector.find(variant.sku)) == 2


def test_a_worker_killed_before_its_create_was_sent_is_made_up_for(market):
    variant = make_variant()
    plan = market.plan([wanted(variant, 31200)])
    MarketListing.objects.create(market="coupang", variant=variant, state="CREATING", sent_at=timezone.now())

    market.apply(plan)
    market.hear()

    assert PlanStep.objects.get().state == "DONE"
    assert len(products(market, variant.sku)) == 1


def test_goods_that_lack_what_the_category_asks_fail_by_name(market):
    variant = make_variant(title="수제 고형비누", notice_type="COSMETIC")

    plan = market.apply(market.plan([wanted(variant, 31200)]))

    step = plan.steps.get()
    assert step.state == "FAILED"
    assert "개당 중량 또는 개당 용량" in step.problem
    assert MarketListing.objects.get().state == "ABSENT"


def test_options_are_products_of_their_own(market):
    listing = make_listing(prices=(10000, 12000))
    first, second = listing.variants.order_by("pk")

    plan = market.apply(market.plan([wanted(first, 9000), wanted(second, 11000)]))
    market.hear()

    plan.refresh_from_db()
    assert plan.state == "APPLIED"
    assert [market.item(each.sku)["price"] for each in (first, second)] == [9000, 11000]


def test_a_price_changed_at_the_market_is_in_the_next_plan(market):
    from campaigns.markets import registry

    variant = make_variant()
    listing = market.offer(variant, price=39000)
    registry.connector("coupang").set_price(listing.remote_item_id, price=20000, prior_price=None)
    market.turn(variant.sku)

    [step] = market.plan([wanted(variant, 39000)]).steps.all()

    assert (step.before["price"], step.after["price"]) == (20000, 39000)


def test_a_sale_that_the_market_itself_stopped_cannot_be_resumed(market):
    variant = make_variant()
    listing = market.offer(variant, price=39000)
    market.control("staff/monitor", vendorItemId=int(listing.remote_item_id), stopped=True)

    plan = market.apply(market.plan([wanted(variant, 35000)]))

    step = plan.steps.get()
    assert (plan.state, step.state) == ("FAILED", "FAILED")
    assert "모니터링" in step.problem


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize("is_named", [True, False])
def test_letting_go_of_many_asks_no_more_than_of_one(campaign, django_assert_num_queries, count, is_named):
    now = timezone.now()
    Campaign.objects.update(state=Campaign.State.ENDED)
    variants = list(make_listing(prices=(39000,) * count).variants.order_by("pk"))
    brought = [plans.PlannedStep("CREATE", f"offer:{row.sku}", row.sku, None, {"price": 39000}) for row in variants]
    plan = plans.save_plan(
        channel="coupang", subject=f"campaign:{campaign.pk}", steps=brought, made_by="tests", now=now
    )
    plan.steps.update(state=PlanStep.State.DONE)
    for row in variants:
        MarketListing.objects.create(market="coupang", variant=row, state=MarketListing.State.ON_SALE, seen_price=31200)
        item = CampaignItem.objects.create(campaign=campaign, variant=row, price=31200, position=0)
        content = {"price": 31200, "prior": 39000, "on_sale": True, "sells": True, "campaign_item_id": item.pk}
        seen.remember(
            channel="coupang",
            key=f"offer:{row.sku}",
            content=content | ({} if is_named else {"campaign_item_id": None}),
            now=now,
        )

    with django_assert_num_queries(4 + is_named):  # listings, seen, who brought them, their campaigns, named items
        steps = plan_steps(market="coupang", wanted=[], ended=variants, now=now)

    assert [(step.action, step.key) for step in steps] == [("REMOVE", f"offer:{row.sku}") for row in variants]


@pytest.mark.django_db
def test_listings_that_wait_for_days_keep_none_from_being_heard(monkeypatch):
    now, asked = timezone.now(), []
    monkeypatch.setattr(applying, "AT_ONCE", 2)
    monkeypatch.setattr(applying, "_hear", lambda listing, _now, _clock: asked.append(listing.remote_product_id) or 0)
    maker = make_enterprise()
    for number, hours in enumerate((90, 80, 70, 1)):
        variant = make_listing(maker, reference=f"bag-{number}", units=0, active=False).variants.get()
        sent = now - timedelta(hours=hours)
        MarketListing.objects.create(
            market="coupang", variant=variant, state="IN_REVIEW", remote_product_id=str(number), sent_at=sent
        )

    for minute in (0, 1, 2, 5, 6):
        asked.append("|")
        applying.read_approvals(now=now + timedelta(minutes=minute))

    assert "".join(asked) == "|01|23||01|23"
