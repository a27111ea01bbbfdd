"""People, messages, the trail and the mailbox, for looking. Passwords, secrets and raw bodies are not shown."""

from django.contrib import admin

from marketplace.core.models import AuditEntry, InboxMessage, MailboxMessage, OutboxMessage, SealedSecret, User
from marketplace.core.read_only import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ("email", "name", "is_staff", "is_superuser", "is_active", "joined_at", "last_login")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "name")
    ordering = ("email",)
    exclude = ("password",)


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    list_display = ("topic", "key", "created_at", "due_at", "sent_at", "attempts", "problem")
    list_filter = (("sent_at", admin.EmptyFieldListFilter), "topic")
    search_fields = ("key", "topic")
    ordering = ("-pk",)


@admin.register(InboxMessage)
class InboxMessageAdmin(ReadOnlyAdmin):
    list_display = ("source", "event", "state", "received_at", "attempts", "due_at", "problem")
    list_filter = ("state", "source")
    search_fields = ("event", "delivery_key")
    ordering = ("-pk",)
    exclude = ("headers",)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "action", "subject_type", "subject_id", "actor_label")
    list_filter = ("subject_type",)
    search_fields = ("action", "subject_id", "actor_label")
    ordering = ("-pk",)


@admin.register(SealedSecret)
class SealedSecretAdmin(ReadOnlyAdmin):
    list_display = ("name", "updated_at")
    ordering = ("name",)


@admin.register(MailboxMessage)
class MailboxMessageAdmin(ReadOnlyAdmin):
    list_display = ("sent_at", "recipients", "subject")
    ordering = ("-pk",)
