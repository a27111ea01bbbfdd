"""The end of a pop-up: everything accounted for, or two people's word for what is not."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import ClosingSignature, Consignment, Exhibition, PopupSale
from campaigns.popups import saleor_side
from campaigns.popups.balance import Balance, balance_of
from campaigns.popups.places import PopupRefused, hold
from marketplace.core import audit
from marketplace.core.models import User
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Stock

State = Exhibition.State
SIGNATURES = 2


class ClosingRefused(PopupRefused):
    """The pop-up cannot be closed, or the difference not be signed for, yet."""


def obstacles(exhibition: Exhibition, balance: Balance) -> list[str]:
    """Say what has to be done before the pop-up can be closed, signatures apart."""
    if exhibition.state != State.CLOSING:
        return [_("먼저 마감을 시작해 주세요.")]
    found = []
    if PopupSale.objects.filter(exhibition=exhibition, day_closing=None).exists():
        found.append(_("하루 마감을 하지 않은 판매가 있어요."))
    if uncounted := [row for row in balance.rows if row.here and row.count is None]:
        found.append(_("실사를 적지 않은 물건이 %(count)s가지 있어요.") % {"count": len(uncounted)})
    if left := [row for row in balance.rows if row.count and row.left]:
        found.append(_("돌려보내지 않은 물건이 %(count)s가지 있어요.") % {"count": len(left)})
    on_the_way = Consignment.objects.filter(exhibition=exhibition, state=Consignment.State.SENT).count()
    if on_the_way:
        found.append(_("받았다는 서명이 없는 명세서가 %(count)s건 있어요.") % {"count": on_the_way})
    return found


def standing_signatures(exhibition: Exhibition, balance: Balance) -> list[ClosingSignature]:
    """Return the signatures for exactly the difference that there is now; older ones for another one don't count."""
    rows = ClosingSignature.objects.filter(exhibition=exhibition).select_related("signed_by").order_by("signed_at")
    return [row for row in rows if row.difference == balance.differences]


@transaction.atomic
def sign_difference(
    *, exhibition: Exhibition, shown: Mapping[str, int], note: str, actor: User, now: datetime
) -> ClosingSignature:
    """Give one's word for the difference that one was shown (SKU → units), or raise ClosingRefused.

    A second signature of the same person takes the place of the first; it does not make two.
    """
    exhibition = hold(exhibition)
    balance = balance_of(exhibition)
    if problems := obstacles(exhibition, balance):
        raise ClosingRefused(problems)
    if not balance.differences:
        raise ClosingRefused([_("서명할 차이가 없어요.")])
    if dict(shown) != balance.differences:
        raise ClosingRefused([_("그사이 차이가 바뀌었어요. 새 숫자를 보고 다시 서명해 주세요.")])
    if not note.strip():
        raise ClosingRefused([_("왜 다른지 아는 대로 적어 주세요.")])
    if not actor.is_staff:
        raise ClosingRefused([_("센터 직원만 서명할 수 있어요.")])
    signature, _is_new = ClosingSignature.objects.update_or_create(
        exhibition=exhibition,
        signed_by=actor,
        defaults={"signed_at": now, "difference": balance.differences, "note": note.strip()},
    )
    audit.record(
        "popup.signed", subject=signature, actor=actor, at=now, difference=balance.differences, note=note.strip()
    )
    return signature


@transaction.atomic
def close_exhibition(*, exhibition: Exhibition, note: str, actor: User, now: datetime) -> Exhibition:
    """Close the pop-up and its stock location for good, or raise ClosingRefused. A second time changes nothing.

    It closes when sent = sold + returned + lost + damaged for every variant, or when two different people have signed
    for the difference; what they signed for leaves the ledger.
    """
    exhibition = hold(exhibition)
    if exhibition.state == State.CLOSED:
        return exhibition
    balance = balance_of(exhibition)
    problems = obstacles(exhibition, balance)
    signed = standing_signatures(exhibition, balance)
    if balance.differences and len(signed) < SIGNATURES:
        problems.append(
            _("설명되지 않은 차이가 있어요. 서로 다른 두 사람이 서명해야 해요(%(signed)s명 서명).")
            % {"signed": len(signed)}
        )
    if problems:
        raise ClosingRefused(problems)
    Consignment.objects.filter(exhibition=exhibition, state=Consignment.State.DRAFT).delete()
    for sku, units in (
        Stock.objects.filter(location=exhibition.location, free__gt=0).order_by("sku").values_list("sku", "free")
    ):
        inventory.lose(
            sku=sku,
            location=exhibition.location,
            units=units,
            key=f"popup-close:{exhibition.campaign.reference}:{sku}",
            document=f"popup-close:{exhibition.campaign.reference}",
            reason="SIGNED",
            at=now,
            actor=actor,
        )
    inventory.close_location(location=exhibition.location, at=now, actor=actor)
    exhibition.state, exhibition.closed_at, exhibition.closing_note = State.CLOSED, now, note.strip()
    exhibition.save(update_fields=["state", "closed_at", "closing_note"])
    saleor_side.request_turn(exhibition=exhibition, now=now)
    audit.record(
        "popup.closed",
        subject=exhibition,
        actor=actor,
        at=now,
        difference=balance.differences,
        signed_by=[row.signed_by.email for row in signed],
        totals=balance.total,
    )
    return exhibition
