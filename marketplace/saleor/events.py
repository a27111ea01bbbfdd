"""What Saleor's events make us do. A body is a hint, rendered late: whoever is woken reads the object again."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from marketplace.core import outbox
from marketplace.core.models import InboxMessage
from marketplace.saleor import ids


class NotOurEvent(Exception):
    """The message lacks what our subscription asks for. Not fit to show."""


@transaction.atomic
def wake_order(message: InboxMessage, now: datetime) -> None:
    """Have the order that an event is about read again."""
    order_id = _get(_payload(message), "order", "id")
    outbox.emit("purchases.order_changed", key=f"order-event:{message.pk}", at=now, saleor_order_id=order_id)


@transaction.atomic
def correct_stock(message: InboxMessage, now: datetime) -> None:
    """Have a variant's stock pushed again if someone else than us wrote it: the ledger is the only writer."""
    payload = _payload(message)
    writer = (payload.get("issuingPrincipal") or {}).get("id")
    if writer is not None and writer == ids.find("app", "market"):
        return
    sku = _get(payload, "productVariant", "sku")
    outbox.emit("vendors.push_stock", key=f"stock-event:{message.pk}", at=now, sku=sku)


def _payload(message: InboxMessage) -> dict[str, Any]:
    found = json.loads(bytes(message.body))
    if not isinstance(found, dict):
        raise NotOurEvent("not an object")
    return found


def _get(payload: dict[str, Any], *names: str) -> str:
    found: Any = payload
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    if not isinstance(found, str) or not found:
        raise NotOurEvent("no " + ".".join(names))
    return found
