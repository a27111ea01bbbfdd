"""Collections and what is in them."""

from datetime import UTC, datetime
from typing import Any

from .. import ids
from ..paging import page
from ..problems import Refused, ServerError, error, refuse
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
        # A channel asked for leaves out what is not listed there, published or not.
        listed = "EXISTS (SELECT 1 FROM collection_listing l WHERE l.collection_id = t.id AND l.channel_id = %s)"
        return (listed, (channel["id"],)) if channel else ("true", ())
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
    return call.children(row, "collection_listing", "collection_id")


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
    if input.get("products"):
        _add(call, row, input["products"])
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


def _products(call: Call, products: list[str]) -> list[int]:
    """Return the keys of products, or refuse: none at all as what cannot be resolved, some missing with a crash."""
    keys = [ids.number(one, "Product") for one in products]
    found = {row["id"] for row in call.rows("SELECT id FROM product WHERE id = ANY(%s)", keys)}
    if not found:
        raise refuse(
            "products", "GRAPHQL_ERROR", f"Could not resolve to a node with the global id list of '{products}'."
        )
    if set(keys) - found:
        raise ServerError("AssertionError")
    return keys


def _add(call: Call, row: Row, products: list[str]) -> None:
    for key in _products(call, products):
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
    keys = _products(call, products)
    call.run("DELETE FROM collection_product WHERE collection_id = %s AND product_id = ANY(%s)", row["id"], keys)
    return {"collection": row}


def _channels(input: dict[str, Any]) -> tuple[list[int], list[int]]:
    """Return the channels to be listed in and to be taken off, or refuse what is named twice."""
    add = [entry["channel_id"] for entry in input.get("add_channels") or []]
    remove = input.get("remove_channels") or []
    errors = []
    for field_name, twice, message in (
        (
            "input",
            set(add) & set(remove),
            "The same object cannot be in both lists for adding and removing items.",
        ),
        ("addChannels", {one for one in add if add.count(one) > 1}, "Duplicated channel ID."),
        ("removeChannels", {one for one in remove if remove.count(one) > 1}, "Duplicated channel ID."),
    ):
        if twice:
            errors.append(error(field_name, "DUPLICATED_INPUT_ITEM", message, channels=sorted(twice)))
    if errors:
        raise Refused(*errors)
    return [ids.number(one, "Channel") for one in add], [ids.number(one, "Channel") for one in remove]


@mutation("collectionChannelListingUpdate")
def collection_channel_listing_update(call: Call, id: str, input: dict[str, Any]) -> dict[str, Any]:
    row = _row(call, id)
    added, removed = _channels(input)
    for key, entry in zip(added, input.get("add_channels") or [], strict=True):
        if call.get("channel", key) is None:
            message = f"Could not resolve to a node with the global id list of '{[entry['channel_id']]}'."
            raise refuse("channelId", "GRAPHQL_ERROR", message)
        known = call.row(
            "SELECT * FROM collection_listing WHERE collection_id = %s AND channel_id = %s", row["id"], key
        )
        values = {name: entry[name] for name in ("is_published", "published_at") if name in entry}
        if values.get("is_published") and not values.get("published_at"):
            values["published_at"] = datetime.now(UTC)
        if known is None:
            call.insert("collection_listing", {"collection_id": row["id"], "channel_id": key, **values})
        else:
            call.update("collection_listing", known["id"], values)
    call.run("DELETE FROM collection_listing WHERE collection_id = %s AND channel_id = ANY(%s)", row["id"], removed)
    return {"collection": row}
