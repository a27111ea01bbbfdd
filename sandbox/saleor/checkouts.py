"""Checkouts: the prices they have seen, how far they are paid, and the ways they can be delivered."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from .money import quantize
from .payments import status_of, sums
from .problems import GraphQLProblem
from .stock import sellable
from .store import Call, Row

DELIVERIES_LAST = timedelta(hours=24)
SAME = ("name", "price", "minimum_delivery_days", "maximum_delivery_days", "tax_class_id")
LIST_METHODS = "SHIPPING_LIST_METHODS_FOR_CHECKOUT"


def lines_of(call: Call, checkout: Row) -> list[Row]:
    """Return the lines of a checkout in the order they came."""
    return call.children(checkout, "checkout_line", "checkout_id", "place")


def refresh_prices(call: Call, checkout_id: Any) -> None:
    """Take today's prices for every line and keep them for the time to live."""
    call.run(
        "UPDATE checkout_line l SET unit_price = coalesce(l.price_override, vl.price, l.unit_price),"
        " undiscounted_unit_price = coalesce(l.price_override, vl.price, l.undiscounted_unit_price),"
        " prior_unit_price = vl.prior_price FROM checkout c LEFT JOIN variant_listing vl ON vl.channel_id ="
        " c.channel_id"
        " WHERE c.id = l.checkout_id AND vl.variant_id = l.variant_id AND l.checkout_id = %s",
        checkout_id,
    )
    until = datetime.now(UTC) + timedelta(seconds=call.world.options.checkout_price_seconds)
    call.run("UPDATE checkout SET prices_until = %s WHERE id = %s", until, checkout_id)


def priced(call: Call, checkout: Row) -> Row:
    """Return the checkout with prices that are not older than their time to live."""
    if call.rendering == LIST_METHODS:
        raise GraphQLProblem("Checkout prices cannot be read while its shipping methods are being listed.")
    if checkout["prices_until"] > datetime.now(UTC):
        return checkout
    refresh_prices(call, checkout["id"])
    call.forget()
    fresh = call.one("SELECT * FROM checkout WHERE id = %s", checkout["id"])
    fresh.channel = checkout.channel
    checkout.update(fresh)
    return checkout


def currency_of(call: Call, checkout: Row) -> str:
    """Return the currency of a checkout's channel."""
    channel = call.get("channel", checkout["channel_id"])
    return str(channel["currency_code"]) if channel else ""


def delivery_of(call: Call, checkout: Row) -> Row | None:
    """Return the chosen delivery, or None."""
    return call.get("checkout_delivery", checkout["delivery_id"])


def totals(call: Call, checkout: Row) -> dict[str, Decimal]:
    """Return subtotal, shipping and total, at the prices that this checkout has seen."""
    checkout = priced(call, checkout)
    subtotal = sum((line["unit_price"] * line["quantity"] for line in lines_of(call, checkout)), Decimal(0))
    delivery = delivery_of(call, checkout)
    shipping = delivery["price"] if delivery else Decimal(0)
    return {"subtotal": subtotal, "shipping": shipping, "total": subtotal + shipping}


def payment_state(call: Call, checkout: Row) -> dict[str, Any]:
    """Return how far a checkout is paid; what is only requested counts here, and not on the order."""
    total = totals(call, checkout)["total"]
    amounts = sums(call.rows("SELECT * FROM payment_transaction WHERE checkout_id = %s", checkout["id"]))
    charged = amounts["charged"] + amounts["charge_pending"]
    authorized = charged + amounts["authorized"] + amounts["authorize_pending"]
    # Nothing to pay is paid in full; nothing in it is not.
    unpaid = not authorized and not lines_of(call, checkout)
    return {
        "charge_status": "NONE" if unpaid else status_of(charged, total, over=True),
        "authorize_status": "NONE" if unpaid else status_of(authorized, total, over=False),
        "covered": authorized >= total,
        "open": max(total - authorized, Decimal(0)),
        "balance": charged - total,
        "total": total,
    }


