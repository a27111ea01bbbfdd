"""Saleor's stock of a variant, kept at what the ledger says: allocated and free, nothing else.

Saleor takes absolute figures and the last one wins (saleor.md §0.5), so all of a variant's are written by its one lane.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplace.channels import lanes, seen
from marketplace.channels.lanes import Turn
from marketplace.channels.models import Lane, Seen
from marketplace.inventory.models import Stock
from marketplace.inventory.services import HOME
from marketplace.saleor import api, ids
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.client.fragments import StockFields
from marketplace.saleor.errors import SaleorRejected, SaleorUnavailable

KIND = "saleor-stock"
CHANNEL = "saleor"
LOOKED_AT_AFTER = timedelta(seconds=20)


class StockDiffers(SaleorUnavailable):
    """Saleor shows another figure than the one that was written: someone else wrote, or an order came. Try again."""


@dataclass(frozen=True)
class SaleorStock:
    """What Saleor showed of a variant at a location: units on hand there, and how many of them its orders hold."""

    units: int
    allocated: int
    seen_at: datetime


def is_published(sku: str) -> bool:
    """Say whether Saleor has the variant. Whoever publishes one asks for its first turn."""
    return ids.find("variant", sku) is not None


def request_push(*, sku: str, now: datetime) -> Lane:
    """Ask for a variant's stock to be brought in line in Saleor."""
    return lanes.request_turn(kind=KIND, subject=sku, at=now)


def request_looks(*, skus: Iterable[str], now: datetime) -> None:
    """Ask for several variants' stock to be looked at in Saleor, soon: it was right when they were published.

    What was published meanwhile knows of every change, and hears of the next one by `request_push`, at once.
    """
    lanes.request_turns(kind=KIND, subjects=skus, at=now, due_at=now + LOOKED_AT_AFTER)


def take_turn(lane: Lane, turn: Turn) -> None:
    """Write a variant's stock of every location that Saleor knows, where it differs, and see that it is there.

    A variant that is not published yet has nothing to be pushed to: publishing asks for its turn. Raises a SaleorError.
    """
    sku = lane.subject
    if not is_published(sku):
        return
    wanted = figures(sku)
    saleor = api.worker()
    there = _look(sku, saleor.variant_stocks(sku).product_variant, turn)
    differing = {warehouse: units for warehouse, units in wanted.items() if there.get(warehouse) != units}
    if not differing:
        return
    stocks = [inputs.StockInput(warehouse=warehouse, quantity=units) for warehouse, units in sorted(differing.items())]
    turn.keep({"writing": {stock.warehouse: stock.quantity for stock in stocks}})
    done = saleor.product_variant_stocks_update(sku, stocks).product_variant_stocks_update
    shown = _look(sku, done.product_variant if done else None, turn)
    if any(shown.get(warehouse) != units for warehouse, units in differing.items()):
        raise StockDiffers(f"{sku}: Saleor shows {shown}, {differing} was written")


def figures(sku: str) -> dict[str, int]:
    """Return what Saleor should show of a variant by warehouse id, for locations that are warehouses there."""
    rows = {row.location.code: row.allocated + row.free for row in _stocks(sku)}
    return {warehouse: rows[code] for code, warehouse in ids.find_many("warehouse", rows).items()}


def units_at_home(skus: Iterable[str]) -> dict[str, int]:
    """Return what a variant begins with in Saleor, by SKU: what a lane would write for home; its first turn looks."""
    units = dict.fromkeys(skus, 0)
    for row in Stock.objects.filter(sku__in=units, location__code=HOME):
        units[row.sku] = row.allocated + row.free
    return units


def last_shown(sku: str, *, location: str) -> SaleorStock | None:
    """Return what Saleor showed of a variant at a location when its lane last looked, or None if it never did."""
    warehouse = ids.find("warehouse", location)
    row = Seen.objects.filter(channel=CHANNEL, key=_key_of(sku)).first()
    there = (row.content or {}).get(warehouse) if row and warehouse else None
    return SaleorStock(there["units"], there["allocated"], row.seen_at) if row and there else None


def _key_of(sku: str) -> str:
    return f"stock:{sku}"


def _stocks(sku: str) -> list[Stock]:
    return list(Stock.objects.filter(sku=sku).select_related("location"))


def _look(sku: str, variant: StockFields | None, turn: Turn) -> dict[str, int]:
    """Return the units that Saleor shows by warehouse, and keep what it showed for people to read."""
    if variant is None:
        raise SaleorRejected("NOT_FOUND", "sku", "the variant is not in Saleor any more", operation="productVariant")
    stocks = {stock.warehouse.id: stock for stock in variant.stocks or []}
    content = {code: {"units": row.quantity, "allocated": row.quantity_allocated} for code, row in stocks.items()}
    seen.remember(channel=CHANNEL, key=_key_of(sku), content=content, now=turn.now())
    return {code: row.quantity for code, row in stocks.items()}
