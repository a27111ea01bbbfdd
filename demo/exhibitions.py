"""The demo's exhibitions (domain-ko.md §10.2, §10.3), made and applied as staff would."""

from datetime import datetime, timedelta

from campaigns import planning, services
from campaigns.models import Campaign
from marketplace.core.models import User
from marketplace.look.images import store_image
from marketplace.look.pictures import draw_cover
from vendors.models import Variant

# SKU → (per cent off, quota, group)
YEAR_END = {
    "E01-BANNER-TOTE-1": (25, 6, "오래 쓰는 것"),
    "E01-LAPTOP-SLEEVE-1": (20, 8, "오래 쓰는 것"),
    "E02-SOAP-GIFT-1": (20, 6, "선물상자"),
    "E02-CALENDULA-SOAP-2": (15, None, "선물상자"),
    "E06-SLOW-MUG-1": (15, 10, "따뜻한 겨울"),
    "E08-WOOL-SOCKS-1": (10, None, "따뜻한 겨울"),
    "E15-COFFEE-GIFT-1": (20, 5, "선물상자"),
    "E16-CUSHION-1": (18, 10, "따뜻한 겨울"),
    "E17-TEA-GIFT-1": (15, 6, "선물상자"),
    "E19-BOOK-TRIO-1": (10, 4, "오래 쓰는 것"),
    "E22-BEESWAX-CANDLE-2": (20, 9, "따뜻한 겨울"),
    "E28-SOY-CANDLE-1": (25, 8, "따뜻한 겨울"),
}


def load_year_end(*, staff: User, now: datetime) -> Campaign | None:
    """Put the year-end campaign on, at the shop and at 쿠팡, from an hour ago for three weeks."""
    reference = "year-end-gifts"
    if Campaign.objects.filter(reference=reference).exists():
        return None
    variants = {
        v.sku: v
        for v in Variant.objects.filter(sku__in=YEAR_END, shown_prices__channel="shop").select_related("listing")
    }
    items = [
        services.Item(
            variant=variants[sku], price=variants[sku].price * (100 - rate) // 1000 * 10, quota=quota, group=group
        )
        for sku, (rate, quota, group) in YEAR_END.items()
        if sku in variants
    ]
    campaign = services.create_campaign(
        reference=reference,
        details=services.CampaignDetails(
            title="연말 가치소비 선물전",
            title_en="Year-end gifts with a reason",
            theme="고마운 사람에게, 만든 사람이 보이는 선물을. 서울의 열두 곳이 함께 골랐어요.",
            theme_en="For someone you want to thank: gifts whose makers you can meet.",
            story="한 해 동안 애쓴 사람에게 무엇을 건넬지 고민하셨다면, 누가 어떻게 만들었는지 아는 물건은 어떨까요. "
            "오래 쓰는 것, 따뜻한 것, 나눠 먹을 것을 골랐어요.",
            story_en="Things that last, things that warm, things to share, each with its maker's name.",
            starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(days=21),
        ),
        items=items,
        channels=["shop", "coupang"],
        actor=staff,
        now=now,
        cover=store_image(draw_cover("연말 gift", seed=reference)).as_json(),
    )
    plans = planning.make_plans(campaign=campaign, made_by=staff.email, now=now)
    return planning.apply_campaign(
        campaign=campaign, digests={plan.pk: plan.digest for plan in plans}, actor=staff, now=now
    )
