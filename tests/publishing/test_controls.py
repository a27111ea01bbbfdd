"""What each safeguard of publishing is for: with it Saleor ends as it should, and with it switched off it does not."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from marketplace.channels import lanes, plans
from marketplace.channels.lanes import Turn
from marketplace.channels.models import Lane, Plan, PlanStep, Seen
from marketplace.channels.plans import running
from marketplace.saleor import api, ids
from marketplace.saleor.errors import SaleorRejected
from tests.publishing.conftest import run, take_turns
from tests.races.conftest import Together
from tests.support.factories import make_listing, make_stock
from vendors.models import ShownPrice
from vendors.publishing import applying, catalogue, stock
from vendors.publishing.planning import plan_catalogue
from workers.jobs import publishing

SKU = "upcycled-bag-1"


def read(reference="upcycled-bag"):
    return api.worker().product(reference).product


def wait_for(condition, seconds=20):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)


def approved():
    plan = plan_catalogue(now=timezone.now())
    plans.approve(plan=plan, digest=plan.digest, actor="tests", now=timezone.now())
    return plan


# A create whose answer is lost


def test_a_product_whose_create_was_not_answered_is_found_and_sold(publish, shop):
    make_listing()
    shop.fault("productBulkCreate", "drop_after")

    plan = run(publish())

    assert (plan.state, len(shop.calls("productBulkCreate"))) == (Plan.State.APPLIED, 1)
    assert ShownPrice.objects.get().price == 39000


def test_created_again_without_a_look_it_would_stand_in_saleor_and_be_sold_to_nobody(publish, shop, monkeypatch):
    """The control: the create is repeated, is refused as known already, and that no is believed."""
    make_listing()
    shop.fault("productBulkCreate", "drop_after")

    def create_blindly(steps):
        for problem in applying._bulk_create({applying._reference(s): applying._wanted(s) for s in steps})[
            "upcycled-bag"
        ]:
            raise SaleorRejected(problem.code, problem.path or "", problem.message or "")

    monkeypatch.setattr(applying, "find_product", lambda _reference: None)
    monkeypatch.setattr(applying, "create_products", create_blindly)

    plan = run(publish())

    assert (plan.state, len(shop.calls("productBulkCreate"))) == (Plan.State.FAILED, 2)
    assert read().external_reference == "upcycled-bag"
    assert ids.find("product", "upcycled-bag") is None
    assert not ShownPrice.objects.exists()


# A 500 after the work was done


@pytest.fixture
def unpictured(publish, shop, settings, live_server):
    """A product without its picture, which Saleor could not fetch; now it could."""
    settings.GACHI_PUBLIC_URL = "http://127.0.0.1:9"
    make_listing()
    publish()
    settings.GACHI_PUBLIC_URL = live_server.url
    assert read().media == []
    shop.clear_faults()


def test_a_picture_that_was_taken_and_answered_with_500_stands_there_once(unpictured, publish, shop):
    shop.fault("productMediaCreate", "fail_after")

    plan = run(publish())

    assert plan.state == Plan.State.APPLIED
    assert len(shop.calls("productMediaCreate")) == len(read().media) == 1


def test_sent_again_beside_what_is_there_a_picture_would_stand_there_twice(unpictured, publish, shop, monkeypatch):
    """The control: without looking at what the unknown call may have left, and without taking that away."""
    shop.fault("productMediaCreate", "fail_after")
    real = applying.document_of
    monkeypatch.setattr(applying, "document_of", lambda *given: {**real(*given), "pictures": []})
    monkeypatch.setattr(api.Saleor, "product_media_delete", lambda _self, _id: None)

    run(publish())

    assert len(read().media) == 2


# A picture that vanished, hours after Saleor had said yes to it


@pytest.fixture
def vanished(publish):
    """A product that was published with its picture, an hour ago; Saleor dropped that without a word."""
    make_listing()
    publish()
    Seen.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    api.worker().product_media_delete(read().media[0].id)


def publish_everything():
    """What beat does every few hours, with the turns and the plans that it asks for."""
    publishing.publish_everything()
    Lane.objects.update(due_at=timezone.now())
    take_turns("saleor-catalogue")
    for plan in Plan.objects.filter(state=Plan.State.APPROVED):
        run(plan)


def test_a_picture_that_vanished_is_missed_and_sent_again(vanished):
    publish_everything()

    assert len(read().media) == 1


def test_a_product_is_looked_at_again_for_a_while_only(vanished, shop):
    Seen.objects.update(seen_at=timezone.now() - 2 * catalogue.UNSETTLED)
    shop.clear_faults()

    publish_everything()

    assert shop.calls() == []


def test_unless_saleor_is_looked_at_a_vanished_picture_would_never_be_missed(vanished, monkeypatch):
    """The control: planned from what was seen when it was published, nothing is ever missing."""
    monkeypatch.setattr(catalogue, "_look_again", lambda *_what: None)

    publish_everything()
    publish_everything()

    assert read().media == []


# A stock write that is overtaken


def overtaken(shop, first, second):
    """Let `first` write 15 and be held up on the way; meanwhile one more comes in, and `second` writes that."""
    make_stock(SKU, 5)
    shop.clear_faults()
    shop.fault("productVariantStocksUpdate", "slow", seconds=1.5)

    def later():
        wait_for(lambda: shop.calls("productVariant"))
        time.sleep(0.3)
        make_stock(SKU, 1)
        second()

    assert Together()(first, later) == [None, None]


def in_saleor():
    (row,) = api.worker().variant_stocks(SKU).product_variant.stocks
    return row.quantity


@pytest.fixture
def ten(publish):
    make_listing(units=10)
    publish()
    take_turns("saleor-stock")
    assert in_saleor() == 10


def test_a_stock_write_that_is_held_up_does_not_undo_a_later_one(ten, shop):
    def push():
        publishing.push_stock(sku=SKU)
        lane = Lane.objects.get(kind="saleor-stock", subject=SKU)
        Lane.objects.filter(pk=lane.pk, claimed_until=None).update(due_at=timezone.now())
        lanes.take_turn(lane_id=lane.pk, now=timezone.now())

    overtaken(shop, push, push)
    take_turns("saleor-stock")

    assert in_saleor() == 16
    assert Lane.objects.get(kind="saleor-stock").is_behind is False


def test_without_a_lane_a_stock_write_that_is_held_up_would_stay(ten, shop):
    """The control: both write, each as soon as it likes; the older figure arrives last and is found to be there."""
    lane = Lane.objects.get(kind="saleor-stock")

    class Free(Turn):
        def keep(self, progress):
            pass

    def push():
        stock.take_turn(lane, Free(lane, clock=timezone.now))

    overtaken(shop, push, push)

    assert in_saleor() == 15


# A plan that is applied twice


def test_a_plan_that_two_workers_apply_at_once_is_applied_once(unpictured, shop):
    plan = approved()
    shop.fault("productMediaCreate", "slow", seconds=1, times=2)

    both = Together()(*[lambda: plans.run_plan(plan_id=plan.pk, now=timezone.now())] * 2)
    again = plans.run_plan(plan_id=plan.pk, now=timezone.now())

    assert sorted(both) == [False, True]
    assert again is False
    assert len(shop.calls("productMediaCreate")) == len(read().media) == 1
    plan.refresh_from_db()
    assert plan.state == Plan.State.APPLIED


def test_without_a_claim_a_plan_would_be_applied_twice(unpictured, shop, monkeypatch):
    """The control: both workers find nothing there, and both send the picture."""
    plan = approved()
    shop.fault("productMediaCreate", "slow", seconds=1, times=2)
    met = threading.Barrier(2)

    def anyone_may(plan_id, *, now):
        met.wait(10)
        return Plan.objects.get(pk=plan_id)

    monkeypatch.setattr(running, "_claim", anyone_may)
    monkeypatch.setattr(running, "_keep", lambda _plan, **_values: None)

    Together()(*[lambda: plans.run_plan(plan_id=plan.pk, now=timezone.now())] * 2)
    connections.close_all()

    assert len(shop.calls("productMediaCreate")) == len(read().media) == 2
    assert PlanStep.objects.filter(plan=plan, state=PlanStep.State.DONE).count() == 1
