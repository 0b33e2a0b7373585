"""Rows as a reader meets them: in order, ranges as ranges, and two that disagree side by side. Pure; no database.

The specification's own tables are rows like any other (`data/rules/spec`, `channels.toml`, `culture`). Where the
specification and another source differ, a row names the other one (`differs_from`) and both are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from talentbridge.policy.rules.names import figure
from talentbridge.policy.rules.rows import Certainty, Rule, Statement, least

Row = Rule | Statement

CULTURE_TOPICS = ("communication", "feedback", "hierarchy", "deadline", "spec", "meeting")


def is_under(key: str, prefix: str) -> bool:
    """Whether `key` is `prefix` or a key below it."""
    return key == prefix or key.startswith(f"{prefix}.")


def under(rows: Iterable[Row], *prefixes: str) -> list[Row]:
    """The rows whose keys are one of `prefixes` or below one, in the order of the prefixes; ``.2`` before ``.10``."""
    rows = list(rows)
    return [
        row
        for prefix in prefixes
        for row in sorted(
            (row for row in rows if is_under(row.key, prefix)), key=lambda row: _natural(row.key)
        )
    ]


def _natural(key: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"\.", key)]


@dataclass(frozen=True)
class Line:
    """One row, or the two ends of a range, as it is read: `figure` and `unit` (message id, `facts`) of a value.

    `row` carries source, date and certainty; of a range the lower end does, and `high` is the upper one.
    """

    row: Row
    high: Rule | None = None

    @property
    def is_value(self) -> bool:
        return isinstance(self.row, Rule)

    @property
    def certainty(self) -> Certainty:
        """The less certain end's mark."""
        return least([self.row.certainty, *([self.high.certainty] if self.high else [])])

    @property
    def reading(self) -> tuple[str, str, dict[str, str]]:
        """(figure, message id of the unit, its facts); a range keeps both ends: ("15–35 %", …)."""
        if not isinstance(self.row, Rule):
            return "", "", {}
        low, unit, facts = figure(self.row.value, self.row.unit)
        if self.high is None:
            return low, unit, facts
        high = figure(self.high.value, self.high.unit)[0]
        if low.endswith(" %") and high.endswith(" %"):
            low = low.removesuffix(" %")
        return f"{low}–{high}", unit, facts


def lines(rows: Iterable[Row]) -> list[Line]:
    """The rows in their order; ``KEY.high`` joins ``KEY`` where both are values of one unit."""
    rows = list(rows)
    ends = {(row.key, row.country): row for row in rows if isinstance(row, Rule)}
    joined: list[Line] = []
    for row in rows:
        if isinstance(row, Rule):
            base = ends.get((row.key.removesuffix(".high"), row.country))
            if row.key.endswith(".high") and base and base.unit == row.unit:
                continue
            high = ends.get((f"{row.key}.high", row.country))
            joined.append(Line(row, high if high and high.unit == row.unit else None))
        else:
            joined.append(Line(row))
    return joined


@dataclass(frozen=True)
class Difference:
    """Lines that say one thing and what another source says about the same. Neither is corrected by the other."""

    lines: tuple[Line, ...]
    others: tuple[Line, ...]


CONTRIBUTIONS = "social.employer"


def others(row: Row, rows: Iterable[Row]) -> tuple[Line, ...]:
    """What differs from `row`: the row that it names; empty when that one is not there on this day.

    Whoever differs from one part of the employer's contributions differs from their sum: then all rates are given.
    """
    if not row.differs_from:
        return ()
    same = [other for other in rows if other.country == row.country and other.key != row.key]
    if not is_under(row.differs_from, CONTRIBUTIONS):
        return tuple(lines(other for other in same if other.key == row.differs_from))
    return tuple(lines(part for part in under(same, CONTRIBUTIONS) if not part.key.endswith(".cap")))


def differences(rows: Iterable[Row]) -> tuple[Difference, ...]:
    """Every disagreement once, in the order of the keys; lines that differ from the same row stand together."""
    ordered = sorted(rows, key=lambda row: _natural(row.key))
    told: set[tuple[str, str]] = set()
    by_other: dict[str, list[Line]] = {}
    for line in lines(ordered):
        key, other = line.row.key, line.row.differs_from
        if other and (other, key) not in told:
            told.add((key, other))
            by_other.setdefault(other, []).append(line)
    return tuple(Difference(tuple(found), others(found[0].row, ordered)) for found in by_other.values())


@dataclass(frozen=True)
class Share:
    """What an employer adds to the pay by law: rates added up before any cap, only as certain as the least part."""

    low: Decimal
    high: Decimal
    certainty: Certainty
    has_caps: bool
    has_others: (
        bool  # parts that are not a rate of pay (a fixed amount, a rate of the minimum wage) stand beside
    )

    @property
    def reading(self) -> str:
        """ "21.5 %" or "10.2–11.7 %"."""
        low, high = (f"{(value * 100).normalize():f}" for value in (self.low, self.high))
        return f"{low} %" if low == high else f"{low}–{high} %"


def employer_share(rows: Iterable[Row]) -> Share | None:
    """The sum of ``social.employer.*`` of one country; None when no part of it is a rate of pay."""
    parts = [row for row in under(rows, CONTRIBUTIONS) if isinstance(row, Rule)]
    rates = [
        row
        for row in parts
        if row.unit == "rate of pay" and not row.key.endswith((".high", ".cap", ".fixed"))
    ]
    if not rates:
        return None
    highs = {
        row.key.removesuffix(".high"): row
        for row in parts
        if row.key.endswith(".high") and row.unit == "rate of pay"
    }
    used = [*rates, *highs.values()]
    return Share(
        low=sum((row.value for row in rates), Decimal(0)),
        high=sum((highs.get(row.key, row).value for row in rates), Decimal(0)),
        certainty=least(row.certainty for row in used),
        has_caps=any(row.key.endswith(".cap") for row in parts),
        has_others=any(row.unit != "rate of pay" and not row.key.endswith(".cap") for row in parts),
    )


def two_parts(text: str) -> tuple[str, str]:
    """A culture card's (one thing to know, one thing to do): its first line and the rest."""
    know, _, do = text.strip().partition("\n")
    return know.strip(), " ".join(do.split())
