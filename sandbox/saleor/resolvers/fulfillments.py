"""Fulfilments: shipping what was allocated, tracking numbers, and taking it back."""

from typing import Any

from .. import ids
from ..orders import update_status
from ..payments import emit_order, note
from ..problems import Refused, error, refuse
from ..registry import field, mutation
from ..store import Call, Row
from .orders import fresh, locked


@field("Fulfillment", "lines")
def lines(row: Row, call: Call) -> list[Row]:
    return call.children(row, "fulfillment_line", "fulfillment_id")


@field("FulfillmentLine", "orderLine")
@field("OrderGrantedRefundLine", "orderLine")
def order_line(row: Row, call: Call) -> Row | None:
    return call.parent(row, "order_line", "order_line_id")


def emit(call: Call, event: str, row: Row, **more: Any) -> None:
    """Tell who listens about a fulfilment; its order goes along, since a fulfilment has none to select."""
    call.world.deliveries.emit(call, event, {"fulfillment": row["id"], "order": str(row["order_id"]), **more})


@mutation("orderFulfill")
def order_fulfill(call: Call, input: dict[str, Any], order: str | None = None) -> dict[str, Any]:
    row = locked(call, order, "order")
    if row["status"] in ("DRAFT", "UNCONFIRMED", "CANCELED", "EXPIRED"):
        raise refuse("order", "INVALID", f"Cannot fulfill order with status: {row['status'].lower()}.")
    if not call.world.shop["fulfillment_allow_unpaid"] and row["charge_status"] not in ("FULL", "OVERCHARGED"):
        raise refuse("order", "CANNOT_FULFILL_UNPAID_ORDER", "Cannot fulfill unpaid order.")
    wanted = _wanted(call, row, input["lines"])
    _check_left(call, wanted)
    _take(call, wanted, exceed=bool(input.get("allow_stock_to_be_exceeded")))
    made = []
    place = call.value("SELECT coalesce(max(fulfillment_order), 0) FROM fulfillment WHERE order_id = %s", row["id"])
    tracking = input.get("tracking_number") or ""
    for warehouse_id in dict.fromkeys(key for _, key, _ in wanted):
        place += 1
        one = call.insert(
            "fulfillment",
            {
                "order_id": row["id"],
                "fulfillment_order": place,
                "tracking_number": tracking,
                "warehouse_id": warehouse_id,
            },
        )
        for line, key, units in wanted:
            if key == warehouse_id:
                call.insert(
                    "fulfillment_line", {"fulfillment_id": one["id"], "order_line_id": line["id"], "quantity": units}
                )
        made.append(one)
    for line, _, units in wanted:
        call.run("UPDATE order_line SET quantity_fulfilled = quantity_fulfilled + %s WHERE id = %s", units, line["id"])
    status = update_status(call, row["id"])
    note(call, row["id"], "FULFILLMENT_FULFILLED_ITEMS")
    notify = bool(input.get("notify_customer"))
    for one in made:
        if tracking:
            emit(call, "FULFILLMENT_TRACKING_NUMBER_UPDATED", one)
        emit(call, "FULFILLMENT_CREATED", one, notify_customer=notify)
        if status == "FULFILLED":
            emit(call, "FULFILLMENT_APPROVED", one, notify_customer=notify)
    if status == "FULFILLED":
        emit_order(call, "ORDER_FULFILLED", row["id"])
    return {"fulfillments": made, "order": fresh(call, row)}


