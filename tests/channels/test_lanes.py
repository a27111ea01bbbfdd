"""Turns: who has one, for which generation, and what is left on the row when it stops."""

from datetime import timedelta

import pytest
from django.db import transaction

from marketplace.channels import errors, lanes
from marketplace.channels.models import Lane
from marketplace.core.models import AuditEntry, ClaimLost, OutboxMessage
from tests.channels.conftest import AT
from tests.support.factories import make_staff

pytestmark = pytest.mark.django_db


def ask(due_at=None, at=AT):
    return lanes.request_turn(kind="test-lane", subject="bag-1", at=at, due_at=due_at)


def take(lane, clock):
    taken = lanes.take_turn(lane_id=lane.pk, now=clock(), clock=clock)
    lane.refresh_from_db()
    return taken


def messages():
    rows = OutboxMessage.objects.filter(topic="channels.take_turn").order_by("pk")
    return [(row.payload["lane_id"], row.due_at) for row in rows]


def test_a_turn_that_is_asked_for_is_announced_with_the_change():
    with transaction.atomic():
        lane = ask()

    assert (lane.wanted, lane.done, lane.due_at) == (1, 0, AT)
    assert messages() == [(lane.pk, AT)]


def test_a_burst_of_wishes_is_one_message(handle, clock):
    turns = []
    handle(lambda lane, turn: turns.append(turn.generation))
    for _wish in range(5):
        lane = ask()

    assert messages() == [(lane.pk, AT)]
    take(lane, clock)
    assert turns == [5]
    clock.forward(1)
    ask(at=clock())
    assert messages() == [(lane.pk, AT), (lane.pk, AT + timedelta(seconds=1))]


def test_an_earlier_time_is_another_message(handle, clock):
    lane = ask(due_at=AT + timedelta(hours=1))
    ask(due_at=AT + timedelta(minutes=1))
    ask(due_at=AT + timedelta(minutes=5))

    assert messages() == [(lane.pk, AT + timedelta(hours=1)), (lane.pk, AT + timedelta(minutes=1))]


def test_what_is_wished_during_a_turn_is_announced_at_its_end(handle, clock):
    during = []

    def handler(lane, turn):
        ask()
        ask()
        during.extend(messages())

    handle(handler)
    lane = ask()

    take(lane, clock)

    assert during == [(lane.pk, AT)]
    assert messages() == [(lane.pk, AT), (lane.pk, AT)]
    assert lane.is_behind


def test_a_wish_after_a_killed_turn_is_announced(handle, clock):
    lane = ask()
    Lane.objects.filter(pk=lane.pk).update(
        claimed_until=AT, claim_token="killed", next_due_at=AT + timedelta(minutes=5)
    )
    OutboxMessage.objects.all().delete()

    ask()

    assert messages() == [(lane.pk, AT)]


def test_a_turn_serves_the_generation_that_it_read(handle, clock):
    turns = []
    handle(lambda lane, turn: turns.append((lane.subject, turn.generation)))
    ask()
    lane = ask()

    assert take(lane, clock) is True
    assert take(lane, clock) is False

    assert turns == [("bag-1", 2)]
    assert (lane.done, lane.claimed_until, lane.claim_token, lane.last_turn_at) == (2, None, "", AT)


def test_a_generation_asked_for_during_a_turn_gets_a_turn_of_its_own(handle, clock):
    turns = []

    def handler(lane, turn):
        turns.append(turn.generation)
        if turn.generation == 1:
            ask()

    handle(handler)
    lane = ask()

    take(lane, clock)
    assert (lane.wanted, lane.done, lane.due_at) == (2, 1, AT)
    take(lane, clock)

    assert turns == [1, 2]
    assert lane.is_behind is False


def test_a_turn_may_ask_for_a_look_a_minute_later(handle, clock):
    handle(lambda lane, turn: turn.generation == 1 and ask(due_at=AT + timedelta(seconds=60)))
    lane = ask()

    take(lane, clock)

    assert (lane.is_behind, lane.due_at) == (True, AT + timedelta(seconds=60))
    assert take(lane, clock) is False
    clock.forward(60)
    assert take(lane, clock) is True


