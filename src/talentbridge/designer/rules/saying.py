"""What the designer answers: spans of money, lines that show their work, reasons with the rows they rest on.

Sentences are message ids filled with facts, so that a page, a program and a terminal say the same in the reader's
language. An answer is a value: kept as JSON with an engagement, it is shown years later with the rows of its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from talentbridge.designer.rules.asking import Form
from talentbridge.kernel.money import Money, digits
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import Certainty, Rule, Statement, least


def plain(amount: Money) -> str:
    """An amount inside a formula: ``30,000,000 VND``."""
    return f"{amount.amount:,.{digits(amount.currency)}f} {amount.currency}"


@dataclass(frozen=True)
class Span:
    """From `low` to `high`, in one currency. A range stays a range."""

    low: Money
    high: Money

    @classmethod
    def of(cls, amount: Money) -> Span:
        return cls(amount, amount)

    @classmethod
    def zero(cls, currency: str) -> Span:
        return cls.of(Money(0, currency))

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def less(self, other: Span) -> Span:
        """What is left of this when `other` is taken from it: the low end is when the most is taken."""
        return Span(self.low - other.high, self.high - other.low)

    def times(self, number: int) -> Span:
        return Span(
            Money(self.low.minor * number, self.low.currency),
            Money(self.high.minor * number, self.high.currency),
        )


@dataclass(frozen=True)
class Said:
    """A sentence: a message id with facts, and the rows it rests on. A statement among the rows speaks for itself."""

    text: str
    facts: dict[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    statements: tuple[Statement, ...] = ()
    is_judgement: bool = False  # the platform's own weighing, whatever the rows say

    @property
    def certainty(self) -> Certainty | None:
        """The least certain row's mark; None where nothing is taken from anywhere."""
        marks = [rule.certainty for rule in self.rules] + [row.certainty for row in self.statements]
        if self.is_judgement:
            marks.append(Certainty.JUDGEMENT)
        return least(marks) if marks else None


class Kind(StrEnum):
    """What a line of the calculation is to the two sides."""

    PAY = "pay"  # goes to the person
    ON_TOP = "on_top"  # the company pays it besides
    WITHHELD = "withheld"  # taken out of the pay, for tax
    ONCE = "once"  # paid once: a deposit, or when it ends


@dataclass(frozen=True)
class Line:
    """One line: what it is, how it was calculated, by which rows, and what it comes to in won and in local money.

    Amounts are per month, those of `Kind.ONCE` in all. `title` of a row goes before `label` where there is one.
    """

    kind: Kind
    label: str
    how: Said
    won: Span
    local: Span | None = None
    returns: bool = False  # of a deposit: it comes back

    @property
    def certainty(self) -> Certainty | None:
        return self.how.certainty


class Standing(StrEnum):
    OFFERED = "offered"
    NOT_OFFERED = "not_offered"  # something is missing that the company could bring
    BLOCKED = "blocked"  # the law forbids it until an approval is recorded
    NO_FIGURE = "no_figure"  # possible, but there is no figure to calculate with
    NOT_KNOWN = "not_known"  # no row is valid for this date


class Level(StrEnum):
    """How closely to look. Never a verdict."""

    LOW = "low"
    WATCH = "watch"
    HIGH = "high"

    @property
    def order(self) -> int:
        return list(Level).index(self)


LEVELS = {Level.LOW: N_("Low risk"), Level.WATCH: N_("Watch"), Level.HIGH: N_("High risk")}


def highest(levels: Iterable[Level]) -> Level:
    return max(levels, key=lambda level: level.order, default=Level.LOW)


@dataclass(frozen=True)
class Reason:
    """Why a risk stands where it stands; `lower` says what would lower it. `is_open`: a question without an answer."""

    level: Level
    said: Said
    lower: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Risk:
    """One area of risk with its reasons: labour, establishment, rights, data, export, identity, tax, registration, clock."""

    area: str
    reasons: tuple[Reason, ...]
    note: Said | None = None  # a count or the test that was applied

    @property
    def level(self) -> Level:
        return highest(reason.level for reason in self.reasons)


@dataclass(frozen=True)
class Step:
    """One thing to do before work can begin, by whom (company, talent, coordinator, partner)."""

    key: str
    who: str
    said: Said


@dataclass(frozen=True)
class Option:
    """One country and form. Money is None where there is no figure; `why` says so."""

    country: str
    form: Form
    standing: Standing
    why: tuple[Said, ...] = ()
    lines: tuple[Line, ...] = ()
    month: Span | None = None  # what the company pays a month, in won
    month_local: Span | None = None
    year: Span | None = None
    engagement: Span | None = None  # all months, with what does not come back
    deposit: Span | None = None
    leaving: Span | None = None  # what ending it early costs, once
    withheld: Span | None = None  # of the pay, a month
    net: Span | None = None  # what the person receives a month, before taxes at home
    net_local: Span | None = None
    tax: tuple[Said, ...] = ()  # how Korean tax was found, step by step
    terms: tuple[Said, ...] = ()  # what the law adds: leave, notice, language, payment terms
    risks: tuple[Risk, ...] = ()
    weeks: tuple[int, int] | None = None  # until work can begin
    weeks_said: Said | None = None
    steps: tuple[Step, ...] = ()
    papers: tuple[Said, ...] = ()
    overlap: tuple[tuple[str, int], ...] = ()  # zone, shared minutes of 9 to 18 with Seoul that day

    @property
    def level(self) -> Level:
        return highest(risk.level for risk in self.risks)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why the level is not low, the gravest first; for a low level, what was looked at."""
        found = [reason for risk in self.risks for reason in risk.reasons if not reason.is_open]
        found.sort(key=lambda reason: -reason.level.order)
        return tuple(found)

    @property
    def certainty(self) -> Certainty | None:
        """The mark of the money: that of its least certain line. None where there is no figure."""
        if not self.lines:
            return None
        return least(line.certainty for line in self.lines if line.certainty)

    @property
    def is_possible(self) -> bool:
        return self.standing in {Standing.OFFERED, Standing.NO_FIGURE}


_OPTION = TypeAdapter(Option)


def option_to_json(option: Option) -> dict[str, Any]:
    """The option as plain values with every row it rests on; `option_from_json` gives back an equal one."""
    return _OPTION.dump_python(option, mode="json")


def option_from_json(data: Mapping[str, Any]) -> Option:
    """The option that was kept."""
    return _OPTION.validate_python(data)
