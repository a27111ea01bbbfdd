"""Few completions at once: Saleor would only let more wait for each other's stock rows."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import Q

from marketplace.purchases.models import CompletionSlot

SLOTS = 4


@contextmanager
def taken(*, now: datetime, lease: timedelta) -> Iterator[bool]:
    """Hold one of the SLOTS within the block, and say whether there was one. A killed holder's ends by its lease."""
    slot = _take(now, lease)
    try:
        yield slot is not None
    finally:
        if slot is not None:
            slot.let_go()


def _take(now: datetime, lease: timedelta) -> CompletionSlot | None:
    if CompletionSlot.objects.count() < SLOTS:
        rows = [CompletionSlot(number=number) for number in range(1, SLOTS + 1)]
        CompletionSlot.objects.bulk_create(rows, ignore_conflicts=True)
    free = CompletionSlot.objects.filter(number__lte=SLOTS).filter(Q(claimed_until=None) | Q(claimed_until__lte=now))
    for pk in free.order_by("number").values_list("pk", flat=True):
        slot: CompletionSlot | None = CompletionSlot.objects.claim(
            pk, now=now, until=now + lease, token=uuid.uuid4().hex
        )
        if slot is not None:
            return slot
    return None
