"""The gate: units and quota are promised together, before anyone is sent to pay."""

from dataclasses import replace
from datetime import timedelta

import pytest

from campaigns.models import Campaign, CampaignItem
from marketplace.core.models import OutboxMessage
from marketplace.inventory.models import Commitment, Stock
from marketplace.purchases import baskets, gate, leaving
from marketplace.purchases.addresses import BadAddress
from marketplace.purchases.models import Attempt
from tests.support.factories import make_staff, show_price
from tests.support.shopping import details
from vendors import services as vendors
from vendors.models import Listing, ShownPrice

pytestmark = pytest.mark.django_db
State = Attempt.State


@pytest.fixture
def bag(basket, goods, now):
    variant = goods(price=39000, units=3)
    baskets.add(basket=basket, variant=variant, units=2, now=now)
    return variant


def hold(basket, now, **fields):
    return gate.hold(basket=basket, details=details(**fields), now=now)


def buckets(variant):
    stock = Stock.objects.get(sku=variant.sku)
    return stock.free, stock.allocated


def wakes():
    return OutboxMessage.objects.filter(topic="purchases.advance").count()


def test_holding_promises_units_freezes_the_order_and_wakes_the_runner(basket, bag, now):
    attempt = hold(basket, now)

    line = attempt.lines.get()
    assert (attempt.state, attempt.goods_total, attempt.delivery_fee, attempt.total) == (State.HELD, 78000, 3000, 81000)
    assert (line.title, line.units, line.unit_price, line.line_total) == ("물건 1", 2, 39000, 78000)
    assert attempt.held_until == now + timedelta(minutes=15)
    assert attempt.email == "shopper@example.com"
    assert buckets(bag) == (1, 2)
    assert Commitment.objects.get().document == attempt.document
    message = OutboxMessage.objects.get(topic="purchases.advance")
    assert message.payload == {"attempt_id": attempt.pk}
    assert len(attempt.token) == 43
    assert len(attempt.reference) == 12


def test_an_empty_basket_is_not_held(basket, now):
    with pytest.raises(gate.BasketEmpty):
        hold(basket, now)

    assert not Attempt.objects.exists()


def test_too_few_units_promise_nothing_and_name_the_lines(basket, bag, goods, now):
    soap = goods(units=5)
    baskets.add(basket=basket, variant=soap, units=1, now=now)
    baskets.set_units(basket=basket, variant=bag, units=4, now=now)

    with pytest.raises(gate.SoldOut) as refused:
        hold(basket, now)

    assert [line.variant for line in refused.value.lines] == [bag]
    assert (buckets(bag), buckets(soap)) == ((3, 0), (5, 0))
    assert not Attempt.objects.exists()
    assert wakes() == 0


def test_goods_paused_while_in_the_basket_are_not_held(basket, bag, now):
    vendors.pause_listing(listing=bag.listing, actor="tests", now=now)

    with pytest.raises(gate.SoldOut) as refused:
        hold(basket, now)

    assert refused.value.lines[0].state is baskets.LineState.PAUSED
    assert buckets(bag) == (3, 0)


def test_a_price_that_changed_since_it_was_put_in_must_be_seen_first(basket, bag, now):
    show_price(bag, 35000)
    with pytest.raises(gate.PriceChanged) as refused:
        hold(basket, now)
    assert [line.price for line in refused.value.lines] == [35000]
    assert buckets(bag) == (3, 0)

    baskets.accept_prices(basket=basket, now=now)

    assert hold(basket, now).total == 73000


def test_what_the_order_page_showed_is_what_is_held(basket, bag, now):
    shown = baskets.read(basket, now=now).digest
    show_price(bag, 35000)

    with pytest.raises(gate.PriceChanged):
        gate.hold(basket=basket, details=details(), now=now, seen_digest=shown)
    assert buckets(bag) == (3, 0)

    fresh = baskets.read(basket, now=now).digest
    assert gate.hold(basket=basket, details=details(), now=now, seen_digest=fresh).digest == fresh


@pytest.mark.parametrize(("field", "value"), [
    ("name", " "), ("phone", "12"), ("phone", ""), ("postal_code", "1234"), ("postal_code", "１２３４５"),
    ("region", "서울"), ("city", ""), ("address", ""),
])  # fmt: skip
def test_an_address_that_nobody_can_deliver_to_is_refused(basket, bag, now, field, value):
    with pytest.raises(BadAddress) as refused:
        hold(basket, now, **{field: value})

    assert list(refused.value.problems) == [field]
    assert buckets(bag) == (3, 0)


def test_without_consent_to_share_the_address_nothing_is_held(basket, bag, now):
    with pytest.raises(gate.ConsentMissing):
        hold(basket, now, agreed_to_share=False)

    assert buckets(bag) == (3, 0)


def test_goods_made_to_order_want_a_consent_of_their_own(basket, bag, now):
    Listing.objects.filter(pk=bag.listing_id).update(withdrawal_limit=Listing.WithdrawalLimit.MADE_TO_ORDER)
    with pytest.raises(gate.ConsentMissing):
        hold(basket, now)
    assert buckets(bag) == (3, 0)

    attempt = hold(basket, now, agreed_to_made_to_order=True)

    assert attempt.lines.get().consented_made_to_order_at == now


