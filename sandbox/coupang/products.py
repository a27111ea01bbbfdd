"""Creating, changing, submitting and deleting seller products (§4.1, §4.3)."""

import time
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request
from psycopg.types.json import Jsonb

from sandbox.coupang import document as documents
from sandbox.coupang.document import Document, Known, Warnings
from sandbox.coupang.envelopes import ProductError, product, written
from sandbox.coupang.paths import SELLER
from sandbox.coupang.review import STATUS_NAMES, Connection, Row, submit, write_history
from sandbox.coupang.world import now, world

blueprint = Blueprint("products", __name__)

_TOP_READ_ONLY = {"items", "sellerProductId", "statusName", "productId"}
_ITEM_READ_ONLY = {"sellerProductItemId", "vendorItemId", "autoPricingInfoView"}
_UPDATABLE = {"SAVED", "APPROVED", "PARTIAL_APPROVED", "DENIED"}


def still_processing(product_id: int) -> ProductError:
    return ProductError(f"상품 정보가 등록 또는 수정되고 있습니다. 잠시 후 다시 조회해 주시기 바랍니다. [{product_id}]")


def find_product(connection: Connection, product_id: int, *, lock: bool = False) -> Row:
    """Return a product of this seller in whatever state, or raise ProductError."""
    query = "SELECT * FROM products WHERE id = %s FOR UPDATE" if lock else "SELECT * FROM products WHERE id = %s"
    row = connection.execute(query, [product_id]).fetchone()
    if row is None:
        raise ProductError(f"상품({product_id})의 데이터가 없습니다.")
    return row


def find_readable(connection: Connection, product_id: int, *, lock: bool = False) -> Row:
    """Return a product that is not being written just now, or raise ProductError."""
    row = find_product(connection, product_id, lock=lock)
    if row["status"] == "PROCESSING":
        raise still_processing(product_id)
    return row


def known_places(connection: Connection) -> Known:
    centres = connection.execute("SELECT code FROM return_centres WHERE usable").fetchall()
    outbound = connection.execute("SELECT code, remote_infos FROM outbound_places WHERE usable").fetchall()
    return Known(
        centres=frozenset(str(row["code"]) for row in centres),
        outbound={
            row["code"]: frozenset(str(info["deliveryCode"]) for info in row["remote_infos"]) for row in outbound
        },
    )


# --------------------------------------------------------------------------------------------------------- create


@blueprint.post(f"{SELLER}/seller-products")
def create_product() -> Response:
    document, at = documents.parse(request.get_data()), now()
    with world().pool.connection() as connection:
        _check_intake(connection)
        warnings = _check(connection, document)
        product_id = _insert(connection, document, warnings, at)
    return _answer(product_id, document, warnings)


def _answer(product_id: int, document: Document, warnings: Warnings) -> Response:
    """Answer after the time that this many options take: the work is done already when the gateway gives up."""
    time.sleep(world().settings.option_seconds * len(document["items"]))
    return written(product_id, details=warnings.details, items=list(warnings.items))


def _check(connection: Connection, document: Document) -> Warnings:
    return documents.check(document, raw=request.get_data(), settings=world().settings, known=known_places(connection))


def _check_intake(connection: Connection) -> None:
    permitted = world().settings.permitted_count
    if permitted is not None and registered_count(connection) >= permitted:
        raise ProductError("등록 가능한 상품 수를 초과했습니다.")


def registered_count(connection: Connection) -> int:
    row = connection.execute("SELECT count(*) AS products FROM products WHERE status <> 'DELETED'").fetchone()
    return int(row["products"]) if row else 0


def _insert(connection: Connection, document: Document, warnings: Warnings, at: datetime) -> int:
    top = _without(document, _TOP_READ_ONLY)
    row = connection.execute(
        "INSERT INTO products (document, status, due_at, mota, created_at) VALUES (%s, 'PROCESSING', %s, %s, %s)"
        " RETURNING id",
        [Jsonb(top), at + timedelta(seconds=world().settings.creation_delay), bool(warnings.items), at],
    ).fetchone()
    assert row is not None
    for place, item in enumerate(document["items"]):
        _insert_item(connection, row["id"], place, item)
    write_history(connection, row["id"], STATUS_NAMES["PROCESSING"], by=world().settings.user_id)
    return int(row["id"])


