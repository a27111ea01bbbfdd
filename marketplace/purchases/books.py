"""Whether our books, Saleor's and Stripe's say the same of the shop's purchases. It looks and changes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplace.payments import services as payments
from marketplace.payments.stripe_api import stripe
from marketplace.purchases.models import Attempt
from marketplace.saleor import api, ids
from marketplace.saleor.client.fragments import OrderFields
from vendors.publishing import stock

State = Attempt.State
# A hold lasts a quarter of an hour and a bank may think longer; what takes an hour is stuck.
UNDER_WAY = timedelta(hours=1)


@dataclass(frozen=True)
class Difference:
    """One thing on which the books do not agree: what it is about, and what each says. For staff."""

    subject: str
    says: str


def compare(*, since: datetime, now: datetime) -> Iterator[Difference]:
    """Yield where the books differ on purchases made, and orders changed, since a moment; nothing if they agree.

    Reads Saleor and Stripe once or twice per purchase. Raises a SaleorError or PaymentUnavailable.
    """
    known: set[str] = set()
    skus: set[str] = set()
    for attempt in Attempt.objects.filter(created_at__gte=since).order_by("pk").iterator():
        known.add(attempt.saleor_order_id)
        skus.update(attempt.lines.values_list("variant__sku", flat=True))
        if attempt.state in (State.CAPTURED, State.ENDED):
            yield from (Difference(attempt.reference, says) for says in _of_attempt(attempt))
        elif now - attempt.created_at > UNDER_WAY:
            yield Difference(attempt.reference, f"is {attempt.state} since {attempt.created_at.isoformat()}")
    yield from _unknown_orders(since, known)
    yield from _stock(sorted(skus))


def _of_attempt(attempt: Attempt) -> Iterator[str]:
    order = api.worker().order(attempt.saleor_order_id).order if attempt.saleor_order_id else None
    kept, reserved = _at_stripe(attempt)
    if reserved:
        yield f"Stripe still holds {reserved} won"
    if attempt.state == State.ENDED:
        if kept:
            yield f"it has ended, and Stripe keeps {kept} won"
        if order is not None and order.status != "CANCELED":
            yield f"it has ended, and Saleor's order {order.number} is {order.status}"
        return
    if order is None:
        yield "it is paid, and Saleor has no order of it"
    elif order.status != "CANCELED":
        yield from _of_order(order, attempt, kept)


def _of_order(order: OrderFields, attempt: Attempt, kept: int) -> Iterator[str]:
    total = round(order.total.gross.amount)
    if kept != total:
        yield f"Saleor's order {order.number} costs {total} won, and Stripe keeps {kept}"
    if attempt.order_total != total:
        yield f"Saleor's order {order.number} costs {total} won, and we say {attempt.order_total}"
    if order.charge_status != "FULL":
        yield f"Saleor takes order {order.number} for {order.charge_status} charged"


def _at_stripe(attempt: Attempt) -> tuple[int, int]:
    """Return what Stripe keeps of a purchase's money, and what it only reserves."""
    payment = payments.of_document(attempt.document)
    if payment is None or not payment.intent_id:
        return 0, 0
    intent = stripe().read_intent(payment.intent_id)
    back = 0
    if intent.received:
        back = sum(refund.amount for refund in stripe().refunds(intent.id) if refund.status == "succeeded")
    return intent.received - back, intent.capturable


def _unknown_orders(since: datetime, known: set[str]) -> Iterator[Difference]:
    """Yield Saleor's live orders that nobody here made; a market's carry our reference."""
    after = None
    while True:
        page = api.worker().orders_changed_since(since=since, after=after).orders
        for edge in page.edges if page else []:
            if edge.node.id in known or Attempt.objects.filter(saleor_order_id=edge.node.id).exists():
                continue
            order = api.worker().order(edge.node.id).order
            if order and not order.external_reference and order.status not in ("CANCELED", "DRAFT"):
                yield Difference(f"Saleor's order {order.number}", "is of no purchase of ours")
        if page is None or not page.page_info.has_next_page:
            return
        after = page.page_info.end_cursor


def _stock(skus: Iterable[str]) -> Iterator[Difference]:
    for sku in skus:
        if ids.find("variant", sku) is None:
            continue
        wanted = stock.figures(sku)
        variant = api.worker().variant_stocks(sku).product_variant
        shown = {row.warehouse.id: row.quantity for row in (variant.stocks or [])} if variant else {}
        for warehouse, units in wanted.items():
            if shown.get(warehouse) != units:
                yield Difference(sku, f"Saleor shows {shown.get(warehouse)} units, the ledger {units}")
