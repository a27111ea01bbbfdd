"""What the database itself refuses, whatever the code does."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from marketplace.inventory import services
from marketplace.inventory.models import Stock, StockMovement, StockOperation
from tests.inventory.conftest import WHO

pytestmark = pytest.mark.django_db


@pytest.fixture
def movement(home, receive):
    receive("bag-1", 5)
    services.commit_units(wanted={"bag-1": 2}, location=home, document="order:1", **WHO)
    return StockMovement.objects.get(kind="COMMIT")


@pytest.mark.parametrize("model", [StockMovement, StockOperation])
def test_what_was_written_is_not_changed_or_deleted(movement, unchanged, model):
    with unchanged, pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        model.objects.update(at=F("at"))
    with unchanged, pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        model.objects.all()._raw_delete(using="default")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["inventory_stockmovement", "inventory_stockmovement, inventory_stockoperation"])
def test_what_was_written_is_not_emptied(movement, unchanged, table):
    with unchanged, pytest.raises(IntegrityError, match="only grows"), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "change",
    [
        {"on_hand": 6},
        {"free": 2},
        {"free": 4, "on_hand": 6, "allocated": 2, "leased": 1},
        {"free": -1, "allocated": 6},
        {"on_hand": 1, "free": -1},
    ],
)
def test_figures_that_do_not_add_up_or_fall_below_nothing_are_refused(movement, unchanged, change):
    with unchanged, pytest.raises(IntegrityError), transaction.atomic():
        Stock.objects.update(**change)


def test_a_movement_that_does_not_balance_is_refused(movement, unchanged):
    with unchanged, pytest.raises(IntegrityError, match="a_movement_balances"), transaction.atomic():
        StockMovement.objects.create(
            key="by hand",
            operation=movement.operation,
            stock=movement.stock,
            kind="COMMIT",
            units=1,
            free=-1,
            at=movement.at,
        )


def test_two_movements_do_not_share_a_key(movement, unchanged):
    with unchanged, pytest.raises(IntegrityError), transaction.atomic():
        StockMovement.objects.create(
            key=movement.key, operation=movement.operation, stock=movement.stock, kind="COUNT", units=0, at=movement.at
        )
