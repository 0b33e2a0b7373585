"""What goes into the engine and what comes out. Facts are plain JSON values, so that a shortlist can be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from talentbridge.kernel.text import N_

VERSION = "2026.12"  # goes into every recorded shortlist; raise it when a formula changes
FACTOR_NAMES = {
    "skills": N_("Skills"),
    "evidence": N_("Level and evidence"),
    "role": N_("Role"),
    "language": N_("Languages"),
    "overlap": N_("Overlapping hours"),
    "price": N_("Price"),
    "reputation": N_("Reputation"),
    "freshness": N_("Freshness"),
}
FACTORS = tuple(FACTOR_NAMES)
COMPARES = {
    "skills": N_("which of the skills asked for are there; near skills count in part"),
    "evidence": N_("how high the levels are and what backs them: own word, certificate, task, accepted work"),
    "role": N_("whether the person wants to work as what is looked for, or as something near it"),
    "language": N_("English and Korean against what the task needs"),
    "overlap": N_("shared hours of the two working days on the start date"),
    "price": N_("the rate asked for against the budget; below 70 % of it, cheaper earns nothing more"),
    "reputation": N_("accepted work and reviews here; who has too few of them counts as the middle"),
    "freshness": N_("how lately the profile was confirmed"),
}


@dataclass(frozen=True, slots=True)
class SkillWish:
    """A skill that is asked for, at a level (1-6). A must filters; a wish only scores."""

    skill_id: str
    level: int = 3
    is_must: bool = True


@dataclass(frozen=True, slots=True)
class Ask:
    """What a task asks for. `None` and empty mean: not asked.

    `on` is the day for which overlap (daylight saving) and freshness are calculated, usually the start date;
    `asked_on` the day of the question, from which notice periods run (`on` when not given). `overlap_hours` are hours
    a working day shared with 09:00-18:00 in `time_zone`. `budget_krw_month` is the most that may be paid for one
    full-time month, in won. `countries` are where the person has to live (ISO 3166-1).
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
    roles: tuple[str, ...] = ()
    work_mode: str = ""
    countries: tuple[str, ...] = ()
    data_class: str = ""
    ends_on: date | None = None
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """What the engine looks up beside the ask: reference rates and the neighbours in the skill graph.

    `krw_per` are won per one unit of each currency; `near` maps a skill or role to its neighbours and how far each
    stands in for it (0-1).
    """

    krw_per: Mapping[str, Decimal] = field(default_factory=dict)
    near: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each factor counts. They are turned into shares of 100, whatever their sum."""

    skills: int = 30
    evidence: int = 15
    role: int = 10
    language: int = 10
    overlap: int = 10
    price: int = 10
    reputation: int = 10
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
    """One person on the list. `shares` (0-1 by factor) let other weights be tried without asking anew.

    `kept_for_newcomer`: points alone would not have shown this person; the place is kept for people new here.
    """

    candidate_id: int
    code: str
    rank: int
    total: float
    factors: tuple[Factor, ...]
    missing: tuple[Missing, ...]
    shares: Mapping[str, float] = field(default_factory=dict)
    kept_for_newcomer: bool = False


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
    """The answer: the best `results`, and what happened to everybody else.

    `parts` are the shards that the people are in, `lacking` those that did not answer: with any, the answer is partial
    and says so.
    """

    results: tuple[Result, ...]
    pool: int
    passed: int
    excluded: Counter[str]  # by the first constraint that a candidate fails
    relaxations: tuple[Relaxation, ...]
    shares: Mapping[str, float]
    version: str = VERSION
    parts: int = 1
    lacking: int = 0

    def to_json(self) -> dict[str, Any]:
        """Plain values, in a stable order."""
        return {**asdict(self), "excluded": dict(self.excluded.most_common())}
