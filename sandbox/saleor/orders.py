"""Orders: placing them (allocations, payments, events) and the states that follow from their parts."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .ids import to_global
from .payments import emit_order, note, sums, update_order
from .resolvers.shop import setting
from .stock import Wanted, allocate
from .store import Call, Row


@dataclass(frozen=True)
class NewLine:
    """A line of an order to be."""

    variant_id: int
    quantity: int
    unit_price: Decimal
    undiscounted_unit_price: Decimal
    is_price_overridden: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)


def write_lines(call: Call, order: Row, lines: list[NewLine]) -> list[Row]:
    """Write the lines of an order, with the names that the goods have now, and set its sums."""
    written = []
    for line in lines:
        variant = call.one(
            "SELECT v.*, p.name AS product_name, t.is_shipping_required FROM variant v JOIN product p ON p.id ="
            " v.product_id"
            " JOIN product_type t ON t.id = p.product_type_id WHERE v.id = %s",
            line.variant_id,
        )
        written.append(
            call.insert(
                "order_line",
                {
                    "order_id": order["id"],
                    "variant_id": variant["id"],
                    "product_name": variant["product_name"],
                    "product_variant_id": to_global("ProductVariant", variant["id"]),
                    "variant_name": variant["name"],
                    "product_sku": variant["sku"],
                    "is_shipping_required": variant["is_shipping_required"],
                    "quantity": line.quantity,
                    "unit_price": line.unit_price,
                    "is_price_overridden": line.is_price_overridden,
                    "undiscounted_unit_price": line.undiscounted_unit_price,
                    "metadata": line.metadata,
                    "private_metadata": line.private_metadata,
                },
            )
        )
    set_sums(call, order["id"])
    return written


def set_sums(call: Call, order_id: Any) -> None:
    """Work out subtotal and total."""
    call.run(
        "UPDATE orders o SET subtotal = s.paid, total = s.paid + o.shipping_price,"
        " undiscounted_total = s.full_price + o.shipping_price FROM (SELECT coalesce(sum(unit_price *"
        " quantity), 0) AS paid,"
        " coalesce(sum(undiscounted_unit_price * quantity), 0) AS full_price FROM order_line WHERE order_id ="
        " %s) s WHERE o.id = %s",
        order_id,
        order_id,
    )


def allocate_order(call: Call, order: Row, *, count_allocations: bool, point: Row | None = None) -> None:
    """Allocate every line that is tracked, or raise InsufficientStock."""
    channel = call.one("SELECT * FROM channel WHERE id = %s", order["channel_id"])
    wanted = [
        Wanted(line["variant_id"], line["quantity"], line["id"])
        for line in call.rows(
            "SELECT l.* FROM order_line l JOIN variant v ON v.id = l.variant_id AND v.track_inventory WHERE"
            " l.order_id = %s ORDER BY l.place",
            order["id"],
        )
    ]
    local = point["id"] if point is not None and point["click_and_collect_option"] == "LOCAL" else None
    strategy = setting(channel, "stock_settings", "allocation_strategy")
    allocate(call, wanted, channel, strategy, count_allocations=count_allocations, warehouse_id=local)


def first_status(call: Call, channel_id: int) -> str:
    """Return the status a placed order begins with."""
    channel = call.one("SELECT * FROM channel WHERE id = %s", channel_id)
    return (
        "UNFULFILLED" if setting(channel, "order_settings", "automatically_confirm_all_new_orders") else "UNCONFIRMED"
    )


def place_order(call: Call, values: dict[str, Any], lines: list[NewLine], *, point: Row | None) -> Row:
    """Turn a checkout into an order inside the open transaction; what it was paid with goes along."""
    status = first_status(call, values["channel_id"])
    order = call.insert("orders", {**values, "status": status})
    write_lines(call, order, lines)
    allocate_order(call, order, count_allocations=False, point=point)
    note(call, order["id"], "PLACED")
    emit_order(call, "ORDER_CREATED", order["id"])
    call.run(
        "UPDATE payment_transaction SET order_id = %s, checkout_id = NULL WHERE checkout_id = %s",
        order["id"],
        values["checkout_id"],
    )
    charged = sums(call.rows("SELECT * FROM payment_transaction WHERE order_id = %s", order["id"]))["charged"]
    if charged > 0:
        emit_order(call, "ORDER_PAID", order["id"])
    update_order(call, order["id"])
    if status == "UNFULFILLED":
        note(call, order["id"], "CONFIRMED")
        emit_order(call, "ORDER_CONFIRMED", order["id"])
    return order


def update_status(call: Call, order_id: Any) -> str:
    """Bring an order's status in line with what is fulfilled, and return it."""
    total, done = call.one(
        "SELECT coalesce(sum(quantity), 0)::int AS total, coalesce(sum(quantity_fulfilled), 0)::int AS done"
        " FROM order_line WHERE order_id = %s",
        order_id,
    ).values()
    status = "FULFILLED" if total and done >= total else "PARTIALLY_FULFILLED" if done else "UNFULFILLED"
    call.run("UPDATE orders SET status = %s, updated_at = now() WHERE id = %s", status, order_id)
    return status
