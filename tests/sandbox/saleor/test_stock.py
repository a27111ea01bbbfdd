"""Stock as Saleor keeps it: absolute, unversioned, told about only by stock mutations (saleor.md §0.5, §0.6,
§3, §7)."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

BULK = """mutation($s:[StockBulkUpdateInput!]!,$e:ErrorPolicyEnum){stockBulkUpdate(stocks:$s,errorPolicy:$e){count
  results{stock{quantity} errors{field code}} errors{field code}}}"""
AVAILABLE = 'query($id:ID!){productVariant(id:$id,channel:"shop"){quantityAvailable}}'


def by_reference(n, quantity, warehouse="w-home"):
    return {"variantExternalReference": f"v-{n}-0", "warehouseExternalReference": warehouse, "quantity": quantity}


def test_a_write_is_absolute_and_the_last_one_wins(shop):
    variant = shop.product(units=10)

    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda n: shop.admin.as_(shop.admin.token).ok(
                    "mutation($id:ID!,$s:[StockInput!]!){productVariantStocksUpdate(variantId:$id,stocks:$s){errors{code}}}",
                    id=variant,
                    s=[{"warehouse": shop.warehouse, "quantity": n}],
                ),
                range(20, 28),
            )
        )
    shop.set_stock(variant, home=3)

    assert shop.stocks(variant) == {"home": (3, 0)}


def test_missing_rows_are_created_and_negatives_accepted(shop):
    variant = shop.product(stocks={})
    assert shop.stocks(variant) == {}

    shop.set_stock(variant, home=-4)

    assert shop.stocks(variant) == {"home": (-4, 0)}
    assert shop.anonymous.ok(AVAILABLE, id=variant) == {"quantityAvailable": 0}


def test_less_than_allocated_is_accepted(paying):
    variant = paying.product(units=5)
    paying.order(variant, 3)

    paying.set_stock(variant, home=1)

    assert paying.stocks(variant) == {"home": (1, 3)}
    assert paying.anonymous.ok(AVAILABLE, id=variant) == {"quantityAvailable": 0}


def test_creating_a_row_that_is_there_is_refused(shop):
    variant = shop.product(units=5)
    create = (
        "mutation($id:ID!,$s:[StockInput!]!){productVariantStocksCreate(variantId:$id,stocks:$s){errors{field code}}}"
    )

    assert shop.admin.refused(create, id=variant, s=[{"warehouse": shop.warehouse, "quantity": 9}]) == [
        ("warehouse", "UNIQUE")
    ]
    assert shop.stocks(variant) == {"home": (5, 0)}


def test_what_shoppers_are_told_is_capped_and_counts_private_warehouses(shop):
    private = shop.add_warehouse("private")
    aside = shop.add_warehouse("aside", in_channel=False)
    variant = shop.product(stocks={shop.warehouse: 20, private: 20, aside: 500})

    assert shop.anonymous.ok(AVAILABLE, id=variant) == {"quantityAvailable": 40}
    shop.set_stock(variant, home=900)
    assert shop.anonymous.ok(AVAILABLE, id=variant) == {"quantityAvailable": 50}


def test_in_the_legacy_mode_a_warehouse_needs_a_zone_or_click_and_collect(shop):
    variant = shop.product(units=7)
    shop.admin.ok("mutation{shopSettingsUpdate(input:{useLegacyShippingZoneStockAvailability:true}){errors{code}}}")

    assert shop.anonymous.ok(AVAILABLE, id=variant) == {"quantityAvailable": 0}
    shop.admin.ok(
        "mutation($id:ID!,$w:ID!){shippingZoneUpdate(id:$id,input:{addWarehouses:[$w]}){errors{code}}}",
        id=shop.zone,
        w=shop.warehouse,
    )
    assert shop.anonymous.ok(AVAILABLE, id=variant) == {"quantityAvailable": 7}


# In bulk -------------------------------------------------------------------------------------------------------------


def test_a_bulk_update_by_references(shop):
    first, second = shop.product(units=1), shop.product(units=1)

    answer = shop.admin.ok(BULK, s=[by_reference(1, 30), by_reference(2, 40)])

    assert answer["count"] == 2
    assert shop.stocks(first) == {"home": (30, 0)}
    assert shop.stocks(second) == {"home": (40, 0)}


def test_a_bulk_update_never_creates_and_refuses_negatives(shop):
    variant = shop.product(units=1)
    shop.add_warehouse("empty")

    absent = shop.admin.do(BULK, s=[by_reference(1, 3, "w-empty")])["stockBulkUpdate"]
    negative = shop.admin.do(BULK, s=[by_reference(1, -1)])["stockBulkUpdate"]

    assert (absent["count"], [one["code"] for one in absent["errors"]]) == (0, ["NOT_FOUND"])
    assert (negative["count"], [one["code"] for one in negative["errors"]]) == (0, ["INVALID"])
    assert shop.stocks(variant) == {"home": (1, 0)}


def test_by_default_one_bad_row_among_good_ones_saves_nothing(shop):
    variant = shop.product(units=1)

    answer = shop.admin.do(BULK, s=[by_reference(1, 30), by_reference(99, 5)])["stockBulkUpdate"]

    assert answer["count"] == 0
    assert shop.stocks(variant) == {"home": (1, 0)}


def test_reject_failed_rows_crashes_on_one_bad_row_among_good_ones(shop):
    variant = shop.product(units=1)

    body = shop.admin.body(BULK, s=[by_reference(1, 30), by_reference(99, 5)], e="REJECT_FAILED_ROWS")

    assert body["errors"][0]["message"] == "Internal Server Error"
    assert shop.stocks(variant) == {"home": (1, 0)}


def test_ignore_failed_saves_the_good_rows(shop):
    variant = shop.product(units=1)

    answer = shop.admin.do(BULK, s=[by_reference(1, 30), by_reference(99, 5)], e="IGNORE_FAILED")["stockBulkUpdate"]

    assert answer["count"] == 1
    assert shop.stocks(variant) == {"home": (30, 0)}


def test_rows_that_name_things_differently_fail_the_whole_call(shop):
    variant = shop.product(units=1)
    by_id = {"variantId": variant, "warehouseId": shop.warehouse, "quantity": 9}

    assert shop.admin.refused(BULK, s=[by_reference(1, 30), by_id]) == [(None, "GRAPHQL_ERROR")]
    assert shop.stocks(variant) == {"home": (1, 0)}


def test_the_same_stock_twice_is_accepted_and_the_last_row_counts(shop):
    variant = shop.product(units=1)

    answer = shop.admin.ok(BULK, s=[by_reference(1, 30), by_reference(1, 31)])

    assert answer["count"] == 2
    assert shop.stocks(variant) == {"home": (31, 0)}


# Events --------------------------------------------------------------------------------------------------------------

GONE = """subscription { event { __typename ... on ProductVariantOutOfStock { productVariant { id } warehouse {
  slug } }
  ... on ProductVariantBackInStock { productVariant { id } warehouse { slug } } } }"""
GONE_IN_CHANNEL = """subscription { event { __typename ... on ProductVariantOutOfStockInChannel {
  productVariant { id } channel { slug } }
  ... on ProductVariantBackInStockInChannel { productVariant { id } channel { slug } } } }"""


@pytest.fixture
def watching(shop):
    shop.install(
        "transaction_initialize_session",
        webhooks=[
            shop.receiver.webhook(
                "PRODUCT_VARIANT_OUT_OF_STOCK", "PRODUCT_VARIANT_BACK_IN_STOCK", query=GONE, path="/gone"
            ),
            shop.receiver.webhook(
                "PRODUCT_VARIANT_OUT_OF_STOCK_IN_CHANNEL",
                "PRODUCT_VARIANT_BACK_IN_STOCK_IN_CHANNEL",
                query=GONE_IN_CHANNEL,
                path="/channel",
            ),
        ],
    )
    shop.pays()
    return shop


def test_the_last_unit_sold_and_the_first_one_back_are_told_per_warehouse_and_channel(watching):
    variant = watching.product(units=2)

    order = watching.order(variant, 2)
    (gone,) = watching.receiver.wait("/gone")
    (channel,) = watching.receiver.wait("/channel")
    assert gone.json == {
        "__typename": "ProductVariantOutOfStock",
        "productVariant": {"id": variant},
        "warehouse": {"slug": "home"},
    }
    assert channel.json == {
        "__typename": "ProductVariantOutOfStockInChannel",
        "productVariant": {"id": variant},
        "channel": {"slug": "shop"},
    }
    watching.app.ok("mutation($id:ID!){orderCancel(id:$id){errors{code}}}", id=order["id"])
    assert watching.receiver.wait("/gone", 2)[1].event == "product_variant_back_in_stock"
    assert watching.receiver.wait("/channel", 2)[1].event == "product_variant_back_in_stock_in_channel"


def test_an_order_over_two_warehouses_names_the_last_one_not_the_empty_one(watching):
    second = watching.add_warehouse("second")
    order = [
        one["slug"]
        for one in watching.admin.ok(
            """mutation($c:ID!,$m:[ReorderInput!]!){channelReorderWarehouses(channelId:$c,moves:$m){channel{
              warehouses{slug}} errors{code}}}""",
            c=watching.channel,
            m=[{"id": second, "sortOrder": 9}],
        )["channel"]["warehouses"]
    ]
    assert order == ["home", "second"]
    variant = watching.product(stocks={watching.warehouse: 1, second: 5})

    watching.order(variant, 3)

    (gone,) = watching.receiver.wait("/gone")
    assert watching.stocks(variant) == {"home": (1, 1), "second": (5, 2)}
    assert gone.json["warehouse"] == {"slug": "second"}
    time.sleep(0.3)
    assert watching.receiver.of("/channel") == []  # the channel still has three


def test_a_stock_write_through_zero_is_told_both_ways(watching):
    variant = watching.product(units=2)

    watching.set_stock(variant, home=0)
    watching.receiver.wait("/gone")
    watching.set_stock(variant, home=0)
    watching.set_stock(variant, home=4)

    watching.receiver.wait("/gone", 2)
    time.sleep(0.2)
    assert [one.event for one in watching.receiver.of("/gone")] == [
        "product_variant_out_of_stock",
        "product_variant_back_in_stock",
    ]
