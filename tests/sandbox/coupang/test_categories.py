"""§2: the category tree and what each leaf asks for."""

import pytest

from tests.sandbox.coupang.wing import OPEN, SP

METAS = f"{SP}/meta/category-related-metas/display-category-codes"


def leaves(node):
    if not node["child"]:
        yield node
    for child in node["child"]:
        yield from leaves(child)


def test_the_tree_has_a_root_and_leaves_with_a_status(seller):
    answer = seller.get(f"{SP}/meta/display-categories").json()

    root = answer["data"]
    assert answer["code"] == "SUCCESS"
    assert (root["displayItemCategoryCode"], root["name"], root["status"]) == (0, "ROOT", "ACTIVE")
    found = {leaf["displayItemCategoryCode"]: leaf["name"] for leaf in leaves(root)}
    assert found[56137] == "노트북파우치"
    assert {leaf["status"] for leaf in leaves(root)} == {"ACTIVE", "READY", "DISABLED"}


def test_the_name_of_the_code_key_is_a_switch(turned):
    root = turned(category_key="displayCategoryCode").get(f"{SP}/meta/display-categories").json()["data"]

    assert root["displayCategoryCode"] == 0
    assert "displayItemCategoryCode" not in root


def test_one_node_is_answered_with_its_children_only(seller):
    node = seller.get(f"{SP}/meta/display-categories/0").json()["data"]

    assert "패션의류잡화" in [child["name"] for child in node["child"]]
    assert all(child["child"] == [] for child in node["child"])


@pytest.mark.parametrize(("code", "usable"), [(56137, True), (66190, False), (66191, False)])
def test_the_status_of_a_leaf_says_whether_it_can_be_used(seller, code, usable):
    assert seller.get(f"{SP}/meta/display-categories/{code}/status").json()["data"] is usable


def test_the_status_of_a_branch_is_refused_naming_its_leaves(seller):
    answer = seller.get(f"{SP}/meta/display-categories/56400/status")

    assert answer.status_code == 400
    assert answer.json()["code"] == "ERROR"
    assert "56401, 56402, 56403" in answer.json()["message"]


def test_metas_name_options_with_units_and_choices(seller):
    data = seller.get(f"{METAS}/56201").json()["data"]

    by_name = {attribute["attributeTypeName"]: attribute for attribute in data["attributes"]}
    assert by_name["수량"] == {
        "attributeTypeName": "수량",
        "required": "MANDATORY",
        "dataType": "NUMBER",
        "inputType": "INPUT",
        "inputValues": [],
        "basicUnit": "개",
        "usableUnits": ["개", "세트"],
        "groupNumber": "NONE",
        "exposed": "EXPOSED",
    }
    assert by_name["사이즈"]["inputType"] == "SELECT"
    assert by_name["사이즈"]["inputValues"][0] == "XS"
    assert data["isAllowSingleItem"] is True
    assert "NEW" in data["allowedOfferConditions"]


def test_metas_give_the_notice_names_of_the_documentation_verbatim(seller):
    data = seller.get(f"{METAS}/57101").json()["data"]

    groups = {
        group["noticeCategoryName"]: [each["noticeCategoryDetailName"] for each in group["noticeCategoryDetailNames"]]
        for group in data["noticeCategories"]
    }
    assert groups["기타 재화"] == [
        "품명 및 모델명",
        "인증사항",
        "제조국(원산지)",
        "제조자(수입자)",
        "소비자상담 관련 전화번호",
    ]
    assert groups["화장품"] == [
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
    ]


def test_every_leaf_has_metas(seller):
    root = seller.get(f"{SP}/meta/display-categories").json()["data"]

    for leaf in leaves(root):
        data = seller.get(f"{METAS}/{leaf['displayItemCategoryCode']}").json()["data"]
        assert "수량" in [each["attributeTypeName"] for each in data["attributes"]] or leaf["name"] in {
            "수제화",
            "운동화",
            "샌들",
        }
        assert data["noticeCategories"][-1]["noticeCategoryName"] == "기타 재화"


def test_a_category_is_predicted_from_the_name(seller):
    answer = seller.post(f"{OPEN}/v1/categorization/predict", {"productName": "온새미 어성초 고형비누 100g"})

    assert answer.json()["data"] == {
        "autoCategorizationPredictionResultType": "SUCCESS",
        "predictedCategoryId": "57101",
        "predictedCategoryName": "고형비누",
        "comment": None,
    }


def test_a_name_that_says_nothing_is_not_enough_to_predict(seller):
    data = seller.post(f"{OPEN}/v1/categorization/predict", {"productName": "abc"}).json()["data"]

    assert data["autoCategorizationPredictionResultType"] == "INSUFFICIENT_INFORMATION"
    assert data["predictedCategoryId"] is None


def test_a_prediction_needs_a_name(seller):
    assert seller.post(f"{OPEN}/v1/categorization/predict", {}).status_code == 400


@pytest.mark.parametrize("agreed", [True, False])
def test_whether_automatic_matching_is_agreed_is_a_switch(seller, turned, agreed):
    market = turned(auto_category_agreed=True) if agreed else seller
    without = market.document()
    del without["displayCategoryCode"]

    answer = market.post(f"{SP}/seller-products", without)

    assert market.get(f"{SP}/vendors/A00012345/check-auto-category-agreed").json()["data"] is agreed
    assert answer.status_code == (200 if agreed else 400)
    if agreed:
        assert market.wait_for_status(answer.json()["data"], "승인완료")["displayCategoryCode"] == 56137
