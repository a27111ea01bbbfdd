"""A basket, and goods to put into it."""

import pytest
from django.utils import timezone

from marketplace.purchases import baskets
from tests.support.factories import make_enterprise, make_listing, show_price
from tests.support.market import market, market_saleor, market_stripe

__all__ = ["market", "market_saleor", "market_stripe"]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def basket(db, now):
    return baskets.start(now=now)


@pytest.fixture
def goods(db):
    """A function that puts one more thing on sale: ``goods(price=9000, units=3)`` returns its variant."""
    made = []

    def goods(*, price=39000, units=10, maker=None, shown=True, **fields):
        number = len(made) + 1
        maker = maker or (made[0].listing.enterprise if made else make_enterprise())
        listing = make_listing(
            maker, reference=f"thing-{number}", title=f"물건 {number}", prices=(price,), units=units, **fields
        )
        variant = listing.variants.select_related("listing__enterprise").get()
        if shown:
            show_price(variant)
        made.append(variant)
        return variant

    return goods
