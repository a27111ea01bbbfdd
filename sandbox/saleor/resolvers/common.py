"""What many types share: metadata, and reading back what an id names."""

import uuid
from typing import Any

from .. import ids
from ..problems import PermissionDenied, Refused, error, refuse
from ..registry import field, mutation
from ..store import Call, Row

# Type -> table, type of its key, the permission for its metadata.
KINDS: dict[str, tuple[str, type, str]] = {
    "App": ("app", int, "MANAGE_APPS"),
    "User": ("account", int, "MANAGE_USERS"),
    "Channel": ("channel", int, "MANAGE_CHANNELS"),
    "Warehouse": ("warehouse", uuid.UUID, "MANAGE_PRODUCTS"),
    "ShippingZone": ("shipping_zone", int, "MANAGE_SHIPPING"),
    "ShippingMethodType": ("shipping_method", int, "MANAGE_SHIPPING"),
    "TaxClass": ("tax_class", int, "MANAGE_TAXES"),
    "Attribute": ("attribute", int, "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES"),
    "ProductType": ("product_type", int, "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES"),
    "PageType": ("page_type", int, "MANAGE_PAGE_TYPES_AND_ATTRIBUTES"),
    "Page": ("page", int, "MANAGE_PAGES"),
    "Category": ("category", int, "MANAGE_PRODUCTS"),
    "Collection": ("collection", int, "MANAGE_PRODUCTS"),
    "Product": ("product", int, "MANAGE_PRODUCTS"),
    "ProductVariant": ("variant", int, "MANAGE_PRODUCTS"),
    "ProductMedia": ("media", int, "MANAGE_PRODUCTS"),
    "Checkout": ("checkout", uuid.UUID, "MANAGE_CHECKOUTS"),
    "CheckoutLine": ("checkout_line", uuid.UUID, "MANAGE_CHECKOUTS"),
    "TransactionItem": ("payment_transaction", uuid.UUID, "HANDLE_PAYMENTS"),
    "Order": ("orders", uuid.UUID, "MANAGE_ORDERS"),
    "OrderLine": ("order_line", uuid.UUID, "MANAGE_ORDERS"),
    "Fulfillment": ("fulfillment", int, "MANAGE_ORDERS"),
}
# A shopper may write on her own open checkout.
OPEN_METADATA = {"Checkout", "CheckoutLine"}
TOUCHED = {"orders", "product", "variant", "checkout"}
HAPPENINGS = {
    "Order": ("ORDER_METADATA_UPDATED", "order"),
    "Checkout": ("CHECKOUT_METADATA_UPDATED", "checkout"),
    "Product": ("PRODUCT_METADATA_UPDATED", "product"),
    "ProductVariant": ("PRODUCT_VARIANT_METADATA_UPDATED", "product_variant"),
    "Collection": ("COLLECTION_METADATA_UPDATED", "collection"),
    "Warehouse": ("WAREHOUSE_METADATA_UPDATED", "warehouse"),
    "Fulfillment": ("FULFILLMENT_METADATA_UPDATED", "fulfillment"),
}


def items(values: dict[str, str]) -> list[dict[str, str]]:
    """Return metadata as a list of keys and values."""
    return [{"key": key, "value": value} for key, value in values.items()]


def as_dict(given: list[dict[str, str]] | None) -> dict[str, str]:
    """Return a `[MetadataInput!]` as a dict, or refuse an empty key."""
    made = {item["key"].strip(): item["value"] for item in given or []}
    if "" in made:
        raise refuse("metadata", "REQUIRED", "Metadata key cannot be empty.")
    return made


def metadata_where(given: dict[str, Any], column: str = "t.metadata") -> tuple[str, list[Any]]:
    """Return the condition for a `MetadataFilterInput`."""
    value = given.get("value") or {}
    if value.get("eq") is not None:
        return f"{column} ->> %s = %s", [given["key"], value["eq"]]
    if value.get("one_of") is not None:
        return f"{column} ->> %s = ANY(%s)", [given["key"], value["one_of"]]
    return f"jsonb_exists({column}, %s)", [given["key"]]


def refuse_taken(call: Call, table: str, noun: str, given: list[tuple[str, Any]], *, except_for: Any = None) -> None:
    """Refuse every value that another row has; Saleor looks at `external_reference` before the others."""
    errors = []
    for column, value in given:
        if value is not None and call.value(
            f"SELECT 1 FROM {table} WHERE {column} = %s AND id IS DISTINCT FROM %s", value, except_for
        ):
            head, *rest = column.split("_")
            name = head + "".join(word.title() for word in rest)
            errors.append(error(name, "UNIQUE", f"{noun} with this {name} already exists."))
    if errors:
        raise Refused(*errors)


