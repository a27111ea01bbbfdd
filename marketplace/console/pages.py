"""What every page of the console has: its frame, its places, and lists that come a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from marketplace.console.access import StaffRequest

PAGE = 25
LONGEST = 80


def show(request: StaffRequest, template: str, place: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return a page of the console; `place` says which entry of the menu it stands under."""
    base = {
        "nav": [
            {"label": label, "url": url, "icon": icon, "current": name == place} for name, label, icon, url in _places()
        ],
        "office_name": _("센터 창구"),
        "office_home": reverse("console:home"),
        "office_person": request.staff.name or request.staff.email,
    }
    return render(request, f"console/{template}", base | context, status=status)


def _places() -> list[tuple[str, str, str, str]]:
    places = [
        ("home", _("한눈에"), "home", "console:home"),
        ("exhibitions", _("기획전"), "calendar", "console:exhibitions"),
        ("orders", _("주문"), "receipt", "console:orders"),
        ("stock", _("재고"), "box", "console:stocks"),
        ("enterprises", _("기업과 상품"), "store", "console:enterprises"),
        ("works", _("돌아가는 일"), "settings", "console:plans"),
        ("till", _("팝업"), "pin", "till:home"),
    ]
    found = []
    for name, label, icon, view in places:
        try:
            found.append((name, label, icon, reverse(view)))
        except NoReverseMatch:  # a room that is not built has no door
            continue
    return found


def paged(
    request: StaffRequest, rows: "QuerySet[Any] | list[Any]", *, size: int = PAGE, key: str = "page"
) -> Page[Any]:
    """Return the page of rows that the address asks for, the nearest one where there is no such page."""
    return Paginator(rows, size).get_page(request.GET.get(key))


def typed(request: StaffRequest, name: str = "q") -> str:
    """Return what was typed into a field of the address, without what no database takes."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST]


def one_of(request: StaffRequest, name: str, known: Any, otherwise: str = "") -> str:
    """Return a choice of the address if it is one, else `otherwise`."""
    chosen = request.GET.get(name, "")
    return chosen if chosen in known else otherwise


def tabs(request: StaffRequest, name: str, choices: dict[str, Any], chosen: str) -> list[dict[str, Any]]:
    """Return tabs that set one choice of the address and keep the others, back on the first page."""
    found = []
    for value, label in choices.items():
        query = request.GET.copy()
        query.pop("page", None)
        query.pop(name, None)
        if value:
            query[name] = value
        found.append({"label": label, "url": f"?{query.urlencode()}", "current": value == chosen})
    return found


def work_tabs(current: str) -> list[dict[str, Any]]:
    """Return the tabs above everything that runs by itself."""
    places = {
        "plans": _("계획"),
        "lanes": _("레인"),
        "outbox": _("보낼 메시지"),
        "inbox": _("받은 메시지"),
        "audit": _("기록"),
    }
    return [
        {"label": label, "url": reverse(f"console:{name}"), "current": name == current}
        for name, label in places.items()
    ]


def order_tabs(current: str) -> list[dict[str, Any]]:
    """Return the tabs above everything about orders."""
    places = {"orders": _("주문"), "purchases": _("결제"), "shortfalls": _("모자란 것")}
    return [
        {"label": label, "url": reverse(f"console:{name}"), "current": name == current}
        for name, label in places.items()
    ]
