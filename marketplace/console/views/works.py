"""What runs by itself: plans, lanes, messages out and in, and the trail of who did what."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns import queries
from campaigns.models import Campaign
from marketplace.channels import lanes as channel_lanes
from marketplace.channels import plans as channel_plans
from marketplace.channels.models import Lane, Plan, PlanStep
from marketplace.console import pages, queues, words
from marketplace.console.access import StaffRequest, staff_only
from marketplace.console.naming import names_of
from marketplace.console.values import detail_words, progress_values
from marketplace.core import inbox as core_inbox
from marketplace.core.models import AuditEntry, InboxMessage, OutboxMessage
from marketplace.look import formats

STEPS = 50
RUNNING = (Plan.State.APPROVED, Plan.State.APPLYING)


@staff_only
@require_safe
def plans(request: StaffRequest) -> HttpResponse:
    """All plans, newest first."""
    states = {"": _("모두"), "person": _("읽기를 기다림"), "running": _("적용 중"), "FAILED": _("일부 실패")}
    state = pages.one_of(request, "state", states)
    rows: QuerySet[Plan] = Plan.objects.order_by("-pk")
    if state == "person":
        rows = queues.waiting_plans().order_by("-pk")
    elif state == "running":
        rows = rows.filter(state__in=RUNNING)
    elif state:
        rows = rows.filter(state=state)
    page = pages.paged(request, rows.annotate(count=Count("steps")))
    campaigns = _campaigns([plan.subject for plan in page.object_list])
    context = {
        "areas": pages.work_tabs("plans"),
        "states": pages.tabs(request, "state", states, state),
        "page": page,
        "rows": [_plan_row(plan, campaigns) for plan in page.object_list],
    }
    return pages.show(request, "plans.html", "works", context)


def _campaigns(subjects: list[str]) -> dict[str, Campaign]:
    pks = [tail for head, _colon, tail in (subject.partition(":") for subject in subjects) if head == "campaign"]
    found = Campaign.objects.filter(pk__in=[pk for pk in pks if pk.isdigit()])
    return {f"campaign:{campaign.pk}": campaign for campaign in found}


def _plan_row(plan: Plan, campaigns: dict[str, Campaign]) -> dict[str, Any]:
    campaign = campaigns.get(plan.subject)
    return {
        "plan": plan,
        "channel": words.channel(plan.channel),
        "subject": formats.named(campaign) if campaign else plan.subject,
        "state": words.said(words.PLAN_STATES, plan.state),
        "made_by": words.said(words.PLAN_MAKERS, plan.made_by),
        "badge": words.PLAN_BADGES.get(Plan.State(plan.state), ""),
    }


@staff_only
@require_safe
def plan(request: StaffRequest, pk: int) -> HttpResponse:
    """One plan: what it changes, how far it has come, and what held it up."""
    return _plan_page(request, get_object_or_404(Plan.objects.select_related("approved_by"), pk=pk))


@staff_only
@require_POST
def approve_plan(request: StaffRequest, pk: int) -> HttpResponse:
    """Say yes to exactly the plan that was read; a campaign's plans are applied together, on the campaign's page."""
    row = get_object_or_404(Plan, pk=pk)
    campaign = _campaigns([row.subject]).get(row.subject)
    if campaign:
        return redirect("console:exhibition-plan", campaign.reference)
    digest = request.POST.get("digest", "")
    try:
        channel_plans.approve(plan=row, digest=digest, actor=request.staff, now=timezone.now())
    except channel_plans.PlanRefused:
        messages.error(request, _("읽으신 계획이 아니거나 그사이 새 계획이 나왔어요. 아무것도 적용하지 않았어요."))
        return _plan_page(request, row, status=422)
    messages.success(request, _("승인했어요. 지금부터 적용해요."))
    return redirect("console:plan", pk)


def _plan_page(request: StaffRequest, row: Plan, status: int = 200) -> HttpResponse:
    campaigns = _campaigns([row.subject])
    states = {"": _("모두"), **{state: words.said(words.STEP_STATES, state) for state in PlanStep.State.values}}
    state = pages.one_of(request, "state", states)
    steps = row.steps.order_by("position")
    page = pages.paged(request, steps.filter(state=state) if state else steps, size=STEPS)
    names = names_of(step.key for step in page.object_list)
    campaign = campaigns.get(row.subject)
    is_waiting = row.state == Plan.State.DRAFT and row.needs_person
    context = {
        **_plan_row(row, campaigns),
        "areas": pages.work_tabs("plans"),
        "states": pages.tabs(request, "state", states, state),
        "progress": progress_values(row.channel, row, channel_plans.progress(row)),
        "campaign": campaign,
        "can_approve": is_waiting and campaign is None,
        "is_waiting": is_waiting,
        "page": page,
        "steps": [
            {
                "step": step,
                "label": names.get(step.key, step.label),
                "state": words.said(words.STEP_STATES, step.state),
                "badge": words.STEP_BADGES.get(PlanStep.State(step.state), ""),
                "changes": words.changes(step.before, step.after),
            }
            for step in page.object_list
        ],
    }
    return pages.show(request, "plan.html", "works", context, status)


@staff_only
@require_safe
def lanes(request: StaffRequest) -> HttpResponse:
    """Lanes that stopped, those that are behind, and all of them."""
    states = {"": _("밀린 것"), "parked": _("멈춘 것"), "problem": _("문제 있는 것"), "all": _("모두")}
    state = pages.one_of(request, "state", states)
    kind = pages.one_of(request, "kind", words.LANES)
    rows = {
        "": Lane.objects.filter(parked_at=None, wanted__gt=F("done")).order_by("due_at", "pk"),
        "parked": queues.parked_lanes().order_by("-parked_at", "pk"),
        "problem": Lane.objects.exclude(problem="").order_by("-last_turn_at", "pk"),
        "all": Lane.objects.order_by("kind", "subject"),
    }[state]
    if kind:
        rows = rows.filter(kind=kind)
    page = pages.paged(request, rows)
    context = {
        "areas": pages.work_tabs("lanes"),
        "states": pages.tabs(request, "state", states, state),
        "kinds": pages.tabs(request, "kind", {"": _("모든 레인"), **words.LANES}, kind),
        "page": page,
        "rows": [(lane, words.said(words.LANES, lane.kind)) for lane in page.object_list],
        "unread": [(words.channel(one.market), one) for one in queries.unread_markets(timezone.now())],
    }
    return pages.show(request, "lanes.html", "works", context)


@staff_only
@require_POST
def unpark_lane(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a parked lane try again."""
    lane = get_object_or_404(Lane, pk=pk)
    if lane.parked_at:
        channel_lanes.unpark(lane=lane, actor=request.staff, now=timezone.now())
        messages.success(request, _("‘%(lane)s’ 레인을 다시 돌려요.") % {"lane": lane.subject})
    else:
        messages.info(request, _("‘%(lane)s’ 레인은 멈춰 있지 않아요.") % {"lane": lane.subject})
    return redirect(reverse("console:lanes") + "?state=parked")


