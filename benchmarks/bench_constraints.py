"""The constraint stage on every row of two real data sets, against a plain filter written out here.

The survey of DOU is read by the product's own reader; the salaries of ai-jobs are turned into candidates by the few lines
below. Then random asks: everybody whom the engine lets pass and the plain filter does not is a false alarm, and the
other way round a miss. Both have to be none.
"""

from __future__ import annotations

import csv
import os
import random
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.figures import SHARED, Figure

ON = date(2026, 12, 1)
ASKS = 120
KRW_PER = {
    "USD": Decimal("1390.5"),
    "EUR": Decimal("1585.25"),
    "GBP": Decimal("1830"),
    "INR": Decimal("16.4"),
}
CEFR = ["", "A1", "A2", "B1", "B2", "C1", "C2"]
ZONES = {
    "US": "America/New_York", "GB": "Europe/London", "DE": "Europe/Berlin", "IN": "Asia/Kolkata",
    "CA": "America/Toronto", "PH": "Asia/Manila", "VN": "Asia/Ho_Chi_Minh", "KR": "Asia/Seoul",
    "ES": "Europe/Madrid", "FR": "Europe/Paris",
}  # fmt: skip
LEVELS = {"EN": 2, "MI": 3, "SE": 4, "EX": 5}
TYPES = {"FT": "employment", "PT": "fixed_term", "CT": "contractor", "FL": "contractor"}
MODES = {"0": "on_site", "50": "hybrid", "100": "remote"}


def measure() -> list[Figure]:
    """Precision and recall of the constraint stage on all rows of both sets."""
    if not SHARED.exists():
        return []
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentbridge.config.settings")
    os.environ.setdefault("TALENTBRIDGE_DATA", ".venv/scratch")  # no database is asked

    import django

    django.setup()
    return [*_compared("dou", list(dou())), *_compared("ai_jobs", list(ai_jobs()))]


def dou() -> Iterator[Any]:
    """The survey's people as candidates."""
    from talentbridge.matching.engine import Candidate, Held
    from talentbridge.skills import queries as skills
    from talentbridge.talent.gateways import dou as survey
    from talentbridge.talent.gateways.source import ReadRow

    rows = survey.read(SHARED / "dou-it-salaries-ua" / "2024_dec_raw.csv")
    for number, row in enumerate((row for row in rows if isinstance(row, ReadRow)), start=1):
        said = row.draft
        held = {skill: Held(level) for skill, level in said.skills.items()}
        for skill, level in said.skills.items():
            for broader in skills.implied(skill):
                if broader not in held or (held[broader].via and held[broader].level < level):
                    held[broader] = Held(level, via=skill)
        yield Candidate(
            id=number, code=str(number), skills=held, time_zone=said.time_zone, english=said.english,
            korean=said.korean, rate_minor=said.rate_minor, rate_currency=said.rate_currency, rate_unit=said.rate_unit,
            weekly_hours=said.weekly_hours, available_from=said.available_from, country=said.country,
            engagement_types=frozenset(said.engagement_types), work_modes=frozenset(said.work_modes),
        )  # fmt: skip


