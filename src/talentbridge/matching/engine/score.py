"""The additive score. Each function gives a share from 0 to 1; `points` turns shares into tenths of a point.

None of these is a verdict on a person: they order those who passed every hard constraint, and each prints its
reason. A lower rate stops earning points at 70 % of the budget, so that underbidding does not pay.
"""

from __future__ import annotations

from collections.abc import Mapping

from talentbridge.kernel.text import N_
from talentbridge.matching.engine.constraints import CEFR_RANK, WORKING_DAY, Rates, overlap_hours
from talentbridge.matching.engine.values import Ask, Factor, Missing, SkillWish
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


def counted_factors(ask: Ask) -> tuple[str, ...]:
    """The factors that mean something for this ask; the weights of the others are shared among them."""
    names = ["skills", "evidence"] if ask.skills else []
    names += ["language", "overlap"]
    if ask.budget_krw_month:
        names.append("price")
    return (*names, "freshness")


def shares_of(ask: Ask, candidate: Candidate, rates: Rates) -> dict[str, float]:
    """How well a candidate does on each counted factor, from 0 to 1."""
    found = {
        "language": _language(ask, candidate),
        "overlap": _overlap(ask, candidate),
        "freshness": _freshness(ask, candidate),
    }
    if ask.skills:
        found["skills"] = _skills(ask, candidate)
        found["evidence"] = sum(_depth(wish, candidate) for wish in ask.skills) / len(ask.skills)
    if ask.budget_krw_month:
        found["price"] = _price(ask.budget_krw_month, rates.month_krw(candidate))
    return found


def _skills(ask: Ask, candidate: Candidate) -> float:
    got = whole = 0.0
    for wish in ask.skills:
        count = MUST_COUNTS if wish.is_must else 1
        whole += count
        if held := candidate.skills.get(wish.skill_id):
            got += count * min(1.0, held.level / wish.level)
    return got / whole


def _depth(wish: SkillWish, candidate: Candidate) -> float:
    held = candidate.skills.get(wish.skill_id)
    if held is None:
        return 0.0
    above = 0.5 + 0.25 * min(2, held.level - wish.level) if held.level >= wish.level else 0.0
    return (above + EVIDENCE_WEIGHT[Evidence(held.evidence)]) / 2


def _language(ask: Ask, candidate: Candidate) -> float:
    """Asked: 0.6 at the level asked for, 0.2 more for each level above. Not asked: the better language of C2."""
    asked = [
        (CEFR_RANK[level], CEFR_RANK[has])
        for level, has in ((ask.english, candidate.english), (ask.korean, candidate.korean))
        if level
    ]
    if not asked:
        return max(CEFR_RANK[candidate.english], CEFR_RANK[candidate.korean]) / 6
    return sum(min(1.0, 0.6 + 0.2 * (has - wanted)) for wanted, has in asked) / len(asked)


def _overlap(ask: Ask, candidate: Candidate) -> float:
    if not candidate.time_zone:
        return 0.0
    return overlap_hours(ask.time_zone, candidate.time_zone, ask.on) / (WORKING_DAY[1] - WORKING_DAY[0])


def _price(budget: int, rate: int | None) -> float:
    """0.4 at the budget, rising to 1 at 70 % of it and no further; 0 when nothing is stated."""
    if rate is None:
        return 0.0
    used = rate / budget
    return max(0.0, min(1.0, 0.4 + 0.6 * (1 - used) / (1 - FULL_PRICE_POINTS_AT)))


def _freshness(ask: Ask, candidate: Candidate) -> float:
    if candidate.refreshed_on is None:
        return 0.0
    days = (ask.on - candidate.refreshed_on).days
    return max(0.0, min(1.0, (STALE_DAYS - days) / (STALE_DAYS - FRESH_DAYS)))


def explain(
    ask: Ask, candidate: Candidate, rates: Rates, tenths: dict[str, int], weights: dict[str, float]
) -> tuple[Factor, ...]:
    """The factors of one result, largest weight first, each with its reason in words."""
    said = {
        "skills": _say_skills,
        "evidence": _say_evidence,
        "language": _say_language,
        "overlap": _say_overlap,
        "price": _say_price,
        "freshness": _say_freshness,
    }
    factors = []
    for key, weight in weights.items():
        claim, facts, evidence = said[key](ask, candidate, rates)
        factors.append(Factor(key, tenths[key] / 10, round(weight, 1), claim, facts, evidence))
    return tuple(factors)


Said = tuple[str, Mapping[str, object], str]


