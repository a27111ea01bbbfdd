"""Orders: finding, showing, confirming, cancelling, marking as paid."""

from decimal import Decimal
from typing import Any

from .. import ids
from ..checkouts import as_shipping_method
from ..money import money, taxed
from ..paging import page
from ..payments import add_event, emit_order, note, recalculate, sums
from ..problems import NotImplementedHere, Refused, error, refuse
from ..registry import field, mutation, query
from ..stock import release
from ..store import Call, Row
from .common import as_dict, metadata_where
from .shop import setting

SORTS = {
    "NUMBER": ("t.number::int", "int"),
    "CREATED_AT": ("t.created", "timestamptz"),
    "LAST_MODIFIED_AT": ("t.updated_at", "timestamptz"),
    "STATUS": ("t.status", "text"),
}


# Finding -------------------------------------------------------------------------------------------------------------


@query("order")
def order(call: Call, id: str | None = None, external_reference: str | None = None) -> Row | None:
    # Whoever knows the id may read it: it is a secret of its bearer.
    if id is not None:
        return call.get("orders", ids.unique(id, "Order")) if ids.split(id)[0] == "Order" else None
    return call.row("SELECT * FROM orders WHERE external_reference = %s", external_reference)


def _choice(column: str, asked: dict[str, Any], convert: Any = None) -> tuple[list[str], list[Any]]:
    clauses, values = [], []
    turn = convert or (lambda one: one)
    if asked.get("eq") is not None:
        clauses.append(f"{column} = %s")
        values.append(turn(asked["eq"]))
    if asked.get("one_of") is not None:
        clauses.append(f"{column} = ANY(%s)")
        values.append([turn(one) for one in asked["one_of"]])
    for name, sign in (("gte", ">="), ("lte", "<=")):
        bound = (asked.get("range") or {}).get(name, asked.get(name))
        if bound is not None:
            clauses.append(f"{column} {sign} %s")
            values.append(bound)
    return clauses, values


def _where(given: dict[str, Any]) -> tuple[str, list[Any]]:
    clauses, values = ["true"], []
    columns: dict[str, tuple[str, Any]] = {
        "number": ("t.number::int", None),
        "channel_id": ("t.channel_id", lambda one: ids.number(one, "Channel")),
        "created_at": ("t.created", None),
        "updated_at": ("t.updated_at", None),
        "user": ("t.user_id", lambda one: ids.number(one, "User")),
        "user_email": ("t.user_email", None),
        "authorize_status": ("t.authorize_status", None),
        "charge_status": ("t.charge_status", None),
        "status": ("t.status", None),
        "checkout_token": ("t.checkout_id", None),
        "checkout_id": ("t.checkout_id", lambda one: ids.unique(one, "Checkout")),
    }
    for name, (column, convert) in columns.items():
        if given.get(name):
            more, found = _choice(column, given[name], convert)
            clauses += more
            values += found
    if given.get("ids") is not None:
        clauses.append("t.id = ANY(%s)")
        values.append([ids.unique(one, "Order") for one in given["ids"]])
    if given.get("metadata"):
        sql, found = metadata_where(given["metadata"])
        clauses.append(sql)
        values += found
    for name, word in (("and", " AND "), ("or", " OR ")):
        if given.get(name):
            parts = [_where(part) for part in given[name]]
            clauses.append("(" + word.join(f"({sql})" for sql, _ in parts) + ")")
            values += [value for _, found in parts for value in found]
    return " AND ".join(clauses), values


def _page(
    call: Call, name: str, sql: str, values: list[Any], sort_by: dict[str, Any] | None, window: dict[str, Any]
) -> dict[str, Any]:
    key, kind = SORTS[sort_by["field"]] if sort_by else SORTS["CREATED_AT"]
    down = sort_by["direction"] == "DESC" if sort_by else True
    return page(call, name, sql, tuple(values), key=key, key_type=kind, pk_type="uuid", descending=down, **window)


@query("orders")
def orders(
    call: Call,
    where: dict[str, Any] | None = None,
    sort_by: dict[str, Any] | None = None,
    channel: str | None = None,
    **window: Any,
) -> dict[str, Any]:
    sql, values = _where(where or {})
    sql = f"FROM orders t WHERE t.status <> 'DRAFT' AND {sql}"
    if channel is not None:
        sql += " AND t.channel_id = (SELECT id FROM channel WHERE slug = %s)"
        values.append(channel)
    return _page(call, "orders", sql, values, sort_by, window)


