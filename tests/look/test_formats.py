"""Money, dates and numbers as the shop writes them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from marketplace.look import formats

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)  # noon in Seoul


@pytest.fixture(autouse=True)
def _in_korean():
    with translation.override("ko"):
        yield


@pytest.mark.parametrize(
    ("amount", "written"), [(0, "0원"), (900, "900원"), (12_000, "12,000원"), (-3_000, "-3,000원")]
)
def test_won_is_written_with_commas(amount, written):
    assert formats.won(amount) == written


def test_won_has_its_sign_in_front_for_other_readers():
    with translation.override("en"):
        assert formats.won(12_000) == "₩12,000"
        assert formats.won(-3_000) == "-₩3,000"


@pytest.mark.parametrize(
    ("prior", "now", "rate"),
    [
        (12_000, 9_000, 25),
        (3_000, 1_999, 33),
        (10_000, 9_999, None),
        (9_000, 9_000, None),
        (9_000, 12_000, None),
        (None, 9_000, None),
    ],
)
def test_a_discount_is_rounded_down_and_never_invented(prior, now, rate):
    assert formats.discount_rate(prior, now) == rate


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("0200000101", "02-0000-0101"),
        ("02-000-0101", "02-000-0101"),
        ("01000000101", "010-0000-0101"),
        ("0310000101", "031-000-0101"),
        ("15880000", "1588-0000"),
        ("050712340000", "0507-1234-0000"),
        ("없음", "없음"),
    ],
)
def test_phone_numbers_get_their_hyphens(given, written):
    assert formats.phone(given) == written


@pytest.mark.parametrize(
    ("given", "written"), [("0018110378", "001-81-10378"), ("001-81-10378", "001-81-10378"), ("12", "12")]
)
def test_business_numbers_get_their_hyphens(given, written):
    assert formats.business_number(given) == written


@pytest.mark.parametrize(
    ("ago", "written"),
    [
        (timedelta(seconds=20), "방금"),
        (timedelta(minutes=3), "3분 전"),
        (timedelta(hours=3, minutes=59), "3시간 전"),
        (timedelta(days=6, hours=23), "6일 전"),
        (timedelta(days=7), "2026. 11. 15."),
        (-timedelta(seconds=20), "곧"),
        (-timedelta(hours=5), "5시간 뒤"),
        (-timedelta(days=30), "2026. 12. 22."),
    ],
)
def test_time_is_relative_when_near(ago, written):
    assert formats.relative(NOW - ago, now=NOW) == written


@pytest.mark.parametrize(
    ("left", "written"),
    [
        (timedelta(days=6, hours=3), "6일 남았어요"),
        (timedelta(hours=5), "5시간 남았어요"),
        (timedelta(minutes=12), "12분 남았어요"),
        (timedelta(seconds=30), "곧 끝나요"),
        (timedelta(0), "끝났어요"),
    ],
)
def test_time_left_is_said_in_its_largest_unit(left, written):
    assert formats.time_left(NOW + left, now=NOW) == written


def test_moments_are_told_in_seoul():
    assert formats.moment(datetime(2026, 11, 22, 15, 30, tzinfo=UTC)) == "2026. 11. 23. 00:30"
    assert formats.day(date(2026, 1, 2)) == "2026. 1. 2."
    with translation.override("en"):
        assert formats.day(date(2026, 1, 2)) == "2 Jan 2026"
