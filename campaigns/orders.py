"""Orders that a market took: imported, acknowledged, told of parcels. A sale that happened is never refused."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from logging import ERROR, WARNING
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F
from django.db.models.fields.json import KeyTextTransform

from campaigns import booking, claims, quota
from campaigns.booking import OVERLAP, document_of, read_until, request_saleor_turn, vendor_orders_of
from campaigns.markets import registry
from campaigns.markets.plan import Parcel, Receiver, Sheet, SheetLine, ShipmentGone
from campaigns.models import MarketCursor, MarketListing, MarketOrder
from marketplace.channels.errors import ChannelError, ChannelRejected, ChannelUnavailable
from marketplace.inventory import services as inventory
from vendors import orders as vendor_orders
from vendors import shipping
from vendors.models import Shipment, ShownPrice, Variant, VendorOrder
from vendors.orders import OrderedLine, Recipient

ACTOR = "market"
# An acknowledgement may take half an hour to show (coupang.md §5.2); it is not repeated before.
ACKNOWLEDGED_BY = timedelta(minutes=30)
AT_ONCE = 50
LISTED_FOR = timedelta(days=10)
OLD_EVERY = timedelta(days=1)
FEW = 10
ORDER_OF_STATES = {state: place for place, state in enumerate(("PLACED", "ACKNOWLEDGED", "SHIPPED", "DELIVERED"))}

State = MarketOrder.State
VendorState = VendorOrder.State
log = structlog.get_logger(__name__)


class NotAcknowledgedYet(ChannelUnavailable):
    """The market has not taken the acknowledgement in yet; a parcel can be told after that."""


def register() -> None:
    """Let the markets be told of parcels."""
    for market in (registry.COUPANG,):
        shipping.register(market, tell)


# --------------------------------------------------------------------------------------------------------- import


def import_sales(*, market: str, now: datetime) -> int:
    """Take in what a market sold and cancelled since it was last read; returns how many parcels are new.

    When it returns, every sale and cancel that the market lists by now is in the ledger.
    """
    since = read_until(market, now)
    connector = registry.connector(market)
    new = sum(
        take_in(market=market, sheet=sheet, now=now)
        for sheet in connector.read_sheets((State.PLACED, State.ACKNOWLEDGED), since - OVERLAP, now)
    )
    claims.import_claims(market=market, kinds=("CANCEL", "STOPPED"), since=since - OVERLAP, now=now)
    MarketCursor.objects.filter(market=market, name="orders", read_until__lt=now).update(read_until=now)
    return new


@transaction.atomic
def take_in(*, market: str, sheet: Sheet, now: datetime) -> bool:
    """Take in one parcel as it is now: units, quota and the vendor's order once, its state and address as often as
    they change. Returns whether it is new."""
    order, is_new = MarketOrder.objects.get_or_create(
        market=market,
        remote_id=sheet.remote_id,
        defaults={
            "remote_order_id": sheet.order_id,
            "placed_at": sheet.placed_at,
            "imported_at": now,
            "read_at": now,
            "content": dict(sheet.content),
        },
    )
    order = MarketOrder.objects.select_for_update().get(pk=order.pk)
    if is_new:
        _place(order, sheet, now)
    _follow(order, sheet, now)
    return is_new


def _place(order: MarketOrder, sheet: Sheet, now: datetime) -> None:
    variants = _variants(order.market, sheet.lines)
    known = [(variants[line.item_id], line) for line in sheet.lines if line.item_id in variants and line.units]
    if unknown := [line.item_id for line in sheet.lines if line.item_id not in variants]:
        # Such as bundles that the market made by itself (coupang.md §9.5): a person has to see to them.
        log.error("market_order.unknown_items", market=order.market, order=order.remote_id, items=unknown)
        order.content = {**order.content, "unknown": unknown}
        order.save(update_fields=["content"])
    if not known:
        return
    document = document_of(order.market, order.remote_id)
    units: dict[str, int] = {}
    for variant, line in known:
        units[variant.sku] = units.get(variant.sku, 0) + line.units
    _count_quota(order.market, document, known, now)  # before the units, as at the gate
    inventory.take_offered(
        document=document, market=order.market, units=units, key=f"take:{document}", at=now, actor=ACTOR
    )
    placed = vendor_orders.place(
        document=document,
        channel=order.market,
        placed_at=sheet.placed_at,
        recipient=_recipient(sheet.receiver),
        lines=[
            OrderedLine(variant=variant, units=line.units, line_total=line.total, remote_id=line.item_id)
            for variant, line in known
        ],
        now=now,
        remote_id=order.remote_id,
    )
    order.vendor_order = placed[0]
    order.save(update_fields=["vendor_order"])
    request_saleor_turn(order, now)


def _variants(market: str, lines: Iterable[SheetLine]) -> dict[str, Variant]:
    """Return our variants by the market's id of the option."""
    items = [line.item_id for line in lines]
    rows = MarketListing.objects.filter(market=market, remote_item_id__in=items)
    return {row.remote_item_id: row.variant for row in rows.select_related("variant__listing")}


