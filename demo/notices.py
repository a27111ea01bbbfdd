"""The 고시 of each demo listing, filled with real values rather than *see the page*."""

from collections.abc import Callable

from demo.goods import Good
from demo.makers import Maker
from vendors.notices import NOTICES

PHONE = "02-0000-01{:02d}"
CARE = {
    "WEAR": "찬물에 손세탁, 그늘에서 말리기",
    "SHOES": "물에 젖으면 그늘에서 말리고 가죽 크림을 바르기",
    "BAG": "중성세제로 손세탁, 건조기 사용 금지",
    "FASHION_ITEMS": "찬물에 손세탁, 다림질은 낮은 온도로",
    "SLEEPING_GEAR": "30도 이하 세탁기 약하게, 햇볕에 말리기",
    "JEWELLERY": "향수와 물을 피하고 마른 천으로 닦기",
    "KIDS": "입에 넣지 않도록 살피고 마른 천으로 닦기",
    "BIOCHEMISTRY": "눈에 들어가면 물로 씻고, 어린이 손이 닿지 않는 곳에 두기",
    "COSMETIC": "상처가 있는 곳에는 쓰지 않고, 붉어지면 사용을 멈추기",
}


def notice_for(good: Good, maker: Maker) -> list[tuple[str, str]]:
    """Return every item of the good's 고시 with a value."""
    values = _values(good, maker)
    return [(item, values(item)) for item in NOTICES[good.notice].items]


def _values(good: Good, maker: Maker) -> Callable[[str], str]:
    phone = PHONE.format(int(maker.code[1:]))
    address = f"{maker.name} / 서울특별시"
    dated = (
        "제조일은 포장에 표시, 받은 날부터 3일 이상 남은 것만 발송"
        if "chilled" in good.flags
        else "제조일과 소비기한은 포장에 표시"
    )
    fixed = {
        "제조국": "대한민국",
        "제조국 또는 원산지": "대한민국",
        "원산지": "국산",
        "제조자": maker.name,
        "생산자": maker.name,
        "생산자와 소재지": address,
        "서비스 제공 사업자": maker.name,
        "화장품제조업자·책임판매업자": maker.name,
        "제조사·수입자·제조국": f"{maker.name}, 대한민국",
        "저자, 출판사": f"{maker.name} 편집부, {maker.name}",
        "품질보증기준": "공정거래위원회 소비자분쟁해결기준에 따라 보상",
        "A/S 책임자와 전화번호": f"{maker.name} {phone}",
        "A/S 또는 상담 전화": phone,
        "소비자상담 전화": phone,
        "상담 전화": phone,
        "품명 및 모델명": good.title,
        "품목 및 제품명": good.title,
        "품목 또는 명칭": good.title,
        "제품명": good.title,
        "도서명": good.title,
        "품명": good.title,
        "종류": good.title,
        "제품구성": ", ".join(name for name, _price, _units in good.options),
        "상품구성": ", ".join(name for name, _price, _units in good.options),
        "구성품": "본품",
        "색상": ", ".join(name for name, _price, _units in good.options),
        "제조연월": "2026년 9월 이후",
        "동일모델의 출시년월": "2026년 3월",
        "출간일": "2026년 5월",
        "제조연월 및 유통기한": "2026년 9월 이후 제조, 제조일부터 2년",
        "제조연월일과 소비기한": dated,
        "사용기한 또는 개봉 후 사용기간": "제조일부터 2년, 개봉 후 6개월",
        "식품의 유형": "즉석판매제조가공식품",
        "영양성분": "포장에 표시",
        "유전자변형식품 해당 여부": "해당 없음",
        "소비자안전 주의사항": "대두·밀·견과를 다루는 시설에서 만들어요",
        "보관·취급방법": "0~10도 냉장 보관" if "chilled" in good.flags else "서늘하고 그늘진 곳에 보관",
        "세부 품목군별 표시사항": "해당 없음",
        "KC 인증정보": "CB061R2170-3018" if "kc" in good.flags else "공급자적합성확인 대상",
        "법에 의한 인증·허가 사항": "해당 없음",
        "기능성화장품 심사(보고) 여부": "해당 없음",
        "안전기준 적합확인 신고번호": "CB26-26-1353",
        "어린이보호포장 여부": "해당 없음",
        "보증서 제공 여부": "제공",
        "사용연령 또는 권장사용연령": "만 3세 이상",
        "크기·체중의 한계": "제한 없음",
        "정격전압·소비전력": "220V, 65W",
        "재공급(리퍼브) 사유와 하자 부위": "사무실 사용품, 상판에 잔흠집" if "refurb" in good.flags else "해당 없음",
        "배송·설치비용": "배송비에 포함, 설치 없음",
        "사용방법": "물에 적셔 거품을 내어 쓰기",
        "제품 주요 사양": "모든 피부용",
        "목차 또는 책소개": good.summary,
        "용도와 제형": good.summary,
        "주요 사양": good.summary,
        "상품별 세부 사양": good.summary,
        "이용조건(기간·장소·추가비용)": f"{good.size}, 구매일부터 6개월, 추가비용 없음",
        "취소·중도해약·해지 조건과 환불기준": "이용 3일 전까지 전액, 하루 전까지 절반 환불",
        "쪽수": good.size.split(", ")[-1],
    }

    def value(item: str) -> str:
        if item in fixed:
            return fixed[item]
        if "주의사항" in item:
            return CARE.get(good.notice, "취급에 주의")
        if any(word in item for word in ("소재", "재질", "원재료", "성분", "물질", "순도", "소재·순도")):
            return good.made_of
        return good.size

    return value
