"""Outbound places and return centres (§3.1, §3.2)."""

import re
from typing import Any, LiteralString

import psycopg
from flask import Blueprint, Response, request
from psycopg.types.json import Jsonb

from sandbox.coupang.carriers import CARRIERS, RETURN_CARRIERS
from sandbox.coupang.envelopes import OrderError, answer, order
from sandbox.coupang.paths import MARKET, OPEN, vendor_path
from sandbox.coupang.world import KST, now, world

blueprint = Blueprint("places", __name__)

_PHONE = re.compile(r"\d{2,4}-\d{3,4}-\d{4}")
_FEES = [f"{who}{kg}kg" for who in ("vendorCreditFee", "vendorCashFee", "consumerCashFee", "returnFee")
         for kg in ("05", "10", "20")]  # fmt: skip


def read_body(vendor_id: str) -> dict[str, Any]:
    """Return the JSON object that was sent for this vendor, or raise OrderError."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise OrderError("Request body is not a JSON object.")
    if body.get("vendorId") != vendor_id:
        raise OrderError("params's vendorId not equals gateway's vendorId!")
    return body


def _text(body: dict[str, Any], key: str, longest: int) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value.strip():
        raise OrderError(f"{key} is required.")
    if len(value) > longest:
        raise OrderError(f"{key} must be at most {longest} characters.")
    return value


def _addresses(body: dict[str, Any]) -> list[dict[str, Any]]:
    addresses = body.get("placeAddresses")
    if not isinstance(addresses, list) or not addresses or not all(isinstance(each, dict) for each in addresses):
        raise OrderError("placeAddresses is required.")
    for address in addresses:
        _check_address(address)
    kinds = {address["addressType"] for address in addresses}
    if "ROADNAME" in kinds and "JIBUN" not in kinds:
        raise OrderError("placeAddresses: a ROADNAME address must be accompanied by its JIBUN address.")
    return addresses


def _check_address(address: dict[str, Any]) -> None:
    if str(address.get("addressType")) not in {"JIBUN", "ROADNAME", "OVERSEA"}:
        raise OrderError("addressType must be JIBUN, ROADNAME or OVERSEA.")
    if not re.fullmatch(r"[A-Z]{2}", str(address.get("countryCode", ""))):
        raise OrderError("countryCode must be two letters.")
    if not re.fullmatch(r"\d{5,6}", str(address.get("returnZipCode", ""))):
        raise OrderError("returnZipCode must be 5 to 6 digits.")
    _text(address, "returnAddress", 150)
    if len(str(address.get("returnAddressDetail") or "")) > 200:
        raise OrderError("returnAddressDetail must be at most 200 characters.")
    _check_phone(address, "companyContactNumber")
    if address.get("phoneNumber2"):
        _check_phone(address, "phoneNumber2")


def _check_phone(address: dict[str, Any], key: str) -> None:
    number = str(address.get(key) or "")
    if not (9 <= len(number) <= 13 and _PHONE.fullmatch(number)):
        raise OrderError(f"{key} must look like xx-yyy-zzzz, 9 to 13 characters.")


def _remote_infos(body: dict[str, Any]) -> list[dict[str, Any]]:
    infos = body.get("remoteInfos") or []
    if not isinstance(infos, list) or not all(isinstance(info, dict) for info in infos):
        raise OrderError("remoteInfos must be a list.")
    codes = [str(info.get("deliveryCode")) for info in infos]
    if len(set(codes)) != len(codes):
        raise OrderError("remoteInfos: one entry per deliveryCode.")
    for info in infos:
        if str(info.get("deliveryCode")) not in CARRIERS:
            raise OrderError(f"invalid delivery company code: {info.get('deliveryCode')}")
        for key in ("jeju", "notJeju"):
            _check_remote_fee(info["deliveryCode"], key, info.get(key))
    return infos


def _check_remote_fee(carrier: str, key: str, fee: object) -> None:
    low, high = (100, 400) if carrier == "EPOST" else (1000, world().settings.remote_fee_top)
    whole = isinstance(fee, int) and not isinstance(fee, bool)
    if not whole or not (fee == 0 or (low <= fee <= high and fee % 100 == 0)):  # type: ignore[operator]
        raise OrderError(f"{key} must be 0 or {low} to {high} in steps of 100.")


def _duplicated(connection: psycopg.Connection[dict[str, Any]], table: str, name: str, code: int) -> None:
    query = {
        "outbound_places": "SELECT code FROM outbound_places WHERE name = %s AND code <> %s",
        "return_centres": "SELECT code FROM return_centres WHERE name = %s AND code <> %s",
    }[table]
    if row := connection.execute(query, [name, code]).fetchone():
        raise OrderError(f"[출고지중복] 이미 등록된 주소지명이 있습니다 (중복 주소지 코드:{row['code']})")


def _write(connection: psycopg.Connection[dict[str, Any]], query: LiteralString, values: list[Any]) -> Response:
    """Answer with the code of the row that was written, under `resultMessage`; or raise OrderError."""
    try:
        row = connection.execute(query, values).fetchone()
    except psycopg.errors.UniqueViolation as exc:  # two at once, past the check before
        raise OrderError(f"[출고지중복] Duplicated request. name:{values[0]}") from exc
    if row is None:
        raise OrderError(f"code {values[-1]} not found.")
    return order({"resultCode": "SUCCESS", "resultMessage": str(row["code"])}, code="200", message="SUCCESS")


def _flag(body: dict[str, Any], key: str, default: bool) -> bool:
    value = body.get(key, default)
    if not isinstance(value, bool):
        raise OrderError(f"{key} must be true or false.")
    return value


# ------------------------------------------------------------------------------------------------ outbound places


@blueprint.post(vendor_path(5, "outboundShippingCenters"))
def create_outbound(vendor_id: str) -> Response:
    return _write_outbound(vendor_id, 0)


@blueprint.put(vendor_path(5, "outboundShippingCenters/<int:code>"))
def update_outbound(vendor_id: str, code: int) -> Response:
    return _write_outbound(vendor_id, code)


def _write_outbound(vendor_id: str, code: int) -> Response:
    body = read_body(vendor_id)
    _text(body, "userId", 50)
    name = _text(body, "shippingPlaceName", 50)
    values = [name, _flag(body, "usable", True), _flag(body, "global", False)]
    values += [Jsonb(_addresses(body)), Jsonb(_remote_infos(body))]
    with world().pool.connection() as connection:
        _duplicated(connection, "outbound_places", name, code)
        return _write(
            connection,
            "UPDATE outbound_places SET name = %s, usable = %s, is_global = %s, addresses = %s, remote_infos = %s"
            " WHERE code = %s RETURNING code"
            if code
            else "INSERT INTO outbound_places (name, usable, is_global, addresses, remote_infos, created_at)"
            " VALUES (%s, %s, %s, %s, %s, %s) RETURNING code",
            [*values, code or now()],
        )


@blueprint.get(f"{MARKET}/v2/vendor/shipping-place/outbound")
def list_outbound() -> Response:
    arguments = request.args
    if not {"pageNum", "placeCodes", "placeNames"} & arguments.keys():
        raise OrderError("One of pageNum, placeCodes and placeNames is required.")
    page, size = page_of("pageNum", "pageSize", default=10)
    codes = [int(code) for code in arguments.get("placeCodes", "").split(",") if code.isdigit()]
    names = [name for name in arguments.get("placeNames", "").split(",") if name]
    with world().pool.connection() as connection:
        rows = connection.execute(
            "SELECT * FROM outbound_places WHERE (%(all)s OR code = ANY(%(codes)s) OR name = ANY(%(names)s))"
            " ORDER BY code",
            {"all": not (codes or names) and "pageNum" in arguments, "codes": codes, "names": names},
        ).fetchall()
    content = [_outbound_row(row) for row in rows[(page - 1) * size : page * size]]
    return answer({"content": content, "pagination": pagination(page, size, len(rows))})


def _outbound_row(row: dict[str, Any]) -> dict[str, object]:
    infos = [
        {"remoteInfoId": row["code"] * 10 + at, "usable": True} | info for at, info in enumerate(row["remote_infos"])
    ]
    return {
        "outboundShippingPlaceCode": row["code"],
        "shippingPlaceName": row["name"],
        "createDate": row["created_at"].astimezone(KST).strftime("%Y/%m/%d"),
        "placeAddresses": row["addresses"],
        "remoteInfos": infos,
        "usable": row["usable"],
    }


def page_of(number: str, size: str, *, default: int) -> tuple[int, int]:
    """Return page and page size from these query arguments, at most 50 rows a page, or raise OrderError."""
    page_text, size_text = request.args.get(number, "1"), request.args.get(size, str(default))
    if not (page_text.isdigit() and size_text.isdigit() and int(page_text) >= 1 and 1 <= int(size_text) <= 50):
        raise OrderError(f"{number} starts at 1 and {size} is 1 to 50.")
    return int(page_text), int(size_text)


def pagination(page: int, size: int, total: int) -> dict[str, int]:
    return {"currentPage": page, "totalPages": -(-total // size), "totalElements": total, "countPerPage": size}


# ------------------------------------------------------------------------------------------------- return centres


@blueprint.post(vendor_path(5, "returnShippingCenters"))
def create_centre(vendor_id: str) -> Response:
    return _write_centre(vendor_id, 0)


@blueprint.put(vendor_path(5, "returnShippingCenters/<int:code>"))
def update_centre(vendor_id: str, code: int) -> Response:
    return _write_centre(vendor_id, code)


def _write_centre(vendor_id: str, code: int) -> Response:
    body = read_body(vendor_id)
    _text(body, "userId", 50)
    name = _text(body, "shippingPlaceName", 50)
    values = [name, _flag(body, "usable", True), Jsonb(_courier(body)), Jsonb(_addresses(body))]
    with world().pool.connection() as connection:
        _duplicated(connection, "return_centres", name, code)
        return _write(
            connection,
            "UPDATE return_centres SET name = %s, usable = %s, courier = %s, addresses = %s"
            " WHERE code = %s RETURNING code"
            if code
            else "INSERT INTO return_centres (name, usable, courier, addresses, created_at)"
            " VALUES (%s, %s, %s, %s, %s) RETURNING code",
            [*values, code or now()],
        )


def _courier(body: dict[str, Any]) -> dict[str, Any]:
    courier = body.get("goodsflowInfoOpenApiDto")
    if not isinstance(courier, dict):
        raise OrderError("goodsflowInfoOpenApiDto is required.")
    if str(courier.get("deliverCode")) not in RETURN_CARRIERS:
        raise OrderError(f"invalid delivery company code: {courier.get('deliverCode')}")
    _text(courier, "deliverName", 50)
    _text(courier, "contractNumber", 50)
    if courier["deliverCode"] == "EPOST":
        _text(courier, "contractCustomerNumber", 50)
    for key in _FEES:
        fee = courier.get(key)
        if not isinstance(fee, int) or isinstance(fee, bool) or fee <= 0:
            raise OrderError(f"{key} must be greater than 0.")
    return courier


@blueprint.get(vendor_path(5, "returnShippingCenters"))
def list_centres(vendor_id: str) -> Response:
    page, size = page_of("pageNum", "pageSize", default=10)
    with world().pool.connection() as connection:
        rows = connection.execute("SELECT * FROM return_centres ORDER BY code").fetchall()
    content = [_centre_row(vendor_id, row) for row in rows[(page - 1) * size : page * size]]
    return order({"content": content, "pagination": pagination(page, size, len(rows))})


@blueprint.get(f"{OPEN}/v3/return/shipping-places/center-code")
def get_centres() -> Response:
    codes = [int(code) for code in request.args.get("returnCenterCodes", "").split(",") if code.isdigit()]
    if not codes:
        raise OrderError("returnCenterCodes is required.")
    with world().pool.connection() as connection:
        rows = connection.execute("SELECT * FROM return_centres WHERE code = ANY(%s) ORDER BY code", [codes]).fetchall()
    return order([_centre_row(world().settings.vendor_id, row) for row in rows])


def _centre_row(vendor_id: str, row: dict[str, Any]) -> dict[str, object]:
    return {
        "vendorId": vendor_id,
        "returnCenterCode": str(row["code"]),
        "shippingPlaceName": row["name"],
        "deliverCode": row["courier"]["deliverCode"],
        "deliverName": row["courier"]["deliverName"],
        "goodsflowStatus": "승인",
        "errorMessage": "",
        "createdAt": int(row["created_at"].timestamp() * 1000),
        "usable": row["usable"],
        "placeAddresses": row["addresses"],
    } | {key: row["courier"][key] for key in _FEES}
