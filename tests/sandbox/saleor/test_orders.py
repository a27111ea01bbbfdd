"""Orders, drafts, parcels and refunds (saleor.md §0.7, §5, §6)."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from tests.sandbox.saleor.shop import ADDRESS, Shop, gid, plain

FULFILL = """mutation($o:ID!,$i:OrderFulfillInput!){orderFulfill(order:$o,input:$i){fulfillments{id
  trackingNumber warehouse{slug}}
  order{status} errors{field code message orderLines}}}"""
STATE = """query($id:ID!){order(id:$id){status chargeStatus authorizeStatus isPaid totalBalance{amount}
  totalCharged{amount} totalRefunded{amount}
  fulfillments{status trackingNumber fulfillmentOrder} lines{quantity quantityFulfilled quantityToFulfill
  allocations{quantity warehouse{slug}}}
  grantedRefunds{status amount{amount}}}}"""
CANCEL = "mutation($id:ID!){orderCancel(id:$id){order{status} errors{field code}}}"


def parcel(shop, order, *stocks, **more):
    line = order["lines"][0]["id"]
    return {
        "lines": [{"orderLineId": line, "stocks": [{"warehouse": key, "quantity": units} for key, units in stocks]}],
        **more,
    }


# Fulfilment ----------------------------------------------------------------------------------------------------------


def test_one_fulfilment_per_warehouse_with_one_tracking_number_per_call(paying):
    second = paying.add_warehouse("second")
    variant = paying.product(stocks={paying.warehouse: 5, second: 5})
    order = paying.order(variant, 4)

    made = paying.app.ok(
        FULFILL, o=order["id"], i=parcel(paying, order, (paying.warehouse, 1), (second, 2), trackingNumber="T1")
    )

    assert sorted((one["warehouse"]["slug"], one["trackingNumber"]) for one in made["fulfillments"]) == [
        ("home", "T1"),
        ("second", "T1"),
    ]
    assert made["order"]["status"] == "PARTIALLY_FULFILLED"
    on_hand = {slug: quantity for slug, (quantity, _) in paying.stocks(variant).items()}
    assert on_hand == {"home": 4, "second": 3}
    assert sum(allocated for _, allocated in paying.stocks(variant).values()) == 1


def test_another_warehouse_than_the_allocated_one_is_fine(paying):
    second = paying.add_warehouse("second")
    variant = paying.product(stocks={paying.warehouse: 0, second: 3})
    order = paying.order(variant, 2)
    paying.set_stock(variant, home=5)

    paying.app.ok(FULFILL, o=order["id"], i=parcel(paying, order, (paying.warehouse, 2)))

    assert paying.stocks(variant) == {"home": (3, 0), "second": (3, 0)}


def test_too_many_or_too_few_are_refused_and_nothing_changes(paying):
    variant = paying.product(units=5)
    order = paying.order(variant, 2)
    aside = paying.add_warehouse("empty")

    answer = paying.app.do(FULFILL, o=order["id"], i=parcel(paying, order, (paying.warehouse, 3)))["orderFulfill"][
        "errors"
    ]
    assert [(one["field"], one["code"]) for one in answer] == [("orderLineId", "FULFILL_ORDER_LINE")]
    assert answer[0]["message"].startswith("Only 2 items remaining")
    assert paying.app.refused(FULFILL, o=order["id"], i=parcel(paying, order, (paying.warehouse, 0))) == [
        ("lines", "ZERO_QUANTITY")
    ]
    assert paying.app.refused(FULFILL, o=order["id"], i=parcel(paying, order, (aside, 1))) == [
        ("stocks", "INSUFFICIENT_STOCK")
    ]
    assert paying.stocks(variant) == {"home": (5, 2)}
    assert paying.app.ok(STATE, id=order["id"])["fulfillments"] == []


def test_stock_that_was_lowered_meanwhile_is_refused_unless_it_may_be_exceeded(paying):
    variant = paying.product(units=5)
    order = paying.order(variant, 2)
    paying.set_stock(variant, home=1)

    assert paying.app.refused(FULFILL, o=order["id"], i=parcel(paying, order, (paying.warehouse, 2))) == [
        ("stocks", "INSUFFICIENT_STOCK")
    ]
    paying.app.ok(FULFILL, o=order["id"], i=parcel(paying, order, (paying.warehouse, 2), allowStockToBeExceeded=True))

    assert paying.stocks(variant) == {"home": (-1, 0)}


def test_a_tracking_number_can_be_changed(paying):
    order = paying.order(paying.product())
    made = paying.app.ok(FULFILL, o=order["id"], i=parcel(paying, order, (paying.warehouse, 1), trackingNumber="T1"))[
        "fulfillments"
    ][0]["id"]

    paying.app.ok(
        """mutation($id:ID!){orderFulfillmentUpdateTracking(id:$id,input:{trackingNumber:"T2"}){fulfillment{id}
          errors{code}}}""",
        id=made,
    )

    assert paying.app.ok(STATE, id=order["id"])["fulfillments"] == [
        {"status": "FULFILLED", "trackingNumber": "T2", "fulfillmentOrder": 1}
    ]


def test_a_cancelled_fulfilment_restocks_reallocates_and_stays_in_sight(paying):
    second = paying.add_warehouse("second")
    variant = paying.product(units=5)
    order = paying.order(variant, 2)
    made = paying.app.ok(FULFILL, o=order["id"], i=parcel(paying, order, (paying.warehouse, 2)))["fulfillments"][0][
        "id"
    ]
    assert paying.app.refused(CANCEL, id=order["id"]) == [("order", "CANNOT_CANCEL_ORDER")]

    paying.app.ok(
        "mutation($id:ID!,$w:ID!){orderFulfillmentCancel(id:$id,input:{warehouseId:$w}){errors{code}}}",
        id=made,
        w=second,
    )

    assert paying.stocks(variant) == {"home": (3, 0), "second": (2, 2)}
    state = paying.app.ok(STATE, id=order["id"])
    assert state["status"] == "UNFULFILLED"
    assert state["fulfillments"] == [{"status": "CANCELED", "trackingNumber": "", "fulfillmentOrder": 1}]
    assert state["lines"] == [
        {
            "quantity": 2,
            "quantityFulfilled": 0,
            "quantityToFulfill": 2,
            "allocations": [{"quantity": 2, "warehouse": {"slug": "second"}}],
        }
    ]
    assert paying.app.ok(CANCEL, id=order["id"])["order"] == {"status": "CANCELED"}


def test_a_cancel_frees_the_goods_and_keeps_the_money(paying):
    variant = paying.product(units=5)
    order = paying.order(variant, 2)

    paying.app.ok(CANCEL, id=order["id"])

    assert paying.stocks(variant) == {"home": (5, 0)}
    state = paying.app.ok(STATE, id=order["id"])
    assert (state["status"], state["chargeStatus"], state["totalRefunded"]["amount"]) == ("CANCELED", "FULL", 0.0)
    assert paying.app.refused(CANCEL, id=order["id"]) == [("order", "CANNOT_CANCEL_ORDER")]
    assert paying.app.refused(FULFILL, o=order["id"], i=parcel(paying, order, (paying.warehouse, 1))) == [
        ("order", "INVALID")
    ]


# Reading -------------------------------------------------------------------------------------------------------------


def test_whoever_knows_an_order_id_reads_its_address_but_not_its_payments(paying):
    order = paying.order(paying.product())

    seen = paying.anonymous.ok("query($id:ID!){order(id:$id){userEmail shippingAddress{city phone}}}", id=order["id"])
    assert seen == {"userEmail": "buyer@example.com", "shippingAddress": {"city": "강남구", "phone": "+821012345678"}}
    for fields in ("transactions{id}", "lines{allocations{id}}", "privateMetadata{key}", "grantedRefunds{id}"):
        assert (
            paying.anonymous.code(f"query($id:ID!){{order(id:$id){{{fields}}}}}", id=order["id"]) == "PermissionDenied"
        )


CHANGED = """query($since:DateTime,$after:String){orders(first:2,after:$after,where:{updatedAt:{gte:$since}},
  sortBy:{field:LAST_MODIFIED_AT,direction:ASC}){edges{node{id}} pageInfo{hasNextPage endCursor}}}"""


def test_a_reconcile_poll_finds_what_changed_since_oldest_first(paying):
    variant = paying.product()
    first, second, third = (paying.order(variant) for _ in range(3))
    since = datetime.now(UTC).isoformat()
    time.sleep(0.01)
    paying.app.ok(CANCEL, id=second["id"])
    paying.app.ok(FULFILL, o=first["id"], i=parcel(paying, first, (paying.warehouse, 1)))
    paying.app.ok(
        "mutation($id:ID!,$m:[MetadataInput!]!){updateMetadata(id:$id,input:$m){errors{code}}}",
        id=third["id"],
        m=[{"key": "a", "value": "b"}],
    )

    page = paying.app.ok(CHANGED, since=since)
    rest = paying.app.ok(CHANGED, since=since, after=page["pageInfo"]["endCursor"])

    assert [edge["node"]["id"] for edge in page["edges"] + rest["edges"]] == [second["id"], first["id"], third["id"]]
    assert (page["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)


def test_metadata_is_merged_filtered_and_private_where_it_should_be(paying):
    order = paying.order(paying.product())
    paying.order(paying.product())
    update = """mutation($id:ID!,$m:[MetadataInput!]!){updateMetadata(id:$id,input:$m){item{metadata{key}}
      errors{field code}}}"""
    private = update.replace("updateMetadata", "updatePrivateMetadata")

    paying.app.ok(update, id=order["id"], m=[{"key": "source", "value": "coupang"}])
    paying.app.ok(update, id=order["id"], m=[{"key": "b", "value": "2"}])
    paying.app.ok(private, id=order["id"], m=[{"key": "secret", "value": "x"}])

    query = """query($w:OrderWhereInput){orders(first:5,where:$w){edges{node{id metadata{key value}
      privateMetafield(key:"secret")}}}}"""
    found = paying.app.ok(query, w={"metadata": {"key": "source", "value": {"eq": "coupang"}}})["edges"]
    assert found == [
        {
            "node": {
                "id": order["id"],
                "metadata": [{"key": "b", "value": "2"}, {"key": "source", "value": "coupang"}],
                "privateMetafield": "x",
            }
        }
    ]
    assert paying.app.refused(update, id=order["id"], m=[{"key": " ", "value": "x"}]) == [("input", "REQUIRED")]
    assert paying.anonymous.code(update, id=order["id"], m=[{"key": "x", "value": "x"}]) == "PermissionDenied"
    paying.app.ok('mutation($id:ID!){deleteMetadata(id:$id,keys:["b"]){errors{code}}}', id=order["id"])
    assert paying.app.ok("query($id:ID!){order(id:$id){metadata{key}}}", id=order["id"]) == {
        "metadata": [{"key": "source"}]
    }


# Drafts --------------------------------------------------------------------------------------------------------------

DRAFT = """mutation($i:DraftOrderCreateInput!){draftOrderCreate(input:$i){order{id status origin
  total{gross{amount}} lines{id isPriceOverridden}}
  errors{field code}}}"""
FINISH = """mutation($id:ID!){draftOrderComplete(id:$id){order{id status origin chargeStatus} errors{field code
  orderLines variants}}}"""


def draft(shop, variant, quantity=1, **more):
    given = {
        "channelId": shop.channel,
        "userEmail": "market@example.com",
        "shippingAddress": ADDRESS,
        "billingAddress": ADDRESS,
        "shippingMethod": gid("ShippingMethod", plain(shop.method)[1]),
        "lines": [{"variantId": variant, "quantity": quantity}],
        **more,
    }
    return shop.app.ok(DRAFT, i=given)["order"]


@pytest.fixture
def importing(shop):
    shop.install("transaction_initialize_session")
    shop.pays()
    return shop


def test_a_draft_holds_nothing_until_it_is_completed(importing):
    variant = importing.product(price=10000, units=5)

    made = draft(importing, variant, 2, externalReference="coupang:1")
    assert (made["status"], made["origin"], made["total"]["gross"]["amount"]) == ("DRAFT", "DRAFT", 23000.0)
    assert importing.stocks(variant) == {"home": (5, 0)}
    done = importing.app.ok(FINISH, id=made["id"])["order"]
    assert (done["status"], done["chargeStatus"]) == ("UNFULFILLED", "NONE")
    assert importing.stocks(variant) == {"home": (5, 2)}
    assert importing.app.refused(FINISH, id=made["id"]) == [("id", "INVALID")]
    assert importing.app.do('{order(externalReference:"coupang:1"){id}}') == {"order": {"id": made["id"]}}


def test_a_line_may_have_a_price_of_its_own(importing):
    variant = importing.product(price=10000)

    made = draft(importing, variant, lines=[{"variantId": variant, "quantity": 2, "price": 7000}])

    assert made["total"]["gross"]["amount"] == 17000.0
    assert made["lines"][0]["isPriceOverridden"] is True


def test_an_external_reference_is_used_once(importing):
    variant = importing.product()
    draft(importing, variant, externalReference="coupang:1")

    answer = importing.app.refused(
        DRAFT, i={"channelId": importing.channel, "externalReference": "coupang:1", "lines": []}
    )

    assert answer == [("externalReference", "UNIQUE")]
    assert importing.app.do("{draftOrders(first:5){totalCount}}") == {"draftOrders": {"totalCount": 1}}


def test_completing_drafts_at_once_is_exact(importing):
    variant = importing.product(units=10)
    made = [draft(importing, variant)["id"] for _ in range(25)]

    with ThreadPoolExecutor(25) as pool:
        answers = list(pool.map(lambda key: importing.app.do(FINISH, id=key)["draftOrderComplete"], made))

    assert sum(one["order"] is not None and one["order"]["status"] == "UNFULFILLED" for one in answers) == 10
    refused = [one["errors"][0] for one in answers if one["errors"]]
    assert [one["code"] for one in refused] == ["INSUFFICIENT_STOCK"] * 15
    assert all(one["orderLines"] for one in refused)
    assert importing.stocks(variant) == {"home": (10, 10)}


def test_a_draft_takes_either_id_of_a_method_and_no_other(importing):
    variant = importing.product()
    number = plain(importing.method)[1]
    given = {"channelId": importing.channel, "lines": [{"variantId": variant, "quantity": 1}]}

    drafts = [
        draft(importing, variant, shippingMethod=gid(kind, number)) for kind in ("ShippingMethod", "ShippingMethodType")
    ]

    assert [made["total"]["gross"]["amount"] for made in drafts] == [13000.0, 13000.0]
    assert importing.app.refused(DRAFT, i={**given, "shippingMethod": importing.zone}) == [
        ("shippingMethod", "INVALID")
    ]
    assert importing.app.refused(DRAFT, i={**given, "shippingMethod": gid("ShippingMethod", 999999)}) == [
        ("shippingMethod", "NOT_FOUND")
    ]


LISTING = """mutation($id:ID!,$i:ProductChannelListingUpdateInput!){productChannelListingUpdate(id:$id,input:$i){
  errors{field code}}}"""


def test_a_draft_takes_nothing_that_is_not_published_in_its_channel(importing):
    variant = importing.product()
    given = {"channelId": importing.channel, "lines": [{"variantId": variant, "quantity": 1}]}
    made = draft(importing, variant)["id"]

    def listed(**values):
        entry = {"channelId": importing.channel, **values}
        importing.admin.ok(LISTING, id=importing.last_product["id"], i={"updateChannels": [entry]})

    listed(isPublished=False)
    hidden = importing.app.refused(DRAFT, i=given), importing.app.refused(FINISH, id=made)
    listed(isPublished=True, isAvailableForPurchase=False)
    closed = importing.app.refused(FINISH, id=made)
    listed(isAvailableForPurchase=True)
    importing.admin.ok("mutation($id:ID!){channelDeactivate(id:$id){errors{code}}}", id=importing.channel)
    inactive = importing.app.refused(FINISH, id=made)
    importing.admin.ok("mutation($id:ID!){channelActivate(id:$id){errors{code}}}", id=importing.channel)

    assert hidden == ([("lines", "PRODUCT_NOT_PUBLISHED")], [("lines", "PRODUCT_NOT_PUBLISHED")])
    assert closed == [("lines", "PRODUCT_UNAVAILABLE_FOR_PURCHASE")]
    assert inactive == [("channel", "CHANNEL_INACTIVE")]
    assert importing.app.ok(FINISH, id=made)["order"]["status"] == "UNFULFILLED"


def test_a_draft_needs_what_a_parcel_needs(importing):
    variant = importing.product()

    made = importing.app.ok(
        DRAFT, i={"channelId": importing.channel, "lines": [{"variantId": variant, "quantity": 1}]}
    )["order"]["id"]

    assert sorted(code for _, code in importing.app.refused(FINISH, id=made)) == [
        "BILLING_ADDRESS_NOT_SET",
        "ORDER_NO_SHIPPING_ADDRESS",
        "SHIPPING_METHOD_REQUIRED",
    ]
    assert importing.stocks(variant) == {"home": (10, 0)}
    importing.app.ok("mutation($id:ID!){draftOrderDelete(id:$id){order{id} errors{code}}}", id=made)
    assert importing.app.do("query($id:ID!){order(id:$id){id}}", id=made) == {"order": None}


PAID = """mutation($id:ID!){orderMarkAsPaid(id:$id,transactionReference:"market"){order{chargeStatus isPaid}
  errors{field code}}}"""


def test_an_imported_order_is_marked_as_paid_or_gets_its_transaction(importing):
    variant = importing.product()
    first, second = (importing.app.ok(FINISH, id=draft(importing, variant)["id"])["order"]["id"] for _ in range(2))
    create = """mutation($id:ID!,$t:TransactionCreateInput!){transactionCreate(id:$id,transaction:$t){
      transaction{id} errors{field code}}}"""

    assert importing.app.ok(PAID, id=first)["order"] == {"chargeStatus": "FULL", "isPaid": True}
    importing.app.ok(
        create,
        id=second,
        t={"name": "쿠팡", "pspReference": "c-1", "amountCharged": {"amount": 13000, "currency": "KRW"}},
    )

    state = importing.app.ok(STATE, id=second)
    assert (state["chargeStatus"], state["totalBalance"]["amount"]) == ("FULL", 0.0)
    assert importing.app.refused(PAID, id=second) == [("id", "PAYMENT_ERROR")]


def test_marking_as_paid_with_the_old_payment_flow_is_not_played(importing):
    importing.update_channel(orderSettings={"markAsPaidStrategy": "PAYMENT_FLOW"})
    order = importing.app.ok(FINISH, id=draft(importing, importing.product())["id"])["order"]["id"]

    assert importing.app.code(PAID, id=order) == "NotImplemented"
    assert importing.app.ok(STATE, id=order)["chargeStatus"] == "NONE"


# Refunds -------------------------------------------------------------------------------------------------------------

ACTION = """mutation($t:UUID,$a:TransactionActionEnum!,$amount:PositiveDecimal){
  transactionRequestAction(token:$t,actionType:$a,amount:$amount)
  {transaction{id events{type amount{amount}}} errors{field code}}}"""
TRANSACTION = """query($t:UUID){transaction(token:$t){chargedAmount{amount} refundedAmount{amount}
  refundPendingAmount{amount}
  events{type amount{amount} pspReference message}}}"""
ORDER_EVENTS = """subscription { event { __typename ... on OrderRefunded { order { id } } ... on
  OrderFullyRefunded { order { id } } } }"""


@pytest.fixture
def refunding(shop):
    """A shop whose app answers actions; its last order cost 23,000 won: two of 10,000 and a parcel."""
    hook = shop.receiver.webhook("ORDER_REFUNDED", "ORDER_FULLY_REFUNDED", query=ORDER_EVENTS, path="/refunds")
    shop.install(
        "transaction_initialize_session",
        "transaction_refund_requested",
        "transaction_charge_requested",
        "transaction_cancelation_requested",
        webhooks=[hook],
    )
    shop.pays(actions=["REFUND"])
    made = shop.checkout(shop.product(price=10000, units=9), 2)["id"]
    shop.choose(made)
    shop.token = shop.pay(made)["transaction"]["token"]
    shop.sold = shop.complete(made)["order"]
    return shop


def amounts(shop):
    row = shop.app.ok(TRANSACTION, t=shop.token)
    return tuple(row[name]["amount"] for name in ("chargedAmount", "refundedAmount", "refundPendingAmount"))


def until(true, seconds=5):
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.03)


def answer_refunds(shop, answer):
    shop.receiver.answers["/transaction_refund_requested"] = answer


def test_a_refund_is_requested_at_once_and_sent_by_the_worker(refunding):
    answer_refunds(refunding, {"pspReference": "re_1", "result": "REFUND_SUCCESS"})

    made = refunding.app.ok(ACTION, t=refunding.token, a="REFUND", amount=10000)
    assert made["transaction"]["events"][0] == {"type": "REFUND_REQUEST", "amount": {"amount": 10000.0}}
    (seen,) = refunding.receiver.wait("/transaction_refund_requested")
    assert seen.json["action"] == {"amount": 10000.0, "currency": "KRW", "actionType": "REFUND"}
    assert seen.json["transaction"]["order"] == {"id": refunding.sold["id"]}
    assert seen.json["grantedRefund"] is None
    until(lambda: amounts(refunding) == (13000.0, 10000.0, 0.0))
    state = refunding.app.ok(STATE, id=refunding.sold["id"])
    assert (state["chargeStatus"], state["isPaid"], state["totalBalance"]["amount"]) == ("PARTIAL", False, -10000.0)


def test_only_a_reference_means_pending_until_it_is_reported(refunding):
    answer_refunds(refunding, {"pspReference": "re_1"})
    refunding.app.ok(ACTION, t=refunding.token, a="REFUND", amount=10000)
    until(lambda: amounts(refunding) == (13000.0, 0.0, 10000.0))

    report = """mutation($t:UUID,$type:TransactionEventTypeEnum!){
      transactionEventReport(token:$t,type:$type,amount:10000,pspReference:"re_1")
      {alreadyProcessed errors{field code}}}"""
    refunding.app.ok(report, t=refunding.token, type="REFUND_SUCCESS")

    assert amounts(refunding) == (13000.0, 10000.0, 0.0)


def test_more_than_was_charged_is_cut_to_the_whole_charge(refunding):
    answer_refunds(refunding, {"pspReference": "re_1", "result": "REFUND_SUCCESS"})

    refunding.app.ok(ACTION, t=refunding.token, a="REFUND", amount=999999)

    until(lambda: amounts(refunding) == (0.0, 23000.0, 0.0))
    assert refunding.receiver.of("/transaction_refund_requested")[0].json["action"]["amount"] == 23000.0
    assert sorted(one.event for one in refunding.receiver.wait("/refunds", 2)) == [
        "order_fully_refunded",
        "order_refunded",
    ]


def test_a_server_error_of_the_app_is_tried_again(refunding):
    left = [503]
    answer_refunds(
        refunding, lambda seen: (left.pop(), {}) if left else {"pspReference": "re_1", "result": "REFUND_SUCCESS"}
    )

    refunding.app.ok(ACTION, t=refunding.token, a="REFUND", amount=5000)

    first, second = refunding.receiver.wait("/transaction_refund_requested", 2)
    assert first.body == second.body
    until(lambda: amounts(refunding) == (18000.0, 5000.0, 0.0))


@pytest.mark.parametrize(
    ("answer", "message"),
    [((400, {}), "Failed to delivery request."), ({}, "Missing value for field: pspReference. Input: {}.")],
)
def test_a_client_error_or_a_missing_reference_fails_the_refund(refunding, answer, message):
    answer_refunds(refunding, answer)

    refunding.app.ok(ACTION, t=refunding.token, a="REFUND", amount=5000)

    until(lambda: refunding.app.ok(TRANSACTION, t=refunding.token)["events"][0]["type"] == "REFUND_FAILURE")
    assert refunding.app.ok(TRANSACTION, t=refunding.token)["events"][0]["message"] == message
    assert amounts(refunding) == (23000.0, 0.0, 0.0)
    assert len(refunding.receiver.of("/transaction_refund_requested")) == 1


def test_nobody_to_ask_is_refused(paying):
    made = paying.checkout(paying.product())["id"]
    paying.choose(made)
    token = paying.pay(made)["transaction"]["token"]

    assert paying.app.refused(ACTION, t=token, a="REFUND", amount=1) == [
        ("id", "MISSING_TRANSACTION_ACTION_REQUEST_WEBHOOK")
    ]
    assert paying.anonymous.code(ACTION, t=token, a="REFUND", amount=1) == "PermissionDenied"


GRANT = """mutation($o:ID!,$i:OrderGrantRefundCreateInput!){orderGrantRefundCreate(id:$o,input:$i){
  grantedRefund{id status amount{amount}
  lines{quantity}} errors{field code lines{lineId code}}}}"""
REFUND_GRANT = """mutation($t:UUID,$g:ID!){
  transactionRequestRefundForGrantedRefund(token:$t,grantedRefundId:$g){transaction{id} errors{field code}}}"""


def grant(shop, **given):
    key = gid("TransactionItem", shop.token)
    return shop.app.ok(GRANT, o=shop.sold["id"], i={"transactionId": key, **given})["grantedRefund"]


def test_a_grant_is_worked_out_from_lines_and_asked_for_once(refunding):
    answer_refunds(refunding, {"pspReference": "re_1"})
    line = refunding.sold["lines"][0]["id"]

    made = grant(refunding, lines=[{"id": line, "quantity": 1, "reason": "변심"}], grantRefundForShipping=True)
    assert (made["status"], made["amount"]["amount"], made["lines"]) == ("NONE", 13000.0, [{"quantity": 1}])
    refunding.app.ok(REFUND_GRANT, t=refunding.token, g=made["id"])
    assert refunding.app.refused(REFUND_GRANT, t=refunding.token, g=made["id"]) == [
        ("grantedRefundId", "REFUND_IS_PENDING")
    ]
    (seen,) = refunding.receiver.wait("/transaction_refund_requested")
    assert seen.json["grantedRefund"] == {"id": made["id"], "amount": {"amount": 13000.0}}
    until(lambda: amounts(refunding) == (10000.0, 0.0, 13000.0))
    report = """mutation($t:UUID){
      transactionEventReport(token:$t,type:REFUND_SUCCESS,amount:13000,pspReference:"re_1"){errors{field code}}}"""
    refunding.app.ok(report, t=refunding.token)
    state = refunding.app.ok(STATE, id=refunding.sold["id"])
    assert state["grantedRefunds"] == [{"status": "SUCCESS", "amount": {"amount": 13000.0}}]
    assert (state["chargeStatus"], state["totalBalance"]["amount"]) == (
        "FULL",
        0.0,
    )  # with a grant the balance nets out


def test_a_grant_of_too_much_is_refused(refunding):
    key = gid("TransactionItem", refunding.token)
    line = refunding.sold["lines"][0]["id"]

    assert refunding.app.refused(GRANT, o=refunding.sold["id"], i={"transactionId": key, "amount": 23001}) == [
        ("amount", "AMOUNT_GREATER_THAN_AVAILABLE")
    ]
    assert refunding.app.refused(
        GRANT, o=refunding.sold["id"], i={"transactionId": key, "lines": [{"id": line, "quantity": 3}]}
    ) == [("lines", "INVALID")]
    assert refunding.app.refused(GRANT, o=refunding.sold["id"], i={"transactionId": key}) == [("amount", "REQUIRED")]
    assert refunding.app.ok(STATE, id=refunding.sold["id"])["grantedRefunds"] == []


def test_an_authorisation_is_captured_and_another_voided_by_action(refunding):
    refunding.pays(result="AUTHORIZATION_SUCCESS", pspReference="pi_2")
    made = refunding.checkout(refunding.product())["id"]
    refunding.choose(made)
    refunding.token = refunding.pay(made)["transaction"]["token"]
    refunding.receiver.answers["/transaction_charge_requested"] = {"pspReference": "ch_1", "result": "CHARGE_SUCCESS"}

    refunding.app.ok(ACTION, t=refunding.token, a="CHARGE", amount=13000)

    until(lambda: amounts(refunding) == (13000.0, 0.0, 0.0))
    refunding.pays(result="AUTHORIZATION_SUCCESS", pspReference="pi_3")
    other = refunding.checkout(refunding.product())["id"]
    token = refunding.pay(other)["transaction"]["token"]
    refunding.receiver.answers["/transaction_cancelation_requested"] = {
        "pspReference": "ca_1",
        "result": "CANCEL_SUCCESS",
    }
    refunding.app.ok(ACTION, t=token, a="CANCEL")
    read = "query($t:UUID){transaction(token:$t){authorizedAmount{amount} canceledAmount{amount}}}"
    until(
        lambda: (
            refunding.app.ok(read, t=token)
            == {"authorizedAmount": {"amount": 0.0}, "canceledAmount": {"amount": 10000.0}}
        )
    )


def test_two_shops_of_one_stand_in_are_one(shop):
    assert Shop(shop.url, shop.receiver).admin.do("{channels{slug}}") == {
        "channels": [{"slug": "default-channel"}, {"slug": "shop"}]
    }


def test_a_line_grant_on_an_already_refunded_transaction_is_accepted_with_nothing(refunding):
    answer_refunds(refunding, {"pspReference": "re_1", "result": "REFUND_SUCCESS"})
    refunding.app.ok(ACTION, t=refunding.token, a="REFUND", amount=23000)
    until(lambda: amounts(refunding) == (0.0, 23000.0, 0.0))

    made = grant(refunding, lines=[{"id": refunding.sold["lines"][0]["id"], "quantity": 1}])

    assert made["amount"]["amount"] == 0.0
