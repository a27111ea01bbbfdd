"""The main job, end to end: published, bought on the shop and at 쿠팡, shipped from one stock, both told."""

import html
import re
import socket
import uuid
from contextlib import ExitStack, contextmanager

import httpx
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
BACKPACK = "E01-BACKPACK-1"  # in no exhibition: nothing but the shopper moves its units
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
    """Return the vendor's open orders, of every page of the list."""
    found, number = [], 1
    while True:
        shown = re.findall(rf"/portal/{maker}/orders/(V[\w-]+)/", vendor.get(f"/portal/{maker}/orders/", page=number))
        if set(shown) <= set(found):
            return found
        found, number = [*found, *shown], number + 1


def new_order(vendor, maker, known, seconds=120):
    """Wait for an order that the vendor did not have before; others of this world leave theirs open."""
    return until(lambda: [one for one in open_orders(vendor, maker) if one not in known], seconds)[0]


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
    before, known = free_units(soap_maker, "onsae", SOAP), open_orders(soap_maker, "onsae")

    path = order(shopper, SOAP, 2)
    pay_for(marketplace, shopper, path)
    page = until(lambda: (text := shopper.get(path)) and "주문이 완료됐어요" in text and text)
    reference = new_order(soap_maker, "onsae", known)

    assert "41,400원" in words(page)  # 2 × 19,200 + 3,000
    assert free_units(soap_maker, "onsae", SOAP) <= before - 2
    ship(soap_maker, "onsae", reference, "680405450931")
    until(lambda: "680405450931" in words(shopper.get(path.replace("/pay/", "/orders/"))))
    assert "주문이 완료됐어요" in words(marketplace.visitor().get("/mailbox/"))


def test_a_declined_card_is_said_kindly_and_the_units_come_back(marketplace, bag_maker):
    shopper = marketplace.visitor()
    before = free_units(bag_maker, "dasibom", BACKPACK)

    path = order(shopper, BACKPACK, 1)
    declined = pay_for(marketplace, shopper, path, card="4000000000000002")
    shopper.post(f"{path}leave/", {})

    assert declined.status_code == 402
    until(lambda: free_units(bag_maker, "dasibom", BACKPACK) == before)
    assert "청구된 금액은 없어요" in until(lambda: (t := words(shopper.get(path))) and "주문하지 않았어요" in t and t)


def test_the_exhibition_reaches_coupang_and_a_sale_there_comes_back(marketplace, bag_maker):
    item = until(lambda: (o := offer(marketplace, TOTE)) and o["quantity"] > 0 and o, 180)
    before, known = _settled(marketplace, bag_maker), open_orders(bag_maker, "dasibom")
    assert item["quantity"] > 0

    bought = marketplace.coupang("shop/buy", externalVendorSku=TOTE, units=1)
    reference = new_order(bag_maker, "dasibom", known)
    ship(bag_maker, "dasibom", reference, "680405450932")

    assert "쿠팡" in _order_page(bag_maker, reference)
    assert item["price"] == 29250  # 25 % below 39,000
    until(lambda: _settled(marketplace, bag_maker) == before - 1, 120)
    told = until(lambda: [o for o in marketplace.on_coupang("shop/orders") if o["invoiceNumber"] == "680405450932"], 60)
    assert told[0]["orderId"] == bought["orderId"]


def _settled(marketplace, vendor):
    """Return the units that there are, once the shop, 쿠팡 and Saleor show all of them between them."""

    def all_of_them():
        page = words(vendor.get(f"/portal/dasibom/stock/{TOTE}/"))
        on_hand, free = map(int, re.search(r"가지고 있는 (\d+)개 가운데 (\d+)개를", page).groups())
        at_coupang = offer(marketplace, TOTE)["quantity"]
        return free + at_coupang == on_hand and marketplace.saleor(TOTE)[0]["home"] == free and on_hand

    return until(all_of_them, 120, 2)


def test_a_cancel_at_coupang_comes_back(marketplace, bag_maker):
    until(lambda: (o := offer(marketplace, TOTE)) and o["quantity"] > 0, 120)
    known = open_orders(bag_maker, "dasibom")

    bought = marketplace.coupang("shop/buy", externalVendorSku=TOTE, units=1)
    reference = new_order(bag_maker, "dasibom", known)
    marketplace.coupang("shop/cancel", orderId=bought["orderId"])

    until(lambda: "취소됐어요" in _order_page(bag_maker, reference), 120)


