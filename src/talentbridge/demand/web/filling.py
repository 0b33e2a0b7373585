"""Between a task and its forms: what a form shows of a draft, what a draft becomes of valid forms, where refusals go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from django.forms import BaseFormSet, Form
from django.http import QueryDict

from talentbridge.demand import rules
from talentbridge.demand.rules import DeliverableDraft, SkillWanted, TaskDraft
from talentbridge.demand.web.forms import MOST_ROWS
from talentbridge.kernel import show
from talentbridge.kernel.decision import Decision
from talentbridge.kernel.money import Money
from talentbridge.kernel.pages import told
from talentbridge.skills import queries as skills
from talentbridge.skills.rules import reading


def initial_of(draft: TaskDraft, revision: int) -> dict[str, Any]:
    """What the form shows for a draft."""
    plain = {field.name: getattr(draft, field.name) for field in fields(draft)}
    answers = {f"export_{name}": "yes" if said else "no" for name, said in draft.export_answers}
    budget = {
        "budget_amount": f"{draft.budget.amount:,}" if draft.budget else "",
        "budget_currency": draft.budget.currency if draft.budget else "KRW",
    }
    listed = {
        "engagement_types": list(draft.engagement_types),
        "roles": ", ".join(skills.label(role, show.reading()) for role in draft.roles),
        "countries": ", ".join(place_names(draft.countries)),
    }
    return plain | answers | budget | listed | {"seen_revision": revision}


def place_names(codes: Sequence[str]) -> list[str]:
    """Countries in the reader's language, regions where all countries of one are meant."""
    return [
        reading.region_name(id, show.reading()) if id in reading.REGIONS else show.country(id)
        for id in reading.summed_up(codes)
    ]


def initial_deliverables(draft: TaskDraft) -> list[dict[str, Any]]:
    currency = draft.budget.currency if draft.budget else "KRW"
    return [
        {field.name: getattr(row, field.name) for field in fields(row)}
        | {"share": f"{Money(row.share_minor, currency).amount:,}" if row.share_minor else ""}
        for row in draft.deliverables
    ]


def initial_skills(draft: TaskDraft) -> list[dict[str, Any]]:
    return [
        {
            "skill": skills.label(wanted.skill_id, show.reading()),
            "level": wanted.level,
            "is_must": "must" if wanted.is_must else "wish",
        }
        for wanted in draft.skills
    ]


def draft_of(form: Form, deliverables: BaseFormSet[Any], wanted: BaseFormSet[Any]) -> TaskDraft:
    """The valid forms as a draft; rows left empty or marked for removal are dropped."""
    said = form.cleaned_data
    return TaskDraft(
        **{name: said[name] for name in (*rules.PLAIN, "budget", "roles", "countries")},
        deliverables=tuple(_deliverable(row.cleaned_data) for row in kept_rows(deliverables)),
        skills=skills_of(wanted),
        engagement_types=tuple(said["engagement_types"]),
        export_answers=export_answers_of(said),
    )


def skills_of(wanted: BaseFormSet[Any]) -> tuple[SkillWanted, ...]:
    """The valid rows of skills."""
    return tuple(
        SkillWanted(
            row.cleaned_data["skill"],
            row.cleaned_data["level"] or 3,
            row.cleaned_data["is_must"] is not False,
        )
        for row in kept_rows(wanted)
    )


def export_answers_of(said: Mapping[str, Any]) -> tuple[tuple[str, bool], ...]:
    """The export-control answers that were given, out of cleaned data."""
    return tuple(
        (name, said[f"export_{name}"] == "yes")
        for name in rules.EXPORT_QUESTIONS
        if said.get(f"export_{name}")
    )


def kept_rows(rows: BaseFormSet[Any]) -> list[Any]:
    """The rows that say something and are not to be removed, in their order."""
    return [row for row in rows if not row.cleaned_data.get("remove") and _says_something(row.cleaned_data)]


def _says_something(said: Mapping[str, Any]) -> bool:
    if "skill" in said:
        return bool(said["skill"])
    return any(value for name, value in said.items() if name != "remove")


def _deliverable(said: Mapping[str, Any]) -> DeliverableDraft:
    names = {field.name for field in fields(DeliverableDraft)} - {"share_minor"}
    return DeliverableDraft(**{name: said[name] for name in names}, share_minor=said["share"])


_ELSEWHERE = {"budget": "budget_amount", "export_answers": "export_national_core"}
_IN_ROWS = {"share_minor": "share", "skill_id": "skill"}


def show_refusals(
    found: Mapping[str, Decision], form: Form, deliverables: BaseFormSet[Any], wanted: BaseFormSet[Any]
) -> None:
    """Put a verb's refusals beside the fields; those of a row are numbered as the draft's rows, without empty ones."""
    rows = {"deliverables": deliverables, "skills": wanted}
    for name, decision in found.items():
        group, _dash, rest = name.partition("-")
        if rest and group in rows:
            number, _dash, inner = rest.partition("-")
            kept_rows(rows[group])[int(number)].add_error(_IN_ROWS.get(inner, inner), told(decision))
            continue
        field = _ELSEWHERE.get(name, name)
        form.add_error(field if field in form.fields else None, told(decision))


def typed_rows(data: QueryDict, prefix: str, names: Mapping[str, Any], more: int = 0) -> list[dict[str, Any]]:
    """The rows of a posted form set as they were typed, without judging them; `more` empty ones come after."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "0")
    count = min(int(total), MOST_ROWS) if total.isdecimal() else 0
    return [{name: data.get(f"{prefix}-{n}-{name}", "") for name in names} for n in range(count)] + [
        {}
    ] * more
