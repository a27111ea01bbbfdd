"""Order sheets: a row per shipment box (§5.1)."""

import base64
import hashlib
import json
import re
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request

from sandbox.coupang.boxes import BOX_STATUSES
from sandbox.coupang.carriers import carrier_name
from sandbox.coupang.envelopes import OrderError, order
from sandbox.coupang.paths import vendor_path
from sandbox.coupang.review import Connection, Row
from sandbox.coupang.world import KST, iso, world

blueprint = Blueprint("ordersheets", __name__)

UNKNOWN_ORDER = "유효하지 않은 주문번호 입니다."
_START = ("1970-01-01T00:00:00+00:00", 0)

_BOXES = (
    "SELECT boxes.*, orders.vendor_id, orders.orderer, orders.ordered_at FROM boxes"
    " JOIN orders ON orders.id = order_id WHERE visible_at <= now()"
)


# ----------------------------------------------------------------------------------------------------------- list


@blueprint.get(vendor_path(5, "ordersheets"))
def list_sheets(vendor_id: str) -> Response:
    status = request.args.get("status")
    if status not in BOX_STATUSES:
        raise OrderError(f"status is invalid. [{status}]")
    by_minute = request.args.get("searchType") == "timeFrame"
    start, end = _minutes() if by_minute else _days()
    size = _page_size()
    after = _START if by_minute else _read_token(vendor_id, status, start, end)
    with world().pool.connection() as connection:
        rows = connection.execute(
            f"{_BOXES} AND vendor_id = %(vendor)s AND status = %(status)s"
            " AND ordered_at >= %(start)s AND ordered_at < %(end)s"
            " AND (ordered_at, boxes.id) > (%(at)s::timestamptz, %(id)s)"
            " ORDER BY ordered_at, boxes.id LIMIT %(limit)s",
            {
                "vendor": vendor_id,
                "status": status,
                "start": start,
                "end": end,
                "at": after[0],
                "id": after[1],
                "limit": None if by_minute else size + 1,
            },
        ).fetchall()
        page = rows if by_minute else rows[:size]
        data = sheets(connection, page)
    token = "" if len(page) == len(rows) else _token(vendor_id, status, start, end, page[-1])
    return order(data, nextToken=token)


def _moment(name: str, pattern: str, layout: str) -> datetime:
    text = request.args.get(name, "")
    try:
        if re.fullmatch(pattern + r"\+09:00", text):
            return datetime.strptime(text.removesuffix("+09:00"), layout).replace(tzinfo=KST)
    except ValueError:
        pass
    raise OrderError(f"{name} is invalid. [{text}]")


def _days() -> tuple[datetime, datetime]:
    start, end = (_moment(name, r"\d{4}-\d\d-\d\d", "%Y-%m-%d") for name in ("createdAtFrom", "createdAtTo"))
    if start > end:
        raise OrderError("createdAtFrom is later than createdAtTo.")
    if end - start > timedelta(days=31):
        raise OrderError("endTime-startTime range should less than31.")
    return start, end + timedelta(days=1)


def _minutes() -> tuple[datetime, datetime]:
    names = ("createdAtFrom", "createdAtTo")
    start, end = (_moment(name, r"\d{4}-\d\d-\d\dT\d\d:\d\d", "%Y-%m-%dT%H:%M") for name in names)
    if start > end:
        raise OrderError("createdAtFrom is later than createdAtTo.")
    if end - start > timedelta(hours=24):
        raise OrderError("endTime-startTime range should less than 0 day")
    return start, end


def _page_size() -> int:
    text = request.args.get("maxPerPage") or "50"
    size = int(text) if text.isascii() and text.isdigit() else 0
    if size > 50 and world().settings.page_cap == "clamp":
        return 50
    if not 1 <= size <= 50:
        raise OrderError("maxPerPage must be 1 to 50.")
    return size


