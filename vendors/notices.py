"""상품정보제공고시: what must be said of each kind of goods before it is bought (domain-ko.md §3.7, §3.8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class NoticeType:
    code: str
    name: "str | StrPromise"
    items: tuple[str, ...]


AFTER_SALES = gettext_noop("A/S 책임자와 전화번호")
WARRANTY = gettext_noop("품질보증기준")
MAKER = gettext_noop("제조자")
COUNTRY = gettext_noop("제조국")
# Listings keep an item by its Korean name; pages look its translation up with gettext(item).
ITEM_NAMES = frozenset(
    {
        AFTER_SALES,
        WARRANTY,
        MAKER,
        COUNTRY,
        gettext_noop("제품 소재"),
        gettext_noop("색상"),
        gettext_noop("치수"),
        gettext_noop("세탁방법 및 취급 시 주의사항"),
        gettext_noop("제조연월"),
        gettext_noop("제품 주소재"),
        gettext_noop("취급 시 주의사항"),
        gettext_noop("종류"),
        gettext_noop("소재"),
        gettext_noop("크기"),
        gettext_noop("제품구성"),
        gettext_noop("품명"),
        gettext_noop("KC 인증정보"),
        gettext_noop("구성품"),
        gettext_noop("주요 소재"),
        gettext_noop("배송·설치비용"),
        gettext_noop("품명 및 모델명"),
        gettext_noop("정격전압·소비전력"),
        gettext_noop("동일모델의 출시년월"),
        gettext_noop("크기·무게"),
        gettext_noop("주요 사양"),
        gettext_noop("재공급(리퍼브) 사유와 하자 부위"),
        gettext_noop("재질"),
        gettext_noop("용량 또는 중량"),
        gettext_noop("제품 주요 사양"),
        gettext_noop("사용기한 또는 개봉 후 사용기간"),
        gettext_noop("사용방법"),
        gettext_noop("화장품제조업자·책임판매업자"),
        gettext_noop("모든 성분"),
        gettext_noop("기능성화장품 심사(보고) 여부"),
        gettext_noop("사용할 때 주의사항"),
        gettext_noop("소비자상담 전화"),
        gettext_noop("소재·순도"),
        gettext_noop("중량"),
        gettext_noop("착용 시 주의사항"),
        gettext_noop("보증서 제공 여부"),
        gettext_noop("품목 또는 명칭"),
        gettext_noop("포장단위별 용량(중량)·수량·크기"),
        gettext_noop("생산자"),
        gettext_noop("원산지"),
        gettext_noop("제조연월일과 소비기한"),
        gettext_noop("세부 품목군별 표시사항"),
        gettext_noop("상품구성"),
        gettext_noop("보관·취급방법"),
        gettext_noop("소비자안전 주의사항"),
        gettext_noop("상담 전화"),
        gettext_noop("제품명"),
        gettext_noop("식품의 유형"),
        gettext_noop("생산자와 소재지"),
        gettext_noop("포장단위별 용량(중량)·수량"),
        gettext_noop("원재료명 및 함량"),
        gettext_noop("영양성분"),
        gettext_noop("유전자변형식품 해당 여부"),
        gettext_noop("크기·중량"),
        gettext_noop("사용연령 또는 권장사용연령"),
        gettext_noop("크기·체중의 한계"),
        gettext_noop("취급방법·주의사항·안전표시"),
        gettext_noop("상품별 세부 사양"),
        gettext_noop("도서명"),
        gettext_noop("저자, 출판사"),
        gettext_noop("쪽수"),
        gettext_noop("출간일"),
        gettext_noop("목차 또는 책소개"),
        gettext_noop("품목 및 제품명"),
        gettext_noop("용도와 제형"),
        gettext_noop("제조연월 및 유통기한"),
        gettext_noop("중량·용량·매수"),
        gettext_noop("제조사·수입자·제조국"),
        gettext_noop("어린이보호포장 여부"),
        gettext_noop("사용 화학물질 명칭"),
        gettext_noop("사용상 주의사항"),
        gettext_noop("안전기준 적합확인 신고번호"),
        gettext_noop("서비스 제공 사업자"),
        gettext_noop("법에 의한 인증·허가 사항"),
        gettext_noop("이용조건(기간·장소·추가비용)"),
        gettext_noop("취소·중도해약·해지 조건과 환불기준"),
        gettext_noop("제조국 또는 원산지"),
        gettext_noop("A/S 또는 상담 전화"),
    }
)


def _items(text: str) -> tuple[str, ...]:
    items = tuple(text.split("|"))
    if unnamed := set(items) - ITEM_NAMES:
        raise ValueError(f"not among ITEM_NAMES, so never translated: {', '.join(sorted(unnamed))}")
    return items


NOTICES = {
    notice.code: notice
    for notice in (
        NoticeType(
            "WEAR",
            _("의류"),
            _items(
                f"제품 소재|색상|치수|{MAKER}|{COUNTRY}|세탁방법 및 취급 시 주의사항|제조연월|{WARRANTY}|{AFTER_SALES}"
            ),
        ),
        NoticeType(
            "SHOES",
            _("구두/신발"),
            _items(f"제품 주소재|색상|치수|{MAKER}|{COUNTRY}|취급 시 주의사항|{WARRANTY}|{AFTER_SALES}"),
        ),
        NoticeType(
            "BAG",
            _("가방"),
            _items(f"종류|소재|색상|크기|{MAKER}|{COUNTRY}|취급 시 주의사항|{WARRANTY}|{AFTER_SALES}"),
        ),
        NoticeType(
            "FASHION_ITEMS",
            _("패션잡화"),
            _items(f"종류|소재|치수|{MAKER}|{COUNTRY}|취급 시 주의사항|{WARRANTY}|{AFTER_SALES}"),
        ),
        NoticeType(
            "SLEEPING_GEAR",
            _("침구류/커튼"),
            _items(
                f"제품 소재|색상|치수|제품구성|{MAKER}|{COUNTRY}|세탁방법 및 취급 시 주의사항|{WARRANTY}|{AFTER_SALES}"
            ),
        ),
        NoticeType(
            "FURNITURE",
            _("가구"),
            _items(
                f"품명|KC 인증정보|색상|구성품|주요 소재|{MAKER}|{COUNTRY}|크기|배송·설치비용|{WARRANTY}|{AFTER_SALES}"
            ),
        ),
        NoticeType(
            "OFFICE_APPLIANCES",
            _("사무용기기"),
            _items(
                "품명 및 모델명|KC 인증정보|정격전압·소비전력|동일모델의 출시년월|"
                f"{MAKER}|{COUNTRY}|크기·무게|주요 사양|재공급(리퍼브) 사유와 하자 부위|{WARRANTY}|{AFTER_SALES}"
            ),
        ),
        NoticeType(
            "KITCHEN_UTENSILS",
            _("주방용품"),
            _items(f"품명 및 모델명|재질|구성품|크기|동일모델의 출시년월|{MAKER}|{COUNTRY}|{WARRANTY}|{AFTER_SALES}"),
        ),
        NoticeType(
            "COSMETIC",
            _("화장품"),
            _items(
                "용량 또는 중량|제품 주요 사양|사용기한 또는 개봉 후 사용기간|사용방법|화장품제조업자·책임판매업자|"
                f"{COUNTRY}|모든 성분|기능성화장품 심사(보고) 여부|사용할 때 주의사항|{WARRANTY}|소비자상담 전화"
            ),
        ),
        NoticeType(
            "JEWELLERY",
            _("귀금속/보석/시계류"),
            _items(
                f"소재·순도|중량|{MAKER}|{COUNTRY}|치수|착용 시 주의사항|주요 사양|보증서 제공 여부|"
                f"{WARRANTY}|{AFTER_SALES}"
            ),
        ),
        NoticeType(
            "FOOD",
            _("식품(농수축산물)"),
            _items(
                "품목 또는 명칭|포장단위별 용량(중량)·수량·크기|생산자|원산지|제조연월일과 소비기한|"
                "세부 품목군별 표시사항|상품구성|보관·취급방법|소비자안전 주의사항|상담 전화"
            ),
        ),
        NoticeType(
            "GENERAL_FOOD",
            _("가공식품"),
            _items(
                "제품명|식품의 유형|생산자와 소재지|제조연월일과 소비기한|포장단위별 용량(중량)·수량|"
                "원재료명 및 함량|영양성분|유전자변형식품 해당 여부|소비자안전 주의사항|상담 전화"
            ),
        ),
        NoticeType(
            "KIDS",
            _("어린이제품"),
            _items(
                "품명 및 모델명|KC 인증정보|크기·중량|색상|재질|사용연령 또는 권장사용연령|크기·체중의 한계|"
                f"동일모델의 출시년월|{MAKER}|{COUNTRY}|취급방법·주의사항·안전표시|{WARRANTY}|{AFTER_SALES}"
            ),
        ),
        NoticeType(
            "MUSICAL_INSTRUMENT",
            _("악기"),
            _items(
                f"품명 및 모델명|크기|색상|재질|제품구성|동일모델의 출시년월|{MAKER}|{COUNTRY}|"
                f"상품별 세부 사양|{WARRANTY}|{AFTER_SALES}"
            ),
        ),
        NoticeType("BOOKS", _("서적"), _items("도서명|저자, 출판사|크기|쪽수|제품구성|출간일|목차 또는 책소개")),
        NoticeType(
            "BIOCHEMISTRY",
            _("생활화학제품"),
            _items(
                "품목 및 제품명|용도와 제형|제조연월 및 유통기한|중량·용량·매수|제조사·수입자·제조국|"
                "어린이보호포장 여부|사용 화학물질 명칭|사용상 주의사항|안전기준 적합확인 신고번호|상담 전화"
            ),
        ),
        NoticeType(
            "ETC_SERVICE",
            _("기타 용역"),
            _items(
                "서비스 제공 사업자|법에 의한 인증·허가 사항|이용조건(기간·장소·추가비용)|"
                "취소·중도해약·해지 조건과 환불기준|상담 전화"
            ),
        ),
        NoticeType(
            "ETC",
            _("기타 재화"),
            _items(f"품명 및 모델명|법에 의한 인증·허가 사항|제조국 또는 원산지|{MAKER}|A/S 또는 상담 전화"),
        ),
    )
}


def missing_items(notice_type: str, notice: Sequence[Sequence[str]]) -> list[str]:
    """Return the items of the type that `notice` (pairs of item and value) leaves empty, in the order of the 고시."""
    said = {item for item, value in notice if value.strip()}
    return [item for item in NOTICES[notice_type].items if item not in said]
