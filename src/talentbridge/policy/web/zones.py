"""Working hours of Seoul and of one place, drawn for several days: daylight saving moves them, so each day is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from talentbridge.kernel import show
from talentbridge.policy.rules.clocks import overlap, working_hours_on
from talentbridge.policy.rules.countries import SEOUL, Country

LEFT, RIGHT, ROW = 84, 350, 26  # the drawing's own units
TOP, THICK = 6, 14


@dataclass(frozen=True)
class Bar:
    x: float
    width: float


def length(minutes: int) -> str:
    """ "5 h 30 min", "7 hours", or the words for none."""
    if not minutes:
        return gettext("no shared hours")
    if minutes % 60:
        return gettext("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)
    return ngettext("{hours} hour", "{hours} hours", minutes // 60).format(hours=minutes // 60)


def overlaps(country: Country, day: date) -> list[dict[str, Any]]:
    """Shared working hours with Seoul on a day, for each of the country's zones."""
    return [
        {"city": show.city(zone), "minutes": minutes, "length": length(minutes)}
        for zone, minutes in country.overlaps(day)
    ]


def pictures(country: Country, days: list[date]) -> list[dict[str, Any]]:
    """One drawing for each zone: Seoul's hours on top, then the place's hours on each of `days` on Seoul's clock.

    Days on which the hours stand alike are one line.
    """
    return [_picture(zone, days) for zone in country.zones]


def _picture(zone: str, days: list[date]) -> dict[str, Any]:
    seen: dict[tuple[Any, ...], list[date]] = {}
    for day in days:
        begins = datetime.combine(day, time(), ZoneInfo(SEOUL)).astimezone(UTC)
        hours = tuple(
            ((start - begins).total_seconds() / 3600, (end - begins).total_seconds() / 3600)
            for start, end in working_hours_on(day, SEOUL, zone)
        )
        seen.setdefault(hours, []).append(day)
    lines = [
        _line(place, zone, hours, alike, is_same_all_year=len(seen) == 1)
        for place, (hours, alike) in enumerate(seen.items(), 1)
    ]
    bottom = TOP + ROW * (len(lines) + 1)
    return {
        "city": show.city(zone),
        "offset": _offset(zone, days[0]),
        "moves": len(seen) > 1,
        "here": {"label": show.city(SEOUL), "bar": _bar(9, 18), "y": TOP, "base": TOP + 12},
        "lines": lines,
        "ticks": [{"hour": hour, "x": _x(hour)} for hour in (0, 6, 12, 18, 24)],
        "bottom": bottom,
        "height": bottom + 20,
        "left": LEFT,
        "right": RIGHT,
        "shade": _bar(9, 18),
        "sentence": " ".join(
            gettext("{city}, {when}: shared with Seoul {hours}.").format(
                city=show.city(zone), when=line["label"], hours=line["length"]
            )
            for line in lines
        ),
    }


def _line(
    place: int, zone: str, hours: tuple[tuple[float, float], ...], days: list[date], *, is_same_all_year: bool
) -> dict[str, Any]:
    minutes = overlap(days[0], SEOUL, zone).minutes
    y = TOP + ROW * place
    return {
        "label": gettext("all year") if is_same_all_year else show.day(days[0]),
        "also": [show.day(day) for day in days[1:]] if not is_same_all_year else [],
        "bars": [_bar(start, end) for start, end in hours],
        "y": y,
        "base": y + 12,
        "length": length(minutes),
    }


def _offset(zone: str, day: date) -> str:
    """How far the place is from Seoul on that day's noon: "2 hours behind Seoul"."""
    noon = datetime.combine(day, time(12), ZoneInfo(SEOUL))
    there = noon.astimezone(ZoneInfo(zone))
    minutes = (
        int(((noon.utcoffset() or noon - noon) - (there.utcoffset() or noon - noon)).total_seconds()) // 60
    )
    if minutes == 0:
        return gettext("the same time as Seoul")
    if minutes > 0:
        return gettext("{length} behind Seoul").format(length=length(minutes))
    return gettext("{length} ahead of Seoul").format(length=length(-minutes))


def _x(hour: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * min(max(hour, 0), 24) / 24, 1)


def _bar(start: float, end: float) -> Bar:
    return Bar(_x(start), round(_x(end) - _x(start), 1))
