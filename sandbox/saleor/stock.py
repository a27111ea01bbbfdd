"""Stock: which of it a channel may sell, allocating it, letting it go, and the events about its end."""

from dataclasses import dataclass
from typing import Any

from .store import Call, Row


@dataclass(frozen=True)
class Wanted:
    """So many units of a variant for an order line."""

    variant_id: int
    quantity: int
    order_line_id: Any = None


def sellable(call: Call, variant_ids: list[int], channel_id: int, *, completing: bool = False) -> list[Row]:
    """Return the stock rows that a channel sells from, in the order of its warehouses.

    Every warehouse in the channel counts, private or not. In the legacy mode a warehouse has to be in a zone of the
    channel as well, or have click and collect on. A completing checkout goes by the settings of the process's start.
    """
    settings = call.world.shop_at_start if completing else call.world.shop
    legacy = settings["use_legacy_shipping_zone_stock_availability"]
    zoned = (
        " AND (w.click_and_collect_option <> 'DISABLED' OR EXISTS (SELECT 1 FROM zone_warehouse zw JOIN zone_channel zc"
        " ON zc.zone_id = zw.zone_id WHERE zw.warehouse_id = w.id AND zc.channel_id = cw.channel_id))"
        if legacy
        else ""
    )
    return call.rows(
        "SELECT s.*, w.click_and_collect_option, cw.sort_order FROM stock s JOIN warehouse w ON w.id = s.warehouse_id"
        " JOIN channel_warehouse cw ON cw.warehouse_id = s.warehouse_id AND cw.channel_id = %s"
        f" WHERE s.variant_id = ANY(%s){zoned} ORDER BY cw.sort_order NULLS LAST, w.id",
        channel_id,
        variant_ids,
    )


def available(
    call: Call, variant_ids: list[int], channel_id: int, *, warehouse_id: Any = None, completing: bool = False
) -> dict[int, int]:
    """Return what is on hand and not allocated, per variant, summed over what the channel sells from."""
    free = dict.fromkeys(variant_ids, 0)
    for row in sellable(call, variant_ids, channel_id, completing=completing):
        if warehouse_id is None or row["warehouse_id"] == warehouse_id:
            free[row["variant_id"]] += max(row["quantity"] - row["quantity_allocated"], 0)
    return free


def allocate(
    call: Call, wanted: list[Wanted], channel: Row, strategy: str, *, count_allocations: bool, warehouse_id: Any = None
) -> list[int]:
    """Allocate every line or raise InsufficientStock; returns the ids of the stock rows that were used up.

    `count_allocations` False is checkoutComplete's mistake: under the lock it looks at what is on hand alone, so
    completes that all passed the first look take the same units again.
    """
    variant_ids = sorted({one.variant_id for one in wanted})
    candidates = sellable(call, variant_ids, channel["id"], completing=not count_allocations)
    locked = call.rows(
        "SELECT * FROM stock WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [row["id"] for row in candidates]
    )
    now = {row["id"]: row for row in locked}
    free = {key: row["quantity"] - (row["quantity_allocated"] if count_allocations else 0) for key, row in now.items()}
    order = [
        row for row in candidates if row["id"] in now and (warehouse_id is None or row["warehouse_id"] == warehouse_id)
    ]
    if strategy == "PRIORITIZE_HIGH_STOCK":
        order.sort(key=lambda row: -free[row["id"]])
    short: list[int] = []
    used: list[int] = []
    for one in wanted:
        left = one.quantity
        takes: list[tuple[int, int]] = []
        for row in order:
            if row["variant_id"] != one.variant_id or left == 0:
                continue
            take = min(left, max(free[row["id"]], 0))
            if take:
                takes.append((row["id"], take))
                left -= take
        if left:
            short.append(one.variant_id)
            continue
        for key, take in takes:
            free[key] -= take
            used.append(key)
            call.run("UPDATE stock SET quantity_allocated = quantity_allocated + %s WHERE id = %s", take, key)
            call.run(
                "INSERT INTO allocation (order_line_id, stock_id, quantity) VALUES (%s, %s, %s) ON CONFLICT"
                " (order_line_id, stock_id) DO UPDATE SET quantity = allocation.quantity + EXCLUDED.quantity",
                one.order_line_id,
                key,
                take,
            )
    if short:
        raise InsufficientStock(short)
    announce_empty(call, used)
    return used


