"""Payments, for looking. The secret of a payment page is not shown."""

from django.contrib import admin

from marketplace.core.read_only import ReadOnlyAdmin
from marketplace.payments.models import Expectation, Payment, Refund


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = (
        "document", "state", "amount", "authorised", "captured", "refunded", "problem_code", "intent_id", "updated_at",
    )  # fmt: skip
    list_filter = ("state",)
    search_fields = ("document", "intent_id", "saleor_transaction_id")
    ordering = ("-pk",)
    exclude = ("client_secret",)


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = ("payment", "amount", "reason", "refund_id", "asked_at", "done_at", "problem")
    list_select_related = ("payment",)
    search_fields = ("payment__document", "refund_id", "key")
    ordering = ("-pk",)


@admin.register(Expectation)
class ExpectationAdmin(ReadOnlyAdmin):
    list_display = ("document", "amount", "saleor_checkout_id", "made_at", "closed_at")
    search_fields = ("document", "saleor_checkout_id")
    ordering = ("-pk",)
