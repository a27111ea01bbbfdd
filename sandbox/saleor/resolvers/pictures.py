"""Pictures of products: their addresses, adding and taking away."""

from datetime import UTC, datetime
from typing import Any

from .. import ids
from ..media import picture_url, probe
from ..problems import NotImplementedHere, refuse
from ..registry import field, mutation
from ..store import Call, Row


@field("Product", "media")
def media_of(row: Row, call: Call) -> list[Row]:
    return call.children(row, "media", "product_id")


@field("Product", "mediaById")
def media_by_id(row: Row, call: Call, id: str) -> Row | None:
    key = ids.number(id, "ProductMedia")
    return next((one for one in media_of(row, call) if one["id"] == key), None)


@field("Product", "thumbnail")
def thumbnail(row: Row, call: Call, size: int | None = None, format: str = "ORIGINAL") -> dict[str, Any] | None:

    first = next(iter(media_of(row, call)), None)
    if first is None:
        return None
    return {"url": picture_url(call, first, size or 256, format), "alt": first["alt"]}


@field("ProductMedia", "url")
def media_url(row: Row, call: Call, size: int | None = None, format: str = "ORIGINAL") -> str:

    return picture_url(call, row, size, format)


@field("ProductMedia", "type")
def media_type(row: Row, call: Call) -> str:
    return "IMAGE"


@field("ProductMedia", "sortOrder")
def media_sort_order(row: Row, call: Call) -> int:
    return row["id"]  # type: ignore[no-any-return]


@field("ProductMedia", "productId")
def media_product(row: Row, call: Call) -> str:
    return ids.to_global("Product", row["product_id"])


@mutation("productMediaCreate", atomic=False)
def product_media_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:

    row = call.get("product", ids.number(input["product"], "Product"))
    if row is None:
        raise refuse("product", "NOT_FOUND", f"Couldn't resolve to a node: {input['product']}")
    url = input.get("media_url")
    if not url:
        raise NotImplementedHere("uploading a file: give a mediaUrl")
    if problem := probe(call, url):
        code, message = problem
        raise refuse("mediaUrl", code, message)
    with call.transaction():
        made = call.insert(
            "media",
            {"product_id": row["id"], "alt": input.get("alt") or "", "external_url": url, "due_at": datetime.now(UTC)},
        )
        call.world.deliveries.emit(call, "PRODUCT_MEDIA_CREATED", {"product_media": made["id"]})
    return {"product": row, "media": made}


@mutation("productMediaDelete")
def product_media_delete(call: Call, id: str) -> dict[str, Any]:
    row = call.get("media", ids.number(id, "ProductMedia"))
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    call.world.deliveries.emit(call, "PRODUCT_MEDIA_DELETED", {"product_media": row["id"]})
    call.run("DELETE FROM media WHERE id = %s", row["id"])
    return {"product": call.get("product", row["product_id"]), "media": row}
