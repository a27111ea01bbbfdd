"""Units that a market may sell, the sales that it made, and the units it sold that were not there."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from marketplace.core import audit
from marketplace.core.models import User
from marketplace.inventory.models import Location, Offer, Shortfall, Stock, StockMovement
from marketplace.inventory.services import ledger
from marketplace.inventory.services.errors import InsufficientStock, UnitsNotHeld
from marketplace.inventory.services.ledger import Kind, Move
from marketplace.inventory.services.locations import home
from marketplace.inventory.services.promises import from_promise


@transaction.atomic
def offer_units(
    *,
    sku: str,
    market: str,
    units: int,
    key: str,
    at: datetime,
    actor: User | str,
    location: Location | None = None,
) -> list[StockMovement]:
    """Give free units (at home unless told) to a market to sell, or raise InsufficientStock."""
    ledger.positive(units)
    location = location or home()
    stock = ledger.lock(location, [sku]).get(sku)
    content = {"does": "offer", "market": market, "sku": sku, "location": location.code, "units": units}
    operation = ledger.begin(key, content, at=at)
    if not operation.is_new:
        return operation.movements
    if stock is None or stock.free < units:
        raise InsufficientStock({sku: (units, stock.free if stock else 0)})
    moves = [Move(stock, Kind.OFFER, units)]
    return ledger.post(operation, moves, document=f"offer:{market}", market=market, actor=actor, at=at)


@transaction.atomic
def withdraw_units(
    *,
    sku: str,
    market: str,
    units: int,
    key: str,
    at: datetime,
    actor: User | str,
    location: Location | None = None,
) -> list[StockMovement]:
    """Take units that a market can no longer sell back to free; raises UnitsNotHeld if its offer is smaller."""
    ledger.positive(units)
    location = location or home()
    stock = ledger.lock(location, [sku]).get(sku)
    content = {"does": "withdraw", "market": market, "sku": sku, "location": location.code, "units": units}
    operation = ledger.begin(key, content, at=at)
    if not operation.is_new:
        return operation.movements
    offered = _offered(market, {sku: stock} if stock else {})
    if stock is None or offered[sku] < units:
        raise UnitsNotHeld(market, {sku: (units, offered.get(sku, 0))})
    moves = [Move(stock, Kind.WITHDRAW, units)]
    return ledger.post(operation, moves, document=f"offer:{market}", market=market, actor=actor, at=at)


def _offered(market: str, stocks: Mapping[str, Stock]) -> dict[str, int]:
    rows = Offer.objects.filter(market=market, stock__in=stocks.values()).values_list("stock_id", "units")
    by_stock = dict(rows)
    return {sku: by_stock.get(stock.pk, 0) for sku, stock in stocks.items()}


@transaction.atomic
def take_offered(
    *,
    document: str,
    market: str,
    units: Mapping[str, int],
    key: str,
    at: datetime,
    actor: User | str,
    location: Location | None = None,
) -> list[Shortfall]:
    """Promise units to a sale that a market already made; it is never refused.

    They come from the market's offer, then from free. What neither has is written down as a shortfall, with an alert.
    Returns what the document is short of.
    """
    lines = ledger.clean(units)
    location = location or home()
    stocks = {sku: stock for (sku, _), stock in ledger.lock_at([(sku, location) for sku in lines], at=at).items()}
    content = {
        "does": "take_offered",
        "document": document,
        "market": market,
        "location": location.code,
        "units": lines,
    }
    operation = ledger.begin(key, content, at=at)
    if operation.is_new:
        offered = _offered(market, stocks)
        moves, short = [], {}
        for sku, wanted in lines.items():
            from_offer = min(wanted, offered[sku])
            from_free = min(wanted - from_offer, stocks[sku].free)
            if from_offer:
                moves.append(Move(stocks[sku], Kind.SELL_OFFERED, from_offer))
            if from_free:
                moves.append(Move(stocks[sku], Kind.COMMIT, from_free))
            if missing := wanted - from_offer - from_free:
                short[sku] = missing
        ledger.post(operation, moves, document=document, market=market, actor=actor, at=at)
        ledger.record_shortfalls(operation, location, document, short, at=at)
    return list(Shortfall.objects.filter(document=document, sku__in=lines, resolved_at=None).order_by("sku"))


@transaction.atomic
def reoffer_units(
    *, document: str, market: str, units: Mapping[str, int], key: str, at: datetime, actor: User | str
) -> list[StockMovement]:
    """Put units of a sale that was cancelled on the market back into its offer, or raise UnitsNotHeld.

    Units that the document is short of are cancelled first: they never were in the offer.
    """
    lines = ledger.clean(units)
    stocks = ledger.lock_document(document)
    content = {"does": "reoffer", "document": document, "market": market, "units": lines}
    operation = ledger.begin(key, content, at=at)
    if not operation.is_new:
        return operation.movements
    left = ledger.take_off_shortfalls(document, lines, resolution="cancelled", at=at)
    moves = from_promise(document, stocks, left, Kind.REOFFER)
    return ledger.post(operation, moves, document=document, market=market, actor=actor, at=at)


@transaction.atomic
def fill_shortfall(
    *, shortfall: Shortfall, units: int, key: str, at: datetime, actor: User | str
) -> list[StockMovement]:
    """Promise free units that were found to the document that is short of them.

    Raises InsufficientStock, or UnitsNotHeld if the document is not short of that many.
    """
    ledger.positive(units)
    stock = ledger.lock(shortfall.location, [shortfall.sku])[shortfall.sku]
    content = {"does": "fill_shortfall", "document": shortfall.document, "sku": shortfall.sku, "units": units}
    operation = ledger.begin(key, content, at=at)
    if not operation.is_new:
        return operation.movements
    short = Shortfall.objects.get(pk=shortfall.pk)
    if short.resolved_at or short.units < units:
        still = 0 if short.resolved_at else short.units
        raise UnitsNotHeld(short.document, {short.sku: (units, still)})
    if stock.free < units:
        raise InsufficientStock({short.sku: (units, stock.free)})
    ledger.take_off_shortfalls(short.document, {short.sku: units}, resolution="found", at=at)
    moves = [Move(stock, Kind.COMMIT, units)]
    return ledger.post(operation, moves, document=short.document, actor=actor, at=at)


@transaction.atomic
def drop_shortfall(*, shortfall: Shortfall, resolution: str, at: datetime, actor: User | str) -> Shortfall:
    """Say how a person settled what could not be found, as cancelled with the buyer. A second time changes nothing."""
    ledger.lock(shortfall.location, [shortfall.sku])
    shortfall = Shortfall.objects.select_for_update().get(pk=shortfall.pk)
    if shortfall.resolved_at:
        return shortfall
    shortfall.resolved_at, shortfall.resolution = at, resolution[:200]
    shortfall.save(update_fields=["resolved_at", "resolution"])
    audit.record("shortfall.dropped", subject=shortfall, actor=actor, at=at, resolution=resolution)
    return shortfall
