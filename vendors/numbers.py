"""Business registration numbers: checked on the way in, hyphenated on the way out."""

import re

from django.utils.translation import gettext as _

WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


class BadBusinessNumber(ValueError):
    """The number's check digit does not fit. Its message is fit to show."""


def clean_business_number(text: str) -> str:
    """Return the ten digits of a 사업자등록번호, or raise BadBusinessNumber (algorithm: domain-ko.md §2.2)."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits) or check_digit(digits) != int(digits[9]):
        raise BadBusinessNumber(_("사업자등록번호 10자리를 다시 확인해 주세요."))
    return digits


def check_digit(digits: str) -> int:
    """Return the tenth digit that belongs to the first nine."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], WEIGHTS, strict=True))
    return (10 - (total + int(digits[8]) * 5 // 10) % 10) % 10
