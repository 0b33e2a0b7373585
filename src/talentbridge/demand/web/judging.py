"""What the platform thinks of a task, in the reader's words: where questions stand, what is vague, what contradicts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.translation import gettext

from talentbridge.demand import queries, rules
from talentbridge.demand.gateways import drafting as gateway
from talentbridge.demand.models import Suggestion, Task
from talentbridge.demand.rules import diagnosis, drafting
from talentbridge.demand.rules.diagnosis import Question, Standing
from talentbridge.demand.rules.readiness import PARTS
from talentbridge.demand.rules.wages import compare
from talentbridge.demand.states import SuggestionState, TaskState
from talentbridge.kernel import show
from talentbridge.kernel.money import Money
from talentbridge.kernel.pages import told
from talentbridge.policy import queries as policy
from talentbridge.skills import queries as skills

_TONES = {
    Standing.ANSWERED: "yes",
    Standing.OPEN: "",
    Standing.READ: "hm",
    Standing.PART: "hm",
    Standing.SKIPPED: "",
}


def standings(task: Task, draft: rules.TaskDraft) -> dict[str, Standing]:
    """Where every question stands (three queries)."""
    missing = {*rules.open_questions(draft), *rules.blocking(draft)}
    marks = queries.marks_of(task)
    first = queries.first_draft(task)
    read = {asked.key for found in task.evidence if (asked := diagnosis.question_of(found["field"]))}
    return {
        asked.key: diagnosis.standing(
            asked, draft, missing=missing, mark=marks.get(asked.key),
            is_read=task.state == TaskState.DRAFT and asked.key in read
            and diagnosis.part_of(asked, draft) == diagnosis.part_of(asked, first),
        )
        for asked in diagnosis.QUESTIONS
    }  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """A question in the list beside the page."""

    key: str
    title: str
    label: str
    tone: str
    is_current: bool


def sections(found: dict[str, Standing], current: str = "") -> list[tuple[str, list[Listed]]]:
    """All questions by section, each with its state."""
    return [
        (
            label,
            [
                Listed(
                    asked.key,
                    asked.title,
                    diagnosis.STANDING_LABELS[found[asked.key]],
                    _TONES[found[asked.key]],
                    asked.key == current,
                )
                for asked in diagnosis.QUESTIONS
                if asked.section == section
            ],
        )
        for section, label in diagnosis.SECTIONS.items()
    ]


def read_for(task: Task, asked: Question) -> list[tuple[str, str]]:
    """What was read for a question: the name of the field, and the passage of the need that said so."""
    found = [
        (rules.FIELDS[each["field"]], each["said"])
        for each in task.evidence
        if diagnosis.question_of(each["field"]) is asked
    ]
    return list(dict.fromkeys(found))[:8]


def wages(draft: rules.TaskDraft, on: date) -> list[dict[str, Any]]:
    """The budget beside KOSA's average wages of the task's roles, for the page."""
    jobs = {role: skills.links(role).get("itsqf", "") for role in draft.roles}
    found = compare(draft, jobs, policy.book(on), policy.fx_rates(on)) if any(jobs.values()) else ()
    return [
        {"role": skills.label(each.role, show.reading()), "month": each.month, "rule": each.rule,
         "wage": Money(int(each.rule.value), "KRW"), "percent": round(each.ratio * 100), "is_odd": each.is_odd}
        for each in found
    ]  # fmt: skip


def channels_query(draft: rules.TaskDraft, on: date, month: Money | None) -> str:
    """The question about hiring channels that this task answers, as the query of its page."""
    asked = {
        "people": "1",
        "level": str(max((skill.level for skill in draft.skills), default=3)),
        "weeks": str(max(1, (draft.starts_on - on).days // 7)) if draft.starts_on else "12",
    }
    if month:
        asked["budget"] = str(month.minor)
    if draft.korean:
        asked["korean"] = "on"
    if draft.weeks and draft.weeks >= 52:
        asked["long"] = "on"
    return urlencode(asked)


def ready(draft: rules.TaskDraft) -> dict[str, Any]:
    """The readiness figure with its parts and weights."""
    found = rules.readiness(draft)
    return {"score": found.score, "blocks": found.blocks, "better": found.better, "parts": PARTS}


@dataclass
class Noted:
    """A field with what is to be said beside it."""

    field: BoundField
    notes: list[str]
    vague: list[rules.Vague]
    suggestion: Suggestion | None
    can_draft: bool
    name: str

    @property
    def language(self) -> str:
        """Of a text that is written in one language."""
        return self.field.name[-2:] if self.field.name[-3:] in ("_ko", "_en") else ""


def noted_fields(form: BaseForm, draft: rules.TaskDraft, task: Task) -> list[Noted]:
    """The fields of a question's form, each with its notes."""
    vague, said = rules.vague_in(draft), _said_at(draft)
    shown = waiting(task)
    return [
        Noted(bound, said.get(_field_of(bound.name), []), vague.get(bound.name, []), shown.get(bound.name),
              can_draft(bound.name, draft), bound.name)
        for bound in form
        if not bound.is_hidden
    ]  # fmt: skip


