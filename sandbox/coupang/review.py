"""The product state machine (§4.3): asynchronous creation, review, and what approval makes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from sandbox.coupang.images import BadImage, Picture, fetch_images
from sandbox.coupang.settings import Settings
from sandbox.coupang.world import World, now

Connection = psycopg.Connection[dict[str, Any]]
Row = Mapping[str, Any]

STATUS_NAMES = {
    "PROCESSING": "임시저장중",
    "SAVED": "임시저장",
    "IN_REVIEW": "심사중",
    "APPROVING": "승인대기중",
    "APPROVED": "승인완료",
    "PARTIAL_APPROVED": "부분승인완료",
    "DENIED": "승인반려",
    "DELETED": "상품삭제",
}


class CannotDecide(Exception):
    """The product is not waiting for a decision. `str()` of it may be shown."""


def write_history(connection: Connection, product_id: int, status: str, *, by: str, comment: str = "") -> None:
    """Add a line to a product's history; `status` is already the Korean word."""
    connection.execute(
        "INSERT INTO histories (product_id, status, created_by, comment, created_at) VALUES (%s, %s, %s, %s, %s)",
        [product_id, status, by, comment, now()],
    )


def submit(connection: Connection, product_id: int, *, settings: Settings, at: datetime) -> None:
    """Put a saved product before the reviewers."""
    write_history(connection, product_id, "승인요청", by=settings.user_id)
    if settings.in_review_delay:
        _move(connection, product_id, "IN_REVIEW", due_at=at + timedelta(seconds=settings.in_review_delay))
    else:
        _move(connection, product_id, "APPROVING", due_at=at + timedelta(seconds=settings.approval_delay))


def _move(connection: Connection, product_id: int, status: str, *, due_at: datetime | None, comment: str = "") -> None:
    connection.execute("UPDATE products SET status = %s, due_at = %s WHERE id = %s", [status, due_at, product_id])
    write_history(connection, product_id, STATUS_NAMES[status], by="쿠팡", comment=comment)


def advance_due(world: World) -> int:
    """Move every product whose time has come one step on; return how many were moved."""
    with world.pool.connection() as connection:
        due = connection.execute(
            "SELECT id, status, version, created_at FROM products WHERE due_at <= %s ORDER BY due_at LIMIT 50", [now()]
        ).fetchall()
    fetched: dict[str, Picture | BadImage] = {}
    for product in due:
        if product["status"] == "PROCESSING":
            _finish_writing(world, product, fetched)
        else:
            _decide_due(world, product)
    return len(due)


def _finish_writing(world: World, product: Row, fetched: dict[str, Picture | BadImage]) -> None:
    """Fetch the images outside any transaction, then let the product be read, unless it was written again meanwhile."""
    with world.pool.connection() as connection:
        items = connection.execute("SELECT id, document FROM items WHERE product_id = %s", [product["id"]]).fetchall()
    judged = {
        item["id"]: fetch_images(item["document"], ports=world.settings.image_ports, fetched=fetched) for item in items
    }
    with world.moving, world.pool.connection() as connection:
        row = _lock(connection, product)
        if row is None:
            return
        for item_id, (problem, picture) in judged.items():
            _keep_verdict(connection, item_id, problem, picture)
        connection.execute(
            "UPDATE products SET first_readable_at = coalesce(first_readable_at, %s) WHERE id = %s",
            [now(), product["id"]],
        )
        _move(connection, product["id"], "SAVED", due_at=None)
        if row["document"]["requested"]:
            submit(connection, product["id"], settings=world.settings, at=now())


def _keep_verdict(connection: Connection, item_id: int, problem: str, picture: Picture | None) -> None:
    connection.execute("UPDATE items SET problem = %s WHERE id = %s", [problem, item_id])
    if picture:
        connection.execute(
            "INSERT INTO pictures (name, media_type, body) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [picture.name, picture.media_type, picture.body],
        )
        row = connection.execute("SELECT document FROM items WHERE id = %s FOR UPDATE", [item_id]).fetchone()
        assert row is not None
        images = [
            image | {"cdnPath": f"pictures/{picture.name}"} if image["imageType"] == "REPRESENTATION" else image
            for image in row["document"]["images"]
        ]
        document = Jsonb(row["document"] | {"images": images})
        connection.execute("UPDATE items SET document = %s WHERE id = %s", [document, item_id])


def _lock(connection: Connection, product: Row) -> Row | None:
    return connection.execute(
        "SELECT * FROM products WHERE id = %(id)s AND status = %(status)s AND version = %(version)s"
        " AND created_at = %(created_at)s FOR UPDATE",
        product,
    ).fetchone()


def _decide_due(world: World, product: Row) -> None:
    with world.moving, world.pool.connection() as connection:
        row = _lock(connection, product)
        if row is None:
            return
        if row["status"] == "IN_REVIEW":
            due_at = now() + timedelta(seconds=world.settings.approval_delay)
            _move(connection, row["id"], "APPROVING", due_at=due_at)
        else:
            _approve(connection, row)


def approve(connection: Connection, product_id: int) -> str:
    """Decide now what the reviewers would decide later; return the new status, or raise CannotDecide."""
    return _approve(connection, _waiting(connection, product_id))


def deny(connection: Connection, product_id: int, reason: str) -> str:
    """Send a waiting product back with a reason; return the new status, or raise CannotDecide."""
    row = _waiting(connection, product_id)
    _move(connection, row["id"], "DENIED", due_at=None, comment=reason)
    return "DENIED"


def _waiting(connection: Connection, product_id: int) -> Row:
    row = connection.execute("SELECT * FROM products WHERE id = %s FOR UPDATE", [product_id]).fetchone()
    if row is None or row["status"] not in ("APPROVING", "IN_REVIEW"):
        raise CannotDecide("승인을 기다리는 상품이 아니에요.")
    return row


def _approve(connection: Connection, product: Row) -> str:
    items = connection.execute(
        "SELECT * FROM items WHERE product_id = %s ORDER BY place FOR UPDATE", [product["id"]]
    ).fetchall()
    good = [item for item in items if not item["problem"]]
    for item in good:
        _put_on_sale(connection, item)
    if good:
        connection.execute("UPDATE products SET approved_document = document WHERE id = %s", [product["id"]])
    status = "APPROVED" if len(good) == len(items) else "PARTIAL_APPROVED" if good else "DENIED"
    problems = [f"{item['document']['itemName']}: {item['problem']}" for item in items if item["problem"]]
    _move(connection, product["id"], status, due_at=None, comment=" / ".join(problems))
    return status


def _put_on_sale(connection: Connection, item: Row) -> None:
    """Show the item as it is now; price and stock count only for one that is new (§4.3)."""
    if item["vendor_item_id"] is not None:
        connection.execute("UPDATE items SET approved_document = document WHERE id = %s", [item["id"]])
        return
    document = item["document"]
    pricing = document.get("autoPricingInfo") or {}
    connection.execute(
        "UPDATE items SET vendor_item_id = nextval('vendor_item_ids'), approved_document = document, on_sale = true,"
        " price = %s, original_price = %s, quantity = %s, pricing_floor = %s, pricing_active = %s WHERE id = %s",
        [
            document["salePrice"],
            document["originalPrice"],
            document["maximumBuyCount"],
            pricing.get("minSalePrice"),
            bool(pricing.get("active")),
            item["id"],
        ],
    )
