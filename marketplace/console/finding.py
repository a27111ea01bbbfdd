"""The console's search: one line that finds an order, a SKU, an enterprise, a campaign or a purchase."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign, MarketOrder
from marketplace.console import words
from marketplace.look.formats import named
from marketplace.purchases.models import Attempt
from vendors.models import Enterprise, Listing, Variant, VendorOrder

MOST = 8


@dataclass(frozen=True)
class Hit:
    """Something found: what it is, where it is, and a word about it."""

    kind: str
    title: str
    url: str
    note: str = ""


def find(text: str) -> list[Hit]:
    """Return what goes by this number or name, numbers first; a few of each kind."""
    if not text:
        return []
    return [
        *_orders(text),
        *_purchases(text),
        *_variants(text),
        *_campaigns(text),
        *_enterprises(text),
        *_listings(text),
    ]


def _orders(text: str) -> Iterator[Hit]:
    """By our number, the market's parcel (box), or the market's order."""
    boxes = MarketOrder.objects.filter(remote_order_id=text).values("vendor_order")
    rows = VendorOrder.objects.filter(Q(reference=text.upper()) | Q(remote_id=text) | Q(pk__in=boxes))
    for row in rows.select_related("enterprise").order_by("-placed_at")[:MOST]:
        note = " · ".join(filter(None, (words.channel(row.channel), row.remote_id, str(row.get_state_display()))))
        yield Hit(
            _("주문"),
            f"{row.reference} · {named(row.enterprise)}",
            reverse("console:order", args=[row.reference]),
            note,
        )


def _purchases(text: str) -> Iterator[Hit]:
    reference = text.removeprefix("purchase:")
    numbers = Q(reference__iexact=reference) | Q(saleor_order_number=text.removeprefix("#"))
    for row in Attempt.objects.filter(numbers).order_by("-pk")[:MOST]:
        title = " · ".join(filter(None, (row.reference, row.saleor_order_number and f"#{row.saleor_order_number}")))
        url = reverse("console:purchase", args=[row.reference])
        yield Hit(_("결제"), title, url, words.said(words.ATTEMPT_STATES, row.state))


def _variants(text: str) -> Iterator[Hit]:
    rows = Variant.objects.filter(sku__istartswith=text).select_related("listing").order_by("sku")[:MOST]
    for row in rows:
        note = words.variant(row)
        yield Hit(_("재고"), row.sku, reverse("console:stock", args=[row.sku]), note)


def _campaigns(text: str) -> Iterator[Hit]:
    rows = Campaign.objects.filter(Q(title__icontains=text) | Q(title_en__icontains=text) | Q(reference=text.lower()))
    for row in rows.order_by("-starts_at")[:MOST]:
        yield Hit(
            _("기획전"),
            named(row),
            reverse("console:exhibition", args=[row.reference]),
            row.get_state_display(),
        )


def _enterprises(text: str) -> Iterator[Hit]:
    number = text.replace("-", "")
    names = Q(name__icontains=text) | Q(name_en__icontains=text) | Q(reference=text.lower())
    rows = Enterprise.objects.filter(names | Q(business_number=number)).select_related("district").order_by("name")
    for row in rows[:MOST]:
        yield Hit(
            _("기업"),
            named(row),
            reverse("console:enterprise", args=[row.reference]),
            named(row.district),
        )


def _listings(text: str) -> Iterator[Hit]:
    rows = Listing.objects.filter(
        Q(title__icontains=text) | Q(title_en__icontains=text) | Q(reference=text.lower())
    ).select_related("enterprise")
    for row in rows.order_by("title", "pk")[:MOST]:
        yield Hit(
            _("상품"),
            named(row),
            reverse("console:listing", args=[row.reference]),
            named(row.enterprise),
        )
