"""§4.1: what a product must say to be taken, and what the market says when it does not."""

import pytest

from tests.sandbox.coupang.wing import NOTICES, SP, VENDOR, authorization, item, notices

CREATE = f"{SP}/seller-products"
SOAP_NOTICES = dict.fromkeys(
    [
        "용량(중량)",
        "제품 주요 사양",
        "사용기한 또는 개봉 후 사용기간",
        "사용방법",
        "제조업자 및 제조판매업자",
        "제조국",
        "화장품법에 따라 기재, 표시하여야 하는 모든 성분",
        "식품의약품안전처 심사 필 유무",
        "사용할 때 주의사항",
        "품질보증기준",
        "소비자상담관련 전화번호",
    ],
    "표시 참고",
)


def refused(seller, document):
    """Send a document that must not be taken; return the message, having seen that nothing was made."""
    answer = seller.post(CREATE, document)
    body = answer.json()
    assert answer.status_code == 400, body
    assert (body["code"], body["data"]) == ("ERROR", None)
    assert seller.get(f"{CREATE}/inflow-status").json()["data"]["registeredCount"] == 0
    return body["message"]


def signed():
    return {"Authorization": authorization("POST", CREATE), "Content-Type": "application/json"}


def with_item(seller, **changes):
    document = seller.document()
    document["items"] = [item(seller.image, **changes)]
    return document


def soap(seller, **attributes):
    document = with_item(seller, attributes=attributes, notices=notices("화장품", SOAP_NOTICES))
    return document | {"displayCategoryCode": 57101}


def test_a_complete_product_is_taken(seller):
    answer = seller.post(CREATE, seller.document())

    assert answer.status_code == 200
    body = answer.json()
    assert (body["code"], body["message"]) == ("SUCCESS", "[]")
    assert len(str(body["data"])) == 11
    assert body.keys() == {"code", "message", "data"}


def test_the_answer_to_a_create_can_be_wrapped_once_more(turned):
    market = turned(wrap_creates=True)

    body = market.post(CREATE, market.document()).json()

    assert (body["code"], body["message"]) == ("200", "")
    assert (body["data"]["code"], body["data"]["message"]) == ("SUCCESS", "[]")
    assert market.wait_for_status(body["data"]["data"], "승인완료")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"vendorId": "A00099999"}, "UNAUTHORIZATION"),
        ({"vendorUserId": "someone"}, "UNAUTHORIZATION"),
        ({"deliveryMethod": "SEQUENTIAL"}, "배송방법을 확인해 주시기 바랍니다."),
        ({"deliveryCompanyCode": "KOREX"}, "[택배사 코드]를 확인해 주세요."),
        ({"deliveryCompanyCode": "HANJIN"}, "[택배사 코드]를 확인해 주세요."),
        ({"returnCenterCode": "999"}, "올바른 반품지 센터코드를 입력 하세요."),
        (
            {"freeShipOverAmount": 19800},
            "배송비 종류가 19800이상 무료배송이면 조건부무료가 19800원, 초도배송비가 0원 입니다.",
        ),
        ({"sellerProductName": None}, "java.lang.NullPointerException"),
        ({"returnCharge": None}, "java.lang.NullPointerException"),
        ({"displayCategoryCode": None}, "java.lang.NullPointerException"),
        ({"returnCharge": "3000"}, "입력값에 오류가 있습니다. line: 1"),
        ({"requested": "true"}, "입력값에 오류가 있습니다. line: 1"),
        ({"deliveryCharge": 3000.5}, "입력값에 오류가 있습니다. line: 1"),
    ],
)
def test_a_product_is_refused_with_the_documented_message(seller, changes, message):
    assert refused(seller, seller.document(**changes)) == message