@query("draftOrders")
def draft_orders(call: Call, sort_by: dict[str, Any] | None = None, **window: Any) -> dict[str, Any]:
    return _page(call, "draftOrders", "FROM orders t WHERE t.status = 'DRAFT'", [], sort_by, window)


# Showing -------------------------------------------------------------------------------------------------------------


@field("Order", "user")
def user_of(row: Row, call: Call) -> Row | None:
    return call.parent(row, "account", "user_id")


@field("Order", "trackingClientId")
def tracking_client_id(row: Row, call: Call) -> str:
    return ""


@field("Order", "token")
def token_of(row: Row, call: Call) -> str:
    return str(row["id"])


@field("Order", "checkoutId")
def checkout_id(row: Row, call: Call) -> str | None:
    return ids.to_global("Checkout", row["checkout_id"]) if row["checkout_id"] else None


@field("Order", "languageCodeEnum")
def language(row: Row, call: Call) -> str:
    return row["language_code"]  # type: ignore[no-any-return]


@field("Order", "statusDisplay")
@field("Fulfillment", "statusDisplay")
def status_display(row: Row, call: Call) -> str:
    return row["status"].replace("_", " ").capitalize()  # type: ignore[no-any-return]


@field("Order", "lines")
def lines(row: Row, call: Call) -> list[Row]:
    return call.children(row, "order_line", "order_id", "place")


@field("Order", "fulfillments")
def fulfillments(row: Row, call: Call) -> list[Row]:
    return call.children(row, "fulfillment", "order_id")


@field("Order", "transactions")
def transactions(row: Row, call: Call) -> list[Row]:
    return call.children(row, "payment_transaction", "order_id", "created_at")


@field("Order", "isShippingRequired")
def is_shipping_required(row: Row, call: Call) -> bool:
    return any(line["is_shipping_required"] for line in lines(row, call))


@field("Order", "isPaid")
def is_paid(row: Row, call: Call) -> bool:
    # Compared with the whole total, granted refunds or not.
    return _amounts(row, call)["charged"] >= (row["total"] if row["is_priced"] else 0)


def _work_out(row: Row, call: Call) -> None:
    """Note that a draft's prices were asked for: until then its total is 0, in this answer's `isPaid` still."""
    if not row["is_priced"]:
        call.run("UPDATE orders SET is_priced = true WHERE id = %s", row["id"])


def _amounts(row: Row, call: Call) -> dict[str, Decimal]:
    return sums(transactions(row, call))


@field("Order", "paymentStatus")
def payment_status(row: Row, call: Call) -> str:
    amounts = _amounts(row, call)
    if amounts["refunded"] > 0:
        return "FULLY_REFUNDED" if amounts["refunded"] >= row["total"] else "PARTIALLY_REFUNDED"
    if amounts["charged"] > 0:
        return "FULLY_CHARGED" if amounts["charged"] >= row["total"] else "PARTIALLY_CHARGED"
    return "PENDING" if amounts["charge_pending"] > 0 else "NOT_CHARGED"


for _name, _column in (
    ("total", "total"),
    ("subtotal", "subtotal"),
    ("undiscountedTotal", "undiscounted_total"),
    ("shippingPrice", "shipping_price"),
):

    @field("Order", _name)
    def price(row: Row, call: Call, column: str = _column) -> dict[str, Any]:
        _work_out(row, call)
        return taxed(row[column], row["currency"])


for _name, _part in (
    ("totalAuthorized", "authorized"),
    ("totalCharged", "charged"),
    ("totalCanceled", "canceled"),
    ("totalRefunded", "refunded"),
    ("totalRefundPending", "refund_pending"),
    ("totalAuthorizePending", "authorize_pending"),
    ("totalChargePending", "charge_pending"),
    ("totalCancelPending", "cancel_pending"),
):

    @field("Order", _name)
    def amount(row: Row, call: Call, part: str = _part) -> dict[str, Any]:
        return money(_amounts(row, call)[part], row["currency"])


def _granted(row: Row, call: Call) -> Decimal:
    return sum((one["amount"] for one in call.children(row, "granted_refund", "order_id")), Decimal(0))


@field("Order", "totalBalance")
def total_balance(row: Row, call: Call) -> dict[str, Any]:
    return money(_amounts(row, call)["charged"] - max(row["total"] - _granted(row, call), Decimal(0)), row["currency"])


@field("Order", "totalGrantedRefund")
def total_granted(row: Row, call: Call) -> dict[str, Any]:
    return money(_granted(row, call), row["currency"])


