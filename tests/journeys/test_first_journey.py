"""The main job, end to end: published, bought on the shop and at 쿠팡, shipped from one stock, both told."""

import html
import re
import uuid

import pytest

from tests.journeys.conftest import field, until, words

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

ADDRESS = {
    "email": "shopper@example.com",
    "name": "김가치",
    "phone": "010-0000-0101",
    "postal_code": "04000",
    "region": "서울특별시",
    "city": "마포구",
    "address": "월드컵로 1",
    "address_detail": "101호",
    "agreed_to_share": "on",
}
SOAP = "E02-SOAP-GIFT-1"  # one option, 12 in stock, 24,000 won; in the exhibition for 19,200 won, six of them
SLEEVE = "E01-LAPTOP-SLEEVE-1"
TOTE = "E01-BANNER-TOTE-1"


def order(shopper, sku, units):
    """Put something in the basket and press the button; returns the payment page's address."""
    shopper.get("/")
    shopper.post("/basket/add/", {"sku": sku, "units": units})
    page = shopper.get("/checkout/")
    return shopper.post("/checkout/", {**ADDRESS, "digest": field(page, "digest")}).url.path


def pay_for(marketplace, shopper, path, card="4242424242424242"):
    """Wait for the card form, type a card, come back as Stripe would send one back."""
    page = until(lambda: (text := shopper.get(path)) and 'data-stage="paying"' in text and text)
    secret = html.unescape(re.search(r'data-secret="([^"]+)"', page).group(1))
    answer = marketplace.pay(secret, card)
    shopper.http.get(f"{path}back/")
    return answer


def free_units(vendor, maker, sku):
    """How many the vendor's stock page says the shop can sell."""
    return int(re.search(r"가운데 (\d+)개를", words(vendor.get(f"/portal/{maker}/stock/{sku}/"))).group(1))


def open_orders(vendor, maker):
    return re.findall(rf"/portal/{maker}/orders/(V[\w-]+)/", vendor.get(f"/portal/{maker}/orders/"))


def ship(vendor, maker, reference, number):
    path = f"/portal/{maker}/orders/{reference}/"
    vendor.post(f"{path}ship/", {"carrier": "CJGLS", "tracking_number": number})
    until(lambda: "알리고 있어요" not in words(vendor.get(path)))


def offer(marketplace, sku):
    """What 쿠팡 shows of a SKU, or nothing."""
    return next((item for item in marketplace.on_coupang("shop/items") if item.get("externalVendorSku") == sku), None)


@pytest.fixture(scope="module")
def soap_maker(marketplace):
    return marketplace.visitor().log_in("owner@onsae.example.com")


@pytest.fixture(scope="module")
def bag_maker(marketplace):
    return marketplace.visitor().log_in("owner@dasibom.example.com")


def test_a_shopper_buys_on_the_shop_and_the_vendor_ships(marketplace, soap_maker):
    shopper = marketplace.visitor()
    until(lambda: "19,200원" in shopper.get("/product/soap-gift/"))  # the exhibition's price, confirmed by Saleor
    before = free_units(soap_maker, "onsae", SOAP)

    path = order(shopper, SOAP, 2)
    pay_for(marketplace, shopper, path)
    page = until(lambda: (text := shopper.get(path)) and "주문이 완료됐어요" in text and text)
    reference = until(lambda: open_orders(soap_maker, "onsae"))[0]

    assert "41,400원" in words(page)  # 2 × 19,200 + 3,000
    assert free_units(soap_maker, "onsae", SOAP) <= before - 2
    ship(soap_maker, "onsae", reference, "680405450931")
    assert "680405450931" in words(shopper.get(path.replace("/pay/", "/orders/")))
    assert "주문이 완료됐어요" in words(marketplace.visitor().get("/mailbox/"))


def test_a_declined_card_is_said_kindly_and_the_units_come_back(marketplace, bag_maker):
    shopper = marketplace.visitor()
    before = free_units(bag_maker, "dasibom", SLEEVE)

    path = order(shopper, SLEEVE, 1)
    declined = pay_for(marketplace, shopper, path, card="4000000000000002")
    shopper.post(f"{path}leave/", {})

    assert declined.status_code == 402
    until(lambda: free_units(bag_maker, "dasibom", SLEEVE) == before)
    assert "청구된 금액은 없어요" in until(lambda: (t := words(shopper.get(path))) and "주문하지 않았어요" in t and t)


def test_the_exhibition_reaches_coupang_and_a_sale_there_comes_back(marketplace, bag_maker):
    item = until(lambda: (o := offer(marketplace, TOTE)) and o["quantity"] > 0 and o, 180)
    before = free_units(bag_maker, "dasibom", TOTE)

    bought = marketplace.coupang("shop/buy", externalVendorSku=TOTE, units=1)
    reference = until(lambda: [r for r in open_orders(bag_maker, "dasibom") if "쿠팡" in _order_page(bag_maker, r)], 120)[0]
    ship(bag_maker, "dasibom", reference, "680405450932")

    assert item["price"] == 29250  # 25 % below 39,000
    assert free_units(bag_maker, "dasibom", TOTE) <= before
    told = until(lambda: [o for o in marketplace.on_coupang("shop/orders") if o["invoiceNumber"] == "680405450932"], 60)
    assert told[0]["orderId"] == bought["orderId"]


def test_a_cancel_at_coupang_comes_back(marketplace, bag_maker):
    until(lambda: (o := offer(marketplace, TOTE)) and o["quantity"] > 0, 120)

    bought = marketplace.coupang("shop/buy", externalVendorSku=TOTE, units=1)
    reference = until(lambda: open_orders(bag_maker, "dasibom"), 120)[0]
    marketplace.coupang("shop/cancel", orderId=bought["orderId"])

    until(lambda: "취소됐어요" in _order_page(bag_maker, reference), 120)


def test_stock_that_a_vendor_changes_is_what_the_shop_sells(marketplace, soap_maker):
    sku = "E02-DISH-SOAP-1"
    before = free_units(soap_maker, "onsae", sku)

    soap_maker.post(
        f"/portal/onsae/stock/{sku}/change/", {"delta": "-3", "reason": "BROKEN", "key": str(uuid.uuid4())}
    )

    assert free_units(soap_maker, "onsae", sku) == before - 3


def _order_page(vendor, reference):
    return words(vendor.get(f"/portal/dasibom/orders/{reference}/"))