def noted_rows(rows: BaseFormSet[Any], draft: rules.TaskDraft, task: Task) -> list[dict[str, Any]]:
    """The rows of a question, each with its fields and their notes."""
    vague, said = rules.vague_in(draft), _said_at(draft)
    shown = waiting(task)
    found = []
    for number, form in enumerate(rows):
        title = draft.deliverables[number] if number < len(draft.deliverables) else None
        fields = []
        for bound in form:
            if bound.is_hidden:
                continue
            name = f"deliverables-{number}-{_field_of(bound.name)}"
            fields.append(
                Noted(bound, said.get(name, []), vague.get(name, []), shown.get(name),
                      can_draft(name, draft), name)
            )  # fmt: skip
        found.append({"form": form, "fields": fields, "title": (title.title_ko or title.title_en) if title else "",
                      "number": number + 1, "hidden": [bound for bound in form if bound.is_hidden]})  # fmt: skip
    return found


def _field_of(name: str) -> str:
    """What the task calls a field of the form."""
    if name.startswith("export_"):
        return "export_answers"
    return {"budget_amount": "budget", "share": "share_minor"}.get(name, name)


def _said_at(draft: rules.TaskDraft) -> dict[str, list[str]]:
    """What is built vaguely, and steps that are too long or too short, by field."""
    found: dict[str, list[str]] = {}
    for name, decision in (rules.vague_parts(draft) | rules.step_warnings(draft)).items():
        found.setdefault(name, []).append(told(decision))
    return found


@dataclass(frozen=True)
class Clash:
    """Answers that cannot all be true; `links` lead to the questions whose answers disagree."""

    sentence: str
    blocks: bool
    links: list[tuple[str, str]]


def notes_of(asked: Question, draft: rules.TaskDraft) -> list[Clash]:
    """The contradictions in which a question's answer takes part."""
    return [
        clash
        for each, clash in _clashes(draft)
        if asked in {diagnosis.question_of(name) for name in (each.field, *each.others)}
    ]


def clashes(draft: rules.TaskDraft) -> list[Clash]:
    """Every contradiction."""
    return [clash for _each, clash in _clashes(draft)]


def _clashes(draft: rules.TaskDraft) -> list[tuple[rules.Contradiction, Clash]]:
    found = []
    for each in rules.contradictions(draft):
        asked = dict.fromkeys(
            question for name in (each.field, *each.others) if (question := diagnosis.question_of(name))
        )
        links = [(question.key, gettext(question.title)) for question in asked]
        found.append((each, Clash(told(each.decision), each.blocks, links)))
    return found


def offer(task: Task) -> dict[str, str] | None:
    """Host and model that could draft for this task now; None: no button."""
    to = gateway.endpoint()
    if to is None or task.state not in ("draft", "proposed"):
        return None
    return {"host": to.host, "model": to.model}


def can_draft(field: str, draft: rules.TaskDraft) -> bool:
    """Whether there is something to draft a field from."""
    return drafting.request_for(draft, field) is not None


def waiting(task: Task) -> dict[str, Suggestion]:
    """The suggestions to decide on, and the newest failures, by field; the newest of each."""
    shown = [SuggestionState.ASKED, SuggestionState.READY, SuggestionState.FAILED]
    found: dict[str, Suggestion] = {}
    for row in task.suggestions.order_by("-asked_at"):
        row.told = gateway.PROBLEMS.get(row.problem, "")  # type: ignore[attr-defined]
        found.setdefault(row.field, row)
    return {field: row for field, row in found.items() if row.state in shown}
