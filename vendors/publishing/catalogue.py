"""One lane per maker keeps its page and its listings in line in Saleor: many edits become one plan."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from marketplace.channels import lanes, plans, seen
from marketplace.channels.lanes import Turn
from marketplace.channels.models import Lane, Plan, PlanStep, Seen
from marketplace.channels.plans.planning import RUNNING, Action
from marketplace.saleor import ids
from vendors.models import Listing
from vendors.publishing import CHANNEL, SHOP
from vendors.publishing.applying import Publisher, document_of, find_product
from vendors.publishing.planning import MADE_BY, SUBJECT, plan_catalogue

KIND = "saleor-catalogue"
GATHER = timedelta(seconds=1)
# Saleor fetches a picture after it has said yes to it, and drops without a word what it cannot fetch (saleor.md §3).
# Beat comes by every six hours, so what was written since its last visit is looked at once more.
FETCHED = timedelta(minutes=5)
UNSETTLED = timedelta(hours=7)


def register() -> None:
    """Let catalogue plans be applied in this process."""
    plans.register_applier(SUBJECT, CHANNEL, Publisher())


def request_turn(*, enterprise: str, now: datetime) -> Lane:
    """Ask for a maker's catalogue to be brought in line, in a moment: edits come in bursts."""
    return lanes.request_turn(kind=KIND, subject=enterprise, at=now, due_at=now + GATHER)


def take_turn(lane: Lane, turn: Turn) -> None:
    """Plan what a maker's listings need in Saleor and have the plan applied.

    A plan under way that is to do the same is left to run, and the copy of it is not kept waiting. Goods that are only
    to be added wait for those that are being added: a maker who loads a hundred gets a few plans, not one begun anew
    with each of them.
    """
    now = turn.now()
    listings = Listing.objects.filter(enterprise__reference=lane.subject)
    _look_again(listings, turn)
    plan = plan_catalogue(now=now, listings=listings, subject=f"{SUBJECT}:{lane.subject}")
    if plan.state != Plan.State.DRAFT:
        return
    under_way = Plan.objects.filter(channel=CHANNEL, subject=plan.subject, state__in=RUNNING)
    steps = list(plan.steps.all())
    to_come = PlanStep.objects.filter(plan__in=under_way, state=PlanStep.State.PENDING)
    coming = dict(to_come.values_list("key", "after"))
    is_covered = all(step.key in coming and coming[step.key] == step.after for step in steps)
    only_adds = all(step.action == Action.CREATE for step in steps)
    if is_covered or (only_adds and under_way.filter(attempts=0).exists()):
        Plan.objects.filter(pk=plan.pk, state=Plan.State.DRAFT).update(state=Plan.State.STALE, finished_at=now)
        if not is_covered:
            turn.postpone(GATHER.total_seconds())
    else:
        plans.approve(plan=plan, digest=plan.digest, actor=MADE_BY, now=now)


def _look_again(listings: QuerySet[Listing], turn: Turn) -> None:
    """See what has become of products that were written a while ago. Raises a SaleorError."""
    now = turn.now()
    keys = {f"product:{reference}": reference for reference in listings.values_list("reference", flat=True)}
    written = Seen.objects.filter(channel=CHANNEL, key__in=keys, seen_at__gt=now - UNSETTLED, seen_at__lt=now - FETCHED)
    for row in written.order_by("key"):
        turn.keep({"looking at": row.key})
        product = find_product(keys[row.key])
        if product is None:
            seen.forget(channel=CHANNEL, key=row.key)
        elif (document := document_of(product, ids.require("channel", SHOP))) != row.content:
            seen.remember(channel=CHANNEL, key=row.key, content=document, now=now)
