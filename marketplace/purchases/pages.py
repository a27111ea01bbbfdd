"""What the payment page says of a purchase, in the shopper's words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.payments import services as payments
from marketplace.payments.models import Payment
from marketplace.purchases.leaving import Reason
from marketplace.purchases.models import Attempt, AttemptLine

State = Attempt.State

READ_WITHIN = timedelta(minutes=1)


class Stage(Enum):
    """What a page does: PREPARING, WORKING and LEAVING are looked at again in a moment; the others stay."""

    PREPARING = "preparing"
    PAYING = "paying"
    WORKING = "working"
    DONE = "done"
    LEAVING = "leaving"
    ENDED = "ended"


@dataclass(frozen=True)
class PurchaseView:
    """A purchase as its page shows it. `client_secret` is there while it can be paid, and belongs on no other page."""

    stage: Stage
    headline: str
    text: str
    problem: str
    reference: str
    token: str
    order_number: str
    client_secret: str
    goods_total: int
    delivery_fee: int
    total: int
    held_until: datetime
    can_leave: bool
    lines: tuple[AttemptLine, ...]

    @property
    def is_moving(self) -> bool:
        """Whether the page should ask again soon."""
        return self.stage in (Stage.PREPARING, Stage.WORKING, Stage.LEAVING)


def view_of(attempt: Attempt, *, now: datetime | None = None) -> PurchaseView:
    """Return what a shopper is shown of a purchase, in at most three queries."""
    payment = payments.of_document(attempt.document)
    stage = _stage(attempt, payment, now or timezone.now())
    headline, text = _words(stage, attempt, payment)
    return PurchaseView(
        stage=stage,
        headline=headline,
        text=text,
        problem=_problem(stage, attempt, payment),
        reference=attempt.reference,
        token=attempt.token,
        order_number=attempt.saleor_order_number,
        client_secret=payment.client_secret if payment and stage is Stage.PAYING else "",
        goods_total=attempt.goods_total,
        delivery_fee=attempt.delivery_fee,
        total=attempt.total,
        held_until=attempt.held_until,
        can_leave=attempt.state == State.HELD and stage is not Stage.WORKING,
        lines=tuple(
            attempt.lines.select_related("variant__listing__enterprise").order_by("variant__listing__enterprise", "pk")
        ),
    )


def _stage(attempt: Attempt, payment: Payment | None, now: datetime) -> Stage:
    if attempt.state == State.CAPTURED:
        return Stage.DONE
    if attempt.state == State.ENDED:
        return Stage.ENDED
    if attempt.state == State.LEAVING:
        return Stage.LEAVING
    if attempt.state != State.HELD or (payment and (payment.has_money or payment.is_processing)):
        return Stage.WORKING
    if payment and payment.client_secret and attempt.saleor_transaction_id:
        return Stage.WORKING if _is_being_read(attempt, payment, now) else Stage.PAYING
    return Stage.PREPARING


def _is_being_read(attempt: Attempt, payment: Payment, now: datetime) -> bool:
    """Say whether the shopper came back from paying and nobody has read the payment at Stripe since.

    Whoever has just paid must not be shown the card form again; nor wait for ever if nobody comes to read.
    """
    came = attempt.returned_at
    return came is not None and payment.updated_at <= came and now < came + READ_WITHIN


def _words(stage: Stage, attempt: Attempt, payment: Payment | None) -> tuple[str, str]:
    is_paid = payment is not None and payment.has_money
    was_paid = payment is not None and payment.authorised > 0
    wait = _("이 화면을 닫아도 주문은 이어져요.")
    if stage is Stage.WORKING and not is_paid:
        return _("결제를 확인하고 있어요"), " ".join((_("잠시만 기다려 주세요."), wait))
    money = _("결제하신 금액은 모두 돌려드렸어요.") if was_paid else _("청구된 금액은 없어요.")
    return {
        Stage.PREPARING: (_("결제를 준비하고 있어요"), _("상품은 이미 잡아 두었어요. 잠시만 기다려 주세요.")),
        Stage.PAYING: (_("결제해 주세요"), _("아래 시간까지 상품을 잡아 둘게요.")),
        Stage.WORKING: (_("주문을 넣고 있어요"), " ".join((_("결제를 확인했어요."), wait))),
        Stage.DONE: (_("주문이 완료됐어요"), _("주문 내역을 이메일로도 보내 드렸어요.")),
        Stage.LEAVING: (
            _("결제를 정리하고 있어요"),
            " ".join((_reason(attempt), _("결제하신 금액이 있다면 모두 돌려드려요."))),
        ),
        Stage.ENDED: (_("주문하지 않았어요"), " ".join((_reason(attempt), money))),
    }[stage]


def _reason(attempt: Attempt) -> str:
    return str(Reason(attempt.leave_reason).label) if attempt.leave_reason else ""


def _problem(stage: Stage, attempt: Attempt, payment: Payment | None) -> str:
    """Say what the shopper can do something about, or should know about a wait."""
    if stage is Stage.PAYING and payment and payment.problem_code:
        return _("카드가 승인되지 않았어요. 다른 카드로 다시 해 주세요.")
    if stage in (Stage.PREPARING, Stage.WORKING, Stage.LEAVING) and attempt.tries > 1:
        return _("평소보다 조금 오래 걸리고 있어요. 두 번 결제되지 않으니 안심하세요.")
    return ""
