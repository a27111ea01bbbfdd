"""Telling Saleor that a parcel of a shop order is on its way."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from marketplace.saleor import api, ids
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.client.fragments import FulfilmentFields, FulfilmentFieldsFulfillments, FulfilmentFieldsLines
from marketplace.saleor.errors import SaleorRejected
from vendors.models import Shipment
from vendors.publishing import stock

OVER = {"CANCELED", "RETURNED", "REFUNDED", "REFUNDED_AND_RETURNED"}


class OrderUnknown(SaleorRejected):
    """Saleor has no such order, or not those goods in it. A person has to look."""


def tell(shipment: Shipment, now: datetime) -> str:
    """Fulfil a shipment's goods in Saleor with its tracking number, and return Saleor's id of the fulfilment.

    Looks first, so it can be told twice: a parcel that Saleor has is only given its corrected number. Fulfilling takes
    the units off Saleor's stock; the ledger did so already, so every variant's lane gets a turn after it.
    Raises OrderUnknown or another SaleorError.
    """
    saleor = api.worker()
    units = _units(shipment)
    try:
        order = _read(saleor, shipment)
        there = _fulfilment(order, shipment, units)
        if there is None:
            there = _fulfil(saleor, order, shipment, units)
        elif there.tracking_number != shipment.tracking_number:
            number = inputs.FulfillmentUpdateTrackingInput(
                tracking_number=shipment.tracking_number, notify_customer=False
            )
            saleor.order_fulfillment_update_tracking(there.id, number)
    finally:
        for sku in units:
            stock.request_push(sku=sku, now=now)
    # Saleor has no field for the carrier.
    saleor.update_metadata(there.id, [inputs.MetadataInput(key="gachi.carrier", value=shipment.carrier)])
    return there.id


def _units(shipment: Shipment) -> dict[str, int]:
    units: dict[str, int] = {}
    for line in shipment.order.lines.select_related("variant"):
        if left := line.units - line.cancelled_units:
            units[line.variant.sku] = units.get(line.variant.sku, 0) + left
    return units


def _read(saleor: api.Saleor, shipment: Shipment) -> FulfilmentFields:
    order = saleor.order_fulfilments(shipment.order.remote_id).order
    if order is None:
        raise OrderUnknown("NOT_FOUND", "order", f"Saleor has no order {shipment.order.remote_id!r}")
    return order


def _fulfilment(
    order: FulfilmentFields, shipment: Shipment, units: dict[str, int]
) -> FulfilmentFieldsFulfillments | None:
    """Return the live fulfilment that is this parcel: by its id, by its number, or the one that has all its goods."""
    live = [row for row in order.fulfillments if row.status not in OVER]
    lines = {line.id: line for line in order.lines}
    for row in live:
        if shipment.remote_id and row.id == shipment.remote_id:
            return row
        if shipment.tracking_number and row.tracking_number == shipment.tracking_number and _goods(row, lines) == units:
            return row
    if any(line.quantity_to_fulfill for line in order.lines if line.product_sku in units):
        return None
    return next((row for row in live if _goods(row, lines) == units), None)


def _goods(fulfilment: FulfilmentFieldsFulfillments, lines: Mapping[str, FulfilmentFieldsLines]) -> dict[str, int]:
    goods: dict[str, int] = {}
    for row in fulfilment.lines or []:
        line = lines.get(row.order_line.id) if row.order_line else None
        if line and line.product_sku:
            goods[line.product_sku] = goods.get(line.product_sku, 0) + row.quantity
    return goods


def _fulfil(
    saleor: api.Saleor, order: FulfilmentFields, shipment: Shipment, units: dict[str, int]
) -> FulfilmentFieldsFulfillments:
    warehouse = ids.require("warehouse", "home")
    rows = list(_rows(order, units, warehouse))
    fulfilment = inputs.OrderFulfillInput(
        lines=rows,
        tracking_number=shipment.tracking_number,
        notify_customer=False,
        # Saleor's figure may lag behind the ledger's; what left the house has left it.
        allow_stock_to_be_exceeded=True,
    )
    saleor.order_fulfill(order.id, fulfilment)
    again = _read(saleor, shipment)
    there = _fulfilment(again, shipment, units)
    if there is None:
        raise OrderUnknown("NOT_FOUND", "fulfillment", f"order {order.id} was fulfilled, and shows no such parcel")
    return there


def _rows(order: FulfilmentFields, units: dict[str, int], warehouse: str) -> Iterable[inputs.OrderFulfillLineInput]:
    lines = {line.product_sku: line for line in order.lines}
    for sku, count in units.items():
        line = lines.get(sku)
        if line is None or line.quantity_to_fulfill < count:
            left = line.quantity_to_fulfill if line else 0
            raise OrderUnknown("FULFILL_ORDER_LINE", sku, f"{count} shipped, {left} left to fulfil in {order.id}")
        stock_row = inputs.OrderFulfillStockInput(warehouse=warehouse, quantity=count)
        yield inputs.OrderFulfillLineInput(order_line_id=line.id, stocks=[stock_row])
