"""What every part of the house stands on: people, messages out and in, the audit trail, sealed secrets."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q

from marketplace.core import causes


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who can log in: a member of an enterprise, or staff."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80, blank=True)
    language = models.CharField(
        max_length=8, blank=True, default="", db_default="", help_text="chosen while logged in; empty: Korean"
    )
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email


class OutboxMessage(models.Model):
    """A task to be sent once the change that asked for it has committed. Written by ``outbox.emit`` only."""

    topic = models.CharField(max_length=100, help_text="the name of the task that hears it")
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    # Whose doing it is. The database has the defaults too: the release before this one still writes rows without them.
    cause = models.CharField(
        max_length=causes.LENGTH, blank=True, default="", db_default="", help_text="the request or task that asked"
    )
    traceparent = models.CharField(
        max_length=55, blank=True, default="", db_default="", help_text="where in a trace it was asked"
    )

    class Meta:
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(sent_at=None), name="outbox_unsent")]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class InboxMessage(models.Model):
    """What someone told us, as it came. Stored before anything is done about it."""

    class State(models.TextChoices):
        RECEIVED = "RECEIVED"
        DONE = "DONE"
        PARKED = "PARKED"

    source = models.CharField(max_length=30)
    delivery_key = models.CharField(max_length=128)
    event = models.CharField(max_length=100)
    body = models.BinaryField()
    headers = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    request_id = models.CharField(
        max_length=causes.LENGTH, blank=True, default="", db_default="", help_text="the request that brought it"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "delivery_key"], name="inbox_hears_a_thing_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="RECEIVED"), name="inbox_waiting")]

    def __str__(self) -> str:
        return f"{self.source} {self.event} {self.delivery_key[:12]}"


class AuditEntry(models.Model):
    """Who did what to what, and when. The database refuses to change or delete a row."""

    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    actor_label = models.CharField(max_length=120)
    actor = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_subject"),
            models.Index(fields=["-at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type}:{self.subject_id}"


class SealedSecret(models.Model):
    """A secret at rest, readable only with GACHI_SEALING_KEY. Written and opened by ``sealed``."""

    name = models.CharField(max_length=80, unique=True)
    ciphertext = models.BinaryField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class MailboxMessage(models.Model):
    """A mail that the demo kept instead of sending."""

    sent_at = models.DateTimeField()
    sender = models.CharField(max_length=200)
    recipients = models.CharField(max_length=500)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-sent_at"], name="mailbox_sent_at")]

    def __str__(self) -> str:
        return self.subject


class Claims(models.QuerySet[Any]):
    """Rows that one worker at a time may hold, by a lease (`claimed_until`, `claim_token`) and never by a lock."""

    def claim(self, pk: int, *, now: datetime, until: datetime, token: str) -> Any | None:
        """Return the row if it was free and is now ours until `until`, else None."""
        won = (
            self.filter(pk=pk)
            .filter(Q(claimed_until=None) | Q(claimed_until__lte=now))
            .update(claimed_until=until, claim_token=token)
        )
        return self.get(pk=pk) if won else None


class Claimable(models.Model):
    """Fields of a row worked on under a lease: a killed worker's claim ends by itself at `claimed_until`."""

    claimed_until = models.DateTimeField(null=True, blank=True)
    claim_token = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True

    def keep(self, fields: Iterable[str]) -> Self:
        """Save `fields` if the claim is still ours, or raise ClaimLost: someone else carries on from what was saved."""
        names = list(fields)
        values = {name: getattr(self, name) for name in names}
        if not type(self)._default_manager.filter(pk=self.pk, claim_token=self.claim_token).update(**values):
            raise ClaimLost(f"{self._meta.label} {self.pk}")
        return self

    def let_go(self) -> None:
        """End the claim, if it is still ours."""
        type(self)._default_manager.filter(pk=self.pk, claim_token=self.claim_token).update(
            claimed_until=None, claim_token=""
        )


class ClaimLost(Exception):
    """The lease ran out and another worker took the row. Not fit to show; the work goes on elsewhere."""
