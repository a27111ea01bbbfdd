"""Campaigns (기획전), their items on every channel, the markets' listings and orders, and pop-up exhibitions."""

from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.core.models import Claimable, Claims
from marketplace.inventory.models import Location
from vendors.models import Enterprise, Variant, VendorOrder

P = TypeVar("P", bound=models.Model)


class ChannelCode(models.TextChoices):
    SHOP = "shop", _("가치 상점")
    COUPANG = "coupang", _("쿠팡")
    POPUP = "popup", _("팝업")


class Campaign(models.Model):
    class State(models.TextChoices):
        DRAFT = "DRAFT", _("준비 중")
        SCHEDULED = "SCHEDULED", _("예정")
        LIVE = "LIVE", _("진행 중")
        ENDED = "ENDED", _("마감")

    reference = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=100, blank=True)
    theme = models.CharField(max_length=200, help_text="what it is about, in a sentence or two")
    theme_en = models.CharField(max_length=300, blank=True)
    story = models.TextField(blank=True)
    story_en = models.TextField(blank=True)
    cover = models.JSONField(null=True, blank=True, help_text="a stored picture (look.images)")
    starts_at = models.DateTimeField(help_text="half-open window: starts_at ≤ now < ends_at")
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    applied_version = models.PositiveIntegerField(
        default=0, db_default=0, help_text="the version that a person last said yes to"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="a_campaign_ends_after_it_starts")
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="campaign_state")]

    def __str__(self) -> str:
        return self.title


class Kept(models.Manager[P]):
    """What a campaign has, without what was taken out."""

    def get_queryset(self) -> models.QuerySet[P]:
        return super().get_queryset().filter(is_out=False)


class Part(models.Model):
    """A part of a campaign. Taken out of one that has been applied it stays, so that what it changed is taken back.

    ``objects`` leaves out what was taken out, ``ever`` does not.
    """

    is_out = models.BooleanField(default=False, db_default=False, help_text="taken out after it had been applied")

    objects = Kept()
    ever = models.Manager()  # noqa: DJ012 a manager too; the first is the default

    class Meta:
        abstract = True


class CampaignChannel(Part):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="channels")
    channel = models.CharField(max_length=30, choices=ChannelCode)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "channel"], name="a_channel_once_per_campaign")]

    def __str__(self) -> str:
        return self.channel


class CampaignItem(Part):
    """A variant in a campaign: its price there, and how many may be sold at it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="items")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="campaign_items")
    group = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    price = models.PositiveBigIntegerField()
    quota = models.PositiveIntegerField(null=True, blank=True, help_text="none: as many as there are")
    taken = models.PositiveIntegerField(default=0, help_text="taken by the gate with the units; never above the quota")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "variant"], name="a_variant_once_per_campaign"),
            models.CheckConstraint(condition=Q(price__gt=0), name="a_campaign_price_is_positive"),
            models.CheckConstraint(condition=Q(quota=None) | Q(taken__lte=F("quota")), name="a_quota_is_a_limit"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.variant_id}"

    @property
    def is_cheaper(self) -> bool:
        """Whether its price is below the list price, which its maker may have lowered since. Reads the variant."""
        return self.price < self.variant.price

    @property
    def is_used_up(self) -> bool:
        return self.quota is not None and self.taken >= self.quota


class QuotaTake(models.Model):
    """Quota taken for one document, so that it can be given back once."""

    item = models.ForeignKey(CampaignItem, on_delete=models.CASCADE, related_name="takes")
    document = models.CharField(max_length=120)
    units = models.PositiveIntegerField()
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "document"], name="quota_taken_once_per_document")]

    def __str__(self) -> str:
        return f"{self.units} {self.document}"


class MarketListing(Claimable):
    """Our copy of one option at one market: its ids there, how far it has come, what was seen when."""

    class State(models.TextChoices):
        ABSENT = "ABSENT", _("등록 전")
        CREATING = "CREATING", _("등록 중")
        IN_REVIEW = "IN_REVIEW", _("승인 대기")
        DENIED = "DENIED", _("승인 반려")
        ON_SALE = "ON_SALE", _("판매 중")
        STOPPED = "STOPPED", _("판매 중지")

    market = models.CharField(max_length=30)
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="market_listings")
    state = models.CharField(max_length=9, choices=State, default=State.ABSENT)
    remote_product_id = models.CharField(max_length=60, blank=True)
    remote_item_id = models.CharField(max_length=60, blank=True, help_text="what price and quantity calls want")
    wanted_units = models.PositiveIntegerField(default=0, help_text="how many the market should be offered")
    is_scarce = models.BooleanField(
        default=False, help_text="stop sale around a raise: exact, but off sale for a moment"
    )
    sent_at = models.DateTimeField(null=True, blank=True, help_text="when a create was last sent")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="when the market was last asked for its approval")
    problem = models.TextField(blank=True)
    warnings = models.JSONField(default=list)
    seen_quantity = models.IntegerField(null=True, blank=True)
    seen_price = models.PositiveBigIntegerField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    # With a default in the database: during an upgrade the former version still adds rows, without it.
    claim_token = models.CharField(max_length=40, blank=True, default="", db_default="")

    objects = Claims.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["market", "variant"], name="a_variant_once_per_market")]
        indexes = [models.Index(fields=["market", "remote_item_id"], name="market_listing_remote")]

    def __str__(self) -> str:
        return f"{self.market} {self.variant_id}"


class MarketOrder(Claimable):
    """An order that a market took, as it was last read there."""

    class State(models.TextChoices):
        PLACED = "PLACED"
        ACKNOWLEDGED = "ACKNOWLEDGED"
        SHIPPED = "SHIPPED"
        DELIVERED = "DELIVERED"
        CANCELLED = "CANCELLED"

    market = models.CharField(max_length=30)
    remote_id = models.CharField(max_length=60, help_text="the market's parcel: at 쿠팡 the shipmentBoxId")
    remote_order_id = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=State, default=State.PLACED)
    placed_at = models.DateTimeField()
    imported_at = models.DateTimeField()
    read_at = models.DateTimeField()
    content = models.JSONField(help_text="the market's row, without the buyer's personal data")
    vendor_order = models.OneToOneField(
        VendorOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="market_order"
    )
    saleor_order_id = models.CharField(max_length=120, blank=True)

    objects = Claims.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["market", "remote_id"], name="a_market_order_once")]
        indexes = [models.Index(fields=["market", "state", "-placed_at"], name="market_order_state")]

    def __str__(self) -> str:
        return f"{self.market} {self.remote_id}"


class MarketClaim(models.Model):
    """A cancel or return that a market reported, heard once."""

    market = models.CharField(max_length=30)
    remote_id = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, help_text="CANCEL, RETURN, STOP")
    order = models.ForeignKey(MarketOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    content = models.JSONField()
    heard_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["market", "remote_id"], name="a_claim_once")]

    def __str__(self) -> str:
        return f"{self.market} {self.remote_id}"


class MarketCursor(models.Model):
    """How far a market's list has been read, and what has kept us from reading on, if something does."""

    market = models.CharField(max_length=30)
    name = models.CharField(max_length=30)
    read_until = models.DateTimeField()
    failing_since = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["market", "name"], name="one_cursor_per_list")]

    def __str__(self) -> str:
        return f"{self.market} {self.name}"