def _count_quota(market: str, document: str, known: Sequence[tuple[Variant, SheetLine]], now: datetime) -> None:
    """Count what was sold at a campaign's price. What the quota does not have was sold all the same."""
    at_a_campaigns_price = ShownPrice.objects.filter(
        channel=market, campaign_item_id__isnull=False, variant__in=[variant.pk for variant, _line in known]
    )
    shown = dict(at_a_campaigns_price.values_list("variant_id", "campaign_item_id"))
    units: dict[int, int] = {}
    for variant, line in known:
        if item := shown.get(variant.pk):
            units[item] = units.get(item, 0) + line.units
    while units:
        try:
            quota.take(document=document, units=units, now=now)
        except quota.QuotaGone as exc:
            left = {item: had for item, (_wanted, had) in exc.shortages.items()}
            units = {item: left.get(item, count) for item, count in units.items() if left.get(item, count)}
        else:
            return


def _recipient(receiver: Receiver) -> Recipient:
    return Recipient(
        name=receiver.name[:60],
        phone=receiver.phone[:30],
        postal_code=receiver.postal_code[:6],
        address=receiver.address[:300],
        delivery_note=receiver.note[:200],
    )


def _follow(order: MarketOrder, sheet: Sheet, now: datetime) -> None:
    """Note how far the market says a parcel has come; it never goes back, but for a number that was corrected."""
    order.read_at = now
    kept = {name: order.content[name] for name in ("unknown", "acknowledged_at", "problem") if name in order.content}
    order.content = {**sheet.content, **kept}
    if order.state != State.CANCELLED and ORDER_OF_STATES[sheet.state] > ORDER_OF_STATES[order.state]:
        order.state = sheet.state
        if sheet.state == State.DELIVERED:
            for each in vendor_orders_of(order):
                vendor_orders.mark_delivered(order=each, now=now)
    order.save(update_fields=["read_at", "content", "state"])
    if sheet.state in (State.PLACED, State.ACKNOWLEDGED):
        for each in vendor_orders_of(order):
            vendor_orders.readdress(order=each, recipient=_recipient(sheet.receiver), now=now)


# -------------------------------------------------------------------------------------------------------- sweep


def sweep(*, now: datetime) -> int:
    """Read every market again and do what was left; returns how many parcels are new. May be missed or run twice."""
    new = 0
    for market in registry.codes():
        try:
            new += import_sales(market=market, now=now)
            claims.sweep(market=market, now=now)
            _acknowledge_left(market, now)
            _read_delivered(market, now)
        except Exception as exc:  # whatever it is, the desk must hear of it, and the next market have its turn
            problem = f"{type(exc).__name__}: {exc}"
            is_bug = not isinstance(exc, ChannelError)
            log.log(ERROR if is_bug else WARNING, "market.not_swept", market=market, problem=problem, exc_info=is_bug)
            booking.note_unread(market, problem, now)
        else:
            booking.note_read(market)
    return new


def _read_delivered(market: str, now: datetime) -> None:
    """Hear which parcels have arrived: lately ordered ones from the market's list, older ones each by itself, in turn.

    The list goes by the day of the order, so one parcel that never arrives must not decide how far back it is read.
    """
    under_way = MarketOrder.objects.filter(market=market, state=State.SHIPPED)
    waiting = set(under_way.filter(placed_at__gt=now - LISTED_FOR).values_list("remote_id", flat=True))
    old = under_way.filter(placed_at__lte=now - LISTED_FOR, read_at__lte=now - OLD_EVERY).order_by("read_at")
    if not (waiting or old.exists()) or not _is_time_to_read_delivered(market, now):
        return
    if waiting:
        oldest = under_way.filter(remote_id__in=waiting).order_by("placed_at").values_list("placed_at", flat=True)[0]
        for sheet in registry.connector(market).read_sheets((State.DELIVERED,), oldest, now):
            if sheet.remote_id in waiting:
                take_in(market=market, sheet=sheet, now=now)
    for order in old[:FEW]:
        try:
            take_in(market=market, sheet=registry.connector(market).read_sheet(order.remote_id), now=now)
        except ShipmentGone as exc:
            MarketOrder.objects.filter(pk=order.pk).update(read_at=now)
            _note_problem(order, str(exc))


def _is_time_to_read_delivered(market: str, now: datetime) -> bool:
    """Say whether the list was not read for a while, and that it is read now."""
    row, is_first = MarketCursor.objects.get_or_create(market=market, name="delivered", defaults={"read_until": now})
    before = now - timedelta(seconds=registry.configuration(market)["delivered_seconds"])
    return is_first or bool(MarketCursor.objects.filter(pk=row.pk, read_until__lte=before).update(read_until=now))


