"""Figures for Prometheus: exact, from whichever process answers, and for nobody else."""

from datetime import timedelta

import pytest
import redis
from django.db import DatabaseError
from django.test import Client, override_settings
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from campaigns.models import MarketCursor
from marketplace.channels.models import Lane
from marketplace.core import inbox, outbox, pulse, queues
from marketplace.core.models import InboxMessage, OutboxMessage
from marketplace.health import metrics
from marketplace.inventory.models import Location, Shortfall

TOKEN = "a-token-of-the-metrics"


@pytest.fixture
def hooks(settings):
    settings.GACHI_METRICS_TOKEN = TOKEN
    with override_settings(ROOT_URLCONF="marketplace.webhooks.urls"):
        yield Client()


@pytest.fixture(autouse=True)
def _no_pulse(empty_redis):
    pulse._told.clear()


def figures():
    """Return every figure by name and labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(metrics.page().decode())
        for sample in family.samples
    }


def test_they_are_shown_to_whoever_holds_the_token(db, hooks):
    response = hooks.get("/metrics/", headers={"Authorization": f"Bearer {TOKEN}"})

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    assert b'gachi_source_up{source="database"} 1.0' in response.content


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ", "Bearer another", TOKEN[:-1], f"Bearer {TOKEN}x"])
def test_nobody_else_finds_them(db, hooks, given):
    response = hooks.get("/metrics/", headers={"Authorization": given})

    assert response.status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer "])
def test_without_a_token_set_nobody_finds_them(db, hooks, settings, given):
    settings.GACHI_METRICS_TOKEN = ""

    assert hooks.get("/metrics/", headers={"Authorization": given}).status_code == 404


def test_a_quiet_house_has_a_zero_for_everything(db):
    found = figures()

    assert {value for name, value in found.items() if name[0] != "gachi_source_up"} == {0.0}
    assert {name for name, *_labels in found} == {
        *("gachi_source_up", "gachi_outbox_waiting", "gachi_outbox_failing", "gachi_outbox_oldest_seconds"),
        *("gachi_inbox_messages", "gachi_inbox_oldest_seconds", "gachi_lanes", "gachi_purchases"),
        *("gachi_purchase_oldest_seconds", "gachi_shortfalls", "gachi_shortfall_units", "gachi_queue_tasks"),
    }
    assert found["gachi_purchases", "HELD"] == found["gachi_queue_tasks", "purchases"] == 0.0


def test_what_waits_is_counted_and_aged(db, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(metrics.timezone, "now", lambda: now)
    for number in range(3):
        outbox.emit("x.y", key=f"x:{number}", at=now - timedelta(seconds=40 + number))
    outbox.emit("x.y", key="later", at=now, due_at=now + timedelta(hours=1))
    OutboxMessage.objects.filter(key="x:0").update(attempts=2)
    OutboxMessage.objects.filter(key="x:2").update(sent_at=now)
    for number in range(3):
        inbox.store(
            source="saleor", delivery_key=f"k{number}", event="e", body=b"", headers={}, at=now - timedelta(seconds=9)
        )
    inbox.park(InboxMessage.objects.get(delivery_key="k0"), "why")
    inbox.finish(InboxMessage.objects.get(delivery_key="k1"), at=now)
    OutboxMessage.objects.filter(topic="webhooks.handle").update(sent_at=now)
    Lane.objects.create(kind="saleor-stock", subject="a", wanted=2, done=1, due_at=now)
    Lane.objects.create(kind="saleor-stock", subject="b", wanted=2, done=1, due_at=now, parked_at=now)
    Lane.objects.create(kind="saleor-stock", subject="c", wanted=1, done=1, due_at=now)
    MarketCursor.objects.create(market="coupang", name="orders", read_until=now - timedelta(seconds=75))
    place = Location.objects.create(code="somewhere", kind="HOME", name="x")
    for number, resolved in enumerate((None, None, now)):
        Shortfall.objects.create(
            sku="s", location=place, document=f"d{number}", units=2 + number, at=now, resolved_at=resolved
        )

    found = figures()

    assert found["gachi_outbox_waiting",] == 2
    assert found["gachi_outbox_failing",] == 1
    assert found["gachi_outbox_oldest_seconds",] == 41
    assert (found["gachi_inbox_messages", "waiting"], found["gachi_inbox_messages", "failed"]) == (1, 1)
    assert found["gachi_inbox_oldest_seconds",] == 9
    assert (found["gachi_lanes", "behind"], found["gachi_lanes", "parked"]) == (1, 1)
    assert found["gachi_market_unread_seconds", "coupang"] == 75
    assert (found["gachi_shortfalls",], found["gachi_shortfall_units",]) == (2, 5)


def test_queues_and_signs_of_life_are_read_from_valkey(db, empty_redis, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(metrics.timezone, "now", lambda: now)
    empty_redis.rpush(f"{queues.PREFIX}purchases", "task", "task")
    pulse.say("beat", at=now - timedelta(seconds=30))

    found = figures()

    assert {queue: found["gachi_queue_tasks", queue] for queue in queues.NAMES} == {
        **dict.fromkeys(queues.NAMES, 0),
        "purchases": 2,
    }
    assert {name[1]: value for name, value in found.items() if name[0] == "gachi_pulse_seconds"} == {"beat": 30}


def test_where_valkey_is_away_the_other_figures_are_still_there(db, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"

    found = figures()

    assert (found["gachi_source_up", "database"], found["gachi_source_up", "valkey"]) == (1, 0)
    assert found["gachi_outbox_waiting",] == 0


def test_where_the_database_is_away_valkeys_figures_are_still_there(db, monkeypatch):
    def away(_now):
        raise DatabaseError("gone")
        yield

    monkeypatch.setattr(metrics, "_of_the_database", away)

    found = figures()

    assert (found["gachi_source_up", "database"], found["gachi_source_up", "valkey"]) == (0, 1)
    assert ("gachi_outbox_waiting",) not in found


def test_a_part_tells_of_itself_now_and_then_and_never_fails(db, empty_redis, settings, tmp_path, monkeypatch):
    settings.GACHI_PULSE_FILE = str(tmp_path / "pulse")
    first = timezone.now()

    pulse.say("relay", at=first)
    pulse.say("relay", at=first + timedelta(seconds=1))

    assert pulse.last()["relay"] == first
    assert pulse.last()["beat"] is None
    assert (tmp_path / "pulse").exists()
    monkeypatch.setattr(
        pulse.cache, "set_many", lambda *_args, **_kwargs: (_ for _ in ()).throw(redis.ConnectionError())
    )
    pulse._told.clear()
    pulse.say("relay", at=first)
