"""Checkouts: making them, changing them, showing them, completing them."""

import time
import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from .. import ids
from ..addresses import check_address
from ..checkouts import (
    LIST_METHODS,
    calculate_deliveries,
    collection_points,
    currency_of,
    current_methods,
    delivery_of,
    is_stale,
    lines_of,
    needs_shipping,
    payment_state,
    priced,
    refresh_prices,
    totals,
    touch,
)
from ..checkouts import as_shipping_method as method_row
from ..money import money, taxed
from ..orders import NewLine, place_order
from ..problems import GraphQLProblem, PermissionDenied, Refused, error, refuse
from ..registry import field, mutation, query
from ..stock import InsufficientStock, available
from ..store import Call, Row
from .common import as_dict
from .shop import channel_by_slug

HOLDERS = ("MANAGE_CHECKOUTS", "IMPERSONATE_USER", "HANDLE_PAYMENTS")


# Finding -------------------------------------------------------------------------------------------------------------


@query("checkout")
def checkout(call: Call, id: str | None = None, token: uuid.UUID | None = None) -> Row | None:
    # Whoever knows the id may read it: it is a secret of its bearer.
    return call.get("checkout", ids.unique(id, "Checkout") if id is not None else token)


def open_checkout(call: Call, id: str | None, *, lock: bool = True) -> Row:
    """Return the checkout that an id names, locked until the transaction ends, or refuse."""
    if id is None:
        raise refuse("id", "GRAPHQL_ERROR", "Argument 'id' is required.")
    try:
        key = ids.unique(id, "Checkout")
    except GraphQLProblem as exc:
        raise refuse("id", "GRAPHQL_ERROR", str(exc)) from None
    found = call.row(f"SELECT * FROM checkout WHERE id = %s{' FOR UPDATE' if lock else ''}", key)
    if found is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    return found


def fresh(call: Call, row: Row) -> Row:
    """Return a checkout as it is now."""
    call.forget()
    return call.one("SELECT * FROM checkout WHERE id = %s", row["id"])


# Lines ---------------------------------------------------------------------------------------------------------------


def _variants(call: Call, channel: Row, wanted: list[str]) -> dict[str, Row]:
    """Return the variants by their given ids, or refuse those that cannot be bought in the channel."""
    found: dict[str, Row] = {}
    for one in wanted:
        row = call.get("variant", ids.number(one, "ProductVariant"))
        if row is None:
            raise refuse("variantId", "NOT_FOUND", f"Couldn't resolve to a node: {one}")
        found[one] = row
    rows = call.rows(
        "SELECT v.id, l.is_published, l.published_at, l.available_for_purchase_at, vl.price FROM variant v"
        " LEFT JOIN product_listing l ON l.product_id = v.product_id AND l.channel_id = %s"
        " LEFT JOIN variant_listing vl ON vl.variant_id = v.id AND vl.channel_id = l.channel_id WHERE v.id = ANY(%s)",
        channel["id"],
        [row["id"] for row in found.values()],
    )
    now = datetime.now(UTC)

    def ids_of(condition: Any) -> list[str]:
        return [ids.to_global("ProductVariant", row["id"]) for row in rows if condition(row)]

    if bad := ids_of(lambda row: row["price"] is None):
        raise refuse(
            "lines",
            "UNAVAILABLE_VARIANT_IN_CHANNEL",
            "Cannot add lines for unavailable in channel variants.",
            variants=bad,
        )
    if bad := ids_of(lambda row: not row["is_published"] or (row["published_at"] and row["published_at"] > now)):
        raise refuse("lines", "PRODUCT_NOT_PUBLISHED", "Can't add unpublished product.", variants=bad)
    if bad := ids_of(lambda row: row["available_for_purchase_at"] is None or row["available_for_purchase_at"] > now):
        raise refuse(
            "lines",
            "PRODUCT_UNAVAILABLE_FOR_PURCHASE",
            "Can't add product that is not available for purchase.",
            variants=bad,
        )
    return found


