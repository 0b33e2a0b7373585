"""Why: the factors of one result in words, and what is missing. Message ids and facts, told in any language later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from talentbridge.kernel.text import N_
from talentbridge.matching.engine.constraints import overlap_hours
from talentbridge.matching.engine.people import DATA_RANK
from talentbridge.matching.engine.rates import Prices
from talentbridge.matching.engine.score import best_for, best_role
from talentbridge.matching.engine.values import Ask, Factor, Missing, Reference, SkillWish
from talentbridge.talent.rules import Candidate, Evidence, Held

Said = tuple[str, Mapping[str, object], str]  # the sentence, its facts, the weakest evidence behind it


@dataclass(frozen=True, slots=True)
class Pair:
    """One ask and one person, with what is looked up beside them."""

    ask: Ask
    candidate: Candidate
    prices: Prices
    reference: Reference

    @property
    def held(self) -> list[tuple[SkillWish, Held]]:
        """The skills asked for that the person holds, in the order of the ask."""
        skills = self.candidate.skills
        return [(wish, skills[wish.skill_id]) for wish in self.ask.skills if wish.skill_id in skills]


def explain(pair: Pair, tenths: Mapping[str, int], weights: Mapping[str, float]) -> tuple[Factor, ...]:
    """The factors of one result in the engine's order, each with its reason in words."""
    factors = []
    for key, weight in weights.items():
        claim, facts, evidence = _SAID[key](pair)
        factors.append(Factor(key, tenths[key] / 10, round(weight, 1), claim, facts, evidence))
    return tuple(factors)


def _weakest(pair: Pair) -> str:
    kinds = {held.evidence for _, held in pair.held}
    return next((kind for kind in Evidence if kind in kinds), "")


def _skills(pair: Pair) -> Said:
    held = pair.held
    names = [(wish.skill_id, has.level) for wish, has in held]
    facts: dict[str, object] = {"count": len(held), "asked": len(pair.ask.skills), "skills": names}
    near = _near(pair)
    if near:
        facts["near"] = near
    via = sorted({has.via for _, has in held if has.via})
    if via:
        facts["via"] = via
    return _SKILL_CLAIMS[bool(held), bool(via), bool(near)], facts, _weakest(pair)


def _near(pair: Pair) -> list[tuple[str, str, int]]:
    """(skill asked for, neighbour that counts for it, percent) where a neighbour counts for more than the skill itself."""
    found = []
    for wish in pair.ask.skills:
        share, by = best_for(wish, pair.candidate, pair.reference)
        if by and by != wish.skill_id:
            found.append((wish.skill_id, by, round(100 * share)))
    return found


_SKILL_CLAIMS = {
    (False, False, False): N_("None of the {asked} skills asked for"),
    (False, False, True): N_("None of the {asked} skills asked for; in part through neighbours: {near}"),
    (True, False, False): N_("{count} of {asked} skills: {skills}"),
    (True, False, True): N_("{count} of {asked} skills: {skills}; in part through neighbours: {near}"),
    (True, True, False): N_("{count} of {asked} skills: {skills}; counted through {via}"),
    (True, True, True): N_(
        "{count} of {asked} skills: {skills}; counted through {via}; in part through neighbours: {near}"
    ),
}


def _evidence(pair: Pair) -> Said:
    above = sum(held.level > wish.level for wish, held in pair.held)
    proven = sum(held.evidence != Evidence.CLAIMED for _, held in pair.held)
    facts = {"above": above, "proven": proven, "asked": len(pair.ask.skills)}
    claim = N_(
        "Above the level asked for in {above} of {asked}, with evidence beyond the own claim in {proven}"
    )
    return claim, facts, _weakest(pair)


def _role(pair: Pair) -> Said:
    share, role = best_role(pair.ask, pair.candidate, pair.reference)
    if not role:
        return N_("No wanted role is stated that is near the one asked for"), {}, ""
    facts = {"role": role, "percent": round(100 * share)}
    if share == 1:
        return N_("Wants to work as {role}"), facts, Evidence.CLAIMED
    return N_("Wants to work as {role}, which is near: {percent} %"), facts, Evidence.CLAIMED


def _language(pair: Pair) -> Said:
    facts = {"english": pair.candidate.english, "korean": pair.candidate.korean}
    if facts["english"] and facts["korean"]:
        return N_("English {english}, Korean {korean}"), facts, Evidence.CLAIMED
    if facts["english"]:
        return N_("English {english}, Korean not stated"), facts, Evidence.CLAIMED
    if facts["korean"]:
        return N_("Korean {korean}, English not stated"), facts, Evidence.CLAIMED
    return N_("Languages not stated"), facts, ""


def _overlap(pair: Pair) -> Said:
    if not pair.candidate.time_zone:
        return N_("Time zone not stated"), {}, ""
    hours = overlap_hours(pair.ask.time_zone, pair.candidate.time_zone, pair.ask.on)
    facts = {"hours": hours, "date": pair.ask.on.isoformat()}
    return N_("{hours} shared working hours a day, calculated for {date}"), facts, ""


def _price(pair: Pair) -> Said:
    krw = pair.prices.month_krw(pair.candidate)
    if krw is None:
        return N_("Rate not stated, or no reference rate for its currency"), {}, ""
    budget = pair.ask.budget_krw_month
    facts = {"krw": krw, "budget": budget, "percent": round(100 * krw / (budget or 1))}
    return N_("About {krw} a month, {percent} % of the budget of {budget}"), facts, Evidence.CLAIMED


def _reputation(pair: Pair) -> Said:
    if pair.candidate.reputation is None:
        return N_("Not enough work here yet to say; counted as the middle"), {}, ""
    facts = {"percent": pair.candidate.reputation}
    return N_("Accepted work and reviews on the bridge: {percent} of 100"), facts, Evidence.DELIVERED


def _freshness(pair: Pair) -> Said:
    if pair.candidate.refreshed_on is None:
        return N_("Nobody knows when this profile was last confirmed"), {}, ""
    return N_("Profile last confirmed on {date}"), {"date": pair.candidate.refreshed_on.isoformat()}, ""


_SAID: Mapping[str, Callable[[Pair], Said]] = {
    "skills": _skills, "evidence": _evidence, "role": _role, "language": _language, "overlap": _overlap,
    "price": _price, "reputation": _reputation, "freshness": _freshness,
}  # fmt: skip


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
    unstated = {
        N_("Time zone not stated"): not candidate.time_zone,
        N_("Has not said which engagement types are accepted"): ask.engagement_types
        and not candidate.engagement_types,
        N_("Has not said which work modes are accepted"): ask.work_mode and not candidate.work_modes,
        N_("Has not said for which data the workplace is ready"): DATA_RANK.get(ask.data_class, 0)
        > DATA_RANK["internal"]
        and not candidate.data_class,
        N_("Has not said from when"): ask.starts_on and candidate.available_from is None,
        N_("Has not said for how many hours a week"): ask.weekly_hours and candidate.weekly_hours is None,
    }
    return (*found, *(Missing(sentence) for sentence, applies in unstated.items() if applies))
