"""A task in the reader's words: the need with what was read in it, open questions, who stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BaseFormSet
from django.utils.translation import gettext

from talentbridge.accounts import queries as accounts
from talentbridge.demand import queries, rules
from talentbridge.demand.models import Task
from talentbridge.demand.rules import diagnosis
from talentbridge.demand.web.filling import place_names
from talentbridge.kernel import show
from talentbridge.kernel.actor import Side
from talentbridge.kernel.money import Money
from talentbridge.kernel.pages import told
from talentbridge.skills import queries as skills


@dataclass(frozen=True)
class Piece:
    """A stretch of the need: plain text, something that was read (`label`), or something vague (`number`)."""

    text: str
    label: str = ""
    number: int = 0


def marked(task: Task) -> tuple[list[Piece], list[rules.Vague]]:
    """The need cut into pieces, and its vague passages in the order of their numbers."""
    vague = rules.vague_passages(task.need_text)
    labels = {name: gettext(label) for name, label in rules.FIELDS.items()}
    spans = [
        (found["start"], found["end"], labels[found["field"]], 0)
        for found in task.evidence
        if found["field"] != "title"  # the whole first sentence: marked, it would hide what stands in it
    ]
    spans += [(each.start, each.end, "", number) for number, each in enumerate(vague, start=1)]
    pieces, position = [], 0
    for start, end, label, number in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < position:  # read within something that is marked already
            continue
        pieces += [Piece(task.need_text[position:start]), Piece(task.need_text[start:end], label, number)]
        position = end
    pieces.append(Piece(task.need_text[position:]))
    return [piece for piece in pieces if piece.text], vague


@dataclass(frozen=True)
class Question:
    """Something open: the sentence and the id of the field where it is answered."""

    sentence: str
    anchor: str
    about: str = ""
    key: str = ""  # of the question of the diagnosis


_ANCHORS = {
    "budget": "id_budget_amount", "export_answers": "id_export_national_core_0",
    "deliverables": "id_deliverables-0-title_ko", "skills": "id_skills-0-skill", "engagement_types": "id_engagement_types_0",
}  # fmt: skip
_IN_ROWS = {"share_minor": "share"}


def questions(draft: rules.TaskDraft) -> list[Question]:
    """What is open before the task can be approved, each with the place to answer it."""
    found = []
    for name, decision in (rules.blocking(draft) | rules.open_questions(draft)).items():
        group, _dash, rest = name.partition("-")
        number, _dash, inner = rest.partition("-")
        anchor = (
            f"id_{group}-{number}-{_IN_ROWS.get(inner, inner)}" if rest else _ANCHORS.get(name, f"id_{name}")
        )
        about = ""
        if rest:
            row = draft.deliverables[int(number)]
            about = (
                row.title_ko or row.title_en or gettext("Deliverable {number}").format(number=int(number) + 1)
            )
        asked = diagnosis.question_of(name)
        found.append(Question(told(decision), anchor, about, asked.key if asked else "problem"))
    return found


def row_problems(rows: BaseFormSet[Any] | None, about: str) -> list[dict[str, str]]:
    """What keeps the rows of a posted form set from being saved, each with the id of its field."""
    if rows is None or not rows.is_bound:
        return []
    torn = [
        {"about": "", "label": "", "target": rows.prefix, "error": str(each)}
        for each in rows.non_form_errors()
    ]
    return torn + [
        {"about": about.format(number=number), "label": str(row[name].label), "target": row[name].id_for_label,
         "error": str(errors[0])}
        for number, row in enumerate(rows, start=1)
        for name, errors in row.errors.items()
        if name in row.fields
    ]  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """One side of the approval: who stands there, and whether and when it approved the current revision."""

    side: str
    name: str
    approved_by: Any
    approved_at: Any


def standings(task: Task) -> list[Standing]:
    """Company and coordinator, each with its approval of the current revision."""
    approvals = queries.approvals_of(task)
    coordinator = accounts.party(task.case_id, Side.COORDINATOR)
    names = {
        Side.COMPANY: task.company.name,
        Side.COORDINATOR: coordinator.person.name if coordinator and coordinator.person else "",
    }
    return [
        Standing(
            side, name, approvals[side].person if side in approvals else None,
            approvals[side].at if side in approvals else None,
        )
        for side, name in names.items()
    ]  # fmt: skip


def wanted_skills(draft: rules.TaskDraft) -> list[dict[str, Any]]:
    """The skills with their names, musts first."""
    language = show.reading()
    return [
        {
            "name": skills.label(each.skill_id, language),
            "level": each.level,
            "words": gettext(rules.LEVELS[each.level]),
            "is_must": each.is_must,
        }
        for each in sorted(draft.skills, key=lambda each: not each.is_must)
    ]


@dataclass(frozen=True)
class BothText:
    """A text of the task in both languages, cut at its vague passages."""

    label: str
    ko: list[Piece]
    en: list[Piece]


_SHOWN = ("problem", "in_scope", "out_of_scope", "hand_over", "growth")


def both_texts(draft: rules.TaskDraft, *, marks: bool = True) -> list[BothText]:
    """The task's texts side by side, vague words marked for those who can mend them."""

    def cut(text: str) -> list[Piece]:
        return pieces(text) if marks else [Piece(text)] if text else []

    return [
        BothText(rules.FIELDS[name], cut(getattr(draft, f"{name}_ko")), cut(getattr(draft, f"{name}_en")))
        for name in _SHOWN
        if name != "growth" or draft.growth_ko or draft.growth_en
    ]


