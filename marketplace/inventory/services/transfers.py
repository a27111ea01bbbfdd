"""Units on their way from one location to another: the sender's until they are received."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from marketplace.core.models import User
from marketplace.inventory.models import Location, Stock, StockMovement
from marketplace.inventory.services import ledger
from marketplace.inventory.services.errors import InsufficientStock, UnitsNotHeld
from marketplace.inventory.services.ledger import Kind, Move
from marketplace.inventory.services.locations import must_be_open


@transaction.atomic
def send_units(
    *, units: Mapping[str, int], sender: Location, document: str, key: str, at: datetime, actor: User | str
) -> list[StockMovement]:
    """Put free units on their way, or raise InsufficientStock."""
    lines = ledger.clean(units)
    stocks = ledger.lock(sender, lines)
    content = {"does": "send", "document": document, "sender": sender.code, "units": lines}
    operation = ledger.begin(key, content, at=at)
    if not operation.is_new:
        return operation.movements
    free = {sku: stocks[sku].free if sku in stocks else 0 for sku in lines}
    if short := {sku: (count, free[sku]) for sku, count in lines.items() if free[sku] < count}:
        raise InsufficientStock(short)
    moves = [Move(stocks[sku], Kind.SEND, count) for sku, count in lines.items()]
    return ledger.post(operation, moves, document=document, actor=actor, at=at)


@transaction.atomic
def arrive_units(
    *,
    document: str,
    received: Mapping[str, int],
    sender: Location,
    receiver: Location,
    key: str,
    at: datetime,
    actor: User | str,
    lost: Mapping[str, int] | None = None,
    reason: str = "",
) -> list[StockMovement]:
    """Receive units of a parcel, and write off those that were lost on the way; others stay in transit.

    Raises UnitsNotHeld if fewer are in transit under that document, LocationClosed.
    """
    lines, gone = ledger.clean(received), ledger.clean(lost or {})
    skus = sorted(lines.keys() | gone.keys())
    places = [(sku, sender) for sku in skus] + [(sku, receiver) for sku in lines]
    stocks = ledger.lock_at(places, at=at)
    content = {
        "does": "arrive",
        "document": document,
        "sender": sender.code,
        "receiver": receiver.code,
        "received": lines,
        "lost": gone,
    }
    operation = ledger.begin(key, content, at=at)
    if not operation.is_new:
        return operation.movements
    if lines:
        must_be_open(receiver)
    leaving = {sku: stocks[sku, sender.pk] for sku in skus}
    _must_be_in_transit(document, leaving, {sku: lines.get(sku, 0) + gone.get(sku, 0) for sku in skus})
    moves = [Move(leaving[sku], Kind.ARRIVE, count, ledger.LEFT_THE_SENDER) for sku, count in lines.items()]
    moves += [
        Move(stocks[sku, receiver.pk], Kind.ARRIVE, count, ledger.REACHED_THE_RECEIVER) for sku, count in lines.items()
    ]
    moves += [Move(leaving[sku], Kind.LOST_IN_TRANSIT, count) for sku, count in gone.items()]
    return ledger.post(operation, moves, document=document, reason=reason, actor=actor, at=at)


@transaction.atomic
def unsend_units(
    *,
    units: Mapping[str, int],
    sender: Location,
    document: str,
    key: str,
    at: datetime,
    actor: User | str,
    reason: str = "",
) -> list[StockMovement]:
    """Take units that never left back to free; raises UnitsNotHeld if fewer are in transit under that document."""
    lines = ledger.clean(units)
    stocks = ledger.lock(sender, lines)
    content = {"does": "unsend", "document": document, "sender": sender.code, "units": lines}
    operation = ledger.begin(key, content, at=at)
    if not operation.is_new:
        return operation.movements
    _must_be_in_transit(document, stocks, lines)
    moves = [Move(stocks[sku], Kind.UNSEND, count) for sku, count in lines.items()]
    return ledger.post(operation, moves, document=document, reason=reason, actor=actor, at=at)


def _must_be_in_transit(document: str, stocks: Mapping[str, Stock], wanted: Mapping[str, int]) -> None:
    """Raise UnitsNotHeld; the bucket holds all parcels of a stock, the movements tell one from another."""
    movements = StockMovement.objects.filter(document=document, stock__in=stocks.values())
    away: dict[str, int] = dict(movements.values_list("stock__sku").annotate(total=Sum("in_transit_out")).order_by())
    if short := {sku: (count, away.get(sku, 0)) for sku, count in wanted.items() if away.get(sku, 0) < count}:
        raise UnitsNotHeld(document, short)
