"""The pool: everybody who can be matched, as segments; and the one way to ask it.

A pool answers for the people it holds with an `Answer`; answers of several pools (shards on other machines) are merged
into the same `Ranking` that one pool with all the people would give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from talentbridge.matching.engine import reasons, scan
from talentbridge.matching.engine.columns import Array
from talentbridge.matching.engine.constraints import nearest_of
from talentbridge.matching.engine.people import tie_of
from talentbridge.matching.engine.scan import Question
from talentbridge.matching.engine.segment import Segment, segment_of
from talentbridge.matching.engine.values import Ask, Ranking, Reference, Relaxation, Result, Weights
from talentbridge.talent.rules import Candidate

DEFAULT_WEIGHTS = Weights()
NO_REFERENCE = Reference()
NEWCOMER_EVERY = (
    10  # one place of ten on a list is kept for people who are new here and meet every constraint
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one pool says: the best of three groups, and what happened to everybody else.

    `asked` can be asked (an account stands behind them), `new` are those of them who are new here, `anonymous` cannot
    be asked. Each is best first and as long as a list can need.
    """

    asked: tuple[Result, ...]
    new: tuple[Result, ...]
    anonymous: tuple[Result, ...]
    pool: int
    passed: int
    excluded: Counter[str]
    relaxations: tuple[Relaxation, ...]


