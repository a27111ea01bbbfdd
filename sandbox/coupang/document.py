"""What Coupang checks before it takes a product document (§4.1). Pure: what must be known is handed in."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sandbox.coupang.carriers import CARRIERS
from sandbox.coupang.categories import Attribute, Kind, leaf_kind, predict_leaf
from sandbox.coupang.envelopes import ProductError
from sandbox.coupang.notices import CONDITIONAL, NOTICES
from sandbox.coupang.settings import Settings

Document = dict[str, Any]

NO_RETURN_CENTRE = "NO_RETURN_CENTERCODE"
MISSING_OPTION = "필수 구매 옵션이 존재하지 않습니다."
UNKNOWN_OPTION = "유효하지 않은 구매 옵션이 존재합니다."
BAD_OPTION_VALUE = "유효하지 않은 구매 옵션 값 혹은 단위가 존재합니다."
MISSING_ATTRIBUTE = "카테고리의 필수 속성이 존재하지 않습니다."

_TOP_REQUIRED = {
    "text": "sellerProductName vendorId vendorUserId saleStartedAt saleEndedAt deliveryMethod deliveryCompanyCode"
    " deliveryChargeType remoteAreaDeliverable unionDeliveryType returnCenterCode returnChargeName"
    " companyContactNumber returnZipCode returnAddress returnAddressDetail",
    "number": "deliveryCharge freeShipOverAmount deliveryChargeOnReturn returnCharge",
    "flag": "requested",
    "list": "items",
}
_TOP_OPTIONAL = {
    "text": "displayProductName brand brandId generalProductName productGroup manufacture extraInfoMessage",
    "number": "displayCategoryCode outboundShippingPlaceCode sellerProductId",
    "list": "requiredDocuments",
    "object": "bundleInfo",
}
_ITEM_REQUIRED = {
    "text": "itemName adultOnly taxType parallelImported overseasPurchased",
    "number": "originalPrice salePrice maximumBuyCount maximumBuyForPerson maximumBuyForPersonPeriod"
    " outboundShippingTimeDay unitCount",
    "flag": "pccNeeded",
    "list": "images contents",
}
_ITEM_OPTIONAL = {
    "text": "externalVendorSku barcode emptyBarcodeReason modelNo offerCondition offerDescription",
    "number": "sellerProductItemId vendorItemId",
    "flag": "emptyBarcode",
    "list": "certifications searchTags notices attributes",
    "object": "extraProperties autoPricingInfo sameDayShipping",
}
PARTIAL = {
    "text": "companyContactNumber deliveryChargeType deliveryCompanyCode deliveryMethod extraInfoMessage"
    " remoteAreaDeliverable returnAddress returnAddressDetail returnCenterCode returnChargeName returnZipCode"
    " unionDeliveryType",
    "number": "deliveryCharge deliveryChargeOnReturn freeShipOverAmount outboundShippingPlaceCode"
    " outboundShippingTimeDay returnCharge",
    "flag": "pccNeeded",
}
_CHOICES = {
    "deliveryChargeType": {"FREE", "NOT_FREE", "CHARGE_RECEIVED", "CONDITIONAL_FREE"},
    "remoteAreaDeliverable": {"Y", "N"},
    "unionDeliveryType": {"UNION_DELIVERY", "NOT_UNION_DELIVERY"},
    "adultOnly": {"ADULT_ONLY", "EVERYONE"},
    "taxType": {"TAX", "FREE"},
    "parallelImported": {"PARALLEL_IMPORTED", "NOT_PARALLEL_IMPORTED"},
    "overseasPurchased": {"OVERSEAS_PURCHASED", "NOT_OVERSEAS_PURCHASED"},
    "offerCondition": {"NEW", "REFURBISHED", "USED_BEST", "USED_GOOD", "USED_NORMAL"},
}
_LENGTHS = {
    "sellerProductName": 100,
    "displayProductName": 100,
    "itemName": 150,
    "emptyBarcodeReason": 100,
    "offerDescription": 700,
}
_METHODS = {"SEQUENCIAL", "COLD_FRESH", "MAKE_ORDER", "AGENT_BUY", "VENDOR_DIRECT"}
_CONTENTS = {
    "IMAGE",
    "IMAGE_NO_SPACE",
    "TEXT",
    "IMAGE_TEXT",
    "TEXT_IMAGE",
    "IMAGE_IMAGE",
    "TEXT_TEXT",
    "TITLE",
    "HTML",
}
_DOCUMENT_ENDINGS = (".pdf", ".hwp", ".doc", ".docx", ".txt", ".png", ".jpg", ".jpeg")


@dataclass(frozen=True)
class Known:
    """What the market knows of the seller: return centres, and outbound places with the carriers of each."""

    centres: frozenset[str]
    outbound: dict[int, frozenset[str]]


@dataclass(frozen=True)
class Warnings:
    """What limits a product's exposure without refusing it (MOTA)."""

    items: tuple[dict[str, Any], ...] = ()

    @property
    def details(self) -> str | None:
        return MISSING_OPTION if self.items else None


