"""The coordinator's pages: change the terms, offer, withdraw."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talentbridge.contracts import permissions, queries, rules, services
from talentbridge.contracts.rules import ContractTerms
from talentbridge.contracts.states import ContractState
from talentbridge.contracts.web import forms
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, typed


@require_http_methods(["GET", "POST"])
def edit(request: BridgeRequest, contract_id: UUID) -> HttpResponse:
    """Change the terms. A draft changes in place; an offered version gives way to a new draft."""
    contract = queries.contract_for(request.actor, contract_id)
    require(
        allowed=permissions.may_draft(request.actor, contract.seen_from),
        possible=rules.can_withdraw(contract),
    )
    terms = ContractTerms.from_json(contract.terms)
    form = cast(forms.TermsForm, typed(request, forms.TermsForm, initial=forms.initial(terms)))
    rows = forms.Milestones(
        request.POST if request.method == "POST" else None,
        prefix="milestones",
        initial=forms.initial_milestones(terms),
        form_kwargs={"currency": terms.currency},
    )
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        try:
            changed = forms.changed_terms(terms, form, rows)
            newer = services.draft(actor=request.actor, case_id=contract.case_id, terms=changed, at=now())
        except Invalid as invalid:
            forms.show_refusals(invalid.fields, form, rows)
        else:
            messages.success(
                request, _("The contract is saved as a draft. Read it once more before you offer it.")
            )
            return redirect("contracts:detail", newer.pk)
    is_refused = form.is_bound
    context = {
        "contract": contract, "terms": terms, "form": form, "rows": rows,
        "is_offered": contract.state == ContractState.OFFERED,
    }  # fmt: skip
    return page(request, "contracts/edit.html", context, status=422 if is_refused else 200)


@require_POST
def offer(request: BridgeRequest, contract_id: UUID) -> HttpResponse:
    """Offer the draft to both sides."""
    contract = services.offer(actor=request.actor, contract_id=contract_id, at=now())
    messages.success(request, _("Both sides have been asked to sign."))
    return redirect("contracts:detail", contract.pk)


@require_http_methods(["GET", "POST"])
def withdraw(request: BridgeRequest, contract_id: UUID) -> HttpResponse:
    """Take a draft or an offer back, with a reason."""
    contract = queries.contract_for(request.actor, contract_id)
    require(allowed=permissions.may_withdraw(request.actor, contract), possible=rules.can_withdraw(contract))
    form = typed(request, forms.ReasonForm)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw(
                actor=request.actor, contract_id=contract_id, reason=form.cleaned_data["reason"], at=now()
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("The contract is withdrawn."))
            return redirect("contracts:detail", contract_id)
    context = {"contract": contract, "terms": ContractTerms.from_json(contract.terms), "form": form}
    return page(request, "contracts/withdraw.html", context, status=422 if form.is_bound else 200)
