"""Checkouts: lines, prices, addresses, deliveries (saleor.md §4)."""

import time

import pytest

from tests.sandbox.saleor.shop import ADDRESS, CHECKOUT_CREATE, CHOOSE, DELIVERIES, gid, plain

LINES_ADD = """mutation($id:ID!,$l:[CheckoutLineInput!]!){checkoutLinesAdd(id:$id,lines:$l){checkout{lines{id
  quantity unitPrice{gross{amount}}}
  problems{__typename} totalPrice{gross{amount}}} errors{field code variants}}}"""
LINES_UPDATE = """mutation($id:ID!,$l:[CheckoutLineUpdateInput!]!){checkoutLinesUpdate(id:$id,lines:$l){
  checkout{lines{id quantity}}
  errors{field code variants}}}"""
LINES_DELETE = """mutation($id:ID!,$l:[ID!]!){checkoutLinesDelete(id:$id,linesIds:$l){checkout{lines{id}}
  errors{field code}}}"""
SHIPPING = """mutation($id:ID!,$a:AddressInput!,$r:CheckoutAddressValidationRules){
  checkoutShippingAddressUpdate(id:$id,shippingAddress:$a,
  validationRules:$r){checkout{shippingAddress{countryArea city cityArea phone} problems{__typename}}
  errors{field code addressType}}}"""
READ = """query($id:ID!){checkout(id:$id){email quantity totalPrice{gross{amount}} lines{quantity
  unitPrice{gross{amount}} totalPrice{gross{amount}}}
  delivery{id shippingMethod{name price{amount} active}} problems{__typename} availablePaymentGateways{id}}}"""


def given(shop, variant, quantity=1, **more):
    return {"channel": "shop", "lines": [{"variantId": variant, "quantity": quantity}], **more}


# Lines ---------------------------------------------------------------------------------------------------------------


def test_lines_are_added_set_and_deleted(shop):
    first, second = shop.product(price=10000), shop.product(price=5000)
    made = shop.checkout(first)

    added = shop.anonymous.ok(
        LINES_ADD, id=made["id"], l=[{"variantId": first, "quantity": 2}, {"variantId": second, "quantity": 1}]
    )["checkout"]
    assert [one["quantity"] for one in added["lines"]] == [3, 1]  # the same variant adds to its line
    assert added["totalPrice"]["gross"]["amount"] == 35000.0
    line = added["lines"][0]["id"]
    changed = shop.anonymous.ok(LINES_UPDATE, id=made["id"], l=[{"lineId": line, "quantity": 1}])["checkout"]
    assert [one["quantity"] for one in changed["lines"]] == [1, 1]
    assert len(shop.anonymous.ok(LINES_DELETE, id=made["id"], l=[line])["checkout"]["lines"]) == 1
    assert (
        shop.anonymous.ok(LINES_UPDATE, id=made["id"], l=[{"lineId": added["lines"][1]["id"], "quantity": 0}])[
            "checkout"
        ]["lines"]
        == []
    )


def test_more_than_fifty_of_a_line_is_refused(shop):
    variant = shop.product(units=500)

    assert shop.anonymous.refused(CHECKOUT_CREATE, i=given(shop, variant, 51)) == [
        ("quantity", "QUANTITY_GREATER_THAN_LIMIT")
    ]
    made = shop.checkout(variant, 50)
    assert shop.anonymous.refused(LINES_ADD, id=made["id"], l=[{"variantId": variant, "quantity": 1}]) == [
        ("quantity", "QUANTITY_GREATER_THAN_LIMIT")
    ]
    assert shop.anonymous.ok(READ, id=made["id"])["quantity"] == 50


def test_when_nothing_is_left_the_checkout_is_refused_already(shop):
    variant = shop.product(units=2)

    answer = shop.anonymous.do(CHECKOUT_CREATE, i=given(shop, variant, 3))["checkoutCreate"]
    assert [(one["field"], one["code"], one["variants"]) for one in answer["errors"]] == [
        ("quantity", "INSUFFICIENT_STOCK", None)
    ]
    made = shop.checkout(variant, 2)
    assert shop.anonymous.refused(LINES_ADD, id=made["id"], l=[{"variantId": variant, "quantity": 1}]) == [
        ("quantity", "INSUFFICIENT_STOCK")
    ]
    assert shop.stocks(variant) == {"home": (2, 0)}  # a checkout reserves nothing


