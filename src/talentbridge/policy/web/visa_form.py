"""What is asked for a check: typed in a form that sends by GET, so that the answer has an address and nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talentbridge.kernel import show
from talentbridge.kernel.pages import told
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import visa
from talentbridge.policy.rules.visa import facts as said

_YES_NO = {"yes": N_("Yes"), "no": N_("No")}
_FLAGS = (
    "related",
    "korean_degree",
    "sme",
    "scholar",
    "recommended",
    "programme",
    "abroad",
    "incorporated",
)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


def countries() -> list[tuple[str, str]]:
    """Every country by its name in the reader's language."""
    names: Mapping[str, str] = {
        str(code): name for code, name in Locale.parse(show.reading()).territories.items()
    }
    real = (
        (code, names[code]) for code in names if len(code) == 2 and code.isalpha() and code not in _NOT_ONE
    )
    return sorted(real, key=lambda pair: pair[1])


_NOT_ONE = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}  # CLDR's names of what is no country


def _from(labels: Mapping[Any, str], empty: str = "") -> Any:
    def choices() -> list[tuple[str, str]]:
        first = [("", gettext("Not filled in"))] if empty else []
        return first + [(str(key), gettext(label)) for key, label in labels.items()]

    return choices


def _pick(label: Any, labels: Mapping[Any, str], hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_from(labels, "any"), required=False, help_text=hint)


def _amount(label: Any, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, help_text=hint, error_messages=_NUMBER)


def _years(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=5, decimal_places=1, error_messages=_NUMBER
    )


_NUMBER = {"invalid": _("Write a number, without words.")}


class CheckForm(forms.Form):
    """Everything but the purpose may be left out: what is not said is asked, never read as no."""

    marks_optional = False

    purpose = forms.ChoiceField(
        label=_("What is it about?"),
        choices=_from(said.PURPOSES),
        error_messages={"required": _("Choose what it is about.")},
    )
    employer = _pick(
        _("Who employs you, or will?"),
        said.EMPLOYERS,
        _("An engagement on this bridge is with a company in Korea."),
    )
    country = forms.ChoiceField(
        label=_("Nationality"), required=False, choices=lambda: [("", gettext("Not filled in")), *countries()],
        help_text=_("Not kept. It decides only about short visits and programmes for one country."),
    )  # fmt: skip
    on = forms.DateField(
        label=_("On which day?"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The rules of that day are used. Left out: today."),
        error_messages={"invalid": _("Write the day as 2026-11-30.")},
    )  # fmt: skip
    days = _amount(_("Days in Korea, for a visit"))
    degree = _pick(_("Highest degree"), said.DEGREES)
    related = _pick(_("Does the degree belong to the job?"), _YES_NO)
    korean_degree = _pick(_("Is it of a Korean university?"), _YES_NO)
    rank = _pick(
        _("Rank of the university in the world"),
        said.RANKS,
        _("QS or another ranking that the authorities name."),
    )
    field = _pick(_("Field"), said.FIELDS)
    years = _years(_("Years of work in the field"))
    years_top_500 = _years(_("Of these at one of the world's top 500 companies"))
    years_postdoc = _years(_("Years of post-doctoral research"))
    years_institute = _years(_("Of these at a top research institute"))
    pay = _amount(_("Yearly pay offered in Korea, won"), _("Before tax, for example 40000000."))
    income = _amount(_("Yearly income now, in won"), _("Only for the workation visa."))
    insurance = _amount(_("Insurance cover, won"), _("Only for the workation visa."))
    age = _amount(_("Age in years"), _("Only for the workation visa."))
    points = _amount(_("Points"), _("Of OASIS for D-8-4, or of the sheet for the K-Tech Pass."))
    sme = _pick(_("Is the company small or medium-sized?"), _YES_NO)
    scholar = _pick(
        _("Are you a scholar of a programme of the health ministry or the space agency?"), _YES_NO
    )
    recommended = _pick(_("Does a ministry, KOTRA or a university's president recommend you?"), _YES_NO)
    programme = _pick(_("Were you chosen by a government programme or the Grand Challenge?"), _YES_NO)
    abroad = _pick(_("Do you live outside Korea now?"), _YES_NO)
    incorporated = _pick(_("Is your company registered already?"), _YES_NO)

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        if day and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("Choose a day between 2000 and 2100."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            for name, decision in visa.refused(self.facts()).items():
                self.add_error(name, told(decision))
        return cleaned

    def facts(self) -> visa.Facts:
        """What was said, for the rules."""
        typed = self.cleaned_data
        said_of: dict[str, Any] = {
            name: typed[name] for name in ("pay", "income", "insurance", "age", "points", "days")
        }
        said_of |= {
            name: typed[name] for name in ("years", "years_top_500", "years_postdoc", "years_institute")
        }
        said_of |= {name: {"yes": True, "no": False}.get(typed[name]) for name in _FLAGS}
        return visa.Facts(
            purpose=visa.Purpose(typed["purpose"]),
            country=typed["country"],
            employer=visa.Employer(typed["employer"]) if typed["employer"] else None,
            degree=visa.Degree(typed["degree"]) if typed["degree"] else None,
            rank=visa.Rank(typed["rank"]) if typed["rank"] else None,
            field=visa.Field(typed["field"]) if typed["field"] else None,
            **said_of,
        )  # fmt: skip

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields in the order in which they are asked, under a heading each."""
        return [(gettext(title), [self[name] for name in names]) for title, names in _GROUPS]


_GROUPS = (
    (N_("What it is about"), ("purpose", "employer", "country", "on", "days")),
    (N_("Degree and field"), ("degree", "related", "korean_degree", "rank", "field")),
    (N_("Work so far"), ("years", "years_top_500", "years_postdoc", "years_institute")),
    (N_("Pay, income, insurance"), ("pay", "income", "insurance", "age", "points")),
    (N_("Company and recommendation"), ("sme", "scholar", "recommended", "programme", "abroad", "incorporated")),
)  # fmt: skip
