"""When nobody meets every condition: which conditions to let go of so that somebody does, said openly.

The exact answer stays "nobody". What is shown beside it is the answer to an easier question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from talentbridge.matching.engine.order import DEFAULT_WEIGHTS, rank
from talentbridge.matching.engine.values import Ask, Ranking, Weights
from talentbridge.talent.rules import Candidate

_EMPTY: dict[str, dict[str, Any]] = {
    "rate": {"budget_krw_month": None},
    "overlap": {"overlap_hours": None},
    "english": {"english": ""},
    "korean": {"korean": ""},
    "engagement_type": {"engagement_types": ()},
    "available": {"starts_on": None},
    "weekly_hours": {"weekly_hours": None},
}


def without(ask: Ask, constraint: str) -> Ask:
    """The ask without one of its constraints; a must-have skill becomes a wish, so that it still counts."""
    kind, _, skill_id = constraint.partition(":")
    if kind != "skill":
        return replace(ask, **_EMPTY[kind])
    skills = tuple(replace(wish, is_must=False) if wish.skill_id == skill_id else wish for wish in ask.skills)
    return replace(ask, skills=skills)


def nearest(
    ask: Ask,
    ranking: Ranking,
    pool: Sequence[Candidate],
    weights: Weights = DEFAULT_WEIGHTS,
    *,
    krw_per: Mapping[str, Decimal] | None = None,
    top: int | None = None,
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
        ranking = rank(ask, pool, weights, krw_per=krw_per, top=top)
    return ranking, tuple(gone)
