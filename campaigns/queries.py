"""What staff want to know of campaigns, in a fixed number of queries however much there is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from campaigns import planning
from campaigns.models import Campaign, CampaignChannel, CampaignItem, MarketCursor, MarketListing
from marketplace.channels import plans
from marketplace.channels.errors import ChannelError
from marketplace.channels.models import Plan, PlanStep
from marketplace.channels.plans import PlannedStep, Progress
from vendors.models import ShownPrice

State = Campaign.State
Listed = MarketListing.State
UNREAD_AFTER = timedelta(minutes=1)
USED_UP = Q(quota__isnull=False, taken__gte=F("quota"))


@dataclass(frozen=True)
class ChannelHealth:
    """How far a campaign has come on one channel.

    `listings` counts a market's listings by their state; `is_unread` says that its orders cannot be read.
    """

    channel: str
    plan: Plan | None = None
    waiting_plan: Plan | None = None
    progress: Progress | None = None
    listings: Mapping[str, int] = field(default_factory=dict)
    is_unread: bool = False

    @property
    def is_well(self) -> bool:
        """Whether nothing here wants a person."""
        is_held_up = self.plan is not None and bool(self.plan.problem)
        has_failed = self.progress is not None and self.progress.failed > 0
        is_refused = bool(self.listings.get(Listed.DENIED))
        return not (has_failed or self.waiting_plan or is_refused or is_held_up or self.is_unread)


@dataclass(frozen=True)
class CampaignHealth:
    campaign: Campaign
    items: int
    used_up: int
    taken: int
    channels: tuple[ChannelHealth, ...]

    @property
    def is_well(self) -> bool:
        return all(channel.is_well for channel in self.channels)


def running(now: datetime) -> QuerySet[Campaign]:
    """Return the campaigns that are on or to come, those that end first in front."""
    return Campaign.objects.filter(state__in=[State.LIVE, State.SCHEDULED], ends_at__gt=now).order_by("ends_at", "pk")


def unread_markets(now: datetime) -> QuerySet[MarketCursor]:
    """Markets whose orders and cancels we have not been able to read for a while; a single missed reading is none."""
    return MarketCursor.objects.filter(failing_since__lt=now - UNREAD_AFTER)


def health_of(campaigns: Sequence[Campaign], now: datetime) -> list[CampaignHealth]:
    """Return how campaigns stand, channel by channel, in six queries.

    A channel that was taken out is among them until what it showed is taken back.
    """
    pks = [campaign.pk for campaign in campaigns]
    is_unread = Exists(unread_markets(now).filter(market=OuterRef("channel")))
    own = CampaignChannel.ever.filter(campaign__in=pks).order_by("pk")
    codes: dict[int, list[tuple[str, bool, bool]]] = defaultdict(list)
    for pk, *channel in own.values_list("campaign", "channel", "is_out", is_unread):
        codes[pk].append((channel[0], channel[1], channel[2]))
    counted: dict[int, dict[str, int | None]] = {
        row["campaign"]: {name: row[name] for name in ("items", "units", "used_up")}
        for row in CampaignItem.objects.filter(campaign__in=pks)
        .values("campaign")
        .annotate(items=Count("pk"), units=Sum("taken"), used_up=Count("pk", filter=USED_UP))
    }
    subjects = [planning.subject_of(campaign) for campaign in campaigns]
    newest = _newest(Plan.objects.filter(approved_at__isnull=False).exclude(state=Plan.State.STALE), subjects)
    drafts = _newest(Plan.objects.filter(state=Plan.State.DRAFT, needs_person=True), subjects)
    progress = plans.progress_of(newest.values())
    listings = _listings_of(pks)
    return [
        CampaignHealth(
            campaign=campaign,
            items=counted.get(campaign.pk, {}).get("items") or 0,
            used_up=counted.get(campaign.pk, {}).get("used_up") or 0,
            taken=counted.get(campaign.pk, {}).get("units") or 0,
            channels=tuple(
                ChannelHealth(
                    channel=code,
                    plan=(plan := newest.get((planning.subject_of(campaign), code))),
                    waiting_plan=drafts.get((planning.subject_of(campaign), code)),
                    progress=progress[plan.pk] if plan else None,
                    listings=listings.get((campaign.pk, code), {}),
                    is_unread=unread,
                )
                for code, is_out, unread in codes[campaign.pk]
                if not is_out or _is_wound_up(campaign, code, newest, drafts)
            ),
        )
        for campaign in campaigns
    ]


def _is_wound_up(
    campaign: Campaign, code: str, newest: Mapping[tuple[str, str], Plan], drafts: Mapping[tuple[str, str], Plan]
) -> bool:
    """Whether what a channel showed is still being taken back."""
    place = planning.subject_of(campaign), code
    return place in drafts or (place in newest and newest[place].state != Plan.State.APPLIED)


def _newest(rows: QuerySet[Plan], subjects: Sequence[str]) -> dict[tuple[str, str], Plan]:
    found = rows.filter(subject__in=subjects).order_by("subject", "channel", "-pk").distinct("subject", "channel")
    return {(plan.subject, plan.channel): plan for plan in found}


def _listings_of(pks: Sequence[int]) -> dict[tuple[int, str], dict[str, int]]:
    counts: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    rows = (
        MarketListing.objects.filter(variant__campaign_items__campaign__in=pks, variant__campaign_items__is_out=False)
        .values_list("variant__campaign_items__campaign", "market", "state")
        .annotate(Count("pk"))
        .order_by("market")
    )
    for campaign, market, state, count in rows:
        counts[campaign, market][state] = count
    return counts


@dataclass(frozen=True)
class ItemOnChannel:
    """One item on one channel: what shoppers see there of it."""

    channel: str
    shown: ShownPrice | None
    listing: MarketListing | None
    is_at_campaign_price: bool


def items_on_channels(
    items: Sequence[CampaignItem], channels: Sequence[str]
) -> list[tuple[CampaignItem, list[ItemOnChannel]]]:
    """Return each item with its state per channel, in two queries."""
    variants = [item.variant_id for item in items]
    shown = {(row.variant_id, row.channel): row for row in ShownPrice.objects.filter(variant__in=variants)}
    listed = {(row.variant_id, row.market): row for row in MarketListing.objects.filter(variant__in=variants)}
    rows = []
    for item in items:
        states = []
        for code in channels:
            price = shown.get((item.variant_id, code))
            states.append(
                ItemOnChannel(
                    channel=code,
                    shown=price,
                    listing=listed.get((item.variant_id, code)),
                    is_at_campaign_price=price is not None and price.campaign_item_id == item.pk,
                )
            )
        rows.append((item, states))
    return rows


@dataclass(frozen=True)
class ChannelChanges:
    """What would change on a channel; `digest` names exactly that. `problem` says why it could not be computed."""

    channel: str
    steps: Sequence[PlannedStep] = ()
    digest: str = ""
    reason: str = ""
    problem: str = ""

    @property
    def lasting(self) -> list[PlannedStep]:
        return [step for step in self.steps if not step.reversible]

    @property
    def to_approve(self) -> list[PlannedStep]:
        """Steps that wait for the market's yes, so they want to begin well before the window."""
        return [step for step in self.steps if step.action == PlanStep.Action.CREATE and self.channel != planning.SHOP]

    @property
    def warnings(self) -> dict[str, int]:
        """Return each warning with the number of steps that carry it."""
        counts: dict[str, int] = defaultdict(int)
        for step in self.steps:
            for warning in step.warnings:
                counts[warning] += 1
        return dict(counts)