def _check_quantity(call: Call, checkout_: Row, field_name: str = "quantity") -> None:
    """Refuse a basket with more of a variant than the limit allows or the channel has left."""
    limit = call.world.shop["limit_quantity_per_checkout"]
    sums: dict[int, int] = {}
    for line in call.rows("SELECT * FROM checkout_line WHERE checkout_id = %s", checkout_["id"]):
        sums[line["variant_id"]] = sums.get(line["variant_id"], 0) + line["quantity"]
    rows = {row["id"]: row for row in call.rows("SELECT * FROM variant WHERE id = ANY(%s)", list(sums))}
    for key, units in sums.items():
        most = rows[key]["quantity_limit_per_customer"] or limit
        if most and units > most:
            raise refuse(
                field_name,
                "QUANTITY_GREATER_THAN_LIMIT",
                f"Cannot add more than {most} times this item: {rows[key]['name']}.",
                variants=[ids.to_global("ProductVariant", key)],
            )
    tracked = [key for key in sums if rows[key]["track_inventory"]]
    free = available(call, tracked, checkout_["channel_id"])
    if short := [key for key in tracked if sums[key] > free[key]]:
        text = "; ".join(f"Only {free[key]} remaining in stock of {rows[key]['name']}" for key in short)
        raise refuse(
            field_name,
            "INSUFFICIENT_STOCK",
            f"Could not add items. {text}.",
            variants=[ids.to_global("ProductVariant", key) for key in short],
        )


def _add_lines(call: Call, row: Row, lines: list[dict[str, Any]]) -> None:
    channel = call.get("channel", row["channel_id"])
    if channel is None:
        raise LookupError("a checkout without a channel")
    for line in lines:
        if line["quantity"] < 0:
            raise refuse("quantity", "INVALID", "The quantity cannot be negative.")
        if line.get("price") is not None and not call.may("HANDLE_CHECKOUTS"):
            raise PermissionDenied(("HANDLE_CHECKOUTS",))
    found = _variants(call, channel, [line["variant_id"] for line in lines])
    for line in lines:
        if line["quantity"] == 0:
            continue
        variant = found[line["variant_id"]]
        known = None
        if not line.get("force_new_line"):
            known = call.row(
                "SELECT * FROM checkout_line WHERE checkout_id = %s AND variant_id = %s ORDER BY place LIMIT 1",
                row["id"],
                variant["id"],
            )
        if known is not None:
            values: dict[str, Any] = {"quantity": known["quantity"] + line["quantity"]}
            if line.get("price") is not None:
                values["price_override"] = line["price"]
            if line.get("metadata"):
                values["metadata"] = known["metadata"] | as_dict(line["metadata"])
            call.update("checkout_line", known["id"], values)
        else:
            call.insert(
                "checkout_line",
                {
                    "checkout_id": row["id"],
                    "variant_id": variant["id"],
                    "quantity": line["quantity"],
                    "price_override": line.get("price"),
                    "metadata": as_dict(line.get("metadata")),
                },
            )


@mutation("checkoutCreate")
def checkout_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    slug = input.get("channel")
    channel = channel_by_slug(call, slug)
    if channel is None:
        code = "NOT_FOUND" if slug else "MISSING_CHANNEL_SLUG"
        raise refuse(
            "channel",
            code,
            "You need to provide the channel slug." if not slug else f"Channel with '{slug}' slug does not exist.",
        )
    if not channel["is_active"]:
        raise refuse("channel", "CHANNEL_INACTIVE", f"Channel with '{channel['slug']}' is inactive.")
    rules = input.get("validation_rules") or {}
    values: dict[str, Any] = {
        "channel_id": channel["id"],
        "email": input.get("email"),
        "user_id": call.caller.user_id,
        "language_code": input.get("language_code") or "EN",
        "metadata": as_dict(input.get("metadata")),
    }
    if input.get("private_metadata"):
        if not call.may("MANAGE_CHECKOUTS"):
            raise PermissionDenied(("MANAGE_CHECKOUTS",))
        values["private_metadata"] = as_dict(input["private_metadata"])
    for name, kind in (("shipping_address", "SHIPPING"), ("billing_address", "BILLING")):
        if input.get(name):
            _may_skip(call, input[name])
            # `skipValidation` does not help here: an app is asked for the fields all the same.
            values[name] = check_address(input[name], rules.get(name), kind=kind)
    if any(line["quantity"] == 0 for line in input["lines"]):
        raise refuse("quantity", "ZERO_QUANTITY", "The quantity should be higher than zero.")
    row = call.insert("checkout", values)
    _add_lines(call, row, input["lines"])
    _check_quantity(call, row)
    refresh_prices(call, row["id"])
    call.world.deliveries.emit(call, "CHECKOUT_CREATED", {"checkout": str(row["id"])})
    return {"checkout": fresh(call, row), "created": True}


