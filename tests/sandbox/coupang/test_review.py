"""§4.3 and §9.4: creation takes its time, pictures are fetched, reviewers decide."""

import io
import time

import pytest
from PIL import Image

from tests.sandbox.coupang.conftest import picture
from tests.sandbox.coupang.wing import SP, VENDOR, item


def histories(market, product_id):
    return market.get(f"{SP}/seller-products/{product_id}/histories").json()["data"]


def with_picture(market, url):
    document = market.document()
    document["items"][0]["images"] = [{"imageOrder": 0, "imageType": "REPRESENTATION", "vendorPath": url}]
    return document


def test_a_product_cannot_be_read_while_it_is_being_made(turned):
    market = turned(creation_delay=600)
    product_id = market.create(market.document())
    path = f"{SP}/seller-products/{product_id}"

    answers = [market.get(path), market.get(f"{path}/partial"), market.get(f"{path}/histories")]
    answers.append(market.put(f"{path}/approvals"))

    for answer in answers:
        assert answer.status_code == 400
        assert answer.json()["message"] == (
            f"상품 정보가 등록 또는 수정되고 있습니다. 잠시 후 다시 조회해 주시기 바랍니다. [{product_id}]"
        )
    assert market.get(f"{SP}/seller-products?vendorId={VENDOR}").json()["data"] == []


def test_a_product_that_was_not_submitted_is_saved_and_waits(seller):
    product_id = seller.create(seller.document(requested=False))

    document = seller.wait_for_status(product_id, "임시저장")

    assert document["items"][0]["vendorItemId"] is None
    assert [line["status"] for line in histories(seller, product_id)] == ["임시저장", "임시저장중"]
    assert seller.items() == []


def test_a_submitted_product_waits_for_its_reviewers(turned):
    market = turned(approval_delay=600)
    product_id = market.create(market.document())

    document = market.wait_for_status(product_id, "승인대기중")

    assert document["items"][0]["vendorItemId"] is None
    assert market.items() == []
    sku = document["items"][0]["externalVendorSku"]
    assert market.control("shop/buy", externalVendorSku=sku).json()["error"] == "NOT_ON_MARKET"


def test_approval_mints_an_option_with_price_and_stock(seller):
    document = seller.sell()

    option = document["items"][0]["vendorItemId"]
    assert len(str(option)) == 10
    assert seller.inventory(option) == {
        "sellerItemId": option,
        "amountInStock": 50,
        "salePrice": 28000,
        "onSale": True,
    }
    lines = histories(seller, document["sellerProductId"])
    assert [line["status"] for line in lines] == ["승인완료", "승인대기중", "승인요청", "임시저장", "임시저장중"]
    assert lines[2]["createdBy"] == "gachi_wing"


def test_a_review_may_come_before_the_waiting(turned):
    market = turned(in_review_delay=600)
    product_id = market.create(market.document())

    assert market.wait_for_status(product_id, "심사중")


def test_staff_approve_before_the_time_and_only_once(turned):
    market = turned(approval_delay=600)
    product_id = market.create(market.document())
    market.wait_for_status(product_id, "승인대기중")

    first = market.control("staff/approve", sellerProductId=product_id)
    second = market.control("staff/approve", sellerProductId=product_id)

    assert first.json() == {"status": "APPROVED"}
    assert (second.status_code, second.json()["error"]) == (409, "NOT_WAITING")


def test_staff_deny_with_a_reason_that_the_history_tells(turned):
    market = turned(approval_delay=600)
    product_id = market.create(market.document())
    market.wait_for_status(product_id, "승인대기중")

    market.control("staff/deny", sellerProductId=product_id, reason="상품명에 금지어가 있습니다.")

    assert market.product(product_id).json()["data"]["statusName"] == "승인반려"
    line = histories(market, product_id)[0]
    assert (line["status"], line["comment"]) == ("승인반려", "상품명에 금지어가 있습니다.")
    assert market.items() == []


