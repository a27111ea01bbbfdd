"""Campaigns, the markets' side of them, and pop-ups, for looking."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from campaigns.models import (
    Campaign,
    CampaignChannel,
    CampaignItem,
    ClosingSignature,
    Consignment,
    ConsignmentLine,
    DayClosing,
    Exhibition,
    MarketClaim,
    MarketCursor,
    MarketListing,
    MarketOrder,
    PopupSale,
    PopupSaleLine,
    QuotaTake,
    StockCount,
)
from marketplace.core.read_only import ReadOnlyAdmin


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    list_display = ("reference", "title", "state", "starts_at", "ends_at", "version")
    list_filter = ("state",)
    search_fields = ("title", "reference")
    ordering = ("-starts_at",)


class PartAdmin(ReadOnlyAdmin):
    """Shows what was taken out of a campaign, too."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.ever.order_by(*self.get_ordering(request))
        return rows


@admin.register(CampaignChannel)
class CampaignChannelAdmin(PartAdmin):
    list_display = ("campaign", "channel", "is_out")
    list_filter = ("channel",)
    list_select_related = ("campaign",)
    ordering = ("-pk",)


@admin.register(CampaignItem)
class CampaignItemAdmin(PartAdmin):
    list_display = ("campaign", "variant", "price", "quota", "taken", "group", "is_out")
    list_select_related = ("campaign", "variant")
    search_fields = ("variant__sku", "campaign__title")
    ordering = ("-campaign", "position")


@admin.register(QuotaTake)
class QuotaTakeAdmin(ReadOnlyAdmin):
    list_display = ("item", "document", "units", "returned_at")
    list_select_related = ("item",)
    search_fields = ("document",)
    ordering = ("-pk",)


@admin.register(MarketListing)
class MarketListingAdmin(ReadOnlyAdmin):
    list_display = ("market", "variant", "state", "remote_product_id", "seen_price", "seen_quantity", "problem")
    list_filter = ("market", "state")
    list_select_related = ("variant",)
    search_fields = ("variant__sku", "remote_product_id", "remote_item_id")
    ordering = ("-pk",)


@admin.register(MarketOrder)
class MarketOrderAdmin(ReadOnlyAdmin):
    list_display = ("market", "remote_id", "remote_order_id", "state", "placed_at", "read_at", "saleor_order_id")
    list_filter = ("market", "state")
    search_fields = ("remote_id", "remote_order_id")
    ordering = ("-pk",)
    exclude = ("claim_token",)


@admin.register(MarketClaim)
class MarketClaimAdmin(ReadOnlyAdmin):
    shows_personal_data = True  # what the market said of a cancel or a return, as it came
    list_display = ("market", "remote_id", "kind", "order", "heard_at", "done_at")
    list_filter = ("market", "kind")
    list_select_related = ("order",)
    search_fields = ("remote_id",)
    ordering = ("-pk",)


@admin.register(MarketCursor)
class MarketCursorAdmin(ReadOnlyAdmin):
    list_display = ("market", "name", "read_until", "failing_since", "problem")
    ordering = ("market", "name")


@admin.register(Exhibition)
class ExhibitionAdmin(ReadOnlyAdmin):
    list_display = ("campaign", "venue", "state", "location", "closed_at")
    list_filter = ("state",)
    list_select_related = ("campaign", "location")
    ordering = ("-pk",)


@admin.register(Consignment)
class ConsignmentAdmin(ReadOnlyAdmin):
    list_display = ("reference", "exhibition", "enterprise", "direction", "state", "sent_at", "received_at")
    list_filter = ("direction", "state")
    list_select_related = ("exhibition", "enterprise")
    search_fields = ("reference",)
    ordering = ("-pk",)


@admin.register(ConsignmentLine)
class ConsignmentLineAdmin(ReadOnlyAdmin):
    list_display = ("consignment", "variant", "sent_units", "received_units", "difference_reason")
    list_select_related = ("consignment", "variant")
    ordering = ("-pk",)


@admin.register(PopupSale)
class PopupSaleAdmin(ReadOnlyAdmin):
    list_display = ("key", "exhibition", "sold_at", "sold_by", "paid", "total", "reverses")
    list_filter = ("paid",)
    list_select_related = ("exhibition", "sold_by", "reverses")
    search_fields = ("key",)
    ordering = ("-pk",)


@admin.register(PopupSaleLine)
class PopupSaleLineAdmin(ReadOnlyAdmin):
    list_display = ("sale", "variant", "units", "line_total")
    list_select_related = ("sale", "variant")
    ordering = ("-pk",)


@admin.register(DayClosing)
class DayClosingAdmin(ReadOnlyAdmin):
    list_display = ("exhibition", "day_on", "cash_expected", "cash_counted", "card_total", "closed_by")
    list_select_related = ("exhibition", "closed_by")
    ordering = ("-pk",)


@admin.register(StockCount)
class StockCountAdmin(ReadOnlyAdmin):
    list_display = ("exhibition", "variant", "book_units", "counted_units", "lost_units", "damaged_units")
    list_select_related = ("exhibition", "variant")
    ordering = ("-pk",)


@admin.register(ClosingSignature)
class ClosingSignatureAdmin(ReadOnlyAdmin):
    list_display = ("exhibition", "signed_by", "signed_at", "note")
    list_select_related = ("exhibition", "signed_by")
    ordering = ("-pk",)
