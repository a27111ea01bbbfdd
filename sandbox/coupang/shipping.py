"""Acknowledging boxes and uploading invoices (§5.2, §5.3): HTTP 200 with a result per entry."""

import random
import re
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response

from sandbox.coupang.boxes import SHIPPED, change_status, put_invoice
from sandbox.coupang.carriers import check_carrier, check_invoice
from sandbox.coupang.claims import has_pending_claim
from sandbox.coupang.envelopes import OrderError, order
from sandbox.coupang.paths import vendor_path
from sandbox.coupang.places import read_body
from sandbox.coupang.review import Connection, Row
from sandbox.coupang.world import World, now, world

blueprint = Blueprint("shipping", __name__)

CANNOT_CHANGE = "배송상태를 변경할 수 없습니다. 주문내역을 확인해주세요."
RETRY_REQUIRED = {
    "OK": False,
    "NOT_FOUND_SHIPMENT_BOX": False,
    "INVALID_STATUS": False,
    "PERMISSION_DENIED": True,
    "DUPLICATE_INVOICE_NUMBER": True,
    "INVALID_INVOICE_NUMBER": True,
    "ORDER_DELIVERY_CANCELED": False,
    "ORDER_DELIVERY_PARTIAL_STOP_REQUESTED": True,
    "ORDER_DELIVERY_CANCELED_HOLDING_FOR_CANCEL": True,
    "UNDEFINED_ERROR_OCCUR": True,
    "NOT_ALLOW_INVOICE_NUMBER_RE_UPLOAD": False,
    "NOT_FOUND_INVOICE_NUMBER": False,
    "NOT_FOUND_VENDOR_ITEM": False,
    "NOT_ALLOW_VENDOR_DIRECT": False,
    "PSD_NOT_ALLOW_TO_CHANGE": False,
    "NOT_ALLOW_SEPARATE_AFTER_NORMAL_DELIVERY": False,
    "IS_SEPARATE_MUST_BE_TRUE_WHEN_SEPARATE_DELIVERY": False,
    "NOT_ALLOW_SEPARATE_WHEN_ONE_VENDOR_ITEM": False,
}
_ENTRY_TYPES: dict[str, type] = {
    "shipmentBoxId": int,
    "orderId": int,
    "vendorItemId": int,
    "deliveryCompanyCode": str,
    "invoiceNumber": str,
    "splitShipping": bool,
    "preSplitShipped": bool,
    "estimatedShippingDate": str,
}

Entry = dict[str, Any]


class _Refused(Exception):
    """One box's entries cannot be done. `str()` of it is the result code."""


def _results(results: list[Entry]) -> Response:
    done = sum(1 for result in results if result["succeed"])
    code = -1 if not results else 0 if done == len(results) else 99 if not done else 1
    said = {-1: "No data.", 0: "All succeeded.", 1: "Partial errors.", 99: "All failed."}[code]
    data = {
        "responseKey": random.randint(-(2**63), 2**63 - 1),  # noqa: S311 - an opaque number, not a secret
        "responseCode": code,
        "responseMessage": f"responseCode {code}: {said}",
        "responseList": results,
    }
    return order(data, code="200")


def _result(box_id: object, code: str, *, retry: bool, message: str) -> Entry:
    succeeded = code == "OK"
    return {
        "shipmentBoxId": box_id,
        "succeed": succeeded,
        "resultCode": code,
        "retryRequired": retry,
        "resultMessage": "request succeeded." if succeeded else message,
    }


# ---------------------------------------------------------------------------------------------------- acknowledge


@blueprint.route(
    vendor_path(5, "ordersheets/acknowledgement"), endpoint="acknowledge_of_the_notice", methods=["PATCH", "PUT"]
)
@blueprint.route(vendor_path(4, "ordersheets/acknowledgement"), methods=["PATCH", "PUT"])
def acknowledge(vendor_id: str) -> Response:
    """Answer `…/ordersheets/acknowledgement`; the change itself may come later (`--ack-delay`)."""
    box_ids = read_body(vendor_id).get("shipmentBoxIds")
    if not isinstance(box_ids, list) or not all(isinstance(each, int) for each in box_ids):
        raise OrderError("shipmentBoxIds is required.")
    if len(box_ids) > 50:
        raise OrderError("shipmentBoxIds must be at most 50.")
    with world().pool.connection() as connection:
        codes = {box_id: _acknowledge(connection, vendor_id, box_id) for box_id in sorted(set(box_ids))}
    results = []
    for box_id in box_ids:
        missing = codes[box_id] == "NOT_FOUND_SHIPMENT_BOX"
        message = "shipment box not found." if missing else CANNOT_CHANGE
        results.append(_result(box_id, codes[box_id], retry=missing, message=message))
    return _results(results)


