"""What was seen, planned and is kept in line, for looking."""

from django.contrib import admin

from marketplace.channels.models import Lane, Plan, PlanStep, Seen
from marketplace.core.read_only import ReadOnlyAdmin


@admin.register(Lane)
class LaneAdmin(ReadOnlyAdmin):
    list_display = ("kind", "subject", "wanted", "done", "due_at", "claimed_until", "attempts", "parked_at", "problem")
    list_filter = ("kind", ("parked_at", admin.EmptyFieldListFilter))
    search_fields = ("subject", "problem")
    ordering = ("-due_at",)


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    list_display = ("channel", "subject", "state", "made_at", "made_by", "approved_by", "finished_at", "problem")
    list_filter = ("channel", "state")
    list_select_related = ("approved_by",)
    search_fields = ("subject", "digest")
    ordering = ("-pk",)


@admin.register(PlanStep)
class PlanStepAdmin(ReadOnlyAdmin):
    list_display = ("plan", "position", "action", "key", "label", "state", "attempts", "problem")
    list_filter = ("state", "action")
    list_select_related = ("plan",)
    search_fields = ("key", "label")
    ordering = ("-plan", "position")


@admin.register(Seen)
class SeenAdmin(ReadOnlyAdmin):
    list_display = ("channel", "key", "seen_at")
    list_filter = ("channel",)
    search_fields = ("key",)
    ordering = ("channel", "key")
