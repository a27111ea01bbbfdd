"""How everything stands, and the search."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns import queries
from marketplace.console import finding, pages, queues
from marketplace.console.access import StaffRequest, staff_only
from marketplace.console.values import health_values

MOST_CAMPAIGNS = 8


@staff_only
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """What is on and how it does, and what waits for a person."""
    now = timezone.now()
    health = queries.health_of(list(queries.running(now)[:MOST_CAMPAIGNS]), now)
    counts = queues.counts(now)
    context = {
        "campaigns": [health_values(row, now) for row in health],
        "todos": _todos(counts),
    }
    return pages.show(request, "home.html", "home", context)


@staff_only
@require_safe
def search(request: StaffRequest) -> HttpResponse:
    """Find anything by its number or name; a single find is opened at once."""
    text = pages.typed(request)
    hits = finding.find(text)
    if len(hits) == 1:
        return redirect(hits[0].url)
    return pages.show(request, "search.html", "home", {"typed": text, "hits": hits})


def _todos(counts: dict[str, int]) -> list[dict[str, Any]]:
    todos = [
        ("shortfalls", _("판 수량이 모자라요"), _("구해서 채우거나 구매자와 정리해 주세요"), _to("shortfalls"), True),
        ("stops", _("구매자가 멈춰 달라고 했어요"), _("보내기 전에 확인해 주세요"), _to("orders", "state=stop"), True),
        ("attempts", _("결제가 나아가지 않아요"), _("까닭을 보고 깨워 주세요"), _to("purchases", "state=stuck"), True),
        (
            "refunds",
            _("돌려주지 못한 돈이 있어요"),
            _("Stripe에서 까닭을 보고 직접 환불해 주세요. 그러면 저절로 맞춰져요"),
            _to("purchases", "state=refunds"),
            True,
        ),
        (
            "markets",
            _("판매처의 주문을 읽지 못하고 있어요"),
            _("까닭을 보고 고쳐 주세요. 고치면 스스로 다시 읽어요"),
            _to("lanes", "state=problem"),
            True,
        ),
        ("plans", _("읽어 볼 계획이 있어요"), _("사람이 읽어야 적용돼요"), _to("plans", "state=person"), False),
        (
            "denied",
            _("판매처가 상품을 되돌렸어요"),
            _("까닭을 보고 고쳐 주세요"),
            _to("market-listings", "state=DENIED"),
            False,
        ),
        ("lanes", _("멈춘 레인이 있어요"), _("까닭을 고친 뒤 다시 돌려 주세요"), _to("lanes", "state=parked"), False),
        (
            "inbox",
            _("처리하지 못한 메시지가 있어요"),
            _("고친 뒤 다시 처리해 주세요"),
            _to("inbox", "state=PARKED"),
            False,
        ),
        (
            "outbox",
            _("보내지 못한 메시지가 있어요"),
            _("스스로 다시 보내고 있어요"),
            _to("outbox", "state=failed"),
            False,
        ),
        (
            "untold",
            _("판매처가 아직 모르는 송장이 있어요"),
            _("스스로 다시 알리고 있어요"),
            _to("orders", "state=untold"),
            False,
        ),
    ]
    return [
        {"count": counts[name], "title": title, "due": due, "url": url, "late": late}
        for name, title, due, url, late in todos
        if counts[name]
    ]


def _to(view: str, query: str = "") -> str:
    return reverse(f"console:{view}") + (f"?{query}" if query else "")
