"""§1 and §9: who gets in, how often, and how long an answer may take."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.coupang import signature
from tests.sandbox.coupang.wing import MARKET, OPEN, SECRET_KEY, SP, authorization, day_query, op

SHEETS = "/v2/providers/openapi/apis/api/v5/vendors/A00012345/ordersheets"
TREE = f"{SP}/meta/display-categories"


@pytest.mark.parametrize(
    ("method", "path", "query", "expected"),
    [
        (
            "GET",
            SHEETS,
            "createdAtFrom=2026-01-01%2B09:00&createdAtTo=2026-01-05%2B09:00&status=ACCEPT&maxPerPage=50",
            "05dcacecd06f29e1c281ef8bbbd81583716f2bb5d8088d2c0f4de7f7c5bd2403",
        ),
        (
            "GET",
            SHEETS,
            "createdAtFrom=2026-01-01%2B09%3A00&createdAtTo=2026-01-05%2B09%3A00&status=ACCEPT&maxPerPage=50",
            "b91cc7d97358091713c227e6f2ddd78844bc2c1fde4418a473ece59869b27ff1",
        ),
        (
            "POST",
            f"{SP}/seller-products",
            "",
            "7128baa3dcf809ab9eac567cf549ff67bafecce311072e123e755db1424c5d29",
        ),
        (
            "PUT",
            f"{SP}/vendor-items/3572784698/prices/49000",
            "forceSalePriceUpdate=true",
            "5ab8d25a60d20b9c69997f98bc6bcbe07cebc932b8d5583c48e79e9ac315395d",
        ),
    ],
)
def test_the_worked_examples_of_the_reference_have_their_signatures(method, path, query, expected):
    made = signature.sign(SECRET_KEY, signed_date="260105T031415Z", method=method, path=path, query=query)

    assert made == expected


def test_a_call_without_a_signature_is_refused(seller):
    answer = seller.http.get(TREE)

    assert answer.status_code == 401
    assert answer.json() == {"code": "ERROR", "message": "HMAC format is invalid"}


@pytest.mark.parametrize(
    ("signing", "message"),
    [
        ({"secret_key": "f" * 40}, "Invalid signature"),
        ({"access_key": "00000000-1111-2222-3333-444455556666"}, "Access key is invalid"),
    ],
)
def test_a_call_with_the_wrong_keys_is_refused(seller, signing, message):
    answer = seller.get(TREE, **signing)

    assert answer.status_code == 401
    assert answer.json() == {"code": "ERROR", "message": message}


@pytest.mark.parametrize(("seconds", "status"), [(-290, 200), (-310, 401), (290, 200), (310, 401)])
def test_a_signature_lives_for_five_minutes_around_its_date(seller, seconds, status):
    answer = seller.get(TREE, at=datetime.now(UTC) + timedelta(seconds=seconds))

    assert answer.status_code == status
    if status == 401:
        assert answer.json()["message"] == "Specified signature is expired."


def test_the_window_of_a_signature_is_a_switch(turned):
    market = turned(clock_skew=2)

    assert market.get(TREE, at=datetime.now(UTC) - timedelta(seconds=4)).status_code == 401
    assert market.get(TREE).status_code == 200


def test_the_query_is_signed_as_it_travels_and_not_as_it_reads(seller):
    query = day_query()
    signed_otherwise = authorization("GET", SHEETS, query.replace(":", "%3A"))

    refused = seller.http.get(f"{SHEETS}?{query}", headers={"Authorization": signed_otherwise})
    taken = seller.get(f"{SHEETS}?{query.replace(':', '%3A')}")

    assert refused.status_code == 401
    assert refused.json()["message"] == "Invalid signature"
    assert taken.status_code == 200


def test_another_vendor_in_the_path_is_not_found(seller):
    answer = seller.get(op(5, f"ordersheets?{day_query()}", vendor="A00099999"))

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "target", [f"{SP}/no-such-call", "/v2/nothing", f"{SP}/seller-products/12a", f"{SP}//seller-products"]
)
def test_an_unknown_path_is_not_found(seller, target):
    assert seller.get(target).status_code == 404


def test_a_known_path_with_another_method_is_not_found(seller):
    assert seller.call("DELETE", TREE).status_code == 404


def test_many_strays_are_shut_out_with_a_page_that_is_not_json(turned):
    market = turned(block_after=3, rate_block=1)
    for _ in range(4):
        assert market.get("/v2/nothing").status_code == 404

    answer = market.get(TREE)

    assert answer.status_code == 403
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Access Denied" in answer.text
    time.sleep(1.1)
    assert market.get(TREE).status_code == 200


def test_an_address_that_is_not_on_the_list_is_refused(turned):
    market = turned(allowed_ips=["192.0.2.1"])

    answer = market.get(TREE)

    assert answer.status_code == 403
    assert answer.json() == {"code": "ERROR", "message": "Not allowed IP"}


def test_more_than_ten_calls_a_second_are_refused_until_the_block_ends(turned):
    market = turned(rate_limit=10, rate_block=2)
    time.sleep(1)

    answers = [market.get(TREE) for _ in range(12)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    assert ["X-CAG-Warnings" in answer.headers for answer in answers[:10]] == [False] * 8 + [True] * 2
    assert "Retry-After" not in answers[-1].headers
    time.sleep(1.2)
    assert market.get(TREE).status_code == 429  # the rate fell, the block is not over
    time.sleep(1.2)
    assert market.get(TREE).status_code == 200


def test_a_call_that_is_refused_for_its_signature_does_not_count_against_the_rate(turned):
    market = turned(rate_limit=3, rate_block=5)
    for _ in range(10):
        assert market.http.get(TREE).status_code == 401

    assert market.get(TREE).status_code == 200


def test_extending_the_timeout_too_often_is_refused(turned):
    market = turned(extended_limit=2, rate_block=5)
    extended = {"X-EXTENDED-TIMEOUT": "90000"}

    statuses = [market.get(TREE, headers=extended).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


def test_gateway_refusals_can_be_plain_text(turned):
    answer = turned(gateway_errors="text").http.get(TREE)

    assert answer.status_code == 401
    assert answer.text == "HMAC format is invalid"


def test_a_body_that_is_too_large_is_refused(turned):
    answer = turned(max_body=1000).post(f"{SP}/seller-products", {"x": "y" * 1000})

    assert answer.status_code == 413


def test_the_gateway_gives_up_after_its_time_although_the_work_goes_on(turned):
    market = turned(gateway_timeout=0.5)
    option = market.offer()
    market.standin.fault("PUT /vendor-items/<vid>/quantities/<q>", "slow_after", seconds=1)

    began = time.monotonic()
    answer = market.put(f"{SP}/vendor-items/{option}/quantities/7")
    took = time.monotonic() - began

    assert answer.status_code == 504
    assert answer.json() == {
        "code": "ERROR",
        "message": "Request timed out, if the situation continues consider applying timeout extension.",
    }
    assert 0.5 <= took < 1
    assert market.inventory(option)["amountInStock"] == 7


def test_the_timeout_can_be_extended_by_a_header(turned):
    market = turned(gateway_timeout=0.5)
    market.standin.fault("GET /meta/display-categories", "slow", seconds=0.8, times=2)

    assert market.get(TREE).status_code == 504
    assert market.get(TREE, headers={"X-EXTENDED-TIMEOUT": "5000"}).status_code == 200


def test_the_gateway_waits_three_seconds_by_default(seller):
    seller.standin.fault("GET /meta/display-categories", "slow", seconds=3.3)

    began = time.monotonic()
    answer = seller.get(TREE)

    assert answer.status_code == 504
    assert 3 <= time.monotonic() - began < 3.3


@pytest.mark.parametrize(
    ("method", "target", "name"),
    [
        ("POST", f"{SP}/brands/search", "brands/search"),
        ("POST", f"{SP}/vendor-items/1/auto-generated/opt-in", "auto-generated"),
        ("POST", op(4, "completeLongTermUndelivery"), "completeLongTermUndelivery"),
        ("PUT", op(4, "returnRequests/1/receiveConfirmation"), "receiveConfirmation"),
        ("PATCH", op(4, "returnRequests/1/approval"), "approval"),
        ("GET", op(4, "returnWithdrawRequests"), "returnWithdrawRequests"),
        ("GET", op(4, "exchangeRequests"), "exchangeRequests"),
        ("PUT", op(4, "exchangeRequests/1/rejection"), "exchangeRequests rejection"),
        ("POST", "/v2/providers/fms/apis/api/v2/vendors/A00012345/coupon", "instant coupons"),
        ("POST", f"{MARKET}/v1/coupons", "download coupons"),
        ("GET", f"{OPEN}/v1/revenue-history?token=", "revenue-history"),
        ("GET", f"{MARKET}/v1/settlement-histories", "settlement-histories"),
        ("GET", op(5, "onlineInquiries"), "onlineInquiries"),
    ],
)
def test_what_is_not_played_says_so_by_name(seller, method, target, name):
    answer = seller.call(method, target)

    assert answer.status_code == 501
    assert answer.json()["code"] == "NOT_IMPLEMENTED"
    assert name in answer.json()["message"]


def test_the_versions_of_the_2025_notice_are_a_switch(seller, turned):
    body = {"vendorId": "A00012345", "shipmentBoxIds": []}

    assert seller.put(op(5, "ordersheets/acknowledgement"), body).status_code == 404
    assert turned(notice_versions=True).put(op(5, "ordersheets/acknowledgement"), body).status_code == 200
