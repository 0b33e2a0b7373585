"""One question over one segment: filter exactly, add up points, find the best. All of it on columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, cast

import numpy as np

from talentbridge.matching.engine.columns import Array, Coded, RateColumn, Rows, by_byte, level_of
from talentbridge.matching.engine.constraints import Constraint, constraints_of
from talentbridge.matching.engine.rates import Prices
from talentbridge.matching.engine.score import (
    MUST_COUNTS,
    OF_COLUMN,
    counted_factors,
    covered,
    depth,
    price,
)
from talentbridge.matching.engine.segment import Segment
from talentbridge.matching.engine.values import Ask, Reference, SkillWish, Weights

_TIE_BITS = 53  # as people.tie_of


class Question:
    """An ask made ready once, to be put to every segment."""

    def __init__(self, ask: Ask, weights: Weights, reference: Reference) -> None:
        self.ask = ask
        self.reference = reference
        self.prices = Prices(ask, reference)
        self.constraints = constraints_of(ask)
        self.weights = weights.shares(counted_factors(ask))

    @property
    def skills(self) -> tuple[str, ...]:
        """Every skill that a reason may name: those asked for and their neighbours."""
        asked = [wish.skill_id for wish in self.ask.skills]
        return tuple(
            dict.fromkeys([*asked, *(near for skill in asked for near in self.reference.near.get(skill, {}))])
        )

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that a reason may name."""
        near = (role for asked in self.ask.roles for role in self.reference.near.get(asked, {}))
        return tuple(dict.fromkeys([*self.ask.roles, *near]))


@dataclass(frozen=True, slots=True)
class Passed:
    """Who met every constraint: `rows` (None: everybody), and who failed first at what."""

    rows: Rows | None
    count: int
    excluded: Counter[str]


def filtered(question: Question, segment: Segment) -> Passed:
    """Those of `segment` who meet every constraint; the others are counted by the first that they fail."""
    musts = [constraint for constraint in question.constraints if constraint.skill_id]
    excluded: Counter[str] = Counter()
    rows = _holders(musts, segment, excluded)
    left = segment.size if rows is None else len(rows)
    for constraint in question.constraints[len(musts) :]:
        fits = _fits(constraint, question, segment, rows)
        if rows is None and segment.gone is not None:
            fits &= ~segment.gone
        rows = np.flatnonzero(fits).astype(np.int32) if rows is None else rows[fits]
        if len(rows) < left:
            excluded[constraint.key] = left - len(rows)
        left = len(rows)
    if rows is None and segment.gone is not None:
        rows = np.flatnonzero(~segment.gone).astype(np.int32)
    return Passed(rows, left, excluded)


def _holders(musts: Sequence[Constraint], segment: Segment, excluded: Counter[str]) -> Rows | None:
    """The rows that hold every must-have skill at its level; None when there is none to hold.

    Of the first two the rarer leads. The counts are the same whichever leads: they come from the sizes.
    """
    if not musts:
        return None
    sizes = [_count(must, segment) for must in musts[:2]]
    lead = sizes.index(min(sizes))
    rows = segment.skills.holders(musts[lead].skill_id, _least(musts[lead]))
    if segment.gone is not None:
        rows = rows[~segment.gone[rows]]
    left = segment.size
    for number, must in enumerate(musts):
        if number != lead:
            held = segment.skills.at(must.skill_id, rows)
            rows = rows[(held >> 2 & 7) >= _least(must)]
        now = sizes[0] if number == 0 else len(rows)
        if now < left:
            excluded[must.key] = left - now
        left = now
    return rows


def _least(must: Constraint) -> int:
    """The lowest level that the constraint accepts."""
    return next(level for level in range(1, 8) if level == 7 or must.accepts(level))


def _count(must: Constraint, segment: Segment) -> int:
    """How many hold the skill at its level, those who are gone left out."""
    count = segment.skills.count(must.skill_id, _least(must))
    if segment.gone is not None and count:
        gone = np.flatnonzero(segment.gone).astype(np.int32)
        count -= int(((segment.skills.at(must.skill_id, gone) >> 2 & 7) >= _least(must)).sum())
    return count


def _fits(constraint: Constraint, question: Question, segment: Segment, rows: Rows | None) -> Array:
    """Whether each of `rows` meets `constraint`."""
    if constraint.column == "rate":
        return _priced(question, segment, rows)[0]
    if constraint.skill_id:
        return (segment.skills.at(constraint.skill_id, rows) >> 2 & 7) >= _least(constraint)
    return segment.columns[constraint.column].each(constraint.accepts, rows, bool)


