"""Lanes under two workers, and under one that is killed. Each race is first shown with its safeguard off."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from marketplace.channels import lanes
from marketplace.channels.models import Lane
from marketplace.core import audit
from marketplace.core.models import AuditEntry, Claims, OutboxMessage
from sandbox.launch.processes import ROOT
from tests.races.conftest import PATIENCE

WORKER_THAT_HANGS = """
import django, sys, time
django.setup()
from django.utils import timezone
from marketplace.channels import lanes

def hang(lane, turn):
    turn.keep({"written": 7})
    print("holding", flush=True)
    time.sleep(600)

lanes.register("test-lane", hang)
lanes.take_turn(lane_id=int(sys.argv[1]), now=timezone.now())
"""


@pytest.fixture
def handle(monkeypatch):
    return lambda handler: monkeypatch.setitem(lanes._handlers, "test-lane", handler)


def ask(subject="bag-1"):
    return lanes.request_turn(kind="test-lane", subject=subject, at=timezone.now())


def take(lane):
    return lambda: lanes.take_turn(lane_id=lane.pk, now=timezone.now())


class Turns:
    """A handler that notes how many turns were under way at once."""

    def __init__(self, expected=1):
        self.lock = threading.Lock()
        self.now = self.most = self.taken = 0
        self.together = threading.Event()
        self.expected = expected

    def __call__(self, lane, turn):
        with self.lock:
            self.now += 1
            self.taken += 1
            self.most = max(self.most, self.now)
            if self.now == self.expected:
                self.together.set()
        self.together.wait(1)
        with self.lock:
            self.now -= 1


def test_with_a_claim_that_looks_before_it_writes_two_workers_take_one_lane(together, handle, monkeypatch):
    both_looked = threading.Barrier(2)

    def look_then_write(queryset, pk, *, now, until, token):
        lane = queryset.get(pk=pk)
        both_looked.wait(PATIENCE)
        Lane.objects.filter(pk=pk).update(claimed_until=until, claim_token=token)
        return None if lane.claimed_until and lane.claimed_until > now else lane

    monkeypatch.setattr(Claims, "claim", look_then_write)
    turns = Turns(expected=2)
    handle(turns)

    results = together(*[take(ask())] * 2)

    assert results == [True, True]
    assert turns.most == 2


def test_one_of_many_workers_takes_a_lane(together, handle):
    turns = Turns(expected=2)
    handle(turns)

    results = together(*[take(ask())] * 8)

    assert sorted(results) == [False] * 7 + [True]
    assert (turns.most, turns.taken) == (1, 1)


@pytest.fixture
def killed_worker(transactional_db):
    """A function that lets a worker process take a lane's turn and kills it in the middle."""
    settings = connection.settings_dict
    address = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"{address}/{settings['NAME']}",
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
    }

    def killed_worker(lane):
        command = [sys.executable, "-c", WORKER_THAT_HANGS, str(lane.pk)]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout.readline() == "holding\n"
            worker.send_signal(signal.SIGKILL)
        lane.refresh_from_db()
        assert (lane.progress, bool(lane.claim_token)) == ({"written": 7}, True)

    return killed_worker


def test_a_claim_that_never_ends_keeps_a_killed_workers_lane_for_ever(killed_worker, handle):
    turns = Turns()
    handle(turns)
    lane = ask()
    killed_worker(lane)
    Lane.objects.filter(pk=lane.pk).update(claimed_until=timezone.now() + timedelta(days=365_000))
    next_month = timezone.now() + timedelta(days=30)

    assert lanes.sweep(now=next_month) == 0
    assert lanes.take_turn(lane_id=lane.pk, now=next_month) is False
    assert turns.taken == 0


