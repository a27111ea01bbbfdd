"""What subscriptions select on events: the object in the light of the channel that they name."""

from typing import Any

from ..registry import field
from ..store import Call, Row

IN_CHANNEL = {
    "product": ("ProductCreated", "ProductUpdated", "ProductDeleted", "ProductMetadataUpdated"),
    "productVariant": (
        "ProductVariantCreated",
        "ProductVariantUpdated",
        "ProductVariantDeleted",
        "ProductVariantMetadataUpdated",
        "ProductVariantOutOfStock",
        "ProductVariantBackInStock",
        "ProductVariantStockUpdated",
    ),
    "collection": ("CollectionCreated", "CollectionUpdated", "CollectionDeleted", "CollectionMetadataUpdated"),
}


@field("Subscription", "event")
def event(source: dict[str, Any], call: Call) -> Any:
    return source["event"]


def _hang_up(kind: str, name: str, key: str) -> None:
    @field(kind, name)
    def subject(row: Row, call: Call, channel: str | None = None) -> Row | None:
        found = row[key]
        if found is not None and channel is not None:
            light = call.row("SELECT id FROM channel WHERE slug = %s", channel)
            found = Row(dict(found), light["id"] if light else None)
        return found  # type: ignore[no-any-return]


for _name, _kinds in IN_CHANNEL.items():
    for _kind in _kinds:
        _hang_up(_kind, _name, "product_variant" if _name == "productVariant" else _name)

for _kind in ("ProductCreated", "ProductUpdated", "ProductDeleted"):

    @field(_kind, "category")
    def category(row: Row, call: Call) -> Row | None:
        product = row["product"]
        return call.get("category", product["category_id"]) if product else None
