"""Hard constraints: exact, one by one, in the order in which a person would name them.

Each is a question about one value of a candidate. It is asked of one person (`Constraint.passes`), or once for every
distinct value of a column (`columns.Coded`), so that one person and a million are judged by the same line of code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from talentbridge.matching.engine.people import CEFR_RANK, DATA_RANK, reader
from talentbridge.matching.engine.rates import Prices
from talentbridge.matching.engine.values import Ask
from talentbridge.talent.rules import Candidate

WORKING_DAY = (9, 18)  # local hours, on both sides


@lru_cache(maxsize=8192)
def overlap_hours(zone_a: str, zone_b: str, on: date) -> float:
    """Hours that the working days of two zones share on `on` (the day of `zone_a`), daylight saving included."""
    start, end = _span(zone_a, on)
    seconds = 0.0
    for shift in (-1, 0, 1):  # the other side's working day may fall on another calendar day
        other_start, other_end = _span(zone_b, on + timedelta(days=shift))
        seconds += max(0.0, (min(end, other_end) - max(start, other_start)).total_seconds())
    return seconds / 3600


def _span(zone: str, on: date) -> tuple[datetime, datetime]:
    first, last = (
        datetime(on.year, on.month, on.day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        for hour in WORKING_DAY
    )
    return first, last


@dataclass(frozen=True, slots=True)
class Constraint:
    """`accepts(value)` of the candidate's `column`. `value(value)` is what would have to be asked for instead.

    Two columns are not a value but a table of their own: ``skills`` (`accepts` is asked for the level held, `key` names
    the skill) and ``rate`` (`accepts` is unused; `rates.Prices` compares exactly).
    """

    key: str
    column: str
    accepts: Callable[[Any], bool]
    value: Callable[[Any], Any] | None = None

    @property
    def skill_id(self) -> str:
        """The skill that this constraint is about, or empty."""
        kind, _, skill_id = self.key.partition(":")
        return skill_id if kind == "skill" else ""

    def passes(self, candidate: Candidate, prices: Prices) -> bool:
        """Whether one person meets it."""
        if self.column == "rate":
            return prices.fits(candidate)
        return self.accepts(self._read(candidate))

    def wanting(self, candidate: Candidate, prices: Prices) -> Any:
        """What would have to be asked for so that this person met it; None where there is no such value."""
        if self.column == "rate":
            return prices.month_krw(candidate)
        return self.value(self._read(candidate)) if self.value else None

    def _read(self, candidate: Candidate) -> Any:
        if self.column == "skills":
            held = candidate.skills.get(self.skill_id)
            return held.level if held else 0
        return reader(self.column)(candidate)


def nearest_of(constraint: str) -> Callable[[list[Any]], Any]:
    """What picks the nearest of several values that would have to be asked for: the lowest rate, the highest level."""
    return min if constraint in ("rate", "available") else max


def constraints_of(ask: Ask) -> list[Constraint]:
    """The constraints that `ask` really sets, in the order in which the first failing one is counted."""
    found = [_skill(wish.skill_id, wish.level) for wish in ask.skills if wish.is_must]
    if ask.countries:
        found.append(_country(frozenset(ask.countries)))
    if ask.budget_krw_month is not None:
        found.append(Constraint("rate", "rate", bool))
    if ask.overlap_hours:
        found.append(_overlap(ask, ask.overlap_hours))
    if ask.english:
        found.append(_language("english", 0, ask.english))
    if ask.korean:
        found.append(_language("korean", 1, ask.korean))
    if ask.engagement_types:
        found.append(_any_of("engagement_type", "engagement_types", frozenset(ask.engagement_types)))
    if ask.work_mode:
        found.append(_any_of("work_mode", "work_modes", frozenset({ask.work_mode})))
    if DATA_RANK.get(ask.data_class, 0) > DATA_RANK["internal"]:
        found.append(_data_class(ask.data_class))
    if ask.starts_on:
        found.append(_available(ask.starts_on, ask.asked_on or ask.on))
    if ask.ends_on:
        found.append(_until(ask.ends_on))
    if ask.weekly_hours:
        found.append(_weekly_hours(ask.weekly_hours))
    return found


def _skill(skill_id: str, least: int) -> Constraint:
    return Constraint(
        f"skill:{skill_id}", "skills", lambda level: level >= least, lambda level: level or None
    )


def _country(allowed: frozenset[str]) -> Constraint:
    return Constraint("country", "country", lambda country: country in allowed)


def _overlap(ask: Ask, least: float) -> Constraint:
    def hours(zone: str) -> float | None:
        return overlap_hours(ask.time_zone, zone, ask.on) if zone else None

    return Constraint("overlap", "time_zone", lambda zone: bool(zone) and (hours(zone) or 0) >= least, hours)


def _language(key: str, place: int, least: str) -> Constraint:
    wanted = CEFR_RANK[least]
    return Constraint(
        key,
        "languages",
        lambda levels: CEFR_RANK[levels[place]] >= wanted,
        lambda levels: levels[place] or None,
    )


def _any_of(key: str, column: str, names: frozenset[str]) -> Constraint:
    """Nothing stated passes: the person is asked before anything happens."""
    return Constraint(key, column, lambda stated: not stated or bool(names & stated))


def _data_class(asked: str) -> Constraint:
    """Public and internal data need no declaration; for the rest, who stated less is out, who stated nothing is asked."""
    return Constraint(
        "data_class", "data_class", lambda stated: not stated or DATA_RANK[stated] >= DATA_RANK[asked]
    )


def _available(starts_on: date, asked_on: date) -> Constraint:
    def first_day(start: tuple[date | None, int | None]) -> date | None:
        free, notice = start
        after_notice = asked_on + timedelta(days=notice) if notice else None
        return max((day for day in (free, after_notice) if day), default=None)

    def accepts(start: tuple[date | None, int | None]) -> bool:
        day = first_day(start)
        return day is None or day <= starts_on

    def value(start: tuple[date | None, int | None]) -> str | None:
        day = first_day(start)
        return day.isoformat() if day else None

    return Constraint("available", "start", accepts, value)


def _until(last: date) -> Constraint:
    return Constraint(
        "until",
        "available_until",
        lambda day: day is None or day >= last,
        lambda day: day.isoformat() if day else None,
    )


def _weekly_hours(least: int) -> Constraint:
    return Constraint(
        "weekly_hours", "weekly_hours", lambda hours: hours is None or hours >= least, lambda hours: hours
    )
