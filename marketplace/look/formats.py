"""How money, dates and numbers are written, in the language that is active."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_NEAR_DAYS = 7


def korean() -> bool:
    return (get_language() or "ko").startswith("ko")


def named(thing: Any) -> str:
    """Return what a thing is called (`title`, `name` or `option`) in the reader's language; Korean without English."""
    field = next(field for field in ("title", "name", "option") if hasattr(thing, field))
    english: str = "" if korean() else getattr(thing, f"{field}_en", "")
    return english or str(getattr(thing, field))


def won(amount: int) -> str:
    """Write whole won: ``12,000원``, or ``₩12,000`` where the reader's language is not Korean."""
    return f"{amount:,}원" if korean() else won_sign(amount)


def won_sign(amount: int) -> str:
    """Write whole won with its sign in front, as labels and tables want it: ``₩12,000``."""
    return f"-₩{-amount:,}" if amount < 0 else f"₩{amount:,}"


def discount_rate(prior: int | None, now: int) -> int | None:
    """Say by how many whole per cent `now` is below `prior`, rounded down; None where it is not below."""
    if not prior or now >= prior:
        return None
    return (prior - now) * 100 // prior or None


def day(value: date | datetime) -> str:
    """Write a date: ``2026. 11. 22.``, or ``22 Nov 2026``."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.year}. {value.month}. {value.day}." if korean() else date_format(value, "j M Y")


def moment(value: datetime) -> str:
    """Write a date and the time of day: ``2026. 11. 22. 14:30``."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)}{' ' if korean() else ', '}{local:%H:%M}"


def relative(value: datetime, *, now: datetime | None = None) -> str:
    """Say how long ago or how far ahead, when near; the date otherwise."""
    seconds = int(((now or timezone.now()) - value).total_seconds())
    if abs(seconds) >= _NEAR_DAYS * _DAY:
        return day(value)
    if abs(seconds) < _MINUTE:
        return _("방금") if seconds >= 0 else _("곧")
    count, unit = _largest(abs(seconds))
    words = {
        ("day", True): ngettext("%(count)d일 전", "%(count)d일 전", count),
        ("hour", True): ngettext("%(count)d시간 전", "%(count)d시간 전", count),
        ("minute", True): ngettext("%(count)d분 전", "%(count)d분 전", count),
        ("day", False): ngettext("%(count)d일 뒤", "%(count)d일 뒤", count),
        ("hour", False): ngettext("%(count)d시간 뒤", "%(count)d시간 뒤", count),
        ("minute", False): ngettext("%(count)d분 뒤", "%(count)d분 뒤", count),
    }
    return words[unit, seconds > 0] % {"count": count}


def time_left(until: datetime, *, now: datetime | None = None) -> str:
    """Say how long something still lasts: days, then hours, then minutes."""
    seconds = int((until - (now or timezone.now())) / timedelta(seconds=1))
    if seconds <= 0:
        return _("끝났어요")
    if seconds < _MINUTE:
        return _("곧 끝나요")
    count, unit = _largest(seconds)
    words = {
        "day": ngettext("%(count)d일 남았어요", "%(count)d일 남았어요", count),
        "hour": ngettext("%(count)d시간 남았어요", "%(count)d시간 남았어요", count),
        "minute": ngettext("%(count)d분 남았어요", "%(count)d분 남았어요", count),
    }
    return words[unit] % {"count": count}


def _largest(seconds: int) -> tuple[int, str]:
    for unit, size in (("day", _DAY), ("hour", _HOUR)):
        if seconds >= size:
            return seconds // size, unit
    return seconds // _MINUTE, "minute"


_PHONES = (
    re.compile(r"^(02)(\d{3,4})(\d{4})$"),
    re.compile(r"^(1[5-9]\d{2})(\d{4})$"),
    re.compile(r"^(050\d)(\d{3,4})(\d{4})$"),
    re.compile(r"^(0\d{2})(\d{3,4})(\d{4})$"),
)


def phone(value: str) -> str:
    """Put the hyphens of a Korean telephone number where they belong; anything else comes back as it was."""
    digits = re.sub(r"[\s-]", "", value)
    for pattern in _PHONES:
        if found := pattern.match(digits):
            return "-".join(found.groups())
    return value


def business_number(value: str) -> str:
    """Write a business registration number as ``123-45-67890``; anything else comes back as it was."""
    digits = re.sub(r"[\s-]", "", value)
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if re.fullmatch(r"\d{10}", digits) else value
