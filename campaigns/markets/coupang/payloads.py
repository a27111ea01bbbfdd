"""쿠팡's words and ours: a document out of goods, sheets and claims out of rows (coupang.md §2, §4–§6)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from campaigns.markets.plan import CannotBeListed, Claim, ClaimLine, Goods, Receiver, Sheet, SheetLine
from marketplace.channels.errors import ChannelUnavailable
from marketplace.core.money import from_units
from marketplace.core.sayings import saying

SEOUL = ZoneInfo("Asia/Seoul")
FOREVER = "2099-01-01T23:59:59"
NO_RETURN_CENTRE = "NO_RETURN_CENTERCODE"
LAST_RESORT = "기타 재화"
SEE_STORY = "상품 상세설명에 표시"
NOT_APPLICABLE = "해당 사항 없음"

# Our own carrier codes are 쿠팡's (§3.3); a carrier that is missing here cannot be told.
CARRIERS = {
    code: code
    for code in ("CJGLS", "HANJIN", "HYUNDAI", "EPOST", "KGB", "KDEXP", "DAESIN", "ILYANG", "CHUNIL", "HDEXP")
}
STATES = {
    "PLACED": ("ACCEPT",),
    "ACKNOWLEDGED": ("INSTRUCT",),
    "SHIPPED": ("DEPARTURE", "DELIVERING", "NONE_TRACKING"),
    "DELIVERED": ("FINAL_DELIVERY",),
}
_STATE_OF = {code: state for state, codes in STATES.items() for code in codes}
# What of a row is kept: nothing that says who bought or where it goes.
_SHEET_KEPT = ("status", "shippingPrice", "remotePrice", "remoteArea", "splitShipping", "ableSplitShipping", "isCod")
_LINE_KEPT = (
    "vendorItemId",
    "vendorItemName",
    "externalVendorSkuCode",
    "sellerProductId",
    "shippingCount",
    "cancelCount",
    "holdCountForCancel",
    "salesPrice",
    "orderPrice",
    "instantCouponDiscount",
    "downloadableCouponDiscount",
    "coupangDiscount",
    "upBundleItem",
)
_CLAIM_KEPT = ("receiptType", "receiptStatus", "createdAt", "releaseStopStatus", "faultByType", "reasonCode")


@dataclass(frozen=True)
class Seller:
    """Who sells, and from where: what every product document says the same."""

    vendor_id: str
    user_id: str
    name: str
    phone: str
    postal_code: str
    address: str
    carrier: str
    delivery_fee: int


# --------------------------------------------------------------------------------------------------------- places


def outbound_place(seller: Seller, name: str) -> dict[str, Any]:
    """Return the body that makes the place from which parcels leave (§3.1)."""
    address = {
        "countryCode": "KR",
        "companyContactNumber": seller.phone,
        "phoneNumber2": "",
        "returnZipCode": seller.postal_code,
        "returnAddress": seller.address,
        "returnAddressDetail": seller.name,
    }
    return {
        "vendorId": seller.vendor_id,
        "userId": seller.user_id,
        "shippingPlaceName": name,
        "usable": True,
        "global": False,
        # A road address is refused without its plot address.
        "placeAddresses": [{"addressType": kind, **address} for kind in ("JIBUN", "ROADNAME")],
        "remoteInfos": [{"deliveryCode": seller.carrier, "jeju": 3000, "notJeju": 3000}],
    }


# -------------------------------------------------------------------------------------------------------- product


@dataclass(frozen=True)
class Category:
    code: int
    meta: Mapping[str, Any]


def product_document(
    goods: Goods, *, seller: Seller, category: Category, outbound: int, now: datetime
) -> dict[str, Any]:
    """Return the document that creates a product of one option, asked to be approved; or raise CannotBeListed.

    Nothing is in stock: its quantity is the lane's to write, once units are offered.
    """
    name = _cut(" ".join(filter(None, (goods.title, goods.option))), 100)
    free = seller.delivery_fee == 0
    return {
        "displayCategoryCode": category.code,
        "sellerProductName": name,
        "vendorId": seller.vendor_id,
        "vendorUserId": seller.user_id,
        "saleStartedAt": now.astimezone(SEOUL).strftime("%Y-%m-%dT00:00:00"),
        "saleEndedAt": FOREVER,
        "displayProductName": _cut(f"{goods.brand} {name}", 100),
        "brand": goods.brand,
        "generalProductName": _cut(goods.title, 100),
        "productGroup": goods.category,
        "deliveryMethod": _method(goods),
        "extraInfoMessage": "주문을 받은 뒤에 만들어요." if goods.is_made_to_order else "",
        "deliveryCompanyCode": seller.carrier,
        "deliveryChargeType": "FREE" if free else "NOT_FREE",
        "deliveryCharge": seller.delivery_fee,
        "freeShipOverAmount": 0,
        "deliveryChargeOnReturn": seller.delivery_fee,
        "returnCharge": seller.delivery_fee,
        "remoteAreaDeliverable": "Y",
        # One parcel per enterprise: goods of one box would have to leave from one door.
        "unionDeliveryType": "NOT_UNION_DELIVERY",
        "outboundShippingPlaceCode": outbound,
        "returnCenterCode": NO_RETURN_CENTRE,
        "returnChargeName": _cut(seller.name, 50),
        "companyContactNumber": seller.phone,
        "returnZipCode": seller.postal_code,
        "returnAddress": seller.address,
        "returnAddressDetail": _cut(seller.name, 50),
        "requested": True,
        "items": [_item(goods, category)],
    }


def _method(goods: Goods) -> str:
    if goods.is_made_to_order:
        return "MAKE_ORDER"
    return "COLD_FRESH" if goods.is_cold else "SEQUENCIAL"


def _item(goods: Goods, category: Category) -> dict[str, Any]:
    return {
        "itemName": _cut(goods.option or goods.title, 150),
        "originalPrice": goods.prior_price or goods.price,
        "salePrice": goods.price,
        "maximumBuyCount": 0,
        "maximumBuyForPerson": 0,
        "maximumBuyForPersonPeriod": 1,
        "outboundShippingTimeDay": max(goods.dispatch_days, 1),
        "unitCount": 1,
        "adultOnly": "EVERYONE",
        "taxType": "TAX" if goods.is_taxable else "FREE",
        "parallelImported": "NOT_PARALLEL_IMPORTED",
        "overseasPurchased": "NOT_OVERSEAS_PURCHASED",
        "pccNeeded": False,
        "externalVendorSku": goods.sku,
        "barcode": "",
        "emptyBarcode": True,
        "emptyBarcodeReason": "자체 제작 상품",
        "modelNo": "",
        "certifications": [{"certificationType": "NOT_REQUIRED", "certificationCode": ""}],
        "searchTags": [word[:20] for word in goods.search_words[:20]],
        "images": _images(goods),
        "notices": notices(goods, category.meta),
        "attributes": attributes(goods, category.meta),
        "contents": [
            {"contentsType": "HTML", "contentDetails": [{"content": _story(goods), "detailType": "TEXT"}]},
        ],
        "offerCondition": "NEW",
        "offerDescription": "",
    }


def _images(goods: Goods) -> list[dict[str, Any]]:
    fitting = [url for url in goods.pictures if len(url) <= 200][:10]
    if not fitting:
        raise CannotBeListed(gettext_noop("쿠팡에 보낼 사진이 없어요."))
    return [
        {"imageOrder": place, "imageType": "DETAIL" if place else "REPRESENTATION", "vendorPath": url}
        for place, url in enumerate(fitting)
    ]


def _story(goods: Goods) -> str:
    paragraphs = [f"<p>{escape(text)}</p>" for text in goods.story.splitlines() if text.strip()]
    pictures = [f"<img src='{escape(url)}' alt=''/>" for url in goods.pictures[:10]]
    return f"<div><h2>{escape(goods.title)}</h2>{''.join(paragraphs)}{''.join(pictures)}</div>"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


# -------------------------------------------------------------------------------------------------------- notices

_ALIASES = {
    "품명및모델명": ("품명", "제품명", "품목및제품명", "품목또는명칭", "도서명"),
    "인증사항": ("법에의한인증·허가사항", "KC인증정보"),
    "제조국": ("제조국또는원산지", "원산지", "제조사·수입자·제조국"),
    "제조자": ("제조사·수입자·제조국", "생산자", "생산자와소재지", "화장품제조업자·책임판매업자", "저자,출판사"),
    "소비자상담관련전화번호": ("A/S책임자와전화번호", "A/S또는상담전화", "소비자상담전화", "상담전화"),
    "용량": ("용량또는중량",),
    "제조업자및제조판매업자": ("화장품제조업자·책임판매업자",),
    "화장품법에따라기재,표시하여야하는모든성분": ("모든성분",),
    "식품의약품안전처심사필유무": ("기능성화장품심사여부",),
    "제조연월일,소비기한또는품질유지기한": ("제조연월일과소비기한",),
    "제조연월일과소비기한또는품질유지기한": ("제조연월일과소비기한",),
}


def notices(goods: Goods, meta: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the 고시 in the category's own words, copied verbatim: another wording is refused (§2)."""
    groups = {
        str(group["noticeCategoryName"]): group["noticeCategoryDetailNames"] for group in meta["noticeCategories"]
    }
    name = _group(goods.notice_type, groups)
    ours = {_bare(item): value for item, value in goods.notice if value.strip()}
    told = []
    for detail in groups[name]:
        verbatim = str(detail["noticeCategoryDetailName"])
        content = _said(verbatim, ours)
        if not content and detail.get("required") == "MANDATORY":
            content = _unsaid(verbatim, goods)
        if content:
            told.append({"noticeCategoryName": name, "noticeCategoryDetailName": verbatim, "content": content})
    return told


