"""Saleor for tests that meet it over loopback: the stand-in, our hooks process beside it, and a shop set up in it."""

import io
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.urls import path
from django.views.static import serve
from PIL import Image

from marketplace.saleor import api, ids, installing, signatures
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.setup import set_up
from marketplace.webhooks.urls import urlpatterns as hooks

# What Saleor reaches of ours: the hooks, and the pictures.
urlpatterns = [*hooks, path("media/<path:path>", serve, {"document_root": django_settings.MEDIA_ROOT})]

ADMIN = "admin@gachi.example.com:admin"


@pytest.fixture(scope="session")
def saleor_standin(shared_standin):
    return shared_standin("saleor", "--retry-scale", "0.02", "--price-sweep-seconds", "0.2", database="sandbox_saleor")


@pytest.fixture
def saleor(saleor_standin, transactional_db, settings, live_server, monkeypatch):
    """A new Saleor that knows nothing of us, reachable and reaching us."""
    saleor_standin.reset()
    settings.ROOT_URLCONF = "tests.support.saleor"
    settings.GACHI_SALEOR_URL = f"{saleor_standin.url}/graphql/"
    settings.GACHI_HOOKS_URL = settings.GACHI_PUBLIC_URL = live_server.url
    monkeypatch.setattr(installing, "PAUSE", 0.05)
    monkeypatch.setattr(signatures, "KEYS", signatures.Keys(signatures._fetch))
    api.connect.cache_clear()
    _draw_picture()
    yield saleor_standin
    # An event that comes while the database is emptied would lock what is being emptied.
    saleor_standin.fault("out:*", "lose", times=None)
    settings.ROOT_URLCONF = "tests.support.nowhere"
    time.sleep(0.1)


@pytest.fixture
def shop(saleor):
    """Saleor, set up for Gachi; its calls so far are forgotten."""
    set_up(admin=ADMIN, say=lambda _line: None)
    saleor.clear_faults()
    return saleor


def _draw_picture():
    """The picture of tests.support.factories, where Saleor fetches it."""
    from tests.support.factories import PICTURE

    target = Path(django_settings.MEDIA_ROOT, PICTURE["key"], "market.jpg")
    if not target.exists():
        body = io.BytesIO()
        Image.new("RGB", (600, 600), "teal").save(body, "JPEG")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body.getvalue())


ADDRESS = inputs.AddressInput(
    first_name="길동",
    last_name="홍",
    street_address_1="개봉로23길 10",
    city="구로구",
    country_area="서울특별시",
    postal_code="08274",
    country="KR",
    phone="01012345678",
)
PAY = """mutation($id: ID!, $paid: TransactionCreateInput!) {
  transactionCreate(id: $id, transaction: $paid) { errors { field code message } } }"""


def ask(query, **variables):
    """Ask Saleor something that no operation of ours asks; returns the data."""
    saleor = api.worker()
    return saleor.get_data(saleor.execute(query, None, variables))


def place_in_saleor(units):
    """A paid order in Saleor of these units; returns its id."""
    shop = api.shop()
    lines = [
        inputs.CheckoutLineInput(variant_id=ids.require("variant", sku), quantity=count) for sku, count in units.items()
    ]
    given = inputs.CheckoutCreateInput(
        channel="shop", email="shopper@example.com", lines=lines, shipping_address=ADDRESS, billing_address=ADDRESS
    )
    checkout = shop.checkout_create(given).checkout_create.checkout.id
    delivery = shop.delivery_options_calculate(checkout).delivery_options_calculate.deliveries[0].id
    shop.checkout_delivery_method_update(checkout, delivery)
    total = shop.checkout(checkout).checkout.total_price.gross.amount
    ask(PAY, id=checkout, paid={"name": "paid", "amountCharged": {"amount": total, "currency": "KRW"}})
    return shop.checkout_complete(checkout).checkout_complete.order.id