@pytest.mark.parametrize(("quantity", "code"), [(0, "ZERO_QUANTITY"), (-1, "INVALID")])
def test_a_quantity_is_positive(shop, quantity, code):
    assert shop.anonymous.refused(CHECKOUT_CREATE, i=given(shop, shop.product(), quantity)) == [("quantity", code)]


def test_what_is_not_sold_here_is_refused(shop):
    variant = shop.product()
    product = shop.last_product["id"]
    update = """mutation($id:ID!,$i:ProductChannelListingUpdateInput!){
      productChannelListingUpdate(id:$id,input:$i){errors{code}}}"""

    assert shop.anonymous.refused(CHECKOUT_CREATE, i={**given(shop, variant), "channel": "default-channel"}) == [
        ("lines", "UNAVAILABLE_VARIANT_IN_CHANNEL")
    ]
    assert shop.anonymous.refused(CHECKOUT_CREATE, i={**given(shop, variant), "channel": None}) == [
        ("channel", "MISSING_CHANNEL_SLUG")
    ]
    assert shop.anonymous.refused(CHECKOUT_CREATE, i={**given(shop, variant), "channel": "nowhere"}) == [
        ("channel", "NOT_FOUND")
    ]
    assert shop.anonymous.refused(CHECKOUT_CREATE, i=given(shop, gid("ProductVariant", 9999))) == [
        ("variantId", "NOT_FOUND")
    ]
    shop.admin.ok(
        update, id=product, i={"updateChannels": [{"channelId": shop.channel, "isAvailableForPurchase": False}]}
    )
    assert shop.anonymous.refused(CHECKOUT_CREATE, i=given(shop, variant)) == [
        ("lines", "PRODUCT_UNAVAILABLE_FOR_PURCHASE")
    ]
    shop.admin.ok(update, id=product, i={"updateChannels": [{"channelId": shop.channel, "isPublished": False}]})
    assert shop.anonymous.refused(CHECKOUT_CREATE, i=given(shop, variant)) == [("lines", "PRODUCT_NOT_PUBLISHED")]


def test_a_price_of_ones_own_needs_handle_checkouts(shop):
    variant = shop.product(price=10000)
    app = shop.install(permissions=["HANDLE_CHECKOUTS"])
    lines = {"channel": "shop", "lines": [{"variantId": variant, "quantity": 2, "price": 7000}]}

    assert shop.anonymous.code(CHECKOUT_CREATE, i=lines) == "PermissionDenied"
    assert app.ok(CHECKOUT_CREATE, i=lines)["checkout"]["totalPrice"]["gross"]["amount"] == 14000.0


# Prices --------------------------------------------------------------------------------------------------------------


def reprice(shop, variant, price):
    shop.admin.ok(
        "mutation($id:ID!,$i:[ProductVariantChannelListingAddInput!]!){productVariantChannelListingUpdate(id:$id,input:$i){errors{code}}}",
        id=variant,
        i=[{"channelId": shop.channel, "price": price}],
    )


def test_a_checkout_keeps_the_prices_it_has_seen(paying):
    variant = paying.product(price=10000)
    made = paying.checkout(variant)["id"]

    reprice(paying, variant, 99000)

    assert paying.anonymous.ok(READ, id=made)["totalPrice"]["gross"]["amount"] == 10000.0
    assert paying.checkout(variant)["totalPrice"]["gross"]["amount"] == 99000.0


def test_the_kept_price_is_what_the_order_costs(paying):
    variant = paying.product(price=10000)
    made = paying.ready(variant)

    reprice(paying, variant, 99000)
    order = paying.complete(made)["order"]

    assert order["total"]["gross"]["amount"] == 13000.0


