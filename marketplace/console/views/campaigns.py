"""Exhibitions: written, planned, read, applied, watched, and stopped."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import planning, queries, services
from campaigns.models import Campaign, ChannelCode
from campaigns.queries import ChannelChanges, ItemOnChannel
from marketplace.channels.errors import ChannelError
from marketplace.channels.models import Plan, PlanStep
from marketplace.channels.plans import PlanRefused
from marketplace.console import pages, words
from marketplace.console.access import StaffRequest, staff_only
from marketplace.console.forms import CampaignForm, ItemForm, open_cover, seal_cover
from marketplace.console.naming import names_of
from marketplace.console.values import (
    CAMPAIGN_BADGES,
    LISTED_BADGES,
    audit_events,
    health_values,
    progress_values,
    step_rows,
)
from marketplace.core.models import AuditEntry
from marketplace.core.sayings import said
from marketplace.inventory import services as inventory
from marketplace.look.images import PictureRefused, StoredPicture, store_picture
from vendors.models import Listing, Variant

State = Campaign.State
STEPS = 40
FEW = 8
MOST_FOUND = 12
MOST_EVENTS = 20
_NUMBER = re.compile(r"[0-9]{1,15}")
RUNNING = (Plan.State.APPROVED, Plan.State.APPLYING)
SOON, LATER = "2s", "10s"


@staff_only
@require_safe
def campaigns(request: StaffRequest) -> HttpResponse:
    """All exhibitions, those that begin last in front."""
    states = {"": _("모두"), **dict(State.choices)}
    state = pages.one_of(request, "state", states)
    rows = Campaign.objects.order_by("-starts_at", "-pk")
    if state:
        rows = rows.filter(state=state)
    counted = rows.annotate(count=Count("items", distinct=True), taken=Sum("items__taken"))
    page = pages.paged(request, counted.prefetch_related("channels"))
    context = {
        "states": pages.tabs(request, "state", states, state),
        "page": page,
        "rows": [
            {
                "campaign": row,
                "badge": CAMPAIGN_BADGES[State(row.state)],
                "channels": ", ".join(words.channel(each.channel) for each in row.channels.all()),
            }
            for row in page.object_list
        ],
    }
    return pages.show(request, "exhibitions.html", "exhibitions", context)


# ------------------------------------------------------------------------------------------------------- one of them


@staff_only
@require_safe
def campaign(request: StaffRequest, reference: str) -> HttpResponse:
    """One exhibition: how it does on each channel, its items there, and what happened so far."""
    row = _campaign(reference)
    now = timezone.now()
    (health,) = queries.health_of([row], now)
    items = row.items.select_related("variant__listing__enterprise").order_by("position", "pk")
    page = pages.paged(request, items)
    codes = [channel.channel for channel in health.channels]
    stays = queries.lasting_steps(row) if row.state == State.ENDED else None
    trail = AuditEntry.objects.filter(subject_type="campaigns.campaign", subject_id=str(row.pk)).order_by("-at", "-pk")
    context = {
        "health": health_values(health, now),
        "campaign": row,
        "cover": StoredPicture.from_json(row.cover).natural() if row.cover else None,
        "progress": _progress(row, health),
        "channels": [words.channel(code) for code in codes],
        "page": page,
        "items": [
            {"item": item, "name": words.variant(item.variant), "states": [_state_on(state) for state in states]}
            for item, states in queries.items_on_channels(list(page.object_list), codes)
        ],
        "stays": _some(stays[: FEW + 1]) if stays is not None else None,
        "can_edit": row.state != State.ENDED,
        "can_stop": row.state in (State.SCHEDULED, State.LIVE),
        "events": audit_events(list(trail[:MOST_EVENTS])),
    }
    return pages.show(request, "exhibition.html", "exhibitions", context)


def _campaign(reference: str) -> Campaign:
    return get_object_or_404(Campaign, reference=reference)


def _state_on(state: ItemOnChannel) -> dict[str, Any]:
    """Say what shoppers see of an item on a channel."""
    listed = state.listing
    found: dict[str, Any] = {"channel": words.channel(state.channel), "note": "", "price": None}
    if state.channel == "popup":
        return found | {"label": _("계산대 값"), "badge": ""}
    if listed is not None and not state.is_at_campaign_price:
        return found | {
            "label": str(listed.get_state_display()),
            "badge": LISTED_BADGES.get(listed.state, ""),
            "note": said(listed.problem),
            "price": listed.seen_price,
        }
    if state.shown is None:
        return found | {"label": _("없음"), "badge": ""}
    if state.is_at_campaign_price:
        return found | {"label": _("기획전 값"), "badge": "live", "price": state.shown.price}
    return found | {"label": _("제값"), "badge": "", "price": state.shown.price}


def _some(steps: Any) -> dict[str, Any]:
    """Return what the first few steps are about, and whether there are more."""
    rows = list(steps)
    names = names_of(step.key for step in rows[:FEW])
    return {"rows": [names.get(step.key, step.label) for step in rows[:FEW]], "more": len(rows) > FEW}


def _progress(row: Campaign, health: queries.CampaignHealth) -> dict[str, Any]:
    """How far the newest plans have come; `every` says how often it is worth looking again."""
    found = [(each.channel, each.plan, each.progress) for each in health.channels if each.plan and each.progress]
    running = any(plan.state in RUNNING and part.count + part.waiting < part.total for _code, plan, part in found)
    waiting = any(part.waiting for _code, _plan, part in found)
    return {
        "reference": row.reference,
        "every": SOON if running else LATER if waiting else "",
        "is_running": running,
        "is_waiting": waiting,
        "parts": [progress_values(code, plan, part) for code, plan, part in found if part.total],
    }


@staff_only
@require_safe
def progress(request: StaffRequest, reference: str) -> HttpResponse:
    """The part of the page that shows how applying gets on; it asks for itself while there is something to see."""
    row = _campaign(reference)
    if not request.headers.get("HX-Request"):
        return redirect("console:exhibition", reference)
    (health,) = queries.health_of([row], timezone.now())
    return render(request, "console/_progress.html", {"progress": _progress(row, health)})


# ---------------------------------------------------------------------------------------------------------- writing


@dataclass
class Draft:
    """An exhibition as it stands in the form: words, items, picture, and what was searched for."""

    form: CampaignForm
    items: list[ItemForm]
    cover: dict[str, Any] | None = None
    picture_problem: str = ""
    find: str = ""
    found: list[tuple[Variant, int]] = field(default_factory=list)
    has_looked: bool = False


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Write an exhibition as a draft."""
    if request.method != "POST":
        return _form_page(request, None, Draft(CampaignForm(), []))
    draft, deed = _read(request, None)
    if deed != "save":
        return _form_page(request, None, draft)
    if _is_sound(draft):
        try:
            row = services.create_campaign(
                reference=draft.form.cleaned_data["reference"],
                details=draft.form.details(),
                items=[item.item() for item in draft.items],
                channels=draft.form.cleaned_data["channels"],
                actor=request.staff,
                now=timezone.now(),
                cover=draft.cover,
            )
        except services.CampaignRefused as exc:
            _complain(draft.form, exc.problems)
        else:
            messages.success(request, _("저장했어요. 무엇이 바뀌는지 읽고 적용해 주세요."))
            return redirect("console:exhibition-plan", row.reference)
    return _form_page(request, None, draft, status=422)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, reference: str) -> HttpResponse:
    """Change an exhibition against the version that the form showed."""
    row = _campaign(reference)
    if request.method != "POST":
        items = row.items.select_related("variant__listing__enterprise").order_by("position", "pk")
        form = CampaignForm(initial=CampaignForm.initial_of(row), campaign=row)
        return _form_page(request, row, Draft(form, [ItemForm.of(item) for item in items], cover=row.cover))
    draft, deed = _read(request, row)
    if deed != "save":
        return _form_page(request, row, draft)
    if _is_sound(draft):
        try:
            _save(request, row, draft)
        except services.CampaignRefused as exc:
            _complain(draft.form, exc.problems)
        except services.CampaignChanged as exc:
            _complain(draft.form, [str(exc)])
        else:
            messages.success(request, _("저장했어요. 채널에는 계획을 읽고 적용해야 바뀌어요."))
            return redirect("console:exhibition-plan", reference)
    return _form_page(request, row, draft, status=422)


