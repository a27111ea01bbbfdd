"""Enterprises with their statuses, their listings, and what the markets made of those."""

from typing import Any

from django.db.models import Count, Max, Min, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.models import CampaignItem, MarketListing
from marketplace.console import pages, words
from marketplace.console.access import StaffRequest, staff_only
from marketplace.console.values import LISTED_BADGES, audit_events
from marketplace.core.models import AuditEntry
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Stock
from marketplace.look.images import StoredPicture
from vendors.models import Enterprise, EnterpriseStatus, Listing, ShownPrice, StatusType
from vendors.orders import SEOUL

MOST_EVENTS = 20
STATUS_BADGES = {
    EnterpriseStatus.State.SUBMITTED: "warning",
    EnterpriseStatus.State.VERIFIED: "status",
    EnterpriseStatus.State.REJECTED: "bad",
    EnterpriseStatus.State.REVOKED: "bad",
}
LISTING_BADGES = {Listing.State.ACTIVE: "status", Listing.State.PAUSED: "warning"}


@staff_only
@require_safe
def enterprises(request: StaffRequest) -> HttpResponse:
    """All enterprises, found by name, number or district; by kind and by the state of their statuses."""
    text = pages.typed(request)
    kinds = {"": _("모든 유형"), **dict(StatusType.choices)}
    kind = pages.one_of(request, "kind", kinds)
    states = {"": _("모두"), **dict(EnterpriseStatus.State.choices)}
    state = pages.one_of(request, "state", states)
    rows = Enterprise.objects.select_related("district").order_by("name", "pk")
    if text:
        number = text.replace("-", "")
        rows = rows.filter(Q(name__icontains=text) | Q(business_number=number) | Q(district__name=text))
    wanted = {name: value for name, value in (("type", kind), ("state", state)) if value}
    if wanted:
        rows = rows.filter(pk__in=EnterpriseStatus.objects.filter(**wanted).values("enterprise"))
    counted = rows.annotate(on_sale=Count("listings", filter=Q(listings__state=Listing.State.ACTIVE)))
    statuses = EnterpriseStatus.objects.order_by("type", "pk")
    page = pages.paged(request, counted.prefetch_related(Prefetch("statuses", statuses)))
    context = {
        "areas": _areas("enterprises"),
        "typed": text,
        "kind": kind,
        "state": state,
        "kinds": pages.tabs(request, "kind", kinds, kind),
        "states": pages.tabs(request, "state", states, state),
        "page": page,
        "rows": [(row, [_status_values(status) for status in row.statuses.all()]) for row in page.object_list],
    }
    return pages.show(request, "enterprises.html", "enterprises", context)


def _areas(current: str) -> list[dict[str, Any]]:
    places = {"enterprises": _("기업"), "listings": _("상품"), "market-listings": _("판매처에 올린 것")}
    return [
        {"label": label, "url": reverse(f"console:{name}"), "current": name == current}
        for name, label in places.items()
    ]


def _status_values(status: EnterpriseStatus) -> dict[str, Any]:
    is_current = status.is_current(timezone.now().astimezone(SEOUL).date())
    state = EnterpriseStatus.State(status.state)
    is_over = state == EnterpriseStatus.State.VERIFIED and not is_current
    return {
        "row": status,
        "label": " ".join(filter(None, (str(status.get_type_display()), status.subtype))),
        "state": _("기간 지남") if is_over else str(state.label),
        "badge": "" if is_over else STATUS_BADGES.get(state, ""),
    }


@staff_only
@require_safe
def enterprise(request: StaffRequest, reference: str) -> HttpResponse:
    """One enterprise: who it is, what it has proved, who acts for it, what it sells."""
    row = get_object_or_404(Enterprise.objects.select_related("district"), reference=reference)
    counts = row.listings.aggregate(
        active=Count("pk", filter=Q(state=Listing.State.ACTIVE)),
        paused=Count("pk", filter=Q(state=Listing.State.PAUSED)),
        draft=Count("pk", filter=Q(state=Listing.State.DRAFT)),
    )
    trail = AuditEntry.objects.filter(subject_type="vendors.enterprise", subject_id=str(row.pk)).order_by("-at", "-pk")
    context = {
        "areas": _areas("enterprises"),
        "enterprise": row,
        "picture": StoredPicture.from_json(row.picture).square() if row.picture else None,
        "statuses": [_status_values(status) for status in row.statuses.select_related("verified_by").order_by("pk")],
        "members": row.members.select_related("user").order_by("role", "pk"),
        "figures": [
            {"label": _("판매 중인 상품"), "value": counts["active"]},
            {"label": _("판매를 멈춘 상품"), "value": counts["paused"]},
            {"label": _("작성 중인 상품"), "value": counts["draft"]},
        ],
        "events": audit_events(list(trail[:MOST_EVENTS])),
    }
    return pages.show(request, "enterprise.html", "enterprises", context)


