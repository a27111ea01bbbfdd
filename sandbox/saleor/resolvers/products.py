"""Products: finding them, showing them, changing them one by one."""

from datetime import UTC, datetime
from typing import Any

from .. import attributes as values_of
from .. import ids
from ..attributes import text_of
from ..money import maybe, taxed
from ..paging import page, page_of
from ..problems import Refused, refuse
from ..product_filters import PUBLISHED, Conditions
from ..registry import field, mutation, query
from ..slugs import free_slug
from ..store import Call, Row
from .common import as_dict, refuse_taken
from .shop import channel_by_slug

SEES_ALL = ("MANAGE_ORDERS", "MANAGE_DISCOUNTS", "MANAGE_PRODUCTS")


def sees_all(call: Call) -> bool:
    """Say whether the caller also sees what is not published."""
    return call.may(*SEES_ALL)


def slug_of(call: Call, channel_id: int | None) -> str | None:
    """Return the slug of a row's channel."""
    channel = call.get("channel", channel_id)
    return channel["slug"] if channel else None


def visible(call: Call, row: Row | None, slug: str | None) -> Row | None:
    """Return the product in the light of a channel, or None where the caller may not see it there."""
    if row is None:
        return None
    if sees_all(call):
        channel = call.row("SELECT * FROM channel WHERE slug = %s", slug) if slug else None
        row.channel = channel["id"] if channel else None
        return row if channel or not slug else None
    channel = channel_by_slug(call, slug)
    if (
        channel is None
        or not channel["is_active"]
        or not call.value(
            f"SELECT 1 FROM product_listing l WHERE l.product_id = %s AND l.channel_id = %s AND {PUBLISHED}",
            row["id"],
            channel["id"],
        )
    ):
        return None
    row.channel = channel["id"]
    return row


@query("product")
def product(
    call: Call,
    id: str | None = None,
    slug: str | None = None,
    external_reference: str | None = None,
    channel: str | None = None,
) -> Row | None:
    if id is not None:
        found = call.row("SELECT * FROM product WHERE id = %s", ids.number(id, "Product"))
    elif slug is not None:
        found = call.row("SELECT * FROM product WHERE slug = %s", slug)
    else:
        found = call.row("SELECT * FROM product WHERE external_reference = %s", external_reference)
    return visible(call, found, channel)


# Lists ---------------------------------------------------------------------------------------------------------------


SORTS = {
    "NAME": ("t.name", "text"),
    "RANK": ("t.id", "int"),
    "CREATED_AT": ("t.created", "timestamptz"),
    "LAST_MODIFIED_AT": ("t.updated_at", "timestamptz"),
    "RATING": ("coalesce(t.rating, 0)", "float"),
    "COLLECTION": ("t.id", "int"),
}


def product_page(
    call: Call,
    name: str,
    extra: str,
    extra_values: list[Any],
    channel: Row | None,
    *,
    filter: dict[str, Any] | None = None,
    where: dict[str, Any] | None = None,
    search: str | None = None,
    sort_by: dict[str, Any] | None = None,
    **window: Any,
) -> dict[str, Any]:
    """Return a page of the products that the caller may see and that meet every condition."""
    key = channel["id"] if channel else None
    build = Conditions(call, key)
    clauses, values = [extra], list(extra_values)
    for asked in (where, filter):
        if asked:
            sql, more = build.build(asked)
            clauses.append(sql)
            values += more
    if search:
        sql, more = build.search(search)
        clauses.append(sql)
        values += more
    if not sees_all(call):
        if channel is None or not channel["is_active"]:
            clauses.append("false")
        else:
            clauses.append(
                "EXISTS (SELECT 1 FROM product_listing l WHERE l.product_id = t.id AND l.channel_id = %s"
                f" AND l.visible_in_listings AND {PUBLISHED})"
            )
            values.append(key)
    elif channel is not None:
        clauses.append("EXISTS (SELECT 1 FROM product_listing l WHERE l.product_id = t.id AND l.channel_id = %s)")
        values.append(key)
    order, kind = SORTS["NAME"]
    wanted = (sort_by or {}).get("field") or "NAME"
    if wanted in SORTS:
        order, kind = SORTS[wanted]
    elif wanted in ("PRICE", "MINIMAL_PRICE", "PUBLISHED_AT"):
        in_channel = f"channel_id = {int(key)}" if key else "false"
        order, kind = {
            "PRICE": (
                "coalesce((SELECT min(vl.price) FROM variant v JOIN variant_listing vl ON vl.variant_id = v.id"
                f" WHERE v.product_id = t.id AND vl.{in_channel}), 0)",
                "numeric",
            ),
            "MINIMAL_PRICE": (
                f"coalesce((SELECT l.discounted_price FROM product_listing l WHERE l.product_id = t.id AND"
                f" l.{in_channel}), 0)",
                "numeric",
            ),
            "PUBLISHED_AT": (
                f"coalesce((SELECT l.published_at FROM product_listing l WHERE l.product_id = t.id AND l.{in_channel}),"
                " 'epoch'::timestamptz)",
                "timestamptz",
            ),
        }[wanted]
    down = bool(sort_by) and (sort_by or {}).get("direction") == "DESC"
    sql = "FROM product t WHERE " + " AND ".join(f"({one})" for one in clauses)
    return page(call, name, sql, tuple(values), key=order, key_type=kind, descending=down, channel=key, **window)


