"""Housekeeping."""

from datetime import timedelta

from django.utils import timezone

from marketplace.core import outbox
from marketplace.purchases import baskets
from workers.app import app


@app.task(name="core.forget")
def forget(**_unknown: object) -> None:
    """Delete outbox messages that were sent more than a week ago, and baskets left for a quarter."""
    now = timezone.now()
    outbox.forget_sent(before=now - timedelta(days=7))
    baskets.forget_old(before=now - timedelta(days=90))
