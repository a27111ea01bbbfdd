"""§5.2 and §5.3: acknowledging and sending."""

import time

import pytest

from tests.sandbox.coupang.wing import VENDOR, codes, entry, item, op

INVOICES = op(4, "orders/invoices")


@pytest.fixture
def option(seller):
    return seller.offer()


@pytest.fixture
def ready(seller, option):
    """An order in preparation: its number, its box and its option."""
    order, box = seller.buy(option, 2)
    seller.acknowledge(box)
    return order, box, option


def status_of(seller, box):
    return seller.get(op(5, f"ordersheets/{box}")).json()["data"]["status"]


# ---------------------------------------------------------------------------------------------------- acknowledge


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_acknowledging_answers_for_each_box(seller, option, method):
    box = seller.buy(option)[1]
    body = {"vendorId": VENDOR, "shipmentBoxIds": [box, 642538970006409999]}

    answer = seller.call(method, op(4, "ordersheets/acknowledgement"), body).json()

    assert (answer["code"], answer["message"], answer["data"]["responseCode"]) == ("200", "OK", 1)
    first, second = answer["data"]["responseList"]
    assert first == {
        "shipmentBoxId": box,
        "succeed": True,
        "resultCode": "OK",
        "retryRequired": False,
        "resultMessage": "request succeeded.",
    }
    assert (second["succeed"], second["resultCode"], second["retryRequired"]) == (
        False,
        "NOT_FOUND_SHIPMENT_BOX",
        True,
    )
    assert status_of(seller, box) == "INSTRUCT"


@pytest.mark.parametrize(("boxes", "code"), [(0, -1), (1, 0)])
def test_the_response_code_sums_up(seller, option, boxes, code):
    made = [seller.buy(option)[1] for _ in range(boxes)]

    answer = seller.acknowledge(*made)

    assert answer.status_code == 200
    assert answer.json()["data"]["responseCode"] == code


def test_a_second_acknowledgement_changes_nothing_and_fails_under_200(seller, ready):
    answer = seller.acknowledge(ready[1])

    data = answer.json()["data"]
    assert answer.status_code == 200
    assert data["responseCode"] == 99
    assert data["responseList"][0]["resultMessage"] == "배송상태를 변경할 수 없습니다. 주문내역을 확인해주세요."
    assert status_of(seller, ready[1]) == "INSTRUCT"


def test_more_than_fifty_boxes_are_refused(seller):
    assert seller.acknowledge(*range(51)).status_code == 400


def test_an_acknowledgement_takes_effect_later_and_the_buyer_may_still_move(turned):
    market = turned(ack_delay=1)
    order, box = market.buy(market.offer())

    answer = market.acknowledge(box)
    again = market.acknowledge(box)
    before = status_of(market, box)
    moved = market.control("shop/change-address", orderId=order, receiver={"addr1": "부산광역시 해운대구 1"})
    time.sleep(1.4)
    too_late = market.control("shop/change-address", orderId=order, receiver={"addr1": "제주특별자치도 2"})

    assert (codes(answer), codes(again), before) == (["OK"], ["OK"], "ACCEPT")
    assert moved.status_code == 200
    assert (too_late.status_code, too_late.json()["error"]) == (409, "TOO_LATE")
    sheet = market.get(op(5, f"ordersheets/{box}")).json()["data"]
    assert (sheet["status"], sheet["receiver"]["addr1"]) == ("INSTRUCT", "부산광역시 해운대구 1")


def test_a_cancel_before_the_acknowledgement_takes_effect_wins(turned):
    market = turned(ack_delay=1)
    order, box = market.buy(market.offer())
    market.acknowledge(box)

    market.control("shop/cancel", orderId=order)
    time.sleep(1.4)

    assert market.sheets("INSTRUCT").json()["data"] == []
    assert market.claims("&cancelType=CANCEL").json()["data"][0]["orderId"] == order


# ------------------------------------------------------------------------------------------------------- invoices


def test_an_invoice_sends_a_box_on_its_way(seller, ready):
    answer = seller.invoice(*ready)

    sheet = seller.get(op(5, f"ordersheets/{ready[1]}")).json()["data"]
    assert answer.json()["data"]["responseCode"] == 0
    assert codes(answer) == ["OK"]
    assert (sheet["status"], sheet["deliveryCompanyName"], sheet["invoiceNumber"]) == (
        "DEPARTURE",
        "CJ대한통운",
        "680405450931",
    )
    assert sheet["orderItems"][0]["invoiceNumberUploadDate"] != ""


def test_an_invoice_repeated_after_success_is_an_invalid_status(seller, ready):
    seller.invoice(*ready)

    answer = seller.invoice(*ready)

    assert (answer.status_code, codes(answer)) == (200, ["INVALID_STATUS"])
    assert answer.json()["data"]["responseList"][0]["retryRequired"] is False


