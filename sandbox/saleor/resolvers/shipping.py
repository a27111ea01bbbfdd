"""Shipping zones and methods, tax classes, address rules."""

import json
import zlib
from typing import Any

from .. import ids
from ..addresses import validation_data
from ..money import has_excess_decimals, maybe
from ..paging import page
from ..problems import NotImplementedHere, refuse
from ..registry import field, mutation, query
from ..store import Call, Row
from .shop import country


@query("addressValidationRules")
def address_validation_rules(
    call: Call,
    country_code: str,
    country_area: str | None = None,
    city: str | None = None,
    city_area: str | None = None,
) -> dict[str, Any]:
    return validation_data(country_code, country_area, city)


@field("Address", "id")
def address_id(row: dict[str, Any], call: Call) -> str:
    return ids.to_global("Address", zlib.crc32(json.dumps(row, sort_keys=True).encode()))


@field("Address", "country")
def address_country(row: dict[str, Any], call: Call) -> dict[str, str]:
    return country(row["country"])


# Tax classes ---------------------------------------------------------------------------------------------------------


@query("taxClasses")
def tax_classes(call: Call, **window: Any) -> dict[str, Any]:
    return page(call, "taxClasses", "FROM tax_class t WHERE true", **window)


@mutation("taxClassCreate")
def tax_class_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    return {"tax_class": call.insert("tax_class", {"name": input["name"]})}


for _kind in ("ShippingMethodType", "ProductType", "Product"):

    @field(_kind, "taxClass")
    def tax_class(row: Row, call: Call) -> Row | None:
        return call.parent(row, "tax_class", "tax_class_id")


# Zones ---------------------------------------------------------------------------------------------------------------


@query("shippingZone")
def shipping_zone(call: Call, id: str) -> Row | None:
    return call.get("shipping_zone", ids.number(id, "ShippingZone"))


@query("shippingZones")
def shipping_zones(call: Call, **window: Any) -> dict[str, Any]:
    return page(call, "shippingZones", "FROM shipping_zone t WHERE true", **window)


@field("ShippingZone", "default")
def zone_default(row: Row, call: Call) -> bool:
    return row["is_default"]  # type: ignore[no-any-return]


@field("ShippingZone", "countries")
def zone_countries(row: Row, call: Call) -> list[dict[str, str]]:
    return [country(code) for code in row["countries"]]


@field("ShippingZone", "shippingMethods")
def zone_methods(row: Row, call: Call) -> list[Row]:
    return call.children(row, "shipping_method", "zone_id")


@field("ShippingZone", "warehouses")
def zone_warehouses(row: Row, call: Call) -> list[Row]:
    return call.rows(
        "SELECT w.* FROM warehouse w JOIN zone_warehouse z ON z.warehouse_id = w.id WHERE z.zone_id = %s ORDER"
        " BY w.slug",
        row["id"],
    )


@field("ShippingZone", "channels")
def zone_channels(row: Row, call: Call) -> list[Row]:
    return call.rows(
        "SELECT c.* FROM channel c JOIN zone_channel z ON z.channel_id = c.id WHERE z.zone_id = %s ORDER BY c.slug",
        row["id"],
    )


def _save_zone(call: Call, row: Row | None, given: dict[str, Any]) -> Row:
    values: dict[str, Any] = {name: given[name] for name in ("name", "description", "countries") if given.get(name)}
    if given.get("default") is not None:
        values["is_default"] = given["default"]
    if row is None and not values.get("name", "").strip():
        raise refuse("name", "REQUIRED", "This field is required.")
    if row is None:
        row = call.insert("shipping_zone", values)
    else:
        call.update("shipping_zone", row["id"], values)
    for name, table, kind in (("warehouses", "zone_warehouse", "Warehouse"), ("channels", "zone_channel", "Channel")):
        column = "warehouse_id" if kind == "Warehouse" else "channel_id"
        for one in given.get(f"add_{name}") or []:
            key = ids.unique(one, kind) if kind == "Warehouse" else ids.number(one, kind)
            call.run(f"INSERT INTO {table} (zone_id, {column}) VALUES (%s, %s) ON CONFLICT DO NOTHING", row["id"], key)
        for one in given.get(f"remove_{name}") or []:
            key = ids.unique(one, kind) if kind == "Warehouse" else ids.number(one, kind)
            call.run(f"DELETE FROM {table} WHERE zone_id = %s AND {column} = %s", row["id"], key)
    return call.one("SELECT * FROM shipping_zone WHERE id = %s", row["id"])


@mutation("shippingZoneCreate")
def shipping_zone_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    return {"shipping_zone": _save_zone(call, None, input)}


@mutation("shippingZoneUpdate")
def shipping_zone_update(call: Call, id: str, input: dict[str, Any]) -> dict[str, Any]:
    row = call.get("shipping_zone", ids.number(id, "ShippingZone"))
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    return {"shipping_zone": _save_zone(call, row, input)}


# Methods -------------------------------------------------------------------------------------------------------------