def test_a_change_of_the_lines_takes_todays_prices(shop):
    variant = shop.product(price=10000)
    made = shop.checkout(variant)["id"]
    reprice(shop, variant, 12000)

    shop.anonymous.ok(LINES_ADD, id=made, l=[{"variantId": variant, "quantity": 1}])

    assert shop.anonymous.ok(READ, id=made)["totalPrice"]["gross"]["amount"] == 24000.0


def test_after_their_time_the_prices_are_looked_up_again(start_standin, receiver):
    from tests.sandbox.saleor.shop import Shop

    standin = start_standin("saleor", "--checkout-price-seconds", "1", database="sandbox_saleor_prices")
    standin.reset()
    shop = Shop(standin.url, receiver).set_up()
    variant = shop.product(price=10000)
    made = shop.checkout(variant)["id"]
    reprice(shop, variant, 12000)
    assert shop.anonymous.ok(READ, id=made)["totalPrice"]["gross"]["amount"] == 10000.0

    time.sleep(1.2)

    assert shop.anonymous.ok(READ, id=made)["totalPrice"]["gross"]["amount"] == 12000.0
    standin.close()


# Addresses -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"countryArea": "서울"}, None),
        ({"countryArea": "Seoul", "city": "Gangnam-gu"}, None),
        ({"countryArea": "경기도", "city": "수원시", "cityArea": "팔달구", "postalCode": "16444"}, None),
        ({"countryArea": "강원도", "city": "춘천시", "postalCode": "24266"}, None),
        ({"countryArea": "전라북도", "city": "전주시", "postalCode": "54999"}, None),
        ({"phone": "+821012345678"}, None),
        ({"phone": "010-5123-4567"}, None),
        ({"phone": "02-123-4567"}, None),
        ({"phone": "0505-1234-5678"}, None),
        ({"phone": "090-123-4567"}, [("phone", "INVALID")]),
        ({"phone": ""}, None),
        ({"countryArea": "강원특별자치도", "city": "춘천시", "postalCode": "24266"}, [("countryArea", "INVALID")]),
        ({"countryArea": "전북특별자치도", "city": "전주시", "postalCode": "54999"}, [("countryArea", "INVALID")]),
        ({"countryArea": "세종특별자치시", "city": "", "postalCode": "30150"}, [("city", "REQUIRED")]),
        ({"countryArea": "세종특별자치시", "city": "세종시", "postalCode": "30150"}, [("city", "INVALID")]),
        ({"countryArea": "대구광역시", "city": "군위군", "postalCode": "43100"}, [("city", "INVALID")]),
        ({"countryArea": "경기도", "city": "수원시 팔달구", "postalCode": "16444"}, [("city", "INVALID")]),
        ({"postalCode": "16444"}, [("postalCode", "INVALID")]),
        ({"city": "노원구", "postalCode": "08274"}, [("postalCode", "INVALID")]),
        ({"postalCode": "062-36"}, [("postalCode", "INVALID")]),
        ({"postalCode": ""}, [("postalCode", "REQUIRED")]),
        ({"streetAddress1": ""}, [("streetAddress1", "REQUIRED")]),
        ({"phone": "12345"}, [("phone", "INVALID")]),
        ({"phone": "전화"}, [("phone", "INVALID")]),
    ],
)
def test_korean_addresses_are_checked_by_old_lists(shop, change, errors):
    made = shop.checkout(shop.product())["id"]
    address = {**ADDRESS, **change}

    if errors is None:
        assert shop.anonymous.ok(SHIPPING, id=made, a=address)
    else:
        assert shop.anonymous.refused(SHIPPING, id=made, a=address) == errors


def test_an_address_is_stored_in_korean_under_its_full_name(shop):
    made = shop.checkout(shop.product())["id"]

    answer = shop.anonymous.ok(
        SHIPPING,
        id=made,
        a={**ADDRESS, "countryArea": "Gyeonggi-do", "city": "Suwon-si", "cityArea": "팔달구", "postalCode": "16444"},
    )

    assert answer["checkout"]["shippingAddress"] == {
        "countryArea": "경기도",
        "city": "수원시",
        "cityArea": "팔달구",
        "phone": "+821012345678",
    }


