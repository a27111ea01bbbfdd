"""A small ledger, and short ways to use it."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from marketplace.inventory import services
from marketplace.inventory.models import BUCKETS, Commitment, Location, Offer, Shortfall, Stock, StockMovement

AT = datetime(2026, 11, 3, 1, 2, 3, tzinfo=UTC)
WHO = {"at": AT, "actor": "tests"}


@pytest.fixture
def home(db):
    return services.home()


@pytest.fixture
def popup(db):
    return services.open_location(code="popup-seongsu", kind=Location.Kind.POPUP, name="성수 팝업", **WHO)


@pytest.fixture
def receive(home):
    def receive(sku, units, location=home, key=None):
        key = key or f"in:{sku}:{location.code}:{StockMovement.objects.count()}"
        return services.receive(sku=sku, location=location, units=units, key=key, reason="입고", **WHO)

    return receive


@pytest.fixture
def figures(home):
    """A function that returns the figures of a SKU which are not zero."""

    def figures(sku, location=home):
        stock = Stock.objects.filter(sku=sku, location=location).first()
        columns = ("on_hand", *BUCKETS)
        return {column: getattr(stock, column) for column in columns if stock and getattr(stock, column)}

    return figures


def everything():
    """All that the ledger holds, to show that a refusal changed nothing."""
    return {
        model.__name__: sorted(map(str, model.objects.values_list()))
        for model in (Stock, StockMovement, Commitment, Offer, Shortfall)
    }


@pytest.fixture
def unchanged(db):
    """A context that fails if the ledger is another one after it."""

    class Unchanged:
        def __enter__(self):
            self.before = everything()
            return SimpleNamespace()

        def __exit__(self, *raised):
            if raised[0] is None:
                assert everything() == self.before

    return Unchanged()
