"""Cancels, requests to stop a parcel, and returns that a market reports: each heard once, however often listed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from campaigns import booking, quota
from campaigns.markets import registry
from campaigns.markets.plan import Claim, ClaimGone
from campaigns.models import MarketClaim, MarketOrder
from marketplace.channels.errors import ChannelRejected
from marketplace.core import audit, outbox
from marketplace.core.models import User
from marketplace.inventory import services as inventory
from vendors import orders as vendor_orders
from vendors.models import VendorOrder

CANCEL, STOP, RETURN = "CANCEL", "STOP", "RETURN"
# A cancel of an order that was never imported: it was bought and cancelled between two readings.
FORGOTTEN_AFTER = timedelta(days=1)
AT_ONCE = 50

log = structlog.get_logger(__name__)


class NothingToStop(Exception):
    """The order has no open request to stop. Its message is fit to show."""


def import_claims(*, market: str, kinds: Sequence[str], since: datetime, now: datetime) -> None:
    """Take in the claims of these lists since a moment, then those whose order was not known before."""
    for claim in registry.connector(market).read_claims(kinds, since, now):
        hear(market=market, claim=claim, now=now)
    waiting = MarketClaim.objects.filter(market=market, kind=CANCEL, done_at=None)
    for row in waiting.filter(Q(order=None) | Q(content__has_key="unheard")).order_by("heard_at")[:AT_ONCE]:
        _try_again(row, now)


@transaction.atomic
def hear(*, market: str, claim: Claim, now: datetime) -> MarketClaim:
    """Take in one claim as it is now; one that is done with changes nothing."""
    row, _is_new = MarketClaim.objects.get_or_create(
        market=market,
        remote_id=claim.remote_id,
        defaults={"kind": claim.kind, "content": _content(claim), "heard_at": now},
    )
    row = MarketClaim.objects.select_for_update().get(pk=row.pk)
    if row.done_at:
        return row
    row.kind, row.content = claim.kind, {**row.content, **_content(claim)}
    row.order = row.order or _order_of(market, claim.remote_ids, claim.order_id)
    row.save(update_fields=["kind", "content", "order"])
    _act(row, now)
    return row


def _content(claim: Claim) -> dict[str, object]:
    lines = [{"box": line.remote_id, "item": line.item_id, "units": line.units} for line in claim.lines]
    return {**claim.content, "order_id": claim.order_id, "lines": lines}


def _order_of(market: str, boxes: Sequence[str], order_id: str) -> MarketOrder | None:
    mine = MarketOrder.objects.filter(market=market)
    # A parcel that was split has a number that we never heard; its order is the same.
    return mine.filter(remote_id__in=boxes).first() or mine.filter(remote_order_id=order_id).first()


def _act(row: MarketClaim, now: datetime) -> None:
    if row.order is None:
        return
    if row.kind == CANCEL:
        _cancel(row, now)
    elif row.kind == STOP:
        _ask_to_stop(row, row.order, now)
    else:
        for order in booking.vendor_orders_of(row.order):
            vendor_orders.mark_stop(order=order, is_requested=False, actor=row.market, now=now)


@transaction.atomic
def _try_again(row: MarketClaim, now: datetime) -> None:
    row = MarketClaim.objects.select_for_update().get(pk=row.pk)
    if row.done_at:
        return
    boxes = [str(line["box"]) for line in row.content.get("lines", [])]
    row.order = _order_of(row.market, boxes, str(row.content.get("order_id")))
    if row.order is None and now >= row.heard_at + FORGOTTEN_AFTER:
        row.done_at = now
    row.save(update_fields=["order", "done_at"])
    _act(row, now)


# --------------------------------------------------------------------------------------------------------- cancel


def _cancel(row: MarketClaim, now: datetime) -> None:
    """Take cancelled units off the vendors' orders and put them back into the market's offer, parcel by parcel."""
    parcels, unheard = _parcels_of(row)
    documents = [booking.document_of(order.market, order.remote_id) for order, _units in parcels]
    quota.hold(documents=documents)
    list(VendorOrder.objects.select_for_update().filter(document__in=documents).order_by("pk"))
    done, problem = set(row.content.get("done", [])), ""
    for order, units in parcels:
        if order.remote_id in done:
            continue
        try:
            _cancel_parcel(row, order, units, now)
        except (vendor_orders.OrderNotCancellable, inventory.StockRefused) as exc:
            # It has left, by our book: what the market cancelled has to come back, or be asked for.
            problem = str(exc)
        else:
            done.add(order.remote_id)
    if problem and row.content.get("problem") != problem:
        log.error("market_claim.problem", market=row.market, claim=row.remote_id, problem=problem)
    told = {"done": sorted(done), "problem": problem, "unheard": unheard}
    kept = {name: value for name, value in row.content.items() if name not in told}
    row.content = kept | {name: value for name, value in told.items() if value}
    row.save(update_fields=["content"])
    if not problem and (not unheard or now >= row.heard_at + FORGOTTEN_AFTER):
        _finish(row, now)


def _parcels_of(row: MarketClaim) -> tuple[list[tuple[MarketOrder, dict[str, int]]], list[str]]:
    """Return the parcels of a cancel, locked, with the units to cancel by item; and numbers that nobody has heard of.

    A parcel that was split has a number that we never heard; what it holds is in the one that it was split from.
    """
    lines = row.content["lines"]
    mine = MarketOrder.objects.filter(market=row.market)
    of_the_order = Q(remote_order_id=str(row.content.get("order_id")))
    known = mine.filter(of_the_order | Q(remote_id__in=[str(line["box"]) for line in lines]) | Q(pk=row.order_id))
    orders = {order.remote_id: order for order in known.select_for_update().order_by("pk")}
    held_by: dict[str, str] = {}
    for order in orders.values():
        for each in booking.vendor_orders_of(order):
            held_by |= dict.fromkeys(each.lines.values_list("remote_id", flat=True), order.remote_id)
    wanted: dict[str, dict[str, int]] = {}
    unheard = []
    for line in lines:
        box, item = str(line["box"]), str(line["item"])
        if box not in orders and item not in held_by:
            unheard.append(box)
            continue
        units = wanted.setdefault(box if box in orders else held_by[item], {})
        units[item] = units.get(item, 0) + int(line["units"])
    return [(order, wanted[number]) for number, order in orders.items() if number in wanted], unheard


@transaction.atomic
def _cancel_parcel(row: MarketClaim, order: MarketOrder, cancelled: Mapping[str, int], now: datetime) -> None:
    document = booking.document_of(order.market, order.remote_id)
    units: dict[str, int] = {}
    for each in booking.vendor_orders_of(order):
        lines = list(each.lines.filter(remote_id__in=cancelled).select_related("variant"))
        if not lines:
            continue
        for line in lines:
            units[line.variant.sku] = units.get(line.variant.sku, 0) + cancelled[line.remote_id]
        vendor_orders.cancel_units(
            order=each,
            units={line.pk: cancelled[line.remote_id] for line in lines},
            reason=gettext_noop("판매처에서 취소"),
            actor=row.market,
            now=now,
        )
        vendor_orders.mark_stop(order=each, is_requested=False, actor=row.market, now=now)
    if units:
        inventory.reoffer_units(
            document=document,
            market=order.market,
            units=units,
            key=f"claim:{row.market}:{row.remote_id}:{order.remote_id}",
            at=now,
            actor=row.market,
        )
    if all(each.state == VendorOrder.State.CANCELLED for each in booking.vendor_orders_of(order)):
        MarketOrder.objects.filter(pk=order.pk).update(state=MarketOrder.State.CANCELLED)
        quota.give_back(document=document, now=now)
    booking.request_saleor_turn(order, now)


def _finish(row: MarketClaim, now: datetime) -> None:
    row.done_at = now
    row.save(update_fields=["done_at"])
    audit.record("market_claim.done", subject=row, actor=row.market, at=now, kind=row.kind)


# ----------------------------------------------------------------------------------------------------------- stop


def _ask_to_stop(row: MarketClaim, order: MarketOrder, now: datetime) -> None:
    """Show the vendor that the buyer wants to stop; where nobody began to pack, the answer is yes at once."""
    mine = booking.vendor_orders_of(order)
    for each in mine:
        vendor_orders.mark_stop(order=each, is_requested=True, actor=row.market, now=now)
    if mine and all(each.state == VendorOrder.State.PAID for each in mine) and "confirmed_by" not in row.content:
        _confirm(row, "nobody began to pack", now)


@transaction.atomic
def confirm_stop(*, order: VendorOrder, actor: User, now: datetime) -> list[MarketClaim]:
    """Say that an order has not left and will not: the market refunds the buyer. Raises NothingToStop.

    The order is cancelled once the market has confirmed.
    """
    open_rows = MarketClaim.objects.select_for_update().filter(
        order__vendor_order=order, market=order.channel, kind=STOP, done_at=None
    )
    rows = list(open_rows.order_by("pk"))
    if not rows or order.state not in (VendorOrder.State.PAID, VendorOrder.State.ACKNOWLEDGED):
        raise NothingToStop(_("멈춰 달라는 요청이 없어요."))
    for row in rows:
        _confirm(row, actor.email, now)
        audit.record("vendor_order.stop_confirmed", subject=order, actor=actor, at=now, claim=row.remote_id)
    return rows


def _confirm(row: MarketClaim, by: str, now: datetime) -> None:
    row.content = {**row.content, "confirmed_by": by}
    row.save(update_fields=["content"])
    outbox.emit("markets.answer_stop", key=f"stop:{row.pk}", at=now, claim_id=row.pk)


def answer_stop(*, claim_id: int, now: datetime) -> bool:
    """Tell the market that a parcel was stopped, once that was confirmed; returns whether the request is over.

    Looks first and after, so a lost answer is found out and not sent again.
    """
    row = MarketClaim.objects.filter(pk=claim_id, done_at=None).first()
    if row is None:
        return True
    connector = registry.connector(row.market)
    try:
        claim = connector.read_claim(row.remote_id)
        if claim.kind == STOP and row.content.get("confirmed_by"):
            connector.confirm_stopped(claim)
            claim = connector.read_claim(row.remote_id)
    except ClaimGone:
        _withdraw(row, now)
        return True
    return hear(market=row.market, claim=claim, now=now).done_at is not None


@transaction.atomic
def _withdraw(row: MarketClaim, now: datetime) -> None:
    """The buyer took the request back: the order goes on."""
    row = MarketClaim.objects.select_for_update().get(pk=row.pk)
    if row.done_at:
        return
    if row.order:
        for order in booking.vendor_orders_of(row.order):
            vendor_orders.mark_stop(order=order, is_requested=False, actor=row.market, now=now)
    row.content = {**row.content, "withdrawn": True}
    row.save(update_fields=["content"])
    _finish(row, now)


@transaction.atomic
def note_sent(*, market: str, claim: Claim, now: datetime) -> None:
    """Note that a request to stop came too late: the parcel has left, and its return is another matter."""
    row = hear(market=market, claim=claim, now=now)
    row.kind = RETURN
    row.content = {**row.content, "sent": True}
    row.save(update_fields=["kind", "content"])


def sweep(*, market: str, now: datetime) -> None:
    """Hear new requests to stop and returns, and look after those that are open."""
    since = booking.read_until(market, now) - booking.OVERLAP
    import_claims(market=market, kinds=("STOP", "RETURN"), since=since, now=now)
    for pk in MarketClaim.objects.filter(market=market, kind=STOP, done_at=None).values_list("pk", flat=True)[:AT_ONCE]:
        try:
            answer_stop(claim_id=pk, now=now)
        except ChannelRejected as exc:
            log.warning("market_claim.unanswered", market=market, claim=pk, problem=str(exc))
