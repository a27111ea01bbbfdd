"""Misbehaviour on request: labels are the root fields of an operation."""

import httpx
import psycopg
import pytest


def test_an_operation_is_labelled_by_its_root_fields(saleor, bare):
    bare.admin.do("{shop{name} a:channels{id}}")

    assert [one["label"] for one in saleor.calls("shop*")] == ["shop+channels"]


def test_a_failed_answer_after_the_work_leaves_an_order_behind(saleor, paying):
    ready = paying.ready(paying.product())
    saleor.fault("checkoutComplete", "fail_after", status=502)

    lost = paying.anonymous.raw("mutation($id:ID!){checkoutComplete(id:$id){order{id} errors{code}}}", id=ready)

    assert lost.status_code == 502
    assert paying.admin.do("{orders(first:5){totalCount}}") == {"orders": {"totalCount": 1}}
    assert paying.complete(ready)["order"]["status"] == "UNFULFILLED"  # asked again, it is the same order
    assert paying.admin.do("{orders(first:5){totalCount}}") == {"orders": {"totalCount": 1}}


def test_a_refused_request_did_nothing(saleor, paying):
    ready = paying.ready(paying.product())
    saleor.fault("checkoutComplete", "fail", status=503)

    assert (
        paying.anonymous.raw(
            "mutation($id:ID!){checkoutComplete(id:$id){order{id} errors{code}}}", id=ready
        ).status_code
        == 503
    )
    assert paying.admin.do("{orders(first:5){totalCount}}") == {"orders": {"totalCount": 0}}


def test_a_dropped_connection_is_an_error_of_transport(saleor, shop):
    saleor.fault("productVariantStocksUpdate", "drop_after")
    variant = shop.product()

    with pytest.raises(httpx.TransportError):
        shop.set_stock(variant, home=3)

    assert shop.stocks(variant) == {"home": (3, 0)}


def test_a_sync_call_can_be_lost_or_doubled(saleor, paying):
    made = paying.checkout(paying.product())["id"]
    paying.choose(made)
    saleor.fault("out:transaction_initialize_session", "lose")

    assert paying.pay(made)["transactionEvent"]["message"] == "Failed to delivery request."
    assert paying.receiver.of("/transaction_initialize_session") == []
    saleor.fault("out:transaction_initialize_session", "twice")
    paying.pay(made)
    first, second = paying.receiver.of("/transaction_initialize_session")
    assert first.body == second.body


def test_a_reset_forgets_everything_but_the_key(saleor, paying):
    paying.order(paying.product())
    paying.checkout(paying.product())

    saleor.reset()

    with psycopg.connect(saleor.database_url) as connection:
        tables = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        left = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    ready_made = ("channel", "warehouse", "shipping_zone", "shipping_method", "product_type", "page_type", "category")
    joined = ("channel_warehouse", "zone_warehouse", "zone_channel", "shipping_method_listing")
    assert {name for name, count in left.items() if count} == {"setting", "account", *ready_made, *joined}
    assert {count for count in left.values() if count} == {1}
