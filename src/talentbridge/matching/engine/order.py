"""The one entrance: filter exactly, score, order, explain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from talentbridge.matching.engine.constraints import Constraint, Rates, constraints_of
from talentbridge.matching.engine.score import counted_factors, explain, missing, shares_of
from talentbridge.matching.engine.values import Ask, Ranking, Relaxation, Result, Weights
from talentbridge.talent.rules import Candidate

DEFAULT_WEIGHTS = Weights()


def rank(
    ask: Ask,
    pool: Iterable[Candidate],
    weights: Weights = DEFAULT_WEIGHTS,
    *,
    krw_per: Mapping[str, Decimal] | None = None,
    top: int | None = None,
) -> Ranking:
    """Order those of `pool` who meet every hard constraint of `ask`, best first; ties by code.

    `krw_per` are reference rates: won per one unit of each currency. With `top`, only so many results are
    explained; the counts are of the whole pool. Raises ValueError when the weights that count sum to nothing.
    """
    rates = Rates(krw_per or {})
    shares = weights.shares(counted_factors(ask))
    constraints = constraints_of(ask, rates)
    excluded: Counter[str] = Counter()
    alone: dict[str, list[Candidate]] = {constraint.key: [] for constraint in constraints}
    passed: list[tuple[int, str, dict[str, int], Candidate]] = []
    size = 0
    for candidate in pool:
        size += 1
        failed = _first_two(constraints, candidate)
        if failed:
            excluded[failed[0].key] += 1
            if len(failed) == 1:
                alone[failed[0].key].append(candidate)
            continue
        found = shares_of(ask, candidate, rates)
        tenths = {name: round(10 * weight * found[name]) for name, weight in shares.items()}
        passed.append((-sum(tenths.values()), candidate.code, tenths, candidate))
    passed.sort(key=lambda entry: entry[:2])
    results = tuple(
        Result(
            candidate.id, code, number, -total / 10, explain(ask, candidate, rates, tenths, shares),
            missing(ask, candidate),
        )
        for number, (total, code, tenths, candidate) in enumerate(passed[:top], start=1)
    )  # fmt: skip
    relaxations = tuple(_relaxation(c, alone[c.key]) for c in constraints if alone[c.key])
    return Ranking(results, size, len(passed), excluded, relaxations, shares)


def _first_two(constraints: list[Constraint], candidate: Candidate) -> list[Constraint]:
    failed = []
    for constraint in constraints:
        if not constraint.passes(candidate):
            failed.append(constraint)
            if len(failed) == 2:
                break
    return failed


def _relaxation(constraint: Constraint, candidates: list[Candidate]) -> Relaxation:
    values: list[Any] = []
    if constraint.value is not None:
        values = [value for value in map(constraint.value, candidates) if value is not None]
    nearest = constraint.nearest(values) if values else None
    return Relaxation(constraint.key, len(candidates), nearest)
