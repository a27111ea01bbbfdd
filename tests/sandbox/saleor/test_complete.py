"""checkoutComplete: what it takes, what it sells too much of, what it leaves behind (saleor.md §0.1, §0.2, §4)."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sandbox.saleor.shop import COMPLETE, Shop


def codes(answer):
    return [(one["field"], one["code"]) for one in answer["errors"]]


def test_concurrent_completes_sell_more_than_there_is(paying):
    variant = paying.product(units=5)
    ready = [paying.ready(variant) for _ in range(12)]

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(paying.complete, ready))

    orders = {one["order"]["id"] for one in answers if one["order"]}
    assert len(orders) > 5  # no error, more allocated than there is
    assert paying.stocks(variant) == {"home": (5, len(orders))}


def test_one_complete_after_another_is_exact(paying):
    variant = paying.product(units=3)
    ready = [paying.ready(variant) for _ in range(5)]

    answers = [paying.complete(one) for one in ready]

    assert [bool(one["order"]) for one in answers] == [True, True, True, False, False]
    assert codes(answers[3]) == [(None, "INSUFFICIENT_STOCK")]
    assert answers[3]["errors"][0]["variants"] == [variant]
    assert paying.stocks(variant) == {"home": (3, 3)}


def test_what_is_not_on_hand_is_not_sold_even_at_once(paying):
    variant = paying.product(units=1)
    ready = [paying.ready(variant) for _ in range(6)]
    paying.set_stock(variant, home=0)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(paying.complete, ready))

    assert {code for one in answers for _, code in codes(one)} == {"INSUFFICIENT_STOCK"}
    assert paying.stocks(variant) == {"home": (0, 0)}


def test_repeats_in_turn_and_in_parallel_return_the_same_order(paying):
    variant = paying.product(units=9)
    ready = paying.ready(variant)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: paying.complete(ready), range(8)))
    later = paying.complete(ready)

    assert len({one["order"]["id"] for one in [*answers, later]}) == 1
    assert all(not one["errors"] for one in [*answers, later])
    assert paying.stocks(variant) == {"home": (9, 1)}
    assert paying.anonymous.do("query($id:ID!){checkout(id:$id){id}}", id=ready) == {"checkout": None}


def test_a_refused_complete_leaves_the_money_charged(paying):
    variant = paying.product(units=1)
    first, second = paying.ready(variant), paying.ready(variant)
    paying.complete(first)

    answer = paying.complete(second)

    assert codes(answer) == [(None, "INSUFFICIENT_STOCK")]
    read = "query($id:ID!){checkout(id:$id){chargeStatus transactions{chargedAmount{amount} refundedAmount{amount}}}}"
    assert paying.app.ok(read, id=second) == {
        "chargeStatus": "FULL",
        "transactions": [{"chargedAmount": {"amount": 13000.0}, "refundedAmount": {"amount": 0.0}}],
    }


@pytest.mark.parametrize(
    ("answer", "states"),
    [
        ({"result": "CHARGE_SUCCESS", "pspReference": "p"}, ("UNFULFILLED", "FULL", "FULL", True)),
        ({"result": "AUTHORIZATION_SUCCESS", "pspReference": "p"}, ("UNFULFILLED", "NONE", "FULL", False)),
        ({"result": "CHARGE_REQUEST", "pspReference": "p"}, ("UNFULFILLED", "NONE", "NONE", False)),
        ({"result": "CHARGE_ACTION_REQUIRED"}, None),
        ({"result": "CHARGE_SUCCESS", "pspReference": "p", "amount": 12999}, None),
        ({"result": "CHARGE_FAILURE"}, None),
    ],
)
def test_the_state_of_the_payment_decides_the_order(paying, answer, states):
    made = paying.checkout(paying.product())["id"]
    paying.choose(made)
    paying.receiver.answers["/transaction_initialize_session"] = answer
    paying.pay(made)

    done = paying.complete(made)

    if states is None:
        assert codes(done) == [("id", "CHECKOUT_NOT_FULLY_PAID")]
        assert done["order"] is None
    else:
        order = done["order"]
        assert (order["status"], order["chargeStatus"], order["authorizeStatus"], order["isPaid"]) == states


def test_without_a_payment_a_delivery_or_an_address_there_is_no_order(paying):
    made = paying.checkout(paying.product(), billingAddress=None)["id"]

    assert codes(paying.complete(made)) == [("billingAddress", "BILLING_ADDRESS_NOT_SET")]
    bare = paying.checkout(paying.product(), email=None)["id"]
    assert codes(paying.complete(bare)) == [(None, "EMAIL_NOT_SET")]
    unpaid = paying.checkout(paying.product())["id"]
    assert codes(paying.complete(unpaid)) == [(None, "CHECKOUT_NOT_FULLY_PAID")]
    paying.pays(amount=1)
    paying.pay(unpaid)
    assert codes(paying.complete(unpaid)) == [("id", "CHECKOUT_NOT_FULLY_PAID")]
    paid = paying.checkout(paying.product())["id"]
    paying.pays()
    paying.pay(paid)
    assert codes(paying.complete(paid)) == [("shippingMethod", "SHIPPING_METHOD_NOT_SET")]
    assert paying.admin.do("{orders(first:5){totalCount}}") == {"orders": {"totalCount": 0}}


def test_with_confirmation_by_hand_the_order_waits(paying):
    paying.update_channel(orderSettings={"automaticallyConfirmAllNewOrders": False})

    order = paying.order(paying.product())

    assert order["status"] == "UNCONFIRMED"
    paying.app.ok("mutation($id:ID!){orderConfirm(id:$id){order{status} errors{code}}}", id=order["id"])
    assert paying.app.ok("query($id:ID!){order(id:$id){status}}", id=order["id"]) == {"status": "UNFULFILLED"}


def test_a_variant_that_is_not_tracked_needs_no_stock(paying):
    row = paying.product_row("주문 제작", 60, stocks={})
    row["variants"][0]["trackInventory"] = False
    made = paying.admin.ok(
        "mutation($p:[ProductBulkCreateInput!]!){productBulkCreate(products:$p){results{product{variants{id}}}"
        " errors{path code}}}",
        p=[row],
    )
    variant = made["results"][0]["product"]["variants"][0]["id"]

    order = paying.order(variant, 3)

    assert order["status"] == "UNFULFILLED"
    assert paying.stocks(variant) == {}


def test_an_unknown_checkout_is_not_found(paying):
    from tests.sandbox.saleor.shop import gid

    answer = paying.anonymous.refused(COMPLETE, id=gid("Checkout", "00000000-0000-0000-0000-000000000001"))

    assert answer == [("id", "NOT_FOUND")]


def test_a_running_saleor_completes_by_the_settings_that_it_started_with(start_standin, receiver):
    """Seen on 3.23.28: with the legacy stock mode switched off, completes still wanted a zone around the warehouse."""
    saleor = start_standin("saleor", "--completion-seconds", "0", database="sandbox_saleor_settled")
    saleor.reset()
    shop = Shop(saleor.url, receiver).set_up()
    shop.install("transaction_initialize_session")
    shop.pays()
    ready = shop.ready(shop.product(units=5))

    refused = shop.complete(ready)
    shop.admin.ok(
        "mutation($id:ID!,$i:ShippingZoneUpdateInput!){shippingZoneUpdate(id:$id,input:$i){errors{field code}}}",
        id=shop.zone,
        i={"addWarehouses": [shop.warehouse]},
    )

    assert codes(refused) == [(None, "INSUFFICIENT_STOCK")]
    assert shop.complete(ready)["order"]
