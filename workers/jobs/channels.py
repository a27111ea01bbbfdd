"""Turns of lanes and runs of plans."""

from django.utils import timezone

from marketplace.channels import lanes, plans
from workers.app import app


@app.task(name="channels.take_turn")
def take_turn(*, lane_id: int, **_unknown: object) -> None:
    """Give one lane its turn, unless someone else has it."""
    lanes.take_turn(lane_id=lane_id, now=timezone.now())


@app.task(name="channels.sweep_lanes")
def sweep_lanes(**_unknown: object) -> None:
    """Ask for the turn of every lane that is due and nobody's."""
    lanes.sweep(now=timezone.now())


@app.task(name="channels.run_plan")
def run_plan(*, plan_id: int, **_unknown: object) -> None:
    """Carry on one plan, unless someone else does."""
    plans.run_plan(plan_id=plan_id, now=timezone.now())


@app.task(name="channels.sweep_plans")
def sweep_plans(**_unknown: object) -> None:
    """Ask for every approved plan that nobody carries on."""
    plans.sweep(now=timezone.now())