WAIVED = {"checkRequiredFields": False, "checkFieldsFormat": False}
SEJONG = {**ADDRESS, "countryArea": "세종특별자치시", "city": "", "postalCode": "30150"}


def test_validation_rules_let_sejong_through_and_the_order_completes(paying):
    variant = paying.product()

    made = paying.checkout(
        variant,
        shippingAddress=SEJONG,
        billingAddress=SEJONG,
        validationRules={"shippingAddress": WAIVED, "billingAddress": WAIVED},
    )["id"]
    paying.choose(made)
    paying.pay(made)

    assert paying.complete(made)["errors"] == []


def test_rules_work_on_an_address_update_too(shop):
    made = shop.checkout(shop.product())["id"]

    assert (
        shop.anonymous.ok(SHIPPING, id=made, a=SEJONG, r=WAIVED)["checkout"]["shippingAddress"]["countryArea"]
        == "세종특별자치시"
    )


def test_skip_validation_does_not_help_when_creating(shop):
    app = shop.install(permissions=["HANDLE_CHECKOUTS"])
    wanted = given(shop, shop.product(), shippingAddress={**SEJONG, "skipValidation": True})

    assert shop.anonymous.code(CHECKOUT_CREATE, i=wanted) == "PermissionDenied"
    assert app.refused(CHECKOUT_CREATE, i=wanted) == [("city", "REQUIRED")]


def test_the_rules_can_be_asked_for_and_name_each_choice_twice(shop):
    query = (
        "query($a:String){addressValidationRules(countryCode:KR,countryArea:$a){requiredFields"
        " countryAreaChoices{raw} cityChoices{raw}}}"
    )

    found = shop.anonymous.ok(query, a="경기도")

    assert found["requiredFields"] == ["streetAddress1", "city", "countryArea", "postalCode"]
    assert len(found["countryAreaChoices"]) == 34
    assert {"raw": "수원시"} in found["cityChoices"]
    assert {"raw": "Suwon-si"} in found["cityChoices"]


# E-mail and customer -------------------------------------------------------------------------------------------------


def test_the_email_of_an_open_checkout_may_be_changed_by_whoever_knows_its_id(shop):
    made = shop.checkout(shop.product())["id"]

    shop.anonymous.ok('mutation($id:ID!){checkoutEmailUpdate(id:$id,email:"other@example.com"){errors{code}}}', id=made)

    assert shop.anonymous.ok(READ, id=made)["email"] == "other@example.com"


ATTACH = "mutation($id:ID!,$c:ID){checkoutCustomerAttach(id:$id,customerId:$c){checkout{email} errors{field code}}}"


def test_an_app_acts_for_a_customer_with_impersonate_user(shop):
    customer = shop.admin.ok('mutation{customerCreate(input:{email:"member@example.com"}){user{id} errors{code}}}')[
        "user"
    ]["id"]
    app = shop.install("transaction_initialize_session")
    shop.pays()
    narrow = shop.install(app_id="narrow.app", permissions=["HANDLE_CHECKOUTS"])
    made = shop.checkout(shop.product())["id"]

    assert narrow.code(ATTACH, id=made, c=customer) == "PermissionDenied"
    app.ok(ATTACH, id=made, c=customer)
    shop.choose(made)
    shop.pay(made)
    order = shop.complete(made)["order"]

    assert app.ok("query($id:ID!){order(id:$id){user{email} userEmail}}", id=order["id"]) == {
        "user": {"email": "member@example.com"},
        "userEmail": "member@example.com",
    }
    assert shop.admin.ok('{user(email:"member@example.com"){orders(first:5){totalCount}}}') == {
        "orders": {"totalCount": 1}
    }


def test_a_guest_order_with_the_email_of_an_account_is_attached_to_it(paying):
    customer = paying.admin.ok('mutation{customerCreate(input:{email:"buyer@example.com"}){user{id} errors{code}}}')[
        "user"
    ]["id"]

    order = paying.order(paying.product())

    assert paying.app.ok("query($id:ID!){order(id:$id){user{id}}}", id=order["id"]) == {"user": {"id": customer}}


