"""Reading seller products (§4.2)."""

import re
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request

from sandbox.coupang.categories import CATEGORIES
from sandbox.coupang.document import partial_fields
from sandbox.coupang.envelopes import ProductError, not_implemented, product
from sandbox.coupang.paths import SELLER
from sandbox.coupang.products import find_readable, registered_count
from sandbox.coupang.review import STATUS_NAMES, Connection, Row
from sandbox.coupang.world import KST, naive, now, world

blueprint = Blueprint("product_reads", __name__)

_ROWS = "SELECT * FROM products WHERE first_readable_at IS NOT NULL"


@blueprint.get(f"{SELLER}/seller-products/<int:product_id>")
def get_product(product_id: int) -> Response:
    with world().pool.connection() as connection:
        row = find_readable(connection, product_id)
        items = _items(connection, product_id)
    return product(_full(row, items))


def _items(connection: Connection, product_id: int) -> list[Row]:
    query = "SELECT * FROM items WHERE product_id = %s ORDER BY place, id"
    return list(connection.execute(query, [product_id]).fetchall())


def _full(row: Row, items: list[Row]) -> dict[str, Any]:
    return {
        "sellerProductId": row["id"],
        "statusName": STATUS_NAMES[row["status"]],
        "productId": row["exposed_id"] if row["approved_document"] else None,
        **row["document"],
        "items": [_full_item(item, row["document"]) for item in items],
    }


def _full_item(item: Row, document: dict[str, Any]) -> dict[str, Any]:
    kind = CATEGORIES[document["displayCategoryCode"]].kind
    known = {attribute.name for attribute in kind.attributes} if kind else set()
    shown = dict(item["document"])
    approved = item["vendor_item_id"] is not None
    if approved and world().settings.detail_prices == "current":
        shown |= {"salePrice": item["price"], "originalPrice": item["original_price"]}
    return shown | {
        "sellerProductItemId": item["id"],
        "vendorItemId": item["vendor_item_id"],
        "attributes": [
            attribute
            | {
                "exposed": attribute.get("exposed") or "EXPOSED",
                "editable": not approved or attribute["attributeTypeName"] not in known,
            }
            for attribute in item["document"].get("attributes") or []
        ],
        "autoPricingInfoView": {"minSalePrice": item["pricing_floor"], "active": item["pricing_active"]}
        if item["pricing_floor"] is not None
        else None,
    }


@blueprint.get(f"{SELLER}/seller-products/<int:product_id>/partial")
def get_partial(product_id: int) -> Response:
    with world().pool.connection() as connection:
        row = find_readable(connection, product_id)
        items = _items(connection, product_id)
    merged = row["document"] | {
        key: items[0]["document"].get(key) for key in ("outboundShippingTimeDay", "pccNeeded") if items
    }
    return product({"sellerProductId": product_id} | {key: merged.get(key) for key in sorted(partial_fields())})


@blueprint.get(f"{SELLER}/seller-products/<int:product_id>/histories")
def list_histories(product_id: int) -> Response:
    page, size = _page()
    with world().pool.connection() as connection:
        find_readable(connection, product_id)
        rows = connection.execute(
            "SELECT * FROM histories WHERE product_id = %s ORDER BY id DESC LIMIT %s OFFSET %s",
            [product_id, size + 1, (page - 1) * size],
        ).fetchall()
    data = [
        {
            "createdAt": naive(row["created_at"]),
            "status": row["status"],
            "createdBy": row["created_by"],
            "comment": row["comment"],
        }
        for row in rows[:size]
    ]
    return product(data, nextToken=_next(page, rows, size))


@blueprint.get(f"{SELLER}/seller-products/external-vendor-sku-codes/<sku>")
def find_by_sku(sku: str) -> Response:
    written_before = now() - timedelta(seconds=world().settings.sku_lookup_delay)
    with world().pool.connection() as connection:
        rows = connection.execute(
            "SELECT * FROM products WHERE created_at <= %s AND status <> 'DELETED'"
            " AND id IN (SELECT product_id FROM items WHERE external_sku = %s) ORDER BY id",
            [written_before, sku],
        ).fetchall()
    return product([_summary(row) for row in rows])


@blueprint.get(f"{SELLER}/seller-products/inflow-status")
def get_inflow() -> Response:
    permitted = world().settings.permitted_count
    with world().pool.connection() as connection:
        registered = registered_count(connection)
    return product(
        {
            "vendorId": world().settings.vendor_id,
            "restricted": permitted is not None and registered >= permitted,
            "registeredCount": registered,
            "permittedCount": permitted,
        }
    )