@field("Order", "totalRemainingGrant")
def total_remaining_grant(row: Row, call: Call) -> dict[str, Any]:
    amounts = _amounts(row, call)
    left = _granted(row, call) - amounts["refunded"] - amounts["refund_pending"]
    return money(max(left, Decimal(0)), row["currency"])


@field("Order", "grantedRefunds")
def granted_refunds(row: Row, call: Call) -> list[Row]:
    return call.children(row, "granted_refund", "order_id")


@field("Order", "deliveryMethod")
def delivery_method(row: Row, call: Call) -> Row | None:
    if row["collection_point_id"] is not None:
        found = call.get("warehouse", row["collection_point_id"])
        return Row({**found, "__typename": "Warehouse"}) if found else None
    if not row["shipping_method_id"]:
        return None
    # Delivery days are not kept on an order; the metadata is what the shipping app answered.
    return as_shipping_method(
        {
            "method_id": row["shipping_method_id"],
            "name": row["shipping_method_name"],
            "price": row["shipping_price"],
            "currency": row["currency"],
            "metadata": row["shipping_metadata"],
            "private_metadata": {},
            "description": None,
            "minimum_delivery_days": None,
            "maximum_delivery_days": None,
        }
    )


@field("Order", "events")
def events(row: Row, call: Call) -> list[Row]:
    return call.children(row, "order_event", "order_id")


@field("OrderEvent", "user")
@field("OrderGrantedRefund", "user")
def event_user(row: Row, call: Call) -> Row | None:
    return call.get("account", row["user_id"])


@field("OrderEvent", "app")
@field("OrderGrantedRefund", "app")
def event_app(row: Row, call: Call) -> Row | None:
    return call.get("app", row["app_id"])


for _name, _key in (("message", "message"), ("email", "email"), ("amount", "amount"), ("reference", "reference")):

    @field("OrderEvent", _name)
    def parameter(row: Row, call: Call, key: str = _key) -> Any:
        return row["parameters"].get(key)


@field("OrderEvent", "orderNumber")
def event_order_number(row: Row, call: Call) -> str | None:
    above = call.parent(row, "orders", "order_id")
    return above["number"] if above else None


# Lines ---------------------------------------------------------------------------------------------------------------


def _above(row: Row, call: Call) -> Row:
    found = call.parent(row, "orders", "order_id")
    if found is None:
        raise LookupError("a line without its order")
    return found


@field("OrderLine", "variant")
def line_variant(row: Row, call: Call) -> Row | None:
    return call.get("variant", row["variant_id"], channel=_above(row, call)["channel_id"])


@field("OrderLine", "quantityToFulfill")
def to_fulfill(row: Row, call: Call) -> int:
    return row["quantity"] - row["quantity_fulfilled"]  # type: ignore[no-any-return]


@field("OrderLine", "taxRate")
def tax_rate(row: Row, call: Call) -> float:
    return 0.0


@field("OrderLine", "thumbnail")
def line_thumbnail(row: Row, call: Call, size: int | None = None, format: str = "ORIGINAL") -> dict[str, Any] | None:
    from .pictures import thumbnail

    variant = call.get("variant", row["variant_id"])
    product = call.get("product", variant["product_id"]) if variant else None
    return thumbnail(product, call, size, format) if product else None


for _name, _column, _times in (
    ("unitPrice", "unit_price", False),
    ("undiscountedUnitPrice", "undiscounted_unit_price", False),
    ("totalPrice", "unit_price", True),
    ("undiscountedTotalPrice", "undiscounted_unit_price", True),
):

    @field("OrderLine", _name)
    def line_price(row: Row, call: Call, column: str = _column, times: bool = _times) -> dict[str, Any]:
        _work_out(_above(row, call), call)
        return taxed(row[column] * (row["quantity"] if times else 1), _above(row, call)["currency"])


@field("OrderLine", "unitDiscount")
def unit_discount(row: Row, call: Call) -> dict[str, Any]:
    return money(row["undiscounted_unit_price"] - row["unit_price"], _above(row, call)["currency"])


@field("OrderLine", "allocations")
def allocations(row: Row, call: Call) -> list[Row]:
    return call.children(row, "allocation", "order_line_id")


@field("Allocation", "warehouse")
def allocation_warehouse(row: Row, call: Call) -> Row | None:
    found = call.parent(row, "stock", "stock_id")
    return call.parent(found, "warehouse", "warehouse_id") if found else None


# Changes -------------------------------------------------------------------------------------------------------------


