"""A shopper's orders: found by our own unguessable token, confirmed by mail, and followed when Saleor changes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from campaigns import quota
from marketplace.core import audit
from marketplace.inventory import services as inventory
from marketplace.look import formats
from marketplace.look.context import operator
from marketplace.payments import services as payments
from marketplace.payments.models import Payment, Refund
from marketplace.purchases import checkouts
from marketplace.purchases.baskets import first_picture
from marketplace.purchases.checkouts import CheckoutRefused
from marketplace.purchases.models import Attempt, AttemptLine
from vendors import orders as vendor_orders
from vendors.carriers import CARRIERS
from vendors.models import Shipment, VendorOrder

State = Attempt.State
Sent = VendorOrder.State

log = structlog.get_logger(__name__)


class NoSuchOrder(LookupError):
    """No order has that token, or its purchase is not finished. Not fit to show."""


@dataclass(frozen=True)
class OrderView:
    """An order as its page shows it: what was bought, what was paid, and each enterprise's parcel."""

    attempt: Attempt
    lines: tuple[AttemptLine, ...]
    vendor_orders: tuple[VendorOrder, ...]
    payment: Payment | None

    @property
    def number(self) -> str:
        return self.attempt.saleor_order_number

    @property
    def total(self) -> int:
        return self.attempt.order_total or self.attempt.total

    @property
    def refunded(self) -> int:
        return self.payment.refunded if self.payment else 0


def find(token: str) -> Attempt:
    """Return the purchase of a token in whatever state, or raise NoSuchOrder."""
    attempt: Attempt | None = Attempt.objects.filter(token=token).first() if token else None
    if attempt is None:
        raise NoSuchOrder
    return attempt


def for_token(token: str) -> OrderView:
    """Return a finished order with its parcels, in five queries, or raise NoSuchOrder."""
    lines = _lines(attempt__token=token, attempt__state=State.CAPTURED) if token else []
    if not lines:
        raise NoSuchOrder
    return _view(lines[0].attempt, lines)


def view(attempt: Attempt) -> OrderView:
    """Return what there is to show of an order."""
    return _view(attempt, _lines(attempt=attempt))


def _lines(**which: object) -> list[AttemptLine]:
    rows = AttemptLine.objects.filter(**which).select_related("attempt", "variant__listing__enterprise")
    return list(rows.annotate(picture=first_picture()).order_by("variant__listing__enterprise", "pk"))


def _view(attempt: Attempt, lines: Sequence[AttemptLine]) -> OrderView:
    parcels = (
        VendorOrder.objects.filter(document=attempt.document)
        .select_related("enterprise")
        .prefetch_related("lines", "shipments")
        .order_by("enterprise_id")
    )
    return OrderView(
        attempt=attempt,
        lines=tuple(lines),
        vendor_orders=tuple(parcels),
        payment=payments.of_document(attempt.document),
    )


def path_of(attempt: Attempt) -> str:
    """Return where the shop shows an order."""
    return f"/orders/{attempt.token}/"


def confirm(*, attempt_id: int, now: datetime) -> None:
    """Mail the shopper that the order is there. Once, or twice if a worker dies between the mail and its note."""
    attempt = Attempt.objects.filter(pk=attempt_id, state=State.CAPTURED, confirmed_at=None).first()
    if attempt is None:
        return
    with translation.override(attempt.language):
        context = _mail_context(view(attempt))
        mail = EmailMultiAlternatives(
            subject=_("[가치] 주문이 완료됐어요 (%(number)s)") % {"number": attempt.saleor_order_number},
            body=render_to_string("purchases/confirmation.txt", context),
            to=[attempt.email],
        )
        mail.attach_alternative(render_to_string("purchases/confirmation.html", context), "text/html")
    mail.send()
    Attempt.objects.filter(pk=attempt.pk).update(confirmed_at=now)


def tell_of_parcel(*, shipment_id: int) -> None:
    """Mail the shopper that a parcel has left, with its number. One that is gone, or of another channel: nobody."""
    shipment = Shipment.objects.select_related("order__enterprise").filter(pk=shipment_id).first()
    attempt = Attempt.objects.filter(reference=_reference_of(shipment.order.document)).first() if shipment else None
    if shipment is None or attempt is None:
        return
    with translation.override(attempt.language):
        maker = formats.named(shipment.order.enterprise)
        lines = shipment.order.lines.order_by("pk")
        send_mail(
            subject=_("[가치] %(maker)s에서 상품을 보냈어요 (%(number)s)")
            % {"maker": maker, "number": attempt.saleor_order_number},
            message=_(
                "%(name)s님, %(maker)s에서 상품을 보냈어요.\n\n%(goods)s\n\n%(carrier)s %(tracking)s\n\n"
                "주문 내역: %(url)s"
            )
            % {
                "name": attempt.name,
                "maker": maker,
                "goods": "\n".join(
                    f"- {line.title} × {left}" for line in lines if (left := line.units - line.cancelled_units)
                ),
                "carrier": CARRIERS[shipment.carrier].name,
                "tracking": shipment.tracking_number,
                "url": settings.GACHI_PUBLIC_URL + path_of(attempt),
            },
            from_email=None,
            recipient_list=[attempt.email],
        )


