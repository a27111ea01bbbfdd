"""Lanes and plans with handlers of their own, and a clock that stands still."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.channels import lanes
from marketplace.channels.plans import running

AT = datetime(2026, 11, 3, 1, 2, 3, tzinfo=UTC)


class Clock:
    """A clock that tests move."""

    def __init__(self):
        self.now = AT

    def __call__(self):
        return self.now

    def forward(self, seconds):
        self.now += timedelta(seconds=seconds)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def handle(monkeypatch):
    """A function that registers a handler of lanes for one test."""

    def handle(handler, kind="test-lane"):
        monkeypatch.setitem(lanes._handlers, kind, handler)

    return handle


class Channel:
    """An applier that notes what it was asked, and answers what a test put in `answers` by key."""

    def __init__(self):
        self.applied = []
        self.answers = {}

    def apply(self, step, now):
        self.applied.append((step.action, step.key, step.attempts))
        answer = self.answers.get(step.key, running.Outcome.DONE)
        if isinstance(answer, list):
            answer = answer.pop(0)
        if callable(answer):
            answer = answer()
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def channel(monkeypatch):
    channel = Channel()
    monkeypatch.setitem(running._appliers, ("testmarket", "campaign:"), channel)
    return channel
