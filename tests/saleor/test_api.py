"""The client's own rules, against transports that answer as Saleor does (transcribed from saleor.md §1 and §4)."""

import json

import httpx
import pytest
from django.db import transaction

from marketplace.core import http, sealed
from marketplace.saleor import api
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.errors import SaleorMisconfigured, SaleorRejected, SaleorThrottled, SaleorUnavailable

URL = "http://saleor.test/graphql/"


class Saleor:
    """A transport that gives one answer and keeps what it was asked."""

    def __init__(self, answer):
        self.answer = answer
        self.requests = []

    def __call__(self, request):
        self.requests.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer if isinstance(self.answer, httpx.Response) else httpx.Response(200, json=self.answer)

    def client(self, token="the-token"):
        return api.Saleor(url=URL, token=token, transport=httpx.MockTransport(self))

    @property
    def sent(self):
        return json.loads(self.requests[-1].content)


def variant_at(amount):
    listing = {"id": "L", "channel": {"id": "C"}, "price": {"amount": amount}, "priorPrice": None}
    return {"data": {"productVariant": {"id": "V", "sku": "bag-1", "channelListings": [listing]}}}


def test_money_comes_out_as_whole_won_and_the_token_goes_in_the_header():
    saleor = Saleor(variant_at(23900.0))

    variant = saleor.client().variant_prices("bag-1").product_variant

    assert variant.channel_listings[0].price.amount == 23900
    assert type(variant.channel_listings[0].price.amount) is int
    assert saleor.requests[0].headers["Authorization"] == "Bearer the-token"
    assert saleor.sent["variables"] == {"sku": "bag-1"}


def test_an_amount_with_a_fraction_of_a_won_is_refused():
    saleor = Saleor(variant_at(23900.5))

    with pytest.raises(ValueError, match=r"23900\.5"):
        saleor.client().variant_prices("bag-1")


def test_only_what_was_given_is_sent_and_a_given_none_is_sent_as_null():
    saleor = Saleor({"data": {"productVariantChannelListingUpdate": {"variant": None, "errors": []}}})
    row = inputs.ProductVariantChannelListingAddInput(channel_id="C", price=1000, prior_price=None)

    saleor.client().product_variant_channel_listing_update("bag-1", [row])

    assert saleor.sent["variables"] == {
        "sku": "bag-1",
        "input": [{"channelId": "C", "price": 1000, "priorPrice": None}],
    }


def test_a_mutations_errors_inside_a_200_are_a_refusal_with_their_code():
    errors = [
        {"field": "stock", "code": "INSUFFICIENT_STOCK", "message": "No stock.", "variants": ["V"], "lines": None}
    ]
    saleor = Saleor({"data": {"checkoutComplete": {"order": None, "errors": errors}}})

    with pytest.raises(SaleorRejected) as refused:
        saleor.client().checkout_complete("C")

    assert (refused.value.code, refused.value.field, refused.value.message) == (
        "INSUFFICIENT_STOCK",
        "stock",
        "No stock.",
    )
    assert refused.value.operation == "checkoutComplete"
    assert not refused.value.retryable