def test_a_lane_that_waits_its_time_is_brought_forward_by_an_earlier_wish(handle, clock):
    ask(due_at=AT + timedelta(hours=1))

    lane = ask(due_at=AT + timedelta(minutes=1))
    lane = ask(due_at=AT + timedelta(minutes=5))

    assert lane.due_at == AT + timedelta(minutes=1)


def test_a_turn_that_postpones_itself_goes_on_with_what_it_kept(handle, clock):
    seen = []

    def handler(lane, turn):
        seen.append(dict(lane.progress))
        if not lane.progress:
            turn.keep({"written": 7})
            turn.postpone(30, "settling")

    handle(handler)
    lane = ask()

    take(lane, clock)
    assert (lane.done, lane.due_at, lane.problem) == (0, AT + timedelta(seconds=30), "settling")
    assert (lane.progress, lane.claimed_until, lane.attempts) == ({"written": 7}, None, 0)
    clock.forward(30)
    take(lane, clock)

    assert seen == [{}, {"written": 7}]
    assert (lane.done, lane.progress, lane.problem) == (1, {}, "")


def test_a_channel_that_is_away_postpones_the_lane_further_each_time(handle, clock):
    def handler(lane, turn):
        raise errors.ChannelUnavailable("GET /stock: timed out")

    handle(handler)
    lane = ask()
    waits = []

    for _ in range(8):
        take(lane, clock)
        waits.append((lane.due_at - clock()).total_seconds())
        clock.now = lane.due_at

    assert waits == [5, 10, 20, 40, 80, 160, 300, 300]
    assert (lane.attempts, lane.parked_at, lane.done) == (8, None, 0)
    assert lane.problem == "ChannelUnavailable: GET /stock: timed out"


def test_a_channel_that_names_a_time_is_left_alone_until_then(handle, clock):
    def handler(lane, turn):
        raise errors.ChannelThrottled("too many", retry_after=90)

    handle(handler)
    lane = ask()

    take(lane, clock)

    assert lane.due_at == AT + timedelta(seconds=90)


def test_a_newer_wish_does_not_hurry_a_lane_that_waits_because_of_a_problem(handle, clock):
    def handler(lane, turn):
        raise errors.ChannelUnavailable("away")

    handle(handler)
    lane = ask()
    take(lane, clock)

    lane = ask()

    assert (lane.wanted, lane.due_at) == (2, AT + timedelta(seconds=5))


@pytest.mark.parametrize("error", [errors.ChannelRejected("no such SKU"), errors.ChannelMisconfigured("bad key")])
def test_what_will_not_get_well_by_itself_parks_the_lane_with_its_problem(handle, clock, error):
    def handler(lane, turn):
        raise error

    handle(handler)
    lane = ask()

    take(lane, clock)

    assert (lane.parked_at, lane.problem) == (AT, f"{type(error).__name__}: {error}")
    assert (lane.claimed_until, lane.done) == (None, 0)


def test_a_bug_is_tried_a_few_times_and_then_parked(handle, clock):
    def handler(lane, turn):
        raise KeyError("quantity")

    handle(handler)
    lane = ask()

    for _ in range(5):
        assert lane.parked_at is None
        take(lane, clock)
        clock.now = max(lane.due_at, clock.now)

    assert lane.parked_at is not None
    assert lane.problem == "KeyError: 'quantity'"


def test_errors_of_other_rooms_count_by_whether_they_are_retryable(handle, clock):
    class SaleorAway(Exception):
        retryable = True

    def handler(lane, turn):
        raise SaleorAway("away")

    handle(handler)
    lane = ask()

    take(lane, clock)

    assert (lane.parked_at, lane.due_at) == (None, AT + timedelta(seconds=5))


