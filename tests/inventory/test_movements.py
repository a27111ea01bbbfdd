"""What each movement does to each figure, and what is refused."""

import pytest

from marketplace.core.models import OutboxMessage
from marketplace.inventory import services
from marketplace.inventory.models import Commitment, Location, Offer, Shortfall, Stock, StockMovement
from tests.inventory.conftest import AT, WHO

pytestmark = pytest.mark.django_db


def vectors(document=None, **where):
    """Movements as (kind, on hand, what else changed), oldest first."""
    rows = StockMovement.objects.filter(**where).order_by("pk")
    if document is not None:
        rows = rows.filter(document=document)
    buckets = ("free", "allocated", "offered", "leased", "in_transit_out")
    return [(m.kind, m.on_hand, {b: getattr(m, b) for b in buckets if getattr(m, b)}) for m in rows]


def test_units_that_come_in_are_free(home, figures):
    [movement] = services.receive(sku="bag-1", location=home, units=7, key="in:1", reason="입고", document="d", **WHO)

    assert figures("bag-1") == {"on_hand": 7, "free": 7}
    assert vectors() == [("RECEIVE", 7, {"free": 7})]
    assert (movement.units, movement.actor_label, movement.reason, movement.at) == (7, "tests", "입고", AT)


def test_units_are_lost_from_free(home, receive, figures):
    receive("bag-1", 7)

    services.lose(sku="bag-1", location=home, units=2, key="out:1", reason="파손", **WHO)

    assert figures("bag-1") == {"on_hand": 5, "free": 5}
    assert vectors()[-1] == ("LOSE", -2, {"free": -2})


@pytest.mark.parametrize(("delta", "kind", "left"), [(3, "RECEIVE", 10), (-7, "LOSE", 0)])
def test_a_person_changes_stock_by_a_difference_with_a_reason(home, receive, figures, delta, kind, left):
    receive("bag-1", 7)

    services.change(sku="bag-1", location=home, delta=delta, reason="실물 확인", key="edit:1", **WHO)

    assert figures("bag-1").get("on_hand", 0) == left
    assert StockMovement.objects.latest("pk").kind == kind


@pytest.mark.parametrize("sku", ["bag-1", "never-received"])
def test_more_than_is_free_is_not_taken_away(home, receive, unchanged, sku):
    receive("bag-1", 7)
    services.commit_units(wanted={"bag-1": 3}, location=home, document="order:1", **WHO)

    with unchanged, pytest.raises(services.InsufficientStock) as refused:
        services.change(sku=sku, location=home, delta=-5, reason="파손", key="edit:1", **WHO)

    assert refused.value.shortages == {sku: (5, 4 if sku == "bag-1" else 0)}


@pytest.mark.parametrize("units", [0, -1])
def test_no_units_and_fewer_are_a_mistake_of_the_caller(home, unchanged, units):
    with unchanged, pytest.raises(ValueError, match="units"):
        services.receive(sku="bag-1", location=home, units=units, key="in:1", reason="", **WHO)


@pytest.mark.parametrize(("counted", "vector"), [(9, ("COUNT", 2, {"free": 2})), (4, ("COUNT", -3, {"free": -3}))])
def test_a_count_sets_on_hand_to_what_was_found(home, receive, figures, counted, vector):
    receive("bag-1", 7)

    services.count(sku="bag-1", location=home, shown_on_hand=7, counted=counted, key="count:1", reason="실사", **WHO)

    assert figures("bag-1") == {"on_hand": counted, "free": counted}
    assert vectors()[-1] == vector


def test_a_count_that_finds_what_was_shown_is_written_down_too(home, receive, figures):
    receive("bag-1", 7)

    services.count(sku="bag-1", location=home, shown_on_hand=7, counted=7, key="count:1", reason="실사", **WHO)

    assert figures("bag-1") == {"on_hand": 7, "free": 7}
    assert vectors()[-1] == ("COUNT", 0, {})
    assert OutboxMessage.objects.filter(topic="inventory.stock_changed").count() == 1


