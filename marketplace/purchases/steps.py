"""The arrows of a purchase: what each state asks for. Who runs them, and how often, is ``runner``'s business."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import NoReturn

import structlog
from django.db import transaction
from django.utils.translation import gettext_noop

from campaigns import quota
from marketplace.core import audit, outbox
from marketplace.core.sayings import saying
from marketplace.inventory import services as inventory
from marketplace.payments import services as payments
from marketplace.payments.models import Payment
from marketplace.payments.stripe_api import PaymentRefused
from marketplace.purchases import checkouts, slots
from marketplace.purchases.checkouts import Checkout, CheckoutRefused, Order
from marketplace.purchases.leaving import Reason
from marketplace.purchases.models import Attempt, AttemptLine, Basket, BasketLine
from marketplace.purchases.runs import LONG_LEASE, AskAgain, Run, Wait
from vendors import orders as vendor_orders

State = Attempt.State
Money = Payment.State

POLL = timedelta(seconds=15)
SLOT_PAUSE = timedelta(seconds=1)
FOR_A_PERSON = timedelta(seconds=60)
START_TRIES = 6  # with doubling pauses about a minute: longer than that nobody looks at an empty payment page
PROCESS_TRIES = 2
DRIFT_TRIES = 4
MEND_TRIES = 4

log = structlog.get_logger(__name__)


def pay(run: Run) -> None:
    """HELD: have a checkout and a payment made, then wait for the shopper to pay."""
    attempt = run.attempt
    if not attempt.saleor_transaction_id:
        if run.now() >= attempt.held_until and payments.of_document(attempt.document) is None:
            run.leave(Reason.EXPIRED)
        if not attempt.saleor_checkout_id:
            _make_checkout(run)
        _begin_payment(run)
    run.renew()
    payment = payments.refresh(_payment(attempt), now=run.now())
    if not payment.has_money:
        _wait_for_money(run, payment)
    _tell_saleor_it_is_paid(run, payment)
    attempt.authorised_at = run.now()
    run.go_to(State.AUTHORISED, "authorised_at")


def _make_checkout(run: Run) -> None:
    """Have Saleor make a checkout of the frozen lines; leave unless it costs what the shopper agreed to."""
    attempt, lines = run.attempt, _lines(run.attempt)
    try:
        run.renew()
        made = checkouts.make(attempt, lines)
        run.renew(LONG_LEASE)
        checkout = checkouts.choose_delivery(made.id)
    except CheckoutRefused as exc:
        _hear_final_no(run, exc)
    _must_be_agreed(run, checkout, lines)
    attempt.saleor_checkout_id = checkout.id
    with transaction.atomic():
        # First the claim: were the purchase being left, an expectation must not open behind its back.
        run.save("saleor_checkout_id")
        payments.expect(document=attempt.document, saleor_checkout_id=checkout.id, amount=attempt.total, now=run.now())


def _begin_payment(run: Run) -> None:
    """Have Saleor begin a transaction, which makes it ask us for the payment."""
    attempt = run.attempt
    run.renew()
    try:
        session = checkouts.begin_payment(attempt.saleor_checkout_id, key=attempt.reference)
    except CheckoutRefused as exc:
        run.leave(Reason.REFUSED, str(exc))
    payment = payments.of_document(attempt.document)
    if payment is not None and payment.state == Money.FAILED:
        run.leave(Reason.PAYMENT_FAILED, payment.problem_code)
    if payment is None or payment.state == Money.STARTED or session.event.endswith("_FAILURE"):
        said = saying(gettext_noop("결제를 시작하지 못했어요: %(answer)s"), answer=f"{session.event} {session.message}")
        if attempt.tries >= START_TRIES:
            run.leave(Reason.PAYMENT_FAILED, said)
        raise AskAgain(said)
    attempt.saleor_transaction_id, attempt.saleor_transaction_token = session.transaction_id, session.token
    attempt.tries, attempt.problem = 0, ""
    run.save("saleor_transaction_id", "saleor_transaction_token", "tries", "problem")


def _wait_for_money(run: Run, payment: Payment) -> None:
    """Wait for the shopper as long as the hold lasts, and for the bank as long as it takes."""
    run.attempt.tries, run.attempt.problem = 0, ""
    if payment.state != Money.WAITING:
        run.leave(Reason.PAYMENT_FAILED, payment.problem_code or payment.state)
    left = run.attempt.held_until - run.now()
    if payment.is_processing:
        raise Wait(POLL)  # nobody can cancel it now, so the units stay
    if left <= timedelta(0):
        run.leave(Reason.EXPIRED)
    raise Wait(min(POLL, left))


def _tell_saleor_it_is_paid(run: Run, payment: Payment) -> None:
    """Have Saleor ask us, as its flow wants; if it cannot reach us, tell it ourselves."""
    attempt = run.attempt
    run.renew()
    try:
        event = checkouts.process_payment(attempt.saleor_transaction_token)
    except CheckoutRefused as exc:
        event = exc.code
    if event in ("AUTHORIZATION_SUCCESS", "CHARGE_SUCCESS"):
        return
    if attempt.tries < PROCESS_TRIES:
        raise AskAgain(saying(gettext_noop("Saleor가 결제 승인을 받지 않았어요: %(event)s"), event=event))
    _report_money(run, payment)


def _report_money(run: Run, payment: Payment) -> None:
    taken = payment.captured > 0
    amount = payment.captured if taken else payment.authorised
    _report(run, payment, "CHARGE_SUCCESS" if taken else "AUTHORIZATION_SUCCESS", amount, payment.intent_id)


def complete(run: Run) -> None:
    """AUTHORISED: look at the checkout once more, then ask for the order."""
    attempt = run.attempt
    with slots.taken(now=run.now(), lease=2 * LONG_LEASE) as has_slot:
        if not has_slot:
            raise Wait(SLOT_PAUSE)
        _must_be_completable(run)
        attempt.completing_at = attempt.completing_at or run.now()
        run.go_to(State.COMPLETING, "completing_at", lease=LONG_LEASE)
        _ask_for_order(run)


def complete_again(run: Run) -> None:
    """COMPLETING: Saleor was asked, and its answer was lost or was one that could be mended."""
    with slots.taken(now=run.now(), lease=LONG_LEASE) as has_slot:
        if not has_slot:
            raise Wait(SLOT_PAUSE)
        _ask_for_order(run)


def _must_be_completable(run: Run) -> None:
    """Read the checkout just before it is completed; mend its delivery; leave if it is not what was agreed to."""
    run.renew(LONG_LEASE)
    checkout = checkouts.read(run.attempt.saleor_checkout_id)
    if checkout is None:
        run.leave(Reason.REFUSED, "the checkout is gone")
    try:
        if not checkout.has_delivery or checkouts.DELIVERY_PROBLEMS & set(checkout.problems):
            checkout = checkouts.choose_delivery(checkout.id)
    except CheckoutRefused as exc:
        _hear_final_no(run, exc)
    if checkouts.GONE_PROBLEM in checkout.problems:
        run.leave(Reason.NOT_FOR_SALE, checkouts.GONE_PROBLEM)
    if checkouts.STOCK_PROBLEM in checkout.problems:
        _push_stock(run)
    _must_be_agreed(run, checkout, _lines(run.attempt))


def _ask_for_order(run: Run) -> None:
    run.renew(LONG_LEASE)
    try:
        order = checkouts.complete(run.attempt.saleor_checkout_id)
    except CheckoutRefused as exc:
        _hear_no(run, exc)
    _note_order(run.attempt, order, run)
    run.go_to(State.ORDERED, *ORDER_FIELDS)


def _hear_no(run: Run, exc: CheckoutRefused) -> NoReturn:
    """Tell a no that can be mended, and so is asked again, from one that ends the purchase."""
    if exc.code in checkouts.DELIVERY_CODES and run.attempt.mends < MEND_TRIES:
        _must_be_completable(run)
        raise AskAgain(str(exc), is_mended=True)
    if exc.code == checkouts.NOT_PAID and run.attempt.mends < MEND_TRIES:
        payment = payments.refresh(_payment(run.attempt), now=run.now())
        if not payment.has_money:
            run.leave(Reason.PAYMENT_FAILED, str(exc))
        _report_money(run, payment)
        raise AskAgain(str(exc), is_mended=True)
    _hear_final_no(run, exc)


def _hear_final_no(run: Run, exc: CheckoutRefused) -> NoReturn:
    """End a purchase over a definite no, in words that fit it; too little stock is mended first."""
    if exc.code == checkouts.INSUFFICIENT_STOCK:
        _push_stock(run)
    if exc.code in checkouts.NOT_FOR_SALE_CODES:
        run.leave(Reason.NOT_FOR_SALE, str(exc))
    run.leave(Reason.REFUSED, str(exc))


def _push_stock(run: Run) -> NoReturn:
    """Saleor believes that it has too little, though the gate has promised the units: its copy has drifted.

    Push the stock and ask again; after some pushes alert a person and leave.
    """
    attempt, skus = run.attempt, [line.variant.sku for line in _lines(run.attempt)]
    with transaction.atomic():
        for sku in skus:
            key = f"drift:{attempt.pk}:{attempt.state}:{attempt.mends}:{sku}"
            outbox.emit("vendors.push_stock", key=key, at=run.now(), sku=sku, location_code=inventory.HOME)
    if attempt.mends < DRIFT_TRIES:
        raise AskAgain(gettext_noop("약속한 수량보다 Saleor의 재고가 적어서 다시 보냈어요"), is_mended=True)
    log.error("purchase.stock_drift", purchase=attempt.reference, skus=skus)
    audit.record("purchase.stock_drift", subject=attempt, actor="runner", at=run.now(), skus=skus)
    run.leave(Reason.SOLD_OUT, gettext_noop("재고를 다시 보냈는데도 Saleor의 재고가 모자라요"))


def capture(run: Run) -> None:
    """ORDERED: take the order's total, tell Saleor, and let the vendors see the order."""
    attempt = run.attempt
    run.renew()
    order = checkouts.read_order(attempt.saleor_order_id)
    if order is None or order.is_cancelled:
        run.leave(Reason.REFUSED, "the order was cancelled before it was paid for")
    payment = _payment(attempt)
    if order.total > payment.authorised:
        run.leave(Reason.PRICE_CHANGED, f"the order costs {order.total}, {payment.authorised} is reserved")
    try:
        run.renew()
        payment = payments.capture(payment, amount=order.total, now=run.now())
    except PaymentRefused as exc:
        run.leave(Reason.PAYMENT_FAILED, str(exc))
    _report(run, payment, "CHARGE_SUCCESS", payment.captured, payment.intent_id)
    if payment.captured > order.total:  # a method that could not wait was charged at once
        _refund_difference(run, payment, order)
    _finish(run, order)


