"""The task as a form: both languages side by side, rows for deliverables and skills, nothing required to save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talentbridge.demand import rules
from talentbridge.demand.rules import DeliverableDraft, SkillWanted, TaskDraft
from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.decision import Decision
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.money import Money, digits
from talentbridge.kernel.pages import told
from talentbridge.skills import queries as skills
from talentbridge.skills import services as graph
from talentbridge.skills.rules import reading

MOST_ROWS = 40  # shown at a time; the rules allow half of it


def _level_choices() -> list[tuple[int, str]]:
    """1 · assisted, 2 · supervised …: asked for each form, so that it speaks the reader's language."""
    return [(number, f"{number} · {gettext(words)}") for number, words in rules.LEVELS.items()]


_YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _text(label: Any, *, rows: int = 0, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, help_text=hint, widget=_area(rows) if rows else forms.TextInput()
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _levels(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", _("Not needed")), *((level, level) for level in rules.CEFR)],
    )


class TaskForm(forms.Form):
    """The task without its rows. Every field may stay empty until the approval."""

    marks_optional = False

    title_ko = _text(_("Title in Korean"))
    title_en = _text(_("Title in English"))
    problem = _text(_("Which problem does it solve, and for whom?"), rows=5)
    in_scope = _text(_("What is part of the work"), rows=3)
    out_of_scope = _text(
        _("What is not part of it"), rows=3, hint=_("What is not written here will be expected.")
    )
    starts_on = _day(_("Start"))
    weeks = forms.IntegerField(label=_("Weeks"), required=False)
    budget_amount = forms.CharField(
        label=_("Budget in all"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    budget_currency = forms.ChoiceField(label=_("Currency"), choices=[(c, c) for c in rules.CURRENCIES])
    overlap_hours = forms.IntegerField(
        label=_("Shared hours a working day"), required=False,
        help_text=_("Hours in which both sides work at the same time. 2 to 4 are usual; 0 works with written hand-overs."),
    )  # fmt: skip
    weekly_hours = forms.IntegerField(label=_("Hours a week"), required=False)
    roles = _text(
        _("Roles"), hint=_("Jobs with commas, for example: Backend developer, DevOps engineer. Five at most.")
    )
    work_mode = forms.ChoiceField(
        label=_("Where the work is done"), required=False,
        choices=[("", _("Not decided yet")), *((key, _(label)) for key, label in rules.WORK_MODES.items())],
    )  # fmt: skip
    countries = _text(
        _("Where the person has to live"),
        hint=_("Countries or regions with commas, for example: Vietnam, EU. Empty: anywhere."),
    )
    english = _levels(_("English"))
    korean = _levels(_("Korean"))
    engagement_types = forms.MultipleChoiceField(
        label=_("Possible forms of engagement"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(key, _(label)) for key, label in rules.ENGAGEMENT_TYPES.items()],
    )  # fmt: skip
    data_class = forms.ChoiceField(
        label=_("Data that the person will see"), required=False,
        choices=[("", _("Not decided yet")), *((key, _(label)) for key, label in rules.DATA_CLASSES.items())],
    )  # fmt: skip
    hand_over = _text(
        _("What stays with you at the end"), rows=3, hint=_("Documents, access, somebody trained.")
    )
    seen_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in rules.EXPORT_QUESTIONS.items():
            self.fields[f"export_{name}"] = forms.ChoiceField(
                label=_(question), required=False, choices=_YES_NO, widget=forms.RadioSelect
            )

    @property
    def export_fields(self) -> list[forms.BoundField]:
        return [self[f"export_{name}"] for name in rules.EXPORT_QUESTIONS]

    def clean_roles(self) -> tuple[str, ...]:
        named = {name: skills.role_by_name(name) or None for name in _parts(self.cleaned_data["roles"])}
        _refuse_unknown(
            named, _("‘%(typed)s’ is not in the list of roles. Try the name of a more common job.")
        )
        return tuple(dict.fromkeys(str(id) for id in named.values()))

    def clean_countries(self) -> tuple[str, ...]:
        named = {name: reading.codes_of(name) for name in _parts(self.cleaned_data["countries"])}
        _refuse_unknown(named, _("‘%(typed)s’ is no country or region that we know."))
        return tuple(sorted(frozenset().union(*(codes or () for codes in named.values()))))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed, currency = cleaned.get("budget_amount", ""), cleaned.get("budget_currency", "KRW")
        cleaned["budget"] = None
        if typed:
            try:
                cleaned["budget"] = Money(minor_units(typed, currency), currency)
            except forms.ValidationError as error:
                self.add_error("budget_amount", error)
        return cleaned


class DeliverableForm(forms.Form):
    """One deliverable; a row that says nothing is dropped."""

    marks_optional = False
    title_ko = _text(_("Title in Korean"))
    title_en = _text(_("Title in English"))
    acceptance_ko = _text(_("Accepted when (Korean)"), rows=2)
    acceptance_en = _text(_("Accepted when (English)"), rows=2)
    artefact_format = _text(_("What is handed over, in which format"))
    reviewer = _text(_("Who on your side checks it"))
    due_on = _day(_("Due"))
    share = forms.CharField(
        label=_("Part of the budget"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    remove = forms.BooleanField(label=_("Remove this row"), required=False)

    def __init__(self, *args: Any, currency: str = "KRW", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_share(self) -> int | None:
        typed = self.cleaned_data["share"]
        return minor_units(typed, self.currency) if typed else None


class SkillForm(forms.Form):
    """One skill, by any of its names."""

    marks_optional = False
    skill = forms.CharField(
        label=_("Skill"),
        required=False,
        widget=forms.TextInput(attrs={"list": "skills-known", "autocomplete": "off"}),
    )
    level = forms.TypedChoiceField(
        label=_("Level"), coerce=int, required=False, empty_value=None, initial=3,
        choices=_level_choices,
    )  # fmt: skip
    is_must = forms.TypedChoiceField(
        label=_("How much"), coerce=lambda value: value == "must", required=False, empty_value=None, initial="must",
        choices=[("must", _("must have")), ("wish", _("would be good"))],
    )  # fmt: skip

    def clean_skill(self) -> str:
        try:
            return graph.identify(
                name=self.cleaned_data["skill"], language=show.reading(), seen_in="demand.task", at=now()
            )
        except Invalid as invalid:
            raise forms.ValidationError(told(invalid.fields[""])) from None


Deliverables = formset_factory(DeliverableForm, extra=1)
Skills = formset_factory(SkillForm, extra=1)


def _parts(typed: str) -> list[str]:
    """What stands between commas."""
    return [part for part in map(str.strip, typed.replace("、", ",").split(",")) if part]


def _refuse_unknown(named: Mapping[str, Any], sentence: Any) -> None:
    """Raises `ValidationError` about the first name that stands for nothing."""
    for typed, meant in named.items():
        if meant is None:
            raise forms.ValidationError(sentence, params={"typed": typed[:60]})


def minor_units(typed: str, currency: str) -> int:
    """An amount as people type it (6,000,000 or 1,250.50) in minor units. Raises `ValidationError`."""
    try:
        return Money.of(Decimal(typed.replace(",", "").replace(" ", "")), currency).minor
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise forms.ValidationError(
            _("Write an amount in %(currency)s with at most %(digits)s decimals, for example 6,000,000."),
            params={"currency": currency, "digits": digits(currency)},
        ) from error


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


def draft_of(form: TaskForm, deliverables: BaseFormSet[Any], wanted: BaseFormSet[Any]) -> TaskDraft:
    """The valid forms as a draft; rows left empty or marked for removal are dropped."""
    said = form.cleaned_data
    same = {"title_ko", "title_en", "problem", "in_scope", "out_of_scope", "starts_on", "weeks", "budget",
            "overlap_hours", "english", "korean", "data_class", "hand_over", "work_mode", "weekly_hours", "roles",
            "countries"}  # fmt: skip
    return TaskDraft(
        **{name: said[name] for name in same},
        deliverables=tuple(_deliverable(row.cleaned_data) for row in kept_rows(deliverables)),
        skills=tuple(
            SkillWanted(
                row.cleaned_data["skill"],
                row.cleaned_data["level"] or 3,
                row.cleaned_data["is_must"] is not False,
            )
            for row in kept_rows(wanted)
        ),
        engagement_types=tuple(said["engagement_types"]),
        export_answers=tuple(
            (name, said[f"export_{name}"] == "yes")
            for name in rules.EXPORT_QUESTIONS
            if said[f"export_{name}"]
        ),
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
    found: Mapping[str, Decision], form: TaskForm, deliverables: BaseFormSet[Any], wanted: BaseFormSet[Any]
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


class PermitForm(forms.Form):
    """A permit of the authorities."""

    covers = forms.MultipleChoiceField(
        label=_("What it covers"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(key, _(question)) for key, question in rules.EXPORT_QUESTIONS.items()],
    )  # fmt: skip
    authority = forms.CharField(label=_("Authority"), max_length=200, required=False)
    reference = forms.CharField(label=_("Number of the permit"), max_length=120, required=False)
    granted_on = forms.DateField(
        label=_("Granted on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
