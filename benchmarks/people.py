"""Invented profiles with the skew of real ones: a few skills that half of everybody has, a long tail, jobs that cluster.

Arrays, not objects: a million in seconds. The same seed gives the same people, whatever the machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
TODAY = date(2026, 11, 23)
# (zone, country, share, what a month costs in US$, roughly)
PLACES = [
    ("Asia/Kolkata", "IN", 0.34, 2200), ("Asia/Ho_Chi_Minh", "VN", 0.18, 2000), ("Europe/Kyiv", "UA", 0.09, 3200),
    ("America/New_York", "US", 0.08, 9000), ("Asia/Manila", "PH", 0.07, 1900), ("Asia/Jakarta", "ID", 0.06, 1800),
    ("Europe/Warsaw", "PL", 0.05, 4500), ("Asia/Tokyo", "JP", 0.03, 5500), ("Asia/Karachi", "PK", 0.03, 1600),
    ("America/Los_Angeles", "US", 0.03, 10000), ("Asia/Tashkent", "UZ", 0.02, 1500), ("", "", 0.02, 3000),
]  # fmt: skip
LEVELS = np.array([0.08, 0.2, 0.32, 0.24, 0.12, 0.04])  # of 1 to 6
EVIDENCE = np.array([0.72, 0.12, 0.1, 0.06])  # claimed, certified, assessed, delivered
ENGLISH = np.array([0.06, 0.03, 0.1, 0.22, 0.34, 0.19, 0.06])  # "", A1 to C2
KOREAN = np.array([0.93, 0.03, 0.02, 0.01, 0.005, 0.003, 0.002])
CURRENCIES = ("USD", "EUR", "KRW")


@dataclass(frozen=True)
class People:
    """Columns of `size` people; skills are lines (row, number of the skill, level, number of the evidence)."""

    size: int
    place: Array
    english: Array
    korean: Array
    minor: Array
    currency: Array
    types: Array  # bits: contractor, employment, fixed_term, eor
    hours: Array  # 0: not stated
    begins: Array  # days from TODAY; -1000: not stated
    refreshed: Array  # days before TODAY
    row: Array
    skill: Array
    level: Array
    evidence: Array


def people(size: int, skills: int, seed: int = 20261123) -> People:
    """`size` people who hold some of `skills` skills (numbers from 0, the common ones first)."""
    rng = np.random.default_rng(seed)
    place = rng.choice(len(PLACES), size, p=[share for _, _, share, _ in PLACES])
    usual = np.array([cost for *_, cost in PLACES])[place]
    dollars = usual * rng.lognormal(0, 0.45, size)
    currency = rng.choice(3, size, p=[0.8, 0.12, 0.08])
    per_dollar = np.array([100, 92, 1400])[currency]  # minor units
    minor = np.where(rng.random(size) < 0.06, 0, (dollars * per_dollar).astype(np.int64))
    row, skill = _held(rng, size, skills)
    lines = len(row)
    return People(
        size=size, place=place, english=rng.choice(7, size, p=ENGLISH), korean=rng.choice(7, size, p=KOREAN),
        minor=minor, currency=currency, types=rng.integers(0, 16, size), hours=rng.choice([0, 20, 40], size),
        begins=np.where(rng.random(size) < 0.3, -1000, rng.integers(-60, 90, size)),
        refreshed=rng.integers(0, 500, size), row=row, skill=skill,
        level=1 + rng.choice(6, lines, p=LEVELS), evidence=rng.choice(4, lines, p=EVIDENCE),
    )  # fmt: skip


def _held(rng: np.random.Generator, size: int, skills: int) -> tuple[Array, Array]:
    """(row, skill): 4 to 16 skills each; two in three from the person's own field (a twelfth of the list), Zipf in both."""
    many = rng.integers(4, 17, size)
    row = np.repeat(np.arange(size), many)
    common = _zipf(rng, len(row), skills)
    field = rng.integers(0, 12, size)[row]
    own = field + 12 * _zipf(rng, len(row), skills // 12)
    skill = np.where(rng.random(len(row)) < 2 / 3, own, common)
    pair = np.unique(row * skills + skill)
    return pair // skills, pair % skills


def _zipf(rng: np.random.Generator, count: int, choices: int) -> Array:
    weights = 1 / (np.arange(choices) + 2.0)
    return rng.choice(choices, count, p=weights / weights.sum())


def day(number: int) -> date | None:
    """A day from `People.begins`."""
    return None if number == -1000 else TODAY + timedelta(days=int(number))
