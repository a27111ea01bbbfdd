"""A campaign's goods sold in the shop and at a market at once, and planned by two at once: nobody waits in a circle."""

import threading
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns import claims, orders, planning, quota, services
from campaigns.markets.plan import Claim, ClaimLine, Receiver, Sheet, SheetLine
from campaigns.models import Campaign, CampaignItem, MarketClaim, MarketListing, MarketOrder
from marketplace.channels.models import Plan
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Offer, Stock
from marketplace.purchases import baskets, gate
from tests.support.factories import make_enterprise, make_listing, make_staff, show_price
from tests.support.shopping import details
from vendors.models import ShownPrice, VendorOrder

NOW = timezone.now()


class Meeting:
    """Where two wait for each other for a moment, each with what it has locked; who comes alone goes on."""

    def __init__(self):
        self._barrier = threading.Barrier(2)

    def after(self, function):
        def meets(*args, **given):
            result = function(*args, **given)
            with suppress(threading.BrokenBarrierError):
                self._barrier.wait(1.0)
            return result

        return meets


def on_sale_everywhere(reference, maker):
    """Twenty units at home, eight of them offered at the market, both at a campaign's price."""
    listing = make_listing(maker, reference=reference, title=reference, prices=(40000,), units=20)
    variant = listing.variants.select_related("listing__enterprise").get()
    inventory.offer_units(sku=variant.sku, market="coupang", units=8, key=f"o:{reference}", at=NOW, actor="tests")
    MarketListing.objects.create(market="coupang", variant=variant, state="ON_SALE", remote_item_id=f"item-{reference}")
    return variant


@pytest.fixture
def staff(transactional_db):
    return make_staff()


@pytest.fixture
def campaign(staff):
    now = timezone.now()
    return Campaign.objects.create(
        reference="spring", title="봄", theme="봄", starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1),
        state="LIVE", created_by=staff, created_at=now, updated_at=now, version=1, applied_version=1,
    )  # fmt: skip


@pytest.fixture
def bag(campaign):
    return put_in(campaign, on_sale_everywhere("bag", make_enterprise()))


def put_in(campaign, variant, limit=6, price=30000):
    item = CampaignItem.objects.create(campaign=campaign, variant=variant, price=price, quota=limit)
    for channel in ("shop", "coupang"):
        show_price(variant, price=price, prior=variant.price, channel=channel)
        ShownPrice.objects.filter(variant=variant, channel=channel).update(campaign_item_id=item.pk)
    return variant


def sheet(*variants, box="box-1", order="order-1", units=1):
    lines = tuple(
        SheetLine(f"item-{v.listing.reference}", v.sku, v.sku, units=units, cancelled=0, held=0, total=30000 * units)
        for v in variants
    )
    someone = Receiver("홍길동", "010-0000-0000", "04500", "서울 중구 1")
    return Sheet(box, order, "PLACED", timezone.now(), someone, lines)


def take_in(read):
    return orders.take_in(market="coupang", sheet=read, now=timezone.now())


def buy(variant):
    now = timezone.now()
    basket = baskets.start(now=now)
    baskets.add(basket=basket, variant=variant, units=1, now=now)
    return gate.hold(basket=basket, details=details(), now=now)


def test_a_shopper_and_a_market_sell_the_same_item_at_once(campaign, bag, together, monkeypatch):
    meeting = Meeting()
    monkeypatch.setattr(quota, "take", meeting.after(quota.take))
    monkeypatch.setattr(inventory, "take_offered", meeting.after(inventory.take_offered))

    bought, taken_in = together(lambda: buy(bag), lambda: take_in(sheet(bag)))

    assert (type(bought).__name__, taken_in) == ("Attempt", True)
    assert campaign.items.get().taken == 2


def test_a_shopper_buys_while_a_market_cancels(campaign, bag, together, monkeypatch):
    take_in(sheet(bag))
    cancel = Claim("claim-1", "order-1", "CANCEL", (ClaimLine("box-1", "item-bag", 1),))
    meeting = Meeting()
    monkeypatch.setattr(quota, "take", meeting.after(quota.take))
    monkeypatch.setattr(inventory, "reoffer_units", meeting.after(inventory.reoffer_units))

    bought, row = together(lambda: buy(bag), lambda: claims.hear(market="coupang", claim=cancel, now=timezone.now()))

    assert (type(bought).__name__, bool(row.done_at)) == ("Attempt", True)
    assert campaign.items.get().taken == 1


