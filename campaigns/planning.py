"""What a campaign wants of each channel at a moment, as plans; and who may say yes to them.

Before the window, markets that need time to approve are asked for listings at their list price. Inside the window items
have the campaign's price, but for those whose quota is used up or whose maker asks less by now. After it everything is
as it was before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from campaigns.clashes import clashes
from campaigns.markets.steps import WantedOffer, plan_steps
from campaigns.models import Campaign, CampaignChannel, CampaignItem, ChannelCode
from marketplace.channels import plans, seen
from marketplace.channels.errors import ChannelError
from marketplace.channels.models import Plan, PlanStep
from marketplace.channels.plans import Outcome, PlannedStep
from marketplace.channels.plans.planning import RUNNING
from marketplace.core import audit, outbox
from marketplace.core.models import User
from marketplace.core.sayings import saying
from marketplace.saleor import ids
from vendors.models import ShownPrice
from vendors.publishing import collections
from vendors.publishing.prices import Price, apply_prices

State = Campaign.State
SHOP = ChannelCode.SHOP.value
MARKETS = (ChannelCode.COUPANG.value,)
STEEPEST_CUT = 50  # per cent: more waits for a person
UNUSUAL = 100  # changes at once: more waits for a person
WATCHED_AFTER = timedelta(days=30)
REFUSED_FOR = timedelta(hours=1)
UNREAD = gettext_noop("고친 뒤에 아직 아무도 읽고 적용하지 않았어요.")

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Wanted:
    """What a campaign wants at a moment: items at its price, items at their list price to come, items let go.

    `out` are items that staff took out of it: they are let go while it goes on.
    """

    on: tuple[CampaignItem, ...] = ()
    coming: tuple[CampaignItem, ...] = ()
    off: tuple[CampaignItem, ...] = ()
    out: tuple[CampaignItem, ...] = ()


def wanted_at(campaign: Campaign, *, at: datetime, is_out: bool = False) -> Wanted:
    """Say what the campaign wants of a channel at a moment, `is_out` of one that staff took out of it.

    Pure but for reading its items.
    """
    rows = CampaignItem.ever.filter(campaign=campaign).select_related("variant__listing__enterprise", "campaign")
    every = tuple(rows.order_by("position", "pk"))
    items = tuple(item for item in every if not (item.is_out or is_out))
    out = tuple(item for item in every if item.is_out or is_out)
    if at < campaign.starts_at:
        return Wanted(coming=items, out=out)
    if at >= campaign.ends_at or campaign.state == State.ENDED:
        return Wanted(off=items, out=out)
    return Wanted(
        on=tuple(item for item in items if not item.is_used_up),
        off=tuple(item for item in items if item.is_used_up),
        out=out,
    )


def steps_of(campaign: Campaign, channel: str, *, at: datetime) -> list[PlannedStep]:
    """Return what would change on a channel if the campaign were brought in line with it as of `at`."""
    is_out = CampaignChannel.ever.filter(campaign=campaign, channel=channel, is_out=True).exists()
    wanted = wanted_at(campaign, at=at, is_out=is_out)
    if channel == SHOP:
        return _shop_steps(campaign, wanted, is_on=_is_on(campaign, at) and not is_out)
    if channel in MARKETS:
        return plan_steps(
            market=channel,
            wanted=[_offer(item, is_on=True) for item in wanted.on]
            + [_offer(item, is_on=False) for item in wanted.coming],
            ended=[item.variant for item in wanted.off],
            out=wanted.out,
            now=at,
        )
    return []


@transaction.atomic
def make_plans(*, campaign: Campaign, made_by: str, now: datetime) -> list[Plan]:
    """Compute and keep a plan per channel as of now; a plan of no steps is applied already.

    A channel that was taken out has one while there is something to take back.
    """
    campaign = _held(campaign)
    made = [_make_plan(campaign, channel, made_by, now) for channel in channels_of(campaign, ever=True)]
    return [plan for plan in made if plan]


def _held(campaign: Campaign) -> Campaign:
    """Lock a campaign while it is planned: who began earlier would know less, and must not have the last word."""
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


def _make_plan(campaign: Campaign, channel: str, made_by: str, now: datetime) -> Plan | None:
    steps = steps_of(campaign, channel, at=now)
    return _keep_plan(campaign, channel, steps, made_by, now) if is_planned(campaign, channel, steps) else None


def _keep_plan(
    campaign: Campaign, channel: str, steps: Sequence[PlannedStep], made_by: str, now: datetime, reason: str = ""
) -> Plan:
    reason = reason or why_a_person(steps)
    return plans.save_plan(
        channel=channel,
        subject=subject_of(campaign),
        steps=steps,
        made_by=made_by,
        now=now,
        needs_person=bool(reason),
        reason=reason,
    )


class CampaignClashes(plans.PlanRefused):
    """Another campaign has some of its goods at the same time. Its message is fit to show."""


@transaction.atomic
def apply_campaign(*, campaign: Campaign, digests: Mapping[int, str], actor: User, now: datetime) -> Campaign:
    """Say yes to the plans that were read (plan id → digest): the campaign is scheduled, or on if its time has come.

    Raises plans.PlanRefused if what was read is not what would be applied, CampaignClashes if another campaign that was
    applied since has its goods; then nothing is.
    """
    campaign = _held(campaign)
    with connection.cursor() as cursor:  # one at a time, or neither would see the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('a campaign is applied'))")
    variants = list(campaign.items.values_list("variant", flat=True))
    if problems := clashes(campaign, variants=variants, starts_at=campaign.starts_at, ends_at=campaign.ends_at):
        raise CampaignClashes(" ".join(problems))
    mine = Plan.objects.filter(pk__in=digests, subject=subject_of(campaign))
    if mine.count() != len(digests):
        raise plans.PlanStale(_("계획이 바뀌었어요. 새 계획을 보고 다시 적용해 주세요."))
    for plan in mine.order_by("pk"):
        plans.approve(plan=plan, digest=digests[plan.pk], actor=actor, now=now)
    if campaign.state == State.DRAFT:
        campaign.state = State.SCHEDULED
        _turn_on_if_due(campaign, now)
        campaign.save(update_fields=["state", "opened_at"])
        _refresh_cards(campaign, "applied", now)
    campaign.applied_version = campaign.version
    campaign.save(update_fields=["applied_version"])
    audit.record(
        "campaign.applied", subject=campaign, actor=actor, at=now, plans={str(k): v for k, v in digests.items()}
    )
    return campaign


@transaction.atomic
def bring_in_line(*, campaign: Campaign, made_by: str, now: datetime) -> list[Plan]:
    """Plan as of now and say yes to what needs no person; what needs one waits where staff see it.

    A channel that cannot be planned holds up no other; `sweep` comes back to it.
    """
    campaign = _held(campaign)
    made = []
    for channel in channels_of(campaign, ever=True):
        try:
            if _is_unread(campaign):
                made += _let_go_meanwhile(campaign, channel, made_by, now)
            elif plan := _make_plan(campaign, channel, made_by, now):
                made.append(plan)
                _approve_by_itself(plan, made_by, now)
        except ChannelError as exc:
            log.error("campaign.not_planned", campaign=campaign.reference, channel=channel, problem=str(exc))
    return made


def _is_unread(campaign: Campaign) -> bool:
    """Whether staff have changed it and nobody has read and applied that yet."""
    return campaign.state != State.ENDED and campaign.applied_version != campaign.version


def _let_go_meanwhile(campaign: Campaign, channel: str, made_by: str, now: datetime) -> list[Plan]:
    """Do by itself only what takes a campaign's price back from goods that stay; the rest waits to be read."""
    steps = steps_of(campaign, channel, at=now)
    out = {
        item.variant.sku for item in CampaignItem.ever.filter(campaign=campaign, is_out=True).select_related("variant")
    }
    safe = [step for step in steps if _takes_back(step) and step.key.partition(":")[2] not in out]
    made = []
    if safe:
        made.append(_keep_plan(campaign, channel, safe, made_by, now))
        _approve_by_itself(made[0], made_by, now)
    if rest := [step for step in steps if step not in safe]:
        made.append(_keep_plan(campaign, channel, rest, made_by, now, reason=UNREAD))
    return made


