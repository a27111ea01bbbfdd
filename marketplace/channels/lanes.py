"""Whose turn it is. A lane keeps one thing in line with a channel, by one worker at a time.

A turn holds a lease on its row, never a row lock or an open transaction, and serves the generation that it read when it
began; a generation asked for meanwhile gets a turn of its own. What stopped a turn is written on the row.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from marketplace.channels.models import Lane
from marketplace.core import audit, outbox
from marketplace.core.models import ClaimLost, User

LEASE = timedelta(seconds=120)
BACKOFF = timedelta(seconds=5)
LONGEST_BACKOFF = timedelta(minutes=5)
BUGS_FORGIVEN = 5
SWEPT_AT_ONCE = 1000

log = structlog.get_logger(__name__)


class Turn:
    """What a handler has while its lane is its own."""

    def __init__(self, lane: Lane, *, clock: Callable[[], datetime]) -> None:
        self._lane = lane
        self._clock = clock
        self.generation = lane.wanted
        """What this turn serves: anything asked for later gets another turn."""
        self.postponed: tuple[float, str] | None = None

    def now(self) -> datetime:
        return self._clock()

    def keep(self, progress: Mapping[str, Any]) -> None:
        """Save what the next step, or the next turn after a crash, has to know, and renew the lease.

        Raises ClaimLost if another worker has taken the lane: stop at once and touch nothing.
        """
        self._lane.progress = dict(progress)
        self._lane.claimed_until = self._clock() + LEASE
        self._lane.keep(["progress", "claimed_until"])

    def postpone(self, seconds: float, problem: str = "") -> None:
        """Ask for this generation's turn to go on later; return from the handler after this.

        The lane may be woken earlier by a newer generation, so what must not happen before then is for the handler to
        check against what it kept.
        """
        self.postponed = (seconds, problem)


Handler = Callable[[Lane, Turn], None]
_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Let `handler(lane, turn)` take the turns of a kind of lane.

    It returns when the channel has what `turn.generation` asked for. An exception with a true `retryable` postpones the
    lane, further each time; one with a false one parks it for a person.
    """
    _handlers[kind] = handler


def request_turn(*, kind: str, subject: str, at: datetime, due_at: datetime | None = None) -> Lane:
    """Ask for a turn, from `due_at` on, that sees everything committed with this call; returns the lane.

    Asked again before the turn it is one turn, at the earlier time. A lane that waits because of a problem goes on
    waiting, and a parked one stays parked: a newer wish does not make a channel well.
    """
    return request_turns(kind=kind, subjects=[subject], at=at, due_at=due_at)[0]


@transaction.atomic
def request_turns(*, kind: str, subjects: Iterable[str], at: datetime, due_at: datetime | None = None) -> list[Lane]:
    """Ask for a turn of each of several lanes of a kind, as `request_turn`, in as few statements as for one."""
    wished, wanted = due_at or at, set(subjects)
    found = _held_while_asking(kind, wanted)
    if missing := wanted - {lane.subject for lane in found}:
        new = [Lane(kind=kind, subject=subject, due_at=wished) for subject in sorted(missing)]
        Lane.objects.bulk_create(new, ignore_conflicts=True)
        found = _held_while_asking(kind, wanted)
    told: dict[datetime, dict[str, dict[str, int]]] = {}
    for lane in found:
        if _wish(lane, wished, at=at):
            told.setdefault(lane.due_at, {})[f"lane:{lane.pk}:{lane.wanted}"] = {"lane_id": lane.pk}
    Lane.objects.bulk_update(found, ["wanted", "due_at", "next_due_at"])
    for when, messages in told.items():
        outbox.emit_many("channels.take_turn", messages=messages, at=at, due_at=when)
    return found


def _held_while_asking(kind: str, subjects: Iterable[str]) -> list[Lane]:
    return list(Lane.objects.select_for_update().filter(kind=kind, subject__in=list(subjects)).order_by("pk"))


def _wish(lane: Lane, wished: datetime, *, at: datetime) -> bool:
    """Note one more wish on a lane; returns whether a message must say so.

    Who holds a lane asks for its next turn when letting it go, and one message for a time is enough.
    """
    is_held = lane.claimed_until is not None and lane.claimed_until > at
    asked_for = lane.due_at if lane.is_behind and lane.claimed_until is None else None
    if is_held:
        lane.next_due_at = min(lane.next_due_at or wished, wished)
    elif not lane.is_behind:
        lane.due_at = wished
    elif not lane.attempts:
        lane.due_at = min(lane.due_at, wished)
    lane.wanted += 1
    return not lane.parked_at and not is_held and lane.due_at != asked_for


def take_turn(*, lane_id: int, now: datetime, clock: Callable[[], datetime] = timezone.now) -> bool:
    """Give a lane its turn, unless it is parked, not due, not behind, or another worker's; returns whether it had one.

    What stopped the turn is written on the lane, not raised.
    """
    lane = _claim(lane_id, now=now)
    if lane is None:
        return False
    turn = Turn(lane, clock=clock)
    try:
        _handler_of(lane)(lane, turn)
    except ClaimLost:
        log.warning("lane.lost", kind=lane.kind, subject=lane.subject)
    except Exception as exc:  # whatever it is, the lane must say so and must not be held
        _stop(lane, exc, now=clock())
    else:
        _finish(lane, turn, now=clock())
    return True


