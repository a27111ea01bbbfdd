"""The Django admin is for looking: staff act in the console, through the same services as everyone."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
else:  # Django's own class takes no type argument
    _Admin = admin.ModelAdmin


class ReadOnlyAdmin(_Admin):
    """Shows a table and lets nobody add to it, change it or delete from it."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
