"""반입과 반출: the notes of what was sent and what was received."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.models import Consignment, Exhibition
from campaigns.popups import consignments
from campaigns.popups.consignments import Difference
from campaigns.popups.goods import consignable, is_past, name_of
from campaigns.till.access import TillRequest, at_popup
from campaigns.till.forms import ConsignmentForm, ReceiveForm, SendForm
from campaigns.till.pages import PAGE, Refusals, show
from marketplace.inventory import services as inventory
from vendors.models import Enterprise, Variant
from vendors.orders import SEOUL

State = Consignment.State
MOST_FOUND = 12


@at_popup
@require_safe
def notes(request: TillRequest) -> HttpResponse:
    """All notes, the newest first; and whose goods come next."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    rows = Consignment.objects.filter(exhibition=request.exhibition).select_related("enterprise")
    rows = rows.annotate(sent=Sum("lines__sent_units"), received=Sum("lines__received_units")).order_by("-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    takes_in = request.exhibition.state in (Exhibition.State.PLANNED, Exhibition.State.OPEN)
    makers = _makers(request.exhibition, typed)[:MOST_FOUND] if takes_in else []
    context = {"page": page, "typed": typed, "makers": makers, "takes_in": takes_in}
    return show(request, "notes.html", "notes", context)


@at_popup
@require_http_methods(["GET", "HEAD", "POST"])
def new_note(request: TillRequest, enterprise: str) -> HttpResponse:
    """Write down what an enterprise brings."""
    maker = get_object_or_404(Enterprise, reference=enterprise, closed_at=None)
    variants = consignable(maker)
    form = ConsignmentForm(request.POST or None, variants=variants, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        with Refusals(form):
            made = consignments.draft_consignment(
                exhibition=request.exhibition,
                enterprise=maker,
                units=form.units(),
                note=form.cleaned_data["note"],
                key=str(form.cleaned_data["key"]),
                actor=request.staff,
                now=timezone.now(),
            )
            messages.success(request, _("명세서를 적었어요. 물건이 떠나면 ‘보냈어요’를 눌러 주세요."))
            return redirect("till:note", request.exhibition.campaign.reference, made.reference)
    context = {"maker": maker, "form": form, "lines": _unit_lines(form, variants, timezone.now())}
    return show(request, "new_note.html", "notes", context, 422 if form.errors else 200)


@at_popup
@require_safe
def note(request: TillRequest, reference: str) -> HttpResponse:
    """One note: to be corrected and sent, to be received, or as it was signed."""
    return _note_page(request, _mine(request, reference))


@at_popup
@require_POST
def change_draft(request: TillRequest, reference: str) -> HttpResponse:
    """Correct a draft."""
    mine = _mine(request, reference)
    form = ConsignmentForm(request.POST, variants=consignable(mine.enterprise))
    if form.is_valid():
        with Refusals(form):
            consignments.change_draft(
                consignment=mine,
                units=form.units(),
                note=form.cleaned_data["note"],
                actor=request.staff,
                now=timezone.now(),
            )
            messages.success(request, _("고쳤어요."))
            return redirect("till:note", request.exhibition.campaign.reference, reference)
    return _note_page(request, mine, draft=form, status=422)


@at_popup
@require_POST
def send(request: TillRequest, reference: str) -> HttpResponse:
    """Let the goods leave."""
    mine = _mine(request, reference)
    form = SendForm(request.POST, people=consignments.signers(mine.enterprise))
    if form.is_valid():
        with Refusals(form):
            consignments.send_consignment(
                consignment=mine, sent_by=form.cleaned_data["sent_by"], actor=request.staff, now=timezone.now()
            )
            messages.success(request, _("보낸 것으로 적었어요. 도착하면 받은 수량을 적어 주세요."))
            return redirect("till:note", request.exhibition.campaign.reference, reference)
    return _note_page(request, mine, sending=form, status=422)


@at_popup
@require_POST
def receive(request: TillRequest, reference: str) -> HttpResponse:
    """Take in what arrived."""
    mine = _mine(request, reference)
    lines = list(mine.lines.select_related("variant__listing").order_by("pk"))
    form = ReceiveForm(request.POST, consignment=mine, lines=lines, people=consignments.signers(mine.enterprise))
    if form.is_valid():
        with Refusals(form):
            consignments.receive_consignment(
                consignment=mine,
                received=form.received(),
                reasons=form.reasons(),
                received_by=form.cleaned_data["received_by"],
                actor=request.staff,
                now=timezone.now(),
            )
            messages.success(request, _("받은 것으로 적었어요."))
            return redirect("till:note", request.exhibition.campaign.reference, reference)
    return _note_page(request, mine, receiving=form, status=422)


@at_popup
@require_POST
def drop(request: TillRequest, reference: str) -> HttpResponse:
    """Throw a draft away."""
    mine = _mine(request, reference)
    try:
        consignments.drop_draft(consignment=mine, actor=request.staff, now=timezone.now())
    except consignments.ConsignmentRefused as exc:
        messages.error(request, str(exc))
        return redirect("till:note", request.exhibition.campaign.reference, reference)
    messages.success(request, _("명세서를 지웠어요."))
    return redirect("till:notes", request.exhibition.campaign.reference)


def _mine(request: TillRequest, reference: str) -> Consignment:
    rows = Consignment.objects.select_related("enterprise", "exhibition__campaign", "sent_by", "received_by")
    return get_object_or_404(rows, exhibition=request.exhibition, reference=reference)


def _makers(exhibition: Exhibition, typed: str) -> QuerySet[Enterprise]:
    """Those of that name, or without one those whose goods are in the campaign."""
    makers = Enterprise.objects.filter(closed_at=None)
    if typed:
        makers = makers.filter(Q(name__icontains=typed) | Q(reference__icontains=typed))
    else:
        makers = makers.filter(listings__variants__campaign_items__campaign=exhibition.campaign_id).distinct()
    return makers.order_by("name")


def _unit_lines(form: ConsignmentForm, variants: list[Variant], now: datetime) -> list[dict[str, Any]]:
    free = inventory.free_units(skus=[variant.sku for variant in variants])
    today = now.astimezone(SEOUL).date()
    return [
        {
            "variant": variant,
            "name": name_of(variant),
            "field": form[f"units-{variant.pk}"],
            "free": free[variant.sku],
            "days_left": (variant.listing.best_before_on - today).days if variant.listing.best_before_on else None,
            "is_past": is_past(variant.listing, today),
        }
        for variant in variants
    ]


def _note_page(
    request: TillRequest,
    mine: Consignment,
    *,
    draft: ConsignmentForm | None = None,
    sending: SendForm | None = None,
    receiving: ReceiveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = list(mine.lines.select_related("variant__listing").order_by("variant__listing__title", "pk"))
    people = consignments.signers(mine.enterprise)
    reasons = dict(Difference.choices)
    context: dict[str, Any] = {
        "note": mine,
        "lines": [(line, name_of(line.variant), reasons.get(line.difference_reason, "")) for line in lines],
        "total": sum(line.sent_units for line in lines),
        "events": _events(mine),
    }
    if mine.state == State.DRAFT:
        variants = consignable(mine.enterprise)
        there = {f"units-{line.variant_id}": line.sent_units for line in lines}
        draft = draft or ConsignmentForm(variants=variants, initial={"key": uuid.uuid4(), "note": mine.note, **there})
        member = people.filter(is_staff=False).first()
        context |= {
            "draft": draft,
            "unit_lines": _unit_lines(draft, variants, timezone.now()),
            "sending": sending or SendForm(people=people, initial={"sent_by": member or request.staff}),
        }
    elif mine.state == State.SENT:
        # Whoever looks at the page receives what comes in; what goes home is received by its maker.
        is_in = mine.direction == Consignment.Direction.IN
        other = request.staff if is_in and request.staff.pk != mine.sent_by_id else None
        other = other or (people.filter(is_staff=False).first() if not is_in else None)
        receiving = receiving or ReceiveForm(
            consignment=mine, lines=lines, people=people, initial={"received_by": other}
        )
        today = timezone.now().astimezone(SEOUL).date()
        context |= {
            "receiving": receiving,
            "receive_lines": [
                (
                    line,
                    name_of(line.variant),
                    receiving[f"received-{line.pk}"],
                    receiving[f"reason-{line.pk}"],
                    (line.variant.listing.best_before_on - today).days if line.variant.listing.best_before_on else None,
                )
                for line in lines
            ],
        }
    return show(request, "note.html", "notes", context, status)


def _events(mine: Consignment) -> list[dict[str, Any]]:
    is_in = mine.direction == Consignment.Direction.IN
    sent, received = mine.sent_by, mine.received_by
    return [
        {
            "title": _("보냈어요") if is_in else _("팝업에서 떠났어요"),
            "at": mine.sent_at,
            "who": (sent.name or sent.email) if sent else "",
            "state": "done" if sent else "current",
        },
        {
            "title": _("팝업에서 받았어요") if is_in else _("돌려받았어요"),
            "at": mine.received_at,
            "who": (received.name or received.email) if received else "",
            "state": "done" if received else "current" if sent else "",
        },
    ]
