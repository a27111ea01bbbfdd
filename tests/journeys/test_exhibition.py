"""An exhibition from its first word to its last parcel, made by staff through the console's own forms in a browser."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import PASSWORD, until, words
from tests.journeys.test_first_journey import free_units, new_order, offer, open_orders, order, pay_for, ship

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.timeout(900)]

SEOUL = ZoneInfo("Asia/Seoul")
REFERENCE = "things-that-stay"
TITLE = "오래 곁에 두는 것"
APRON, APRON_PAGE = "E01-APRON-1", "/product/apron/"  # 32,000 won, one option, eleven of them
BAG, BAG_PAGE = "E01-MESSENGER-BAG-1", "/product/messenger-bag/"  # 67,000 won, one option, seven of them


@pytest.fixture(scope="module")
def desk(marketplace, browser):
    """A member of staff at a desk, logged in to the console."""
    context = browser.new_context(locale="ko-KR", timezone_id="Asia/Seoul", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{marketplace.url('web')}/login/?next=/console/")
    page.get_by_label("이메일").fill("staff@gachi.example.com")
    page.get_by_label("비밀번호", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="들어가기").click()
    page.wait_for_url("**/console/")
    yield page
    context.close()


@pytest.fixture(scope="module")
def maker(marketplace):
    return marketplace.visitor().log_in("owner@dasibom.example.com")


def said(page):
    return words(page.inner_html("main"))


def opening():
    """A whole minute that leaves time to write the exhibition, to read what it does, and to say yes."""
    return (datetime.now(SEOUL) + timedelta(seconds=100)).replace(second=0, microsecond=0)


def put_in(page, search, name, **values):
    """Look for goods, take one, and fill its row."""
    page.get_by_label("물건 찾기").fill(search)
    page.get_by_role("button", name="찾기", exact=True).click()
    page.get_by_role("button", name=f"{name} 담기").click()
    for label, value in values.items():
        page.get_by_label(f"{name} {label}").fill(value)


def on_hand(page, marketplace, sku):
    """How many units there are by the ledger, as the console says."""
    page.goto(f"{marketplace.url('web')}/console/stock/{sku}/")
    return int(re.search(r"있는 (\d+)개 가운데", said(page))[1])


def in_saleor(page, marketplace, sku):
    """(units, held by orders) that Saleor shows of a SKU, asked anew through the console."""
    page.goto(f"{marketplace.url('web')}/console/stock/{sku}/")
    page.get_by_role("button", name="Saleor에 다시 물어보기").click()
    page.get_by_text("Saleor에 물어보고 있어요").wait_for()
    page.wait_for_timeout(2000)
    page.reload()
    found = re.search(r"Saleor에는 (\d+)개가 있었고, 그 가운데 (\d+)개를", page.inner_text("#saleor"))
    return (int(found[1]), int(found[2])) if found else None


def test_staff_make_and_run_an_exhibition(marketplace, desk, maker):
    shopper = marketplace.visitor()
    assert on_hand(desk, marketplace, APRON) == 11
    assert on_hand(desk, marketplace, BAG) == 7
    assert offer(marketplace, BAG) is None

    _write(desk, marketplace)
    _read_and_apply(desk)
    _see_approvals(desk, marketplace)
    _see_it_open(desk, marketplace, shopper)
    _sell_on_the_shop(desk, marketplace, shopper, maker)
    _sell_at_coupang(desk, marketplace, maker)
    _end(desk, marketplace, shopper)
    _count(desk, marketplace, maker)


def _write(desk, marketplace):
    """From the console's first page to a saved draft: words, window, places, goods."""
    desk.goto(f"{marketplace.url('web')}/console/")
    desk.get_by_role("navigation").get_by_role("link", name="기획전", exact=True).first.click()
    desk.get_by_role("link", name="기획전 만들기").click()
    desk.get_by_label("주소").fill(REFERENCE)
    desk.get_by_label("이름", exact=True).fill(TITLE)
    desk.get_by_label("영어 이름").fill("Things that stay")
    desk.get_by_label("주제", exact=True).fill("버려질 뻔한 것으로 만들어 오래 쓰는 물건이에요.")
    desk.get_by_label(re.compile("^이야기")).fill("현수막과 데님이 가방과 앞치마가 되기까지.")
    opens = opening()
    desk.get_by_label("여는 때").fill(opens.strftime("%Y-%m-%dT%H:%M"))
    desk.get_by_label("닫는 때").fill((opens + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M"))
    desk.get_by_label("가치 상점").check()
    desk.get_by_label("쿠팡").check()
    put_in(desk, "앞치마", "자투리 데님 앞치마", 할인율="20", 수량="5", 묶음="부엌에서")
    put_in(desk, "E01-MESS", "현수막 메신저백", **{"기획전 값": "53600", "수량": "3", "묶음": "길에서"})
    desk.get_by_role("main").get_by_role("button", name="저장하기").last.click()
    desk.wait_for_url(f"**/exhibitions/{REFERENCE}/plan/*")


def _read_and_apply(desk):
    """What is sent ahead for approval, what changes at the opening; then yes to what was read."""
    now = said(desk)
    desk.get_by_role("link", name="여는 때 바뀌는 것").click()
    at_opening = said(desk)
    desk.get_by_role("link", name="지금 바뀌는 것").click()
    desk.get_by_role("button", name="적용하기").click()
    desk.wait_for_url(f"**/exhibitions/{REFERENCE}/")

    assert "2가지는 판매처의 승인을 받아야 팔 수 있어요" in now
    assert "25,600원" not in now
    assert "25,600원" in at_opening
    assert "53,600원" in at_opening
    assert "예정" in said(desk)


def _see_approvals(desk, marketplace):
    """The page tells by itself how applying gets on, and that 쿠팡 has approved of both."""
    progress = desk.locator("#progress")
    progress.get_by_text("승인 대기 2").wait_for(timeout=60_000)
    progress.locator("span", has_text="2 / 2").first.wait_for(timeout=180_000)

    assert {offer(marketplace, sku)["externalVendorSku"] for sku in (APRON, BAG)} == {APRON, BAG}


def _see_it_open(desk, marketplace, shopper):
    """Nobody does anything: the window begins, and both places have its prices."""
    until(lambda: "25,600원" in words(shopper.get(APRON_PAGE)), 240)
    until(lambda: (o := offer(marketplace, BAG)) and o["price"] == 53_600 and o["quantity"] > 0, 180)
    desk.reload()

    assert "32,000원" in words(shopper.get(APRON_PAGE))
    assert TITLE in words(shopper.get(f"/exhibitions/{REFERENCE}/"))
    assert "진행 중" in said(desk)


def _sell_on_the_shop(desk, marketplace, shopper, maker):
    """Two aprons of five at the exhibition's price: held, paid, sent; fewer here, in Saleor and at 쿠팡."""
    known = open_orders(maker, "dasibom")
    path = order(shopper, APRON, 2)
    pay_for(marketplace, shopper, path)
    page = until(lambda: (text := shopper.get(path)) and "주문이 완료됐어요" in text and text)
    until(lambda: (shown := in_saleor(desk, marketplace, APRON)) and shown[1] == 2)
    reference = new_order(maker, "dasibom", known)
    ship(maker, "dasibom", reference, "680405450941")

    assert "54,200원" in words(page)  # 2 × 25,600 + 3,000
    assert on_hand(desk, marketplace, APRON) == 9
    until(lambda: (shown := in_saleor(desk, marketplace, APRON)) and shown[0] <= 9 and shown[1] == 0)
    until(lambda: offer(marketplace, APRON)["quantity"] <= 3, 120)  # what is left of its five


def _sell_at_coupang(desk, marketplace, maker):
    """A bag bought there is imported, stands in Saleor as an order, is sent, and is told of back there."""
    known = open_orders(maker, "dasibom")
    bought = marketplace.coupang("shop/buy", externalVendorSku=BAG, units=1)
    reference = new_order(maker, "dasibom", known)
    held = until(lambda: (shown := in_saleor(desk, marketplace, BAG)) and shown[1] == 1 and shown, 120)
    ship(maker, "dasibom", reference, "680405450942")

    until(lambda: [o for o in marketplace.on_coupang("shop/orders") if o["invoiceNumber"] == "680405450942"], 60)
    assert "쿠팡" in words(maker.get(f"/portal/dasibom/orders/{reference}/"))
    assert bought["orderId"]
    assert on_hand(desk, marketplace, BAG) == 6
    until(lambda: in_saleor(desk, marketplace, BAG) == (held[0] - 1, 0))


def _end(desk, marketplace, shopper):
    """Staff stop it before its time: list prices on the shop, no sale at 쿠팡, every unit back."""
    desk.goto(f"{marketplace.url('web')}/console/exhibitions/{REFERENCE}/")
    assert "2 / 5" in said(desk)
    assert "1 / 3" in said(desk)
    desk.get_by_role("link", name="일찍 멈추기").click()
    desk.get_by_role("button", name="지금 멈추기").click()
    desk.wait_for_url(f"**/exhibitions/{REFERENCE}/")

    until(lambda: "25,600원" not in words(shopper.get(APRON_PAGE)), 120)
    until(lambda: "53,600원" not in words(shopper.get(BAG_PAGE)), 120)
    until(lambda: all(offer(marketplace, sku)["onSale"] is False for sku in (APRON, BAG)), 120)
    assert "마감" in said(desk)


def _count(desk, marketplace, maker):
    """One stock: what the ledger has is what Saleor has, and nothing is held for anyone."""
    for sku, units in ((APRON, 9), (BAG, 6)):
        until(lambda sku=sku, units=units: in_saleor(desk, marketplace, sku) == (units, 0))
        assert on_hand(desk, marketplace, sku) == free_units(maker, "dasibom", sku) == units
