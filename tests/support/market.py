"""A shop that can be bought in: Saleor's and Stripe's stand-ins over loopback, our hooks process beside them.

Set-up takes seconds, so it is done once for each test run; what it wrote here is put back before every test, which
brings goods of its own.
"""

import itertools
import time

import httpx
import pytest
from django.urls import path
from django.utils import timezone

from marketplace.core.models import InboxMessage, OutboxMessage, SealedSecret
from marketplace.inventory.models import Stock
from marketplace.payments import services as payments
from marketplace.purchases import baskets, gate, runner
from marketplace.purchases.models import Attempt
from marketplace.saleor import api, ids, signatures
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.models import RemoteId
from marketplace.saleor.setup import set_up
from marketplace.webhooks import handling
from marketplace.webhooks.urls import urlpatterns as hooks
from tests.support.factories import make_enterprise, make_listing, show_price
from tests.support.saleor import ADMIN
from tests.support.shopping import CARD, details, intent, pay
from workers.jobs import payments as _handlers  # noqa: F401  (they register themselves)

urlpatterns = [*hooks, path("pay/back/", lambda request: None)]

State = Attempt.State
_numbers = itertools.count(1)
_written = {}


class Market:
    """Goods on sale in Saleor, and shoppers who buy them."""

    def __init__(self, saleor, stripe):
        self.saleor, self.stripe = saleor, stripe
        self._maker = None

    def sell(self, *, price=39000, units=10, saleor_units=None, **fields):
        """Put a thing on sale, here and in Saleor, with as many units there as here unless told otherwise."""
        self._maker = self._maker or make_enterprise("dasibom")
        reference = f"thing-{time.time_ns()}-{next(_numbers)}"
        listing = make_listing(
            fields.pop("maker", self._maker), reference=reference, prices=(price,), units=units, **fields
        )
        variant = listing.variants.select_related("listing__enterprise").get()
        show_price(variant)
        self.publish(variant, price, units if saleor_units is None else saleor_units)
        return variant

    def publish(self, variant, price, units):
        channel, warehouse = ids.require("channel", "shop"), ids.require("warehouse", "home")
        listing = inputs.ProductChannelListingCreateInput(
            channel_id=channel, is_published=True, visible_in_listings=True, is_available_for_purchase=True
        )
        row = inputs.ProductVariantBulkCreateInput(
            sku=variant.sku,
            track_inventory=True,
            attributes=[],
            channel_listings=[inputs.ProductVariantChannelListingAddInput(channel_id=channel, price=price)],
            stocks=[inputs.StockInput(warehouse=warehouse, quantity=units)],
        )
        made = api.worker().product_bulk_create(
            [
                inputs.ProductBulkCreateInput(
                    name=variant.listing.title,
                    slug=variant.sku,
                    external_reference=variant.listing.reference,
                    product_type=ids.require("product-type", "goods"),
                    tax_class=ids.require("tax-class", "default"),
                    category=self._category(),
                    channel_listings=[listing],
                    variants=[row],
                )
            ]
        )
        assert made.product_bulk_create.results[0].product, made
        there = api.worker().variant_stocks(variant.sku).product_variant
        ids.remember("variant", variant.sku, there.id)

    def _category(self):
        known = ids.find("category", "bags")
        if known is None:
            made = api.worker().category_create(inputs.CategoryInput(name="가방", slug=f"bags-{time.time_ns()}"), None)
            known = made.category_create.category.id
            ids.remember("category", "bags", known)
        return known

    def reprice(self, variant, price):
        """Have Saleor charge another price from now on, as applying an exhibition does."""
        row = inputs.ProductVariantChannelListingAddInput(channel_id=ids.require("channel", "shop"), price=price)
        api.worker().product_variant_channel_listing_update(variant.sku, [row])

    def push_stock(self, variant):
        """Write what our ledger says to Saleor, as the variant's lane does."""
        stock = Stock.objects.get(sku=variant.sku)
        self.set_saleor_stock(variant, stock.allocated + stock.free)

    def set_saleor_stock(self, variant, units):
        row = inputs.StockInput(warehouse=ids.require("warehouse", "home"), quantity=units)
        api.worker().product_variant_stocks_update(variant.sku, [row])

    def saleor_stock(self, variant):
        """Return on hand and allocated in Saleor."""
        (row,) = api.worker().variant_stocks(variant.sku).product_variant.stocks
        return row.quantity, row.quantity_allocated

    def basket(self, *things):
        """A new shopper's basket: variants, or (variant, units)."""
        now = timezone.now()
        basket = baskets.start(now=now)
        for thing in things:
            variant, units = thing if isinstance(thing, tuple) else (thing, 1)
            baskets.add(basket=basket, variant=variant, units=units, now=now)
        return basket

    def hold(self, *things, **fields):
        """A new shopper's purchase, units promised."""
        return gate.hold(basket=self.basket(*things), details=details(**fields), now=timezone.now())

    def ready(self, *things, **fields):
        """A purchase that waits to be paid."""
        attempt = self.advance(self.hold(*things, **fields))
        assert (attempt.state, attempt.problem) == (State.HELD, "")
        assert payments.of_document(attempt.document).client_secret
        return attempt

    def paid(self, *things, card=CARD, **fields):
        """A purchase that was paid on its page, and that nobody has woken since."""
        attempt = self.ready(*things, **fields)
        assert self.pay(attempt, card) == "requires_capture"
        return attempt

    def bought(self, *things, **fields):
        attempt = self.advance(self.paid(*things, **fields))
        assert (attempt.state, attempt.problem) == (State.CAPTURED, "")
        return attempt

    def pay(self, attempt, card=CARD):
        return pay(payments.of_document(attempt.document).intent_id, card)

    def advance(self, attempt, now=None):
        return runner.advance(attempt.pk, now=now or timezone.now())

    def advance_to(self, attempt, *states, tries=12, pause=0.0):
        """Advance through its pauses until it is in one of the states, without waiting for them longer than `pause`."""
        for _try in range(tries):
            attempt = self.advance(attempt)
            if attempt.state in states:
                return attempt
            time.sleep(pause)
        raise AssertionError(f"{attempt} never came to {states}: {attempt.problem}")

    def sweep(self, now):
        """Do what the sweep's task does, later: `now` is when."""
        found = runner.due(now=now)
        for pk in found:
            runner.advance(pk, now=now)
        return found

    def intent(self, attempt):
        return intent(payments.of_document(attempt.document).intent_id)

    def order(self, attempt):
        """Return the attempt's order as Saleor has it."""
        return api.worker().order(attempt.saleor_order_id).order

    def orders_of(self, attempt):
        """Return every order in Saleor that was made of an attempt's checkout."""
        found = [api.worker().order(pk).order for pk in orders_since(attempt.created_at)]
        return [order for order in found if order.checkout_id == attempt.saleor_checkout_id]

    def buckets(self, variant):
        """Return free and allocated in our ledger."""
        stock = Stock.objects.get(sku=variant.sku)
        return stock.free, stock.allocated

    def wakes(self, attempt):
        return OutboxMessage.objects.filter(topic="purchases.advance", payload__attempt_id=attempt.pk).count()

    def hear(self):
        """Handle what was stored in the inbox so far."""
        for pk in InboxMessage.objects.filter(state="RECEIVED").values_list("pk", flat=True):
            handling.handle(message_id=pk, now=timezone.now())


