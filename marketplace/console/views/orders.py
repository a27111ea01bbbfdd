"""Orders of every channel, what was sold and was not there, and purchases on their way."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, Q, Sum
from django.db.models.functions import Substr
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.models import ChannelCode, MarketOrder
from marketplace.console import pages, queues, sights, words
from marketplace.console.access import StaffRequest, staff_only
from marketplace.console.forms import DropForm, FillForm
from marketplace.console.values import audit_events
from marketplace.core import audit
from marketplace.core.models import AuditEntry
from marketplace.core.sayings import said
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Shortfall, Stock
from marketplace.payments.models import Payment, Refund
from marketplace.purchases import leaving
from marketplace.purchases.leaving import Reason
from marketplace.purchases.models import Attempt
from marketplace.purchases.runner import FINAL
from vendors.carriers import CARRIERS
from vendors.models import Shipment, VendorOrder, VendorOrderLine

State = VendorOrder.State
MOST_EVENTS = 50
ORDER_BADGES = {State.PAID: "live", State.ACKNOWLEDGED: "info", State.CANCELLED: "bad"}


@staff_only
@require_safe
def orders(request: StaffRequest) -> HttpResponse:
    """All vendor orders, newest first, by state and channel."""
    now = timezone.now()
    states = {"": _("모두"), **dict(State.choices), "stop": _("멈춤 요청"), "untold": _("송장을 모름")}
    state = pages.one_of(request, "state", states)
    channels = {"": _("모든 곳"), **dict(ChannelCode.choices)}
    channel = pages.one_of(request, "channel", channels)
    rows = VendorOrder.objects.select_related("enterprise").order_by("-placed_at", "-pk")
    if state == "stop":
        rows = rows.filter(pk__in=queues.stop_requests().values("pk"))
    elif state == "untold":
        rows = rows.filter(pk__in=queues.untold_shipments(now).values("order"))
    elif state:
        rows = rows.filter(state=state)
    if channel:
        rows = rows.filter(channel=channel)
    lines = VendorOrderLine.objects.order_by("pk")
    page = pages.paged(request, rows.prefetch_related(Prefetch("lines", lines)))
    context = {
        "areas": pages.order_tabs("orders"),
        "states": pages.tabs(request, "state", states, state),
        "channels": pages.tabs(request, "channel", channels, channel),
        "page": page,
        "rows": [_order_row(order) for order in page.object_list],
    }
    return pages.show(request, "orders.html", "orders", context)


def _order_row(order: VendorOrder) -> dict[str, Any]:
    lines = list(order.lines.all())
    return {
        "order": order,
        "channel": words.channel(order.channel),
        "first": lines[0].title if lines else "",
        "more": len(lines) - 1,
        "total": sum(line.line_total for line in lines),
        "badge": "bad" if order.is_stop_requested else ORDER_BADGES.get(State(order.state), ""),
    }


@staff_only
@require_safe
def order(request: StaffRequest, reference: str) -> HttpResponse:
    """One order: what, for whom, where it was sold, how far it has come."""
    row = get_object_or_404(VendorOrder.objects.select_related("enterprise"), reference=reference)
    sights.note(request, row)
    lines = list(row.lines.select_related("variant").order_by("pk"))
    shipments = list(row.shipments.order_by("shipped_at"))
    subjects = Q(subject_type="vendors.vendororder", subject_id=str(row.pk)) | Q(
        subject_type="vendors.shipment", subject_id__in=[str(shipment.pk) for shipment in shipments]
    )
    trail = AuditEntry.objects.filter(subjects).exclude(action=sights.SEEN).order_by("at", "pk")
    market_order = MarketOrder.objects.filter(vendor_order=row).first()
    context = {
        "areas": pages.order_tabs("orders"),
        "order": row,
        "badge": ORDER_BADGES.get(State(row.state), ""),
        "channel": words.channel(row.channel),
        "lines": [(line, line.units - line.cancelled_units) for line in lines],
        "total": sum(line.line_total for line in lines),
        "shipments": [(_carrier(shipment), shipment) for shipment in shipments],
        "market_order": market_order,
        "market_state": words.said(words.MARKET_STATES, market_order.state) if market_order else "",
        "claims": [(words.said(words.CLAIMS, claim.kind), claim) for claim in market_order.claims.order_by("pk")]
        if market_order
        else [],
        "attempt": Attempt.objects.filter(reference=row.document.removeprefix("purchase:")).first(),
        "shortfalls": Shortfall.objects.filter(document=row.document).order_by("pk"),
        "events": [
            {"title": _("주문이 들어왔어요"), "at": row.placed_at, "state": "done"},
            *audit_events(list(trail[:MOST_EVENTS])),
        ],
    }
    return pages.show(request, "order.html", "orders", context)


def _carrier(shipment: Shipment) -> str:
    known = CARRIERS.get(shipment.carrier)
    return str(known.name) if known else shipment.carrier


@staff_only
@require_safe
def shortfalls(request: StaffRequest) -> HttpResponse:
    """Units that were sold elsewhere and were not there, open ones first."""
    states = {"": _("정리할 것"), "resolved": _("정리한 것")}
    state = pages.one_of(request, "state", states)
    rows = Shortfall.objects.filter(resolved_at__isnull=False) if state else queues.open_shortfalls()
    context = {
        "areas": pages.order_tabs("shortfalls"),
        "states": pages.tabs(request, "state", states, state),
        "page": pages.paged(request, rows.select_related("location").order_by("-at", "-pk")),
    }
    return pages.show(request, "shortfalls.html", "orders", context)


@staff_only
@require_safe
def shortfall(request: StaffRequest, pk: int) -> HttpResponse:
    """One shortfall: for whom, how many are free by now, and how it may be settled."""
    return _shortfall_page(request, _shortfall(pk))


@staff_only
@require_POST
def fill_shortfall(request: StaffRequest, pk: int) -> HttpResponse:
    """Promise units that were found to the sale."""
    row = _shortfall(pk)
    form = FillForm(request.POST)
    if form.is_valid():
        try:
            inventory.fill_shortfall(
                shortfall=row,
                units=form.cleaned_data["units"],
                key=f"console:{form.cleaned_data['key']}",
                at=timezone.now(),
                actor=request.staff,
            )
        except inventory.StockRefused as exc:
            form.add_error("units", str(exc))
        else:
            messages.success(request, _("%(units)s개를 이 판매에 약속했어요.") % form.cleaned_data)
            return redirect("console:shortfall", pk)
    return _shortfall_page(request, row, fill=form, status=422)


@staff_only
@require_POST
def drop_shortfall(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how it was settled without units."""
    row = _shortfall(pk)
    form = DropForm(request.POST)
    if form.is_valid():
        resolution = form.cleaned_data["resolution"]
        inventory.drop_shortfall(shortfall=row, resolution=resolution, at=timezone.now(), actor=request.staff)
        messages.success(request, _("모자란 것을 정리했어요."))
        return redirect("console:shortfall", pk)
    return _shortfall_page(request, row, drop=form, status=422)