def test_payment_goes_through_while_every_shopper_thread_is_busy(marketplace, soap_maker):
    shopper = marketplace.visitor()
    path = order(shopper, "E02-CHARCOAL-SOAP-1", 1)
    page = until(lambda: (text := shopper.get(path)) and 'data-stage="paying"' in text and text)
    secret = html.unescape(re.search(r'data-secret="([^"]+)"', page).group(1))

    with busy(marketplace.ports["web"]):
        with pytest.raises(httpx.TimeoutException):
            httpx.get(f"{marketplace.url('web')}/health/live/", timeout=3, trust_env=False)
        marketplace.pay(secret)
        until(lambda: marketplace.payment(secret)["status"] == "succeeded", 90)

    assert "주문이 완료됐어요" in until(lambda: (t := words(shopper.get(path))) and "주문이 완료됐어요" in t and t)


@contextmanager
def busy(port, threads=32):
    """Keep every thread of the web process waiting for the rest of a form that does not come."""
    with ExitStack() as stack:
        for _ in range(threads):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            slow.sendall(
                b"POST /i18n/setlang/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90\r\n"
                b"Cookie: csrftoken=" + b"a" * 32 + b"\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlanguage="
            )
        yield


def test_stock_that_a_vendor_changes_is_what_the_shop_sells(marketplace, soap_maker):
    sku = "E02-DISH-SOAP-1"
    before = free_units(soap_maker, "onsae", sku)

    soap_maker.post(f"/portal/onsae/stock/{sku}/change/", {"delta": "-3", "reason": "BROKEN", "key": str(uuid.uuid4())})

    assert free_units(soap_maker, "onsae", sku) == before - 3


def _order_page(vendor, reference):
    return words(vendor.get(f"/portal/dasibom/orders/{reference}/"))


# The same, as a person with a browser.

SHOP_PAGES = (
    "/",
    "/goods/",
    "/goods/bags/?kind=SE",
    "/search/?q=비누",
    "/search/?q=없는물건",
    "/product/banner-tote/",
    "/makers/",
    "/makers/onsae/",
    "/exhibitions/",
    "/exhibitions/year-end-gifts/",
    "/basket/",
    "/terms/",
    "/privacy/",
    "/returns/",
    "/login/",
    "/mailbox/",
)
OFFICE_PAGES = {
    "owner@dasibom.example.com": (
        "/portal/dasibom/",
        "/portal/dasibom/orders/",
        "/portal/dasibom/listings/",
        "/portal/dasibom/listings/banner-tote/",
        f"/portal/dasibom/stock/{TOTE}/",
    ),
    "staff@gachi.example.com": ("/console/", "/till/"),
}


@pytest.mark.browser
def test_a_shopper_pays_on_a_phone(marketplace, phone):
    base = marketplace.url("web")
    phone.goto(f"{base}/product/offcut-pouch/")
    phone.locator("label.option", has_text="소").first.click()
    phone.get_by_role("button", name="장바구니에 담기").click()
    _has_no_obstacle(phone)
    phone.get_by_role("link", name="주문하기").click()
    _has_no_obstacle(phone)
    for name, value in ADDRESS.items():
        control = phone.locator(f"[name={name}]")
        if name == "region":
            control.select_option(value)
        elif name == "agreed_to_share":
            control.check()
        else:
            control.fill(value)
    phone.get_by_role("button", name="결제하러 가기").click()

    card = phone.frame_locator('iframe[name^="__privateStripeFrame"]')
    card.locator('input[name="number"]').fill("4242424242424242", timeout=60_000)
    card.locator('input[name="expiry"]').fill("12/31")
    card.locator('input[name="cvc"]').fill("123")
    _has_no_obstacle(phone)
    phone.get_by_role("button", name="결제하기").click()

    phone.wait_for_url("**/orders/**", timeout=90_000)
    assert "주문이 완료됐어요" in phone.inner_text("main")
    assert "15,000원" in phone.inner_text("main")
    _has_no_obstacle(phone)


def _has_no_obstacle(page):
    from axe_playwright_python.sync_playwright import Axe

    assert [one["id"] for one in Axe().run(page).response["violations"]] == [], page.url


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("who", ["", *OFFICE_PAGES])
def test_no_page_has_an_obstacle_or_a_line_too_long(marketplace, browser, width, who):
    from axe_playwright_python.sync_playwright import Axe

    base = marketplace.url("web")
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="ko-KR")
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    if who:
        page.goto(f"{base}/login/")
        page.fill("[name=username]", who)
        page.fill("[name=password]", "gachi-demo-2026")
        page.get_by_role("button", name="들어가기").click()
        page.wait_for_load_state()

    found = {}
    for path in OFFICE_PAGES.get(who, SHOP_PAGES):
        assert page.goto(base + path).status == 200, path
        wrong = [one["id"] + ": " + one["nodes"][0]["html"][:200] for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append("wider than the screen")
        if wrong:
            found[path] = wrong
    context.close()

    assert found == {}
    assert complaints == []
