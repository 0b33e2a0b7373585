"""The public holidays of a stretch of days, and an honest "not known" where the library has none."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from talentbridge.policy.rules.clocks import holiday


def this_month_and_next(day: date) -> tuple[date, date]:
    """The first day of `day`'s month and the last day of the one after."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return day.replace(day=1), date(year, month, monthrange(year, month)[1])


def public_holidays(
    country: str, first: date, last: date, language: str
) -> tuple[tuple[date, str], ...] | None:
    """(day, name) of each public holiday from `first` to `last`; None when the calendar is not known.

    A year without a single holiday is read as "not known": the library keeps none for Ukraine under martial law.
    """
    years = range(first.year, last.year + 1)
    if not all(_has_any(country, year, language) for year in years):
        return None
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return tuple((day, name) for day in days if (name := holiday(country, day, language)))


def _has_any(country: str, year: int, language: str) -> bool:
    begins = date(year, 1, 1)
    return any(holiday(country, begins + timedelta(days=ahead), language) for ahead in range(366))