def parse(raw: bytes) -> Document:
    """Return the JSON object in `raw`, or raise ProductError naming the line that is wrong."""
    try:
        document = json.loads(raw)
    except json.JSONDecodeError as exc:
        raise ProductError(f"입력값에 오류가 있습니다. line: {exc.lineno}") from exc
    except UnicodeDecodeError as exc:
        raise ProductError("입력값에 오류가 있습니다. line: 1") from exc
    if not isinstance(document, dict):
        raise ProductError("입력값에 오류가 있습니다. line: 1")
    return document


def check(document: Document, *, raw: bytes, settings: Settings, known: Known) -> Warnings:
    """Return the warnings that this document earns, or raise ProductError as the market would refuse it.

    Texts that were sent as numbers are made texts, and a category that may be left out is filled in.
    """
    _check_fields(document, _TOP_REQUIRED, required=True, raw=raw)
    _check_fields(document, _TOP_OPTIONAL, required=False, raw=raw)
    if (document["vendorId"], document["vendorUserId"]) != (settings.vendor_id, settings.user_id):
        raise ProductError("UNAUTHORIZATION")
    _check_values(document)
    _check_sale_period(document)
    check_delivery(document, known)
    _check_documents(document)
    kind = _category_kind(document, settings)
    return _check_items(document, kind, raw=raw, settings=settings)


# ------------------------------------------------------------------------------------------------- keys and types


def _check_fields(document: Document, fields: dict[str, str], *, required: bool, raw: bytes) -> None:
    for kind, names in fields.items():
        for name in names.split():
            value = document.get(name)
            if value is None:
                if required:
                    raise ProductError("java.lang.NullPointerException", details=name)
            elif not _has_kind(document, name, kind):
                raise ProductError(f"입력값에 오류가 있습니다. line: {_line_of(name, raw)}", details=name)


def _has_kind(document: Document, name: str, kind: str) -> bool:
    value = document[name]
    if kind == "text":
        if isinstance(value, int) and not isinstance(value, bool):
            document[name] = value = str(value)
        return isinstance(value, str)
    if kind == "number":
        largest = 2**63 if name.endswith(("Code", "Id")) else 2**31
        return isinstance(value, int) and not isinstance(value, bool) and -largest <= value < largest
    return isinstance(value, {"flag": bool, "list": list, "object": dict}[kind])


def _line_of(name: str, raw: bytes) -> int:
    return raw[: max(raw.find(f'"{name}"'.encode()), 0)].count(b"\n") + 1


def _check_values(document: Document) -> None:
    for name, choices in _CHOICES.items():
        if document.get(name) not in (None, "") and document[name] not in choices:
            raise ProductError(f"[{name}]을(를) 확인해 주세요. [{document[name]}]")
    for name, longest in _LENGTHS.items():
        if len(document.get(name) or "") > longest:
            raise ProductError(f"[{name}]은(는) {longest}자를 넘을 수 없습니다.")
    for name in ("sellerProductName", "itemName"):
        if name in document and not document[name].strip():
            raise ProductError(f"[{name}]을(를) 입력해 주세요.")


def _check_sale_period(document: Document) -> None:
    try:
        start, end = (
            datetime.strptime(document[name], "%Y-%m-%dT%H:%M:%S")  # noqa: DTZ007 - KST wall clock, no offset
            for name in ("saleStartedAt", "saleEndedAt")
        )
    except ValueError as exc:
        raise ProductError("판매기간 형식을 확인해 주세요. yyyy-MM-dd'T'HH:mm:ss") from exc
    if start >= end or end.year > 2099:
        raise ProductError("판매기간을 확인해 주세요. 종료일은 시작일 이후이고 2099년까지 입력 가능합니다.")


# ------------------------------------------------------------------------------------------------------- delivery


