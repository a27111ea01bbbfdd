"""What staff fill in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import services
from campaigns.models import Campaign, CampaignItem, ChannelCode
from marketplace.console import words
from vendors.models import Variant

HIGHEST_PRICE = 100_000_000
COVER = "console.cover"
MINUTE = "%Y-%m-%dT%H:%M"


class FillForm(forms.Form):
    """Units that were found for a sale that was short of them."""

    units = forms.IntegerField(label=gettext_lazy("찾은 수량"), min_value=1, max_value=99999)
    key = forms.UUIDField(widget=forms.HiddenInput)


class DropForm(forms.Form):
    """How a person settled what could not be found."""

    resolution = forms.CharField(
        label=gettext_lazy("어떻게 정리했나요?"),
        max_length=200,
        help_text=gettext_lazy("예: 구매자와 통화해 판매처에서 취소했어요."),
    )


def _moment(label: Any, hint: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE)
    return forms.DateTimeField(label=label, help_text=hint, widget=widget, input_formats=[MINUTE, f"{MINUTE}:%S"])


class CampaignForm(forms.Form):
    """A campaign's words, window and channels, against the version that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    cover = forms.CharField(widget=forms.HiddenInput, required=False)
    reference = forms.SlugField(
        label=gettext_lazy("주소"),
        max_length=60,
        help_text=gettext_lazy("영어 소문자, 숫자, 하이픈. 나중에 바꿀 수 없어요. 예: year-end-gifts"),
    )
    title = forms.CharField(label=gettext_lazy("이름"), max_length=60)
    title_en = forms.CharField(label=gettext_lazy("영어 이름"), max_length=100, required=False)
    theme = forms.CharField(
        label=gettext_lazy("주제"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("한두 문장으로 적어 주세요."),
    )
    theme_en = forms.CharField(
        label=gettext_lazy("영어 주제"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    story = forms.CharField(
        label=gettext_lazy("이야기"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    story_en = forms.CharField(
        label=gettext_lazy("영어 이야기"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    starts_at = _moment(gettext_lazy("여는 때"), gettext_lazy("한국 시각"))
    ends_at = _moment(gettext_lazy("닫는 때"), gettext_lazy("한국 시각. 이때부터는 기획전 값이 아니에요."))
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("어디서"), choices=ChannelCode.choices, widget=forms.CheckboxSelectMultiple
    )
    picture = forms.FileField(
        label=gettext_lazy("대표 사진"),
        required=False,
        help_text=gettext_lazy("JPG·PNG·WebP, 짧은 쪽이 500픽셀 이상, 12MB까지"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, campaign: Campaign | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if campaign is not None:
            del self.fields["reference"]

    def details(self) -> services.CampaignDetails:
        """Return what was filled in, as the service takes it."""
        data = self.cleaned_data
        return services.CampaignDetails(**{name: data[name] for name in services.CampaignDetails.__dataclass_fields__})

    def as_typed(self, campaign: Campaign | None) -> "CampaignForm":
        """Return the form with everything that was typed, unjudged: another button than *save* was pressed."""
        values = {field.name: field.value() for field in self if field.name != "picture"}
        return CampaignForm(initial=values, campaign=campaign)

    @staticmethod
    def initial_of(campaign: Campaign) -> dict[str, Any]:
        names = list(services.CampaignDetails.__dataclass_fields__)
        channels = list(campaign.channels.values_list("channel", flat=True))
        return {**{name: getattr(campaign, name) for name in names}, "version": campaign.version, "channels": channels}


class ItemForm(forms.Form):
    """A variant in a campaign: a price, or a rate off its list price; how many; under which heading."""

    price = forms.IntegerField(
        label=gettext_lazy("기획전 값"), required=False, min_value=10, max_value=HIGHEST_PRICE, step_size=10
    )
    rate = forms.IntegerField(label=gettext_lazy("할인율"), required=False, min_value=1, max_value=95)
    quota = forms.IntegerField(label=gettext_lazy("수량"), required=False, min_value=1, max_value=99999)
    group = forms.CharField(label=gettext_lazy("묶음"), required=False, max_length=40)

    def __init__(self, *args: Any, variant: Variant, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": f"item-{variant.pk}", **kwargs})
        self.variant = variant

    @property
    def name(self) -> str:
        return words.variant(self.variant)

    def clean(self) -> dict[str, Any]:
        """A rate, where there is one, makes the price: cut to what the coarsest channel takes."""
        data = super().clean() or {}
        if rate := data.get("rate"):
            step = services.PRICE_STEP
            data["price"] = self.variant.price * (100 - rate) // (100 * step) * step
        elif data.get("price") is None and "price" not in self.errors and "rate" not in self.errors:
            self.add_error("price", _("값이나 할인율을 적어 주세요."))
        return data

    def item(self) -> services.Item:
        data = self.cleaned_data
        return services.Item(
            variant=self.variant, price=data["price"], quota=data["quota"], group=data["group"].strip()
        )

    def as_typed(self) -> "ItemForm":
        """Return the row with what was typed, unjudged; a rate has become a price."""
        values = {field.name: field.value() for field in self}
        if self.is_valid() and self.cleaned_data.get("rate"):
            values |= {"price": self.cleaned_data["price"], "rate": None}
        return ItemForm(initial=values, variant=self.variant)

    @staticmethod
    def of(item: CampaignItem) -> "ItemForm":
        initial = {"price": item.price, "quota": item.quota, "group": item.group}
        return ItemForm(initial=initial, variant=item.variant)


def seal_cover(picture: Mapping[str, Any]) -> str:
    """Return a stored picture as a hidden field carries it between two pages."""
    return signing.dumps(dict(picture), salt=COVER)


def open_cover(text: str) -> dict[str, Any] | None:
    """Return the picture that `seal_cover` wrote, or None for anything else."""
    try:
        found: dict[str, Any] = signing.loads(text, salt=COVER)
    except signing.BadSignature:
        return None
    return found
