"""A market's order as an order of Saleor: a draft, completed and marked paid, fulfilled once it has left. It may lag.

Saleor changes lines of drafts only (its NOT_EDITABLE): if units are cancelled at the market, a completed order is
cancelled as a whole, which lets go of all its units, and what is left becomes an order of its own, under the next
reference (``coupang:700001:2``).

Nothing of the buyer goes there: the vendor's order has the address, Saleor's order is for stock and figures.
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from campaigns.booking import SALEOR_LANE, vendor_orders_of
from campaigns.markets import registry
from campaigns.models import MarketOrder
from marketplace.channels import lanes
from marketplace.channels.lanes import Turn
from marketplace.channels.models import Lane
from marketplace.saleor import api, channels, ids
from marketplace.saleor.client import enums
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.client.fragments import OrderFields
from marketplace.saleor.errors import SaleorRejected, SaleorUnavailable
from vendors.models import VendorOrder, VendorOrderLine
from vendors.publishing import offers, stock
from vendors.publishing.prices import Price

NAMES = {"coupang": "쿠팡"}
CANCELLED = ("CANCELED", "EXPIRED")
LEFT = (VendorOrder.State.SHIPPED, VendorOrder.State.DELIVERED)


class StockNotThereYet(SaleorUnavailable):
    """Saleor's stock does not have the market's units yet; they are being pushed."""


def register() -> None:
    """Let the turns of market orders in Saleor be taken, and set-up keep a channel for each market."""
    lanes.register(SALEOR_LANE, take_turn)
    for market in registry.MARKETS:
        channels.register_market(market, NAMES.get(market, market))


def take_turn(lane: Lane, turn: Turn) -> None:
    """Bring one market order in line in Saleor. Every step looks first: a draft is found by its external reference."""
    market, _colon, remote_id = lane.subject.partition(":")
    order = MarketOrder.objects.filter(market=market, remote_id=remote_id).first()
    mine = vendor_orders_of(order) if order else []
    if order is None or not mine:
        return
    saleor = api.worker()
    reference, there = _newest(saleor, lane.subject)
    lines = [line for line in _lines(mine) if line.units > line.cancelled_units]
    if there is not None and not _fits(there, lines):
        _cancel(saleor, there, _lines(mine), turn.now())
        reference, there = _newest(saleor, lane.subject)
    if not lines:
        return
    if there is None:
        there = _draft(saleor, reference, market, lines)
    MarketOrder.objects.filter(pk=order.pk).update(saleor_order_id=there.id)
    if there.status == "DRAFT":
        _complete(saleor, there, lines, turn.now())
        for line in lines:  # what was listed for this order alone leaves the channel again
            offers.request_turn(channel=market, sku=line.variant.sku, now=turn.now())
    _mark_paid(saleor, there.id, reference)
    if all(each.state in LEFT for each in mine):
        _fulfil(saleor, there.id, lines, turn.now())


def _newest(saleor: api.Saleor, subject: str) -> tuple[str, OrderFields | None]:
    """Return the order that stands for the market's now, with its reference; or the reference that it is to have."""
    for number in itertools.count(1):
        reference = subject if number == 1 else f"{subject}:{number}"
        there = saleor.order_by_reference(reference).order
        if there is None or there.status not in CANCELLED:
            return reference, there
    raise AssertionError("unreachable")


def _fits(there: OrderFields, lines: Sequence[VendorOrderLine]) -> bool:
    """Return whether an order holds what is left of the market's, or has left so far that it cannot be changed."""
    if there.status not in ("DRAFT", "UNFULFILLED", "UNCONFIRMED"):
        return True
    held: Counter[str] = Counter()
    for row in there.lines:
        held[row.product_sku or ""] += row.quantity
    left: Counter[str] = Counter()
    for line in lines:
        left[line.variant.sku] += line.units - line.cancelled_units
    return held == left


def _lines(mine: Sequence[VendorOrder]) -> list[VendorOrderLine]:
    rows = VendorOrderLine.objects.filter(order__in=mine).select_related("variant__listing")
    return list(rows.order_by("pk"))


# -------------------------------------------------------------------------------------------------------- channel


def _channel(saleor: api.Saleor, market: str) -> str:
    """Return the id of the market's channel, made ready if set-up did not know the market yet."""
    return ids.find("channel", market) or channels.open_market(saleor, market)