@query("products")
def products(
    call: Call, channel: str | None = None, sort_by: dict[str, Any] | None = None, **arguments: Any
) -> dict[str, Any]:
    slug = channel or (sort_by or {}).get("channel")
    found = call.row("SELECT * FROM channel WHERE slug = %s", slug) if slug else None
    if found is None and not sees_all(call):
        found = channel_by_slug(call, None) if slug is None else None
    return product_page(call, "products", "true", [], found, sort_by=sort_by, **arguments)


@field("Category", "products")
def category_products(row: Row, call: Call, channel: str | None = None, **arguments: Any) -> dict[str, Any]:
    sql, values = Conditions(call, None).build({"category": {"eq": ids.to_global("Category", row["id"])}})
    return product_page(call, "products", sql, values, channel_by_slug(call, channel), **arguments)


@field("Collection", "products")
def collection_products(row: Row, call: Call, **arguments: Any) -> dict[str, Any]:
    sql = "t.id IN (SELECT product_id FROM collection_product WHERE collection_id = %s)"
    return product_page(call, "products", sql, [row["id"]], call.get("channel", row.channel), **arguments)


# Fields --------------------------------------------------------------------------------------------------------------


@field("Product", "productType")
def type_of_product(row: Row, call: Call) -> Row | None:
    return call.parent(row, "product_type", "product_type_id")


@field("Product", "category")
def category_of(row: Row, call: Call) -> Row | None:
    return call.parent(row, "category", "category_id")


@field("Product", "channel")
def channel_of(row: Row, call: Call) -> str | None:
    return slug_of(call, row.channel)


@field("Product", "channelListings")
def listings_of(row: Row, call: Call) -> list[Row]:
    return call.children(row, "product_listing", "product_id", "channel_id")


def listing_of(row: Row, call: Call) -> Row | None:
    """Return the listing of a product in its channel."""
    if row.channel is None:
        return None
    found = call.children(row, "product_listing", "product_id", "channel_id")
    return next((one for one in found if one["channel_id"] == row.channel), None)


@field("ProductChannelListing", "discountedPrice")
def discounted_price(row: Row, call: Call) -> dict[str, Any] | None:
    channel = call.parent(row, "channel", "channel_id")
    return maybe(row["discounted_price"], channel["currency_code"]) if channel else None


def _purchasable(listing: Row | None) -> bool:
    moment = listing["available_for_purchase_at"] if listing else None
    return moment is not None and moment <= datetime.now(UTC)


@field("ProductChannelListing", "isAvailableForPurchase")
def listing_available(row: Row, call: Call) -> bool:
    return _purchasable(row)


@field("Product", "isAvailableForPurchase")
def available_for_purchase(row: Row, call: Call) -> bool | None:
    return None if row.channel is None else _purchasable(listing_of(row, call))


