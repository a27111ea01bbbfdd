"""Telling whoever sold the goods that a parcel is on its way, until it says that it knows."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q

from marketplace.core import audit, outbox
from vendors.models import Shipment

Teller = Callable[[Shipment, datetime], str]

SWEPT = 100
YOUNGEST = timedelta(seconds=30)
_tellers: dict[str, Teller] = {}

log = structlog.get_logger(__name__)


class NobodyTells(LookupError):
    """No teller is registered for the channel that sold the goods."""


def register(channel: str, teller: Teller) -> None:
    """Have `teller(shipment, now)` tell a channel of its parcels.

    It can be asked twice, so it looks first; it returns the channel's id of the parcel and raises if it could not tell.
    """
    _tellers[channel] = teller


def tell(*, shipment_id: int, now: datetime) -> bool:
    """Tell the channel of a parcel unless it knows; returns whether it was told now. Raises what the teller raises."""
    shipment = Shipment.objects.select_related("order").filter(pk=shipment_id, told_at=None).first()
    if shipment is None:
        return False
    teller = _tellers.get(shipment.order.channel)
    if teller is None:
        raise NobodyTells(shipment.order.channel)
    remote_id = teller(shipment, now)
    return _mark_told(shipment, remote_id, now)


@transaction.atomic
def _mark_told(shipment: Shipment, remote_id: str, now: datetime) -> bool:
    """Write that the channel knows, unless the number was corrected while it was being told."""
    told = Shipment.objects.filter(
        pk=shipment.pk, told_at=None, carrier=shipment.carrier, tracking_number=shipment.tracking_number
    ).update(told_at=now, remote_id=remote_id)
    if told:
        audit.record("shipment.told", subject=shipment, actor=shipment.order.channel, at=now, remote_id=remote_id)
    else:
        Shipment.objects.filter(pk=shipment.pk, remote_id="").update(remote_id=remote_id)
    return bool(told)


@transaction.atomic
def sweep(*, now: datetime) -> int:
    """Ask again for parcels that their channel does not know of; returns how many.

    Each at most once a minute in its first hour and once an hour after that, those first that were asked for longest
    ago: a parcel that can never be told keeps none from its turn.
    """
    waiting = Shipment.objects.filter(told_at=None, shipped_at__lte=now - YOUNGEST)
    due = waiting.filter(
        Q(asked_at=None)
        | Q(asked_at__lte=now - timedelta(minutes=1), shipped_at__gt=now - timedelta(hours=1))
        | Q(asked_at__lte=now - timedelta(hours=1))
    )
    rows = due.order_by(F("asked_at").asc(nulls_first=True), "shipped_at").select_for_update(skip_locked=True)
    found = list(rows.values_list("pk", flat=True)[:SWEPT])
    Shipment.objects.filter(pk__in=found).update(asked_at=now)
    for pk in found:
        outbox.emit("vendors.tell_shipment", key=f"shipment:{pk}:sweep:{now.isoformat()}", at=now, shipment_id=pk)
    return len(found)