def test_a_parked_lane_hears_wishes_and_takes_no_turn_until_a_person_lets_it(handle, clock):
    turns = []

    def handler(lane, turn):
        turns.append(turn.generation)
        if len(turns) == 1:
            raise errors.ChannelMisconfigured("bad key")

    handle(handler)
    lane = ask()
    take(lane, clock)
    lane = ask()
    OutboxMessage.objects.all().delete()
    staff = make_staff()

    assert take(lane, clock) is False
    assert lanes.sweep(now=AT + timedelta(days=1)) == 0
    lanes.unpark(lane=lane, actor=staff, now=AT)
    lanes.unpark(lane=lane, actor=staff, now=AT)
    assert take(lane, clock) is True

    assert turns == [1, 2]
    assert (lane.parked_at, lane.problem, lane.done) == (None, "", 2)
    entry = AuditEntry.objects.get(action="lane.unparked")
    assert (entry.actor, entry.detail) == (staff, {"problem": "ChannelMisconfigured: bad key"})


def test_a_lane_of_a_kind_that_nobody_here_knows_waits_for_another_worker(clock):
    lane = lanes.request_turn(kind="from-the-future", subject="x", at=AT)

    take(lane, clock)

    assert (lane.parked_at, lane.problem) == (None, "NobodyTakesTurns: nobody takes turns of from-the-future")


def test_a_turn_is_not_had_twice_at_once(handle, clock):
    def handler(lane, turn):
        assert lanes.take_turn(lane_id=lane.pk, now=clock(), clock=clock) is False

    handle(handler)

    assert take(ask(), clock) is True


def test_keeping_progress_renews_the_lease(handle, clock):
    leases = []

    def handler(lane, turn):
        clock.forward(100)
        turn.keep({"step": 1})
        leases.append(Lane.objects.get(pk=lane.pk).claimed_until)

    handle(handler)

    take(ask(), clock)

    assert leases == [AT + timedelta(seconds=220)]


def test_who_lost_the_lane_learns_it_when_keeping_and_writes_nothing(handle, clock):
    events = []

    def handler(lane, turn):
        events.append(turn.generation)
        if len(events) > 1:
            return
        clock.forward(121)
        assert lanes.take_turn(lane_id=lane.pk, now=clock(), clock=clock) is True
        with pytest.raises(ClaimLost):
            turn.keep({"step": "late"})
        raise ClaimLost

    handle(handler)
    lane = ask()

    take(lane, clock)

    assert events == [1, 1]
    assert (lane.done, lane.progress, lane.problem) == (1, {}, "")


def test_the_sweep_asks_for_lanes_that_are_due_and_nobodys(handle, clock):
    due = ask()
    later = lanes.request_turn(kind="test-lane", subject="later", at=AT, due_at=AT + timedelta(hours=1))
    held = lanes.request_turn(kind="test-lane", subject="held", at=AT)
    Lane.objects.filter(pk=held.pk).update(claimed_until=AT + timedelta(seconds=120), claim_token="someone")
    lanes.request_turn(kind="test-lane", subject="done", at=AT)
    Lane.objects.filter(subject="done").update(done=1)
    OutboxMessage.objects.all().delete()

    lanes.sweep(now=AT + timedelta(seconds=1))
    lanes.sweep(now=AT + timedelta(seconds=6))
    assert messages() == [(due.pk, AT + timedelta(seconds=1))]

    lanes.sweep(now=AT + timedelta(seconds=121))
    assert {lane for lane, _ in messages()} == {due.pk, held.pk}
    assert later.pk not in {lane for lane, _ in messages()}


def test_asking_for_turns_takes_as_few_statements_for_many_as_for_one(django_assert_num_queries):
    def ask_all(subjects):
        return lanes.request_turns(kind="test-lane", subjects=subjects, at=AT)

    with django_assert_num_queries(7):
        ask()
    with django_assert_num_queries(7):
        asked = ask_all([f"bag-{number}" for number in range(2, 40)])
    with django_assert_num_queries(4):  # all are announced already
        ask_all([lane.subject for lane in asked])

    assert {lane.wanted for lane in Lane.objects.exclude(subject="bag-1")} == {2}
    assert sorted(messages()) == sorted((lane.pk, AT) for lane in Lane.objects.all())
    assert lanes.request_turns(kind="test-lane", subjects=[], at=AT) == []
