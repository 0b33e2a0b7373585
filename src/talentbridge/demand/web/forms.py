"""The task as a form: both languages side by side, rows for deliverables and skills, nothing required to save."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talentbridge.demand import rules
from talentbridge.kernel import show
from talentbridge.kernel.clock import now
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


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M"],
    )  # fmt: skip


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
    problem_ko = _text(_("Which problem does it solve, and for whom? (Korean)"), rows=5)
    problem_en = _text(_("Which problem does it solve, and for whom? (English)"), rows=5)
    in_scope_ko = _text(_("What is part of the work (Korean)"), rows=3)
    in_scope_en = _text(_("What is part of the work (English)"), rows=3)
    out_of_scope_ko = _text(
        _("What is not part of it (Korean)"), rows=3, hint=_("What is not written here will be expected.")
    )
    out_of_scope_en = _text(
        _("What is not part of it (English)"), rows=3, hint=_("What is not written here will be expected.")
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
    overlap_from = _clock(_("They begin (Seoul)"))
    overlap_to = _clock(_("They end (Seoul)"))
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
    ip_clause = forms.ChoiceField(
        label=_("Who owns the results"), required=False,
        choices=[("", _("Not decided yet")), *((key, _(label)) for key, label in rules.IP_CLAUSES.items())],
        help_text=_("The choice can change the tax; the contract says it in full."),
    )  # fmt: skip
    pair_hours = forms.IntegerField(
        label=_("Pair work with your own people, hours a week"),
        required=False,
        help_text=_("0: none is wanted."),
    )
    junior_seats = forms.IntegerField(label=_("Juniors of yours who take part"), required=False)
    growth_ko = _text(_("What your people can do afterwards (Korean)"), rows=2)
    growth_en = _text(_("What your people can do afterwards (English)"), rows=2)
    hand_over_ko = _text(
        _("What stays with you at the end (Korean)"), rows=3, hint=_("Documents, access, somebody trained.")
    )
    hand_over_en = _text(
        _("What stays with you at the end (English)"), rows=3, hint=_("Documents, access, somebody trained.")
    )
    reason = _text(
        _("Why it changes"),
        rows=2,
        hint=_("Both sides have approved; the change gets a number and keeps your reason."),
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
        for name in ("overlap_from", "overlap_to"):
            if name in cleaned:
                cleaned[name] = f"{cleaned[name]:%H:%M}" if cleaned[name] else ""
        if "budget_amount" not in self.fields:
            return cleaned
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
    language = forms.ChoiceField(
        label=_("Delivered"), required=False,
        choices=[("", _("Not decided yet")), *((key, _(label)) for key, label in rules.ARTEFACT_LANGUAGES.items())],
    )  # fmt: skip
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
