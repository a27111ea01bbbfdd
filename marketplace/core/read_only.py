"""The Django admin is for looking: staff act in the console, through the same services as everyone."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from marketplace.core import audit
from marketplace.core.models import User

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
else:  # Django's own class takes no type argument
    _Admin = admin.ModelAdmin


class ReadOnlyAdmin(_Admin):
    """Shows a table and lets nobody add to it, change it or delete from it."""

    shows_personal_data = False
    """Whether a row's page leaves an entry on the audit trail of who looked at it."""
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().change_view(request, object_id, form_url, extra_context)
        row = self.get_object(request, object_id) if self.shows_personal_data and request.method == "GET" else None
        if row is not None and response.status_code == 200:
            audit.record(audit.PERSONAL_DATA_SEEN, subject=row, actor=cast(User, request.user), at=timezone.now())
        return response
