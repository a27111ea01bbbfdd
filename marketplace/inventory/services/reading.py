"""What the ledger says, why it says so, and whether it agrees with itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max, Sum

from marketplace.inventory.models import BUCKETS, Commitment, Location, Offer, Stock, StockMovement
from marketplace.inventory.services.ledger import COLUMNS
from marketplace.inventory.services.locations import HOME


def saleor_quantity(*, sku: str, location: Location) -> int:
    """Return what Saleor should show as on hand: what it has sold and not shipped, and what it may still sell."""
    stock = Stock.objects.filter(sku=sku, location=location).first()
    return stock.allocated + stock.free if stock else 0


def free_units(*, skus: Iterable[str], location: Location | None = None) -> dict[str, int]:
    """Return how many units of each SKU are free, at home unless told, 0 for one never received."""
    wanted = list(skus)
    stocks = Stock.objects.filter(location=location) if location else Stock.objects.filter(location__code=HOME)
    free = dict(stocks.filter(sku__in=wanted).values_list("sku", "free"))
    return {sku: free.get(sku, 0) for sku in wanted}


@dataclass(frozen=True)
class ExplainedRow:
    """A part of a bucket: what kind of thing, for which document or market, how many units, when last touched."""

    bucket: str
    kind: str
    document: str
    units: int
    at: datetime | None = None


@dataclass(frozen=True)
class Explanation:
    """A stock's figures, and for each the rows that add up to it."""

    sku: str
    location: Location
    figures: dict[str, int]
    rows: tuple[ExplainedRow, ...]

    def of(self, bucket: str) -> list[ExplainedRow]:
        return [row for row in self.rows if row.bucket == bucket]


def explain(*, sku: str, location: Location) -> Explanation:
    """Say why each figure of a stock is what it is.

    On hand is what came and went, by kind of movement; allocated and in transit are the documents that hold units;
    offered is the markets; free is on hand without the rest.
    """
    stock = Stock.objects.filter(sku=sku, location=location).first()
    if stock is None:
        return Explanation(sku, location, dict.fromkeys(COLUMNS, 0), ())
    figures = {column: getattr(stock, column) for column in COLUMNS}
    free = [ExplainedRow("free", "ON_HAND", "", stock.on_hand)]
    free += [
        ExplainedRow("free", bucket.upper(), "", -figures[bucket])
        for bucket in BUCKETS
        if bucket != "free" and figures[bucket]
    ]
    rows = [*_came_and_went(stock), *free, *_promises(stock), *_offers(stock)]
    rows += [*_held_by_documents(stock, "leased"), *_held_by_documents(stock, "in_transit_out")]
    return Explanation(sku, location, figures, tuple(rows))


def _came_and_went(stock: Stock) -> list[ExplainedRow]:
    movements = StockMovement.objects.filter(stock=stock).exclude(on_hand=0)
    sums = movements.values_list("kind").annotate(Sum("on_hand"), Max("at")).order_by("kind")
    return [ExplainedRow("on_hand", kind, "", units, at) for kind, units, at in sums]


def _promises(stock: Stock) -> list[ExplainedRow]:
    promises = Commitment.objects.filter(stock=stock, units__gt=0).order_by("made_at", "pk")
    return [ExplainedRow("allocated", "COMMIT", row.document, row.units, row.made_at) for row in promises]


def _offers(stock: Stock) -> list[ExplainedRow]:
    offers = Offer.objects.filter(stock=stock, units__gt=0).order_by("market")
    return [ExplainedRow("offered", "OFFER", row.market, row.units) for row in offers]


def _held_by_documents(stock: Stock, bucket: str) -> list[ExplainedRow]:
    movements = StockMovement.objects.filter(stock=stock).exclude(**{bucket: 0})
    sums = movements.values_list("document").annotate(held=Sum(bucket), last=Max("at")).order_by("document")
    kind = "LEASE" if bucket == "leased" else "SEND"
    return [ExplainedRow(bucket, kind, document, held, last) for document, held, last in sums if held]


@dataclass(frozen=True)
class Difference:
    """Two places of the ledger that should agree and do not: what a column says, and what it should be by `source`."""

    sku: str
    location_code: str
    figure: str
    says: int
    should_be: int
    source: str


def audit() -> list[Difference]:
    """Rebuild every figure from the movements, the promises and the offers, and return what differs.

    One statement, so that it sees one moment of a ledger in use.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AUDIT)
        return [Difference(*row) for row in cursor.fetchall()]


_BY_MOVEMENTS = " UNION ALL ".join(
    f"SELECT s.id, '{column}', '', s.{column}, coalesce(m.{column}, 0), 'movements'"  # noqa: S608
    " FROM inventory_stock s LEFT JOIN moved m ON m.stock_id = s.id"
    for column in COLUMNS
)
_AUDIT = f"""
WITH moved AS (
    SELECT stock_id, {", ".join(f"sum({column}) AS {column}" for column in COLUMNS)}
    FROM inventory_stockmovement GROUP BY stock_id
), moved_by_document AS (
    SELECT stock_id, document, sum(allocated) AS allocated
    FROM inventory_stockmovement WHERE allocated <> 0 GROUP BY stock_id, document
), promised AS (
    SELECT stock_id, sum(units) AS units FROM inventory_commitment GROUP BY stock_id
), offered AS (
    SELECT stock_id, sum(units) AS units FROM inventory_offer GROUP BY stock_id
), figures (stock_id, figure, detail, says, should_be, source) AS (
    {_BY_MOVEMENTS}
    UNION ALL
    SELECT s.id, 'allocated', '', s.allocated, coalesce(p.units, 0), 'promises'
    FROM inventory_stock s LEFT JOIN promised p ON p.stock_id = s.id
    UNION ALL
    SELECT s.id, 'offered', '', s.offered, coalesce(o.units, 0), 'offers'
    FROM inventory_stock s LEFT JOIN offered o ON o.stock_id = s.id
    UNION ALL
    SELECT coalesce(c.stock_id, d.stock_id), 'promise', coalesce(c.document, d.document),
           coalesce(c.units, 0), coalesce(d.allocated, 0), 'movements'
    FROM inventory_commitment c
    FULL JOIN moved_by_document d ON d.stock_id = c.stock_id AND d.document = c.document
)
SELECT s.sku, l.code, trim(f.figure || ' ' || f.detail), f.says::int, f.should_be::int, f.source
FROM figures f
JOIN inventory_stock s ON s.id = f.stock_id
JOIN inventory_location l ON l.id = s.location_id
WHERE f.says <> f.should_be
ORDER BY s.sku, l.code, f.figure, f.detail, f.source
"""  # noqa: S608 (column names of our own)
