"""What would change at a market, as steps of a plan. Reads our tables only: nothing is asked of the market here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from campaigns.markets import registry
from campaigns.models import Campaign, CampaignItem, MarketListing
from marketplace.channels import seen
from marketplace.channels.models import PlanStep
from marketplace.channels.plans import PlannedStep
from marketplace.core.sayings import saying
from vendors.models import Variant

State = MarketListing.State
ACTION = PlanStep.Action

# What of an offer a plan sets. How many units it shows is no plan's: the quantity lane writes that.
PLANNED = ("price", "prior", "campaign_item_id", "on_sale", "sells")


@dataclass(frozen=True)
class WantedOffer:
    """A variant as it should be sold at a market.

    `units` is the most that may be offered there: none leaves it to the lane's own policy, 0 shows it sold out.
    """

    variant: Variant
    price: int
    prior_price: int | None = None
    units: int | None = None
    campaign_item_id: int | None = None


def key_of(sku: str) -> str:
    return f"offer:{sku}"


def plan_steps(
    *,
    market: str,
    wanted: Sequence[WantedOffer],
    ended: Sequence[Variant],
    now: datetime,
    out: Sequence[CampaignItem] = (),
) -> list[PlannedStep]:
    """Return the steps that bring a market's offers in line with what is wanted, and let go of what has `ended`.

    What is not there yet becomes a CREATE, which waits for the market's approval. What has ended goes back to its list
    price; if a campaign that is over had brought it there, it is not sold there any more. For what was taken `out` of
    a campaign, that campaign is over. Steps that would change nothing are left out, so a plan made after an apply is
    empty.
    """
    out_of = {item.variant_id: item.campaign_id for item in out}
    gone = [*ended, *(item.variant for item in out)]
    variants = [offer.variant for offer in wanted] + gone
    listings = {
        row.variant_id: row
        for row in MarketListing.objects.filter(market=market, variant_id__in=[each.pk for each in variants])
    }
    there = seen.read(channel=market, keys=[key_of(each.sku) for each in variants])
    steps = [_wanted_step(market, offer, listings.get(offer.variant.pk), there) for offer in wanted]
    asked = {offer.variant.pk for offer in wanted}
    let_go = []
    for variant in gone:
        listing = listings.get(variant.pk)
        if listing and variant.pk not in asked and listing.state not in (State.ABSENT, State.DENIED):
            let_go.append((variant, dict(there.get(key_of(variant.sku)) or _guess(listing))))
    origins = Origins.read(market, let_go)
    steps += [_ended_step(market, variant, before, origins, out_of.get(variant.pk), now) for variant, before in let_go]
    return [step for step in steps if step]


def _wanted_step(
    market: str, offer: WantedOffer, listing: MarketListing | None, there: Mapping[str, Any]
) -> PlannedStep | None:
    variant, title = offer.variant, label_of(offer.variant)
    bent = registry.connector(market).bend(price=offer.price, prior_price=offer.prior_price, title=title)
    after = {
        "price": bent.price,
        "prior": bent.prior_price,
        "campaign_item_id": offer.campaign_item_id,
        "on_sale": True,
        "sells": offer.units != 0,
        "units": offer.units,
    }
    if listing is None or listing.state in (State.ABSENT, State.DENIED):
        return PlannedStep(
            action=ACTION.CREATE,
            key=key_of(variant.sku),
            label=title,
            before=None,
            after=after,
            warnings=(*_lasting(listing), *bent.bends),
            reversible=False,
        )
    before = there.get(key_of(variant.sku)) or _guess(listing)
    if planned(before) == planned(after):
        return None
    return PlannedStep(
        action=ACTION.UPDATE, key=key_of(variant.sku), label=title, before=before, after=after, warnings=bent.bends
    )


def _lasting(listing: MarketListing | None) -> list[str]:
    warnings = [
        gettext_noop("판매처의 심사를 받아야 팔 수 있어요. 몇 시간에서 며칠이 걸리니 미리 시작해 주세요."),
        gettext_noop("승인된 뒤에는 되돌릴 수 없어요. 지울 수 없고 판매를 멈출 수만 있어요."),
    ]
    if listing and listing.problem:
        warnings.append(saying(gettext_noop("지난번에 반려됐어요: %(reason)s"), reason=listing.problem))
    return warnings


@dataclass(frozen=True)
class Origins:
    """Where offers came from: the campaign items that they name, and the campaigns that brought each to the market."""

    items: Mapping[int, CampaignItem]
    brought_by: Mapping[str, Sequence[int]]
    campaigns: Mapping[int, Campaign]

    @classmethod
    def read(cls, market: str, offers: Sequence[tuple[Variant, Mapping[str, Any]]]) -> "Origins":
        """Read what is needed to let these offers go, in three queries however many they are."""
        named = [before["campaign_item_id"] for _variant, before in offers if before.get("campaign_item_id")]
        items = CampaignItem.ever.select_related("campaign").in_bulk(named)
        brought_by: dict[str, list[int]] = {}
        creates = PlanStep.objects.filter(
            plan__channel=market,
            key__in=[key_of(variant.sku) for variant, _before in offers],
            action=ACTION.CREATE,
            state__in=(PlanStep.State.DONE, PlanStep.State.WAITING),
        )
        for key, subject in creates.order_by("pk").values_list("key", "plan__subject"):
            number = subject.removeprefix("campaign:")
            brought_by.setdefault(key, []).append(int(number) if number.isdigit() else 0)
        newest = {numbers[-1] for numbers in brought_by.values()}
        return cls(items=items, brought_by=brought_by, campaigns=Campaign.objects.in_bulk(newest))

    def item_of(self, content: Mapping[str, Any]) -> CampaignItem | None:
        return self.items.get(content.get("campaign_item_id") or 0)

    def campaign_of(self, variant: Variant, content: Mapping[str, Any]) -> Campaign | None:
        """Return the campaign whose price an offer has, or that brought it to the market last."""
        if content.get("campaign_item_id") is not None:
            item = self.item_of(content)
            return item.campaign if item else None
        numbers = self.brought_by.get(key_of(variant.sku))
        return self.campaigns.get(numbers[-1]) if numbers else None

    def is_brought_by(self, variant: Variant, campaign: Campaign) -> bool:
        return campaign.pk in self.brought_by.get(key_of(variant.sku), ())


def _ended_step(
    market: str, variant: Variant, before: Mapping[str, Any], origins: Origins, out_of: int | None, now: datetime
) -> PlannedStep | None:
    campaign = origins.campaign_of(variant, before)
    if campaign is None:
        return None
    is_used_up = _is_running(campaign, now) and campaign.pk != out_of
    item = origins.item_of(before)
    if is_used_up and not (item and item.is_used_up):
        return None  # another campaign's price by now
    stays = is_used_up or not origins.is_brought_by(variant, campaign)
    bent = registry.connector(market).bend(price=variant.price, prior_price=None, title="")
    after = {
        "price": bent.price,
        "prior": None,
        "campaign_item_id": None,
        "on_sale": before["on_sale"] and stays,
        "sells": before["sells"] and stays,
        "units": None if stays else 0,
    }
    if planned(before) == planned(after):
        return None
    return PlannedStep(
        action=ACTION.UPDATE if stays else ACTION.REMOVE,
        key=key_of(variant.sku),
        label=label_of(variant),
        before=before,
        after=after,
        warnings=() if stays else (gettext_noop("판매처에서 지울 수 없어서 판매를 멈춰요."), *bent.bends),
        reversible=stays,
    )


def _is_running(campaign: Campaign, now: datetime) -> bool:
    return campaign.state != Campaign.State.ENDED and now < campaign.ends_at


def _guess(listing: MarketListing) -> dict[str, Any]:
    """Say what an offer is that no plan has touched, as it was last seen."""
    return {
        "price": listing.seen_price,
        "prior": None,
        "campaign_item_id": None,
        "on_sale": listing.state == State.ON_SALE,
        "sells": listing.wanted_units > 0,
    }


def planned(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a content a plan sets and compares."""
    return {name: content.get(name) for name in PLANNED}


def label_of(variant: Variant) -> str:
    return " · ".join(filter(None, (variant.listing.title, variant.option)))
