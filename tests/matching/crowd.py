"""Invented candidates and asks from a seed: the same on every machine of a cluster."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from talentbridge.matching.engine import Ask, Candidate, Held, Pool, Reference, SkillWish
from talentbridge.talent.rules import Rate, code

SKILLS = [f"skill-{number}" for number in range(40)]
REFERENCE = Reference(
    krw_per={"USD": Decimal("1390.5"), "EUR": Decimal("1585.25")},
    near={SKILLS[n]: {SKILLS[n + 1]: 0.5, SKILLS[n + 2]: 0.3} for n in range(0, 36, 3)},
)
_ZONES = ["Asia/Ho_Chi_Minh", "Asia/Kolkata", "Europe/Kyiv", "America/New_York", "Europe/Warsaw", ""]
_TYPES = ["contractor", "eor", "employment"]
_WEIGHTS = [1 / (place + 2) for place in range(len(SKILLS))]


def candidate(number: int, seed: int = 1) -> Candidate:
    """The person `number` of a crowd."""
    draw = random.Random(seed * 1_000_003 + number)
    skills = {
        skill: Held(
            draw.randint(1, 6), draw.choice(["claimed", "claimed", "certified", "assessed", "delivered"])
        )
        for skill in draw.choices(SKILLS, _WEIGHTS, k=draw.randint(2, 9))
    }
    eor = {"eor": Rate(draw.randint(100_000, 900_000), "USD")} if draw.random() < 0.2 else {}
    return Candidate(
        id=number, code=code(number), skills=skills, time_zone=draw.choice(_ZONES),
        english=draw.choice(["", "A2", "B1", "B2", "C1"]), korean=draw.choice(["", "", "A1", "B2"]),
        rate_minor=draw.randint(100_000, 900_000) if draw.random() < 0.9 else None,
        rate_currency=draw.choice(["USD", "EUR"]), weekly_hours=draw.choice([None, 20, 40]),
        available_from=date(2026, 10, 1) + timedelta(draw.randint(0, 100)),
        engagement_types=frozenset(draw.sample(_TYPES, draw.randint(0, 3))),
        refreshed_on=date(2026, 11, 1) - timedelta(draw.randint(0, 500)), rates=eor,
        reputation=draw.choice([None, None, 60, 88]), can_be_asked=draw.random() < 0.8, is_new=draw.random() < 0.2,
    )  # fmt: skip


def ask(seed: int) -> Ask:
    """One of any number of different asks."""
    draw = random.Random(seed)
    chosen = list(dict.fromkeys(draw.choices(SKILLS, _WEIGHTS, k=6)))
    musts = draw.choice([0, 1, 1, 2])
    return Ask(
        on=date(2026, 12, 1), asked_on=date(2026, 11, 23),
        skills=tuple(SkillWish(skill, draw.randint(1, 4), place < musts) for place, skill in enumerate(chosen)),
        budget_krw_month=draw.choice([None, 4_000_000, 8_000_000]), overlap_hours=draw.choice([None, 2, 4]),
        english=draw.choice(["", "A2", "B1"]), engagement_types=draw.choice([(), ("contractor",), ("contractor", "eor")]),
        starts_on=draw.choice([None, date(2026, 12, 20)]), weekly_hours=draw.choice([None, 30]),
    )  # fmt: skip


PEOPLE = 3_000


def part(number: int, of: int) -> Callable[[date], Pool]:
    """What a shard reads: its part of the crowd, and how to ask for it as of now."""
    pool = Pool.of((candidate(id) for id in range(1, PEOPLE + 1) if id % of == number), REFERENCE)
    return lambda on: pool
