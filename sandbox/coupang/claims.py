"""Cancels and returns: the list, a single one, and the answer to a request to stop a shipment (§6.1, §6.2)."""

import re
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request

from sandbox.coupang.boxes import put_invoice
from sandbox.coupang.carriers import check_invoice
from sandbox.coupang.envelopes import OrderError, order
from sandbox.coupang.ordersheets import mask, money
from sandbox.coupang.paths import vendor_path
from sandbox.coupang.places import read_body
from sandbox.coupang.review import Connection, Row
from sandbox.coupang.world import KST, iso, now, world

blueprint = Blueprint("claims", __name__)

_FILTERS = {
    "RU": ("RELEASE_STOP_UNCHECKED",),
    "UC": ("RETURNS_UNCHECKED", "RELEASE_STOP_UNCHECKED"),
    "CC": ("RETURNS_COMPLETED",),
    "PR": ("REQUEST_COUPANG_CHECK",),
}
_CLAIMS = (
    "SELECT claims.*, orders.orderer, boxes.receiver FROM claims JOIN orders ON orders.id = claims.order_id"
    " JOIN boxes ON boxes.id = box_id WHERE vendor_id = %(vendor)s AND claims.status <> 'WITHDRAWN'"
)


def open_claim(connection: Connection, box: Row, units: dict[int, int], **values: Any) -> int:
    """Write down a claim over units (by line id) of a box; `values` are columns of the table; return its receipt id."""
    columns = {"order_id": box["order_id"], "box_id": box["id"], "created_at": now(), "modified_at": now()} | values
    names = ", ".join(columns)
    marks = ", ".join(f"%({name})s" for name in columns)
    row = connection.execute(
        f"INSERT INTO claims ({names}) VALUES ({marks}) RETURNING id",  # noqa: S608 - the names are our own
        columns,
    ).fetchone()
    assert row is not None
    for line_id, count in units.items():
        connection.execute(
            "INSERT INTO claim_lines (claim_id, line_id, units) VALUES (%s, %s, %s)", [row["id"], line_id, count]
        )
    return int(row["id"])


def take_back(connection: Connection, box: Row, units: dict[int, int]) -> None:
    """Count units (by line id) as cancelled, put them back on sale where the switch says so, end an emptied box."""
    for line_id, count in units.items():
        connection.execute("UPDATE lines SET cancel_count = cancel_count + %s WHERE id = %s", [count, line_id])
    if world().settings.cancel_restocks:
        _restock(connection, units)
    left = connection.execute(
        "SELECT 1 FROM lines WHERE box_id = %s AND cancel_count < units LIMIT 1", [box["id"]]
    ).fetchone()
    if left is None:
        connection.execute("UPDATE boxes SET status = 'CANCELLED', instruct_due_at = NULL WHERE id = %s", [box["id"]])


def _restock(connection: Connection, units: dict[int, int]) -> None:
    rows = connection.execute("SELECT id, item_id FROM lines WHERE id = ANY(%s)", [list(units)]).fetchall()
    for row in sorted(rows, key=lambda row: int(row["item_id"])):  # items are locked in the order in which buyers do
        connection.execute(
            "UPDATE items SET quantity = least(quantity + %s, 99999) WHERE id = %s", [units[row["id"]], row["item_id"]]
        )


def release_hold(connection: Connection, units: dict[int, int]) -> None:
    for line_id, count in sorted(units.items()):
        connection.execute("UPDATE lines SET hold_count = hold_count - %s WHERE id = %s", [count, line_id])


def has_pending_claim(connection: Connection, box_id: int) -> bool:
    return (
        connection.execute(
            "SELECT 1 FROM claims WHERE box_id = %s AND status IN ('RELEASE_STOP_UNCHECKED', 'RETURNS_UNCHECKED')",
            [box_id],
        ).fetchone()
        is not None
    )


# ----------------------------------------------------------------------------------------------------------- list


