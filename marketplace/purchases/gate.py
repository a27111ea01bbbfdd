"""The gate: units and campaign quota are promised to a purchase before its shopper is sent to pay, or not at all."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import quota
from marketplace.core import audit
from marketplace.inventory import services as inventory
from marketplace.purchases import addresses, baskets, leaving
from marketplace.purchases.baskets import BasketView, Line, LineState
from marketplace.purchases.models import Attempt, AttemptLine, Basket

State = Attempt.State
UNDER_WAY = (State.HELD, State.AUTHORISED, State.COMPLETING, State.ORDERED)
REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class NotHeld(Exception):
    """The gate did not open: nothing is promised. The message is fit to show; `lines` are those it is about."""

    def __init__(self, message: str, lines: Sequence[Line] = ()) -> None:
        super().__init__(message)
        self.lines = tuple(lines)


class BasketEmpty(NotHeld):
    """There is nothing to order."""


class SoldOut(NotHeld):
    """Some lines cannot be had in that number, or are not sold at present; each line's state says which."""


class QuotaGone(NotHeld):
    """Some lines have fewer left at the campaign's price than wanted."""


class PriceChanged(NotHeld):
    """What the shopper was shown is not what it costs now."""


class ConsentMissing(NotHeld):
    """The shopper has not agreed to what must be agreed to before ordering."""


class AttemptUnderWay(NotHeld):
    """The basket has a purchase already that is paid or being settled: `attempt` says which."""

    def __init__(self, message: str, attempt: Attempt) -> None:
        super().__init__(message)
        self.attempt = attempt


@dataclass(frozen=True)
class Details:
    """Who orders, and where it goes. `agreed_to_share`: the address may be given to the enterprises that ship."""

    email: str
    name: str
    phone: str
    postal_code: str
    region: str
    city: str
    address: str
    address_detail: str = ""
    delivery_note: str = ""
    language: str = "ko"
    agreed_to_share: bool = False
    agreed_to_made_to_order: bool = False


def hold(*, basket: Basket, details: Details, now: datetime, seen_digest: str = "") -> Attempt:
    """Promise a basket's units and quota to a new purchase for GACHI_HOLD_MINUTES, and wake its runner.

    `seen_digest` is the digest of the basket as the order page showed it. Another purchase of the same basket that is
    not paid yet is given up; the same order again returns the purchase that is there. Raises BasketEmpty, SoldOut,
    QuotaGone, PriceChanged, ConsentMissing, AttemptUnderWay, addresses.BadAddress; nothing is promised then.
    """
    addresses.check(
        name=details.name,
        phone=details.phone,
        postal_code=details.postal_code,
        region=details.region,
        city=details.city,
        address=details.address,
    )
    if there := _settle_earlier(basket, details, now):
        return there
    with transaction.atomic():
        basket = Basket.objects.select_for_update().get(pk=basket.pk)
        if going := basket.attempts.filter(state__in=UNDER_WAY).first():
            raise AttemptUnderWay(_("이미 진행 중인 결제가 있어요."), going)
        view = baskets.read(basket, now=now)
        _check(view, details, seen_digest)
        return _promise(basket, view, details, now)


@transaction.atomic
def _settle_earlier(basket: Basket, details: Details, now: datetime) -> Attempt | None:
    """Return the purchase under way if it is this very order; give it up if it is another one.

    This commits by itself: an earlier purchase is given up even if the new one then finds too few units.
    """
    Basket.objects.select_for_update().get(pk=basket.pk)
    going: Attempt | None = basket.attempts.filter(state__in=UNDER_WAY).first()
    if going is None:
        return None
    if going.state != State.HELD:
        raise AttemptUnderWay(_("이미 결제가 진행되고 있어요."), going)
    view = baskets.read(basket, now=now)
    if going.digest == view.digest and _details_of(going) == _kept(details) and now < going.held_until:
        return going
    leaving.leave_if_unpaid(going, reason=leaving.Reason.BASKET_CHANGED, now=now)
    return None


