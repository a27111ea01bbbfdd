"""A pop-up in Saleor: its place is a warehouse, in a channel of its own, and what it sells is listed while it is open.

Every warehouse in a channel counts as online stock there, whatever its settings (saleor.md §7). So the place stands in
no channel but its own, and what the shop shows is what stands at home. Units follow the ledger by each variant's stock
lane as soon as Saleor knows the place. The warehouse stays for ever: deleting one deletes stock and open orders'
promises.

What should be there is planned and applied like everything else; nobody has to read it, since it says again what staff
have decided with the doors, the goods and the prices.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop

from campaigns.models import Exhibition
from campaigns.popups import warehouses
from campaigns.popups.goods import goods_here, live_items, name_of
from marketplace.channels import lanes, plans, seen
from marketplace.channels.lanes import Turn
from marketplace.channels.models import Lane, Plan, PlanStep
from marketplace.channels.plans import Outcome, PlannedStep
from marketplace.channels.plans.planning import RUNNING, Action
from marketplace.saleor import ids
from marketplace.saleor.errors import SaleorRejected
from vendors.models import Listing, Variant
from vendors.publishing import CHANNEL, offers
from vendors.publishing.prices import Price

LANE = "saleor-popup"
SUBJECT = "popup:"
MADE_BY = "popup"
State = Exhibition.State
AGAIN = 10.0
REFUSED_FOR = timedelta(hours=1)
LOOKED_AFTER = timedelta(days=7)


class PopupSide:
    """Carries out plans for pop-ups (``place:…``, ``doors:…``, ``here:…``)."""

    def apply(self, step: PlanStep, now: datetime) -> Outcome:
        """Bring one thing of a pop-up in line; raises a SaleorError."""
        kind, _colon, rest = step.key.partition(":")
        if kind == "place":
            return Outcome.DONE.seeing(warehouses.stand(rest, step.after or {}, now=now))
        if kind == "doors":
            return Outcome.DONE.seeing(warehouses.set_doors(rest, step.after or {}))
        pk, _colon, sku = rest.partition(":")
        code = Exhibition.objects.values_list("location__code", flat=True).get(pk=pk)
        variant = Variant.objects.select_related("listing").get(sku=sku)
        channel_id = ids.find("channel", code)
        if channel_id is None:  # the step before this one was refused
            raise SaleorRejected("NOT_FOUND", code, "the pop-up has no channel in Saleor", operation="channel")
        if step.after is None:
            offers.unlist_variant(variant, channel_id=channel_id)
            return Outcome.DONE
        offers.list_variant(variant, channel_id=channel_id, price=Price(step.after["price"], step.after["prior"]))
        return Outcome.DONE.seeing(step.after)


def register() -> None:
    """Let pop-ups be brought in line in Saleor."""
    plans.register_applier(SUBJECT, CHANNEL, PopupSide())
    lanes.register(LANE, take_turn)


def request_turn(*, exhibition: Exhibition, now: datetime) -> Lane:
    """Ask for a pop-up to be brought in line in Saleor; what is committed with this call is seen."""
    return lanes.request_turn(kind=LANE, subject=exhibition.location.code, at=now)


def request_turn_of_campaign(*, campaign_id: int, now: datetime) -> None:
    """Ask for the pop-up of a campaign, if it has one, to be brought in line: its prices have changed."""
    for exhibition in Exhibition.objects.filter(campaign=campaign_id).select_related("location"):
        request_turn(exhibition=exhibition, now=now)


def sweep(*, now: datetime) -> int:
    """Ask for the turn of every pop-up that is out of line: prices begin and end by the clock. Returns how many."""
    asked = 0
    watched = Exhibition.objects.filter(~Q(state=State.CLOSED) | Q(closed_at__gt=now - LOOKED_AFTER))
    for exhibition in watched.select_related("campaign", "location").order_by("pk"):
        if steps_of(exhibition, now=now):
            request_turn(exhibition=exhibition, now=now)
            asked += 1
    return asked


def take_turn(lane: Lane, turn: Turn) -> None:
    """Plan what a pop-up needs in Saleor and have it applied, unless the same is under way or was just refused."""
    now = turn.now()
    exhibition = Exhibition.objects.select_related("campaign", "location").get(location__code=lane.subject)
    subject = f"{SUBJECT}{exhibition.pk}"
    mine = Plan.objects.filter(channel=CHANNEL, subject=subject)
    steps = steps_of(exhibition, now=now)
    if not steps:
        if mine.filter(state__in=RUNNING).exists():  # what it has yet to send may be wanted no more
            turn.postpone(AGAIN, gettext_noop("앞의 계획을 적용하고 있어요"))
        return
    plan = plans.save_plan(channel=CHANNEL, subject=subject, steps=steps, made_by=MADE_BY, now=now)
    if plan.state != Plan.State.DRAFT:
        return
    refused = Q(state=Plan.State.FAILED, finished_at__gt=now - REFUSED_FOR)
    if mine.filter(Q(state__in=RUNNING) | refused, digest=plan.digest).exists():
        mine.filter(pk=plan.pk, state=Plan.State.DRAFT).update(state=Plan.State.STALE, finished_at=now)
    else:
        plans.approve(plan=plan, digest=plan.digest, actor=MADE_BY, now=now)


def steps_of(exhibition: Exhibition, *, now: datetime) -> list[PlannedStep]:
    """Return what would change in Saleor if a pop-up were brought in line now. Reads our tables only."""
    there = _there(exhibition)
    wanted = _wanted(exhibition, now)
    steps = []
    for key, (label, after) in wanted.items():
        before = there.get(key)
        if before != after:
            action = Action.CREATE if before is None else Action.UPDATE
            steps.append(PlannedStep(action, key, label, before=before, after=after, reversible=before is not None))
    here = _offers_key(exhibition, "")
    gone = [key for key in there if key.startswith(here) and key not in wanted]
    variants = Variant.objects.filter(sku__in=[key.removeprefix(here) for key in gone]).select_related("listing")
    names = {variant.sku: name_of(variant) for variant in variants}
    steps += [
        PlannedStep(Action.REMOVE, key, names.get(sku, sku), before=there[key])
        for key in gone
        if (sku := key.removeprefix(here))
    ]
    return steps


def _wanted(exhibition: Exhibition, now: datetime) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return label and content by key. A pop-up that closed before Saleor ever knew it wants nothing there."""
    code, campaign = exhibition.location.code, exhibition.campaign
    is_over, is_open = exhibition.state == State.CLOSED, exhibition.state == State.OPEN
    if is_over and ids.find("warehouse", code) is None:
        return {}
    place = {
        "title": exhibition.venue,
        "address": exhibition.address,
        "pickup": exhibition.allows_pickup and not is_over,
    }
    doors = {"title": campaign.title, "is_open": is_open, "sells_from": None if is_over else code}
    wanted: dict[str, tuple[str, dict[str, Any]]] = {
        f"place:{code}": (exhibition.venue, place),
        f"doors:{code}": (campaign.title, doors),
    }
    return (wanted | _offers(exhibition, now)) if is_open else wanted


