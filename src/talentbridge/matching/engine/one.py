"""One person and one task: which constraints fail, what the points would be, and what would change them.

The same lines of code as for the whole pool, asked of one person: why somebody is not on a list, and which open tasks
fit a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from talentbridge.kernel.text import N_
from talentbridge.matching.engine import reasons
from talentbridge.matching.engine.pool import DEFAULT_WEIGHTS, NO_REFERENCE
from talentbridge.matching.engine.scan import Question
from talentbridge.matching.engine.score import shares_of
from talentbridge.matching.engine.values import Ask, Factor, Missing, Reference, Weights
from talentbridge.talent.rules import Candidate, Evidence, Held


@dataclass(frozen=True, slots=True)
class Gain:
    """What a person can do about it: a sentence, its facts, and the points that it would bring."""

    sentence: str
    facts: Mapping[str, Any]
    points: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """How one person stands to one ask. `failed` are the keys of every constraint that is not met, with what the person has
    instead (None where nothing is stated); the points are what they would be if every constraint were met.
    """

    failed: tuple[tuple[str, Any], ...]
    total: float
    factors: tuple[Factor, ...]
    missing: tuple[Missing, ...]
    gains: tuple[Gain, ...]

    @property
    def passes(self) -> bool:
        """Whether every hard constraint is met."""
        return not self.failed


def assess(
    ask: Ask, candidate: Candidate, weights: Weights = DEFAULT_WEIGHTS, reference: Reference = NO_REFERENCE
) -> Assessment:
    """How `candidate` stands to `ask`. Raises ValueError when the weights that count sum to nothing."""
    question = Question(ask, weights, reference)
    prices = question.prices
    failed = tuple(
        (constraint.key, constraint.wanting(candidate, prices))
        for constraint in question.constraints
        if not constraint.passes(candidate, prices)
    )
    tenths = _tenths(question, candidate)
    pair = reasons.Pair(ask, candidate, prices, reference)
    return Assessment(
        failed=failed,
        total=sum(tenths.values()) / 10,
        factors=reasons.explain(pair, tenths, question.weights),
        missing=reasons.missing(ask, candidate),
        gains=tuple(_gains(question, candidate, sum(tenths.values()))),
    )


def fitting(
    asks: Iterable[tuple[Any, Ask]],
    candidate: Candidate,
    weights: Weights = DEFAULT_WEIGHTS,
    reference: Reference = NO_REFERENCE,
) -> list[tuple[Any, Assessment]]:
    """The other direction: (key, assessment) of every ask, those that the person meets first, by points, then by key."""
    assessed = [(key, assess(ask, candidate, weights, reference)) for key, ask in asks]
    return sorted(assessed, key=lambda each: (len(each[1].failed), -each[1].total, str(each[0])))


def _tenths(question: Question, candidate: Candidate) -> dict[str, int]:
    shares = shares_of(question.ask, candidate, question.prices, question.reference)
    return {name: round(10 * weight * shares[name]) for name, weight in question.weights.items()}


def _gains(question: Question, candidate: Candidate, now: int) -> Iterator[Gain]:
    """The changes that bring most, at most four."""
    found = []
    for sentence, facts, changed in _changes(question.ask, candidate):
        points = (sum(_tenths(question, changed).values()) - now) / 10
        if points > 0:
            found.append(Gain(sentence, facts, points))
    yield from sorted(found, key=lambda gain: -gain.points)[:4]


def _changes(ask: Ask, candidate: Candidate) -> Iterator[tuple[str, dict[str, Any], Candidate]]:
    for wish in ask.skills:
        held = candidate.skills.get(wish.skill_id)
        facts = {"skill": wish.skill_id, "asked": wish.level}
        if held is None or held.level < wish.level:
            better = Held(wish.level, held.evidence if held else Evidence.CLAIMED)
            yield N_("{skill} at level {asked}"), facts, _holding(candidate, wish.skill_id, better)
        elif held.evidence in (Evidence.CLAIMED, Evidence.CERTIFIED):
            assessed = Held(held.level, Evidence.ASSESSED)
            yield N_("{skill} assessed on the bridge"), facts, _holding(candidate, wish.skill_id, assessed)
    if ask.roles and not set(ask.roles) & candidate.roles:
        wanted = replace(candidate, roles=candidate.roles | {ask.roles[0]})
        yield N_("Wanting to work as {role}, if that is so"), {"role": ask.roles[0]}, wanted
    if candidate.refreshed_on is None or candidate.refreshed_on < ask.on:
        yield N_("Confirming the profile today"), {}, replace(candidate, refreshed_on=ask.asked_on or ask.on)


def _holding(candidate: Candidate, skill_id: str, held: Held) -> Candidate:
    return replace(candidate, skills={**candidate.skills, skill_id: held})