def _group(wanted: str, groups: Mapping[str, Any]) -> str:
    for name in groups:
        if _bare(name) == _bare(wanted):
            return name
    if LAST_RESORT in groups:
        return LAST_RESORT
    said = gettext_noop("쿠팡의 이 카테고리에는 ‘%(wanted)s’ 고시가 없어요. (%(groups)s)")
    raise CannotBeListed(saying(said, wanted=wanted, groups=", ".join(groups)))


def _said(verbatim: str, ours: Mapping[str, str]) -> str:
    bare = _bare(verbatim)
    for name in (bare, *_ALIASES.get(bare, ())):
        if name in ours:
            return ours[name]
    close = [(SequenceMatcher(None, bare, name).ratio(), name) for name in ours]
    ratio, name = max(close, default=(0.0, ""))
    return ours[name] if ratio >= 0.6 else ""


def _unsaid(verbatim: str, goods: Goods) -> str:
    bare = _bare(verbatim)
    if "품명" in bare or bare in ("제품명", "도서명", "종류"):
        return " ".join(filter(None, (goods.title, goods.option)))
    if "전화" in bare:
        return goods.contact
    if "제조자" in bare or "생산자" in bare:
        return goods.brand
    return NOT_APPLICABLE if "인증" in bare else SEE_STORY


