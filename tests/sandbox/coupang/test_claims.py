"""§5.4, §6.1 and §6.2: cancels by the seller, cancels and returns by the buyer, stopping a shipment."""

import pytest

from tests.sandbox.coupang.wing import SP, USER, VENDOR, codes, item, op


@pytest.fixture
def option(seller):
    return seller.offer()


def buy_until(seller, option, status, units=1):
    """Buy and bring the box to a status; return order and box."""
    order, box = seller.buy(option, units)
    if status in ("INSTRUCT", "DEPARTURE"):
        seller.acknowledge(box)
    if status == "DEPARTURE":
        assert codes(seller.invoice(order, box, option)) == ["OK"]
    return order, box


def cancel(seller, order, options, counts, **changes):
    body = {
        "orderId": order,
        "vendorItemIds": options,
        "receiptCounts": counts,
        "bigCancelCode": "CANERR",
        "middleCancelCode": "CCTTER",
        "vendorId": VENDOR,
        "userId": USER,
    }
    return seller.post(op(5, f"orders/{order}/cancel"), body | changes)


def receipts(answer):
    return [(row["orderId"], row["receiptType"], row["receiptStatus"]) for row in answer.json()["data"]]


# ------------------------------------------------------------------------------------------------- seller's cancel


@pytest.mark.parametrize(("status", "kind"), [("ACCEPT", "CANCEL"), ("INSTRUCT", "STOP_SHIPMENT")])
def test_a_seller_cancels_before_sending(seller, option, status, kind):
    order, box = buy_until(seller, option, status, 2)

    answer = cancel(seller, order, [option], [2]).json()

    (receipt,) = answer["data"]["receiptMap"].values()
    assert answer["code"] == "200"
    assert list(answer["data"]["receiptMap"]) == [str(receipt["receiptId"])]
    assert receipt | {"receiptId": 0} == {
        "receiptId": 0,
        "receiptType": kind,
        "vendorItemIds": [option],
        "totalCount": 2,
    }
    assert (answer["data"]["orderId"], answer["data"]["failedVendorItemIds"]) == (order, [])
    assert seller.get(op(5, f"ordersheets/{box}")).json()["message"] == "해당 주문이 취소 또는 반품되었습니다."
    claim = seller.get(op(6, f"returnRequests/{receipt['receiptId']}")).json()["data"][0]
    assert (claim["faultByType"], claim["reasonCode"], claim["reasonCodeText"]) == (
        "VENDOR",
        "CCTTER",
        "재고 연동 오류",
    )


def test_a_part_of_the_units_can_be_cancelled(seller, option):
    order, box = seller.buy(option, 3)

    cancel(seller, order, [option], [1])

    line = seller.get(op(5, f"ordersheets/{box}")).json()["data"]["orderItems"][0]
    assert (line["shippingCount"], line["cancelCount"], line["canceled"]) == (3, 1, False)


def test_a_cancel_repeated_is_refused_for_its_quantity(seller, option):
    order, _ = seller.buy(option, 2)
    cancel(seller, order, [option], [2])

    answer = cancel(seller, order, [option], [2])

    assert (answer.status_code, answer.json()["message"]) == (
        400,
        "취소 가능한 개수보다 요청한 개수가 더 많습니다.",
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"receiptCounts": [3]}, "취소 가능한 개수보다 요청한 개수가 더 많습니다."),
        ({"vendorItemIds": [1]}, "요청한 업체의 상품이 아닙니다."),
        ({"middleCancelCode": "CCXXER"}, "cancel code is invalid."),
        ({"bigCancelCode": "CANCEL"}, "cancel code is invalid."),
        ({"userId": "someone"}, "userId is invalid."),
        ({"receiptCounts": [1, 1]}, "vendorItemIds and receiptCounts must be lists of the same length."),
        ({"receiptCounts": [0]}, "receiptCounts is invalid."),
        ({"orderId": 1}, "유효하지 않은 주문번호 입니다."),
    ],
)
def test_a_bad_cancel_is_refused(seller, option, changes, message):
    order, box = seller.buy(option, 2)

    answer = cancel(seller, order, [option], [2], **changes)

    line = seller.get(op(5, f"ordersheets/{box}")).json()["data"]["orderItems"][0]
    assert (answer.status_code, answer.json()["message"]) == (400, message)
    assert line["cancelCount"] == 0


def test_what_is_sent_cannot_be_cancelled_by_the_seller(seller, option):
    order, _ = buy_until(seller, option, "DEPARTURE")

    answer = cancel(seller, order, [option], [1])

    assert answer.status_code == 400
    assert answer.json()["message"] == "해당 벤더아이템이 결제완료/상품지시 중 상태가 아닙니다."


def test_a_cancel_that_fails_in_part_still_answers_200(seller, option):
    order, _ = seller.buy(option, 1)

    answer = cancel(seller, order, [option, 1], [1, 1])

    assert (answer.status_code, answer.json()["code"]) == (200, "200")
    assert answer.json()["data"]["failedVendorItemIds"] == [1]


