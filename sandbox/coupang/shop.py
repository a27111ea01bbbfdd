"""What shoppers and staff do at the market: buying, cancelling, moving house, deciding, delivering."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from sandbox.coupang.boxes import change_status
from sandbox.coupang.claims import open_claim, release_hold, take_back
from sandbox.coupang.review import Connection, Row
from sandbox.coupang.world import KST, World, now

LONGEST_LIST = 500

_OFFERS = """
    SELECT items.*, products.approved_document AS product, products.exposed_id, products.status AS product_status
    FROM items JOIN products ON products.id = product_id
"""


class Refused(Exception):
    """The market does not do this. `code` is for programs; `str()` of it may be shown to the shopper."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Person:
    name: str
    phone: str
    post_code: str
    address: str
    detail: str = ""
    message: str = ""

    def as_receiver(self) -> dict[str, str]:
        return {
            "name": self.name,
            "phone": self.phone,
            "postCode": self.post_code,
            "addr1": self.address,
            "addr2": self.detail,
            "message": self.message,
        }


# ------------------------------------------------------------------------------------------------------- shoppers


def list_offers(connection: Connection) -> list[dict[str, Any]]:
    """Return everything that shoppers can see, newest first, sold out and stopped options included."""
    rows = connection.execute(
        f"{_OFFERS} WHERE vendor_item_id IS NOT NULL AND products.status <> 'DELETED'"
        " ORDER BY product_id DESC, place LIMIT %s",
        [LONGEST_LIST],
    ).fetchall()
    return [_offer(row) for row in rows]


def _offer(row: Row) -> dict[str, Any]:
    product, item = row["product"], row["approved_document"]
    main = next(image for image in item["images"] if image["imageType"] == "REPRESENTATION")
    return {
        "vendorItemId": row["vendor_item_id"],
        "sellerProductId": row["product_id"],
        "externalVendorSku": row["external_sku"],
        "productName": shown_name(product),
        "itemName": item["itemName"],
        "brand": product.get("brand") or "",
        "image": "/" + main["cdnPath"] if main.get("cdnPath") else "",
        "price": row["price"],
        "originalPrice": row["original_price"],
        "quantity": row["quantity"],
        "onSale": row["on_sale"] and _in_sale_period(product, now()),
    }


def shown_name(product: Mapping[str, Any]) -> str:
    made_up = f"{product.get('brand') or ''} {product.get('generalProductName') or product['sellerProductName']}"
    return str(product.get("displayProductName") or made_up.strip())


def _in_sale_period(product: Mapping[str, Any], at: datetime) -> bool:
    text = at.astimezone(KST).strftime("%Y-%m-%dT%H:%M:%S")
    return str(product["saleStartedAt"]) <= text <= str(product["saleEndedAt"])


def buy(world: World, *, wanted: Mapping[int, int], receiver: Person, orderer: Person | None = None) -> dict[str, Any]:
    """Buy units (by vendorItemId) in one order, all or nothing; return its ids, or raise Refused."""
    at = now()
    with world.pool.connection() as connection:
        rows = connection.execute(
            f"{_OFFERS} WHERE vendor_item_id = ANY(%s) ORDER BY items.id FOR UPDATE OF items", [list(wanted)]
        ).fetchall()
        if len(rows) < len(wanted) or not wanted:
            raise Refused("NOT_ON_MARKET", "판매 중인 상품이 아니에요.")
        for row in rows:
            _check_offer(row, wanted[row["vendor_item_id"]], at)
            connection.execute(
                "UPDATE items SET quantity = quantity - %s WHERE id = %s", [wanted[row["vendor_item_id"]], row["id"]]
            )
        order_id = _insert_order(connection, world, orderer or receiver, at)
        boxes = [_insert_box(connection, order_id, parcel, wanted, receiver, at) for parcel in _parcels(rows).values()]
    return {"orderId": order_id, "shipmentBoxIds": boxes}


