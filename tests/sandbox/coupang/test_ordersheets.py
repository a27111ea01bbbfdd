"""§5.1: order sheets."""

import re
import time
from datetime import datetime, timedelta

import pytest

from tests.sandbox.coupang.wing import KST, SP, VENDOR, day_query, item, op, product


def minute_query(start, end, status="ACCEPT"):
    layout = "%Y-%m-%dT%H:%M%%2B09:00"
    return f"searchType=timeFrame&createdAtFrom={start:{layout}}&createdAtTo={end:{layout}}&status={status}"


def test_an_order_sheet_is_what_the_documentation_shows(seller):
    document = seller.sell()
    option = document["items"][0]["vendorItemId"]
    receiver = {
        "name": "김지숙",
        "phone": "010-0000-0102",
        "postCode": "04524",
        "addr1": "서울특별시 중구 세종대로 110",
        "addr2": "1층",
        "message": "문 앞",
    }
    order, box = seller.buy(option, 1, receiver=receiver)

    answer = seller.sheets().json()

    assert (answer["code"], answer["message"], answer["nextToken"]) == (200, "OK", "")
    (sheet,) = answer["data"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00", sheet["orderedAt"])
    assert (len(str(sheet["shipmentBoxId"])), len(str(sheet["orderId"]))) == (18, 14)
    assert sheet["orderer"]["name"] == "김*숙"
    assert sheet["orderer"]["email"] == ""
    assert sheet["receiver"] | {"safeNumber": "?"} == {
        "name": "김*숙",
        "safeNumber": "?",
        "receiverNumber": None,
        "addr1": "서울특별시 중구 세종대로 110",
        "addr2": "1층",
        "postCode": "04524",
    }
    assert re.fullmatch(r"\+82 50 \d{4} \d{4}", sheet["receiver"]["safeNumber"])
    assert sheet["shippingPrice"] == {"currencyCode": "KRW", "units": 3000, "nanos": 0}
    assert sheet["parcelPrintMessage"] == "문 앞"
    assert sheet["overseaShippingInfoDto"]["ordererSsn"] == ""
    assert sheet["inTrasitDateTime"] == ""
    (line,) = sheet["orderItems"]
    assert line["vendorItemId"] == option
    assert line["vendorItemName"] == "함께숲 재생면 노트북 파우치, 네이비 13인치"
    assert line["externalVendorSkuCode"] == document["items"][0]["externalVendorSku"]
    assert line["sellerProductId"] == document["sellerProductId"]
    assert (line["shippingCount"], line["cancelCount"], line["holdCountForCancel"]) == (1, 0, 0)
    assert line["salesPrice"] == {"currencyCode": "KRW", "units": 28000, "nanos": 0}
    assert line["discountPrice"] is None
    assert line["deliveryChargeTypeName"] == "유료"
    assert line["estimatedShippingDate"] == (datetime.now(KST) + timedelta(days=2)).strftime("%Y-%m-%d")
    assert (sheet["orderId"], sheet["shipmentBoxId"]) == (order, box)


@pytest.mark.parametrize(
    ("switch", "orderer", "receiver"),
    [("both", "김*숙", "김*숙"), ("orderer", "김*숙", "김지숙"), ("none", "김지숙", "김지숙")],
)
def test_whose_names_are_masked_is_a_switch(turned, switch, orderer, receiver):
    market = turned(mask_names=switch)
    market.buy(market.offer(), receiver={"name": "김지숙"})

    sheet = market.sheets().json()["data"][0]

    assert (sheet["orderer"]["name"], sheet["receiver"]["name"]) == (orderer, receiver)


@pytest.mark.parametrize(("switch", "code"), [("documented", 200), ("string", "200"), ("number", 200)])
def test_the_type_of_the_code_is_a_switch(turned, switch, code):
    market = turned(order_code=switch)

    assert market.sheets().json()["code"] == code
    acknowledged = market.acknowledge().json()["code"]
    assert acknowledged == (200 if switch == "number" else "200")


def test_a_list_holds_one_status(seller):
    option = seller.offer()
    boxes = [seller.buy(option)[1] for _ in range(2)]
    seller.acknowledge(boxes[0])

    found = {
        status: [sheet["shipmentBoxId"] for sheet in seller.sheets(status).json()["data"]]
        for status in ("ACCEPT", "INSTRUCT", "DEPARTURE")
    }

    assert found == {"ACCEPT": [boxes[1]], "INSTRUCT": [boxes[0]], "DEPARTURE": []}


@pytest.mark.parametrize("status", [None, "CANCELLED", "accept", ""])
def test_a_list_needs_a_status_that_exists(seller, status):
    assert seller.sheets(status).status_code == 400


def test_days_span_thirty_one_at_most(seller):
    taken = seller.sheets(createdAtFrom="2026-01-01%2B09:00", createdAtTo="2026-02-01%2B09:00")
    refused = seller.sheets(createdAtFrom="2026-01-01%2B09:00", createdAtTo="2026-02-02%2B09:00")

    assert taken.status_code == 200
    assert refused.status_code == 400
    assert refused.json()["message"] == "endTime-startTime range should less than31."


@pytest.mark.parametrize(
    "moment", ["2026-01-01+09:00", "2026-01-01", "2026-13-01%2B09:00", "2026-01-01T00:00%2B09:00", "x"]
)
def test_a_day_carries_its_offset_with_an_encoded_plus(seller, moment):
    assert seller.sheets(createdAtFrom=moment, createdAtTo="2026-01-02%2B09:00").status_code == 400


def test_days_include_the_last_one(seller):
    box = seller.buy(seller.offer())[1]
    today, yesterday = (f"{datetime.now(KST) - timedelta(days=days):%Y-%m-%d%%2B09:00}" for days in (0, 1))

    of_today = seller.sheets(createdAtFrom=yesterday, createdAtTo=today).json()["data"]
    of_yesterday = seller.sheets(createdAtFrom=yesterday, createdAtTo=yesterday).json()["data"]

    assert [sheet["shipmentBoxId"] for sheet in of_today] == [box]
    assert of_yesterday == []


def test_minutes_span_a_day_at_most(seller):
    end = datetime(2026, 1, 2, 3, 4, tzinfo=KST)

    taken = seller.get(op(5, f"ordersheets?{minute_query(end - timedelta(hours=24), end)}"))
    refused = seller.get(op(5, f"ordersheets?{minute_query(end - timedelta(hours=24, minutes=1), end)}"))

    assert taken.status_code == 200
    assert refused.status_code == 400
    assert refused.json()["message"] == "endTime-startTime range should less than 0 day"


def test_minutes_are_not_paged(seller):
    option = seller.offer()
    boxes = [seller.buy(option)[1] for _ in range(3)]
    now = datetime.now(KST)

    answer = seller.get(
        op(5, f"ordersheets?{minute_query(now - timedelta(minutes=10), now + timedelta(minutes=1))}&maxPerPage=2")
    ).json()
    before = seller.get(op(5, f"ordersheets?{minute_query(now - timedelta(minutes=20), now - timedelta(minutes=10))}"))

    assert [sheet["shipmentBoxId"] for sheet in answer["data"]] == boxes
    assert answer["nextToken"] == ""
    assert before.json()["data"] == []


def test_days_are_paged_by_an_opaque_token(seller):
    option = seller.offer()
    boxes = [seller.buy(option)[1] for _ in range(5)]

    pages, token = [], ""
    while True:
        answer = seller.sheets(maxPerPage=2, nextToken=token).json()
        pages.append([sheet["shipmentBoxId"] for sheet in answer["data"]])
        token = answer["nextToken"]
        if not token:
            break
        assert not token.isdigit()

    assert pages == [boxes[:2], boxes[2:4], boxes[4:]]


def test_a_token_belongs_to_its_query(seller):
    option = seller.offer()
    for _ in range(2):
        seller.buy(option)
    token = seller.sheets(maxPerPage=1).json()["nextToken"]

    assert seller.sheets("INSTRUCT", nextToken=token).status_code == 400
    assert seller.sheets(nextToken="2").status_code == 400
    assert len(seller.sheets(maxPerPage=1, nextToken=token).json()["data"]) == 1


def test_a_page_holds_fifty_by_default(seller):
    option = seller.offer(items=[item(seller.image, maximumBuyCount=60)])
    for _ in range(51):
        seller.buy(option)

    answer = seller.sheets().json()

    assert len(answer["data"]) == 50
    assert len(seller.sheets(nextToken=answer["nextToken"]).json()["data"]) == 1


@pytest.mark.parametrize(("switch", "status"), [("refuse", 400), ("clamp", 200)])
def test_what_becomes_of_a_larger_page_is_a_switch(turned, switch, status):
    assert turned(page_cap=switch).sheets(maxPerPage=51).status_code == status


def test_an_order_is_read_by_box_and_by_number(seller):
    order, box = seller.buy(seller.offer())

    by_box = seller.get(op(5, f"ordersheets/{box}")).json()["data"]
    by_order = seller.get(op(5, f"{order}/ordersheets")).json()["data"]

    assert by_box["orderId"] == order
    assert by_order == [by_box]


@pytest.mark.parametrize("path", ["ordersheets/642538970006409999", "22000009999999/ordersheets"])
def test_an_unknown_order_is_refused(seller, path):
    answer = seller.get(op(5, path))

    assert (answer.status_code, answer.json()["message"]) == (400, "유효하지 않은 주문번호 입니다.")


def test_a_cancelled_order_has_left_the_lists_and_says_so(seller):
    order, box = seller.buy(seller.offer())
    seller.control("shop/cancel", orderId=order)

    answers = [seller.get(op(5, f"ordersheets/{box}")), seller.get(op(5, f"{order}/ordersheets"))]

    for answer in answers:
        assert (answer.status_code, answer.json()["message"]) == (400, "해당 주문이 취소 또는 반품되었습니다.")
    assert seller.sheets().json()["data"] == []


def test_another_sellers_order_is_not_shown(seller):
    foreign = seller.control("staff/foreign-order").json()

    answers = [
        seller.get(op(5, f"ordersheets/{foreign['shipmentBoxId']}")),
        seller.get(op(5, f"{foreign['orderId']}/ordersheets")),
    ]

    for answer in answers:
        assert (answer.status_code, answer.json()["message"]) == (400, "다른 판매자의 주문을 조회할 수 없습니다.")
    assert seller.sheets().json()["data"] == []


def test_a_sale_shows_in_the_order_sheets_only_after_it_settled(turned):
    market = turned(settle_delay=1)
    option = market.offer()

    order, box = market.buy(option)
    stock = market.inventory(option)["amountInStock"]
    at_once = market.sheets().json()["data"]
    by_number = market.get(op(5, f"{order}/ordersheets")).status_code
    time.sleep(1.1)

    assert stock == 49
    assert at_once == []
    assert by_number == 400
    assert [sheet["shipmentBoxId"] for sheet in market.sheets().json()["data"]] == [box]


def test_goods_of_one_bundle_share_a_box_and_others_do_not(seller):
    outbound, centre = seller.make_places()

    def offer(**changes):
        document = product(outbound, centre, seller.image, **changes)
        return seller.wait_for_status(seller.create(document), "승인완료")["items"][0]["vendorItemId"]

    one, two = offer(), offer()
    alone = offer(unionDeliveryType="NOT_UNION_DELIVERY", deliveryChargeType="FREE", freeShipOverAmount=0)
    wanted = [{"vendorItemId": option, "units": 1} for option in (one, two, alone)]

    bought = seller.control("shop/buy", items=wanted).json()

    sheets = seller.get(op(5, f"{bought['orderId']}/ordersheets")).json()["data"]
    contents = [[line["vendorItemId"] for line in sheet["orderItems"]] for sheet in sheets]
    assert contents == [[one, two], [alone]]
    assert [sheet["shippingPrice"]["units"] for sheet in sheets] == [0, 0]
    assert [sheet["ableSplitShipping"] for sheet in sheets] == [True, False]
    assert [sheet["shipmentBoxId"] for sheet in sheets] == bought["shipmentBoxIds"]


def test_an_order_keeps_the_price_at_which_it_was_made(seller):
    option = seller.offer()
    seller.buy(option)

    seller.put(f"{SP}/vendor-items/{option}/prices/20000")

    assert seller.get(op(5, f"ordersheets?{day_query()}")).json()["data"][0]["orderItems"][0]["salesPrice"] == {
        "currencyCode": "KRW",
        "units": 28000,
        "nanos": 0,
    }
    assert VENDOR not in str(seller.sheets().json())