def test_a_box_must_be_acknowledged_before_it_is_sent(seller, option):
    order, box = seller.buy(option)

    assert codes(seller.invoice(order, box, option)) == ["INVALID_STATUS"]
    assert status_of(seller, box) == "ACCEPT"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"shipmentBoxId": 642538970006409999}, "NOT_FOUND_SHIPMENT_BOX"),
        ({"orderId": 22000009999999}, "NOT_FOUND_SHIPMENT_BOX"),
        ({"vendorItemId": 1}, "NOT_FOUND_VENDOR_ITEM"),
        ({"invoiceNumber": ""}, "INVALID_INVOICE_NUMBER"),
        ({"deliveryCompanyCode": "DIRECT", "invoiceNumber": "1"}, "NOT_ALLOW_VENDOR_DIRECT"),
        ({"splitShipping": True}, "NOT_ALLOW_SEPARATE_WHEN_ONE_VENDOR_ITEM"),
    ],
)
def test_an_entry_that_cannot_be_done_says_why(seller, ready, changes, code):
    answer = seller.invoices([entry(*ready, "680405450931") | changes])

    assert codes(answer) == [code]
    assert status_of(seller, ready[1]) == "INSTRUCT"


@pytest.mark.parametrize(
    ("carrier", "number", "message"),
    [
        ("CJGLS", "12345678901", "CJ 대한통운의 송장번호 형식에 맞지않는 운송장 번호 입니다. [12345678901]"),
        ("CJGLS", "6804-0545-09", "숫자로만 구성되어야 합니다"),
        ("KOREX", "680405450931", "invalid delivery company code: KOREX"),
        ("EPOST", "680405450931", "우체국의 송장번호 형식에 맞지않는 운송장 번호 입니다. [680405450931]"),
    ],
)
def test_a_number_that_its_carrier_cannot_have_is_refused(seller, ready, carrier, number, message):
    answer = seller.invoice(*ready, number, deliveryCompanyCode=carrier)

    assert answer.status_code == 400
    assert message in answer.json()["message"]
    assert status_of(seller, ready[1]) == "INSTRUCT"


@pytest.mark.parametrize("key", list(entry(1, 2, 3, "4")))
def test_all_eight_keys_are_required(seller, ready, key):
    broken = entry(*ready, "680405450931")
    del broken[key]

    assert seller.invoices([broken]).status_code == 400
    assert status_of(seller, ready[1]) == "INSTRUCT"


def test_a_number_is_used_once_unless_it_goes_to_the_same_place(seller, option):
    ready = []
    for address in ("서울 1", "서울 1", "서울 2"):
        order, box = seller.buy(option, receiver={"addr1": address})
        ready.append((order, box, option))
    seller.acknowledge(*(box for _, box, _ in ready))

    answers = [codes(seller.invoice(*each)) for each in ready]

    assert answers == [["OK"], ["OK"], ["DUPLICATE_INVOICE_NUMBER"]]


def test_a_stop_request_keeps_a_box_from_being_sent(seller, ready):
    order, box, option = ready
    seller.control("shop/cancel", orderId=order, vendorItemId=option, units=1)

    partly = seller.invoice(*ready)
    seller.control("shop/cancel", orderId=order)
    wholly = seller.invoice(*ready)

    assert codes(partly) == ["ORDER_DELIVERY_PARTIAL_STOP_REQUESTED"]
    assert codes(wholly) == ["ORDER_DELIVERY_CANCELED_HOLDING_FOR_CANCEL"]
    assert partly.json()["data"]["responseList"][0]["retryRequired"] is True
    assert status_of(seller, box) == "INSTRUCT"


def test_a_cancelled_box_is_not_sent(seller, option):
    order, box = seller.buy(option)
    seller.control("shop/cancel", orderId=order)

    assert codes(seller.invoice(order, box, option)) == ["ORDER_DELIVERY_CANCELED"]


def test_an_invoice_is_corrected_and_the_status_goes_back(seller, ready):
    box = ready[1]
    too_early = seller.invoice(*ready, "680405450932", update=True)
    seller.invoice(*ready)
    seller.control("staff/advance", shipmentBoxId=box)

    same = seller.invoice(*ready, update=True)
    corrected = seller.invoice(*ready, "680405450932", update=True)

    assert codes(too_early) == ["INVALID_STATUS"]
    assert codes(same) == ["NOT_ALLOW_INVOICE_NUMBER_RE_UPLOAD"]
    assert codes(corrected) == ["OK"]
    sheet = seller.get(op(5, f"ordersheets/{box}")).json()["data"]
    assert (sheet["status"], sheet["invoiceNumber"]) == ("DEPARTURE", "680405450932")