def test_a_count_against_a_figure_that_has_moved_is_refused(home, receive, unchanged):
    receive("bag-1", 7)

    with unchanged, pytest.raises(services.FigureMoved) as refused:
        services.count(sku="bag-1", location=home, shown_on_hand=8, counted=8, key="count:1", reason="실사", **WHO)

    assert (refused.value.shown, refused.value.on_hand) == (8, 7)


def test_a_count_below_what_is_promised_is_refused(home, receive, unchanged):
    receive("bag-1", 7)
    services.commit_units(wanted={"bag-1": 3}, location=home, document="order:1", **WHO)
    services.offer_units(sku="bag-1", market="coupang", units=2, key="offer:1", **WHO)

    with unchanged, pytest.raises(services.PromisedUnits) as refused:
        services.count(sku="bag-1", location=home, shown_on_hand=7, counted=4, key="count:1", reason="실사", **WHO)

    assert (refused.value.counted, refused.value.on_hand, refused.value.promised) == (4, 7, 5)


def test_a_commit_promises_every_line_or_none(home, receive, figures):
    receive("bag-1", 7)
    receive("cup-1", 2)

    services.commit_units(wanted={"cup-1": 2, "bag-1": 3}, location=home, document="order:1", **WHO)

    assert figures("bag-1") == {"on_hand": 7, "free": 4, "allocated": 3}
    assert figures("cup-1") == {"on_hand": 2, "allocated": 2}
    assert vectors("order:1") == [
        ("COMMIT", 0, {"free": -3, "allocated": 3}),
        ("COMMIT", 0, {"free": -2, "allocated": 2}),
    ]
    assert sorted(Commitment.objects.values_list("stock__sku", "document", "units")) == [
        ("bag-1", "order:1", 3),
        ("cup-1", "order:1", 2),
    ]


def test_a_commit_of_which_one_line_is_short_promises_nothing(home, receive, unchanged):
    receive("bag-1", 7)
    receive("cup-1", 2)

    with unchanged, pytest.raises(services.InsufficientStock) as refused:
        services.commit_units(wanted={"bag-1": 3, "cup-1": 3, "unknown": 1}, location=home, document="order:1", **WHO)

    assert refused.value.shortages == {"cup-1": (3, 2), "unknown": (1, 0)}


def test_units_that_are_released_are_free_again(home, receive, figures):
    receive("bag-1", 7)
    services.commit_units(wanted={"bag-1": 3}, location=home, document="order:1", **WHO)

    services.release_units(document="order:1", **WHO)
    again = services.release_units(document="order:1", **WHO)

    assert again == []
    assert figures("bag-1") == {"on_hand": 7, "free": 7}
    assert vectors("order:1")[-1] == ("RELEASE", 0, {"free": 3, "allocated": -3})


def test_a_commit_repeated_after_all_was_released_does_not_pass_for_a_promise(home, receive, unchanged):
    receive("bag-1", 7)
    services.commit_units(wanted={"bag-1": 3}, location=home, document="order:1", **WHO)
    services.release_units(document="order:1", **WHO)

    with unchanged, pytest.raises(services.PromiseEnded):
        services.commit_units(wanted={"bag-1": 3}, location=home, document="order:1", **WHO)


def test_a_document_may_be_promised_units_again_under_another_key(home, receive, figures):
    receive("bag-1", 7)
    services.commit_units(wanted={"bag-1": 3}, location=home, document="order:1", **WHO)
    services.release_units(document="order:1", **WHO)

    services.commit_units(wanted={"bag-1": 2}, location=home, document="order:1", key="commit:order:1:again", **WHO)

    assert figures("bag-1") == {"on_hand": 7, "free": 5, "allocated": 2}
    services.release_units(document="order:1", **WHO)
    assert figures("bag-1") == {"on_hand": 7, "free": 7}


def test_a_commit_repeated_after_it_shipped_changes_nothing(home, receive, unchanged):
    receive("bag-1", 7)
    first = services.commit_units(wanted={"bag-1": 3}, location=home, document="order:1", **WHO)
    services.ship_units(document="order:1", units={"bag-1": 3}, key="ship:1", **WHO)

    with unchanged:
        again = services.commit_units(wanted={"bag-1": 3}, location=home, document="order:1", **WHO)

    assert again == first


