"""Who looked at whose personal data: an entry on the audit trail for each page that showed some."""

from django.db import models
from django.utils import timezone

from marketplace.console.access import StaffRequest
from marketplace.core import audit

SEEN = audit.PERSONAL_DATA_SEEN


def note(request: StaffRequest, subject: models.Model) -> None:
    """Write that a member of staff is shown the personal data of an order or a purchase."""
    if request.method == "GET":
        audit.record(SEEN, subject=subject, actor=request.staff, at=timezone.now())