# Rates ------------------------------------------------------------------------------------------------------


def _priced(question: Question, segment: Segment, rows: Rows | None) -> tuple[Array, Array]:
    """For each of `rows`: whether a rate that counts is within the budget, and the part of it that the lowest takes."""
    prices = question.prices
    fits, used = _judged(segment.rate, rows, prices)
    own = {name: segment.rates[name] for name in prices.types if name in segment.rates}
    if not own:
        return fits, used
    everybody = np.arange(len(segment.ids), dtype=np.int32) if rows is None else rows
    special = np.unique(np.concatenate([cast(Rows, column.rows) for column in own.values()]))
    places = np.flatnonzero(np.isin(everybody, special, assume_unique=True))
    some = everybody[places]
    types = segment.columns["engagement_types"]
    accepts_none = types.each(lambda stated: not stated or not stated & set(prices.types), some, bool)
    some_fit, some_used = np.zeros(len(some), dtype=bool), np.full(len(some), np.inf)
    for name in prices.types:
        counts = accepts_none | types.each(partial(_holds, name), some, bool)
        type_fits, type_used = fits[places], used[places]
        if name in own:
            here = np.flatnonzero(np.isin(cast(Rows, own[name].rows), some, assume_unique=True))
            at = np.searchsorted(some, cast(Rows, own[name].rows)[here])
            type_fits[at], type_used[at] = _judged(own[name], here.astype(np.int32), prices)
        some_fit |= counts & type_fits
        np.minimum(some_used, np.where(counts, type_used, np.inf), out=some_used)
    fits[places], used[places] = some_fit, some_used
    return fits, used


def _holds(name: str, stated: frozenset[str]) -> bool:
    return name in stated


def _judged(column: RateColumn, places: Rows | None, prices: Prices) -> tuple[Array, Array]:
    minor = column.minor if places is None else column.minor[places]
    most = column.kinds.each(lambda kind: prices.most(*kind), places, np.int64)
    each = column.kinds.each(lambda kind: prices.used(*kind), places, np.float64)
    stated = minor > 0
    return stated & (minor <= most), np.where(stated, minor, np.inf) * each


# Points -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scored:
    """Shares (0-1) and tenths of a point of every counted factor, and their sum, for `rows` (None: everybody)."""

    rows: Rows | None
    shares: Mapping[str, Callable[[int], float]]
    tenths: Mapping[str, Array]
    total: Array


def scored(question: Question, segment: Segment, rows: Rows | None) -> Scored:
    """The points of `rows`."""
    tenths: dict[str, Array] = {}
    shares: dict[str, Callable[[int], float]] = {}
    count = len(segment.ids) if rows is None else len(rows)
    total = np.zeros(count, dtype=np.int16)
    in_rows = _of_rows(question, segment, rows)
    ask = question.ask
    for name, weight in question.weights.items():
        if name in OF_COLUMN:
            column, share = OF_COLUMN[name]
            of = share(ask)
            coded = segment.columns[column]
            points = coded.each(
                partial(_tenths, of, weight), rows, np.int16,
                same_as=(name, weight, ask.on, ask.time_zone, ask.english, ask.korean),
            )  # fmt: skip
            shares[name] = partial(_share_at, of, coded, rows)
        else:
            share_of_rows = in_rows[name]()
            points = np.rint(10 * weight * share_of_rows).astype(np.int16)
            shares[name] = partial(_float_at, share_of_rows)
        tenths[name] = points
        total += points
    return Scored(rows, shares, tenths, total)


def _tenths(share: Callable[[Any], float], weight: float, value: Any) -> int:
    return round(10 * weight * share(value))


def _share_at(share: Callable[[Any], float], column: Coded, rows: Rows | None, place: int) -> float:
    return share(column.at(place if rows is None else int(rows[place])))


def _float_at(shares: Array, place: int) -> float:
    return float(shares[place])


def _of_rows(question: Question, segment: Segment, rows: Rows | None) -> dict[str, Callable[[], Array]]:
    """The factors that are calculated row by row."""
    bytes_of = {wish.skill_id: segment.skills.at(wish.skill_id, rows) for wish in question.ask.skills}
    return {
        "skills": lambda: _skills(question, segment, rows, bytes_of),
        "evidence": lambda: _evidence(question.ask.skills, bytes_of),
        "role": lambda: _role(question, segment, rows),
        "price": lambda: price(_priced(question, segment, rows)[1]),
    }