def _shortfall(pk: int) -> Shortfall:
    return get_object_or_404(Shortfall.objects.select_related("location"), pk=pk)


def _shortfall_page(
    request: StaffRequest,
    row: Shortfall,
    *,
    fill: FillForm | None = None,
    drop: DropForm | None = None,
    status: int = 200,
) -> HttpResponse:
    stock = Stock.objects.filter(sku=row.sku, location=row.location).first()
    context = {
        "areas": pages.order_tabs("shortfalls"),
        "shortfall": row,
        "free": stock.free if stock else 0,
        "orders": VendorOrder.objects.filter(document=row.document).select_related("enterprise").order_by("pk"),
        "fill": fill or FillForm(initial={"units": row.units, "key": uuid.uuid4()}),
        "drop": drop or DropForm(),
    }
    return pages.show(request, "shortfall.html", "orders", context, status)


@staff_only
@require_safe
def purchases(request: StaffRequest) -> HttpResponse:
    """Purchases under way, those that do not get on, and those that ended."""
    states = {
        "": _("가는 중"),
        "stuck": _("나아가지 않음"),
        "refunds": _("환불이 막힘"),
        "captured": _("주문 완료"),
        "ended": _("주문 없이 끝남"),
    }
    state, now = pages.one_of(request, "state", states), timezone.now()
    owed = queues.owed_refunds(now).annotate(of=Substr("payment__document", len("purchase:") + 1)).values("of")
    rows = {
        "": Attempt.objects.exclude(state__in=FINAL),
        "stuck": queues.stuck_attempts(now),
        "refunds": Attempt.objects.filter(reference__in=owed),
        "captured": Attempt.objects.filter(state=Attempt.State.CAPTURED),
        "ended": Attempt.objects.filter(state=Attempt.State.ENDED),
    }[state]
    page = pages.paged(request, rows.annotate(units=Sum("lines__units")).order_by("-pk"))
    context = {
        "areas": pages.order_tabs("purchases"),
        "states": pages.tabs(request, "state", states, state),
        "page": page,
        "rows": [(attempt, *_attempt_words(attempt)) for attempt in page.object_list],
    }
    return pages.show(request, "purchases.html", "orders", context)