@pytest.mark.parametrize(
    "changes",
    [
        {"sellerProductName": "가" * 101},
        {"sellerProductName": " "},
        {"displayProductName": "가" * 101},
        {"displayCategoryCode": 56130},
        {"displayCategoryCode": 66190},
        {"displayCategoryCode": 1},
        {"saleStartedAt": "2026-02-01"},
        {"saleEndedAt": "2100-01-01T00:00:00"},
        {"saleEndedAt": "2025-01-01T00:00:00"},
        {"deliveryChargeType": "PAID"},
        {"remoteAreaDeliverable": True},
        {"unionDeliveryType": "UNION"},
        {"outboundShippingPlaceCode": 1},
        {"outboundShippingPlaceCode": None},
        {"freeShipOverAmount": 30050},
        {"deliveryChargeType": "FREE"},
        {"returnCharge": 2900},
        {"returnCharge": 4510},
        {"deliveryCharge": -1},
        {"items": []},
        {"bundleInfo": {"bundleType": "XYZ"}},
        {"bundleInfo": {"bundleType": "AB"}},
        {"requiredDocuments": [{"templateName": "기타인증서류", "vendorDocumentPath": "https://x.example/a.exe"}]},
    ],
)
def test_a_product_outside_its_limits_is_refused(seller, changes):
    document = seller.document()

    refused(seller, document | changes)


def test_a_misspelt_key_is_a_missing_key(seller):
    document = seller.document()
    document["retrunCharge"] = document.pop("returnCharge")

    assert refused(seller, document) == "java.lang.NullPointerException"


def test_a_wrong_type_is_named_by_its_line(seller):
    raw = b'{\n"sellerProductName": "a",\n"vendorId": ["x"]}'
    answer = seller.http.post(CREATE, content=raw, headers=signed())

    assert answer.json()["message"] == "입력값에 오류가 있습니다. line: 3"


def test_what_is_not_json_is_named_by_its_line(seller):
    answer = seller.http.post(CREATE, content=b'{\n"a": }', headers=signed())

    assert (answer.status_code, answer.json()["message"]) == (400, "입력값에 오류가 있습니다. line: 2")


@pytest.mark.parametrize(
    "changes",
    [
        {"salePrice": 28005},
        {"salePrice": 0},
        {"originalPrice": 32001},
        {"maximumBuyCount": 100000},
        {"maximumBuyCount": -1},
        {"outboundShippingTimeDay": 0},
        {"maximumBuyForPersonPeriod": 0},
        {"itemName": "가" * 151},
        {"adultOnly": "YES"},
        {"taxType": "NONE"},
        {"emptyBarcodeReason": "가" * 101},
        {"searchTags": ["태그"] * 21},
        {"searchTags": ["가" * 21]},
        {"offerCondition": "OLD"},
        {"offerDescription": "가" * 701},
        {"contents": []},
        {"contents": [{"contentsType": "MOVIE", "contentDetails": [{"content": "x", "detailType": "TEXT"}]}]},
        {"contents": [{"contentsType": "TEXT", "contentDetails": [{"content": "x", "detailType": "HTML"}]}]},
        {"certifications": [{"certificationType": "KC_CHILD_SAFETY", "certificationCode": "CB061R2170-3018"}]},
        {"sameDayShipping": {"active": True, "cutOffTimeHour": 9, "cutOffTimeMinute": 0}},
        {"images": []},
        {"images": [{"imageOrder": 0, "imageType": "DETAIL", "vendorPath": "http://127.0.0.1/1.jpg"}]},
        {"images": [{"imageOrder": 1, "imageType": "REPRESENTATION", "vendorPath": "http://127.0.0.1/1.jpg"}]},
        {"images": [{"imageOrder": 0, "imageType": "REPRESENTATION", "vendorPath": "http://127.0.0.1/" + "a" * 200}]},
        {"images": [{"imageOrder": 0, "imageType": "REPRESENTATION"}]},
    ],
)
def test_an_option_outside_its_limits_is_refused(seller, changes):
    refused(seller, with_item(seller, **changes))


def test_too_many_pictures_are_refused(seller):
    images = [{"imageOrder": 0, "imageType": "REPRESENTATION", "vendorPath": seller.image}]
    images += [{"imageOrder": at, "imageType": "DETAIL", "vendorPath": seller.image} for at in range(1, 11)]

    refused(seller, with_item(seller, images=images))


def test_the_floor_of_automatic_pricing_lies_below_the_price(seller):
    floor = {"minSalePrice": 28000, "active": True}

    said = refused(seller, with_item(seller, autoPricingInfo=floor))

    assert said == "autoPricingInfo.minSalePrice must be less than salePrice"


def test_a_purchase_agent_needs_customs_codes(seller):
    assert "PCCC" in refused(seller, seller.document(deliveryMethod="AGENT_BUY"))


def test_two_hundred_options_are_taken_and_one_more_is_refused(seller):
    document = seller.document()
    document["items"] = [item(seller.image, f"색 {at}") for at in range(201)]

    refused(seller, document)
    document["items"].pop()
    assert seller.post(CREATE, document).status_code == 200


