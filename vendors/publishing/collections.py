"""Listings that belong together for a while, as a collection in Saleor: made once, filled, shown in the shop or not."""

from collections.abc import Iterable, Mapping
from typing import Any

from marketplace.saleor import api, ids
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.client.collection import CollectionCollection
from marketplace.saleor.errors import SaleorRejected, SaleorUnavailable
from vendors.publishing import SHOP
from vendors.publishing.applying import find_product
from vendors.publishing.documents import Document

KIND = "collection"
OWNER = "gachi.campaign"


class CollectionTaken(SaleorRejected):
    """Someone of Saleor's made a collection under that slug, and it is not ours to change."""


def document(*, name: str, is_published: bool, products: Iterable[str]) -> Document:
    """Return a collection in our words; `products` are references of listings."""
    return {"name": name, "is_published": is_published, "products": sorted(set(products))}


def bring_in_line(reference: str, wanted: Document) -> Document:
    """Make the collection what is wanted, and return what Saleor shows of it then.

    Hidden before anything else and shown after everything else, as a product is. Looks first, by the slug that is our
    reference: after a lost answer the next try goes on with what is there. Raises CollectionTaken or a SaleorError.
    """
    saleor = api.worker()
    shop = ids.require("channel", SHOP)
    there = _find(saleor, reference) or _make(saleor, reference, wanted["name"])
    ids.remember(KIND, reference, there.id)
    shown = _document_of(there, shop)
    if shown["is_published"] and not wanted["is_published"]:
        _publish(saleor, there.id, shop, is_published=False)
    if shown["name"] != wanted["name"]:
        saleor.collection_update(there.id, inputs.CollectionInput(name=wanted["name"]))
    members = _members(there)
    gone = [product for product, name in members.items() if name not in wanted["products"]]
    if gone:
        saleor.collection_remove_products(there.id, gone)
    if new := [name for name in wanted["products"] if name not in members.values()]:
        saleor.collection_add_products(there.id, _product_ids(new))
    if wanted["is_published"] and not shown["is_published"]:
        _publish(saleor, there.id, shop, is_published=True)
    again = _find(saleor, reference)
    if again is None:
        raise SaleorUnavailable(f"collection {reference} was written, and is not there")
    return _document_of(again, shop)


def _find(saleor: api.Saleor, reference: str) -> CollectionCollection | None:
    """Return the collection with all its products, however many pages they take."""
    found = saleor.collection(reference).collection
    if found is None:
        return None
    if found.metafield != reference:
        raise CollectionTaken("TAKEN", reference, f"Saleor has another collection under the slug {reference}")
    page = found
    while found.products and page.products and page.products.page_info.has_next_page:
        more = saleor.collection(reference, after=page.products.page_info.end_cursor).collection
        if more is None or more.products is None:
            break
        found.products.edges.extend(more.products.edges)
        page = more
    return found


def _make(saleor: api.Saleor, reference: str, name: str) -> CollectionCollection:
    mark = inputs.MetadataInput(key=OWNER, value=reference)
    try:
        saleor.collection_create(inputs.CollectionCreateInput(name=name, slug=reference, metadata=[mark]))
    except SaleorRejected as exc:
        if exc.code != "UNIQUE":
            raise  # someone else was quicker: it is there
    made = _find(saleor, reference)
    if made is None:
        raise SaleorUnavailable(f"collection {reference} was made, and is not there")
    return made


def _publish(saleor: api.Saleor, collection_id: str, channel_id: str, *, is_published: bool) -> None:
    row = inputs.PublishableChannelListingInput(channel_id=channel_id, is_published=is_published)
    saleor.collection_channel_listing_update(
        collection_id, inputs.CollectionChannelListingUpdateInput(add_channels=[row])
    )


def _product_ids(references: Iterable[str]) -> list[str]:
    """Return Saleor's ids of listings, or raise SaleorRejected for one that is not there."""
    wanted = list(references)
    known = ids.find_many("product", wanted)
    for reference in wanted:
        if reference not in known:
            product = find_product(reference)
            if product is None:
                raise SaleorRejected("NOT_FOUND", reference, "the listing is not in Saleor yet", operation="product")
            known[reference] = product.id
    return [known[reference] for reference in wanted]


def _members(collection: CollectionCollection) -> Mapping[str, str]:
    """Return our reference by Saleor's id of each product; what is none of ours goes by its id."""
    edges: list[Any] = list(collection.products.edges) if collection.products else []
    return {edge.node.id: edge.node.external_reference or edge.node.id for edge in edges}


def _document_of(collection: CollectionCollection, channel_id: str) -> Document:
    listings = collection.channel_listings or []
    return document(
        name=collection.name,
        is_published=any(row.is_published for row in listings if row.channel.id == channel_id),
        products=_members(collection).values(),
    )
