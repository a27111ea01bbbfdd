"""Purchases, for looking."""

from django.contrib import admin

from marketplace.core.read_only import ReadOnlyAdmin
from marketplace.purchases.models import Attempt, CompletionSlot


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    shows_personal_data = True
    list_display = (
        "reference", "state", "leave_reason", "total", "saleor_order_number", "created_at", "due_at", "problem",
    )  # fmt: skip
    list_filter = ("state", "leave_reason")
    search_fields = ("reference", "saleor_order_number", "saleor_order_id", "email")
    ordering = ("-pk",)
    exclude = ("token", "claim_token")


@admin.register(CompletionSlot)
class CompletionSlotAdmin(ReadOnlyAdmin):
    list_display = ("number", "claimed_until")
    ordering = ("number",)
    exclude = ("claim_token",)
