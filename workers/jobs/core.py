"""Housekeeping."""

from datetime import timedelta

from django.utils import timezone

from marketplace.core import outbox
from workers.app import app


@app.task(name="core.forget")
def forget(**_unknown: object) -> None:
    """Delete outbox messages that were sent more than a week ago."""
    outbox.forget_sent(before=timezone.now() - timedelta(days=7))
