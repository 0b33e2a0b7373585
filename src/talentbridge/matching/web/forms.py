"""What people choose and write about a shortlist and an offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from talentbridge.kernel.text import N_
from talentbridge.matching.engine import Weights
from talentbridge.matching.rules import requests as rules
from talentbridge.matching.states import OUTCOMES, Outcome, RequestKind

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


_KINDS = {
    RequestKind.EXPLANATION: N_("Explain it to me: a person writes down what counted and why"),
    RequestKind.REVIEW: N_("Have a person look again, somebody who neither made the list nor decided"),
}


class AskForm(forms.Form):
    """What is asked for, of which list, in whose words."""

    marks_optional = False

    kind = forms.ChoiceField(
        label=_("What would you like"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you would like to ask for.")},
    )
    shortlist = forms.ChoiceField(label=_("Which list"), required=False)
    words = forms.CharField(
        label=_("Anything that should be looked at"),
        help_text=_("For example what the list does not know. You need not write anything."),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": rules.WORDS_LENGTH}),
        required=False,  # the verb says when it is too long
    )

    def __init__(self, *args: Any, lists: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("kind", [(kind, translate(words)) for kind, words in _KINDS.items()]),
            ("shortlist", [("", _("No list in particular: how matching sees me")), *lists]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class PutOffForm(forms.Form):
    """Why an answer takes longer."""

    marks_optional = False

    reason = forms.CharField(
        label=_("Why it takes longer"),
        help_text=_("The person reads this. It can be put off once."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": rules.WORDS_LENGTH}),
        required=False,
    )


class AnswerRequestForm(forms.Form):
    """What came of a request, and the answer in words."""

    marks_optional = False

    outcome = forms.ChoiceField(label=_("What came of it"), widget=forms.RadioSelect, required=False)
    answer = forms.CharField(
        label=_("The answer"),
        widget=forms.Textarea(attrs={"rows": 18, "maxlength": rules.ANSWER_LENGTH[1]}),
        required=False,
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes: tuple[Outcome, ...] = rules.OUTCOMES_OF[RequestKind(kind)]
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each, translate(OUTCOMES[each])) for each in outcomes]
        if len(outcomes) == 1:
            field.initial, field.widget = outcomes[0], forms.HiddenInput()
