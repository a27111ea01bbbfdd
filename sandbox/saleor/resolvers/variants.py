"""Variants: showing them, their prices, changing them one by one."""

from typing import Any

from .. import attributes as values_of
from .. import ids
from ..money import has_excess_decimals, maybe, taxed
from ..paging import page
from ..problems import Refused, error, refuse
from ..product_filters import PUBLISHED
from ..registry import field, mutation, query
from ..store import Call, Row
from .common import as_dict
from .products import sees_all, slug_of, touch, visible
from .shop import channel_by_slug


def _shown(call: Call, row: Row | None, slug: str | None) -> Row | None:
    if row is None:
        return None
    above = visible(call, call.row("SELECT * FROM product WHERE id = %s", row["product_id"]), slug)
    if above is None:
        return None
    row.channel = above.channel
    if not sees_all(call) and _price(row, call) is None:
        return None
    return row


@query("productVariant")
def product_variant(
    call: Call,
    id: str | None = None,
    sku: str | None = None,
    external_reference: str | None = None,
    channel: str | None = None,
) -> Row | None:
    if id is not None:
        found = call.row("SELECT * FROM variant WHERE id = %s", ids.number(id, "ProductVariant"))
    elif sku is not None:
        found = call.row("SELECT * FROM variant WHERE sku = %s", sku)
    else:
        found = call.row("SELECT * FROM variant WHERE external_reference = %s", external_reference)
    return _shown(call, found, channel)


def _where(given: dict[str, Any]) -> tuple[str, list[Any]]:
    clauses, values = ["true"], []
    if given.get("ids") is not None:
        clauses.append("t.id = ANY(%s)")
        values.append([ids.number(one, "ProductVariant") for one in given["ids"]])
    if given.get("sku"):
        clauses.append("t.sku = ANY(%s)")
        values.append([given["sku"]["eq"]] if given["sku"].get("eq") is not None else given["sku"].get("one_of") or [])
    for name, sign in (("gte", ">="), ("lte", "<=")):
        if (given.get("updated_at") or {}).get(name) is not None:
            clauses.append(f"t.updated_at {sign} %s")
            values.append(given["updated_at"][name])
    for one in given.get("metadata") or []:
        clauses.append("t.metadata ->> %s = %s" if one.get("value") else "jsonb_exists(t.metadata, %s)")
        values += [one["key"], one["value"]] if one.get("value") else [one["key"]]
    for name, word in (("and", " AND "), ("or", " OR ")):
        if given.get(name):
            parts = [_where(part) for part in given[name]]
            clauses.append("(" + word.join(f"({sql})" for sql, _ in parts) + ")")
            values += [value for _, more in parts for value in more]
    return " AND ".join(clauses), values


@query("productVariants")
def product_variants(
    call: Call, channel: str | None = None, where: dict[str, Any] | None = None, **arguments: Any
) -> dict[str, Any]:
    only = arguments.pop("ids", None)
    sql, values = _where(where or {})
    found = channel_by_slug(call, channel) if channel or not sees_all(call) else None
    key = found["id"] if found else None
    if only is not None:
        sql, values = sql + " AND t.id = ANY(%s)", [*values, [ids.number(one, "ProductVariant") for one in only]]
    if not sees_all(call):
        sql += (
            " AND EXISTS (SELECT 1 FROM variant_listing vl WHERE vl.variant_id = t.id AND vl.channel_id = %s"
            " AND vl.price IS NOT NULL)"
            f" AND EXISTS (SELECT 1 FROM product_listing l WHERE l.product_id = t.product_id AND l.channel_id ="
            f" %s AND {PUBLISHED})"
        )
        values += [key, key]
    elif key is not None:
        sql += " AND EXISTS (SELECT 1 FROM variant_listing vl WHERE vl.variant_id = t.id AND vl.channel_id = %s)"
        values.append(key)
    return page(call, "productVariants", f"FROM variant t WHERE {sql}", tuple(values), channel=key, **arguments)


@field("ProductVariant", "product")
def product_of(row: Row, call: Call) -> Row | None:
    return call.parent(row, "product", "product_id")


@field("ProductVariant", "channel")
def channel_of(row: Row, call: Call) -> str | None:
    return slug_of(call, row.channel)


@field("ProductVariant", "channelListings")
def listings(row: Row, call: Call) -> list[Row]:
    return call.children(row, "variant_listing", "variant_id", "channel_id")


for _name, _column in (("price", "price"), ("costPrice", "cost_price"), ("priorPrice", "prior_price")):

    @field("ProductVariantChannelListing", _name)
    def amount(row: Row, call: Call, column: str = _column) -> dict[str, Any] | None:
        channel = call.parent(row, "channel", "channel_id")
        return maybe(row[column], channel["currency_code"]) if channel else None


def _price(row: Row, call: Call) -> Row | None:
    found = call.children(row, "variant_listing", "variant_id", "channel_id")
    return next((one for one in found if one["channel_id"] == row.channel and one["price"] is not None), None)


@field("ProductVariant", "pricing")
def pricing(row: Row, call: Call) -> dict[str, Any] | None:
    listing, channel = _price(row, call), call.get("channel", row.channel)
    if listing is None or channel is None:
        return None
    currency, price, prior = channel["currency_code"], listing["price"], listing["prior_price"]
    return {
        "on_sale": False,
        "discount": None,
        "discount_prior": taxed(prior - price, currency) if prior is not None and prior > price else None,
        "price": taxed(price, currency),
        "price_undiscounted": taxed(price, currency),
        "price_prior": taxed(prior, currency) if prior is not None else None,
    }


@field("ProductVariant", "media")
def media_of(row: Row, call: Call) -> list[Row]:
    return []


