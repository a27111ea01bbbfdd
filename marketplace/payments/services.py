"""What is done with a shopper's money: reserved, taken, let go, given back. Stripe is asked; the row remembers."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Sum

from marketplace.payments import stripe_api
from marketplace.payments.models import Expectation, Payment, Refund
from marketplace.payments.stripe_api import Intent, PaymentRefused, PaymentUnavailable, StripeRefund

State = Payment.State

# A row never goes back: an answer that was read earlier may be written later.
_RANK = {
    State.STARTED: 0,
    State.WAITING: 1,
    State.AUTHORISED: 2,
    State.FAILED: 3,
    State.VOIDED: 3,
    State.CAPTURED: 3,
    State.REFUNDED: 4,
}
_STATES = {
    "requires_payment_method": State.WAITING,
    "requires_confirmation": State.WAITING,
    "requires_action": State.WAITING,
    "processing": State.WAITING,
    "requires_capture": State.AUTHORISED,
    "succeeded": State.CAPTURED,
    "canceled": State.VOIDED,
}
UNEXPECTED_STATE = "payment_intent_unexpected_state"
REFUND_FAILED = "refund_failed"
ALIVE = ("pending", "succeeded", "requires_action")
UNANSWERED_FOR = timedelta(minutes=6)  # longer than Saleor goes on asking us for one (saleor.md §2)
AT_ONCE = 20

log = structlog.get_logger(__name__)


class ExpectationDiffers(Exception):
    """The document expects another amount, or through another checkout. A bug of ours; not fit to show."""


def expect(*, document: str, saleor_checkout_id: str, amount: int, now: datetime) -> Expectation:
    """Write what a document is to pay, before anyone is asked for it; raises ExpectationDiffers for other content."""
    row, _is_new = Expectation.objects.get_or_create(
        document=document,
        defaults={"saleor_checkout_id": saleor_checkout_id, "amount": amount, "made_at": now},
    )
    if (row.saleor_checkout_id, row.amount) != (saleor_checkout_id, amount):
        raise ExpectationDiffers(document)
    return row


def close(*, document: str, now: datetime) -> None:
    """Let no payment of a document begin from now on. One that has begun is settled by give_back()."""
    Expectation.objects.filter(document=document, closed_at=None).update(closed_at=now)


def of_document(document: str) -> Payment | None:
    """Return a document's payment, the newest if there were several, or None if none has begun."""
    return Payment.objects.filter(document=document).order_by("-pk").first()


def begin(*, saleor_checkout_id: str, saleor_transaction_id: str, amount: int, now: datetime) -> Payment:
    """Begin the payment that a transaction of Saleor stands for: our row first, then Stripe.

    Raises PaymentRefused if nobody expects it or the amount is not ours, PaymentUnavailable if Stripe did not answer.
    The same transaction again carries on with the same intent.
    """
    with transaction.atomic():
        expected = Expectation.objects.select_for_update().filter(saleor_checkout_id=saleor_checkout_id).first()
        if expected is None:
            raise PaymentRefused("nobody_expects_it", saleor_checkout_id)
        if expected.closed_at is not None:
            raise PaymentRefused("closed", expected.document)
        if amount != expected.amount:
            raise PaymentRefused("another_amount", f"{amount} for {expected.amount} of {expected.document}")
        payment, _is_new = Payment.objects.get_or_create(
            saleor_transaction_id=saleor_transaction_id,
            defaults={
                "document": expected.document,
                "amount": expected.amount,
                "started_at": now,
                "updated_at": now,
            },
        )
    return ensure_intent(payment, now=now)


def ensure_intent(payment: Payment, *, now: datetime) -> Payment:
    """Make sure that the intent of a row is known: a lost answer is asked for again under the same key.

    Raises PaymentRefused if Stripe will not have it (the row is FAILED then), PaymentUnavailable.
    """
    if payment.intent_id or payment.state != State.STARTED:
        return payment
    try:
        intent = _asked(
            payment,
            lambda: stripe_api.stripe().create_intent(
                amount=payment.amount,
                document=payment.document,
                transaction=payment.saleor_transaction_id,
                key=f"intent:{payment.document}:{payment.pk}:{payment.rounds}",
            ),
        )
    except PaymentRefused as exc:
        Payment.objects.filter(pk=payment.pk, state=State.STARTED).update(
            state=State.FAILED, problem_code=exc.code[:60], updated_at=now
        )
        raise
    return note(payment, intent, now=now)


def refresh(payment: Payment, *, now: datetime) -> Payment:
    """Read a payment's intent at Stripe and note what it says; raises PaymentUnavailable."""
    if not payment.intent_id:
        return payment
    return note(payment, stripe_api.stripe().read_intent(payment.intent_id), now=now)


