"""§4.2: reading products."""

import time
from datetime import datetime, timedelta

import pytest

from tests.sandbox.coupang.wing import KST, SP, VENDOR

PRODUCTS = f"{SP}/seller-products"


def test_a_product_is_read_whole_with_its_ids(seller):
    sent = seller.document()

    read = seller.wait_for_status(seller.create(sent), "승인완료")

    assert {key: read[key] for key in sent if key != "items"} == {key: sent[key] for key in sent if key != "items"}
    option = read["items"][0]
    assert option["sellerProductItemId"] > 10**10
    assert option["externalVendorSku"] == sent["items"][0]["externalVendorSku"]
    assert option["notices"] == sent["items"][0]["notices"]
    assert option["attributes"][1] == {
        "attributeTypeName": "수량",
        "attributeValueName": "1개",
        "exposed": "EXPOSED",
        "editable": False,
    }
    assert option["autoPricingInfoView"] is None


def test_an_unknown_product_has_no_data(seller):
    answer = seller.product(15)

    assert (answer.status_code, answer.json()["message"]) == (400, "상품(15)의 데이터가 없습니다.")


@pytest.mark.parametrize(("switch", "price"), [("current", 25000), ("registered", 28000)])
def test_which_price_a_product_shows_is_a_switch(turned, switch, price):
    market = turned(detail_prices=switch)
    document = market.sell()
    market.put(f"{SP}/vendor-items/{document['items'][0]['vendorItemId']}/prices/25000")

    read = market.product(document["sellerProductId"]).json()["data"]

    assert read["items"][0]["salePrice"] == price


def test_products_are_listed_by_page_number(seller):
    made = [seller.create(seller.document(sellerProductName=f"가방 {at}", requested=False)) for at in range(5)]
    for product_id in made:
        seller.wait_for_status(product_id, "임시저장")

    pages, token = [], "1"
    while token:
        answer = seller.get(f"{PRODUCTS}?vendorId={VENDOR}&nextToken={token}&maxPerPage=2").json()
        pages.append([row["sellerProductId"] for row in answer["data"]])
        token = answer["nextToken"]

    assert pages == [made[:2:-1], made[2:0:-1], made[:1]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sellerProductName=%EB%B9%84%EB%88%84", ["비누"]),
        ("status=SAVED", ["가방", "비누"]),
        ("status=APPROVED", []),
        ("manufacture=%EC%98%A8%EC%83%88%EB%AF%B8", ["비누"]),
        ("createdAt=2026-01-01", []),
        ("violationTypes=MOTA_V2", []),
    ],
)
def test_products_are_filtered(seller, query, found):
    for name, maker in (("가방", "함께숲"), ("비누", "온새미")):
        product_id = seller.create(seller.document(sellerProductName=name, manufacture=maker, requested=False))
        seller.wait_for_status(product_id, "임시저장")

    rows = seller.get(f"{PRODUCTS}?vendorId={VENDOR}&{query}").json()["data"]

    assert sorted(row["sellerProductName"] for row in rows) == found


def test_a_row_of_the_list_says_its_status_in_korean(seller):
    product_id = seller.sell()["sellerProductId"]

    today = datetime.now(KST).strftime("%Y-%m-%d")
    rows = seller.get(f"{PRODUCTS}?vendorId={VENDOR}&createdAt={today}&sellerProductId={product_id}").json()["data"]

    assert [(row["sellerProductId"], row["statusName"]) for row in rows] == [(product_id, "승인완료")]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "vendorId=A00099999",
        f"vendorId={VENDOR}&maxPerPage=101",
        f"vendorId={VENDOR}&nextToken=0",
        f"vendorId={VENDOR}&status=%EC%8A%B9%EC%9D%B8%EC%99%84%EB%A3%8C",
        f"vendorId={VENDOR}&sellerProductName={'a' * 21}",
        f"vendorId={VENDOR}&createdAt=20260101",
    ],
)
def test_a_bad_list_query_is_refused(seller, query):
    answer = seller.get(f"{PRODUCTS}?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "ERROR")


def test_violations_other_than_missing_options_are_not_played(seller):
    assert seller.get(f"{PRODUCTS}?vendorId={VENDOR}&violationTypes=ATTR").status_code == 501


def frame(start, end):
    layout = "%Y-%m-%dT%H:%M:%S"
    return f"{PRODUCTS}/time-frame?vendorId={VENDOR}&createdAtFrom={start:{layout}}&createdAtTo={end:{layout}}"


def test_a_time_frame_is_ten_minutes_at_most(seller):
    product_id = seller.sell()["sellerProductId"]
    end = datetime.now(KST) + timedelta(seconds=1)

    found = seller.get(frame(end - timedelta(minutes=10), end))
    refused = seller.get(frame(end - timedelta(minutes=10, seconds=1), end))

    assert [row["sellerProductId"] for row in found.json()["data"]] == [product_id]
    assert refused.status_code == 400
    assert refused.json()["message"] == "검색 허용 범위를 초과했습니다. 최대 허용 범위는 10분입니다."


def test_a_product_is_found_by_sku_only_after_its_delay(turned):
    market = turned(sku_lookup_delay=1, creation_delay=600)
    document = market.document()
    product_id = market.create(document)
    path = f"{PRODUCTS}/external-vendor-sku-codes/{document['items'][0]['externalVendorSku']}"

    at_once = market.get(path).json()["data"]
    time.sleep(1.1)
    later = market.get(path).json()["data"]

    assert at_once == []
    assert [(row["sellerProductId"], row["statusName"]) for row in later] == [(product_id, "임시저장중")]


def test_the_delivery_part_is_read_alone(seller):
    product_id = seller.sell()["sellerProductId"]

    data = seller.get(f"{PRODUCTS}/{product_id}/partial").json()["data"]

    assert data["sellerProductId"] == product_id
    assert (data["deliveryCharge"], data["outboundShippingTimeDay"]) == (3000, 2)
    assert "items" not in data
