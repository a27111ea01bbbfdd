"""Our documents in Saleor's own words: what a mutation takes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.saleor.client import input_types as inputs
from vendors.publishing import documents
from vendors.publishing.documents import Document

ATTRIBUTES = (*documents.ATTRIBUTES, "option")


@dataclass(frozen=True)
class References:
    """Saleor's ids of what a product refers to."""

    channel: str
    warehouse: str
    product_type: str
    tax_class: str
    attributes: Mapping[str, str]
    makers: Mapping[str, str]
    categories: Mapping[str, str]


def product(
    reference: str, document: Document, references: References, units: Mapping[str, int]
) -> inputs.ProductBulkCreateInput:
    """Return a whole product with its options, pictures, prices and units by SKU, as a bulk create takes it."""
    return inputs.ProductBulkCreateInput(
        name=document["name"],
        slug=reference,
        external_reference=reference,
        product_type=references.product_type,
        category=references.categories[document["category"]],
        tax_class=references.tax_class,
        description=documents.rich_text(document["paragraphs"]),
        attributes=_attributes(document, references),
        metadata=[pictures(document["pictures"])],
        media=[inputs.MediaInput(media_url=url, alt=alt) for url, alt in document["pictures"]],
        channel_listings=[
            inputs.ProductChannelListingCreateInput(
                channel_id=references.channel,
                is_published=document["is_on_sale"],
                visible_in_listings=document["is_on_sale"],
                is_available_for_purchase=document["is_on_sale"],
            )
        ],
        variants=[variant(sku, row, references, units[sku]) for sku, row in document["variants"].items()],
    )


def content(document: Document, references: References) -> inputs.ProductInput:
    """Return what of a product is neither price nor option nor picture, as an update takes it."""
    return inputs.ProductInput(
        name=document["name"],
        category=references.categories[document["category"]],
        description=documents.rich_text(document["paragraphs"]),
        attributes=_attributes(document, references),
    )


def variant(
    sku: str, row: Mapping[str, Any], references: References, units: int
) -> inputs.ProductVariantBulkCreateInput:
    """Return one option with its price and the units that are at home. From then on its lane writes its stock."""
    option = inputs.BulkAttributeValueInput(
        id=references.attributes["option"], dropdown=inputs.AttributeValueSelectableTypeInput(value=row["name"])
    )
    return inputs.ProductVariantBulkCreateInput(
        sku=sku,
        external_reference=sku,
        name=row["name"],
        track_inventory=True,
        attributes=[option],
        stocks=[inputs.StockInput(warehouse=references.warehouse, quantity=units)],
        channel_listings=[price(references.channel, row["price"])],
    )


def price(channel_id: str, won: int, *, prior: int | None = None) -> inputs.ProductVariantChannelListingAddInput:
    return inputs.ProductVariantChannelListingAddInput(channel_id=channel_id, price=won, prior_price=prior)


def pictures(wanted: Sequence[Sequence[str]]) -> inputs.MetadataInput:
    """Return the note of which pictures a product was given: Saleor does not keep where they came from."""
    return inputs.MetadataInput(key=documents.PICTURES_KEY, value=json.dumps(wanted, ensure_ascii=False))


def sale(channel_id: str, *, is_on_sale: bool) -> inputs.ProductChannelListingUpdateInput:
    """Return what puts a product on sale in a channel, or takes it off."""
    row = inputs.ProductChannelListingAddInput(
        channel_id=channel_id,
        is_published=is_on_sale,
        visible_in_listings=is_on_sale,
        is_available_for_purchase=is_on_sale,
    )
    return inputs.ProductChannelListingUpdateInput(update_channels=[row])


def without(channel_id: str, variant_ids: Sequence[str]) -> inputs.ProductChannelListingUpdateInput:
    """Return what ends the sale of some options in a channel; the options themselves stay, with their orders."""
    row = inputs.ProductChannelListingAddInput(channel_id=channel_id, remove_variants=list(variant_ids))
    return inputs.ProductChannelListingUpdateInput(update_channels=[row])


def _attributes(document: Document, references: References) -> list[inputs.AttributeValueInput]:
    values = document["attributes"]
    one = inputs.AttributeValueSelectableTypeInput
    ids = references.attributes
    return [
        # `reference`, not `references`: on an attribute for one page Saleor takes the latter and stores nothing.
        inputs.AttributeValueInput(id=ids["enterprise"], reference=references.makers[values["enterprise"][0]]),
        inputs.AttributeValueInput(id=ids["enterprise-kind"], dropdown=one(value=values["enterprise-kind"][0])),
        inputs.AttributeValueInput(id=ids["district"], dropdown=one(value=values["district"][0])),
        inputs.AttributeValueInput(id=ids["badges"], multiselect=[one(value=code) for code in values["badges"]]),
    ]
