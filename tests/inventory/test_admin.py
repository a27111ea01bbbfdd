"""The Django admin shows the ledger and changes nothing in it."""

import pytest
from django.contrib import admin
from django.urls import reverse

from marketplace.channels import lanes, plans, seen
from marketplace.channels import models as channels
from marketplace.inventory import models as inventory
from marketplace.inventory import services
from tests.inventory.conftest import AT, WHO, everything
from tests.support.factories import make_user

MODELS = [
    inventory.Location, inventory.Stock, inventory.StockOperation, inventory.StockMovement, inventory.Commitment,
    inventory.Offer, inventory.Shortfall, channels.Lane, channels.Plan, channels.PlanStep, channels.Seen,
]  # fmt: skip


@pytest.fixture
def rows(home, receive):
    """A row in every table."""
    receive("bag-1", 5)
    services.offer_units(sku="bag-1", market="coupang", units=1, key="offer:1", **WHO)
    services.take_offered(document="coupang:9", market="coupang", units={"bag-1": 9}, key="import:9", **WHO)
    lanes.request_turn(kind="test-lane", subject="bag-1", at=AT)
    step = plans.PlannedStep("UPDATE", "listing:1", "가격", 1, 2)
    plans.save_plan(channel="test", subject="campaign:1", steps=[step], made_by="tests", now=AT)
    seen.remember(channel="test", key="listing:1", content=1, now=AT)


@pytest.fixture
def owner_client(client, rows):
    client.force_login(make_user("owner@example.com", is_staff=True, is_superuser=True))
    return client


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_even_the_owner_only_looks(owner_client, model):
    row = model.objects.first()
    before = everything()

    shown = owner_client.get(address(model, "changelist"))
    opened = owner_client.get(address(model, "change", row.pk))
    refused = [
        owner_client.post(address(model, "add"), {}),
        owner_client.post(address(model, "change", row.pk), {}),
        owner_client.post(address(model, "delete", row.pk), {"post": "yes"}),
    ]
    owner_client.post(
        address(model, "changelist"), {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    )

    assert (shown.status_code, opened.status_code) == (200, 200)
    assert [response.status_code for response in refused] == [403] * 3
    assert everything() == before
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("room", ["inventory", "channels"])
def test_every_table_of_the_room_is_shown(room):
    shown = {model for model in admin.site._registry if model._meta.app_label == room}

    assert shown == {model for model in MODELS if model._meta.app_label == room}
