"""What the events are: their types, who may hear them, and the objects they carry."""

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from .identity import Caller
from .ids import to_global
from .store import Call, Row
from .world import SCHEMA_VERSION, VERSION

__all__ = ["SCHEMA_VERSION", "build", "hmac_signature", "permission", "principal", "traceparent", "type_name"]

# Built in a task of their own, so they show what is there by then, not what caused them.
RENDERED_LATE = ("ORDER_", "FULFILLMENT_", "DRAFT_ORDER_", "CHECKOUT_", "TRANSACTION_")

PERMISSIONS = {
    "ORDER_": "MANAGE_ORDERS",
    "DRAFT_": "MANAGE_ORDERS",
    "FULFILLMENT_": "MANAGE_ORDERS",
    "CHECKOUT_": "MANAGE_CHECKOUTS",
    "PRODUCT_": "MANAGE_PRODUCTS",
    "CATEGORY_": "MANAGE_PRODUCTS",
    "COLLECTION_": "MANAGE_PRODUCTS",
    "WAREHOUSE_": "MANAGE_PRODUCTS",
    "CHANNEL_": "MANAGE_CHANNELS",
    "PAGE_": "MANAGE_PAGES",
    "TRANSACTION_": "HANDLE_PAYMENTS",
    "PAYMENT_": "HANDLE_PAYMENTS",
    "SHIPPING_": "MANAGE_SHIPPING",
}


def permission(event: str) -> str | None:
    """Return the permission an app needs to be sent this event."""
    return next((needed for prefix, needed in PERMISSIONS.items() if event.startswith(prefix)), None)


def type_name(event: str) -> str:
    """Return the GraphQL type of an event: ``ORDER_CREATED`` is an ``OrderCreated``."""
    return "".join(word.capitalize() for word in event.split("_"))


def principal(caller: Caller) -> dict[str, Any] | None:
    """Return what is kept of who caused an event."""
    return None if caller.kind == "anonymous" else {"kind": caller.kind, "id": caller.id}


def traceparent() -> str:
    """Return a W3C trace context header."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def hmac_signature(secret: str, body: bytes) -> str:
    """Return the signature of a webhook that still has a `secretKey`."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _read(table: str, convert: Callable[[Any], Any] = int) -> Callable[[Call, Any], Any]:
    return lambda call, key: call.get(table, convert(key))


READERS: dict[str, Callable[[Call, Any], Any]] = {
    "order": _read("orders", uuid.UUID),
    "checkout": _read("checkout", uuid.UUID),
    "fulfillment": _read("fulfillment"),
    "product": _read("product"),
    "product_media": _read("media"),
    "product_variant": _read("variant"),
    "warehouse": _read("warehouse", uuid.UUID),
    "category": _read("category"),
    "collection": _read("collection"),
    "channel": _read("channel"),
    "page": _read("page"),
    "transaction": _read("payment_transaction", uuid.UUID),
    "granted_refund": _read("granted_refund"),
}


def build(
    call: Call, event: str, subject: dict[str, Any], cause: dict[str, Any] | None, issued_at: datetime
) -> Row | None:
    """Return the event object that a subscription reads, or None where what it is about is gone."""
    made = Row({"__typename": type_name(event), "issued_at": issued_at, "version": VERSION})
    made["recipient"] = call.get("app", call.caller.id)
    if cause:
        table, kind = ("app", "App") if cause["kind"] == "app" else ("account", "User")
        who = call.get(table, cause["id"])
        made["issuing_principal"] = who and Row(dict(who) | {"__typename": kind})
    for name, value in subject.items():
        if name in READERS:
            made[name] = READERS[name](call, value)
            if made[name] is None and value is not None:
                return None
        else:
            made[name] = value
    source = made.get("checkout") or made.get("order")
    if source is not None and event.startswith(("TRANSACTION_", "PAYMENT_")):
        kind = "Checkout" if made.get("checkout") else "Order"
        made["source_object"] = Row(dict(source) | {"__typename": kind})
    if event.startswith("TRANSACTION_"):
        made["merchant_reference"] = to_global("TransactionItem", made["transaction"]["id"])
        made["action"] = {**subject["action"], "amount": Decimal(str(subject["action"]["amount"]))}
    if event == "PAYMENT_GATEWAY_INITIALIZE_SESSION":
        made["amount"] = Decimal(str(subject["amount"]))
    return made