def test_goods_that_the_seller_brings_are_never_tracked(seller):
    option = seller.offer(deliveryMethod="VENDOR_DIRECT")
    order, box = seller.buy(option)
    seller.acknowledge(box)

    answer = seller.invoice(order, box, option, "1", deliveryCompanyCode="DIRECT")

    assert codes(answer) == ["OK"]
    assert status_of(seller, box) == "NONE_TRACKING"
    assert seller.control("staff/advance", shipmentBoxId=box).json()["error"] == "NOT_MOVING"


@pytest.mark.parametrize("code", ["PERMISSION_DENIED", "UNDEFINED_ERROR_OCCUR", "NOT_FOUND_INVOICE_NUMBER"])
def test_results_that_only_the_market_can_cause_are_ordered(seller, ready, code):
    seller.control("staff/next-invoice-result", resultCode=code)

    first, second = seller.invoice(*ready), seller.invoice(*ready)

    assert (codes(first), codes(second)) == ([code], ["OK"])


# ------------------------------------------------------------------------------------------------- split shipping


@pytest.fixture
def pair(seller):
    """A box in preparation with two options: order, box, options."""
    document = seller.sell(items=[item(seller.image, "하나"), item(seller.image, "둘")])
    options = [each["vendorItemId"] for each in document["items"]]
    wanted = [{"vendorItemId": option, "units": 1} for option in options]
    bought = seller.control("shop/buy", items=wanted).json()
    (box,) = bought["shipmentBoxIds"]
    seller.acknowledge(box)
    return bought["orderId"], box, options


def test_a_box_with_two_options_is_sent_with_an_entry_for_each(seller, pair):
    order, box, options = pair

    alone = seller.invoice(order, box, options[0])
    differing = seller.invoices([entry(order, box, option, f"68040545093{at}") for at, option in enumerate(options)])
    whole = seller.invoices([entry(order, box, option, "680405450931") for option in options])

    assert codes(alone) == ["IS_SEPARATE_MUST_BE_TRUE_WHEN_SEPARATE_DELIVERY"]
    assert codes(differing) == ["INVALID_INVOICE_NUMBER"] * 2
    assert codes(whole) == ["OK", "OK"]
    assert status_of(seller, box) == "DEPARTURE"


def test_the_part_that_is_sent_first_gets_a_box_of_its_own(seller, pair):
    order, box, options = pair

    first = seller.invoice(order, box, options[0], splitShipping=True)
    boxes = {sheet["shipmentBoxId"]: sheet for sheet in seller.get(op(5, f"{order}/ordersheets")).json()["data"]}
    unsplit = seller.invoice(order, box, options[1], "680405450932")
    second = seller.invoice(order, box, options[1], "680405450932", splitShipping=True, preSplitShipped=True)

    (new,) = boxes.keys() - {box}
    assert codes(first) == ["OK"]
    assert (boxes[box]["status"], boxes[new]["status"]) == ("INSTRUCT", "DEPARTURE")
    assert [line["vendorItemId"] for line in boxes[new]["orderItems"]] == options[:1]
    assert boxes[new]["splitShipping"] is True
    assert codes(unsplit) == ["IS_SEPARATE_MUST_BE_TRUE_WHEN_SEPARATE_DELIVERY"]
    assert codes(second) == ["OK"]
    assert status_of(seller, box) == "DEPARTURE"


def test_the_part_that_is_sent_later_gets_a_date_that_stays(seller, pair):
    order, box, options = pair
    later = {"splitShipping": True, "estimatedShippingDate": "2099-01-05"}

    planned = seller.invoices(
        [
            entry(order, box, options[0], "680405450931", splitShipping=True),
            entry(order, box, options[1], "", **later),
        ]
    )
    moved = seller.invoice(
        order, box, options[1], "", **later | {"preSplitShipped": True, "estimatedShippingDate": "2099-02-01"}
    )

    sheet = seller.get(op(5, f"ordersheets/{box}")).json()["data"]
    assert codes(planned) == ["OK", "OK"]
    assert codes(moved) == ["PSD_NOT_ALLOW_TO_CHANGE"]
    assert (sheet["status"], sheet["orderItems"][0]["plannedShippingDate"]) == ("INSTRUCT", "2099-01-05")


def test_a_box_that_was_sent_whole_is_not_split_afterwards(seller, pair):
    order, box, options = pair
    seller.invoices([entry(order, box, option, "680405450931") for option in options])

    answer = seller.invoice(order, box, options[0], "680405450932", update=True, splitShipping=True)

    assert codes(answer) == ["NOT_ALLOW_SEPARATE_AFTER_NORMAL_DELIVERY"]
