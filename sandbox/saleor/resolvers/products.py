"""Products: finding them, showing them, changing them one by one."""

from datetime import UTC, datetime
from typing import Any

from .. import attributes as values_of
from .. import ids
from ..attributes import text_of
from ..money import maybe, taxed
from ..paging import page, page_of
from ..problems import NotImplementedHere, Refused, refuse
from ..registry import field, mutation, query
from ..slugs import free_slug
from ..store import Call, Row
from .common import as_dict
from .shop import channel_by_slug

SEES_ALL = ("MANAGE_ORDERS", "MANAGE_DISCOUNTS", "MANAGE_PRODUCTS")
PUBLISHED = "l.is_published AND (l.published_at IS NULL OR l.published_at <= now())"


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


class Conditions:
    """The conditions of a product list, put together clause by clause."""

    def __init__(self, call: Call, channel: int | None) -> None:
        self.call = call
        self.channel = channel

    def build(self, given: dict[str, Any]) -> tuple[str, list[Any]]:
        """Return the SQL condition and its values for a `where` or a (legacy) `filter`."""
        clauses, values = ["true"], []
        for name, asked in given.items():
            if asked is None:
                continue
            sql, more = getattr(self, f"_{name}")(asked)
            clauses.append(sql)
            values += more
        return " AND ".join(clauses), values

    def _combine(self, parts: list[dict[str, Any]], word: str) -> tuple[str, list[Any]]:
        built = [self.build(part) for part in parts]
        return "(" + (word.join(f"({sql})" for sql, _ in built) or "true") + ")", [v for _, more in built for v in more]

    def _and(self, parts: list[dict[str, Any]]) -> tuple[str, list[Any]]:
        return self._combine(parts, " AND ")

    def _or(self, parts: list[dict[str, Any]]) -> tuple[str, list[Any]]:
        return self._combine(parts, " OR ")

    @staticmethod
    def _keys(asked: Any, kind: str) -> list[int]:
        if isinstance(asked, list):
            return [ids.number(one, kind) for one in asked]
        return [ids.number(one, kind) for one in ([asked["eq"]] if asked.get("eq") else asked.get("one_of") or [])]

    def _ids(self, asked: list[str]) -> tuple[str, list[Any]]:
        return "t.id = ANY(%s)", [self._keys(asked, "Product")]

    def _text(self, column: str, asked: Any) -> tuple[str, list[Any]]:
        wanted = (
            asked
            if isinstance(asked, list)
            else [asked["eq"]]
            if asked.get("eq") is not None
            else asked.get("one_of") or []
        )
        return f"{column} = ANY(%s)", [wanted]

    def _name(self, asked: Any) -> tuple[str, list[Any]]:
        return self._text("t.name", asked)

    def _slug(self, asked: Any) -> tuple[str, list[Any]]:
        return self._text("t.slug", asked)

    _slugs = _slug

    def _product_type(self, asked: Any) -> tuple[str, list[Any]]:
        return "t.product_type_id = ANY(%s)", [self._keys(asked, "ProductType")]

    _product_types = _product_type

    def _category(self, asked: Any) -> tuple[str, list[Any]]:
        return (
            "t.category_id IN (WITH RECURSIVE below AS (SELECT id FROM category WHERE id = ANY(%s) UNION"
            " SELECT c.id FROM category c JOIN below b ON c.parent_id = b.id) SELECT id FROM below)",
            [self._keys(asked, "Category")],
        )

    _categories = _category

    def _has_category(self, asked: bool) -> tuple[str, list[Any]]:
        return f"t.category_id IS {'NOT ' if asked else ''}NULL", []

    def _collection(self, asked: Any) -> tuple[str, list[Any]]:
        return (
            "t.id IN (SELECT product_id FROM collection_product WHERE collection_id = ANY(%s))",
            [self._keys(asked, "Collection")],
        )

    _collections = _collection

    def _listed(self, condition: str, asked: bool) -> tuple[str, list[Any]]:
        sql = (
            f"EXISTS (SELECT 1 FROM product_listing l WHERE l.product_id = t.id AND l.channel_id = %s AND {condition})"
        )
        return (sql if asked else f"NOT {sql}"), [self.channel]

    def _is_available(self, asked: bool) -> tuple[str, list[Any]]:
        return self._listed("l.available_for_purchase_at <= now()", asked)

    def _is_published(self, asked: bool) -> tuple[str, list[Any]]:
        return self._listed(PUBLISHED, asked)

    def _is_visible_in_listing(self, asked: bool) -> tuple[str, list[Any]]:
        return self._listed("l.visible_in_listings", asked)

    @staticmethod
    def _range(asked: dict[str, Any], column: str) -> tuple[str, list[Any]]:
        asked = asked | (asked.get("range") or {})
        clauses, values = ["true"], []
        for name, sign in (("gte", ">="), ("lte", "<="), ("eq", "=")):
            if asked.get(name) is not None:
                clauses.append(f"{column} {sign} %s")
                values.append(asked[name])
        if asked.get("one_of") is not None:
            clauses.append(f"{column} = ANY(%s)")
            values.append(asked["one_of"])
        return " AND ".join(clauses), values

    def _price(self, asked: dict[str, Any]) -> tuple[str, list[Any]]:
        sql, values = self._range(asked, "vl.price")
        return (
            "EXISTS (SELECT 1 FROM variant v JOIN variant_listing vl ON vl.variant_id = v.id WHERE v.product_id = t.id"
            f" AND vl.channel_id = %s AND {sql})",
            [self.channel, *values],
        )

    def _minimal_price(self, asked: dict[str, Any]) -> tuple[str, list[Any]]:
        sql, values = self._range(asked, "l.discounted_price")
        return (
            f"EXISTS (SELECT 1 FROM product_listing l WHERE l.product_id = t.id AND l.channel_id = %s AND {sql})",
            [self.channel, *values],
        )

    def _updated_at(self, asked: dict[str, Any]) -> tuple[str, list[Any]]:
        return self._range(asked, "t.updated_at")

    def _stock_availability(self, asked: str) -> tuple[str, list[Any]]:
        sql = (
            "EXISTS (SELECT 1 FROM variant v JOIN stock s ON s.variant_id = v.id JOIN channel_warehouse cw"
            " ON cw.warehouse_id = s.warehouse_id WHERE v.product_id = t.id AND cw.channel_id = %s"
            " AND (s.quantity > s.quantity_allocated OR NOT v.track_inventory))"
        )
        return (sql if asked == "IN_STOCK" else f"NOT {sql}"), [self.channel]

    def _stocks(self, asked: dict[str, Any]) -> tuple[str, list[Any]]:
        sql, values = self._range(asked.get("quantity") or {}, "s.quantity")
        if asked.get("warehouse_ids") is not None:
            sql, values = (
                sql + " AND s.warehouse_id = ANY(%s)",
                [*values, [ids.unique(one, "Warehouse") for one in asked["warehouse_ids"]]],
            )
        return (
            f"EXISTS (SELECT 1 FROM variant v JOIN stock s ON s.variant_id = v.id WHERE v.product_id = t.id AND {sql})",
            values,
        )

    def _metadata(self, asked: list[dict[str, Any]]) -> tuple[str, list[Any]]:
        clauses, values = ["true"], []
        for one in asked:
            if one.get("value"):
                clauses.append("t.metadata ->> %s = %s")
                values += [one["key"], one["value"]]
            else:
                clauses.append("jsonb_exists(t.metadata, %s)")
                values.append(one["key"])
        return " AND ".join(clauses), values

    def _search(self, asked: str) -> tuple[str, list[Any]]:
        return "to_tsvector('simple', t.search_text) @@ to_tsquery('simple', %s)", [search_terms(asked)]

    def _attributes(self, asked: list[dict[str, Any]]) -> tuple[str, list[Any]]:
        clauses, values = ["true"], []
        for one in asked:
            sql, more = self._one_attribute(one)
            clauses.append(sql)
            values += more
        return " AND ".join(clauses), values

    def _one_attribute(self, asked: dict[str, Any]) -> tuple[str, list[Any]]:
        value = asked.get("value") or {}
        if reference := value.get("reference"):
            return self._reference(asked.get("slug"), reference)
        clauses: list[str] = []
        values: list[Any] = []
        if asked.get("slug") is not None:
            clauses.append("a.slug = %s")
            values.append(asked["slug"])
        if asked.get("values"):
            clauses.append("v.slug = ANY(%s)")
            values.append(asked["values"])
        for name in ("slug", "name"):
            if value.get(name):
                sql, more = self._text(f"v.{name}", value[name])
                clauses.append(sql)
                values += more
        boolean = asked.get("boolean") if asked.get("boolean") is not None else value.get("boolean")
        if boolean is not None:
            clauses.append("v.boolean = %s")
            values.append(boolean)
        condition = " AND ".join(clauses) or "true"
        inside = (
            f"JOIN attribute_value v ON v.id = x.value_id JOIN attribute a ON a.id = x.attribute_id WHERE {condition}"
        )
        return (
            f"(EXISTS (SELECT 1 FROM assignment x {inside} AND x.owner_type = 'PRODUCT' AND x.owner_id = t.id)"
            f" OR EXISTS"
            f" (SELECT 1 FROM variant g JOIN assignment x ON x.owner_type = 'VARIANT' AND x.owner_id = g.id {inside}"
            " AND g.product_id = t.id))",
            values * 2,
        )

    @staticmethod
    def _reference(slug: str | None, asked: dict[str, Any]) -> tuple[str, list[Any]]:
        clauses, values = ["true"], []
        targets = {
            "page_slugs": "v.reference_type = 'Page' AND (SELECT slug FROM page WHERE id = v.reference_id) = ANY(%s)",
            "product_slugs": "v.reference_type = 'Product' AND (SELECT slug FROM product WHERE id ="
            " v.reference_id) = ANY(%s)",
            "referenced_ids": "v.reference_type || ':' || v.reference_id = ANY(%s)",
        }
        for name, condition in targets.items():
            for contains, wanted in (asked.get(name) or {}).items():
                if wanted is None:
                    continue
                keys = [":".join(ids.split(one)) for one in wanted] if name == "referenced_ids" else wanted
                base = (
                    "(SELECT count(DISTINCT v.id) FROM assignment x JOIN attribute_value v ON v.id = x.value_id"
                    " JOIN attribute a"
                    " ON a.id = x.attribute_id WHERE x.owner_type = 'PRODUCT' AND x.owner_id = t.id"
                    f"{' AND a.slug = %s' if slug is not None else ''} AND {condition})"
                )
                clauses.append(base + " >= %s")
                values += ([slug] if slug is not None else []) + [
                    keys,
                    1 if contains == "contains_any" else len(set(keys)),
                ]
        return " AND ".join(clauses), values