@transaction.atomic
def _save(request: StaffRequest, row: Campaign, draft: Draft) -> None:
    now = timezone.now()
    services.change_campaign(
        campaign=row,
        shown_version=draft.form.cleaned_data["version"] or 0,
        details=draft.form.details(),
        items=[item.item() for item in draft.items],
        channels=draft.form.cleaned_data["channels"],
        actor=request.staff,
        now=now,
    )
    if draft.cover and draft.cover != row.cover:
        services.set_cover(campaign=row, cover=draft.cover, actor=request.staff, now=now)


def _read(request: StaffRequest, row: Campaign | None) -> tuple[Draft, str]:
    """Return what was typed and what is to be done with it: save, or look for goods, add or take out one.

    Whatever it is, nothing typed is lost. Enter in a field looks for goods if the search was changed, and saves if not.
    """
    posted = request.POST
    deed, _colon, number = posted.get("do", "save").partition(":")
    find = posted.get("find", "").replace("\x00", "").strip()[: pages.LONGEST]
    if deed == "enter":
        deed = "find" if find and find != posted.get("found", "") else "save"
    numbers = [text for text in posted.getlist("items") if _NUMBER.fullmatch(text)]
    if deed == "remove":
        numbers = [text for text in numbers if text != number]
    fresh = [number] if deed == "add" and _NUMBER.fullmatch(number) and number not in numbers else []
    known = {
        str(variant.pk): variant
        for variant in Variant.objects.filter(
            pk__in=[int(text) for text in (*numbers, *fresh)][: 2 * services.MOST_ITEMS]
        ).select_related("listing__enterprise")
    }
    items = [ItemForm(posted, variant=known[text]) for text in dict.fromkeys(numbers) if text in known]
    form = CampaignForm(posted, request.FILES, campaign=row)
    draft = Draft(form, items, cover=open_cover(posted.get("cover", "")) or (row.cover if row else None), find=find)
    _take_picture(request, draft)
    if deed != "save":
        draft.form = form.as_typed(row)
        draft.items = [item.as_typed() for item in items] + [
            ItemForm(variant=known[text]) for text in fresh if text in known
        ]
        if find:
            draft.has_looked = True
            draft.found = _look_for(find, besides=[item.variant.pk for item in draft.items])
    return draft, deed


