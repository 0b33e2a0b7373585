"""Rows of a form that grow: one small form a row, empty rows below; a row that is emptied goes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.pages import told
from talentbridge.skills import services as skills
from talentbridge.talent import rules
from talentbridge.talent.web import places


def level_choices() -> list[tuple[int, str]]:
    return [(level, f"{level} · {gettext(name)}") for level, name in rules.LEVELS.items()]


def cefr_choices() -> list[tuple[str, str]]:
    return [("", gettext("Not stated")), *((level, level) for level in rules.CEFR)]


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def skill_field(label: Any, *, required: bool = False) -> forms.CharField:
    """A skill by name, offered from the graph while typing."""
    widget = forms.TextInput(attrs={"list": "skill-names", "autocomplete": "off"})
    return forms.CharField(label=label, required=required, max_length=80, widget=widget)


def known_skill(said: str) -> str:
    """The id of a skill by name. Raises a form's error with the nearest ones; the unknown word waits for a review."""
    return _identified(said, is_role=False)


def _identified(said: str, *, is_role: bool) -> str:
    try:
        return skills.identify(
            name=said, language=show.reading(), seen_in="talent.profile", at=now(), is_role=is_role
        )
    except Invalid as invalid:
        raise forms.ValidationError(told(invalid.fields[""])) from None


class Row(forms.Form):
    """A row is empty when all of its fields are that `counts` names (every one when it names none)."""

    counts: tuple[str, ...] = ()
    marks_optional = False

    def is_empty(self) -> bool:
        """Whether there is nothing to keep in it."""
        if not self.is_valid():
            return False
        values = [self.cleaned_data.get(name) for name in self.counts or self.fields if name != "remove"]
        return bool(self.cleaned_data.get("remove")) or not any(values)


def _remove() -> forms.BooleanField:
    return forms.BooleanField(label=_("Remove this one"), required=False)


class SkillRow(Row):
    counts = ("skill",)
    skill = skill_field(_("Skill"))
    level = forms.TypedChoiceField(
        label=_("Level"), coerce=int, empty_value=None, required=False, initial=3, choices=level_choices
    )
    years = forms.DecimalField(label=_("Years"), required=False, max_digits=4, decimal_places=1)
    last_used = forms.IntegerField(label=_("Last used in"), required=False)

    def clean_skill(self) -> str:
        return known_skill(self.cleaned_data["skill"].strip())


class RoleRow(Row):
    counts = ("role",)
    role = forms.CharField(
        label=_("Job role"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"list": "role-names", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_role(self) -> str:
        return _identified(self.cleaned_data["role"].strip(), is_role=True)


class LanguageRow(Row):
    counts = ("language",)
    language = forms.ChoiceField(
        label=_("Language"), required=False,
        choices=lambda: [("", gettext("Not stated")), *places.languages(show.reading())],
    )  # fmt: skip
    level = forms.ChoiceField(label=_("Level"), required=False, choices=cefr_choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("language") and not cleaned.get("level"):
            self.add_error("level", gettext("Choose a level from A1 to C2."))
        return cleaned


class SampleRow(Row):
    title = forms.CharField(label=_("What it is"), required=False, max_length=120)
    url = forms.CharField(
        label=_("Link"), required=False, max_length=400,
        help_text=_("Others see only the site's name until you agree to show who you are."),
    )  # fmt: skip
    part = forms.CharField(label=_("What your part was"), required=False, max_length=300)
    text = forms.CharField(
        label=_("In a few lines"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    skills = forms.CharField(label=_("Skills, with commas"), required=False, max_length=400)
    year = forms.IntegerField(label=_("Year"), required=False)
    remove = _remove()

    def clean_skills(self) -> tuple[str, ...]:
        words = [word.strip() for word in self.cleaned_data["skills"].split(",") if word.strip()]
        return tuple(dict.fromkeys(known_skill(word) for word in words))


class CertificateRow(Row):
    name = forms.CharField(label=_("Name of the certificate"), required=False, max_length=160)
    skill = skill_field(_("Skill that it is about"))
    issuer = forms.CharField(label=_("Issued by"), required=False, max_length=160)
    issued_on = forms.DateField(label=_("Issued on"), required=False, widget=day_input())
    url = forms.CharField(
        label=_("Link that proves it"), required=False, max_length=400,
        help_text=_("Only a coordinator who checks it opens this link, and you see who did."),
    )  # fmt: skip
    remove = _remove()

    def clean_skill(self) -> str:
        return known_skill(self.cleaned_data["skill"].strip())
