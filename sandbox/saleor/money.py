"""Amounts as Saleor shows them: JSON floats in whole units of the currency."""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

DIGITS = {"KRW": 0, "JPY": 0}


def digits(currency: str) -> int:
    """Return how many decimals a currency has."""
    return DIGITS.get(currency, 2)


def quantize(amount: Decimal, currency: str) -> Decimal:
    """Round silently to what the currency knows, half to even."""
    return amount.quantize(Decimal(1).scaleb(-digits(currency)), ROUND_HALF_EVEN)


def has_excess_decimals(amount: Decimal, currency: str) -> bool:
    """Say whether an amount is finer than its currency."""
    return quantize(amount, currency) != amount


def money(amount: Decimal | int, currency: str) -> dict[str, Any]:
    """Return a `Money`."""
    places = digits(currency)
    return {
        "amount": float(amount),
        "currency": currency,
        "fractional_amount": int(Decimal(amount).scaleb(places)),
        "fraction_digits": places,
    }


def taxed(amount: Decimal | int, currency: str) -> dict[str, Any]:
    """Return a `TaxedMoney` without tax: nothing here has a rate."""
    shown = money(amount, currency)
    return {"currency": currency, "gross": shown, "net": shown, "tax": money(0, currency)}


def maybe(amount: Decimal | None, currency: str) -> dict[str, Any] | None:
    """Return a `Money`, or None for no amount."""
    return None if amount is None else money(amount, currency)
