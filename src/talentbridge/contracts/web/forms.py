"""What a coordinator and the two sides type about a contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from talentbridge.contracts import queries, rules
from talentbridge.contracts.rules import ContractTerms, MilestoneTerms
from talentbridge.kernel.decision import Decision
from talentbridge.kernel.money import Money, digits
from talentbridge.kernel.pages import told


def _choices(known: Mapping[str, str]) -> list[tuple[str, Any]]:
    return [(key, _(label)) for key, label in known.items()]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _optional_clauses() -> list[tuple[str, str]]:
    return [(each.key, f"{each.title.ko} · {each.title.en}") for each in queries.optional_clauses()]


class TermsForm(forms.Form):
    """The terms of a contract apart from its deliverables."""

    title_ko = forms.CharField(label=_("Title in Korean"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    engagement_type = forms.ChoiceField(
        label=_("Engagement type"),
        choices=_choices(rules.ENGAGEMENT_TYPES),
        help_text=_("Decides which agreement is used. With direction and fixed hours, it is employment."),
    )
    work_mode = forms.ChoiceField(label=_("Work mode"), choices=_choices(rules.WORK_MODES))
    place_of_work = forms.ChoiceField(
        label=_("Place of work"),
        choices=_choices(rules.PLACES_OF_WORK),
        help_text=_("Tax follows the place where the work is done."),
    )
    talent_country = forms.CharField(
        label=_("The talent's country"),
        max_length=2,
        help_text=_("Two letters, for example VN. Some countries bring a clause of their own."),
    )
    ip_clause = forms.ChoiceField(
        label=_("Who owns the rights"),
        choices=_choices(rules.IP_CLAUSES),
        widget=forms.RadioSelect,
        help_text=_(
            "The government form makes both sides owners. A licence may turn the price into a royalty, which is taxed "
            "differently."
        ),
    )
    prevailing_language = forms.ChoiceField(label=_("Prevailing language"), choices=_choices(rules.LANGUAGES))
    starts_on = _day(_("Start"))
    ends_on = _day(_("End"))
    overlap_hours = forms.IntegerField(label=_("Overlapping hours a day"), min_value=0, max_value=8)
    review_days = forms.IntegerField(label=_("Days to review a deliverable"), min_value=3, max_value=30)
    company_name_en = forms.CharField(
        label=_("The company's name in English"), max_length=200, required=False
    )
    company_address = forms.CharField(label=_("The company's address"), max_length=300, required=False)
    company_signatory = forms.CharField(label=_("Who represents the company"), max_length=200, required=False)
    talent_address = forms.CharField(label=_("The talent's address"), max_length=300, required=False)
    left_out = forms.MultipleChoiceField(
        label=_("Optional clauses to leave out"),
        choices=_optional_clauses,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every other clause is mandatory and stays."),
    )

    def clean_talent_country(self) -> str:
        return str(self.cleaned_data["talent_country"]).upper()


class MilestoneForm(forms.Form):
    """One deliverable."""

    title_ko = forms.CharField(label=_("Title in Korean"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    acceptance_ko = forms.CharField(
        label=_("Acceptance criteria in Korean"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    acceptance_en = forms.CharField(
        label=_("Acceptance criteria in English"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    amount_minor = forms.CharField(label=_("Amount before tax"), max_length=20)
    due_on = _day(_("Due"))

    def __init__(self, *args: Any, currency: str = "KRW", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_amount_minor(self) -> int:
        """An amount in major units as people write it, with or without thousands separators, in minor units."""
        try:
            return Money.of(
                Decimal(self.cleaned_data["amount_minor"].replace(",", "").strip()), self.currency
            ).minor
        except (InvalidOperation, ValueError) as error:
            raise forms.ValidationError(
                _("Write an amount in %(currency)s with at most %(digits)s decimals, for example 6,000,000."),
                params={"currency": self.currency, "digits": digits(self.currency)},
            ) from error


Milestones = formset_factory(MilestoneForm, extra=1, can_delete=True, max_num=40, absolute_max=41)


def initial(terms: ContractTerms) -> dict[str, Any]:
    """What the terms form shows before anybody types."""
    shown = {name: getattr(terms, name) for name in TermsForm.base_fields if hasattr(terms, name)}
    return shown | {
        "company_name_en": terms.company.name_en,
        "company_address": terms.company.address,
        "company_signatory": terms.company.signatory,
        "talent_address": terms.talent.address,
    }


def initial_milestones(terms: ContractTerms) -> list[dict[str, Any]]:
    """What the deliverables' forms show before anybody types."""
    return [
        {
            **{name: getattr(milestone, name) for name in MilestoneForm.base_fields},
            "amount_minor": f"{Money(milestone.amount_minor, terms.currency).amount:,}",
        }
        for milestone in terms.milestones
    ]


def changed_terms(terms: ContractTerms, form: TermsForm, rows: BaseFormSet[Any]) -> ContractTerms:
    """The terms with what was typed. Raises `Invalid`; milestones are keyed by their place in `kept(rows)`."""
    data = form.cleaned_data
    own = {name: data[name] for name in data if name in ContractTerms.__dataclass_fields__}
    return replace(
        terms,
        **{**own, "left_out": tuple(data["left_out"])},
        company=replace(
            terms.company,
            name_en=data["company_name_en"],
            address=data["company_address"],
            signatory=data["company_signatory"],
        ),
        talent=replace(terms.talent, address=data["talent_address"]),
        milestones=tuple(
            MilestoneTerms(
                number=number, **{name: row.cleaned_data[name] for name in MilestoneForm.base_fields}
            )
            for number, row in enumerate(kept(rows), start=1)
        ),
    )


def kept(rows: BaseFormSet[Any]) -> list[Any]:
    """The deliverables that were neither left empty nor struck out, in their order."""
    return [
        row
        for row in rows.forms
        if (row.has_changed() or row.initial) and not row.cleaned_data.get("DELETE", False)
    ]


def show_refusals(fields: Mapping[str, Decision], form: TermsForm, rows: BaseFormSet[Any]) -> None:
    """Put each refusal of the terms beside the field that caused it, else on top."""
    remaining = kept(rows)
    for name, decision in fields.items():
        start, _dash, rest = name.partition("-")
        place, _dash, field = rest.partition("-")
        if start == "milestones" and place.isdigit() and int(place) < len(remaining):
            remaining[int(place)].add_error(field, told(decision))
        else:
            form.add_error(name if name in form.fields else None, told(decision))


class SigningForm(forms.Form):
    """A signature: agreement, name, and the hash that the signer saw."""

    terms_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField(
        label=_(
            "I have read this contract, agree to it, and agree that my electronic signature counts like one by hand or "
            "a seal."
        ),
        required=False,
    )
    typed_name = forms.CharField(
        label=_("Your full name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class ReasonForm(forms.Form):
    """Why somebody declines or withdraws."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("At least ten characters. Both sides and the coordinator read it."),
    )


class CheckForm(forms.Form):
    """A PDF to check."""

    pdf = forms.FileField(
        label=_("PDF file"), help_text=_("Up to 20 MB. It is checked in memory and not kept.")
    )