def test_an_option_name_is_used_once(seller):
    document = seller.document()
    document["items"] = [item(seller.image, attributes={"색상": colour, "수량": "1개"}) for colour in ("빨강", "파랑")]

    assert refused(seller, document) == "중복된 옵션명이 존재합니다."


def test_a_combination_of_options_is_used_once(seller):
    document = seller.document()
    same = {"색상": "네이비", "수량": "1개"}
    document["items"] = [item(seller.image, "하나", attributes=same), item(seller.image, "둘", attributes=same)]

    assert refused(seller, document) == "중복된 구매 옵션 조합이 존재합니다."


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"색상": "네이비"}, "필수 구매 옵션이 존재하지 않습니다."),
        ({}, "필수 구매 옵션이 존재하지 않습니다."),
        ({"색상": "네이비", "수량": "1"}, "유효하지 않은 구매 옵션 값 혹은 단위가 존재합니다."),
        ({"색상": "네이비", "수량": "1권"}, "유효하지 않은 구매 옵션 값 혹은 단위가 존재합니다."),
        ({"색상": "네이비", "수량": "한개"}, "유효하지 않은 구매 옵션 값 혹은 단위가 존재합니다."),
        ({"색상": "가" * 31, "수량": "1개"}, "유효하지 않은 구매 옵션 값 혹은 단위가 존재합니다."),
    ],
)
def test_purchase_options_are_checked(seller, attributes, message):
    assert refused(seller, with_item(seller, attributes=attributes)) == message


def test_a_missing_purchase_option_is_named(seller):
    document = with_item(seller, attributes={"색상": "네이비"})

    body = seller.post(CREATE, document).json()

    assert body["errorItems"] == [
        {
            "itemIndex": 0,
            "itemName": "네이비 13인치",
            "itemAttributes": [
                {
                    "attributeTypeName": "수량",
                    "attributeValueName": None,
                    "message": "필수 구매 옵션이 존재하지 않습니다.",
                }
            ],
        }
    ]


def test_a_missing_purchase_option_can_be_a_warning_under_success(turned):
    market = turned(missing_options="warn")
    document = with_item(market, attributes={"색상": "네이비"})

    body = market.post(CREATE, document).json()
    market.wait_for_status(body["data"], "승인완료")
    listed = market.get(f"{CREATE}?vendorId={VENDOR}&violationTypes=MOTA_V2").json()["data"]

    assert body["code"] == "SUCCESS"
    assert body["errorItems"][0]["itemAttributes"][0]["attributeTypeName"] == "수량"
    assert [product["sellerProductId"] for product in listed] == [body["data"]]


def test_some_categories_take_no_options_of_ones_own(seller):
    free = {"색상": "네이비", "수량": "1개", "무늬": "줄"}
    assert seller.post(CREATE, with_item(seller, attributes=free)).status_code == 200
    seller.standin.reset()

    document = soap(seller, **{"개당 중량": "100g", "수량": "1개", "무늬": "줄"})

    assert refused(seller, document) == "유효하지 않은 구매 옵션이 존재합니다."


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ({"개당 중량": "100g", "개당 용량": "100ml"}, "유효하지 않은 구매 옵션이 존재합니다."),
        ({}, "필수 구매 옵션이 존재하지 않습니다."),
        ({"개당 중량": "100ml"}, "유효하지 않은 구매 옵션 값 혹은 단위가 존재합니다."),
    ],
)
def test_of_options_in_one_group_exactly_one_is_sent(seller, sizes, message):
    assert refused(seller, soap(seller, **{"수량": "1개"}, **sizes)) == message


@pytest.mark.parametrize("size", [{"개당 중량": "100g"}, {"개당 용량": "0.5L"}])
def test_either_option_of_a_group_will_do(seller, size):
    assert seller.post(CREATE, soap(seller, **{"수량": "1개"}, **size)).status_code == 200


