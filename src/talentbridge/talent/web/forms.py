"""The forms of the parts of a profile: one form a part, with growing rows where a part has them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.money import Money, digits
from talentbridge.kernel.pages import told
from talentbridge.policy import queries as policy
from talentbridge.skills import queries as skills
from talentbridge.talent import rules
from talentbridge.talent.rules import Certification, Practice, ProfileDraft, Rate, Sample
from talentbridge.talent.web import places
from talentbridge.talent.web.rows import (
    CertificateRow,
    LanguageRow,
    RoleRow,
    Row,
    SampleRow,
    SkillRow,
    cefr_choices,
    day_input,
)


def choices_of(labels: Mapping[Any, str]) -> Any:
    """The options of a form from a table of message ids."""
    return lambda: [(key, gettext(label)) for key, label in labels.items()]


def _currencies() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(policy.fx_rates(now().date()))]


class PartForm(forms.Form):
    """One part of a profile. `row` is the form of its rows, `spare` how many empty ones stand below, `most` in all."""

    row: type[Row] | None = None
    spare, most = 0, 0

    def __init__(self, draft: ProfileDraft, data: Any = None) -> None:
        super().__init__(data, initial=self.initial_of(draft))
        self.rows: BaseFormSet[Any] | None = None
        self._kept: list[Row] = []
        if self.row:
            rows = formset_factory(self.row, extra=self.spare, max_num=self.most, absolute_max=self.most + 20)
            self.rows = rows(data, initial=self.rows_of(draft), prefix="rows")

    def is_valid(self) -> bool:
        """Whether the form and all of its rows can be read."""
        rows_fine = self.rows is None or self.rows.is_valid()
        if super().is_valid() and rows_fine:
            self._kept = [row for row in self.rows or () if not row.is_empty()]
            return True
        return False

    @property
    def kept(self) -> list[dict[str, Any]]:
        """What stands in the rows that are not empty."""
        return [row.cleaned_data for row in self._kept]

    def initial_of(self, draft: ProfileDraft) -> dict[str, Any]:
        return {name: getattr(draft, name) for name in self.base_fields if hasattr(draft, name)}

    def rows_of(self, draft: ProfileDraft) -> list[dict[str, Any]]:
        return []

    def values(self) -> dict[str, Any]:
        """The part's fields of a `ProfileDraft`."""
        return dict(self.cleaned_data)

    def show_errors(self, invalid: Invalid) -> None:
        """Put a verb's refusals beside their fields: ``samples.0.url`` beside the link of the first kept row."""
        for name, decision in invalid.fields.items():
            _first, _dot, rest = name.partition(".")
            number, _dot, field = rest.partition(".")
            if (
                number.isdecimal()
                and int(number) < len(self._kept)
                and field in self._kept[int(number)].fields
            ):
                self._kept[int(number)].add_error(field, told(decision))
                self.add_error(None, told(decision))
            else:
                target = self.field_of(name)
                self.add_error(target if target in self.fields else None, told(decision))

    def field_of(self, name: str) -> str:
        """The form's field that a refusal belongs to."""
        return name


class WorkForm(PartForm):
    headline_ko = forms.CharField(label=_("What you do, in Korean"), required=False, max_length=200)
    headline_en = forms.CharField(label=_("What you do, in English"), required=False, max_length=200)
    years = forms.DecimalField(label=_("Years of experience"), required=False, max_digits=4, decimal_places=1)
    row, spare, most = RoleRow, 2, rules.MOST_ROLES

    def initial_of(self, draft: ProfileDraft) -> dict[str, Any]:
        return super().initial_of(draft) | {"years": _short(draft.years)}

    def rows_of(self, draft: ProfileDraft) -> list[dict[str, Any]]:
        return [{"role": skills.label(role, show.reading())} for role in draft.roles]

    def values(self) -> dict[str, Any]:
        return super().values() | {"roles": tuple(dict.fromkeys(row["role"] for row in self.kept))}


class SkillsForm(PartForm):
    row, spare, most = SkillRow, 4, rules.MOST_SKILLS

    def rows_of(self, draft: ProfileDraft) -> list[dict[str, Any]]:
        lines = sorted(draft.skills.items(), key=lambda line: (-line[1], line[0]))
        known = [(skill, level, draft.practice.get(skill, Practice())) for skill, level in lines]
        return [
            {"skill": skills.label(skill, show.reading()), "level": level, "years": _short(practice.years),
             "last_used": practice.last_used}
            for skill, level, practice in known
        ]  # fmt: skip

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        seen: set[str] = set()
        for row in self._kept:
            skill = row.cleaned_data["skill"]
            if skill in seen:
                row.add_error("skill", gettext("This skill stands there twice."))
                self.add_error(None, gettext("This skill stands there twice."))
            seen.add(skill)
        return not self.errors

    def values(self) -> dict[str, Any]:
        return {
            "skills": {row["skill"]: row["level"] or 3 for row in self.kept},
            "practice": {
                row["skill"]: Practice(row["years"], row["last_used"])
                for row in self.kept
                if row["years"] is not None or row["last_used"] is not None
            },
        }


