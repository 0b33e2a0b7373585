"""One criterion as one line, and what all lines of a status say together. Never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from talentbridge.kernel.text import N_
from talentbridge.policy.rules.rows import Book, Certainty, Rule, Statement, least

Row = Rule | Statement


class Answer(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"  # no row is valid on the day: never zero, never last year's
    ASK = "ask"  # the reader has not said it, or somebody else judges it


class Outcome(StrEnum):
    LIKELY = "likely"
    CLOSED = "closed"
    QUESTIONS = "questions"


ANSWERS: dict[Answer, str] = {
    Answer.MET: N_("Met"),
    Answer.NOT_MET: N_("Not met"),
    Answer.NOT_KNOWN: N_("Not known for this date"),
    Answer.ASK: N_("To be asked"),
}
OUTCOMES: dict[Outcome, str] = {
    Outcome.LIKELY: N_("Likely open"),
    Outcome.CLOSED: N_("Not open as things stand"),
    Outcome.QUESTIONS: N_("Open questions"),
}


@dataclass(frozen=True)
class Line:
    """One criterion. Sentences are message ids filled with `facts`; `rows` are what it rests on.

    `way` names the alternative it belongs to ("" = always asked). `change` says what would turn the answer. `papers`
    are the papers that prove it (`visa.paper.<name>`). A line that is not `decisive` is a remark.
    """

    criterion: str
    answer: Answer
    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    way: str = ""
    change: str = ""
    papers: tuple[str, ...] = ()
    decisive: bool = True

    @property
    def certainty(self) -> Certainty:
        """The least certain row's mark; unverified when it rests on none."""
        return least(row.certainty for row in self.rows) if self.rows else Certainty.UNVERIFIED

    @property
    def closes(self) -> bool:
        """A row that is not verified warns, it never blocks."""
        return self.decisive and self.answer is Answer.NOT_MET and self.certainty is not Certainty.UNVERIFIED


@dataclass(frozen=True)
class Eligibility:
    """What the rows of one day say about one person and one status. Information, never a verdict."""

    status: str
    outcome: Outcome
    lines: tuple[Line, ...]
    row: Statement | None

    @property
    def certainty(self) -> Certainty:
        return least(line.certainty for line in self.lines if line.decisive)

    @property
    def telling(self) -> tuple[Line, ...]:
        """The lines that matter: where one way is open already, those of the other ways do not."""
        ways = dict.fromkeys(line.way for line in self.lines if line.way)
        walked = next(
            (way for way in ways if all(e.answer is Answer.MET for e in self.lines if e.way == way)), None
        )
        return tuple(
            line for line in self.lines if line.decisive and (not walked or line.way in {"", walked})
        )

    @property
    def reasons(self) -> tuple[Line, ...]:
        """What keeps it closed, or open as a question."""
        if self.outcome is not Outcome.CLOSED:
            return tuple(line for line in self.telling if line.answer is not Answer.MET)
        closing = tuple(line for line in self.telling if line.closes)
        return tuple(line for line in closing if not line.way) or closing

    @property
    def changes(self) -> tuple[Line, ...]:
        """The lines that say what would change the answer."""
        return tuple(line for line in self.telling if line.change and line.answer is not Answer.MET)


def outcome_of(lines: Iterable[Line]) -> Outcome:
    """Everything asked is met, and one way where there are several; closed when something firm is missing."""
    decisive = [line for line in lines if line.decisive]
    always = [line for line in decisive if not line.way]
    ways: dict[str, list[Line]] = {}
    for line in decisive:
        if line.way:
            ways.setdefault(line.way, []).append(line)
    if any(line.closes for line in always):
        return Outcome.CLOSED
    if ways and all(any(line.closes for line in way) for way in ways.values()):
        return Outcome.CLOSED
    is_met = all(line.answer is Answer.MET for line in always) and (
        not ways or any(all(line.answer is Answer.MET for line in way) for way in ways.values())
    )
    return Outcome.LIKELY if decisive and is_met else Outcome.QUESTIONS


# Building lines ---------------------------------------------------------------------------------------------

_UNSAID = N_("You have not said it; {needed} or more is asked for.")
_ENOUGH = N_("You say {yours}; {needed} or more is asked for.")
_NO_ROW = N_("No rule for this is known on {day_on}. It is not taken from another time.")