@dataclass(frozen=True)
class Pool:
    """Segments of people; nobody stands in two of them."""

    segments: tuple[Segment, ...]
    reference: Reference = NO_REFERENCE

    @classmethod
    def of(cls, candidates: Iterable[Candidate], reference: Reference = NO_REFERENCE) -> Pool:
        """A pool of `candidates`."""
        return cls((segment_of(candidates),), reference)

    @property
    def size(self) -> int:
        """How many people there are."""
        return sum(segment.size for segment in self.segments)

    def rank(
        self, ask: Ask, weights: Weights = DEFAULT_WEIGHTS, *, top: int = 20, easing: bool = True
    ) -> Ranking:
        """The best `top` who meet every hard constraint of `ask`, explained; the counts are of the whole pool.

        With `easing`, also what would change if one constraint went. Raises ValueError when the weights that count sum
        to nothing.
        """
        question = Question(ask, weights, self.reference)
        return merged([self.answer(ask, weights, top=top, easing=easing)], question, top=top)

    def answer(self, ask: Ask, weights: Weights, *, top: int, easing: bool) -> Answer:
        """What this pool contributes to a list of `top`."""
        question = Question(ask, weights, self.reference)
        found = self.search(question, top)
        asked, new, anonymous = (_explained(question, hits) for hits in found.groups)
        easier = self.relaxations(question) if easing else ()
        return Answer(asked, new, anonymous, self.size, found.passed, found.excluded, easier)

    def search(self, question: Question, top: int) -> Found:
        """Who passes, who is best in each group, and how many fail what first; nothing is explained yet."""
        excluded: Counter[str] = Counter()
        groups: tuple[list[Hit], list[Hit], list[Hit]] = ([], [], [])
        passed = 0
        for segment in self.segments:
            fit = scan.filtered(question, segment)
            excluded += fit.excluded
            passed += fit.count
            if fit.count and top:
                for found, hits in zip(groups, _best(question, segment, fit, top), strict=True):
                    found += hits
        for hits in groups:
            hits.sort(key=lambda hit: (-hit.total, hit.tie))
            del hits[top:]
        asked, new, anonymous = groups
        del new[top // NEWCOMER_EVERY :], anonymous[top - len(asked) :]  # a list never needs more of them
        return Found(groups, passed, excluded)

    def relaxations(self, question: Question) -> tuple[Relaxation, ...]:
        """For each constraint that alone keeps somebody out: how many, and the value that would let the nearest in."""
        found: dict[str, Relaxation] = {}
        for segment in self.segments:
            for constraint, rows in scan.alone(question, segment):
                if len(rows):
                    values = scan.wanted_values(constraint, question, segment, rows)
                    nearest = nearest_of(constraint.key)(values) if values else None
                    one = Relaxation(constraint.key, len(rows), nearest)
                    found[constraint.key] = _joined(found.get(constraint.key), one)
        return tuple(found[c.key] for c in question.constraints if c.key in found)

    def candidate(self, candidate_id: int, ask: Ask) -> Candidate | None:
        """A person with the skills and roles that `ask` may compare; None when not here."""
        question = Question(ask, DEFAULT_WEIGHTS, self.reference)
        for segment in self.segments:
            row = segment.row_of(candidate_id)
            if row is not None and segment.has(candidate_id):
                return segment.candidate(row, question.skills, question.roles)
        return None

    def place(self, candidate_id: int, ask: Ask, weights: Weights = DEFAULT_WEIGHTS) -> int | None:
        """The place by points (from 1) of a person among all who pass, asked or not; None who does not pass."""
        tenths = self.tenths(candidate_id, ask, weights)
        return None if tenths is None else 1 + self.better(ask, weights, tenths, tie_of(candidate_id))

    def tenths(self, candidate_id: int, ask: Ask, weights: Weights) -> int | None:
        """The points of a person who is here and passes, in tenths."""
        question = Question(ask, weights, self.reference)
        for segment in self.segments:
            row = segment.row_of(candidate_id)
            if row is not None and segment.has(candidate_id):
                rows = scan.filtered(question, segment).rows
                here = np.array([row], dtype=np.int32)
                if rows is None or np.isin(here, rows)[0]:
                    return int(scan.scored(question, segment, here).total[0])
        return None

    def better(self, ask: Ask, weights: Weights, tenths: int, tie: int) -> int:
        """How many who pass stand before somebody with these points and this place in the draw."""
        question = Question(ask, weights, self.reference)
        count = 0
        for segment in self.segments:
            rows = scan.filtered(question, segment).rows
            total = scan.scored(question, segment, rows).total
            ties = segment.ties if rows is None else segment.ties[rows]
            count += int(((total > tenths) | ((total == tenths) & (ties < tie))).sum())
        return count

    def memory(self) -> int:
        """Bytes held by the columns."""
        return sum(segment.memory() for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Hit:
    """A person found, not explained yet. `total` and `tenths` are tenths of a point."""

    segment: Segment
    row: int
    tie: int
    total: int
    tenths: Mapping[str, int]
    shares: Mapping[str, float]

    @property
    def candidate_id(self) -> int:
        return int(self.segment.ids[self.row])


@dataclass(frozen=True, slots=True)
class Found:
    """The best who can be asked, of these the best who are new, and the best who cannot be asked; and the counts."""

    groups: tuple[list[Hit], list[Hit], list[Hit]]
    passed: int
    excluded: Counter[str]


def _best(question: Question, segment: Segment, fit: scan.Passed, top: int) -> tuple[list[Hit], ...]:
    points = scan.scored(question, segment, fit.rows)
    rows = fit.rows
    ties = segment.ties if rows is None else segment.ties[rows]
    standing = segment.columns["standing"]
    asked: Array = standing.each(lambda value: value[0], rows, bool)
    new: Array = standing.each(lambda value: value[0] and value[1], rows, bool)
    everybody_asked, nobody_new = bool(asked.all()), not new.any()
    groups = (
        scan.best(points.total, ties, None if everybody_asked else asked, top),
        scan.best(points.total, ties, new, 0 if nobody_new else top),
        scan.best(points.total, ties, ~asked, 0 if everybody_asked else top),
    )
    return tuple(
        [
            Hit(
                segment,
                int(place if rows is None else rows[place]),
                int(ties[place]),
                int(points.total[place]),
                {name: int(tenths[place]) for name, tenths in points.tenths.items()},
                {name: share(int(place)) for name, share in points.shares.items()},
            )
            for place in group
        ]
        for group in groups
    )


def _explained(question: Question, hits: list[Hit]) -> tuple[Result, ...]:
    people: dict[tuple[int, int], Candidate] = {}
    for segment in {id(hit.segment): hit.segment for hit in hits}.values():
        rows = [hit.row for hit in hits if hit.segment is segment]
        found = segment.candidates(rows, question.skills, question.roles)
        people |= {(id(segment), row): person for row, person in zip(rows, found, strict=True)}
    return tuple(_result(question, hit, people[id(hit.segment), hit.row]) for hit in hits)


def _result(question: Question, hit: Hit, person: Candidate) -> Result:
    pair = reasons.Pair(question.ask, person, question.prices, question.reference)
    return Result(
        candidate_id=person.id, code=person.code, rank=0, total=hit.total / 10,
        factors=reasons.explain(pair, hit.tenths, question.weights),
        missing=reasons.missing(question.ask, person), shares=hit.shares,
    )  # fmt: skip


def _joined(one: Relaxation | None, other: Relaxation) -> Relaxation:
    """The relaxations of two parts of the pool as one."""
    if one is None:
        return other
    values = [value for value in (one.nearest, other.nearest) if value is not None]
    nearest = nearest_of(one.constraint)(values) if values else None
    return Relaxation(one.constraint, one.more + other.more, nearest)


def merged(answers: Sequence[Answer], question: Question, *, top: int, of: int = 1) -> Ranking:
    """The list of `top` out of what every pool said; `of` how many pools there are, those that did not answer included.

    People who can be asked come first; anonymous ones (imported, nobody behind them here) only fill places that would
    stay empty, so that a survey of thousands cannot crowd out everybody who could take the work. Of ten places one is
    kept for the best of those who are new here, if points alone would show fewer of them.
    """
    asked = _ordered(result for answer in answers for result in answer.asked)[:top]
    new = _ordered(result for answer in answers for result in answer.new)
    asked = _with_newcomers(asked, new, top)
    anonymous = _ordered(result for answer in answers for result in answer.anonymous)[: top - len(asked)]
    listed = _ordered([*asked, *anonymous])
    excluded: Counter[str] = Counter()
    relaxed: dict[str, Relaxation] = {}
    for answer in answers:
        excluded += answer.excluded
        for each in answer.relaxations:
            relaxed[each.constraint] = _joined(relaxed.get(each.constraint), each)
    in_order = [constraint.key for constraint in question.constraints]
    return Ranking(
        results=tuple(replace(result, rank=rank) for rank, result in enumerate(listed, start=1)),
        pool=sum(answer.pool for answer in answers),
        passed=sum(answer.passed for answer in answers),
        excluded=Counter({key: excluded[key] for key in in_order if key in excluded}),
        relaxations=tuple(relaxed[key] for key in in_order if key in relaxed),
        shares=question.weights,
        parts=of,
        lacking=of - len(answers),
    )


def _ordered(results: Iterable[Result]) -> list[Result]:
    return sorted(results, key=lambda result: (-result.total, tie_of(result.candidate_id)))


def _with_newcomers(asked: list[Result], new: list[Result], top: int) -> list[Result]:
    """`asked`, in which the last of those who are not new gave way until one place of ten has somebody new."""
    places = top // NEWCOMER_EVERY
    if len(asked) < top or not places:
        return asked
    shown = {result.candidate_id for result in asked}
    are_new = {result.candidate_id for result in new}
    kept = [result for result in new if result.candidate_id not in shown]
    lacking = max(0, places - len(shown & are_new))
    brought = [replace(result, kept_for_newcomer=True) for result in kept[:lacking]]
    giving_way = [result.candidate_id for result in reversed(asked) if result.candidate_id not in are_new]
    gone = set(giving_way[: len(brought)])
    return [result for result in asked if result.candidate_id not in gone] + brought[: len(gone)]
