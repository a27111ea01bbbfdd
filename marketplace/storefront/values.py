"""Turns rows into what the partials of the look want to be given."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from marketplace.look.images import StoredPicture
from marketplace.storefront.places import districts, spoken
from vendors.models import Enterprise, EnterpriseStatus, ListingMark, StatusType

SEOUL = ZoneInfo("Asia/Seoul")
FEW = 5


def delivery_word(is_shippable: bool, is_made_to_order: bool) -> str:
    if not is_shippable:
        return _("배송 없이 이용해요")
    if is_made_to_order:
        return _("주문 제작")
    if settings.GACHI_DELIVERY_FEE == 0:
        return _("무료배송")
    return _("주문당 배송비 %(fee)s원") % {"fee": f"{settings.GACHI_DELIVERY_FEE:,}"}


def square(picture: dict[str, Any] | None) -> dict[str, Any] | None:
    return StoredPicture.from_json(picture).square() if picture else None


def natural(picture: dict[str, Any] | None) -> dict[str, Any] | None:
    return StoredPicture.from_json(picture).natural() if picture else None


def status_meaning(kind: str) -> str:
    """Say in a sentence what a status stands for (domain-ko.md §1.2)."""
    return {
        StatusType.SE: _("사회서비스나 일자리를 사업으로 만드는 기업으로, 정부가 인증해요."),
        StatusType.PS: _("사회적기업이 되려고 준비하는 기업으로, 시·도나 부처가 지정해요."),
        StatusType.MV: _("주민이 지역의 일을 사업으로 푸는 기업으로, 정부가 지정해요."),
        StatusType.CO: _("조합원이 함께 소유하고 민주적으로 운영해요."),
        StatusType.SC: _("공익을 위해 일하는 비영리 협동조합으로, 정부가 인가해요."),
        StatusType.JH: _("자활사업을 마친 주민들이 함께 차린 기업이에요."),
    }[StatusType(kind)]


def status_values(statuses: Iterable[EnterpriseStatus], today: date) -> list[dict[str, Any]]:
    """Return badges with their proof, for verified and current rows only."""
    return [
        {
            "name": _with_subtype(status),
            "since": status.valid_from,
            "until": status.valid_to,
            "source": _issuers().get(status.issuer, status.issuer),
            "number": status.number_text,
            "meaning": status_meaning(status.type),
        }
        for status in statuses
        if status.is_current(today)
    ]


def _with_subtype(status: EnterpriseStatus) -> str:
    subtypes = {
        "일자리제공형": _("일자리제공형"),
        "사회서비스제공형": _("사회서비스제공형"),
        "지역사회공헌형": _("지역사회공헌형"),
        "혼합형": _("혼합형"),
        "기타형": _("기타형"),
        "지역형": _("지역형"),
        "부처형": _("부처형"),
    }
    name = str(StatusType(status.type).label)
    return f"{name} ({subtypes.get(status.subtype, status.subtype)})" if status.subtype else name


def _issuers() -> dict[str, str]:
    """Return the bodies that certify, designate and recognise (domain-ko.md §2), as far as we can name them."""
    return {
        "고용노동부": _("고용노동부"),
        "행정안전부": _("행정안전부"),
        "기획예산처": _("기획예산처"),
        "보건복지부": _("보건복지부"),
        "서울특별시": _("서울특별시"),
        "자치구": _("자치구"),
    }


def mark_values(marks: Iterable[ListingMark], today: date) -> list[dict[str, Any]]:
    return [
        {
            "name": spoken(mark.name, mark.name_en),
            "since": mark.valid_from,
            "until": mark.valid_to,
            "source": _("판매자가 낸 인증서를 센터가 확인했어요"),
            "number": mark.certificate_number,
        }
        for mark in marks
        if mark.is_current(today)
    ]


def maker_values(enterprise: Enterprise, today: date) -> dict[str, Any]:
    """Return the context of ``look/partials/enterprise_card.html``; statuses must be prefetched."""
    kinds = sorted({status.type for status in enterprise.statuses.all() if status.is_current(today)})
    place = districts().get(enterprise.district.slug)
    return {
        "url": reverse("storefront:maker", args=[enterprise.reference]),
        "name": spoken(enterprise.name, enterprise.name_en),
        "district": place.label if place else "",
        "line": spoken(enterprise.tagline, enterprise.tagline_en),
        "picture": square(enterprise.picture),
        "badges": [{"label": str(StatusType(kind).label), "kind": "status"} for kind in kinds],
    }


def exhibition_values(campaign: Campaign, now: datetime, makers: int = 0) -> dict[str, Any]:
    """Return the context of ``look/partials/exhibition_banner.html``."""
    exhibition = getattr(campaign, "exhibition", None)
    return {
        "url": reverse("storefront:exhibition", args=[campaign.reference]),
        "title": spoken(campaign.title, campaign.title_en),
        "theme": spoken(campaign.theme, campaign.theme_en),
        "picture": natural(campaign.cover),
        "until": campaign.ends_at,
        "live": campaign.state == Campaign.State.LIVE and campaign.starts_at <= now < campaign.ends_at,
        "makers": makers,
        "place": spoken(exhibition.venue, exhibition.venue_en) if exhibition else "",
        "state": campaign.get_state_display(),
    }


def seller_facts(enterprise: Enterprise) -> list[dict[str, Any]]:
    """Return who the seller is, as has to be shown before an order (전자상거래법 §20②; domain-ko.md §3.2)."""
    from marketplace.look import formats

    report = enterprise.mail_order_number or _("신고 면제 (%(why)s)") % {"why": enterprise.mail_order_exemption}
    if enterprise.mail_order_office:
        report = f"{report} ({enterprise.mail_order_office})"
    return [
        {"label": _("상호"), "text": enterprise.name},
        {"label": _("대표자"), "text": enterprise.representative},
        {"label": _("사업자등록번호"), "text": formats.business_number(enterprise.business_number)},
        {"label": _("통신판매업 신고"), "text": report},
        {"label": _("주소"), "text": f"({enterprise.postal_code}) {enterprise.address}"},
        {"label": _("전화"), "text": formats.phone(enterprise.phone), "url": f"tel:{enterprise.phone}"},
        {"label": _("이메일"), "text": enterprise.email, "url": f"mailto:{enterprise.email}"},
    ]
