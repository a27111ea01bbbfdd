"""The shoppers' and the staff's side: buying, its races, and the pages."""

import threading

import httpx
import pytest

from tests.sandbox.coupang.wing import SP, item


def at_once(count, act):
    """Call `act(0)` … `act(count - 1)` in as many threads, released together; return what each returned."""
    barrier, results = threading.Barrier(count), [None] * count

    def run(place):
        barrier.wait()
        results[place] = act(place)

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def buy_alone(seller, body):
    with httpx.Client(base_url=seller.url, timeout=30, trust_env=False) as http:
        return http.post("/_sandbox/shop/buy", json=body).status_code


def test_of_two_buyers_one_gets_the_last_unit(seller):
    option = seller.offer(items=[item(seller.image, maximumBuyCount=1)])

    answers = at_once(2, lambda _place: buy_alone(seller, {"vendorItemId": option}))

    assert sorted(answers) == [201, 409]
    assert seller.inventory(option)["amountInStock"] == 0
    assert len(seller.sheets().json()["data"]) == 1


def test_of_twenty_buyers_ten_get_the_last_ten_units(seller):
    option = seller.offer(items=[item(seller.image, maximumBuyCount=10)])

    answers = at_once(20, lambda _place: buy_alone(seller, {"vendorItemId": option}))

    assert sorted(answers) == [201] * 10 + [409] * 10
    assert seller.inventory(option)["amountInStock"] == 0


def test_baskets_with_the_same_goods_in_other_orders_do_not_block_each_other(seller):
    document = seller.sell(items=[item(seller.image, name, maximumBuyCount=99) for name in ("하나", "둘", "셋")])
    options = [each["vendorItemId"] for each in document["items"]]

    def act(place):
        turned = options[place % 3 :] + options[: place % 3]
        return buy_alone(seller, {"items": [{"vendorItemId": option, "units": 1} for option in turned]})

    assert at_once(12, act) == [201] * 12
    assert [seller.inventory(option)["amountInStock"] for option in options] == [87, 87, 87]


def test_a_quantity_write_knows_nothing_of_sales_and_puts_them_back_on_sale(seller):
    """§4.4: the hazard that a careful seller must avoid."""
    option = seller.offer(items=[item(seller.image, maximumBuyCount=5)])
    seller.put(f"{SP}/vendor-items/{option}/quantities/5")
    seller.buy(option, 3)

    seller.put(f"{SP}/vendor-items/{option}/quantities/5")

    assert seller.inventory(option)["amountInStock"] == 5


def test_nothing_is_bought_when_one_of_the_goods_is_short(seller):
    document = seller.sell(items=[item(seller.image, "많은 것"), item(seller.image, "없는 것", maximumBuyCount=0)])
    options = [each["vendorItemId"] for each in document["items"]]

    answer = seller.control("shop/buy", items=[{"vendorItemId": option, "units": 1} for option in options])

    assert (answer.status_code, answer.json()["error"]) == (409, "SOLD_OUT")
    assert seller.inventory(options[0])["amountInStock"] == 50
    assert seller.orders() == []


@pytest.mark.parametrize(("units", "error"), [(0, "TOO_MANY"), (-1, "TOO_MANY"), (3, "TOO_MANY")])
def test_a_person_buys_within_the_limit(seller, units, error):
    option = seller.offer(items=[item(seller.image, maximumBuyForPerson=2)])

    answer = seller.control("shop/buy", vendorItemId=option, units=units)

    assert (answer.status_code, answer.json()["error"]) == (409, error)
    assert seller.inventory(option)["amountInStock"] == 50


def test_goods_are_sold_within_their_period(seller):
    option = seller.offer(saleStartedAt="2098-01-01T00:00:00")

    assert seller.control("shop/buy", vendorItemId=option).json()["error"] == "STOPPED"
    assert seller.items()[0]["onSale"] is False


def test_goods_are_bought_by_the_sellers_sku(seller):
    document = seller.sell()

    answer = seller.control("shop/buy", externalVendorSku=document["items"][0]["externalVendorSku"], units=2)

    assert answer.status_code == 201
    assert seller.orders()[0]["lines"][0]["units"] == 2
    assert seller.control("shop/buy", externalVendorSku="nothing").json()["error"] == "NOT_ON_MARKET"


