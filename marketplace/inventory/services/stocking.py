"""Units that come in, are lost, and are counted."""

from datetime import datetime

from django.db import transaction

from marketplace.core.models import User
from marketplace.inventory.models import Location, StockMovement
from marketplace.inventory.services import ledger
from marketplace.inventory.services.errors import FigureMoved, InsufficientStock, PromisedUnits
from marketplace.inventory.services.ledger import Kind, Move
from marketplace.inventory.services.locations import must_be_open


@transaction.atomic
def receive(
    *,
    sku: str,
    location: Location,
    units: int,
    key: str,
    reason: str,
    at: datetime,
    actor: User | str,
    document: str = "",
) -> list[StockMovement]:
    """Add units that came in to free, and return the movement; raises LocationClosed."""
    ledger.positive(units)
    stock = ledger.lock_at([(sku, location)], at=at)[sku, location.pk]
    content = {"does": "receive", "sku": sku, "location": location.code, "units": units, "document": document}
    operation = ledger.begin(key, content, at=at)
    if not operation.is_new:
        return operation.movements
    must_be_open(location)
    moves = [Move(stock, Kind.RECEIVE, units)]
    return ledger.post(operation, moves, document=document, reason=reason, actor=actor, at=at)


@transaction.atomic
def lose(
    *,
    sku: str,
    location: Location,
    units: int,
    key: str,
    reason: str,
    at: datetime,
    actor: User | str,
    document: str = "",
) -> list[StockMovement]:
    """Take units that broke, vanished or were given away from free, or raise InsufficientStock."""
    ledger.positive(units)
    stock = ledger.lock(location, [sku]).get(sku)
    content = {"does": "lose", "sku": sku, "location": location.code, "units": units, "document": document}
    operation = ledger.begin(key, content, at=at)
    if not operation.is_new:
        return operation.movements
    if stock is None or stock.free < units:
        raise InsufficientStock({sku: (units, stock.free if stock else 0)})
    moves = [Move(stock, Kind.LOSE, units)]
    return ledger.post(operation, moves, document=document, reason=reason, actor=actor, at=at)


def change(
    *,
    sku: str,
    location: Location,
    delta: int,
    reason: str,
    key: str,
    at: datetime,
    actor: User | str,
    document: str = "",
) -> list[StockMovement]:
    """Add or take away units with a reason, as a person edits stock; raises InsufficientStock, LocationClosed."""
    does = receive if delta > 0 else lose
    return does(
        sku=sku,
        location=location,
        units=abs(delta),
        key=key,
        reason=reason,
        at=at,
        actor=actor,
        document=document,
    )


@transaction.atomic
def count(
    *,
    sku: str,
    location: Location,
    shown_on_hand: int,
    counted: int,
    key: str,
    reason: str,
    at: datetime,
    actor: User | str,
    document: str = "",
) -> list[StockMovement]:
    """Set on hand to what was counted, and return the movement, which may be of no units.

    Raises FigureMoved if on hand is no longer what the person was shown, PromisedUnits if the count is below what is
    promised, and LocationClosed.
    """
    if counted < 0:
        raise ValueError(f"{counted} units were counted")
    stock = ledger.lock_at([(sku, location)], at=at)[sku, location.pk]
    content = {
        "does": "count",
        "sku": sku,
        "location": location.code,
        "shown": shown_on_hand,
        "counted": counted,
        "document": document,
    }
    operation = ledger.begin(key, content, at=at)
    if not operation.is_new:
        return operation.movements
    if stock.on_hand != shown_on_hand:
        raise FigureMoved(shown=shown_on_hand, on_hand=stock.on_hand)
    promised = stock.on_hand - stock.free
    if counted < promised:
        raise PromisedUnits(counted=counted, on_hand=stock.on_hand, promised=promised)
    if counted > stock.on_hand:
        must_be_open(location)
    flow = ledger.COUNTED_UP if counted > stock.on_hand else ledger.COUNTED_DOWN
    moves = [Move(stock, Kind.COUNT, abs(counted - stock.on_hand), flow)]
    return ledger.post(operation, moves, document=document, reason=reason, actor=actor, at=at)
