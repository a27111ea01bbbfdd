"""A listing, a maker and a category as plain documents: as they should be in Saleor, and as they are there.

Both sides use our words (references, SKUs, codes, whole won) so that they can be compared. What Saleor would change on
the way is bent here first: its rich text is HTML, so plain text is escaped.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from typing import Any

from django.conf import settings

from marketplace.look.images import StoredPicture
from marketplace.saleor.client.fragments import PageFields, ProductFields
from vendors.models import Category, Enterprise, EnterpriseStatus, Listing, StatusType, Variant

Document = dict[str, Any]

NO_KIND = "none"
NO_OPTION = "기본"
PICTURES_KEY = "gachi.pictures"
ATTRIBUTES = ("enterprise", "enterprise-kind", "district", "badges")


def of_category(category: Category) -> Document:
    """Return what Saleor should show of a category. Its name there is for staff of Saleor's; the shop shows ours."""
    return {"slug": category.slug, "name": category.name}


def of_enterprise(enterprise: Enterprise) -> Document:
    return {
        "title": enterprise.name,
        "paragraphs": _paragraphs(enterprise.tagline, enterprise.story),
        "is_published": enterprise.closed_at is None,
    }


def of_listing(listing: Listing, *, on: date) -> Document:
    """Return what Saleor should show of a listing on a day. Related rows should be prefetched."""
    enterprise = listing.enterprise
    statuses = current_kinds(enterprise.statuses.all(), on)
    marks = [mark.code for mark in listing.marks.all() if mark.is_current(on)]
    variants = sorted((v for v in listing.variants.all() if v.is_active), key=lambda v: (v.position, v.pk))
    return {
        "name": listing.title,
        "paragraphs": _paragraphs(listing.summary, listing.story),
        "category": listing.category.slug,
        "attributes": {
            "enterprise": [enterprise.reference],
            "enterprise-kind": [statuses[0] if statuses else NO_KIND],
            "district": [enterprise.district.slug],
            "badges": sorted({*statuses, *marks}),
        },
        "pictures": [_picture(row.picture, row.alt) for row in sorted(listing.pictures.all(), key=_position)],
        "is_on_sale": listing.state == Listing.State.ACTIVE and enterprise.closed_at is None,
        "variants": {variant.sku: {"name": variant_name(variant), "price": variant.price} for variant in variants},
    }


def current_kinds(statuses: Iterable[EnterpriseStatus], on: date) -> list[str]:
    """Return the codes of an enterprise's verified and current statuses, in the order of StatusType."""
    found = {status.type for status in statuses if status.is_current(on)}
    return [code.lower() for code in StatusType.values if code in found]


def variant_name(variant: Variant) -> str:
    return variant.option or NO_OPTION


def of_page(page: PageFields) -> Document:
    """Return what Saleor shows of a maker."""
    return {"title": page.title, "paragraphs": _texts(page.content), "is_published": page.is_published}


def of_product(product: ProductFields, *, channel_id: str, makers: Mapping[str, str]) -> Document:
    """Return what Saleor shows of a product in a channel; `makers` are our references by page id."""
    attributes = {
        row.attribute.slug: sorted(
            makers.get(value.reference, value.reference) if value.reference else (value.name or "")
            for value in row.values
        )
        for row in product.attributes
    }
    listing = next((row for row in product.channel_listings or [] if row.channel.id == channel_id), None)
    pictures = json.loads(product.metafield or "[]")
    if len(product.media or []) != len(pictures):
        pictures = []  # Saleor drops a picture that it could not fetch, without a word: all are to be sent again
    return {
        "name": product.name,
        "paragraphs": _texts(product.description),
        "category": product.category.slug if product.category else None,
        "attributes": {slug: attributes.get(slug, []) for slug in ATTRIBUTES},
        "pictures": pictures,
        "is_on_sale": bool(listing and listing.is_published and listing.is_available_for_purchase),
        "variants": {
            variant.sku: {"name": variant.name, "price": price}
            for variant in product.variants or []
            if variant.sku and (price := _price(variant, channel_id)) is not None
        },
    }


def rich_text(paragraphs: Iterable[str]) -> str:
    """Return paragraphs as the EditorJS document that Saleor keeps."""
    blocks = [
        {"id": f"p{number}", "type": "paragraph", "data": {"text": text}} for number, text in enumerate(paragraphs, 1)
    ]
    return json.dumps({"time": 0, "version": "2.30.7", "blocks": blocks}, ensure_ascii=False)


def _paragraphs(*texts: str) -> list[str]:
    lines = (line.strip() for text in texts for line in text.splitlines())
    return [escape(line, quote=False) for line in lines if line]


def _texts(rich: str | None) -> list[str]:
    blocks = json.loads(rich or "{}").get("blocks") or []
    return [block.get("data", {}).get("text", "") for block in blocks]


def _position(row: Any) -> int:
    return int(row.position)


def _picture(picture: Mapping[str, Any], alt: str) -> list[str]:
    url = StoredPicture.from_json(picture).market_url
    return [url if url.startswith("http") else settings.GACHI_PUBLIC_URL + url, alt]


def _price(variant: Any, channel_id: str) -> int | None:
    for listing in variant.channel_listings or []:
        if listing.channel.id == channel_id and listing.price:
            return int(listing.price.amount)
    return None
