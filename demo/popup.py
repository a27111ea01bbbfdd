"""The demo's pop-up (domain-ko.md §10.3, P1), made, filled and opened as staff would."""

from datetime import datetime, timedelta

from django.db import transaction

from campaigns import planning, services
from campaigns.models import Campaign, Exhibition
from campaigns.popups import consignments, places, sales
from marketplace.core.models import User
from marketplace.look.images import store_image
from marketplace.look.pictures import draw_cover
from vendors.models import Variant

REFERENCE = "local-shop-north"

# SKU → (per cent off or 0, quota, units that are brought)
GOODS = {
    "E01-OFFCUT-POUCH-1": (10, 8, 10),
    "E01-COIN-CASE-1": (0, None, 8),
    "E01-BANNER-TOTE-2": (15, None, 3),
    "E02-SHAMPOO-BAR-1": (15, None, 10),
    "E02-DISH-SOAP-2": (10, 6, 8),
    "E02-CHARCOAL-SOAP-1": (0, None, 12),
    "E06-DAILY-BOWL-1": (10, None, 6),
    "E06-SPOON-REST-1": (0, None, 8),
}
# What did not arrive whole: SKU → units damaged on the way
BROKEN = {"E06-DAILY-BOWL-1": 1}
# One sale a line: what it holds, how it was paid
SALES = (
    ({"E01-OFFCUT-POUCH-1": 1, "E02-CHARCOAL-SOAP-1": 2}, "CARD"),
    ({"E06-SPOON-REST-1": 1}, "CASH"),
    ({"E02-SHAMPOO-BAR-1": 2, "E02-DISH-SOAP-2": 1, "E01-COIN-CASE-1": 1}, "CARD"),
)


@transaction.atomic
def load_popup(*, staff: User, second: User, now: datetime) -> Exhibition | None:
    """Open the pop-up with three makers' goods and its first three sales; None if it is there already.

    `staff` sends and sells, `second` receives. Goods that are not loaded are left out.
    """
    if Exhibition.objects.filter(campaign__reference=REFERENCE).exists():
        return None
    variants = {v.sku: v for v in Variant.objects.filter(sku__in=GOODS).select_related("listing__enterprise")}
    exhibition = places.create_place(
        campaign=_campaign(variants, staff, now),
        details=places.PlaceDetails(
            venue="가온백화점 북부점 7층",
            venue_en="Gaon Department Store North, 7F",
            address="서울특별시 노원구 가상로 77",
            hours="매일 10:30–20:00",
        ),
        actor=staff,
        now=now,
    )
    _bring(exhibition, variants, staff=staff, second=second, now=now)
    exhibition = places.open_doors(exhibition=exhibition, actor=staff, now=now)
    for number, (units, paid) in enumerate(SALES, 1):
        here = {sku: count for sku, count in units.items() if sku in variants}
        if here:
            sales.sell(
                exhibition=exhibition,
                key=f"demo-{REFERENCE}-{number}",
                units=here,
                paid=paid,
                shown_total=sum(_price(variants[sku]) * count for sku, count in here.items()),
                actor=staff,
                now=now,
            )
    return exhibition


def _campaign(variants: dict[str, Variant], staff: User, now: datetime) -> Campaign:
    campaign = services.create_campaign(
        reference=REFERENCE,
        details=services.CampaignDetails(
            title="우리동네 로컬상회",
            title_en="The neighbourhood's local shop",
            theme="가까운 곳에서 만든 것을 직접 보고 만져 보세요. 만든 사람이 주말마다 나와요.",
            theme_en="Things made nearby, to see and touch. Their makers come at weekends.",
            story="백화점 한쪽에 동네 가게를 열었어요. 가방과 비누와 그릇을 만드는 세 곳이 함께해요.",
            story_en="A neighbourhood shop in a corner of a department store, by three makers.",
            starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(days=14),
        ),
        items=[
            services.Item(variant=variants[sku], price=_price(variants[sku]), quota=quota, group="우리동네")
            for sku, (rate, quota, _units) in GOODS.items()
            if sku in variants and rate
        ],
        channels=["popup"],
        actor=staff,
        now=now,
        cover=store_image(draw_cover("home", seed=REFERENCE)).as_json(),
    )
    plans = planning.make_plans(campaign=campaign, made_by=staff.email, now=now)
    return planning.apply_campaign(
        campaign=campaign, digests={plan.pk: plan.digest for plan in plans}, actor=staff, now=now
    )


def _bring(exhibition: Exhibition, variants: dict[str, Variant], *, staff: User, second: User, now: datetime) -> None:
    for enterprise in {v.listing.enterprise_id: v.listing.enterprise for v in variants.values()}.values():
        units = {sku: GOODS[sku][2] for sku, v in variants.items() if v.listing.enterprise_id == enterprise.pk}
        note = consignments.draft_consignment(
            exhibition=exhibition, enterprise=enterprise, units=units, key=f"demo:{enterprise.reference}", actor=staff,
            now=now,
        )  # fmt: skip
        sender = consignments.signers(enterprise).filter(is_staff=False).first() or staff
        note = consignments.send_consignment(consignment=note, sent_by=sender, actor=staff, now=now)
        broken = {sku: BROKEN[sku] for sku in units if sku in BROKEN}
        consignments.receive_consignment(
            consignment=note,
            received={sku: count - broken.get(sku, 0) for sku, count in units.items()},
            reasons=dict.fromkeys(broken, "DAMAGED"),
            received_by=second,
            actor=second,
            now=now,
        )


def _price(variant: Variant) -> int:
    rate = GOODS[variant.sku][0]
    return variant.price * (100 - rate) // 1000 * 10 if rate else variant.price
