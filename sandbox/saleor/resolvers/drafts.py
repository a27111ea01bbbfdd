"""Draft orders: how a sale made elsewhere comes in and takes its stock, exactly."""

from decimal import Decimal
from typing import Any

from .. import ids
from ..addresses import check_address
from ..money import quantize
from ..orders import NewLine, allocate_order, first_status, set_sums, write_lines
from ..payments import emit_order, note, update_order
from ..problems import Refused, error, refuse
from ..product_filters import PUBLISHED
from ..registry import mutation
from ..stock import InsufficientStock, available
from ..store import Call, Row
from .common import as_dict
from .orders import fresh, locked


@mutation("draftOrderCreate")
def draft_order_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    if not input.get("channel_id"):
        raise refuse("channelId", "REQUIRED", "Channel ID is required.")
    channel = call.get("channel", ids.number(input["channel_id"], "Channel"))
    if channel is None:
        raise refuse("channelId", "NOT_FOUND", f"Couldn't resolve to a node: {input['channel_id']}")
    if input.get("external_reference") and call.value(
        "SELECT 1 FROM orders WHERE external_reference = %s", input["external_reference"]
    ):
        raise refuse("externalReference", "UNIQUE", "Order with this External reference already exists.")
    currency = channel["currency_code"]
    values: dict[str, Any] = {
        "status": "DRAFT",
        "is_priced": False,
        "origin": "DRAFT",
        "channel_id": channel["id"],
        "currency": currency,
        "user_email": input.get("user_email") or "",
        "external_reference": input.get("external_reference"),
        "customer_note": input.get("customer_note") or "",
        "language_code": input.get("language_code") or "EN",
        "metadata": as_dict(input.get("metadata")),
        "private_metadata": as_dict(input.get("private_metadata")),
    }
    if input.get("user"):
        user = call.get("account", ids.number(input["user"], "User"))
        if user is None:
            raise refuse("user", "NOT_FOUND", f"Couldn't resolve to a node: {input['user']}")
        values |= {"user_id": user["id"], "user_email": values["user_email"] or user["email"]}
    for name, kind in (("shipping_address", "SHIPPING"), ("billing_address", "BILLING")):
        if input.get(name):
            waived = (
                {"check_required_fields": False, "check_fields_format": False}
                if input[name].get("skip_validation")
                else None
            )
            values[name] = check_address(input[name], waived, kind=kind)
    if input.get("shipping_method"):
        values |= _method(call, channel, input["shipping_method"])
    row = call.insert("orders", values)
    write_lines(call, row, _lines(call, channel, input.get("lines") or []))
    note(call, row["id"], "DRAFT_CREATED")
    call.world.deliveries.emit(call, "DRAFT_ORDER_CREATED", {"order": str(row["id"])})
    return {"order": fresh(call, row)}


