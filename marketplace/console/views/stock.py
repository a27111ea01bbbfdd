"""Any SKU's units: how many, where, promised to whom, and the movements that made it so."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.console import pages, words
from marketplace.console.access import StaffRequest, staff_only
from marketplace.inventory import services as inventory
from marketplace.inventory.models import BUCKETS, Stock, StockMovement
from vendors.models import Variant
from vendors.publishing import stock as saleor_stock


@staff_only
@require_safe
def stocks(request: StaffRequest) -> HttpResponse:
    """All SKUs with their units, found by SKU or by the listing's name."""
    text = pages.typed(request)
    states = {"": _("모두"), "out": _("팔 것이 없음"), "offered": _("오픈마켓에 내놓음"), "moving": _("옮기는 중")}
    state = pages.one_of(request, "state", states)
    rows = Stock.objects.select_related("location").order_by("sku", "location__code")
    if text:
        named = Variant.objects.filter(listing__title__icontains=text).values("sku")
        rows = rows.filter(sku__istartswith=text) | rows.filter(sku__in=named)
    conditions = {"out": {"free": 0}, "offered": {"offered__gt": 0}, "moving": {"in_transit_out__gt": 0}}
    rows = rows.filter(**conditions.get(state, {}))
    page = pages.paged(request, rows)
    variants = Variant.objects.filter(sku__in=[row.sku for row in page.object_list]).select_related("listing")
    titles = {variant.sku: words.variant(variant) for variant in variants}
    context = {
        "typed": text,
        "states": pages.tabs(request, "state", states, state),
        "page": page,
        "rows": [(row, titles.get(row.sku, "")) for row in page.object_list],
    }
    return pages.show(request, "stocks.html", "stock", context)


@staff_only
@require_safe
def stock(request: StaffRequest, sku: str) -> HttpResponse:
    """One SKU at one place: each figure with the rows that add up to it, and its movements."""
    there = {row.location.code: row for row in Stock.objects.filter(sku=sku).select_related("location")}
    variant = Variant.objects.filter(sku=sku).select_related("listing__enterprise").first()
    if not there and variant is None:
        raise Http404
    locations = {code: row.location for code, row in there.items()}
    chosen = pages.one_of(request, "at", locations, inventory.HOME)
    location = locations.get(chosen) or inventory.home()
    explained = inventory.explain(sku=sku, location=location)
    moves = StockMovement.objects.filter(stock__sku=sku, stock__location=location).order_by("-pk")
    page = pages.paged(request, moves)
    context = {
        "sku": sku,
        "variant": variant,
        "places": pages.tabs(request, "at", {code: place.name for code, place in locations.items()}, location.code),
        "location": location,
        "figures": explained.figures,
        "parts": [
            {
                "name": words.BUCKETS[bucket],
                "units": explained.figures[bucket],
                "rows": [
                    (" · ".join(filter(None, (words.said(words.MOVEMENTS, row.kind), row.document))), row.units)
                    for row in explained.of(bucket)
                ],
            }
            for bucket in words.BUCKETS
        ],
        "in_saleor": saleor_stock.last_shown(sku, location=location.code),
        "for_saleor": explained.figures["allocated"] + explained.figures["free"],
        "page": page,
        "moves": [
            (move, words.said(words.MOVEMENTS, move.kind), _buckets(move), words.said(words.REASONS, move.reason))
            for move in page.object_list
        ],
    }
    return pages.show(request, "stock.html", "stock", context)


@staff_only
@require_POST
def look(request: StaffRequest, sku: str) -> HttpResponse:
    """Have a worker ask Saleor what it shows of a SKU, and put it right if it differs; the page shows the answer."""
    variant = get_object_or_404(Variant, sku=sku)
    lane = saleor_stock.request_push(sku=variant.sku, now=timezone.now())
    if lane.parked_at:
        messages.error(request, _("이 재고의 레인이 멈춰 있어서 물어보지 못했어요. 레인에서 먼저 풀어 주세요."))
    else:
        messages.success(request, _("Saleor에 물어보고 있어요. 잠시 뒤에 새로 고쳐 보세요."))
    return redirect("console:stock", sku)


def _buckets(move: StockMovement) -> list[str]:
    """Say which buckets a movement changed, and by how much."""
    return [f"{words.BUCKETS[name]} {getattr(move, name):+d}" for name in BUCKETS if getattr(move, name)]