@blueprint.get(vendor_path(6, "returnRequests"))
def list_claims(vendor_id: str) -> Response:
    start, end = _window()
    kind, status = request.args.get("cancelType") or "RETURN", request.args.get("status")
    if kind not in ("RETURN", "CANCEL"):
        raise OrderError(f"cancelType is invalid. [{kind}]")
    if status is not None and status not in _FILTERS:
        raise OrderError(f"status is invalid. [{status}]")
    order_id = request.args.get("orderId")
    if order_id and not (order_id.isascii() and order_id.isdigit()):
        raise OrderError("orderId is invalid.")
    if status is None and not order_id and kind != "CANCEL":
        raise OrderError("OrderId can't be null , if doesn't pass the parameter status")
    size, after = _page()
    by_minute = request.args.get("searchType") == "timeFrame"
    values = {
        "vendor": vendor_id,
        "start": start,
        "end": end,
        "kind": kind,
        "statuses": list(_FILTERS[status]) if status else [],
        "order": int(order_id) if order_id else None,
        "after": 0 if by_minute else after,
        "limit": None if by_minute else size + 1,
    }
    where = " AND kind = %(kind)s AND claims.created_at >= %(start)s AND claims.created_at < %(end)s"
    where += " AND (%(order)s::bigint IS NULL OR claims.order_id = %(order)s) AND claims.id > %(after)s"
    if status:
        where += " AND claims.status = ANY(%(statuses)s) AND NOT before_instruct"
    with world().pool.connection() as connection:
        rows = connection.execute(f"{_CLAIMS}{where} ORDER BY claims.id LIMIT %(limit)s", values).fetchall()
        page = rows if by_minute else rows[:size]
        data = _shape(connection, page)
    return order(data, nextToken=str(page[-1]["id"]) if len(page) < len(rows) else "")


def _window() -> tuple[datetime, datetime]:
    by_minute = request.args.get("searchType") == "timeFrame"
    pattern, layout = (
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d", "%Y-%m-%dT%H:%M") if by_minute else (r"\d{4}-\d\d-\d\d", "%Y-%m-%d")
    )
    moments = []
    for name in ("createdAtFrom", "createdAtTo"):
        text = request.args.get(name, "")
        try:
            if not re.fullmatch(pattern, text):
                raise ValueError(text)
            moments.append(datetime.strptime(text, layout).replace(tzinfo=KST))
        except ValueError as exc:
            raise OrderError(f"{name} is invalid. [{text}]") from exc
    start, end = moments
    if start > end:
        raise OrderError("createdAtFrom is later than createdAtTo.")
    if end - start > timedelta(days=31):
        raise OrderError("검색기간은 최대 31일입니다.")
    return start, end if by_minute else end + timedelta(days=1)


def _page() -> tuple[int, int]:
    size, token = request.args.get("maxPerPage") or "50", request.args.get("nextToken") or "0"
    if not (size.isascii() and size.isdigit() and 1 <= int(size) <= 50):
        raise OrderError("maxPerPage must be 1 to 50.")
    if not (token.isascii() and token.isdigit() and len(token) <= 18):
        raise OrderError("nextToken is invalid.")
    return int(size), int(token)


@blueprint.get(vendor_path(6, "returnRequests/<int:receipt_id>"))
def get_claim(vendor_id: str, receipt_id: int) -> Response:
    with world().pool.connection() as connection:
        rows = connection.execute(
            f"{_CLAIMS} AND claims.id = %(id)s", {"vendor": vendor_id, "id": receipt_id}
        ).fetchall()
        if not rows:
            raise OrderError("취소반품접수내역이 존재하지 않습니다.")
        return order(_shape(connection, rows))


