"""Saleor's stock of a variant, kept at what the ledger says: allocated and free, nothing else.

Saleor takes absolute figures and the last one wins (saleor.md §0.5), so all of a variant's are written by its one lane.
"""

from datetime import datetime

from django.db import transaction

from marketplace.channels import lanes
from marketplace.channels.lanes import Turn
from marketplace.channels.models import Lane
from marketplace.inventory.models import Stock
from marketplace.saleor import api, ids
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.client.fragments import StockFields
from marketplace.saleor.errors import SaleorRejected, SaleorUnavailable

KIND = "saleor-stock"


class StockDiffers(SaleorUnavailable):
    """Saleor shows another figure than the one that was written: someone else wrote, or an order came. Try again."""


@transaction.atomic
def request_push(*, sku: str, now: datetime) -> Lane:
    """Ask for a variant's stock to be brought in line in Saleor."""
    return lanes.request_turn(kind=KIND, subject=sku, at=now)


def take_turn(lane: Lane, turn: Turn) -> None:
    """Write a variant's stock of every location that Saleor knows, where it differs, and see that it is there.

    A variant that is not published yet has nothing to be pushed to: publishing asks for its turn. Raises a SaleorError.
    """
    sku = lane.subject
    if ids.find("variant", sku) is None:
        return
    wanted = figures(sku)
    saleor = api.worker()
    there = _shown(saleor.variant_stocks(sku).product_variant)
    differing = {warehouse: units for warehouse, units in wanted.items() if there.get(warehouse) != units}
    if not differing:
        return
    stocks = [inputs.StockInput(warehouse=warehouse, quantity=units) for warehouse, units in sorted(differing.items())]
    turn.keep({"writing": {stock.warehouse: stock.quantity for stock in stocks}})
    done = saleor.product_variant_stocks_update(sku, stocks).product_variant_stocks_update
    shown = _shown(done.product_variant if done else None)
    if any(shown.get(warehouse) != units for warehouse, units in differing.items()):
        raise StockDiffers(f"{sku}: Saleor shows {shown}, {differing} was written")


def figures(sku: str) -> dict[str, int]:
    """Return what Saleor should show of a variant by warehouse id, for locations that are warehouses there."""
    rows = {row.location.code: row.allocated + row.free for row in _stocks(sku)}
    return {warehouse: rows[code] for code, warehouse in ids.find_many("warehouse", rows).items()}


def _stocks(sku: str) -> list[Stock]:
    return list(Stock.objects.filter(sku=sku).select_related("location"))


def _shown(variant: StockFields | None) -> dict[str, int]:
    if variant is None:
        raise SaleorRejected("NOT_FOUND", "sku", "the variant is not in Saleor any more", operation="productVariant")
    return {stock.warehouse.id: stock.quantity for stock in variant.stocks or []}