def test_a_bulk_mutation_leaves_the_errors_of_its_rows_to_the_caller():
    row = {"product": None, "errors": [{"path": "slug", "code": "UNIQUE", "message": "Taken."}]}
    saleor = Saleor({"data": {"productBulkCreate": {"count": 0, "results": [row], "errors": row["errors"]}}})

    done = saleor.client().product_bulk_create([]).product_bulk_create

    assert done.results[0].errors[0].code == "UNIQUE"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("PermissionDenied", SaleorMisconfigured),
        ("ExpiredSignatureError", SaleorMisconfigured),
        ("QueryCostError", SaleorMisconfigured),
        ("IntegrityError", SaleorUnavailable),
        ("", SaleorUnavailable),
    ],
)
def test_errors_above_the_data_are_ours_to_mend_or_of_unknown_outcome(code, expected):
    problem = {"message": "No.", "extensions": {"exception": {"code": code}}}
    saleor = Saleor({"data": {"productVariant": None}, "errors": [problem]})

    with pytest.raises(expected, match=r"No\."):
        saleor.client().variant_prices("bag-1")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.Response(500), SaleorUnavailable),
        (httpx.Response(502, text="<html>"), SaleorUnavailable),
        (httpx.Response(302, headers={"Location": "/"}), SaleorUnavailable),
        (httpx.Response(200, text="<html>"), SaleorUnavailable),
        (httpx.Response(200, json=[]), SaleorUnavailable),
        (httpx.Response(200, json={"data": None}), SaleorUnavailable),
        (httpx.Response(429), SaleorThrottled),
        (httpx.Response(400, json={"errors": [{"message": "Syntax Error"}]}), SaleorMisconfigured),
        (httpx.Response(404, text="nothing here"), SaleorMisconfigured),
        (httpx.ReadTimeout("slow"), SaleorUnavailable),
        (httpx.ConnectError("away"), SaleorUnavailable),
        (httpx.RemoteProtocolError("closed"), SaleorUnavailable),
    ],
)
def test_every_failure_is_one_of_four_kinds(answer, expected):
    saleor = Saleor(answer)

    with pytest.raises(expected):
        saleor.client().variant_prices("bag-1")


def test_closed_storefront_traffic_says_so_by_name():
    problem = {"message": "Closed.", "extensions": {"code": "STOREFRONT_TRAFFIC_NOT_ALLOWED"}}
    saleor = Saleor(httpx.Response(401, json={"errors": [problem]}))

    with pytest.raises(SaleorMisconfigured, match="STOREFRONT_TRAFFIC_NOT_ALLOWED"):
        saleor.client("").variant_prices("bag-1")


def test_no_token_is_ever_in_a_message():
    saleor = Saleor(httpx.Response(401, json={"errors": [{"message": "Closed."}]}))

    with pytest.raises(SaleorMisconfigured) as refused:
        saleor.client("a-secret-token").variant_prices("bag-1")

    assert "a-secret-token" not in str(refused.value)


def test_a_complete_may_take_a_minute_and_an_ordinary_query_may_not():
    saleor = Saleor({"data": {"checkoutComplete": {"order": None, "errors": []}}})
    plain = Saleor(variant_at(1000.0))

    saleor.client().checkout_complete("C")
    plain.client().variant_prices("bag-1")

    assert saleor.requests[0].extensions["timeout"]["read"] == 60
    assert plain.requests[0].extensions["timeout"]["read"] == 15
    assert plain.requests[0].extensions["timeout"]["connect"] == 3


@pytest.mark.django_db(transaction=True)
def test_saleor_is_not_called_inside_a_transaction():
    saleor = Saleor(variant_at(1000.0))

    with transaction.atomic(), pytest.raises(http.CallInTransaction):
        saleor.client().variant_prices("bag-1")

    assert saleor.requests == []


@pytest.mark.django_db
def test_a_tests_own_transaction_does_not_count_but_one_within_it_does():
    http.guard("saleor")

    with transaction.atomic(), pytest.raises(http.CallInTransaction):
        http.guard("saleor")


def test_a_silenced_service_is_not_called_and_others_are():
    saleor = Saleor(variant_at(1000.0))

    with http.silenced("saleor"):
        with pytest.raises(http.CallSilenced):
            saleor.client().variant_prices("bag-1")
        http.guard("stripe")

    assert saleor.requests == []
    assert saleor.client().variant_prices("bag-1").product_variant.id == "V"


@pytest.mark.django_db
def test_before_set_up_there_is_no_token_and_the_message_says_what_to_run(db):
    with pytest.raises(SaleorMisconfigured, match="gachi_setup"):
        api.worker()


@pytest.mark.django_db
def test_the_shop_and_the_workers_speak_under_tokens_of_their_own(settings):
    from django.utils import timezone

    sealed.seal("saleor.token.shop", "small", at=timezone.now())
    sealed.seal("saleor.token.market", "wide", at=timezone.now())

    assert api.shop().http_client.headers["Authorization"] == "Bearer small"
    assert api.worker().http_client.headers["Authorization"] == "Bearer wide"
    assert api.worker() is api.worker()