def test_part_of_a_promise_is_given_back(home, receive, figures):
    receive("bag-1", 7)
    services.commit_units(wanted={"bag-1": 3}, location=home, document="order:1", **WHO)

    services.release_some(document="order:1", units={"bag-1": 1}, key="cancel:1", **WHO)

    assert figures("bag-1") == {"on_hand": 7, "free": 5, "allocated": 2}
    assert Commitment.objects.get().units == 2


def test_promised_units_leave_when_they_ship(home, receive, figures):
    receive("bag-1", 7)
    services.commit_units(wanted={"bag-1": 3}, location=home, document="order:1", **WHO)

    services.ship_units(document="order:1", units={"bag-1": 2}, key="ship:1", **WHO)

    assert figures("bag-1") == {"on_hand": 5, "free": 4, "allocated": 1}
    assert vectors("order:1")[-1] == ("SHIP", -2, {"allocated": -2})


@pytest.mark.parametrize("leave", [services.ship_units, services.release_some])
def test_more_than_was_promised_does_not_leave(home, receive, unchanged, leave):
    receive("bag-1", 7)
    services.commit_units(wanted={"bag-1": 3}, location=home, document="order:1", **WHO)

    with unchanged, pytest.raises(services.UnitsNotHeld) as refused:
        leave(document="order:1", units={"bag-1": 4, "cup-1": 1}, key="ship:1", **WHO)

    assert refused.value.shortages == {"bag-1": (4, 3), "cup-1": (1, 0)}


def test_a_counter_sale_takes_free_units_away_at_once(popup, receive, figures):
    receive("bag-1", 7, popup)

    services.sell_units(units={"bag-1": 2}, location=popup, document="sale:1", key="sale:1", **WHO)

    assert figures("bag-1", popup) == {"on_hand": 5, "free": 5}
    assert vectors("sale:1") == [("SELL", -2, {"free": -2})]


def test_returned_units_are_free_where_they_came_back(home, popup, receive, figures):
    receive("bag-1", 7, popup)
    services.sell_units(units={"bag-1": 2}, location=popup, document="sale:1", key="sale:1", **WHO)

    services.return_units(document="sale:1", units={"bag-1": 1}, key="undo:1", location=home, **WHO)

    assert figures("bag-1", popup) == {"on_hand": 5, "free": 5}
    assert figures("bag-1") == {"on_hand": 1, "free": 1}
    assert vectors("sale:1")[-1] == ("RETURN", 1, {"free": 1})


def test_no_more_comes_back_than_has_left(home, popup, receive, unchanged):
    receive("bag-1", 7, popup)
    receive("bag-1", 1)
    services.sell_units(units={"bag-1": 2}, location=popup, document="sale:1", key="sale:1", **WHO)
    services.return_units(document="sale:1", units={"bag-1": 1}, key="undo:1", location=home, **WHO)

    with unchanged, pytest.raises(services.UnitsNotHeld) as refused:
        services.return_units(document="sale:1", units={"bag-1": 2}, key="undo:2", location=popup, **WHO)

    assert refused.value.shortages == {"bag-1": (2, 1)}


def test_offered_units_are_a_markets_to_sell_until_they_are_withdrawn(home, receive, figures):
    receive("bag-1", 7)

    services.offer_units(sku="bag-1", market="coupang", units=4, key="offer:1", **WHO)
    services.withdraw_units(sku="bag-1", market="coupang", units=1, key="withdraw:1", **WHO)

    assert figures("bag-1") == {"on_hand": 7, "free": 4, "offered": 3}
    assert list(Offer.objects.values_list("market", "units")) == [("coupang", 3)]
    assert vectors("offer:coupang") == [
        ("OFFER", 0, {"free": -4, "offered": 4}),
        ("WITHDRAW", 0, {"free": 1, "offered": -1}),
    ]


