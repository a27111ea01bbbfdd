"""The shop's settings, channels and warehouses."""

import uuid
from typing import Any

from .. import ids
from ..addresses import check_address
from ..identity import ALL_PERMISSIONS
from ..paging import page
from ..problems import GraphQLProblem, NotImplementedHere, refuse
from ..registry import field, mutation, query
from ..slugs import free_slug, slugify
from ..store import Call, Row
from ..world import SCHEMA_VERSION, VERSION
from .accounts import permission
from .common import as_dict, refuse_taken

CHANNEL_DEFAULTS: dict[str, dict[str, Any]] = {
    "stock_settings": {"allocation_strategy": "PRIORITIZE_SORTING_ORDER"},
    "checkout_settings": {
        "use_legacy_error_flow": True,
        "automatically_complete_fully_paid_checkouts": False,
        "allow_legacy_gift_card_use": True,
    },
    "order_settings": {
        "automatically_confirm_all_new_orders": True,
        "mark_as_paid_strategy": "PAYMENT_FLOW",
        "allow_unpaid_orders": False,
        "use_legacy_line_discount_propagation": False,
    },
    "payment_settings": {
        "default_transaction_flow_strategy": "CHARGE",
        "release_funds_for_expired_checkouts": False,
    },
}
COUNTRIES = {"KR": "South Korea", "US": "United States of America", "JP": "Japan", "CN": "China"}


def setting(channel: Row, group: str, name: str) -> Any:
    """Return one setting of a channel."""
    return channel["settings"].get(group, {}).get(name, CHANNEL_DEFAULTS[group][name])


def country(code: str) -> dict[str, str]:
    """Return a `CountryDisplay`."""
    return {"code": code, "country": COUNTRIES.get(code, code)}


def channel_by_slug(call: Call, slug: str | None) -> Row | None:
    """Return the channel meant: by slug, or the only active one."""
    if slug is not None:
        return call.row("SELECT * FROM channel WHERE slug = %s", slug)
    active = call.rows("SELECT * FROM channel WHERE is_active LIMIT 2")
    return active[0] if len(active) == 1 else None


# The shop ------------------------------------------------------------------------------------------------------------


@query("shop")
def shop(call: Call) -> dict[str, Any]:
    return {
        **call.world.shop,
        "id": "shop",
        "version": VERSION,
        "schema_version": SCHEMA_VERSION,
        "domain": {"host": call.world.domain, "ssl_enabled": False, "url": call.world.url},
        "permissions": [permission(code) for code in ALL_PERMISSIONS],
        "channel_currencies": lambda: [
            row["currency_code"] for row in call.rows("SELECT DISTINCT currency_code FROM channel ORDER BY 1")
        ],
    }


@field("Shop", "id")
def shop_id(_row: dict[str, Any], call: Call) -> str:
    return ids.to_global("Shop", 1)


