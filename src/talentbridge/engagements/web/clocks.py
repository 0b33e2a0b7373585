"""The picture of two working days: hours of one date, as seen from Seoul or from wherever the reader's other side is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils.translation import gettext

from talentbridge.engagements import rules
from talentbridge.kernel import show

SHORT = 9  # letters of a city's name that fit beside its bar
LEFT, RIGHT = 60, 310  # where the day's first and last hour stand on the drawing, in its own units
HOLIDAYS_AHEAD = 7  # days


@dataclass(frozen=True)
class Bar:
    """A stretch of the day: `x` and `width` on the drawing."""

    x: float
    width: float


def picture(at: datetime, here: str, there: str, countries: tuple[str, str]) -> dict[str, Any]:
    """Everything the panel of two clocks shows on the date of `at` in the zone `here`."""
    zone = ZoneInfo(here)
    today = at.astimezone(zone).date()
    both = rules.overlap(today, here, there).both
    midnight = datetime(today.year, today.month, today.day, tzinfo=zone)
    shared = f"{show.clock(both[0], here)}–{show.clock(both[1], here)}" if both else ""
    zones = [_zone(at, here), _zone(at, there)]
    return {
        "zones": zones,
        "here_bars": [_bar(midnight, *each) for each in rules.working_hours_on(today, here, here)],
        "there_bars": [_bar(midnight, *each) for each in rules.working_hours_on(today, here, there)],
        "shared_bar": _bar(midnight, *both) if both else None,
        "now_x": _x(midnight, at),
        "ticks": [{"hour": hour, "x": _place(hour)} for hour in (0, 6, 12, 18, 24)],
        "left": LEFT,
        "right": RIGHT,
        "shared": f"{zones[0]['city']} {shared}" if both else "",
        "length": _length(both),
        "sentence": _sentence(zones, shared),
        "holidays": list(_holidays(today, countries)),
    }


def _zone(at: datetime, name: str) -> dict[str, Any]:
    local = at.astimezone(ZoneInfo(name))
    city = show.city(name)
    return {
        "city": city,
        "short": city if len(city) <= SHORT else f"{city[: SHORT - 1]}…",
        "moment": local,
        "weekday": format_date(local, "E", locale=show.reading()),
        "clock": show.clock(at, name),
    }


def _length(both: tuple[datetime, datetime] | None) -> str:
    if both is None:
        return ""
    minutes = int((both[1] - both[0]).total_seconds()) // 60
    if minutes % 60:
        return gettext("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)
    return gettext("{hours} hours").format(hours=minutes // 60)


def _sentence(zones: list[dict[str, Any]], shared: str) -> str:
    here, there = zones[0]["city"], zones[1]["city"]
    if not shared:
        return gettext("The working hours of {here} and {there} do not meet on this day.").format(
            here=here, there=there
        )
    return gettext(
        "Working hours of {here} and {there} on one day, seen from {here}; shared from {hours}."
    ).format(here=here, there=there, hours=shared)


def _holidays(today: date, countries: tuple[str, str]) -> Any:
    for country in dict.fromkeys(filter(None, countries)):
        for ahead in range(HOLIDAYS_AHEAD + 1):
            day = today + timedelta(days=ahead)
            if name := rules.holiday(country, day, show.reading()):
                yield {"country": country, "day": day, "name": name}
                break


def _place(hour: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * hour / 24, 1)


def _x(midnight: datetime, moment: datetime) -> float:
    hours = (moment - midnight).total_seconds() / 3600
    return _place(min(max(hours, 0), 24))


def _bar(midnight: datetime, begins: datetime, ends: datetime) -> Bar:
    left, right = _x(midnight, begins), _x(midnight, ends)
    return Bar(left, round(right - left, 1))
