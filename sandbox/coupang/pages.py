"""The market's own pages: a shop window for shoppers, a desk for staff. Small on purpose, and not Coupang's look."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from sandbox.coupang import review, shop
from sandbox.coupang.boxes import BOX_STATUSES
from sandbox.coupang.carriers import carrier_name
from sandbox.coupang.controls import DEFAULT_RECEIVER
from sandbox.coupang.review import STATUS_NAMES
from sandbox.coupang.shop import Person, Refused
from sandbox.coupang.world import KST, world

blueprint = Blueprint("pages", __name__)


@blueprint.app_template_filter("won")
def won(amount: int) -> str:
    return f"{amount:,}원"


@blueprint.app_template_filter("when")
def when(moment: Any) -> str:
    return str(moment.astimezone(KST).strftime("%Y. %m. %d. %H:%M"))


@blueprint.app_template_filter("status_word")
def status_word(status: str) -> str:
    return BOX_STATUSES.get(status) or STATUS_NAMES.get(status) or "취소됨"


@blueprint.app_template_filter("carrier")
def carrier(code: str) -> str:
    return carrier_name(code)


@blueprint.get("/")
def home() -> str:
    with world().pool.connection() as connection:
        offers = shop.list_offers(connection)
    search = request.args.get("q", "").strip()
    if search:
        offers = [offer for offer in offers if search in f"{offer['productName']} {offer['itemName']} {offer['brand']}"]
    return render_template("home.html", offers=offers, search=search, receiver=DEFAULT_RECEIVER)


@blueprint.get("/pictures/<name>")
def picture(name: str) -> Response:
    with world().pool.connection() as connection:
        row = connection.execute("SELECT media_type, body FROM pictures WHERE name = %s", [name]).fetchone()
    if row is None:
        return Response("그림이 없어요.", status=404)
    response = Response(row["body"], mimetype=row["media_type"])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _person() -> Person:
    form = request.form
    return Person(
        name=form["name"].strip() or DEFAULT_RECEIVER.name,
        phone=form["phone"].strip() or DEFAULT_RECEIVER.phone,
        post_code=form["post_code"].strip(),
        address=form["address"].strip(),
        detail=form.get("detail", "").strip(),
        message=form.get("message", "").strip(),
    )


@blueprint.post("/buy")
def buy() -> BaseResponse:
    try:
        units = int(request.form["units"])
        made = shop.buy(world(), wanted={int(request.form["option"]): units}, receiver=_person())
    except (Refused, ValueError) as exc:
        flash(str(exc) if isinstance(exc, Refused) else "수량을 확인해 주세요.", "problem")
        return redirect(url_for("pages.home"))
    flash(f"주문했어요. 주문번호 {made['orderId']}", "done")
    return redirect(url_for("pages.orders"))


@blueprint.get("/orders")
def orders() -> str:
    phone = request.args.get("phone", "").strip()
    with world().pool.connection() as connection:
        boxes = shop.list_orders(connection, phone=phone)
    return render_template("orders.html", boxes=boxes, phone=phone)


@blueprint.post("/orders/<int:order_id>/cancel")
def cancel(order_id: int) -> BaseResponse:
    try:
        receipts = shop.cancel(world(), order_id=order_id, reason=request.form.get("reason", "").strip())
        flash(f"접수했어요. 접수번호 {', '.join(map(str, receipts))}", "done")
    except Refused as exc:
        flash(str(exc), "problem")
    return redirect(url_for("pages.orders"))


@blueprint.post("/orders/<int:order_id>/address")
def change_address(order_id: int) -> BaseResponse:
    try:
        shop.change_address(world(), order_id=order_id, receiver=_person())
        flash("배송지를 바꿨어요.", "done")
    except Refused as exc:
        flash(str(exc), "problem")
    return redirect(url_for("pages.orders"))


@blueprint.get("/staff")
def staff() -> str:
    with world().pool.connection() as connection:
        products = shop.list_products(connection)
        boxes = [box for box in shop.list_orders(connection) if box["status"] in ("DEPARTURE", "DELIVERING")]
    waiting = [product for product in products if product["status"] in ("IN_REVIEW", "APPROVING")]
    return render_template("staff.html", products=products, waiting=waiting, boxes=boxes)


@blueprint.post("/staff/products/<int:product_id>")
def decide(product_id: int) -> BaseResponse:
    try:
        with world().pool.connection() as connection:
            if request.form["verdict"] == "approve":
                status = review.approve(connection, product_id)
            else:
                status = review.deny(connection, product_id, request.form.get("reason", "").strip() or "심사 기준 미달")
        flash(f"{product_id}: {STATUS_NAMES[status]}", "done")
    except review.CannotDecide as exc:
        flash(str(exc), "problem")
    return redirect(url_for("pages.staff"))


@blueprint.post("/staff/boxes/<int:box_id>")
def advance(box_id: int) -> BaseResponse:
    try:
        status = shop.advance_delivery(world(), box_id=box_id)
        flash(f"{box_id}: {BOX_STATUSES[status]}", "done")
    except Refused as exc:
        flash(str(exc), "problem")
    return redirect(url_for("pages.staff"))