def capture(payment: Payment, *, amount: int, now: datetime) -> Payment:
    """Take `amount` of what is reserved; returns the payment as it then is, captured by this call or an earlier one.

    Raises PaymentRefused if nothing is reserved any more, PaymentUnavailable if the answer was lost: ask again.
    """
    if payment.state in (State.CAPTURED, State.REFUNDED):
        return payment
    intent_id = _intent_of(payment)
    try:
        intent = _asked(
            payment,
            lambda: stripe_api.stripe().capture(
                intent_id, amount=amount, key=f"capture:{payment.document}:{payment.pk}:{amount}:{payment.rounds}"
            ),
        )
    except PaymentRefused as exc:
        if exc.code != UNEXPECTED_STATE:
            raise
        payment = refresh(payment, now=now)  # taken by an earlier call, or gone
        if payment.state not in (State.CAPTURED, State.REFUNDED):
            raise
        return payment
    return note(payment, intent, now=now)


def give_back(payment: Payment, *, reason: str, now: datetime) -> Payment:
    """Let go of, or give back, everything of a payment, and let none come later.

    Raises PaymentUnavailable while the outcome is unknown or the bank still decides, and PaymentRefused, however often
    it is asked, while Stripe will not give back what was taken: that is for a person.
    """
    if payment.state == State.STARTED:
        try:
            payment = ensure_intent(payment, now=now)
        except PaymentRefused:
            payment.refresh_from_db()
    if payment.state in (State.WAITING, State.AUTHORISED):
        payment = _void(payment, now=now)
    return _refund_rest(payment, reason=reason, now=now) if payment.captured > payment.refunded else payment


def _refund_rest(payment: Payment, *, reason: str, now: datetime) -> Payment:
    """Give back what is left, after what was asked for before and never answered."""
    for row in payment.refunds.filter(refund_id="", problem="").order_by("pk"):
        with suppress(PaymentRefused):  # it is on its row; what it was to give back is still left
            refund(payment, amount=row.amount, key=row.key, reason=row.reason, now=now)
    payment.refresh_from_db()
    if left := payment.captured - payment.refunded:
        key = f"all-of:{payment.document}:{payment.pk}:{left}"
        try:
            refund(payment, amount=left, key=key, reason=reason, now=now)
        except PaymentRefused:
            reread_refunds(payment, now=now)  # a person may have given it back at Stripe
            payment.refresh_from_db()
            if payment.captured > payment.refunded:
                raise
        payment.refresh_from_db()
    return payment


def _void(payment: Payment, *, now: datetime) -> Payment:
    intent_id = _intent_of(payment)
    try:
        intent = _asked(
            payment,
            lambda: stripe_api.stripe().cancel(intent_id, key=f"void:{payment.document}:{payment.pk}:{payment.rounds}"),
        )
    except PaymentRefused as exc:
        if exc.code != UNEXPECTED_STATE:
            raise
        payment = refresh(payment, now=now)
        if payment.state in (State.WAITING, State.AUTHORISED):
            # Refused for a state that it has left since, or is in the bank's hands: another key, another time.
            Payment.objects.filter(pk=payment.pk).update(rounds=F("rounds") + 1)
            raise PaymentUnavailable(f"{payment.document} cannot be let go yet") from exc
        return payment
    return note(payment, intent, now=now)


def refund(payment: Payment, *, amount: int, key: str, reason: str, now: datetime) -> Refund:
    """Give back `amount`, once per key: the row first, then Stripe.

    Raises PaymentRefused if that is more than is left (then nothing changed), or if Stripe refuses or the bank has sent
    it back, now or earlier; PaymentUnavailable.
    """
    with transaction.atomic():
        locked = Payment.objects.select_for_update().get(pk=payment.pk)
        row = locked.refunds.filter(key=key).first()
        if row is None:
            promised = locked.refunds.filter(problem="").aggregate(sum=Sum("amount"))["sum"] or 0
            if not 0 < amount <= locked.captured - promised:
                raise PaymentRefused("more_than_is_left", f"{amount} of {locked.captured} − {promised}")
            row = Refund.objects.create(payment=locked, key=key, amount=amount, reason=reason[:120], asked_at=now)
        elif row.amount != amount:
            raise PaymentRefused("another_amount", f"{key}: {amount} for {row.amount}")
    if row.problem:
        raise PaymentRefused(REFUND_FAILED, row.problem)
    if row.refund_id:
        return row
    intent_id = _intent_of(locked)
    client = stripe_api.stripe()
    try:
        # After a 5xx the key is another one, so what an unanswered call may have done is looked for first.
        found = next((done for done in client.refunds(intent_id) if done.key == key), None) if row.rounds else None
        done = found or client.refund(
            intent_id, amount=amount, name=key, key=f"refund:{payment.document}:{payment.pk}:{key}:{row.rounds}"
        )
    except PaymentUnavailable as exc:
        if exc.is_kept:
            Refund.objects.filter(pk=row.pk).update(rounds=F("rounds") + 1)
        raise
    except PaymentRefused as exc:
        Refund.objects.filter(pk=row.pk).update(problem=str(exc)[:2000])
        raise
    row = note_refund(row, done, now=now)
    if row.problem:
        raise PaymentRefused(REFUND_FAILED, row.problem)
    return row