# ------------------------------------------------------------------------------------------------------- the list


def test_an_order_cancelled_while_paid_shows_only_as_a_cancel_without_status(seller, option):
    order, _ = seller.buy(option)
    seller.control("shop/cancel", orderId=order, reason="단순변심")

    shown = seller.claims("&cancelType=CANCEL")

    assert receipts(shown) == [(order, "CANCEL", "RETURNS_COMPLETED")]
    for query in ("&cancelType=CANCEL&status=CC", "&status=RU", "&status=UC", "&status=CC", f"&orderId={order}"):
        assert receipts(seller.claims(query)) == [], query


def test_a_stop_request_shows_under_both_of_its_statuses(seller, option):
    order, box = buy_until(seller, option, "INSTRUCT", 2)
    seller.control("shop/cancel", orderId=order, vendorItemId=option, units=1)

    expected = [(order, "RETURN", "RELEASE_STOP_UNCHECKED")]
    assert receipts(seller.claims("&status=RU")) == expected
    assert receipts(seller.claims("&status=UC")) == expected
    assert receipts(seller.claims(f"&orderId={order}")) == expected
    assert receipts(seller.claims("&cancelType=CANCEL")) == []
    row = seller.claims("&status=RU").json()["data"][0]
    assert (row["releaseStopStatus"], row["cancelCountSum"], row["faultByType"]) == ("미처리", 1, "CUSTOMER")
    (line,) = row["returnItems"]
    assert (line["vendorItemId"], line["purchaseCount"], line["cancelCount"], line["releaseStatus"]) == (
        option,
        2,
        1,
        "N",
    )
    assert line["shipmentBoxId"] == box
    sheet = seller.get(op(5, f"ordersheets/{box}")).json()["data"]["orderItems"][0]
    assert (sheet["holdCountForCancel"], sheet["cancelCount"]) == (1, 0)


def test_a_return_shows_as_received(seller, option):
    order, _ = buy_until(seller, option, "DEPARTURE")
    seller.control("shop/cancel", orderId=order)

    assert receipts(seller.claims("&status=UC")) == [(order, "RETURN", "RETURNS_UNCHECKED")]
    assert receipts(seller.claims("&status=RU")) == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "OrderId can't be null , if doesn't pass the parameter status"),
        ("&cancelType=RETURN", "OrderId can't be null , if doesn't pass the parameter status"),
        ("&status=XX", "status is invalid. [XX]"),
        ("&cancelType=ALL", "cancelType is invalid. [ALL]"),
    ],
)
def test_a_bad_list_query_is_refused(seller, query, message):
    answer = seller.claims(query)

    assert (answer.status_code, answer.json()["message"]) == (400, message)


@pytest.mark.parametrize(("end", "status"), [("2026-02-01", 200), ("2026-02-02", 400)])
def test_claims_span_thirty_one_days_at_most(seller, end, status):
    answer = seller.get(op(6, f"returnRequests?createdAtFrom=2026-01-01&createdAtTo={end}&status=RU"))

    assert answer.status_code == status
    if status == 400:
        assert answer.json()["message"] == "검색기간은 최대 31일입니다."


@pytest.mark.parametrize("query", ["createdAtFrom=2026-01-01T00:00&createdAtTo=2026-01-02", "createdAtTo=2026-01-02"])
def test_claims_are_asked_by_day_unless_by_minute(seller, query):
    minutes = "searchType=timeFrame&createdAtFrom=2026-01-01T00:00&createdAtTo=2026-01-02T00:00"

    assert seller.get(op(6, f"returnRequests?{query}&status=RU")).status_code == 400
    assert seller.get(op(6, f"returnRequests?{minutes}&status=RU")).status_code == 200


def test_claims_are_paged(seller, option):
    orders = [seller.buy(option)[0] for _ in range(3)]
    for order in orders:
        seller.control("shop/cancel", orderId=order)

    first = seller.claims("&cancelType=CANCEL&maxPerPage=2").json()
    second = seller.claims(f"&cancelType=CANCEL&maxPerPage=2&nextToken={first['nextToken']}").json()

    assert [row["orderId"] for row in first["data"]] == orders[:2]
    assert [row["orderId"] for row in second["data"]] == orders[2:]
    assert second["nextToken"] == ""


# ----------------------------------------------------------------------------------------------- stopping shipment


@pytest.fixture
def stop_request(seller, option):
    """A request to stop one of two units: receipt, order, box."""
    order, box = buy_until(seller, option, "INSTRUCT", 2)
    answer = seller.control("shop/cancel", orderId=order, vendorItemId=option, units=1)
    return answer.json()["receiptIds"][0], order, box


def answer_stop(seller, receipt, call="stoppedShipment", **changes):
    body = {"vendorId": VENDOR, "receiptId": receipt, "cancelCount": 1} | changes
    return seller.put(op(4, f"returnRequests/{receipt}/{call}"), body)


