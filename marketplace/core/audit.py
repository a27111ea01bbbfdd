"""The audit trail: written beside the change, in its transaction; refused any change afterwards."""

from datetime import datetime
from typing import Any

from django.db import models

from marketplace.core.models import AuditEntry, User

PERSONAL_DATA_SEEN = "personal_data.seen"


def record(action: str, *, subject: models.Model, actor: User | str, at: datetime, **detail: Any) -> None:
    """Write that `actor` (a user, or the name of a part of the system) did `action` to `subject`."""
    user = actor if isinstance(actor, User) else None
    AuditEntry.objects.create(
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        actor=user,
        actor_label=user.email if user else str(actor),
        at=at,
        detail=detail,
    )