def orders_since(when):
    """Yield the ids of all orders in Saleor that changed since then, a page after another."""
    after = None
    while True:
        page = api.worker().orders_changed_since(when.isoformat(), after).orders
        yield from (edge.node.id for edge in page.edges)
        if not page.page_info.has_next_page:
            return
        after = page.page_info.end_cursor


@pytest.fixture(scope="session")
def market_saleor(shared_standin):
    return shared_standin(
        "saleor", "--retry-scale", "0.02", "--price-sweep-seconds", "1", database="sandbox_saleor_market"
    )


@pytest.fixture(scope="session")
def market_stripe(shared_standin, live_server):
    return shared_standin(
        "stripe",
        "--webhook-url",
        f"{live_server.url}/webhooks/stripe/",
        "--webhook-retry-scale",
        "0.01",
        "--rate-limit",
        "0",
        database="sandbox_stripe_market",
    )


@pytest.fixture
def market(transactional_db, settings, live_server, market_saleor, market_stripe, monkeypatch):
    settings.ROOT_URLCONF = "tests.support.market"
    settings.GACHI_SALEOR_URL = f"{market_saleor.url}/graphql/"
    settings.GACHI_HOOKS_URL = settings.GACHI_PUBLIC_URL = live_server.url
    settings.GACHI_STRIPE = {**settings.GACHI_STRIPE, "url": market_stripe.url}
    monkeypatch.setattr(signatures, "KEYS", signatures.Keys(signatures._fetch))
    market_saleor.clear_faults()
    market_stripe.clear_faults()
    if not _written:
        api.connect.cache_clear()
        set_up(admin=ADMIN, say=lambda _line: None)
        _written["rows"] = [*SealedSecret.objects.filter(name__startswith="saleor.token."), *RemoteId.objects.all()]
        market_saleor.clear_faults()
    else:
        for row in _written["rows"]:
            row.save(force_insert=True)
    yield Market(market_saleor, market_stripe)
    for standin in (market_saleor, market_stripe):
        # A webhook that comes while the tables are emptied would be waited for, or stop that.
        standin.clear_faults()
        standin.fault("out:*", "lose", times=None)
    time.sleep(0.1)


def saleor_graphql(url, query, **variables):
    """Ask Saleor directly, as someone without a token would."""
    return httpx.post(url, json={"query": query, "variables": variables}, timeout=30, trust_env=False).json()