def _reference_of(document: str) -> str:
    return document.removeprefix("purchase:")


@transaction.atomic
def give_up_mailing(*, attempt_id: int, problem: str, now: datetime) -> None:
    """Note that no mail can reach a shopper; the page of the order says the same, and staff may call."""
    attempt = Attempt.objects.get(pk=attempt_id)
    log.error("purchase.unreachable", purchase=attempt.reference, problem=problem)
    audit.record("purchase.mail_refused", subject=attempt, actor="mail", at=now, problem=problem)


def _mail_context(order: OrderView) -> dict[str, object]:
    attempt = order.attempt
    parcels: dict[str, list[tuple[str, int, str]]] = {}
    for line in order.lines:
        rows = parcels.setdefault(line.variant.listing.enterprise.name, [])
        rows.append((line.title, line.units, _won(line.line_total)))
    return {
        "order": order,
        "parcels": parcels,
        "goods_total": _won(attempt.goods_total),
        "delivery_fee": _won(attempt.delivery_fee),
        "total": _won(order.total),
        "address": " ".join(filter(None, (attempt.region, attempt.city, attempt.address, attempt.address_detail))),
        "url": settings.GACHI_PUBLIC_URL + path_of(attempt),
        "operator": operator(),
    }


def _won(amount: int) -> str:
    return _("%(amount)s원") % {"amount": f"{amount:,}"}


def follow(*, saleor_order_id: str, now: datetime) -> bool:
    """Read an order again at Saleor; if staff cancelled it there, give units and money back. Says if it is ours.

    Raises SaleorError and PaymentUnavailable: ask again; PaymentRefused if Stripe does not give the money back: a
    person has to. May run twice, and late.
    """
    attempt = Attempt.objects.filter(saleor_order_id=saleor_order_id, state=State.CAPTURED).first()
    if attempt is None:
        return False
    order = checkouts.read_order(saleor_order_id)
    if order is not None and order.is_cancelled:
        _cancel(attempt, now=now)
    return True


def _cancel(attempt: Attempt, *, now: datetime) -> None:
    with transaction.atomic():
        quota.hold(documents=[attempt.document])
        placed = list(VendorOrder.objects.select_for_update().filter(document=attempt.document).order_by("pk"))
        if gone := [order for order in placed if order.state in (Sent.SHIPPED, Sent.DELIVERED)]:
            # Saleor had not heard of the parcel yet. Goods are on their way: a person decides about the money.
            log.error("purchase.cancelled_after_shipping", purchase=attempt.reference, orders=[o.pk for o in gone])
            return
        waiting = [order for order in placed if order.state in (Sent.PAID, Sent.ACKNOWLEDGED)]
        reason = "the order was cancelled in Saleor"
        for order in waiting:
            units = {line.pk: left for line in order.lines.all() if (left := line.units - line.cancelled_units)}
            vendor_orders.cancel_units(
                order=order, units=units, reason=gettext_noop("주문이 취소됐어요."), actor="saleor", now=now
            )
        if waiting:
            quota.give_back(document=attempt.document, now=now)
            inventory.release_units(document=attempt.document, at=now, actor="saleor", reason=reason)
            audit.record("purchase.cancelled", subject=attempt, actor="saleor", at=now)
    payment = payments.of_document(attempt.document)
    if payment is None:
        return
    payment = payments.give_back(payment, reason=reason, now=now)
    report_refunds(payment.refunds.all())


def report_refunds(refunds: Iterable[Refund]) -> None:
    """Tell Saleor of money that was given back; what it knows changes nothing. A refusal is logged."""
    for refund in refunds:
        if refund.problem or not refund.refund_id:
            continue
        transaction_id = refund.payment.saleor_transaction_id
        try:
            checkouts.report(
                transaction_id, type="REFUND_SUCCESS", amount=refund.amount, psp_reference=refund.refund_id
            )
        except CheckoutRefused as exc:
            log.error("purchase.not_reported", transaction=transaction_id, type="REFUND_SUCCESS", problem=str(exc))