# Changes -------------------------------------------------------------------------------------------------------------


def _variant(call: Call, id: str | None, sku: str | None, external_reference: str | None = None) -> Row:
    for column, value in (
        ("id", ids.number(id, "ProductVariant") if id else None),
        ("sku", sku),
        ("external_reference", external_reference),
    ):
        if value is not None:
            found = call.row(f"SELECT * FROM variant WHERE {column} = %s", value)
            if found is not None:
                return found
    raise refuse(
        "id" if id else "sku" if sku else "externalReference",
        "NOT_FOUND",
        f"Couldn't resolve to a node: {id or sku or external_reference}",
    )


@mutation("productVariantUpdate")
def product_variant_update(
    call: Call,
    input: dict[str, Any],
    id: str | None = None,
    sku: str | None = None,
    external_reference: str | None = None,
) -> dict[str, Any]:
    row = _variant(call, id, sku, external_reference)
    values = {
        name: input[name]
        for name in ("sku", "name", "track_inventory", "quantity_limit_per_customer", "external_reference")
        if input.get(name) is not None
    }
    for column, name in (("sku", "sku"), ("external_reference", "externalReference")):
        if column in values and call.value(
            f"SELECT 1 FROM variant WHERE {column} = %s AND id <> %s", values[column], row["id"]
        ):
            raise refuse(name, "UNIQUE", f"Product variant with this {name} already exists.")
    for column in ("metadata", "private_metadata"):
        if input.get(column):
            values[column] = row[column] | as_dict(input[column])
    product = call.one("SELECT * FROM product WHERE id = %s", row["product_id"])
    known = values_of.attributes_of(call, "VARIANT", product["product_type_id"])
    assignments, errors = values_of.read(call, known, input.get("attributes") or [], complete=False)
    if errors:
        raise Refused(*errors)
    call.update("variant", row["id"], values)
    call.run("UPDATE variant SET updated_at = now() WHERE id = %s", row["id"])
    values_of.write(call, "VARIANT", row["id"], assignments)
    touch(call, row["product_id"])
    call.world.deliveries.emit(call, "PRODUCT_VARIANT_UPDATED", {"product_variant": row["id"]})
    return {"product_variant": call.one("SELECT * FROM variant WHERE id = %s", row["id"])}


@mutation("productVariantDelete")
def product_variant_delete(
    call: Call, id: str | None = None, sku: str | None = None, external_reference: str | None = None
) -> dict[str, Any]:
    row = _variant(call, id, sku, external_reference)
    call.world.deliveries.emit(call, "PRODUCT_VARIANT_DELETED", {"product_variant": row["id"]})
    call.run("DELETE FROM assignment WHERE owner_type = 'VARIANT' AND owner_id = %s", row["id"])
    call.run("DELETE FROM variant WHERE id = %s", row["id"])
    return {"product_variant": row}


def price_problem(entry: dict[str, Any], currency: str) -> tuple[str, str] | None:
    """Say which price of an input is finer than the currency, and how Saleor puts it."""
    for name, shown in (("price", "price"), ("cost_price", "costPrice"), ("prior_price", "priorPrice")):
        if entry.get(name) is not None and has_excess_decimals(entry[name], currency):
            return shown, f"Value cannot have more than {0 if currency == 'KRW' else 2} decimal places."
    return None


@mutation("productVariantChannelListingUpdate")
def product_variant_channel_listing_update(
    call: Call, input: list[dict[str, Any]], id: str | None = None, sku: str | None = None
) -> dict[str, Any]:
    row = _variant(call, id, sku)
    errors = []
    seen: set[int] = set()
    for entry in input:
        key = ids.number(entry["channel_id"], "Channel")
        channel = call.get("channel", key)
        if channel is None:
            errors.append(error("input", "NOT_FOUND", "Couldn't resolve to a channel.", channels=[entry["channel_id"]]))
            continue
        if key in seen:
            errors.append(
                error("channelId", "DUPLICATED_INPUT_ITEM", "A channel is given twice.", channels=[entry["channel_id"]])
            )
            continue
        seen.add(key)
        if not call.value(
            "SELECT 1 FROM product_listing WHERE product_id = %s AND channel_id = %s", row["product_id"], key
        ):
            errors.append(
                error(
                    "input",
                    "PRODUCT_NOT_ASSIGNED_TO_CHANNEL",
                    "Product not available in channels.",
                    channels=[entry["channel_id"]],
                )
            )
            continue
        if problem := price_problem(entry, channel["currency_code"]):
            errors.append(error(problem[0], "INVALID", problem[1], channels=[entry["channel_id"]]))
            continue
        save_price(call, row["id"], key, entry)
        call.run(
            "UPDATE product_listing SET prices_dirty = true WHERE product_id = %s AND channel_id = %s",
            row["product_id"],
            key,
        )
    if errors:
        raise Refused(*errors)
    call.world.deliveries.emit(call, "PRODUCT_VARIANT_UPDATED", {"product_variant": row["id"]})
    return {"variant": call.one("SELECT * FROM variant WHERE id = %s", row["id"])}


def save_price(call: Call, variant_id: int, channel_id: int, entry: dict[str, Any]) -> None:
    """Create or change a variant's prices in a channel: only those that the entry names, null empties one."""
    values: dict[str, Any] = {name: entry[name] for name in ("price", "cost_price", "prior_price") if name in entry}
    known = call.row("SELECT * FROM variant_listing WHERE variant_id = %s AND channel_id = %s", variant_id, channel_id)
    if known is None:
        call.insert("variant_listing", {"variant_id": variant_id, "channel_id": channel_id, **values})
    else:
        call.update("variant_listing", known["id"], values)