def _takes_back(step: PlannedStep) -> bool:
    return (
        step.action == PlanStep.Action.UPDATE
        and bool((step.before or {}).get("campaign_item_id"))
        and not (step.after or {}).get("campaign_item_id")
    )


def _approve_by_itself(plan: Plan, made_by: str, now: datetime) -> None:
    if plan.state == Plan.State.DRAFT and not plan.needs_person:
        plans.approve(plan=plan, digest=plan.digest, actor=made_by, now=now)


def keep_time(*, now: datetime) -> int:
    """Open campaigns whose window has begun and close those whose window is over; returns how many. May run twice."""
    turned = 0
    due = Campaign.objects.filter(state=State.SCHEDULED, starts_at__lte=now) | Campaign.objects.filter(
        state=State.LIVE, ends_at__lte=now
    )
    for pk in due.order_by("pk").values_list("pk", flat=True):
        try:
            turned += _turn(pk, now)
        except Exception:  # undone as a whole, so it is due again; the others have their time as well
            log.exception("campaign.not_turned", campaign=pk)
    return turned


def sweep(*, now: datetime) -> int:
    """Plan what is out of line though nobody asked any more: a lost message, a channel that could not be planned.

    Returns how many plans were made. What staff are changing waits for their yes, what was just refused for an hour.
    """
    watched = Campaign.objects.filter(
        Q(state=State.LIVE, applied_version=F("version")) | Q(state=State.ENDED, closed_at__gt=now - WATCHED_AFTER)
    )
    return sum(_bring_what_is_left(campaign, now) for campaign in watched.order_by("pk"))


