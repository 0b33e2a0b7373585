"""When nobody meets every condition: which conditions to let go of so that somebody does, said openly.

The exact answer stays "nobody". What is shown beside it is the answer to an easier question.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from talentbridge.matching.engine.pool import DEFAULT_WEIGHTS
from talentbridge.matching.engine.values import Ask, Ranking, Reference, Weights
from talentbridge.talent.rules import Candidate

_EMPTY: dict[str, dict[str, Any]] = {
    "country": {"countries": ()},
    "rate": {"budget_krw_month": None},
    "overlap": {"overlap_hours": None},
    "english": {"english": ""},
    "korean": {"korean": ""},
    "engagement_type": {"engagement_types": ()},
    "work_mode": {"work_mode": ""},
    "data_class": {"data_class": ""},
    "available": {"starts_on": None},
    "until": {"ends_on": None},
    "weekly_hours": {"weekly_hours": None},
}


class Ranks(Protocol):
    """Whatever answers an ask: a pool here, or shards on other machines."""

    @property
    def reference(self) -> Reference: ...

    def rank(self, ask: Ask, weights: Weights = ..., *, top: int = ..., easing: bool = ...) -> Ranking: ...

    def candidate(self, candidate_id: int, ask: Ask) -> Candidate | None: ...

    def place(self, candidate_id: int, ask: Ask, weights: Weights = ...) -> int | None: ...


def without(ask: Ask, constraint: str) -> Ask:
    """The ask without one of its constraints; a must-have skill becomes a wish, so that it still counts."""
    kind, _, skill_id = constraint.partition(":")
    if kind != "skill":
        return replace(ask, **_EMPTY[kind])
    skills = tuple(replace(wish, is_must=False) if wish.skill_id == skill_id else wish for wish in ask.skills)
    return replace(ask, skills=skills)


def nearest(
    ask: Ask, ranking: Ranking, pool: Ranks, weights: Weights = DEFAULT_WEIGHTS, *, top: int = 20
) -> tuple[Ranking, tuple[str, ...]]:
    """The first ranking that anybody passes when constraints are let go one after another, and which ones were.

    Each time the constraint goes that alone keeps out most people; when none does so alone, the one that keeps out
    most. `ranking` is the strict answer for `ask`; it comes back unchanged when somebody passes it.
    """
    gone: list[str] = []
    while not ranking.passed and ranking.excluded:
        alone = {relaxation.constraint: relaxation.more for relaxation in ranking.relaxations}
        counts = alone or dict(ranking.excluded)
        constraint = max(counts, key=lambda key: counts[key])
        gone.append(constraint)
        ask = without(ask, constraint)
        ranking = pool.rank(ask, weights, top=top)
    return ranking, tuple(gone)