def _refund_difference(run: Run, payment: Payment, order: Order) -> None:
    try:
        refund = payments.refund(
            payment,
            amount=payment.captured - order.total,
            key=f"difference:{run.attempt.document}",
            reason="more was charged than the order costs",
            now=run.now(),
        )
    except PaymentRefused as exc:  # the order stands; the console lists what is still owed
        log.error("purchase.difference_kept", purchase=run.attempt.reference, problem=str(exc))
        return
    _report(run, payment, "REFUND_SUCCESS", refund.amount, refund.refund_id)


def _finish(run: Run, order: Order) -> None:
    attempt, now, lines = run.attempt, run.now(), _lines(run.attempt)
    with transaction.atomic():
        if attempt.basket_id:  # locked before the attempt, as everywhere
            Basket.objects.select_for_update().filter(pk=attempt.basket_id).first()
        attempt.captured_at, attempt.order_total = now, order.total
        run.go_to(State.CAPTURED, "captured_at", "order_total")
        _place_vendor_orders(run, order, lines)
        _take_out_of_basket(attempt, lines)
        audit.record("purchase.captured", subject=attempt, actor="runner", at=now, total=order.total)
        outbox.emit("purchases.confirm", key=f"purchase:{attempt.pk}:confirm", at=now, attempt_id=attempt.pk)


