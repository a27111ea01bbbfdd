"""Payments meet the stand-in of Stripe over loopback."""

import pytest
from django.utils import timezone

from marketplace.payments import services


@pytest.fixture(scope="session")
def running_stripe(shared_standin):
    return shared_standin("stripe", "--refund-settles-after", "0.1", database="sandbox_stripe_payments")


@pytest.fixture
def stripe(running_stripe, settings):
    """The stand-in, without faults, at the address that settings name."""
    running_stripe.clear_faults()
    settings.GACHI_STRIPE = {**settings.GACHI_STRIPE, "url": running_stripe.url}
    return running_stripe


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def expected(db, now):
    """A purchase that is to pay 42,000 won through the checkout ``checkout-1``."""
    return services.expect(document="purchase:G-TEST", saleor_checkout_id="checkout-1", amount=42000, now=now)


@pytest.fixture
def begin(stripe, expected, now):
    """A function that begins the expected payment."""

    def begin(transaction="transaction-1"):
        return services.begin(saleor_checkout_id="checkout-1", saleor_transaction_id=transaction, amount=42000, now=now)

    return begin
