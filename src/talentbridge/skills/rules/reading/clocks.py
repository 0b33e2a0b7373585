"""Clocks: time zones and ranges of them (UTC+5 to UTC+10, CET ± 3 hours, Asia/Seoul), by name or by offset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from talentbridge.skills.rules.reading.seen import Claim, Seen
from talentbridge.skills.rules.reading.values import Kind, Zones
from talentbridge.skills.rules.reading.words import tables

_ZONES: dict[str, tuple[int, str]] = {name: (entry[0], entry[1]) for name, entry in tables()["zone"].items()}
_SPOKEN = {spoken: name for name, words in tables()["clock"].items() for spoken in words}
_OFFSET = r"(?:utc|gmt)\s?(?P<sign{n}>[+\-±])\s?(?P<h{n}>\d{{1,2}})(?::?(?P<m{n}>30|45|00))?(?![\d:])"
_BARE = r"(?P<sign{n}>[+\-])\s?(?P<h{n}>\d{{1,2}})(?::(?P<m{n}>30|45|00))?(?![\d:])"
_WORDS = "|".join(re.escape(word) for word in sorted({*_ZONES, *_SPOKEN}, key=len, reverse=True))
_NAME = rf"(?<![a-z가-힣])(?P<name{{n}}>{_WORDS})(?![a-z])"
_HOURS = r"(?:hours?|hrs?|h(?![a-z])|시간)"
_SHIFT = (
    r"\s?(?:time ?zone)?\s?\(?(?:±|\+/-|\+-|plus or minus|\+\s?/\s?-)"
    rf"\s?(?P<shift>\d{{1,2}})(?:\.5)?(?:\s?{_HOURS})?"
)
_WITHIN = (
    r"(?:within|\+/-|±|no more than|up to)\s?(?P<within>\d{1,2})"
    rf"\s?{_HOURS}\s(?:time difference\s)?(?:of|from|to)\s(?:the\s)?"
)
_TO = r"\s?(?:to|~|-|and|에서|부터|through|until|까지)\s?"


def _point(n: int) -> str:
    return f"(?:{_OFFSET.format(n=n)}|{_NAME.format(n=f'{n}')})"


_ZONE = re.compile(
    rf"(?:{_WITHIN})?(?:(?<![a-z가-힣]){_point(1)})(?:{_SHIFT}|{_TO}(?:{_point(2)}|{_BARE.format(n=3)}))?"
)
_IANA = re.compile(
    r"(?<![a-z/])((?:africa|america|asia|atlantic|australia|europe|indian|pacific)/[a-z_]{2,20}(?:/[a-z_]{2,20})?)"
)
_SHORT = 3  # letters up to which an abbreviation has to be written in capitals


@dataclass(frozen=True, slots=True)
class Clock:
    """A time zone, or a range of them, at ``[start, end)``."""

    zones: Zones
    start: int
    end: int


def clocks(seen: Seen) -> Iterator[Clock]:
    """Every clock that the text names, in its order."""
    for match in _ZONE.finditer(seen.folded):
        if clock := _clock(seen, match):
            yield clock
    for match in _IANA.finditer(seen.folded):
        if zone := _iana().get(match[1]):
            yield Clock(Zones(_standard(zone), _standard(zone), zone), *match.span())


def time_zones(named: list[Clock]) -> Iterator[Claim]:
    """The clocks as findings."""
    for clock in named:
        yield Claim(Kind.ZONE, clock.zones, clock.start, clock.end)


def _clock(seen: Seen, match: re.Match[str]) -> Clock | None:
    groups = match.groupdict()
    first = _minutes(seen, match, "1")
    if first is None:
        return None
    low = high = first[0]
    shift = groups["shift"] or groups["within"]
    if shift:
        low, high = low - int(shift) * 60, high + int(shift) * 60
    elif groups["sign1"] == "±":
        low = -high
    second = _minutes(seen, match, "2") or _minutes(seen, match, "3")
    if second is not None:
        low, high = min(low, second[0]), max(high, second[0])
    zone = first[1] if low == high else ""
    if not -14 * 60 <= low <= high <= 18 * 60:
        return None
    return Clock(Zones(low, high, zone), match.start(), match.end())


def _minutes(seen: Seen, match: re.Match[str], n: str) -> tuple[int, str] | None:
    """Minutes ahead of UTC and the zone of one point of a range."""
    groups = match.groupdict()
    if hours := groups.get(f"h{n}"):
        minutes = int(hours) * 60 + int(groups[f"m{n}"] or 0)
        return (-minutes if groups[f"sign{n}"] == "-" else minutes), ""
    name = groups.get(f"name{n}")
    if not name:
        return None
    said = seen.prepared.said(*match.span(f"name{n}"))
    if len(name) <= _SHORT and name.isascii() and said != said.upper():
        return None
    return _ZONES[_SPOKEN.get(name, name)]


@lru_cache(maxsize=1)
def _iana() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones() if "/" in zone}


@lru_cache(maxsize=600)
def _standard(zone: str) -> int:
    """The zone's standard time: the less of what its clocks show in winter and in summer, in minutes ahead of UTC."""
    offsets = (datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))
    return min(int(offset.total_seconds()) // 60 for offset in offsets if offset is not None)