# Deliveries ----------------------------------------------------------------------------------------------------------


def test_a_delivery_belongs_to_its_checkout_and_keeps_its_id_while_nothing_changes(shop):
    variant = shop.product()
    one, other = shop.checkout(variant)["id"], shop.checkout(variant)["id"]

    (delivery,) = shop.deliveries(one)

    assert plain(delivery["id"])[0] == "CheckoutDelivery"
    assert delivery["shippingMethod"]["price"] == {"amount": 3000.0, "currency": "KRW"}
    assert plain(delivery["shippingMethod"]["id"])[0] == "ShippingMethod"
    assert shop.deliveries(one) == [delivery]
    assert shop.anonymous.refused(CHOOSE, id=other, d=delivery["id"]) == [
        ("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE")
    ]
    chosen = shop.choose(one, delivery["id"])
    assert chosen["totalPrice"]["gross"]["amount"] == 13000.0
    assert chosen["problems"] == []


def test_older_ids_still_work_and_the_admins_do_not(shop):
    made = shop.checkout(shop.product())["id"]
    number = plain(shop.method)[1]

    assert shop.anonymous.refused(CHOOSE, id=made, d=shop.method) == [("deliveryMethodId", "INVALID")]
    chosen = shop.anonymous.ok(CHOOSE, id=made, d=gid("ShippingMethod", number))["checkout"]
    assert chosen["delivery"]["shippingMethod"]["name"] == "택배"


def test_without_an_address_only_external_methods_come_back(shop):
    shop.install("shipping_list_methods_for_checkout")
    shop.receiver.answers["/shipping_list_methods_for_checkout"] = [
        {"id": "cj-1", "name": "CJ", "amount": 4500, "currency": "KRW"}
    ]
    made = shop.checkout(shop.product(), shippingAddress=None)["id"]

    assert [one["shippingMethod"]["name"] for one in shop.deliveries(made)] == ["CJ"]


def test_a_raised_price_gives_a_new_id_and_makes_the_chosen_one_invalid(paying):
    made = paying.ready(paying.product())
    old = paying.anonymous.ok(READ, id=made)["delivery"]["id"]
    paying.price_method(paying.method, 5000)

    (new,) = paying.deliveries(made)

    assert new["id"] != old
    assert new["shippingMethod"]["price"]["amount"] == 5000.0
    state = paying.anonymous.ok(READ, id=made)
    assert state["delivery"] == {
        "id": old,
        "shippingMethod": {"name": "택배", "price": {"amount": 3000.0}, "active": False},
    }
    assert state["problems"] == [{"__typename": "CheckoutProblemDeliveryMethodInvalid"}]
    assert [one["code"] for one in paying.complete(made)["errors"]] == ["INVALID_SHIPPING_METHOD"]
    assert paying.anonymous.refused(CHOOSE, id=made, d=old) == [("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE")]


def test_a_change_of_lines_or_address_makes_the_delivery_stale_and_keeps_its_price(shop):
    variant = shop.product()
    made = shop.checkout(variant)["id"]
    shop.choose(made)
    shop.price_method(shop.method, 5000)

    changed = shop.anonymous.ok(LINES_ADD, id=made, l=[{"variantId": variant, "quantity": 1}])["checkout"]
    assert changed["problems"] == [{"__typename": "CheckoutProblemDeliveryMethodStale"}]
    assert changed["totalPrice"]["gross"]["amount"] == 23000.0
    shop.price_method(shop.method, 3000)
    shop.deliveries(made)
    assert shop.anonymous.ok(READ, id=made)["problems"] == []
    assert shop.anonymous.ok(SHIPPING, id=made, a=ADDRESS)["checkout"]["problems"] == [
        {"__typename": "CheckoutProblemDeliveryMethodStale"}
    ]


def external(shop, *rows):
    shop.receiver.answers["/shipping_list_methods_for_checkout"] = list(rows)


CJ = {
    "id": "cj-1",
    "name": "CJ",
    "amount": 4500,
    "currency": "KRW",
    "minimum_delivery_days": 1,
    "maximum_delivery_days": 2,
    "metadata": {"carrier": "CJ"},
}


