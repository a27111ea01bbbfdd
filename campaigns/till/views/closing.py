"""The end of a pop-up: the count, the way home, the balance, signatures, the report."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.models import ClosingSignature, Consignment, Exhibition, PopupSale
from campaigns.popups import closing as ending
from campaigns.popups import consignments, counts
from campaigns.popups.balance import Balance, balance_of
from campaigns.till.access import TillRequest, at_popup
from campaigns.till.forms import CloseForm, CountForm, SignForm, reshow
from campaigns.till.pages import Refusals, show
from vendors.models import Enterprise

State = Exhibition.State


@at_popup
@require_http_methods(["GET", "HEAD", "POST"])
def count(request: TillRequest) -> HttpResponse:
    """The count: everything that should be here, a row each."""
    balance = balance_of(request.exhibition)
    rows = [row for row in balance.rows if not row.is_sent_back and (row.here or row.count or row.sent)]
    form = CountForm(request.POST or None, rows=rows, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        with Refusals(form):
            counts.record_counts(
                exhibition=request.exhibition,
                found=form.found(),
                key=str(form.cleaned_data["key"]),
                actor=request.staff,
                now=timezone.now(),
            )
            messages.success(request, _("실사를 적었어요."))
            return redirect("till:balance", request.exhibition.campaign.reference)
        form.show_book()
    context = {"form": form, "rows": form.rows_with_fields(), "is_closing": request.exhibition.state == State.CLOSING}
    return show(request, "count.html", "balance", context, 422 if form.errors else 200)


@at_popup
@require_POST
def send_back(request: TillRequest, enterprise: str) -> HttpResponse:
    """Send everything that is left of an enterprise home."""
    maker = get_object_or_404(Enterprise, reference=enterprise)
    reference = request.exhibition.campaign.reference
    try:
        out = consignments.send_back(
            exhibition=request.exhibition, enterprise=maker, actor=request.staff, now=timezone.now()
        )
    except consignments.ConsignmentRefused as exc:
        messages.error(request, str(exc))
        return redirect("till:balance", reference)
    messages.success(request, _("돌려보낸 것으로 적었어요. 기업이 받으면 받은 수량을 적어 주세요."))
    return redirect("till:note", reference, out.reference)


@at_popup
@require_safe
def balance(request: TillRequest) -> HttpResponse:
    """What was sent against what became of it; and, at the end, what is still to be done."""
    return _balance_page(request)


@at_popup
@require_POST
def sign(request: TillRequest) -> HttpResponse:
    """Give one's word for the difference that the page showed."""
    form = SignForm(request.POST)
    if form.is_valid():
        with Refusals(form):
            shown = form.cleaned_data["shown"]
            ending.sign_difference(
                exhibition=request.exhibition,
                shown=shown if isinstance(shown, dict) else {},
                note=form.cleaned_data["note"],
                actor=request.staff,
                now=timezone.now(),
            )
            messages.success(request, _("서명했어요."))
            return redirect("till:balance", request.exhibition.campaign.reference)
    return _balance_page(request, signing=form, status=422)


@at_popup
@require_POST
def close(request: TillRequest) -> HttpResponse:
    """Close the pop-up for good."""
    form = CloseForm(request.POST)
    if form.is_valid():
        with Refusals(form):
            ending.close_exhibition(
                exhibition=request.exhibition,
                note=form.cleaned_data["note"],
                actor=request.staff,
                now=timezone.now(),
            )
            messages.success(request, _("팝업을 마감했어요. 모두 애쓰셨어요."))
            return redirect("till:report", request.exhibition.campaign.reference)
    return _balance_page(request, closing=form, status=422)