def locked(call: Call, id: str | None, field_name: str = "id") -> Row:
    """Return an order, locked until the transaction ends, or refuse."""
    if id is None:
        raise refuse(field_name, "GRAPHQL_ERROR", "An order is required.")
    found = call.row("SELECT * FROM orders WHERE id = %s FOR UPDATE", ids.unique(id, "Order"))
    if found is None:
        raise refuse(field_name, "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    return found


def fresh(call: Call, row: Row) -> Row:
    """Return an order as it is now."""
    call.forget()
    return call.one("SELECT * FROM orders WHERE id = %s", row["id"])


@mutation("orderUpdate")
def order_update(
    call: Call, input: dict[str, Any], id: str | None = None, external_reference: str | None = None
) -> dict[str, Any]:
    if id is None:
        found = call.row("SELECT * FROM orders WHERE external_reference = %s FOR UPDATE", external_reference)
        if found is None:
            raise refuse("externalReference", "NOT_FOUND", f"Couldn't resolve to a node: {external_reference}")
        row = found
    else:
        row = locked(call, id)
    if row["status"] == "DRAFT":
        raise refuse("id", "INVALID", "Provided order id belongs to draft order.")
    values = {name: input[name] for name in ("user_email", "external_reference") if input.get(name) is not None}
    if "external_reference" in values and call.value(
        "SELECT 1 FROM orders WHERE external_reference = %s AND id <> %s", values["external_reference"], row["id"]
    ):
        raise refuse("externalReference", "UNIQUE", "Order with this External reference already exists.")
    for column in ("metadata", "private_metadata"):
        if input.get(column):
            values[column] = row[column] | as_dict(input[column])
    call.update("orders", row["id"], values)
    call.run("UPDATE orders SET updated_at = now() WHERE id = %s", row["id"])
    return {"order": fresh(call, row)}


@mutation("orderConfirm")
def order_confirm(call: Call, id: str) -> dict[str, Any]:
    row = locked(call, id)
    if row["status"] != "UNCONFIRMED":
        raise refuse("id", "INVALID", "Provided order id belongs to an order with status different than unconfirmed.")
    call.update("orders", row["id"], {"status": "UNFULFILLED"})
    note(call, row["id"], "CONFIRMED")
    call.run("UPDATE orders SET updated_at = now() WHERE id = %s", row["id"])
    emit_order(call, "ORDER_CONFIRMED", row["id"])
    return {"order": fresh(call, row)}


@mutation("orderCancel")
def order_cancel(call: Call, id: str) -> dict[str, Any]:
    row = locked(call, id)
    live = call.value("SELECT 1 FROM fulfillment WHERE order_id = %s AND status <> 'CANCELED' LIMIT 1", row["id"])
    if live or row["status"] in ("CANCELED", "DRAFT", "EXPIRED"):
        raise refuse("order", "CANNOT_CANCEL_ORDER", "This order can't be canceled.")
    release(call, [line["id"] for line in call.rows("SELECT id FROM order_line WHERE order_id = %s", row["id"])])
    # The money stays where it is: a cancel does not refund.
    call.run("UPDATE orders SET status = 'CANCELED', updated_at = now() WHERE id = %s", row["id"])
    note(call, row["id"], "CANCELED")
    emit_order(call, "ORDER_CANCELLED", row["id"])
    return {"order": fresh(call, row)}


@mutation("orderMarkAsPaid")
def order_mark_as_paid(call: Call, id: str, transaction_reference: str | None = None) -> dict[str, Any]:
    row = locked(call, id)
    channel = call.one("SELECT * FROM channel WHERE id = %s", row["channel_id"])
    if setting(channel, "order_settings", "mark_as_paid_strategy") != "TRANSACTION_FLOW":
        raise NotImplementedHere("orderMarkAsPaid in a channel whose markAsPaidStrategy is PAYMENT_FLOW")
    if call.value("SELECT 1 FROM payment_transaction WHERE order_id = %s LIMIT 1", row["id"]):
        raise Refused(error("id", "PAYMENT_ERROR", "Orders with payments can not be manually marked as paid."))
    made = call.insert(
        "payment_transaction",
        {
            "order_id": row["id"],
            "currency": row["currency"],
            "name": "Manual charge",
            "app_id": call.caller.app_id,
            "app_identifier": call.caller.identifier,
            "user_id": call.caller.user_id,
            "psp_reference": transaction_reference or "",
        },
    )
    add_event(call, made, "CHARGE_SUCCESS", row["total"], psp_reference=transaction_reference or "")
    note(call, row["id"], "ORDER_MARKED_AS_PAID")
    recalculate(call, made["id"])
    emit_order(call, "ORDER_PAID", row["id"])
    return {"order": fresh(call, row)}
