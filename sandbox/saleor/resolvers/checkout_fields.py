"""What a checkout shows: its prices, how far it is paid, its deliveries and its problems."""

from decimal import Decimal
from typing import Any

from .. import ids
from ..checkouts import as_shipping_method as method_row
from ..checkouts import (
    calculate_deliveries,
    collection_points,
    currency_of,
    delivery_of,
    is_stale,
    lines_of,
    needs_shipping,
    payment_state,
    priced,
    totals,
)
from ..money import money, taxed
from ..problems import PermissionDenied
from ..registry import field
from ..stock import available
from ..store import Call, Row

for _kind in ("Checkout", "Order"):

    @field(_kind, "channel")
    def channel_of(row: Row, call: Call) -> Row | None:
        return call.parent(row, "channel", "channel_id")


@field("Checkout", "user")
def user_of(row: Row, call: Call) -> Row | None:
    if (
        row["user_id"] is not None
        and row["user_id"] != call.caller.user_id
        and not call.may("MANAGE_USERS", "HANDLE_PAYMENTS")
    ):
        raise PermissionDenied(("MANAGE_USERS", "HANDLE_PAYMENTS", "OWNER"))
    return call.parent(row, "account", "user_id")


@field("Checkout", "token")
def token_of(row: Row, call: Call) -> Any:
    return row["id"]


@field("Checkout", "lines")
def lines(row: Row, call: Call) -> list[Row]:
    return lines_of(call, row)


@field("Checkout", "quantity")
def quantity(row: Row, call: Call) -> int:
    return sum(line["quantity"] for line in lines_of(call, row))


@field("Checkout", "isShippingRequired")
def is_shipping_required(row: Row, call: Call) -> bool:
    return needs_shipping(call, row)


@field("Checkout", "displayGrossPrices")
@field("Order", "displayGrossPrices")
def display_gross(row: Row, call: Call) -> bool:
    return True


for _name, _part in (("subtotalPrice", "subtotal"), ("shippingPrice", "shipping"), ("totalPrice", "total")):

    @field("Checkout", _name)
    def price(row: Row, call: Call, part: str = _part) -> dict[str, Any]:
        return taxed(totals(call, row)[part], currency_of(call, row))


@field("Checkout", "totalBalance")
def total_balance(row: Row, call: Call) -> dict[str, Any]:
    return money(payment_state(call, row)["balance"], currency_of(call, row))


@field("Checkout", "chargeStatus")
def charge_status(row: Row, call: Call) -> str:
    return payment_state(call, row)["charge_status"]  # type: ignore[no-any-return]


@field("Checkout", "authorizeStatus")
def authorize_status(row: Row, call: Call) -> str:
    return payment_state(call, row)["authorize_status"]  # type: ignore[no-any-return]


@field("Checkout", "transactions")
def transactions(row: Row, call: Call) -> list[Row]:
    return call.children(row, "payment_transaction", "checkout_id", "created_at")


@field("Checkout", "delivery")
def delivery(row: Row, call: Call) -> Row | None:
    return delivery_of(call, row)


@field("Delivery", "id")
def delivery_id(row: Row, call: Call) -> str:
    return ids.to_global("CheckoutDelivery", row["id"])


@field("Delivery", "shippingMethod")
def delivery_shipping_method(row: Row, call: Call) -> Row:
    return method_row(dict(row))


@field("ShippingMethod", "id")
def shipping_method_id(row: Row, call: Call) -> str:
    kind, _, key = row["method_id"].partition(":")
    return ids.to_global(kind, key)


@field("ShippingMethod", "price")
def shipping_method_price(row: Row, call: Call) -> dict[str, Any]:
    return money(row["price"], row["currency"])


@field("Checkout", "deliveryMethod")
def delivery_method(row: Row, call: Call) -> Row | None:
    if row["collection_point_id"] is not None:
        found = call.get("warehouse", row["collection_point_id"])
        return Row({**found, "__typename": "Warehouse"}) if found else None
    chosen = delivery_of(call, row)
    return method_row(dict(chosen)) if chosen else None


@field("Checkout", "shippingMethods")
def shipping_methods(row: Row, call: Call) -> list[Row]:
    if row["deliveries_at"] is None and call.rendering is None:
        return [method_row(dict(one)) for one in calculate_deliveries(call, row)]
    return [
        method_row(dict(one))
        for one in call.rows(
            "SELECT * FROM checkout_delivery WHERE checkout_id = %s AND active ORDER BY price, place", row["id"]
        )
    ]


@field("Checkout", "availableCollectionPoints")
def available_collection_points(row: Row, call: Call) -> list[Row]:
    return collection_points(call, row)


