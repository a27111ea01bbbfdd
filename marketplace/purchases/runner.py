"""Moves a purchase along, one runner at a time. Page, webhook and sweep only wake it.

A step does what its state asks for and saves before it goes on, so a killed runner's successor, once the lease is over,
carries on from what was saved. A time-out, a 5xx, a lost answer is unknown and not a no: the step is done again.
"""

import time
import uuid
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q

from marketplace.core.models import ClaimLost
from marketplace.payments.stripe_api import PaymentRefused, PaymentUnavailable
from marketplace.purchases import leaving
from marketplace.purchases.models import Attempt
from marketplace.purchases.runs import LEASE, AskAgain, Run, Turned, Wait
from marketplace.purchases.steps import STEPS
from marketplace.saleor.errors import SaleorError

State = Attempt.State

SOON = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(seconds=60)
SWEPT = 50
STUCK_TRIES = 10
FINAL = (State.CAPTURED, State.ENDED)

log = structlog.get_logger(__name__)


def advance(attempt_id: int, *, now: datetime) -> Attempt:
    """Move a purchase as far as it goes now, unless another runner has it: that one then looks once more."""
    Attempt.objects.filter(pk=attempt_id).update(woken=F("woken") + 1)
    began = time.monotonic()
    token = uuid.uuid4().hex
    while True:
        at = now + timedelta(seconds=time.monotonic() - began)
        attempt = Attempt.objects.claim(attempt_id, now=at, until=at + LEASE, token=token)
        if attempt is None:
            return Attempt.objects.get(pk=attempt_id)
        run = Run(attempt=attempt, started=at, seen=attempt.woken)
        try:
            _move(run)
        except ClaimLost:
            return Attempt.objects.get(pk=attempt_id)
        except BaseException as exc:
            _postpone(run, AskAgain(f"{type(exc).__name__}: {exc}", after=LONGEST_PAUSE))
            run.attempt.let_go()
            raise
        if _let_go(run):
            return Attempt.objects.get(pk=attempt_id)


def _move(run: Run) -> None:
    """Take step after step until one has to wait."""
    while (step := STEPS.get(State(run.attempt.state))) is not None:
        try:
            step(run)
        except Turned:
            continue
        except Wait as wait:
            _wait(run, wait.pause)
            return
        except AskAgain as exc:
            _postpone(run, exc)
            return
        except (SaleorError, PaymentUnavailable, PaymentRefused) as exc:
            _postpone(run, AskAgain(f"{type(exc).__name__}: {exc}"))
            return


def _wait(run: Run, pause: timedelta) -> None:
    attempt = run.attempt
    attempt.due_at = run.now() + pause
    with transaction.atomic():
        run.save("due_at", "tries", "mends", "problem")
        if pause < SOON:  # what is later is found by the sweep
            leaving.wake(attempt, why=f"due:{attempt.due_at.isoformat()}", at=run.now(), after=pause)


def _postpone(run: Run, why: AskAgain) -> None:
    attempt = run.attempt
    pause = why.after or min(timedelta(seconds=2.0 ** min(attempt.tries, 10)), LONGEST_PAUSE)
    attempt.tries += 1
    attempt.mends += why.is_mended
    attempt.problem = str(why)[:2000]
    say = log.error if attempt.tries % STUCK_TRIES == 0 else log.warning  # now and then loud enough to alert someone
    say("purchase.postponed", purchase=attempt.reference, state=attempt.state, problem=attempt.problem)
    try:
        _wait(run, pause)
    except ClaimLost:
        return


def _let_go(run: Run) -> bool:
    """End our hold; say no if someone woke the purchase meanwhile and so expects it to be looked at again."""
    held = Attempt.objects.filter(pk=run.attempt.pk, claim_token=run.attempt.claim_token)
    if held.filter(woken=run.seen).update(claimed_until=None, claim_token=""):
        return True
    return not held.update(claimed_until=None)  # free for our own next claim, which reads what was woken


def due(*, now: datetime) -> list[int]:
    """Return purchases that nobody woke, and put them back a little, so that a slow queue hears of each once."""
    waiting = Attempt.objects.exclude(state__in=FINAL).filter(due_at__lte=now)
    free = waiting.filter(Q(claimed_until=None) | Q(claimed_until__lte=now))
    found = list(free.order_by("due_at", "pk").values_list("pk", flat=True)[:SWEPT])
    Attempt.objects.filter(pk__in=found).filter(due_at__lte=now).update(due_at=now + 3 * SOON)
    return found


@transaction.atomic
def come_back(attempt: Attempt, *, now: datetime) -> None:
    """Note that the shopper came back from paying, and have the payment read. What their address says is no proof."""
    Attempt.objects.filter(pk=attempt.pk, state=State.HELD).update(returned_at=now)
    leaving.wake(attempt, why=f"back:{now:%Y%m%d%H%M%S}", at=now)


@transaction.atomic
def wake_document(document: str, *, why: str, now: datetime) -> bool:
    """Wake the purchase that a payment belongs to; returns whether there is one."""
    reference = document.removeprefix("purchase:")
    attempt = Attempt.objects.filter(reference=reference).first() if reference != document else None
    if attempt is None:
        return False
    leaving.wake(attempt, why=why, at=now)
    return True


leave = leaving.leave
"""Give up a purchase that is not paid yet; see ``leaving.leave``."""