def _place_vendor_orders(run: Run, order: Order, lines: Iterable[AttemptLine]) -> None:
    attempt = run.attempt
    where = (attempt.region, attempt.city, attempt.address, attempt.address_detail)
    vendor_orders.place(
        document=attempt.document,
        channel=checkouts.CHANNEL,
        remote_id=attempt.saleor_order_id,
        placed_at=attempt.ordered_at or run.now(),
        recipient=vendor_orders.Recipient(
            name=attempt.name,
            phone=attempt.phone,
            postal_code=attempt.postal_code,
            address=" ".join(filter(None, where)),
            delivery_note=attempt.delivery_note,
        ),
        lines=[
            vendor_orders.OrderedLine(
                variant=line.variant,
                units=line.units,
                line_total=order.lines.get(line.variant.sku, (line.units, line.line_total))[1],
            )
            for line in lines
        ],
        now=run.now(),
    )


def _take_out_of_basket(attempt: Attempt, lines: Iterable[AttemptLine]) -> None:
    """Take what was bought out of the basket; what the shopper put in meanwhile stays."""
    if attempt.basket_id is None:
        return
    there = {row.variant_id: row for row in BasketLine.objects.filter(basket_id=attempt.basket_id)}
    for line in lines:
        row = there.get(line.variant_id)
        if row is not None and row.units > line.units:
            row.units -= line.units
            row.save(update_fields=["units"])
        elif row is not None:
            row.delete()