def test_one_markets_offer_is_not_withdrawn_from_another(home, receive, unchanged):
    receive("bag-1", 7)
    services.offer_units(sku="bag-1", market="coupang", units=4, key="offer:1", **WHO)

    with unchanged, pytest.raises(services.UnitsNotHeld) as refused:
        services.withdraw_units(sku="bag-1", market="elevenst", units=1, key="withdraw:1", **WHO)

    assert (refused.value.holder, refused.value.shortages) == ("elevenst", {"bag-1": (1, 0)})


def test_more_than_is_free_is_not_offered(home, receive, unchanged):
    receive("bag-1", 7)

    with unchanged, pytest.raises(services.InsufficientStock):
        services.offer_units(sku="bag-1", market="coupang", units=8, key="offer:1", **WHO)


def test_a_markets_sale_comes_from_its_offer_then_from_free_and_the_rest_is_a_shortfall(home, receive, figures):
    receive("bag-1", 7)
    services.offer_units(sku="bag-1", market="coupang", units=4, key="offer:1", **WHO)
    services.commit_units(wanted={"bag-1": 1}, location=home, document="order:1", **WHO)

    [short] = services.take_offered(document="coupang:9", market="coupang", units={"bag-1": 8}, key="import:9", **WHO)

    assert figures("bag-1") == {"on_hand": 7, "allocated": 7}
    assert vectors("coupang:9") == [
        ("SELL_OFFERED", 0, {"allocated": 4, "offered": -4}),
        ("COMMIT", 0, {"free": -2, "allocated": 2}),
    ]
    assert Commitment.objects.get(document="coupang:9").units == 6
    assert (short.sku, short.document, short.units, short.resolved_at) == ("bag-1", "coupang:9", 2, None)
    alert = OutboxMessage.objects.get(topic="inventory.alert_shortfall")
    assert alert.payload == {"shortfall_id": short.pk}


def test_a_sale_of_a_sku_that_was_never_here_is_written_down_whole(home):
    [short] = services.take_offered(document="coupang:9", market="coupang", units={"bag-1": 2}, key="import:9", **WHO)

    assert (short.sku, short.units) == ("bag-1", 2)
    assert not StockMovement.objects.exists()


def test_a_sale_that_is_heard_twice_is_taken_once(home, receive, unchanged):
    receive("bag-1", 1)
    sale = {"document": "coupang:9", "market": "coupang", "units": {"bag-1": 2}, "key": "import:9", **WHO}
    first = services.take_offered(**sale)

    with unchanged:
        again = services.take_offered(**sale)

    assert again == first
    assert [row.units for row in again] == [1]


def test_a_cancel_on_the_market_puts_units_back_into_its_offer(home, receive, figures):
    receive("bag-1", 7)
    services.offer_units(sku="bag-1", market="coupang", units=4, key="offer:1", **WHO)
    services.take_offered(document="coupang:9", market="coupang", units={"bag-1": 3}, key="import:9", **WHO)

    services.reoffer_units(document="coupang:9", market="coupang", units={"bag-1": 2}, key="cancel:9", **WHO)

    assert figures("bag-1") == {"on_hand": 7, "free": 3, "allocated": 1, "offered": 3}
    assert vectors("coupang:9")[-1] == ("REOFFER", 0, {"allocated": -2, "offered": 2})
    assert Offer.objects.get().units == 3


def test_a_cancel_takes_away_what_was_short_before_what_was_there(home, receive, figures):
    receive("bag-1", 3)
    services.take_offered(document="coupang:9", market="coupang", units={"bag-1": 5}, key="import:9", **WHO)

    services.reoffer_units(document="coupang:9", market="coupang", units={"bag-1": 1}, key="cancel:1", **WHO)

    assert Shortfall.objects.get().units == 1
    assert figures("bag-1") == {"on_hand": 3, "allocated": 3}

    services.reoffer_units(document="coupang:9", market="coupang", units={"bag-1": 2}, key="cancel:2", **WHO)

    assert Shortfall.objects.get().resolution == "cancelled"
    assert figures("bag-1") == {"on_hand": 3, "allocated": 2, "offered": 1}


