"""Stock as rows: reading it, and writing it absolutely."""

from typing import Any

from .. import ids
from ..paging import page
from ..problems import GraphQLProblem, Refused, ServerError, error
from ..registry import field, mutation, query
from ..stock import available, set_quantity
from ..store import Call, Row
from .variants import _variant as variant_named

STORE_FREE = "free quantities"


@query("stock")
def stock(call: Call, id: str) -> Row | None:
    return call.get("stock", ids.number(id, "Stock"))


@query("stocks")
def stocks(call: Call, **window: Any) -> dict[str, Any]:
    return page(call, "stocks", "FROM stock t WHERE true", **window)


@field("Stock", "warehouse")
@field("Fulfillment", "warehouse")
def warehouse_of(row: Row, call: Call) -> Row | None:
    return call.parent(row, "warehouse", "warehouse_id")


@field("Stock", "productVariant")
def variant_of(row: Row, call: Call) -> Row | None:
    return call.parent(row, "variant", "variant_id")


@field("ProductVariant", "stocks")
def variant_stocks(row: Row, call: Call) -> list[Row]:
    found = call.children(row, "stock", "variant_id")
    if row.channel is None:
        return found
    here = {
        one["warehouse_id"]
        for one in call.rows("SELECT warehouse_id FROM channel_warehouse WHERE channel_id = %s", row.channel)
    }
    return [one for one in found if one["warehouse_id"] in here]


def free_of(row: Row, call: Call) -> int:
    """Return what shoppers are told is left: capped at the limit per checkout, never negative."""
    limit = row["quantity_limit_per_customer"] or call.world.shop["limit_quantity_per_checkout"] or 50
    if not row["track_inventory"]:
        return int(limit)
    if row.channel is not None:
        known = call._children.setdefault((STORE_FREE, "", row.channel), {})
        if row["id"] not in known:
            keys = [peer["id"] for peer in row.peers]
            for key, free in available(call, keys, row.channel).items():
                known[key] = [Row({"free": free})]
        free = known[row["id"]][0]["free"]
    else:
        free = sum(
            max(one["quantity"] - one["quantity_allocated"], 0) for one in call.children(row, "stock", "variant_id")
        )
    return max(0, min(int(free), int(limit)))


@field("ProductVariant", "quantityAvailable")
def quantity_available(row: Row, call: Call) -> int:
    return free_of(row, call)


# Writing -------------------------------------------------------------------------------------------------------------


def _warehouses(call: Call, entries: list[dict[str, Any]]) -> list[Any]:
    keys = [ids.unique(entry["warehouse"], "Warehouse") for entry in entries]
    errors = [
        error("warehouse", "NOT_FOUND", "Couldn't resolve to a warehouse.", index=place)
        for place, key in enumerate(keys)
        if call.get("warehouse", key) is None
    ]
    errors += [
        error("warehouse", "UNIQUE", "Duplicated warehouse ID.", index=place)
        for place, key in enumerate(keys)
        if key in keys[:place]
    ]
    if errors:
        raise Refused(*errors)
    return keys


@mutation("productVariantStocksUpdate")
def product_variant_stocks_update(
    call: Call, stocks: list[dict[str, Any]], variant_id: str | None = None, sku: str | None = None
) -> dict[str, Any]:
    row = variant_named(call, variant_id, sku)
    wanted = {key: entry["quantity"] for key, entry in zip(_warehouses(call, stocks), stocks, strict=True)}
    for key in wanted:
        call.run("INSERT INTO stock (variant_id, warehouse_id) VALUES (%s, %s) ON CONFLICT DO NOTHING", row["id"], key)
    for found in call.rows(
        "SELECT * FROM stock WHERE variant_id = %s AND warehouse_id = ANY(%s) ORDER BY id FOR UPDATE",
        row["id"],
        list(wanted),
    ):
        set_quantity(call, found, wanted[found["warehouse_id"]])
    return {"product_variant": row}


