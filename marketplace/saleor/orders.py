"""What changed in Saleor and no webhook told."""

from datetime import datetime, timedelta

from django.db import transaction

from marketplace.core import outbox
from marketplace.saleor import api
from marketplace.saleor.models import SyncCursor

CURSOR = "orders"
BEHIND = timedelta(minutes=10)
FIRST_LOOK_BACK = timedelta(days=1)


def sweep(*, now: datetime) -> int:
    """Have every order that changed since ten minutes behind the cursor read again; returns how many were found.

    The cursor follows Saleor's own clock, page by page, so a sweep that dies goes on where it was. The same state of an
    order is announced once. Raises a SaleorError.
    """
    cursor, _is_new = SyncCursor.objects.get_or_create(
        name=CURSOR, defaults={"read_until": now - FIRST_LOOK_BACK + BEHIND}
    )
    since = cursor.read_until - BEHIND
    found, after = 0, None
    while True:
        page = api.worker().orders_changed_since(since=since, after=after).orders
        if page is None:
            return found
        changed = [edge.node for edge in page.edges]
        with transaction.atomic():
            for order in changed:
                key = f"order-changed:{order.id}:{order.updated_at.isoformat()}"
                outbox.emit("purchases.order_changed", key=key, at=now, saleor_order_id=order.id)
            if changed:
                SyncCursor.objects.filter(name=CURSOR, read_until__lt=changed[-1].updated_at).update(
                    read_until=changed[-1].updated_at
                )
        found += len(changed)
        if not page.page_info.has_next_page:
            return found
        after = page.page_info.end_cursor
