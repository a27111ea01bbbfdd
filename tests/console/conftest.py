"""A small world with something on every page of the console."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from campaigns import booking, planning, services
from campaigns.models import MarketListing, MarketOrder
from marketplace.channels import lanes, plans
from marketplace.channels.models import Lane, Plan
from marketplace.core import inbox, outbox
from marketplace.core.models import InboxMessage, OutboxMessage
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Shortfall
from marketplace.purchases.models import Attempt
from tests.support.factories import make_enterprise, make_listing, make_staff, show_price
from vendors import orders


@pytest.fixture
def staff(client):
    user = make_staff()
    client.force_login(user)
    return user


@pytest.fixture
def maker():
    return make_enterprise()


@pytest.fixture
def bag(maker):
    listing = make_listing(maker)
    show_price(listing.variants.get())
    return listing


@pytest.fixture
def mug(maker):
    listing = make_listing(maker, reference="slow-mug", title="느린 머그", prices=(26000, 30000))
    for variant in listing.variants.all():
        show_price(variant)
    return listing


def campaign_details(**changes):
    now = timezone.now()
    values = {
        "title": "연말 선물전",
        "theme": "고마운 사람에게.",
        "starts_at": now - timedelta(hours=1),
        "ends_at": now + timedelta(days=7),
    }
    return services.CampaignDetails(**(values | changes))


@pytest.fixture
def write_campaign(staff, bag):
    """A function that writes a draft with the bag at 30,000 won, six of them."""

    def write(*, reference="year-end", channels=("shop", "coupang"), price=30000, quota=6, items=None, **changes):
        item = services.Item(variant=bag.variants.get(), price=price, quota=quota, group="선물")
        return services.create_campaign(
            reference=reference,
            details=campaign_details(**changes),
            items=items or [item],
            channels=channels,
            actor=staff,
            now=timezone.now(),
        )

    return write


def apply(campaign, staff):
    """Say yes to what is planned now, as the plan's page does."""
    now = timezone.now()
    made = planning.make_plans(campaign=campaign, made_by=staff.email, now=now)
    planning.apply_campaign(campaign=campaign, digests={p.pk: p.digest for p in made}, actor=staff, now=now)
    campaign.refresh_from_db()
    return campaign


@pytest.fixture
def campaign(write_campaign, staff):
    """A campaign that is on, its plans approved and not carried out yet."""
    return apply(write_campaign(), staff)


@pytest.fixture
def order(bag):
    """Two bags sold in the shop."""
    variant = bag.variants.get()
    now = timezone.now()
    who = {"at": now, "actor": "tests"}
    inventory.commit_units(wanted={variant.sku: 2}, location=inventory.home(), document="purchase:ABC234", **who)
    (placed,) = orders.place(
        document="purchase:ABC234",
        channel="shop",
        placed_at=now,
        recipient=orders.Recipient("김가치", "01000000101", "04000", "서울특별시 마포구 월드컵로 1"),
        lines=[orders.OrderedLine(variant=variant, units=2, line_total=78000)],
        now=now,
    )
    return placed


@pytest.fixture
def market_order(bag):
    """Twelve bags sold at 쿠팡, where ten were on hand: two are missing."""
    variant = bag.variants.get()
    now = timezone.now()
    who = {"at": now, "actor": "tests"}
    inventory.offer_units(sku=variant.sku, market="coupang", units=3, key="offer:1", **who)
    inventory.take_offered(
        document="coupang:700001", market="coupang", units={variant.sku: 12}, key="coupang:700001", **who
    )
    (placed,) = orders.place(
        document="coupang:700001",
        channel="coupang",
        remote_id="700001",
        placed_at=now,
        recipient=orders.Recipient("이가치", "05000000102", "04000", "서울특별시 마포구 월드컵로 2"),
        lines=[orders.OrderedLine(variant=variant, units=12, line_total=468000)],
        now=now,
    )
    MarketOrder.objects.create(
        market="coupang",
        remote_id="700001",
        remote_order_id="9100001",
        placed_at=now,
        imported_at=now,
        read_at=now,
        content={},
        vendor_order=placed,
    )
    return placed


