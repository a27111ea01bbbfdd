"""Keeps the shop's cards fresh."""

from datetime import timedelta

from django.utils import timezone

from marketplace.storefront import cards
from vendors.models import Listing
from workers.app import app

OLDEST_CARD = timedelta(minutes=30)


@app.task(name="storefront.refresh_card")
def refresh_card(*, listing_id: int | None = None, sku: str = "", **_unknown: object) -> None:
    """Make one listing's card anew, named by its id; or, named by a SKU whose stock changed, count its units anew."""
    if listing_id:
        cards.refresh(listing_ids=[listing_id], now=timezone.now())
    else:  # as a former version asks
        cards.count_units(sku=sku, now=timezone.now())


@app.task(name="storefront.refresh_enterprise")
def refresh_enterprise(*, enterprise_id: int, **_unknown: object) -> None:
    """Make all cards of an enterprise anew: its name, its badges or its district changed."""
    ids = list(Listing.objects.filter(enterprise_id=enterprise_id).values_list("pk", flat=True))
    cards.refresh(listing_ids=ids, now=timezone.now())


@app.task(name="storefront.sweep_cards")
def sweep_cards(**_unknown: object) -> None:
    """Make cards that nobody refreshed, so that a lost message or an expired status is not shown for long."""
    now = timezone.now()
    cards.refresh(listing_ids=cards.stale(now=now, older_than=OLDEST_CARD), now=now)
    cards.count_facets()