def _list(channel: str, line: VendorOrderLine) -> str:
    """See that a variant can be ordered in the market's channel, and return its id in Saleor.

    Publishing lists it at the market's price once the market has it; what was sold before that is listed here.
    """
    sku = line.variant.sku
    offer = offers.look(sku, channel_id=channel)
    if offer.price is None or not offer.is_sold:
        price = Price(*offer.price) if offer.price else Price(line.line_total // line.units)
        offers.list_variant(line.variant, channel_id=channel, price=price)
    return ids.require("variant", sku)


# ---------------------------------------------------------------------------------------------------------- order


def _draft(saleor: api.Saleor, reference: str, market: str, lines: Sequence[VendorOrderLine]) -> OrderFields:
    channel = _channel(saleor, market)
    address = channels.our_address()
    wanted = inputs.DraftOrderCreateInput(
        channel_id=channel,
        user_email=settings.GACHI_OPERATOR["email"],
        external_reference=reference,
        shipping_address=address,
        billing_address=address,
        shipping_method=ids.require("shipping-method", "flat"),
        lines=[
            inputs.OrderLineCreateInput(
                variant_id=_list(channel, line),
                quantity=line.units - line.cancelled_units,
                price=line.line_total // line.units,
                force_new_line=True,
            )
            for line in lines
        ],
    )
    try:
        saleor.draft_order_create(wanted)
    except SaleorRejected as exc:
        if exc.code != "UNIQUE":
            raise  # someone else was quicker: it is there
    there = saleor.order_by_reference(reference).order
    if there is None:
        raise SaleorUnavailable(f"the draft of {reference} was made, and is not there")
    return there


def _complete(saleor: api.Saleor, there: OrderFields, lines: Sequence[VendorOrderLine], now: datetime) -> None:
    """Complete a draft, which takes Saleor's stock: the market's units have to be in it before that."""
    behind = [line for line in lines if _is_behind(saleor, line.variant.sku)]
    if behind:
        _push(behind, now)
        raise StockNotThereYet(", ".join(line.variant.sku for line in behind))
    try:
        saleor.draft_order_complete(there.id)
    except SaleorRejected as exc:
        if exc.code != "INSUFFICIENT_STOCK":
            raise
        _push(lines, now)
        raise StockNotThereYet(str(exc)) from exc


def _is_behind(saleor: api.Saleor, sku: str) -> bool:
    """Return whether Saleor shows fewer units at home than the ledger has for its orders there."""
    variant = saleor.variant_stocks(sku).product_variant
    shown = {row.warehouse.id: row.quantity for row in (variant.stocks or [])} if variant else {}
    home = ids.require("warehouse", channels.HOME)
    return shown.get(home, 0) < stock.figures(sku).get(home, 0)


def _push(lines: Sequence[VendorOrderLine], now: datetime) -> None:
    for line in lines:
        stock.request_push(sku=line.variant.sku, now=now)


def _mark_paid(saleor: api.Saleor, order_id: str, reference: str) -> None:
    order = saleor.order(order_id).order
    if order is None or order.charge_status in ("FULL", "OVERCHARGED") or order.transactions:
        return
    paid = inputs.TransactionCreateInput(
        name="market",
        psp_reference=reference,
        amount_charged=inputs.MoneyInput(currency="KRW", amount=order.total.gross.amount),
    )
    try:
        saleor.transaction_create(order_id, paid)
    except SaleorRejected as exc:
        if exc.code != "UNIQUE":
            raise


def _fulfil(saleor: api.Saleor, order_id: str, lines: Sequence[VendorOrderLine], now: datetime) -> None:
    """Take what has left off Saleor's stock, as the ledger did."""
    order = saleor.order_fulfilments(order_id).order
    if order is None:
        return
    left = {line.product_sku: line for line in order.lines if line.quantity_to_fulfill}
    home = ids.require("warehouse", "home")
    rows = [
        inputs.OrderFulfillLineInput(
            order_line_id=left[line.variant.sku].id,
            stocks=[
                inputs.OrderFulfillStockInput(
                    warehouse=home,
                    quantity=min(line.units - line.cancelled_units, left[line.variant.sku].quantity_to_fulfill),
                )
            ],
        )
        for line in lines
        if line.variant.sku in left
    ]
    if not rows:
        return
    try:
        saleor.order_fulfill(
            order_id, inputs.OrderFulfillInput(lines=rows, notify_customer=False, allow_stock_to_be_exceeded=True)
        )
    finally:
        _push(lines, now)


def _cancel(saleor: api.Saleor, there: OrderFields, lines: Sequence[VendorOrderLine], now: datetime) -> None:
    if there.status == "DRAFT":
        saleor.draft_order_delete(there.id)
    elif there.status not in CANCELLED:
        _give_back(saleor, there)
        saleor.order_cancel(there.id)
        _push(lines, now)


def _give_back(saleor: api.Saleor, there: OrderFields) -> None:
    """Say that the market gave the money back: a cancel leaves what was charged, and figures would count it."""
    for row in there.transactions:
        if charged := row.charged_amount.amount:
            kind = enums.TransactionEventTypeEnum.REFUND_SUCCESS
            saleor.transaction_event_report(row.id, kind, charged, f"{row.psp_reference}:back", [], None)