def _acknowledge(connection: Connection, vendor_id: str, box_id: int) -> str:
    box = _lock_box(connection, vendor_id, box_id)
    if box is None:
        return "NOT_FOUND_SHIPMENT_BOX"
    if box["status"] != "ACCEPT" or has_pending_claim(connection, box_id):
        return "INVALID_STATUS"
    delay = world().settings.ack_delay
    if not delay:
        change_status(connection, box_id, "INSTRUCT")
    elif box["instruct_due_at"] is None:
        due_at = now() + timedelta(seconds=delay)
        connection.execute("UPDATE boxes SET instruct_due_at = %s WHERE id = %s", [due_at, box_id])
    return "OK"


def instruct_due(world: World) -> int:
    """Turn acknowledged boxes whose time has come into INSTRUCT; return how many."""
    with world.moving, world.pool.connection() as connection:
        due = connection.execute(
            "SELECT id FROM boxes WHERE instruct_due_at <= %s AND status = 'ACCEPT' ORDER BY id FOR UPDATE SKIP LOCKED",
            [now()],
        ).fetchall()
        for box in due:
            change_status(connection, box["id"], "INSTRUCT")
    return len(due)


def _lock_box(connection: Connection, vendor_id: str, box_id: int) -> Row | None:
    return connection.execute(
        "SELECT boxes.* FROM boxes JOIN orders ON orders.id = order_id"
        " WHERE boxes.id = %s AND vendor_id = %s AND visible_at <= now() FOR UPDATE OF boxes",
        [box_id, vendor_id],
    ).fetchone()


# ------------------------------------------------------------------------------------------------------- invoices


@blueprint.post(vendor_path(4, "orders/invoices"))
def upload_invoices(vendor_id: str) -> Response:
    return _write_invoices(vendor_id, update=False)


@blueprint.post(vendor_path(4, "orders/updateInvoices"))
def update_invoices(vendor_id: str) -> Response:
    return _write_invoices(vendor_id, update=True)


def _write_invoices(vendor_id: str, *, update: bool) -> Response:
    entries = _read_entries(vendor_id)
    by_box: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_box[entry["shipmentBoxId"]].append(entry)
    codes: dict[int, str] = {}
    for box_id in sorted(by_box):
        try:
            with world().pool.connection() as connection:
                _ship_box(connection, vendor_id, by_box[box_id], update=update)
            codes[box_id] = "OK"
        except _Refused as exc:
            codes[box_id] = str(exc)
    return _results(
        [
            _result(box_id, codes[box_id], retry=RETRY_REQUIRED[codes[box_id]], message=codes[box_id])
            for box_id in (entry["shipmentBoxId"] for entry in entries)
        ]
    )


def _read_entries(vendor_id: str) -> list[Entry]:
    entries = read_body(vendor_id).get("orderSheetInvoiceApplyDtos")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise OrderError("orderSheetInvoiceApplyDtos is required.")
    for entry in entries:
        for key, kind in _ENTRY_TYPES.items():
            if not isinstance(entry.get(key), kind) or (kind is int and isinstance(entry[key], bool)):
                raise OrderError(f"{key} is required.")
        check_carrier(entry["deliveryCompanyCode"])
        if entry["invoiceNumber"]:
            check_invoice(entry["deliveryCompanyCode"], entry["invoiceNumber"])
        if entry["estimatedShippingDate"] and not re.fullmatch(r"\d{4}-\d\d-\d\d", entry["estimatedShippingDate"]):
            raise OrderError("estimatedShippingDate must be YYYY-MM-DD.")
    return entries


def _ship_box(connection: Connection, vendor_id: str, entries: list[Entry], *, update: bool) -> None:
    if world().forced_results:
        raise _Refused(world().forced_results.pop(0))
    box = _lock_box(connection, vendor_id, entries[0]["shipmentBoxId"])
    if box is None or any(entry["orderId"] != box["order_id"] for entry in entries):
        raise _Refused("NOT_FOUND_SHIPMENT_BOX")
    lines: dict[int, Row] = {
        line["vendor_item_id"]: line
        for line in connection.execute("SELECT * FROM lines WHERE box_id = %s ORDER BY id", [box["id"]]).fetchall()
    }
    _check_box(box, lines, entries, update=update)
    if any(entry["splitShipping"] for entry in entries):
        _ship_apart(connection, box, lines, entries, update=update)
    else:
        _ship_whole(connection, box, lines, entries, update=update)


