"""Enterprises, what they have proved, who acts for them, what they sell, and what they have to ship."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class District(models.Model):
    """One of Seoul's 25 자치구, by its administrative code."""

    code = models.CharField(max_length=5, unique=True)
    slug = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class StatusType(models.TextChoices):
    """The six kinds of social-economy enterprise (domain-ko.md §1.2)."""

    SE = "SE", _("사회적기업")
    PS = "PS", _("예비사회적기업")
    MV = "MV", _("마을기업")
    CO = "CO", _("협동조합")
    SC = "SC", _("사회적협동조합")
    JH = "JH", _("자활기업")


class Enterprise(models.Model):
    class TaxType(models.TextChoices):
        GENERAL = "GENERAL", _("일반과세자")
        SIMPLIFIED = "SIMPLIFIED", _("간이과세자")
        EXEMPT = "EXEMPT", _("면세사업자")
        MIXED = "MIXED", _("과세·면세 겸업")

    reference = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="enterprises")
    representative = models.CharField(max_length=60)
    business_number = models.CharField(max_length=10, unique=True, help_text="digits only")
    mail_order_number = models.CharField(max_length=40, blank=True)
    mail_order_office = models.CharField(max_length=60, blank=True)
    mail_order_exemption = models.CharField(max_length=120, blank=True)
    tax_type = models.CharField(max_length=10, choices=TaxType)
    postal_code = models.CharField(max_length=5)
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=20)
    email = models.EmailField()
    tagline = models.CharField(max_length=120, blank=True)
    tagline_en = models.CharField(max_length=200, blank=True)
    story = models.TextField(blank=True)
    story_en = models.TextField(blank=True)
    picture = models.JSONField(null=True, blank=True, help_text="a stored picture (look.images)")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(business_number__regex=r"^\d{10}$"), name="business_number_digits"),
        ]

    def __str__(self) -> str:
        return self.name


class EnterpriseStatus(models.Model):
    """A certification, designation, report or recognition. A badge shows only from a verified, current row."""

    class State(models.TextChoices):
        SUBMITTED = "SUBMITTED", _("확인 중")
        VERIFIED = "VERIFIED", _("확인됨")
        REJECTED = "REJECTED", _("반려")
        EXPIRED = "EXPIRED", _("만료")
        REVOKED = "REVOKED", pgettext_lazy("of a status", "취소")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="statuses")
    type = models.CharField(max_length=2, choices=StatusType)
    subtype = models.CharField(max_length=30, blank=True)
    issuer = models.CharField(max_length=80)
    number_text = models.CharField(max_length=50)
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.SUBMITTED)
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verification_method = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="VERIFIED") | Q(verified_on__isnull=False), name="verified_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.number_text}"

    def is_current(self, on: date) -> bool:
        """Return whether a badge may show for this row on a day."""
        return (
            self.state == self.State.VERIFIED
            and self.valid_from <= on
            and (self.valid_to is None or on <= self.valid_to)
        )


class Member(models.Model):
    """Someone who acts for an enterprise."""

    class Role(models.TextChoices):
        VIEWER = "VIEWER", pgettext_lazy("a role", "보기")
        EDITOR = "EDITOR", _("편집")
        OWNER = "OWNER", _("대표")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=6, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enterprise", "user"], name="one_membership_per_enterprise")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Category(models.Model):
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Listing(models.Model):
    """One product of one enterprise, as every channel is to show it."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("작성 중")
        ACTIVE = "ACTIVE", _("판매 중")
        PAUSED = "PAUSED", _("판매 멈춤")

    class Tax(models.TextChoices):
        TAXABLE = "TAXABLE", _("과세")
        EXEMPT = "EXEMPT", _("면세")

    class Storage(models.TextChoices):
        AMBIENT = "AMBIENT", _("상온")
        CHILLED = "CHILLED", _("냉장")
        FROZEN = "FROZEN", _("냉동")

    class WithdrawalLimit(models.TextChoices):
        """Why withdrawal may be limited (전자상거래법 §17②; domain-ko.md §3.3)."""

        NONE = "", _("제한 없음")
        PERISHABLE = "PERISHABLE", _("시간이 지나 가치가 크게 줄어드는 상품")
        MADE_TO_ORDER = "MADE_TO_ORDER", _("주문 제작 상품")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="listings")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="listings")
    reference = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=100)
    title_en = models.CharField(max_length=160, blank=True)
    summary = models.CharField(max_length=200, blank=True)
    summary_en = models.CharField(max_length=300, blank=True)
    story = models.TextField(blank=True)
    story_en = models.TextField(blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    tax = models.CharField(max_length=7, choices=Tax, default=Tax.TAXABLE)
    storage = models.CharField(max_length=7, choices=Storage, default=Storage.AMBIENT)
    notice_type = models.CharField(max_length=30, help_text="상품정보제공고시 type (domain-ko.md §3.7), as BAG")
    notice = models.JSONField(default=list, help_text="pairs of item and value, in the order of the 고시")
    withdrawal_limit = models.CharField(max_length=13, choices=WithdrawalLimit, blank=True, default="")
    is_shippable = models.BooleanField(default=True)
    dispatch_days = models.PositiveSmallIntegerField(default=2, help_text="business days until it is handed over")
    best_before_on = models.DateField(null=True, blank=True)
    search_words = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["enterprise", "-updated_at"], name="listing_enterprise")]

    def __str__(self) -> str:
        return self.title


class ListingMark(models.Model):
    """An environmental or ethical mark of the named product (domain-ko.md §8.5), shown while verified and current."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="marks")
    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    certificate_number = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "code"], name="one_mark_of_a_kind")]

    def __str__(self) -> str:
        return self.name

    def is_current(self, on: date) -> bool:
        """Return whether the mark may show on a day."""
        return bool(self.verified_on and self.valid_from <= on and (self.valid_to is None or on <= self.valid_to))


