"""§4.4: price, stock and sale state of an option."""

import pytest

from tests.sandbox.coupang.wing import SP


def path(option, rest):
    return f"{SP}/vendor-items/{option}/{rest}"


@pytest.mark.parametrize("price", [14000, 14010, 28000, 56000])
def test_a_price_may_halve_and_double(seller, price):
    option = seller.offer()

    answer = seller.put(path(option, f"prices/{price}"))

    assert answer.json() == {"code": "SUCCESS", "message": "가격 변경을 완료했습니다.", "data": None}
    assert seller.inventory(option)["salePrice"] == price


@pytest.mark.parametrize("price", [13990, 56010])
def test_a_price_beyond_half_or_double_needs_force(seller, price):
    option = seller.offer()

    refused = seller.put(path(option, f"prices/{price}"))
    unchanged = seller.inventory(option)["salePrice"]
    forced = seller.put(path(option, f"prices/{price}?forceSalePriceUpdate=true"))

    assert refused.status_code == 400
    assert refused.json()["message"] == (
        f"가격변경에 실패했습니다. [옵션ID[{option}] : 판매가 변경이 불가능합니다."
        " 변경전 판매가의 최대 50% 인하/최대 100%인상까지 변경가능합니다.]"
    )
    assert unchanged == 28000
    assert forced.status_code == 200
    assert seller.inventory(option)["salePrice"] == price


@pytest.mark.parametrize("price", ["28005", "0", "-10", "abc", "28000.0"])
def test_a_price_is_whole_tens_of_won(seller, price):
    option = seller.offer()

    answer = seller.put(path(option, f"prices/{price}?forceSalePriceUpdate=true"))

    assert answer.status_code == 400
    assert seller.inventory(option)["salePrice"] == 28000


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("apMinSalePrice=20000&apActive=true", 200),
        ("apMinSalePrice=20000", 400),
        ("apActive=true", 400),
        ("apMinSalePrice=27000&apActive=true", 400),
    ],
)
def test_automatic_pricing_is_set_whole_and_below_the_price(seller, query, status):
    document = seller.sell()
    option = document["items"][0]["vendorItemId"]

    answer = seller.put(path(option, f"prices/27000?{query}"))

    view = seller.product(document["sellerProductId"]).json()["data"]["items"][0]["autoPricingInfoView"]
    assert answer.status_code == status
    assert seller.inventory(option)["salePrice"] == (27000 if status == 200 else 28000)
    assert view == ({"minSalePrice": 20000, "active": True} if status == 200 else None)


@pytest.mark.parametrize(("price", "status"), [("0", 200), ("40000", 200), ("40005", 400), ("x", 400)])
def test_the_original_price_is_nothing_or_whole_tens_of_won(seller, price, status):
    option = seller.offer()

    answer = seller.put(path(option, f"original-prices/{price}"))

    assert answer.status_code == status
    if status == 200:
        assert answer.json()["message"] == "할인율 기준가격이 변경되었습니다."
    assert seller.items()[0]["originalPrice"] == (int(price) if status == 200 else 32000)


@pytest.mark.parametrize("quantity", [0, 1, 99999])
def test_a_quantity_is_absolute(seller, quantity):
    option = seller.offer()
    seller.buy(option, 3)

    answer = seller.put(path(option, f"quantities/{quantity}"))

    assert answer.json() == {"code": "SUCCESS", "message": "재고 변경을 완료했습니다.", "data": None}
    assert seller.inventory(option)["amountInStock"] == quantity


@pytest.mark.parametrize("quantity", ["100000", "-1", "abc", "1.5", "٣"])
def test_a_bad_quantity_is_refused(seller, quantity):
    option = seller.offer()

    answer = seller.put(path(option, f"quantities/{quantity}")) if quantity.isascii() else None

    if answer is not None:
        assert (answer.status_code, answer.json()["message"]) == (400, "유효하지 않은 재고수량입니다.")
    assert seller.inventory(option)["amountInStock"] == 50


def test_a_stopped_option_cannot_be_bought_until_it_is_resumed(seller):
    option = seller.offer()

    stopped = seller.put(path(option, "sales/stop"))
    again = seller.put(path(option, "sales/stop"))
    refused = seller.control("shop/buy", vendorItemId=option)
    on_sale_meanwhile = seller.inventory(option)["onSale"]
    resumed = seller.put(path(option, "sales/resume"))

    assert stopped.json()["message"] == "판매 중지 처리되었습니다."
    assert again.status_code == 200
    assert (refused.status_code, refused.json()["error"]) == (409, "STOPPED")
    assert on_sale_meanwhile is False
    assert resumed.json()["message"] == "판매가 재개되었습니다."
    assert seller.buy(option)
    assert seller.inventory(option)["amountInStock"] == 49


def test_whether_a_second_stop_is_refused_is_a_switch(turned):
    market = turned(repeat_stop="refuse")
    option = market.offer()

    assert market.put(path(option, "sales/stop")).status_code == 200
    assert market.put(path(option, "sales/stop")).status_code == 400


def test_what_monitoring_stopped_its_seller_cannot_resume(seller):
    option = seller.offer()
    seller.control("staff/monitor", vendorItemId=option)

    refused = seller.put(path(option, "sales/resume"))
    meanwhile = seller.inventory(option)["onSale"]
    seller.control("staff/monitor", vendorItemId=option, stopped=False)

    assert refused.status_code == 400
    assert meanwhile is False
    assert seller.put(path(option, "sales/resume")).status_code == 200


@pytest.mark.parametrize(
    ("method", "rest"),
    [
        ("PUT", "prices/1000"),
        ("PUT", "original-prices/1000"),
        ("PUT", "quantities/1"),
        ("PUT", "sales/stop"),
        ("PUT", "sales/resume"),
        ("GET", "inventories"),
    ],
)
@pytest.mark.parametrize("option", ["9999999999", "abc"])
def test_an_unknown_option_is_refused(seller, method, rest, option):
    answer = seller.call(method, path(option, rest))

    assert (answer.status_code, answer.json()["message"]) == (400, f"[vendoritemid {option} not found]")