def test_a_killed_workers_lane_is_anothers_once_its_lease_has_ended(killed_worker, handle):
    seen = []
    handle(lambda lane, turn: seen.append(lane.progress))
    lane = ask()
    killed_worker(lane)
    soon, later = timezone.now() + timedelta(seconds=100), timezone.now() + timedelta(seconds=121)

    assert (lanes.sweep(now=soon), lanes.take_turn(lane_id=lane.pk, now=soon)) == (0, False)
    assert (lanes.sweep(now=later), lanes.take_turn(lane_id=lane.pk, now=later)) == (1, True)

    lane.refresh_from_db()
    assert seen == [{"written": 7}]
    assert (lane.done, lane.claim_token) == (1, "")


def sell_during_a_turn(together, handle):
    """Take a turn that reads a figure and sends it, while another thread changes the figure and asks for a turn."""
    figure, sent = {"free": 5}, []
    has_read, has_sold = threading.Event(), threading.Event()

    def push(lane, turn):
        value = figure["free"]
        if not has_read.is_set():
            has_read.set()
            has_sold.wait(PATIENCE)
        sent.append(value)

    def sell():
        has_read.wait(PATIENCE)
        figure["free"] = 4
        ask()
        has_sold.set()

    handle(push)
    lane = ask()
    together(take(lane), sell)
    while lanes.take_turn(lane_id=lane.pk, now=timezone.now()):
        pass
    lane.refresh_from_db()
    return sent, lane


def test_with_a_turn_that_serves_whatever_was_asked_by_its_end_a_newer_wish_is_lost(together, handle, monkeypatch):
    finish = lanes._finish

    def finish_everything(lane, turn, *, now):
        turn.generation = Lane.objects.get(pk=lane.pk).wanted
        finish(lane, turn, now=now)

    monkeypatch.setattr(lanes, "_finish", finish_everything)

    sent, lane = sell_during_a_turn(together, handle)

    assert sent == [5]
    assert lane.is_behind is False


def test_a_newer_wish_during_a_turn_is_not_lost(together, handle):
    sent, lane = sell_during_a_turn(together, handle)

    assert sent == [5, 4]
    assert (lane.wanted, lane.done) == (2, 2)


def test_many_wishes_at_once_are_each_counted(together, handle):
    handle(Turns())

    together(*[ask] * 12)

    lane = Lane.objects.get()
    assert (lane.wanted, lane.done) == (12, 0)


WISHES = 150


def wish_and_serve(together, handle):
    """Two ask, each with a change of their own, while two work on what is announced; returns what the last turn saw."""
    saw, wishing = [], [True, True]
    handle(lambda lane, turn: saw.append(AuditEntry.objects.filter(action="wish").count()))

    def ask_often(who):
        for _wish in range(WISHES):
            with transaction.atomic():
                audit.record("wish", subject=ask(), actor="race", at=timezone.now())
        wishing[who] = False

    def work():
        announced = OutboxMessage.objects.filter(topic="channels.take_turn")
        while any(wishing) or announced.exists():
            for message in announced.order_by("pk")[:10]:
                if message.delete()[0]:
                    lanes.take_turn(lane_id=message.payload["lane_id"], now=timezone.now())

    together(lambda: ask_often(0), lambda: ask_often(1), work, work)
    return saw


def test_no_wish_of_a_burst_is_forgotten_though_most_are_not_announced(together, handle):
    saw = wish_and_serve(together, handle)

    lane = Lane.objects.get()
    assert saw[-1] == 2 * WISHES
    assert (lane.wanted, lane.is_behind) == (2 * WISHES, False)


def test_without_an_announcement_at_the_end_of_a_turn_wishes_are_forgotten(together, handle, monkeypatch):
    """The control: what was asked for while the lane was held waits for the sweep."""

    def let_go_silently(row, *, now):
        row.claimed_until, row.claim_token, row.next_due_at = None, "", None
        row.save()

    monkeypatch.setattr(lanes, "_let_go", let_go_silently)

    wish_and_serve(together, handle)

    assert Lane.objects.get().is_behind
