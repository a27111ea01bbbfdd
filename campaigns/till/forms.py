"""What staff fill in at a pop-up."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, Consignment, ConsignmentLine, PopupSale
from campaigns.popups.balance import BalanceRow
from campaigns.popups.consignments import Difference
from campaigns.popups.counts import Found
from campaigns.popups.goods import name_of
from campaigns.popups.places import PlaceDetails
from marketplace.core.models import User
from vendors.models import Variant

if TYPE_CHECKING:  # generic to the type checker only
    _UserField = forms.ModelChoiceField[User]
else:
    _UserField = forms.ModelChoiceField

MOST_UNITS = 9999
MOST_CASH = 100_000_000


def reshow(form: forms.Form, values: dict[str, str]) -> None:
    """Show other values than came in: figures that the page now says, where what was typed stays."""
    form.data = {**dict(form.data.items()), **values}


class PlaceForm(forms.Form):
    """Where a pop-up is and when it is open."""

    venue = forms.CharField(label=gettext_lazy("장소"), max_length=80)
    venue_en = forms.CharField(label=gettext_lazy("장소 (영어)"), max_length=120, required=False)
    address = forms.CharField(label=gettext_lazy("주소"), max_length=200)
    hours = forms.CharField(
        label=gettext_lazy("여는 시간"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("예: 매일 10:30–20:00, 월요일 쉼"),
    )
    allows_pickup = forms.BooleanField(
        label=gettext_lazy("온라인으로 산 물건을 여기서 찾아갈 수 있는 곳이에요"),
        help_text=gettext_lazy("Saleor에 찾아갈 곳으로 적어 둬요. 찾아가기 주문은 아직 받지 않아요."),
        required=False,
    )

    def details(self) -> PlaceDetails:
        """Return what was filled in, as the service takes it."""
        return PlaceDetails(**{name: self.cleaned_data[name] for name in PlaceDetails.__dataclass_fields__})


class NewPlaceForm(PlaceForm):
    """A place for a campaign that has none."""

    campaign = forms.ModelChoiceField(label=gettext_lazy("어느 기획전의 팝업인가요?"), queryset=Campaign.objects.none())

    field_order = ["campaign"]

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["campaign"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = campaigns


class PersonField(_UserField):
    """Someone who signs."""

    def label_from_instance(self, obj: Any) -> str:
        name = obj.name or obj.email
        return _("%(name)s (센터)") % {"name": name} if obj.is_staff else name


class ConsignmentForm(forms.Form):
    """How many of each an enterprise brings."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("메모"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("예: 상자 두 개, 깨지기 쉬움"),
    )

    def __init__(self, *args: Any, variants: Sequence[Variant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.variants = variants
        for variant in variants:
            self.fields[f"units-{variant.pk}"] = forms.IntegerField(
                label=name_of(variant), min_value=0, max_value=MOST_UNITS, required=False
            )

    def units(self) -> dict[str, int]:
        """Return SKU → units."""
        return {v.sku: self.cleaned_data.get(f"units-{v.pk}") or 0 for v in self.variants}


class SendForm(forms.Form):
    sent_by = PersonField(label=gettext_lazy("누가 보냈나요?"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["sent_by"]
        assert isinstance(chosen, PersonField)
        chosen.queryset = people


class ReceiveForm(forms.Form):
    """What arrived of each line, and why not all of it."""

    received_by = PersonField(label=gettext_lazy("누가 받았나요?"), queryset=User.objects.none())

    def __init__(
        self, *args: Any, consignment: Consignment, lines: Sequence[ConsignmentLine], people: QuerySet[User], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.lines = lines
        chosen = self.fields["received_by"]
        assert isinstance(chosen, PersonField)
        chosen.queryset = people.exclude(pk=consignment.sent_by_id or 0)
        for line in lines:
            name = name_of(line.variant)
            self.fields[f"received-{line.pk}"] = forms.IntegerField(
                label=name, min_value=0, max_value=line.sent_units, initial=line.sent_units
            )
            self.fields[f"reason-{line.pk}"] = forms.ChoiceField(
                label=_("‘%(name)s’이(가) 모자란 까닭") % {"name": name},
                choices=[("", _("다 왔어요")), *Difference.choices],
                required=False,
                widget=forms.Select(attrs={"aria-label": _("‘%(name)s’이(가) 모자란 까닭") % {"name": name}}),
            )

    def received(self) -> dict[str, int]:
        return {line.variant.sku: self.cleaned_data[f"received-{line.pk}"] for line in self.lines}

    def reasons(self) -> dict[str, str]:
        return {line.variant.sku: self.cleaned_data[f"reason-{line.pk}"] for line in self.lines}


class PayForm(forms.Form):
    """The end of a sale: what the customer was told, and how they paid."""

    key = forms.UUIDField()
    total = forms.IntegerField(min_value=0)
    paid = forms.ChoiceField(choices=PopupSale.Paid.choices)


class DayForm(forms.Form):
    """What is in the drawer, against what the page showed."""

    day_on = forms.DateField(widget=forms.HiddenInput)
    shown_cash = forms.IntegerField(widget=forms.HiddenInput)
    cash_counted = forms.IntegerField(
        label=gettext_lazy("센 현금"),
        min_value=-MOST_CASH,
        max_value=MOST_CASH,
        help_text=gettext_lazy("거스름돈으로 넣어 둔 준비금은 빼고 적어 주세요."),
    )
    reason = forms.CharField(
        label=gettext_lazy("다르다면 까닭"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("같으면 비워 두세요."),
    )


class CountForm(forms.Form):
    """What was found of each variant; rows left empty are not counted yet."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: Iterable[BalanceRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            pk, count = row.variant.pk, row.count
            book = count.book_units if count else row.here
            self.fields[f"book-{pk}"] = forms.IntegerField(widget=forms.HiddenInput, initial=book)
            figures = {
                "counted": (_("센 수"), count.counted_units if count else None if book else 0),
                "lost": (_("잃은 수"), count.lost_units if count else 0),
                "damaged": (_("깨지거나 상한 수"), count.damaged_units if count else 0),
            }
            for name, (label, initial) in figures.items():
                self.fields[f"{name}-{pk}"] = forms.IntegerField(
                    label=f"{row.name}: {label}",
                    min_value=0,
                    max_value=MOST_UNITS,
                    required=False,
                    initial=initial,
                    widget=forms.NumberInput(attrs={"aria-label": f"{row.name}: {label}", "inputmode": "numeric"}),
                )
            self.fields[f"reason-{pk}"] = forms.CharField(
                label=f"{row.name}: {_('까닭')}",
                max_length=150,
                required=False,
                initial=count.reason if count else "",
                widget=forms.TextInput(attrs={"aria-label": f"{row.name}: {_('까닭')}"}),
            )

    def found(self) -> list[Found]:
        """Return the rows that were filled in."""
        data = self.cleaned_data
        return [
            Found(
                sku=row.variant.sku,
                shown_book=data[f"book-{row.variant.pk}"],
                counted=data[f"counted-{row.variant.pk}"],
                lost=data[f"lost-{row.variant.pk}"] or 0,
                damaged=data[f"damaged-{row.variant.pk}"] or 0,
                reason=data[f"reason-{row.variant.pk}"],
            )
            for row in self.rows
            if data[f"counted-{row.variant.pk}"] is not None
        ]

    def show_book(self) -> None:
        """Show the book as it is now beside what was typed, so that a second try is about what the page says."""
        names = [f"book-{row.variant.pk}" for row in self.rows]
        reshow(self, {name: str(self.fields[name].initial) for name in names})

    def rows_with_fields(self) -> list[tuple[BalanceRow, dict[str, forms.BoundField]]]:
        names = ("book", "counted", "lost", "damaged", "reason")
        return [(row, {name: self[f"{name}-{row.variant.pk}"] for name in names}) for row in self.rows]


class SignForm(forms.Form):
    """One's word for the difference that the page showed."""

    shown = forms.JSONField(widget=forms.HiddenInput)
    note = forms.CharField(label=gettext_lazy("왜 다른지 아는 대로"), max_length=300)


class CloseForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("남길 말"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("다음 팝업을 여는 분께 도움이 될 이야기를 적어 주세요."),
    )