def _insert_item(connection: Connection, product_id: int, place: int, item: Document) -> None:
    connection.execute(
        "INSERT INTO items (product_id, place, document, external_sku) VALUES (%s, %s, %s, %s)",
        [product_id, place, Jsonb(_without(item, _ITEM_READ_ONLY)), item.get("externalVendorSku") or ""],
    )


def _without(document: Document, names: set[str]) -> Document:
    return {key: value for key, value in document.items() if key not in names}


# --------------------------------------------------------------------------------------------------------- update


@blueprint.put(f"{SELLER}/seller-products")
def update_product() -> Response:
    document = documents.parse(request.get_data())
    product_id = document.get("sellerProductId")
    if not isinstance(product_id, int):
        raise ProductError("java.lang.NullPointerException", details="sellerProductId")
    with world().pool.connection() as connection:
        row = find_readable(connection, product_id, lock=True)
        if row["status"] not in _UPDATABLE:
            raise ProductError(f"{STATUS_NAMES[row['status']]} 상태의 상품은 수정할 수 없습니다. [{product_id}]")
        warnings = _check(connection, document)
        _check_unchangeable(row["document"], document)
        _replace_items(connection, product_id, document["items"])
        _replace(connection, product_id, document, warnings)
    return _answer(product_id, document, warnings)


def _check_unchangeable(before: Document, after: Document) -> None:
    if before["displayCategoryCode"] != after["displayCategoryCode"]:
        raise ProductError("카테고리는 수정할 수 없습니다.")
    if (before.get("bundleInfo") or {}) != (after.get("bundleInfo") or {}):
        raise ProductError("bundleInfo는 수정할 수 없습니다.")


def _replace(connection: Connection, product_id: int, document: Document, warnings: Warnings) -> None:
    top = _without(document, _TOP_READ_ONLY)
    due_at = now() + timedelta(seconds=world().settings.creation_delay)
    connection.execute(
        "UPDATE products SET document = %s, mota = %s, status = 'PROCESSING', due_at = %s, version = version + 1"
        " WHERE id = %s",
        [Jsonb(top), bool(warnings.items), due_at, product_id],
    )
    write_history(connection, product_id, STATUS_NAMES["PROCESSING"], by=world().settings.user_id)


def _replace_items(connection: Connection, product_id: int, items: list[Document]) -> None:
    rows = connection.execute("SELECT * FROM items WHERE product_id = %s FOR UPDATE", [product_id]).fetchall()
    before = {row["id"]: row for row in rows}
    kept: set[int] = set()
    for place, item in enumerate(items):
        item_id = item.get("sellerProductItemId")
        if item_id is None:
            _insert_item(connection, product_id, place, item)
        elif item_id not in before or item_id in kept or item.get("vendorItemId") != before[item_id]["vendor_item_id"]:
            raise ProductError(f"옵션 정보를 확인해 주세요. [{item_id}]")
        else:
            _check_kept(before[item_id], item)
            kept.add(item_id)
            connection.execute(
                "UPDATE items SET place = %s, document = %s, external_sku = %s WHERE id = %s",
                [place, Jsonb(_without(item, _ITEM_READ_ONLY)), item.get("externalVendorSku") or "", item_id],
            )
    for item_id in before.keys() - kept:
        if before[item_id]["vendor_item_id"] is not None:
            raise ProductError(f"승인된 이력이 있는 옵션은 삭제할 수 없습니다. [{item_id}]")
        connection.execute("DELETE FROM items WHERE id = %s", [item_id])


