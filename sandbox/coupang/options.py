"""Price, stock and sale state of one approved option (§4.4): absolute writes, by path, without a body."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, Response, request

from sandbox.coupang.envelopes import ProductError, product
from sandbox.coupang.paths import SELLER
from sandbox.coupang.review import Connection, Row
from sandbox.coupang.world import world

blueprint = Blueprint("options", __name__)


@contextmanager
def _locked(option_id: str) -> Iterator[tuple[Connection, Row]]:
    """Hold the row of a living option, or raise ProductError."""
    with world().pool.connection() as connection:
        row = connection.execute(
            "SELECT items.*, products.status AS product_status FROM items JOIN products ON products.id = product_id"
            " WHERE vendor_item_id = %s FOR UPDATE OF items",
            [_whole(option_id) if _whole(option_id) is not None else -1],
        ).fetchone()
        if row is None:
            raise ProductError(f"[vendoritemid {option_id} not found]")
        if row["product_status"] == "DELETED":
            raise ProductError(f"옵션ID[{option_id}] : 삭제된 상품은 변경이 불가능합니다.")
        yield connection, row


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


@blueprint.put(f"{SELLER}/vendor-items/<vid>/prices/<price>")
def set_price(vid: str, price: str) -> Response:
    with _locked(vid) as (connection, row):
        wanted = _whole(price)
        if not wanted or wanted % 10 or wanted >= 2**31:
            raise _price_refusal(vid, "판매가는 10원 단위로 입력 가능합니다.")
        forced = request.args.get("forceSalePriceUpdate") == "true"
        if not forced and not row["price"] / 2 <= wanted <= row["price"] * 2:
            raise _price_refusal(
                vid,
                "판매가 변경이 불가능합니다. 변경전 판매가의 최대 50% 인하/최대 100%인상까지 변경가능합니다.",
            )
        connection.execute("UPDATE items SET price = %s WHERE id = %s", [wanted, row["id"]])
        _set_pricing(connection, row, vid, wanted)
    return product(None, "가격 변경을 완료했습니다.")


def _set_pricing(connection: Connection, row: Row, vid: str, price: int) -> None:
    floor_text, active = request.args.get("apMinSalePrice"), request.args.get("apActive")
    if floor_text is None and active is None:
        return
    floor = _whole(floor_text or "")
    if floor is None or active not in ("true", "false"):
        raise _price_refusal(vid, "apMinSalePrice와 apActive는 함께 입력해야 합니다.")
    if floor >= price:
        raise _price_refusal(vid, "apMinSalePrice must be less than price")
    connection.execute(
        "UPDATE items SET pricing_floor = %s, pricing_active = %s WHERE id = %s", [floor, active == "true", row["id"]]
    )


def _price_refusal(vid: str, why: str) -> ProductError:
    return ProductError(f"가격변경에 실패했습니다. [옵션ID[{vid}] : {why}]")


@blueprint.put(f"{SELLER}/vendor-items/<vid>/original-prices/<price>")
def set_original_price(vid: str, price: str) -> Response:
    with _locked(vid) as (connection, row):
        wanted = _whole(price)
        if wanted is None or wanted % 10 or wanted >= 2**31:
            raise _price_refusal(vid, "할인율 기준가격은 0원 또는 10원 단위로 입력 가능합니다.")
        connection.execute("UPDATE items SET original_price = %s WHERE id = %s", [wanted, row["id"]])
    return product(None, "할인율 기준가격이 변경되었습니다.")


@blueprint.put(f"{SELLER}/vendor-items/<vid>/quantities/<q>")
def set_quantity(vid: str, q: str) -> Response:
    with _locked(vid) as (connection, row):
        wanted = _whole(q)
        if wanted is None or wanted > 99999:
            raise ProductError("유효하지 않은 재고수량입니다.")
        connection.execute("UPDATE items SET quantity = %s WHERE id = %s", [wanted, row["id"]])
    return product(None, "재고 변경을 완료했습니다.")


@blueprint.put(f"{SELLER}/vendor-items/<vid>/sales/stop")
def stop_sale(vid: str) -> Response:
    with _locked(vid) as (connection, row):
        if not row["on_sale"] and world().settings.repeat_stop == "refuse":
            raise ProductError(f"옵션ID[{vid}] : 이미 판매중지된 상품입니다.")
        connection.execute("UPDATE items SET on_sale = false WHERE id = %s", [row["id"]])
    return product(None, "판매 중지 처리되었습니다.")


@blueprint.put(f"{SELLER}/vendor-items/<vid>/sales/resume")
def resume_sale(vid: str) -> Response:
    with _locked(vid) as (connection, row):
        if row["monitored"]:
            raise ProductError(f"옵션ID[{vid}] : 모니터링에 의해 판매중지된 상품은 판매재개가 불가능합니다.")
        connection.execute("UPDATE items SET on_sale = true WHERE id = %s", [row["id"]])
    return product(None, "판매가 재개되었습니다.")


@blueprint.get(f"{SELLER}/vendor-items/<vid>/inventories")
def get_inventory(vid: str) -> Response:
    with world().pool.connection() as connection:
        row = connection.execute(
            "SELECT * FROM items WHERE vendor_item_id = %s", [_whole(vid) if _whole(vid) is not None else -1]
        ).fetchone()
    if row is None:
        raise ProductError(f"[vendoritemid {vid} not found]")
    return product(
        {
            "sellerItemId": row["vendor_item_id"],
            "amountInStock": row["quantity"],
            "salePrice": row["price"],
            "onSale": row["on_sale"],
        }
    )
