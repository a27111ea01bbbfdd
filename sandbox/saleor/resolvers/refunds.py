"""Granted refunds: how much is to be given back for which lines, and asking the payment app for it."""

import uuid
from decimal import Decimal
from typing import Any

from .. import ids
from ..money import money, quantize
from ..payments import update_order
from ..problems import refuse
from ..registry import field, mutation
from ..store import Call, Row
from .orders import fresh, locked
from .payments import ask_app, named


@field("OrderGrantedRefund", "amount")
def amount_of(row: Row, call: Call) -> dict[str, Any]:
    return money(row["amount"], row["currency"])


@field("OrderGrantedRefund", "lines")
def lines_of(row: Row, call: Call) -> list[Row]:
    return call.children(row, "granted_refund_line", "granted_refund_id")


@field("OrderGrantedRefund", "transaction")
def transaction_of(row: Row, call: Call) -> Row | None:
    return call.get("payment_transaction", row["transaction_id"])


@field("OrderGrantedRefund", "transactionEvents")
def events_of(row: Row, call: Call) -> list[Row]:
    return call.children(row, "transaction_event", "granted_refund_id")


@mutation("orderGrantRefundCreate")
def order_grant_refund_create(call: Call, id: str, input: dict[str, Any]) -> dict[str, Any]:
    # The transaction before the order, as everybody locks them.
    transaction = named(call, input["transaction_id"], lock=True)
    row = locked(call, id)
    if transaction["order_id"] != row["id"]:
        raise refuse("transactionId", "INVALID", "Transaction does not belong to the order.")
    if input.get("amount") is None and not input.get("lines") and not input.get("grant_refund_for_shipping"):
        raise refuse("amount", "REQUIRED", "At least amount, lines or grantRefundForShipping need to be provided.")
    shipping = bool(input.get("grant_refund_for_shipping"))
    if shipping and call.value(
        "SELECT 1 FROM granted_refund WHERE order_id = %s AND shipping_costs_included", row["id"]
    ):
        raise refuse(
            "grantRefundForShipping", "SHIPPING_COSTS_ALREADY_GRANTED", "Shipping price has already been granted."
        )
    wanted = _lines(call, row, input.get("lines") or [])
    amount = sum((line["unit_price"] * units for line, units, _ in wanted), Decimal(0))
    amount += row["shipping_price"] if shipping else 0
    left = transaction["charged"]
    if input.get("amount") is not None:
        amount = quantize(input["amount"], row["currency"])
        if amount > left:
            raise refuse(
                "amount", "AMOUNT_GREATER_THAN_AVAILABLE", "Provided amount is greater than what can be refunded."
            )
    else:
        # Worked out from lines it is cut to what is left, down to nothing.
        amount = min(amount, left)
    made = call.insert(
        "granted_refund",
        {
            "order_id": row["id"],
            "transaction_id": transaction["id"],
            "amount": amount,
            "currency": row["currency"],
            "reason": input.get("reason") or "",
            "shipping_costs_included": shipping,
            "user_id": call.caller.user_id,
            "app_id": call.caller.app_id,
        },
    )
    for line, units, reason in wanted:
        call.insert(
            "granted_refund_line",
            {"granted_refund_id": made["id"], "order_line_id": line["id"], "quantity": units, "reason": reason},
        )
    update_order(call, row["id"])
    return {"order": fresh(call, row), "granted_refund": made}


def _lines(call: Call, order: Row, given: list[dict[str, Any]]) -> list[tuple[Row, int, str | None]]:
    wanted = []
    for entry in given:
        key = ids.unique(entry["id"], "OrderLine")
        line = call.row("SELECT * FROM order_line WHERE id = %s AND order_id = %s", key, order["id"])
        bad = {"lineId": entry["id"], "line_id": entry["id"], "field": "lines"}
        if line is None:
            raise refuse(
                "lines",
                "NOT_FOUND",
                "Could not resolve to a line of the order.",
                lines=[{**bad, "code": "NOT_FOUND", "message": "Could not resolve to a line."}],
            )
        granted = call.value(
            "SELECT coalesce(sum(l.quantity), 0)::int FROM granted_refund_line l JOIN granted_refund g ON g.id"
            " = l.granted_refund_id"
            " WHERE l.order_line_id = %s AND g.status <> 'FAILURE'",
            key,
        )
        if entry["quantity"] < 1 or entry["quantity"] + granted > line["quantity"]:
            text = "Cannot grant refund for more than the available quantity for the line."
            raise refuse(
                "lines", "INVALID", text, lines=[{**bad, "code": "QUANTITY_GREATER_THAN_AVAILABLE", "message": text}]
            )
        wanted.append((line, entry["quantity"], entry.get("reason")))
    return wanted


@mutation("transactionRequestRefundForGrantedRefund")
def transaction_request_refund_for_granted_refund(
    call: Call, granted_refund_id: str, id: str | None = None, token: uuid.UUID | None = None
) -> dict[str, Any]:
    transaction = named(call, id, token, lock=True)
    grant = call.row(
        "SELECT * FROM granted_refund WHERE id = %s FOR UPDATE", ids.number(granted_refund_id, "OrderGrantedRefund")
    )
    if grant is None:
        raise refuse("grantedRefundId", "NOT_FOUND", f"Couldn't resolve to a node: {granted_refund_id}")
    if grant["order_id"] != transaction["order_id"]:
        raise refuse("grantedRefundId", "INVALID", "The granted refund belongs to different order than transaction.")
    if grant["status"] == "PENDING":
        raise refuse("grantedRefundId", "REFUND_IS_PENDING", "Refund is pending.")
    if grant["status"] == "SUCCESS":
        raise refuse("grantedRefundId", "REFUND_ALREADY_PROCESSED", "Refund already processed.")
    if grant["amount"] > transaction["charged"]:
        raise refuse(
            "grantedRefundId", "AMOUNT_GREATER_THAN_AVAILABLE", "The granted refund is greater than what was charged."
        )
    ask_app(call, transaction, "REFUND", grant["amount"], grant_id=grant["id"])
    call.run("UPDATE granted_refund SET status = 'PENDING', updated_at = now() WHERE id = %s", grant["id"])
    return {"transaction": call.one("SELECT * FROM payment_transaction WHERE id = %s", transaction["id"])}