@mutation("productVariantStocksCreate")
def product_variant_stocks_create(call: Call, variant_id: str, stocks: list[dict[str, Any]]) -> dict[str, Any]:
    row = variant_named(call, variant_id, None)
    keys = _warehouses(call, stocks)
    errors = [
        error("warehouse", "UNIQUE", "Stock for this warehouse already exists for this product variant.", index=place)
        for place, key in enumerate(keys)
        if call.value("SELECT 1 FROM stock WHERE variant_id = %s AND warehouse_id = %s", row["id"], key)
    ]
    if errors:
        raise Refused(*errors)
    for key, entry in zip(keys, stocks, strict=True):
        call.insert("stock", {"variant_id": row["id"], "warehouse_id": key, "quantity": entry["quantity"]})
        subject = {"product_variant": row["id"], "warehouse": str(key)}
        call.world.deliveries.emit(call, "PRODUCT_VARIANT_STOCK_UPDATED", subject)
    return {"product_variant": row}


def _selectors(entries: list[dict[str, Any]]) -> tuple[bool, bool]:
    """Say whether variants and warehouses are named by id; every row has to name them the same way."""
    chosen = set()
    for entry in entries:
        pairs = []
        for name in ("variant", "warehouse"):
            by_id, by_reference = (
                entry.get(f"{name}_id") is not None,
                entry.get(f"{name}_external_reference") is not None,
            )
            if by_id == by_reference:
                raise Refused(error(None, "GRAPHQL_ERROR", f"Give {name}Id or {name}ExternalReference, and not both."))
            pairs.append(by_id)
        chosen.add(tuple(pairs))
    if len(chosen) > 1:
        raise Refused(error(None, "GRAPHQL_ERROR", "All inputs must use the same selectors."))
    by_ids = next(iter(chosen), (True, True))
    return by_ids[0], by_ids[1]


@mutation("stockBulkUpdate")
def stock_bulk_update(call: Call, stocks: list[dict[str, Any]], error_policy: str | None = None) -> dict[str, Any]:
    policy = error_policy or "REJECT_EVERYTHING"
    try:
        by_variant_id, by_warehouse_id = _selectors(stocks)
    except Refused as refusal:
        refusal.answer = {"count": 0, "results": []}
        raise
    found: list[tuple[Row | None, list[dict[str, Any]]]] = []
    for entry in stocks:
        row = _named_stock(call, entry, by_variant_id, by_warehouse_id)
        errors = []
        if entry["quantity"] < 0:
            errors.append(error("quantity", "INVALID", "Stock quantity cannot be negative."))
        if row is None:
            errors.append(error(None, "NOT_FOUND", "Stock was not found."))
        found.append((row, errors))
    bad = [one for _, errors in found for one in errors]
    if bad and policy == "REJECT_FAILED_ROWS" and any(not errors for _, errors in found):
        # One bad row among good ones is more than Saleor can take.
        raise ServerError("TypeError")
    if bad and policy != "IGNORE_FAILED":
        return {"count": 0, "results": [{"stock": None, "errors": errors} for _, errors in found], "errors": bad}
    results: list[dict[str, Any]] = []
    keys = sorted({row["id"] for row, errors in found if row is not None and not errors})
    locked = {
        row["id"]: row for row in call.rows("SELECT * FROM stock WHERE id = ANY(%s) ORDER BY id FOR UPDATE", keys)
    }
    for (row, errors), entry in zip(found, stocks, strict=True):
        if errors or row is None:
            results.append({"stock": None, "errors": errors})
            continue
        set_quantity(call, locked[row["id"]], entry["quantity"])
        locked[row["id"]]["quantity"] = entry["quantity"]
        results.append({"stock": locked[row["id"]], "errors": []})
    return {"count": sum(one["stock"] is not None for one in results), "results": results, "errors": bad}


def _named_stock(call: Call, entry: dict[str, Any], by_variant_id: bool, by_warehouse_id: bool) -> Row | None:
    try:
        variant = (
            ids.number(entry["variant_id"], "ProductVariant") if by_variant_id else entry["variant_external_reference"]
        )
        warehouse = (
            ids.unique(entry["warehouse_id"], "Warehouse") if by_warehouse_id else entry["warehouse_external_reference"]
        )
    except GraphQLProblem:
        return None
    return call.row(
        "SELECT s.* FROM stock s JOIN variant v ON v.id = s.variant_id JOIN warehouse w ON w.id = s.warehouse_id"
        f" WHERE v.{'id' if by_variant_id else 'external_reference'} = %s AND"
        f" w.{'id' if by_warehouse_id else 'external_reference'} = %s",
        variant,
        warehouse,
    )