class ListingPicture(models.Model):
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    picture = models.JSONField(help_text="a stored picture (look.images)")
    alt = models.CharField(max_length=120)
    alt_en = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "position"], name="one_picture_per_place")]

    def __str__(self) -> str:
        return self.alt


class Variant(models.Model):
    """What is bought: one option of a listing, with its SKU and list price."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(max_length=60, unique=True)
    option = models.CharField(max_length=60, blank=True)
    option_en = models.CharField(max_length=80, blank=True)
    price = models.PositiveBigIntegerField(help_text="list price in whole won, VAT included")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(price__gt=0), name="a_price_is_positive")]

    def __str__(self) -> str:
        return self.sku


class ShownPrice(models.Model):
    """The price that a channel last confirmed for a variant. Written only by apply; what shoppers see and pay."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="shown_prices")
    channel = models.CharField(max_length=30)
    price = models.PositiveBigIntegerField()
    prior_price = models.PositiveBigIntegerField(null=True, blank=True, help_text="struck through, if it was higher")
    campaign_item_id = models.PositiveBigIntegerField(null=True, blank=True)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "channel"], name="one_price_shown_per_channel"),
            models.CheckConstraint(
                condition=Q(prior_price=None) | Q(prior_price__gt=F("price")), name="a_prior_price_was_higher"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} {self.channel} {self.price}"


class VendorOrder(models.Model):
    """What one enterprise has to ship for one order, wherever it was placed."""

    class State(models.TextChoices):
        PAID = "PAID", _("새 주문")
        ACKNOWLEDGED = "ACKNOWLEDGED", _("상품 준비 중")
        SHIPPED = "SHIPPED", _("발송")
        DELIVERED = "DELIVERED", _("배송 완료")
        CANCELLED = "CANCELLED", _("취소")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="vendor_orders")
    reference = models.CharField(max_length=20, unique=True)
    channel = models.CharField(max_length=30, help_text="shop, coupang, popup")
    document = models.CharField(max_length=120, help_text="the ledger's name for it: who promised the units")
    remote_id = models.CharField(max_length=60, blank=True, help_text="the market's own number of it")
    state = models.CharField(max_length=12, choices=State, default=State.PAID)
    placed_at = models.DateTimeField()
    ship_by_on = models.DateField()
    recipient_name = models.CharField(max_length=60)
    recipient_phone = models.CharField(max_length=30)
    postal_code = models.CharField(max_length=6)
    address = models.CharField(max_length=300)
    delivery_note = models.CharField(max_length=200, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    is_stop_requested = models.BooleanField(default=False, help_text="the buyer asked to stop before it shipped")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "enterprise", "remote_id"], name="one_vendor_order_per_order")
        ]
        indexes = [
            models.Index(fields=["enterprise", "state", "ship_by_on"], name="vendor_order_todo"),
            models.Index(fields=["channel", "remote_id"], name="vendor_order_remote"),
            models.Index(fields=["document"], name="vendor_order_document"),
        ]

    def __str__(self) -> str:
        return self.reference


class VendorOrderLine(models.Model):
    order = models.ForeignKey(VendorOrder, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    units = models.PositiveIntegerField()
    cancelled_units = models.PositiveIntegerField(default=0)
    line_total = models.PositiveBigIntegerField(help_text="whole won for all units, as the channel charged it")
    remote_id = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cancelled_units__lte=F("units")), name="no_more_cancelled_than_sold"),
        ]

    def __str__(self) -> str:
        return f"{self.units} × {self.title}"


class Shipment(models.Model):
    """A parcel handed to a carrier, and whether the channel has heard of it."""

    order = models.ForeignKey(VendorOrder, on_delete=models.CASCADE, related_name="shipments")
    carrier = models.CharField(max_length=12, help_text="our carrier code (vendors.carriers)")
    tracking_number = models.CharField(max_length=20, blank=True)
    shipped_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, help_text="when the channel confirmed that it knows")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="when the sweep last had the channel told")
    remote_id = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "tracking_number"], name="one_parcel_per_number")]
        indexes = [models.Index(fields=["asked_at"], condition=Q(told_at=None), name="shipment_untold")]

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}"