@staff_only
@require_safe
def listings(request: StaffRequest) -> HttpResponse:
    """All listings, found by name; by state, and of one enterprise where the address names it."""
    text = pages.typed(request)
    states = {"": _("모두"), **dict(Listing.State.choices)}
    state = pages.one_of(request, "state", states)
    maker = pages.typed(request, "enterprise")
    rows = Listing.objects.select_related("enterprise", "category").order_by("-updated_at", "-pk")
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(reference=text.lower()))
    if state:
        rows = rows.filter(state=state)
    if maker:
        rows = rows.filter(enterprise__reference=maker)
    priced = rows.annotate(
        least=Min("variants__price", filter=Q(variants__is_active=True)),
        most=Max("variants__price", filter=Q(variants__is_active=True)),
    )
    page = pages.paged(request, priced)
    context = {
        "areas": _areas("listings"),
        "typed": text,
        "state": state,
        "maker": Enterprise.objects.filter(reference=maker).first() if maker else None,
        "states": pages.tabs(request, "state", states, state),
        "page": page,
        "rows": [(row, LISTING_BADGES.get(Listing.State(row.state), "")) for row in page.object_list],
    }
    return pages.show(request, "listings.html", "enterprises", context)


@staff_only
@require_safe
def listing(request: StaffRequest, reference: str) -> HttpResponse:
    """One listing as every channel is to show it: options with stock and prices, notice, marks, markets."""
    row = get_object_or_404(Listing.objects.select_related("enterprise", "category"), reference=reference)
    variants = list(row.variants.order_by("position", "pk"))
    home = Stock.objects.filter(sku__in=[variant.sku for variant in variants], location__code=inventory.HOME)
    stock = {there.sku: there for there in home}
    prices: dict[int, list[tuple[str, ShownPrice]]] = {variant.pk: [] for variant in variants}
    for price in ShownPrice.objects.filter(variant__in=variants).order_by("channel"):
        prices[price.variant_id].append((words.channel(price.channel), price))
    trail = AuditEntry.objects.filter(subject_type="vendors.listing", subject_id=str(row.pk)).order_by("-at", "-pk")
    context = {
        "areas": _areas("listings"),
        "listing": row,
        "badge": LISTING_BADGES.get(Listing.State(row.state), ""),
        "pictures": [
            {**StoredPicture.from_json(picture.picture).square(), "alt": picture.alt}
            for picture in row.pictures.order_by("position")
        ],
        "options": [(variant, stock.get(variant.sku), prices[variant.pk]) for variant in variants],
        "markets": [
            _listed_row(listed)
            for listed in MarketListing.objects.filter(variant__in=variants)
            .select_related("variant__listing")
            .order_by("market", "pk")
        ],
        "marks": row.marks.order_by("pk"),
        "notice": [{"label": item, "text": said} for item, said in row.notice],
        "items": CampaignItem.objects.filter(variant__in=variants).select_related("campaign").order_by("-pk")[:10],
        "events": audit_events(list(trail[:MOST_EVENTS])),
    }
    return pages.show(request, "listing.html", "enterprises", context)


@staff_only
@require_safe
def market_listings(request: StaffRequest) -> HttpResponse:
    """What the markets have of ours, and what they said to it."""
    states = {"": _("모두"), **dict(MarketListing.State.choices)}
    state = pages.one_of(request, "state", states)
    rows = MarketListing.objects.select_related("variant__listing__enterprise").order_by("-seen_at", "-pk")
    if state:
        rows = rows.filter(state=state)
    page = pages.paged(request, rows)
    context = {
        "areas": _areas("market-listings"),
        "states": pages.tabs(request, "state", states, state),
        "page": page,
        "rows": [_listed_row(listed) for listed in page.object_list],
    }
    return pages.show(request, "market_listings.html", "enterprises", context)


def _listed_row(listed: MarketListing) -> dict[str, Any]:
    return {
        "row": listed,
        "channel": words.channel(listed.market),
        "title": words.variant(listed.variant),
        "badge": LISTED_BADGES.get(MarketListing.State(listed.state), ""),
    }
