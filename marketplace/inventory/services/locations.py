"""Where units stand."""

from datetime import datetime

from django.db import connection, transaction

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
    stocks = Stock.objects.filter(location=location).order_by("pk")
    # Stocks before their place, as whoever brings units in locks them. Then the place's lock waits for those that
    # bring the first units of a SKU, whose stock is not among the locked ones, and they are seen by the look after it.
    list(stocks.select_for_update())
    location = Location.objects.select_for_update().get(pk=location.pk)
    if location.closed_at:
        return location
    if left := dict(stocks.filter(on_hand__gt=0).values_list("sku", "on_hand")):
        raise LocationNotEmpty(location.code, left)
    location.closed_at = at
    location.save(update_fields=["closed_at"])
    audit.record("location.closed", subject=location, actor=actor, at=at)
    return location


def must_be_open(location: Location) -> None:
    """Raise LocationClosed, or keep the location from closing until the transaction ends; call with stocks locked."""
    with connection.cursor() as cursor:
        # Many may bring units in at once: FOR SHARE, which the ORM cannot say. The foreign key's own lock comes too
        # late, since Django's are deferred to the commit.
        cursor.execute("SELECT closed_at FROM inventory_location WHERE id = %s FOR SHARE", [location.pk])
        [closed_at] = cursor.fetchone() or [None]
    if closed_at:
        raise LocationClosed(location.code)