@transaction.atomic
def _bring_what_is_left(campaign: Campaign, now: datetime) -> int:
    campaign = _held(campaign)
    made = 0
    for channel in channels_of(campaign, ever=True):
        mine = Plan.objects.filter(subject=subject_of(campaign), channel=channel)
        if mine.filter(state__in=RUNNING, steps__state=PlanStep.State.PENDING).exists():
            continue
        try:
            steps = plans.in_order(steps_of(campaign, channel, at=now))
        except ChannelError as exc:
            log.error("campaign.not_planned", campaign=campaign.reference, channel=channel, problem=str(exc))
            continue
        known = Q(state=Plan.State.FAILED, finished_at__gt=now - REFUSED_FOR) | Q(state=Plan.State.DRAFT)
        if steps and not mine.filter(known, digest=plans.digest_of(steps)).exists():
            _approve_by_itself(_keep_plan(campaign, channel, steps, "sweep", now), "sweep", now)
            made += 1
    return made


def follow_list_prices(*, listing_id: int, now: datetime) -> list[Campaign]:
    """Bring the campaigns that are on in line with a listing whose list prices changed; returns them."""
    campaigns = Campaign.objects.filter(state=State.LIVE, items__variant__listing=listing_id, items__is_out=False)
    found = list(campaigns.distinct().order_by("pk"))
    for campaign in found:
        bring_in_line(campaign=campaign, made_by="list price", now=now)
    return found


@transaction.atomic
def stop_campaign(*, campaign: Campaign, actor: User, now: datetime) -> tuple[Campaign, list[PlanStep]]:
    """End a campaign before its time and take back what it changed.

    Returns it with the steps that were sent and cannot be taken back, for staff to read.
    """
    campaign = _held(campaign)
    if campaign.state != State.ENDED:
        campaign.state, campaign.closed_at = State.ENDED, now
        campaign.save(update_fields=["state", "closed_at"])
        audit.record("campaign.stopped", subject=campaign, actor=actor, at=now)
        _refresh_cards(campaign, "stopped", now)
    bring_in_line(campaign=campaign, made_by=actor.email, now=now)
    return campaign, what_stays(campaign)


