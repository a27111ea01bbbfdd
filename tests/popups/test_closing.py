"""The end: count, send home, and sent = sold + returned + lost + damaged, or two people's word."""

import pytest

from campaigns.models import ClosingSignature, Consignment, Exhibition, StockCount
from campaigns.popups import closing as ending
from campaigns.popups import consignments, counts, days, places
from campaigns.popups.balance import balance_of
from campaigns.popups.closing import ClosingRefused
from campaigns.popups.consignments import ConsignmentRefused
from campaigns.popups.counts import CountRefused, Found
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def count(closing, staff, now):
    keys = iter(range(1000))

    def count(*found, key=None):
        return counts.record_counts(
            exhibition=closing, found=found, key=key or f"count-{next(keys)}", actor=staff, now=now
        )

    return count


@pytest.fixture
def send_home(closing, staff, second, now):
    """A function that sends all of an enterprise home, received there as sent unless said otherwise."""

    def send_home(variant, lost=0):
        out = consignments.send_back(exhibition=closing, enterprise=variant.listing.enterprise, actor=staff, now=now)
        received = {line.variant.sku: line.sent_units - lost for line in out.lines.select_related("variant")}
        return consignments.receive_consignment(
            consignment=out, received=received, reasons=dict.fromkeys(received, "LOST"), received_by=second,
            actor=second, now=now,
        )  # fmt: skip

    return send_home


def shut(exhibition, actor, now):
    return ending.close_exhibition(exhibition=exhibition, note="", actor=actor, now=now)


def sign(exhibition, actor, now, shown):
    return ending.sign_difference(exhibition=exhibition, shown=shown, note="세어 봐도 없어요", actor=actor, now=now)


def test_a_popup_that_balances_closes_and_its_goods_are_home(shop, sell, bag, soap, staff, second, units, now, request):
    sell({bag.sku: 2, soap.sku: 3}, 79500)
    closing, count = request.getfixturevalue("closing"), request.getfixturevalue("count")
    send_home = request.getfixturevalue("send_home")
    days.close_day(
        exhibition=closing, day_on=now.date(), shown_cash=79500, cash_counted=79500, reason="", actor=staff, now=now
    )
    count(Found(bag.sku, 4, 4), Found(soap.sku, 5, 3, lost=1, damaged=1, reason="떨어뜨렸어요"))
    send_home(bag)
    send_home(soap)

    closed = shut(closing, staff, now)

    rows = {row.variant.sku: row for row in balance_of(closed).rows}
    assert [(r.sent, r.sold, r.returned, r.lost, r.damaged) for r in (rows[bag.sku], rows[soap.sku])] == [
        (6, 2, 4, 0, 0), (8, 3, 3, 1, 1),
    ]  # fmt: skip
    assert all(row.is_settled for row in rows.values())
    assert closed.state == Exhibition.State.CLOSED
    closed.location.refresh_from_db()
    assert closed.location.closed_at == now
    assert (units(bag.sku, "home"), units(soap.sku, "home")) == ((8, 0), (15, 0))
    assert not Stock.objects.filter(location=closed.location, on_hand__gt=0).exists()
    assert inventory.audit() == []
    assert shut(closed, second, now).closed_at == now


def test_it_says_what_is_still_to_be_done(shop, sell, soap, staff, now, request):
    sell({soap.sku: 1}, 6500)
    closing = request.getfixturevalue("closing")

    with pytest.raises(ClosingRefused) as refused:
        shut(closing, staff, now)

    assert refused.value.problems == [
        "하루 마감을 하지 않은 판매가 있어요.",
        "실사를 적지 않은 물건이 2가지 있어요.",
    ]
    closing.refresh_from_db()
    assert closing.state == Exhibition.State.CLOSING


def test_a_difference_closes_only_with_two_peoples_word(closing, count, send_home, bag, soap, staff, second, now):
    count(Found(bag.sku, 6, 5), Found(soap.sku, 8, 8))
    send_home(bag)
    send_home(soap)
    with pytest.raises(ClosingRefused, match="0명 서명"):
        shut(closing, staff, now)
    sign(closing, staff, now, {bag.sku: 1})
    sign(closing, staff, now, {bag.sku: 1})
    with pytest.raises(ClosingRefused, match="1명 서명"):
        shut(closing, staff, now)
    sign(closing, second, now, {bag.sku: 1})

    closed = shut(closing, staff, now)

    assert closed.state == Exhibition.State.CLOSED
    assert ClosingSignature.objects.count() == 2
    assert not Stock.objects.filter(location=closed.location, on_hand__gt=0).exists()
    assert inventory.audit() == []


def test_a_signature_for_another_difference_does_not_count(closing, count, send_home, bag, soap, staff, second, now):
    count(Found(bag.sku, 6, 5), Found(soap.sku, 8, 7))
    send_home(bag)
    send_home(soap)
    sign(closing, staff, now, {bag.sku: 1, soap.sku: 1})

    with pytest.raises(ClosingRefused, match="차이가 바뀌었어요"):
        sign(closing, second, now, {bag.sku: 1})
    ClosingSignature.objects.create(
        exhibition=closing, signed_by=second, signed_at=now, difference={bag.sku: 1}, note="예전"
    )
    with pytest.raises(ClosingRefused, match="1명 서명"):
        shut(closing, staff, now)


