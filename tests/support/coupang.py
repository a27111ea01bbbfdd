"""쿠팡 for tests that meet it over loopback: the stand-in, a web server with our pictures, and offers brought there."""

import io
import time

import httpx
import pytest
from django.utils import timezone
from PIL import Image

from campaigns import lanes as quantities
from campaigns import orders
from campaigns.markets import applying, registry
from campaigns.markets.steps import WantedOffer, plan_steps
from campaigns.models import MarketListing
from marketplace.channels import lanes, plans
from marketplace.channels.models import Lane
from marketplace.inventory.models import Offer, Stock
from tests.sandbox.coupang.conftest import ImageHost

MARKET = "coupang"
QUICK = {
    "creation_delay": 0,
    "approval_delay": 0,
    "sku_lookup_delay": 0,
    "ack_delay": 0,
    "settle_delay": 0,
    "option_seconds": 0,
    "rate_limit": 0,
    "block_after": 0,
}


class Pictures(ImageHost):
    """Has a square picture under every name."""

    def draw(self, path):
        body = io.BytesIO()
        Image.new("RGB", (600, 600), "teal").save(body, "JPEG")
        return body.getvalue()


class Market:
    """The stand-in with our side of it: what staff, shoppers and workers do, in one line each."""

    def __init__(self, standin, pictures_url):
        self.standin, self.pictures_url = standin, pictures_url
        self._http = httpx.Client(base_url=standin.url, timeout=30, trust_env=False)

    # The market's side

    def control(self, action, **body):
        response = self._http.post(f"/_sandbox/{action}", json=body)
        assert response.status_code < 400, response.text
        return response.json()

    def switch(self, **switches):
        self.control("switches", **switches)

    def buy(self, sku, units=1, **more):
        return self.control("shop/buy", externalVendorSku=sku, units=units, **more)

    def tries_to_buy(self, sku, units=1):
        return self._http.post("/_sandbox/shop/buy", json={"externalVendorSku": sku, "units": units}).status_code == 201

    def item(self, sku):
        items = self._http.get("/_sandbox/shop/items").json()
        return next((item for item in items if item["externalVendorSku"] == sku), None)

    def boxes(self):
        return self._http.get("/_sandbox/shop/orders").json()

    def decide(self, how, listing, seconds=10, **more):
        """Approve or deny a product as the reviewers would, once they have it."""
        body = {"sellerProductId": int(listing.remote_product_id), **more}
        limit = time.monotonic() + seconds
        while self._http.post(f"/_sandbox/staff/{how}", json=body).status_code != 200:
            assert time.monotonic() < limit
            time.sleep(0.05)

    def wait_for_box(self, status, seconds=10):
        limit = time.monotonic() + seconds
        while self.boxes()[0]["status"] != status:
            assert time.monotonic() < limit, self.boxes()
            time.sleep(0.05)

    # Ours

    def plan(self, wanted=(), ended=(), subject="campaign:0", out=()):
        now = timezone.now()
        steps = plan_steps(market=MARKET, wanted=list(wanted), ended=list(ended), out=list(out), now=now)
        return plans.save_plan(channel=MARKET, subject=subject, steps=steps, made_by="tests", now=now)

    def apply(self, plan):
        plans.approve(plan=plan, digest=plan.digest, actor="tests", now=timezone.now())
        plans.run_plan(plan_id=plan.pk, now=timezone.now())
        plan.refresh_from_db()
        return plan

    def hear(self, seconds=10):
        """Hear approvals until nothing waits."""
        limit = time.monotonic() + seconds
        waiting = MarketListing.objects.filter(state__in=("CREATING", "IN_REVIEW"))
        applying.read_approvals(now=timezone.now())
        while waiting.exists():
            assert time.monotonic() < limit, list(waiting.values())
            time.sleep(0.05)
            applying.read_approvals(now=timezone.now())

    def offer(self, variant, price=None, **fields):
        """Bring a variant to the market, approved, and let its lane have its turn."""
        wanted = WantedOffer(variant=variant, price=price or variant.price, **fields)
        self.apply(self.plan([wanted]))
        self.hear()
        self.turn(variant.sku)
        return MarketListing.objects.get(variant=variant)

    def ask(self, sku):
        return quantities.request_turn(market=MARKET, sku=sku, now=timezone.now())

    def turn(self, sku, rounds=10):
        """Take the turns of a SKU's lane until it is not behind; returns the lane."""
        lane = self.ask(sku)
        for _round in range(rounds):
            lanes.take_turn(lane_id=lane.pk, now=timezone.now())
            lane.refresh_from_db()
            if not lane.is_behind or lane.parked_at or lane.attempts:
                break
            Lane.objects.filter(pk=lane.pk).update(due_at=timezone.now())
        return lane

    def sweep(self):
        return orders.sweep(now=timezone.now())

    def stock(self, sku):
        return Stock.objects.get(sku=sku, location__code="home")

    def buckets(self, sku):
        """(free, offered, allocated) of a SKU, and what the market shows."""
        stock = self.stock(sku)
        offer = Offer.objects.filter(stock=stock, market=MARKET).first()
        assert (offer.units if offer else 0) == stock.offered
        item = self.item(sku)
        return stock.free, stock.offered, stock.allocated, item["quantity"] if item else None


# Each module that imports these fixtures has its own; they share one stand-in, or two would work on one database.
_started = {}


@pytest.fixture(scope="session")
def pictures():
    if "pictures" not in _started:
        _started["pictures"] = Pictures()
    return _started["pictures"]


@pytest.fixture(scope="session")
def coupang_standin(shared_standin, pictures):
    values = QUICK | {"image_ports": f"80,443,{pictures.port}"}
    flags = [f"--{name.replace('_', '-')}={value}" for name, value in values.items()]
    return shared_standin("coupang", *flags, database="sandbox_coupang_markets")


@pytest.fixture
def market(coupang_standin, pictures, transactional_db, empty_redis, settings):
    """A new 쿠팡 that knows nothing of us, without delays."""
    coupang_standin.reset()
    coupang_standin.clear_faults()
    settings.GACHI_COUPANG = {**settings.GACHI_COUPANG, "url": coupang_standin.url}
    settings.GACHI_PUBLIC_URL = pictures.url
    registry.forget()
    yield Market(coupang_standin, pictures.url)
    registry.forget()
