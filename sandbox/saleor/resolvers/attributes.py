"""Attributes and their values, product types, and what an object has as its attributes."""

from typing import Any

from .. import ids
from ..attributes import REFERENCES, free_value_slug
from ..paging import page
from ..problems import NotImplementedHere, PermissionDenied, refuse
from ..registry import field, mutation, query
from ..slugs import free_slug
from ..store import Call, Row

CHOICES = {"DROPDOWN", "MULTISELECT"}
OWNERS = {"Product": "PRODUCT", "ProductVariant": "VARIANT", "Page": "PAGE"}


# Attributes ----------------------------------------------------------------------------------------------------------


@query("attribute")
def attribute(call: Call, id: str | None = None, slug: str | None = None, external_reference: str | None = None) -> Any:
    if id is not None:
        return call.get("attribute", ids.number(id, "Attribute"))
    if slug is not None:
        return call.row("SELECT * FROM attribute WHERE slug = %s", slug)
    return call.row("SELECT * FROM attribute WHERE external_reference = %s", external_reference)


def _attribute_where(given: dict[str, Any]) -> tuple[str, list[Any]]:
    clauses, values = ["true"], []
    if given.get("ids") is not None:
        clauses.append("t.id = ANY(%s)")
        values.append([ids.number(one, "Attribute") for one in given["ids"]])
    if given.get("slugs") is not None:
        clauses.append("t.slug = ANY(%s)")
        values.append(given["slugs"])
    if given.get("search"):
        clauses.append("(t.name ILIKE '%%' || %s || '%%' OR t.slug ILIKE '%%' || %s || '%%')")
        values += [given["search"]] * 2
    for name in ("type", "name", "slug", "input_type"):
        asked = given.get(name)
        if isinstance(asked, str):
            asked = {"eq": asked}
        if asked and asked.get("eq") is not None:
            clauses.append(f"t.{name} = %s")
            values.append(asked["eq"])
        if asked and asked.get("one_of") is not None:
            clauses.append(f"t.{name} = ANY(%s)")
            values.append(asked["one_of"])
    for name, word in (("and", " AND "), ("or", " OR ")):
        if given.get(name):
            parts = [_attribute_where(part) for part in given[name]]
            clauses.append("(" + word.join(f"({sql})" for sql, _ in parts) + ")")
            values += [value for _, more in parts for value in more]
    return " AND ".join(clauses), values


@query("attributes")
def attributes(
    call: Call, filter: dict[str, Any] | None = None, where: dict[str, Any] | None = None, **window: Any
) -> dict[str, Any]:
    sql, values = _attribute_where(filter or where or {})
    return page(
        call, "attributes", f"FROM attribute t WHERE {sql}", tuple(values), key="t.slug", key_type="text", **window
    )


@field("Attribute", "withChoices")
def with_choices(row: Row, call: Call) -> bool:
    return row["input_type"] in CHOICES


@field("Attribute", "referenceTypes")
def reference_types(row: Row, call: Call) -> list[Row]:
    if not row["reference_types"]:
        return []
    table, kind = ("page_type", "PageType") if row["entity_type"] == "PAGE" else ("product_type", "ProductType")
    found = call.rows(f"SELECT * FROM {table} WHERE id = ANY(%s) ORDER BY id", row["reference_types"])
    for one in found:
        one["__typename"] = kind
    return found


@field("Attribute", "choices")
def choices(row: Row, call: Call, filter: dict[str, Any] | None = None, **window: Any) -> dict[str, Any]:
    given, sql, values = filter or {}, "FROM attribute_value t WHERE t.attribute_id = %s", [row["id"]]
    if row["input_type"] not in CHOICES:
        sql += " AND false"
    if given.get("search"):
        sql, values = sql + " AND t.name ILIKE '%%' || %s || '%%'", [*values, given["search"]]
    if given.get("slugs") is not None:
        sql, values = sql + " AND t.slug = ANY(%s)", [*values, given["slugs"]]
    if given.get("ids") is not None:
        sql, values = (
            sql + " AND t.id = ANY(%s)",
            [*values, [ids.number(one, "AttributeValue") for one in given["ids"]]],
        )
    return page(call, "choices", sql, tuple(values), **window)


