"""The diagnosis: fifteen questions that together say a whole task, one a page, each with the part of the task it asks for.

Nothing is stored here: where a question stands follows from the task, from what was read in the need, and from the marks
that people left (answered, skipped).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import rfc8785

from talentbridge.demand.rules.task import DeliverableDraft, TaskDraft
from talentbridge.kernel.text import N_

SECTIONS = {
    "work": N_("The work"),
    "results": N_("Results"),
    "people": N_("People and time"),
    "terms": N_("Terms"),
    "after": N_("What stays"),
}


class Mark(StrEnum):
    """What a person left at a question."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    FILLED = "filled"  # from a template or an earlier task; nobody has confirmed it


class Standing(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    READ = "read"  # filled from the need, a template or an earlier task; nobody has confirmed it
    PART = "part"  # answered, and something the search needs is missing still, mostly the other language
    SKIPPED = "skipped"
    ANSWERED = "answered"


STANDING_LABELS = {
    Standing.OPEN: N_("open"),
    Standing.READ: N_("filled in, to be confirmed"),
    Standing.PART: N_("answered in part"),
    Standing.SKIPPED: N_("skipped"),
    Standing.ANSWERED: N_("answered"),
}


@dataclass(frozen=True)
class Question:
    """One page: its sentence, a hint, and which fields of the task (`fields`) and of each deliverable (`rows`) it asks."""

    key: str
    section: str
    title: str
    hint: str
    fields: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    @property
    def makes_rows(self) -> bool:
        """Whether deliverables are added and removed here."""
        return "title_ko" in self.rows


def _pair(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{language}" for name in names for language in ("ko", "en"))


QUESTIONS = (
    Question("problem", "work", N_("Which problem does the work solve, and for whom?"),
             N_("Who has the problem today, how do they manage, and what would be better afterwards? "
                "Give it a short title, too."),
             _pair("title", "problem")),
    Question("scope", "work", N_("What is part of the work?"),
             N_("List what the person does: screens, data, systems, steps. One line each."), _pair("in_scope")),
    Question("outside", "work", N_("What is not part of it?"),
             N_("What is not written here will be expected: operation, content, devices, old systems, training."),
             _pair("out_of_scope")),
    Question("results", "results", N_("What will be handed over?"),
             N_("Two to five results that you can hold in your hand: a repository, a report, a running service."),
             rows=(*_pair("title"), "artefact_format", "language")),
    Question("acceptance", "results", N_("When is each result accepted, and who checks it?"),
             N_("Write a test that two people do and get the same answer: a figure, a count, a scenario that passes."),
             rows=(*_pair("acceptance"), "reviewer")),
    Question("milestones", "results", N_("When does it begin, and when is each result due?"),
             N_("Steps of two to four weeks show early when something goes wrong."),
             ("starts_on", "weeks"), ("due_on",)),
    Question("skills", "people", N_("What must the person be able to do?"),
             N_("Whoever lacks a must is not shown at all, so two or three are enough. The rest are wishes."),
             ("roles", "skills")),
    Question("languages", "people", N_("In which language will you talk and write?"),
             N_("A level for each that is needed. B1 follows simple meetings, B2 discusses, C1 negotiates."),
             ("english", "korean")),
    Question("overlap", "people", N_("When are both sides at work at the same time?"),
             N_("Hours a working day on Seoul's clock. 2 to 4 are usual; 0 works with written hand-overs."),
             ("overlap_hours", "overlap_from", "overlap_to", "weekly_hours")),
    Question("form", "people", N_("Where is the work done, and in which form of engagement?"),
             N_("Name every form that you could live with; what each costs and means is compared later."),
             ("work_mode", "countries", "engagement_types")),
    Question("budget", "terms", N_("How much may it cost, and which part is paid for which result?"),
             N_("Before tax, for all results together; the platform's fee comes on top. The parts add up to the budget."),
             ("budget",), ("share_minor",)),
    Question("rights", "terms", N_("Which data will the person see, and who owns the results?"),
             N_("Both decide where the work can be done, how, and which clauses the contract needs."),
             ("data_class", "ip_clause")),
    Question("export", "terms", N_("Does the work touch controlled technology?"),
             N_("One yes and nobody abroad can start before the permit of the authorities is recorded."),
             ("export_answers",)),
    Question("growth", "after", N_("What do your own people gain from it?"),
             N_("Pair work and a seat for juniors keep the knowledge in Korea. 0 is an answer."),
             ("pair_hours", "junior_seats", *_pair("growth"))),
    Question("hand_over", "after", N_("What stays with you at the end?"),
             N_("Documents, access, recordings, somebody trained: name them, so that they are delivered."),
             _pair("hand_over")),
)  # fmt: skip
BY_KEY = {question.key: question for question in QUESTIONS}
_OF_FIELD = {field: question for question in QUESTIONS for field in question.fields}
_OF_ROW = {name: question for question in reversed(QUESTIONS) for name in question.rows}
# What the reader calls a value that it found in the need, where that is no field of its own.
_READ_AS = {"title": "title_ko", "problem": "problem_ko", "out_of_scope": "out_of_scope_ko"}


def question_of(field: str) -> Question | None:
    """Which question asks for a field, named as in refusals (``deliverables-0-due_on``) or as evidence is."""
    if field == "deliverables":
        return BY_KEY["results"]
    group, _dash, rest = field.partition("-")
    if group == "deliverables":
        return _OF_ROW.get(rest.partition("-")[2])
    return _OF_FIELD.get(_READ_AS.get(group, group))


def part_of(question: Question, draft: TaskDraft) -> dict[str, Any]:
    """The part of `draft` that a question asks for, as plain values."""
    kept = draft.to_json()
    part = {name: kept[name] for name in question.fields}
    if question.rows:
        part["deliverables"] = [{name: row[name] for name in question.rows} for row in kept["deliverables"]]
    return part


def fingerprint(question: Question, draft: TaskDraft) -> str:
    """So that an answer is saved over what its writer saw, and over nothing else."""
    return hashlib.sha256(rfc8785.dumps(part_of(question, draft))).hexdigest()


def answered(
    draft: TaskDraft,
    question: Question,
    values: Mapping[str, Any],
    rows: Sequence[tuple[int | None, Mapping[str, Any]]] = (),
) -> TaskDraft:
    """`draft` with the answer to one question: its fields, and for each row (position in the draft, or new) its values.

    Where deliverables are named, rows left out are removed; elsewhere they stay as they are.
    """
    changed = {name: values[name] for name in question.fields if name in values}
    if question.rows:
        told = [
            (position, {name: said[name] for name in question.rows if name in said})
            for position, said in rows
        ]
        old = dict(enumerate(draft.deliverables))
        if question.makes_rows:
            changed["deliverables"] = tuple(
                replace(old.get(position, DeliverableDraft()) if position is not None else DeliverableDraft(), **said)
                for position, said in told
            )  # fmt: skip
        else:
            by_position = dict(told)
            changed["deliverables"] = tuple(
                replace(row, **by_position.get(number, {})) for number, row in old.items()
            )
    return replace(draft, **changed)


def says_something(question: Question, draft: TaskDraft) -> bool:
    """Whether anything of a question's part is filled."""
    part = part_of(question, draft)
    rows = part.pop("deliverables", [])
    return any(value not in (None, "", [], {}) for row in (part, *rows) for value in row.values())


def standing(
    question: Question,
    draft: TaskDraft,
    *,
    missing: Collection[str],
    mark: str | None,
    is_read: bool,
) -> Standing:
    """Where a question stands. `missing`: fields that the search needs; `is_read`: it holds what was read, unconfirmed."""
    lacks = any(question_of(field) is question for field in missing)
    if lacks or not says_something(question, draft):
        if mark == Mark.SKIPPED:
            return Standing.SKIPPED
        if mark == Mark.ANSWERED:
            return Standing.PART if lacks else Standing.ANSWERED
        return Standing.OPEN
    if mark == Mark.FILLED or (is_read and mark is None):
        return Standing.READ
    return Standing.ANSWERED


def next_open(standings: Mapping[str, Standing], after: str = "") -> str | None:
    """The question to ask next: the first one behind `after` that waits, else the first at all; then what is in parts."""
    keys = [question.key for question in QUESTIONS]
    begin = keys.index(after) + 1 if after in keys else 0
    for wanted in ({Standing.OPEN, Standing.READ}, {Standing.PART}):
        for key in (*keys[begin:], *keys[:begin]):
            if standings[key] in wanted and key != after:
                return key
    return None
