"""Saleor's products read again in turn, so that what others changed there, in its Dashboard say, is noticed.

No webhook is asked for: our own writes would make as many events as they make changes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from marketplace.channels import seen
from marketplace.channels.models import Seen
from marketplace.saleor import api, ids
from vendors.models import Listing, ShownPrice
from vendors.publishing import CHANNEL, SHOP, catalogue
from vendors.publishing.applying import document_of
from vendors.publishing.documents import Document
from vendors.publishing.prices import Price, apply_prices

BATCH = 50  # a query of a second or so at Saleor; every minute, 110,000 products take a day and a half
FRESH = timedelta(minutes=2)
KEY = "product:"


def reread_oldest(*, now: datetime) -> int:
    """Read the products again that were last looked at the longest ago; returns how many were not as remembered.

    Raises a SaleorError.
    """
    oldest = Seen.objects.filter(channel=CHANNEL, key__startswith=KEY, seen_at__lt=now - FRESH).order_by("seen_at")
    return reread(references=[key.removeprefix(KEY) for key in oldest.values_list("key", flat=True)[:BATCH]], now=now)


def reread(*, references: Sequence[str], now: datetime) -> int:
    """Read some products again, and have their makers' catalogues brought in line where they are not as remembered.

    Returns how many were not. Raises a SaleorError.
    """
    known = ids.find_many("product", references)
    if not known:
        return 0
    page = api.worker().products(list(known.values()), first=len(known)).products
    shown = {edge.node.id: edge.node for edge in page.edges} if page else {}
    channel = ids.require("channel", SHOP)
    found = {
        KEY + reference: document_of(shown[product_id], channel)
        for reference, product_id in known.items()
        if product_id in shown
    }
    before = seen.read(channel=CHANNEL, keys=[KEY + reference for reference in known])
    changed = [key for key, content in before.items() if found.get(key) != content]
    with transaction.atomic():
        seen.remember_many(channel=CHANNEL, contents=found, now=now)
        for key in before.keys() - found.keys():
            seen.forget(channel=CHANNEL, key=key)
        makers = Listing.objects.filter(reference__in=[key.removeprefix(KEY) for key in changed])
        for maker in makers.order_by().values_list("enterprise__reference", flat=True).distinct():
            catalogue.request_turn(enterprise=maker, now=now)
    if prices := _campaign_prices(found, before):
        apply_prices(channel=SHOP, prices=prices, now=now)
    return len(changed) + len(prices)


def _campaign_prices(found: Mapping[str, Document], before: Mapping[str, Document]) -> dict[str, Price]:
    """Return the campaigns' prices that are to be set again, by SKU: a maker's catalogue leaves those alone.

    What differs must have been seen the last time too: at first sight, a campaign's plan may be between its write and
    its note.
    """
    still = {
        sku: row["price"]
        for key, document in found.items()
        for sku, row in document["variants"].items()
        if before.get(key, {}).get("variants", {}).get(sku) == row
    }
    rows = ShownPrice.objects.filter(channel=SHOP, campaign_item_id__isnull=False, variant__sku__in=still)
    return {
        row.variant.sku: Price(row.price, row.prior_price, row.campaign_item_id)
        for row in rows.select_related("variant")
        if still[row.variant.sku] != row.price
    }
