"""The stock ledger: units on hand per location, and to whom they are promised.

    on hand  =  free + allocated + offered + leased + in transit out

Only ``marketplace.inventory.services`` writes here. A balance changes with a movement, in one transaction.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

BUCKETS = ("free", "allocated", "offered", "leased", "in_transit_out")


class Location(models.Model):
    """Where units stand: all enterprises' own stock (one place: a SKU has one owner), or a pop-up."""

    class Kind(models.TextChoices):
        HOME = "HOME"
        POPUP = "POPUP"

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Stock(models.Model):
    """A SKU at a location: what is on hand and how it is promised."""

    sku = models.CharField(max_length=60)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="stocks")
    on_hand = models.PositiveIntegerField(default=0)
    free = models.PositiveIntegerField(default=0)
    allocated = models.PositiveIntegerField(default=0)
    offered = models.PositiveIntegerField(default=0)
    leased = models.PositiveIntegerField(default=0)
    in_transit_out = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sku", "location"], name="one_stock_per_sku_and_location"),
            models.CheckConstraint(
                condition=Q(on_hand=F("free") + F("allocated") + F("offered") + F("leased") + F("in_transit_out")),
                name="on_hand_is_the_sum_of_its_buckets",
            ),
        ]
        indexes = [models.Index(fields=["location", "sku"], name="stock_by_location")]

    def __str__(self) -> str:
        return f"{self.sku} @ {self.location_id}"


class StockOperation(models.Model):
    """One thing that someone did, under the key they gave it: the same key again is the same thing. Append-only."""

    key = models.CharField(max_length=160, unique=True)
    content = models.JSONField(help_text="what was asked for; the same key with other content is refused")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class StockMovement(models.Model):
    """One change of a balance: how much each bucket gained (negative: lost). Append-only; the database sees to it."""

    class Kind(models.TextChoices):
        RECEIVE = "RECEIVE", "came in"
        LOSE = "LOSE", "lost, broken, given away"
        COUNT = "COUNT", "corrected to a count"
        COMMIT = "COMMIT", "free → allocated"
        RELEASE = "RELEASE", "allocated → free"
        SHIP = "SHIP", "allocated → gone"
        SELL = "SELL", "free → gone, sold over the counter"
        RETURN = "RETURN", "came back"
        OFFER = "OFFER", "free → offered"
        WITHDRAW = "WITHDRAW", "offered → free"
        SELL_OFFERED = "SELL_OFFERED", "offered → allocated"
        REOFFER = "REOFFER", "allocated → offered"
        LEASE = "LEASE", "free → leased"
        UNLEASE = "UNLEASE", "leased → free"
        SEND = "SEND", "free → in transit"
        ARRIVE = "ARRIVE", "in transit → another location"
        LOST_IN_TRANSIT = "LOST_IN_TRANSIT", "in transit → gone"
        UNSEND = "UNSEND", "in transit → free"

    key = models.CharField(max_length=200, unique=True)
    operation = models.ForeignKey(StockOperation, on_delete=models.PROTECT, related_name="movements")
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=16, choices=Kind)
    units = models.PositiveIntegerField()
    on_hand = models.IntegerField(default=0)
    free = models.IntegerField(default=0)
    allocated = models.IntegerField(default=0)
    offered = models.IntegerField(default=0)
    leased = models.IntegerField(default=0)
    in_transit_out = models.IntegerField(default=0)
    document = models.CharField(max_length=120)
    reason = models.CharField(max_length=200, blank=True)
    actor_label = models.CharField(max_length=120)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(on_hand=F("free") + F("allocated") + F("offered") + F("leased") + F("in_transit_out")),
                name="a_movement_balances",
            ),
        ]
        indexes = [
            models.Index(fields=["stock", "-id"], name="movement_stock"),
            models.Index(fields=["document"], name="movement_document"),
        ]

    def __str__(self) -> str:
        return self.key


class Commitment(models.Model):
    """Units of one stock promised to one document (a purchase, a market order). Sums to ``Stock.allocated``."""

    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="commitments")
    document = models.CharField(max_length=120)
    units = models.PositiveIntegerField(help_text="still promised: shipped and released units are taken off")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "stock"], name="one_promise_per_document")]
        indexes = [models.Index(fields=["stock"], condition=Q(units__gt=0), name="commitment_open")]

    def __str__(self) -> str:
        return f"{self.units} → {self.document}"


class Offer(models.Model):
    """Units of one stock that a market may sell: what shows there and sales not imported. Sums to ``offered``."""

    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="offers")
    market = models.CharField(max_length=30)
    units = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stock", "market"], name="one_offer_per_market")]

    def __str__(self) -> str:
        return f"{self.market} {self.units}"


class Shortfall(models.Model):
    """Units sold elsewhere that were not there. A person cancels or sources them; the sale is never refused."""

    sku = models.CharField(max_length=60)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=120)
    units = models.PositiveIntegerField()
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolution = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "sku"], name="one_shortfall_per_document_and_sku")]
        indexes = [models.Index(fields=["at"], condition=Q(resolved_at=None), name="shortfall_open")]

    def __str__(self) -> str:
        return f"{self.units} × {self.sku} for {self.document}"