def _held(ask: Ask, candidate: Candidate) -> list[tuple[str, int]]:
    return [
        (wish.skill_id, candidate.skills[wish.skill_id].level)
        for wish in ask.skills
        if wish.skill_id in candidate.skills
    ]


def _weakest(ask: Ask, candidate: Candidate) -> str:
    kinds = {candidate.skills[skill].evidence for skill, _ in _held(ask, candidate)}
    return next((kind for kind in Evidence if kind in kinds), "")


def _say_skills(ask: Ask, candidate: Candidate, _: Rates) -> Said:
    held = _held(ask, candidate)
    facts: dict[str, object] = {"count": len(held), "asked": len(ask.skills), "skills": held}
    if not held:
        return N_("None of the {asked} skills asked for"), facts, ""
    via = [(skill, candidate.skills[skill].via) for skill, _level in held if candidate.skills[skill].via]
    if via:
        facts["via"] = sorted({through for _skill, through in via})
        return (
            N_("{count} of {asked} skills: {skills}; counted through {via}"),
            facts,
            _weakest(ask, candidate),
        )
    return N_("{count} of {asked} skills: {skills}"), facts, _weakest(ask, candidate)


def _say_evidence(ask: Ask, candidate: Candidate, _: Rates) -> Said:
    above = sum(
        1
        for wish in ask.skills
        if wish.skill_id in candidate.skills and candidate.skills[wish.skill_id].level > wish.level
    )
    proven = sum(
        1 for skill, _level in _held(ask, candidate) if candidate.skills[skill].evidence != Evidence.CLAIMED
    )
    facts = {"above": above, "proven": proven, "asked": len(ask.skills)}
    claim = N_(
        "Above the level asked for in {above} of {asked}, with evidence beyond the own claim in {proven}"
    )
    return claim, facts, _weakest(ask, candidate)


def _say_language(ask: Ask, candidate: Candidate, _: Rates) -> Said:
    facts = {"english": candidate.english, "korean": candidate.korean}
    evidence = Evidence.CLAIMED
    if candidate.english and candidate.korean:
        return N_("English {english}, Korean {korean}"), facts, evidence
    if candidate.english:
        return N_("English {english}, Korean not stated"), facts, evidence
    if candidate.korean:
        return N_("Korean {korean}, English not stated"), facts, evidence
    return N_("Languages not stated"), facts, ""


def _say_overlap(ask: Ask, candidate: Candidate, _: Rates) -> Said:
    if not candidate.time_zone:
        return N_("Time zone not stated"), {}, ""
    hours = overlap_hours(ask.time_zone, candidate.time_zone, ask.on)
    facts = {"hours": hours, "date": ask.on.isoformat()}
    return N_("{hours} shared working hours a day, calculated for {date}"), facts, ""


def _say_price(ask: Ask, candidate: Candidate, rates: Rates) -> Said:
    rate = rates.month_krw(candidate)
    if rate is None:
        return N_("Rate not stated, or no reference rate for its currency"), {}, ""
    facts = {
        "krw": rate,
        "budget": ask.budget_krw_month,
        "percent": round(100 * rate / (ask.budget_krw_month or 1)),
    }
    return N_("About {krw} a month, {percent} % of the budget of {budget}"), facts, Evidence.CLAIMED


def _say_freshness(ask: Ask, candidate: Candidate, _: Rates) -> Said:
    if candidate.refreshed_on is None:
        return N_("Nobody knows when this profile was last confirmed"), {}, ""
    return N_("Profile last confirmed on {date}"), {"date": candidate.refreshed_on.isoformat()}, ""


def missing(ask: Ask, candidate: Candidate) -> tuple[Missing, ...]:
    """What this person lacks or has not said, most important first."""
    found = []
    for wish in ask.skills:
        held = candidate.skills.get(wish.skill_id)
        facts = {"skill": wish.skill_id, "asked": wish.level}
        if held is None:
            found.append(Missing(N_("{skill}: level {asked} asked for, none stated"), facts))
        elif held.level < wish.level:
            found.append(
                Missing(
                    N_("{skill}: level {asked} asked for, {level} stated"), {**facts, "level": held.level}
                )
            )
    if not candidate.time_zone:
        found.append(Missing(N_("Time zone not stated")))
    if ask.engagement_types and not candidate.engagement_types:
        found.append(Missing(N_("Has not said which engagement types are accepted")))
    if ask.starts_on and candidate.available_from is None:
        found.append(Missing(N_("Has not said from when")))
    if ask.weekly_hours and candidate.weekly_hours is None:
        found.append(Missing(N_("Has not said for how many hours a week")))
    return tuple(found)
