"""How a purchase is given up: asked for here, carried out by the runner, which settles the money before the units."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.core import audit, outbox
from marketplace.core.models import User
from marketplace.payments import services as payments
from marketplace.purchases.models import Attempt

State = Attempt.State
TOPIC = "purchases.advance"


class Reason(models.TextChoices):
    """Why a purchase was given up, and what the shopper is told."""

    SHOPPER = "SHOPPER", gettext_lazy("결제를 그만두었어요.")
    BASKET_CHANGED = "BASKET_CHANGED", gettext_lazy("장바구니가 바뀌어서 이 결제는 끝냈어요.")
    EXPIRED = "EXPIRED", gettext_lazy("결제 시간이 지나 상품을 놓아 드렸어요.")
    PRICE_CHANGED = "PRICE_CHANGED", gettext_lazy("그 사이 가격이 바뀌었어요. 새 가격을 보고 다시 주문해 주세요.")
    NOT_FOR_SALE = "NOT_FOR_SALE", gettext_lazy("그 사이 판매를 멈춘 상품이 있어요.")
    SOLD_OUT = "SOLD_OUT", gettext_lazy("재고를 확인하지 못해 주문을 마치지 못했어요.")
    PAYMENT_FAILED = "PAYMENT_FAILED", gettext_lazy("결제가 이루어지지 않았어요.")
    REFUSED = "REFUSED", gettext_lazy("주문을 마치지 못했어요.")


class TooLateToLeave(Exception):
    """The shopper has paid: the purchase is being completed. Its message is fit to show."""


@transaction.atomic
def leave(attempt: Attempt, *, reason: Reason, actor: User | str, now: datetime) -> Attempt:
    """Give up a purchase that is not paid yet, or raise TooLateToLeave. One that is being left already stays so."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.state in (State.LEAVING, State.ENDED):
        return attempt
    if attempt.state != State.HELD:
        raise TooLateToLeave(_("이미 결제가 진행되고 있어서 그만둘 수 없어요."))
    # A runner that is at work on it loses its claim here: before it asks Saleor for an order it must save, and cannot.
    attempt.claim_token, attempt.claimed_until = "", None
    attempt.save(update_fields=["claim_token", "claimed_until"])
    begin(attempt, reason=reason, actor=actor, now=now)
    attempt.save(update_fields=CHANGED)
    return attempt


def leave_if_unpaid(attempt: Attempt, *, reason: Reason, now: datetime) -> None:
    """Give up a purchase, unless it is paid: then it goes on."""
    try:
        leave(attempt, reason=reason, actor="shop", now=now)
    except TooLateToLeave:
        return


CHANGED = ("state", "leave_reason", "is_money_settled", "due_at", "tries", "problem")


def begin(attempt: Attempt, *, reason: Reason, actor: User | str, now: datetime) -> None:
    """Turn a locked or claimed attempt towards the way out; the caller saves CHANGED in the same transaction."""
    attempt.state, attempt.leave_reason, attempt.is_money_settled = State.LEAVING, reason, False
    attempt.due_at, attempt.tries, attempt.problem = now, 0, ""
    payments.close(document=attempt.document, now=now)
    audit.record("purchase.leaving", subject=attempt, actor=actor, at=now, reason=str(reason.value))
    wake(attempt, why=f"leave:{reason.value}", at=now)


def wake(attempt: Attempt, *, why: str, at: datetime, after: timedelta = timedelta(0)) -> None:
    """Ask for the runner. `why` names the occasion: the same one again asks for nothing. In a transaction only."""
    outbox.emit(TOPIC, key=f"purchase:{attempt.pk}:{why}", at=at, due_at=at + after, attempt_id=attempt.pk)