def test_a_parcel_is_read_again_while_it_is_cancelled(bag, together, monkeypatch):
    take_in(sheet(bag))
    cancel = Claim("claim-1", "order-1", "CANCEL", (ClaimLine("box-1", "item-bag", 1),))
    meeting = Meeting()
    monkeypatch.setattr(orders, "_follow", _before(meeting, orders._follow))
    monkeypatch.setattr(inventory, "reoffer_units", meeting.after(inventory.reoffer_units))

    again, row = together(
        lambda: take_in(sheet(bag)), lambda: claims.hear(market="coupang", claim=cancel, now=timezone.now())
    )

    assert (again, bool(row.done_at)) == (False, True)
    assert MarketOrder.objects.get().state == "CANCELLED"


def _before(meeting, function):
    pause = meeting.after(lambda: None)

    def meets(*args, **given):
        pause()
        return function(*args, **given)

    return meets


def test_a_cancel_of_two_parcels_cancels_both_and_waits_for_one_that_is_not_heard_of_yet(campaign, bag):
    mug = put_in(campaign, on_sale_everywhere("mug", make_enterprise("mugs")))
    take_in(sheet(bag, box="box-1"))
    lines = (ClaimLine("box-1", "item-bag", 1), ClaimLine("box-2", "item-mug", 1))
    cancel = Claim("claim-1", "order-1", "CANCEL", lines)

    first = claims.hear(market="coupang", claim=cancel, now=timezone.now())
    assert first.done_at is None
    take_in(sheet(mug, box="box-2"))
    second = claims.hear(market="coupang", claim=cancel, now=timezone.now())

    assert second.done_at
    assert set(VendorOrder.objects.values_list("state", flat=True)) == {"CANCELLED"}
    assert set(MarketOrder.objects.values_list("state", flat=True)) == {"CANCELLED"}
    assert dict(Offer.objects.values_list("stock__sku", "units")) == {bag.sku: 8, mug.sku: 8}
    assert not Stock.objects.exclude(allocated=0).exists()
    assert set(campaign.items.values_list("taken", flat=True)) == {0}
    assert MarketClaim.objects.get().content["done"] == ["box-1", "box-2"]


def test_who_planned_with_less_knowledge_does_not_have_the_last_word(campaign, bag, together, monkeypatch):
    """One plans when the bag's quota is used up; before it says so, the mug's is as well and another plans."""
    mug = put_in(campaign, on_sale_everywhere("mug", make_enterprise("mugs")))
    campaign.channels.create(channel="shop")
    items = {item.variant_id: item for item in campaign.items.all()}
    quota.take(document="purchase:1", units={items[bag.pk].pk: 6}, now=NOW)
    real, knows_little, has_more = planning.steps_of, threading.Event(), threading.Event()

    def steps_of(campaign, channel, *, at):
        steps = real(campaign, channel, at=at)
        if threading.current_thread() is early[0]:
            knows_little.set()
            has_more.wait(1.5)
        return steps

    early = []
    monkeypatch.setattr(planning, "steps_of", steps_of)

    def plan_early():
        early.append(threading.current_thread())
        planning.bring_in_line(campaign=campaign, made_by="quota", now=timezone.now())

    def plan_late():
        knows_little.wait(10)
        quota.take(document="purchase:2", units={items[mug.pk].pk: 6}, now=timezone.now())
        planning.bring_in_line(campaign=campaign, made_by="quota", now=timezone.now())
        has_more.set()

    assert together(plan_early, plan_late) == [None, None]

    last = Plan.objects.exclude(state="STALE").get()
    assert (last.state, {step.key for step in last.steps.all()} >= {f"price:{bag.sku}", f"price:{mug.sku}"}) == (
        "APPROVED",
        True,
    )


def test_staff_edit_while_shoppers_buy_in_another_order(campaign, bag, staff, together, monkeypatch):
    mug = put_in(campaign, on_sale_everywhere("mug", make_enterprise("mugs")))
    campaign.channels.create(channel="shop")
    said = services.CampaignDetails(title="봄", theme="봄", starts_at=campaign.starts_at, ends_at=campaign.ends_at)
    backwards = [services.Item(mug, 29000, 6), services.Item(bag, 29000, 6)]
    items = {item.variant_id: item.pk for item in campaign.items.all()}
    has_one, real = threading.Event(), CampaignItem.save

    def save(*args, **given):
        real(*args, **given)
        if not has_one.is_set():
            has_one.set()
            time.sleep(0.5)

    def sell():
        has_one.wait(10)
        return quota.take(document="purchase:1", units={items[bag.pk]: 1, items[mug.pk]: 1}, now=timezone.now())

    monkeypatch.setattr(CampaignItem, "save", save)

    results = together(
        lambda: services.change_campaign(
            campaign=campaign, shown_version=1, details=said, items=backwards, channels=["shop"], actor=staff,
            now=timezone.now(),
        ),
        sell,
    )  # fmt: skip

    assert [type(result).__name__ for result in results] == ["Campaign", "list"]
    assert sorted(campaign.items.values_list("price", "taken")) == [(29000, 1), (29000, 1)]
