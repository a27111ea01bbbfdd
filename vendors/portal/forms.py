"""What a vendor fills in."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.look import formats
from marketplace.look.images import PictureRefused, StoredPicture, store_picture
from vendors import services
from vendors.carriers import CARRIERS, BadTrackingNumber, clean_tracking_number, looks_unusual
from vendors.models import Category, Listing, Variant
from vendors.notices import NOTICES

if TYPE_CHECKING:  # generic to the type checker only
    _CategoryField = forms.ModelChoiceField[Category]
else:
    _CategoryField = forms.ModelChoiceField

HIGHEST_PRICE = 100_000_000
MOST_OPTIONS = 20


class CategoryField(_CategoryField):
    """A choice of categories, named in the reader's language."""

    def label_from_instance(self, obj: Category) -> str:
        return obj.name if formats.korean() else obj.name_en


class ListingForm(forms.Form):
    """A listing as its vendor sees it, against the version that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("상품 이름"), max_length=100)
    title_en = forms.CharField(label=_("영어 이름"), max_length=160, required=False)
    category = CategoryField(
        label=_("갈래"), queryset=Category.objects.filter(children=None).order_by("parent__position", "position")
    )
    summary = forms.CharField(label=_("한 줄 소개"), max_length=200, required=False)
    summary_en = forms.CharField(label=_("영어 한 줄 소개"), max_length=300, required=False)
    story = forms.CharField(
        label=_("이야기"), widget=forms.Textarea(attrs={"rows": 6}), required=False, max_length=5000
    )
    story_en = forms.CharField(
        label=_("영어 이야기"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=8000
    )
    tax = forms.ChoiceField(label=_("세금"), choices=Listing.Tax.choices)
    storage = forms.ChoiceField(label=_("보관"), choices=Listing.Storage.choices)
    withdrawal_limit = forms.ChoiceField(
        label=_("반품 제한"),
        choices=Listing.WithdrawalLimit.choices,
        required=False,
        help_text=_("신선식품과 주문 제작 상품만 제한할 수 있어요."),
    )
    dispatch_days = forms.IntegerField(
        label=_("보내기까지"), min_value=1, max_value=30, help_text=_("결제한 다음 영업일부터 셈해요.")
    )
    best_before_on = forms.DateField(
        label=_("소비기한"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    search_words = forms.CharField(
        label=_("찾는 말"), required=False, max_length=200, help_text=_("쉼표로 나눠 적어 주세요. 10개까지 써요.")
    )

    def __init__(self, *args: Any, listing: Listing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listing = listing
        self.variants = list(listing.variants.filter(is_active=True).order_by("position", "pk"))
        said = dict(listing.notice)
        for variant in self.variants:
            self.fields[f"option-{variant.pk}"] = forms.CharField(
                label=_("옵션 이름"), max_length=60, required=len(self.variants) > 1, initial=variant.option
            )
            self.fields[f"price-{variant.pk}"] = forms.IntegerField(
                label=_("값"), min_value=10, max_value=HIGHEST_PRICE, initial=variant.price, step_size=10
            )
        for place, item in enumerate(NOTICES[listing.notice_type].items):
            self.fields[f"notice-{place}"] = forms.CharField(
                label=_(item), max_length=500, required=False, initial=said.get(item, "")
            )

    def clean_search_words(self) -> list[str]:
        words = [word.strip() for word in self.cleaned_data["search_words"].split(",") if word.strip()]
        if len(words) > 10 or any(len(word) > 20 for word in words):
            raise ValidationError(_("찾는 말은 10개까지, 하나에 20자까지 적어 주세요."))
        return words

    @property
    def option_fields(self) -> list[tuple[Variant, forms.BoundField, forms.BoundField]]:
        return [(v, self[f"option-{v.pk}"], self[f"price-{v.pk}"]) for v in self.variants]

    @property
    def notice_fields(self) -> list[forms.BoundField]:
        return [self[f"notice-{place}"] for place in range(len(NOTICES[self.listing.notice_type].items))]

    def details(self) -> services.ListingDetails:
        """Return what was filled in, as the service takes it."""
        data = self.cleaned_data
        plain = [name for name in services.ListingDetails.__dataclass_fields__ if name in self.base_fields]
        return services.ListingDetails(
            **{name: data[name] for name in plain},
            notice_type=self.listing.notice_type,
            notice=[
                (item, data[f"notice-{place}"]) for place, item in enumerate(NOTICES[self.listing.notice_type].items)
            ],
            options=[
                services.Option(
                    sku=variant.sku,
                    price=data[f"price-{variant.pk}"],
                    option=data[f"option-{variant.pk}"],
                    option_en=variant.option_en,
                )
                for variant in self.variants
            ],
            is_shippable=self.listing.is_shippable,
        )

    @staticmethod
    def initial_of(listing: Listing) -> dict[str, Any]:
        names = [name for name in ListingForm.base_fields if name != "search_words"]
        return {**{name: getattr(listing, name) for name in names}, "search_words": ", ".join(listing.search_words)}


class PictureForm(forms.Form):
    """One photograph more for a listing."""

    file = forms.FileField(label=_("사진"), help_text=_("JPG·PNG·WebP, 짧은 쪽이 500픽셀 이상, 12MB까지"))
    alt = forms.CharField(label=_("사진 설명"), max_length=120, help_text=_("눈으로 보지 않는 분께 읽어 드려요."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.stored: StoredPicture | None = None
        if file := data.get("file"):
            try:
                self.stored = store_picture(file)
            except PictureRefused as exc:
                self.add_error("file", str(exc))
        return data


class StockChangeForm(forms.Form):
    """+n or −n, and why."""

    REASONS = (
        ("IN", _("새로 만들었어요 / 들어왔어요")),
        ("RETURNED", _("반품이 돌아왔어요")),
        ("LOST", _("잃어버렸어요")),
        ("BROKEN", _("깨지거나 상했어요")),
        ("GIFT", _("견본·선물로 썼어요")),
        ("OTHER", _("다른 까닭")),
    )

    delta = forms.IntegerField(
        label=_("얼마나"), min_value=-9999, max_value=9999, help_text=_("늘었으면 12, 줄었으면 -3처럼 적어 주세요.")
    )
    reason = forms.ChoiceField(label=_("까닭"), choices=REASONS)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_delta(self) -> int:
        delta: int = self.cleaned_data["delta"]
        if delta == 0:
            raise ValidationError(_("0은 바뀌는 것이 없어요."))
        return delta


class StockCountForm(forms.Form):
    """What was counted, against the figure that the page showed."""

    shown = forms.IntegerField(widget=forms.HiddenInput)
    counted = forms.IntegerField(label=_("세어 보니"), min_value=0, max_value=99999)
    key = forms.UUIDField(widget=forms.HiddenInput)


class ShipForm(forms.Form):
    carrier = forms.ChoiceField(label=_("택배사"), choices=[(c.code, c.name) for c in CARRIERS.values()])
    tracking_number = forms.CharField(
        label=_("송장번호"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    is_sure = forms.BooleanField(label=_("번호가 맞아요"), required=False)

    needs_sureness = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        carrier, number = data.get("carrier"), data.get("tracking_number")
        if not (carrier and number):
            return data
        try:
            clean = clean_tracking_number(number)
        except BadTrackingNumber as exc:
            self.add_error("tracking_number", str(exc))
            return data
        if looks_unusual(carrier, clean) and not data.get("is_sure"):
            self.needs_sureness = True
            self.add_error(
                "tracking_number",
                _("이 택배사의 송장번호치고는 길이가 달라요. 맞다면 ‘번호가 맞아요’에 표시하고 다시 눌러 주세요."),
            )
        return data
