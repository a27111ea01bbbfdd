"""The catalogue, the stock and the parcels, told to whoever shows or sold them."""

import structlog
from django.db import transaction
from django.utils import timezone

from marketplace.channels import lanes
from marketplace.saleor.errors import SaleorError
from vendors import shipping
from vendors.models import Enterprise, Listing
from vendors.publishing import catalogue, fulfilling, offers, rereading, stock
from workers.app import app

log = structlog.get_logger(__name__)

lanes.register(catalogue.KIND, catalogue.take_turn)
lanes.register(stock.KIND, stock.take_turn)
lanes.register(offers.KIND, offers.take_turn)
catalogue.register()
shipping.register("shop", fulfilling.tell)


@app.task(name="vendors.publish_listing")
def publish_listing(*, listing_id: int, **_unknown: object) -> None:
    """Have a listing brought in line in Saleor, with everything else of its maker that changed."""
    for reference in Listing.objects.filter(pk=listing_id).values_list("enterprise__reference", flat=True):
        catalogue.request_turn(enterprise=reference, now=timezone.now())


@app.task(name="vendors.publish_enterprise")
def publish_enterprise(*, enterprise_id: int, **_unknown: object) -> None:
    """Have a maker's page and listings brought in line in Saleor."""
    for reference in Enterprise.objects.filter(pk=enterprise_id).values_list("reference", flat=True):
        catalogue.request_turn(enterprise=reference, now=timezone.now())


@app.task(name="vendors.publish_everything")
def publish_everything(**_unknown: object) -> None:
    """Have every maker looked at: statuses and marks end by the calendar, and Saleor drops what it cannot fetch."""
    now = timezone.now()
    for reference in Enterprise.objects.order_by("pk").values_list("reference", flat=True):
        catalogue.request_turn(enterprise=reference, now=now)
    offers.request_missing(now=now)


@app.task(name="vendors.reread_listings")
def reread_listings(*, references: list[str], **_unknown: object) -> None:
    """Look at listings in Saleor that did not cost there what we say: somebody else may have changed them."""
    try:
        rereading.reread(references=references, now=timezone.now())
    except SaleorError as exc:
        log.info("catalogue.not_reread", problem=str(exc))  # their turn comes


@app.task(name="vendors.reread_catalogue")
def reread_catalogue(**_unknown: object) -> None:
    """Look at some of what Saleor shows, the longest unseen first."""
    try:
        if changed := rereading.reread_oldest(now=timezone.now()):
            log.warning("catalogue.changed_by_others", products=changed)
    except SaleorError as exc:
        log.info("catalogue.not_reread", problem=str(exc))


@app.task(name="vendors.push_stock")
def push_stock(*, sku: str, **_unknown: object) -> None:
    """Have a variant's stock written in Saleor, of all its locations, if it is published: publishing asks by itself."""
    if stock.is_published(sku):
        stock.request_push(sku=sku, now=timezone.now())


@app.task(name="vendors.push_offer")
def push_offer(*, channel: str, sku: str, **_unknown: object) -> None:
    """Have a variant's price in a market's channel of Saleor brought in line with what the market shows."""
    offers.request_turn(channel=channel, sku=sku, now=timezone.now())


@app.task(name="vendors.tell_shipment")
def tell_shipment(*, shipment_id: int, **_unknown: object) -> None:
    """Tell the channel that sold it of a parcel; what fails is found again by the sweep."""
    try:
        shipping.tell(shipment_id=shipment_id, now=timezone.now())
    except Exception as exc:
        log.warning("shipment.untold", shipment=shipment_id, problem=f"{type(exc).__name__}: {exc}")


@app.task(name="vendors.sweep_shipments")
def sweep_shipments(**_unknown: object) -> None:
    """Ask again for parcels that their channel does not know of."""
    with transaction.atomic():
        shipping.sweep(now=timezone.now())
