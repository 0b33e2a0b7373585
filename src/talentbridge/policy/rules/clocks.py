"""Two places, one day: when both are at work, per date (daylight saving moves it), and who has a holiday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

WORK_BEGINS, WORK_ENDS = time(9), time(18)


@dataclass(frozen=True)
class Overlap:
    """Working hours of two zones on one day of the first, as moments in UTC.

    `here` and `there` are (begin, end) of the working day; `both` is their overlap, None when there is none.
    """

    here: tuple[datetime, datetime]
    there: tuple[datetime, datetime]
    both: tuple[datetime, datetime] | None

    @property
    def minutes(self) -> int:
        return int((self.both[1] - self.both[0]).total_seconds() // 60) if self.both else 0


def overlap(day: date, zone_here: str, zone_there: str) -> Overlap:
    """How the working hours 9 to 18 of two zones meet on `day` of the first.

    Of the other zone's working days the one that meets the most is taken; zone rules are those of that date.
    """
    here = _working_day(day, zone_here)
    others = [_working_day(day + timedelta(days=shift), zone_there) for shift in (-1, 0, 1)]
    there = max(others, key=lambda other: (_shared(here, other), -abs((other[0] - here[0]).total_seconds())))
    both = (max(here[0], there[0]), min(here[1], there[1])) if _shared(here, there) > 0 else None
    return Overlap(here, there, both)


def working_hours_on(day: date, zone_here: str, zone_there: str) -> list[tuple[datetime, datetime]]:
    """The other zone's working hours that fall on `day` of the first, cut at its midnights: one or two stretches."""
    here = ZoneInfo(zone_here)
    begins = datetime.combine(day, time(), here).astimezone(UTC)
    ends = datetime.combine(day + timedelta(days=1), time(), here).astimezone(UTC)
    others = [_working_day(day + timedelta(days=shift), zone_there) for shift in (-1, 0, 1)]
    cut = [(max(begins, other[0]), min(ends, other[1])) for other in others]
    return [stretch for stretch in cut if stretch[0] < stretch[1]]


def _working_day(day: date, zone: str) -> tuple[datetime, datetime]:
    place = ZoneInfo(zone)
    return (
        datetime.combine(day, WORK_BEGINS, place).astimezone(UTC),
        datetime.combine(day, WORK_ENDS, place).astimezone(UTC),
    )


def _shared(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> float:
    return (min(one[1], other[1]) - max(one[0], other[0])).total_seconds()


def holiday(country: str, day: date, language: str) -> str:
    """The name of the public holiday of `country` on `day`, in `language` where known; empty on a normal day."""
    return _holidays(country, day.year, language).get(day, "")


@cache
def _holidays(country: str, year: int, language: str) -> dict[date, str]:
    """Public holidays of a country, from the library `holidays`; none for a country that it does not know."""
    known = holidays.list_supported_countries()
    if country not in known:
        return {}
    spoken = holidays.country_holidays(country).supported_languages
    chosen = {"ko": "ko", "en": "en_US"}.get(language, "en_US")
    named = chosen if chosen in spoken else "en_US" if "en_US" in spoken else None
    return dict(holidays.country_holidays(country, years=year, language=named))
