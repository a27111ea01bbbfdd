"""What a shopper fills in to order."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.purchases import addresses
from marketplace.purchases.gate import Details


class CheckoutForm(forms.Form):
    """Who orders and where it goes. Field names are those that browsers fill in by themselves."""

    email = forms.EmailField(
        label=_("이메일"),
        max_length=254,
        help_text=_("주문 확인과 배송 소식을 보내 드려요."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(label=_("받는 분"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("휴대전화"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "placeholder": "010-0000-0000"}),
    )
    postal_code = forms.CharField(
        label=_("우편번호"),
        max_length=5,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )
    region = forms.ChoiceField(
        label=_("시·도"),
        choices=[("", _("골라 주세요")), *((name, _(name)) for name in addresses.REGIONS)],
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
    )
    city = forms.CharField(
        label=_("시·군·구"),
        max_length=40,
        required=False,
        help_text=_("세종은 비워 두세요."),
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    address = forms.CharField(
        label=_("도로명 주소"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "address-line1"})
    )
    address_detail = forms.CharField(
        label=_("동·호수"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-line2"}),
    )
    delivery_note = forms.CharField(label=_("배송 메모"), max_length=100, required=False)
    agreed_to_share = forms.BooleanField(label=_("판매 기업에 배송 정보를 전하는 데 동의해요"))
    agreed_to_made_to_order = forms.BooleanField(
        label=_("주문 제작 상품은 만들기 시작하면 취소할 수 없다는 데 동의해요"), required=False
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, needs_made_to_order_consent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_made_to_order_consent:
            self.fields["agreed_to_made_to_order"].required = True
        else:
            del self.fields["agreed_to_made_to_order"]

    def show_digest(self, digest: str) -> None:
        """Let the page agree to what it shows now; everything typed stays."""
        self.data = {**self.data.dict(), "digest": digest} if isinstance(self.data, QueryDict) else self.data

    def clean_phone(self) -> str:
        return addresses.clean_phone(self.cleaned_data["phone"])

    def details(self) -> Details:
        """Return what was filled in, as the gate takes it."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "digest"}
        return Details(**data, language=(get_language() or "ko").split("-")[0])
