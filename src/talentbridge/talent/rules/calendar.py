"""When somebody is free: a usual week, days off, public holidays, and the first and last day. Pure.

Only free and busy: no reason for a day off, no name of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.text import N_

AHEAD = timedelta(days=180)  # how far a calendar looks
BEHIND = timedelta(days=7)
MOST_DAYS_OFF = 60  # stretches
MOST_LINKS = 5
LONGEST_OFF = timedelta(days=366)
USUAL_DAYS = (0, 1, 2, 3, 4)
USUAL_HOURS = (time(9), time(18))


@dataclass(frozen=True)
class Free:
    """What is known of somebody's time. `days`: 0 is Monday; hours are on the clock of `zone`."""

    zone: str
    days: tuple[int, ...] = USUAL_DAYS
    begins: time = USUAL_HOURS[0]
    ends: time = USUAL_HOURS[1]
    off: tuple[tuple[date, date], ...] = ()
    country: str = ""  # whose public holidays count
    free_from: date | None = None
    free_until: date | None = None
    known: bool = field(default=True)  # False: nobody has stated a week, the usual one is shown

    def is_free(self, day: date) -> bool:
        """Whether the person works on `day`."""
        return day.weekday() in self.days and not self.is_busy(day)

    def is_busy(self, day: date) -> bool:
        """Whether something keeps the person from working on `day`, whatever weekday it is."""
        before = self.free_from is not None and day < self.free_from
        after = self.free_until is not None and day > self.free_until
        return before or after or self.is_off(day) or day in public_holidays(self.country, day.year)

    def is_off(self, day: date) -> bool:
        """Whether the person has said not to work on `day`."""
        return any(first <= day <= last for first, last in self.off)

    def hours(self, day: date) -> tuple[datetime, datetime]:
        """Begin and end of the working hours of `day`, as moments in UTC; daylight saving is that of the day."""
        place = ZoneInfo(self.zone)
        return (
            datetime.combine(day, self.begins, place).astimezone(UTC),
            datetime.combine(day, self.ends, place).astimezone(UTC),
        )


@lru_cache(maxsize=512)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country in a year; none for a country that nobody knows."""
    if not country:
        return frozenset()
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except (NotImplementedError, KeyError):
        return frozenset()


def days_ahead(today: date) -> Iterator[date]:
    """Every day that a calendar shows."""
    day = today - BEHIND
    while day <= today + AHEAD:
        yield day
        day += timedelta(days=1)


def busy_stretches(free: Free, today: date) -> list[tuple[date, date]]:
    """(first, last) of every stretch of days on which the person cannot be asked, weekends aside."""
    found: list[tuple[date, date]] = []
    for day in days_ahead(today):
        if not free.is_busy(day):
            continue
        if found and found[-1][1] == day - timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def week_problems(days: tuple[int, ...], begins: time | None, ends: time | None) -> dict[str, Decision]:
    """Why a usual week cannot be kept, by field."""
    found = {}
    if not days or set(days) - set(range(7)):
        found["days"] = no("talent.week_days", N_("Choose at least one day."))
    if begins is None or ends is None or begins >= ends:
        found["ends"] = no("talent.week_hours", N_("The day has to end after it begins, on the same day."))
    return found


def off_problems(first: date | None, last: date | None, today: date) -> dict[str, Decision]:
    """Why days off cannot be kept, by field."""
    if first is None or last is None or last < first:
        return {"last": no("talent.off_order", N_("The last day cannot be before the first."))}
    if last < today:
        return {"last": no("talent.off_past", N_("These days are over."))}
    if last - first > LONGEST_OFF:
        return {
            "last": no(
                "talent.off_long", N_("At most a year at once. Say from when you are free on your profile.")
            )
        }
    return {}
