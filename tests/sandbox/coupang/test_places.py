"""§3.1 and §3.2: outbound places and return centres."""

import pytest

from tests.sandbox.coupang.wing import MARKET, OPEN, address, op, outbound_place, return_centre

OUTBOUND = op(5, "outboundShippingCenters")
CENTRES = op(5, "returnShippingCenters")
LIST = f"{MARKET}/v2/vendor/shipping-place/outbound"


def test_a_new_outbound_place_answers_its_code_in_result_message(seller):
    answer = seller.post(OUTBOUND, outbound_place(shippingPlaceName="성수 창고")).json()

    listed = seller.get(f"{LIST}?pageNum=1&pageSize=50").json()
    code = int(answer["data"]["resultMessage"])
    assert answer == {
        "code": "200",
        "message": "SUCCESS",
        "data": {"resultCode": "SUCCESS", "resultMessage": str(code)},
    }
    assert listed["pagination"] == {"currentPage": 1, "totalPages": 1, "totalElements": 1, "countPerPage": 50}
    place = listed["content"][0]
    assert (place["outboundShippingPlaceCode"], place["shippingPlaceName"]) == (code, "성수 창고")
    info = place["remoteInfos"][0]
    assert (info["deliveryCode"], info["jeju"], info["notJeju"], info["usable"]) == ("CJGLS", 3000, 5000, True)


def test_a_name_can_be_used_once(seller):
    code = seller.post(OUTBOUND, outbound_place(shippingPlaceName="성수 창고")).json()["data"]["resultMessage"]

    answer = seller.post(OUTBOUND, outbound_place(shippingPlaceName="성수 창고"))

    assert answer.status_code == 400
    assert answer.json()["message"] == f"[출고지중복] 이미 등록된 주소지명이 있습니다 (중복 주소지 코드:{code})"
    assert seller.get(f"{LIST}?pageNum=1").json()["pagination"]["totalElements"] == 1


def test_an_outbound_place_can_be_changed(seller):
    code = seller.post(OUTBOUND, outbound_place()).json()["data"]["resultMessage"]

    answer = seller.put(f"{OUTBOUND}/{code}", outbound_place(shippingPlaceName="새 이름", usable=False))

    place = seller.get(f"{LIST}?placeCodes={code}").json()["content"][0]
    assert answer.json()["data"]["resultMessage"] == code
    assert (place["shippingPlaceName"], place["usable"]) == ("새 이름", False)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"vendorId": "A00099999"}, "params's vendorId not equals gateway's vendorId!"),
        ({"shippingPlaceName": "가" * 51}, "shippingPlaceName"),
        ({"shippingPlaceName": ""}, "shippingPlaceName"),
        ({"userId": None}, "userId"),
        ({"placeAddresses": []}, "placeAddresses"),
        ({"placeAddresses": [address("ROADNAME")]}, "JIBUN"),
        ({"placeAddresses": [address() | {"addressType": "HOME"}]}, "addressType"),
        ({"placeAddresses": [address() | {"returnZipCode": "1234"}]}, "returnZipCode"),
        ({"placeAddresses": [address() | {"returnZipCode": "04-524"}]}, "returnZipCode"),
        ({"placeAddresses": [address() | {"countryCode": "KOR"}]}, "countryCode"),
        ({"placeAddresses": [address() | {"companyContactNumber": "0200000100"}]}, "companyContactNumber"),
        ({"placeAddresses": [address() | {"returnAddress": "가" * 151}]}, "returnAddress"),
        ({"placeAddresses": [address() | {"returnAddressDetail": "가" * 201}]}, "returnAddressDetail"),
        ({"remoteInfos": [{"deliveryCode": "KOREX", "jeju": 0, "notJeju": 0}]}, "invalid delivery company code: KOREX"),
        ({"remoteInfos": [{"deliveryCode": "CJGLS", "jeju": 950, "notJeju": 0}]}, "jeju"),
        ({"remoteInfos": [{"deliveryCode": "CJGLS", "jeju": 3050, "notJeju": 0}]}, "jeju"),
        ({"remoteInfos": [{"deliveryCode": "CJGLS", "jeju": 0, "notJeju": 8100}]}, "notJeju"),
        ({"remoteInfos": [{"deliveryCode": "EPOST", "jeju": 1000, "notJeju": 0}]}, "jeju"),
        ({"remoteInfos": [{"deliveryCode": "CJGLS", "jeju": 0, "notJeju": 0}] * 2}, "one entry"),
    ],
)
def test_an_outbound_place_that_breaks_a_rule_is_refused(seller, changes, said):
    answer = seller.post(OUTBOUND, outbound_place(**changes))

    assert answer.status_code == 400
    assert said in answer.json()["message"]
    assert seller.get(f"{LIST}?pageNum=1").json()["content"] == []


def test_the_highest_remote_fee_is_a_switch(turned):
    infos = [{"deliveryCode": "CJGLS", "jeju": 20000, "notJeju": 0}]

    assert turned(remote_fee_top=20000).post(OUTBOUND, outbound_place(remoteInfos=infos)).status_code == 200


def test_the_list_of_outbound_places_needs_one_of_its_three_forms(seller):
    assert seller.get(LIST).status_code == 400
    assert seller.get(f"{LIST}?pageNum=1&pageSize=51").status_code == 400


def test_outbound_places_are_paged_and_found_by_name(seller):
    for name in ("가", "나", "다"):
        seller.post(OUTBOUND, outbound_place(shippingPlaceName=name))

    second = seller.get(f"{LIST}?pageNum=2&pageSize=2").json()
    named = seller.get(f"{LIST}?placeNames=%EB%82%98").json()

    assert [place["shippingPlaceName"] for place in second["content"]] == ["다"]
    assert second["pagination"] == {"currentPage": 2, "totalPages": 2, "totalElements": 3, "countPerPage": 2}
    assert [place["shippingPlaceName"] for place in named["content"]] == ["나"]


def test_a_return_centre_is_made_listed_and_read(seller):
    code = seller.post(CENTRES, return_centre(shippingPlaceName="서울 반품지")).json()["data"]["resultMessage"]

    listed = seller.get(f"{CENTRES}?pageNum=1&pageSize=10").json()
    read = seller.get(f"{OPEN}/v3/return/shipping-places/center-code?returnCenterCodes={code},1").json()

    centre = listed["data"]["content"][0]
    assert (centre["returnCenterCode"], centre["goodsflowStatus"], centre["deliverCode"]) == (code, "승인", "CJGLS")
    assert len(code) == 10
    assert read["data"] == [centre]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"deliverCode": "KDEXP"}, "invalid delivery company code"),
        ({"deliverCode": "EPOST"}, "contractCustomerNumber"),
        ({"contractNumber": ""}, "contractNumber"),
        ({"returnFee05kg": 0}, "returnFee05kg"),
        ({"vendorCashFee20kg": None}, "vendorCashFee20kg"),
    ],
)
def test_a_return_centre_that_breaks_a_rule_is_refused(seller, changes, said):
    body = return_centre()
    body["goodsflowInfoOpenApiDto"] |= changes

    answer = seller.post(CENTRES, body)

    assert answer.status_code == 400
    assert said in answer.json()["message"]
    assert seller.get(f"{CENTRES}?pageNum=1").json()["data"]["content"] == []