def ai_jobs() -> Iterator[Any]:
    """The salaries as people who would do the same work again: skills of the title's role, a twelfth of the year's pay."""
    from talentbridge.matching.engine import Candidate, Held
    from talentbridge.skills.rules import lexicon, recognise_roles

    roles: dict[str, tuple[str, ...]] = {}
    with (SHARED / "ai-jobs-salaries" / "salaries_2024-12-22.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=1):
            title = row["job_title"]
            if title not in roles:
                roles[title] = tuple(dict.fromkeys(found.skill_id for found in recognise_roles(title)))
            level = LEVELS[row["experience_level"]]
            skills = {skill: Held(level) for role in roles[title] for skill in lexicon()[role].skills}
            yield Candidate(
                id=number, code=str(number), skills=skills, time_zone=ZONES.get(row["employee_residence"], ""),
                country=row["employee_residence"], rate_minor=int(row["salary"]) * 100 // 12,
                rate_currency=row["salary_currency"], engagement_types=frozenset({TYPES[row["employment_type"]]}),
                work_modes=frozenset({MODES[row["remote_ratio"]]}), roles=frozenset(roles[title]),
            )  # fmt: skip


def _compared(name: str, people: list[Any]) -> list[Figure]:
    from talentbridge.matching.engine import Pool, Reference

    pool = Pool.of(people, Reference(KRW_PER))
    hours = {zone: _overlap(zone) for zone in {person.time_zone for person in people}}
    right = alarms = misses = asked = 0
    for ask in _asks(people):
        passed = set(_passed(pool, ask))
        plain = {person.id for person in people if _plain(ask, person, hours)}
        right += len(passed & plain)
        alarms += len(passed - plain)
        misses += len(plain - passed)
        asked += 1
    precision, recall = right / max(1, right + alarms), right / max(1, right + misses)
    rows = f"{name}, {len(people):,} rows, {asked} asks, {right:,} who pass"
    return [
        Figure(f"{rows}: precision", precision, "", 1, at_least=True, key=f"constraints.{name}.precision"),
        Figure(f"{rows}: recall", recall, "", 1, at_least=True, key=f"constraints.{name}.recall"),
    ]


def _passed(pool: Any, ask: Any) -> list[int]:
    from talentbridge.matching.engine import scan
    from talentbridge.matching.engine.values import Weights

    question = scan.Question(ask, Weights(), pool.reference)
    [segment] = pool.segments
    rows = scan.filtered(question, segment).rows
    return (segment.ids if rows is None else segment.ids[rows]).tolist()


def _asks(people: list[Any]) -> Iterator[Any]:
    """Asks whose skills real rows hold: none, one or two must-haves, and some of the other constraints."""
    from talentbridge.matching.engine import Ask, SkillWish

    draw = random.Random(20261123)
    with_skills = [person for person in people if person.skills]
    for _ in range(ASKS):
        held = sorted(draw.choice(with_skills).skills)
        musts = draw.sample(held, min(len(held), draw.choice([0, 1, 1, 2])))
        yield Ask(
            on=ON, skills=tuple(SkillWish(skill, draw.randint(1, 4)) for skill in musts),
            budget_krw_month=draw.choice([None, 3_000_000, 6_000_000, 12_345_678, 20_000_000]),
            overlap_hours=draw.choice([None, 1, 2, 5.5]), english=draw.choice(["", "", "B1", "B2", "C1"]),
            engagement_types=draw.choice([(), ("contractor",), ("employment", "eor")]),
            work_mode=draw.choice(["", "", "remote", "hybrid"]), countries=draw.choice([(), (), ("UA", "US"), ("IN",)]),
            starts_on=draw.choice([None, ON]), weekly_hours=draw.choice([None, 30]),
        )  # fmt: skip


# The plain filter: one person after another, nothing of the engine's ---------------------------------------------


def _plain(ask: Any, person: Any, hours: dict[str, float]) -> bool:
    for wish in ask.skills:
        if wish.skill_id not in person.skills or person.skills[wish.skill_id].level < wish.level:
            return False
    if ask.countries and person.country not in ask.countries:
        return False
    if ask.budget_krw_month is not None and not _affordable(ask, person):
        return False
    if ask.overlap_hours and (not person.time_zone or hours[person.time_zone] < ask.overlap_hours):
        return False
    if ask.english and CEFR.index(person.english) < CEFR.index(ask.english):
        return False
    stated, wanted = person.engagement_types, set(ask.engagement_types)
    if wanted and stated and not (stated & wanted):
        return False
    if ask.work_mode and person.work_modes and ask.work_mode not in person.work_modes:
        return False
    if ask.starts_on and person.available_from and person.available_from > ask.starts_on:
        return False
    return not (
        ask.weekly_hours and person.weekly_hours is not None and person.weekly_hours < ask.weekly_hours
    )


def _affordable(ask: Any, person: Any) -> bool:
    won = {"KRW": Decimal(1), **KRW_PER}.get(person.rate_currency)
    if person.rate_minor is None or won is None:
        return False
    cents = 1 if person.rate_currency == "KRW" else 100
    months = {"month": Decimal(1), "day": Decimal("20.6"), "hour": Decimal("164.8")}[person.rate_unit]
    return bool(person.rate_minor * won * months <= ask.budget_krw_month * cents)


def _overlap(zone: str) -> float:
    """Hours of Seoul's 09:00-18:00 on `ON` that are 09:00-18:00 in `zone` too, minute by minute."""
    if not zone:
        return 0
    seoul, there = ZoneInfo("Asia/Seoul"), ZoneInfo(zone)
    minutes = 0
    for minute in range(9 * 60, 18 * 60):
        here = datetime(ON.year, ON.month, ON.day, minute // 60, minute % 60, tzinfo=seoul)
        minutes += 9 <= here.astimezone(there).hour < 18
    return minutes / 60
