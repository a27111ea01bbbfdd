"""A pop-up's units in Saleor: at the place while it is open, gone with each sale, home again when it has closed."""

import re
import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import field, until, words
from tests.journeys.test_first_journey import free_units, order, pay_for

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]

TILL = "/till/local-shop-north/"
COIN_CASE, NAME, PRICE = "E01-COIN-CASE-1", "안전벨트 동전지갑", 14000  # 26 made, 8 sent to the pop-up, 1 sold there


@pytest.fixture(scope="module")
def staff(marketplace):
    return marketplace.visitor().log_in("staff@gachi.example.com")


@pytest.fixture(scope="module")
def second(marketplace):
    return marketplace.visitor().log_in("second@gachi.example.com")


@pytest.fixture(scope="module")
def maker(marketplace):
    return marketplace.visitor().log_in("owner@dasibom.example.com")


def ident(page, name):
    """Return the number that the till's page gives a good."""
    good = next(one for one in page.split('<li class="till-good')[1:] if name in one)
    return re.search(r'name="units-(\d+)"', good)[1]


def shows(marketplace, **places):
    def found():
        shown = marketplace.saleor(COIN_CASE)[0]
        by_place = {"home": shown.pop("home"), "popup": sum(shown.values())}
        return by_place == places

    until(found, 180, 2)


def test_units_stand_where_they_are_and_come_home(marketplace, staff, second, maker):
    shows(marketplace, home=18, popup=7)
    channels = marketplace.saleor(COIN_CASE)[1]
    assert channels["shop"] == ["gachi-home"]  # the shop never sells what stands at a pop-up
    assert any("local-shop-north" in slug for slug in channels)

    _sell(staff, 2)
    shows(marketplace, home=18, popup=5)
    _buy_on_the_shop(marketplace)
    assert free_units(maker, "dasibom", COIN_CASE) == 17
    shows(marketplace, home=18, popup=5)

    _close(marketplace, staff, second)
    shows(marketplace, home=23, popup=0)
    assert free_units(maker, "dasibom", COIN_CASE) == 22


def _sell(staff, units):
    page = staff.get(f"{TILL}sell/")
    form = {"key": str(uuid.uuid4()), "total": units * PRICE, "paid": "CASH", f"units-{ident(page, NAME)}": units}
    staff.post(f"{TILL}sell/", form)


def _buy_on_the_shop(marketplace):
    shopper = marketplace.visitor()
    path = order(shopper, COIN_CASE, 1)
    pay_for(marketplace, shopper, path)
    until(lambda: "주문이 완료됐어요" in words(shopper.get(path)), 120)


def _close(marketplace, staff, second):
    """Close the doors and the day, count, send everything back, sign for what is missing nowhere, and close."""
    staff.post(f"{TILL}state/", {"to": "closing"})
    page = staff.get(f"{TILL}days/")
    cash = field(page, "shown_cash")
    day = datetime.now(ZoneInfo("Asia/Seoul")).date().isoformat()
    staff.post(f"{TILL}days/", {"day_on": day, "shown_cash": cash, "cash_counted": cash})
    page = staff.get(f"{TILL}count/")
    book = dict(re.findall(r'name="(book-\d+)" value="(\d+)"', page))
    counted = {name.replace("book", "counted"): units for name, units in book.items()}
    staff.post(f"{TILL}count/", {"key": str(uuid.uuid4()), **book, **counted})
    for maker in ("dasibom", "onsae"):
        note = staff.post(f"{TILL}out/{maker}/", {}).url.path
        page = second.get(note)
        lines = dict(re.findall(r'name="(received-\d+)"[^>]*value="(\d+)"', page))
        person = re.search(r'<select[^>]*name="received_by".*?<option value="(\d+)"', page, re.S)[1]
        second.post(f"{note}receive/", {**lines, "received_by": person})
    second.post(f"{TILL}close/", {"note": "잘 마쳤어요"})
    assert "잘 마쳤어요" in words(second.get(f"{TILL}report/"))
