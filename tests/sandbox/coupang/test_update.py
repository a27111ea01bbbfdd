"""§4.3: changing, submitting and deleting a product."""

import pytest

from tests.sandbox.coupang.wing import SP, item

PRODUCTS = f"{SP}/seller-products"


def update(market, document):
    return market.put(PRODUCTS, document)


def test_a_whole_document_can_be_sent_back_as_it_was_read(seller):
    document = seller.sell()
    option = document["items"][0]["vendorItemId"]

    document["displayProductName"] = "새 이름의 파우치"
    answer = update(seller, document)

    read = seller.wait_for_status(document["sellerProductId"], "승인완료")
    assert answer.json() == {"code": "SUCCESS", "message": "[]", "data": document["sellerProductId"]}
    assert read["displayProductName"] == "새 이름의 파우치"
    assert read["items"][0]["vendorItemId"] == option
    assert seller.items()[0]["productName"] == "새 이름의 파우치"


def test_price_and_stock_of_an_approved_option_are_ignored(seller):
    document = seller.sell()
    option = document["items"][0]["vendorItemId"]
    document["items"][0] |= {"salePrice": 10000, "originalPrice": 10000, "maximumBuyCount": 1}

    update(seller, document)

    seller.wait_for_status(document["sellerProductId"], "승인완료")
    assert seller.inventory(option)["salePrice"] == 28000
    assert seller.inventory(option)["amountInStock"] == 50


def test_shoppers_see_the_approved_version_until_the_new_one_passes(turned):
    market = turned(approval_delay=600)
    product_id = market.create(market.document())
    market.wait_for_status(product_id, "승인대기중")
    market.control("staff/approve", sellerProductId=product_id)
    document = market.product(product_id).json()["data"]

    update(market, document | {"displayProductName": "아직 아닌 이름"})
    market.wait_for_status(product_id, "승인대기중")

    shown = market.items()[0]
    assert (shown["productName"], shown["onSale"]) == ("함께숲 재생면 노트북 파우치", True)
    assert market.buy(shown["vendorItemId"])


def test_an_option_can_be_added_and_a_new_one_left_out_again(seller):
    document = seller.sell(requested=True)
    document["items"].append(item(seller.image, "새 옵션"))
    update(seller, document | {"requested": False})
    saved = seller.wait_for_status(document["sellerProductId"], "임시저장")
    ids = [each["vendorItemId"] for each in saved["items"]]

    saved["items"].pop()
    update(seller, saved | {"requested": True})

    read = seller.wait_for_status(document["sellerProductId"], "승인완료")
    assert ids[1] is None
    assert [each["vendorItemId"] for each in read["items"]] == ids[:1]


def unchanged(seller, document, change):
    """Send a changed document that must be refused; return the message, having seen that all is as before."""
    before = seller.product(document["sellerProductId"]).json()["data"]
    change(document)
    answer = update(seller, document)
    assert answer.status_code == 400, answer.json()
    assert seller.product(document["sellerProductId"]).json()["data"] == before
    return answer.json()["message"]


def set_category(document):
    document["displayCategoryCode"] = 56139


def set_bundle(document):
    document["bundleInfo"] = {"bundleType": "SINGLE", "more": 1}


def set_condition(document):
    document["items"][0]["offerCondition"] = "REFURBISHED"


def set_colour(document):
    document["items"][0]["attributes"][0]["attributeValueName"] = "빨강"


def drop_option(document):
    document["items"] = [item(document["items"][0]["images"][0]["vendorPath"], "다른 것")]


def lose_option_id(document):
    document["items"][0]["vendorItemId"] = None


def set_pricing(document):
    document["items"][0]["autoPricingInfo"] = {"minSalePrice": 20000, "active": True}


@pytest.mark.parametrize(
    "change", [set_category, set_bundle, set_condition, set_colour, drop_option, lose_option_id, set_pricing]
)
def test_what_is_fixed_after_approval_cannot_change(seller, change):
    document = seller.sell()

    said = unchanged(seller, document, change)

    if change is set_pricing:
        assert said == "autoPricingInfo cannot be modified after product approval"