@field("AttributeValue", "inputType")
def value_input_type(row: Row, call: Call) -> str | None:
    owner = call.parent(row, "attribute", "attribute_id")
    return owner["input_type"] if owner else None


@field("AttributeValue", "reference")
def value_reference(row: Row, call: Call) -> str | None:
    return ids.to_global(row["reference_type"], row["reference_id"]) if row["reference_type"] else None


@field("AttributeValue", "date")
def value_date(row: Row, call: Call) -> Any:
    return row["date_time"].date() if row["date_time"] and value_input_type(row, call) == "DATE" else None


@field("AttributeValue", "dateTime")
def value_date_time(row: Row, call: Call) -> Any:
    return row["date_time"] if value_input_type(row, call) == "DATE_TIME" else None


@mutation("attributeCreate")
def attribute_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    needed = {"PRODUCT_TYPE": "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES", "PAGE_TYPE": "MANAGE_PAGE_TYPES_AND_ATTRIBUTES"}
    if not call.may(needed[input["type"]]):
        raise PermissionDenied((needed[input["type"]],))
    given = {key: value for key, value in input.items() if value is not None}
    choices_, types = given.pop("values", []), given.pop("reference_types", [])
    given["input_type"] = given.get("input_type", "DROPDOWN")
    if given["input_type"] in ("REFERENCE", "SINGLE_REFERENCE") and not given.get("entity_type"):
        raise refuse("entityType", "REQUIRED", "Entity type is required when REFERENCE input type is used.")
    if choices_ and given["input_type"] not in CHOICES:
        raise refuse("values", "INVALID", "Values cannot be used with this input type.")
    given["slug"] = given.get("slug") or free_slug(call, "attribute", given["name"])
    for column, name in (("slug", "slug"), ("external_reference", "externalReference")):
        if given.get(column) and call.value(f"SELECT 1 FROM attribute WHERE {column} = %s", given[column]):
            raise refuse(name, "UNIQUE", f"Attribute with this {name} already exists.")
    if types:
        kind = "PageType" if given.get("entity_type") == "PAGE" else "ProductType"
        given["reference_types"] = [ids.number(one, kind) for one in types]
    from psycopg.types.json import Jsonb

    row = call.insert("attribute", {**given, "reference_types": Jsonb(given.get("reference_types", []))})
    for value in choices_:
        made = {
            name: value[name]
            for name in ("name", "value", "plain_text", "rich_text", "external_reference")
            if value.get(name) is not None
        }
        call.insert(
            "attribute_value",
            {**made, "attribute_id": row["id"], "slug": free_value_slug(call, row["id"], value["name"])},
        )
    return {"attribute": row}


# What an object has --------------------------------------------------------------------------------------------------


def _type_of(row: Row, call: Call, kind: str) -> int:
    if kind == "ProductVariant":
        product = call.parent(row, "product", "product_id")
        return int(product["product_type_id"]) if product else 0
    return int(row["product_type_id" if kind == "Product" else "page_type_id"])


def selected(row: Row, call: Call, kind: str) -> list[dict[str, Any]]:
    """Return the attributes of an object with their values: all of its type, in the type's order."""
    scope = OWNERS[kind]
    values = call.through(
        row,
        f"values of {scope}",
        "SELECT v.*, a.owner_id AS owner FROM assignment a JOIN attribute_value v ON v.id = a.value_id"
        f" WHERE a.owner_type = '{scope}' AND a.owner_id = ANY(%s) ORDER BY a.id",
    )
    type_id = _type_of(row, call, kind)
    anchor = Row({"id": type_id})
    anchor.peers = [Row({"id": one}) for one in {_type_of(peer, call, kind) for peer in row.peers}]
    known = call.through(
        anchor,
        f"attributes of {scope}",
        "SELECT a.*, t.type_id AS owner FROM type_attribute t JOIN attribute a ON a.id = t.attribute_id"
        f" WHERE t.scope = '{scope}' AND t.type_id = ANY(%s) ORDER BY t.place, t.id",
    )
    return [
        {
            "attribute": one,
            "values": [value for value in values if value["attribute_id"] == one["id"]],
            "channel": row.channel,
        }
        for one in known
    ]


