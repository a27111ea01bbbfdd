"""The counter: sell, look a sale up, take it back."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.models import Exhibition, PopupSale
from campaigns.popups import sales
from campaigns.popups.goods import Good, goods_here, name_of
from campaigns.till.access import TillRequest, at_popup
from campaigns.till.forms import PayForm
from campaigns.till.pages import PAGE, Refusals, show

MOST_SHOWN = 120


@at_popup
@require_http_methods(["GET", "HEAD", "POST"])
def sell(request: TillRequest) -> HttpResponse:
    """The till. It works as a plain form; with JavaScript the total follows each touch."""
    now = timezone.now()
    goods = goods_here(exhibition=request.exhibition, now=now)
    chosen = _chosen(request.POST, goods)
    form = PayForm(request.POST if "paid" in request.POST else None)
    if form.is_bound and form.is_valid():
        with Refusals(form):
            sale = sales.sell(
                exhibition=request.exhibition,
                key=str(form.cleaned_data["key"]),
                units={good.variant.sku: chosen[good.variant.pk] for good in goods if good.variant.pk in chosen},
                paid=form.cleaned_data["paid"],
                shown_total=form.cleaned_data["total"],
                actor=request.staff,
                now=now,
            )
            return redirect("till:sale", request.exhibition.campaign.reference, sale.key)
    typed = request.POST.get("q", "").replace("\x00", "").strip()[:60]
    found = [good for good in goods if good.matches(typed)]
    found.sort(key=lambda good: good.units == 0 or good.is_expired)
    shown = found[:MOST_SHOWN]
    apart = [good for good in goods if good.variant.pk in chosen and good not in shown]
    context = {
        "form": form,
        "key": _key(request.POST),
        "typed": typed,
        "goods": [(good, chosen.get(good.variant.pk, 0)) for good in shown],
        "apart": [(good, chosen[good.variant.pk]) for good in apart],
        "is_all": not typed and len(found) == len(shown),
        "total": sum(good.price * chosen.get(good.variant.pk, 0) for good in goods),
        "units": sum(chosen.values()),
        "has_goods": bool(goods),
        "is_open": request.exhibition.state == Exhibition.State.OPEN,
    }
    return show(request, "sell.html", "sell", context, 422 if form.errors else 200)


@at_popup
@require_safe
def sales_list(request: TillRequest) -> HttpResponse:
    """All sales and reversals, the newest first."""
    rows = PopupSale.objects.filter(exhibition=request.exhibition).select_related("sold_by", "reversed_by")
    rows = rows.annotate(units=Sum("lines__units")).order_by("-sold_at", "-pk")
    page = Paginator(rows.prefetch_related("lines__variant__listing"), PAGE).get_page(request.GET.get("page"))
    shown = [(sale, [name_of(line.variant) for line in sale.lines.all()]) for sale in page.object_list]
    return show(request, "sales.html", "sales", {"page": page, "rows": shown})


@at_popup
@require_safe
def sale(request: TillRequest, key: str) -> HttpResponse:
    """A sale's receipt."""
    mine = _mine(request, key)
    lines = mine.lines.select_related("variant__listing__enterprise").order_by("pk")
    context = {
        "sale": mine,
        "lines": [(line, name_of(line.variant)) for line in lines],
        "undone": PopupSale.objects.filter(reverses=mine).first(),
        "can_undo": mine.reverses_id is None and request.exhibition.state == Exhibition.State.OPEN,
        "is_open": request.exhibition.state == Exhibition.State.OPEN,
    }
    return show(request, "sale.html", "sales", context)


@at_popup
@require_POST
def undo(request: TillRequest, key: str) -> HttpResponse:
    """Take a sale back."""
    reference = request.exhibition.campaign.reference
    try:
        reversal = sales.undo_sale(sale=_mine(request, key), actor=request.staff, now=timezone.now())
    except sales.SaleRefused as exc:
        messages.error(request, str(exc))
        return redirect("till:sale", reference, key)
    messages.success(request, _("되돌렸어요. 손님께 %(won)s원을 돌려드려 주세요.") % {"won": f"{reversal.total:,}"})
    return redirect("till:sale", reference, reversal.key)


def _mine(request: TillRequest, key: str) -> PopupSale:
    rows = PopupSale.objects.select_related("sold_by", "reverses", "day_closing", "exhibition")
    return get_object_or_404(rows, exhibition=request.exhibition, key=key)


def _chosen(posted: QueryDict, goods: list[Good]) -> dict[int, int]:
    """Return variant id → units of what was put on the counter; what is no number is nothing."""
    chosen: dict[int, int] = {}
    for good in goods:
        units = posted.get(f"units-{good.variant.pk}", "")
        if units.isascii() and units.isdigit() and len(units) <= 4 and int(units):
            chosen[good.variant.pk] = int(units)
    return chosen


def _key(posted: QueryDict) -> str:
    """Return the sale's key as the form carries it, or one for a new sale."""
    try:
        return str(uuid.UUID(posted.get("key", "")))
    except ValueError:
        return str(uuid.uuid4())
