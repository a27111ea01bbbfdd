"""How any remote side is brought in line: what was seen there, what should change, who approved it, whose turn it is.

No business words: a `channel` is a code (``saleor``, ``coupang``), a `key` names a thing there in our words, contents
are plain JSON.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from marketplace.core.models import Claimable, Claims


class Seen(models.Model):
    """What a channel showed when it was last looked at: a copy, and when it was copied."""

    channel = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    content = models.JSONField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="seen_once_per_channel_and_key")]
        indexes = [models.Index(fields=["channel", "seen_at"], name="seen_longest_ago")]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"


class Plan(Claimable):
    """The difference between what should be and what was seen, as data. Nothing is sent that no plan contains."""

    class State(models.TextChoices):
        DRAFT = "DRAFT"
        APPROVED = "APPROVED"
        APPLYING = "APPLYING"
        APPLIED = "APPLIED"
        FAILED = "FAILED"
        STALE = "STALE"

    channel = models.CharField(max_length=30)
    subject = models.CharField(max_length=80, help_text="what it is for, as campaign:12")
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    needs_person = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, help_text="not carried on before then")
    attempts = models.PositiveIntegerField(default=0, help_text="how often in a row the channel could not be reached")
    problem = models.TextField(blank=True, help_text="what holds it up")

    objects = Claims.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-made_at"], name="plan_subject"),
            models.Index(fields=["state"], condition=Q(state__in=["APPROVED", "APPLYING"]), name="plan_running"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.subject} {self.digest[:8]}"


class PlanStep(models.Model):
    """One change of a plan, with what was there before, so that it can be taken back."""

    class Action(models.TextChoices):
        CREATE = "CREATE"
        UPDATE = "UPDATE"
        REMOVE = "REMOVE"

    class State(models.TextChoices):
        PENDING = "PENDING"
        WAITING = "WAITING", "sent; the channel has yet to say yes"
        DONE = "DONE"
        FAILED = "FAILED"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    action = models.CharField(max_length=8, choices=Action)
    key = models.CharField(max_length=120)
    label = models.CharField(max_length=300)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    warnings = models.JSONField(default=list)
    reversible = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="one_step_per_place")]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"


class Lane(Claimable):
    """One thing that is kept in line with a channel, one turn at a time. A newer wanted generation always wins."""

    kind = models.CharField(max_length=40, help_text="who takes its turns, as saleor-stock")
    subject = models.CharField(max_length=120)
    wanted = models.PositiveBigIntegerField(default=0, help_text="generation that someone asked for")
    done = models.PositiveBigIntegerField(default=0, help_text="generation that the channel has")
    due_at = models.DateTimeField()
    next_due_at = models.DateTimeField(
        null=True, blank=True, help_text="when a turn is wanted that was asked for during a turn"
    )
    attempts = models.PositiveIntegerField(default=0)
    parked_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    progress = models.JSONField(default=dict, help_text="what a turn remembers between its steps")
    last_turn_at = models.DateTimeField(null=True, blank=True)

    objects = Claims.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="one_lane_per_subject")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(parked_at=None) & Q(wanted__gt=F("done")), name="lane_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def is_behind(self) -> bool:
        return self.wanted > self.done

    def park(self, problem: str, *, at: datetime) -> None:
        self.parked_at, self.problem = at, problem[:2000]
