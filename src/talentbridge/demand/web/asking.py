"""The forms of one question of the diagnosis: a part of the task's form, and the rows that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from talentbridge.demand import rules
from talentbridge.demand.rules.diagnosis import Question
from talentbridge.demand.web import filling
from talentbridge.demand.web.forms import MOST_ROWS, DeliverableForm, Skills, TaskForm
from talentbridge.kernel.decision import Decision
from talentbridge.kernel.money import Money
from talentbridge.kernel.pages import told

_FORM_FIELDS = {
    "budget": ("budget_amount", "budget_currency"),
    "export_answers": tuple(f"export_{name}" for name in rules.EXPORT_QUESTIONS),
    "skills": (),
}
_ROW_FIELDS = {"share_minor": "share"}


class RowForm(DeliverableForm):
    """One deliverable, as far as one question asks for it. `position` is its place in the task; empty: it is new."""

    position = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {_ROW_FIELDS.get(name, name) for name in names} | {"position"}
        if "title_ko" in names:
            wanted.add("remove")
        for name in list(self.fields):
            if name not in wanted:
                del self.fields[name]


class SeenForm(forms.Form):
    """What the writer had before them, and why it changes once both sides have approved."""

    marks_optional = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Why it changes"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Both sides have approved; the change gets a number and keeps your reason."),
    )  # fmt: skip


@dataclass
class Sheet:
    """The bound or unbound forms of a question."""

    question: Question
    form: TaskForm
    rows: BaseFormSet[Any] | None
    wanted: BaseFormSet[Any] | None
    seen: SeenForm

    def is_valid(self) -> bool:
        """Whether every form can be used; all of them are judged."""
        judged = [
            part.is_valid() for part in (self.form, self.rows, self.wanted, self.seen) if part is not None
        ]
        return all(judged)

    def values(self) -> dict[str, Any]:
        """The answer's fields, as `services.answer_question` takes them."""
        said = self.form.cleaned_data
        values = {name: said[name] for name in self.question.fields if name in said}
        if "engagement_types" in values:
            values["engagement_types"] = tuple(values["engagement_types"])
        if "export_answers" in self.question.fields:
            values["export_answers"] = filling.export_answers_of(said)
        if self.wanted is not None:
            values["skills"] = filling.skills_of(self.wanted)
        return values

    def answered_rows(self) -> list[tuple[int | None, dict[str, Any]]]:
        """The answer's rows: place in the task and values."""
        if self.rows is None:
            return []
        names = [(name, _ROW_FIELDS.get(name, name)) for name in self.question.rows]
        kept = filling.kept_rows(self.rows) if self.question.makes_rows else list(self.rows)
        return [
            (
                row.cleaned_data.get("position"),
                {name: row.cleaned_data[field] for name, field in names if field in row.cleaned_data},
            )
            for row in kept
        ]

    def refuse(self, found: Mapping[str, Decision]) -> None:
        """Put a verb's refusals beside the fields, else on top."""
        for name, decision in found.items():
            group, _dash, rest = name.partition("-")
            number, _dash, inner = rest.partition("-")
            shown = {"deliverables": self.rows, "skills": self.wanted}.get(group)
            inner = {**_ROW_FIELDS, "skill_id": "skill"}.get(inner, inner)
            rows = self._kept(group) if rest and shown is not None else []
            if number.isdecimal() and int(number) < len(rows) and inner in rows[int(number)].fields:
                rows[int(number)].add_error(inner, told(decision))
            elif name == "reason":
                self.seen.add_error("reason", told(decision))
            else:
                field = (_FORM_FIELDS.get(name) or (name,))[0]
                self.form.add_error(field if field in self.form.fields else None, told(decision))

    def _kept(self, group: str) -> list[Any]:
        rows = self.rows if group == "deliverables" else self.wanted
        assert rows is not None
        if group == "deliverables" and not self.question.makes_rows:
            return list(rows)
        return filling.kept_rows(rows)


def sheet(
    question: Question, draft: rules.TaskDraft, *, seen: str, data: QueryDict | None = None,
    proposed: Mapping[str, Any] | None = None, more: int = 0,
) -> Sheet:  # fmt: skip
    """The forms of `question`, filled from `draft`, or bound to `data`. `proposed`: values for rows, by form field."""
    currency = draft.budget.currency if draft.budget else "KRW"
    if data is not None and (typed := data.get("budget_currency")) in rules.CURRENCIES:
        currency = str(typed)
    form = TaskForm(data, initial=filling.initial_of(draft, 0))
    wanted_fields = {
        each for name in question.fields for each in _FORM_FIELDS.get(name, (name,))
    }  # fmt: skip
    for name in list(form.fields):
        if name not in wanted_fields:
            del form.fields[name]
    rows = wanted = None
    if question.rows:
        initial = [
            {**row, "position": number, **{name: values[number] for name, values in (proposed or {}).items()}}
            for number, row in enumerate(filling.initial_deliverables(draft))
        ]
        extra = (max(1, 3 - len(initial)) if not initial else 1) + more if question.makes_rows else 0
        kind = formset_factory(RowForm, extra=extra, max_num=MOST_ROWS)
        rows = kind(
            data, prefix="deliverables", initial=initial,
            form_kwargs={"names": question.rows, "currency": currency},
        )  # fmt: skip
    if "skills" in question.fields:
        initial = filling.initial_skills(draft)
        wanted = formset_factory(Skills.form, extra=3 if len(initial) < 3 else 1)(
            data, prefix="skills", initial=initial
        )
    return Sheet(question, form, rows, wanted, SeenForm(data, initial={"seen": seen}))


def divided(budget: Money | None, count: int) -> list[str]:
    """The budget in `count` parts as even as minor units allow, as they are typed."""
    if budget is None or count < 1:
        return [""] * count
    whole = 10 ** max(0, len(str(budget.minor // count)) - 3)
    part = budget.minor // count // whole * whole
    parts = [part] * (count - 1) + [budget.minor - part * (count - 1)]
    return [f"{Money(each, budget.currency).amount:,}" for each in parts]