def _check_kept(row: Row, item: Document) -> None:
    before = row["document"]
    if (before.get("offerCondition") or "NEW") != (item.get("offerCondition") or "NEW"):
        raise ProductError("offerCondition은 수정할 수 없습니다.")
    if row["vendor_item_id"] is None:
        return
    if _pricing(before) != _pricing(item):
        raise ProductError("autoPricingInfo cannot be modified after product approval")
    told = {(each["attributeTypeName"], each["attributeValueName"]) for each in item.get("attributes") or []}
    had = {(each["attributeTypeName"], each["attributeValueName"]) for each in before.get("attributes") or []}
    if had - told:
        raise ProductError("승인된 옵션의 속성은 변경하거나 삭제할 수 없습니다.")


def _pricing(item: Document) -> tuple[Any, ...] | None:
    info = item.get("autoPricingInfo")
    return (info.get("minSalePrice"), bool(info.get("active"))) if info else None


@blueprint.put(f"{SELLER}/seller-products/<int:product_id>/partial")
def update_partially(product_id: int) -> Response:
    changes = documents.parse(request.get_data())
    if changes.get("sellerProductId") != product_id:
        raise ProductError("등록상품ID가 일치하지 않습니다.")
    documents.check_partial(changes, request.get_data())
    told = {key: value for key, value in changes.items() if key in documents.partial_fields() and value is not None}
    per_item = {key: told.pop(key) for key in ("outboundShippingTimeDay", "pccNeeded") if key in told}
    with world().pool.connection() as connection:
        row = find_product(connection, product_id, lock=True)
        if row["status"] in ("PROCESSING", "APPROVING", "IN_REVIEW", "DELETED"):
            raise ProductError(f"{STATUS_NAMES[row['status']]} 상태의 상품은 수정할 수 없습니다. [{product_id}]")
        after = row["document"] | told
        documents.check_delivery(after, known_places(connection))
        if per_item.get("outboundShippingTimeDay", 1) < 1:
            raise ProductError("[outboundShippingTimeDay]은(는) 1 이상이어야 합니다.")
        connection.execute(
            "UPDATE products SET document = %s, approved_document = approved_document || %s WHERE id = %s",
            [Jsonb(after), Jsonb(told), product_id],
        )
        connection.execute(
            "UPDATE items SET document = document || %s, approved_document = approved_document || %s"
            " WHERE product_id = %s",
            [Jsonb(per_item), Jsonb(per_item), product_id],
        )
    return product(product_id)


# ------------------------------------------------------------------------------------------------ submit, delete


@blueprint.put(f"{SELLER}/seller-products/<int:product_id>/approvals")
def request_approval(product_id: int) -> Response:
    allowed = {"SAVED"} if world().settings.approval_request == "saved-only" else _UPDATABLE
    with world().pool.connection() as connection:
        row = find_readable(connection, product_id, lock=True)
        if row["status"] not in allowed:
            names = ", ".join(STATUS_NAMES[status] for status in STATUS_NAMES if status in allowed)
            raise ProductError(f"상품 상태가 [{names}]인 경우에만 승인요청이 가능합니다. [{product_id}]")
        submit(connection, product_id, settings=world().settings, at=now())
    return product(product_id)


@blueprint.delete(f"{SELLER}/seller-products/<int:product_id>")
def delete_product(product_id: int) -> Response:
    with world().pool.connection() as connection:
        row = connection.execute("SELECT status FROM products WHERE id = %s FOR UPDATE", [product_id]).fetchone()
        selling = connection.execute("SELECT 1 FROM items WHERE product_id = %s AND on_sale", [product_id]).fetchone()
        if row is None or selling or row["status"] in ("PROCESSING", "IN_REVIEW", "APPROVING", "DELETED"):
            raise ProductError(
                f"업체상품[{product_id}]이 없거나 삭제가 불가능한 상태입니다. 모든 옵션을 판매중지한 후 삭제해 주세요."
            )
        connection.execute("UPDATE products SET status = 'DELETED', due_at = NULL WHERE id = %s", [product_id])
        write_history(connection, product_id, STATUS_NAMES["DELETED"], by=world().settings.user_id)
    return product(str(product_id))
