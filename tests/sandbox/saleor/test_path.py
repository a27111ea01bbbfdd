"""The whole way through: set-up, goods, a checkout, money, an order, a parcel (saleor.md §3-§5)."""

from tests.sandbox.saleor.shop import gid, plain


def test_goods_become_an_order_and_a_parcel(paying):
    variant = paying.product(price=23900, units=5)

    order = paying.order(variant, 2)

    assert order["status"] == "UNFULFILLED"
    assert order["chargeStatus"] == "FULL"
    assert order["isPaid"] is True
    assert order["shippingMethodName"] == "택배"
    assert order["total"]["gross"]["amount"] == 50800.0
    assert paying.stocks(variant) == {"home": (5, 2)}

    made = paying.app.ok(
        """mutation($o:ID!,$i:OrderFulfillInput!){orderFulfill(order:$o,input:$i){fulfillments{status
          trackingNumber warehouse{slug}}
           order{status} errors{field code message}}}""",
        o=order["id"],
        i={
            "lines": [
                {"orderLineId": order["lines"][0]["id"], "stocks": [{"warehouse": paying.warehouse, "quantity": 2}]}
            ],
            "trackingNumber": "1234567890",
        },
    )
    assert made["fulfillments"] == [
        {"status": "FULFILLED", "trackingNumber": "1234567890", "warehouse": {"slug": "home"}}
    ]
    assert made["order"]["status"] == "FULFILLED"
    assert paying.stocks(variant) == {"home": (3, 0)}


def test_ids_name_their_types(paying):
    variant = paying.product()

    order = paying.order(variant)

    assert plain(variant)[0] == "ProductVariant"
    assert plain(order["id"])[0] == "Order"
    assert paying.app.ok("query($id:ID!){order(id:$id){number}}", id=order["id"]) == {"number": order["number"]}
    assert paying.anonymous.do(
        "query($id:ID!){order(id:$id){id}}", id=gid("Order", "00000000-0000-0000-0000-000000000000")
    ) == {"order": None}