class LanguagesForm(PartForm):
    english = forms.ChoiceField(label=_("English"), required=False, choices=cefr_choices)
    korean = forms.ChoiceField(label=_("Korean"), required=False, choices=cefr_choices)
    row, spare, most = LanguageRow, 2, rules.MOST_LANGUAGES

    def rows_of(self, draft: ProfileDraft) -> list[dict[str, Any]]:
        return [{"language": language, "level": level} for language, level in draft.languages.items()]

    def values(self) -> dict[str, Any]:
        return super().values() | {"languages": {row["language"]: row["level"] for row in self.kept}}


class TimeForm(PartForm):
    country = forms.ChoiceField(
        label=_("Where you live"), required=False,
        choices=lambda: [("", gettext("Not stated")), *places.countries(show.reading())],
        help_text=_("Only tasks that are limited to certain countries look at it."),
    )  # fmt: skip
    time_zone = forms.ChoiceField(
        label=_("Where your clock is"), required=False,
        choices=lambda: [("", gettext("Not stated")), *places.zones(show.reading())],
        help_text=_("Overlapping hours are calculated from it, daylight saving included."),
    )  # fmt: skip
    available_from = forms.DateField(label=_("Free from"), required=False, widget=day_input())
    available_until = forms.DateField(
        label=_("Free until"), required=False, widget=day_input(), help_text=_("The last day; empty: open.")
    )
    notice_days = forms.IntegerField(
        label=_("Days of notice"), required=False, help_text=_("Before work can begin, 0 to 180.")
    )
    weekly_hours = forms.IntegerField(label=_("Hours a week"), required=False)