class InsufficientStock(Exception):
    """These variants are short."""

    def __init__(self, variant_ids: list[int]) -> None:
        super().__init__(str(variant_ids))
        self.variant_ids = variant_ids


def announce_empty(call: Call, stock_ids: list[int]) -> None:
    """Say which stocks an allocation used up.

    Saleor names the warehouse of the last stock it allocated, whichever is the empty one (a late-bound loop variable).
    """
    if not stock_ids:
        return
    rows = {row["id"]: row for row in call.rows("SELECT * FROM stock WHERE id = ANY(%s)", stock_ids)}
    last = rows[stock_ids[-1]]
    for key in dict.fromkeys(stock_ids):
        row = rows[key]
        if row["quantity"] - row["quantity_allocated"] <= 0:
            subject = {"product_variant": row["variant_id"], "warehouse": str(last["warehouse_id"])}
            call.world.deliveries.emit(call, "PRODUCT_VARIANT_OUT_OF_STOCK", subject)
    announce_channels(call, {row["variant_id"] for row in rows.values()}, out=True)


def announce_channels(call: Call, variant_ids: set[int], *, out: bool) -> None:
    """Say in which channels nothing, or something again, is left; warehouses with click and collect are left out."""
    if call.world.shop["use_legacy_shipping_zone_stock_availability"]:
        return
    event = "PRODUCT_VARIANT_OUT_OF_STOCK_IN_CHANNEL" if out else "PRODUCT_VARIANT_BACK_IN_STOCK_IN_CHANNEL"
    if not call.world.deliveries.hooks(event):
        return
    for found in call.rows(
        "SELECT s.variant_id, cw.channel_id, sum(greatest(s.quantity - s.quantity_allocated, 0))::int AS free"
        " FROM stock s"
        " JOIN warehouse w ON w.id = s.warehouse_id AND w.click_and_collect_option = 'DISABLED'"
        " JOIN channel_warehouse cw ON cw.warehouse_id = w.id WHERE s.variant_id = ANY(%s) GROUP BY 1, 2 ORDER BY 1, 2",
        sorted(variant_ids),
    ):
        if (found["free"] <= 0) == out:
            subject = {"product_variant": found["variant_id"], "channel": found["channel_id"]}
            call.world.deliveries.emit(call, event, subject)


def announce_change(call: Call, row: Row, before: int, after: int) -> None:
    """Say that a free quantity passed zero, upwards or downwards."""
    if (before > 0) == (after > 0):
        return
    out = after <= 0
    event = "PRODUCT_VARIANT_OUT_OF_STOCK" if out else "PRODUCT_VARIANT_BACK_IN_STOCK"
    subject = {"product_variant": row["variant_id"], "warehouse": str(row["warehouse_id"])}
    call.world.deliveries.emit(call, event, subject)
    announce_channels(call, {row["variant_id"]}, out=out)


def release(call: Call, order_line_ids: list[Any]) -> None:
    """Take back everything that these order lines still hold."""
    held = call.rows("SELECT * FROM allocation WHERE order_line_id = ANY(%s) ORDER BY stock_id", order_line_ids)
    rows = {
        row["id"]: row
        for row in call.rows(
            "SELECT * FROM stock WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [one["stock_id"] for one in held]
        )
    }
    for one in held:
        row = rows[one["stock_id"]]
        call.run(
            "UPDATE stock SET quantity_allocated = quantity_allocated - %s WHERE id = %s", one["quantity"], row["id"]
        )
        before = row["quantity"] - row["quantity_allocated"]
        row["quantity_allocated"] -= one["quantity"]
        announce_change(call, row, before, before + one["quantity"])
    call.run("DELETE FROM allocation WHERE order_line_id = ANY(%s)", order_line_ids)


def set_quantity(call: Call, row: Row, quantity: int) -> None:
    """Write what is on hand: absolute, the last writer wins, less than allocated or negative is fine."""
    before = row["quantity"] - row["quantity_allocated"]
    call.run("UPDATE stock SET quantity = %s WHERE id = %s", quantity, row["id"])
    call.world.deliveries.emit(
        call,
        "PRODUCT_VARIANT_STOCK_UPDATED",
        {"product_variant": row["variant_id"], "warehouse": str(row["warehouse_id"])},
    )
    announce_change(call, row, before, quantity - row["quantity_allocated"])