@blueprint.get(f"{SELLER}/seller-products/time-frame")
def list_by_time() -> Response:
    _check_vendor()
    try:
        start, end = (
            datetime.strptime(request.args[name], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=KST)
            for name in ("createdAtFrom", "createdAtTo")
        )
    except (KeyError, ValueError) as exc:
        raise ProductError("검색 기간을 확인해 주세요. yyyy-MM-ddTHH:mm:ss") from exc
    if not timedelta() <= end - start <= timedelta(minutes=10):
        raise ProductError("검색 허용 범위를 초과했습니다. 최대 허용 범위는 10분입니다.")
    with world().pool.connection() as connection:
        rows = connection.execute(
            f"{_ROWS} AND created_at >= %s AND created_at <= %s ORDER BY id", [start, end]
        ).fetchall()
    return product([_summary(row) for row in rows])


@blueprint.get(f"{SELLER}/seller-products")
def list_products() -> Response:
    _check_vendor()
    if "NO_VA_V2" in request.args.getlist("violationTypes") or "ATTR" in request.args.getlist("violationTypes"):
        return not_implemented("violationTypes other than MOTA_V2 (§4.2)")
    page, size = _page()
    filters, values = _filters()
    with world().pool.connection() as connection:
        rows = connection.execute(
            " AND ".join([_ROWS, *filters]) + " ORDER BY id DESC LIMIT %(limit)s OFFSET %(offset)s",
            values | {"limit": size + 1, "offset": (page - 1) * size},
        ).fetchall()
    return product([_summary(row) for row in rows[:size]], nextToken=_next(page, rows, size))


def _filters() -> tuple[list[str], dict[str, Any]]:
    arguments, filters, values = request.args, [], dict[str, Any]()
    if "sellerProductId" in arguments:
        filters.append("id = %(id)s")
        values["id"] = _number("sellerProductId", "0", 2**63 - 1)
    if name := arguments.get("sellerProductName"):
        if len(name) > 20:
            raise ProductError("상품명은 20자 이하로 검색해 주세요.")
        filters.append("strpos(document->>'sellerProductName', %(name)s) > 0")
        values["name"] = name
    if status := arguments.get("status"):
        if status not in STATUS_NAMES.keys() - {"PROCESSING"}:
            raise ProductError(f"상품 상태를 확인해 주세요. [{status}]")
        filters.append("status = %(status)s")
        values["status"] = status
    if "manufacture" in arguments:
        filters.append("document->>'manufacture' = %(manufacture)s")
        values["manufacture"] = arguments["manufacture"]
    if "MOTA_V2" in arguments.getlist("violationTypes"):
        filters.append("mota")
    if created := arguments.get("createdAt"):
        filters.append("created_at >= %(day)s AND created_at < %(day_after)s")
        values["day"] = day = _day(created)
        values["day_after"] = day + timedelta(days=1)
    return filters, values


def _day(text: str) -> datetime:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=KST)
    except ValueError:
        pass
    raise ProductError("createdAt 형식을 확인해 주세요. yyyy-MM-dd")


def _check_vendor() -> None:
    if request.args.get("vendorId") != world().settings.vendor_id:
        raise ProductError("UNAUTHORIZATION")


def _number(name: str, default: str, most: int) -> int:
    text = request.args.get(name) or default
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise ProductError(f"{name}을(를) 확인해 주세요.")
    return int(text)


def _page() -> tuple[int, int]:
    return _number("nextToken", "1", 10**9), _number("maxPerPage", "10", 100)


def _next(page: int, rows: list[Any], size: int) -> str:
    return str(page + 1) if len(rows) > size else ""


def _summary(row: Row) -> dict[str, Any]:
    document = row["document"]
    return {
        "sellerProductId": row["id"],
        "sellerProductName": document["sellerProductName"],
        "displayCategoryCode": document["displayCategoryCode"],
        "productId": row["exposed_id"] if row["approved_document"] else None,
        "vendorId": document["vendorId"],
        "saleStartedAt": document["saleStartedAt"],
        "saleEndedAt": document["saleEndedAt"],
        "brand": document.get("brand"),
        "statusName": STATUS_NAMES[row["status"]],
        "createdAt": naive(row["created_at"]),
    }