@field("Checkout", "availablePaymentGateways")
def payment_gateways(row: Row, call: Call) -> list[dict[str, Any]]:
    currency = currency_of(call, row)
    found = [
        {
            "id": "saleor.io.gift-card-payment-gateway",
            "name": "Gift Card Payment Gateway",
            "config": [],
            "currencies": [currency],
        }
    ]
    for hook in call.world.deliveries.hooks("TRANSACTION_INITIALIZE_SESSION"):
        app = call.get("app", hook["app_id"])
        found.append(
            {"id": hook["app_identifier"], "name": app["name"] if app else "", "config": [], "currencies": [currency]}
        )
    return found


@field("PaymentGateway", "id")
def gateway_id(row: dict[str, Any], call: Call) -> str:
    return row["id"]  # type: ignore[no-any-return]


@field("Checkout", "problems")
def problems(row: Row, call: Call) -> list[Row]:
    found: list[Row] = []
    chosen = delivery_of(call, row)
    if chosen is not None:
        if not chosen["active"]:
            found.append(Row({"__typename": "CheckoutProblemDeliveryMethodInvalid", "delivery": chosen}))
        elif is_stale(row):
            found.append(Row({"__typename": "CheckoutProblemDeliveryMethodStale", "delivery": chosen}))
    for line in lines_of(call, row):
        found += line_problems(line, call)
    return found


# Lines shown ---------------------------------------------------------------------------------------------------------


def _above(line: Row, call: Call) -> Row:
    found = call.parent(line, "checkout", "checkout_id")
    if found is None:
        raise LookupError("a line without its checkout")
    return found


@field("CheckoutLine", "variant")
def line_variant(row: Row, call: Call) -> Row | None:
    return call.get("variant", row["variant_id"], channel=_above(row, call)["channel_id"])


@field("CheckoutLine", "requiresShipping")
def line_requires_shipping(row: Row, call: Call) -> bool:
    return bool(
        call.value(
            "SELECT t.is_shipping_required FROM variant v JOIN product p ON p.id = v.product_id"
            " JOIN product_type t ON t.id = p.product_type_id WHERE v.id = %s",
            row["variant_id"],
        )
    )


def _line_amount(row: Row, call: Call, column: str, units: int) -> tuple[Decimal | None, str]:
    above = priced(call, _above(row, call))
    current = next((one for one in lines_of(call, above) if one["id"] == row["id"]), row)
    amount = current[column]
    return (None if amount is None else amount * units), currency_of(call, above)


for _name, _column, _total in (("unitPrice", "unit_price", False), ("totalPrice", "unit_price", True)):

    @field("CheckoutLine", _name)
    def line_taxed(row: Row, call: Call, column: str = _column, total: bool = _total) -> dict[str, Any]:
        amount, currency = _line_amount(row, call, column, row["quantity"] if total else 1)
        return taxed(amount or Decimal(0), currency)


for _name, _column, _total in (
    ("undiscountedUnitPrice", "undiscounted_unit_price", False),
    ("undiscountedTotalPrice", "undiscounted_unit_price", True),
    ("priorUnitPrice", "prior_unit_price", False),
    ("priorTotalPrice", "prior_unit_price", True),
):

    @field("CheckoutLine", _name)
    def line_money(row: Row, call: Call, column: str = _column, total: bool = _total) -> dict[str, Any] | None:
        amount, currency = _line_amount(row, call, column, row["quantity"] if total else 1)
        return None if amount is None else money(amount, currency)


@field("CheckoutLine", "problems")
def line_problems(row: Row, call: Call) -> list[Row]:
    above = _above(row, call)
    variant = call.get("variant", row["variant_id"], channel=above["channel_id"])
    sold = call.value(
        "SELECT 1 FROM variant v JOIN product_listing l ON l.product_id = v.product_id AND l.channel_id = %s"
        " AND l.is_published"
        " AND (l.published_at IS NULL OR l.published_at <= now()) AND l.available_for_purchase_at <= now()"
        " JOIN variant_listing vl ON vl.variant_id = v.id AND vl.channel_id = l.channel_id AND vl.price IS NOT"
        " NULL WHERE v.id = %s",
        above["channel_id"],
        row["variant_id"],
    )
    if variant is None or not sold:
        return [Row({"__typename": "CheckoutLineProblemVariantNotAvailable", "line": row})]
    if not variant["track_inventory"]:
        return []
    left = available(call, [variant["id"]], above["channel_id"])[variant["id"]]
    wanted = sum(line["quantity"] for line in lines_of(call, above) if line["variant_id"] == variant["id"])
    if wanted <= left:
        return []
    return [
        Row(
            {
                "__typename": "CheckoutLineProblemInsufficientStock",
                "available_quantity": left,
                "line": row,
                "variant": variant,
            }
        )
    ]
