"""The tasks of lanes and plans: found by name, and tolerant of what a later release adds to a message."""

import pytest
from django.utils import timezone

from marketplace.channels import lanes, plans
from marketplace.core.models import OutboxMessage
from workers.app import app
from workers.jobs import channels as jobs

pytestmark = pytest.mark.django_db

TASKS = {
    "channels.take_turn", "channels.sweep_lanes", "channels.run_plan", "channels.sweep_plans",
    "inventory.audit", "inventory.stock_changed", "inventory.alert_shortfall",
}  # fmt: skip


def test_workers_find_every_task_by_its_name():
    app.loader.import_default_modules()

    assert set(app.tasks) >= TASKS


def test_a_message_gives_a_lane_its_turn(handle):
    turns = []
    handle(lambda lane, turn: turns.append(lane.subject))
    lanes.request_turn(kind="test-lane", subject="bag-1", at=timezone.now())
    message = OutboxMessage.objects.get(topic="channels.take_turn")

    jobs.take_turn(**message.payload, added_by_a_later_release=1)
    jobs.take_turn(**message.payload)

    assert turns == ["bag-1"]


def test_a_message_runs_an_approved_plan(channel):
    step = plans.PlannedStep("UPDATE", "listing:1", "가격", 1, 2)
    now = timezone.now()
    plan = plans.save_plan(channel="testmarket", subject="campaign:1", steps=[step], made_by="tests", now=now)
    plans.approve(plan=plan, digest=plan.digest, actor="tests", now=now)
    message = OutboxMessage.objects.get(topic="channels.run_plan")

    jobs.run_plan(**message.payload, added_by_a_later_release=1)
    jobs.run_plan(**message.payload)

    assert channel.applied == [("UPDATE", "listing:1", 1)]


def test_sweeps_ask_for_what_was_lost(handle, channel):
    step = plans.PlannedStep("UPDATE", "listing:1", "가격", 1, 2)
    now = timezone.now()
    lanes.request_turn(kind="test-lane", subject="bag-1", at=now)
    plan = plans.save_plan(channel="testmarket", subject="campaign:1", steps=[step], made_by="tests", now=now)
    plans.approve(plan=plan, digest=plan.digest, actor="tests", now=now)
    OutboxMessage.objects.all().delete()

    jobs.sweep_lanes(added_by_a_later_release=1)
    jobs.sweep_plans(added_by_a_later_release=1)

    topics = sorted(OutboxMessage.objects.values_list("topic", flat=True))
    assert topics == ["channels.run_plan", "channels.take_turn"]