@staff_only
@require_safe
def outbox(request: StaffRequest) -> HttpResponse:
    """Messages that have not left yet, those that failed, and those that were sent of late."""
    states = {"": _("보낼 것"), "failed": _("보내지 못함"), "sent": _("보낸 것")}
    state = pages.one_of(request, "state", states)
    rows = {
        "": OutboxMessage.objects.filter(sent_at=None).order_by("due_at", "pk"),
        "failed": queues.failed_sends().order_by("due_at", "pk"),
        "sent": OutboxMessage.objects.filter(sent_at__isnull=False).order_by("-pk"),
    }[state]
    context = {
        "areas": pages.work_tabs("outbox"),
        "states": pages.tabs(request, "state", states, state),
        "page": pages.paged(request, rows),
    }
    return pages.show(request, "outbox.html", "works", context)


@staff_only
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """What others told us: waiting, parked, done."""
    states = words.INBOX_STATES
    state = pages.one_of(request, "state", states, InboxMessage.State.RECEIVED)
    rows = InboxMessage.objects.filter(state=state).defer("body", "headers").order_by("-pk")
    context = {
        "areas": pages.work_tabs("inbox"),
        "states": pages.tabs(request, "state", dict(states), state),
        "page": pages.paged(request, rows),
    }
    return pages.show(request, "inbox.html", "works", context)


@staff_only
@require_POST
def retry_message(request: StaffRequest, pk: int) -> HttpResponse:
    """Have a parked message handled again."""
    message = get_object_or_404(InboxMessage.objects.defer("body"), pk=pk)
    if core_inbox.retry(message, actor=request.staff, at=timezone.now()):
        messages.success(request, _("다시 처리해요. 잠시 뒤에 새로 고쳐 보세요."))
    else:
        messages.info(request, _("멈춰 있는 메시지가 아니에요."))
    return redirect(reverse("console:inbox") + "?state=PARKED")


@staff_only
@require_safe
def audit(request: StaffRequest) -> HttpResponse:
    """Who did what to what, and when; by kind of thing, by deed, by person, by day."""
    given = {name: pages.typed(request, name) for name in ("subject", "id", "action", "who", "since", "until")}
    page = pages.paged(request, _entries(given).order_by("-at", "-pk"))
    context = {
        "areas": pages.work_tabs("audit"),
        "given": given,
        "subjects": [
            {"value": code, "label": name, "selected": code == given["subject"]}
            for code, name in {"": _("모두"), **words.SUBJECTS}.items()
        ],
        "actions": [
            {"value": code, "label": name, "selected": code == given["action"]}
            for code, name in {"": _("모두"), **words.ACTIONS}.items()
        ],
        "is_narrowed": any(given.values()),
        "page": page,
        "rows": [_entry_row(entry) for entry in page.object_list],
    }
    return pages.show(request, "audit.html", "works", context)


def _entries(given: dict[str, str]) -> QuerySet[AuditEntry]:
    rows = AuditEntry.objects.all()
    conditions = {
        "subject": Q(subject_type=given["subject"]),
        "id": Q(subject_id=given["id"]),
        "action": Q(action=given["action"]),
        "who": Q(actor_label__icontains=given["who"]),
    }
    for name, condition in conditions.items():
        if given[name]:
            rows = rows.filter(condition)
    if since := _day(given["since"]):
        rows = rows.filter(at__date__gte=since)
    if until := _day(given["until"]):
        rows = rows.filter(at__date__lte=until)
    return rows


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # shaped as a date, and none
        return None


def _entry_row(entry: AuditEntry) -> dict[str, Any]:
    subject = {"subject": entry.subject_type, "id": entry.subject_id}
    return {
        "entry": entry,
        "action": words.said(words.ACTIONS, entry.action),
        "subject": f"{words.said(words.SUBJECTS, entry.subject_type)} {entry.subject_id}",
        "url": f"?{urlencode(subject)}",
        "detail": detail_words(entry.detail),
    }
