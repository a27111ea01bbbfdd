"""How many statements an operation takes does not depend on how many lines it has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.inventory import services
from marketplace.inventory.models import Stock
from tests.inventory.conftest import AT, WHO

pytestmark = pytest.mark.django_db

SKUS = [f"sku-{n:03}" for n in range(120)]


@pytest.fixture
def full(home, popup):
    Stock.objects.bulk_create(Stock(sku=sku, location=home, on_hand=50, free=50, updated_at=AT) for sku in SKUS)
    return home, popup


def chain(home, popup, skus, name):
    """Operations that can be done after each other, each with as many lines as there are SKUs."""
    lines = dict.fromkeys(skus, 1)
    order, parcel, sale = f"order:{name}", f"parcel:{name}", f"coupang:{name}"
    keys = (f"{name}:{n}" for n in range(100))
    parts = {"sender": home, "document": parcel}
    return {
        "commit": lambda: services.commit_units(wanted=lines, location=home, document=order, **WHO),
        "ship": lambda: services.ship_units(document=order, units=lines, key=next(keys), **WHO),
        "return": lambda: services.return_units(document=order, units=lines, key=next(keys), location=home, **WHO),
        "take": lambda: services.take_offered(document=sale, market="coupang", units=lines, key=next(keys), **WHO),
        "reoffer": lambda: services.reoffer_units(
            document=sale, market="coupang", units=dict.fromkeys(skus[::2], 1), key=next(keys), **WHO
        ),
        "release": lambda: services.release_units(document=sale, **WHO),
        "send": lambda: services.send_units(units=lines, key=next(keys), **parts, **WHO),
        "arrive": lambda: services.arrive_units(received=lines, receiver=popup, key=next(keys), **parts, **WHO),
        "sell": lambda: services.sell_units(
            units=lines, location=popup, document=f"sale:{name}", key=next(keys), **WHO
        ),
    }


def count_statements(operations):
    counts = {}
    for name, do in operations.items():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            do()
        counts[name] = len(queries)
    return counts


def test_many_lines_take_as_many_statements_as_two(full):
    few = count_statements(chain(*full, SKUS[:2], "few"))
    many = count_statements(chain(*full, SKUS[2:], "many"))

    assert many == few
    assert many["commit"] == 6
    assert max(many.values()) <= 15


def test_a_refused_commit_of_many_lines_takes_a_few_too(full, django_assert_num_queries):
    home, _popup = full

    with django_assert_num_queries(5), pytest.raises(services.InsufficientStock):
        services.commit_units(wanted=dict.fromkeys(SKUS, 51), location=home, document="order:1", **WHO)
