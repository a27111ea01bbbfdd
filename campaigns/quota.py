"""How many of a campaign's items are sold at its price: taken by the gate together with the units.

Everyone who moves both locks items first and stock after them.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from campaigns.models import CampaignItem, QuotaTake
from marketplace.core import outbox


class QuotaGone(Exception):
    """Fewer are left at the campaign's price than wanted. `shortages` says for each item id: (wanted, left)."""

    def __init__(self, shortages: Mapping[int, tuple[int, int]]) -> None:
        self.shortages = dict(shortages)
        super().__init__(", ".join(f"{item}: {wanted} > {left}" for item, (wanted, left) in self.shortages.items()))


class QuotaTakeDiffers(Exception):
    """The document has taken quota before, of another content. A bug of the caller; not fit to show."""


@transaction.atomic
def take(*, document: str, units: Mapping[int, int], now: datetime) -> list[QuotaTake]:
    """Take `units` (by item id) for a document, once, or raise QuotaGone and take nothing.

    The window is not looked at: the price that is shown is the price, until a plan has changed it. What an item without
    a quota sells is counted all the same.
    """
    if not units:
        return []
    # Everyone locks in primary-key order, so two baskets never wait for each other.
    items = {item.pk: item for item in CampaignItem.ever.filter(pk__in=units).order_by("pk").select_for_update()}
    if there := list(QuotaTake.objects.filter(document=document).order_by("item_id")):
        if {row.item_id: row.units for row in there if row.returned_at is None} != dict(units):
            raise QuotaTakeDiffers(document)
        return there
    short = {pk: (wanted, left) for pk, wanted in units.items() if (left := _left(items.get(pk), wanted)) < wanted}
    if short:
        raise QuotaGone(short)
    for pk, wanted in sorted(units.items()):
        item = items[pk]
        item.taken += wanted
        item.save(update_fields=["taken"])
        if item.is_used_up:
            _tell(item, document=document, what="used-up", now=now)
    return QuotaTake.objects.bulk_create(
        QuotaTake(item=items[pk], document=document, units=wanted) for pk, wanted in sorted(units.items())
    )


@transaction.atomic
def give_back(*, document: str, now: datetime) -> int:
    """Give back what a document has taken and not yet given back; returns how many units. A second time: none."""
    pks = QuotaTake.objects.filter(document=document, returned_at=None).values_list("item_id", flat=True)
    items = {item.pk: item for item in CampaignItem.ever.filter(pk__in=pks).order_by("pk").select_for_update()}
    given = 0
    for row in QuotaTake.objects.filter(document=document, returned_at=None).select_for_update().order_by("pk"):
        item = items[row.item_id]
        was_used_up = item.is_used_up
        item.taken -= row.units
        item.save(update_fields=["taken"])
        row.returned_at = now
        row.save(update_fields=["returned_at"])
        given += row.units
        if was_used_up:
            _tell(item, document=document, what="returned", now=now)
    return given


def hold(*, documents: Collection[str]) -> None:
    """Lock the items that documents took of. Whoever gives back both quota and units begins with this."""
    rows = CampaignItem.ever.filter(takes__document__in=documents, takes__returned_at=None)
    list(CampaignItem.ever.filter(pk__in=rows.values("pk")).order_by("pk").select_for_update())


def _left(item: CampaignItem | None, wanted: int) -> int:
    if item is None:
        return 0
    return wanted if item.quota is None else max(item.quota - item.taken, 0)


def _tell(item: CampaignItem, *, document: str, what: str, now: datetime) -> None:
    """Ask for the plan that withdraws the price, or brings it back."""
    outbox.emit(
        "campaigns.quota_changed", key=f"quota:{item.pk}:{document}:{what}", at=now, campaign_id=item.campaign_id
    )
