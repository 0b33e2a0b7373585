"""Which statuses fit a purpose, what leads to what, and the way back. Remote work needs none of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from talentbridge.kernel.text import N_
from talentbridge.policy.rules.rows import Book, Certainty, Rule, Statement
from talentbridge.policy.rules.visa import abroad, korea
from talentbridge.policy.rules.visa.facts import Employer, Facts, Purpose
from talentbridge.policy.rules.visa.lines import Eligibility, Line, Outcome, outcome_of

STATUSES: dict[str, tuple[str, Callable[[Facts, Book], tuple[Line, ...]]]] = {
    "k-tech-pass": ("K-Tech Pass", korea.k_tech_pass),
    "f-2-t": ("F-2-T", korea.f_2_t),
    "e-7-1": ("E-7-1", korea.e_7_1),
    "e-7-s": ("E-7-S", korea.e_7_s),
    "e-7-m": ("E-7-M", korea.e_7_m),
    "k-star": ("K-STAR", korea.k_star),
    "d-10-t": ("D-10-T", korea.d_10_t),
    "d-8-4-s": ("D-8-4(S)", korea.d_8_4_s),
    "d-8-4": ("D-8-4", korea.d_8_4),
    "f-5": ("F-5", korea.f_5),
    "d-2": ("D-2", korea.d_2),
    "f-1-d": ("F-1-D", korea.f_1_d),
    "us.h-1b": ("H-1B", abroad.h_1b),
    "us.j-1": ("J-1", abroad.named_only("us.j-1")),
    "us.o-1": ("O-1", abroad.named_only("us.o-1")),
    "gb.hpi": ("HPI", abroad.named_only("gb.hpi")),
    "jp.j-skip": ("J-Skip", abroad.named_only("jp.j-skip")),
    "cn.r": ("R", abroad.named_only("cn.r")),
    "cn.k": ("K", abroad.china_k),
}
FOR_PURPOSE: dict[Purpose, tuple[str, ...]] = {
    Purpose.REMOTE: (),
    Purpose.VISIT: ("f-1-d",),
    Purpose.WORK_WEEKS: ("e-7-1", "f-1-d"),
    Purpose.RELOCATE: ("k-tech-pass", "f-2-t", "e-7-1", "e-7-s", "e-7-m", "k-star", "d-10-t", "f-1-d"),
    Purpose.FOUND: ("d-8-4-s", "d-8-4"),
    Purpose.STUDY: ("d-2", "k-star", "d-10-t"),
}
# What leads to what; shown with the row `visa.<status>.next`, and only while that row is valid.
LEADS_TO: dict[str, tuple[str, ...]] = {
    "k-tech-pass": ("f-2", "f-5"),  # F-2 by itself has no page: only its Top-Tier form is in the rows
    "f-2-t": ("f-5",),
    "e-7-1": ("f-2", "f-5"),
    "k-star": ("f-5",),
    "d-10-t": ("e-7-1", "f-2-t"),
    "d-8-4-s": ("d-8-4",),
    "d-2": ("k-star",),
}
_ORDER = [Outcome.LIKELY, Outcome.QUESTIONS, Outcome.CLOSED]


class Need(StrEnum):
    """Whether a visa is a question at all."""

    NO = "no"
    ASK = "ask"
    YES = "yes"


@dataclass(frozen=True)
class Needed:
    """The answer with its reason (a message id); `row` is what it rests on, where a book was given."""

    need: Need
    reason: str
    row: Rule | Statement | None = None


@dataclass(frozen=True)
class Path:
    """A status for a purpose: how it stands and what it leads to (`next` is the row that says so)."""

    eligibility: Eligibility
    leads_to: tuple[str, ...]
    next: Statement | None


def check(person: Facts, status: str, book: Book) -> Eligibility:
    """One line per criterion of `status`, out of the rows of the book's day. Raises KeyError on an unknown status."""
    lines = STATUSES[status][1](person, book)
    return Eligibility(status, outcome_of(lines), lines, book.statement(f"visa.{status}"))


def paths(facts: Facts, book: Book) -> tuple[Path, ...]:
    """The statuses that fit the purpose: likely open first, and of those the verified first.

    Without a Korean engagement F-1-D is one of them; with one it is shown as refused, with the reason.
    """
    found = []
    for status in FOR_PURPOSE[facts.purpose]:
        if status == "f-1-d" and facts.purpose is Purpose.RELOCATE and facts.employer is not Employer.KOREAN:
            continue
        step = book.statement(f"visa.{status}.next")
        found.append(Path(check(facts, status, book), LEADS_TO.get(status, ()) if step else (), step))

    def rank(path: Path) -> tuple[int, bool]:
        found = path.eligibility
        return _ORDER.index(found.outcome), found.certainty is Certainty.UNVERIFIED

    return tuple(sorted(found, key=rank))


def needed(purpose: Purpose | str, days: int | None = None, book: Book | None = None) -> Needed:
    """Whether a visa is needed: no for remote work, a question for a short visit, yes for work, moving, study.

    `days` is the planned stay. Nothing is decided here for anybody: the authorities are.
    """
    purpose = Purpose(purpose)
    if purpose is Purpose.REMOTE:
        row = book.statement("visa.remote") if book else None
        return Needed(Need.NO, N_("Work from abroad needs no Korean visa: nobody travels."), row)
    if purpose is Purpose.VISIT:
        most = book.get("visa.visit.days") if book else None
        if most is not None and days is not None and days > most.value:
            return Needed(
                Need.YES, N_("The stay is longer than a short visit: look for a long-term status."), most
            )
        row = book.statement("visa.visit") if book else None
        reason = N_(
            "It depends on the nationality and on what is done there: ask the Korean mission before the trip."
        )
        return Needed(Need.ASK, reason, row)
    if purpose is Purpose.WORK_WEEKS:
        row = book.statement("visa.work") if book else None
        reason = N_("Paid work that is done in Korea takes a status that allows it, however short it is.")
        return Needed(Need.YES, reason, row)
    return Needed(Need.YES, N_("Living in Korea takes a status of stay that fits the purpose."))


def moves(book: Book) -> tuple[list[Statement], list[Statement]]:
    """(from remote work to Korea, from Korea back to remote work): steps in order, without ransom either way."""
    return book.statements("visa.move"), book.statements("visa.back")


def papers(lines: tuple[Line, ...], book: Book) -> list[tuple[Statement, tuple[Line, ...]]]:
    """The checklist: each paper with who issues it, and the lines that it proves. Passport and form come first."""
    wanted: dict[str, list[Line]] = {"passport": [], "application": []}
    for line in lines:
        for name in line.papers:
            proves = wanted.setdefault(name, [])
            if line.criterion not in {each.criterion for each in proves}:
                proves.append(line)
    found = ((book.statement(f"visa.paper.{name}"), tuple(proven)) for name, proven in wanted.items())
    return [(row, proven) for row, proven in found if row]


_HELP = ("moj", "kotra", "partner", "k-tech-college")


def helpers(book: Book, country: str = "") -> list[Statement]:
    """Where to ask, the authority first. K-Tech College is for people in Vietnam: others are not sent there."""
    names = [name for name in _HELP if name != "k-tech-college" or country in {"", "VN"}]
    return [row for name in names if (row := book.statement(f"visa.help.{name}"))]
