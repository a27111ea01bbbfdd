"""Vendor orders: what an enterprise has to ship, wherever it was sold."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.core import audit, outbox
from marketplace.core.models import User
from marketplace.inventory import services as inventory
from vendors import working_days
from vendors.carriers import CARRIERS, clean_tracking_number
from vendors.models import Shipment, Variant, VendorOrder, VendorOrderLine

SEOUL = ZoneInfo("Asia/Seoul")
REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LEGAL_DISPATCH_DAYS = 3  # 전자상거래법 §15①: within three working days of the payment

OUR_SHOP = "shop"
State = VendorOrder.State


@dataclass(frozen=True)
class Recipient:
    name: str
    phone: str
    postal_code: str
    address: str
    delivery_note: str = ""


@dataclass(frozen=True)
class OrderedLine:
    """One line as a channel sold it: `line_total` in whole won for all `units`."""

    variant: Variant
    units: int
    line_total: int
    remote_id: str = ""


class OrderNotShippable(Exception):
    """The order is not in a state to be shipped. Its message is fit to show."""


class OrderNotCancellable(Exception):
    """Those units can no longer be cancelled. Its message is fit to show."""


@transaction.atomic
def place(
    *,
    document: str,
    channel: str,
    placed_at: datetime,
    recipient: Recipient,
    lines: Sequence[OrderedLine],
    now: datetime,
    remote_id: str = "",
) -> list[VendorOrder]:
    """Give each enterprise its part of an order whose units `document` has been promised.

    Returns the vendor orders, in order of enterprise; the same document again returns those that are there.
    """
    there = VendorOrder.objects.filter(document=document, remote_id=remote_id).order_by("enterprise_id")
    if placed := list(there.all()):
        return placed
    by_enterprise = sorted(lines, key=lambda line: (line.variant.listing.enterprise_id, line.variant.pk))
    for enterprise_id, group in groupby(by_enterprise, key=lambda line: line.variant.listing.enterprise_id):
        parts = list(group)
        days = min(LEGAL_DISPATCH_DAYS, max(part.variant.listing.dispatch_days for part in parts))
        order = VendorOrder.objects.create(
            enterprise_id=enterprise_id,
            reference=_new_reference(placed_at),
            channel=channel,
            document=document,
            remote_id=remote_id,
            placed_at=placed_at,
            ship_by_on=working_days.add(placed_at.astimezone(SEOUL).date(), days),
            recipient_name=recipient.name,
            recipient_phone=recipient.phone,
            postal_code=recipient.postal_code,
            address=recipient.address,
            delivery_note=recipient.delivery_note,
        )
        VendorOrderLine.objects.bulk_create(
            VendorOrderLine(
                order=order,
                variant=part.variant,
                title=" · ".join(filter(None, (part.variant.listing.title, part.variant.option))),
                units=part.units,
                line_total=part.line_total,
                remote_id=part.remote_id,
            )
            for part in parts
        )
        outbox.emit("vendors.order_placed", key=f"order-placed:{order.pk}", at=now, order_id=order.pk)
    return list(there)


def _new_reference(at: datetime) -> str:
    tail = "".join(secrets.choice(REFERENCE_LETTERS) for _place in range(6))
    return f"V{at.astimezone(SEOUL):%y%m%d}-{tail}"


@transaction.atomic
def acknowledge(*, order: VendorOrder, actor: User | str, now: datetime) -> VendorOrder:
    """Say that the enterprise has seen the order and prepares it. A second time changes nothing."""
    order = VendorOrder.objects.select_for_update().get(pk=order.pk)
    if order.state != State.PAID:
        return order
    order.state, order.acknowledged_at = State.ACKNOWLEDGED, now
    order.save(update_fields=["state", "acknowledged_at"])
    audit.record("vendor_order.acknowledged", subject=order, actor=actor, at=now)
    outbox.emit("vendors.tell_acknowledged", key=f"acknowledged:{order.pk}", at=now, order_id=order.pk)
    return order


@transaction.atomic
def ship(*, order: VendorOrder, carrier: str, tracking_number: str, actor: User | str, now: datetime) -> Shipment:
    """Hand everything still to be shipped to a carrier, and ask the channel to be told.

    Raises OrderNotShippable, or BadTrackingNumber. The same number again returns the parcel that is there.
    """
    number = clean_tracking_number(tracking_number)
    order = VendorOrder.objects.select_for_update().get(pk=order.pk)
    if there := order.shipments.filter(carrier=carrier, tracking_number=number).first():
        return there
    if carrier not in CARRIERS:
        raise OrderNotShippable(_("택배사를 골라 주세요."))
    if order.state not in (State.PAID, State.ACKNOWLEDGED):
        raise OrderNotShippable(_("이미 발송했거나 취소된 주문이에요."))
    if order.is_stop_requested:
        raise OrderNotShippable(_("구매자가 취소를 요청했어요. 보내기 전에 센터에 문의해 주세요."))

    units = _units_left(order)
    inventory.ship_units(document=order.document, units=units, key=f"ship:{order.pk}:{number}", at=now, actor=actor)
    shipment = Shipment.objects.create(order=order, carrier=carrier, tracking_number=number, shipped_at=now)
    order.state, order.shipped_at = State.SHIPPED, now
    order.save(update_fields=["state", "shipped_at"])
    audit.record("vendor_order.shipped", subject=order, actor=actor, at=now, carrier=carrier, tracking_number=number)
    _tell_of_parcel(shipment, f"shipment:{shipment.pk}", now)
    return shipment


def _tell_of_parcel(shipment: Shipment, key: str, now: datetime) -> None:
    """Have the channel hear of a parcel. A market tells its shopper by itself; ours hears from us."""
    outbox.emit("vendors.tell_shipment", key=key, at=now, shipment_id=shipment.pk)
    if shipment.order.channel == OUR_SHOP:
        outbox.emit("purchases.parcel_left", key=f"{key}:mail", at=now, shipment_id=shipment.pk)


@transaction.atomic
def change_tracking(
    *, shipment: Shipment, carrier: str, tracking_number: str, actor: User | str, now: datetime
) -> Shipment:
    """Correct a parcel's carrier or number, and tell the channel again; raises BadTrackingNumber."""
    number = clean_tracking_number(tracking_number)
    shipment = Shipment.objects.select_for_update().get(pk=shipment.pk)
    if (shipment.carrier, shipment.tracking_number) == (carrier, number):
        return shipment
    before = f"{shipment.carrier} {shipment.tracking_number}"
    shipment.carrier, shipment.tracking_number, shipment.told_at = carrier, number, None
    shipment.save(update_fields=["carrier", "tracking_number", "told_at"])
    audit.record(
        "shipment.corrected", subject=shipment, actor=actor, at=now, before=before, after=f"{carrier} {number}"
    )
    key = f"shipment:{shipment.pk}:{carrier}:{number}"
    _tell_of_parcel(shipment, key, now)
    return shipment


