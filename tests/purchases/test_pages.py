"""What a shopper is told of a purchase."""

from datetime import timedelta

import pytest

from marketplace.payments.models import Payment
from marketplace.purchases import baskets, gate, pages, runner
from marketplace.purchases.leaving import Reason
from marketplace.purchases.models import Attempt
from marketplace.purchases.pages import Stage
from tests.support.shopping import details

pytestmark = pytest.mark.django_db
State = Attempt.State


@pytest.fixture
def attempt(basket, goods, now):
    baskets.add(basket=basket, variant=goods(), units=2, now=now)
    return gate.hold(basket=basket, details=details(), now=now)


@pytest.fixture
def payment(attempt, now):
    Attempt.objects.filter(pk=attempt.pk).update(saleor_transaction_id="t")
    attempt.refresh_from_db()
    return Payment.objects.create(
        saleor_transaction_id="t", document=attempt.document, intent_id="pi_1", client_secret="pi_1_secret_x",
        amount=attempt.total, state=Payment.State.WAITING, started_at=now, updated_at=now,
    )  # fmt: skip


def update(row, **values):
    type(row).objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()


def test_while_the_payment_is_made_ready_there_is_no_secret_yet(attempt):
    page = pages.view_of(attempt)

    assert (page.stage, page.client_secret, page.is_moving, page.can_leave) == (Stage.PREPARING, "", True, True)
    assert (page.goods_total, page.delivery_fee, page.total) == (78000, 3000, 81000)


def test_ready_to_be_paid(attempt, payment):
    page = pages.view_of(attempt)

    assert (page.stage, page.client_secret, page.is_moving) == (Stage.PAYING, "pi_1_secret_x", False)
    assert page.held_until == attempt.held_until
    assert page.problem == ""


def test_whoever_comes_back_from_paying_is_not_shown_the_card_form_again(attempt, payment, now):
    runner.come_back(attempt, now=now + timedelta(seconds=1))
    attempt.refresh_from_db()

    just_now = pages.view_of(attempt, now=now + timedelta(seconds=2))
    nobody_read_it = pages.view_of(attempt, now=now + timedelta(seconds=62))
    update(payment, updated_at=now + timedelta(seconds=3), problem_code="card_declined")
    declined = pages.view_of(attempt, now=now + timedelta(seconds=4))

    assert (just_now.stage, just_now.client_secret, just_now.can_leave) == (Stage.WORKING, "", False)
    assert nobody_read_it.stage is Stage.PAYING
    assert (declined.stage, declined.problem) == (
        Stage.PAYING, "카드가 승인되지 않았어요. 다른 카드로 다시 해 주세요.",
    )  # fmt: skip


def test_paid_and_on_its_way(attempt, payment):
    update(payment, state=Payment.State.AUTHORISED, authorised=81000, client_secret="")
    for state in (State.HELD, State.AUTHORISED, State.COMPLETING, State.ORDERED):
        update(attempt, state=state, saleor_order_id="o")

        page = pages.view_of(attempt)

        assert (page.stage, page.client_secret, page.is_moving, page.can_leave) == (Stage.WORKING, "", True, False)


def test_a_wait_is_explained(attempt, payment):
    update(attempt, state=State.COMPLETING, tries=2)

    assert "두 번 결제되지 않으니" in pages.view_of(attempt).problem


def test_done(attempt, payment):
    update(attempt, state=State.CAPTURED, saleor_order_id="o", saleor_order_number="17")

    page = pages.view_of(attempt)

    assert (page.stage, page.order_number, page.is_moving) == (Stage.DONE, "17", False)


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize(("authorised", "money"), [
    (0, "청구된 금액은 없어요."), (81000, "결제하신 금액은 모두 돌려드렸어요."),
])  # fmt: skip
def test_given_up_says_why_and_what_became_of_the_money(attempt, payment, reason, authorised, money):
    update(payment, state=Payment.State.VOIDED, authorised=authorised, client_secret="")
    update(attempt, state=State.ENDED, leave_reason=reason)

    page = pages.view_of(attempt)

    assert page.stage is Stage.ENDED
    assert page.text == f"{reason.label} {money}"


def test_a_page_asks_three_queries_at_most(attempt, payment, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        page = pages.view_of(attempt)
        _shown = [(line.title, line.variant.listing.enterprise.name) for line in page.lines]