def test_a_stopped_shipment_is_refunded_and_the_rest_is_sent(seller, option, stop_request):
    receipt, order, box = stop_request

    answer = answer_stop(seller, receipt)

    claim = seller.get(op(6, f"returnRequests/{receipt}")).json()["data"][0]
    line = seller.get(op(5, f"ordersheets/{box}")).json()["data"]["orderItems"][0]
    assert answer.json() == {
        "code": "200",
        "message": "OK",
        "data": {"resultCode": "SUCCESS", "resultMessage": ""},
    }
    assert (claim["receiptStatus"], claim["releaseStopStatus"]) == ("RETURNS_COMPLETED", "처리(출고중지)")
    assert claim["returnItems"][0]["releaseStatus"] == "S"
    assert (line["cancelCount"], line["holdCountForCancel"]) == (1, 0)
    assert codes(seller.invoice(order, box, option)) == ["OK"]


def test_a_shipment_that_was_sent_already_becomes_a_return(seller, stop_request):
    receipt, _, box = stop_request

    answer = answer_stop(
        seller, receipt, "completedShipment", deliveryCompanyCode="CJGLS", invoiceNumber="680405450931"
    )

    claim = seller.get(op(6, f"returnRequests/{receipt}")).json()["data"][0]
    sheet = seller.get(op(5, f"ordersheets/{box}")).json()["data"]
    assert answer.json()["data"]["resultCode"] == "SUCCESS"
    assert (claim["receiptStatus"], claim["releaseStopStatus"]) == ("RETURNS_UNCHECKED", "처리(이미출고)")
    assert claim["returnItems"][0]["releaseStatus"] == "A"
    assert (sheet["status"], sheet["invoiceNumber"]) == ("DEPARTURE", "680405450931")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cancelCount": 2}, "취소반품접수수량과 cancelCount가 일치하지 않습니다."),
        ({"vendorId": "A00099999"}, "params's vendorId not equals gateway's vendorId!"),
        ({"receiptId": 1}, "receiptId is invalid."),
    ],
)
def test_a_bad_answer_to_a_stop_request_is_refused(seller, stop_request, changes, message):
    answer = answer_stop(seller, stop_request[0], **changes)

    claim = seller.get(op(6, f"returnRequests/{stop_request[0]}")).json()["data"][0]
    assert (answer.status_code, answer.json()["message"]) == (400, message)
    assert claim["receiptStatus"] == "RELEASE_STOP_UNCHECKED"


def test_a_stop_request_is_answered_once(seller, stop_request):
    answer_stop(seller, stop_request[0])

    answer = answer_stop(seller, stop_request[0])

    assert (answer.status_code, answer.json()["message"]) == (400, "이미 반품이 완료 되었습니다.")


def test_a_stop_request_that_was_withdrawn_is_gone_and_the_box_is_free(seller, option, stop_request):
    receipt, order, box = stop_request
    seller.control("shop/withdraw", receiptId=receipt)

    answer = answer_stop(seller, receipt)

    assert (answer.status_code, answer.json()["message"]) == (400, "취소반품접수내역이 존재하지 않습니다.")
    assert receipts(seller.claims("&status=RU")) == []
    assert codes(seller.invoice(order, box, option)) == ["OK"]


def test_a_return_is_no_stop_request(seller, option):
    order, _ = buy_until(seller, option, "DEPARTURE")
    (receipt,) = seller.control("shop/cancel", orderId=order).json()["receiptIds"]

    answer = answer_stop(seller, receipt)

    assert (answer.status_code, answer.json()["message"]) == (400, "cancelType이 A 또는 RA가 아닙니다.")


# ------------------------------------------------------------------------------------------------------- the stock


@pytest.mark.parametrize(("switch", "left"), [(True, 50), (False, 48)])
def test_whether_cancelled_units_go_back_on_sale_is_a_switch(turned, switch, left):
    market = turned(cancel_restocks=switch)
    option = market.offer()
    order, _ = market.buy(option, 2)

    market.control("shop/cancel", orderId=order)

    assert market.inventory(option)["amountInStock"] == left


def test_units_go_back_for_each_option_of_a_cancelled_order(seller):
    document = seller.sell(items=[item(seller.image, "하나"), item(seller.image, "둘")])
    options = [each["vendorItemId"] for each in document["items"]]
    wanted = [{"vendorItemId": option, "units": at + 1} for at, option in enumerate(options)]
    order = seller.control("shop/buy", items=wanted).json()["orderId"]
    before = [seller.inventory(option)["amountInStock"] for option in options]

    seller.control("shop/cancel", orderId=order)

    assert before == [49, 48]
    assert [seller.inventory(option)["amountInStock"] for option in options] == [50, 50]
    assert seller.get(f"{SP}/vendor-items/{options[0]}/inventories").json()["data"]["onSale"] is True