def won(amount: Decimal | int) -> str:
    """₩31,120,000."""
    return f"₩{Decimal(amount):,.0f}"


def _plain(value: Decimal | int) -> str:
    return f"{Decimal(value).normalize():,f}"


def at_least(criterion: str, yours: Decimal | int | None, book: Book, key: str, *, change: str = "") -> Line:
    """`yours` against the row `key`, in the row's unit."""
    rule = book.get(key)
    if rule is None:
        return unknown(criterion, book)
    show = won if rule.unit.startswith("KRW") else _plain
    facts = {"needed": show(rule.value), "yours": "" if yours is None else show(yours)}
    if yours is None:
        return Line(criterion, Answer.ASK, _UNSAID, facts, (rule,), change=change)
    answer = Answer.MET if yours >= rule.value else Answer.NOT_MET
    return Line(criterion, answer, _ENOUGH, facts, (rule,), change=change)


def unknown(criterion: str, book: Book) -> Line:
    """No row is valid: said so, never zero."""
    facts = {"day_on": book.on.isoformat(), "needed": "…", "times": "…"}
    return Line(criterion, Answer.NOT_KNOWN, _NO_ROW, facts)


def times_gni(criterion: str, yours: int | None, book: Book, key: str) -> Line:
    """`yours` (won a year) against so many times the income per head that counts on the day."""
    rule = book.get(key)
    if rule is None:
        return unknown(criterion, book)
    gni = book.get("visa.gni")
    facts = {
        "times": _plain(rule.value),
        "yours": "" if yours is None else won(yours),
        "day_on": book.on.isoformat(),
    }
    if gni is None:
        return _without_gni(criterion, rule, book, facts)
    needed = rule.value * gni.value
    facts |= {"gni": won(gni.value), "needed": won(needed)}
    rows, change = (rule, gni), N_("An amount of {needed} a year or more")
    if yours is None:
        reason = N_("{times} × {gni} = {needed} a year; you have not said how much it is.")
        return Line(criterion, Answer.ASK, reason, facts, rows, change=change)
    answer = Answer.MET if yours >= needed else Answer.NOT_MET
    reason = N_("{times} × {gni} = {needed} a year; you say {yours}.")
    return Line(criterion, answer, reason, facts, rows, change=change)


def _without_gni(criterion: str, rule: Rule, book: Book, facts: dict[str, str]) -> Line:
    """The base is not known on the day; last year's may be shown as what it is."""
    last = book.get("visa.gni.last")
    if last is None:
        reason = N_("The income per head (GNI) that counts on {day_on} is not known.")
        return Line(criterion, Answer.NOT_KNOWN, reason, facts, (rule,))
    facts = facts | {"gni": won(last.value), "needed": won(rule.value * last.value)}
    reason = N_(
        "The income per head (GNI) that counts on {day_on} is not known. With the last known one it was {times} × {gni}"
        " = {needed} a year; that is not used to answer."
    )
    return Line(criterion, Answer.NOT_KNOWN, reason, facts, (rule, last))


def yes_no(
    criterion: str, value: bool | None, book: Book, key: str, *, reason: str = "", change: str = ""
) -> Line:
    """A thing that is so or not, by the statement `key`; `reason` tells a no."""
    row = book.statement(key)
    if row is None:
        return unknown(criterion, book)
    if value is None:
        return Line(criterion, Answer.ASK, N_("You have not said it."), {}, (row,), change=change)
    if value:
        return Line(criterion, Answer.MET, N_("As you say."), {}, (row,), change=change)
    return Line(criterion, Answer.NOT_MET, reason or N_("Not so, as you say."), {}, (row,), change=change)


def ask(criterion: str, reason: str, book: Book, key: str) -> Line:
    """What only an authority or a partner can answer."""
    row = book.statement(key)
    return unknown(criterion, book) if row is None else Line(criterion, Answer.ASK, reason, {}, (row,))


def proven(line: Line, *papers: str) -> Line:
    """The line with the papers that prove it."""
    return replace(line, papers=papers)


def remark(line: Line) -> Line:
    """The line as a remark: it decides nothing."""
    return replace(line, decisive=False)


def way(name: str, *lines: Line) -> tuple[Line, ...]:
    """Lines that together are one of several ways; `name` is a message id."""
    return tuple(replace(line, way=name) for line in lines)