def touch(call: Call, checkout_id: Any, **values: Any) -> None:
    """Write columns of a checkout, note the time and tell who listens."""
    call.update("checkout", checkout_id, {**values, "updated_at": datetime.now(UTC)})
    call.world.deliveries.emit(call, "CHECKOUT_UPDATED", {"checkout": str(checkout_id)})


def needs_shipping(call: Call, checkout: Row) -> bool:
    """Say whether something in the checkout has to be shipped."""
    return bool(
        call.value(
            "SELECT 1 FROM checkout_line l JOIN variant v ON v.id = l.variant_id JOIN product p ON p.id = v.product_id"
            " JOIN product_type t ON t.id = p.product_type_id WHERE l.checkout_id = %s AND"
            " t.is_shipping_required LIMIT 1",
            checkout["id"],
        )
    )


# Delivery ------------------------------------------------------------------------------------------------------------


def is_stale(checkout: Row) -> bool:
    """Say whether the chosen delivery was worked out for another basket or address, or too long ago."""
    moment = checkout["deliveries_at"]
    return bool(checkout["delivery_stale"] or (moment is not None and moment < datetime.now(UTC) - DELIVERIES_LAST))


def built_in(call: Call, channel: Row, country: str | None, subtotal: Decimal) -> list[dict[str, Any]]:
    """Return the methods of the zones that cover a country."""
    if country is None:
        return []
    rows = call.rows(
        "SELECT m.*, l.price, l.minimum_order_price, l.maximum_order_price FROM shipping_method m"
        " JOIN shipping_method_listing l ON l.method_id = m.id AND l.channel_id = %s"
        " JOIN shipping_zone z ON z.id = m.zone_id JOIN zone_channel zc ON zc.zone_id = z.id AND zc.channel_id"
        " = l.channel_id"
        " WHERE %s = ANY(z.countries) AND (l.minimum_order_price IS NULL OR l.minimum_order_price <= %s)"
        " AND (l.maximum_order_price IS NULL OR l.maximum_order_price >= %s) ORDER BY l.price, m.id",
        channel["id"],
        country,
        subtotal,
        subtotal,
    )
    return [
        {
            "method_id": f"ShippingMethod:{row['id']}",
            "currency": channel["currency_code"],
            **{name: row[name] for name in (*SAME, "description", "metadata", "private_metadata")},
        }
        for row in rows
    ]


def as_shipping_method(values: dict[str, Any]) -> Row:
    """Return a `ShippingMethod` from a method or a checkout's delivery."""
    kind = "PRICE" if values["method_id"].startswith("ShippingMethod:") else None
    return Row(
        {"active": True, "type": kind, "__typename": "ShippingMethod", **values, "message": values.get("message") or ""}
    )


def current_methods(call: Call, checkout: Row) -> list[dict[str, Any]]:
    """Return what a checkout could be delivered by now: our own methods, and what the shipping apps answer."""
    channel = call.get("channel", checkout["channel_id"])
    if channel is None:
        return []
    address = checkout["shipping_address"]
    subtotal = sum((line["unit_price"] * line["quantity"] for line in lines_of(call, checkout)), Decimal(0))
    own = built_in(call, channel, address["country"] if address else None, subtotal)
    found = list(own)
    for hook in call.world.deliveries.hooks(LIST_METHODS):
        subject = {
            "checkout": str(checkout["id"]),
            "shipping_methods": [as_shipping_method({**one, "metadata": one["metadata"]}) for one in own],
        }
        answer = call.world.deliveries.ask(call, hook, LIST_METHODS, subject)
        found += read_methods(answer, hook["app_identifier"], channel["currency_code"])
    return found