def test_releasing_a_document_forgets_what_it_was_short_of(home, receive):
    receive("bag-1", 1)
    services.take_offered(document="coupang:9", market="coupang", units={"bag-1": 2, "cup-1": 1}, key="import:9", **WHO)

    services.release_units(document="coupang:9", reason="주문 취소", **WHO)

    assert list(Shortfall.objects.values_list("resolution", "resolved_at")) == [("주문 취소", AT)] * 2


def test_found_units_are_promised_to_the_document_that_was_short(home, receive, figures):
    receive("bag-1", 1)
    [short] = services.take_offered(document="coupang:9", market="coupang", units={"bag-1": 4}, key="import:9", **WHO)
    receive("bag-1", 2)

    services.fill_shortfall(shortfall=short, units=2, key="found:1", **WHO)

    short.refresh_from_db()
    assert (short.units, short.resolved_at) == (1, None)
    assert figures("bag-1") == {"on_hand": 3, "allocated": 3}
    assert Commitment.objects.get().units == 3


def test_no_more_is_filled_than_is_free_or_than_was_short(home, receive, unchanged):
    receive("bag-1", 1)
    [short] = services.take_offered(document="coupang:9", market="coupang", units={"bag-1": 4}, key="import:9", **WHO)
    receive("bag-1", 2)

    with unchanged, pytest.raises(services.InsufficientStock):
        services.fill_shortfall(shortfall=short, units=3, key="found:1", **WHO)
    with unchanged, pytest.raises(services.UnitsNotHeld):
        services.fill_shortfall(shortfall=short, units=4, key="found:1", **WHO)


def test_a_person_settles_a_shortfall_with_words(home):
    [short] = services.take_offered(document="coupang:9", market="coupang", units={"bag-1": 4}, key="import:9", **WHO)

    services.drop_shortfall(shortfall=short, resolution="구매자와 취소 합의", **WHO)

    short.refresh_from_db()
    assert (short.resolution, short.resolved_at) == ("구매자와 취소 합의", AT)


def test_units_on_their_way_are_the_senders(home, receive, figures):
    receive("bag-1", 7)

    services.send_units(units={"bag-1": 5}, sender=home, document="parcel:1", key="send:1", **WHO)

    assert figures("bag-1") == {"on_hand": 7, "free": 2, "in_transit_out": 5}
    assert vectors("parcel:1") == [("SEND", 0, {"free": -5, "in_transit_out": 5})]


def test_an_arrival_is_a_movement_at_each_end_and_each_balances(home, popup, receive, figures):
    receive("bag-1", 7)
    services.send_units(units={"bag-1": 5}, sender=home, document="parcel:1", key="send:1", **WHO)

    services.arrive_units(
        document="parcel:1",
        received={"bag-1": 3},
        lost={"bag-1": 1},
        sender=home,
        receiver=popup,
        key="arrive:1",
        reason="한 개 분실",
        **WHO,
    )

    assert figures("bag-1") == {"on_hand": 3, "free": 2, "in_transit_out": 1}
    assert figures("bag-1", popup) == {"on_hand": 3, "free": 3}
    assert vectors("parcel:1", stock__location=home)[1:] == [
        ("ARRIVE", -3, {"in_transit_out": -3}),
        ("LOST_IN_TRANSIT", -1, {"in_transit_out": -1}),
    ]
    assert vectors("parcel:1", stock__location=popup) == [("ARRIVE", 3, {"free": 3})]


def test_what_arrives_under_one_document_was_sent_under_it(home, popup, receive, unchanged):
    receive("bag-1", 7)
    services.send_units(units={"bag-1": 3}, sender=home, document="parcel:1", key="send:1", **WHO)
    services.send_units(units={"bag-1": 2}, sender=home, document="parcel:2", key="send:2", **WHO)
    receive("bag-1", 1, popup)

    with unchanged, pytest.raises(services.UnitsNotHeld) as refused:
        services.arrive_units(
            document="parcel:2",
            received={"bag-1": 2},
            lost={"bag-1": 1},
            sender=home,
            receiver=popup,
            key="arrive:1",
            **WHO,
        )

    assert refused.value.shortages == {"bag-1": (3, 2)}


