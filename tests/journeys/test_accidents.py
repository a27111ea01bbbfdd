"""Accidents to a real Saleor while Gachi sells: its API killed, its worker stopped, events lost, rows edited by hand.

Needs hands on that Saleor: JOURNEY_SALEOR_HANDS is a program that takes one word: kill-api, start-api, stop-worker,
start-worker, drop-webhooks (forget what waits for the stopped worker). JOURNEY_STOPPED_SECONDS is how long the worker
stays away (60; ten minutes in docs/saleor.md). The same accidents are played against the stand-in in tests/faults.
"""

import html
import os
import re
import subprocess
import time

import httpx
import pytest

from tests.journeys.conftest import until, words
from tests.journeys.test_first_journey import free_units, open_orders, order, pay_for

HANDS = os.environ.get("JOURNEY_SALEOR_HANDS", "")
STOPPED = int(os.environ.get("JOURNEY_STOPPED_SECONDS", "60"))
SOAP, SOAP_PAGE = "E02-CALENDULA-SOAP-1", "/product/calendula-soap/"

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(2400),
    pytest.mark.skipif(not HANDS, reason="JOURNEY_SALEOR_HANDS is not given: no hands on a real Saleor"),
]

TOKEN = """
from django.conf import settings
from marketplace.saleor import api
email, _, password = settings.GACHI_SALEOR_ADMIN.partition(":")
print("token", api.worker().token_create(email=email, password=password).token_create.token)
"""


def hands(word):
    subprocess.run([HANDS, word], check=True, timeout=180)


class Dashboard:
    """A member of staff in Saleor's own Dashboard: its API with a person's token."""

    def __init__(self, marketplace):
        said = marketplace.manage("shell", "-c", TOKEN)
        self.token = re.search(r"^token (\S+)$", said.stdout, re.M)[1]
        self.url = os.environ["JOURNEY_SALEOR_URL"]

    def do(self, query, **variables):
        headers = {"Authorization": f"Bearer {self.token}"}
        body = {"query": query, "variables": variables}
        answer = httpx.post(self.url, json=body, headers=headers, timeout=60, trust_env=False).json()
        assert "errors" not in answer, answer
        (data,) = answer["data"].values()
        assert not (isinstance(data, dict) and data.get("errors")), data
        return data


@pytest.fixture
def dashboard(marketplace):
    return Dashboard(marketplace)


@pytest.fixture(scope="module")
def maker(marketplace):
    return marketplace.visitor().log_in("owner@onsae.example.com")


def secret_of(shopper, path):
    page = until(lambda: (text := shopper.get(path)) and 'data-stage="paying"' in text and text, 120)
    return html.unescape(re.search(r'data-secret="([^"]+)"', page).group(1))


def ordered(shopper, path, seconds=300):
    """Wait for the order page and return Saleor's number of the order."""
    said = until(lambda: (text := words(shopper.get(path))) and "주문이 완료됐어요" in text and text, seconds, 2)
    return re.search(r"주문번호 (\d+)", said)[1]


def agree(marketplace, seconds=300):
    """Wait until the books of Gachi, Saleor and Stripe say the same, by themselves."""
    said = None

    def compared():
        nonlocal said
        said = marketplace.compare_books()
        return said.returncode == 0

    try:
        until(compared, seconds, 5)
    except AssertionError as exc:
        raise AssertionError(said.stdout + said.stderr) from exc


def find(dashboard, number):
    edges = dashboard.do(
        "query($n: [Int!]) {orders(first: 5, where: {number: {oneOf: $n}}) {edges {node {id status}}}}", n=[int(number)]
    )["edges"]
    return edges[0]["node"]


@pytest.mark.parametrize("after", [0.0, 0.4, 1.2])
def test_saleor_is_killed_while_it_completes_orders(marketplace, after):
    buying = []
    for _ in range(4):
        shopper = marketplace.visitor()
        path = order(shopper, SOAP, 1)
        buying.append((shopper, path, secret_of(shopper, path)))

    for shopper, path, secret in buying:
        assert marketplace.pay(secret).status_code == 200
        shopper.http.get(f"{path}back/")
    time.sleep(after)
    hands("kill-api")
    try:
        time.sleep(5)
    finally:
        hands("start-api")

    numbers = [ordered(shopper, path) for shopper, path, _secret in buying]
    assert len(set(numbers)) == 4
    agree(marketplace)


def test_saleors_worker_is_away_and_its_events_come_late_or_never(marketplace, maker, dashboard):
    kept, cancelled = marketplace.visitor(), marketplace.visitor()
    known = set(open_orders(maker, "onsae"))
    hands("stop-worker")
    try:
        path, other = order(kept, SOAP, 1), order(cancelled, SOAP, 1)
        pay_for(marketplace, kept, path)
        pay_for(marketplace, cancelled, other)
        ordered(kept, path)
        number = ordered(cancelled, other)
        until(lambda: len(set(open_orders(maker, "onsae")) - known) == 2)
        dashboard.do("mutation($id: ID!) {orderCancel(id: $id) {errors {code}}}", id=find(dashboard, number)["id"])
        # No webhook comes, and yet it is heard of.
        until(lambda: len(set(open_orders(maker, "onsae")) - known) == 1, 180, 3)
        assert "1개 취소" in words(cancelled.get(other.replace("/pay/", "/orders/")))
        time.sleep(STOPPED)
        agree(marketplace)
        hands("drop-webhooks")
    finally:
        hands("start-worker")
    agree(marketplace)


def test_stock_and_price_are_edited_by_hand(marketplace, maker, dashboard):
    free = free_units(maker, "onsae", SOAP)
    variant = dashboard.do(
        """query($s: String!) {productVariant(sku: $s) {id stocks {quantity warehouse {id}}
        channelListings {channel {id slug} price {amount}}}}""",
        s=SOAP,
    )
    (stock,) = variant["stocks"]
    (listing,) = [row for row in variant["channelListings"] if row["channel"]["slug"] == "shop"]
    price = listing["price"]["amount"]

    dashboard.do(
        """mutation($id: ID!, $s: [StockInput!]!) {productVariantStocksUpdate(variantId: $id, stocks: $s)
        {errors {code}}}""",
        id=variant["id"],
        s=[{"warehouse": stock["warehouse"]["id"], "quantity": 999}],
    )
    dashboard.do(
        """mutation($id: ID!, $i: [ProductVariantChannelListingAddInput!]!)
        {productVariantChannelListingUpdate(id: $id, input: $i) {errors {code}}}""",
        id=variant["id"],
        i=[{"channelId": listing["channel"]["id"], "price": 1}],
    )

    def now():
        shown = dashboard.do(
            """query($s: String!) {productVariant(sku: $s) {stocks {quantity}
            channelListings {channel {slug} price {amount}}}}""",
            s=SOAP,
        )
        prices = [row["price"]["amount"] for row in shown["channelListings"] if row["channel"]["slug"] == "shop"]
        return shown["stocks"][0]["quantity"], prices[0]

    until(lambda: now() == (stock["quantity"], price), 420, 5)
    assert free_units(maker, "onsae", SOAP) == free
    shopper = marketplace.visitor()
    path = order(shopper, SOAP, 1)
    pay_for(marketplace, shopper, path)
    ordered(shopper, path)
    agree(marketplace)
