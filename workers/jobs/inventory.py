"""The stock ledger's tasks: tell who shows a figure, alert, and compare."""

import structlog
from django.db import transaction
from django.utils import timezone

from campaigns import lanes as market_lanes
from marketplace.core import outbox
from marketplace.inventory import services
from marketplace.inventory.models import Shortfall
from marketplace.storefront import cards
from vendors.publishing import stock as saleor_stock
from workers.app import app

log = structlog.get_logger(__name__)

SHOWN_DIFFERENCES = 50


@app.task(name="inventory.stock_changed")
def stock_changed(
    *, sku: str, location_code: str, movement_id: int, sum_changed: bool = True, **_unknown: object
) -> None:
    """Wake whoever shows this stock: Saleor if the sum it shows changed, the markets for stock at home.

    The shop's card of it is counted anew here.

    Who does not have it yet is not woken: publishing, and listing at a market, ask for a first turn by themselves.
    """
    now = timezone.now()
    topics = ["vendors.push_stock"] if sum_changed and saleor_stock.is_published(sku) else []
    if location_code == services.HOME:
        topics += ["markets.rebalance"] if market_lanes.has_listing(sku) else []
    # Through the outbox, not sent from here: a broker that goes away now must not lose a push.
    with transaction.atomic():
        for topic in topics:
            key = f"{topic}:{movement_id}"
            outbox.emit(topic, key=key, at=now, sku=sku, location_code=location_code, movement_id=movement_id)
    if location_code == services.HOME:
        cards.count_units(sku=sku, now=now)


@app.task(name="inventory.alert_shortfall")
def alert_shortfall(*, shortfall_id: int, **_unknown: object) -> None:
    """Say aloud that units were sold that are not there; the row stays open until a person settles it."""
    row = Shortfall.objects.select_related("location").filter(pk=shortfall_id, resolved_at=None).first()
    if row is None:
        return
    log.warning("inventory.shortfall", sku=row.sku, location=row.location.code, document=row.document, units=row.units)


@app.task(name="inventory.audit")
def audit(**_unknown: object) -> None:
    """Compare the ledger's figures with its movements, and say aloud what differs."""
    differences = services.audit()
    for difference in differences[:SHOWN_DIFFERENCES]:
        log.error(
            "inventory.difference",
            sku=difference.sku,
            location=difference.location_code,
            figure=difference.figure,
            says=difference.says,
            should_be=difference.should_be,
            source=difference.source,
        )
    log.info("inventory.audited", differences=len(differences))
