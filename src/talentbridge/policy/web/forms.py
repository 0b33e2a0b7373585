"""What operators type about rules and rates. The verbs judge it; these are only the fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talentbridge.policy.rules import Certainty, content
from talentbridge.policy.rules.names import RATES, UNITS
from talentbridge.policy.web import present

MARKS = [
    (Certainty.OFFICIAL.value, _("Official source")),
    (Certainty.JUDGEMENT.value, _("Source found, needs judgement")),
    (Certainty.UNVERIFIED.value, _("Not verified")),
]
FORMATS = [
    ("ecb", _("European Central Bank: eurofxref as XML, CSV or ZIP")),
    ("eximbank", _("Export-Import Bank of Korea: exchangeJSON")),
    ("csv", _("A table: currency,date,krw_per,source")),
]


def _day(label: Any, hint: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _text(label: Any, hint: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=content.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Why"), required=False, max_length=content.LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history, where everybody can read it."),
    )  # fmt: skip


class ChangeForm(forms.Form):
    """What a row says, all but what makes it that row."""

    marks_optional = False  # whether a value, a text or a source is needed depends on the others
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    value = forms.DecimalField(
        label=_("Value"), required=False, max_digits=24, decimal_places=10,
        help_text=_("A rate is a fraction: 0.03 is 3%. Empty: the row is a statement, and the texts are its content."),
    )  # fmt: skip
    unit = forms.CharField(
        label=_("Unit"), required=False, max_length=40, widget=forms.TextInput(attrs={"list": "units"}),
        help_text=_("One of the units that the bridge can tell readers, such as “rate of pay” or “VND a month”."),
    )  # fmt: skip
    valid_to = _day(_("Valid to"), _("The last day. Empty: until something replaces it."), required=False)
    title_ko = forms.CharField(label=_("Title in Korean"), required=False, max_length=200)
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=200)
    note_ko = _text(_("Text in Korean"))
    note_en = _text(_("Text in English"))
    source_name = forms.CharField(
        label=_("Source"), required=False, max_length=300, help_text=_("As it is called where you read it.")
    )
    source_url = forms.CharField(label=_("Address of the source"), required=False, max_length=500)
    checked_on = _day(_("Checked on"))
    certainty = forms.ChoiceField(label=_("Certainty"), choices=MARKS)
    differs_from = forms.CharField(
        label=_("Says something else than"), required=False, max_length=100,
        help_text=_("The key of a row that contradicts this one. Both stay visible."),
    )  # fmt: skip
    reason = _reason()
    units = [*RATES, *UNITS, "KRW a month", "KRW a year", "USD a month", "USD in all"]

    def said(self) -> dict[str, Any]:
        """The columns of the row as typed."""
        return {name: self.cleaned_data.get(name) for name in content.COLUMNS if name in self.fields}


class NewForm(ChangeForm):
    """A row that is not there yet."""

    key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=100,
        help_text=_("A dotted path as docs/rules.md lists them."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    valid_from = _day(_("Valid from"))
    field_order = ["key", "country", "value", "unit", "valid_from", "valid_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Korea's side, or everywhere")), *present.countries()]


class EndForm(forms.Form):
    marks_optional = False  # the reason is asked for by the service, in its own words
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    valid_to = _day(_("Last day"), _("The row is still valid on this day."))
    source = forms.CharField(label=_("Source"), max_length=300, help_text=_("Where you read that it ends."))
    reason = _reason()


class CheckForm(forms.Form):
    marks_optional = False  # the reason is asked for by the service, in its own words
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    checked_on = _day(_("Checked on"))
    reason = _reason()


class ReasonForm(forms.Form):
    marks_optional = False
    reason = _reason()


class ApproveForm(forms.Form):
    """What the second person compared with travels along."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(
        label=_("Remark"), required=False, max_length=content.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("What you looked at. It stays with the proposal."),
    )  # fmt: skip


class RateForm(forms.Form):
    """One rate by hand."""

    marks_optional = False
    currency = forms.CharField(label=_("Currency"), max_length=3, help_text=_("Three letters, such as VND."))
    on = _day(_("Day of the rate"))
    krw_per = forms.DecimalField(
        label=_("Won for one unit"), max_digits=24, decimal_places=10,
        help_text=_("Of one major unit: 9.4 for one yen, 0.0552 for one dong."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Who publishes this rate, as they call it.")
    )
    certainty = forms.ChoiceField(label=_("Certainty"), choices=MARKS[:2], initial=Certainty.JUDGEMENT.value)
    reason = _reason()


class ImportForm(forms.Form):
    """A published table as a file."""

    format = forms.ChoiceField(label=_("Format"), choices=FORMATS)
    document = forms.FileField(label=_("File"), help_text=_("At most 20 MB."))
    on = _day(
        _("Day of the rates"),
        _("Only for the Export-Import Bank of Korea, whose file does not say it."),
        required=False,
    )
