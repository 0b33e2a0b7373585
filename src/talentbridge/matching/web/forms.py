"""What people choose and write about a shortlist and an offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talentbridge.matching.engine import Weights

MOST = 50  # of a slider
STEP = 5


def weights_of(typed: Mapping[str, Any], otherwise: Weights) -> Weights:
    """The sliders of an address or a form (``w_skills=35``); what is not a number from 0 to 50 stays as it was."""
    values = {}
    for name in Weights.__dataclass_fields__:
        said = str(typed.get(f"w_{name}", ""))
        values[name] = int(said) if said.isdecimal() and int(said) <= MOST else getattr(otherwise, name)
    return Weights(**values)


class DecisionForm(forms.Form):
    """Whom, and on which evidence."""

    marks_optional = False

    profile = forms.IntegerField(label=_("The person"), error_messages={"required": _("Choose one person.")})
    reason = forms.CharField(
        label=_("Why this person"),
        help_text=_(
            "If somebody on the list asks, the answer rests on this text. Write about the evidence, not about the person."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 4000}),
        max_length=4000,
        required=False,  # the verb says what is missing, with the count
    )


class AnswerForm(forms.Form):
    """Yes with consent, or no."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("accept", _("Yes, I take the work and agree to the text above")),
            ("decline", _("No, not this time")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    reason = forms.CharField(
        label=_("A word to the company"),
        help_text=_("If you decline, a reason helps the coordinator; you need not give one."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
        max_length=2000,
        required=False,
    )
