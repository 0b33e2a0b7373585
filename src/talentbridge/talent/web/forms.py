"""What is typed on the pages of talents."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talentbridge.kernel import show
from talentbridge.kernel.money import Money, digits
from talentbridge.skills import queries as skills
from talentbridge.talent import rules
from talentbridge.talent.models import Profile
from talentbridge.talent.rules import ProfileDraft

SPARE_ROWS = 4  # empty lines for more skills; saving gives new ones
_NO_PLACE = {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"}
_LARGEST_RESUME = 1_000_000  # bytes


def _choices(labels: Mapping[Any, str]) -> Any:
    return lambda: [(key, gettext(label)) for key, label in labels.items()]


def _cefr() -> list[tuple[str, str]]:
    return [("", gettext("Not stated")), *((level, level) for level in rules.CEFR)]


@lru_cache(maxsize=4)
def _places(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language).territories
    rows = [
        (code, name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_PLACE
    ]
    return sorted(rows, key=lambda row: row[1])


@lru_cache(maxsize=4)
def _zones(language: str) -> list[tuple[str, str]]:
    roots = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    names = [name for name in available_timezones() if name.startswith(roots)]
    return sorted(((name, show.city(name, language)) for name in names), key=lambda row: row[1])


def _country_choices() -> list[tuple[str, str]]:
    return [("", gettext("Not stated")), *_places(show.reading())]


def _zone_choices() -> list[tuple[str, str]]:
    return [("", gettext("Not stated")), *_zones(show.reading())]


class ProfileForm(forms.Form):
    """One's own profile. Skills stand in numbered pairs of fields, so that the page works without a script."""

    headline_ko = forms.CharField(label=_("What you do, in Korean"), required=False, max_length=200)
    headline_en = forms.CharField(label=_("What you do, in English"), required=False, max_length=200)
    years = forms.DecimalField(label=_("Years of experience"), required=False, max_digits=4, decimal_places=1)
    english = forms.ChoiceField(label=_("English"), required=False, choices=_cefr)
    korean = forms.ChoiceField(label=_("Korean"), required=False, choices=_cefr)
    country = forms.ChoiceField(label=_("Where you live"), required=False, choices=_country_choices)
    time_zone = forms.ChoiceField(
        label=_("Where your clock is"),
        required=False,
        choices=_zone_choices,
        help_text=_(
            "Overlapping hours are calculated from it. Your country is never used for anything else."
        ),
    )
    rate = forms.DecimalField(
        label=_("What you ask for"),
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text=_("Before tax. Companies see it on the shortlist; it is a starting point, not a promise."),
    )
    rate_currency = forms.ChoiceField(
        label=_("Currency"), choices=[(name, name) for name in rules.RATE_CURRENCIES]
    )
    rate_unit = forms.ChoiceField(label=_("Per"), choices=_choices(rules.RATE_UNITS))
    weekly_hours = forms.IntegerField(label=_("Hours a week"), required=False)
    available_from = forms.DateField(
        label=_("Free from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    engagement_types = forms.MultipleChoiceField(
        label=_("How you would work"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=_choices(rules.ENGAGEMENT_TYPES),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.rows = sum(1 for name in self.data if name.startswith("skill_"))
        else:
            self.rows = sum(1 for name in self.initial if name.startswith("skill_")) + SPARE_ROWS
        self.rows = min(self.rows, rules.MOST_SKILLS + SPARE_ROWS)
        for number in range(self.rows):
            self.fields[f"skill_{number}"] = forms.CharField(
                label=_("Skill"), required=False, max_length=80,
                widget=forms.TextInput(attrs={"list": "skill-names", "autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"level_{number}"] = forms.TypedChoiceField(
                label=_("Level"),
                required=False,
                initial=3,
                coerce=int,
                empty_value=None,
                choices=_level_choices,
            )

    def skill_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of fields, for the template."""
        return [(self[f"skill_{number}"], self[f"level_{number}"]) for number in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        found: dict[str, int] = {}
        for number in range(self.rows):
            said = cleaned.get(f"skill_{number}", "").strip()
            if not said:
                continue
            skill = skills.by_name(said)
            if not skill:
                self.add_error(
                    f"skill_{number}",
                    gettext("The bridge does not know the skill “{skill}”.").format(skill=said),
                )
            elif skill in found:
                self.add_error(f"skill_{number}", gettext("This skill stands there twice."))
            else:
                found[skill] = cleaned.get(f"level_{number}") or 3
        cleaned["skills"] = found
        return cleaned

    def draft(self) -> ProfileDraft:
        """What was typed, as the verb takes it."""
        typed = self.cleaned_data
        rate, currency = typed["rate"], typed["rate_currency"]
        return ProfileDraft(
            headline_ko=typed["headline_ko"],
            headline_en=typed["headline_en"],
            skills=typed["skills"],
            country=typed["country"],
            time_zone=typed["time_zone"],
            years=typed["years"],
            english=typed["english"],
            korean=typed["korean"],
            rate_minor=None if rate is None else int(rate.scaleb(digits(currency))),
            rate_currency=currency if rate is not None else "",
            rate_unit=typed["rate_unit"],
            weekly_hours=typed["weekly_hours"],
            available_from=typed["available_from"],
            engagement_types=tuple(typed["engagement_types"]),
        )


def _level_choices() -> list[tuple[int, str]]:
    return [(level, f"{level} · {gettext(name)}") for level, name in rules.LEVELS.items()]


def initial_of(draft: ProfileDraft) -> dict[str, Any]:
    """A draft as the initial values of a `ProfileForm`."""
    values: dict[str, Any] = {
        name: getattr(draft, name)
        for name in (
            "headline_ko", "headline_en", "years", "english", "korean", "country", "time_zone", "rate_unit",
            "weekly_hours", "available_from", "engagement_types",
        )
    }  # fmt: skip
    values["rate_currency"] = draft.rate_currency or "USD"
    if draft.rate_minor is not None:
        amount = Money(draft.rate_minor, draft.rate_currency).amount
        values["rate"] = amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount
    if draft.years is not None:
        values["years"] = draft.years.quantize(Decimal("0.1")).normalize()
    for number, (skill, level) in enumerate(
        sorted(draft.skills.items(), key=lambda item: (-item[1], item[0]))
    ):
        values[f"skill_{number}"] = skills.label(skill, show.reading())
        values[f"level_{number}"] = level
    return values


def draft_of(profile: Profile) -> ProfileDraft:
    """A stored profile as a draft."""
    return ProfileDraft(
        headline_ko=profile.headline_ko, headline_en=profile.headline_en,
        skills={line.skill_id: line.level for line in profile.skills.all()}, country=profile.country,
        time_zone=profile.time_zone, years=profile.years, english=profile.english, korean=profile.korean,
        rate_minor=profile.rate_minor, rate_currency=profile.rate_currency, rate_unit=profile.rate_unit,
        weekly_hours=profile.weekly_hours, available_from=profile.available_from,
        engagement_types=tuple(profile.engagement_types),
    )  # fmt: skip


class ResumeForm(forms.Form):
    file = forms.FileField(label=_("JSON Resume file"), required=False)
    resume = forms.CharField(
        label=_("Or paste its text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file is not None:
            if file.size > _LARGEST_RESUME:
                self.add_error("file", gettext("A résumé has at most 1 MB. Leave pictures out of it."))
                return cleaned
            try:
                cleaned["resume"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", gettext("The file is not in UTF-8. Save it as UTF-8 and try again."))
        elif not (cleaned.get("resume") or "").strip():
            self.add_error("resume", gettext("Choose a file or paste its text."))
        return cleaned
