"""The shoppers' and the staff's actions as JSON, for tests: under /_sandbox/shop/ and /_sandbox/staff/."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request

from sandbox.coupang import review, shop
from sandbox.coupang.envelopes import answer
from sandbox.coupang.settings import turn
from sandbox.coupang.shipping import RETRY_REQUIRED
from sandbox.coupang.shop import Person, Refused
from sandbox.coupang.world import iso, world

blueprint = Blueprint("controls", __name__, url_prefix="/_sandbox")

DEFAULT_RECEIVER = Person(
    name="김가치", phone="010-0000-0101", post_code="04524", address="서울특별시 중구 세종대로 110", detail="1층"
)


@blueprint.errorhandler(Refused)
def refuse(exc: Refused) -> Response:
    return answer({"error": exc.code, "message": str(exc)}, 409)


@blueprint.errorhandler(review.CannotDecide)
def refuse_decision(exc: review.CannotDecide) -> Response:
    return answer({"error": "NOT_WAITING", "message": str(exc)}, 409)


@blueprint.errorhandler(KeyError)
@blueprint.errorhandler(TypeError)
@blueprint.errorhandler(ValueError)
def refuse_body(exc: Exception) -> Response:
    return answer({"error": "BAD_REQUEST", "message": str(exc)}, 400)


def _body() -> dict[str, Any]:
    body = request.get_json()
    return body if isinstance(body, dict) else {}


def _person(body: dict[str, Any] | None) -> Person:
    told = body or {}
    return Person(
        name=str(told.get("name", DEFAULT_RECEIVER.name)),
        phone=str(told.get("phone", DEFAULT_RECEIVER.phone)),
        post_code=str(told.get("postCode", DEFAULT_RECEIVER.post_code)),
        address=str(told.get("addr1", DEFAULT_RECEIVER.address)),
        detail=str(told.get("addr2", DEFAULT_RECEIVER.detail)),
        message=str(told.get("message", "")),
    )


@blueprint.get("/shop/items")
def list_items() -> Response:
    with world().pool.connection() as connection:
        return answer(shop.list_offers(connection))


@blueprint.get("/shop/orders")
def list_orders() -> Response:
    with world().pool.connection() as connection:
        rows = shop.list_orders(connection, phone=request.args.get("phone", ""))
    return answer(
        [
            {
                "orderId": row["order_id"],
                "shipmentBoxId": row["id"],
                "status": row["status"],
                "orderedAt": iso(row["ordered_at"]),
                "receiver": row["receiver"],
                "carrier": row["carrier"],
                "invoiceNumber": row["invoice_number"],
                "lines": row["lines"],
            }
            for row in rows
        ]
    )


@blueprint.post("/shop/buy")
def buy() -> Response:
    """Buy `{vendorItemId | externalVendorSku, units}` or `{items: [those …]}` for `receiver` (and `orderer`)."""
    body = _body()
    wanted: dict[int, int] = {}
    with world().pool.connection() as connection:
        for each in body.get("items") or [body]:
            sku = each.get("externalVendorSku")
            option = shop.find_option(connection, sku) if sku else int(each["vendorItemId"])
            wanted[option] = wanted.get(option, 0) + int(each.get("units", 1))
    orderer = _person(body["orderer"]) if body.get("orderer") else None
    return answer(shop.buy(world(), wanted=wanted, receiver=_person(body.get("receiver")), orderer=orderer), 201)


@blueprint.post("/shop/cancel")
def cancel() -> Response:
    body = _body()
    receipts = shop.cancel(
        world(),
        order_id=int(body["orderId"]),
        option=body.get("vendorItemId"),
        units=body.get("units"),
        reason=str(body.get("reason", "")),
    )
    return answer({"receiptIds": receipts})


@blueprint.post("/shop/withdraw")
def withdraw() -> Response:
    shop.withdraw(world(), receipt_id=int(_body()["receiptId"]))
    return answer({})


@blueprint.post("/shop/change-address")
def change_address() -> Response:
    body = _body()
    changed = shop.change_address(world(), order_id=int(body["orderId"]), receiver=_person(body.get("receiver")))
    return answer({"boxes": changed})


@blueprint.get("/switches")
def list_switches() -> Response:
    return answer({name: value for name, value in asdict(world().settings).items() if name != "secret_key"})


@blueprint.post("/switches")
def turn_switches() -> Response:
    """Turn switches (names as in Settings) until the next reset, which brings back those of the command line."""
    try:
        world().settings = turn(world().settings, _body())
    except ValueError as exc:
        return answer({"error": "BAD_SWITCH", "message": str(exc)}, 400)
    return list_switches()


@blueprint.post("/staff/approve")
def approve() -> Response:
    with world().pool.connection() as connection:
        return answer({"status": review.approve(connection, int(_body()["sellerProductId"]))})


@blueprint.post("/staff/deny")
def deny() -> Response:
    body = _body()
    with world().pool.connection() as connection:
        status = review.deny(connection, int(body["sellerProductId"]), str(body.get("reason") or "심사 기준 미달"))
    return answer({"status": status})


@blueprint.post("/staff/advance")
def advance() -> Response:
    return answer({"status": shop.advance_delivery(world(), box_id=int(_body()["shipmentBoxId"]))})


@blueprint.post("/staff/monitor")
def monitor() -> Response:
    body = _body()
    shop.watch(world(), option=int(body["vendorItemId"]), stopped=bool(body.get("stopped", True)))
    return answer({})


@blueprint.post("/staff/foreign-order")
def make_foreign_order() -> Response:
    return answer(shop.make_foreign_order(world()), 201)


@blueprint.post("/staff/next-invoice-result")
def force_result() -> Response:
    """Order a result code for the next box whose invoice is written: some happen only inside Coupang."""
    code = _body().get("resultCode")
    if code not in RETRY_REQUIRED or code == "OK":
        return answer({"error": "UNKNOWN_CODE", "message": f"{code}"}, 400)
    world().forced_results.append(str(code))
    return answer({})