def _check_offer(row: Row, units: int, at: datetime) -> None:
    if row["product_status"] == "DELETED":
        raise Refused("NOT_ON_MARKET", "판매 중인 상품이 아니에요.")
    if not row["on_sale"] or not _in_sale_period(row["product"], at):
        raise Refused("STOPPED", "지금은 판매하지 않는 상품이에요.")
    limit = row["approved_document"]["maximumBuyForPerson"]
    if units < 1 or (limit and units > limit):
        raise Refused("TOO_MANY", "한 번에 살 수 있는 수량을 확인해 주세요.")
    if row["quantity"] < units:
        raise Refused("SOLD_OUT", "남은 수량이 모자라요.")


def _insert_order(connection: Connection, world: World, orderer: Person, at: datetime) -> int:
    row = connection.execute(
        "INSERT INTO orders (vendor_id, orderer, ordered_at, visible_at) VALUES (%s, %s, %s, %s) RETURNING id",
        [
            world.settings.vendor_id,
            Jsonb({"name": orderer.name, "phone": orderer.phone}),
            at,
            at + timedelta(seconds=world.settings.settle_delay),
        ],
    ).fetchone()
    assert row is not None
    return int(row["id"])


def _parcels(rows: list[dict[str, Any]]) -> dict[object, list[Row]]:
    """Group what is bought into shipping bundles: union delivery from one outbound place shares a box."""
    parcels: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        product = row["product"]
        united = product["unionDeliveryType"] == "UNION_DELIVERY"
        key = (
            (product["outboundShippingPlaceCode"], product["deliveryMethod"], product["deliveryChargeType"])
            if united
            else row["id"]
        )
        parcels[key].append(row)
    return parcels


def _insert_box(
    connection: Connection,
    order_id: int,
    parcel: list[Row],
    wanted: Mapping[int, int],
    receiver: Person,
    at: datetime,
) -> int:
    total = sum(row["price"] * wanted[row["vendor_item_id"]] for row in parcel)
    box = connection.execute(
        "INSERT INTO boxes (order_id, status, receiver, shipping_price, is_cod) VALUES (%s, 'ACCEPT', %s, %s, %s)"
        " RETURNING id",
        [
            order_id,
            Jsonb(receiver.as_receiver()),
            max(_shipping_price(row["product"], total) for row in parcel),
            parcel[0]["product"]["deliveryChargeType"] == "CHARGE_RECEIVED",
        ],
    ).fetchone()
    assert box is not None
    connection.execute(
        "INSERT INTO box_histories (box_id, status, updated_at) VALUES (%s, 'ACCEPT', %s)", [box["id"], at]
    )
    for row in parcel:
        _insert_line(connection, box["id"], row, wanted[row["vendor_item_id"]], at)
    return int(box["id"])


def _shipping_price(product: Mapping[str, Any], total: int) -> int:
    kind = product["deliveryChargeType"]
    if kind == "NOT_FREE" or (kind == "CONDITIONAL_FREE" and total < product["freeShipOverAmount"]):
        return int(product["deliveryCharge"])
    return 0


def _insert_line(connection: Connection, box_id: int, row: Row, units: int, at: datetime) -> None:
    product, item = row["product"], row["approved_document"]
    sold = {
        "productId": row["exposed_id"],
        "sellerProductId": row["product_id"],
        "sellerProductName": product["sellerProductName"],
        "vendorItemName": f"{shown_name(product)}, {item['itemName']}",
        "itemName": item["itemName"],
        "externalVendorSku": row["external_sku"],
        "deliveryMethod": product["deliveryMethod"],
        "used": (item.get("offerCondition") or "NEW").startswith("USED"),
    }
    ship_on = (at.astimezone(KST) + timedelta(days=item["outboundShippingTimeDay"])).date()
    connection.execute(
        "INSERT INTO lines (box_id, item_id, vendor_item_id, units, price, sold, estimated_on)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [box_id, row["id"], row["vendor_item_id"], units, row["price"], Jsonb(sold), ship_on],
    )


def find_option(connection: Connection, sku: str) -> int:
    """Return the vendorItemId of the newest approved option with this SKU of the seller, or raise Refused."""
    row = connection.execute(
        "SELECT max(vendor_item_id) AS option FROM items JOIN products ON products.id = product_id"
        " WHERE external_sku = %s AND status <> 'DELETED'",
        [sku],
    ).fetchone()
    if row is None or row["option"] is None:
        raise Refused("NOT_ON_MARKET", "판매 중인 상품이 아니에요.")
    return int(row["option"])


