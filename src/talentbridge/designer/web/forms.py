"""The question as a form. It is sent with GET, so that the address is the question and can be kept and passed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from talentbridge.designer import rules
from talentbridge.kernel import show
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.pages import told
from talentbridge.policy.rules import COUNTRIES


def _choices(known: Mapping[str, str]) -> list[tuple[str, Any]]:
    return [(key, _(label)) for key, label in known.items()]


def _select(label: Any, known: Mapping[str, str], hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_choices(known), required=False, help_text=hint)


def _several(label: Any, known: Mapping[str, str], hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=_choices(known),
        required=False,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
    )


def _countries() -> list[tuple[str, str]]:
    return [(code, show.country(code)) for code in COUNTRIES]


YES = [("yes", _("Yes"))]


class AskForm(forms.Form):
    """Field names are the designer's options, so a refusal of `rules.read` finds its field."""

    marks_optional = False
    country = forms.MultipleChoiceField(
        label=_("Countries to compare"),
        choices=_countries,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    gross = forms.CharField(
        label=_("Pay a month, before tax"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    months = forms.IntegerField(label=_("Months"), required=False)
    work_mode = _select(_("Where the work is done"), rules.WORK_MODES)
    rhythm = _select(_("How you work together"), rules.RHYTHMS)
    days_in_korea = forms.IntegerField(
        label=_("Days of work in Korea, in all"), required=False, help_text=_("0 when nobody travels.")
    )
    ip_clause = _select(_("Who owns the results"), rules.IP_CLAUSES)
    service_kind = _select(
        _("Tax class of the work"), rules.SERVICE_KINDS, _("Matters for India and Vietnam.")
    )
    papers = forms.MultipleChoiceField(
        label=_("Papers for treaty relief are there before payment"), choices=YES, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    entity = forms.MultipleChoiceField(
        label=_("Your company has an entity in"), choices=_countries, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    factor = _several(
        _("How the person will be led"), {**rules.FACTORS, **rules.MORE_SIGNS},
        _("Tick what is so. Courts look at how it is done, not at what the contract is called."),
    )  # fmt: skip
    establishment = _several(_("Signs of a taxable presence"), rules.ESTABLISHMENT)
    identity = _several(_("What made you look twice"), rules.IDENTITY)
    data_class = _select(_("Data that the person will see"), rules.DATA_CLASSES)
    export = _select(
        _("Does the task touch controlled technology?"), rules.EXPORT_ANSWERS,
        _("National core or strategic technology, defence, research paid by the state."),
    )  # fmt: skip
    relocation = forms.MultipleChoiceField(
        label=_("Both may want to move to Korea later"), choices=YES, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    eor_quote = forms.CharField(
        label=_("EOR fees that you were quoted, a month"), required=False,
        help_text=_("Between semicolons, for example: 599 USD; 650 USD."),
    )  # fmt: skip
    vendor_quote = forms.CharField(
        label=_("A vendor's price a month"), required=False, help_text=_("All in, for example: 6,000 USD.")
    )
    on = forms.DateField(
        label=_("Rules of the day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    MAIN = ("gross", "currency", "months", "work_mode", "rhythm")
    WORK = ("days_in_korea", "ip_clause", "data_class", "export")
    TAX = ("service_kind", "papers", "relocation")
    QUOTES = ("eor_quote", "vendor_quote", "on")

    def __init__(self, *args: Any, currencies: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [(each, each) for each in sorted(currencies)]  # type: ignore[attr-defined]

    def group(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def main(self) -> list[forms.BoundField]:
        return self.group(self.MAIN)

    @property
    def work(self) -> list[forms.BoundField]:
        return self.group(self.WORK)

    @property
    def tax(self) -> list[forms.BoundField]:
        return self.group(self.TAX)

    @property
    def quotes(self) -> list[forms.BoundField]:
        return self.group(self.QUOTES)

    @property
    def has_more_errors(self) -> bool:
        """An error in the part that is folded away: it has to be opened."""
        return bool(set(self.errors) - {"country", *self.MAIN})


def said_of(data: QueryDict) -> dict[str, str]:
    """The options of an address as `rules.read` takes them: repeated ones joined, empty ones left out."""
    joined = {name: ",".join(filter(None, data.getlist(name))) for name in rules.OPTIONS if name in data}
    return {name: value for name, value in joined.items() if value}


def shown(said: Mapping[str, str]) -> dict[str, Any]:
    """Options as the form shows them: lists where a field takes several."""
    several = {"country", "factor", "establishment", "identity", "entity", "papers", "relocation"}
    return {name: value.split(",") if name in several else value for name, value in said.items()}


def refused(form: AskForm, invalid: Invalid) -> None:
    """Refusals of `rules.read` beside their fields."""
    form.full_clean()
    for name, decision in invalid.fields.items():
        field = name if name in form.fields else None
        if field and field in form.errors:
            del form.errors[field]
        form.add_error(field, told(decision))