@at_popup
@require_safe
def report(request: TillRequest) -> HttpResponse:
    """What came of it: by enterprise, by day, and who signed for what."""
    exhibition = request.exhibition
    found = balance_of(exhibition)
    total = found.total
    sold, undone = Q(reverses=None), Q(reverses__isnull=False)
    card = Q(paid=PopupSale.Paid.CARD)
    sums = PopupSale.objects.filter(exhibition=exhibition).aggregate(
        sales=Count("pk", filter=sold),
        undone=Count("pk", filter=undone),
        card_in=Sum("total", filter=card & sold, default=0),
        card_back=Sum("total", filter=card & undone, default=0),
    )
    by_card = sums["card_in"] - sums["card_back"]
    context = {
        "figures": [
            {"label": _("판 금액"), "value": _("%(won)s원") % {"won": f"{total['won']:,}"}},
            {
                "label": _("카드 / 현금"),
                "value": _("%(card)s원 / %(cash)s원") % {"card": f"{by_card:,}", "cash": f"{total['won'] - by_card:,}"},
            },
            {
                "label": _("판매"),
                "value": _("%(count)s건") % {"count": sums["sales"]},
                "note": _("되돌림 %(count)s건") % {"count": sums["undone"]} if sums["undone"] else "",
            },
            {
                "label": _("판 물건"),
                "value": _("%(count)s개") % {"count": total["sold"]},
                "note": _("들인 %(sent)s개 가운데") % {"sent": total["sent"]},
            },
        ],
        "makers": [(enterprise, part.total) for enterprise, part in found.of_enterprises()],
        "total": total,
        "days": exhibition.days.select_related("closed_by").order_by("day_on"),
        "signatures": _signatures(exhibition),
        "best": sorted((row for row in found.rows if row.sold), key=lambda row: -row.sold)[:5],
    }
    return show(request, "report.html", "balance", context)


def _balance_page(
    request: TillRequest,
    *,
    signing: SignForm | None = None,
    closing: CloseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    exhibition = request.exhibition
    found = balance_of(exhibition)
    differences = found.differences
    obstacles = ending.obstacles(exhibition, found)
    standing = ending.standing_signatures(exhibition, found)
    if signing is not None:
        reshow(signing, {"shown": json.dumps(differences)})
    is_closing = exhibition.state == State.CLOSING
    enough = not differences or len(standing) >= ending.SIGNATURES
    context: dict[str, Any] = {
        "balance": found,
        "total": found.total,
        "differences": [(row, row.difference) for row in found.rows if row.difference],
        "is_closing": is_closing,
        "obstacles": obstacles if is_closing else [],
        "makers": _ways_home(exhibition, found) if is_closing else [],
        "signatures": standing,
        "needs_signatures": is_closing and bool(differences) and not obstacles,
        "has_signed": any(row.signed_by_id == request.staff.pk for row in standing),
        "signing": signing or SignForm(initial={"shown": differences}),
        "closing": closing or CloseForm(),
        "can_close": is_closing and not obstacles and enough,
        "steps": _steps(exhibition, found, is_settled=not obstacles and enough),
    }
    return show(request, "balance.html", "balance", context, status)


def _ways_home(exhibition: Exhibition, found: Balance) -> list[dict[str, Any]]:
    """Say for each enterprise whether its goods are counted, sent, received."""
    out = {
        row.enterprise_id: row
        for row in Consignment.objects.filter(exhibition=exhibition, direction=Consignment.Direction.OUT)
    }
    return [
        {
            "enterprise": enterprise,
            "left": part.total["left"],
            "uncounted": sum(1 for row in part.rows if row.here and row.count is None),
            "note": out.get(enterprise.pk),
        }
        for enterprise, part in found.of_enterprises()
    ]


def _steps(exhibition: Exhibition, found: Balance, *, is_settled: bool) -> list[dict[str, str]]:
    counted = all(row.count or not row.here for row in found.rows)
    home = counted and not any(row.left or row.returning for row in found.rows)
    began = exhibition.state in (State.CLOSING, State.CLOSED)
    done = [began, began and counted, began and home, began and is_settled, exhibition.state == State.CLOSED]
    labels = [_("판매 끝"), _("실사"), _("반출"), _("맞추기"), _("마감")]
    if exhibition.state == State.CLOSED:
        done = [True] * len(labels)
    current = done.index(False) if False in done else -1
    return [
        {"label": label, "state": "done" if is_done else "current" if place == current else ""}
        for place, (label, is_done) in enumerate(zip(labels, done, strict=True))
    ]


def _signatures(exhibition: Exhibition) -> list[ClosingSignature]:
    return list(
        ClosingSignature.objects.filter(exhibition=exhibition).select_related("signed_by").order_by("signed_at")
    )