def keys_of(values: dict[str, str], keys: list[str] | None) -> dict[str, str]:
    """Return the wanted part of metadata."""
    return values if keys is None else {key: value for key, value in values.items() if key in keys}


def _hang_up(kind: str, permission: str) -> None:
    @field(kind, "metadata")
    def metadata(row: Row, call: Call) -> list[dict[str, str]]:
        return items(row["metadata"])

    @field(kind, "metafield")
    def metafield(row: Row, call: Call, key: str) -> str | None:
        return row["metadata"].get(key)  # type: ignore[no-any-return]

    @field(kind, "metafields")
    def metafields(row: Row, call: Call, keys: list[str] | None = None) -> dict[str, str]:
        return keys_of(row["metadata"], keys)

    def private(row: Row, call: Call) -> dict[str, str]:
        if not call.may(permission) and not (kind == "App" and call.caller.app_id == row["id"]):
            raise PermissionDenied((permission,))
        return row["private_metadata"]  # type: ignore[no-any-return]

    @field(kind, "privateMetadata")
    def private_metadata(row: Row, call: Call) -> list[dict[str, str]]:
        return items(private(row, call))

    @field(kind, "privateMetafield")
    def private_metafield(row: Row, call: Call, key: str) -> str | None:
        return private(row, call).get(key)

    @field(kind, "privateMetafields")
    def private_metafields(row: Row, call: Call, keys: list[str] | None = None) -> dict[str, str]:
        return keys_of(private(row, call), keys)


for _kind, (_table, _key, _permission) in KINDS.items():
    _hang_up(_kind, _permission)
_hang_up("ShippingMethod", "MANAGE_SHIPPING")


def _write(call: Call, id: str, *, private: bool, change: Any) -> dict[str, Any]:
    kind, key = ids.split(id)
    if kind not in KINDS:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to an item with metadata: {id}")
    table, convert, permission = KINDS[kind]
    own = kind == "App" and call.caller.kind == "app" and str(call.caller.id) == key
    if not (own or (kind in OPEN_METADATA and not private) or call.may(permission)):
        raise PermissionDenied((permission,))
    try:
        found = call.row(f"SELECT * FROM {table} WHERE id = %s FOR UPDATE", convert(key))
    except ValueError:
        found = None
    if found is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    column = "private_metadata" if private else "metadata"
    values = change(dict(found[column]))
    if values != found[column]:
        call.update(table, found["id"], {column: values})
        if table in TOUCHED:
            call.run(f"UPDATE {table} SET updated_at = now() WHERE id = %s", found["id"])
        if kind in HAPPENINGS:
            event, name = HAPPENINGS[kind]
            subject = {name: str(found["id"])}
            if kind == "Fulfillment":
                subject["order"] = str(found["order_id"])
            call.world.deliveries.emit(call, event, subject)
    fresh = call.one(f"SELECT * FROM {table} WHERE id = %s", found["id"])
    fresh["__typename"] = kind
    return {"item": fresh}


def _merge(call: Call, id: str, given: list[dict[str, str]], *, private: bool) -> dict[str, Any]:
    if any(not item["key"].strip() for item in given):
        raise Refused(error("input", "REQUIRED", "Metadata key cannot be empty."))
    return _write(call, id, private=private, change=lambda old: old | as_dict(given))


@mutation("updateMetadata")
def update_metadata(call: Call, id: str, input: list[dict[str, str]]) -> dict[str, Any]:
    return _merge(call, id, input, private=False)


@mutation("updatePrivateMetadata")
def update_private_metadata(call: Call, id: str, input: list[dict[str, str]]) -> dict[str, Any]:
    return _merge(call, id, input, private=True)


@mutation("deleteMetadata")
def delete_metadata(call: Call, id: str, keys: list[str]) -> dict[str, Any]:
    return _write(call, id, private=False, change=lambda old: {k: v for k, v in old.items() if k not in keys})


@mutation("deletePrivateMetadata")
def delete_private_metadata(call: Call, id: str, keys: list[str]) -> dict[str, Any]:
    return _write(call, id, private=True, change=lambda old: {k: v for k, v in old.items() if k not in keys})
