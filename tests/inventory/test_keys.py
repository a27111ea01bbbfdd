"""A key is one thing: again with the same content it changes nothing, with other content it is refused."""

import pytest

from marketplace.inventory import services
from marketplace.inventory.models import Shortfall, StockOperation
from tests.inventory.conftest import WHO

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(home, popup, receive):
    """Stock in every state, so that each operation can be done."""
    for sku in ("bag-1", "cup-1"):
        receive(sku, 30)
        receive(sku, 10, popup)
        services.offer_units(sku=sku, market="coupang", units=4, key=f"offer:{sku}", **WHO)
    units = {"bag-1": 4, "cup-1": 4}
    services.commit_units(wanted=units, location=home, document="order:1", **WHO)
    services.ship_units(document="order:1", units={"bag-1": 2, "cup-1": 2}, key="ship:before", **WHO)
    services.send_units(units=units, sender=home, document="parcel:1", key="send:1", **WHO)
    services.take_offered(document="late", market="coupang", units={"soap-1": 5}, key="import:late", **WHO)
    receive("soap-1", 5)
    return home, popup


def operations(home, popup):
    """Each operation as (function, what is asked, what is asked differently under the same key)."""
    one = {"sku": "bag-1", "location": home, "reason": "이유"}
    lines, other, fewer = {"bag-1": 1, "cup-1": 1}, {"bag-1": 2, "cup-1": 1}, {"bag-1": 1}
    order = {"document": "order:1"}
    parcel = {"document": "parcel:1", "sender": home}
    sale = {"document": "coupang:9", "market": "coupang"}
    return {
        "receive": (services.receive, {**one, "units": 3}, {"units": 4}),
        "receive elsewhere": (services.receive, {**one, "units": 3}, {"location": popup}),
        "lose": (services.lose, {**one, "units": 3}, {"sku": "cup-1"}),
        "change": (services.change, {**one, "delta": 3}, {"delta": -3}),
        "count": (services.count, {**one, "shown_on_hand": 28, "counted": 27}, {"counted": 26}),
        "commit": (
            services.commit_units,
            {"wanted": lines, "location": home, "document": "order:2"},
            {"wanted": fewer},
        ),
        "release some": (services.release_some, {**order, "units": lines}, {"units": fewer}),
        "ship": (services.ship_units, {**order, "units": lines}, {"units": fewer}),
        "return": (services.return_units, {**order, "units": lines, "location": home}, {"location": popup}),
        "sell": (services.sell_units, {"units": lines, "location": popup, "document": "sale:1"}, {"units": other}),
        "offer": (services.offer_units, {"sku": "bag-1", "market": "coupang", "units": 1}, {"market": "elevenst"}),
        "withdraw": (services.withdraw_units, {"sku": "bag-1", "market": "coupang", "units": 1}, {"units": 2}),
        "take": (services.take_offered, {**sale, "units": lines}, {"units": fewer}),
        "reoffer": (services.reoffer_units, {**order, "market": "coupang", "units": lines}, {"units": fewer}),
        "send": (services.send_units, {**parcel, "units": lines}, {"units": fewer}),
        "arrive": (services.arrive_units, {**parcel, "receiver": popup, "received": lines}, {"lost": fewer}),
        "unsend": (services.unsend_units, {**parcel, "units": lines}, {"units": fewer}),
        "fill": (services.fill_shortfall, {"shortfall": Shortfall.objects.get(), "units": 2}, {"units": 3}),
    }


NAMES = [
    "receive", "receive elsewhere", "lose", "change", "count", "commit", "release some", "ship", "return", "sell",
    "offer", "withdraw", "take", "reoffer", "send", "arrive", "unsend", "fill",
]  # fmt: skip


def test_every_operation_is_asked_here(ready):
    assert list(operations(*ready)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_same_again_changes_nothing_and_answers_the_same(ready, unchanged, name):
    do, asked, _differently = operations(*ready)[name]
    first = do(**asked, key="k", **WHO)

    with unchanged:
        again = do(**asked, key="k", **WHO)

    assert again == first
    assert StockOperation.objects.filter(key="k").count() == 1


@pytest.mark.parametrize("name", NAMES)
def test_something_else_under_the_same_key_is_refused(ready, unchanged, name):
    do, asked, differently = operations(*ready)[name]
    do(**asked, key="k", **WHO)

    with unchanged, pytest.raises(services.KeyReused) as refused:
        do(**{**asked, **differently}, key="k", **WHO)

    assert refused.value.key == "k"


def test_a_document_is_committed_once_by_its_own_key(ready, unchanged):
    home, _popup = ready

    with unchanged, pytest.raises(services.KeyReused):
        services.commit_units(wanted={"bag-1": 1}, location=home, document="order:1", **WHO)


def test_one_kind_of_operation_does_not_pass_for_another(ready, unchanged):
    home, _popup = ready
    services.send_units(units={"bag-1": 1}, sender=home, document="parcel:1", key="k", **WHO)

    with unchanged, pytest.raises(services.KeyReused):
        services.unsend_units(units={"bag-1": 1}, sender=home, document="parcel:1", key="k", **WHO)


def test_an_operation_without_a_key_is_a_mistake_of_the_caller(ready, unchanged):
    home, _popup = ready

    with unchanged, pytest.raises(ValueError, match="key"):
        services.receive(sku="bag-1", location=home, units=1, key="", reason="", **WHO)


def test_a_refused_operation_leaves_its_key_unused(ready):
    with pytest.raises(services.InsufficientStock):
        services.offer_units(sku="bag-1", market="coupang", units=1000, key="k", **WHO)

    services.offer_units(sku="bag-1", market="coupang", units=1, key="k", **WHO)

    assert StockOperation.objects.get(key="k").content["units"] == 1