def _offers(exhibition: Exhibition, now: datetime) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return what the counter asks for its goods now: those brought here, and the campaign's that are still to come."""
    found = {good.variant: good.price for good in goods_here(exhibition=exhibition, now=now) if not good.is_expired}
    on = {item.variant_id: item.price for item in live_items(exhibition.campaign, now=now)}
    items = exhibition.campaign.items.select_related("variant__listing__enterprise")
    found = {item.variant: on.get(item.variant_id, item.variant.price) for item in items} | found
    published = ids.find_many("variant", [variant.sku for variant in found])
    return {
        _offers_key(exhibition, variant.sku): (
            name_of(variant),
            {"price": price, "prior": variant.price if variant.price > price else None},
        )
        for variant, price in sorted(found.items(), key=lambda pair: pair[0].sku)
        if variant.sku in published and variant.listing.state != Listing.State.DRAFT
    }


def _there(exhibition: Exhibition) -> dict[str, Any]:
    """Return what was last seen of a pop-up in the present Saleor."""
    code = exhibition.location.code
    found: dict[str, Any] = {}
    if ids.find("warehouse", code):
        found |= seen.read(channel=CHANNEL, keys=[f"place:{code}"])
    if ids.find("channel", code):
        found |= seen.read(channel=CHANNEL, keys=[f"doors:{code}"])
        found |= seen.read_beginning(channel=CHANNEL, beginning=_offers_key(exhibition, ""))
    return found


def _offers_key(exhibition: Exhibition, sku: str) -> str:
    return f"here:{exhibition.pk}:{sku}"
