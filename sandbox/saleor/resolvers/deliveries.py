"""Choosing how a checkout is delivered."""

import uuid
from typing import Any

from .. import ids
from ..checkouts import calculate_deliveries, collection_points, needs_shipping, refresh_prices, touch
from ..problems import GraphQLProblem, Refused, refuse
from ..registry import mutation
from ..store import Call, Row
from .checkouts import fresh, open_checkout


@mutation("deliveryOptionsCalculate", atomic=False)
def delivery_options_calculate(call: Call, id: str) -> dict[str, Any]:
    try:
        row = open_checkout(call, id, lock=False)
    except Refused as refusal:
        refusal.answer = {"deliveries": []}
        raise
    return {"deliveries": calculate_deliveries(call, row)}


@mutation("checkoutDeliveryMethodUpdate", atomic=False)
def checkout_delivery_method_update(
    call: Call, id: str | None = None, delivery_method_id: str | None = None
) -> dict[str, Any]:
    row = open_checkout(call, id, lock=False)
    values: dict[str, Any] = {"delivery_id": None, "collection_point_id": None}
    if delivery_method_id is not None:
        kind, key = ids.split(delivery_method_id)
        if kind == "Warehouse":
            values["collection_point_id"] = _point(call, row, delivery_method_id)
        else:
            if not needs_shipping(call, row):
                raise refuse("deliveryMethod", "SHIPPING_NOT_REQUIRED", "This checkout does not requires shipping.")
            values["delivery_id"] = _delivery(call, row, kind, key)
    with call.transaction():
        open_checkout(call, id)
        touch(call, row["id"], **values)
        refresh_prices(call, row["id"])
    return {"checkout": fresh(call, row)}


def _not_applicable() -> Refused:
    return refuse("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE", "This delivery method is not applicable.")


def _point(call: Call, row: Row, id: str) -> uuid.UUID:
    key = ids.unique(id, "Warehouse")
    if key not in [point["id"] for point in collection_points(call, row)]:
        raise _not_applicable()
    return key


def _delivery(call: Call, row: Row, kind: str, key: str) -> Any:
    if kind == "CheckoutDelivery":
        try:
            wanted = uuid.UUID(key)
        except ValueError:
            raise GraphQLProblem("Invalid ID for a delivery.") from None
        found = call.value(
            "SELECT id FROM checkout_delivery WHERE id = %s AND checkout_id = %s AND active", wanted, row["id"]
        )
    elif kind in ("ShippingMethod", "app"):
        # The older ids still work; they fetch first if nothing was ever fetched.
        if row["deliveries_at"] is None:
            calculate_deliveries(call, row)
        found = call.value(
            "SELECT id FROM checkout_delivery WHERE method_id = %s AND checkout_id = %s AND active",
            f"{kind}:{key}",
            row["id"],
        )
    else:
        raise refuse("deliveryMethodId", "INVALID", "Invalid ID: expected a delivery or a warehouse.")
    if found is None:
        raise _not_applicable()
    return found
