"""How a plan is carried on: one worker at a time, under a lease, from its first unfinished step."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from marketplace.channels import seen
from marketplace.channels.models import Plan, PlanStep
from marketplace.channels.plans.planning import RUNNING, Action, State
from marketplace.core import outbox
from marketplace.core.models import ClaimLost

LEASE = timedelta(seconds=120)
SLICE = timedelta(seconds=60)
BACKOFF = timedelta(seconds=5)
LONGEST_BACKOFF = timedelta(minutes=5)
SWEPT_AT_ONCE = 200

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What applying a step came to: DONE, or WAITING for the channel to say yes (`settle_step` ends that).

    ``Outcome.DONE.seeing(content)`` also remembers what the channel shows now.
    """

    state: str
    seen: Any = None

    DONE: ClassVar["Outcome"]
    WAITING: ClassVar["Outcome"]

    def seeing(self, content: Any) -> "Outcome":
        return replace(self, seen=content)


Outcome.DONE = Outcome(PlanStep.State.DONE)
Outcome.WAITING = Outcome(PlanStep.State.WAITING)


class Applier(Protocol):
    """Whoever can carry out steps at a channel."""

    def apply(self, step: PlanStep, now: datetime) -> Outcome:
        """Make one change, with no transaction open.

        An error with a true `retryable` postpones the plan and the step is tried again: `step.attempts` above 1 says
        that an earlier try may have gone through, so look before repeating. Any other error fails the step.
        """
        ...


_appliers: dict[tuple[str, str], Applier] = {}


def register_applier(subject_prefix: str, channel: str, applier: Applier) -> None:
    """Let `applier` carry out a channel's plans whose subject begins so; the longest prefix wins."""
    _appliers[channel, subject_prefix] = applier


def _applier_of(plan: Plan) -> Applier | None:
    fitting = [prefix for channel, prefix in _appliers if channel == plan.channel and plan.subject.startswith(prefix)]
    return _appliers[plan.channel, max(fitting, key=len)] if fitting else None


def run_plan(*, plan_id: int, now: datetime, clock: Callable[[], datetime] = timezone.now) -> bool:
    """Carry on an approved plan for a while, unless another worker does; returns whether this one did.

    A retryable error postpones the plan; any other fails its step, and the plan goes on. After a minute the rest is
    left to the next message.
    """
    plan = _claim(plan_id, now=now)
    if plan is None:
        return False
    try:
        _carry_on(plan, until=now + SLICE, clock=clock)
    except ClaimLost:
        log.info("plan.lost", plan=plan.pk)
        plan.let_go()  # still ours if it was replaced: the plan that took its place need not wait for the lease
    return True


def _claim(plan_id: int, *, now: datetime) -> Plan | None:
    token = uuid.uuid4().hex
    due = Plan.objects.filter(state__in=RUNNING, due_at__lte=now)
    plan: Plan | None = due.claim(plan_id, now=now, until=now + LEASE, token=token)
    if plan is None:
        return None
    plan.claim_token = token
    # A plan that was just replaced may still be at its last call: both would speak of the same things.
    others = Plan.objects.filter(channel=plan.channel, subject=plan.subject, claimed_until__gt=now)
    if others.exclude(pk=plan.pk).exists() or _applier_of(plan) is None:
        _leave(
            plan,
            now=now,
            wait=BACKOFF,
            problem="" if _applier_of(plan) else gettext_noop("여기에는 이 계획을 적용할 것이 없어요"),
        )
        return None
    _keep(plan, state=State.APPLYING, started_at=plan.started_at or now)
    return plan


def _keep(plan: Plan, **values: Any) -> None:
    """Save fields of a plan that is ours and was not replaced, or raise ClaimLost."""
    ours = Plan.objects.filter(pk=plan.pk, claim_token=plan.claim_token, state__in=RUNNING)
    if not ours.update(**values):
        raise ClaimLost(f"plan {plan.pk}")


def _carry_on(plan: Plan, *, until: datetime, clock: Callable[[], datetime]) -> None:
    applier = _applier_of(plan)
    assert applier is not None
    for step in plan.steps.filter(state=PlanStep.State.PENDING).order_by("position"):
        now = clock()
        if now >= until:
            _leave(plan, now=now)
            return
        _keep(plan, claimed_until=now + LEASE)
        # Written before the call: whoever comes after a crash knows that it may have gone through.
        step.attempts += 1
        PlanStep.objects.filter(pk=step.pk).update(attempts=step.attempts)
        try:
            outcome = applier.apply(step, now)
        except ClaimLost:
            raise
        except Exception as exc:  # whatever it is, the step must say so and the plan must not be held
            if getattr(exc, "retryable", False):
                _postpone(plan, exc, now=clock())
                return
            if not hasattr(exc, "retryable"):
                log.error("plan.bug", plan=plan.pk, step=step.pk, exc_info=exc)
            _write(plan, step, PlanStep.State.FAILED, now=clock(), problem=f"{type(exc).__name__}: {exc}")
        else:
            _write(plan, step, outcome.state, now=clock(), content=outcome.seen)
    _leave(plan, now=clock())