def pieces(text: str) -> list[Piece]:
    """A text cut at its vague passages; a vague piece carries the question to ask as its label."""
    found, position = [], 0
    for each in rules.vague_passages(text):
        found += [Piece(text[position : each.start]), Piece(each.said, gettext(each.question))]
        position = each.end
    return [piece for piece in (*found, Piece(text[position:])) if piece.text]


def told_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, str]]:
    """What differs between two revisions, both values as a reader sees them."""
    return [
        {
            "label": each.label,
            "before": _value(each.field, each.before),
            "after": _value(each.field, each.after),
        }
        for each in rules.changes(before, after)
    ]


def _value(field: str, value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    if field == "budget":
        return show.money(Money(**value))
    if field == "starts_on":
        return show.day(date.fromisoformat(value))
    if field == "skills":
        language = show.reading()
        return ", ".join(f"{skills.label(each['skill_id'], language)} {each['level']}" for each in value)
    if field == "deliverables":
        return "; ".join(_deliverable(each) for each in value)
    if field == "roles":
        return ", ".join(skills.label(role, show.reading()) for role in value)
    if field == "countries":
        return ", ".join(place_names(value))
    if field == "work_mode":
        return gettext(rules.WORK_MODES[value])
    if field == "ip_clause":
        return gettext(rules.IP_CLAUSES[value])
    if field == "engagement_types":
        return _joined(rules.ENGAGEMENT_TYPES[each] for each in value)
    if field == "data_class":
        return gettext(rules.DATA_CLASSES[value])
    if field == "export_answers":
        said = {True: gettext("Yes"), False: gettext("No")}
        return "; ".join(
            f"{gettext(rules.EXPORT_QUESTIONS[name])} {said[answer]}" for name, answer in _in_order(value)
        )
    return str(value)


def _in_order(answers: Mapping[str, bool]) -> list[tuple[str, bool]]:
    """Export-control answers in the order of the page; JSON in the database keeps none."""
    return [(name, answers[name]) for name in rules.EXPORT_QUESTIONS if name in answers]


def _deliverable(row: Mapping[str, Any]) -> str:
    parts = [row["title_ko"] or row["title_en"], row["acceptance_ko"] or row["acceptance_en"]]
    if row.get("language"):
        parts.append(gettext(rules.ARTEFACT_LANGUAGES[row["language"]]))
    if row["due_on"]:
        parts.append(show.day(date.fromisoformat(row["due_on"])))
    if row["share_minor"]:
        parts.append(show.number(row["share_minor"]))
    return " · ".join(part for part in parts if part)


def _joined(labels: Iterable[str]) -> str:
    return ", ".join(map(gettext, labels))