def search_terms(text: str) -> str:
    """Turn what a shopper typed into a text query: words are prefixes, AND by default, OR, -word and "phrases"."""
    import re

    parts: list[str] = []
    join_or = False
    for phrase, word in re.findall(r'"([^"]+)"|(\S+)', text):
        if word == "OR":
            join_or = True
            continue
        negate = bool(word) and word.startswith("-") and len(word) > 1
        plain = re.sub(r"['\\:&|!()<>*\x00]", " ", phrase or word.lstrip("-")).strip()
        if not plain:
            continue
        term = "(" + " <-> ".join(f"'{one}'" for one in plain.split()) + ")" if phrase else f"'{plain}':*"
        term = f"!{term}" if negate else term
        if parts:
            parts.append("|" if join_or else "&")
        parts.append(term)
        join_or = False
    return " ".join(parts) or "'\u0001'"


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
        sql, more = build._search(search)
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
        values["category_id"] = ids.number(given["category"], "Category")
        if call.get("category", values["category_id"]) is None:
            raise refuse("category", "NOT_FOUND", f"Couldn't resolve to a node: {given['category']}")
    if given.get("tax_class"):
        values["tax_class_id"] = ids.number(given["tax_class"], "TaxClass")
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
    for column, name in (("slug", "slug"), ("external_reference", "externalReference")):
        if column in values and call.value(
            f"SELECT 1 FROM product WHERE {column} = %s AND id <> %s", values[column], row["id"]
        ):
            raise refuse(name, "UNIQUE", f"Product with this {name} already exists.")
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