def _shape(connection: Connection, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines: dict[int, list[Row]] = defaultdict(list)
    for line in connection.execute(
        "SELECT claim_lines.claim_id, claim_lines.units AS claimed, lines.* FROM claim_lines"
        " JOIN lines ON lines.id = line_id WHERE claim_id = ANY(%s) ORDER BY line_id",
        [[claim["id"] for claim in claims]],
    ).fetchall():
        lines[line["claim_id"]].append(line)
    return [_claim(claim, lines[claim["id"]]) for claim in claims]


def _claim(claim: Row, lines: list[Row]) -> dict[str, Any]:
    completed = claim["status"] == "RETURNS_COMPLETED"
    masked = world().settings.mask_names != "none"
    return {
        "receiptId": claim["id"],
        "orderId": claim["order_id"],
        "paymentId": claim["order_id"] + 1,
        "receiptType": claim["kind"],
        "receiptStatus": claim["status"],
        "createdAt": iso(claim["created_at"]),
        "modifiedAt": iso(claim["modified_at"]),
        "requesterName": mask(claim["orderer"]["name"]) if masked else claim["orderer"]["name"],
        "requesterPhoneNumber": f"+82 50 {claim['order_id'] % 10000:04d} {claim['box_id'] % 10000:04d}",
        "requesterRealPhoneNumber": None,
        "requesterAddress": claim["receiver"]["addr1"],
        "requesterAddressDetail": claim["receiver"]["addr2"],
        "requesterZipCode": claim["receiver"]["postCode"],
        "cancelReasonCategory1": claim["reason_text"],
        "cancelReasonCategory2": claim["reason_text"],
        "cancelReason": claim["reason_text"],
        "cancelCountSum": sum(line["claimed"] for line in lines),
        "returnDeliveryId": claim["id"] if claim["release_status"] in "YA" else 0,
        "returnDeliveryType": "",
        "releaseStopStatus": claim["release_stop"],
        "enclosePrice": money(0),
        "faultByType": claim["fault_by"],
        "preRefund": False,
        "completeConfirmType": "VENDOR_CONFIRM" if claim["completed_by"] == "판매자" else "UNDEFINED",
        "completeConfirmDate": iso(claim["modified_at"]) if completed else "",
        "returnItems": [_claim_line(claim, line) for line in lines],
        "returnDeliveryDtos": [],
        "reasonCode": claim["reason_code"],
        "reasonCodeText": claim["reason_text"],
        "returnShippingCharge": money(0),
    }


def _claim_line(claim: Row, line: Row) -> dict[str, Any]:
    return {
        "vendorItemPackageId": 0,
        "vendorItemPackageName": "",
        "vendorItemId": line["vendor_item_id"],
        "vendorItemName": line["sold"]["vendorItemName"],
        "purchaseCount": line["units"],
        "cancelCount": line["claimed"],
        "shipmentBoxId": claim["box_id"],
        "sellerProductId": line["sold"]["sellerProductId"],
        "sellerProductName": line["sold"]["sellerProductName"],
        "releaseStatus": claim["release_status"],
        "cancelCompleteUser": claim["completed_by"],
    }


# ----------------------------------------------------------------------------------------- answers to stop requests


@blueprint.route(vendor_path(4, "returnRequests/<int:receipt_id>/stoppedShipment"), methods=["PATCH", "PUT"])
def confirm_stopped(vendor_id: str, receipt_id: int) -> Response:
    body = _read_answer(vendor_id, receipt_id)
    with world().pool.connection() as connection:
        claim, units = _lock_stop_request(connection, vendor_id, receipt_id)
        if body.get("cancelCount") != sum(units.values()):
            raise OrderError("취소반품접수수량과 cancelCount가 일치하지 않습니다.")
        release_hold(connection, units)
        take_back(connection, {"id": claim["box_id"]}, units)
        _settle(connection, receipt_id, status="RETURNS_COMPLETED", stop="처리(출고중지)", release="S", by="판매자")
    return order({"resultCode": "SUCCESS", "resultMessage": ""}, code="200")


@blueprint.route(vendor_path(4, "returnRequests/<int:receipt_id>/completedShipment"), methods=["PATCH", "PUT"])
def confirm_shipped(vendor_id: str, receipt_id: int) -> Response:
    body = _read_answer(vendor_id, receipt_id)
    carrier, number = str(body.get("deliveryCompanyCode") or ""), str(body.get("invoiceNumber") or "")
    check_invoice(carrier, number)
    with world().pool.connection() as connection:
        claim, units = _lock_stop_request(connection, vendor_id, receipt_id)
        release_hold(connection, units)
        put_invoice(connection, claim["box_id"], carrier, number)
        _settle(connection, receipt_id, status="RETURNS_UNCHECKED", stop="처리(이미출고)", release="A", by="")
    return order({"resultCode": "SUCCESS", "resultMessage": ""}, code="200")


def _read_answer(vendor_id: str, receipt_id: int) -> dict[str, Any]:
    body = read_body(vendor_id)
    if body.get("receiptId") != receipt_id:
        raise OrderError("receiptId is invalid.")
    return body


def _lock_stop_request(connection: Connection, vendor_id: str, receipt_id: int) -> tuple[Row, dict[int, int]]:
    # The box first, as everyone who changes what is in it.
    connection.execute(
        "SELECT 1 FROM boxes WHERE id = (SELECT box_id FROM claims WHERE id = %s) FOR UPDATE", [receipt_id]
    )
    claim = connection.execute(
        "SELECT claims.* FROM claims JOIN orders ON orders.id = order_id WHERE claims.id = %s AND vendor_id = %s"
        " FOR UPDATE OF claims",
        [receipt_id, vendor_id],
    ).fetchone()
    if claim is None or claim["status"] == "WITHDRAWN":
        raise OrderError("취소반품접수내역이 존재하지 않습니다.")
    if claim["status"] == "RETURNS_COMPLETED":
        raise OrderError("이미 반품이 완료 되었습니다.")
    if claim["status"] != "RELEASE_STOP_UNCHECKED":
        raise OrderError("cancelType이 A 또는 RA가 아닙니다.")
    rows = connection.execute("SELECT line_id, units FROM claim_lines WHERE claim_id = %s", [receipt_id]).fetchall()
    return claim, {row["line_id"]: row["units"] for row in rows}


def _settle(connection: Connection, receipt_id: int, *, status: str, stop: str, release: str, by: str) -> None:
    connection.execute(
        "UPDATE claims SET status = %s, release_stop = %s, release_status = %s, completed_by = %s, modified_at = %s"
        " WHERE id = %s",
        [status, stop, release, by, now(), receipt_id],
    )
