"""The ledger's tasks: who is told of a change, and what is said aloud."""

import pytest
from structlog.testing import capture_logs

from campaigns.models import MarketListing
from marketplace.core.models import OutboxMessage
from marketplace.inventory import services
from marketplace.inventory.models import Shortfall, Stock
from marketplace.saleor import ids
from marketplace.storefront.models import Card
from tests.inventory.conftest import WHO
from tests.support.factories import make_listing, show_price
from vendors.models import Variant
from workers.jobs import inventory as jobs

pytestmark = pytest.mark.django_db


def told():
    rows = OutboxMessage.objects.exclude(topic__startswith="inventory.").order_by("pk")
    return [(row.topic, row.payload["sku"], row.payload["location_code"]) for row in rows]


def hear(**changed):
    payload = {"sku": "bag-1", "location_code": "home", "movement_id": 7, "sum_changed": True, **changed}
    jobs.stock_changed(**payload, added_by_a_later_release=1)


@pytest.fixture(autouse=True)
def is_sold_everywhere():
    """bag-1 is in Saleor and at a market; lonely-1 is nowhere yet."""
    ids.remember("variant", "bag-1", "UHJvZHVjdFZhcmlhbnQ6MQ==")
    variant = make_listing(reference="bag", units=0).variants.get()
    make_listing(reference="lonely", units=0, enterprise=variant.listing.enterprise)
    MarketListing.objects.create(market="coupang", variant=variant, state=MarketListing.State.ON_SALE)
    OutboxMessage.objects.all().delete()


def test_what_is_nowhere_yet_wakes_nobody():
    hear(sku="lonely-1")

    assert told() == []


def test_saleor_and_the_markets_hear_of_stock_at_home_once():
    hear()
    hear()

    assert told() == [
        ("vendors.push_stock", "bag-1", "home"),
        ("markets.rebalance", "bag-1", "home"),
    ]


def test_saleor_does_not_hear_of_a_change_that_it_does_not_show():
    hear(sum_changed=False)

    assert [topic for topic, *_ in told()] == ["markets.rebalance"]


def test_only_saleor_hears_of_stock_elsewhere():
    hear(location_code="popup-seongsu")

    assert told() == [("vendors.push_stock", "bag-1", "popup-seongsu")]
    assert not Card.objects.exists()


def test_the_card_says_what_is_left_at_home(receive):
    show_price(Variant.objects.get(sku="bag-1"))
    hear()
    before = Card.objects.get()
    receive("bag-1", 3)

    jobs.stock_changed(**OutboxMessage.objects.get(topic="inventory.stock_changed").payload)

    after = Card.objects.get()
    assert (before.units_left, after.units_left) == (0, 3)
    assert after.refreshed_at == before.refreshed_at  # counted, not made anew


def test_what_the_ledger_emits_is_what_the_task_takes(receive):
    receive("bag-1", 3)

    jobs.stock_changed(**OutboxMessage.objects.get(topic="inventory.stock_changed").payload)

    assert len(told()) == 2


def test_a_shortfall_is_said_aloud_until_a_person_settles_it(home):
    services.take_offered(document="coupang:9", market="coupang", units={"bag-1": 2}, key="import:9", **WHO)
    payload = OutboxMessage.objects.get(topic="inventory.alert_shortfall").payload

    with capture_logs() as logs:
        jobs.alert_shortfall(**payload)
    services.drop_shortfall(shortfall=Shortfall.objects.get(), resolution="취소", **WHO)
    with capture_logs() as later:
        jobs.alert_shortfall(**payload)

    assert logs == [
        {
            "event": "inventory.shortfall",
            "log_level": "warning",
            "sku": "bag-1",
            "location": "home",
            "document": "coupang:9",
            "units": 2,
        }
    ]
    assert later == []


def test_what_the_audit_finds_is_said_aloud(receive):
    receive("bag-1", 3)
    Stock.objects.update(free=4, on_hand=4)

    with capture_logs() as logs:
        jobs.audit()

    found = [(entry["figure"], entry["says"], entry["should_be"]) for entry in logs if entry["log_level"] == "error"]
    assert found == [("free", 4, 3), ("on_hand", 4, 3)]
    assert logs[-1]["differences"] == 2
