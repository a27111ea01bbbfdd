"""Misbehaviour on request, told by the label of the call: what a seller must survive."""

import httpx
import pytest

from tests.sandbox.coupang.wing import SP, codes


def test_calls_are_labelled_by_method_and_short_route(seller):
    option = seller.offer()
    _, box = seller.buy(option)
    seller.standin.clear_faults()

    seller.put(f"{SP}/vendor-items/{option}/quantities/3")
    seller.sheets()
    seller.acknowledge(box)
    seller.http.get(f"{SP}/meta/display-categories")

    assert [(call["label"], call["status"]) for call in seller.standin.calls("* /*")] == [
        ("PUT /vendor-items/<vid>/quantities/<q>", 200),
        ("GET /ordersheets", 200),
        ("PUT /ordersheets/acknowledgement", 200),
        ("GET /meta/display-categories", 401),
    ]


def test_a_quantity_write_whose_answer_is_lost_has_been_done(seller):
    option = seller.offer()
    seller.standin.fault("PUT /vendor-items/<vid>/quantities/<q>", "drop_after")

    with pytest.raises(httpx.TransportError):
        seller.put(f"{SP}/vendor-items/{option}/quantities/3")

    assert seller.inventory(option)["amountInStock"] == 3


def test_a_quantity_write_that_never_arrived_has_not(seller):
    option = seller.offer()
    seller.standin.fault("PUT /vendor-items/<vid>/quantities/<q>", "drop")

    with pytest.raises(httpx.TransportError):
        seller.put(f"{SP}/vendor-items/{option}/quantities/3")

    assert seller.inventory(option)["amountInStock"] == 50


def test_a_create_that_fails_after_its_work_leaves_a_product_to_be_found_by_sku(seller):
    """§9.3: sent again without a look, there would be two."""
    document = seller.document()
    seller.standin.fault("POST /seller-products", "fail_after", status=500)

    lost = seller.post(f"{SP}/seller-products", document)
    sku = document["items"][0]["externalVendorSku"]
    found = seller.get(f"{SP}/seller-products/external-vendor-sku-codes/{sku}").json()["data"]

    assert lost.status_code == 500
    assert len(found) == 1
    assert seller.wait_for_status(found[0]["sellerProductId"], "승인완료")


def test_an_invoice_whose_answer_is_lost_answers_invalid_status_next_time(seller):
    option = seller.offer()
    order, box = seller.buy(option)
    seller.acknowledge(box)
    seller.standin.fault("POST /orders/invoices", "fail_after", status=504)

    lost = seller.invoice(order, box, option)
    repeated = seller.invoice(order, box, option)

    assert lost.status_code == 504
    assert codes(repeated) == ["INVALID_STATUS"]


def test_a_reset_market_is_empty_and_takes_new_orders(seller):
    option = seller.offer()
    seller.buy(option)

    seller.standin.reset()

    assert seller.items() == []
    assert seller.orders() == []
    assert seller.sell()["statusName"] == "승인완료"