@pytest.fixture
def attempt(bag):
    """A purchase that has failed to get on four times."""
    now = timezone.now()
    attempt = Attempt.objects.create(
        reference="ABC234",
        token="t" * 43,
        state=Attempt.State.COMPLETING,
        email="shopper@example.com",
        name="김가치",
        phone="01000000101",
        postal_code="04000",
        region="서울특별시",
        city="마포구",
        address="월드컵로 1",
        agreed_to_share_at=now,
        goods_total=78000,
        delivery_fee=3000,
        total=81000,
        digest="d" * 64,
        problem="SaleorUnavailable: timed out",
        tries=4,
        due_at=now + timedelta(seconds=30),
        held_until=now + timedelta(minutes=15),
        created_at=now,
    )
    variant = bag.variants.get()
    attempt.lines.create(variant=variant, title=bag.title, units=2, unit_price=39000, line_total=78000)
    return attempt


@pytest.fixture
def parked_lane():
    now = timezone.now()
    lane = lanes.request_turn(kind="saleor-stock", subject="upcycled-bag-1", at=now)
    Lane.objects.filter(pk=lane.pk).update(parked_at=now, problem="SaleorRejected: 권한이 없어요", attempts=1)
    OutboxMessage.objects.all().delete()
    lane.refresh_from_db()
    return lane


@pytest.fixture
def parked_message():
    now = timezone.now()
    message, _is_new = inbox.store(
        source="saleor", delivery_key="k" * 64, event="order_updated", body=b"{}", headers={}, at=now
    )
    inbox.park(message, "UnreadableMessage: 주문이 없어요")
    OutboxMessage.objects.all().delete()
    return InboxMessage.objects.get(pk=message.pk)


@pytest.fixture
def catalogue_plan():
    """A plan for Saleor that waits for a person."""
    step = plans.PlannedStep(
        "UPDATE", "product:upcycled-bag", "업사이클 캔버스 가방", {"name": "가방"}, {"name": "새 가방"}
    )
    return plans.save_plan(
        channel="saleor",
        subject="catalogue",
        steps=[step],
        made_by="sweep",
        now=timezone.now(),
        needs_person=True,
        reason="한꺼번에 많이 바뀌어요.",
    )


@pytest.fixture
def denied(bag):
    return MarketListing.objects.create(
        market="coupang",
        variant=bag.variants.get(),
        state=MarketListing.State.DENIED,
        problem="대표 이미지에 글자가 있어요",
    )


@pytest.fixture
def world(staff, mug, campaign, order, market_order, attempt, parked_lane, parked_message, catalogue_plan, denied):
    """All of it at once, a message that cannot be sent, and a market that does not take our keys."""
    since = timezone.now() - timedelta(minutes=12)
    booking.note_unread("coupang", 'ChannelMisconfigured: GET /ordersheets: 401 {"code": "ERROR"}', since)
    with transaction.atomic():
        outbox.emit("storefront.refresh_card", key="stuck", at=timezone.now(), sku="upcycled-bag-1")
    message = OutboxMessage.objects.get(key="stuck")
    for _try in range(3):
        message.refresh_from_db()
        outbox.mark_failed(message, "ConnectionError: Valkey", at=timezone.now())
    return campaign


DEEDS = {
    "exhibition-progress", "order-stop", "purchase-wake", "shortfall-fill", "shortfall-drop", "stock-look",
    "plan-approve", "lane-unpark", "inbox-retry",
}  # fmt: skip


@pytest.fixture
def pages(world, market_order):
    """Every page of the console, as name → arguments of its address."""
    reference = [world.reference]
    return {
        "home": [],
        "search": [],
        "exhibitions": [],
        "exhibition-new": [],
        "exhibition": reference,
        "exhibition-edit": reference,
        "exhibition-plan": reference,
        "exhibition-stop": reference,
        "orders": [],
        "order": [market_order.reference],
        "purchases": [],
        "purchase": ["ABC234"],
        "shortfalls": [],
        "shortfall": [Shortfall.objects.get(document=market_order.document).pk],
        "stocks": [],
        "stock": ["upcycled-bag-1"],
        "enterprises": [],
        "enterprise": ["dasibom"],
        "listings": [],
        "listing": ["upcycled-bag"],
        "market-listings": [],
        "plans": [],
        "plan": [Plan.objects.get(subject=f"campaign:{world.pk}", channel="shop").pk],
        "lanes": [],
        "outbox": [],
        "inbox": [],
        "audit": [],
    }