def settle(run: Run) -> None:
    """LEAVING: first the money, then the last question, then the units. Each may be done again."""
    attempt = run.attempt
    if not attempt.is_money_settled:
        _return_money(run)
        attempt.is_money_settled = True
        run.save("is_money_settled")
    if attempt.completing_at and not attempt.saleor_order_id:
        _ask_a_last_time(run)
    if attempt.saleor_order_id:
        run.renew(LONG_LEASE)
        try:
            checkouts.cancel_order(attempt.saleor_order_id)
        except CheckoutRefused as exc:
            raise AskAgain(
                saying(gettext_noop("Saleor의 주문을 취소할 수 없어요: %(answer)s"), answer=str(exc)),
                after=FOR_A_PERSON,
            ) from exc
    _let_units_go(run)


def _return_money(run: Run) -> None:
    """Void or refund everything and tell Saleor, so that it cannot make an order of the checkout any more."""
    attempt = run.attempt
    run.renew(LONG_LEASE)
    payment = payments.of_document(attempt.document)
    if payment is None:
        return
    try:
        payment = payments.give_back(payment, reason=f"purchase left: {attempt.leave_reason}", now=run.now())
    except PaymentRefused as exc:
        raise AskAgain(
            saying(gettext_noop("Stripe가 돈을 돌려주지 않았어요: %(answer)s"), answer=str(exc)), after=FOR_A_PERSON
        ) from exc
    if not payment.authorised:
        return  # Saleor never heard of any money
    if not payment.captured:
        _report(run, payment, "CANCEL_SUCCESS", payment.authorised, payment.intent_id)
        return
    _report(run, payment, "CHARGE_SUCCESS", payment.captured, payment.intent_id)
    for refund in payment.refunds.exclude(refund_id="").filter(problem=""):
        _report(run, payment, "REFUND_SUCCESS", refund.amount, refund.refund_id)


