"""The seller's own cancel (§5.4)."""

from typing import Any

from flask import Blueprint, Response

from sandbox.coupang.claims import open_claim, take_back
from sandbox.coupang.envelopes import OrderError, order
from sandbox.coupang.ordersheets import UNKNOWN_ORDER
from sandbox.coupang.paths import vendor_path
from sandbox.coupang.places import read_body
from sandbox.coupang.review import Connection, Row
from sandbox.coupang.world import world

blueprint = Blueprint("cancels", __name__)

REASONS = {"CCTTER": "재고 연동 오류", "CCPNER": "제휴사이트(주소) 오류", "CCPRER": "가격등재 오류"}


@blueprint.post(vendor_path(6, "orders/<int:order_id>/cancel"), endpoint="cancel_of_the_notice")
@blueprint.post(vendor_path(5, "orders/<int:order_id>/cancel"))
def cancel_order(vendor_id: str, order_id: int) -> Response:
    """Answer `…/orders/{orderId}/cancel`: what can be cancelled is, the rest is named beside it."""
    body = read_body(vendor_id)
    wanted = _read_wanted(body, order_id)
    with world().pool.connection() as connection:
        lines = _lock_lines(connection, vendor_id, order_id)
        problems = {vid: why for vid, count in wanted.items() if (why := _problem(lines.get(vid), count))}
        if len(problems) == len(wanted):
            raise OrderError(next(iter(problems.values())))
        good = {vid: count for vid, count in wanted.items() if vid not in problems}
        if len({lines[vid]["box_id"] for vid in good}) > 1:
            raise OrderError("shipmentBox 단위로 요청해 주세요.")
        receipt = _cancel(connection, lines, good, str(body["middleCancelCode"]))
    data = {
        "receiptMap": {str(receipt["receiptId"]): receipt},
        "orderId": order_id,
        "failedVendorItemIds": sorted(problems),
    }
    return order(data, code="200", message="취소 요청이 처리되었습니다.")


def _read_wanted(body: dict[str, Any], order_id: int) -> dict[int, int]:
    items, counts = body.get("vendorItemIds"), body.get("receiptCounts")
    if body.get("orderId") != order_id:
        raise OrderError(UNKNOWN_ORDER)
    if body.get("userId") != world().settings.user_id:
        raise OrderError("userId is invalid.")
    if body.get("bigCancelCode") != "CANERR" or str(body.get("middleCancelCode")) not in REASONS:
        raise OrderError("cancel code is invalid.")
    if not isinstance(items, list) or not isinstance(counts, list) or not items or len(items) != len(counts):
        raise OrderError("vendorItemIds and receiptCounts must be lists of the same length.")
    if not all(isinstance(each, int) for each in items) or len(set(items)) < len(items):
        raise OrderError("vendorItemIds is invalid.")
    if not all(isinstance(each, int) and each > 0 for each in counts):
        raise OrderError("receiptCounts is invalid.")
    return dict(zip(items, counts, strict=True))


def _lock_lines(connection: Connection, vendor_id: str, order_id: int) -> dict[int, Row]:
    boxes = connection.execute(
        "SELECT boxes.id, boxes.status, boxes.order_id FROM boxes JOIN orders ON orders.id = order_id"
        " WHERE order_id = %s AND vendor_id = %s AND visible_at <= now() ORDER BY boxes.id FOR UPDATE OF boxes",
        [order_id, vendor_id],
    ).fetchall()
    if not boxes:
        raise OrderError(UNKNOWN_ORDER)
    status = {box["id"]: box["status"] for box in boxes}
    lines = connection.execute("SELECT * FROM lines WHERE box_id = ANY(%s) ORDER BY id", [list(status)]).fetchall()
    return {
        line["vendor_item_id"]: {
            **line,
            "box_status": status[line["box_id"]],
            "order_id": order_id,
        }
        for line in lines
    }


def _problem(line: Row | None, count: int) -> str:
    if line is None:
        return "요청한 업체의 상품이 아닙니다."
    if count > line["units"] - line["cancel_count"] - line["hold_count"]:
        return "취소 가능한 개수보다 요청한 개수가 더 많습니다."
    if line["box_status"] not in ("ACCEPT", "INSTRUCT"):
        return "해당 벤더아이템이 결제완료/상품지시 중 상태가 아닙니다."
    return ""


def _cancel(connection: Connection, lines: dict[int, Row], wanted: dict[int, int], code: str) -> dict[str, Any]:
    line = lines[next(iter(wanted))]
    box = {"id": line["box_id"], "order_id": line["order_id"]}
    accepted = line["box_status"] == "ACCEPT"
    units = {lines[vid]["id"]: count for vid, count in wanted.items()}
    receipt_id = open_claim(
        connection,
        box,
        units,
        kind="CANCEL" if accepted else "RETURN",
        status="RETURNS_COMPLETED",
        release_stop="비대상" if accepted else "처리(출고중지)",
        release_status="N" if accepted else "S",
        fault_by="VENDOR",
        reason_code=code,
        reason_text=REASONS[code],
        before_instruct=accepted,
        completed_by="판매자",
    )
    take_back(connection, box, units)
    return {
        "receiptId": receipt_id,
        "receiptType": "CANCEL" if accepted else "STOP_SHIPMENT",
        "vendorItemIds": sorted(wanted),
        "totalCount": sum(wanted.values()),
    }