@field("Product", "availableForPurchaseAt")
def available_for_purchase_at(row: Row, call: Call) -> datetime | None:
    listing = listing_of(row, call)
    return listing["available_for_purchase_at"] if listing else None


@field("Product", "isAvailable")
def is_available(row: Row, call: Call) -> bool | None:
    from .stocks import free_of

    if row.channel is None:
        return None
    listing = listing_of(row, call)
    if listing is None or not listing["is_published"] or not _purchasable(listing):
        return False
    return any(free_of(variant, call) > 0 for variant in variants_of(row, call))


def variants_of(row: Row, call: Call) -> list[Row]:
    """Return the variants that the caller may see: with a price in the channel, or all for those who see all."""
    found = call.children(row, "variant", "product_id")
    if sees_all(call):
        return found
    priced = []
    for one in found:
        prices = call.children(one, "variant_listing", "variant_id", "channel_id")
        if any(price["channel_id"] == row.channel and price["price"] is not None for price in prices):
            priced.append(one)
    return priced


@field("Product", "variants")
def variants(row: Row, call: Call) -> list[Row]:
    return variants_of(row, call)


@field("Product", "productVariants")
def product_variants(row: Row, call: Call, **window: Any) -> dict[str, Any]:
    return page_of(variants_of(row, call), "productVariants", **window)


@field("Product", "defaultVariant")
def default_variant(row: Row, call: Call) -> Row | None:
    return next(iter(variants_of(row, call)), None)


@field("Product", "variant")
def one_variant(row: Row, call: Call, id: str | None = None, sku: str | None = None) -> Row | None:
    key = ids.number(id, "ProductVariant") if id else None
    return next((one for one in variants_of(row, call) if (one["id"] == key if id else one["sku"] == sku)), None)


def price_rows(row: Row, call: Call) -> list[Row]:
    """Return the prices of a product's variants in its channel."""
    found = []
    for one in call.children(row, "variant", "product_id"):
        for price in call.children(one, "variant_listing", "variant_id", "channel_id"):
            if price["channel_id"] == row.channel and price["price"] is not None:
                found.append(price)
    return found


@field("Product", "pricing")
def pricing(row: Row, call: Call) -> dict[str, Any] | None:
    channel = call.get("channel", row.channel)
    if channel is None:
        return None
    currency = channel["currency_code"]
    prices = price_rows(row, call)

    def between(amounts: list[Any]) -> dict[str, Any] | None:
        return {"start": taxed(min(amounts), currency), "stop": taxed(max(amounts), currency)} if amounts else None

    amounts = [price["price"] for price in prices]
    prior = [price["prior_price"] for price in prices if price["prior_price"] is not None]
    saved = min(prior) - min(amounts) if prior and amounts and min(prior) > min(amounts) else None
    return {
        "on_sale": False,
        "discount": None,
        "discount_prior": taxed(saved, currency) if saved is not None else None,
        "display_gross_prices": True,
        "price_range": between(amounts),
        "price_range_undiscounted": between(amounts),
        "price_range_prior": between(prior),
    }


@field("Product", "collections")
def collections_of(row: Row, call: Call) -> list[Row]:
    found = call.through(
        row,
        "collections of product",
        "SELECT c.*, p.product_id AS owner FROM collection c JOIN collection_product p ON p.collection_id = c.id"
        " WHERE p.product_id = ANY(%s) ORDER BY c.slug",
    )
    if sees_all(call):
        return found
    return [
        one
        for one in found
        if any(
            listing["channel_id"] == row.channel and listing["is_published"]
            for listing in call.children(one, "collection_listing", "collection_id")
        )
    ]


# Changes -------------------------------------------------------------------------------------------------------------


def by_id_or_reference(call: Call, table: str, kind: str, id: str | None, external_reference: str | None) -> Row:
    """Return the row that an id or an external reference names, or refuse."""
    if id is not None:
        found = call.get(table, ids.number(id, kind))
    else:
        found = call.row(f"SELECT * FROM {table} WHERE external_reference = %s", external_reference)
    if found is None:
        raise refuse(
            "id" if id else "externalReference", "NOT_FOUND", f"Couldn't resolve to a node: {id or external_reference}"
        )
    return found


