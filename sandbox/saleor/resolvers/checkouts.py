"""Checkouts: making them, changing them, showing them, completing them."""

import uuid
from datetime import UTC, datetime
from typing import Any

from .. import ids
from ..addresses import check_address
from ..checkouts import (
    refresh_prices,
    touch,
)
from ..problems import PermissionDenied, Refused, error, refuse
from ..registry import mutation, query
from ..stock import available
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
    key = ids.unique(id, "Checkout")
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
            )
    tracked = [key for key in sums if rows[key]["track_inventory"]]
    free = available(call, tracked, checkout_["channel_id"])
    if short := [key for key in tracked if sums[key] > free[key]]:
        # One error for each, and none says which variant it is about.
        raise Refused(
            *(
                error(
                    field_name,
                    "INSUFFICIENT_STOCK",
                    f"Could not add items {rows[key]['name']}. Only {free[key]} remaining in stock.",
                )
                for key in short
            )
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