def test_an_attribute_can_be_added_to_an_approved_option(seller):
    document = seller.sell()
    document["items"][0]["attributes"].append({"attributeTypeName": "무늬", "attributeValueName": "줄"})

    assert update(seller, document).status_code == 200


def test_a_product_under_review_cannot_be_changed(turned):
    market = turned(approval_delay=600)
    product_id = market.create(market.document())
    document = market.wait_for_status(product_id, "승인대기중")

    assert update(market, document).status_code == 400
    assert market.put(f"{PRODUCTS}/{product_id}/partial", {"sellerProductId": product_id}).status_code == 400
    assert market.call("DELETE", f"{PRODUCTS}/{product_id}").status_code == 400
    assert market.put(f"{PRODUCTS}/{product_id}/approvals").status_code == 400


def test_the_delivery_part_changes_without_a_review(seller):
    product_id = seller.sell()["sellerProductId"]
    change = {"sellerProductId": product_id, "deliveryCharge": 2500, "outboundShippingTimeDay": 3}

    answer = seller.put(f"{PRODUCTS}/{product_id}/partial", change)

    read = seller.product(product_id).json()["data"]
    assert answer.status_code == 200
    assert (read["statusName"], read["deliveryCharge"]) == ("승인완료", 2500)
    assert read["items"][0]["outboundShippingTimeDay"] == 3


@pytest.mark.parametrize(
    "change",
    [
        {"sellerProductId": 1},
        {"deliveryCharge": "2500"},
        {"deliveryCompanyCode": "KOREX"},
        {"returnCenterCode": "1"},
        {"outboundShippingTimeDay": 0},
        {"freeShipOverAmount": 19800},
    ],
)
def test_a_bad_change_of_the_delivery_part_is_refused(seller, change):
    product_id = seller.sell()["sellerProductId"]
    before = seller.product(product_id).json()["data"]

    answer = seller.put(f"{PRODUCTS}/{product_id}/partial", {"sellerProductId": product_id} | change)

    assert answer.status_code == 400
    assert seller.product(product_id).json()["data"] == before


@pytest.mark.parametrize(("switch", "status"), [("any", 200), ("saved-only", 400)])
def test_whether_an_approved_product_may_be_submitted_again_is_a_switch(turned, switch, status):
    market = turned(approval_request=switch)
    product_id = market.sell()["sellerProductId"]

    assert market.put(f"{PRODUCTS}/{product_id}/approvals").status_code == status


def test_a_saved_product_is_submitted(seller):
    product_id = seller.create(seller.document(requested=False))
    seller.wait_for_status(product_id, "임시저장")

    assert seller.put(f"{PRODUCTS}/{product_id}/approvals").status_code == 200
    assert seller.wait_for_status(product_id, "승인완료")


def test_a_product_is_deleted_only_when_all_its_options_are_stopped(seller):
    document = seller.sell()
    product_id, option = document["sellerProductId"], document["items"][0]["vendorItemId"]

    refused = seller.call("DELETE", f"{PRODUCTS}/{product_id}")
    seller.put(f"{SP}/vendor-items/{option}/sales/stop")
    deleted = seller.call("DELETE", f"{PRODUCTS}/{product_id}")
    again = seller.call("DELETE", f"{PRODUCTS}/{product_id}")

    assert refused.status_code == 400
    assert refused.json()["message"].startswith(f"업체상품[{product_id}]이 없거나 삭제가 불가능한 상태입니다.")
    assert deleted.status_code == 200
    assert again.status_code == 400
    assert seller.product(product_id).json()["data"]["statusName"] == "상품삭제"
    assert seller.items() == []
    assert (
        seller.put(f"{SP}/vendor-items/{option}/quantities/5")
        .json()["message"]
        .endswith("삭제된 상품은 변경이 불가능합니다.")
    )
