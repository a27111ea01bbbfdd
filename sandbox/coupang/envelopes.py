"""The shapes in which Coupang answers; which family uses which is §1.3 of the reference."""

import json
from typing import Any

from flask import Response

from sandbox.coupang.world import world


class ProductError(Exception):
    """A refusal in the shape of the product family. `str()` of it is Coupang's message."""

    def __init__(self, message: str, *, details: str | None = None, items: list[dict[str, Any]] | None = None) -> None:
        super().__init__(message)
        self.details = details
        self.items = items


class OrderError(Exception):
    """A refusal in the shape of the order family. `str()` of it is Coupang's message."""


def answer(body: object, status: int = 200) -> Response:
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status=status, content_type="application/json;charset=UTF-8")


def product(data: object, message: str = "", **more: object) -> Response:
    """Answer SUCCESS in the shape of products, categories and vendor-items."""
    return answer({"code": "SUCCESS", "message": message, "data": data} | more)


def written(data: int, *, details: str | None, items: list[dict[str, Any]]) -> Response:
    """Answer a create or update, wrapped once more where the switch says so; warnings ride along under SUCCESS."""
    body: dict[str, object] = {"code": "SUCCESS", "message": "[]", "data": data}
    if items:
        body |= {"details": details, "errorItems": items}
    if world().settings.wrap_creates:
        body = {"code": "200", "message": "", "data": body}
    return answer(body)


def order(data: object, *, code: int | str = 200, message: str = "OK", **more: object) -> Response:
    """Answer 200 in the shape of the order family; `code` is how the documentation types it for this call."""
    return answer({"code": order_code(code), "message": message, "data": data} | more)


def order_code(code: int | str) -> int | str:
    kind = world().settings.order_code
    if kind == "documented":
        return code
    return str(code) if kind == "string" else int(code)


def product_refusal(error: ProductError) -> Response:
    body = {"code": "ERROR", "message": str(error), "data": None, "details": error.details, "errorItems": error.items}
    return answer(body, 400)


def order_refusal(error: OrderError) -> Response:
    return answer({"code": order_code(400), "message": str(error), "data": None}, 400)


def gateway(status: int, message: str) -> Response:
    """Refuse as the gateway does, before any API has seen the request."""
    if world().settings.gateway_errors == "text":
        return Response(message, status=status, content_type="text/plain;charset=UTF-8")
    return answer({"code": "ERROR", "message": message}, status)


def not_implemented(name: str) -> Response:
    """Say that this call exists at Coupang and not here; `name` is the call and its section of the reference."""
    return answer({"code": "NOT_IMPLEMENTED", "message": f"This stand-in does not implement {name}."}, 501)