def _attempt_words(attempt: Attempt) -> tuple[str, str]:
    state = Attempt.State(attempt.state)
    return words.said(words.ATTEMPT_STATES, state), words.ATTEMPT_BADGES.get(state, "info")


@staff_only
@require_safe
def purchase(request: StaffRequest, reference: str) -> HttpResponse:
    """One purchase: what happened so far, what it waits for, and the money."""
    attempt = get_object_or_404(Attempt, reference=reference)
    sights.note(request, attempt)
    payment = (
        Payment.objects.filter(document=attempt.document)
        .order_by("-pk")
        .prefetch_related(Prefetch("refunds", Refund.objects.order_by("pk")))
        .first()
    )
    state, badge = _attempt_words(attempt)
    context = {
        "areas": pages.order_tabs("purchases"),
        "attempt": attempt,
        "state": state,
        "badge": badge,
        "lines": attempt.lines.select_related("variant").order_by("pk"),
        "payment": payment,
        "payment_state": words.said(words.PAYMENT_STATES, payment.state) if payment else "",
        "orders": VendorOrder.objects.filter(document=attempt.document).select_related("enterprise").order_by("pk"),
        "reason": Reason(attempt.leave_reason).label if attempt.leave_reason in Reason else attempt.leave_reason,
        "events": _events(attempt),
        "is_under_way": attempt.state not in FINAL,
    }
    return pages.show(request, "purchase.html", "orders", context)


def _events(attempt: Attempt) -> list[dict[str, Any]]:
    trail = AuditEntry.objects.filter(subject_type="purchases.attempt", subject_id=str(attempt.pk))
    events = audit_events(list(trail.exclude(action=sights.SEEN).order_by("at", "pk")[:MOST_EVENTS]))
    reached = [
        (_("결제가 승인됐어요"), attempt.authorised_at),
        (_("Saleor에 주문을 부탁했어요"), attempt.completing_at),
        (_("Saleor에 주문이 생겼어요"), attempt.ordered_at),
        (_("확인 메일을 보냈어요"), attempt.confirmed_at),
    ]
    events += [{"title": title, "at": at, "state": "done"} for title, at in reached if at]
    events.sort(key=lambda event: event["at"])
    if attempt.state not in FINAL:
        title = words.said(words.ATTEMPT_STATES, attempt.state)
        events.append({"title": title, "at": None, "state": "current", "text": said(attempt.problem)})
    return events


@staff_only
@require_POST
def wake(request: StaffRequest, reference: str) -> HttpResponse:
    """Have the runner look at a purchase now."""
    attempt = get_object_or_404(Attempt, reference=reference)
    now = timezone.now()
    if attempt.state in FINAL:
        messages.info(request, _("이미 끝난 결제예요."))
        return redirect("console:purchase", reference)
    with transaction.atomic():
        leaving.wake(attempt, why=f"console:{now.isoformat()}", at=now)
        audit.record("purchase.woken", subject=attempt, actor=request.staff, at=now)
    messages.success(request, _("깨웠어요. 잠시 뒤에 새로 고쳐 보세요."))
    return redirect("console:purchase", reference)
