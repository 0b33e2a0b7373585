"""What people type about money. Lengths and meanings are checked by the verbs; these are only the fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talentbridge.escrow import rules

LANGUAGES = [("ko", _("Korean")), ("en", _("English")), ("other", _("Another language"))]


def _writing(label: Any, hint: Any, rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}), max_length=rules.TEXT_LIMIT
    )


class FundForm(forms.Form):
    """Nothing to type: the total that the person saw travels along."""

    seen_minor = forms.IntegerField(widget=forms.HiddenInput)


class SubmitForm(forms.Form):
    note = _writing(
        _("What you hand in"), _("Say for each acceptance criterion where it can be seen."), rows=8
    )
    language = forms.ChoiceField(label=_("Language of this text"), choices=LANGUAGES)
    links = forms.CharField(
        label=_("Links"),
        help_text=_("One on each line: repository, commit, test report, running service."),
        widget=forms.Textarea(attrs={"rows": 4, "inputmode": "url", "spellcheck": "false"}),
        required=False,
    )


class AcceptForm(forms.Form):
    seen_minor = forms.IntegerField(widget=forms.HiddenInput)
    reason = _writing(
        _("Which acceptance criteria did you check, and on what evidence?"),
        _("This stays with the payment as its proof."),
        rows=3,
    )


class ChangesForm(forms.Form):
    changes = _writing(
        _("What does not meet the acceptance criteria yet?"),
        _(
            "20 characters or more. The talent sees this text; the clock stands still until they hand in again."
        ),
    )


class ConcernForm(forms.Form):
    text = _writing(
        _("What worries you?"),
        _("20 characters or more. The other side and the coordinator read it. Clock and money stand still."),
    )


class ResolveForm(forms.Form):
    resolution = _writing(
        _("How is it resolved?"),
        _("20 characters or more. Both sides read it; then everything goes on where it stood."),
    )


class RefundForm(forms.Form):
    reason = _writing(
        _("Why should the money go back?"),
        _("20 characters or more. It happens only if the other side agrees."),
    )


class PayoutAccountForm(forms.Form):
    holder_name = forms.CharField(
        label=_("Account holder"),
        help_text=_("Your own name, as in the contract. Capitals and missing accents do not matter."),
        max_length=140,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    country = forms.CharField(
        label=_("The bank's country"),
        help_text=_("Two letters, for example VN or IN."),
        min_length=2,
        max_length=2,
        widget=forms.TextInput(attrs={"autocomplete": "country"}),
    )
    bank_name = forms.CharField(label=_("Bank"), max_length=140)
    bank_code = forms.CharField(
        label=_("Bank code"),
        help_text=_("BIC (SWIFT), IFSC or what your country uses."),
        max_length=20,
        required=False,
    )
    number = forms.CharField(
        label=_("Account number or IBAN"),
        help_text=_("Kept encrypted. Nobody sees it whole again, you neither."),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()


class TransferForm(forms.Form):
    amount = forms.DecimalField(label=_("Amount"), min_value=0, max_digits=15, decimal_places=2)


class StatementForm(forms.Form):
    document = forms.FileField(
        label=_("Statement file"), help_text=_("ISO 20022 camt.053.001.08, as the custodian sends it (XML).")
    )