def _bare(text: str) -> str:
    return re.sub(r"\([^)]*\)|\s", "", text)


# ----------------------------------------------------------------------------------------------------- attributes

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(kg|g|ml|mL|L|ℓ|mm|cm|개|세트|매)(?![A-Za-z가-힣])")
_NATIVE = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "열": 10}
_COUNTED = re.compile(r"(한|두|세|네|다섯|여섯|열) (?:개|켤레|장|병|봉)(?![가-힣])")
_NEUTRAL = ("FREE", "남녀공용")


def attributes(goods: Goods, meta: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the purchase options and filters that the category insists on, read out of what the goods say.

    Raises CannotBeListed, naming those that nothing is said about.
    """
    told: list[dict[str, str]] = []
    missing: dict[str, list[str]] = {}
    filled: set[str] = set()
    for attribute in meta["attributes"]:
        if attribute["required"] != "MANDATORY":
            continue
        name, group = str(attribute["attributeTypeName"]), str(attribute.get("groupNumber") or "NONE")
        key = name if group == "NONE" else f"#{group}"
        if key in filled:
            continue  # of a group exactly one may be sent
        if value := _value(attribute, goods):
            told.append({"attributeTypeName": name, "attributeValueName": value[:30]} | _exposure(attribute))
            filled.add(key)
            missing.pop(key, None)
        else:
            missing.setdefault(key, []).append(name)
    if missing:
        names = ", ".join(" 또는 ".join(group) for group in missing.values())
        said = gettext_noop("쿠팡의 이 카테고리는 ‘%(names)s’을(를) 꼭 물어요. 옵션이나 고시에 적어 주세요.")
        raise CannotBeListed(saying(said, names=names))
    return told


def _exposure(attribute: Mapping[str, Any]) -> dict[str, str]:
    return {"exposed": "NONE"} if attribute.get("exposed") == "NONE" else {}


def _value(attribute: Mapping[str, Any], goods: Goods) -> str:
    values = [str(value) for value in attribute.get("inputValues") or []]
    if values:
        return _choice(values, goods)
    if attribute.get("dataType") == "NUMBER":
        return _amount(attribute, goods)
    said = {_bare(name): value for name, value in goods.notice}
    return said.get(_bare(str(attribute["attributeTypeName"])), "") or goods.option


def _choice(values: Sequence[str], goods: Goods) -> str:
    for text in (goods.option, *(value for _name, value in goods.notice)):
        words = set(re.split(r"[\s,/·()]+", text))
        if found := [value for value in values if value in words or value == text]:
            return found[0]
    return next((value for value in _NEUTRAL if value in values), "")


def _amount(attribute: Mapping[str, Any], goods: Goods) -> str:
    units = [str(unit) for unit in attribute.get("usableUnits") or []]
    for text in (goods.option, *(value for _name, value in goods.notice), goods.title):
        for number, written in _AMOUNT.findall(text):
            unit = {"mL": "ml", "ℓ": "L"}.get(written, written)
            if unit in units:
                return f"{number}{unit}"
        if "개" in units and (counted := _COUNTED.search(text)) and text == goods.option:
            return f"{_NATIVE[counted.group(1)]}개"
    return "1개" if "개" in units else ""


# --------------------------------------------------------------------------------------------------------- orders


def to_sheet(row: Mapping[str, Any]) -> Sheet:
    """Return an order sheet in our words, or raise ChannelUnavailable if the row makes no sense."""
    try:
        return _sheet(row)
    except (KeyError, TypeError, ValueError) as exc:
        raise ChannelUnavailable(f"an order sheet that cannot be read: {type(exc).__name__} {exc}") from exc


def _sheet(row: Mapping[str, Any]) -> Sheet:
    to = row["receiver"]
    lines = [item for item in row["orderItems"] if isinstance(item, dict)]
    return Sheet(
        remote_id=str(row["shipmentBoxId"]),
        order_id=str(row["orderId"]),
        state=_STATE_OF[str(row["status"])],
        placed_at=moment(str(row.get("paidAt") or row["orderedAt"])),
        receiver=Receiver(
            name=str(to.get("name") or ""),
            phone=str(to.get("safeNumber") or to.get("receiverNumber") or ""),
            postal_code=str(to.get("postCode") or ""),
            address=" ".join(filter(None, (str(to.get("addr1") or ""), str(to.get("addr2") or "")))),
            note=str(row.get("parcelPrintMessage") or ""),
        ),
        lines=tuple(_sheet_line(item) for item in lines),
        carrier_name=str(row.get("deliveryCompanyName") or ""),
        invoice_number=str(row.get("invoiceNumber") or ""),
        content={name: row.get(name) for name in _SHEET_KEPT}
        | {"orderItems": [{name: item.get(name) for name in _LINE_KEPT} for item in lines]},
    )


def _sheet_line(item: Mapping[str, Any]) -> SheetLine:
    return SheetLine(
        item_id=str(item["vendorItemId"]),
        sku=str(item.get("externalVendorSkuCode") or ""),
        name=str(item.get("vendorItemName") or ""),
        units=int(item["shippingCount"]),
        cancelled=int(item.get("cancelCount") or 0),
        held=int(item.get("holdCountForCancel") or 0),
        total=won(item.get("orderPrice")),
    )


def won(money: Any) -> int:
    """Return whole won of an amount in the old shape, a number, or the new one, units and nanos (§1.2)."""
    if isinstance(money, dict):
        return from_units(money.get("units") or 0, money.get("nanos") or 0)
    return int(money or 0)


def moment(text: str) -> datetime:
    """Return a moment; one without an offset is Korean time."""
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=SEOUL)


def to_claim(row: Mapping[str, Any]) -> Claim:
    """Return a cancel, stop request or return in our words, or raise ChannelUnavailable if it makes no sense."""
    try:
        items = [item for item in row["returnItems"] if isinstance(item, dict)]
        return Claim(
            remote_id=str(row["receiptId"]),
            order_id=str(row["orderId"]),
            kind=_kind(row, items),
            lines=tuple(
                ClaimLine(str(item["shipmentBoxId"]), str(item["vendorItemId"]), int(item["cancelCount"]))
                for item in items
            ),
            content={name: row.get(name) for name in _CLAIM_KEPT},
        )
    except (KeyError, TypeError, ValueError) as exc:
        raise ChannelUnavailable(f"a claim that cannot be read: {type(exc).__name__} {exc}") from exc


def _kind(row: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> str:
    """Say what a row is: units that never left are a cancel once it is over, and a request to stop before (§6.2)."""
    status = str(row["receiptStatus"])
    released = {str(item.get("releaseStatus")) for item in items}
    if str(row["receiptType"]) == "CANCEL":
        return "CANCEL"
    if status == "RELEASE_STOP_UNCHECKED" or (status == "RETURNS_UNCHECKED" and released == {"N"}):
        return "STOP"
    return "CANCEL" if status == "RETURNS_COMPLETED" and released <= {"N", "S"} else "RETURN"


# --------------------------------------------------------------------------------------------------- result codes

# What the result codes of §5.2 and §5.3 mean for whoever sent the entry: try again, or a person has to look.
AGAIN = {"UNDEFINED_ERROR_OCCUR"}
STOP_WANTED = {"ORDER_DELIVERY_PARTIAL_STOP_REQUESTED", "ORDER_DELIVERY_CANCELED_HOLDING_FOR_CANCEL"}
GONE = {"ORDER_DELIVERY_CANCELED", "NOT_FOUND_SHIPMENT_BOX"}
FOR_A_PERSON = {
    "INVALID_STATUS": gettext_noop("쿠팡에서 지금은 송장을 받지 않는 상태예요."),
    "PERMISSION_DENIED": gettext_noop("쿠팡이 이 주문을 바꿀 권한이 없다고 해요."),
    "DUPLICATE_INVOICE_NUMBER": gettext_noop("쿠팡에 이미 등록된 송장번호예요. 번호를 다시 확인해 주세요."),
    "INVALID_INVOICE_NUMBER": gettext_noop("쿠팡이 받지 않는 송장번호예요. 번호를 다시 확인해 주세요."),
    "NOT_ALLOW_INVOICE_NUMBER_RE_UPLOAD": gettext_noop("같은 송장번호를 다시 올릴 수 없어요."),
    "NOT_FOUND_INVOICE_NUMBER": gettext_noop("쿠팡에 바꿀 송장번호가 없어요."),
    "NOT_FOUND_VENDOR_ITEM": gettext_noop("쿠팡 주문에 없는 옵션이에요."),
    "NOT_ALLOW_VENDOR_DIRECT": gettext_noop("이 상품은 업체 직접 배송을 할 수 없어요."),
    "PSD_NOT_ALLOW_TO_CHANGE": gettext_noop("출고 예정일을 바꿀 수 없어요."),
    "NOT_ALLOW_SEPARATE_AFTER_NORMAL_DELIVERY": gettext_noop("이미 보낸 상자는 나누어 보낼 수 없어요."),
    "IS_SEPARATE_MUST_BE_TRUE_WHEN_SEPARATE_DELIVERY": gettext_noop("쿠팡에서 나누어 보내는 상자로 표시되어 있어요."),
    "NOT_ALLOW_SEPARATE_WHEN_ONE_VENDOR_ITEM": gettext_noop("옵션이 하나인 상자는 나누어 보낼 수 없어요."),
}
