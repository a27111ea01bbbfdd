"""Our carrier codes, and how a tracking number should look (domain-ko.md §5.1). Lengths change: warn, never block."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Carrier:
    code: str
    name: "str | StrPromise"
    digits: range


CARRIERS = {
    carrier.code: carrier
    for carrier in (
        Carrier("CJGLS", _("CJ대한통운"), range(10, 13)),
        Carrier("HANJIN", _("한진택배"), range(10, 13)),
        Carrier("HYUNDAI", _("롯데택배"), range(10, 14)),
        Carrier("EPOST", _("우체국택배"), range(13, 14)),
        Carrier("KGB", _("로젠택배"), range(11, 12)),
        Carrier("KDEXP", _("경동택배"), range(9, 17)),
        Carrier("DAESIN", _("대신택배"), range(9, 17)),
        Carrier("ILYANG", _("일양로지스"), range(9, 17)),
        Carrier("CHUNIL", _("천일택배"), range(9, 17)),
        Carrier("HDEXP", _("합동택배"), range(9, 17)),
    )
}


class BadTrackingNumber(ValueError):
    """A tracking number that no carrier could have given. Its message is fit to show."""


def clean_tracking_number(text: str) -> str:
    """Return the digits of a tracking number as someone typed it, or raise BadTrackingNumber."""
    digits = re.sub(r"[\s-]", "", text)
    if not (digits.isascii() and digits.isdigit() and 9 <= len(digits) <= 16):
        raise BadTrackingNumber(_("송장번호는 숫자 9~16자리예요. 다시 확인해 주세요."))
    return digits


def looks_unusual(carrier: str, tracking_number: str) -> bool:
    """Return whether the number's length is one that the carrier seldom uses: worth a second look, no more."""
    return len(tracking_number) not in CARRIERS[carrier].digits
