import pytest
from django.utils import timezone

from marketplace.channels import lanes, plans
from marketplace.channels.models import Lane, Plan
from tests.support.saleor import saleor, saleor_standin, shop
from vendors.publishing.planning import plan_catalogue
from workers.jobs import publishing  # registers appliers, lanes and tellers

__all__ = ["publishing", "saleor", "saleor_standin", "shop"]


@pytest.fixture
def publish(shop):
    """A function that plans the whole catalogue, approves the plan and runs it; returns the plan."""

    def publish(**how):
        plan = plan_catalogue(now=timezone.now(), **how)
        if plan.state == Plan.State.DRAFT:
            plans.approve(plan=plan, digest=plan.digest, actor="tests", now=timezone.now())
            run(plan)
        plan.refresh_from_db()
        return plan

    return publish


def run(plan):
    """Carry a plan on once, whatever it waits for."""
    Plan.objects.filter(pk=plan.pk).update(due_at=timezone.now())
    plans.run_plan(plan_id=plan.pk, now=timezone.now())
    plan.refresh_from_db()
    return plan


def take_turns(kind):
    """Give every lane of a kind its turn now, once."""
    now = timezone.now()
    lanes_ = Lane.objects.filter(kind=kind)
    lanes_.update(due_at=now)
    for pk in list(lanes_.values_list("pk", flat=True)):
        lanes.take_turn(lane_id=pk, now=now)
