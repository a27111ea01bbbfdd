"""Whole won, and its translation at the edges. Nothing else in the house converts money."""

from collections.abc import Sequence
from decimal import Decimal

CURRENCY = "KRW"


class NotWholeWon(ValueError):
    """An amount from outside is not a whole number of won. Not fit to show."""


def from_decimal(amount: Decimal | float | int | str) -> int:
    """Return whole won for an amount as Saleor sends it (``23900.0``), or raise NotWholeWon."""
    value = Decimal(str(amount))
    if not value.is_finite() or value != value.to_integral_value():
        raise NotWholeWon(str(amount))
    return int(value)


def to_decimal(won: int) -> int:
    """Return the amount that Saleor's PositiveDecimal takes for KRW: a whole number of won."""
    return won


def to_stripe(won: int) -> int:
    """Return the amount that Stripe takes. KRW is zero-decimal there: won, not a hundredth of it."""
    return won


def from_units(units: int | str, nanos: int = 0) -> int:
    """Return whole won for Coupang's ``{units, nanos}``, or raise NotWholeWon."""
    if nanos:
        raise NotWholeWon(f"{units}.{nanos:09d}")
    return int(units)


def rate_of(price: int, prior: int) -> int:
    """Return the discount in whole per cent, rounded down so that no more is promised than given; 0 for no discount."""
    return (prior - price) * 100 // prior if prior > price else 0


def share(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` won in proportion to `weights` by largest remainder: the parts sum to the whole."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for place in remainders[: total - sum(parts)]:
        parts[place] += 1
    return parts