# Pictures ------------------------------------------------------------------------------------------------------------


@field("Product", "media")
def media_of(row: Row, call: Call) -> list[Row]:
    return call.children(row, "media", "product_id")


@field("Product", "mediaById")
def media_by_id(row: Row, call: Call, id: str) -> Row | None:
    key = ids.number(id, "ProductMedia")
    return next((one for one in media_of(row, call) if one["id"] == key), None)


@field("Product", "thumbnail")
def thumbnail(row: Row, call: Call, size: int | None = None, format: str = "ORIGINAL") -> dict[str, Any] | None:
    from ..media import picture_url

    first = next(iter(media_of(row, call)), None)
    if first is None:
        return None
    return {"url": picture_url(call, first, size or 256, format), "alt": first["alt"]}


@field("ProductMedia", "url")
def media_url(row: Row, call: Call, size: int | None = None, format: str = "ORIGINAL") -> str:
    from ..media import picture_url

    return picture_url(call, row, size, format)


@field("ProductMedia", "type")
def media_type(row: Row, call: Call) -> str:
    return "IMAGE"


@field("ProductMedia", "sortOrder")
def media_sort_order(row: Row, call: Call) -> int:
    return row["id"]  # type: ignore[no-any-return]


@field("ProductMedia", "productId")
def media_product(row: Row, call: Call) -> str:
    return ids.to_global("Product", row["product_id"])


@mutation("productMediaCreate", atomic=False)
def product_media_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    from ..media import probe

    row = by_id_or_reference(call, "product", "Product", input["product"], None)
    url = input.get("media_url")
    if not url:
        raise NotImplementedHere("uploading a file: give a mediaUrl")
    if problem := probe(call, url):
        code, message = problem
        raise refuse("mediaUrl", code, message)
    with call.transaction():
        made = call.insert(
            "media",
            {"product_id": row["id"], "alt": input.get("alt") or "", "external_url": url, "due_at": datetime.now(UTC)},
        )
        call.world.deliveries.emit(call, "PRODUCT_MEDIA_CREATED", {"product_media": made["id"]})
    return {"product": row, "media": made}


@mutation("productMediaDelete")
def product_media_delete(call: Call, id: str) -> dict[str, Any]:
    row = call.get("media", ids.number(id, "ProductMedia"))
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    call.world.deliveries.emit(call, "PRODUCT_MEDIA_DELETED", {"product_media": row["id"]})
    call.run("DELETE FROM media WHERE id = %s", row["id"])
    return {"product": call.get("product", row["product_id"]), "media": row}


def made_slug(call: Call, name: str) -> str:
    """Return a free slug for a product."""
    return free_slug(call, "product", name)