def _method(call: Call, channel: Row, id: str) -> dict[str, Any]:
    kind = ids.split(id)[0]
    if kind not in ("ShippingMethod", "ShippingMethodType"):  # either will do, the checkout's id of it or the admin's
        raise refuse("shippingMethod", "INVALID", "Must receive a ShippingMethod or ShippingMethodType id.")
    method = call.row(
        "SELECT m.*, l.price FROM shipping_method m LEFT JOIN shipping_method_listing l ON l.method_id = m.id"
        " AND l.channel_id = %s"
        " WHERE m.id = %s",
        channel["id"],
        ids.number(id, kind),
    )
    if method is None:
        raise refuse("shippingMethod", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    if method["price"] is None:
        raise refuse(
            "shippingMethod", "SHIPPING_METHOD_NOT_APPLICABLE", "Shipping method not available in the given channel."
        )
    return {
        "shipping_method_id": f"ShippingMethod:{method['id']}",
        "shipping_method_name": method["name"],
        "shipping_price": method["price"],
        "shipping_metadata": method["metadata"],
    }


def _unpublished(call: Call, channel_id: int, variant_ids: list[int]) -> list[int]:
    """Return those of these variants whose product is not published in a channel."""
    return [
        row["id"]
        for row in call.rows(
            "SELECT v.id FROM variant v WHERE v.id = ANY(%s) AND NOT EXISTS (SELECT 1 FROM product_listing l WHERE"
            f" l.product_id = v.product_id AND l.channel_id = %s AND {PUBLISHED}) ORDER BY v.id",
            variant_ids,
            channel_id,
        )
    ]


def _unfit(call: Call, row: Row, lines: list[Row]) -> list[dict[str, Any]]:
    """Return what of its channel keeps a draft from being completed."""
    errors = []
    if not call.value("SELECT is_active FROM channel WHERE id = %s", row["channel_id"]):
        errors.append(error("channel", "CHANNEL_INACTIVE", "Cannot complete draft order with inactive channel."))
    if _unpublished(call, row["channel_id"], [line["variant_id"] for line in lines]):
        errors.append(error("lines", "PRODUCT_NOT_PUBLISHED", "Can't finalize draft with unpublished product."))
    closed = [
        ids.to_global("OrderLine", line["id"])
        for line in lines
        if not call.value(
            "SELECT 1 FROM product_listing l JOIN variant v ON v.product_id = l.product_id WHERE v.id = %s AND"
            " l.channel_id = %s AND l.available_for_purchase_at <= now()",
            line["variant_id"],
            row["channel_id"],
        )
    ]
    if closed:
        message = "Can't finalize draft with product unavailable for purchase."
        errors.append(error("lines", "PRODUCT_UNAVAILABLE_FOR_PURCHASE", message, order_lines=closed))
    return errors


def _lines(call: Call, channel: Row, given: list[dict[str, Any]]) -> list[NewLine]:
    named = [ids.number(line["variant_id"], "ProductVariant") for line in given]
    if hidden := _unpublished(call, channel["id"], named):
        raise refuse(
            "lines",
            "PRODUCT_NOT_PUBLISHED",
            "Can't add product variant that are not published in the channel associated with this draft order.",
            variants=[ids.to_global("ProductVariant", key) for key in hidden],
        )
    made: dict[tuple[int, Decimal | None, int], NewLine] = {}
    for place, line in enumerate(given):
        variant = call.get("variant", ids.number(line["variant_id"], "ProductVariant"))
        if variant is None:
            raise refuse("variantId", "NOT_FOUND", f"Couldn't resolve to a node: {line['variant_id']}")
        if line["quantity"] < 1:
            raise refuse(
                "quantity", "ZERO_QUANTITY", "Ensure this value is greater than 0.", variants=[line["variant_id"]]
            )
        listed = call.value(
            "SELECT vl.price FROM variant_listing vl WHERE vl.variant_id = %s AND vl.channel_id = %s",
            variant["id"],
            channel["id"],
        )
        if listed is None:
            raise refuse(
                "lines",
                "NOT_AVAILABLE_IN_CHANNEL",
                "Can't add product that is not available in channel.",
                variants=[line["variant_id"]],
            )
        price = quantize(line["price"], channel["currency_code"]) if line.get("price") is not None else None
        key = (variant["id"], price, place if line.get("force_new_line") else -1)
        units = line["quantity"] + (made[key].quantity if key in made else 0)
        made[key] = NewLine(variant["id"], units, listed if price is None else price, listed, price is not None)
    return list(made.values())


@mutation("draftOrderComplete")
def draft_order_complete(call: Call, id: str) -> dict[str, Any]:
    row = locked(call, id)
    if row["status"] != "DRAFT":
        raise refuse("id", "INVALID", "The order is not draft.")
    lines = call.rows("SELECT * FROM order_line WHERE order_id = %s ORDER BY place", row["id"])
    errors = []
    if not lines:
        errors.append(error("lines", "REQUIRED", "Could not create order without any products."))
    if any(line["is_shipping_required"] for line in lines):
        if row["shipping_address"] is None:
            errors.append(error("order", "ORDER_NO_SHIPPING_ADDRESS", "Can't finalize draft with no shipping address."))
        if row["shipping_method_id"] is None:
            errors.append(error("shipping", "SHIPPING_METHOD_REQUIRED", "Shipping method is required."))
    if row["billing_address"] is None:
        errors.append(error("order", "BILLING_ADDRESS_NOT_SET", "Can't finalize draft with no billing address."))
    errors += _unfit(call, row, lines)
    if errors:
        raise Refused(*errors)
    try:
        allocate_order(call, row, count_allocations=True)
    except InsufficientStock as exc:
        free = available(call, exc.variant_ids, row["channel_id"])
        short = [line for line in lines if line["variant_id"] in exc.variant_ids]
        raise Refused(
            *[
                error(
                    "lines",
                    "INSUFFICIENT_STOCK",
                    f"Insufficient product stock. Only {free[line['variant_id']]} remaining.",
                    order_lines=[ids.to_global("OrderLine", line["id"])],
                    variants=[ids.to_global("ProductVariant", line["variant_id"])],
                )
                for line in short
            ]
        ) from None
    set_sums(call, row["id"])
    status = first_status(call, row["channel_id"])
    call.run(
        "UPDATE orders SET status = %s, is_priced = true, created = now(), updated_at = now() WHERE id = %s",
        status,
        row["id"],
    )
    note(call, row["id"], "PLACED_FROM_DRAFT")
    emit_order(call, "ORDER_CREATED", row["id"])
    update_order(call, row["id"])
    if status == "UNFULFILLED":
        note(call, row["id"], "CONFIRMED")
        emit_order(call, "ORDER_CONFIRMED", row["id"])
    return {"order": fresh(call, row)}


@mutation("draftOrderDelete")
def draft_order_delete(call: Call, id: str | None = None, external_reference: str | None = None) -> dict[str, Any]:
    if id is None:
        key = call.value("SELECT id FROM orders WHERE external_reference = %s", external_reference)
        if key is None:
            raise refuse("externalReference", "NOT_FOUND", f"Couldn't resolve to a node: {external_reference}")
        id = ids.to_global("Order", key)
    row = locked(call, id)
    if row["status"] != "DRAFT":
        raise refuse("id", "INVALID", "Provided order id belongs to non-draft order.")
    call.world.deliveries.emit(call, "DRAFT_ORDER_DELETED", {"order": str(row["id"])})
    call.run("DELETE FROM orders WHERE id = %s", row["id"])
    return {"order": row}
