"""Hard constraints: exact, one by one, in the order in which a person would name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from talentbridge.matching.engine.values import Ask
from talentbridge.talent.rules import CEFR, Candidate

WORKING_DAY = (9, 18)  # local hours, on both sides
# Days and hours of a working month as KOSA counts them in its 2025 wage table (month / day = 20.6, day / hour = 8).
DAYS_A_MONTH = Decimal("20.6")
HOURS_A_DAY = Decimal(8)
_UNITS_A_MONTH = {"month": Decimal(1), "day": DAYS_A_MONTH, "hour": DAYS_A_MONTH * HOURS_A_DAY}
_DIGITS = {"KRW": 0, "VND": 0, "JPY": 0}  # as kernel.money; repeated so that the engine stands alone
CEFR_RANK = {"": 0} | {level: number for number, level in enumerate(CEFR, start=1)}


@lru_cache(maxsize=4096)
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


class Rates:
    """Rates of any unit and currency as won a month, at the given reference rates (won per one unit of currency)."""

    def __init__(self, krw_per: Mapping[str, Decimal]) -> None:
        self._krw_per = {"KRW": Decimal(1), **krw_per}
        self._factors: dict[tuple[str, str], Decimal | None] = {}

    def month_krw(self, candidate: Candidate) -> int | None:
        """Won a month, rounded up; None when nothing is stated or the currency has no reference rate."""
        if candidate.rate_minor is None:
            return None
        key = (candidate.rate_currency, candidate.rate_unit)
        if key not in self._factors:
            self._factors[key] = self._factor(*key)
        factor = self._factors[key]
        return None if factor is None else -int(-(candidate.rate_minor * factor) // 1)

    def _factor(self, currency: str, unit: str) -> Decimal | None:
        if currency not in self._krw_per or unit not in _UNITS_A_MONTH:
            return None
        return self._krw_per[currency].scaleb(-_DIGITS.get(currency, 2)) * _UNITS_A_MONTH[unit]


@dataclass(frozen=True, slots=True)
class Constraint:
    """`passes(candidate)`; `value(candidate)` is what would have to be asked for instead, `eases` which is nearer."""

    key: str
    passes: Callable[[Candidate], bool]
    value: Callable[[Candidate], Any] | None = None
    nearest: Callable[[list[Any]], Any] = max


def constraints_of(ask: Ask, rates: Rates) -> list[Constraint]:
    """The constraints that `ask` really sets, in the order in which the first failing one is counted."""
    found = [_skill(wish.skill_id, wish.level) for wish in ask.skills if wish.is_must]
    if ask.budget_krw_month is not None:
        found.append(_rate(ask.budget_krw_month, rates))
    if ask.overlap_hours:
        found.append(_overlap(ask, ask.overlap_hours))
    if ask.english:
        found.append(_language("english", ask.english))
    if ask.korean:
        found.append(_language("korean", ask.korean))
    if ask.engagement_types:
        found.append(_engagement_types(frozenset(ask.engagement_types)))
    if ask.starts_on:
        found.append(_available(ask.starts_on))
    if ask.weekly_hours:
        found.append(_weekly_hours(ask.weekly_hours))
    return found


def _skill(skill_id: str, level: int) -> Constraint:
    def passes(candidate: Candidate) -> bool:
        held = candidate.skills.get(skill_id)
        return held is not None and held.level >= level

    def value(candidate: Candidate) -> int | None:
        held = candidate.skills.get(skill_id)
        return held.level if held else None

    return Constraint(f"skill:{skill_id}", passes, value)


def _rate(most: int, rates: Rates) -> Constraint:
    def passes(candidate: Candidate) -> bool:
        krw = rates.month_krw(candidate)
        return krw is not None and krw <= most

    return Constraint("rate", passes, rates.month_krw, min)


def _overlap(ask: Ask, least: float) -> Constraint:
    def hours(candidate: Candidate) -> float | None:
        return overlap_hours(ask.time_zone, candidate.time_zone, ask.on) if candidate.time_zone else None

    def passes(candidate: Candidate) -> bool:
        found = hours(candidate)
        return found is not None and found >= least

    return Constraint("overlap", passes, hours)


def _language(which: str, least: str) -> Constraint:
    wanted = CEFR_RANK[least]

    def level(candidate: Candidate) -> str:
        return candidate.english if which == "english" else candidate.korean

    return Constraint(
        which, lambda candidate: CEFR_RANK[level(candidate)] >= wanted, lambda c: level(c) or None
    )


def _engagement_types(names: frozenset[str]) -> Constraint:
    return Constraint(
        "engagement_type",
        lambda candidate: not candidate.engagement_types or bool(names & candidate.engagement_types),
    )


def _available(starts_on: date) -> Constraint:
    return Constraint(
        "available",
        lambda candidate: candidate.available_from is None or candidate.available_from <= starts_on,
        lambda candidate: candidate.available_from.isoformat() if candidate.available_from else None,
        min,
    )


def _weekly_hours(least: int) -> Constraint:
    return Constraint(
        "weekly_hours",
        lambda candidate: candidate.weekly_hours is None or candidate.weekly_hours >= least,
        lambda candidate: candidate.weekly_hours,
    )