def check_delivery(document: Document, known: Known) -> None:
    """Raise ProductError if the delivery and return part of the document breaks a rule."""
    _check_values(document)
    if document["deliveryMethod"] not in _METHODS:
        raise ProductError("배송방법을 확인해 주시기 바랍니다.")
    if document["deliveryCompanyCode"] not in CARRIERS:
        raise ProductError("[택배사 코드]를 확인해 주세요.")
    if document["returnCenterCode"] != NO_RETURN_CENTRE and document["returnCenterCode"] not in known.centres:
        raise ProductError("올바른 반품지 센터코드를 입력 하세요.")
    _check_outbound(document, known)
    _check_fees(document)


def _check_outbound(document: Document, known: Known) -> None:
    place = document.get("outboundShippingPlaceCode")
    if place is None:
        if document["unionDeliveryType"] == "UNION_DELIVERY":
            raise ProductError("묶음배송은 출고지 코드가 필요합니다.")
        return
    if place not in known.outbound:
        raise ProductError("올바른 출고지 코드를 입력 하세요.")
    if document["remoteAreaDeliverable"] == "Y" and document["deliveryCompanyCode"] not in known.outbound[place]:
        raise ProductError("[택배사 코드]를 확인해 주세요.", details="출고지에 등록되지 않은 택배사입니다.")


def _check_fees(document: Document) -> None:
    names = ("deliveryCharge", "freeShipOverAmount", "deliveryChargeOnReturn", "returnCharge")
    charge, free_over, on_return, return_charge = (document[name] for name in names)
    if min(charge, free_over, on_return, return_charge) < 0:
        raise ProductError("배송비는 0원 이상이어야 합니다.")
    if free_over % 100 or (document["deliveryChargeType"] == "FREE" and free_over):
        raise ProductError("조건부무료 금액은 100원 단위이며, 무료배송이면 0원이어야 합니다.")
    if free_over == 19800 and on_return:
        raise ProductError("배송비 종류가 19800이상 무료배송이면 조건부무료가 19800원, 초도배송비가 0원 입니다.")
    if on_return and not on_return <= return_charge <= on_return * 1.5:
        raise ProductError("반품배송비는 초도반품배송비의 100~150%여야 합니다.")


def _check_documents(document: Document) -> None:
    for each in document.get("requiredDocuments") or []:
        path = str(each.get("documentPath") or each.get("vendorDocumentPath") or "") if isinstance(each, dict) else ""
        if not path or len(path) > 150 or not urlsplit(path).path.lower().endswith(_DOCUMENT_ENDINGS):
            raise ProductError("구비서류를 확인해 주세요.")


def _category_kind(document: Document, settings: Settings) -> Kind:
    code = document.get("displayCategoryCode")
    if code is None and settings.auto_category_agreed:
        found = predict_leaf(f"{document['sellerProductName']} {document.get('productGroup') or ''}")
        code = document["displayCategoryCode"] = found.code if found else None
    if code is None:
        raise ProductError("java.lang.NullPointerException", details="displayCategoryCode")
    kind = leaf_kind(code)
    if kind is None:
        raise ProductError(f"카테고리[{code}]는 사용할 수 없습니다.")
    return kind


# ---------------------------------------------------------------------------------------------------------- items


def _check_items(document: Document, kind: Kind, *, raw: bytes, settings: Settings) -> Warnings:
    items = document["items"]
    if not 1 <= len(items) <= 200:
        raise ProductError("옵션은 1개 이상 200개 이하로 입력해 주세요.")
    if not all(isinstance(item, dict) for item in items):
        raise ProductError(f"입력값에 오류가 있습니다. line: {_line_of('items', raw)}")
    bundle = (document.get("bundleInfo") or {}).get("bundleType", "SINGLE")
    if bundle not in ("SINGLE", "AB") or (bundle == "AB" and (len(items) > 1 or items[0].get("attributes"))):
        raise ProductError("묶음상품(AB)은 옵션 속성이 없는 단일상품만 등록할 수 있습니다.")
    for item in items:
        _check_item(item, document, raw=raw)
        _check_notices(item, kind, document, settings)
        _check_certifications(item, kind)
    if len({item["itemName"] for item in items}) < len(items):
        raise ProductError("중복된 옵션명이 존재합니다.")
    return Warnings() if bundle == "AB" else _check_all_attributes(items, kind, settings)