def _wanted(call: Call, row: Row, given: list[dict[str, Any]]) -> list[tuple[Row, Any, int]]:
    """Return order line, warehouse and units, or refuse what names nothing or is given twice."""
    known = {
        line["id"]: line for line in call.rows("SELECT * FROM order_line WHERE order_id = %s ORDER BY place", row["id"])
    }
    wanted: list[tuple[Row, Any, int]] = []
    seen = set()
    for entry in given:
        if not entry.get("order_line_id"):
            raise refuse("orderLineId", "REQUIRED", "This field is required.")
        key = ids.unique(entry["order_line_id"], "OrderLine")
        if key in seen:
            raise refuse(
                "orderLineId",
                "DUPLICATED_INPUT_ITEM",
                "Duplicated order line ID.",
                order_lines=[entry["order_line_id"]],
            )
        seen.add(key)
        if key not in known:
            raise refuse(
                "orderLineId",
                "NOT_FOUND",
                "Order line does not belong to the order.",
                order_lines=[entry["order_line_id"]],
            )
        warehouses = set()
        for stock in entry["stocks"]:
            warehouse = ids.unique(stock["warehouse"], "Warehouse")
            if warehouse in warehouses:
                raise refuse(
                    "warehouse", "DUPLICATED_INPUT_ITEM", "Duplicated warehouse ID.", warehouse=stock["warehouse"]
                )
            warehouses.add(warehouse)
            if call.get("warehouse", warehouse) is None:
                raise refuse(
                    "warehouse",
                    "NOT_FOUND",
                    f"Couldn't resolve to a node: {stock['warehouse']}",
                    warehouse=stock["warehouse"],
                )
            if stock["quantity"] < 0:
                raise refuse("quantity", "INVALID_QUANTITY", "Quantity cannot be negative.")
            if stock["quantity"]:
                wanted.append((known[key], warehouse, stock["quantity"]))
    if not wanted:
        raise refuse("lines", "ZERO_QUANTITY", "Total quantity must be larger than 0.")
    return wanted


def _check_left(call: Call, wanted: list[tuple[Row, Any, int]]) -> None:
    errors = []
    for line in {line["id"]: line for line, _, _ in wanted}.values():
        left = line["quantity"] - line["quantity_fulfilled"]
        if sum(units for one, _, units in wanted if one["id"] == line["id"]) > left:
            text = f"Only {left} item{'' if left == 1 else 's'} remaining to fulfill: {line['product_name']}."
            errors.append(
                error("orderLineId", "FULFILL_ORDER_LINE", text, order_lines=[ids.to_global("OrderLine", line["id"])])
            )
    if errors:
        raise Refused(*errors)


def _take(call: Call, wanted: list[tuple[Row, Any, int]], *, exceed: bool) -> None:
    """Lower what is on hand where it is taken from, and what the lines held: there first, then elsewhere."""
    line_ids = list({line["id"] for line, _, _ in wanted})
    tracked = {
        found["id"]
        for found in call.rows(
            "SELECT l.id FROM order_line l JOIN variant v ON v.id = l.variant_id AND v.track_inventory WHERE"
            " l.id = ANY(%s)",
            line_ids,
        )
    }
    held = call.rows("SELECT * FROM allocation WHERE order_line_id = ANY(%s) ORDER BY id", line_ids)
    keys = {one["stock_id"] for one in held} | {
        found["id"]
        for line, warehouse, _ in wanted
        for found in call.rows(
            "SELECT id FROM stock WHERE variant_id = %s AND warehouse_id = %s", line["variant_id"], warehouse
        )
    }
    stocks = {
        one["id"]: one
        for one in call.rows("SELECT * FROM stock WHERE id = ANY(%s) ORDER BY id FOR UPDATE", sorted(keys))
    }
    short = []
    for line, warehouse, units in wanted:
        if line["id"] not in tracked:
            continue
        stock = next(
            (
                one
                for one in stocks.values()
                if one["variant_id"] == line["variant_id"] and one["warehouse_id"] == warehouse
            ),
            None,
        )
        own = sum(
            one["quantity"]
            for one in held
            if stock is not None and one["stock_id"] == stock["id"] and one["order_line_id"] == line["id"]
        )
        free = stock["quantity"] - stock["quantity_allocated"] + own if stock is not None else 0
        if stock is None or (free < units and not exceed):
            short.append(
                error(
                    "stocks",
                    "INSUFFICIENT_STOCK",
                    f"Insufficient product stock: {line['product_name']}",
                    order_lines=[ids.to_global("OrderLine", line["id"])],
                    warehouse=ids.to_global("Warehouse", warehouse),
                )
            )
            continue
        stock["quantity"] -= units
        left = units
        own_stock = stock["id"]
        lines_holds = [one for one in held if one["order_line_id"] == line["id"]]
        # What was allocated there goes first (False sorts before True), then what is held elsewhere.
        for one in sorted(lines_holds, key=lambda one, own_stock=own_stock: one["stock_id"] != own_stock):  # type: ignore[misc]
            take = min(left, one["quantity"])
            one["quantity"] -= take
            stocks[one["stock_id"]]["quantity_allocated"] -= take
            left -= take
    if short:
        raise Refused(*short)
    for stock in stocks.values():
        call.update(
            "stock", stock["id"], {"quantity": stock["quantity"], "quantity_allocated": stock["quantity_allocated"]}
        )
    for one in held:
        if one["quantity"] > 0:
            call.update("allocation", one["id"], {"quantity": one["quantity"]})
        else:
            call.run("DELETE FROM allocation WHERE id = %s", one["id"])


