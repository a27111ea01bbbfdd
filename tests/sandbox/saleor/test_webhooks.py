"""What goes out, when, how often and signed how (saleor.md §0.4, §0.9, §2)."""

import itertools
import json
import time
from datetime import datetime

import jwt
import psycopg
import pytest

from tests.sandbox.saleor.receiver import verify

ORDER = """subscription { event { __typename issuedAt version issuingPrincipal { __typename ... on App { id } }
  ... on OrderCreated { order { id status lines { quantity allocations { quantity } } } }
  ... on OrderCancelled { order { id status } } ... on OrderFullyPaid { order { id chargeStatus } }
  ... on OrderPaid { order { id } } ... on OrderConfirmed { order { id } } ... on OrderFulfilled { order { id } }
  ... on OrderRefunded { order { id } } ... on OrderFullyRefunded { order { id } }
  ... on FulfillmentCreated { order { id } fulfillment { id trackingNumber warehouse { slug } } }
  ... on FulfillmentTrackingNumberUpdated { order { id } fulfillment { trackingNumber } }
  ... on FulfillmentApproved { order { id } } ... on FulfillmentCanceled { order { id } fulfillment { status }
  } } }"""
ORDER_EVENTS = (
    "ORDER_CREATED",
    "ORDER_CANCELLED",
    "ORDER_FULLY_PAID",
    "ORDER_PAID",
    "ORDER_CONFIRMED",
    "ORDER_FULFILLED",
    "ORDER_REFUNDED",
    "ORDER_FULLY_REFUNDED",
    "FULFILLMENT_CREATED",
    "FULFILLMENT_TRACKING_NUMBER_UPDATED",
    "FULFILLMENT_APPROVED",
    "FULFILLMENT_CANCELED",
)
STOCK = """subscription { event { __typename issuedAt ... on ProductVariantStockUpdated { productVariant { id sku
  stocks { quantity } } warehouse { slug } } } }"""


@pytest.fixture
def listening(shop):
    """A paying shop whose app hears of everything about orders, at /orders."""
    hook = shop.receiver.webhook(*ORDER_EVENTS, query=ORDER, path="/orders", customHeaders={"X-Gachi": "Yes"})
    shop.install("transaction_initialize_session", webhooks=[hook])
    shop.pays()
    return shop


def names(receiver, path="/orders"):
    return sorted(one.event for one in receiver.of(path))


def settled(receiver, path, count):
    """Wait until so many arrived, and a little longer to see that no more do."""
    receiver.wait(path, count)
    time.sleep(0.3)
    return receiver.of(path)


def test_a_delivery_carries_the_headers_and_a_detached_signature_over_the_raw_body(listening):
    order = listening.order(listening.product())

    seen = next(one for one in listening.receiver.wait("/orders", 4) if one.event == "order_created")
    domain = listening.url.removeprefix("http://")
    assert seen.headers["Saleor-Event"] == seen.headers["X-Saleor-Event"] == "order_created"
    assert seen.headers["Saleor-Domain"] == seen.headers["X-Saleor-Domain"] == domain
    assert seen.headers["Saleor-Api-Url"] == f"{listening.url}/graphql/"
    assert seen.headers["Saleor-Signature"] == seen.headers["X-Saleor-Signature"]
    assert seen.headers["Content-Type"] == "application/json"
    assert seen.headers["Host"] == "127.0.0.1"
    assert seen.headers["traceparent"].startswith("00-")
    assert "x-gachi" in [name for name in seen.headers if name.islower()]
    assert seen.headers["x-gachi"] == "Yes"
    header = jwt.get_unverified_header(seen.headers["Saleor-Signature"])
    assert {key: header[key] for key in ("alg", "b64", "crit", "typ")} == {
        "alg": "RS256",
        "b64": False,
        "crit": ["b64"],
        "typ": "JWT",
    }
    assert seen.headers["Saleor-Signature"].split(".")[1] == ""
    verify(seen, listening.url)
    assert seen.json["__typename"] == "OrderCreated"
    assert seen.json["order"]["id"] == order["id"]
    assert seen.json["issuingPrincipal"] is None  # an anonymous checkout
    assert datetime.fromisoformat(seen.json["issuedAt"]).tzinfo is not None
    assert seen.json["version"].startswith("3.23")


def test_one_changed_byte_breaks_the_signature(listening):
    listening.order(listening.product())
    seen = listening.receiver.wait("/orders")[0]

    seen.body = seen.body.replace(b"O", b"o", 1)

    with pytest.raises(jwt.InvalidSignatureError):
        verify(seen, listening.url)