def _claim(lane_id: int, *, now: datetime) -> Lane | None:
    token = uuid.uuid4().hex
    due = Lane.objects.filter(parked_at=None, due_at__lte=now, wanted__gt=F("done"))
    lane: Lane | None = due.claim(lane_id, now=now, until=now + LEASE, token=token)
    if lane is not None:
        lane.claim_token = token  # ours, even if the lease ended between the claim and the reading of the row
    return lane


class NobodyTakesTurns(LookupError):
    """No handler is registered for a kind of lane here: an older worker met a newer lane. It waits for another."""

    retryable = True


def _handler_of(lane: Lane) -> Handler:
    try:
        return _handlers[lane.kind]
    except KeyError:
        raise NobodyTakesTurns(f"nobody takes turns of {lane.kind}") from None


@transaction.atomic
def _finish(lane: Lane, turn: Turn, *, now: datetime) -> None:
    """Write how a turn went and let the lane go; ask for the next turn if one is wanted by now."""
    row = _still_ours(lane)
    if row is None:
        return
    row.last_turn_at, row.attempts, row.problem = now, 0, ""
    if turn.postponed:
        seconds, row.problem = turn.postponed
        wished = now + timedelta(seconds=seconds)
        row.due_at = min(wished, row.next_due_at or wished)
    else:
        row.done, row.progress = max(row.done, turn.generation), {}
        row.due_at = row.next_due_at or now
    _let_go(row, now=now)


@transaction.atomic
def _stop(lane: Lane, exc: Exception, *, now: datetime) -> None:
    """Write what stopped a turn: postpone the lane if it may get well by itself, else park it for a person."""
    row = _still_ours(lane)
    if row is None:
        return
    retryable: bool | None = getattr(exc, "retryable", None)
    problem = f"{type(exc).__name__}: {exc}"
    if retryable is None:
        log.error("lane.bug", kind=row.kind, subject=row.subject, exc_info=exc)
    row.last_turn_at = now
    row.attempts += 1
    if retryable is False or (retryable is None and row.attempts >= BUGS_FORGIVEN):
        row.park(problem, at=now)
        log.warning("lane.parked", kind=row.kind, subject=row.subject, problem=problem)
    else:
        row.problem = problem[:2000]
        row.due_at = now + _wait(row.attempts, exc)
    _let_go(row, now=now)


def _wait(attempts: int, exc: Exception) -> timedelta:
    asked = timedelta(seconds=getattr(exc, "retry_after", None) or 0)
    wait: timedelta = max(asked, min(BACKOFF * 2 ** min(attempts - 1, 10), LONGEST_BACKOFF))
    return wait


def _still_ours(lane: Lane) -> Lane | None:
    row: Lane | None = Lane.objects.select_for_update().filter(pk=lane.pk, claim_token=lane.claim_token).first()
    if row is None:
        log.warning("lane.lost", kind=lane.kind, subject=lane.subject)
    return row


def _let_go(row: Lane, *, now: datetime) -> None:
    row.claimed_until, row.claim_token, row.next_due_at = None, "", None
    row.save()
    if row.is_behind and not row.parked_at:
        key = f"lane:{row.pk}:{row.wanted}:{now.isoformat()}"
        outbox.emit("channels.take_turn", key=key, at=now, due_at=row.due_at, lane_id=row.pk)


@transaction.atomic
def sweep(*, now: datetime) -> int:
    """Ask for the turn of every lane that is due and nobody's: lost messages, killed workers. Returns how many.

    A lane is asked for once a minute at most, however often this runs, and at once when a claim has ended.
    """
    due = Lane.objects.filter(parked_at=None, due_at__lte=now, wanted__gt=F("done"))
    free = due.filter(Q(claimed_until=None) | Q(claimed_until__lte=now)).order_by("due_at")
    rows = free.values_list("pk", "wanted", "claimed_until")[:SWEPT_AT_ONCE]
    minute = int(now.timestamp() // 60)
    messages = {f"lane:{pk}:{wanted}:{ended or ''}:{minute}": {"lane_id": pk} for pk, wanted, ended in rows}
    outbox.emit_many("channels.take_turn", messages=messages, at=now)
    return len(messages)


@transaction.atomic
def unpark(*, lane: Lane, actor: User | str, now: datetime) -> Lane:
    """Let a parked lane try again, after a person removed what stopped it. One that is not parked stays as it is."""
    lane = Lane.objects.select_for_update().get(pk=lane.pk)
    if not lane.parked_at:
        return lane
    problem = lane.problem
    lane.parked_at, lane.problem, lane.attempts, lane.due_at = None, "", 0, now
    lane.save(update_fields=["parked_at", "problem", "attempts", "due_at"])
    audit.record("lane.unparked", subject=lane, actor=actor, at=now, problem=problem)
    key = f"lane:{lane.pk}:{lane.wanted}:{now.isoformat()}"
    outbox.emit("channels.take_turn", key=key, at=now, lane_id=lane.pk)
    return lane
