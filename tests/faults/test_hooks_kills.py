"""The hooks process killed in the middle of an answer: nothing that Saleor told is lost, no money is reserved twice."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest
from django.db import connection
from django.utils import timezone

from marketplace.core.models import InboxMessage
from marketplace.payments.models import Payment
from marketplace.purchases.models import Attempt
from marketplace.saleor import api
from marketplace.saleor.installing import Progress, align_webhooks
from marketplace.saleor.manifest import MARKET
from sandbox.launch.processes import ROOT
from tests.faults.test_purchase_kills import assert_bought
from tests.support.market import market, market_saleor, market_stripe

__all__ = ["market", "market_saleor", "market_stripe"]

State = Attempt.State
BEFORE_AND_AFTER = pytest.mark.parametrize("when", ["before", "after"])
MAKE, READ = "POST /v1/payment_intents", "GET /v1/payment_intents/*"


class Hooks:
    """The hooks process under an address of its own, to which Saleor has been told to send everything."""

    def __init__(self, settings):
        with socket.create_server(("127.0.0.1", 0)) as found:
            self.port = found.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings, self._pid = settings, None
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.mortal_hooks"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, *, call="", event="", when="", control=""):
        """Have it serve, until it dies at a call, or where it stores an event."""
        order = {
            "call": call,
            "event": event,
            "when": when,
            "control": control,
            "port": self.port,
            "database": connection.settings_dict["NAME"],
            "saleor": self._settings.GACHI_SALEOR_URL,
            "stripe": self._settings.GACHI_STRIPE["url"],
        }
        self._parent.stdin.write(json.dumps(order) + "\n")
        self._parent.stdin.flush()
        heard = json.loads(self._parent.stdout.readline())
        assert heard["listening"]
        self._pid = heard["pid"]

    def dies(self):
        """Wait until it has killed itself."""
        assert json.loads(self._parent.stdout.readline()) == {"signal": signal.SIGKILL}
        self._pid = None

    def kill(self):
        os.kill(self._pid, signal.SIGKILL)
        self.dies()

    def close(self):
        if self._pid:
            self.kill()
        self._parent.stdin.close()
        self._parent.wait(10)
        self._parent.stdout.close()


def send_everything_to(url, settings):
    settings.GACHI_HOOKS_URL = url
    align_webhooks(MARKET, saleor=api.worker(), progress=Progress(lambda _line: None))


@pytest.fixture
def hooks(market, settings):
    usual, made = settings.GACHI_HOOKS_URL, Hooks(settings)
    try:
        send_everything_to(made.url, settings)
        yield made
        send_everything_to(usual, settings)
    finally:
        made.close()


def intents_of(attempt, settings):
    """Every intent that Stripe has of a purchase."""
    found = httpx.get(
        f"{settings.GACHI_STRIPE['url']}/v1/payment_intents",
        params={"limit": 100},
        headers={"Authorization": f"Bearer {settings.GACHI_STRIPE['secret_key']}"},
        trust_env=False,
    ).json()["data"]
    return [one for one in found if one["metadata"].get("document") == attempt.document]


def carry_on(market, attempt, *states):
    Attempt.objects.filter(pk=attempt.pk).update(due_at=timezone.now())
    return market.advance_to(attempt, *states, pause=0.5)


def is_ready(attempt):
    return Payment.objects.filter(document=attempt.document).exclude(client_secret="").exists()


def get_ready(market, attempt, tries=12):
    for _try in range(tries):
        attempt = market.advance(attempt)
        if is_ready(attempt):
            return attempt
        time.sleep(0.2)
    raise AssertionError(attempt.problem)


@BEFORE_AND_AFTER
def test_killed_while_it_begins_a_payment(market, hooks, settings, when):
    bag = market.sell()
    attempt = market.hold(bag)
    hooks.start(call=MAKE, when=when)

    market.advance(attempt)
    hooks.dies()
    assert not is_ready(attempt)
    hooks.start()
    attempt = get_ready(market, attempt)
    assert market.pay(attempt) == "requires_capture"
    attempt = carry_on(market, attempt, State.CAPTURED)

    assert_bought(market, attempt, bag)
    assert len(intents_of(attempt, settings)) == 1


@BEFORE_AND_AFTER
def test_killed_while_it_says_how_far_a_payment_is(market, hooks, settings, when):
    bag = market.sell()
    hooks.start()
    attempt = market.paid(bag)
    hooks.kill()
    hooks.start(call=READ, when=when)

    market.advance(attempt)
    hooks.dies()
    hooks.start()
    attempt = carry_on(market, attempt, State.CAPTURED)

    assert_bought(market, attempt, bag)
    assert len(intents_of(attempt, settings)) == 1


def test_with_a_new_name_for_each_try_a_killed_process_would_leave_a_second_payment(market, hooks, settings):
    """The control: what was begun before the kill is begun again, and the first is nobody's."""
    attempt = market.hold(market.sell())
    hooks.start(call=MAKE, when="after", control="forget")

    market.advance(attempt)
    hooks.dies()
    hooks.start(control="forget")
    attempt = get_ready(market, attempt)

    assert len(intents_of(attempt, settings)) == 2
    assert Payment.objects.filter(document=attempt.document).count() == 1


# Events


def heard(event):
    return InboxMessage.objects.filter(source="saleor", event=event)


def write_stock(market, bag):
    """Have Saleor send one event."""
    market.saleor.clear_faults()
    market.set_saleor_stock(bag, 7)


EVENT = "product_variant_stock_updated"


@BEFORE_AND_AFTER
def test_killed_while_it_stores_an_event(market, hooks, when):
    bag = market.sell()
    InboxMessage.objects.all().delete()
    hooks.start(event=EVENT, when=when)

    write_stock(market, bag)
    hooks.dies()
    stored = heard(EVENT).count()
    hooks.start()
    market.saleor.wait_for_calls(f"out:{EVENT}", 2, seconds=60)
    wait_for(lambda: [call["status"] for call in market.saleor.calls(f"out:{EVENT}")][-1] == 200)

    assert stored == (1 if when == "after" else 0)
    assert heard(EVENT).count() == 1


def test_an_event_that_was_answered_before_it_was_stored_would_be_lost(market, hooks):
    """The control: Saleor has its answer and never asks again."""
    bag = market.sell()
    InboxMessage.objects.all().delete()
    hooks.start(event=EVENT, control="answer first")

    write_stock(market, bag)
    hooks.dies()
    hooks.start()
    time.sleep(3)  # Saleor's tries come after 0.2, 0.4, 0.8 … seconds here

    assert [call["status"] for call in market.saleor.calls(f"out:{EVENT}")] == [200]
    assert not heard(EVENT).exists()


def wait_for(condition, seconds=15):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.05)