ASSIGNED = {
    "DROPDOWN": "AssignedSingleChoiceAttribute",
    "MULTISELECT": "AssignedMultiChoiceAttribute",
    "NUMERIC": "AssignedNumericAttribute",
    "RICH_TEXT": "AssignedTextAttribute",
    "PLAIN_TEXT": "AssignedPlainTextAttribute",
    "BOOLEAN": "AssignedBooleanAttribute",
    "DATE": "AssignedDateAttribute",
    "DATE_TIME": "AssignedDateTimeAttribute",
}


def plain_value(kind: str, value: Row) -> Any:
    """Return what an attribute value is worth in the type of its attribute."""
    if kind == "NUMERIC":
        return float(value["name"])
    if kind == "DATE":
        return value["date_time"].date()
    column = {"RICH_TEXT": "rich_text", "PLAIN_TEXT": "plain_text", "BOOLEAN": "boolean", "DATE_TIME": "date_time"}.get(
        kind
    )
    return value[column] if column else value


def assigned(entry: dict[str, Any], call: Call) -> dict[str, Any]:
    """Return an `AssignedAttribute` of the type that fits its attribute."""
    attribute_, values = entry["attribute"], entry["values"]
    kind = attribute_["input_type"]
    first = values[0] if values else None
    made = {"attribute": attribute_, "value": None}
    if kind in ("REFERENCE", "SINGLE_REFERENCE"):
        shown, table, _ = REFERENCES[attribute_["entity_type"]]
        made["__typename"] = f"Assigned{'Multi' if kind == 'REFERENCE' else 'Single'}{shown}ReferenceAttribute"
        targets = [call.get(table, value["reference_id"], channel=entry["channel"]) for value in values]
        found = [target for target in targets if target is not None]
        made["value"] = found if kind == "REFERENCE" else (found[0] if found else None)
        return made
    made["__typename"] = ASSIGNED[kind]
    if kind == "MULTISELECT":
        made["value"] = values
    elif first is not None:
        made["value"] = plain_value(kind, first)
    return made


for _kind in OWNERS:

    @field(_kind, "attributes")
    def all_selected(row: Row, call: Call, kind: str = _kind) -> list[dict[str, Any]]:
        return selected(row, call, kind)

    @field(_kind, "assignedAttributes")
    def all_assigned(row: Row, call: Call, limit: int = 100, kind: str = _kind) -> list[dict[str, Any]]:
        return [assigned(entry, call) for entry in selected(row, call, kind)[:limit]]

    @field(_kind, "assignedAttribute")
    def one_assigned(row: Row, call: Call, slug: str, kind: str = _kind) -> dict[str, Any] | None:
        return next((assigned(e, call) for e in selected(row, call, kind) if e["attribute"]["slug"] == slug), None)

    if _kind != "ProductVariant":

        @field(_kind, "attribute")
        def one_selected(row: Row, call: Call, slug: str, kind: str = _kind) -> dict[str, Any] | None:
            return next((e for e in selected(row, call, kind) if e["attribute"]["slug"] == slug), None)


for _name in (
    "AssignedMultiChoiceAttribute",
    "AssignedMultiPageReferenceAttribute",
    "AssignedMultiProductReferenceAttribute",
):

    @field(_name, "value")
    def first_values(row: dict[str, Any], call: Call, limit: int = 100) -> list[Any]:
        return list(row["value"] or [])[:limit]


# Product types -------------------------------------------------------------------------------------------------------


@query("productType")
def product_type(call: Call, id: str) -> Row | None:
    return call.get("product_type", ids.number(id, "ProductType"))


@query("productTypes")
def product_types(call: Call, filter: dict[str, Any] | None = None, **window: Any) -> dict[str, Any]:
    given, sql = filter or {}, "FROM product_type t WHERE true"
    values: list[Any] = []
    if given.get("search"):
        sql, values = sql + " AND t.name ILIKE '%%' || %s || '%%'", [*values, given["search"]]
    if given.get("slugs") is not None:
        sql, values = sql + " AND t.slug = ANY(%s)", [*values, given["slugs"]]
    if given.get("ids") is not None:
        sql, values = sql + " AND t.id = ANY(%s)", [*values, [ids.number(one, "ProductType") for one in given["ids"]]]
    return page(call, "productTypes", sql, tuple(values), key="t.slug", key_type="text", **window)


