"""Enterprises, listings and orders, for looking."""

from django.contrib import admin

from marketplace.core.read_only import ReadOnlyAdmin
from vendors.models import (
    Category,
    District,
    Enterprise,
    EnterpriseStatus,
    Listing,
    ListingMark,
    ListingPicture,
    Member,
    Shipment,
    ShownPrice,
    Variant,
    VendorOrder,
    VendorOrderLine,
)


@admin.register(District)
class DistrictAdmin(ReadOnlyAdmin):
    list_display = ("code", "slug", "name", "name_en")
    ordering = ("code",)


@admin.register(Category)
class CategoryAdmin(ReadOnlyAdmin):
    list_display = ("slug", "name", "parent", "position")
    list_select_related = ("parent",)
    ordering = ("position", "pk")


@admin.register(Enterprise)
class EnterpriseAdmin(ReadOnlyAdmin):
    list_display = ("reference", "name", "district", "tax_type", "opened_at", "closed_at")
    list_filter = ("district", "tax_type")
    list_select_related = ("district",)
    search_fields = ("name", "reference", "business_number")
    ordering = ("name",)


@admin.register(EnterpriseStatus)
class EnterpriseStatusAdmin(ReadOnlyAdmin):
    list_display = ("enterprise", "type", "number_text", "state", "valid_from", "valid_to", "verified_on")
    list_filter = ("type", "state")
    list_select_related = ("enterprise",)
    search_fields = ("enterprise__name", "number_text")
    ordering = ("-pk",)


@admin.register(Member)
class MemberAdmin(ReadOnlyAdmin):
    list_display = ("enterprise", "user", "role")
    list_filter = ("role",)
    list_select_related = ("enterprise", "user")
    search_fields = ("enterprise__name", "user__email")
    ordering = ("enterprise", "pk")


@admin.register(Listing)
class ListingAdmin(ReadOnlyAdmin):
    list_display = ("reference", "title", "enterprise", "state", "version", "updated_at")
    list_filter = ("state", "storage", "notice_type")
    list_select_related = ("enterprise",)
    search_fields = ("title", "reference")
    ordering = ("-updated_at",)


@admin.register(ListingMark)
class ListingMarkAdmin(ReadOnlyAdmin):
    list_display = ("listing", "code", "certificate_number", "valid_from", "valid_to", "verified_on")
    list_filter = ("code",)
    list_select_related = ("listing",)
    ordering = ("-pk",)


@admin.register(ListingPicture)
class ListingPictureAdmin(ReadOnlyAdmin):
    list_display = ("listing", "position", "alt")
    list_select_related = ("listing",)
    ordering = ("-pk",)


@admin.register(Variant)
class VariantAdmin(ReadOnlyAdmin):
    list_display = ("sku", "listing", "option", "price", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("listing",)
    search_fields = ("sku", "listing__title")
    ordering = ("sku",)


@admin.register(ShownPrice)
class ShownPriceAdmin(ReadOnlyAdmin):
    list_display = ("variant", "channel", "price", "prior_price", "campaign_item_id", "confirmed_at")
    list_filter = ("channel",)
    list_select_related = ("variant",)
    search_fields = ("variant__sku",)
    ordering = ("-confirmed_at",)


@admin.register(VendorOrder)
class VendorOrderAdmin(ReadOnlyAdmin):
    shows_personal_data = True
    list_display = ("reference", "enterprise", "channel", "remote_id", "state", "placed_at", "ship_by_on")
    list_filter = ("channel", "state")
    list_select_related = ("enterprise",)
    search_fields = ("reference", "remote_id", "document")
    ordering = ("-pk",)


@admin.register(VendorOrderLine)
class VendorOrderLineAdmin(ReadOnlyAdmin):
    list_display = ("order", "title", "units", "cancelled_units", "line_total")
    list_select_related = ("order",)
    search_fields = ("order__reference", "title")
    ordering = ("-pk",)


@admin.register(Shipment)
class ShipmentAdmin(ReadOnlyAdmin):
    list_display = ("order", "carrier", "tracking_number", "shipped_at", "told_at")
    list_filter = ("carrier", ("told_at", admin.EmptyFieldListFilter))
    list_select_related = ("order",)
    search_fields = ("order__reference", "tracking_number")
    ordering = ("-pk",)
