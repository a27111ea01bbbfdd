"""Where units stand."""

from datetime import datetime

from django.db import transaction

from marketplace.core import audit
from marketplace.core.models import User
from marketplace.inventory.models import Location, Stock
from marketplace.inventory.services.errors import LocationClosed, LocationNotEmpty, LocationTaken

HOME = "home"


def home() -> Location:
    """Return the one place of all enterprises' own stock."""
    defaults = {"kind": Location.Kind.HOME, "name": "입점 기업 재고"}
    return Location.objects.get_or_create(code=HOME, defaults=defaults)[0]


@transaction.atomic
def open_location(*, code: str, kind: str, name: str, at: datetime, actor: User | str = "system") -> Location:
    """Return the location of that code, made if need be; raises LocationTaken if it is of another kind."""
    location, is_new = Location.objects.get_or_create(code=code, defaults={"kind": kind, "name": name})
    if location.kind != kind:
        raise LocationTaken(code)
    if is_new:
        audit.record("location.opened", subject=location, actor=actor, at=at)
    return location


@transaction.atomic
def close_location(*, location: Location, at: datetime, actor: User | str) -> Location:
    """Close a location for good, or raise LocationNotEmpty. A second time changes nothing."""
    # Whoever makes a first stock row here holds the location's key until commit, so this lock waits for them.
    location = Location.objects.select_for_update().get(pk=location.pk)
    if location.closed_at:
        return location
    stocks = Stock.objects.filter(location=location).order_by("pk").select_for_update()
    if left := {stock.sku: stock.on_hand for stock in stocks if stock.on_hand}:
        raise LocationNotEmpty(location.code, left)
    location.closed_at = at
    location.save(update_fields=["closed_at"])
    audit.record("location.closed", subject=location, actor=actor, at=at)
    return location


def must_be_open(location: Location) -> None:
    """Raise LocationClosed; ask with the stocks locked, so that a closing waits or has been seen."""
    if Location.objects.filter(pk=location.pk).exclude(closed_at=None).exists():
        raise LocationClosed(location.code)


def home_if_none(location: Location | None) -> Location:
    return location or home()