def carry_on_refunds(*, now: datetime) -> list[Refund]:
    """Ask again for refunds whose asker gave up before Stripe answered; returns those that are given back now.

    Until it is known how one went, what it was to give back cannot be given back in another way.
    """
    given = []
    left = Refund.objects.filter(refund_id="", problem="", asked_at__lt=now - UNANSWERED_FOR)
    for row in left.select_related("payment").order_by("asked_at")[:AT_ONCE]:
        try:
            given.append(refund(row.payment, amount=row.amount, key=row.key, reason=row.reason, now=now))
        except PaymentUnavailable as exc:
            log.warning("refund.unanswered", document=row.payment.document, problem=str(exc))
            break  # Stripe is away: the others fare no better
        except PaymentRefused as exc:
            log.error("refund.refused", document=row.payment.document, problem=str(exc))
    return given


@transaction.atomic
def note_refund(row: Refund, done: StripeRefund, *, now: datetime) -> Refund:
    """Write what Stripe says of a refund, and its sum on the payment."""
    payment = Payment.objects.select_for_update().get(pk=row.payment_id)
    row = payment.refunds.get(pk=row.pk)
    row.refund_id = done.id
    row.problem = "" if done.status in ALIVE else (done.problem or done.status)
    row.done_at = row.done_at or (now if done.status == "succeeded" else None)
    row.save(update_fields=["refund_id", "problem", "done_at"])
    given = payment.refunds.exclude(refund_id="").filter(problem="").aggregate(sum=Sum("amount"))["sum"] or 0
    payment.refunded = given
    if payment.captured and given == payment.captured:
        payment.state = State.REFUNDED
    elif payment.state == State.REFUNDED:
        payment.state = State.CAPTURED  # a refund that the bank sent back
    payment.updated_at = now
    payment.save(update_fields=["refunded", "state", "updated_at"])
    return row


def reread_refunds(payment: Payment, *, now: datetime) -> list[Refund]:
    """Read a payment's refunds at Stripe and note how they went, also those that a person made there.

    Returns the latter. Raises PaymentUnavailable.
    """
    if not payment.intent_id:
        return []
    ours = {row.key: row for row in payment.refunds.all()}
    made_there = []
    for done in stripe_api.stripe().refunds(payment.intent_id):
        row = ours.get(done.key)
        if row is None or row.refund_id not in ("", done.id):
            row, _is_new = Refund.objects.get_or_create(
                key=f"stripe:{done.id}",
                defaults={"payment": payment, "amount": done.amount, "reason": "made at Stripe", "asked_at": now},
            )
            made_there.append(row)
        was = row.problem
        row = note_refund(row, done, now=now)
        if row.problem and not was:
            log.error("refund.failed", document=payment.document, refund=done.id, problem=row.problem)
    return made_there


@transaction.atomic
def note(payment: Payment, intent: Intent, *, now: datetime) -> Payment:
    """Write what Stripe says of an intent on its row, or raise PaymentRefused if it is not the one that we made."""
    row = Payment.objects.select_for_update().get(pk=payment.pk)
    if intent.amount != row.amount or intent.document != row.document:
        raise PaymentRefused("another_payment", f"{intent.id} for {row.document}")
    state = _STATES.get(intent.status, State.WAITING)
    row.intent_id = intent.id
    row.problem_code = intent.problem_code[:60]
    row.is_processing = intent.status == "processing"
    row.authorised = max(row.authorised, intent.capturable, intent.received)
    row.captured = max(row.captured, intent.received)
    if _RANK[state] > _RANK[State(row.state)]:
        row.state = state
    row.client_secret = intent.client_secret if row.state == State.WAITING else ""
    row.updated_at = now
    row.save()
    return row


def _asked(payment: Payment, call: Callable[[], Intent]) -> Intent:
    """Make a call whose key holds the row's rounds; a 5xx ends the round, since Stripe would answer it again."""
    try:
        return call()
    except PaymentUnavailable as exc:
        if exc.is_kept:
            Payment.objects.filter(pk=payment.pk).update(rounds=F("rounds") + 1)
        raise


def _intent_of(payment: Payment) -> str:
    if not payment.intent_id:
        raise PaymentRefused("no_intent", payment.document)
    return payment.intent_id