def cancel(
    world: World, *, order_id: int, option: int | None = None, units: int | None = None, reason: str = ""
) -> list[int]:
    """Cancel or send back what is left of an order, or of one option in it; return receipt ids, or raise Refused.

    What becomes of it depends on each box: paid is cancelled at once, in preparation asks the seller to stop,
    sent is a return.
    """
    receipts: list[int] = []
    with world.pool.connection() as connection:
        boxes = connection.execute(
            "SELECT * FROM boxes WHERE order_id = %s AND status <> 'CANCELLED' ORDER BY id FOR UPDATE", [order_id]
        ).fetchall()
        for box in boxes:
            lines = connection.execute("SELECT * FROM lines WHERE box_id = %s ORDER BY id", [box["id"]]).fetchall()
            chosen = _chosen_units(lines, option, units)
            if chosen:
                receipts.append(_claim(connection, box, chosen, reason))
    if not receipts:
        raise Refused("NOTHING_LEFT", "취소할 수 있는 상품이 없어요.")
    return receipts


def _chosen_units(lines: list[dict[str, Any]], option: int | None, units: int | None) -> dict[int, int]:
    chosen = {}
    for line in lines:
        left = line["units"] - line["cancel_count"] - line["hold_count"]
        if option in (None, line["vendor_item_id"]) and left:
            if units is not None and not 1 <= units <= left:
                raise Refused("TOO_MANY", "취소할 수 있는 수량보다 많아요.")
            chosen[line["id"]] = units or left
    return chosen


def _claim(connection: Connection, box: Row, units: dict[int, int], reason: str) -> int:
    why = {"fault_by": "CUSTOMER", "reason_code": "CHANGEMIND", "reason_text": reason or "단순변심"}
    if box["status"] == "ACCEPT":
        receipt = open_claim(
            connection,
            box,
            units,
            kind="CANCEL",
            status="RETURNS_COMPLETED",
            release_stop="비대상",
            release_status="N",
            before_instruct=True,
            completed_by="구매자",
            **why,
        )
        take_back(connection, box, units)
        return receipt
    for line_id, count in units.items():
        connection.execute("UPDATE lines SET hold_count = hold_count + %s WHERE id = %s", [count, line_id])
    if box["status"] == "INSTRUCT":
        state = {"status": "RELEASE_STOP_UNCHECKED", "release_stop": "미처리", "release_status": "N"}
    else:
        state = {"status": "RETURNS_UNCHECKED", "release_stop": "비대상", "release_status": "Y"}
    return open_claim(connection, box, units, kind="RETURN", before_instruct=False, **state, **why)


def withdraw(world: World, *, receipt_id: int) -> None:
    """Take back a request to stop or return that nobody has answered yet, or raise Refused."""
    with world.pool.connection() as connection:
        claim = connection.execute(
            "UPDATE claims SET status = 'WITHDRAWN', modified_at = %s WHERE id = %s"
            " AND status IN ('RELEASE_STOP_UNCHECKED', 'RETURNS_UNCHECKED') RETURNING id",
            [now(), receipt_id],
        ).fetchone()
        if claim is None:
            raise Refused("NOTHING_LEFT", "철회할 수 있는 요청이 아니에요.")
        rows = connection.execute("SELECT line_id, units FROM claim_lines WHERE claim_id = %s", [receipt_id]).fetchall()
        release_hold(connection, {row["line_id"]: row["units"] for row in rows})


def change_address(world: World, *, order_id: int, receiver: Person) -> int:
    """Send an order elsewhere while it is only paid for; return how many boxes it changed, or raise Refused."""
    with world.pool.connection() as connection:
        changed = connection.execute(
            "UPDATE boxes SET receiver = %s WHERE order_id = %s AND status = 'ACCEPT'",
            [Jsonb(receiver.as_receiver()), order_id],
        ).rowcount
    if not changed:
        raise Refused("TOO_LATE", "상품을 준비하고 있어 배송지를 바꿀 수 없어요.")
    return changed


