"""Units promised to a document (a purchase, a market order), given back, shipped, sold and returned."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q, Sum

from marketplace.core.models import User
from marketplace.inventory.models import Commitment, Location, Stock, StockMovement
from marketplace.inventory.services import ledger
from marketplace.inventory.services.errors import InsufficientStock, PromiseEnded, UnitsNotHeld
from marketplace.inventory.services.ledger import Kind, Move
from marketplace.inventory.services.locations import must_be_open


@transaction.atomic
def commit_units(
    *,
    wanted: Mapping[str, int],
    location: Location,
    document: str,
    at: datetime,
    actor: User | str,
    key: str = "",
) -> list[StockMovement]:
    """Promise units (by SKU) to a document, once, or raise InsufficientStock and promise nothing.

    Once per `key`, which is the document's own unless given. Asked again after all was given back it raises
    PromiseEnded: units that are promised a second time want another key.
    """
    lines = ledger.clean(wanted)
    key = key or f"commit:{document}"
    stocks = ledger.lock(location, lines)
    content = {"does": "commit", "document": document, "location": location.code, "units": lines}
    operation = ledger.begin(key, content, at=at)
    if not operation.is_new:
        _must_stand(document)
        return operation.movements
    moves = _from_free(stocks, lines, Kind.COMMIT)
    return ledger.post(operation, moves, document=document, actor=actor, at=at)


def _from_free(stocks: Mapping[str, Stock], lines: Mapping[str, int], kind: StockMovement.Kind) -> list[Move]:
    free = {sku: stocks[sku].free if sku in stocks else 0 for sku in lines}
    if short := {sku: (units, free[sku]) for sku, units in lines.items() if free[sku] < units}:
        raise InsufficientStock(short)
    return [Move(stocks[sku], kind, units) for sku, units in lines.items()]


def _must_stand(document: str) -> None:
    """Raise PromiseEnded if a document's units were all given back: a late repetition must not pass for a promise."""
    if Commitment.objects.filter(document=document, units__gt=0).exists():
        return
    movements = StockMovement.objects.filter(document=document)
    if movements.filter(allocated__lt=0).exists() and not movements.filter(kind=Kind.SHIP).exists():
        raise PromiseEnded(document)


@transaction.atomic
def release_units(*, document: str, at: datetime, actor: User | str, reason: str = "") -> list[StockMovement]:
    """Give back all that a document is still promised, and forget what it is short of. Nothing left is no error."""
    stocks = ledger.lock_document(document)
    promised = ledger.promised(document, stocks)
    ledger.close_shortfalls(document, [stock.sku for stock in stocks.values()], resolution=reason or "released", at=at)
    if not promised:
        return []
    # What was promised last names this release: a later promise, released again, is another one.
    promises = StockMovement.objects.filter(document=document, stock__in=promised, allocated__gt=0)
    number = promises.aggregate(last=Max("pk"))["last"]
    units = {stocks[pk].sku: count for pk, count in sorted(promised.items())}
    operation = ledger.begin(f"release:{document}:{number}", {"does": "release", "units": units}, at=at)
    moves = [Move(stocks[pk], Kind.RELEASE, count) for pk, count in promised.items()]
    return ledger.post(operation, moves, document=document, reason=reason, actor=actor, at=at)


@transaction.atomic
def release_some(
    *, document: str, units: Mapping[str, int], key: str, at: datetime, actor: User | str, reason: str = ""
) -> list[StockMovement]:
    """Give back some units of a document's promise, those it is short of first, or raise UnitsNotHeld."""
    lines = ledger.clean(units)
    stocks = ledger.lock_document(document)
    operation = ledger.begin(key, {"does": "release_some", "document": document, "units": lines}, at=at)
    if not operation.is_new:
        return operation.movements
    left = ledger.take_off_shortfalls(document, lines, resolution=reason or "cancelled", at=at)
    moves = from_promise(document, stocks, left, Kind.RELEASE)
    return ledger.post(operation, moves, document=document, reason=reason, actor=actor, at=at)


@transaction.atomic
def ship_units(
    *, document: str, units: Mapping[str, int], key: str, at: datetime, actor: User | str
) -> list[StockMovement]:
    """Let promised units leave, or raise UnitsNotHeld: what a document is short of has to be found first."""
    lines = ledger.clean(units)
    stocks = ledger.lock_document(document)
    operation = ledger.begin(key, {"does": "ship", "document": document, "units": lines}, at=at)
    if not operation.is_new:
        return operation.movements
    moves = from_promise(document, stocks, lines, Kind.SHIP)
    return ledger.post(operation, moves, document=document, actor=actor, at=at)


def from_promise(
    document: str, stocks: Mapping[int, Stock], lines: Mapping[str, int], kind: StockMovement.Kind
) -> list[Move]:
    """Return moves that take `lines` from a document's promise at locked stocks, or raise UnitsNotHeld."""
    promised = ledger.promised(document, stocks)
    held = dict.fromkeys(lines, 0)
    moves = []
    for pk, stock in stocks.items():
        if taken := min(promised.get(pk, 0), lines.get(stock.sku, 0) - held.get(stock.sku, 0)):
            moves.append(Move(stock, kind, taken))
            held[stock.sku] += taken
    if short := {sku: (count, held[sku]) for sku, count in lines.items() if held[sku] < count}:
        raise UnitsNotHeld(document, short)
    return moves


@transaction.atomic
def sell_units(
    *, units: Mapping[str, int], location: Location, document: str, key: str, at: datetime, actor: User | str
) -> list[StockMovement]:
    """Let free units leave over the counter, or raise InsufficientStock; `return_units` takes a sale back."""
    lines = ledger.clean(units)
    stocks = ledger.lock(location, lines)
    content = {"does": "sell", "document": document, "location": location.code, "units": lines}
    operation = ledger.begin(key, content, at=at)
    if not operation.is_new:
        return operation.movements
    moves = _from_free(stocks, lines, Kind.SELL)
    return ledger.post(operation, moves, document=document, actor=actor, at=at)


@transaction.atomic
def return_units(
    *,
    document: str,
    units: Mapping[str, int],
    key: str,
    location: Location,
    at: datetime,
    actor: User | str,
    reason: str = "",
) -> list[StockMovement]:
    """Take back to free what left for a document; raises UnitsNotHeld if less than that has left, LocationClosed."""
    lines = ledger.clean(units)
    ledger.make_missing([(sku, location) for sku in lines], at=at)
    gone = StockMovement.objects.filter(
        document=document, stock__sku__in=lines, kind__in=[Kind.SHIP, Kind.SELL, Kind.RETURN]
    )
    # Where they left from is locked as well, so that two returns to different places do not both take the last one.
    stocks = ledger.lock_where(Q(location=location, sku__in=lines) | Q(pk__in=gone.values("stock_id")))
    content = {"does": "return", "document": document, "location": location.code, "units": lines}
    operation = ledger.begin(key, content, at=at)
    if not operation.is_new:
        return operation.movements
    must_be_open(location)
    away = {
        sku: -(total or 0) for sku, total in gone.values_list("stock__sku").annotate(total=Sum("on_hand")).order_by()
    }
    if short := {sku: (count, away.get(sku, 0)) for sku, count in lines.items() if away.get(sku, 0) < count}:
        raise UnitsNotHeld(document, short)
    here = {stock.sku: stock for stock in stocks.values() if stock.location_id == location.pk}
    moves = [Move(here[sku], Kind.RETURN, count) for sku, count in lines.items()]
    return ledger.post(operation, moves, document=document, reason=reason, actor=actor, at=at)
