"""The additive score: each factor is a share from 0 to 1 of its weight.

None of these is a verdict on a person: they order those who passed every hard constraint, and each prints its
reason. A lower rate stops earning points at 70 % of the budget, so that underbidding does not pay. Every formula stands
here once, over one value; `many` asks it of every distinct value of a column (skills, evidence and price: of every row).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np

from talentbridge.matching.engine.constraints import WORKING_DAY, overlap_hours
from talentbridge.matching.engine.people import CEFR_RANK, reader
from talentbridge.matching.engine.rates import Prices
from talentbridge.matching.engine.values import Ask, Reference, SkillWish
from talentbridge.talent.rules import Candidate, Evidence

EVIDENCE_WEIGHT = {
    Evidence.CLAIMED: 0.4,
    Evidence.CERTIFIED: 0.6,
    Evidence.ASSESSED: 0.8,
    Evidence.DELIVERED: 1.0,
}
MUST_COUNTS = 2  # a must-have skill weighs as much as two wishes
FULL_PRICE_POINTS_AT = 0.7
FRESH_DAYS, STALE_DAYS = 30, 365
UNKNOWN_REPUTATION = 0.5  # neither praise nor blame: whoever is new is not pushed down


def counted_factors(ask: Ask) -> tuple[str, ...]:
    """The factors that mean something for this ask; the weights of the others are shared among them."""
    names = ["skills", "evidence"] if ask.skills else []
    if ask.roles:
        names.append("role")
    names += ["language", "overlap"]
    if ask.budget_krw_month:
        names.append("price")
    return (*names, "reputation", "freshness")


# Over one value ---------------------------------------------------------------------------------------------


def covered(level: int, asked: int) -> float:
    """How far a held `level` covers the one that is asked for."""
    return min(1.0, level / asked)


def depth(level: int, evidence: str, asked: int) -> float:
    """Half for the level (0.5 at what is asked, 0.25 more for each of two levels above), half for its evidence."""
    above = 0.5 + 0.25 * min(2, level - asked) if level >= asked else 0.0
    return (above + EVIDENCE_WEIGHT[Evidence(evidence)]) / 2


def price(used: Any) -> Any:
    """0.4 at the budget, rising to 1 at 70 % of it and no further; 0 when nothing is stated (`used` infinite)."""
    return np.clip(0.4 + 0.6 * (1 - used) / (1 - FULL_PRICE_POINTS_AT), 0.0, 1.0)


def _language(ask: Ask) -> Callable[[tuple[str, str]], float]:
    """Asked: 0.6 at the level asked for, 0.2 more for each level above. Not asked: the better language of C2."""

    def share(levels: tuple[str, str]) -> float:
        asked = [
            (CEFR_RANK[wanted], CEFR_RANK[has])
            for wanted, has in zip((ask.english, ask.korean), levels, strict=True)
            if wanted
        ]
        if not asked:
            return max(CEFR_RANK[level] for level in levels) / 6
        return sum(min(1.0, 0.6 + 0.2 * (has - wanted)) for wanted, has in asked) / len(asked)

    return share


def _overlap(ask: Ask) -> Callable[[str], float]:
    whole = WORKING_DAY[1] - WORKING_DAY[0]
    return lambda zone: overlap_hours(ask.time_zone, zone, ask.on) / whole if zone else 0.0


def _freshness(ask: Ask) -> Callable[[date | None], float]:
    def share(refreshed_on: date | None) -> float:
        if refreshed_on is None:
            return 0.0
        days = (ask.on - refreshed_on).days
        return max(0.0, min(1.0, (STALE_DAYS - days) / (STALE_DAYS - FRESH_DAYS)))

    return share


def _reputation(_: Ask) -> Callable[[int | None], float]:
    return lambda reputation: UNKNOWN_REPUTATION if reputation is None else reputation / 100


# The factors that are a function of one column: (column, the share of its value).
OF_COLUMN: Mapping[str, tuple[str, Callable[[Ask], Callable[[Any], float]]]] = {
    "language": ("languages", _language),
    "overlap": ("time_zone", _overlap),
    "reputation": ("reputation", _reputation),
    "freshness": ("refreshed_on", _freshness),
}


# Over one person --------------------------------------------------------------------------------------------


def shares_of(ask: Ask, candidate: Candidate, prices: Prices, reference: Reference) -> dict[str, float]:
    """How well a candidate does on each counted factor, from 0 to 1."""
    found: dict[str, float] = {}
    for name in counted_factors(ask):
        if name in OF_COLUMN:
            column, share = OF_COLUMN[name]
            found[name] = share(ask)(reader(column)(candidate))
        elif name == "price":
            found[name] = float(price(prices.share_used(candidate)))
        else:
            found[name] = _OF_PERSON[name](ask, candidate, reference)
    return found


def _skills(ask: Ask, candidate: Candidate, reference: Reference) -> float:
    got = whole = 0.0
    for wish in ask.skills:
        count = MUST_COUNTS if wish.is_must else 1
        whole += count
        got += count * best_for(wish, candidate, reference)[0]
    return got / whole


def best_for(wish: SkillWish, candidate: Candidate, reference: Reference) -> tuple[float, str]:
    """How far the wish is covered, and by which skill: itself, or (less) a neighbour in the graph; (0, "") if not at all."""
    held = candidate.skills.get(wish.skill_id)
    best, by = (covered(held.level, wish.level), wish.skill_id) if held else (0.0, "")
    for near, weight in reference.near.get(wish.skill_id, {}).items():
        if (other := candidate.skills.get(near)) and (
            share := weight * covered(other.level, wish.level)
        ) > best:
            best, by = share, near
    return best, by


def _evidence(ask: Ask, candidate: Candidate, _: Reference) -> float:
    got = 0.0
    for wish in ask.skills:
        if held := candidate.skills.get(wish.skill_id):
            got += depth(held.level, held.evidence, wish.level)
    return got / len(ask.skills)


def _role(ask: Ask, candidate: Candidate, reference: Reference) -> float:
    return best_role(ask, candidate, reference)[0]


def best_role(ask: Ask, candidate: Candidate, reference: Reference) -> tuple[float, str]:
    """How near the nearest wanted role is to one that is asked for, and which it is."""
    best, which = 0.0, ""
    for asked in ask.roles:
        near = {asked: 1.0, **reference.near.get(asked, {})}
        for role, weight in near.items():
            if weight > best and role in candidate.roles:
                best, which = weight, role
    return best, which


_OF_PERSON: Mapping[str, Callable[[Ask, Candidate, Reference], float]] = {
    "skills": _skills, "evidence": _evidence, "role": _role,
}  # fmt: skip