def attached(call: Call, row: Row, scope: str) -> list[Row]:
    """Return the attributes of a type."""
    return call.through(
        row,
        f"attributes of {scope}",
        "SELECT a.*, t.type_id AS owner FROM type_attribute t JOIN attribute a ON a.id = t.attribute_id"
        f" WHERE t.scope = '{scope}' AND t.type_id = ANY(%s) ORDER BY t.place, t.id",
    )


@field("ProductType", "productAttributes")
def product_attributes(row: Row, call: Call) -> list[Row]:
    return attached(call, row, "PRODUCT")


@field("ProductType", "variantAttributes")
def variant_attributes(row: Row, call: Call) -> list[Row]:
    return attached(call, row, "VARIANT")


def attach(call: Call, scope: str, type_id: int, keys: list[str], wanted_type: str, *, placed: bool = False) -> None:
    """Give attributes to a product or page type, or refuse those of the other kind.

    One that is `placed` comes before those that were given when the type was made.
    """
    for one in keys:
        row = call.get("attribute", ids.number(one, "Attribute"))
        if row is None:
            raise refuse("attributes", "NOT_FOUND", f"Couldn't resolve to an attribute: {one}", attributes=[one])
        if row["type"] != wanted_type:
            raise refuse("attributes", "INVALID", f"Only {wanted_type} attributes can be assigned.", attributes=[one])
        if call.value(
            "SELECT 1 FROM type_attribute WHERE scope = %s AND type_id = %s AND attribute_id = %s",
            scope,
            type_id,
            row["id"],
        ):
            raise refuse(
                "operations",
                "ATTRIBUTE_ALREADY_ASSIGNED",
                f"{row['name']} ({row['slug']}) have already been assigned.",
                attributes=[one],
            )
        place = None
        if placed:
            place = call.value(
                "SELECT coalesce(max(place) + 1, 0) FROM type_attribute WHERE scope = %s AND type_id = %s",
                scope,
                type_id,
            )
        call.insert("type_attribute", {"scope": scope, "type_id": type_id, "attribute_id": row["id"], "place": place})


@mutation("productTypeCreate")
def product_type_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    given = {key: value for key, value in input.items() if value is not None}
    if not given.get("name", "").strip():
        raise refuse("name", "REQUIRED", "This field is required.")
    of_products, of_variants = given.pop("product_attributes", []), given.pop("variant_attributes", [])
    given["slug"] = given.get("slug") or free_slug(call, "product_type", given["name"])
    if call.value("SELECT 1 FROM product_type WHERE slug = %s", given["slug"]):
        raise refuse("slug", "UNIQUE", "Product type with this Slug already exists.")
    if "tax_class" in given:
        wanted = given.pop("tax_class")
        given["tax_class_id"] = ids.number_or_none(wanted, "TaxClass")
        if call.get("tax_class", given["tax_class_id"]) is None:
            raise refuse("taxClass", "NOT_FOUND", f"Couldn't resolve to a node: {wanted}")
    if given.get("is_digital"):
        raise NotImplementedHere("digital product types")
    row = call.insert("product_type", given)
    attach(call, "PRODUCT", row["id"], of_products, "PRODUCT_TYPE")
    attach(call, "VARIANT", row["id"], of_variants, "PRODUCT_TYPE")
    return {"product_type": row}


@mutation("productAttributeAssign")
def product_attribute_assign(call: Call, product_type_id: str, operations: list[dict[str, Any]]) -> dict[str, Any]:
    row = product_type(call, product_type_id)
    if row is None:
        raise refuse("productTypeId", "NOT_FOUND", f"Couldn't resolve to a node: {product_type_id}")
    for operation in operations:
        if operation["type"] == "VARIANT" and not row["has_variants"]:
            raise refuse("operations", "ATTRIBUTE_VARIANTS_DISABLED", "Variants are disabled in this product type.")
        attach(call, operation["type"], row["id"], [operation["id"]], "PRODUCT_TYPE", placed=True)
    return {"product_type": row}
