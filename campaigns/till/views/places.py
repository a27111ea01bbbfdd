"""All pop-ups; one pop-up's state, what is to be done there, and its doors."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.models import Campaign, ChannelCode, Consignment, Exhibition, PopupSale
from campaigns.popups import days, places
from campaigns.popups.balance import Balance, balance_of
from campaigns.till.access import TillRequest, at_popup, staff_only
from campaigns.till.forms import NewPlaceForm, PlaceForm
from campaigns.till.pages import BADGES, PAGE, Refusals, show
from vendors.orders import SEOUL

State = Exhibition.State
SOON_DAYS = 7


@staff_only
@require_safe
def home(request: TillRequest) -> HttpResponse:
    """All pop-ups, those that are on first."""
    rows = Exhibition.objects.select_related("campaign").order_by("closed_at", "-campaign__starts_at")
    rows = rows.annotate(sold=Count("sales", filter=Q(sales__reverses=None, sales__reversed_by=None)))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = [(exhibition, BADGES.get(State(exhibition.state), "")) for exhibition in page.object_list]
    return show(request, "home.html", "home", {"rows": shown, "page": page})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_place(request: TillRequest) -> HttpResponse:
    """Give a campaign its place."""
    campaigns = Campaign.objects.filter(channels__channel=ChannelCode.POPUP, exhibition=None)
    campaigns = campaigns.exclude(state=Campaign.State.ENDED).order_by("starts_at")
    form = NewPlaceForm(request.POST or None, campaigns=campaigns)
    if request.method == "POST" and form.is_valid():
        campaign = form.cleaned_data["campaign"]
        with Refusals(form):
            places.create_place(campaign=campaign, details=form.details(), actor=request.staff, now=timezone.now())
            messages.success(request, _("자리를 만들었어요. 이제 물건을 들일 수 있어요."))
            return redirect("till:popup", campaign.reference)
    context = {"form": form, "has_campaigns": campaigns.exists()}
    return show(request, "new_place.html", "home", context, 422 if form.errors else 200)


@at_popup
@require_safe
def popup(request: TillRequest) -> HttpResponse:
    """Where the pop-up stands: what is to be done, what was sold today, what is here."""
    exhibition, now = request.exhibition, timezone.now()
    balance = balance_of(exhibition)
    midnight = datetime.combine(now.astimezone(SEOUL).date(), time(), SEOUL)
    standing = exhibition.sales.filter(reverses=None, reversed_by=None, sold_at__gte=midnight)
    today = standing.aggregate(count=Count("pk"), won=Sum("total", default=0))
    total = balance.total
    context = {
        "todos": _todos(exhibition, balance, now),
        "figures": [
            {"label": _("오늘 판 금액"), "value": _("%(won)s원") % {"won": f"{today['won']:,}"}},
            {"label": _("오늘 판매"), "value": _("%(count)s건") % {"count": today["count"]}},
            {"label": _("여기 있는 물건"), "value": _("%(count)s개") % {"count": total["left"]}},
            {"label": _("모두 판 금액"), "value": _("%(won)s원") % {"won": f"{total['won']:,}"}},
        ],
        "makers": [(enterprise, part.total) for enterprise, part in balance.of_enterprises()],
        "recent": PopupSale.objects.filter(exhibition=exhibition).order_by("-sold_at", "-pk")[:5],
    }
    return show(request, "popup.html", "popup", context)


@at_popup
@require_http_methods(["GET", "HEAD", "POST"])
def change_place(request: TillRequest) -> HttpResponse:
    """Correct where it is and when it is open."""
    exhibition = request.exhibition
    initial = {name: getattr(exhibition, name) for name in PlaceForm.base_fields}
    form = PlaceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with Refusals(form):
            places.change_place(exhibition=exhibition, details=form.details(), actor=request.staff, now=timezone.now())
            messages.success(request, _("저장했어요."))
            return redirect("till:popup", exhibition.campaign.reference)
    return show(request, "change_place.html", "popup", {"form": form}, 422 if form.errors else 200)


@at_popup
@require_POST
def change_state(request: TillRequest) -> HttpResponse:
    """Open the doors, begin the closing, or go back to selling."""
    exhibition = request.exhibition
    steps = {
        "open": (places.open_doors, _("문을 열었어요. 이제 팔 수 있어요.")),
        "closing": (places.begin_closing, _("판매를 마쳤어요. 남은 물건을 세어 주세요.")),
        "again": (places.open_again, _("다시 열었어요.")),
    }
    step, said = steps.get(request.POST.get("to", ""), (None, ""))
    if step:
        try:
            step(exhibition=exhibition, actor=request.staff, now=timezone.now())
        except places.PopupRefused as exc:
            messages.error(request, str(exc))
        else:
            messages.success(request, said)
    return redirect("till:popup", exhibition.campaign.reference)


def _todos(exhibition: Exhibition, balance: Balance, now: datetime) -> list[dict[str, Any]]:
    reference = exhibition.campaign.reference
    counts = dict(
        Consignment.objects.filter(exhibition=exhibition).values_list("state").annotate(count=Count("pk")).order_by()
    )
    todos = []

    def todo(count: int, title: str, due: str, name: str, *, late: bool = False) -> None:
        if count:
            url = reverse(f"till:{name}", args=[reference])
            todos.append({"url": url, "count": count, "title": title, "due": due, "late": late})

    if exhibition.state != State.CLOSED:
        todo(counts.get("SENT", 0), _("받은 수량을 적어 주세요"), _("보낸 물건이 오는 중이에요"), "notes")
        todo(counts.get("DRAFT", 0), _("보내지 않은 명세서가 있어요"), "", "notes")
        old = _days_behind(exhibition, now)
        todo(old, _("하루 마감이 밀렸어요"), _("현금을 세어 주세요"), "days", late=True)
        todo(_near_their_end(balance, now), _("소비기한이 가까운 물건이 있어요"), _("7일 안에 지나요"), "balance")
    if exhibition.state == State.CLOSING:
        uncounted = sum(1 for row in balance.rows if row.here and row.count is None)
        todo(uncounted, _("세지 않은 물건이 있어요"), _("실사를 적어 주세요"), "count")
        todo(len(balance.differences), _("설명되지 않은 차이가 있어요"), "", "balance", late=True)
    return todos


def _days_behind(exhibition: Exhibition, now: datetime) -> int:
    day = days.day_to_close(exhibition=exhibition, now=now)
    return max((now.astimezone(SEOUL).date() - day.day_on).days, 0) if day else 0


def _near_their_end(balance: Balance, now: datetime) -> int:
    today = now.astimezone(SEOUL).date()
    ends = [row.variant.listing.best_before_on for row in balance.rows if row.left]
    return sum(1 for end in ends if end and (end - today).days <= SOON_DAYS)
