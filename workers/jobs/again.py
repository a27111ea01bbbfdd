"""Doing something again later, because what it needs was away: asked for through the outbox, so it is not lost."""

import smtplib
from datetime import datetime, timedelta

from django.db import transaction

from marketplace.core import outbox

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)
MAIL_TRIES = 24  # with doubling pauses about a day and a half


@transaction.atomic
def ask(topic: str, *, of: object, now: datetime, after: timedelta = FIRST_PAUSE, **payload: object) -> None:
    """Have a task done again `after` a while; `of` names what it is about."""
    outbox.emit(topic, key=f"again:{topic}:{of}:{now.isoformat()}", at=now, due_at=now + after, **payload)


def pause(tries: int) -> timedelta:
    """Return how long to wait after so many tries: twice as long each time, two hours at most."""
    wanted: timedelta = FIRST_PAUSE * 2 ** min(tries, 10)
    return min(wanted, LONGEST_PAUSE)


def is_hopeless(exc: OSError) -> bool:
    """Whether a mail server will not have this mail, ever: it said so of every recipient, or of the mail itself."""
    codes = [code for code, _said in exc.recipients.values()] if isinstance(exc, smtplib.SMTPRecipientsRefused) else []
    if isinstance(exc, smtplib.SMTPDataError):
        codes = [exc.smtp_code]
    return bool(codes) and all(500 <= code < 600 for code in codes)


def what_went_wrong(exc: OSError) -> str:
    """Say what a mail server said, without the addresses that it repeats."""
    if isinstance(exc, smtplib.SMTPRecipientsRefused):
        return f"SMTPRecipientsRefused {sorted({code for code, _said in exc.recipients.values()})}"
    if isinstance(exc, smtplib.SMTPResponseException):
        return f"{type(exc).__name__} {exc.smtp_code}"
    return type(exc).__name__