def _may_skip(call: Call, address: dict[str, Any]) -> None:
    if address.get("skip_validation") and not call.may("AUTHENTICATED_APP", "HANDLE_CHECKOUTS"):
        raise PermissionDenied(("HANDLE_CHECKOUTS", "AUTHENTICATED_APP"))


def _changed_lines(call: Call, row: Row) -> dict[str, Any]:
    _check_quantity(call, row)
    refresh_prices(call, row["id"])
    touch(call, row["id"], **({"delivery_stale": True} if row["delivery_id"] else {}))
    return {"checkout": fresh(call, row)}


@mutation("checkoutLinesAdd")
def checkout_lines_add(call: Call, lines: list[dict[str, Any]], id: str | None = None) -> dict[str, Any]:
    row = open_checkout(call, id)
    _add_lines(call, row, lines)
    return _changed_lines(call, row)


@mutation("checkoutLinesUpdate")
def checkout_lines_update(call: Call, lines: list[dict[str, Any]], id: str | None = None) -> dict[str, Any]:
    row = open_checkout(call, id)
    for line in lines:
        if line.get("quantity") is not None and line["quantity"] < 0:
            raise refuse("quantity", "INVALID", "The quantity cannot be negative.")
        if line.get("price") is not None and not call.may("HANDLE_CHECKOUTS"):
            raise PermissionDenied(("HANDLE_CHECKOUTS",))
        if (line.get("line_id") is None) == (line.get("variant_id") is None):
            raise refuse("lineId", "GRAPHQL_ERROR", "Give lineId or variantId, and not both.")
        if line.get("line_id") is not None:
            known = call.row(
                "SELECT * FROM checkout_line WHERE checkout_id = %s AND id = %s",
                row["id"],
                ids.unique(line["line_id"], "CheckoutLine"),
            )
            if known is None:
                raise refuse(
                    "lineId", "INVALID", "Provided line is not one of the checkout's.", lines=[line["line_id"]]
                )
        else:
            variant = ids.number(line["variant_id"], "ProductVariant")
            known = call.row(
                "SELECT * FROM checkout_line WHERE checkout_id = %s AND variant_id = %s ORDER BY place LIMIT 1",
                row["id"],
                variant,
            )
            if known is None:
                _add_lines(
                    call,
                    row,
                    [
                        {
                            "variant_id": line["variant_id"],
                            "quantity": line.get("quantity") or 0,
                            "price": line.get("price"),
                            "metadata": line.get("metadata"),
                        }
                    ],
                )
                continue
        values: dict[str, Any] = {}
        if line.get("quantity") == 0:
            call.run("DELETE FROM checkout_line WHERE id = %s", known["id"])
            continue
        if line.get("quantity") is not None:
            values["quantity"] = line["quantity"]
        if line.get("price") is not None:
            values["price_override"] = line["price"]
        if line.get("metadata"):
            values["metadata"] = known["metadata"] | as_dict(line["metadata"])
        call.update("checkout_line", known["id"], values)
    return _changed_lines(call, row)


@mutation("checkoutLinesDelete")
def checkout_lines_delete(call: Call, lines_ids: list[str], id: str | None = None) -> dict[str, Any]:
    row = open_checkout(call, id)
    keys = [ids.unique(one, "CheckoutLine") for one in lines_ids]
    known = {one["id"] for one in call.rows("SELECT id FROM checkout_line WHERE checkout_id = %s", row["id"])}
    if strange := [one for one, key in zip(lines_ids, keys, strict=True) if key not in known]:
        raise refuse("lineIds", "INVALID", "Provided line_ids aren't part of checkout.", lines=strange)
    call.run("DELETE FROM checkout_line WHERE checkout_id = %s AND id = ANY(%s)", row["id"], keys)
    return _changed_lines(call, row)


# Addresses, e-mail, customer -----------------------------------------------------------------------------------------


