"""The style guide: every piece in every state, on one page, where people develop."""

import io
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control

from marketplace.look import pictures

_SIZES = (320, 640, 1280)


class SampleForm(forms.Form):
    name = forms.CharField(label=_("받는 분"), max_length=20)
    phone = forms.CharField(label=_("전화번호"), help_text=_("배송 소식을 보낼 번호예요."))
    memo = forms.CharField(label=_("배송 메모"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    carrier = forms.ChoiceField(
        label=_("택배사"), choices=[("", _("골라 주세요")), ("cj", _("한걸음택배")), ("post", _("마을우편"))]
    )
    payment = forms.ChoiceField(
        label=_("결제 방법"),
        choices=[("card", _("카드")), ("transfer", _("계좌이체"))],
        widget=forms.RadioSelect,
        initial="card",
    )
    agree = forms.BooleanField(
        label=_("주문 내용을 확인했고 결제에 동의해요"), help_text=_("취소는 발송 전까지 할 수 있어요.")
    )


def styleguide(request: HttpRequest, *, office: bool = False) -> HttpResponse:
    """Show every piece; only where people develop or try the demo."""
    if not _is_for_makers():
        raise Http404
    messages.success(request, _("장바구니에 담았어요."))
    now = timezone.now()
    template = "look/styleguide_office.html" if office else "look/styleguide.html"
    return render(request, template, {**_samples(now), **(_office_samples() if office else {})})


@cache_control(max_age=86_400, public=True)
def picture(request: HttpRequest, kind: str, seed: str) -> HttpResponse:
    """Draw one illustration as WebP, for the style guide."""
    kinds = {slugify(name): name for name in pictures.KINDS}
    if not _is_for_makers() or kind not in {*kinds, "cover", "maker"}:
        raise Http404
    body = io.BytesIO()
    if kind == "cover":
        image = pictures.draw_cover(seed, seed)
    elif kind == "maker":
        image = pictures.draw_maker(seed, seed, size=640)
    else:
        image = pictures.draw(kinds[kind], seed=seed, size=640)
    image.save(body, "WEBP", quality=82, method=2)
    return HttpResponse(body.getvalue(), content_type="image/webp")


def _is_for_makers() -> bool:
    return bool(settings.DEBUG or getattr(settings, "DEMO", False))


def _drawn(kind: str, seed: str) -> dict[str, Any]:
    size = (1600, 900) if kind == "cover" else (640, 640)
    src = reverse("look:picture", args=[slugify(kind), seed])
    return {"src": src, "srcset": "", "width": size[0], "height": size[1], "alt": ""}


def _card(kind: str, seed: str, title: str, maker: str, price: int, **more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {"prior_price": None, "rate": None, "badges": [], "delivery": "", "state": ""}
    return (
        {"url": "#card", "title": title, "maker": maker, "picture": _drawn(kind, seed), "price": price} | plain | more
    )


def _samples(now: datetime) -> dict[str, Any]:
    form = SampleForm({"name": "", "phone": "010-0000-0101", "payment": "card"})
    form.is_valid()
    social = {"label": _("사회적기업"), "kind": "status"}
    return {
        "form": form,
        "clean_form": SampleForm(),
        "cards": [
            _card(
                "bag",
                "banner-tote",
                "폐현수막 토트백",
                "다시봄공방",
                29_200,
                prior_price=39_000,
                rate=25,
                badges=[social],
                delivery=_("무료배송"),
                state=_("마감 임박"),
            ),
            _card("tofu", "firm-tofu", "새벽 부침두부", "느린콩두부협동조합", 4_500, delivery=_("3만원 이상 무료")),
            _card(
                "mug",
                "slow-mug",
                "두 손가락이 들어가는 손잡이가 달린, 손에 오래 남는 느린 머그",
                "손끝도예협동조합",
                26_000,
                badges=[{"label": _("협동조합"), "kind": "status"}, {"label": _("주문제작"), "kind": "outline"}],
                state=_("예약"),
            ),
            _card("soap", "rice-soap", "쌀겨 비누", "온새미비누 사회적협동조합", 6_500, state=_("품절"), gone=True),
        ],
        "maker": {
            "url": "#maker",
            "name": "골목빵연구소",
            "district": "관악구",
            "line": "자활근로로 만난 네 사람이 차린 동네 빵집이에요. 그날 구운 것만 팔아요.",
            "picture": _drawn("maker", "bakery"),
            "badges": [{"label": _("자활기업"), "kind": "status"}],
        },
        "exhibition": {
            "url": "#exhibition",
            "title": "손으로 만든 서울",
            "theme": "흙과 나무와 천을 손으로 다루는 열한 곳이 모였어요. 같은 것이 두 개 없는 물건만 골랐어요.",
            "picture": _drawn("cover", "handmade"),
            "until": now + timedelta(days=6, hours=3),
            "live": True,
            "makers": 11,
            "place": "",
        },
        "next_exhibition": {
            "url": "#next",
            "title": "추석 가치소비 선물세트",
            "theme": "받는 사람도 만든 사람도 기쁜 선물을 골라요.",
            "picture": _drawn("cover", "chuseok"),
            "until": now + timedelta(days=40),
            "live": False,
            "state": _("곧 열려요"),
            "makers": 15,
            "place": "성동구",
        },
        "status": {
            "name": _("사회적기업"),
            "since": (now - timedelta(days=800)).date(),
            "source": _("한국사회적기업진흥원"),
            "number": "가상-SE-2026-001",
            "meaning": _("취약계층에게 일자리를 주는 기업으로 인증받았어요."),
        },
        "facets": [
            {
                "name": "kind",
                "label": _("기업 유형"),
                "values": [
                    {"value": "SE", "label": _("사회적기업"), "count": 84, "checked": True},
                    {"value": "CO", "label": _("협동조합"), "count": 61, "checked": False},
                    {"value": "MV", "label": _("마을기업"), "count": 23, "checked": False},
                ],
            },
            {
                "name": "district",
                "label": _("동네"),
                "values": [
                    {"value": "mapo", "label": "마포구", "count": 14, "checked": False},
                    {"value": "jongno", "label": "종로구", "count": 9, "checked": False},
                ],
            },
        ],
        "price_range": {"min": 5000, "max": None},
        "chips": [
            {"label": _("사회적기업"), "remove_url": "#chips"},
            {"label": _("5,000원부터"), "remove_url": "#chips"},
        ],
        "sort_options": [
            {"value": "new", "label": _("새로 들어온 차례"), "selected": True},
            {"value": "low", "label": _("값이 낮은 차례"), "selected": False},
        ],
        "crumbs": [{"label": _("첫 화면"), "url": "/"}, {"label": _("그릇"), "url": "#bowls"}, {"label": _("머그")}],
        "tabs": [
            {"label": _("이야기"), "url": "#story", "current": True},
            {"label": _("상품 정보"), "url": "#notice", "current": False},
            {"label": _("문의"), "url": "#ask", "current": False, "count": 3},
        ],
        "options": [
            {"value": "white", "label": _("흰색"), "checked": True},
            {"value": "persimmon", "label": _("감색"), "checked": False},
            {"value": "green", "label": _("초록"), "checked": False, "disabled": True},
        ],
        "columns": [
            {"label": _("주문")},
            {"label": _("물건")},
            {"label": _("금액"), "number": True},
            {"label": _("상태")},
        ],
        "rows": [
            [
                {"text": "G-2026-0412", "url": "#order"},
                "느린 머그 2개",
                "52,000원",
                {"text": _("보낼 것"), "badge": "live"},
            ],
            [
                {"text": "G-2026-0409", "url": "#order"},
                "매일 밥그릇 1개",
                "22,000원",
                {"text": _("보냄"), "badge": "status"},
            ],
        ],
        "facts": [
            {"label": _("판매자"), "text": "손끝도예협동조합 (가상대표06)"},
            {"label": _("재질"), "text": "도자기(백토)"},
            {"label": _("크기"), "text": "300ml"},
        ],
        "sums": [
            {"label": _("물건값"), "amount": 52_000},
            {"label": _("할인"), "amount": -4_000},
            {"label": _("배송비"), "amount": 3_000},
            {"label": _("결제할 금액"), "amount": 51_000},
        ],
        "until": now + timedelta(hours=5),
        "steps": [
            {"label": _("장바구니"), "state": "done"},
            {"label": _("배송과 결제"), "state": "current"},
            {"label": _("주문 완료"), "state": ""},
        ],
        "events": [
            {"title": _("결제했어요"), "at": now - timedelta(days=2), "state": "done"},
            {
                "title": _("보냈어요"),
                "at": now - timedelta(hours=20),
                "state": "done",
                "text": "한걸음택배 0000-1234-5678",
            },
            {"title": _("가는 중이에요"), "at": None, "state": "current"},
            {"title": _("도착"), "at": None, "state": ""},
        ],
        "changes": [
            {"what": "느린 머그", "field": _("가격"), "before": "26,000원", "after": "20,800원", "kind": "change"},
            {"what": "국수 대접", "field": _("목록"), "before": "", "after": _("올림"), "kind": "add"},
            {"what": "찻잔 두 점", "field": _("목록"), "before": _("판매 중"), "after": "", "kind": "remove"},
            {"what": "둥근 접시", "field": _("제목"), "before": "둥근 접시", "after": "둥근 접시", "kind": "same"},
        ],
        "bars": [("3월", 42), ("4월", 61), ("5월", 55), ("6월", 78), ("7월", 90), ("8월", 134)],
        "lines": {
            "올해": [("3월", 420), ("4월", 610), ("5월", 550), ("6월", 780), ("7월", 905)],
            "지난해": [("3월", 380), ("4월", 400), ("5월", 515), ("6월", 530), ("7월", 620)],
        },
        "gallery": [_drawn("mug", f"slow-mug:{number}") for number in (1, 2, 3)],
        "sheet": [_drawn(kind, "a") | {"alt": kind} for kind in pictures.KINDS],
    }


def _office_samples() -> dict[str, Any]:
    places = [(_("오늘 할 일"), "home", 3, True), (_("주문"), "receipt", 12, False), (_("물건"), "box", 0, False)]
    return {
        "office_name": _("손끝도예 창구"),
        "office_person": "가상대표06",
        "nav": [
            {"label": label, "url": "#place", "icon": icon, "current": index == 0, "count": count, "hot": hot}
            for index, (label, icon, count, hot) in enumerate(places)
        ],
        "todos": [
            {"url": "#todo", "count": 4, "title": _("오늘 보낼 주문"), "due": _("오후 4시까지"), "late": True},
            {
                "url": "#todo",
                "count": 2,
                "title": _("동의를 기다리는 기획전 물건"),
                "due": _("8월 3일까지"),
                "late": False,
            },
            {
                "url": "#todo",
                "count": 1,
                "title": _("쿠팡이 되돌린 물건"),
                "due": _("상세 사진이 작아요"),
                "late": False,
            },
        ],
        "till_goods": [
            {"title": _("느린 머그"), "price": 26_000, "left": 8},
            {"title": _("매일 밥그릇"), "price": 22_000, "left": 3},
            {"title": _("찻잔 두 점"), "price": 38_000, "left": 0},
        ],
        "figures": [
            {"label": _("이번 주 주문"), "value": "38", "note": _("지난주 31")},
            {"label": _("이번 주 매출"), "value": "1,204,000원"},
            {"label": _("재고 5개 이하"), "value": "6"},
            {"label": _("다음 정산"), "value": "8. 10."},
        ],
    }