def test_an_address_is_changed_while_the_order_is_only_paid(seller):
    order, box = seller.buy(seller.offer())

    changed = seller.control("shop/change-address", orderId=order, receiver={"name": "이바꿈", "addr1": "새 주소"})
    seller.acknowledge(box)
    refused = seller.control("shop/change-address", orderId=order, receiver={"addr1": "또 새 주소"})

    assert changed.json() == {"boxes": 1}
    assert (refused.status_code, refused.json()["error"]) == (409, "TOO_LATE")
    assert seller.orders()[0]["receiver"]["addr1"] == "새 주소"


def test_the_shop_window_shows_prices_stock_and_what_cannot_be_bought(seller):
    document = seller.sell(items=[item(seller.image, "있는 것"), item(seller.image, "없는 것", maximumBuyCount=0)])
    stopped = seller.offer(displayProductName="멈춘 것")
    seller.put(f"{SP}/vendor-items/{stopped}/sales/stop")

    page = seller.http.get("/").text

    assert "<s>32,000원</s>" in page
    assert "28,000원" in page
    assert "50개 남음" in page
    assert "품절" in page
    assert "판매중지" in page
    assert page.count("주문하기") == 1
    assert f'value="{document["items"][0]["vendorItemId"]}"' in page


def test_a_shopper_buys_and_cancels_on_the_pages(seller):
    option = seller.offer()
    form = {"option": option, "units": 2, "name": "김가치", "phone": "010-0000-0101"}
    form |= {"post_code": "04524", "address": "서울 <b>1</b>", "detail": "", "message": ""}

    bought = seller.http.post("/buy", data=form, follow_redirects=True)
    order = seller.orders()[0]["orderId"]
    moved = seller.http.post(f"/orders/{order}/address", data=form | {"address": "서울 2"}, follow_redirects=True)
    cancelled = seller.http.post(f"/orders/{order}/cancel", data={"reason": ""}, follow_redirects=True)
    again = seller.http.post(f"/orders/{order}/cancel", follow_redirects=True)

    assert f"주문했어요. 주문번호 {order}" in bought.text
    assert "서울 &lt;b&gt;1&lt;/b&gt;" in bought.text
    assert "배송지를 바꿨어요." in moved.text
    assert "접수했어요." in cancelled.text
    assert "취소할 수 있는 상품이 없어요." in again.text
    assert seller.orders()[0]["status"] == "CANCELLED"
    assert seller.inventory(option)["amountInStock"] == 50


def test_a_shopper_is_told_why_not(seller):
    option = seller.offer(items=[item(seller.image, maximumBuyCount=1)])
    form = {"option": option, "units": 2, "name": "", "phone": "", "post_code": "", "address": ""}

    short = seller.http.post("/buy", data=form, follow_redirects=True)
    wordy = seller.http.post("/buy", data=form | {"units": "둘"}, follow_redirects=True)

    assert "남은 수량이 모자라요." in short.text
    assert "수량을 확인해 주세요." in wordy.text
    assert seller.orders() == []


def test_staff_decide_and_deliver_on_their_page(turned):
    market = turned(approval_delay=600)
    good, bad = (market.create(market.document(sellerProductName=name)) for name in ("좋은 가방", "나쁜 가방"))
    for product_id in (good, bad):
        market.wait_for_status(product_id, "승인대기중")

    waiting = market.http.get("/staff").text
    market.http.post(f"/staff/products/{good}", data={"verdict": "approve"})
    market.http.post(f"/staff/products/{bad}", data={"verdict": "deny", "reason": "사진이 흐려요"})
    twice = market.http.post(f"/staff/products/{bad}", data={"verdict": "approve"}, follow_redirects=True)
    option = market.items()[0]["vendorItemId"]
    order, box = market.buy(option)
    market.acknowledge(box)
    market.invoice(order, box, option)
    sent = market.http.post(f"/staff/boxes/{box}", follow_redirects=True)

    assert "승인을 기다리는 상품 2개" in waiting
    assert "사진이 흐려요" in market.http.get("/staff").text
    assert "승인을 기다리는 상품이 아니에요." in twice.text
    assert f"{box}: 배송중" in sent.text
