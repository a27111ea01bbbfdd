"""영업일: the days that delivery clocks count (전자상거래법 §15; domain-ko.md §3.3)."""

from datetime import date, timedelta

# Public holidays with substitute days, as announced. A year that is missing counts weekends only.
HOLIDAY_DATES = {
    2026: "01-01 02-16 02-17 02-18 03-01 03-02 05-05 05-24 05-25 06-03 06-06 08-15 08-17 09-24 09-25 09-26 10-03 10-05 "
    "10-09 12-25",
    2027: "01-01 02-06 02-07 02-08 02-09 03-01 05-05 05-13 06-06 08-15 08-16 09-14 09-15 09-16 10-03 10-04 10-09 10-11 "
    "12-25 12-27",
}
HOLIDAYS = frozenset(
    date.fromisoformat(f"{year}-{day}") for year, days in HOLIDAY_DATES.items() for day in days.split()
)


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def add(day: date, count: int) -> date:
    """Return the date `count` working days after `day`, which itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day)
    return day
