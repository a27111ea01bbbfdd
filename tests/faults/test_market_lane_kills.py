"""A worker killed before and after each step of a quantity lane's turn: the next carries on, nothing is oversold."""

import json
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.models import MarketListing
from marketplace.channels import lanes
from marketplace.channels.models import Lane
from marketplace.inventory.models import Shortfall
from sandbox.launch.processes import ROOT
from tests.support.coupang import coupang_standin, market, pictures
from tests.support.factories import make_variant

__all__ = ["coupang_standin", "market", "pictures"]

pytestmark = pytest.mark.django_db(transaction=True)

BASE, ON_HAND = 5, 60


@pytest.fixture(scope="module")
def mortals():
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.mortal_lane"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.stdin.close()
    process.wait(10)
    process.stdout.close()


@pytest.fixture
def kill(market, mortals):
    """A function that takes a lane's turn in another process, which dies at the nth step; whether there is one."""

    def kill(lane, nth, when):
        order = {
            "lane": lane.pk,
            "nth": nth,
            "when": when,
            "database": connection.settings_dict["NAME"],
            "coupang": market.standin.url,
        }
        mortals.stdin.write(json.dumps(order) + "\n")
        mortals.stdin.flush()
        ended = json.loads(mortals.stdout.readline())["signal"]
        assert ended in (0, signal.SIGKILL)
        return ended == signal.SIGKILL

    return kill


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("goal", "is_scarce", "steps"), [(9, False, 3), (2, False, 4), (9, True, 8)], ids=["raise", "lower", "scarce"]
)
def test_a_turn_killed_at_any_step_is_carried_on(market, kill, goal, is_scarce, steps, when):
    variant = make_variant(units=ON_HAND)
    market.offer(variant, units=BASE)
    mine, sold = MarketListing.objects.filter(variant=variant), 0

    nth = 0
    while True:
        mine.update(wanted_units=BASE, is_scarce=False)
        market.turn(variant.sku)
        assert market.buckets(variant.sku) == (ON_HAND - BASE - sold, BASE, sold, BASE)
        market.buy(variant.sku)
        sold += 1
        mine.update(wanted_units=goal, is_scarce=is_scarce)
        lane = market.ask(variant.sku)
        if not kill(lane, nth, when):
            break
        sold += market.tries_to_buy(variant.sku)  # whatever shows after the crash can be bought
        later = timezone.now() + lanes.LEASE + timedelta(seconds=1)
        assert lanes.take_turn(lane_id=lane.pk, now=later)
        Lane.objects.filter(pk=lane.pk).update(due_at=timezone.now())
        lane = market.turn(variant.sku)
        assert (lane.is_behind, lane.problem, lane.progress) == (False, "", {}), nth
        assert market.item(variant.sku)["onSale"], nth
        assert market.buckets(variant.sku) == (ON_HAND - goal - sold, goal, sold, goal), nth
        nth += 1

    assert nth >= steps
    assert not Shortfall.objects.exists()