def _check_item(item: Document, document: Document, *, raw: bytes) -> None:
    _check_fields(item, _ITEM_REQUIRED, required=True, raw=raw)
    _check_fields(item, _ITEM_OPTIONAL, required=False, raw=raw)
    _check_values(item)
    if item["salePrice"] <= 0 or item["originalPrice"] < 0 or item["salePrice"] % 10 or item["originalPrice"] % 10:
        raise ProductError("판매가와 할인율기준가는 10원 단위로 입력 가능합니다.")
    if not 0 <= item["maximumBuyCount"] <= 99999:
        raise ProductError("유효하지 않은 재고수량입니다.")
    limits = (("maximumBuyForPerson", 0), ("maximumBuyForPersonPeriod", 1), ("outboundShippingTimeDay", 1))
    for name, least in (*limits, ("unitCount", 0)):
        if item[name] < least:
            raise ProductError(f"[{name}]은(는) {least} 이상이어야 합니다.")
    if document["deliveryMethod"] == "AGENT_BUY" and not item["pccNeeded"]:
        raise ProductError("구매대행 상품은 개인통관고유부호(PCCC)가 필요합니다.")
    _check_same_day(item)
    _check_pricing(item)
    _check_tags(item)
    check_images(item)
    _check_contents(item)


def _check_same_day(item: Document) -> None:
    same_day = item.get("sameDayShipping")
    if same_day and same_day.get("active"):
        hour = same_day.get("cutOffTimeHour")
        if not (isinstance(hour, int) and 10 <= hour <= 23) or same_day.get("cutOffTimeMinute") != 0:
            raise ProductError("당일출고 마감시간은 10~23시 정각으로 입력해 주세요.")


def _check_pricing(item: Document) -> None:
    floor = (item.get("autoPricingInfo") or {}).get("minSalePrice")
    if floor is not None and not (isinstance(floor, int) and floor < item["salePrice"]):
        raise ProductError("autoPricingInfo.minSalePrice must be less than salePrice")


def _check_tags(item: Document) -> None:
    tags = item.get("searchTags") or []
    if len(tags) > 20 or any(not isinstance(tag, str) or len(tag) > 20 for tag in tags):
        raise ProductError("검색어는 20자 이하로 20개까지 입력 가능합니다.")


def check_images(item: Document) -> None:
    """Raise ProductError unless the images are listed as they must be; what they show is looked at later."""
    images = item["images"]
    if not all(isinstance(image, dict) for image in images):
        raise ProductError("이미지 정보를 확인해 주세요.")
    counts = Counter(str(image.get("imageType")) for image in images)
    if set(counts) - {"REPRESENTATION", "DETAIL", "USED_PRODUCT"}:
        raise ProductError("이미지 종류를 확인해 주세요.")
    if counts["REPRESENTATION"] != 1 or counts["DETAIL"] > 9 or counts["USED_PRODUCT"] > 4:
        raise ProductError("대표이미지는 1개, 상세이미지는 9개, 중고상태 이미지는 4개까지 등록 가능합니다.")
    orders = [image.get("imageOrder") for image in images]
    if not all(isinstance(at, int) for at in orders) or sorted(orders) != list(range(len(images))):
        raise ProductError("이미지 순서는 0부터 차례로 입력해 주세요.")
    for image in images:
        path = image.get("vendorPath") or image.get("cdnPath")
        if not isinstance(path, str) or not path or len(path) > 200:
            raise ProductError("이미지 경로는 200자 이하로 입력해 주세요.")


def _check_contents(item: Document) -> None:
    contents = item["contents"]
    if not contents or not all(isinstance(each, dict) for each in contents):
        raise ProductError("상세설명을 입력해 주세요.")
    for each in contents:
        details = each.get("contentDetails")
        if str(each.get("contentsType")) not in _CONTENTS or not isinstance(details, list) or not details:
            raise ProductError("상세설명 형식을 확인해 주세요.")
        for detail in details:
            if not isinstance(detail, dict) or detail.get("detailType") not in ("IMAGE", "TEXT"):
                raise ProductError("상세설명 형식을 확인해 주세요.")


def _check_notices(item: Document, kind: Kind, document: Document, settings: Settings) -> None:
    notices = item.get("notices") or []
    if not notices and settings.notices == "optional":
        return
    told = [
        (str(each.get("noticeCategoryName")), str(each.get("noticeCategoryDetailName")))
        for each in notices
        if isinstance(each, dict) and str(each.get("content") or "").strip()
    ]
    groups = {group for group, _ in told}
    group = told[0][0] if told else None
    wanted = {detail for detail in NOTICES.get(str(group), ()) if detail not in CONDITIONAL}
    names = {detail for _, detail in told}
    if (
        len(told) < len(notices)
        or len(groups) != 1
        or group not in kind.notices
        or not wanted <= names <= set(NOTICES[str(group)])
    ):
        said = ", ".join(str(detail) for _, detail in told)
        code = document["displayCategoryCode"]
        raise ProductError(f"입력된 상품필수 고지정보[{said}]가 카테고리[{code}]에서 제공하는 것과 다릅니다.")


