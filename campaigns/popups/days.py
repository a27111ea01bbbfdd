"""일마감: what a day sold against what is in the drawer. A closed day is locked; reversals belong to the next one."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from campaigns.models import DayClosing, Exhibition, PopupSale
from campaigns.popups.places import PopupRefused, hold
from marketplace.core import audit
from marketplace.core.models import User
from vendors.orders import SEOUL


class DayRefused(PopupRefused):
    """The day cannot be closed so."""


@dataclass(frozen=True)
class DayFigures:
    """What belongs to a day that is not closed: whole won by kind of payment, reversals taken off."""

    day_on: date
    sales: int
    undone: int
    cash: int
    card: int

    @property
    def total(self) -> int:
        return self.cash + self.card


def day_to_close(*, exhibition: Exhibition, now: datetime) -> DayFigures | None:
    """Return the earliest day that is not closed, with its figures, or None if none is to be closed now.

    That is the first day with a sale that no closing holds, else today. While the pop-up itself is being closed, what
    was taken back after the last day's closing may be closed as the day that follows.
    """
    if exhibition.state in (Exhibition.State.PLANNED, Exhibition.State.CLOSED):
        return None
    today = now.astimezone(SEOUL).date()
    first = _open_sales(exhibition).aggregate(first=Min("sold_at"))["first"]
    last = exhibition.days.aggregate(last=Max("day_on"))["last"]
    is_ending = exhibition.state == Exhibition.State.CLOSING
    if first is None and is_ending:
        return None
    day = first.astimezone(SEOUL).date() if first else today
    if last and day <= last:
        day = last + timedelta(days=1)
    if day > today and not is_ending:
        return None
    return _figures(exhibition, day)


@transaction.atomic
def close_day(
    *,
    exhibition: Exhibition,
    day_on: date,
    shown_cash: int,
    cash_counted: int,
    reason: str,
    actor: User,
    now: datetime,
) -> DayClosing:
    """Close a day for good, or raise DayRefused: if a sale came in since the form was shown, or if the drawer differs
    and no reason is given. A day that is closed already comes back as it is.
    """
    exhibition = hold(exhibition)
    if there := DayClosing.objects.filter(exhibition=exhibition, day_on=day_on).first():
        return there
    figures = day_to_close(exhibition=exhibition, now=now)
    if figures is None or figures.day_on != day_on:
        raise DayRefused([_("지금은 그날을 마감할 수 없어요. 새로 열어 다시 봐 주세요.")])
    if figures.cash != shown_cash:
        raise DayRefused([_("그사이 판매가 있어 현금이 %(cash)s원으로 바뀌었어요.") % {"cash": f"{figures.cash:,}"}])
    if cash_counted != figures.cash and not reason.strip():
        raise DayRefused(
            [_("센 현금이 %(gap)s원 달라요. 까닭을 적어 주세요.") % {"gap": f"{cash_counted - figures.cash:+,}"}]
        )
    closing = DayClosing.objects.create(
        exhibition=exhibition,
        day_on=day_on,
        cash_expected=figures.cash,
        cash_counted=cash_counted,
        card_total=figures.card,
        reason=reason.strip(),
        closed_by=actor,
        closed_at=now,
    )
    _sales_of(exhibition, day_on).update(day_closing=closing)
    audit.record(
        "popup.day-closed",
        subject=closing,
        actor=actor,
        at=now,
        day=day_on.isoformat(),
        cash_expected=figures.cash,
        cash_counted=cash_counted,
        card=figures.card,
    )
    return closing


def _open_sales(exhibition: Exhibition) -> QuerySet[PopupSale]:
    return PopupSale.objects.filter(exhibition=exhibition, day_closing=None)


def _sales_of(exhibition: Exhibition, day: date) -> QuerySet[PopupSale]:
    ends = datetime.combine(day + timedelta(days=1), time(), SEOUL)
    return _open_sales(exhibition).filter(sold_at__lt=ends)


def _figures(exhibition: Exhibition, day: date) -> DayFigures:
    sold, undone = Q(reverses=None), Q(reverses__isnull=False)
    cash, card = Q(paid=PopupSale.Paid.CASH), Q(paid=PopupSale.Paid.CARD)
    sums = _sales_of(exhibition, day).aggregate(
        sales=Count("pk", filter=sold),
        undone=Count("pk", filter=undone),
        cash_in=Sum("total", filter=cash & sold, default=0),
        cash_back=Sum("total", filter=cash & undone, default=0),
        card_in=Sum("total", filter=card & sold, default=0),
        card_back=Sum("total", filter=card & undone, default=0),
    )
    return DayFigures(
        day_on=day,
        sales=sums["sales"],
        undone=sums["undone"],
        cash=sums["cash_in"] - sums["cash_back"],
        card=sums["card_in"] - sums["card_back"],
    )
