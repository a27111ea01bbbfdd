"""What every page of the till has: its frame, its places, and refusals said where they belong."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Exhibition
from campaigns.popups.places import PopupRefused
from campaigns.till.access import TillRequest
from marketplace.inventory.services import StockRefused
from marketplace.look import formats

PAGE = 25
BADGES = {
    Exhibition.State.PLANNED: "badge-info",
    Exhibition.State.OPEN: "badge-live",
    Exhibition.State.CLOSING: "badge-warning",
}


def show(request: TillRequest, template: str, place: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return a page of the till; `place` says which entry of the menu it stands under."""
    exhibition = getattr(request, "exhibition", None)
    base = {
        "nav": _places(exhibition, place) if exhibition else [],
        "office_name": formats.named(exhibition.campaign) if exhibition else _("팝업"),
        "office_home": reverse("till:popup", args=[exhibition.campaign.reference]) if exhibition else _home(),
        "office_person": request.staff.name or request.staff.email,
        "exhibition": exhibition,
        "ref": exhibition.campaign.reference if exhibition else "",
        "state_badge": BADGES.get(Exhibition.State(exhibition.state), "") if exhibition else "",
    }
    return render(request, f"till/{template}", base | context, status=status)


class Refusals:
    """Put what the pop-up or the ledger refuses at the top of a form; what was typed stays."""

    def __init__(self, form: forms.Form) -> None:
        self.form = form

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, problem: object, traceback: object) -> bool:
        if not isinstance(problem, PopupRefused | StockRefused):
            return False
        for said in problem.problems if isinstance(problem, PopupRefused) else [str(problem)]:
            self.form.add_error(None, said)
        return True


def _home() -> str:
    return reverse("till:home")


def _places(exhibition: Exhibition, current: str) -> list[dict[str, Any]]:
    places = [
        ("popup", _("지금"), "home"),
        ("sell", _("팔기"), "card"),
        ("sales", _("판매 기록"), "receipt"),
        ("notes", _("반입·반출"), "truck"),
        ("days", _("하루 마감"), "wallet"),
        ("balance", _("실사와 마감"), "chart"),
    ]
    return [
        {
            "label": label,
            "icon": icon,
            "current": name == current,
            "url": reverse(f"till:{name}", args=[exhibition.campaign.reference]),
        }
        for name, label, icon in places
    ]
