"""What the n-th enterprise and the n-th listing are: pure functions of their number."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from demo.bulk.words import FIRST, FORMS, MOODS, NEIGHBOURHOODS, SECOND, STATUS_COUNTS
from demo.goods import GOODS, OPTION_NAMES_EN, Good
from demo.loading import ISSUERS, MARKS
from demo.makers import MAKERS
from demo.notices import notice_for
from vendors.numbers import check_digit

ENTERPRISE_PREFIX = "gen-maker-"
LISTING_PREFIX = "gen-good-"
SKU_PREFIX = "GEN-"
DAYS = 720  # over which enterprises opened and listings came in
DISCOUNTS = (10, 15, 20, 25, 30)


@dataclass(frozen=True)
class MadeEnterprise:
    number: int
    name: str
    name_en: str
    status: str
    business_number: str
    district: int
    opened_at: datetime
    certified_on: date

    @property
    def reference(self) -> str:
        return f"{ENTERPRISE_PREFIX}{self.number:05d}"

    @property
    def issuer(self) -> str:
        return ISSUERS[self.status]


@dataclass(frozen=True)
class MadeOption:
    sku: str
    name: str
    name_en: str
    price: int
    prior: int | None
    units: int


@dataclass(frozen=True)
class MadeListing:
    number: int
    good: Good
    title: str
    title_en: str
    options: tuple[MadeOption, ...]
    mark: str
    listed_at: datetime

    @property
    def reference(self) -> str:
        return f"{LISTING_PREFIX}{self.number:07d}"


def enterprise(number: int, *, today: datetime) -> MadeEnterprise:
    """Return the enterprise of a number, counted from 0."""
    chance = random.Random(f"enterprise {number}")  # noqa: S311 names, not secrets
    status = chance.choices(list(STATUS_COUNTS), weights=list(STATUS_COUNTS.values()))[0]
    first, second = FIRST[number % len(FIRST)], SECOND[number // len(FIRST) % len(SECOND)]
    form = FORMS[status]
    opened_at = today - timedelta(days=chance.randrange(DAYS), seconds=chance.randrange(86_400))
    return MadeEnterprise(
        number=number,
        name=f"{first}{second}{form.ko}",
        name_en=f"Maker {number + 1} {form.en}".strip(),
        status=status,
        business_number=business_number(number),
        district=chance.randrange(1_000_000),
        opened_at=opened_at,
        certified_on=opened_at.date() - timedelta(days=chance.randrange(30, 300)),
    )


def business_number(number: int) -> str:
    """Return a number with a true check digit, of offices that issue none (domain-ko.md §10)."""
    nine = f"{1 + number % 30:03d}9{number // 30:05d}"
    return f"{nine}{check_digit(nine)}"


def listing(number: int, *, today: datetime) -> MadeListing:
    """Return the listing of a number, counted from 0."""
    chance = random.Random(f"listing {number}")  # noqa: S311 goods, not secrets
    good = chance.choice(GOODS)
    mood, place = chance.choice(MOODS), chance.choice(NEIGHBOURHOODS)
    return MadeListing(
        number=number,
        good=good,
        title=f"{place.ko} {mood.ko} {good.title}",
        title_en=f"{mood.en} {good.title_en[0].lower()}{good.title_en[1:]} from {place.en}",
        options=_options(number, good, chance),
        mark=chance.choice(list(MARKS)) if chance.random() < 0.15 else "",
        listed_at=today - timedelta(days=chance.randrange(DAYS), seconds=chance.randrange(86_400)),
    )


def _options(number: int, good: Good, chance: random.Random) -> tuple[MadeOption, ...]:
    factor = chance.choice((0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5))
    discount = chance.choice(DISCOUNTS) if chance.random() < 0.2 else 0
    is_gone = chance.random() < 0.06
    given = good.options if chance.random() < 0.2 else good.options[:1]
    made = []
    for place, (name, price, _units) in enumerate(given, 1):
        prior = max(100, round(price * factor, -2))
        is_only = len(given) == 1
        made.append(
            MadeOption(
                sku=f"{SKU_PREFIX}{number:07d}-{place}",
                name="" if is_only else name,
                name_en="" if is_only else OPTION_NAMES_EN[name],
                price=int(prior * (100 - discount) // 100),
                prior=int(prior) if discount else None,
                units=0 if is_gone else chance.randrange(1, 80),
            )
        )
    return tuple(made)


@cache
def notice_of(good: Good) -> list[Any]:
    """Return the 고시 of a kind of good."""
    maker = next(maker for maker in MAKERS if maker.code == good.maker)
    return [list(pair) for pair in notice_for(good, maker)]