SHOE_NOTICES = dict.fromkeys(
    [
        "제품 주소재(운동화는 겉감·안감)",
        "색상",
        "치수(발길이 mm, 굽높이 cm)",
        "제조자(수입자)",
        "제조국",
        "취급 시 주의사항",
        "품질보증기준",
        "A/S 책임자와 전화번호",
    ],
    "표시 참고",
)


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ([], "카테고리의 필수 속성이 존재하지 않습니다."),
        (["어른용"], "유효하지 않은 구매 옵션 값 혹은 단위가 존재합니다."),
        (["남녀공용"], ""),
    ],
)
def test_a_mandatory_filter_is_checked_too(seller, filters, message):
    document = with_item(
        seller, attributes={"색상": "갈색", "신발사이즈": "260mm"}, notices=notices("구두/신발", SHOE_NOTICES)
    )
    document["items"][0]["attributes"] += [
        {"attributeTypeName": "사용대상", "attributeValueName": value, "exposed": "NONE"} for value in filters
    ]
    document["displayCategoryCode"] = 56401

    if message:
        assert refused(seller, document) == message
    else:
        assert seller.post(CREATE, document).status_code == 200


@pytest.mark.parametrize(
    "told",
    [
        notices(details={name: text for name, text in NOTICES.items() if name != "인증사항"}),
        notices(details=NOTICES | {"색상": "네이비"}),
        notices(details={name.replace("(", " ("): text for name, text in NOTICES.items()}),
        notices("화장품", SOAP_NOTICES),
        notices(details=NOTICES | {"인증사항": " "}),
        notices()[:3] + notices("가방", {"소재": "면"}),
        [],
    ],
)
def test_notices_are_copied_verbatim_and_whole(seller, told):
    said = refused(seller, with_item(seller, notices=told))

    assert said.startswith("입력된 상품필수 고지정보[")
    assert said.endswith("]가 카테고리[56137]에서 제공하는 것과 다릅니다.")


def test_whether_notices_may_be_left_out_is_a_switch(turned):
    market = turned(notices="optional")

    assert market.post(CREATE, with_item(market, notices=[])).status_code == 200


def test_a_seller_without_a_courier_contract_says_so(seller):
    document = seller.document(returnCenterCode="NO_RETURN_CENTERCODE")

    assert seller.post(CREATE, document).status_code == 200


def test_the_number_of_products_can_be_capped(turned):
    market = turned(permitted_count=1)
    market.create(market.document())

    answer = market.post(CREATE, market.document())
    inflow = market.get(f"{CREATE}/inflow-status").json()["data"]

    assert answer.status_code == 400
    assert inflow == {"vendorId": VENDOR, "restricted": True, "registeredCount": 1, "permittedCount": 1}


def test_many_options_outlast_the_gateway_and_a_second_try_is_a_second_product(turned):
    """§9.3: the answer is lost, the product is not."""
    market = turned(option_seconds=0.02, gateway_timeout=0.3)
    document = market.document()
    document["items"] = [item(market.image, f"색 {at}") for at in range(30)]

    first = market.post(CREATE, document)
    second = market.post(CREATE, document, headers={"X-EXTENDED-TIMEOUT": "10000"})

    sku = document["items"][0]["externalVendorSku"]
    found = market.get(f"{CREATE}/external-vendor-sku-codes/{sku}").json()["data"]
    assert first.status_code == 504
    assert second.status_code == 200
    assert len(found) == 2
    assert found[1]["sellerProductId"] == second.json()["data"]


@pytest.mark.parametrize(
    "changes",
    [
        {"images": [{"imageOrder": "0", "imageType": ["REPRESENTATION"], "vendorPath": "http://127.0.0.1/1.jpg"}]},
        {"images": ["http://127.0.0.1/1.jpg"]},
        {"contents": [{"contentsType": ["TEXT"], "contentDetails": {}}]},
        {"notices": [{"noticeCategoryName": ["기타 재화"], "noticeCategoryDetailName": {}, "content": "x"}]},
        {"notices": ["x"]},
        {"certifications": [{"certificationType": {}}]},
        {"attributes": {}},
        {"searchTags": [1]},
        {"maximumBuyForPerson": 10**30},
        {"modelNo": "a\x00b"},
    ],
)
def test_nonsense_is_refused_and_never_an_accident(seller, changes):
    answer = seller.post(CREATE, with_item(seller, **changes))

    assert answer.status_code == 400
    assert answer.json()["code"] == "ERROR"
    assert seller.get(f"{CREATE}/inflow-status").json()["data"]["registeredCount"] == 0


@pytest.mark.parametrize("target", ["99999999999999999999", "9" * 30])
def test_an_id_beyond_64_bits_is_refused(seller, target):
    assert seller.product(target).status_code == 400