def _save_method(call: Call, row: Row | None, given: dict[str, Any]) -> Row:
    values = {
        name: given[name]
        for name in ("name", "description", "type", "minimum_delivery_days", "maximum_delivery_days")
        if given.get(name) is not None
    }
    if values.get("type") == "WEIGHT":
        raise NotImplementedHere("shipping methods by weight")
    if isinstance(values.get("description"), dict):
        raise NotImplementedHere("rich text in the description of a shipping method")
    if row is None:
        for name, shown in (("name", "name"), ("type", "type")):
            if not values.get(name):
                raise refuse(shown, "REQUIRED", "This field is required.")
        if not given.get("shipping_zone"):
            raise refuse("shippingZone", "REQUIRED", "This field is required.")
        values["zone_id"] = ids.number_or_none(given["shipping_zone"], "ShippingZone")
        if call.get("shipping_zone", values["zone_id"]) is None:
            raise refuse("shippingZone", "NOT_FOUND", f"Couldn't resolve to a node: {given['shipping_zone']}")
    low, high = (
        values.get(f"{end}_delivery_days", row[f"{end}_delivery_days"] if row else None)
        for end in ("minimum", "maximum")
    )
    if low is not None and high is not None and low > high:
        raise refuse(
            "minimumDeliveryDays", "INVALID", "Minimum delivery days should be lower than maximum delivery days."
        )
    if given.get("tax_class"):
        values["tax_class_id"] = ids.number_or_none(given["tax_class"], "TaxClass")
        if call.get("tax_class", values["tax_class_id"]) is None:
            raise refuse("taxClass", "NOT_FOUND", f"Couldn't resolve to a node: {given['tax_class']}")
    if row is None:
        return call.insert("shipping_method", values)
    call.update("shipping_method", row["id"], values)
    return call.one("SELECT * FROM shipping_method WHERE id = %s", row["id"])


@mutation("shippingPriceCreate")
def shipping_price_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    made = _save_method(call, None, input)
    return {"shipping_method": made, "shipping_zone": call.get("shipping_zone", made["zone_id"])}


@mutation("shippingPriceUpdate")
def shipping_price_update(call: Call, id: str, input: dict[str, Any]) -> dict[str, Any]:
    made = _save_method(call, _method(call, id), input)
    return {"shipping_method": made, "shipping_zone": call.get("shipping_zone", made["zone_id"])}


def _method(call: Call, id: str) -> Row:
    row = call.get("shipping_method", ids.number(id, "ShippingMethodType"))
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    return row


@field("ShippingMethodType", "channelListings")
def method_listings(row: Row, call: Call) -> list[Row]:
    return call.children(row, "shipping_method_listing", "method_id")


for _kind in (
    "ShippingMethodChannelListing",
    "ProductChannelListing",
    "ProductVariantChannelListing",
    "CollectionChannelListing",
):

    @field(_kind, "channel")
    def listing_channel(row: Row, call: Call) -> Row | None:
        return call.parent(row, "channel", "channel_id")


for _name, _column in (
    ("price", "price"),
    ("minimumOrderPrice", "minimum_order_price"),
    ("maximumOrderPrice", "maximum_order_price"),
):

    @field("ShippingMethodChannelListing", _name)
    def listing_price(row: Row, call: Call, column: str = _column) -> dict[str, Any] | None:
        channel = call.parent(row, "channel", "channel_id")
        return maybe(row[column], channel["currency_code"]) if channel else None


@mutation("shippingMethodChannelListingUpdate")
def shipping_method_channel_listing_update(call: Call, id: str, input: dict[str, Any]) -> dict[str, Any]:
    row = _method(call, id)
    zone_channels_ = {
        found["channel_id"]
        for found in call.rows("SELECT channel_id FROM zone_channel WHERE zone_id = %s", row["zone_id"])
    }
    for entry in input.get("add_channels") or []:
        channel = call.get("channel", ids.number(entry["channel_id"], "Channel"))
        if channel is None or channel["id"] not in zone_channels_:
            raise refuse(
                "addChannels",
                "INVALID",
                "Cannot add channels that are not assigned to the shipping zone.",
                channels=[entry["channel_id"]],
            )
        known = call.row(
            "SELECT * FROM shipping_method_listing WHERE method_id = %s AND channel_id = %s", row["id"], channel["id"]
        )
        if known is None and entry.get("price") is None:
            raise refuse("price", "REQUIRED", "This field is required.", channels=[entry["channel_id"]])
        values = {}
        for name in ("price", "minimum_order_price", "maximum_order_price"):
            if name in entry:
                if entry[name] is not None and has_excess_decimals(entry[name], channel["currency_code"]):
                    raise refuse(
                        name,
                        "INVALID",
                        "Value cannot have more decimal places than the currency.",
                        channels=[entry["channel_id"]],
                    )
                values[name] = entry[name]
        if known is None:
            call.insert("shipping_method_listing", {**values, "method_id": row["id"], "channel_id": channel["id"]})
        else:
            call.update("shipping_method_listing", known["id"], values)
    for one in input.get("remove_channels") or []:
        call.run(
            "DELETE FROM shipping_method_listing WHERE method_id = %s AND channel_id = %s",
            row["id"],
            ids.number(one, "Channel"),
        )
    return {"shipping_method": row}