@mutation("checkoutShippingAddressUpdate")
def checkout_shipping_address_update(
    call: Call, shipping_address: dict[str, Any], id: str | None = None, validation_rules: dict[str, Any] | None = None
) -> dict[str, Any]:
    row = open_checkout(call, id)
    _may_skip(call, shipping_address)
    made = check_address(shipping_address, validation_rules, kind="SHIPPING")
    refresh_prices(call, row["id"])
    touch(call, row["id"], shipping_address=made, **({"delivery_stale": True} if row["delivery_id"] else {}))
    return {"checkout": fresh(call, row)}


@mutation("checkoutBillingAddressUpdate")
def checkout_billing_address_update(
    call: Call, billing_address: dict[str, Any], id: str | None = None, validation_rules: dict[str, Any] | None = None
) -> dict[str, Any]:
    row = open_checkout(call, id)
    _may_skip(call, billing_address)
    touch(call, row["id"], billing_address=check_address(billing_address, validation_rules, kind="BILLING"))
    return {"checkout": fresh(call, row)}


@mutation("checkoutEmailUpdate")
def checkout_email_update(call: Call, email: str, id: str | None = None) -> dict[str, Any]:
    row = open_checkout(call, id)
    if not email.strip() or "@" not in email:
        raise refuse("email", "INVALID" if email.strip() else "REQUIRED", "Enter a valid email address.")
    touch(call, row["id"], email=email)
    return {"checkout": fresh(call, row)}


@mutation("checkoutCustomerAttach")
def checkout_customer_attach(call: Call, id: str | None = None, customer_id: str | None = None) -> dict[str, Any]:
    row = open_checkout(call, id)
    if row["user_id"] is not None:
        raise PermissionDenied(())
    if customer_id is not None:
        key: int | None = ids.number(customer_id, "User")
        if key != call.caller.user_id and not call.may("IMPERSONATE_USER"):
            raise PermissionDenied(("IMPERSONATE_USER",))
    else:
        key = call.caller.user_id
    user = call.get("account", key)
    if user is None:
        raise refuse("customerId", "NOT_FOUND" if customer_id else "REQUIRED", "Couldn't resolve to a customer.")
    touch(call, row["id"], user_id=user["id"], email=user["email"])
    return {"checkout": fresh(call, row)}


@mutation("checkoutCustomerDetach")
def checkout_customer_detach(call: Call, id: str | None = None) -> dict[str, Any]:
    row = open_checkout(call, id)
    if row["user_id"] != call.caller.user_id and not call.may("IMPERSONATE_USER"):
        raise PermissionDenied(("IMPERSONATE_USER",))
    touch(call, row["id"], user_id=None)
    return {"checkout": fresh(call, row)}


# Showing -------------------------------------------------------------------------------------------------------------


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


# Completing ----------------------------------------------------------------------------------------------------------


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


def _no(field_name: str, code: str, message: str, **more: Any) -> Refused:
    refusal = Refused(error(field_name, code, message, **more))
    refusal.answer = {"confirmation_needed": False}
    return refusal


def _short(variant_ids: list[int]) -> Refused:
    return _no(
        "lines",
        "INSUFFICIENT_STOCK",
        "Insufficient product stock.",
        variants=[ids.to_global("ProductVariant", key) for key in dict.fromkeys(variant_ids)],
    )


def _ready(call: Call, row: Row) -> None:
    channel = call.get("channel", row["channel_id"])
    if channel is None or not channel["is_active"]:
        raise _no("channel", "CHANNEL_INACTIVE", "Cannot complete checkout with inactive channel.")
    if not lines_of(call, row):
        raise _no("lines", "NO_LINES", "Cannot complete checkout without lines.")
    if not row["email"]:
        raise _no("email", "EMAIL_NOT_SET", "Checkout email must be set.")
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
    if row["billing_address"] is None:
        raise _no("billingAddress", "BILLING_ADDRESS_NOT_SET", "Billing address is not set")
    if not payment_state(call, row)["covered"]:
        raise _no("id", "CHECKOUT_NOT_FULLY_PAID", "The authorized amount doesn't cover the checkout's total amount.")


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
    free = available(call, tracked, row["channel_id"], warehouse_id=local)
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


__all__ = ["LIST_METHODS", "fresh", "open_checkout"]