def read_methods(answer: Any, app: str, currency: str) -> list[dict[str, Any]]:
    """Read a shipping app's list: rows that are not right are dropped without a word."""
    if not isinstance(answer, list):
        return []
    found = []
    for row in answer:
        if not isinstance(row, dict) or not row.get("id") or not isinstance(row.get("name"), str):
            continue
        try:
            amount = quantize(Decimal(str(row["amount"])), currency)
        except (ArithmeticError, KeyError):
            continue
        days = [row.get(f"{end}_delivery_days") for end in ("minimum", "maximum")]
        metadata = row.get("metadata") or {}
        if (
            amount < 0
            or row.get("currency") != currency
            or not 0 < len(row["name"]) <= 100
            or len(str(row.get("description") or "")) > 255
            or any(day is not None and (not isinstance(day, int) or isinstance(day, bool) or day < 0) for day in days)
            or not isinstance(metadata, dict)
        ):
            continue
        found.append(
            {
                "method_id": f"app:{app}:{row['id']}",
                "name": row["name"],
                "price": amount,
                "currency": currency,
                "minimum_delivery_days": days[0],
                "maximum_delivery_days": days[1],
                "tax_class_id": None,
                "description": row.get("description"),
                "private_metadata": {},
                "metadata": {
                    str(key): value if isinstance(value, str) else json.dumps(value) for key, value in metadata.items()
                },
            }
        )
    return found


def calculate_deliveries(call: Call, checkout: Row) -> list[Row]:
    """Work the deliveries out anew: an unchanged one keeps its id, a changed one gets another and the old ends."""
    methods = current_methods(call, checkout)
    with call.transaction():
        call.run("SELECT 1 FROM checkout WHERE id = %s FOR UPDATE", checkout["id"])
        known = call.rows("SELECT * FROM checkout_delivery WHERE checkout_id = %s ORDER BY place DESC", checkout["id"])
        kept: list[Any] = []
        for method in methods:
            same = next(
                (
                    one
                    for one in known
                    if one["method_id"] == method["method_id"] and all(one[n] == method[n] for n in SAME)
                ),
                None,
            )
            if same is None:
                kept.append(call.insert("checkout_delivery", {**method, "checkout_id": checkout["id"]})["id"])
            else:
                call.update(
                    "checkout_delivery",
                    same["id"],
                    {"active": True, "description": method["description"], "metadata": method["metadata"]},
                )
                kept.append(same["id"])
        for one in known:
            if one["id"] not in kept:
                call.update("checkout_delivery", one["id"], {"active": False})
        call.update("checkout", checkout["id"], {"delivery_stale": False, "deliveries_at": datetime.now(UTC)})
    return call.rows(
        "SELECT * FROM checkout_delivery WHERE checkout_id = %s AND active ORDER BY price, place", checkout["id"]
    )


def collection_points(call: Call, checkout: Row) -> list[Row]:
    """Return where the whole checkout can be picked up: LOCAL needs the goods there, ALL anywhere in the channel."""
    wanted: dict[int, int] = {}
    for line in lines_of(call, checkout):
        wanted[line["variant_id"]] = wanted.get(line["variant_id"], 0) + line["quantity"]
    rows = sellable(call, list(wanted), checkout["channel_id"])

    def covers(warehouse: Row) -> bool:
        free = dict.fromkeys(wanted, 0)
        for row in rows:
            if warehouse["click_and_collect_option"] == "ALL" or row["warehouse_id"] == warehouse["id"]:
                free[row["variant_id"]] += max(row["quantity"] - row["quantity_allocated"], 0)
        return all(free[key] >= units for key, units in wanted.items())

    points = call.rows(
        "SELECT w.* FROM warehouse w JOIN channel_warehouse c ON c.warehouse_id = w.id WHERE c.channel_id = %s"
        " AND w.click_and_collect_option <> 'DISABLED' AND NOT w.is_private ORDER BY w.slug",
        checkout["channel_id"],
    )
    return [point for point in points if wanted and covers(point)]
