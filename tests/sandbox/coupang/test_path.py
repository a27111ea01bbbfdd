"""The whole road of one product, from its creation to the door."""

from tests.sandbox.coupang.wing import SP, codes, op


def test_a_product_is_made_approved_bought_acknowledged_and_delivered(seller):
    option = seller.offer()
    assert seller.inventory(option) == {
        "sellerItemId": option,
        "amountInStock": 50,
        "salePrice": 28000,
        "onSale": True,
    }

    assert seller.put(f"{SP}/vendor-items/{option}/quantities/3").status_code == 200
    assert seller.put(f"{SP}/vendor-items/{option}/prices/25000").status_code == 200
    order, box = seller.buy(option, 2)
    sheets = seller.sheets().json()["data"]
    acknowledged = seller.acknowledge(box)
    invoiced = seller.invoice(order, box, option)
    steps = [seller.control("staff/advance", shipmentBoxId=box).json()["status"] for _ in range(2)]

    assert [(sheet["orderId"], sheet["shipmentBoxId"]) for sheet in sheets] == [(order, box)]
    assert sheets[0]["orderItems"][0]["shippingCount"] == 2
    assert sheets[0]["orderItems"][0]["orderPrice"] == {"currencyCode": "KRW", "units": 50000, "nanos": 0}
    assert codes(acknowledged) == ["OK"]
    assert codes(invoiced) == ["OK"]
    assert steps == ["DELIVERING", "FINAL_DELIVERY"]
    assert seller.inventory(option)["amountInStock"] == 1
    history = seller.get(op(5, f"ordersheets/{box}/history")).json()["data"]["details"]
    assert [step["deliveryStatus"] for step in history] == [
        "FINAL_DELIVERY",
        "DELIVERING",
        "DEPARTURE",
        "INSTRUCT",
        "ACCEPT",
    ]
    assert history[0]["deliveryStatusDesc"] == "배송완료"