class TermsForm(PartForm):
    engagement_types = forms.MultipleChoiceField(
        label=_("How you would work"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=choices_of(rules.ENGAGEMENT_TYPES),
    )  # fmt: skip
    work_modes = forms.MultipleChoiceField(
        label=_("Where you would work"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=choices_of(rules.WORK_MODES),
    )  # fmt: skip
    work_in = forms.CharField(
        label=_("Where you are allowed to work"), required=False, max_length=400,
        help_text=_("Countries with commas, for example: Vietnam, KR. Only what you may do without a new permit."),
    )  # fmt: skip
    data_class = forms.ChoiceField(
        label=_("For which data your workplace is ready"), required=False,
        choices=lambda: [("", gettext("Not stated")), *choices_of(rules.DATA_CLASSES)()],
        help_text=_("The most sensitive kind: own room, own account on the computer, encrypted disk."),
    )  # fmt: skip
    rate = forms.DecimalField(
        label=_("What you ask for"), required=False, max_digits=16, decimal_places=2,
        help_text=_("Before tax. Companies see it on the shortlist; it is a starting point, not a promise."),
    )  # fmt: skip
    rate_currency = forms.ChoiceField(label=_("Currency"), choices=_currencies)
    rate_unit = forms.ChoiceField(label=_("Per"), choices=choices_of(rules.RATE_UNITS))

    def __init__(self, draft: ProfileDraft, data: Any = None) -> None:
        super().__init__(draft, data)
        for name, label in rules.ENGAGEMENT_TYPES.items():
            self.fields[f"rate_{name}"] = forms.DecimalField(
                label=_(label), required=False, max_digits=16, decimal_places=2
            )
            self.fields[f"currency_{name}"] = forms.ChoiceField(
                label=_("Currency"), required=False, choices=_currencies
            )
            self.fields[f"unit_{name}"] = forms.ChoiceField(
                label=_("Per"), required=False, choices=choices_of(rules.RATE_UNITS)
            )

    def initial_of(self, draft: ProfileDraft) -> dict[str, Any]:
        values = super().initial_of(draft)
        currency = draft.rate_currency or "USD"
        values |= {"rate": _amount(draft.rate_minor, currency), "rate_currency": currency}
        values["work_in"] = ", ".join(show.country(code) for code in draft.work_in)
        for name in rules.ENGAGEMENT_TYPES:
            rate = draft.rates.get(name)
            values[f"rate_{name}"] = _amount(rate.minor, rate.currency) if rate else None
            values[f"currency_{name}"] = rate.currency if rate else currency
            values[f"unit_{name}"] = rate.unit if rate else draft.rate_unit
        return values

    def type_rates(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Amount, currency and unit of every engagement type, for the template."""
        return [
            (self[f"rate_{name}"], self[f"currency_{name}"], self[f"unit_{name}"])
            for name in rules.ENGAGEMENT_TYPES
        ]

    def differs(self) -> bool:
        """Whether any engagement type has a rate of its own, or a mistake in one."""
        return any(amount.value() or amount.errors for amount, _currency, _unit in self.type_rates())

    def clean_work_in(self) -> tuple[str, ...]:
        found = []
        for name in filter(None, map(str.strip, self.cleaned_data["work_in"].split(","))):
            if not (code := places.country_by_name(name)):
                raise forms.ValidationError(gettext("“{name}” is no country that we know.").format(name=name))
            found.append(code)
        return tuple(dict.fromkeys(found))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        pairs = [("rate", "rate_currency")] + [
            (f"rate_{name}", f"currency_{name}") for name in rules.ENGAGEMENT_TYPES
        ]
        for name, currency in pairs:
            amount = cleaned.get(name)
            if amount is not None and amount != round(amount, digits(cleaned.get(currency) or "USD")):
                self.add_error(
                    name,
                    gettext("This currency has no smaller unit. Leave out what stands behind the point."),
                )
        return cleaned

    def values(self) -> dict[str, Any]:
        typed = self.cleaned_data
        rates = {
            name: Rate(
                _minor(typed[f"rate_{name}"], typed[f"currency_{name}"]),
                typed[f"currency_{name}"],
                typed[f"unit_{name}"],
            )
            for name in rules.ENGAGEMENT_TYPES
            if typed[f"rate_{name}"] is not None
        }
        has_rate = typed["rate"] is not None
        return {
            "engagement_types": tuple(typed["engagement_types"]),
            "work_modes": tuple(typed["work_modes"]),
            "work_in": typed["work_in"],
            "data_class": typed["data_class"],
            "rate_minor": _minor(typed["rate"], typed["rate_currency"]) if has_rate else None,
            "rate_currency": typed["rate_currency"] if has_rate else "",
            "rate_unit": typed["rate_unit"],
            "rates": rates,
        }

    def field_of(self, name: str) -> str:
        return name.replace("rates.", "rate_")


class SamplesForm(PartForm):
    row, spare, most = SampleRow, 1, rules.MOST_SAMPLES

    def rows_of(self, draft: ProfileDraft) -> list[dict[str, Any]]:
        return [
            {"title": each.title, "url": each.url, "part": each.part, "text": each.text, "year": each.year,
             "skills": ", ".join(skills.label(skill, show.reading()) for skill in each.skills)}
            for each in draft.samples
        ]  # fmt: skip

    def values(self) -> dict[str, Any]:
        return {
            "samples": tuple(
                Sample(row["title"], row["url"].strip(), row["text"], row["part"], row["skills"], row["year"])
                for row in self.kept
            )
        }


class CertificatesForm(PartForm):
    row, spare, most = CertificateRow, 1, rules.MOST_CERTIFICATES

    def rows_of(self, draft: ProfileDraft) -> list[dict[str, Any]]:
        return [
            {"name": each.name, "skill": skills.label(each.skill_id, show.reading()) if each.skill_id else "",
             "issuer": each.issuer, "issued_on": each.issued_on, "url": each.url}
            for each in draft.certificates
        ]  # fmt: skip

    def values(self) -> dict[str, Any]:
        return {
            "certificates": tuple(
                Certification(row["name"], row["issuer"], row["issued_on"], row["url"].strip(), row["skill"])
                for row in self.kept
            )
        }


FORMS: dict[str, type[PartForm]] = {
    "work": WorkForm,
    "skills": SkillsForm,
    "languages": LanguagesForm,
    "time": TimeForm,
    "terms": TermsForm,
    "samples": SamplesForm,
    "certificates": CertificatesForm,
}


def _short(number: Decimal | None) -> Decimal | None:
    """5 rather than 5.0."""
    return None if number is None else number.quantize(Decimal("0.1")).normalize() + 0


def _amount(minor: int | None, currency: str) -> Decimal | None:
    if minor is None:
        return None
    amount = Money(minor, currency).amount
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


def _minor(amount: Decimal, currency: str) -> int:
    return int(amount.scaleb(digits(currency)))