def _check_box(box: Row, lines: dict[int, Row], entries: list[Entry], *, update: bool) -> None:
    if box["status"] == "CANCELLED":
        raise _Refused("ORDER_DELIVERY_CANCELED")
    if box["status"] not in (SHIPPED if update else {"INSTRUCT"}):
        raise _Refused("INVALID_STATUS")
    for entry in entries:
        line = lines.get(entry["vendorItemId"])
        if line is None:
            raise _Refused("NOT_FOUND_VENDOR_ITEM")
        if line["cancel_count"] == line["units"]:
            raise _Refused("ORDER_DELIVERY_CANCELED")
        if line["hold_count"] and not update:
            whole = line["hold_count"] + line["cancel_count"] == line["units"]
            raise _Refused(
                "ORDER_DELIVERY_CANCELED_HOLDING_FOR_CANCEL" if whole else "ORDER_DELIVERY_PARTIAL_STOP_REQUESTED"
            )
        if entry["deliveryCompanyCode"] == "DIRECT" and line["sold"]["deliveryMethod"] != "VENDOR_DIRECT":
            raise _Refused("NOT_ALLOW_VENDOR_DIRECT")


def _ship_whole(connection: Connection, box: Row, lines: dict[int, Row], entries: list[Entry], *, update: bool) -> None:
    to_ship = {vid for vid, line in lines.items() if line["cancel_count"] < line["units"]}
    if box["split"] or {entry["vendorItemId"] for entry in entries} != to_ship:
        raise _Refused("IS_SEPARATE_MUST_BE_TRUE_WHEN_SEPARATE_DELIVERY")
    invoices = {(entry["deliveryCompanyCode"], entry["invoiceNumber"]) for entry in entries}
    carrier, number = invoices.pop()
    if not number or invoices:
        raise _Refused("INVALID_INVOICE_NUMBER")
    if update and not box["invoice_number"]:
        raise _Refused("NOT_FOUND_INVOICE_NUMBER")
    if update and (carrier, number) == (box["carrier"], box["invoice_number"]):
        raise _Refused("NOT_ALLOW_INVOICE_NUMBER_RE_UPLOAD")
    _check_duplicate(connection, box, carrier, number)
    put_invoice(connection, box["id"], carrier, number)


def _ship_apart(connection: Connection, box: Row, lines: dict[int, Row], entries: list[Entry], *, update: bool) -> None:
    if update:
        raise _Refused("NOT_ALLOW_SEPARATE_AFTER_NORMAL_DELIVERY")
    if any(not entry["splitShipping"] or entry["preSplitShipped"] != box["split"] for entry in entries):
        raise _Refused("IS_SEPARATE_MUST_BE_TRUE_WHEN_SEPARATE_DELIVERY")
    if len(lines) == 1 and not box["split"]:
        raise _Refused("NOT_ALLOW_SEPARATE_WHEN_ONE_VENDOR_ITEM")
    connection.execute("UPDATE boxes SET split = true WHERE id = %s", [box["id"]])
    remaining = set(lines)
    parcels: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for entry in entries:
        line = lines[entry["vendorItemId"]]
        if entry["invoiceNumber"]:
            parcels[entry["deliveryCompanyCode"], entry["invoiceNumber"]].append(line)
        else:
            _plan(connection, line, entry["estimatedShippingDate"])
    for (carrier, number), parcel in parcels.items():
        _check_duplicate(connection, box, carrier, number)
        remaining -= {line["vendor_item_id"] for line in parcel}
        box_id = _new_box(connection, box, parcel) if remaining else box["id"]
        put_invoice(connection, box_id, carrier, number)


def _plan(connection: Connection, line: Row, text: str) -> None:
    try:
        planned_on = date.fromisoformat(text)
    except ValueError as exc:
        raise _Refused("INVALID_INVOICE_NUMBER") from exc
    if line["planned_on"] not in (None, planned_on):
        raise _Refused("PSD_NOT_ALLOW_TO_CHANGE")
    connection.execute("UPDATE lines SET planned_on = %s WHERE id = %s", [planned_on, line["id"]])


def _new_box(connection: Connection, box: Row, parcel: list[Row]) -> int:
    row = connection.execute(
        "INSERT INTO boxes (order_id, status, receiver, shipping_price, is_cod, split)"
        " SELECT order_id, status, receiver, 0, is_cod, true FROM boxes WHERE id = %s RETURNING id",
        [box["id"]],
    ).fetchone()
    assert row is not None
    line_ids = [line["id"] for line in parcel]
    connection.execute("UPDATE lines SET box_id = %s WHERE id = ANY(%s)", [row["id"], line_ids])
    return int(row["id"])


def _check_duplicate(connection: Connection, box: Row, carrier: str, number: str) -> None:
    same = connection.execute(
        "SELECT receiver FROM boxes WHERE invoice_number = %s AND carrier = %s AND id <> %s AND invoiced_at > %s",
        [number, carrier, box["id"], now() - timedelta(days=183)],
    ).fetchall()
    place = [box["receiver"][key] for key in ("name", "addr1", "addr2")]
    if any([row["receiver"][key] for key in ("name", "addr1", "addr2")] != place for row in same):
        raise _Refused("DUPLICATE_INVOICE_NUMBER")
