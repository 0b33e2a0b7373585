"""What goes into the engine and what comes out. Facts are plain JSON values, so that a shortlist can be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from talentbridge.kernel.text import N_

VERSION = "2026.11"  # goes into every recorded shortlist; raise it when a formula below changes
FACTOR_NAMES = {
    "skills": N_("Skills"),
    "evidence": N_("Level and evidence"),
    "language": N_("Languages"),
    "overlap": N_("Overlapping hours"),
    "price": N_("Price"),
    "freshness": N_("Freshness"),
}
FACTORS = tuple(FACTOR_NAMES)


@dataclass(frozen=True, slots=True)
class SkillWish:
    """A skill that is asked for, at a level (1-6). A must filters; a wish only scores."""

    skill_id: str
    level: int = 3
    is_must: bool = True


@dataclass(frozen=True, slots=True)
class Ask:
    """What a task asks for. `None` and empty mean: not asked.

    `on` is the day for which overlap (daylight saving) and freshness are calculated, usually the start date.
    `overlap_hours` are hours a working day shared with 09:00-18:00 in `time_zone`. `budget_krw_month` is the most
    that may be paid for one full-time month, in won.
    """

    on: date
    skills: tuple[SkillWish, ...] = ()
    budget_krw_month: int | None = None
    overlap_hours: float | None = None
    time_zone: str = "Asia/Seoul"
    english: str = ""
    korean: str = ""
    engagement_types: tuple[str, ...] = ()
    starts_on: date | None = None
    weekly_hours: int | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each factor counts. They are turned into shares of 100, whatever their sum."""

    skills: int = 35
    evidence: int = 20
    language: int = 15
    overlap: int = 15
    price: int = 10
    freshness: int = 5

    def shares(self, counted: tuple[str, ...] = FACTORS) -> dict[str, float]:
        """The share of 100 of each `counted` factor. Raises ValueError when they sum to nothing."""
        raw = {name: max(0, getattr(self, name)) for name in counted}
        whole = sum(raw.values())
        if not whole:
            raise ValueError("weights sum to nothing")
        return {name: 100 * value / whole for name, value in raw.items()}


@dataclass(frozen=True, slots=True)
class Factor:
    """One line of a score: `points` of `weight`, why (`claim` is a message id that names `facts`), on what evidence.

    `evidence` is the weakest kind of evidence behind the claim (see `talent.rules.Evidence`), or empty.
    """

    key: str
    points: float
    weight: float
    claim: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    evidence: str = ""

    @property
    def label(self) -> str:
        """The factor's name, a message id."""
        return FACTOR_NAMES[self.key]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is asked for or useful and not there: a message id and its facts."""

    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """One person on the list."""

    candidate_id: int
    code: str
    rank: int
    total: float
    factors: tuple[Factor, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What would change: `more` people fail this constraint and no other.

    `nearest` is the value of the constraint that would let the nearest of them in, where it has one.
    """

    constraint: str
    more: int
    nearest: int | float | str | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer: the best `results`, and what happened to everybody else."""

    results: tuple[Result, ...]
    pool: int
    passed: int
    excluded: Counter[str]  # by the first constraint that a candidate fails
    relaxations: tuple[Relaxation, ...]
    shares: Mapping[str, float]
    version: str = VERSION

    def to_json(self) -> dict[str, Any]:
        """Plain values, in a stable order."""
        return {**asdict(self), "excluded": dict(self.excluded.most_common())}
