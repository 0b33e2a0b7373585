"""Fairness figures: selection rates by group, their ratios, and what must not be shown. No database.

A task counts a person once: considered, then perhaps on a list, chosen, accepting. A group's rate at a step is the part
of those before it who went on; its impact ratio is that rate over the highest group's. Nothing is shown of fewer than
`LEAST` people: small groups are put together, small counts are hidden, and so is whatever would give them away by
subtraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from talentbridge.kernel.text import N_

LEAST = 10  # people
OTHER = "other"  # groups that are too small, and whoever has stated nothing: no group of its own
STAGES = {
    "considered": N_("Considered"),
    "listed": N_("On the list"),
    "chosen": N_("Chosen"),
    "accepted": N_("Took the work"),
}
AXES = {
    "country": N_("Country of residence"),
    "sex": N_("Sex, where stated"),
    "age_band": N_("Age band, where stated"),
}
Numbers = tuple[int, int, int, int]  # by stage
NOBODY: Numbers = (0, 0, 0, 0)


@dataclass(frozen=True)
class Group:
    """One group: pairs of a task and a person at each stage, and how many different people they are."""

    pairs: Numbers = NOBODY
    people: Numbers = NOBODY

    def __add__(self, other: Group) -> Group:
        return Group(_sum(self.pairs, other.pairs), _sum(self.people, other.people))

    def __sub__(self, other: Group) -> Group:
        return Group(_difference(self.pairs, other.pairs), _difference(self.people, other.people))


@dataclass(frozen=True)
class Step:
    """From one stage to the next: the rate, its ratio to the highest group's, whether that is low. None: not shown."""

    rate: float | None = None
    ratio: float | None = None
    is_low: bool = False


@dataclass(frozen=True)
class Row:
    """A group as it may be shown; None is a hidden count."""

    key: str
    counts: tuple[int | None, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Table:
    """One axis as it may be shown. `rows` is empty when everybody together is too few."""

    rows: tuple[Row, ...]
    totals: tuple[int | None, ...]

    @property
    def has_hidden(self) -> bool:
        """Whether anything is hidden."""
        return any(count is None for row in self.rows for count in row.counts) or None in self.totals


def table(groups: Mapping[str, Group], low: float | None) -> Table:
    """The groups as they may be shown, largest first, what was put together last. `low` marks ratios below it."""
    folded = _folded(groups)
    if not folded:
        return Table((), (None,) * len(STAGES))
    hidden, no_totals = _hidden(folded)
    keys = sorted(folded, key=lambda key: (key == OTHER, -folded[key].pairs[0], key))
    counts = {
        key: tuple(None if key in hidden[stage] else folded[key].pairs[stage] for stage in range(len(STAGES)))
        for key in keys
    }
    rates = {key: [_rate(counts[key], step) for step in range(len(STAGES) - 1)] for key in keys}
    best = [_best(rates, step) for step in range(len(STAGES) - 1)]
    rows = tuple(
        Row(
            key,
            counts[key],
            tuple(_step(rate, None if key == OTHER else top, low) for rate, top in zip(rates[key], best, strict=True)),
        )
        for key in keys
    )  # fmt: skip
    totals = tuple(
        None if stage in no_totals else sum(group.pairs[stage] for group in folded.values())
        for stage in range(len(STAGES))
    )
    return Table(rows, totals)


def _folded(groups: Mapping[str, Group]) -> dict[str, Group]:
    """Groups of fewer than `LEAST` people put together, with the next smallest while the rest itself is too small."""
    shown = {key: group for key, group in groups.items() if key != OTHER and group.people[0] >= LEAST}
    rest = sum((group for key, group in groups.items() if key not in shown), Group())
    while shown and 0 < rest.people[0] < LEAST:
        smallest = min(shown, key=lambda key: (shown[key].people[0], key))
        rest += shown.pop(smallest)
    if 0 < rest.people[0] < LEAST:
        return {}
    return {**shown, OTHER: rest} if rest.people[0] else shown


def _hidden(groups: Mapping[str, Group]) -> tuple[list[set[str]], set[int]]:
    """The groups whose count is hidden, by stage, and the stages whose total is.

    A zero is shown: it says something about a group of `LEAST` people or more, and nothing about one of them.
    """
    hidden: list[set[str]] = []
    no_totals: set[int] = set()
    for stage in range(len(STAGES)):
        before = hidden[-1] if hidden else set()
        now = {
            key
            for key, group in groups.items()
            if 0 < group.people[stage] < LEAST or (key in before and group.pairs[stage])
        }
        if 0 < sum(group.people[stage] for group in groups.values()) < LEAST:
            no_totals.add(stage)
        while now and (len(now) == 1 or sum(groups[key].pairs[stage] for key in now) < LEAST):
            others = [key for key, group in groups.items() if key not in now and group.pairs[stage]]
            if not others:
                no_totals.add(stage)
                break
            now.add(min(others, key=lambda key: (groups[key].pairs[stage], key)))
        hidden.append(now)
    return hidden, no_totals


def _rate(counts: tuple[int | None, ...], step: int) -> float | None:
    before, after = counts[step], counts[step + 1]
    return None if not before or after is None else after / before


def _best(rates: Mapping[str, list[float | None]], step: int) -> float | None:
    """The highest rate of several groups; None when there is nothing to compare."""
    known = [rate for key, each in rates.items() if key != OTHER and (rate := each[step]) is not None]
    return max(known) if len(known) > 1 and max(known) > 0 else None


def _step(rate: float | None, best: float | None, low: float | None) -> Step:
    if rate is None or best is None:
        return Step(rate)
    ratio = rate / best
    return Step(rate, ratio, low is not None and round(ratio, 6) < low)


def _sum(one: Numbers, other: Numbers) -> Numbers:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


def _difference(one: Numbers, other: Numbers) -> Numbers:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2], one[3] - other[3]


# Periods ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Period:
    """Days in Seoul, both inclusive. Periods never overlap: two that did could be subtracted from each other."""

    year: int
    quarter: int

    @property
    def key(self) -> str:
        """As it stands in an address: ``2026-3``."""
        return f"{self.year}-{self.quarter}"

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.quarter - 2, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> Period:
        return Period(self.year + self.quarter // 4, self.quarter % 4 + 1)


def quarter_of(day: date) -> Period:
    """The quarter that a day lies in."""
    return Period(day.year, (day.month + 2) // 3)


def quarters(since: date, on: date, *, running: bool) -> Iterator[Period]:
    """The quarters from the one of `since` to the one of `on`; the last only when `running` ones may be seen."""
    each = quarter_of(since)
    while each.last < on or (running and each.first <= on):
        yield each
        each = each.next


def chosen(text: str, offered: list[Period]) -> Period | None:
    """The period of an address, else the newest that is `offered`."""
    found = (
        next((each for each in offered if each.key == text), None)
        if re.fullmatch(r"\d{4}-[1-4]", text)
        else None
    )
    return found or (offered[-1] if offered else None)
