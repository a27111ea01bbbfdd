"""The stock ledger, for looking."""

from django.contrib import admin

from marketplace.core.read_only import ReadOnlyAdmin
from marketplace.inventory.models import (
    BUCKETS,
    Commitment,
    Location,
    Offer,
    Shortfall,
    Stock,
    StockMovement,
    StockOperation,
)


@admin.register(Location)
class LocationAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "kind", "closed_at")
    list_filter = ("kind",)


@admin.register(Stock)
class StockAdmin(ReadOnlyAdmin):
    list_display = ("sku", "location", "on_hand", *BUCKETS, "updated_at")
    list_filter = ("location",)
    list_select_related = ("location",)
    search_fields = ("sku",)
    ordering = ("sku", "location")


@admin.register(StockMovement)
class StockMovementAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "stock", "units", "on_hand", *BUCKETS, "document", "actor_label", "reason")
    list_filter = ("kind", "stock__location")
    list_select_related = ("stock",)
    search_fields = ("stock__sku", "document", "key")
    ordering = ("-pk",)


@admin.register(StockOperation)
class StockOperationAdmin(ReadOnlyAdmin):
    list_display = ("key", "at", "content")
    search_fields = ("key",)
    ordering = ("-pk",)


@admin.register(Commitment)
class CommitmentAdmin(ReadOnlyAdmin):
    list_display = ("document", "stock", "units", "made_at")
    list_select_related = ("stock",)
    search_fields = ("document", "stock__sku")
    ordering = ("-pk",)


@admin.register(Offer)
class OfferAdmin(ReadOnlyAdmin):
    list_display = ("market", "stock", "units")
    list_filter = ("market",)
    list_select_related = ("stock",)
    search_fields = ("stock__sku",)
    ordering = ("market", "stock__sku")


@admin.register(Shortfall)
class ShortfallAdmin(ReadOnlyAdmin):
    list_display = ("sku", "document", "units", "at", "resolved_at", "resolution")
    list_filter = (("resolved_at", admin.EmptyFieldListFilter),)
    search_fields = ("sku", "document")
    ordering = ("-at",)