def _take_picture(request: StaffRequest, draft: Draft) -> None:
    """Store a picture as soon as it came: a browser does not send it a second time."""
    file = request.FILES.get("picture")
    if file is None:
        return
    try:
        draft.cover = store_picture(file).as_json()
    except PictureRefused as exc:
        draft.picture_problem = str(exc)


def _look_for(text: str, *, besides: list[int]) -> list[tuple[Variant, int]]:
    """Return options on sale by name of listing or maker, or by SKU, with what the shop may sell of each."""
    named = Q(listing__title__icontains=text) | Q(listing__enterprise__name__icontains=text) | Q(sku__istartswith=text)
    rows = (
        Variant.objects.filter(named, is_active=True, listing__state=Listing.State.ACTIVE)
        .exclude(pk__in=besides)
        .select_related("listing__enterprise")
        .order_by("listing__title", "listing_id", "position")[:MOST_FOUND]
    )
    found = list(rows)
    free = inventory.free_units(skus=[variant.sku for variant in found])
    return [(variant, free[variant.sku]) for variant in found]


def _is_sound(draft: Draft) -> bool:
    """Judge everything at once, so that all there is to mend is said at once."""
    is_good = draft.form.is_valid()
    if draft.picture_problem:
        draft.form.add_error("picture", draft.picture_problem)
        draft.picture_problem, is_good = "", False
    for item in draft.items:
        if not item.is_valid():
            said = [str(error) for errors in item.errors.values() for error in errors]
            _complain(draft.form, [f"{item.name}: {' '.join(said)}"])
            is_good = False
    return is_good


def _complain(form: CampaignForm, problems: list[str]) -> None:
    for problem in problems:
        form.add_error(None, problem)


def _form_page(request: StaffRequest, row: Campaign | None, draft: Draft, status: int = 200) -> HttpResponse:
    context = {
        "campaign": row,
        "form": draft.form,
        "items": draft.items,
        "cover": StoredPicture.from_json(draft.cover).natural() if draft.cover else None,
        "sealed_cover": seal_cover(draft.cover) if draft.cover else "",
        "picture_problem": draft.picture_problem,
        "find": draft.find,
        "found": [(variant, words.variant(variant), free) for variant, free in draft.found],
        "has_looked": draft.has_looked,
    }
    return pages.show(request, "exhibition_form.html", "exhibitions", context, status)


