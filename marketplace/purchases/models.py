"""The basket, and the purchase attempt from hold to capture: one row per attempt, advanced by one runner at a time."""

from django.db import models
from django.db.models import Q

from marketplace.core.models import Claimable, Claims
from vendors.models import Variant


class Basket(models.Model):
    """What a shopper has put together, found by a token in a signed cookie."""

    token = models.CharField(max_length=43, unique=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["updated_at"], name="basket_updated_at")]

    def __str__(self) -> str:
        return f"basket {self.pk}"


class BasketLine(models.Model):
    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="+")
    units = models.PositiveIntegerField()
    seen_price = models.PositiveBigIntegerField(help_text="price when it was put in, to say so if it changed")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["basket", "variant"], name="a_variant_once_per_basket"),
            models.CheckConstraint(condition=Q(units__gte=1) & Q(units__lte=50), name="one_to_fifty_of_a_variant"),
        ]

    def __str__(self) -> str:
        return f"{self.units} × {self.variant_id}"


class Attempt(Claimable):
    """A purchase on its way. Page, webhook and sweep only wake it; ``runner`` alone moves it."""

    class State(models.TextChoices):
        HELD = "HELD", "units and quota committed; the shopper is paying"
        AUTHORISED = "AUTHORISED", "the money is reserved"
        COMPLETING = "COMPLETING", "Saleor was asked for the order; unknown until it says yes or no"
        ORDERED = "ORDERED", "Saleor has the order"
        CAPTURED = "CAPTURED", "the money is taken; vendors see the order"
        LEAVING = "LEAVING", "a definite no: money goes back, then units"
        ENDED = "ENDED", "nothing is held, nothing is charged"

    reference = models.CharField(max_length=12, unique=True, help_text="ours, in ledgers and logs")
    token = models.CharField(max_length=43, unique=True, help_text="unguessable, in the shopper's URLs")
    basket = models.ForeignKey(Basket, null=True, on_delete=models.SET_NULL, related_name="attempts")
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    email = models.EmailField()
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20)
    postal_code = models.CharField(max_length=5)
    region = models.CharField(max_length=20, help_text="시·도")
    city = models.CharField(max_length=40, help_text="시·군·구")
    address = models.CharField(max_length=200)
    address_detail = models.CharField(max_length=100, blank=True)
    delivery_note = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=5, default="ko")
    agreed_to_share_at = models.DateTimeField(help_text="consent to give the address to the enterprises")
    goods_total = models.PositiveBigIntegerField()
    delivery_fee = models.PositiveBigIntegerField()
    total = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, help_text="of lines, prices and total, as the shopper saw them")
    saleor_checkout_id = models.CharField(max_length=200, blank=True)
    saleor_transaction_id = models.CharField(max_length=200, blank=True)
    saleor_transaction_token = models.CharField(max_length=40, blank=True)
    saleor_order_id = models.CharField(max_length=200, blank=True)
    saleor_order_number = models.CharField(max_length=30, blank=True)
    order_total = models.PositiveBigIntegerField(null=True, blank=True, help_text="Saleor's total: what is captured")
    leave_reason = models.CharField(max_length=40, blank=True)
    is_money_settled = models.BooleanField(default=False, help_text="while leaving: voided or refunded, and reported")
    problem = models.TextField(blank=True)
    tries = models.PositiveIntegerField(default=0, help_text="of the present step; a step that was done begins anew")
    mends = models.PositiveIntegerField(default=0, help_text="noes of the present step that were mended")
    woken = models.PositiveIntegerField(default=0, help_text="a runner that sees it rise looks again before it leaves")
    due_at = models.DateTimeField()
    held_until = models.DateTimeField()
    created_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True, help_text="when the shopper last came back from paying")
    authorised_at = models.DateTimeField(null=True, blank=True)
    completing_at = models.DateTimeField(null=True, blank=True, help_text="Saleor may have made an order since")
    ordered_at = models.DateTimeField(null=True, blank=True)
    captured_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="when the confirmation was mailed")

    objects = Claims.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=~Q(state__in=["CAPTURED", "ENDED"]), name="attempt_under_way"),
            models.Index(fields=["saleor_transaction_id"], name="attempt_transaction"),
            models.Index(fields=["saleor_order_id"], name="attempt_order"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["basket"],
                condition=Q(state__in=["HELD", "AUTHORISED", "COMPLETING", "ORDERED"]),
                name="one_attempt_under_way_per_basket",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ORDERED", "CAPTURED"]) | ~Q(saleor_order_id=""), name="ordered_has_an_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"

    @property
    def document(self) -> str:
        """What the ledgers call this purchase."""
        return f"purchase:{self.reference}"


class AttemptLine(models.Model):
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    units = models.PositiveIntegerField()
    unit_price = models.PositiveBigIntegerField()
    line_total = models.PositiveBigIntegerField()
    campaign_item_id = models.PositiveBigIntegerField(null=True, blank=True)
    consented_made_to_order_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "variant"], name="a_variant_once_per_attempt")]

    def __str__(self) -> str:
        return f"{self.units} × {self.title}"


class CompletionSlot(Claimable):
    """A place in the short line of completions that Saleor is given at once: many in flight only wait there."""

    number = models.PositiveSmallIntegerField(unique=True)

    objects = Claims.as_manager()

    def __str__(self) -> str:
        return f"slot {self.number}"