@pytest.fixture
def carrying(shop):
    shop.install("transaction_initialize_session", "shipping_list_methods_for_checkout")
    shop.pays()
    external(shop, CJ)
    return shop


def test_an_external_app_adds_its_methods(carrying):
    made = carrying.checkout(carrying.product())["id"]

    names = {one["shippingMethod"]["name"]: one for one in carrying.deliveries(made)}

    assert names["CJ"]["shippingMethod"] == {
        "id": gid("app", "gachi.app:cj-1"),
        "name": "CJ",
        "price": {"amount": 4500.0, "currency": "KRW"},
        "active": True,
        "message": "",
        "minimumDeliveryDays": 1,
        "maximumDeliveryDays": 2,
        "metadata": [{"key": "carrier", "value": "CJ"}],
    }
    (asked,) = carrying.receiver.of("/shipping_list_methods_for_checkout")
    assert asked.json["checkout"]["id"] == made
    assert asked.json["shippingMethods"][0]["name"] == "택배"


def test_bad_rows_are_dropped_one_by_one_and_an_object_drops_all(carrying):
    made = carrying.checkout(carrying.product())["id"]
    external(
        carrying,
        {**CJ, "id": "a", "name": "반올림", "amount": 1000.5},
        {**CJ, "id": "b", "name": "달러", "currency": "USD"},
        {**CJ, "id": "c", "name": "빚", "amount": -1},
        {**CJ, "id": None, "name": "익명"},
        {**CJ, "id": "d", "name": "가" * 101},
        {"id": "e", "name": "낙타", "amount": 10, "currency": "KRW", "minimumDeliveryDays": 3},
    )

    found = {one["shippingMethod"]["name"]: one["shippingMethod"] for one in carrying.deliveries(made)}

    assert sorted(found) == ["낙타", "반올림", "택배"]
    assert found["반올림"]["price"]["amount"] == 1000.0
    assert found["낙타"]["minimumDeliveryDays"] is None
    carrying.receiver.answers["/shipping_list_methods_for_checkout"] = {"methods": [CJ]}
    assert [one["shippingMethod"]["name"] for one in carrying.deliveries(made)] == ["택배"]


@pytest.mark.parametrize("answer", [(500, {}), lambda seen: time.sleep(1.5) or [CJ]])
def test_an_app_that_fails_or_is_too_slow_leaves_the_built_in_methods(carrying, answer):
    made = carrying.checkout(carrying.product())["id"]
    carrying.receiver.answers["/shipping_list_methods_for_checkout"] = answer

    assert [one["shippingMethod"]["name"] for one in carrying.deliveries(made)] == ["택배"]


def test_a_stale_delivery_is_asked_for_once_more_at_completion_and_a_raised_price_ignored(carrying):
    variant = carrying.product()
    made = carrying.checkout(variant)["id"]
    chosen = next(one["id"] for one in carrying.deliveries(made) if one["shippingMethod"]["name"] == "CJ")
    carrying.choose(made, chosen)
    carrying.anonymous.ok(LINES_ADD, id=made, l=[{"variantId": variant, "quantity": 1}])
    carrying.pay(made)
    asked = len(carrying.receiver.of("/shipping_list_methods_for_checkout"))
    external(carrying, {**CJ, "amount": 9000})

    order = carrying.complete(made)["order"]

    assert order["total"]["gross"]["amount"] == 24500.0
    assert len(carrying.receiver.of("/shipping_list_methods_for_checkout")) == asked + 1
    read = """query($id:ID!){order(id:$id){shippingMethodName deliveryMethod{... on ShippingMethod{id name
      metadata{key value} minimumDeliveryDays}}
      privateMetafield(key:"external_app_shipping_id")}}"""
    assert carrying.app.ok(read, id=order["id"]) == {
        "shippingMethodName": "CJ",
        "privateMetafield": gid("app", "gachi.app:cj-1"),
        "deliveryMethod": {
            "id": gid("app", "gachi.app:cj-1"),
            "name": "CJ",
            "metadata": [{"key": "carrier", "value": "CJ"}],
            "minimumDeliveryDays": None,
        },
    }