def changes_of(campaign: Campaign, *, at: datetime) -> list[ChannelChanges]:
    """Return what would change on each channel as of a moment. Nothing is kept: `planning.make_plans` does that."""
    found = []
    for channel in planning.channels_of(campaign, ever=True):
        try:
            steps = plans.in_order(planning.steps_of(campaign, channel, at=at))
        except ChannelError as exc:
            found.append(ChannelChanges(channel, problem=str(exc)))
            continue
        if not planning.is_planned(campaign, channel, steps):
            continue
        found.append(ChannelChanges(channel, steps, plans.digest_of(steps), planning.why_a_person(steps)))
    return found


def is_being_applied(campaign: Campaign) -> bool:
    """Return whether a plan of the campaign still has something to send."""
    running = Plan.objects.filter(
        subject=planning.subject_of(campaign), state__in=[Plan.State.APPROVED, Plan.State.APPLYING]
    )
    return running.filter(steps__state=PlanStep.State.PENDING).exists()


def lasting_steps(campaign: Campaign) -> QuerySet[PlanStep]:
    """Return the steps that were sent for a campaign and cannot be taken back, newest first."""
    sent = (PlanStep.State.DONE, PlanStep.State.WAITING)
    rows = PlanStep.objects.filter(plan__subject=planning.subject_of(campaign), reversible=False, state__in=sent)
    return rows.order_by("-pk")
