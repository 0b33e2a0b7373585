"""What is typed on the pages of engagements."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talentbridge.contracts import rules as contracts
from talentbridge.demand.rules.templates import all_templates
from talentbridge.designer.rules import ESTABLISHMENT, FACTORS, MORE_SIGNS
from talentbridge.engagements import rules
from talentbridge.engagements.states import OBSTACLES
from talentbridge.kernel.money import Money, digits
from talentbridge.kernel.text import N_


def _choices(labels: dict[str, str]) -> Any:
    return lambda: [(key, gettext(label)) for key, label in labels.items()]


class NeedForm(forms.Form):
    need_text = forms.CharField(
        label=_("What do you need?"),
        help_text=_(
            "In Korean or English, as you would tell a colleague: what should work in the end, what exists already, by"
            " when, with which tools. You can change everything in the next step."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
        strip=False,
        error_messages={"required": _("Write down what you need first: two or three sentences are enough.")},
    )
    # What the need begins with, out of the address; one that is not there is left out.
    template = forms.CharField(widget=forms.HiddenInput, required=False)
    source = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_template(self) -> str:
        return self.cleaned_data["template"] if self.cleaned_data["template"] in all_templates() else ""

    def clean_source(self) -> UUID | None:
        try:
            return UUID(self.cleaned_data["source"])
        except ValueError:
            return None


class ChooseForm(forms.Form):
    """The choice itself stands in hidden fields; the question beside it, in the options of the designer."""

    option = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why this one"),
        help_text=_("Which facts decided it, in 20 characters or more. Both sides read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in 20 characters or more.")},
    )


class StatusForm(forms.Form):
    """How the work is really done now: gone through at the start and again every month."""

    factor = forms.MultipleChoiceField(
        label=_("What is so now"),
        help_text=_("Tick what is so. Courts look at how it is done, not at what the contract is called."),
        choices=_choices(FACTORS | MORE_SIGNS), required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    establishment = forms.MultipleChoiceField(
        label=_("Signs of a taxable presence"), choices=_choices(ESTABLISHMENT), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reason = forms.CharField(
        label=_("What you looked at"),
        help_text=_(
            "Messages, invoices, a talk with both sides: what shows that it is so, in 20 characters or more."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what you looked at, in 20 characters or more.")},
    )


class StepForm(forms.Form):
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)


class HandOverForm(forms.Form):
    what = forms.CharField(
        label=_("What was handed over"),
        help_text=_("Code, documents, access, training: what the company can now do by itself."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what was handed over.")},
    )
    owner = forms.CharField(
        label=_("Who takes it over at the company"),
        help_text=_("The name of one person; a team cannot be called."),
        max_length=200,
        error_messages={"required": _("Name the person at the company who takes this over.")},
    )
    links = forms.CharField(
        label=_("Where it is"),
        help_text=_("One address or place a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason first.")},
    )


class SkipForm(ReasonForm):
    evidence = forms.ChoiceField(label=_("Go on without"))
    field_order = ("evidence", "reason")

    def __init__(self, *args: Any, pieces: list[rules.Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].choices = [(piece.key, gettext(piece.label)) for piece in pieces]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    agree = forms.ChoiceField(
        label=_("Your answer as the second person"),
        choices=_choices({"yes": N_("Agree"), "no": N_("Refuse")}),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason, when you refuse"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )


class ObstacleForm(forms.Form):
    tag = forms.ChoiceField(label=_("What kind of obstacle"), choices=_choices(OBSTACLES))
    note = forms.CharField(
        label=_("What happened there"),
        help_text=_(
            "What stood in the way, what it cost, and which rule or service would have to change. No names."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what stood in the way.")},
    )


class ContractForm(forms.Form):
    """What the contract says beyond the task. A refusal of `ContractTerms` finds its field by name."""

    title_ko = forms.CharField(label=_("Title in Korean"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    engagement_type = forms.ChoiceField(
        label=_("Kind of contract"), choices=_choices(contracts.ENGAGEMENT_TYPES)
    )
    work_mode = forms.ChoiceField(label=_("Way of working"), choices=_choices(contracts.WORK_MODES))
    place_of_work = forms.ChoiceField(
        label=_("Place of work"),
        help_text=_("Tax follows the place where the work is done."),
        choices=_choices(contracts.PLACES_OF_WORK),
    )
    ip_clause = forms.ChoiceField(
        label=_("Rights in the results"),
        help_text=_("This choice can change the tax that is withheld."),
        choices=_choices(contracts.IP_CLAUSES),
    )
    starts_on = forms.DateField(label=_("Starts on"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Ends on"), widget=forms.DateInput(attrs={"type": "date"}))
    overlap_hours = forms.IntegerField(label=_("Shared working hours a day"), min_value=0, max_value=8)
    prevailing_language = forms.ChoiceField(
        label=_("Language that prevails"), choices=_choices(contracts.LANGUAGES)
    )

    def __init__(self, *args: Any, count: int, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count, self.currency = count, currency
        area = forms.Textarea(attrs={"rows": 3})
        for index in range(count):
            at = f"milestones-{index}-"
            self.fields[at + "title_ko"] = forms.CharField(label=_("Title in Korean"), max_length=300)
            self.fields[at + "title_en"] = forms.CharField(label=_("Title in English"), max_length=300)
            self.fields[at + "acceptance_ko"] = forms.CharField(
                label=_("Acceptance criteria in Korean"), widget=area
            )
            self.fields[at + "acceptance_en"] = forms.CharField(
                label=_("Acceptance criteria in English"), widget=area
            )
            self.fields[at + "amount_minor"] = forms.DecimalField(
                label=_("Amount before tax"), min_value=0, max_digits=15, decimal_places=digits(currency)
            )
            self.fields[at + "due_on"] = forms.DateField(
                label=_("Due on"), widget=forms.DateInput(attrs={"type": "date"})
            )

    @property
    def milestones(self) -> list[dict[str, Any]]:
        """The fields of each deliverable, for the template."""
        names = ("title_ko", "title_en", "acceptance_ko", "acceptance_en", "amount_minor", "due_on")
        return [
            {"number": index + 1, "fields": [self[f"milestones-{index}-{name}"] for name in names]}
            for index in range(self.count)
        ]

    def choices(self) -> rules.ContractChoices:
        """What was typed, as the value that the verb takes."""
        data = self.cleaned_data
        names = ("title_ko", "title_en", "engagement_type", "work_mode", "place_of_work", "ip_clause", "starts_on",
                 "ends_on", "overlap_hours", "prevailing_language")  # fmt: skip
        return rules.ContractChoices(
            currency=self.currency,
            milestones=tuple(self._milestone(index) for index in range(self.count)),
            **{name: data[name] for name in names},
        )

    def _milestone(self, index: int) -> contracts.MilestoneTerms:
        values = {
            name: self.cleaned_data[f"milestones-{index}-{name}"]
            for name in ("title_ko", "title_en", "acceptance_ko", "acceptance_en", "due_on")
        }
        amount: Decimal = self.cleaned_data[f"milestones-{index}-amount_minor"]
        return contracts.MilestoneTerms(
            number=index + 1, amount_minor=Money.of(amount, self.currency).minor, **values
        )


def contract_initial(proposal: dict[str, object], currency: str) -> dict[str, object]:
    """The proposal with amounts as they are typed: in won, in dollars."""
    return {
        name: Money(value, currency).amount
        if name.endswith("amount_minor") and isinstance(value, int)
        else value
        for name, value in proposal.items()
    }
