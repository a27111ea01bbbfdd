"""One runner's hold on a purchase, and the three ways in which a step stops."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NoReturn

import structlog
from django.db import transaction

from marketplace.purchases import leaving
from marketplace.purchases.leaving import Reason
from marketplace.purchases.models import Attempt

LEASE = timedelta(seconds=35)
LONG_LEASE = timedelta(seconds=70)  # longer than checkoutComplete's minute

log = structlog.get_logger(__name__)


class Turned(Exception):
    """The purchase is on its way out now: the step that was at work has nothing more to do."""


class Wait(Exception):
    """Nothing can be done for the moment. The purchase is looked at again after `pause`, or when someone wakes it."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__(str(pause))
        self.pause = pause


class AskAgain(Exception):
    """The step could not be finished and is to be done again later. The message is for staff.

    `is_mended` says that there was an answer, a no that was mended: those are counted, lost answers are not.
    """

    def __init__(self, message: str, *, after: timedelta | None = None, is_mended: bool = False) -> None:
        super().__init__(message)
        self.after, self.is_mended = after, is_mended


@dataclass
class Run:
    """One runner's hold on an attempt. Every save checks that the hold is still ours, and renews it."""

    attempt: Attempt
    started: datetime
    seen: int = 0
    _began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return self.started + timedelta(seconds=time.monotonic() - self._began)

    def renew(self, lease: timedelta = LEASE) -> None:
        """Call before asking anyone anything; raises ClaimLost if someone else has taken over."""
        self.save(lease=lease)

    def save(self, *fields: str, lease: timedelta = LEASE) -> None:
        self.attempt.claimed_until = self.now() + lease
        self.attempt.keep(["claimed_until", *fields])

    def go_to(self, state: Attempt.State, *fields: str, lease: timedelta = LEASE) -> None:
        """Save a new state together with what was learnt; its step begins without tries or problem."""
        self.attempt.state, self.attempt.tries, self.attempt.mends, self.attempt.problem = state, 0, 0, ""
        self.save("state", "tries", "mends", "problem", *fields, lease=lease)

    def leave(self, reason: Reason, problem: str = "") -> NoReturn:
        """Turn the purchase towards the way out, and raise Turned."""
        with transaction.atomic():
            leaving.begin(self.attempt, reason=reason, actor="runner", now=self.now())
            self.attempt.problem = problem[:2000]
            self.save(*leaving.CHANGED)
        if problem:
            log.warning("purchase.leaving", purchase=self.attempt.reference, reason=reason.value, problem=problem)
        raise Turned