def test_a_denied_product_can_be_submitted_again(turned):
    market = turned(approval_delay=600)
    product_id = market.create(market.document())
    market.wait_for_status(product_id, "승인대기중")
    market.control("staff/deny", sellerProductId=product_id)

    answer = market.put(f"{SP}/seller-products/{product_id}/approvals")

    assert answer.status_code == 200
    assert market.product(product_id).json()["data"]["statusName"] == "승인대기중"


def test_pictures_are_fetched_and_shown_from_the_markets_own_copy(seller, image_host):
    image_host.asked.clear()

    document = seller.sell()

    kept = document["items"][0]["images"][0]["cdnPath"]
    shown = seller.http.get(seller.items()[0]["image"])
    assert image_host.asked == ["/600x600.jpg"]
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(shown.content)).size == (600, 600)
    assert seller.items()[0]["image"] == f"/{kept}"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("/499x499.jpg", "500~5000px"),
        ("/5001x5001.png", "500~5000px"),
        ("/600x700.jpg", "정사각형"),
        ("/600x600.gif", "JPG 또는 PNG"),
        ("/nothing-here.jpg", "HTTP 404"),
        ("/words.jpg", "JPG 또는 PNG"),
        ("/cut.jpg", "JPG 또는 PNG"),
        ("/heavy.jpg", "3MB"),
    ],
)
def test_a_bad_picture_sends_the_product_back(seller, image_host, name, why):
    image_host.files |= {
        "/words.jpg": b"not a picture",
        "/cut.jpg": picture()[:400],
        "/heavy.jpg": picture() + b"\0" * (3 * 1024 * 1024),
    }

    product_id = seller.create(with_picture(seller, image_host.url + name))

    document = seller.wait_for_status(product_id, "승인반려")
    comment = histories(seller, product_id)[0]["comment"]
    assert why in comment
    assert image_host.url + name in comment
    assert document["items"][0]["vendorItemId"] is None


@pytest.mark.parametrize("name", ["/500x500.jpg", "/600x600.png"])
def test_a_picture_within_the_limits_passes(seller, image_host, name):
    assert seller.wait_for_status(seller.create(with_picture(seller, image_host.url + name)), "승인완료")


def test_a_picture_on_another_port_is_not_fetched(turned, image_host):
    market = turned(image_ports=[80, 443])
    image_host.asked.clear()

    product_id = market.create(market.document())

    market.wait_for_status(product_id, "승인반려")
    assert "80 또는 443 포트" in histories(market, product_id)[0]["comment"]
    assert image_host.asked == []


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/1.jpg", "/1.jpg", "http://127.0.0.1:99999/1.jpg"])
def test_what_is_no_address_is_no_picture(seller, url):
    product_id = seller.create(with_picture(seller, url))

    assert seller.wait_for_status(product_id, "승인반려")


def test_options_with_good_pictures_are_approved_without_the_others(seller, image_host):
    document = seller.document()
    document["items"] = [item(seller.image, "좋은 것"), item(f"{image_host.url}/600x700.jpg", "나쁜 것")]

    product_id = seller.create(document)

    read = seller.wait_for_status(product_id, "부분승인완료")
    assert [each["vendorItemId"] is not None for each in read["items"]] == [True, False]
    assert histories(seller, product_id)[0]["comment"].startswith("나쁜 것: 대표이미지는 정사각형")
    assert [each["itemName"] for each in seller.items()] == ["좋은 것"]


def test_a_market_that_was_killed_goes_on_with_its_reviews(start_market):
    market = start_market(database="sandbox_coupang_killed", approval_delay=2)
    market.standin.reset()
    product_id = market.create(market.document())
    market.wait_for_status(product_id, "승인대기중")

    market.standin.kill()
    market.standin.start()

    assert market.wait_for_status(product_id, "승인완료")
    market.standin.close()


def test_each_delay_is_kept(turned):
    market = turned(creation_delay=1, approval_delay=1)
    began = time.monotonic()
    product_id = market.create(market.document())

    market.wait_for_status(product_id, "승인대기중")
    waited = time.monotonic() - began
    market.wait_for_status(product_id, "승인완료")

    assert waited >= 1
    assert time.monotonic() - began >= 2