@transaction.atomic
def mark_delivered(*, order: VendorOrder, now: datetime) -> VendorOrder:
    """Say that the parcel has arrived. A second time changes nothing."""
    VendorOrder.objects.filter(pk=order.pk, state=State.SHIPPED).update(state=State.DELIVERED, delivered_at=now)
    order.refresh_from_db()
    return order


@transaction.atomic
def readdress(*, order: VendorOrder, recipient: Recipient, now: datetime) -> VendorOrder:
    """Send an order that has not left yet where its channel now says; the same address again changes nothing."""
    order = VendorOrder.objects.select_for_update().get(pk=order.pk)
    told = {
        "recipient_name": recipient.name,
        "recipient_phone": recipient.phone,
        "postal_code": recipient.postal_code,
        "address": recipient.address,
        "delivery_note": recipient.delivery_note,
    }
    changed = [name for name, value in told.items() if getattr(order, name) != value]
    if not changed or order.state not in (State.PAID, State.ACKNOWLEDGED):
        return order
    for name in changed:
        setattr(order, name, told[name])
    order.save(update_fields=changed)
    # Which fields, never what they say: the trail is kept longer than an address may be.
    audit.record("vendor_order.readdressed", subject=order, actor=order.channel, at=now, fields=changed)
    return order


@transaction.atomic
def mark_stop(*, order: VendorOrder, is_requested: bool, actor: User | str, now: datetime) -> VendorOrder:
    """Note that the buyer asked to stop an order that has not left yet, or no longer does."""
    order = VendorOrder.objects.select_for_update().get(pk=order.pk)
    if order.is_stop_requested == is_requested:
        return order
    if is_requested and order.state not in (State.PAID, State.ACKNOWLEDGED):
        return order  # too late: it has left, or is cancelled already
    order.is_stop_requested = is_requested
    order.save(update_fields=["is_stop_requested"])
    action = "vendor_order.stop_requested" if is_requested else "vendor_order.stop_over"
    audit.record(action, subject=order, actor=actor, at=now)
    return order


@transaction.atomic
def cancel_units(
    *, order: VendorOrder, units: Mapping[int, int], reason: str, actor: User | str, now: datetime
) -> VendorOrder:
    """Cancel `units` by line id before they ship; the whole order is cancelled when nothing is left.

    Only what the vendor sees changes here: the caller moves the units in the ledger, since a market's cancel goes back
    to its offer and a shop's to free. Raises OrderNotCancellable, and then nothing changed.
    """
    order = VendorOrder.objects.select_for_update().get(pk=order.pk)
    if order.state not in (State.PAID, State.ACKNOWLEDGED):
        raise OrderNotCancellable(_("이미 발송했거나 취소된 주문이에요."))
    lines = {line.pk: line for line in order.lines.select_for_update()}
    for pk, count in units.items():
        line = lines[pk]
        if count > line.units - line.cancelled_units:
            raise OrderNotCancellable(_("남은 수량보다 많이 취소할 수 없어요."))
        line.cancelled_units += count
    VendorOrderLine.objects.bulk_update(lines.values(), ["cancelled_units"])
    if all(line.cancelled_units == line.units for line in lines.values()):
        order.state, order.cancelled_at, order.cancel_reason = State.CANCELLED, now, reason[:200]
        order.save(update_fields=["state", "cancelled_at", "cancel_reason"])
    audit.record("vendor_order.cancelled", subject=order, actor=actor, at=now, units=dict(units), reason=reason)
    return order


def _units_left(order: VendorOrder) -> dict[str, int]:
    left: dict[str, int] = {}
    for line in order.lines.select_related("variant"):
        if count := line.units - line.cancelled_units:
            left[line.variant.sku] = left.get(line.variant.sku, 0) + count
    return left