def test_a_method_that_is_gone_refuses_the_order_and_a_new_calculation_heals_it(carrying):
    variant = carrying.product()
    made = carrying.checkout(variant)["id"]
    chosen = next(one["id"] for one in carrying.deliveries(made) if one["shippingMethod"]["name"] == "CJ")
    carrying.choose(made, chosen)
    carrying.anonymous.ok(LINES_ADD, id=made, l=[{"variantId": variant, "quantity": 1}])
    carrying.pay(made)
    carrying.receiver.answers["/shipping_list_methods_for_checkout"] = (503, {})

    assert [one["code"] for one in carrying.complete(made)["errors"]] == ["INVALID_SHIPPING_METHOD"]
    state = carrying.app.ok("query($id:ID!){checkout(id:$id){chargeStatus}}", id=made)
    assert state == {"chargeStatus": "FULL"}  # the money is taken already
    external(carrying, CJ)
    carrying.anonymous.ok(DELIVERIES, id=made)
    assert carrying.complete(made)["errors"] == []


def test_selecting_a_price_in_the_shipping_webhook_nulls_the_whole_checkout(shop):
    query = """subscription { event { __typename ... on ShippingListMethodsForCheckout { checkout { id
      subtotalPrice { gross { amount } } }
      shippingMethods { name } } } }"""
    hook = shop.receiver.webhook("SHIPPING_LIST_METHODS_FOR_CHECKOUT", query=query, sync=True, path="/ship")
    shop.install(webhooks=[hook])

    shop.deliveries(shop.checkout(shop.product())["id"])

    assert shop.receiver.of("/ship")[0].json["checkout"] is None


def test_the_gateways_are_the_payment_apps_and_saleors_own(paying):
    made = paying.checkout(paying.product())["id"]

    assert paying.anonymous.ok(READ, id=made)["availablePaymentGateways"] == [
        {"id": "saleor.io.gift-card-payment-gateway"},
        {"id": "gachi.app"},
    ]


# Picking up ----------------------------------------------------------------------------------------------------------


def popup(shop):
    key = shop.add_warehouse("popup")
    shop.admin.ok(
        "mutation($id:ID!){updateWarehouse(id:$id,input:{isPrivate:false,clickAndCollectOption:LOCAL}){errors{code}}}",
        id=key,
    )
    return key


def test_a_pick_up_needs_the_goods_there_and_is_allocated_from_there(paying):
    point = popup(paying)
    here, elsewhere = (
        paying.product(stocks={paying.warehouse: 5, point: 1}),
        paying.product(stocks={paying.warehouse: 5}),
    )
    points = "query($id:ID!){checkout(id:$id){availableCollectionPoints{slug}}}"

    gone = paying.checkout(elsewhere)["id"]
    assert paying.anonymous.ok(points, id=gone) == {"availableCollectionPoints": []}
    assert paying.anonymous.refused(CHOOSE, id=gone, d=point) == [
        ("deliveryMethodId", "DELIVERY_METHOD_NOT_APPLICABLE")
    ]
    made = paying.checkout(here, shippingAddress=None)["id"]
    assert paying.anonymous.ok(points, id=made) == {"availableCollectionPoints": [{"slug": "popup"}]}
    paying.anonymous.ok(CHOOSE, id=made, d=point)
    paying.pay(made)
    order = paying.complete(made)["order"]

    assert paying.stocks(here) == {"home": (5, 0), "popup": (1, 1)}
    read = "query($id:ID!){order(id:$id){collectionPointName deliveryMethod{... on Warehouse{slug}}}}"
    assert paying.app.ok(read, id=order["id"]) == {"collectionPointName": "popup", "deliveryMethod": {"slug": "popup"}}


def test_a_pop_up_in_the_web_channel_leaks_into_shipped_orders(paying):
    point = popup(paying)
    variant = paying.product(stocks={paying.warehouse: 1, point: 5})

    paying.order(variant, 3)

    assert sum(allocated for _, allocated in paying.stocks(variant).values()) == 3
    assert paying.stocks(variant)["popup"][1] >= 2
