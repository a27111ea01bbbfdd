"""Completing a checkout: what it takes, and the two looks at the stock between which Saleor sells too much."""

import time
import uuid
from typing import Any

from .. import ids
from ..checkouts import (
    collection_points,
    currency_of,
    current_methods,
    delivery_of,
    is_stale,
    lines_of,
    needs_shipping,
    payment_state,
    priced,
    totals,
)
from ..orders import NewLine, place_order
from ..problems import Refused, error, refuse
from ..registry import mutation
from ..stock import InsufficientStock, available
from ..store import Call, Row
from .common import as_dict


@mutation("checkoutComplete", atomic=False)
def checkout_complete(
    call: Call, id: str | None = None, metadata: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    if id is None:
        raise refuse("id", "GRAPHQL_ERROR", "Argument 'id' is required.")
    key = ids.unique(id, "Checkout")
    row = call.row("SELECT * FROM checkout WHERE id = %s", key)
    if row is None:
        return _already(call, key, id)
    priced(call, row)
    _ready(call, row)
    _first_look(call, row)
    # Saleor works here for 0.2 to 0.4 s; whoever passed the same first look meanwhile will pass the second as well.
    call.release()
    time.sleep(call.world.options.completion_seconds)
    try:
        with call.transaction():
            locked = call.row("SELECT * FROM checkout WHERE id = %s FOR UPDATE", key)
            if locked is None:
                return _already(call, key, id)
            order = _place(call, locked, as_dict(metadata))
    except InsufficientStock as exc:
        raise _short(exc.variant_ids) from None
    call.forget()
    return {"order": call.one("SELECT * FROM orders WHERE id = %s", order["id"]), "confirmation_needed": False}


def _already(call: Call, key: uuid.UUID, id: str) -> dict[str, Any]:
    order = call.row("SELECT * FROM orders WHERE checkout_id = %s", key)
    if order is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}", confirmation_needed=False)
    return {"order": order, "confirmation_needed": False}


def _no(field_name: str | None, code: str, message: str, **more: Any) -> Refused:
    refusal = Refused(error(field_name, code, message, **more))
    refusal.answer = {"confirmation_needed": False}
    return refusal


def _short(variant_ids: list[int]) -> Refused:
    return _no(
        None,
        "INSUFFICIENT_STOCK",
        "Insufficient product stock.",
        variants=[ids.to_global("ProductVariant", key) for key in dict.fromkeys(variant_ids)],
    )


def _ready(call: Call, row: Row) -> None:
    """Refuse what cannot become an order, in Saleor's order: the money is looked at before the delivery."""
    if not row["email"]:
        raise _no(None, "EMAIL_NOT_SET", "Checkout email must be set.")
    if not lines_of(call, row):
        raise _no("lines", "NO_LINES", "Cannot complete checkout without lines.")
    if row["billing_address"] is None:
        raise _no("billingAddress", "BILLING_ADDRESS_NOT_SET", "Billing address is not set")
    if not payment_state(call, row)["covered"]:
        # Without any transaction the older kind of payments is looked for, whose complaint is of no field.
        place = "id" if call.children(row, "payment_transaction", "checkout_id") else None
        raise _no(place, "CHECKOUT_NOT_FULLY_PAID", "The authorized amount doesn't cover the checkout's total amount.")
    if needs_shipping(call, row) and row["collection_point_id"] is None:
        if row["delivery_id"] is None:
            raise _no("shippingMethod", "SHIPPING_METHOD_NOT_SET", "Shipping method is not set")
        if row["shipping_address"] is None:
            raise _no("shippingAddress", "SHIPPING_ADDRESS_NOT_SET", "Shipping address is not set")
        _check_delivery(call, row)
    if row["collection_point_id"] is not None and row["collection_point_id"] not in [
        one["id"] for one in collection_points(call, row)
    ]:
        raise _no("shippingMethod", "INVALID_SHIPPING_METHOD", "Delivery method is not valid for your shipping address")
    channel = call.get("channel", row["channel_id"])
    if channel is None or not channel["is_active"]:
        raise _no("channel", "CHANNEL_INACTIVE", "Cannot complete checkout with inactive channel.")


def _check_delivery(call: Call, row: Row) -> None:
    """Ask again where the delivery is stale; a raised price is overlooked, a method that is gone is not."""
    chosen = delivery_of(call, row)
    valid = chosen is not None and chosen["active"]
    if valid and chosen is not None and is_stale(row):
        methods = current_methods(call, row)
        valid = any(one["method_id"] == chosen["method_id"] for one in methods)
        if not valid:
            call.update("checkout_delivery", chosen["id"], {"active": False})
            call.forget()
    if not valid:
        raise _no("shippingMethod", "INVALID_SHIPPING_METHOD", "Delivery method is not valid for your shipping address")


def _first_look(call: Call, row: Row) -> None:
    """Refuse what is not there; allocations count here, and so one complete after another is exact."""
    wanted: dict[int, int] = {}
    for line in lines_of(call, row):
        wanted[line["variant_id"]] = wanted.get(line["variant_id"], 0) + line["quantity"]
    variants = {one["id"]: one for one in call.rows("SELECT * FROM variant WHERE id = ANY(%s)", list(wanted))}
    tracked = [key for key in wanted if variants[key]["track_inventory"]]
    local = None
    if row["collection_point_id"] is not None:
        point = call.get("warehouse", row["collection_point_id"])
        local = point["id"] if point and point["click_and_collect_option"] == "LOCAL" else None
    free = available(call, tracked, row["channel_id"], warehouse_id=local, completing=True)
    if short := [key for key in tracked if wanted[key] > free[key]]:
        raise _short(short)


def _place(call: Call, row: Row, metadata: dict[str, str]) -> Row:
    amounts = totals(call, row)
    chosen = delivery_of(call, row)
    point = call.get("warehouse", row["collection_point_id"])
    user_id = row["user_id"]
    if user_id is None:
        user_id = call.value("SELECT id FROM account WHERE lower(email) = lower(%s)", row["email"])
    shipping: dict[str, Any] = {}
    if chosen is not None:
        shipping = {
            "shipping_method_id": chosen["method_id"],
            "shipping_method_name": chosen["name"],
            "shipping_metadata": chosen["metadata"],
        }
    private = dict(row["private_metadata"])
    if chosen is not None and chosen["method_id"].startswith("app:"):
        kind, _, key = chosen["method_id"].partition(":")
        private["external_app_shipping_id"] = ids.to_global(kind, key)
    if point is not None:
        shipping = {"collection_point_id": point["id"], "collection_point_name": point["name"]}
    order = place_order(
        call,
        {
            "origin": "CHECKOUT",
            "channel_id": row["channel_id"],
            "user_id": user_id,
            "user_email": row["email"],
            "language_code": row["language_code"],
            "currency": currency_of(call, row),
            "shipping_address": row["shipping_address"] if point is None else point["address"],
            "billing_address": row["billing_address"],
            "customer_note": row["customer_note"],
            "shipping_price": amounts["shipping"],
            "checkout_id": row["id"],
            "metadata": row["metadata"] | metadata,
            "private_metadata": private,
            **shipping,
        },
        [
            NewLine(
                line["variant_id"],
                line["quantity"],
                line["unit_price"],
                line["undiscounted_unit_price"],
                line["price_override"] is not None,
                line["metadata"],
                line["private_metadata"],
            )
            for line in lines_of(call, row)
        ],
        point=point,
    )
    call.run("DELETE FROM checkout WHERE id = %s", row["id"])
    return order