class Exhibition(models.Model):
    """A campaign with a place: a pop-up round. It cannot close until what was sent is accounted for."""

    class State(models.TextChoices):
        PLANNED = "PLANNED", _("준비 중")
        OPEN = "OPEN", _("진행 중")
        CLOSING = "CLOSING", _("마감 정산 중")
        CLOSED = "CLOSED", _("마감")

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="exhibition")
    location = models.OneToOneField(Location, on_delete=models.PROTECT, related_name="exhibition")
    venue = models.CharField(max_length=80)
    venue_en = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=200)
    hours = models.CharField(max_length=80, blank=True)
    allows_pickup = models.BooleanField(
        default=False, db_default=False, help_text="whether the venue lets shoppers collect here what they bought"
    )
    state = models.CharField(max_length=7, choices=State, default=State.PLANNED)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.venue


class Consignment(models.Model):
    """Goods of one enterprise on their way to a pop-up (반입) or back (반출): sent and received are both signed."""

    class Direction(models.TextChoices):
        IN = "IN", _("반입")
        OUT = "OUT", _("반출")

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("작성 중")
        SENT = "SENT", _("보냄")
        RECEIVED = "RECEIVED", _("받음")

    exhibition = models.ForeignKey(Exhibition, on_delete=models.PROTECT, related_name="consignments")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="consignments")
    reference = models.CharField(max_length=20, unique=True)
    direction = models.CharField(max_length=3, choices=Direction)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.reference


class ConsignmentLine(models.Model):
    consignment = models.ForeignKey(Consignment, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    sent_units = models.PositiveIntegerField()
    received_units = models.PositiveIntegerField(null=True, blank=True)
    difference_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consignment", "variant"], name="a_variant_once_per_note")]

    def __str__(self) -> str:
        return f"{self.sent_units} × {self.variant_id}"


class PopupSale(models.Model):
    """A sale over the counter, or its reversal. Recorded once per key."""

    class Paid(models.TextChoices):
        CARD = "CARD", _("카드")
        CASH = "CASH", _("현금")

    exhibition = models.ForeignKey(Exhibition, on_delete=models.PROTECT, related_name="sales")
    key = models.CharField(max_length=60, unique=True)
    sold_at = models.DateTimeField()
    sold_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    paid = models.CharField(max_length=4, choices=Paid)
    total = models.PositiveBigIntegerField()
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    day_closing = models.ForeignKey("DayClosing", null=True, blank=True, on_delete=models.PROTECT, related_name="sales")

    def __str__(self) -> str:
        return self.key


class PopupSaleLine(models.Model):
    sale = models.ForeignKey(PopupSale, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    units = models.PositiveIntegerField()
    line_total = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.units} × {self.variant_id}"


class DayClosing(models.Model):
    """일마감: counted cash against what was sold. A closed day changes by reversing sales only."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.PROTECT, related_name="days")
    day_on = models.DateField()
    cash_expected = models.BigIntegerField()
    cash_counted = models.BigIntegerField()
    card_total = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibition", "day_on"], name="a_day_closes_once")]

    def __str__(self) -> str:
        return f"{self.exhibition_id} {self.day_on}"


class StockCount(models.Model):
    """실사: what was found of a variant when the pop-up closed, and where the rest went."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.PROTECT, related_name="counts")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    book_units = models.PositiveIntegerField()
    counted_units = models.PositiveIntegerField()
    lost_units = models.PositiveIntegerField(default=0)
    damaged_units = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibition", "variant"], name="a_variant_counted_once")]

    def __str__(self) -> str:
        return f"{self.variant_id} {self.counted_units}/{self.book_units}"


class ClosingSignature(models.Model):
    """Someone's word for a difference that no count explains. Two different people close it."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.PROTECT, related_name="signatures")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    difference = models.JSONField(help_text="what was signed for: sku → units unexplained")
    note = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibition", "signed_by"], name="one_signature_per_person")]

    def __str__(self) -> str:
        return f"{self.exhibition_id} {self.signed_by_id}"