def _scope(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def _token(vendor_id: str, status: str, start: datetime, end: datetime, last: Row) -> str:
    content = [last["ordered_at"].isoformat(), last["id"], _scope(vendor_id, status, start, end)]
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode()


def _read_token(vendor_id: str, status: str, start: datetime, end: datetime) -> tuple[str, int]:
    text = request.args.get("nextToken", "")
    if not text:
        return _START
    try:
        at, box_id, scope = json.loads(base64.urlsafe_b64decode(text))
    except (ValueError, TypeError) as exc:
        raise OrderError("nextToken is invalid.") from exc
    if scope != _scope(vendor_id, status, start, end):
        raise OrderError("nextToken is invalid.")
    return at, box_id


# --------------------------------------------------------------------------------------------------------- single


@blueprint.get(vendor_path(5, "ordersheets/<int:box_id>"))
def get_sheet(vendor_id: str, box_id: int) -> Response:
    with world().pool.connection() as connection:
        rows = connection.execute(f"{_BOXES} AND boxes.id = %s", [box_id]).fetchall()
        data = sheets(connection, _living(rows, vendor_id))
    return order(data[0])


@blueprint.get(vendor_path(5, "<int:order_id>/ordersheets"))
def get_sheets_of_order(vendor_id: str, order_id: int) -> Response:
    with world().pool.connection() as connection:
        rows = connection.execute(f"{_BOXES} AND order_id = %s ORDER BY boxes.id", [order_id]).fetchall()
        data = sheets(connection, _living(rows, vendor_id))
    return order(data)


@blueprint.get(vendor_path(5, "ordersheets/<int:box_id>/history"))
def get_history(vendor_id: str, box_id: int) -> Response:
    with world().pool.connection() as connection:
        _living(connection.execute(f"{_BOXES} AND boxes.id = %s", [box_id]).fetchall(), vendor_id)
        rows = connection.execute("SELECT * FROM box_histories WHERE box_id = %s ORDER BY id DESC", [box_id]).fetchall()
    details = [
        {
            "deliveryStatus": row["status"],
            "deliveryStatusDesc": BOX_STATUSES[row["status"]],
            "updatedAt": iso(row["updated_at"]),
        }
        for row in rows
    ]
    return order({"shipmentBoxId": box_id, "details": details})


def _living(rows: list[dict[str, Any]], vendor_id: str) -> list[dict[str, Any]]:
    if not rows:
        raise OrderError(UNKNOWN_ORDER)
    if rows[0]["vendor_id"] != vendor_id:
        raise OrderError("다른 판매자의 주문을 조회할 수 없습니다.")
    living = [row for row in rows if row["status"] != "CANCELLED"]
    if not living:
        raise OrderError("해당 주문이 취소 또는 반품되었습니다.")
    return living


# ---------------------------------------------------------------------------------------------------------- shape


def sheets(connection: Connection, boxes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write boxes as order sheets."""
    lines: dict[int, list[Row]] = defaultdict(list)
    ids = [box["id"] for box in boxes]
    for line in connection.execute("SELECT * FROM lines WHERE box_id = ANY(%s) ORDER BY id", [ids]).fetchall():
        lines[line["box_id"]].append(line)
    return [_sheet(box, lines[box["id"]]) for box in boxes]


def money(amount: int) -> dict[str, object]:
    return {"currencyCode": "KRW", "units": amount, "nanos": 0}


def mask(name: str) -> str:
    """Hide the middle of a name, as the documentation's examples show it."""
    return name if len(name) < 2 else name[0] + "*" * max(len(name) - 2, 1) + (name[-1] if len(name) > 2 else "")


def _sheet(box: Row, lines: list[Row]) -> dict[str, Any]:
    masks = world().settings.mask_names
    receiver, orderer = box["receiver"], box["orderer"]
    safe_number = f"+82 50 {box['order_id'] % 10000:04d} {box['id'] % 10000:04d}"
    return {
        "shipmentBoxId": box["id"],
        "orderId": box["order_id"],
        "orderedAt": iso(box["ordered_at"]),
        "paidAt": iso(box["ordered_at"]),
        "status": box["status"],
        "orderer": {
            "name": orderer["name"] if masks == "none" else mask(orderer["name"]),
            "email": "",
            "safeNumber": safe_number,
            "ordererNumber": None,
        },
        "receiver": {
            "name": mask(receiver["name"]) if masks == "both" else receiver["name"],
            "safeNumber": safe_number,
            "receiverNumber": None,
            "addr1": receiver["addr1"],
            "addr2": receiver["addr2"],
            "postCode": receiver["postCode"],
        },
        "shippingPrice": money(box["shipping_price"]),
        "remotePrice": None,
        "remoteArea": False,
        "parcelPrintMessage": receiver.get("message", ""),
        "splitShipping": box["split"],
        "ableSplitShipping": len(lines) > 1,
        "orderItems": [_line(line, box) for line in lines],
        "overseaShippingInfoDto": {"personalCustomsClearanceCode": "", "ordererSsn": "", "ordererPhoneNumber": ""},
        "deliveryCompanyName": carrier_name(box["carrier"]),
        "invoiceNumber": box["invoice_number"],
        "inTrasitDateTime": iso(box["in_transit_at"]),
        "deliveredDate": iso(box["delivered_at"]),
        "refer": "안드로이드앱",
        "shipmentType": "THIRD_PARTY",
        "isCod": box["is_cod"],
        "extraProperties": {"sameDayShipping": "false", "cutOffTimeHour": "0"},
    }


def _line(line: Row, box: Row) -> dict[str, Any]:
    sold = line["sold"]
    return {
        "vendorItemPackageId": 0,
        "vendorItemPackageName": "",
        "productId": sold["productId"],
        "vendorItemId": line["vendor_item_id"],
        "vendorItemName": sold["vendorItemName"],
        "shippingCount": line["units"],
        "cancelCount": line["cancel_count"],
        "holdCountForCancel": line["hold_count"],
        "canceled": line["cancel_count"] == line["units"],
        "salesPrice": money(line["price"]),
        "orderPrice": money(line["price"] * line["units"]),
        "discountPrice": None,
        "instantCouponDiscount": None,
        "downloadableCouponDiscount": None,
        "coupangDiscount": None,
        "externalVendorSkuCode": sold["externalVendorSku"],
        "sellerProductId": sold["sellerProductId"],
        "sellerProductName": sold["sellerProductName"],
        "sellerProductItemName": sold["itemName"],
        "firstSellerProductItemName": sold["itemName"],
        "estimatedShippingDate": line["estimated_on"].isoformat(),
        "plannedShippingDate": line["planned_on"].isoformat() if line["planned_on"] else "",
        "invoiceNumberUploadDate": iso(box["invoiced_at"]),
        "etcInfoHeader": None,
        "etcInfoValues": [],
        "extraProperties": {},
        "pricingBadge": False,
        "usedProduct": sold["used"],
        "confirmDate": None,
        "deliveryChargeTypeName": "유료" if box["shipping_price"] else "무료",
        "upBundleVendorItemId": None,
        "upBundleSize": None,
        "upBundleItem": False,
    }