# ------------------------------------------------------------------------------------------------- planning, applying


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: StaffRequest, reference: str) -> HttpResponse:
    """What would change on each channel, now or at the opening; applied by posting the digests of what was read."""
    row = _campaign(reference)
    if request.method != "POST":
        return _plan_page(request, row)
    try:
        _apply(request, row, timezone.now())
    except planning.CampaignClashes as exc:
        messages.error(request, _("아무것도 적용하지 않았어요. %(problem)s") % {"problem": exc})
        return _plan_page(request, row, status=422)
    except PlanRefused:
        text = _("읽으신 뒤에 계획이 바뀌어서 아무것도 적용하지 않았어요. 새 계획을 읽고 다시 적용해 주세요.")
        messages.error(request, text)
        return _plan_page(request, row, status=422)
    except ChannelError as exc:
        text = _("계획을 세우지 못해서 아무것도 적용하지 않았어요. (%(problem)s)")
        messages.error(request, text % {"problem": said(str(exc))})
        return _plan_page(request, row, status=422)
    messages.success(request, _("적용을 시작했어요. 아래에서 나아가는 것을 볼 수 있어요."))
    return redirect("console:exhibition", reference)


@transaction.atomic
def _apply(request: StaffRequest, row: Campaign, now: datetime) -> None:
    """Plan anew, and say yes if that is what was read; otherwise nothing is kept of it."""
    made = planning.make_plans(campaign=row, made_by=request.staff.email, now=now)
    digests = {each.pk: request.POST.get(f"digest-{each.channel}", "") for each in made}
    planning.apply_campaign(campaign=row, digests=digests, actor=request.staff, now=now)


def _plan_page(request: StaffRequest, row: Campaign, status: int = 200) -> HttpResponse:
    now = timezone.now()
    is_before = now < row.starts_at and row.state != State.ENDED
    at_opening = is_before and request.method != "POST" and request.GET.get("as-of") == "opening"
    changes = queries.changes_of(row, at=row.starts_at if at_opening else now)
    choices = {"": _("지금 바뀌는 것"), "opening": _("여는 때 바뀌는 것")}
    context = {
        "campaign": row,
        "times": pages.tabs(request, "as-of", choices, "opening" if at_opening else "") if is_before else [],
        "at_opening": at_opening,
        "is_before": is_before,
        "changes": [_changes_values(request, each, row) for each in changes],
        "count": sum(len(each.steps) for each in changes),
        "can_apply": not at_opening and not any(each.problem for each in changes),
        "is_running": queries.is_being_applied(row),
        "has_popup": row.channels.filter(channel=ChannelCode.POPUP).exists(),
    }
    return pages.show(request, "exhibition_plan.html", "exhibitions", context, status)


def _changes_values(request: StaffRequest, changes: ChannelChanges, row: Campaign) -> dict[str, Any]:
    counts = {action: sum(step.action == action for step in changes.steps) for action in PlanStep.Action.values}
    page = pages.paged(request, list(changes.steps), size=STEPS, key=f"page-{changes.channel}")
    return {
        "channel": changes.channel,
        "name": words.channel(changes.channel),
        "count": len(changes.steps),
        "created": counts[PlanStep.Action.CREATE],
        "updated": counts[PlanStep.Action.UPDATE],
        "removed": counts[PlanStep.Action.REMOVE],
        "digest": changes.digest,
        "reason": changes.reason,
        "problem": changes.problem,
        "warnings": list(changes.warnings.items()),
        "lasting": _some(changes.lasting[: FEW + 1]),
        "to_approve": len(changes.to_approve),
        "starts_at": row.starts_at,
        "page_key": f"page-{changes.channel}",
        "page": page,
        "rows": step_rows(page.object_list),
    }


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: StaffRequest, reference: str) -> HttpResponse:
    """Ask once, saying what stays; then end an exhibition before its time and take back what it changed."""
    row = _campaign(reference)
    if row.state not in (State.SCHEDULED, State.LIVE):
        messages.info(request, _("열려 있거나 예정된 기획전만 멈출 수 있어요."))
        return redirect("console:exhibition", reference)
    if request.method != "POST":
        stays = queries.lasting_steps(row)
        context = {"campaign": row, "stays": _some(stays[: FEW + 1]), "count": stays.count()}
        return pages.show(request, "exhibition_stop.html", "exhibitions", context)
    try:
        planning.stop_campaign(campaign=row, actor=request.staff, now=timezone.now())
    except ChannelError as exc:
        text = _("기획전은 멈췄지만 되돌릴 계획을 세우지 못했어요. (%(problem)s)")
        messages.error(request, text % {"problem": said(str(exc))})
        return redirect("console:exhibition-plan", reference)
    messages.success(request, _("기획전을 멈췄어요. 바꾼 것을 되돌리고 있어요."))
    return redirect("console:exhibition", reference)
