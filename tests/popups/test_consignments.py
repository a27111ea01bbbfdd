"""Goods on their way in: two signatures, and differences at once."""

from datetime import timedelta

import pytest

from campaigns.models import Consignment, ConsignmentLine, Exhibition
from campaigns.popups import consignments, places
from campaigns.popups.consignments import ConsignmentRefused
from marketplace.core.models import AuditEntry
from marketplace.inventory.models import Location
from tests.support.factories import make_enterprise, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(place, maker, bag, staff, now):
    return consignments.draft_consignment(
        exhibition=place, enterprise=maker, units={bag.sku: 6}, key="one", actor=staff, now=now
    )


@pytest.fixture
def sent(draft, maker_member, staff, now):
    return consignments.send_consignment(consignment=draft, sent_by=maker_member, actor=staff, now=now)


def receive(consignment, received, person, now, reasons=None):
    return consignments.receive_consignment(
        consignment=consignment, received=received, reasons=reasons or {}, received_by=person, actor=person, now=now
    )


def test_a_place_is_a_location_of_its_own_made_once(campaign, place, staff, now):
    again = places.create_place(
        campaign=campaign, details=places.PlaceDetails("다른 곳", "다른 주소"), actor=staff, now=now
    )

    assert again == place
    assert place.location.code == "popup-local-shop"
    assert place.location.kind == Location.Kind.POPUP
    assert Exhibition.objects.get().venue == "가온백화점 북부점 7층"


def test_a_campaign_that_is_not_for_a_popup_gets_no_place(campaign, staff, now):
    campaign.channels.all().delete()

    with pytest.raises(places.PlaceRefused):
        places.create_place(campaign=campaign, details=places.PlaceDetails("곳", "주소"), actor=staff, now=now)

    assert not Exhibition.objects.exists()
    assert not Location.objects.filter(kind="POPUP").exists()


def test_what_is_sent_is_in_transit_at_home_until_it_is_received(sent, second, bag, units, now):
    assert (units(bag.sku, "home"), units(bag.sku)) == ((4, 6), (0, 0))

    receive(sent, {bag.sku: 6}, second, now)

    assert (units(bag.sku, "home"), units(bag.sku)) == ((4, 0), (6, 0))


def test_both_signatures_are_kept(sent, maker_member, second, bag, now):
    receive(sent, {bag.sku: 6}, second, now)

    sent.refresh_from_db()
    assert (sent.sent_by, sent.received_by, sent.state) == (maker_member, second, "RECEIVED")
    actions = AuditEntry.objects.filter(subject_type="campaigns.consignment").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "consignment.drafted", "consignment.sent", "consignment.received",
    ]  # fmt: skip


def test_who_sent_it_does_not_receive_it(sent, maker_member, bag, units, now):
    with pytest.raises(ConsignmentRefused, match="서로 달라야"):
        receive(sent, {bag.sku: 6}, maker_member, now)

    assert units(bag.sku, "home") == (4, 6)


def test_a_stranger_signs_nothing(draft, sent, bag, staff, units, now):
    stranger = make_user("stranger@example.com")
    rival = make_member(make_enterprise("rival"), email="rival@example.com").user

    for person in (stranger, rival):
        with pytest.raises(ConsignmentRefused, match="서명할 수 있어요"):
            receive(sent, {bag.sku: 6}, person, now)

    assert units(bag.sku) == (0, 0)


def test_what_did_not_arrive_is_lost_at_once_for_a_reason(sent, second, bag, units, now):
    with pytest.raises(ConsignmentRefused, match="까닭"):
        receive(sent, {bag.sku: 4}, second, now)
    assert units(bag.sku, "home") == (4, 6)

    receive(sent, {bag.sku: 4}, second, now, {bag.sku: "DAMAGED"})

    line = ConsignmentLine.objects.get()
    assert (line.received_units, line.difference_reason) == (4, "DAMAGED")
    assert (units(bag.sku, "home"), units(bag.sku)) == ((4, 0), (4, 0))


def test_more_than_was_sent_is_not_received(sent, second, bag, units, now):
    with pytest.raises(ConsignmentRefused, match="많이 받을 수 없어요"):
        receive(sent, {bag.sku: 7}, second, now)

    assert units(bag.sku, "home") == (4, 6)


def test_sending_and_receiving_twice_moves_once(sent, second, staff, bag, units, now):
    consignments.send_consignment(consignment=sent, sent_by=staff, actor=staff, now=now)
    receive(sent, {bag.sku: 6}, second, now)
    receive(sent, {bag.sku: 6}, second, now)
    with pytest.raises(ConsignmentRefused, match="이미 받은"):
        receive(sent, {bag.sku: 5}, second, now, {bag.sku: "LOST"})

    assert (units(bag.sku, "home"), units(bag.sku)) == ((4, 0), (6, 0))


def test_the_same_form_twice_is_one_draft(draft, place, maker, bag, staff, now):
    again = consignments.draft_consignment(
        exhibition=place, enterprise=maker, units={bag.sku: 3}, key="one", actor=staff, now=now
    )

    assert again == draft
    assert [line.sent_units for line in draft.lines.all()] == [3]


def test_more_than_is_free_at_home_is_not_sent(place, maker, bag, staff, units, now):
    draft = consignments.draft_consignment(
        exhibition=place, enterprise=maker, units={bag.sku: 11}, key="much", actor=staff, now=now
    )

    with pytest.raises(ConsignmentRefused, match="보낼 수 있는 것은 10개"):
        consignments.send_consignment(consignment=draft, sent_by=staff, actor=staff, now=now)

    draft.refresh_from_db()
    assert draft.state == Consignment.State.DRAFT
    assert units(bag.sku, "home") == (10, 0)


def test_another_makers_goods_are_not_in_the_note(place, maker, soap, staff, now):
    with pytest.raises(ConsignmentRefused, match="이 기업의 물건이 아니에요"):
        consignments.draft_consignment(
            exhibition=place, enterprise=maker, units={soap.sku: 1}, key="x", actor=staff, now=now
        )

    assert not Consignment.objects.exists()


def test_food_past_its_best_before_is_taken_at_no_step(place, maker, bag, sent, staff, second, units, now):
    bag.listing.best_before_on = now.date() - timedelta(days=1)
    bag.listing.save()

    with pytest.raises(ConsignmentRefused, match="소비기한이 지나 들일 수 없어요"):
        consignments.draft_consignment(
            exhibition=place, enterprise=maker, units={bag.sku: 1}, key="late", actor=staff, now=now
        )
    with pytest.raises(ConsignmentRefused, match="소비기한이 지나 받을 수 없어요"):
        receive(sent, {bag.sku: 6}, second, now)
    receive(sent, {bag.sku: 0}, second, now, {bag.sku: "EXPIRED"})

    assert (units(bag.sku, "home"), units(bag.sku)) == ((4, 0), (0, 0))


def test_a_draft_is_changed_and_thrown_away_but_not_what_was_sent(draft, bag, staff, now):
    consignments.change_draft(consignment=draft, units={bag.sku: 2}, note="상자 하나", actor=staff, now=now)
    consignments.send_consignment(consignment=draft, sent_by=staff, actor=staff, now=now)

    with pytest.raises(ConsignmentRefused):
        consignments.change_draft(consignment=draft, units={bag.sku: 5}, note="", actor=staff, now=now)
    with pytest.raises(ConsignmentRefused):
        consignments.drop_draft(consignment=draft, actor=staff, now=now)

    assert [line.sent_units for line in draft.lines.all()] == [2]