def test_more_than_the_book_says_is_a_difference_too(closing, count, send_home, bag, soap, staff, second, units, now):
    count(Found(bag.sku, 6, 7), Found(soap.sku, 8, 8))
    send_home(bag)
    send_home(soap)

    assert balance_of(closing).differences == {bag.sku: -1}
    sign(closing, staff, now, {bag.sku: -1})
    sign(closing, second, now, {bag.sku: -1})
    shut(closing, staff, now)

    assert units(bag.sku, "home") == (11, 0)
    assert inventory.audit() == []


def test_what_is_lost_on_the_way_home_is_accounted_for(closing, count, send_home, bag, soap, units):
    count(Found(bag.sku, 6, 6), Found(soap.sku, 8, 8))
    send_home(bag, lost=2)

    row = next(row for row in balance_of(closing).rows if row.variant == bag)
    assert (row.returned, row.lost, row.difference) == (4, 2, 0)
    assert units(bag.sku, "home") == (8, 0)


def test_found_again_it_is_counted_again_until_it_is_sent_home(closing, count, send_home, bag, units):
    count(Found(bag.sku, 6, 3, lost=1, reason="진열대"))
    assert units(bag.sku) == (5, 0)

    count(Found(bag.sku, 6, 4, lost=1, damaged=1, reason="진열대, 금이 감"))

    assert units(bag.sku) == (4, 0)
    assert balance_of(closing).differences == {}
    send_home(bag)
    with pytest.raises(CountRefused, match="이미 돌려보내서"):
        count(Found(bag.sku, 6, 5, lost=1, reason="찾음"))


def test_the_same_count_twice_writes_off_once(closing, count, bag, units):
    found = Found(bag.sku, 6, 4, lost=2, reason="분실")
    count(found, key="k")
    count(found, key="k")

    assert units(bag.sku) == (4, 0)
    assert StockCount.objects.count() == 1


def test_a_surplus_that_was_miscounted_leaves_again(closing, count, bag, units):
    count(Found(bag.sku, 6, 9))
    assert units(bag.sku) == (9, 0)

    count(Found(bag.sku, 6, 6))

    assert units(bag.sku) == (6, 0)
    assert balance_of(closing).differences == {}


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (Found("upcycled-bag-1", 5, 5), "6개로 바뀌었어요"),
        (Found("upcycled-bag-1", 6, 0, lost=7, reason="?"), "많이 잃거나"),
        (Found("upcycled-bag-1", 6, 5, lost=1), "까닭을 적어"),
        (Found("nothing-1", 0, 1), "여기에 없는"),
        (Found("upcycled-bag-1", 6, -1), "많이 잃거나"),
    ],
)
def test_a_count_that_cannot_be_is_refused_whole(closing, count, bag, soap, units, found, says):
    with pytest.raises(CountRefused, match=says):
        count(Found(soap.sku, 8, 6, lost=2, reason="분실"), found)

    assert (units(bag.sku), units(soap.sku)) == ((6, 0), (8, 0))
    assert not StockCount.objects.exists()


def test_nothing_is_counted_or_sent_home_while_it_sells(shop, bag, maker, staff, now):
    with pytest.raises(CountRefused):
        counts.record_counts(exhibition=shop, found=[Found(bag.sku, 6, 6)], key="k", actor=staff, now=now)
    with pytest.raises(ConsignmentRefused):
        consignments.send_back(exhibition=shop, enterprise=maker, actor=staff, now=now)

    assert not Consignment.objects.filter(direction="OUT").exists()


def test_uncounted_goods_are_not_sent_home_and_a_second_click_sends_once(closing, count, bag, maker, staff, units, now):
    with pytest.raises(ConsignmentRefused, match="실사를 아직"):
        consignments.send_back(exhibition=closing, enterprise=maker, actor=staff, now=now)
    count(Found(bag.sku, 6, 6))

    first = consignments.send_back(exhibition=closing, enterprise=maker, actor=staff, now=now)
    again = consignments.send_back(exhibition=closing, enterprise=maker, actor=staff, now=now)

    assert first == again
    assert units(bag.sku) == (0, 6)


def test_closing_does_not_begin_while_goods_are_on_their_way_in(shop, maker, bag, staff, now):
    draft = consignments.draft_consignment(
        exhibition=shop, enterprise=maker, units={bag.sku: 1}, key="late", actor=staff, now=now
    )
    consignments.send_consignment(consignment=draft, sent_by=staff, actor=staff, now=now)

    with pytest.raises(places.PlaceRefused, match="받지 않은 반입"):
        places.begin_closing(exhibition=shop, actor=staff, now=now)


def test_a_closing_begun_by_mistake_is_taken_back_until_something_is_counted(closing, count, bag, staff, now):
    opened = places.open_again(exhibition=closing, actor=staff, now=now)
    places.begin_closing(exhibition=opened, actor=staff, now=now)
    count(Found(bag.sku, 6, 6))

    with pytest.raises(places.PlaceRefused, match="다시 열 수 없어요"):
        places.open_again(exhibition=closing, actor=staff, now=now)

    assert opened.state == Exhibition.State.OPEN


def test_the_balance_is_true_at_any_time(shop, bring, sell, bag, soap):
    bring(bag, 4, received=3, reason="LOST")
    sell({bag.sku: 2}, 60000)

    rows = {row.variant.sku: row for row in balance_of(shop).rows}

    row = rows[bag.sku]
    assert (row.sent, row.sold, row.won, row.lost, row.here, row.left, row.difference) == (10, 2, 60000, 1, 7, 7, 0)
    assert balance_of(shop).total["sent"] == 18