def _check(view: BasketView, details: Details, seen_digest: str) -> None:
    if view.is_empty:
        raise BasketEmpty(_("장바구니가 비어 있어요."))
    if gone := [line for line in view.lines if line.state is LineState.PAUSED]:
        raise SoldOut(_("지금은 판매하지 않는 상품이 있어요."), gone)
    if short := [line for line in view.lines if line.state in (LineState.SOLD_OUT, LineState.SHORT)]:
        raise _sold_out(view.basket, short)
    if short := [line for line in view.lines if line.state is LineState.QUOTA]:
        raise QuotaGone(_("기획전 가격으로 남은 수량이 모자라요."), short)
    if seen_digest and seen_digest != view.digest:
        changed = [line for line in view.lines if line.has_new_price]
        raise PriceChanged(_("주문서를 보시는 동안 내용이 바뀌었어요. 다시 확인해 주세요."), changed or view.lines)
    if not seen_digest and (changed := [line for line in view.lines if line.has_new_price]):
        raise PriceChanged(_("담아 두신 뒤로 가격이 바뀐 상품이 있어요."), changed)
    if not details.agreed_to_share:
        raise ConsentMissing(_("배송을 위해 판매 기업에 주소를 전하는 데 동의해 주세요."))
    made = [line for line in view.lines if baskets.is_made_to_order(line.variant)]
    if made and not details.agreed_to_made_to_order:
        raise ConsentMissing(_("주문 제작 상품의 청약철회 제한에 동의해 주세요."), made)


def _sold_out(basket: Basket | None, short: Sequence[Line]) -> NotHeld:
    """Say that it is sold out, unless the units are on their way back from the shopper's own earlier purchase."""
    leaving_now = basket.attempts.filter(state=State.LEAVING).order_by("pk").last() if basket else None
    if leaving_now and leaving_now.lines.filter(variant__in=[line.variant for line in short]).exists():
        return AttemptUnderWay(_("이전 결제를 정리하고 있어요. 잠시 뒤에 다시 주문해 주세요."), leaving_now)
    return SoldOut(_("아쉽지만 그 사이 품절되었거나 남은 수량이 모자라요."), short)


def _promise(basket: Basket, view: BasketView, details: Details, now: datetime) -> Attempt:
    reference = _new_reference()
    document = f"purchase:{reference}"
    wanted_quota: dict[int, int] = {}
    for line in view.lines:
        if line.campaign_item_id:
            wanted_quota[line.campaign_item_id] = wanted_quota.get(line.campaign_item_id, 0) + line.units
    try:
        quota.take(document=document, units=wanted_quota, now=now)
        inventory.commit_units(
            wanted={line.variant.sku: line.units for line in view.lines},
            location=inventory.home(),
            document=document,
            at=now,
            actor="shop",
        )
    except quota.QuotaGone as exc:
        short = [line for line in view.lines if line.campaign_item_id in exc.shortages]
        raise QuotaGone(_("기획전 가격으로 남은 수량이 모자라요."), short) from exc
    except inventory.InsufficientStock as exc:
        raise _sold_out(basket, [line for line in view.lines if line.variant.sku in exc.shortages]) from exc
    attempt = _write(reference, basket, view, details, now)
    audit.record("purchase.held", subject=attempt, actor="shop", at=now, total=attempt.total)
    leaving.wake(attempt, why="held", at=now)
    return attempt


def _write(reference: str, basket: Basket, view: BasketView, details: Details, now: datetime) -> Attempt:
    attempt = Attempt.objects.create(
        reference=reference,
        token=secrets.token_urlsafe(32),
        basket=basket,
        **_kept(details),
        agreed_to_share_at=now,
        goods_total=view.goods_total,
        delivery_fee=view.delivery_fee,
        total=view.total,
        digest=view.digest,
        due_at=now,
        held_until=now + timedelta(minutes=settings.GACHI_HOLD_MINUTES),
        created_at=now,
    )
    AttemptLine.objects.bulk_create(
        AttemptLine(
            attempt=attempt,
            variant=line.variant,
            title=line.title,
            units=line.units,
            unit_price=line.price or 0,
            line_total=line.total,
            campaign_item_id=line.campaign_item_id,
            consented_made_to_order_at=now if baskets.is_made_to_order(line.variant) else None,
        )
        for line in view.lines
    )
    return attempt


_NOT_KEPT: Collection[str] = ("agreed_to_share", "agreed_to_made_to_order")


def _kept(details: Details) -> dict[str, str]:
    """Return what an attempt keeps of the details, as it keeps it."""
    kept = {name: str(value).strip() for name, value in asdict(details).items() if name not in _NOT_KEPT}
    return kept | {"email": kept["email"].lower()}


def _details_of(attempt: Attempt) -> dict[str, str]:
    return {name: getattr(attempt, name) for name in Details.__dataclass_fields__ if name not in _NOT_KEPT}


def _new_reference() -> str:
    return "G-" + "".join(secrets.choice(REFERENCE_LETTERS) for _place in range(10))