def _check_certifications(item: Document, kind: Kind) -> None:
    known = {"NOT_REQUIRED", *(code for code, _ in kind.certifications)}
    for each in item.get("certifications") or []:
        if not isinstance(each, dict) or str(each.get("certificationType")) not in known:
            raise ProductError("인증정보를 확인해 주세요.")
        if each["certificationType"] != "NOT_REQUIRED" and not each.get("certificationCode"):
            raise ProductError("인증번호를 입력해 주세요.")


# ----------------------------------------------------------------------------------------------------- attributes


def _check_all_attributes(items: list[Document], kind: Kind, settings: Settings) -> Warnings:
    seen: set[frozenset[tuple[str, str]]] = set()
    missing: list[dict[str, Any]] = []
    for index, item in enumerate(items):
        options, filters = _split_attributes(item)
        if (combination := frozenset(options.items())) in seen:
            raise ProductError("중복된 구매 옵션 조합이 존재합니다.")
        seen.add(combination)
        _check_options(options, kind)
        _check_filters(filters, kind)
        if absent := _absent(options, kind):
            missing.append(_missing_item(index, item, absent))
    if missing and settings.missing_options == "refuse":
        raise ProductError(MISSING_OPTION, details=MISSING_OPTION, items=missing)
    return Warnings(tuple(missing))


def _split_attributes(item: Document) -> tuple[dict[str, str], dict[str, str]]:
    attributes = item.get("attributes") or []
    if not attributes or not all(isinstance(each, dict) for each in attributes):
        raise ProductError(MISSING_OPTION)
    options: dict[str, str] = {}
    filters: dict[str, str] = {}
    for each in attributes:
        name, value = (str(each.get(key) or "") for key in ("attributeTypeName", "attributeValueName"))
        if not name or not value or len(name) > 25 or len(value) > 30:
            raise ProductError(BAD_OPTION_VALUE)
        side = filters if each.get("exposed") == "NONE" else options
        if name in side:
            raise ProductError(UNKNOWN_OPTION)
        side[name] = value
    return options, filters


def _check_options(options: dict[str, str], kind: Kind) -> None:
    known = {attribute.name: attribute for attribute in kind.attributes if attribute.exposed}
    groups = Counter(known[name].group for name in options if name in known)
    del groups["NONE"]
    free = [name for name in options if name not in known]
    if (free and not kind.takes_free_options) or any(count > 1 for count in groups.values()):
        raise ProductError(UNKNOWN_OPTION)
    for name, value in options.items():
        if name in known and not fits(known[name], value):
            raise ProductError(BAD_OPTION_VALUE)


def _check_filters(filters: dict[str, str], kind: Kind) -> None:
    for attribute in kind.attributes:
        if not attribute.exposed:
            value = filters.get(attribute.name)
            if value is None and attribute.required:
                raise ProductError(MISSING_ATTRIBUTE)
            if value is not None and not fits(attribute, value):
                raise ProductError(BAD_OPTION_VALUE)


def fits(attribute: Attribute, value: str) -> bool:
    """Say whether `value` has this attribute's type and one of its units or choices."""
    if attribute.values:
        return value in attribute.values
    if attribute.data_type == "NUMBER":
        units = "|".join(map(re.escape, attribute.units))
        return re.fullmatch(rf"\d+(\.\d+)?({units})", value, re.ASCII) is not None
    return True


def _absent(options: dict[str, str], kind: Kind) -> list[str]:
    sent_groups = {attribute.group for attribute in kind.attributes if attribute.name in options}
    return [
        attribute.name
        for attribute in kind.attributes
        if attribute.required and attribute.exposed and attribute.name not in options
        if attribute.group == "NONE" or attribute.group not in sent_groups
    ]


def _missing_item(index: int, item: Document, names: list[str]) -> dict[str, Any]:
    return {
        "itemIndex": index,
        "itemName": item["itemName"],
        "itemAttributes": [
            {"attributeTypeName": name, "attributeValueName": None, "message": MISSING_OPTION} for name in names
        ],
    }


def check_partial(changes: Document, raw: bytes) -> None:
    """Raise ProductError unless every value of a partial update has its type."""
    _check_fields(changes, PARTIAL, required=False, raw=raw)


def partial_fields() -> set[str]:
    return {name for names in PARTIAL.values() for name in names.split()}