def test_units_that_never_left_are_free_again(home, receive, figures):
    receive("bag-1", 7)
    services.send_units(units={"bag-1": 5}, sender=home, document="parcel:1", key="send:1", **WHO)

    services.unsend_units(units={"bag-1": 2}, sender=home, document="parcel:1", key="unsend:1", **WHO)

    assert figures("bag-1") == {"on_hand": 7, "free": 4, "in_transit_out": 3}
    assert vectors("parcel:1")[-1] == ("UNSEND", 0, {"free": 2, "in_transit_out": -2})


def test_saleor_is_shown_what_is_promised_and_what_is_free(home, receive):
    receive("bag-1", 10)
    services.commit_units(wanted={"bag-1": 3}, location=home, document="order:1", **WHO)
    services.offer_units(sku="bag-1", market="coupang", units=4, key="offer:1", **WHO)

    assert services.saleor_quantity(sku="bag-1", location=home) == 6
    assert services.saleor_quantity(sku="never-received", location=home) == 0
    assert services.free_units(skus=["bag-1", "never-received"], location=home) == {"bag-1": 3, "never-received": 0}


def test_a_location_with_units_is_not_closed(popup, receive):
    receive("bag-1", 2, popup)

    with pytest.raises(services.LocationNotEmpty) as refused:
        services.close_location(location=popup, **WHO)

    popup.refresh_from_db()
    assert popup.closed_at is None
    assert refused.value.units == {"bag-1": 2}


def test_nothing_comes_into_a_closed_location(home, popup, receive, unchanged):
    receive("bag-1", 2)
    receive("bag-1", 2, popup)
    services.sell_units(units={"bag-1": 2}, location=popup, document="sale:1", key="sale:1", **WHO)
    services.send_units(units={"bag-1": 1}, sender=home, document="parcel:1", key="send:1", **WHO)
    services.close_location(location=popup, **WHO)

    with unchanged, pytest.raises(services.LocationClosed):
        receive("bag-1", 1, popup)
    with unchanged, pytest.raises(services.LocationClosed):
        services.return_units(document="sale:1", units={"bag-1": 1}, key="undo:1", location=popup, **WHO)
    with unchanged, pytest.raises(services.LocationClosed):
        services.arrive_units(
            document="parcel:1", received={"bag-1": 1}, sender=home, receiver=popup, key="arrive:1", **WHO
        )
    with unchanged, pytest.raises(services.LocationClosed):
        services.count(sku="bag-1", location=popup, shown_on_hand=0, counted=1, key="c", reason="", **WHO)


def test_a_location_code_belongs_to_one_kind_of_place(popup):
    again = services.open_location(code=popup.code, kind=Location.Kind.POPUP, name="다른 이름", **WHO)

    assert again == popup
    with pytest.raises(services.LocationTaken):
        services.open_location(code=popup.code, kind=Location.Kind.HOME, name="성수", **WHO)


def test_each_stock_whose_free_or_promised_units_changed_is_told_of_once(home, receive):
    receive("bag-1", 7)
    OutboxMessage.objects.all().delete()

    services.offer_units(sku="bag-1", market="coupang", units=2, key="offer:1", **WHO)
    services.take_offered(document="coupang:9", market="coupang", units={"bag-1": 3}, key="import:9", **WHO)
    services.release_units(document="coupang:9", **WHO)

    told = OutboxMessage.objects.filter(topic="inventory.stock_changed").order_by("pk")
    last = StockMovement.objects.order_by("pk")
    assert [message.payload for message in told] == [
        {"sku": "bag-1", "location_code": "home", "movement_id": last[1].pk, "sum_changed": True},
        {"sku": "bag-1", "location_code": "home", "movement_id": last[3].pk, "sum_changed": True},
        {"sku": "bag-1", "location_code": "home", "movement_id": last[4].pk, "sum_changed": False},
    ]
    assert Stock.objects.get().free == 7 - 2 + 2