def test_ordering_twice_is_one_purchase(basket, bag, now):
    first, second = hold(basket, now), hold(basket, now)

    assert first == second
    assert buckets(bag) == (1, 2)


def test_another_address_gives_the_first_purchase_up(basket, bag, goods, now):
    baskets.set_units(basket=basket, variant=bag, units=1, now=now)
    first = hold(basket, now)

    second = hold(basket, now, address_detail="102호")

    first.refresh_from_db()
    assert (first.state, first.leave_reason) == (State.LEAVING, "BASKET_CHANGED")
    assert (second.state, second.address_detail) == (State.HELD, "102호")
    assert buckets(bag) == (1, 2)  # the first one's unit is let go by the runner, after its money


def test_units_on_their_way_back_from_ones_own_purchase_are_said_to_be(basket, bag, now):
    first = hold(basket, now)

    with pytest.raises(gate.AttemptUnderWay) as refused:
        hold(basket, now, address_detail="102호")

    first.refresh_from_db()
    assert refused.value.attempt == first
    assert first.state == State.LEAVING
    assert buckets(bag) == (1, 2)


@pytest.mark.parametrize("change", ["add", "set", "remove"])
def test_a_second_tab_that_changes_the_basket_ends_the_unpaid_purchase(basket, bag, goods, now, change):
    attempt = hold(basket, now)
    attempt.claim_token, attempt.claimed_until = "a-runner-at-work", now + timedelta(minutes=1)
    attempt.save()

    if change == "add":
        baskets.add(basket=basket, variant=goods(), units=1, now=now)
    elif change == "set":
        baskets.set_units(basket=basket, variant=bag, units=1, now=now)
    else:
        baskets.remove(basket=basket, variant=bag, now=now)

    attempt.refresh_from_db()
    assert (attempt.state, attempt.leave_reason, attempt.claim_token) == (State.LEAVING, "BASKET_CHANGED", "")
    assert buckets(bag) == (1, 2)


@pytest.mark.parametrize("state", [State.AUTHORISED, State.COMPLETING, State.ORDERED])
def test_a_paid_purchase_goes_on_whatever_becomes_of_the_basket(basket, bag, now, state):
    attempt = hold(basket, now)
    Attempt.objects.filter(pk=attempt.pk).update(state=state, saleor_order_id="o")

    baskets.set_units(basket=basket, variant=bag, units=1, now=now)
    with pytest.raises(gate.AttemptUnderWay) as refused:
        hold(basket, now)
    with pytest.raises(leaving.TooLateToLeave):
        leaving.leave(attempt, reason=leaving.Reason.SHOPPER, actor="shop", now=now)

    attempt.refresh_from_db()
    assert refused.value.attempt == attempt
    assert attempt.state == state
    assert buckets(bag) == (1, 2)


@pytest.fixture
def scarce(bag, now):
    campaign = Campaign.objects.create(
        reference="spring", title="봄", starts_at=now, ends_at=now + timedelta(days=9),
        created_by=make_staff(), created_at=now, updated_at=now,
    )  # fmt: skip
    item = CampaignItem.objects.create(campaign=campaign, variant=bag, price=39000, quota=2)
    ShownPrice.objects.filter(variant=bag).update(campaign_item_id=item.pk)
    return item


def test_quota_is_taken_with_the_units(basket, bag, scarce, now):
    attempt = hold(basket, now)

    scarce.refresh_from_db()
    assert scarce.taken == 2
    assert scarce.takes.get().document == attempt.document


def test_too_little_quota_promises_nothing(basket, bag, scarce, now):
    baskets.set_units(basket=basket, variant=bag, units=3, now=now)

    with pytest.raises(gate.QuotaGone) as refused:
        hold(basket, now)

    scarce.refresh_from_db()
    assert [line.variant for line in refused.value.lines] == [bag]
    assert (scarce.taken, buckets(bag)) == (0, (3, 0))


def test_quota_that_went_while_the_gate_looked_promises_no_units(basket, bag, scarce, now, monkeypatch):
    stale = baskets.read(basket, now=now)
    CampaignItem.objects.update(taken=1)
    monkeypatch.setattr(baskets, "read", lambda *args, **kwargs: stale)

    with pytest.raises(gate.QuotaGone):
        hold(basket, now)

    assert buckets(bag) == (3, 0)
    assert not Attempt.objects.exists()


def test_units_that_went_while_the_gate_looked_take_no_quota(basket, bag, scarce, now, monkeypatch):
    stale = baskets.read(basket, now=now)
    Stock.objects.update(free=1, allocated=2)
    monkeypatch.setattr(baskets, "read", lambda *args, **kwargs: stale)

    with pytest.raises(gate.SoldOut):
        hold(basket, now)

    scarce.refresh_from_db()
    assert scarce.taken == 0
    assert not Attempt.objects.exists()


def test_messages_of_the_gate_are_fit_to_show(basket, bag, now):
    refusal = gate.SoldOut("아쉽지만 그 사이 품절되었거나 남은 수량이 모자라요.")

    assert str(refusal).endswith("요.")
    assert refusal.lines == ()
    assert replace(details(), email="x@example.com").email == "x@example.com"