@mutation("shopSettingsUpdate")
def shop_settings_update(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    if input.get("fulfillment_auto_approve") is False:
        raise NotImplementedHere("fulfillmentAutoApprove: false (fulfilments that wait for an approval)")
    limit = input.get("limit_quantity_per_checkout")
    if limit is not None and limit < 1:
        raise refuse("limitQuantityPerCheckout", "INVALID", "Quantity limit cannot be lower than 1.")
    call.world.set_shop(input)
    return {"shop": shop(call)}


# Channels ------------------------------------------------------------------------------------------------------------


@query("channels")
def channels(call: Call) -> list[Row]:
    return call.rows("SELECT * FROM channel ORDER BY slug")


@query("channel")
def channel(call: Call, id: str | None = None, slug: str | None = None) -> Row | None:
    if (id is None) == (slug is None):
        raise GraphQLProblem("Argument 'id' or 'slug' is required, and not both.")
    if id is not None:
        return call.get("channel", ids.number(id, "Channel"))
    return call.row("SELECT * FROM channel WHERE slug = %s", slug)


@field("Channel", "defaultCountry")
def default_country(row: Row, call: Call) -> dict[str, str]:
    return country(row["default_country"])


@field("Channel", "hasOrders")
def has_orders(row: Row, call: Call) -> bool:
    return bool(call.value("SELECT 1 FROM orders WHERE channel_id = %s LIMIT 1", row["id"]))


@field("Channel", "warehouses")
def channel_warehouses(row: Row, call: Call) -> list[Row]:
    return call.rows(
        "SELECT w.* FROM warehouse w JOIN channel_warehouse c ON c.warehouse_id = w.id WHERE c.channel_id = %s"
        " ORDER BY c.sort_order NULLS LAST, w.id",
        row["id"],
    )


for _group, _name in (
    ("stock_settings", "stockSettings"),
    ("checkout_settings", "checkoutSettings"),
    ("order_settings", "orderSettings"),
    ("payment_settings", "paymentSettings"),
):

    @field("Channel", _name)
    def settings(row: Row, call: Call, group: str = _group) -> dict[str, Any]:
        return {**CHANNEL_DEFAULTS[group], **row["settings"].get(group, {})}


def _refuse_what_is_not_played(settings: dict[str, Any], given: dict[str, Any]) -> None:
    if settings.get("checkout_settings", {}).get("automatically_complete_fully_paid_checkouts"):
        raise NotImplementedHere("automaticallyCompleteFullyPaidCheckouts: true")
    if settings.get("order_settings", {}).get("allow_unpaid_orders"):
        raise NotImplementedHere("allowUnpaidOrders: true")
    if (given.get("payment_settings") or {}).get("release_funds_for_expired_checkouts"):
        raise NotImplementedHere("releaseFundsForExpiredCheckouts: true")


def _save_channel(call: Call, row: Row | None, given: dict[str, Any]) -> Row:
    values = {
        column: given[column]
        for column in ("name", "slug", "currency_code", "default_country", "is_active")
        if given.get(column) is not None
    }
    if "slug" in values and call.value(
        "SELECT 1 FROM channel WHERE slug = %s AND id <> %s", values["slug"], row["id"] if row else 0
    ):
        raise refuse("slug", "UNIQUE", "Channel with this Slug already exists.")
    settings = dict(row["settings"]) if row else {}
    for group in CHANNEL_DEFAULTS:
        if given.get(group):
            settings[group] = settings.get(group, {}) | given[group]
    _refuse_what_is_not_played(settings, given)
    values["settings"] = settings
    for column in ("metadata", "private_metadata"):
        if given.get(column):
            values[column] = (row[column] if row else {}) | as_dict(given[column])
    if row is None:
        row = call.insert("channel", values)
    else:
        call.update("channel", row["id"], values)
    for warehouse_id in given.get("add_warehouses") or []:
        call.run(
            "INSERT INTO channel_warehouse SELECT %s, id FROM warehouse WHERE id = %s ON CONFLICT DO NOTHING",
            row["id"],
            ids.unique(warehouse_id, "Warehouse"),
        )
    for zone_id in given.get("add_shipping_zones") or []:
        call.run(
            "INSERT INTO zone_channel VALUES (%s, %s) ON CONFLICT DO NOTHING",
            ids.number(zone_id, "ShippingZone"),
            row["id"],
        )
    for warehouse_id in given.get("remove_warehouses") or []:
        call.run(
            "DELETE FROM channel_warehouse WHERE channel_id = %s AND warehouse_id = %s",
            row["id"],
            ids.unique(warehouse_id, "Warehouse"),
        )
    for zone_id in given.get("remove_shipping_zones") or []:
        call.run(
            "DELETE FROM zone_channel WHERE channel_id = %s AND zone_id = %s",
            row["id"],
            ids.number(zone_id, "ShippingZone"),
        )
    return call.one("SELECT * FROM channel WHERE id = %s", row["id"])


@mutation("channelCreate")
def channel_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    slug = slugify(input["slug"]) if not input["slug"].isascii() else input["slug"].strip().lower()
    made = _save_channel(call, None, {**input, "slug": slug})
    call.world.deliveries.emit(call, "CHANNEL_CREATED", {"channel": made["id"]})
    return {"channel": made}


@mutation("channelUpdate")
def channel_update(call: Call, id: str, input: dict[str, Any]) -> dict[str, Any]:
    row = call.row("SELECT * FROM channel WHERE id = %s FOR UPDATE", ids.number(id, "Channel"))
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    made = _save_channel(call, row, input)
    call.world.deliveries.emit(call, "CHANNEL_UPDATED", {"channel": made["id"]})
    return {"channel": made}


def _switch(call: Call, id: str, on: bool) -> dict[str, Any]:
    row = call.row("SELECT * FROM channel WHERE id = %s FOR UPDATE", ids.number(id, "Channel"))
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    if row["is_active"] == on:
        raise refuse("id", "INVALID", f"This channel is already {'activated' if on else 'deactivated'}.")
    call.update("channel", row["id"], {"is_active": on})
    return {"channel": call.one("SELECT * FROM channel WHERE id = %s", row["id"])}


@mutation("channelActivate")
def channel_activate(call: Call, id: str) -> dict[str, Any]:
    return _switch(call, id, True)


@mutation("channelDeactivate")
def channel_deactivate(call: Call, id: str) -> dict[str, Any]:
    return _switch(call, id, False)


@mutation("channelReorderWarehouses")
def channel_reorder_warehouses(call: Call, channel_id: str, moves: list[dict[str, Any]]) -> dict[str, Any]:
    row = call.row("SELECT * FROM channel WHERE id = %s FOR UPDATE", ids.number(channel_id, "Channel"))
    if row is None:
        raise refuse("channelId", "NOT_FOUND", f"Couldn't resolve to a channel: {channel_id}")
    order: list[uuid.UUID] = [warehouse["id"] for warehouse in channel_warehouses(row, call)]
    for move in moves:
        warehouse = ids.unique(move["id"], "Warehouse")
        if warehouse not in order:
            raise refuse("moves", "NOT_FOUND", f"Couldn't resolve to a warehouse: {move['id']}")
        place = max(0, min(len(order) - 1, order.index(warehouse) + (move.get("sort_order") or 0)))
        order.remove(warehouse)
        order.insert(place, warehouse)
    for place, warehouse in enumerate(order):
        call.run(
            "UPDATE channel_warehouse SET sort_order = %s WHERE channel_id = %s AND warehouse_id = %s",
            place,
            row["id"],
            warehouse,
        )
    return {"channel": row}


# Warehouses ----------------------------------------------------------------------------------------------------------


@query("warehouse")
def warehouse(call: Call, id: str | None = None, external_reference: str | None = None) -> Row | None:
    if id is not None:
        return call.get("warehouse", ids.unique(id, "Warehouse"))
    return call.row("SELECT * FROM warehouse WHERE external_reference = %s", external_reference)


@query("warehouses")
def warehouses(call: Call, filter: dict[str, Any] | None = None, **window: Any) -> dict[str, Any]:
    given, sql, values = filter or {}, "FROM warehouse t WHERE true", []
    for name, condition in (
        ("click_and_collect_option", "t.click_and_collect_option = %s"),
        ("is_private", "t.is_private = %s"),
        ("slugs", "t.slug = ANY(%s)"),
        ("search", "t.name ILIKE '%%' || %s || '%%'"),
    ):
        if given.get(name) is not None:
            sql += f" AND {condition}"
            values.append(given[name])
    if given.get("ids") is not None:
        sql += " AND t.id = ANY(%s)"
        values.append([ids.unique(one, "Warehouse") for one in given["ids"]])
    if given.get("channels") is not None:
        sql += " AND t.id IN (SELECT warehouse_id FROM channel_warehouse WHERE channel_id = ANY(%s))"
        values.append([ids.number(one, "Channel") for one in given["channels"]])
    return page(call, "warehouses", sql, tuple(values), key="t.slug", key_type="text", pk_type="uuid", **window)


@field("Warehouse", "companyName")
def company_name(row: Row, call: Call) -> str:
    return row["address"].get("company_name", "")  # type: ignore[no-any-return]


@field("Warehouse", "shippingZones")
def warehouse_zones(row: Row, call: Call, **window: Any) -> dict[str, Any]:
    sql = "FROM shipping_zone t WHERE t.id IN (SELECT zone_id FROM zone_warehouse WHERE warehouse_id = %s)"
    return page(call, "shippingZones", sql, (row["id"],), **window)


@field("Warehouse", "stocks")
def warehouse_stocks(row: Row, call: Call, **window: Any) -> dict[str, Any]:
    return page(call, "stocks", "FROM stock t WHERE t.warehouse_id = %s", (row["id"],), **window)


def _unique_warehouse(call: Call, given: dict[str, Any], row: Row | None) -> None:
    refuse_taken(
        call,
        "warehouse",
        "Warehouse",
        [(name, given.get(name)) for name in ("external_reference", "slug")],
        except_for=row["id"] if row else None,
    )


@mutation("createWarehouse")
def create_warehouse(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    given = {key: value for key, value in input.items() if value is not None}
    if not given["name"].strip():
        raise refuse("name", "REQUIRED", "This field cannot be blank.")
    if given.pop("shipping_zones", []):
        message = "The shippingZone input field is deprecated. Use WarehouseShippingZoneAssign mutation"
        raise refuse("shippingZones", "INVALID", message)
    given["address"] = check_address(given["address"])
    given["slug"] = given.get("slug") or free_slug(call, "warehouse", given["name"])
    _unique_warehouse(call, given, None)
    made = call.insert("warehouse", given)
    call.world.deliveries.emit(call, "WAREHOUSE_CREATED", {"warehouse": str(made["id"])})
    return {"warehouse": made}


@mutation("updateWarehouse")
def update_warehouse(
    call: Call, input: dict[str, Any], id: str | None = None, external_reference: str | None = None
) -> dict[str, Any]:
    row = warehouse(call, id, external_reference)
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id or external_reference}")
    given = {key: value for key, value in input.items() if value is not None}
    if "address" in given:
        given["address"] = check_address(row["address"] | given["address"])
    private = given.get("is_private", row["is_private"])
    if private and given.get("click_and_collect_option", row["click_and_collect_option"]) == "LOCAL":
        raise refuse(
            "clickAndCollectOption", "INVALID", "Local warehouse can be toggled only for non-private warehouse stocks"
        )
    _unique_warehouse(call, given, row)
    call.update("warehouse", row["id"], given)
    call.world.deliveries.emit(call, "WAREHOUSE_UPDATED", {"warehouse": str(row["id"])})
    return {"warehouse": call.one("SELECT * FROM warehouse WHERE id = %s", row["id"])}


@mutation("deleteWarehouse")
def delete_warehouse(call: Call, id: str) -> dict[str, Any]:
    # Stock, and what open orders were promised of it, go without a word: that is how Saleor does it.
    row = call.get("warehouse", ids.unique(id, "Warehouse"))
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    call.world.deliveries.emit(call, "WAREHOUSE_DELETED", {"warehouse": str(row["id"])})
    call.run("DELETE FROM warehouse WHERE id = %s", row["id"])
    return {"warehouse": row}
