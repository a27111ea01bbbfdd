"""The Django admin shows every room's tables and changes nothing in them."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.test import RequestFactory
from django.urls import reverse

from marketplace.core.models import AuditEntry
from marketplace.core.read_only import ReadOnlyAdmin
from marketplace.purchases.models import Basket, BasketLine
from tests.support.factories import make_user

pytestmark = pytest.mark.django_db

ROOMS = ("core", "saleor", "inventory", "payments", "channels", "purchases", "vendors", "campaigns")
# A basket's token opens it, and its lines say nothing without it; a purchase shows its lines in the console.
HIDDEN = {Basket, BasketLine, apps.get_model("purchases", "AttemptLine")}
SECRET = {"password", "ciphertext", "token", "client_secret", "body", "headers"}
MODELS = [model for model in apps.get_models() if model._meta.app_label in ROOMS and model not in HIDDEN]


@pytest.fixture
def owner():
    return make_user("owner@example.com", is_staff=True, is_superuser=True)


def test_every_table_is_shown_to_the_owner_and_to_nobody_for_changing(client, owner):
    client.force_login(owner)
    for model in MODELS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"

        shown = client.get(reverse(f"{name}_changelist"))
        refused = client.post(reverse(f"{name}_add"), {})

        assert (shown.status_code, refused.status_code) == (200, 403), model
        assert isinstance(admin.site._registry[model], ReadOnlyAdmin), model


def test_no_secret_is_shown(owner):
    request = RequestFactory().get("/")
    request.user = owner
    for model in MODELS:
        fields = flatten_fieldsets(admin.site._registry[model].get_fieldsets(request))

        assert SECRET & set(fields) == set(), model


def test_a_row_opens_and_is_not_deleted(client, owner, world):
    client.force_login(owner)
    entry = AuditEntry.objects.order_by("pk").first()

    opened = client.get(reverse("admin:core_auditentry_change", args=[entry.pk]))
    deleted = client.post(reverse("admin:core_auditentry_delete", args=[entry.pk]), {"post": "yes"})

    assert (opened.status_code, deleted.status_code) == (200, 403)
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_staff_without_rights_see_nothing_in_it(client, staff):
    assert client.get(reverse("admin:core_auditentry_changelist")).status_code == 403


@pytest.mark.parametrize("kind", ["order", "attempt"])
def test_who_opens_a_row_with_personal_data_is_on_the_audit_trail(client, owner, order, attempt, kind):
    row = {"order": order, "attempt": attempt}[kind]
    client.force_login(owner)
    meta = row._meta

    client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk]))
    client.get(reverse("admin:core_user_change", args=[owner.pk]))

    seen = AuditEntry.objects.get(action="personal_data.seen")
    assert (seen.actor, seen.subject_type, seen.subject_id) == (owner, meta.label_lower, str(row.pk))


def test_every_table_with_an_address_says_so():
    fields = {"phone", "address_detail", "recipient_phone", "address"}
    people = {model for model in MODELS if fields & {field.name for field in model._meta.get_fields()}}

    said = {model for model in MODELS if admin.site._registry[model].shows_personal_data}

    assert {model._meta.label_lower for model in people - said} <= {"vendors.enterprise", "campaigns.exhibition"}