def list_orders(connection: Connection, *, phone: str = "") -> list[dict[str, Any]]:
    """Return orders with their boxes and lines, newest first; `phone` keeps those of one shopper."""
    rows = connection.execute(
        "SELECT orders.id AS order_id, orders.ordered_at, orders.orderer, boxes.*, coalesce((SELECT json_agg("
        " json_build_object('vendorItemId', vendor_item_id, 'name', sold->>'vendorItemName', 'units', units,"
        " 'price', price, 'cancelled', cancel_count, 'held', hold_count,"
        " 'left', units - cancel_count - hold_count) ORDER BY lines.id)"
        " FROM lines WHERE box_id = boxes.id), '[]') AS lines FROM orders JOIN boxes ON boxes.order_id = orders.id"
        " WHERE %(phone)s = '' OR orderer->>'phone' = %(phone)s ORDER BY orders.id DESC, boxes.id LIMIT %(limit)s",
        {"phone": phone, "limit": LONGEST_LIST},
    ).fetchall()
    return [dict(row) for row in rows]


# ---------------------------------------------------------------------------------------------------------- staff


def advance_delivery(world: World, *, box_id: int) -> str:
    """Take a box one step on its way; return its new status, or raise Refused."""
    steps = {"DEPARTURE": "DELIVERING", "DELIVERING": "FINAL_DELIVERY"}
    with world.pool.connection() as connection:
        box = connection.execute("SELECT status FROM boxes WHERE id = %s FOR UPDATE", [box_id]).fetchone()
        if box is None or box["status"] not in steps:
            raise Refused("NOT_MOVING", "배송 중인 상자가 아니에요.")
        status = steps[box["status"]]
        change_status(connection, box_id, status)
        column = "in_transit_at" if status == "DELIVERING" else "delivered_at"
        connection.execute(f"UPDATE boxes SET {column} = %s WHERE id = %s", [now(), box_id])  # noqa: S608
    return status


def watch(world: World, *, option: int, stopped: bool) -> None:
    """Stop an option by monitoring, so that its seller cannot resume it, or let it go again; or raise Refused."""
    with world.pool.connection() as connection:
        changed = connection.execute(
            "UPDATE items SET monitored = %s, on_sale = on_sale AND NOT %s WHERE vendor_item_id = %s",
            [stopped, stopped, option],
        ).rowcount
    if not changed:
        raise Refused("NOT_ON_MARKET", "판매 중인 상품이 아니에요.")


def make_foreign_order(world: World) -> dict[str, int]:
    """Make an order of another seller's, which this seller must not be able to see."""
    with world.pool.connection() as connection:
        order = connection.execute(
            "INSERT INTO orders (vendor_id, orderer, ordered_at, visible_at) VALUES ('A00099999', %s, %s, %s)"
            " RETURNING id",
            [Jsonb({"name": "박다른", "phone": "010-0000-0199"}), now(), now()],
        ).fetchone()
        assert order is not None
        receiver = Person("박다른", "010-0000-0199", "04524", "서울특별시 중구 세종대로 110").as_receiver()
        box = connection.execute(
            "INSERT INTO boxes (order_id, status, receiver, shipping_price, is_cod)"
            " VALUES (%s, 'ACCEPT', %s, 0, false) RETURNING id",
            [order["id"], json.dumps(receiver)],
        ).fetchone()
        assert box is not None
    return {"orderId": order["id"], "shipmentBoxId": box["id"]}


def list_products(connection: Connection) -> list[dict[str, Any]]:
    """Return every product with its options and its last history line, newest first."""
    rows = connection.execute(
        "SELECT products.*, (SELECT comment FROM histories WHERE product_id = products.id ORDER BY id DESC LIMIT 1),"
        " (SELECT json_agg(json_build_object('name', document->>'itemName', 'sku', external_sku, 'problem', problem,"
        " 'vendorItemId', vendor_item_id, 'price', coalesce(price, (document->>'salePrice')::int),"
        " 'quantity', coalesce(quantity, (document->>'maximumBuyCount')::int), 'monitored', monitored) ORDER BY place)"
        " FROM items WHERE product_id = products.id) AS items FROM products ORDER BY id DESC LIMIT %s",
        [LONGEST_LIST],
    ).fetchall()
    return [dict(row) for row in rows]