# -------------------------------------------------------------------------------------------------- acknowledging


def tell_acknowledged(*, vendor_order_id: int, now: datetime) -> bool:
    """Tell the market that the vendor has seen an order; returns whether it knows by now. Other channels: nothing."""
    order = MarketOrder.objects.filter(vendor_order_id=vendor_order_id).first()
    return order is not None and _acknowledge(order, now)


def _acknowledge_left(market: str, now: datetime) -> None:
    waiting = MarketOrder.objects.filter(market=market, state=State.PLACED)
    seen_by_vendor = waiting.filter(vendor_order__state__in=(VendorState.ACKNOWLEDGED, VendorState.SHIPPED))
    # Those that the market has refused come last: a person has to see to them.
    refused = seen_by_vendor.annotate(refused=KeyTextTransform("problem", "content"))
    for order in refused.order_by(F("refused").asc(nulls_first=True), "placed_at")[:AT_ONCE]:
        try:
            _acknowledge(order, now)
        except ChannelRejected as exc:
            _note_problem(order, str(exc))


def _acknowledge(order: MarketOrder, now: datetime) -> bool:
    """Acknowledge a parcel unless that was done, and take its address in anew: the buyer could change it until now."""
    connector = registry.connector(order.market)
    try:
        sheet = connector.read_sheet(order.remote_id)
        told_at = order.content.get("acknowledged_at")
        is_due = not told_at or now >= datetime.fromisoformat(told_at) + ACKNOWLEDGED_BY
        if sheet.state == State.PLACED and is_due:
            connector.acknowledge(order.remote_id)
            _note(order, acknowledged_at=now.isoformat())
            sheet = connector.read_sheet(order.remote_id)
    except ShipmentGone:
        return False  # cancelled there: the list of cancels says so
    take_in(market=order.market, sheet=sheet, now=now)
    return sheet.state != State.PLACED


@transaction.atomic
def _note(order: MarketOrder, **values: Any) -> None:
    row = MarketOrder.objects.select_for_update().get(pk=order.pk)
    row.content = {**row.content, **values}
    row.save(update_fields=["content"])


def _note_problem(order: MarketOrder, problem: str) -> None:
    if order.content.get("problem") != problem:
        log.warning("market_order.problem", market=order.market, order=order.remote_id, problem=problem)
        _note(order, problem=problem[:300])


# -------------------------------------------------------------------------------------------------------- parcels


def tell(shipment: Shipment, now: datetime) -> str:
    """Tell the market of a parcel with its number, or of the corrected number; looks first, so it can be told twice.

    Right before the number goes out the requests to stop are read: a parcel that has left already is told as an answer
    to them. Raises a ChannelError.
    """
    order = MarketOrder.objects.get(market=shipment.order.channel, remote_id=shipment.order.remote_id)
    connector = registry.connector(order.market)
    try:
        sheet = connector.read_sheet(order.remote_id)
        parcel = _parcel(order, sheet, shipment)
        if sheet.state == State.PLACED:
            _acknowledge(order, now)
            sheet = connector.read_sheet(order.remote_id)
            if sheet.state == State.PLACED:
                raise NotAcknowledgedYet(f"{order.market} {order.remote_id} is not in preparation yet")
        if sheet.state == State.ACKNOWLEDGED:
            _send(order, parcel, now)
        elif sheet.invoice_number != parcel.number:
            connector.correct_parcel(parcel)
        take_in(market=order.market, sheet=connector.read_sheet(order.remote_id), now=now)
    except ChannelRejected as exc:
        _note_problem(order, str(exc))
        raise
    request_saleor_turn(order, now)
    return order.remote_id


def _send(order: MarketOrder, parcel: Parcel, now: datetime) -> None:
    connector = registry.connector(order.market)
    stops = [
        claim
        for claim in connector.open_stops(order.remote_order_id, now)
        if any(line.remote_id == order.remote_id for line in claim.lines)
    ]
    if not stops:
        connector.send_parcel(parcel)
    for claim in stops:
        connector.confirm_sent(claim, parcel)
        claims.note_sent(market=order.market, claim=claim, now=now)


def _parcel(order: MarketOrder, sheet: Sheet, shipment: Shipment) -> Parcel:
    return Parcel(
        remote_id=order.remote_id,
        order_id=order.remote_order_id,
        item_ids=tuple(line.item_id for line in sheet.lines if line.units > line.cancelled),
        carrier=shipment.carrier,
        number=shipment.tracking_number,
    )


def health(*, market: str) -> Mapping[str, Any]:
    """Return when a market was last read to the end, and how many of its orders wait for something."""
    cursor = MarketCursor.objects.filter(market=market, name="orders").first()
    orders = MarketOrder.objects.filter(market=market)
    return {
        "read_until": cursor.read_until if cursor else None,
        "unacknowledged": orders.filter(state=State.PLACED).count(),
        "problems": orders.filter(content__has_key="problem").count(),
    }
