"""Sales over the counter, and their reversals. Each is recorded once, whatever the network does to its form."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import quota
from campaigns.models import DayClosing, Exhibition, PopupSale, PopupSaleLine
from campaigns.popups.goods import Good, goods_here
from campaigns.popups.places import PopupRefused, hold
from marketplace.core import audit
from marketplace.core.models import User
from marketplace.inventory import services as inventory
from vendors.orders import SEOUL

MOST_UNITS = 999


class SaleRefused(PopupRefused):
    """Nothing was sold, or nothing taken back."""


def document_of(sale: PopupSale) -> str:
    """Return the name of a sale for the ledger and for quotas; a reversal goes by the sale that it reverses."""
    return f"popup:{sale.reverses.key if sale.reverses else sale.key}"


@transaction.atomic
def sell(
    *,
    exhibition: Exhibition,
    key: str,
    units: Mapping[str, int],
    paid: str,
    shown_total: int,
    actor: User,
    now: datetime,
) -> PopupSale:
    """Record a sale (SKU → units) at the prices of this moment, or raise SaleRefused and sell nothing.

    Once per key; the same key with other goods is refused. `shown_total` is what the customer was told: if a price has
    moved since, the sale is refused with the new total.
    """
    exhibition = hold(exhibition)
    lines = {sku: count for sku, count in units.items() if count}
    if there := PopupSale.objects.filter(key=key).first():
        return _the_same(there, exhibition, lines, paid)
    goods = {good.variant.sku: good for good in goods_here(exhibition=exhibition, now=now, skus=lines)}
    problems = _problems(exhibition, goods, lines, paid, now)
    total = sum(goods[sku].price * count for sku, count in lines.items() if sku in goods)
    if not problems and total != shown_total:
        problems = [_("합계가 %(total)s원이에요. 손님께 알려 드리고 다시 눌러 주세요.") % {"total": f"{total:,}"}]
    if problems:
        raise SaleRefused(problems)

    sale = PopupSale.objects.create(exhibition=exhibition, key=key, sold_at=now, sold_by=actor, paid=paid, total=total)
    PopupSaleLine.objects.bulk_create(
        PopupSaleLine(sale=sale, variant=goods[sku].variant, units=count, line_total=goods[sku].price * count)
        for sku, count in sorted(lines.items())
    )
    _take_quota(sale, goods, lines, now)
    inventory.sell_units(
        units=lines,
        location=exhibition.location,
        document=document_of(sale),
        key=f"popup-sale:{key}",
        at=now,
        actor=actor,
    )
    audit.record("popup.sold", subject=sale, actor=actor, at=now, total=total, paid=paid)
    return sale


@transaction.atomic
def undo_sale(*, sale: PopupSale, actor: User, now: datetime) -> PopupSale:
    """Take a whole sale back and return its reversal, or raise SaleRefused. Once; a second time returns the same one.

    A reversal of a sale of a closed day belongs to the next day that is closed.
    """
    exhibition = hold(sale.exhibition)
    if sale.reverses_id:
        raise SaleRefused([_("되돌린 기록은 다시 되돌릴 수 없어요.")])
    if there := PopupSale.objects.filter(reverses=sale).first():
        return there
    if exhibition.state != Exhibition.State.OPEN:
        raise SaleRefused([_("마감을 시작한 팝업에서는 판매를 되돌릴 수 없어요.")])
    lines = list(sale.lines.select_related("variant"))
    reversal = PopupSale.objects.create(
        exhibition=exhibition,
        key=f"undo-{sale.key}",
        sold_at=now,
        sold_by=actor,
        paid=sale.paid,
        total=sale.total,
        reverses=sale,
    )
    PopupSaleLine.objects.bulk_create(
        PopupSaleLine(sale=reversal, variant=line.variant, units=line.units, line_total=line.line_total)
        for line in lines
    )
    quota.give_back(document=document_of(sale), now=now)
    back: dict[str, int] = defaultdict(int)
    for line in lines:
        back[line.variant.sku] += line.units
    inventory.return_units(
        document=document_of(sale),
        units=back,
        key=f"popup-undo:{sale.key}",
        location=exhibition.location,
        at=now,
        actor=actor,
        reason="UNDONE",
    )
    audit.record("popup.sale-undone", subject=reversal, actor=actor, at=now, total=sale.total, paid=sale.paid)
    return reversal


def _the_same(there: PopupSale, exhibition: Exhibition, lines: Mapping[str, int], paid: str) -> PopupSale:
    sold = dict(there.lines.values_list("variant__sku", "units"))
    if there.exhibition_id != exhibition.pk or sold != dict(lines) or there.paid != paid:
        raise SaleRefused([_("이 계산은 이미 마쳤어요. 영수증을 보거나 새로 계산해 주세요.")])
    return there


def _problems(
    exhibition: Exhibition, goods: Mapping[str, Good], lines: Mapping[str, int], paid: str, now: datetime
) -> list[str]:
    if exhibition.state != Exhibition.State.OPEN:
        return [_("문을 연 팝업에서만 팔 수 있어요.")]
    if DayClosing.objects.filter(exhibition=exhibition, day_on__gte=now.astimezone(SEOUL).date()).exists():
        return [_("오늘은 이미 하루 마감을 했어요. 내일부터 다시 팔 수 있어요.")]
    if not lines or any(count < 0 or count > MOST_UNITS for count in lines.values()):
        return [_("팔 물건을 담아 주세요.")]
    if paid not in PopupSale.Paid.values:
        return [_("카드인지 현금인지 골라 주세요.")]
    problems = []
    for sku, count in sorted(lines.items()):
        good = goods.get(sku)
        if good is None:
            problems.append(_("여기에 없는 물건이에요: %(sku)s") % {"sku": sku})
        elif good.is_expired:
            problems.append(_("‘%(name)s’은(는) 소비기한이 지나 팔 수 없어요.") % {"name": good.name})
        elif good.units < count:
            problems.append(
                _("‘%(name)s’은(는) %(left)s개 남았어요. %(wanted)s개는 팔 수 없어요.")
                % {"name": good.name, "left": good.units, "wanted": count}
            )
    return problems


def _take_quota(sale: PopupSale, goods: Mapping[str, Good], lines: Mapping[str, int], now: datetime) -> None:
    by_item = {good.item.pk: good for good in goods.values() if good.item}
    wanted = {pk: lines[good.variant.sku] for pk, good in by_item.items()}
    try:
        quota.take(document=document_of(sale), units=wanted, now=now)
    except quota.QuotaGone as exc:
        raise SaleRefused(
            [
                _("‘%(name)s’은(는) 기획전 값으로 %(left)s개까지 팔 수 있어요. 나머지는 따로 계산해 주세요.")
                % {"name": by_item[pk].name, "left": left}
                for pk, (_wanted, left) in exc.shortages.items()
            ]
        ) from exc
