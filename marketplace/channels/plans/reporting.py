"""How far a plan has come, and what would take it back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet

from marketplace.channels.models import Plan, PlanStep
from marketplace.channels.plans.planning import Action, PlannedStep


def revert_steps(plan: Plan) -> list[PlannedStep]:
    """Return the steps that restore what was there before a plan's steps that were sent, latest first.

    What cannot be taken back is left out: `irreversible_steps` names it.
    """
    back = {Action.CREATE: Action.REMOVE, Action.UPDATE: Action.UPDATE, Action.REMOVE: Action.CREATE}
    return [
        PlannedStep(
            action=back[Action(step.action)],
            key=step.key,
            label=step.label,
            before=step.after,
            after=step.before,
        )
        for step in _sent(plan).filter(reversible=True)
    ]


def irreversible_steps(plan: Plan) -> list[PlanStep]:
    """Return the steps that were sent and cannot be taken back, latest first."""
    return list(_sent(plan).filter(reversible=False))


def _sent(plan: Plan) -> QuerySet[PlanStep]:
    sent = (PlanStep.State.DONE, PlanStep.State.WAITING)
    return plan.steps.filter(state__in=sent).order_by("-position")


@dataclass(frozen=True)
class Progress:
    """How far a plan has come. `rate` is steps a second so far, `seconds_left` a guess from it; None before two."""

    count: int
    total: int
    waiting: int
    failed: int
    rate: float | None
    seconds_left: float | None


def progress(plan: Plan) -> Progress:
    """Count what is finished; steps that wait for the channel's yes are neither finished nor part of the time left."""
    return progress_of([plan])[plan.pk]


def progress_of(plans: Iterable[Plan]) -> dict[int, Progress]:
    """Return how far each of several plans has come, by its id, in one query."""
    found = {plan.pk: Progress(0, 0, 0, 0, None, None) for plan in plans}
    rows = PlanStep.objects.filter(plan__in=found).values("plan").order_by("plan")
    counted = rows.annotate(
        total=Count("pk"),
        count=Count("pk", filter=Q(finished_at__isnull=False)),
        waiting=Count("pk", filter=Q(state=PlanStep.State.WAITING)),
        failed=Count("pk", filter=Q(state=PlanStep.State.FAILED)),
        first=Min("finished_at"),
        last=Max("finished_at"),
    )
    for row in counted:
        count, total, waiting = row["count"], row["total"], row["waiting"]
        seconds = (row["last"] - row["first"]).total_seconds() if row["first"] else 0.0
        rate = (count - 1) / seconds if seconds else None
        left = (total - count - waiting) / rate if rate else None
        found[row["plan"]] = Progress(count, total, waiting, row["failed"], rate, left)
    return found