def _named(call: Call, id: str) -> tuple[Row, Row]:
    found = call.get("fulfillment", ids.number(id, "Fulfillment"))
    if found is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    order = locked(call, ids.to_global("Order", found["order_id"]))
    return call.one("SELECT * FROM fulfillment WHERE id = %s FOR UPDATE", found["id"]), order


@mutation("orderFulfillmentUpdateTracking")
def order_fulfillment_update_tracking(call: Call, id: str, input: dict[str, Any]) -> dict[str, Any]:
    row, order = _named(call, id)
    call.update("fulfillment", row["id"], {"tracking_number": input.get("tracking_number") or ""})
    call.run("UPDATE orders SET updated_at = now() WHERE id = %s", order["id"])
    note(call, order["id"], "TRACKING_UPDATED", message=input.get("tracking_number") or "")
    emit(call, "FULFILLMENT_TRACKING_NUMBER_UPDATED", row)
    return {"fulfillment": call.one("SELECT * FROM fulfillment WHERE id = %s", row["id"]), "order": fresh(call, order)}


@mutation("orderFulfillmentCancel")
def order_fulfillment_cancel(call: Call, id: str, input: dict[str, Any] | None = None) -> dict[str, Any]:
    row, order = _named(call, id)
    if row["status"] != "FULFILLED":
        raise refuse("fulfillment", "CANNOT_CANCEL_FULFILLMENT", "This fulfillment can't be canceled.")
    if not (input or {}).get("warehouse_id"):
        raise refuse("warehouseId", "REQUIRED", "Parameter 'warehouseId' is required.")
    warehouse = call.get("warehouse", ids.unique((input or {})["warehouse_id"], "Warehouse"))
    if warehouse is None:
        raise refuse("warehouseId", "NOT_FOUND", f"Couldn't resolve to a node: {(input or {})['warehouse_id']}")
    for line in call.rows(
        "SELECT f.*, l.variant_id FROM fulfillment_line f JOIN order_line l ON l.id = f.order_line_id"
        " WHERE f.fulfillment_id = %s ORDER BY l.variant_id",
        row["id"],
    ):
        call.run(
            "UPDATE order_line SET quantity_fulfilled = quantity_fulfilled - %s WHERE id = %s",
            line["quantity"],
            line["order_line_id"],
        )
        if line["variant_id"] is None or not call.value(
            "SELECT track_inventory FROM variant WHERE id = %s", line["variant_id"]
        ):
            continue
        stock_id = call.value(
            "INSERT INTO stock (variant_id, warehouse_id, quantity, quantity_allocated) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (variant_id, warehouse_id)"
            " DO UPDATE SET quantity = stock.quantity + EXCLUDED.quantity, quantity_allocated ="
            " stock.quantity_allocated + EXCLUDED.quantity RETURNING id",
            line["variant_id"],
            warehouse["id"],
            line["quantity"],
            line["quantity"],
        )
        call.run(
            "INSERT INTO allocation (order_line_id, stock_id, quantity) VALUES (%s, %s, %s) ON CONFLICT"
            " (order_line_id, stock_id)"
            " DO UPDATE SET quantity = allocation.quantity + EXCLUDED.quantity",
            line["order_line_id"],
            stock_id,
            line["quantity"],
        )
    call.update("fulfillment", row["id"], {"status": "CANCELED"})
    update_status(call, order["id"])
    note(call, order["id"], "FULFILLMENT_CANCELED")
    emit(call, "FULFILLMENT_CANCELED", row)
    return {"fulfillment": call.one("SELECT * FROM fulfillment WHERE id = %s", row["id"]), "order": fresh(call, order)}
