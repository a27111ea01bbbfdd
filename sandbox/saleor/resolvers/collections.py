"""Collections and what is in them."""

from datetime import UTC, datetime
from typing import Any

from .. import ids
from ..paging import page
from ..problems import refuse
from ..product_filters import PUBLISHED
from ..registry import field, mutation, query
from ..slugs import free_slug
from ..store import Call, Row
from .common import as_dict
from .products import sees_all, slug_of
from .shop import channel_by_slug


def _light(call: Call, slug: str | None) -> Row | None:
    return channel_by_slug(call, slug) if slug or not sees_all(call) else None


def _public(call: Call, channel: Row | None) -> tuple[str, tuple[Any, ...]]:
    if sees_all(call):
        return "true", ()
    return (
        f"EXISTS (SELECT 1 FROM collection_listing l WHERE l.collection_id = t.id AND l.channel_id = %s AND"
        f" {PUBLISHED})",
        (channel["id"] if channel else None,),
    )


@query("collection")
def collection(call: Call, id: str | None = None, slug: str | None = None, channel: str | None = None) -> Row | None:
    light = _light(call, channel)
    sql, values = _public(call, light)
    column, key = ("id", ids.number(id, "Collection")) if id is not None else ("slug", slug)
    return call.row(
        f"SELECT t.* FROM collection t WHERE t.{column} = %s AND {sql}",
        key,
        *values,
        channel=light["id"] if light else None,
    )


@query("collections")
def collections(call: Call, channel: str | None = None, **window: Any) -> dict[str, Any]:
    light = _light(call, channel)
    sql, values = _public(call, light)
    return page(
        call,
        "collections",
        f"FROM collection t WHERE {sql}",
        values,
        key="t.slug",
        key_type="text",
        channel=light["id"] if light else None,
        **window,
    )


@field("Collection", "channel")
def channel_of(row: Row, call: Call) -> str | None:
    return slug_of(call, row.channel)


@field("Collection", "channelListings")
def listings(row: Row, call: Call) -> list[Row]:
    return call.children(row, "collection_listing", "collection_id", "channel_id")


def _row(call: Call, id: str, name: str = "id") -> Row:
    found = call.row("SELECT * FROM collection WHERE id = %s FOR UPDATE", ids.number(id, "Collection"))
    if found is None:
        raise refuse(name, "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    return found


def _values(call: Call, given: dict[str, Any], row: Row | None) -> dict[str, Any]:
    values = {name: given[name] for name in ("name", "slug", "description") if given.get(name) is not None}
    values |= {f"seo_{name}": text for name, text in (given.get("seo") or {}).items()}
    for column in ("metadata", "private_metadata"):
        if given.get(column):
            values[column] = (row[column] if row else {}) | as_dict(given[column])
    if row is None:
        if not values.get("name", "").strip():
            raise refuse("name", "REQUIRED", "This field is required.")
        values["slug"] = values.get("slug") or free_slug(call, "collection", values["name"])
    if "slug" in values and call.value(
        "SELECT 1 FROM collection WHERE slug = %s AND id <> %s", values["slug"], row["id"] if row else 0
    ):
        raise refuse("slug", "UNIQUE", "Collection with this Slug already exists.")
    return values


@mutation("collectionCreate")
def collection_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    row = call.insert("collection", _values(call, input, None))
    _add(call, row, input.get("products") or [])
    call.world.deliveries.emit(call, "COLLECTION_CREATED", {"collection": row["id"]})
    return {"collection": row}


@mutation("collectionUpdate")
def collection_update(call: Call, id: str, input: dict[str, Any]) -> dict[str, Any]:
    row = _row(call, id)
    call.update("collection", row["id"], _values(call, input, row))
    call.world.deliveries.emit(call, "COLLECTION_UPDATED", {"collection": row["id"]})
    return {"collection": call.one("SELECT * FROM collection WHERE id = %s", row["id"])}


@mutation("collectionDelete")
def collection_delete(call: Call, id: str) -> dict[str, Any]:
    row = _row(call, id)
    call.world.deliveries.emit(call, "COLLECTION_DELETED", {"collection": row["id"]})
    call.run("DELETE FROM collection WHERE id = %s", row["id"])
    return {"collection": row}


def _add(call: Call, row: Row, products: list[str]) -> None:
    for one in products:
        key = ids.number(one, "Product")
        if call.get("product", key) is None:
            raise refuse("products", "NOT_FOUND", f"Couldn't resolve to a node: {one}", products=[one])
        if not call.value("SELECT 1 FROM variant WHERE product_id = %s LIMIT 1", key):
            raise refuse(
                "products",
                "CANNOT_MANAGE_PRODUCT_WITHOUT_VARIANT",
                "Cannot manage products without variants.",
                products=[one],
            )
        call.run(
            "INSERT INTO collection_product (collection_id, product_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            row["id"],
            key,
        )


@mutation("collectionAddProducts")
def collection_add_products(call: Call, collection_id: str, products: list[str]) -> dict[str, Any]:
    row = _row(call, collection_id, "collectionId")
    _add(call, row, products)
    return {"collection": row}


@mutation("collectionRemoveProducts")
def collection_remove_products(call: Call, collection_id: str, products: list[str]) -> dict[str, Any]:
    row = _row(call, collection_id, "collectionId")
    keys = [ids.number(one, "Product") for one in products]
    call.run("DELETE FROM collection_product WHERE collection_id = %s AND product_id = ANY(%s)", row["id"], keys)
    return {"collection": row}


@mutation("collectionChannelListingUpdate")
def collection_channel_listing_update(call: Call, id: str, input: dict[str, Any]) -> dict[str, Any]:
    row = _row(call, id)
    for entry in input.get("add_channels") or []:
        key = ids.number(entry["channel_id"], "Channel")
        if call.get("channel", key) is None:
            raise refuse("addChannels", "NOT_FOUND", "Couldn't resolve to a channel.", channels=[entry["channel_id"]])
        known = call.row(
            "SELECT * FROM collection_listing WHERE collection_id = %s AND channel_id = %s", row["id"], key
        )
        values = {name: entry[name] for name in ("is_published", "published_at") if entry.get(name) is not None}
        if values.get("is_published") and not values.get("published_at") and not (known and known["published_at"]):
            values["published_at"] = datetime.now(UTC)
        if known is None:
            call.insert("collection_listing", {"collection_id": row["id"], "channel_id": key, **values})
        else:
            call.update("collection_listing", known["id"], values)
    for one in input.get("remove_channels") or []:
        call.run(
            "DELETE FROM collection_listing WHERE collection_id = %s AND channel_id = %s",
            row["id"],
            ids.number(one, "Channel"),
        )
    return {"collection": row}