@transaction.atomic
def _write(plan: Plan, step: PlanStep, state: str, *, now: datetime, problem: str = "", content: Any = None) -> None:
    """Write how a step went, also if the plan was replaced meanwhile: it has happened."""
    # The plan's row before the step's, as settle_step locks them.
    Plan.objects.filter(pk=plan.pk, claim_token=plan.claim_token).update(attempts=0, problem="")
    _settle(plan, step, state, now=now, problem=problem, content=content)


def _settle(plan: Plan, step: PlanStep, state: str, *, now: datetime, problem: str, content: Any) -> None:
    step.state, step.problem = state, problem[:2000]
    step.finished_at = None if state == PlanStep.State.WAITING else now
    step.save(update_fields=["state", "problem", "finished_at"])
    if content is not None:
        seen.remember(channel=plan.channel, key=step.key, content=content, now=now)
    elif state == PlanStep.State.DONE and step.action == Action.REMOVE:
        seen.forget(channel=plan.channel, key=step.key)


@transaction.atomic
def _postpone(plan: Plan, exc: Exception, *, now: datetime) -> None:
    asked = timedelta(seconds=getattr(exc, "retry_after", None) or 0)
    wait = max(asked, min(BACKOFF * 2 ** min(plan.attempts, 10), LONGEST_BACKOFF))
    Plan.objects.filter(pk=plan.pk, claim_token=plan.claim_token).update(attempts=F("attempts") + 1)
    _leave(plan, now=now, wait=wait, problem=f"{type(exc).__name__}: {exc}")


@transaction.atomic
def _leave(plan: Plan, *, now: datetime, wait: timedelta = timedelta(0), problem: str = "") -> None:
    """Let the plan go; it ends if every step has, and else goes on after `wait` if a step can be tried."""
    row = Plan.objects.select_for_update().filter(pk=plan.pk, claim_token=plan.claim_token).first()
    if row is None:
        raise ClaimLost(f"plan {plan.pk}")
    row.claimed_until, row.claim_token = None, ""
    row.due_at, row.problem = now + wait, problem[:2000] or row.problem
    _end_if_over(row, now=now)
    row.save()
    if row.state in RUNNING and row.steps.filter(state=PlanStep.State.PENDING).exists():
        key = f"plan:{row.pk}:{now.isoformat()}"
        outbox.emit("channels.run_plan", key=key, at=now, due_at=row.due_at, plan_id=row.pk)


def _end_if_over(plan: Plan, *, now: datetime) -> None:
    if plan.state not in RUNNING:
        return
    states = set(plan.steps.values_list("state", flat=True))
    if states & {PlanStep.State.PENDING, PlanStep.State.WAITING}:
        return
    plan.state = State.FAILED if PlanStep.State.FAILED in states else State.APPLIED
    plan.finished_at = now


@transaction.atomic
def settle_step(*, step: PlanStep, now: datetime, problem: str = "", content: Any = None) -> PlanStep:
    """Say that the channel accepted a waiting step (with what it shows now), or why it did not. Again is no change."""
    plan = Plan.objects.select_for_update().get(pk=step.plan_id)
    step = PlanStep.objects.select_for_update().get(pk=step.pk)
    if step.state != PlanStep.State.WAITING:
        return step
    state = PlanStep.State.FAILED if problem else PlanStep.State.DONE
    _settle(plan, step, state, now=now, problem=problem, content=content)
    _end_if_over(plan, now=now)
    plan.save(update_fields=["state", "finished_at"])
    return step


@transaction.atomic
def sweep(*, now: datetime) -> int:
    """Ask for every approved plan that has steps to try, or was left in a worker's hand; returns how many."""
    due = Plan.objects.filter(state__in=RUNNING, due_at__lte=now)
    untried = Q(claimed_until=None, steps__state=PlanStep.State.PENDING)
    free = due.filter(untried | Q(claimed_until__lte=now)).distinct().order_by("pk")
    rows = free.values_list("pk", "due_at", "claimed_until")[:SWEPT_AT_ONCE]
    minute = int(now.timestamp() // 60)
    messages = {f"plan:{pk}:{due_at}:{ended or ''}:{minute}": {"plan_id": pk} for pk, due_at, ended in rows}
    outbox.emit_many("channels.run_plan", messages=messages, at=now)
    return len(messages)