def _ask_a_last_time(run: Run) -> None:
    """Learn whether Saleor made an order after all; without money it can no longer make one."""
    attempt = run.attempt
    run.renew(LONG_LEASE)
    try:
        order = checkouts.complete(attempt.saleor_checkout_id)
    except CheckoutRefused:
        return
    _note_order(attempt, order, run)
    run.save(*ORDER_FIELDS)


def _let_units_go(run: Run) -> None:
    attempt, now = run.attempt, run.now()
    with transaction.atomic():
        attempt.state, attempt.tries, attempt.mends, attempt.ended_at = State.ENDED, 0, 0, now
        run.save("state", "tries", "mends", "ended_at")
        quota.give_back(document=attempt.document, now=now)
        inventory.release_units(
            document=attempt.document, at=now, actor="runner", reason=f"purchase left: {attempt.leave_reason}"
        )
        audit.record("purchase.ended", subject=attempt, actor="runner", at=now, reason=attempt.leave_reason)


def watch(run: Run) -> None:
    """ENDED: if money came after all, go back and return it."""
    payment = payments.of_document(run.attempt.document)
    if payment is not None and (payment.has_money or payment.state in (Money.STARTED, Money.WAITING)):
        run.leave(Reason(run.attempt.leave_reason), "money came after the end")
    raise Wait(POLL)


def _report(run: Run, payment: Payment, type: str, amount: int, psp_reference: str | None) -> None:
    """Tell Saleor. A refusal stops nothing: what happened at Stripe has happened, and staff read it in the log."""
    run.renew(LONG_LEASE)
    try:
        checkouts.report(payment.saleor_transaction_id, type=type, amount=amount, psp_reference=psp_reference or "")
    except CheckoutRefused as exc:
        log.error("purchase.report_refused", purchase=run.attempt.reference, type=type, problem=str(exc))


ORDER_FIELDS = ("saleor_order_id", "saleor_order_number", "order_total", "ordered_at")


def _note_order(attempt: Attempt, order: Order, run: Run) -> None:
    attempt.saleor_order_id, attempt.saleor_order_number = order.id, order.number
    attempt.order_total, attempt.ordered_at = order.total, attempt.ordered_at or run.now()


def _must_be_agreed(run: Run, checkout: Checkout, lines: Iterable[AttemptLine]) -> None:
    """Leave unless Saleor's checkout is what was frozen: units, line totals and the whole."""
    frozen = {line.variant.sku: (line.units, line.line_total) for line in lines}
    if checkout.total != run.attempt.total or dict(checkout.lines) != frozen:
        _have_prices_reread(run, lines)
        run.leave(Reason.PRICE_CHANGED, f"Saleor says {checkout.total}, we froze {run.attempt.total}")


def _have_prices_reread(run: Run, lines: Iterable[AttemptLine]) -> None:
    """Have the goods looked at in Saleor: it may be that somebody else changed a price there."""
    references = sorted({line.variant.listing.reference for line in lines})
    with transaction.atomic():
        key = f"price-differs:{run.attempt.pk}"
        outbox.emit("vendors.reread_listings", key=key, at=run.now(), references=references)


def _lines(attempt: Attempt) -> list[AttemptLine]:
    return list(attempt.lines.select_related("variant__listing").order_by("variant_id"))


def _payment(attempt: Attempt) -> Payment:
    payment = payments.of_document(attempt.document)
    if payment is None:
        raise AskAgain(gettext_noop("결제 기록이 없어요"))
    return payment


STEPS: dict[Attempt.State, Callable[[Run], None]] = {
    State.HELD: pay,
    State.AUTHORISED: complete,
    State.COMPLETING: complete_again,
    State.ORDERED: capture,
    State.LEAVING: settle,
    State.ENDED: watch,
}
