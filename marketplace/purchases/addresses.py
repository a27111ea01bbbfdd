"""Korean delivery addresses: checked here, and put into the words that Saleor's older list knows (saleor.md §4)."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SEJONG = gettext_noop("세종특별자치시")
MERGED = gettext_noop("전남광주통합특별시")
# 시·도 as they are since 2026-07-01 (domain-ko.md §7), and the names that people and their address books still use.
# An address keeps the Korean name; a form looks its translation up.
REGIONS = (
    gettext_noop("서울특별시"),
    gettext_noop("부산광역시"),
    gettext_noop("대구광역시"),
    gettext_noop("인천광역시"),
    gettext_noop("대전광역시"),
    gettext_noop("울산광역시"),
    SEJONG,
    gettext_noop("경기도"),
    gettext_noop("강원특별자치도"),
    gettext_noop("충청북도"),
    gettext_noop("충청남도"),
    gettext_noop("전북특별자치도"),
    MERGED,
    gettext_noop("경상북도"),
    gettext_noop("경상남도"),
    gettext_noop("제주특별자치도"),
)
OLDER_REGIONS = ("광주광역시", "전라남도", "강원도", "전라북도")
GWANGJU = frozenset({"동구", "서구", "남구", "북구", "광산구"})
_IN_SALEOR = {"강원특별자치도": "강원도", "전북특별자치도": "전라북도"}
_PHONE = re.compile(r"0\d{8,10}")


class BadAddress(Exception):
    """The address cannot be delivered to. `problems` says for each field what is wrong, fit to show."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


@dataclass(frozen=True)
class SaleorAddress:
    """An address as Saleor takes it."""

    name: str
    street: str
    detail: str
    city: str
    city_area: str
    region: str
    postal_code: str
    phone: str


def clean_phone(text: str) -> str:
    """Return a Korean phone number's digits, with 0 for +82."""
    digits = re.sub(r"[\s().\-]", "", text)
    return "0" + digits.removeprefix("+82").removeprefix("0") if digits.startswith("+82") else digits


def check(*, name: str, phone: str, postal_code: str, region: str, city: str, address: str) -> None:
    """Raise BadAddress unless a Korean carrier could deliver to it, as far as its form tells."""
    problems = {}
    if not name.strip():
        problems["name"] = _("받는 분의 이름을 적어 주세요.")
    if not _PHONE.fullmatch(clean_phone(phone)):
        problems["phone"] = _("전화번호를 010-1234-5678처럼 적어 주세요.")
    if not re.fullmatch(r"[0-9]{5}", postal_code):
        problems["postal_code"] = _("우편번호는 숫자 다섯 자리예요.")
    if region not in REGIONS + OLDER_REGIONS:
        problems["region"] = _("시·도를 골라 주세요.")
    if not city.strip() and region != SEJONG:
        problems["city"] = _("시·군·구를 적어 주세요.")
    if not address.strip():
        problems["address"] = _("도로명 주소를 적어 주세요.")
    if problems:
        raise BadAddress(problems)


def for_saleor(
    *, name: str, phone: str, postal_code: str, region: str, city: str, address: str, detail: str
) -> SaleorAddress:
    """Return an address in the names that Saleor knows; what it knows in no form it must be told not to check."""
    first, _space, area = city.strip().partition(" ")
    if region == MERGED:
        region = "광주광역시" if first in GWANGJU else "전라남도"
    return SaleorAddress(
        name=name,
        street=address,
        detail=detail,
        city=first,
        city_area=area.strip(),
        region=_IN_SALEOR.get(region, region),
        postal_code=postal_code,
        phone=clean_phone(phone),
    )
