"""What Gachi remembers of Saleor, for looking."""

from django.contrib import admin

from marketplace.core.read_only import ReadOnlyAdmin
from marketplace.saleor.models import RemoteId, SyncCursor


@admin.register(RemoteId)
class RemoteIdAdmin(ReadOnlyAdmin):
    list_display = ("kind", "reference", "remote_id")
    list_filter = ("kind",)
    search_fields = ("reference", "remote_id")
    ordering = ("kind", "reference")


@admin.register(SyncCursor)
class SyncCursorAdmin(ReadOnlyAdmin):
    list_display = ("name", "read_until")
    ordering = ("name",)