def _skills(question: Question, segment: Segment, rows: Rows | None, bytes_of: Mapping[str, Array]) -> Array:
    got: Any = 0.0
    whole = 0.0
    for wish in question.ask.skills:
        count = MUST_COUNTS if wish.is_must else 1
        whole += count
        got = got + count * _covered(wish, question, segment, rows, bytes_of[wish.skill_id])
    return cast(Array, got / whole)


def _covered(wish: SkillWish, question: Question, segment: Segment, rows: Rows | None, held: Array) -> Array:
    table = _coverage(wish.level)
    best = table.take(held)
    if wish.is_must:
        return best  # whoever is here holds it at the level: no neighbour counts for more
    for near, weight in question.reference.near.get(wish.skill_id, {}).items():
        if near in segment.skills:
            places, bytes_ = segment.skills.among(near, rows)
            best[places] = np.maximum(best[places], (weight * table).take(bytes_))
    return best


@lru_cache(maxsize=8)
def _coverage(asked: int) -> Array:
    return by_byte(lambda level, _: covered(level, asked))


@lru_cache(maxsize=8)
def _depths(asked: int) -> Array:
    return by_byte(lambda level, evidence: depth(level, evidence, asked))


def _evidence(wishes: Sequence[SkillWish], bytes_of: Mapping[str, Array]) -> Array:
    got: Any = 0.0
    for wish in wishes:
        got = got + _depths(wish.level).take(bytes_of[wish.skill_id])
    return cast(Array, got / len(wishes))


def _role(question: Question, segment: Segment, rows: Rows | None) -> Array:
    best = np.zeros(len(segment.ids) if rows is None else len(rows))
    for asked in question.ask.roles:
        for role, weight in {asked: 1.0, **question.reference.near.get(asked, {})}.items():
            if role in segment.roles:
                np.maximum(best, weight * (segment.roles.at(role, rows) > 0), out=best)
    return best


# The best ---------------------------------------------------------------------------------------------------


def best(total: Array, ties: Array, among: Array | None, most: int) -> Array:
    """The places of the `most` highest totals (of those that `among` marks), best first; ties by `ties`, ascending."""
    places = np.arange(len(total)) if among is None else np.flatnonzero(among)
    if most <= 0 or len(places) == 0:
        return np.empty(0, dtype=np.int64)
    totals = total if among is None else total[places]
    if len(places) > most:
        counts = np.bincount(totals)[::-1].cumsum()
        least = len(counts) - 1 - int(np.searchsorted(counts, most))
        keep = np.flatnonzero(totals >= least)
        places, totals = places[keep], totals[keep]
    keys = (-totals.astype(np.int64) << _TIE_BITS) + ties[places]
    return places[np.argsort(keys, kind="stable")[:most]]


def alone(question: Question, segment: Segment) -> Iterator[tuple[Constraint, Rows]]:
    """For each constraint, the rows that fail it and no other."""
    fails = np.zeros(len(segment.ids), dtype=np.uint8)
    masks = []
    for constraint in question.constraints:
        failed = ~_fits(constraint, question, segment, None)
        fails += failed
        masks.append(failed)
    once = fails == 1
    if segment.gone is not None:
        once &= ~segment.gone
    for constraint, failed in zip(question.constraints, masks, strict=True):
        yield constraint, np.flatnonzero(failed & once).astype(np.int32)


def wanted_values(constraint: Constraint, question: Question, segment: Segment, rows: Rows) -> list[Any]:
    """What would have to be asked for so that those of `rows` met `constraint`: the distinct values, None left out."""
    if constraint.skill_id:
        held = np.unique(segment.skills.at(constraint.skill_id, rows))
        found = [level_of(int(byte)) or None for byte in held]
    elif constraint.column == "rate":
        used = _priced(question, segment, rows)[1]
        lowest = int(rows[np.argmin(used)])
        found = [question.prices.month_krw(segment.candidate(lowest, (), ()))]
    elif constraint.value is None:
        found = []
    else:
        column = segment.columns[constraint.column]
        found = [constraint.value(column.values[code]) for code in np.unique(column.codes[rows])]
    return [value for value in found if value is not None]
