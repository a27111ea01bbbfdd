"""The purchase's tasks: who wakes the runner, and under which names."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.core.models import OutboxMessage
from marketplace.purchases import baskets, gate, runner
from marketplace.purchases.models import Attempt, Basket
from tests.support.shopping import details
from workers.app import app
from workers.jobs import core, purchases

pytestmark = pytest.mark.django_db
State = Attempt.State


@pytest.fixture
def attempt(basket, goods, now):
    baskets.add(basket=basket, variant=goods(), units=1, now=now)
    return gate.hold(basket=basket, details=details(), now=now)


@pytest.fixture
def sent(monkeypatch):
    sent = []
    monkeypatch.setattr(purchases.advance, "apply_async", lambda kwargs: sent.append(kwargs["attempt_id"]))
    return sent


def test_every_name_that_beat_and_the_outbox_use_is_a_task():
    app.loader.import_default_modules()

    for name in ("purchases.advance", "purchases.sweep", "purchases.confirm", "purchases.order_changed"):
        assert name in app.tasks


def test_the_sweep_wakes_what_is_due_and_once_only(attempt, sent):
    purchases.sweep()
    purchases.sweep()

    assert sent == [attempt.pk]


@pytest.mark.parametrize("state", [State.CAPTURED, State.ENDED])
def test_the_sweep_leaves_what_is_over_alone(attempt, sent, state):
    Attempt.objects.update(state=state, saleor_order_id="o")

    purchases.sweep()

    assert sent == []


def test_the_sweep_leaves_what_waits_and_what_is_held_alone(attempt, sent, now):
    Attempt.objects.update(due_at=now + timedelta(minutes=1))
    purchases.sweep()
    Attempt.objects.update(due_at=now, claimed_until=now + timedelta(minutes=1), claim_token="other")
    purchases.sweep()

    assert sent == []


def test_waking_twice_for_one_occasion_asks_once(attempt, now):
    for _time in range(2):
        assert runner.wake_document(attempt.document, why="stripe:evt_1", now=now)

    assert OutboxMessage.objects.filter(topic="purchases.advance").count() == 2  # it, and the gate's own


@pytest.mark.parametrize("document", ["purchase:G-NOBODY", "coupang:1", ""])
def test_money_of_no_purchase_wakes_nobody(attempt, now, document):
    assert runner.wake_document(document, why="x", now=now) is False


def test_baskets_that_nobody_has_touched_for_a_quarter_are_forgotten(attempt):
    stale = baskets.start(now=timezone.now() - timedelta(days=91))
    old = attempt.basket
    Basket.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=100))
    fresh = baskets.start(now=timezone.now())

    core.forget()

    attempt.refresh_from_db()
    assert list(Basket.objects.all()) == [fresh]
    assert not Basket.objects.filter(pk=stale.pk).exists()
    assert (attempt.basket, attempt.lines.count()) == (None, 1)
