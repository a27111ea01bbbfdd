"""실사: what is really there when a pop-up closes, and where the rest went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Consignment, Exhibition, StockCount
from campaigns.popups.goods import name_of
from campaigns.popups.places import PopupRefused, hold
from marketplace.core import audit
from marketplace.core.models import User
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Stock
from vendors.models import Variant


class CountRefused(PopupRefused):
    """The count cannot be recorded so."""


@dataclass(frozen=True)
class Found:
    """What a person found of a SKU: still there, lost and damaged (for a reason), against the book that they saw."""

    sku: str
    shown_book: int
    counted: int
    lost: int = 0
    damaged: int = 0
    reason: str = ""


@transaction.atomic
def record_counts(
    *, exhibition: Exhibition, found: Sequence[Found], key: str, actor: User, now: datetime
) -> list[StockCount]:
    """Record what was found, or raise CountRefused and record nothing.

    Lost and damaged units leave the ledger with their reason; units beyond the book come into it; what is missing
    without a word stays in it until two people sign. A SKU may be counted again until it is sent back; what was
    written off stays written off.
    """
    exhibition = hold(exhibition)
    if exhibition.state != Exhibition.State.CLOSING:
        raise CountRefused([_("마감을 시작한 뒤에 실사를 적을 수 있어요.")])
    if not found:
        raise CountRefused([_("세어 본 물건을 하나는 적어 주세요.")])
    skus = [row.sku for row in found]
    units = dict(Stock.objects.filter(location=exhibition.location, sku__in=skus).values_list("sku", "free"))
    variants = {v.sku: v for v in Variant.objects.filter(sku__in=units).select_related("listing")}
    counts = {count.variant_id: count for count in StockCount.objects.filter(exhibition=exhibition)}
    sent_back = set(
        Consignment.objects.filter(exhibition=exhibition, direction=Consignment.Direction.OUT).values_list(
            "enterprise_id", flat=True
        )
    )
    problems = [
        problem
        for row in found
        if (problem := _problem(row, variants.get(row.sku), units.get(row.sku, 0), counts, sent_back))
    ]
    if problems:
        raise CountRefused(problems)
    return [
        _record(exhibition, row, variants[row.sku], units[row.sku], counts, key=key, actor=actor, now=now)
        for row in sorted(found, key=lambda row: row.sku)
    ]


def _problem(
    row: Found, variant: Variant | None, units: int, counts: dict[int, StockCount], sent_back: set[int]
) -> str:
    if variant is None:
        return _("여기에 없는 물건이에요: %(sku)s") % {"sku": row.sku}
    before = counts.get(variant.pk)
    book = before.book_units if before else units
    said = {"name": name_of(variant), "book": book, "shown": row.shown_book}
    if before and _is_same(before, row):
        return ""
    if variant.listing.enterprise_id in sent_back:
        return _("‘%(name)s’은(는) 이미 돌려보내서 다시 셀 수 없어요.") % said
    if row.shown_book != book:
        return _("‘%(name)s’의 장부가 그사이 %(shown)s개에서 %(book)s개로 바뀌었어요.") % said
    return _problem_of_figures(row, before, book, said)


def _problem_of_figures(row: Found, before: StockCount | None, book: int, said: dict[str, Any]) -> str:
    if min(row.counted, row.lost, row.damaged) < 0 or row.lost + row.damaged > book:
        return _("‘%(name)s’: 장부의 %(book)s개보다 많이 잃거나 상할 수 없어요.") % said
    if (row.lost or row.damaged) and not row.reason.strip():
        return _("‘%(name)s’: 잃거나 상한 까닭을 적어 주세요.") % said
    if before and (row.lost < before.lost_units or row.damaged < before.damaged_units):
        return _("‘%(name)s’: 이미 적은 분실과 파손은 줄일 수 없어요.") % said
    return ""


def _is_same(count: StockCount, row: Found) -> bool:
    return (count.counted_units, count.lost_units, count.damaged_units) == (row.counted, row.lost, row.damaged)


def _record(
    exhibition: Exhibition,
    row: Found,
    variant: Variant,
    units: int,
    counts: dict[int, StockCount],
    *,
    key: str,
    actor: User,
    now: datetime,
) -> StockCount:
    before = counts.get(variant.pk)
    if before and _is_same(before, row):
        return before
    count = before or StockCount(exhibition=exhibition, variant=variant, book_units=units)
    lost, damaged = row.lost - count.lost_units, row.damaged - count.damaged_units
    # Found again or found too many: the ledger holds what is there, or else what nobody has explained yet.
    target = max(count.book_units - row.lost - row.damaged, row.counted)
    changes = {"LOST": -lost, "DAMAGED": -damaged, "COUNTED": target - (units - lost - damaged)}
    for reason, delta in changes.items():
        if delta:
            inventory.change(
                sku=row.sku,
                location=exhibition.location,
                delta=delta,
                reason=f"{reason} {row.reason}".strip(),
                key=f"popup-count:{key}:{row.sku}:{reason}",
                document=f"popup-count:{exhibition.campaign.reference}",
                at=now,
                actor=actor,
            )
    count.counted_units, count.lost_units, count.damaged_units = row.counted, row.lost, row.damaged
    count.reason, count.counted_by, count.counted_at = row.reason.strip(), actor, now
    count.save()
    audit.record(
        "popup.counted",
        subject=count,
        actor=actor,
        at=now,
        sku=row.sku,
        book=count.book_units,
        counted=row.counted,
        lost=row.lost,
        damaged=row.damaged,
    )
    return count
