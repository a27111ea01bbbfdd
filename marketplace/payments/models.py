"""Money taken by Stripe for a Saleor transaction. One row per attempt to pay, written before Stripe is asked."""

from django.db import models
from django.db.models import F, Q


class Expectation(models.Model):
    """What a document is to pay, and through which checkout: written before Saleor is asked for a transaction.

    Amounts that come back through Saleor were chosen by a caller; this one is ours. Once closed, no payment begins.
    """

    document = models.CharField(max_length=120, unique=True)
    saleor_checkout_id = models.CharField(max_length=200, unique=True)
    amount = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.document} {self.amount}"


class Payment(models.Model):
    class State(models.TextChoices):
        STARTED = "STARTED", "row written; Stripe may or may not know it"
        WAITING = "WAITING", "the shopper has yet to confirm"
        AUTHORISED = "AUTHORISED"
        CAPTURED = "CAPTURED"
        VOIDED = "VOIDED"
        REFUNDED = "REFUNDED", "all of it"
        FAILED = "FAILED"

    saleor_transaction_id = models.CharField(max_length=200, unique=True)
    document = models.CharField(max_length=120, help_text="whose money: a purchase's reference")
    intent_id = models.CharField(max_length=100, null=True, blank=True, unique=True)
    client_secret = models.CharField(max_length=200, blank=True, help_text="for the payment page; emptied at the end")
    state = models.CharField(max_length=10, choices=State, default=State.STARTED)
    is_processing = models.BooleanField(default=False, help_text="the bank decides; nobody can cancel it now")
    amount = models.PositiveBigIntegerField()
    authorised = models.PositiveBigIntegerField(default=0, help_text="the most that was ever reserved")
    captured = models.PositiveBigIntegerField(default=0)
    refunded = models.PositiveBigIntegerField(default=0)
    problem_code = models.CharField(max_length=60, blank=True)
    rounds = models.PositiveIntegerField(default=0, help_text="5xx answers so far: Stripe replays one for its key")
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(captured__lte=F("amount")) & Q(refunded__lte=F("captured")), name="no_more_back_than_taken"
            ),
        ]
        indexes = [models.Index(fields=["document"], name="payment_document")]

    def __str__(self) -> str:
        return f"{self.document} {self.amount}"

    @property
    def has_money(self) -> bool:
        """Whether anything of the shopper's is reserved or taken now."""
        return self.state == self.State.AUTHORISED or self.captured > self.refunded


class Refund(models.Model):
    """Money given back, asked for once per key."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=120, unique=True)
    amount = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=120)
    refund_id = models.CharField(max_length=100, blank=True)
    rounds = models.PositiveIntegerField(default=0, help_text="5xx answers so far: Stripe replays one for its key")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.amount} {self.key}"
