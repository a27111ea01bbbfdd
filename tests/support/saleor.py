"""Saleor for tests that meet it over loopback: the stand-in, our hooks process beside it, and a shop set up in it."""

import io
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.urls import path
from django.views.static import serve
from PIL import Image

from marketplace.saleor import api, signatures
from marketplace.saleor.setup import set_up
from marketplace.webhooks.urls import urlpatterns as hooks

# What Saleor reaches of ours: the hooks, and the pictures.
urlpatterns = [*hooks, path("media/<path:path>", serve, {"document_root": django_settings.MEDIA_ROOT})]

ADMIN = "admin@gachi.example.com:admin"


@pytest.fixture(scope="session")
def saleor_standin(start_standin):
    return start_standin("saleor", "--retry-scale", "0.02", "--price-sweep-seconds", "0.2")


@pytest.fixture
def saleor(saleor_standin, transactional_db, settings, live_server, monkeypatch):
    """A new Saleor that knows nothing of us, reachable and reaching us."""
    saleor_standin.reset()
    settings.ROOT_URLCONF = "tests.support.saleor"
    settings.GACHI_SALEOR_URL = f"{saleor_standin.url}/graphql/"
    settings.GACHI_HOOKS_URL = settings.GACHI_PUBLIC_URL = live_server.url
    monkeypatch.setattr(signatures, "KEYS", signatures.Keys(signatures._fetch))
    api.connect.cache_clear()
    _draw_picture()
    yield saleor_standin
    saleor_standin.clear_faults()


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
