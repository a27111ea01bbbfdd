"""What a plan contains, and who said yes to exactly that."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from marketplace.channels.models import Plan, PlanStep
from marketplace.core import audit, outbox
from marketplace.core.models import User
from marketplace.core.sayings import saying

Action = PlanStep.Action
State = Plan.State
RUNNING = (State.APPROVED, State.APPLYING)
_ORDER = {Action.REMOVE: 0, Action.UPDATE: 1, Action.CREATE: 2}


@dataclass(frozen=True)
class PlannedStep:
    """One change to be: what is there under `key`, what should be, and what a person ought to know before it."""

    action: str
    key: str
    label: str
    before: Any = None
    after: Any = None
    warnings: tuple[str, ...] = ()
    reversible: bool = True


class PlanRefused(Exception):
    """The plan was not approved. Messages are for staff."""


class DigestDiffers(PlanRefused):
    """What was approved is not what the plan contains."""


class PlanStale(PlanRefused):
    """A later plan took its place, or it has ended."""


class NeedsPerson(PlanRefused):
    """This plan waits for a person's yes; a schedule must not give it."""


def digest_of(steps: Sequence[PlannedStep]) -> str:
    """Return what names these steps, in this order, and everything in them."""
    text = json.dumps([asdict(step) for step in steps], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def in_order(steps: Sequence[PlannedStep]) -> list[PlannedStep]:
    """Take away before changing and change before adding: a run that dies halfway leaves less on sale, not more."""
    return sorted(steps, key=lambda step: _ORDER[Action(step.action)])


@transaction.atomic
def save_plan(
    *,
    channel: str,
    subject: str,
    steps: Sequence[PlannedStep],
    made_by: str,
    now: datetime,
    needs_person: bool = False,
    reason: str = "",
) -> Plan:
    """Keep a plan as a draft and return it; earlier drafts for the same subject become stale.

    The same steps as the present draft's are that draft. A plan of no steps is APPLIED at once.
    """
    ordered = in_order(steps)
    digest = digest_of(ordered)
    drafts = Plan.objects.filter(channel=channel, subject=subject, state=State.DRAFT)
    same: Plan | None = drafts.filter(digest=digest, needs_person=needs_person).order_by("-pk").first()
    if same:
        drafts.exclude(pk=same.pk).update(state=State.STALE, finished_at=now)
        return same
    drafts.update(state=State.STALE, finished_at=now)
    plan = Plan.objects.create(
        channel=channel,
        subject=subject,
        digest=digest,
        state=State.DRAFT if ordered else State.APPLIED,
        needs_person=needs_person,
        reason=reason[:300],
        made_at=now,
        made_by=made_by[:120],
        finished_at=None if ordered else now,
    )
    PlanStep.objects.bulk_create(
        PlanStep(
            plan=plan,
            position=position,
            action=step.action,
            key=step.key,
            label=step.label[:300],
            before=step.before,
            after=step.after,
            warnings=list(step.warnings),
            reversible=step.reversible,
        )
        for position, step in enumerate(ordered, 1)
    )
    return plan


def planned_steps(plan: Plan) -> list[PlannedStep]:
    """Return the steps of a plan as they were planned."""
    return [
        PlannedStep(
            action=step.action,
            key=step.key,
            label=step.label,
            before=step.before,
            after=step.after,
            warnings=tuple(step.warnings),
            reversible=step.reversible,
        )
        for step in plan.steps.order_by("position")
    ]


@transaction.atomic
def approve(*, plan: Plan, digest: str, actor: User | str, now: datetime) -> Plan:
    """Say yes to exactly what `digest` names, and ask for it to be applied; a second yes changes nothing.

    Raises DigestDiffers, PlanStale, or NeedsPerson if `actor` is no person and the plan wants one. What an earlier plan
    for the same subject has not sent yet is not sent any more.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if digest != plan.digest:
        raise DigestDiffers(f"plan {plan.pk} is {plan.digest[:8]}, not {digest[:8]}")
    if plan.state in (*RUNNING, State.APPLIED):
        return plan
    if plan.state != State.DRAFT:
        raise PlanStale(f"plan {plan.pk} is {plan.state}")
    if plan.needs_person and not isinstance(actor, User):
        raise NeedsPerson(f"plan {plan.pk}: {plan.reason}")
    if digest_of(planned_steps(plan)) != digest:
        raise DigestDiffers(f"the steps of plan {plan.pk} are not those it was made with")

    earlier = Plan.objects.filter(channel=plan.channel, subject=plan.subject, state__in=RUNNING)
    earlier.update(
        state=State.STALE,
        finished_at=now,
        problem=saying(gettext_noop("새 계획 %(number)s번이 대신해요"), number=plan.pk),
    )
    plan.state, plan.approved_at, plan.due_at = State.APPROVED, now, now
    plan.approved_by = actor if isinstance(actor, User) else None
    plan.save(update_fields=["state", "approved_at", "due_at", "approved_by"])
    audit.record("plan.approved", subject=plan, actor=actor, at=now, digest=digest)
    outbox.emit("channels.run_plan", key=f"plan:{plan.pk}", at=now, plan_id=plan.pk)
    return plan