def what_stays(campaign: Campaign) -> list[PlanStep]:
    """Return the steps of the campaign's plans that were sent and cannot be taken back."""
    stays: list[PlanStep] = []
    for plan in Plan.objects.filter(subject=subject_of(campaign)).order_by("pk"):
        stays += plans.irreversible_steps(plan)
    return stays


def subject_of(campaign: Campaign) -> str:
    return f"campaign:{campaign.pk}"


def channels_of(campaign: Campaign, *, ever: bool = False) -> list[str]:
    """Return the channels that plans are made for, with those taken out of the campaign if `ever`.

    A pop-up's till reads the campaign itself.
    """
    rows = CampaignChannel.ever if ever else CampaignChannel.objects
    codes = rows.filter(campaign=campaign).order_by("channel").values_list("channel", flat=True)
    return [code for code in codes if code == SHOP or code in MARKETS]


def is_planned(campaign: Campaign, channel: str, steps: Sequence[PlannedStep]) -> bool:
    """Whether there is to be a plan: for a channel that was taken out, while there is something to take back."""
    return (
        bool(steps)
        or campaign.channels.filter(channel=channel).exists()
        # A draft that nothing is left of is to become stale.
        or Plan.objects.filter(subject=subject_of(campaign), channel=channel, state=Plan.State.DRAFT).exists()
    )


def why_a_person(steps: Sequence[PlannedStep]) -> str:
    """Return why a person has to read these steps first, or nothing."""
    cuts = [step for step in steps if _cut(step) > STEEPEST_CUT]
    if cuts:
        return saying(gettext_noop("값이 절반 넘게 내려가는 물건이 %(count)s개 있어요."), count=len(cuts))
    if len(steps) > UNUSUAL:
        return saying(gettext_noop("한꺼번에 %(count)s가지가 바뀌어요."), count=len(steps))
    return ""


class ShopSide:
    """Carries out a campaign's plans at the shop's own channel in Saleor: prices, and a collection of what has them."""

    def apply(self, step: PlanStep, now: datetime) -> Outcome:
        kind, _colon, reference = step.key.partition(":")
        if kind == collections.KIND:
            hidden = {**(step.before or {}), "is_published": False}  # what taking back its making comes to
            return Outcome.DONE.seeing(collections.bring_in_line(reference, step.after or hidden))
        sku = step.key.removeprefix("price:")
        wanted = step.after or {}
        price = Price(wanted["price"], wanted.get("prior"), wanted.get("campaign_item_id"))
        apply_prices(channel=SHOP, prices={sku: price}, now=now)
        return Outcome.DONE


def register() -> None:
    """Let campaign plans for the shop be applied."""
    plans.register_applier("campaign:", SHOP, ShopSide())


def _is_on(campaign: Campaign, at: datetime) -> bool:
    return campaign.starts_at <= at < campaign.ends_at and campaign.state != State.ENDED


def _shop_steps(campaign: Campaign, wanted: Wanted, *, is_on: bool) -> list[PlannedStep]:
    items = (*wanted.on, *wanted.off, *wanted.out)
    shown = {
        row.variant_id: row
        for row in ShownPrice.objects.filter(channel=SHOP, variant__in=[item.variant_id for item in items])
    }
    steps = [_price_step(item, shown.get(item.variant_id), is_on=True) for item in wanted.on]
    for item in (*wanted.off, *wanted.out):
        row = shown.get(item.variant_id)
        if row and row.campaign_item_id == item.pk:  # what another campaign or the vendor set meanwhile stays
            steps.append(_price_step(item, row, is_on=False))
    sold = [item.variant.listing.reference for item in wanted.on if item.variant_id in shown]
    collection = _collection_step(campaign, sold, is_on=is_on)
    # Shown once it holds what the prices say, and hidden before they go.
    return [step for step in ([*steps, collection] if is_on else [collection, *steps]) if step]


