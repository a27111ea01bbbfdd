"""One lane per maker keeps its page and its listings in line in Saleor: many edits become one plan."""

from datetime import datetime, timedelta

from django.db import transaction

from marketplace.channels import lanes, plans
from marketplace.channels.lanes import Turn
from marketplace.channels.models import Lane, Plan
from marketplace.channels.plans.planning import RUNNING
from vendors.models import Listing
from vendors.publishing import CHANNEL
from vendors.publishing.applying import Publisher
from vendors.publishing.planning import MADE_BY, SUBJECT, plan_catalogue

KIND = "saleor-catalogue"
GATHER = timedelta(seconds=1)


def register() -> None:
    """Let catalogue plans be applied in this process."""
    plans.register_applier(SUBJECT, CHANNEL, Publisher())


@transaction.atomic
def request_turn(*, enterprise: str, now: datetime) -> Lane:
    """Ask for a maker's catalogue to be brought in line, in a moment: edits come in bursts."""
    return lanes.request_turn(kind=KIND, subject=enterprise, at=now, due_at=now + GATHER)


def take_turn(lane: Lane, turn: Turn) -> None:
    """Plan what a maker's listings need in Saleor and have the plan applied.

    The same plan under way is left to run, and the copy of it is not kept waiting.
    """
    now = turn.now()
    listings = Listing.objects.filter(enterprise__reference=lane.subject)
    plan = plan_catalogue(now=now, listings=listings, subject=f"{SUBJECT}:{lane.subject}")
    if plan.state != Plan.State.DRAFT:
        return
    under_way = Plan.objects.filter(channel=CHANNEL, subject=plan.subject, state__in=RUNNING, digest=plan.digest)
    if under_way.exists():
        Plan.objects.filter(pk=plan.pk, state=Plan.State.DRAFT).update(state=Plan.State.STALE, finished_at=now)
    else:
        plans.approve(plan=plan, digest=plan.digest, actor=MADE_BY, now=now)