def test_a_body_is_ascii_json_without_a_wrapper(shop):
    query = "subscription { event { __typename ... on ProductUpdated { product { name } } } }"
    shop.install(webhooks=[shop.receiver.webhook("PRODUCT_UPDATED", query=query)])
    shop.product("가방")

    shop.admin.ok(
        'mutation($id:ID!){productUpdate(id:$id,input:{name:"새 가방"}){errors{code}}}', id=shop.last_product["id"]
    )

    (seen,) = shop.receiver.wait("/product_updated")
    assert seen.body.isascii()
    assert seen.json == {"__typename": "ProductUpdated", "product": {"name": "새 가방"}}


def test_a_field_error_appears_beside_the_content_as_errors(shop):
    order = """subscription { event { __typename ... on OrderCreated { order { id user { id orders(first:1) {
      totalCount } }
      channel { slug checkoutSettings { useLegacyErrorFlow } paymentSettings { defaultTransactionFlowStrategy }
      } } } } }"""
    shop.install(
        "transaction_initialize_session",
        webhooks=[shop.receiver.webhook("ORDER_CREATED", query=order)],
        permissions=["MANAGE_ORDERS", "HANDLE_PAYMENTS"],
        app_id="other.app",
    )
    shop.pays()
    made = shop.checkout(shop.product())["id"]
    shop.choose(made)
    shop.pay(made, gateway={"id": "other.app"})
    shop.complete(made)
    body = shop.receiver.wait("/order_created")[0].json
    assert body["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert body["order"] is None


def test_an_app_without_the_permission_hears_nothing(shop):
    hook = shop.receiver.webhook("PRODUCT_VARIANT_STOCK_UPDATED", query=STOCK)
    shop.install(webhooks=[hook], permissions=["MANAGE_ORDERS"])

    shop.set_stock(shop.product(), home=3)

    time.sleep(0.5)
    assert shop.receiver.of("/product_variant_stock_updated") == []


# Retries -------------------------------------------------------------------------------------------------------------


def flaky(*statuses):
    left = list(statuses)
    return lambda seen: (left.pop(0), {}) if left else {}


def test_a_server_error_is_tried_again_with_the_same_body(listening):
    listening.receiver.answers["/orders"] = flaky(503, 500, 503, 500, 502)

    listening.admin.do("{shop{name}}")
    variant = listening.product()
    shop_order = listening.order(variant)

    seen = settled(listening.receiver, "/orders", 9)
    assert len(seen) == 9  # four events, five of the answers were errors
    for event in ("order_created", "order_paid", "order_fully_paid", "order_confirmed"):
        assert len({one.body for one in seen if one.event == event}) == 1
    assert shop_order["number"]


def test_five_retries_and_then_no_more(shop):
    shop.install(webhooks=[shop.receiver.webhook("PRODUCT_VARIANT_STOCK_UPDATED", query=STOCK, path="/stock")])
    shop.receiver.answers["/stock"] = (503, {})
    variant = shop.product()

    shop.set_stock(variant, home=3)

    seen = shop.receiver.wait("/stock", 6, seconds=15)
    waits = [later.at - sooner.at for sooner, later in itertools.pairwise(seen)]
    assert all(
        wait >= least for wait, least in zip(waits, (0.1, 0.2, 0.4, 0.8, 1.6), strict=True)
    )  # 10, 20, … 160 s at 1/100
    time.sleep(1)
    assert len(shop.receiver.of("/stock")) == 6
    until_statuses(shop, "FAILED")
    (delivery,) = deliveries(shop)
    assert [edge["node"]["responseStatusCode"] for edge in delivery["attempts"]["edges"]] == [503] * 6


@pytest.mark.parametrize("status", [301, 302, 400, 401, 404])
def test_a_redirect_or_a_client_error_is_never_tried_again(shop, status):
    shop.install(webhooks=[shop.receiver.webhook("PRODUCT_VARIANT_STOCK_UPDATED", query=STOCK, path="/stock")])
    shop.receiver.answers["/stock"] = (status, {})

    shop.set_stock(shop.product(), home=3)

    assert len(settled(shop.receiver, "/stock", 1)) == 1
    until_statuses(shop, "FAILED")


def deliveries(shop):
    """Return what the app's only webhook was sent."""
    query = """{app{webhooks{eventDeliveries(first:20){edges{node{id status eventType payload
      attempts(first:10){edges{node{responseStatusCode status}}}}}}}}}"""
    hooks = shop.app.do(query)["app"]["webhooks"]
    return [edge["node"] for hook in hooks for edge in hook["eventDeliveries"]["edges"]]


def until_statuses(shop, *statuses):
    """Wait until these are the statuses of what was sent."""
    limit = time.monotonic() + 10
    while (found := [one["status"] for one in deliveries(shop)]) != list(statuses):
        assert time.monotonic() < limit, found
        time.sleep(0.05)


def test_a_time_out_is_tried_again(shop):
    shop.install(webhooks=[shop.receiver.webhook("PRODUCT_VARIANT_STOCK_UPDATED", query=STOCK, path="/stock")])
    naps = [1.5]
    shop.receiver.answers["/stock"] = lambda seen: time.sleep(naps.pop()) or {} if naps else {}

    shop.set_stock(shop.product(), home=3)

    assert len(settled(shop.receiver, "/stock", 2)) == 2


def test_a_lost_delivery_can_be_found_and_sent_again(saleor, shop):
    shop.install(webhooks=[shop.receiver.webhook("PRODUCT_VARIANT_STOCK_UPDATED", query=STOCK, path="/stock")])
    saleor.fault("out:product_variant_stock_updated", "lose")
    shop.set_stock(shop.product(), home=3)
    until_statuses(shop, "FAILED")
    (delivery,) = deliveries(shop)
    assert shop.receiver.of("/stock") == []

    shop.admin.ok("mutation($id:ID!){eventDeliveryRetry(id:$id){delivery{id} errors{code}}}", id=delivery["id"])

    (seen,) = settled(shop.receiver, "/stock", 1)
    assert json.loads(delivery["payload"]) == seen.json
    until_statuses(shop, "SUCCESS")


def test_twice_and_late_are_played_on_request(saleor, shop):
    shop.install(webhooks=[shop.receiver.webhook("PRODUCT_VARIANT_STOCK_UPDATED", query=STOCK, path="/stock")])
    variant = shop.product()

    saleor.fault("out:product_variant_stock_updated", "twice")
    shop.set_stock(variant, home=3)
    first, second = settled(shop.receiver, "/stock", 2)
    assert first.body == second.body
    saleor.fault("out:product_variant_stock_updated", "late", seconds=1)
    began = time.monotonic()
    shop.set_stock(variant, home=4)
    assert shop.receiver.wait("/stock", 3)[2].at - began >= 1


# When a body is rendered ---------------------------------------------------------------------------------------------


def test_an_order_body_shows_the_state_when_the_worker_gets_to_it(saleor, listening):
    saleor.fault("out:order_created", "late", seconds=1)
    order = listening.order(listening.product())

    listening.app.ok("mutation($id:ID!){orderCancel(id:$id){order{status} errors{code}}}", id=order["id"])

    listening.receiver.wait("/orders", 5)
    (created,) = [one for one in listening.receiver.of("/orders") if one.event == "order_created"]
    assert created.json["order"]["status"] == "CANCELED"
    assert created.json["order"]["lines"] == [{"quantity": 1, "allocations": []}]


def test_a_stock_body_shows_the_state_of_its_own_change(saleor, shop):
    shop.install(webhooks=[shop.receiver.webhook("PRODUCT_VARIANT_STOCK_UPDATED", query=STOCK, path="/stock")])
    variant = shop.product()
    saleor.fault("out:product_variant_stock_updated", "late", seconds=2)

    shop.set_stock(variant, home=7)
    shop.set_stock(variant, home=8)

    bodies = [one.json["productVariant"]["stocks"] for one in shop.receiver.wait("/stock", 2)]
    assert bodies == [[{"quantity": 8}], [{"quantity": 7}]]  # the older one came later


def test_a_delivery_survives_a_crash(saleor, shop):
    shop.install(webhooks=[shop.receiver.webhook("PRODUCT_VARIANT_STOCK_UPDATED", query=STOCK, path="/stock")])
    saleor.fault("out:product_variant_stock_updated", "late", seconds=1)
    shop.set_stock(shop.product(), home=3)
    time.sleep(0.3)

    saleor.kill()
    saleor.start()

    (seen,) = settled(shop.receiver, "/stock", 1)
    verify(seen, shop.url)


def test_a_delivery_whose_answer_could_not_be_noted_is_sent_again_in_a_moment(saleor, shop):
    def answer(_seen):
        if len(shop.receiver.of("/stock")) == 1:
            _drop_the_connections(saleor)
        return {}

    shop.install(webhooks=[shop.receiver.webhook("PRODUCT_VARIANT_STOCK_UPDATED", query=STOCK, path="/stock")])
    variant = shop.product()
    shop.receiver.answers["/stock"] = answer

    shop.set_stock(variant, home=3)

    first, second = settled(shop.receiver, "/stock", 2)
    assert first.body == second.body
    until_statuses(shop, "SUCCESS")


def _drop_the_connections(saleor):
    """Have PostgreSQL end every connection that Saleor has at this moment."""
    with psycopg.connect(saleor.database_url, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


# Which events fire ---------------------------------------------------------------------------------------------------


def test_a_paid_checkout_fires_created_paid_fully_paid_and_confirmed(listening):
    listening.order(listening.product())

    settled(listening.receiver, "/orders", 4)
    assert names(listening.receiver) == ["order_confirmed", "order_created", "order_fully_paid", "order_paid"]


def test_an_authorised_checkout_fires_created_and_confirmed(listening):
    listening.pays(result="AUTHORIZATION_SUCCESS")

    listening.order(listening.product())

    settled(listening.receiver, "/orders", 2)
    assert names(listening.receiver) == ["order_confirmed", "order_created"]


FULFILL = """mutation($o:ID!,$i:OrderFulfillInput!){orderFulfill(order:$o,input:$i){fulfillments{id}
  errors{field code message}}}"""


def fulfil(shop, order, units, tracking=None):
    lines = [{"orderLineId": order["lines"][0]["id"], "stocks": [{"warehouse": shop.warehouse, "quantity": units}]}]
    return shop.app.ok(
        FULFILL, o=order["id"], i={"lines": lines, **({"trackingNumber": tracking} if tracking else {})}
    )["fulfillments"][0]["id"]


def test_a_part_shipped_fires_created_and_the_last_part_more(listening):
    order = listening.order(listening.product(), 2)
    settled(listening.receiver, "/orders", 4)
    listening.receiver.seen.clear()

    fulfil(listening, order, 1, tracking="1")
    settled(listening.receiver, "/orders", 2)
    assert names(listening.receiver) == ["fulfillment_created", "fulfillment_tracking_number_updated"]
    assert {one.json["order"]["id"] for one in listening.receiver.of("/orders")} == {order["id"]}
    listening.receiver.seen.clear()
    fulfil(listening, order, 1)
    settled(listening.receiver, "/orders", 3)
    assert names(listening.receiver) == ["fulfillment_approved", "fulfillment_created", "order_fulfilled"]


def test_cancels_are_spelled_with_two_ls_for_orders_and_one_for_fulfilments(listening):
    order = listening.order(listening.product())
    settled(listening.receiver, "/orders", 4)
    made = fulfil(listening, order, 1)
    settled(listening.receiver, "/orders", 7)
    listening.receiver.seen.clear()

    listening.app.ok(
        "mutation($id:ID!,$w:ID!){orderFulfillmentCancel(id:$id,input:{warehouseId:$w}){errors{code}}}",
        id=made,
        w=listening.warehouse,
    )
    listening.app.ok("mutation($id:ID!){orderCancel(id:$id){errors{code}}}", id=order["id"])

    settled(listening.receiver, "/orders", 2)
    assert names(listening.receiver) == ["fulfillment_canceled", "order_cancelled"]
    key = listening.app.do("{app{id}}")["app"]["id"]
    assert {json.dumps(one.json["issuingPrincipal"]) for one in listening.receiver.of("/orders")} == {
        json.dumps({"__typename": "App", "id": key})
    }


def test_stock_updated_comes_from_stock_mutations_and_never_from_orders(shop):
    hook = shop.receiver.webhook("PRODUCT_VARIANT_STOCK_UPDATED", query=STOCK, path="/stock")
    shop.install("transaction_initialize_session", webhooks=[hook])
    shop.pays()
    variant = shop.product()
    shop.set_stock(variant, home=5)
    settled(shop.receiver, "/stock", 1)

    order = shop.order(variant)
    fulfil(shop, order, 1)

    time.sleep(0.4)
    assert len(shop.receiver.of("/stock")) == 1


def test_what_is_gone_when_its_body_is_built_fails_without_a_call(saleor, shop):
    query = "subscription { event { __typename ... on DraftOrderCreated { order { id } } } }"
    shop.install(webhooks=[shop.receiver.webhook("DRAFT_ORDER_CREATED", query=query, path="/drafts")])
    saleor.fault("out:draft_order_created", "late", seconds=0.5)
    create = "mutation($i:DraftOrderCreateInput!){draftOrderCreate(input:$i){order{id} errors{code}}}"
    made = shop.app.ok(create, i={"channelId": shop.channel})["order"]["id"]

    shop.app.ok("mutation($id:ID!){draftOrderDelete(id:$id){errors{code}}}", id=made)

    until_statuses(shop, "FAILED")
    assert deliveries(shop)[0]["attempts"]["edges"] == []
    assert shop.receiver.of("/drafts") == []
