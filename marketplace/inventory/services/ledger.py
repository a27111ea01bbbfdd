"""How a balance changes: lock, remember the key, write movements and balances together. Private to the package.

Every operation goes through here in one order: missing rows are made, all rows are locked in primary-key order, the
key is looked up, and only then something is written. The number of statements does not grow with the number of lines.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from marketplace.core import outbox, prepared
from marketplace.core.models import User
from marketplace.inventory.models import (
    BUCKETS,
    Commitment,
    Location,
    Offer,
    Shortfall,
    Stock,
    StockMovement,
    StockOperation,
)
from marketplace.inventory.services.errors import KeyReused

Kind = StockMovement.Kind
COLUMNS = ("on_hand", *BUCKETS)

# Where units come from and go to; None is outside, which is where on hand changes.
FLOWS: Mapping[str, tuple[str | None, str | None]] = {
    Kind.RECEIVE: (None, "free"),
    Kind.LOSE: ("free", None),
    Kind.COMMIT: ("free", "allocated"),
    Kind.RELEASE: ("allocated", "free"),
    Kind.SHIP: ("allocated", None),
    Kind.SELL: ("free", None),
    Kind.RETURN: (None, "free"),
    Kind.OFFER: ("free", "offered"),
    Kind.WITHDRAW: ("offered", "free"),
    Kind.SELL_OFFERED: ("offered", "allocated"),
    Kind.REOFFER: ("allocated", "offered"),
    Kind.SEND: ("free", "in_transit_out"),
    Kind.LOST_IN_TRANSIT: ("in_transit_out", None),
    Kind.UNSEND: ("in_transit_out", "free"),
}
COUNTED_UP, COUNTED_DOWN = (None, "free"), ("free", None)
# One arrival is two movements, at two stocks, each of which balances by itself.
LEFT_THE_SENDER, REACHED_THE_RECEIVER = ("in_transit_out", None), (None, "free")


class UnpromisedUnits(Exception):
    """Units were to leave a promise that was never made: a fault of the caller, who locks and looks first."""


@dataclass(frozen=True)
class Move:
    """Units of one stock going from a bucket to a bucket, as FLOWS says unless `flow` says otherwise."""

    stock: Stock
    kind: StockMovement.Kind
    units: int
    flow: tuple[str | None, str | None] | None = None

    @property
    def changes(self) -> dict[str, int]:
        source, target = self.flow or FLOWS[self.kind]
        changes = {"on_hand": self.units * ((target is not None) - (source is not None))}
        if source:
            changes[source] = -self.units
        if target:
            changes[target] = self.units
        return changes


@dataclass(frozen=True)
class Operation:
    """A key that is being used: `is_new`, or what it did is in `movements` already."""

    row: StockOperation
    is_new: bool

    @property
    def movements(self) -> list[StockMovement]:
        return list(self.row.movements.order_by("pk"))


def clean(units: Mapping[str, int]) -> dict[str, int]:
    """Return the lines in order of SKU without the empty ones; raises ValueError for a negative number of units."""
    if negative := {sku: count for sku, count in units.items() if count < 0}:
        raise ValueError(f"negative units: {negative}")
    return {sku: units[sku] for sku in sorted(units) if units[sku]}


def positive(units: int) -> int:
    if units <= 0:
        raise ValueError(f"{units} units: one or more are meant")
    return units


def lock(location: Location, skus: Iterable[str]) -> dict[str, Stock]:
    """Lock the stocks of `skus` at a location, until the transaction ends; a SKU never received has none."""
    return {stock.sku: stock for stock in _locked_at(location, list(skus))}


def lock_where(condition: Q) -> dict[int, Stock]:
    return {stock.pk: stock for stock in _locked(condition)}


def lock_document(document: str) -> dict[int, Stock]:
    """Lock every stock of which a document is promised units, or is short: stock id → stock."""
    promises = Commitment.objects.filter(document=document, units__gt=0).values("stock_id")
    short = Shortfall.objects.filter(
        document=document, resolved_at=None, sku=OuterRef("sku"), location=OuterRef("location")
    )
    return lock_where(Q(pk__in=promises) | Q(Exists(short)))


def lock_at(places: Iterable[tuple[str, Location]], *, at: datetime) -> dict[tuple[str, int], Stock]:
    """Lock the stock of each (SKU, location), and make those that are not there yet."""
    return {(stock.sku, stock.location_id): stock for stock in _locked(make_missing(places, at=at))}


def make_missing(places: Iterable[tuple[str, Location]], *, at: datetime) -> Q:
    """Make the stocks of (SKU, location) that are not there yet, empty, and return the condition that finds them all.

    Before anything is locked, and in one order: two receipts of the same new SKUs only wait for each other.
    """
    wanted = sorted({(location.pk, sku) for sku, location in places})
    here = Q(pk__in=[])
    for location_id in {location_id for location_id, _sku in wanted}:
        here |= Q(location_id=location_id, sku__in=[sku for place, sku in wanted if place == location_id])
    present = set(Stock.objects.filter(here).values_list("location_id", "sku"))
    if missing := [place for place in wanted if place not in present]:
        Stock.objects.bulk_create(
            [Stock(location_id=location_id, sku=sku, updated_at=at) for location_id, sku in missing],
            ignore_conflicts=True,
        )
    return here


def _locked(condition: Q) -> list[Stock]:
    # Everyone locks in primary-key order, whatever the order of the basket: two baskets must not wait for each other.
    rows = Stock.objects.filter(condition).select_related("location").order_by("pk")
    return list(rows.select_for_update(of=("self",)))


STOCK = [str(field.column) for field in Stock._meta.concrete_fields]
LOCK = f"SELECT {', '.join(STOCK)} FROM inventory_stock WHERE location_id = %s AND sku = ANY(%s) ORDER BY id FOR UPDATE"  # noqa: S608 our own names


def _locked_at(location: Location, skus: list[str]) -> list[Stock]:
    """Do what `_locked` does for some SKUs of one place, which every purchase does."""
    stocks = [Stock.from_db("default", STOCK, row) for row in prepared.rows(LOCK, [location.pk, skus])]
    for stock in stocks:
        stock.location = location
    return stocks


def promised(document: str, stocks: Collection[int]) -> dict[int, int]:
    """Return what a document is still promised of locked stocks: stock id → units."""
    rows = Commitment.objects.filter(document=document, stock_id__in=stocks, units__gt=0)
    return dict(rows.values_list("stock_id", "units"))


BEGIN = """
INSERT INTO inventory_stockoperation (key, content, at) VALUES (%s, %s, %s) ON CONFLICT (key) DO NOTHING RETURNING id
"""


def begin(key: str, content: Mapping[str, Any], *, at: datetime) -> Operation:
    """Use a key for `content`, after the rows are locked; raises KeyReused if it was used for something else.

    An operation that is not new must change nothing.
    """
    if not key:
        raise ValueError("an operation needs a key")
    # The loser of a race waits here for the winner to commit, and then reads what the winner wrote.
    if new := prepared.rows(BEGIN, [key, json.dumps(content), at]):
        return Operation(StockOperation(pk=new[0][0], key=key, content=dict(content), at=at), is_new=True)
    row = StockOperation.objects.get(key=key)
    if row.content != json.loads(json.dumps(content)):
        raise KeyReused(key)
    return Operation(row, is_new=False)


def post(
    operation: Operation,
    moves: Sequence[Move],
    *,
    document: str,
    actor: User | str,
    at: datetime,
    reason: str = "",
    market: str = "",
) -> list[StockMovement]:
    """Write movements and what they change: balances, promises to `document`, offers to `market`; tell who listens."""
    if not moves:
        return []
    user = actor if isinstance(actor, User) else None
    movements = [
        StockMovement(
            key=f"{operation.row.key}/{number}",
            operation=operation.row,
            stock=move.stock,
            kind=move.kind,
            units=move.units,
            document=document,
            reason=reason[:200],
            actor=user,
            actor_label=(user.email if user else str(actor))[:120],
            at=at,
            **move.changes,
        )
        for number, move in enumerate(moves, 1)
    ]
    gains = _gains(moves)
    _write(movements, gains, document=document, at=at)
    offered = {stock.pk: gain["offered"] for stock, gain in gains.values() if gain["offered"]}
    if offered:
        _change_offers(market, offered)
    _announce(movements, gains, at=at)
    return movements


Gains = dict[int, tuple[Stock, dict[str, int]]]


def _gains(moves: Sequence[Move]) -> Gains:
    gains: Gains = {}
    for move in moves:
        _stock, gain = gains.setdefault(move.stock.pk, (move.stock, defaultdict(int)))
        for column, units in move.changes.items():
            gain[column] += units
    return gains


# Purchases wait in line for a stock's row: what is done while it is locked is one statement, which the server knows.
# The lines come as JSON, which costs less than an array for each column. The planner takes them for a hundred and would
# read the whole table for them: naming the rows once more as an array has it use the index.
WRITE = """
WITH line AS (
    SELECT * FROM json_to_recordset(%(lines)s::json) AS line (
        key text, stock_id bigint, kind text, units int,
        on_hand int, free int, allocated int, offered int, leased int, in_transit_out int)
), moved AS (
    INSERT INTO inventory_stockmovement
        (key, stock_id, kind, units, on_hand, free, allocated, offered, leased, in_transit_out,
         operation_id, document, reason, actor_id, actor_label, at)
    SELECT line.*, %(operation)s::bigint, %(document)s::text, %(reason)s::text, %(actor)s::bigint, %(label)s::text,
           %(at)s::timestamptz
    FROM line
    RETURNING id, key
), gain AS (
    SELECT stock_id, sum(on_hand) AS on_hand, sum(free) AS free, sum(allocated) AS allocated, sum(offered) AS offered,
           sum(leased) AS leased, sum(in_transit_out) AS in_transit_out
    FROM line GROUP BY stock_id
), balanced AS (
    UPDATE inventory_stock AS stock
    SET on_hand = stock.on_hand + gain.on_hand, free = stock.free + gain.free,
        allocated = stock.allocated + gain.allocated, offered = stock.offered + gain.offered,
        leased = stock.leased + gain.leased, in_transit_out = stock.in_transit_out + gain.in_transit_out,
        updated_at = %(at)s::timestamptz
    FROM gain WHERE stock.id = gain.stock_id AND stock.id = ANY(ARRAY(SELECT stock_id FROM gain))
), promised AS (
    INSERT INTO inventory_commitment AS promise (stock_id, document, units, made_at)
    SELECT gain.stock_id, %(document)s::text, gain.allocated, %(at)s::timestamptz FROM gain WHERE gain.allocated > 0
    ON CONFLICT (document, stock_id) DO UPDATE SET units = promise.units + EXCLUDED.units
), taken AS (
    UPDATE inventory_commitment AS promise SET units = promise.units + gain.allocated
    FROM gain WHERE gain.allocated < 0 AND promise.document = %(document)s::text AND promise.stock_id = gain.stock_id
    RETURNING promise.id
)
SELECT id, key, (SELECT count(*) FROM taken) FROM moved
"""
LINE = ("key", "stock_id", "kind", "units", *COLUMNS)


def _write(movements: Sequence[StockMovement], gains: Gains, *, document: str, at: datetime) -> None:
    """Write movements, which get their ids, with the balances and promises that they change."""
    for stock, gain in gains.values():
        for column in COLUMNS:
            setattr(stock, column, getattr(stock, column) + gain[column])
        stock.updated_at = at
    first = movements[0]
    rows = prepared.rows(
        WRITE,
        {
            "lines": json.dumps([{name: getattr(movement, name) for name in LINE} for movement in movements]),
            "operation": first.operation_id,
            "document": document,
            "reason": first.reason,
            "actor": first.actor_id,
            "label": first.actor_label,
            "at": at,
        },
    )
    if rows[0][2] != sum(gain["allocated"] < 0 for _stock, gain in gains.values()):
        raise UnpromisedUnits(document)
    numbers = {key: number for number, key, _taken in rows}
    for movement in movements:
        movement.pk = numbers[movement.key]
        movement._state.adding, movement._state.db = False, "default"


def _change_offers(market: str, gains: Mapping[int, int]) -> None:
    before = dict(Offer.objects.filter(market=market, stock_id__in=gains).values_list("stock_id", "units"))
    Offer.objects.bulk_create(
        [Offer(market=market, stock_id=stock, units=before.get(stock, 0) + gain) for stock, gain in gains.items()],
        update_conflicts=True,
        unique_fields=["stock", "market"],
        update_fields=["units"],
    )


def _announce(movements: Sequence[StockMovement], gains: Gains, *, at: datetime) -> None:
    """Tell of each stock whose free or allocated units changed, and whether their sum did: Saleor shows that sum."""
    last = {movement.stock_id: movement.pk for movement in movements}
    messages = {
        f"stock-changed:{last[stock.pk]}": {
            "sku": stock.sku,
            "location_code": stock.location.code,
            "movement_id": last[stock.pk],
            "sum_changed": gain["free"] + gain["allocated"] != 0,
        }
        for stock, gain in gains.values()
        if gain["free"] or gain["allocated"]
    }
    outbox.emit_many("inventory.stock_changed", messages=messages, at=at)


def record_shortfalls(
    operation: Operation, location: Location, document: str, short: Mapping[str, int], *, at: datetime
) -> None:
    """Write down units that a document was sold and that are not there; call with their stocks locked."""
    if not short:
        return
    before = dict(
        Shortfall.objects.filter(document=document, sku__in=short, resolved_at=None).values_list("sku", "units")
    )
    rows = Shortfall.objects.bulk_create(
        [
            Shortfall(sku=sku, location=location, document=document, units=before.get(sku, 0) + units, at=at)
            for sku, units in short.items()
        ],
        update_conflicts=True,
        unique_fields=["document", "sku"],
        update_fields=["units", "at", "resolved_at", "resolution"],
    )
    outbox.emit_many(
        "inventory.alert_shortfall",
        messages={f"shortfall:{row.pk}:{operation.row.pk}": {"shortfall_id": row.pk} for row in rows},
        at=at,
    )


def take_off_shortfalls(document: str, units: Mapping[str, int], *, resolution: str, at: datetime) -> dict[str, int]:
    """Take cancelled units off what a document is short of, and return what is left of `units` by SKU.

    Units that never were there are cancelled before units that are. Call with their stocks locked.
    """
    left = dict(units)
    touched = []
    for row in Shortfall.objects.filter(document=document, sku__in=units, resolved_at=None):
        cancelled = min(row.units, left[row.sku])
        left[row.sku] -= cancelled
        if cancelled == row.units:
            row.resolved_at, row.resolution = at, resolution[:200]
        else:
            row.units -= cancelled
        touched.append(row)
    if touched:
        Shortfall.objects.bulk_update(touched, ["units", "resolved_at", "resolution"])
    return {sku: count for sku, count in left.items() if count}


def close_shortfalls(document: str, skus: Iterable[str], *, resolution: str, at: datetime) -> None:
    """Say that a document is short of nothing any more; call with the stocks locked."""
    Shortfall.objects.filter(document=document, sku__in=list(skus), resolved_at=None).update(
        resolved_at=at, resolution=resolution[:200]
    )
