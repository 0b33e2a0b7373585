"""Sex and age band for the fairness figures: read what they are for, state them, take them back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from talentbridge.accounts import permissions, rules
from talentbridge.accounts.queries import consent
from talentbridge.accounts.queries import statements as queries
from talentbridge.accounts.rules import statements as known
from talentbridge.accounts.services import statements as services
from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.pages import page, show_errors, typed

NOT_SAID = gettext_lazy("rather not say")


class StatementForm(forms.Form):
    """Two questions, both optional."""

    marks_optional = False

    sex = forms.ChoiceField(label=gettext_lazy("Sex"), widget=forms.RadioSelect, required=False)
    age_band = forms.ChoiceField(label=gettext_lazy("Age"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, answers in (("sex", known.SEXES), ("age_band", known.AGE_BANDS)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*((key, _(label)) for key, label in answers.items()), ("", NOT_SAID)]


@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest) -> HttpResponse:
    """What is stated, what it is for, and the way out."""
    actor = request.actor  # type: ignore[attr-defined]
    require(allowed=permissions.may_decide_on_consent(actor))
    stated = queries.statement_of(actor.person_id)
    if request.method == "POST" and "forget" in request.POST:
        services.forget(actor=actor, at=now())
        messages.success(request, _("Deleted. Nothing about your sex or age is kept here any more."))
        return redirect("accounts:statement")
    initial = {"sex": stated.sex, "age_band": stated.age_band} if stated else {}
    form = typed(request, StatementForm, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.state(
                actor=actor, sex=form.cleaned_data["sex"], age_band=form.cleaned_data["age_band"],
                language=show.reading(), version=request.POST.get("version", ""), at=now(),
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("Kept, apart from your profile. Thank you."))
            return redirect("accounts:statement")
    text = consent.text(rules.FAIRNESS_FIGURES)
    context = {
        "form": form,
        "stated": stated,
        "text": text,
        "ko": text.shown("ko", ""),
        "en": text.shown("en", ""),
    }
    return page(request, "accounts/statement.html", context, status=422 if form.errors else 200)