def _collection_step(campaign: Campaign, products: Sequence[str], *, is_on: bool) -> PlannedStep | None:
    """Return what would change of the campaign's collection in Saleor. One that is over keeps its goods, unseen."""
    key = f"{collections.KIND}:{campaign.reference}"
    # What an earlier Saleor showed is not there.
    known = ids.find(collections.KIND, campaign.reference) is not None
    before = seen.read(channel=SHOP, keys=[key]).get(key) if known else None
    if is_on and (before or products):
        after = collections.document(name=campaign.title, is_published=True, products=products)
    elif before:
        after = {**before, "is_published": False}
    else:
        return None
    if before == after:
        return None
    return PlannedStep("UPDATE" if before else "CREATE", key, campaign.title, before=before, after=after)


def _price_step(item: CampaignItem, row: ShownPrice | None, *, is_on: bool) -> PlannedStep | None:
    if row is None:
        return None  # not on sale in the shop: the catalogue's plan brings it there first
    before = {"price": row.price, "prior": row.prior_price, "campaign_item_id": row.campaign_item_id}
    after = _terms(item, is_on=is_on)
    if before == after:
        return None
    label = " · ".join(filter(None, (item.variant.listing.title, item.variant.option)))
    return PlannedStep(action="UPDATE", key=f"price:{item.variant.sku}", label=label, before=before, after=after)


def _offer(item: CampaignItem, *, is_on: bool) -> WantedOffer:
    left = None if item.quota is None else max(item.quota - item.taken, 0)
    terms = _terms(item, is_on=is_on)
    return WantedOffer(
        variant=item.variant,
        price=terms["price"],
        prior_price=terms["prior"],
        units=left if is_on else 0,
        campaign_item_id=terms["campaign_item_id"],
    )


def _terms(item: CampaignItem, *, is_on: bool) -> dict[str, Any]:
    """Return price, prior price and whose they are. Nobody pays more for a campaign than without it."""
    listed = item.variant.price
    if is_on and item.is_cheaper:
        return {"price": item.price, "prior": listed, "campaign_item_id": item.pk}
    return {"price": listed, "prior": None, "campaign_item_id": None}


def _cut(step: PlannedStep) -> int:
    before, after = (step.before or {}).get("price"), (step.after or {}).get("price")
    return (before - after) * 100 // before if before and after and after < before else 0


@transaction.atomic
def _turn(pk: int, now: datetime) -> bool:
    """Turn a campaign to the state that its window says, together with the plans for it; False if someone did."""
    campaign = Campaign.objects.select_for_update().get(pk=pk)
    before = campaign.state
    if campaign.state == State.SCHEDULED:
        _turn_on_if_due(campaign, now)
    if campaign.state == State.LIVE and now >= campaign.ends_at:
        campaign.state, campaign.closed_at = State.ENDED, now
    if campaign.state == before:
        return False
    campaign.save(update_fields=["state", "opened_at", "closed_at"])
    audit.record(f"campaign.{campaign.state.lower()}", subject=campaign, actor="clock", at=now)
    _refresh_cards(campaign, campaign.state, now)
    bring_in_line(campaign=campaign, made_by="clock", now=now)
    return True


def _turn_on_if_due(campaign: Campaign, now: datetime) -> None:
    if campaign.starts_at <= now:
        campaign.state, campaign.opened_at = State.LIVE, now


def _refresh_cards(campaign: Campaign, what: str, now: datetime) -> None:
    for listing_id in set(campaign.items.values_list("variant__listing_id", flat=True)):
        key = f"card:{listing_id}:campaign:{campaign.pk}:{what}:{now.isoformat()}"
        outbox.emit("storefront.refresh_card", key=key, at=now, listing_id=listing_id)