def product_values(call: Call, given: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that a product's input sets."""
    values = {
        name: given[name]
        for name in ("name", "slug", "description", "charge_taxes", "rating", "external_reference")
        if given.get(name) is not None
    }
    values |= {f"seo_{name}": text for name, text in (given.get("seo") or {}).items()}
    if given.get("category"):
        values["category_id"] = ids.number_or_none(given["category"], "Category")
        if call.get("category", values["category_id"]) is None:
            raise refuse("category", "NOT_FOUND", f"Couldn't resolve to a node: {given['category']}")
    if given.get("tax_class"):
        values["tax_class_id"] = ids.number_or_none(given["tax_class"], "TaxClass")
        if call.get("tax_class", values["tax_class_id"]) is None:
            raise refuse("taxClass", "NOT_FOUND", f"Couldn't resolve to a node: {given['tax_class']}")
    return values


def touch(call: Call, product_id: int) -> None:
    """Note that a product changed: its time, and the text that search looks at once the beat has passed."""
    call.run("UPDATE product SET updated_at = now() WHERE id = %s", product_id)
    call.run("INSERT INTO search_queue VALUES (%s) ON CONFLICT DO NOTHING", product_id)


def search_text(call: Call, row: Row) -> str:
    """Return everything that full-text search knows of a product."""
    parts = [row["name"], row["slug"], text_of(row["description"] or {}), row["external_reference"] or ""]
    for one in call.rows("SELECT name, sku FROM variant WHERE product_id = %s", row["id"]):
        parts += [one["name"], one["sku"] or ""]
    for one in call.rows(
        "SELECT v.name, v.plain_text FROM assignment a JOIN attribute_value v ON v.id = a.value_id"
        " WHERE (a.owner_type = 'PRODUCT' AND a.owner_id = %s) OR (a.owner_type = 'VARIANT' AND a.owner_id IN"
        " (SELECT id FROM variant WHERE product_id = %s))",
        row["id"],
        row["id"],
    ):
        parts += [one["name"], one["plain_text"] or ""]
    return " ".join(parts)


def join_collections(call: Call, product_id: int, keys: list[str]) -> None:
    """Put a product into exactly these collections."""
    wanted = [ids.number(one, "Collection") for one in keys]
    call.run("DELETE FROM collection_product WHERE product_id = %s AND NOT collection_id = ANY(%s)", product_id, wanted)
    for key in wanted:
        if call.get("collection", key) is None:
            raise refuse("collections", "NOT_FOUND", "Couldn't resolve to a collection.")
        call.run(
            "INSERT INTO collection_product (collection_id, product_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            key,
            product_id,
        )


@mutation("productUpdate")
def product_update(
    call: Call, input: dict[str, Any], id: str | None = None, external_reference: str | None = None
) -> dict[str, Any]:
    row = by_id_or_reference(call, "product", "Product", id, external_reference)
    values = product_values(call, input)
    unique = [(column, values.get(column)) for column in ("external_reference", "slug")]
    refuse_taken(call, "product", "Product", unique, except_for=row["id"])
    if "name" in values and not values["name"].strip():
        raise refuse("name", "REQUIRED", "This field cannot be blank.")
    for column in ("metadata", "private_metadata"):
        if input.get(column):
            values[column] = row[column] | as_dict(input[column])
    known = values_of.attributes_of(call, "PRODUCT", row["product_type_id"])
    assignments, errors = values_of.read(call, known, input.get("attributes") or [], complete=False)
    if errors:
        raise Refused(*errors)
    call.update("product", row["id"], values)
    values_of.write(call, "PRODUCT", row["id"], assignments)
    if input.get("collections") is not None:
        join_collections(call, row["id"], input["collections"])
    touch(call, row["id"])
    call.world.deliveries.emit(call, "PRODUCT_UPDATED", {"product": row["id"]})
    return {"product": call.one("SELECT * FROM product WHERE id = %s", row["id"])}


@mutation("productDelete")
def product_delete(call: Call, id: str | None = None, external_reference: str | None = None) -> dict[str, Any]:
    row = by_id_or_reference(call, "product", "Product", id, external_reference)
    call.world.deliveries.emit(call, "PRODUCT_DELETED", {"product": row["id"]})
    call.run(
        "DELETE FROM assignment WHERE owner_type = 'VARIANT' AND owner_id IN (SELECT id FROM variant WHERE"
        " product_id = %s)",
        row["id"],
    )
    call.run("DELETE FROM assignment WHERE owner_type = 'PRODUCT' AND owner_id = %s", row["id"])
    call.run("DELETE FROM product WHERE id = %s", row["id"])
    return {"product": row}


@mutation("productChannelListingUpdate")
def product_channel_listing_update(call: Call, id: str, input: dict[str, Any]) -> dict[str, Any]:
    row = by_id_or_reference(call, "product", "Product", id, None)
    seen: set[int] = set()
    for entry in input.get("update_channels") or []:
        key = ids.number(entry["channel_id"], "Channel")
        if call.get("channel", key) is None:
            raise refuse(
                "updateChannels", "NOT_FOUND", "Couldn't resolve to a channel.", channels=[entry["channel_id"]]
            )
        if key in seen:
            raise refuse(
                "updateChannels", "DUPLICATED_INPUT_ITEM", "A channel is given twice.", channels=[entry["channel_id"]]
            )
        seen.add(key)
        save_listing(call, row["id"], key, entry)
        for variant in entry.get("remove_variants") or []:
            call.run(
                "DELETE FROM variant_listing WHERE channel_id = %s AND variant_id = %s",
                key,
                ids.number(variant, "ProductVariant"),
            )
        if entry.get("remove_variants"):  # with the last variant the product leaves the channel
            call.run(
                "DELETE FROM product_listing l WHERE product_id = %s AND channel_id = %s AND NOT EXISTS (SELECT 1 FROM"
                " variant_listing vl JOIN variant v ON v.id = vl.variant_id WHERE v.product_id = l.product_id AND"
                " vl.channel_id = l.channel_id)",
                row["id"],
                key,
            )
        # Marked here, filled by the beat: until then `minimalPrice` does not know the product.
        call.run(
            "UPDATE product_listing SET prices_dirty = true WHERE product_id = %s AND channel_id = %s", row["id"], key
        )
    for one in input.get("remove_channels") or []:
        key = ids.number(one, "Channel")
        call.run("DELETE FROM product_listing WHERE product_id = %s AND channel_id = %s", row["id"], key)
        call.run(
            "DELETE FROM variant_listing WHERE channel_id = %s AND variant_id IN (SELECT id FROM variant WHERE"
            " product_id = %s)",
            key,
            row["id"],
        )
    touch(call, row["id"])
    call.world.deliveries.emit(call, "PRODUCT_UPDATED", {"product": row["id"]})
    return {"product": call.one("SELECT * FROM product WHERE id = %s", row["id"])}


def save_listing(call: Call, product_id: int, channel_id: int, entry: dict[str, Any]) -> None:
    """Create or change a product's listing in a channel."""
    known = call.row("SELECT * FROM product_listing WHERE product_id = %s AND channel_id = %s", product_id, channel_id)
    values = {
        name: entry[name]
        for name in ("is_published", "published_at", "visible_in_listings")
        if entry.get(name) is not None
    }
    if values.get("is_published") and not values.get("published_at") and not (known and known["published_at"]):
        values["published_at"] = datetime.now(UTC)
    if entry.get("is_available_for_purchase") is False:
        values["available_for_purchase_at"] = None
    elif entry.get("is_available_for_purchase"):
        values["available_for_purchase_at"] = entry.get("available_for_purchase_at") or datetime.now(UTC)
    elif entry.get("available_for_purchase_at"):
        values["available_for_purchase_at"] = entry["available_for_purchase_at"]
    if known is None:
        call.insert("product_listing", {"product_id": product_id, "channel_id": channel_id, **values})
    else:
        call.update("product_listing", known["id"], values)


def made_slug(call: Call, name: str) -> str:
    """Return a free slug for a product."""
    return free_slug(call, "product", name)
