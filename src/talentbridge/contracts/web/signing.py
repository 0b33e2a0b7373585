"""The two sides' pages: sign, or say no."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from talentbridge.contracts import permissions, queries, rules, services
from talentbridge.contracts.models import Contract
from talentbridge.contracts.rules import ContractTerms, SigningEvidence
from talentbridge.contracts.states import ContractState
from talentbridge.contracts.web import forms, present
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, typed
from talentbridge.kernel.stepup import step_up
from talentbridge.kernel.text import N_


@step_up(N_("Sign a contract"))
@require_http_methods(["GET", "POST"])
def sign(request: BridgeRequest, contract_id: UUID) -> HttpResponse:
    """The whole text once more, and below it the signature."""
    contract = queries.contract_for(request.actor, contract_id)
    context = present.whole(contract, request.actor)
    form = typed(request, forms.SigningForm, initial={"terms_hash": contract.terms_hash})
    if request.method == "POST" and form.is_valid():
        try:
            signed = services.sign(
                actor=request.actor,
                contract_id=contract_id,
                evidence=evidence(request, **form.cleaned_data),
                at=now(),
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(
                request,
                _("You have signed. The contract is in force.")
                if signed.state == ContractState.IN_FORCE
                else _("You have signed. The contract is in force once the other side has signed too."),
            )
            return redirect("contracts:detail", contract_id)
    elif not context["has_signed"]:
        require(
            allowed=permissions.may_answer(request.actor, contract),
            possible=rules.can_answer(contract, now()),
        )
    context |= {"form": form, "name_to_type": name_to_type(request, contract)}
    return page(request, "contracts/sign.html", context, status=422 if form.is_bound else 200)


def name_to_type(request: BridgeRequest, contract: Contract) -> str:
    """The name that the signer in front of the page has to type."""
    return rules.name_to_type(
        contract.seen_from,
        in_contract=contract.terms["talent"]["name"],
        signer=request.actor.name,
    )


def evidence(request: BridgeRequest, *, typed_name: str, agreed: bool, terms_hash: str) -> SigningEvidence:
    """What was given, and what the request proves about it."""
    return SigningEvidence(
        typed_name=typed_name,
        agreed=agreed,
        terms_hash=terms_hash,
        auth_method=proven_by(request),
        ip=request.META.get("REMOTE_ADDR", ""),
        user_agent=request.headers.get("User-Agent", ""),
        language=(get_language() or "ko")[:2],
    )


def proven_by(request: BridgeRequest) -> str:
    """The last proof of identity in this session, as allauth notes it: passkey, code or password; demo otherwise."""
    proofs = request.session.get("account_authentication_methods") or [{}]
    last = proofs[-1]
    if last.get("method") == "mfa":
        return "passkey" if last.get("type") == "webauthn" else "code"
    return "password" if last.get("method") == "password" else "demo"


@require_http_methods(["GET", "POST"])
def decline(request: BridgeRequest, contract_id: UUID) -> HttpResponse:
    """Say no, with a reason that the others read."""
    contract = queries.contract_for(request.actor, contract_id)
    require(
        allowed=permissions.may_answer(request.actor, contract), possible=rules.can_answer(contract, now())
    )
    form = typed(request, forms.ReasonForm)
    if request.method == "POST" and form.is_valid():
        try:
            services.decline(
                actor=request.actor, contract_id=contract_id, reason=form.cleaned_data["reason"], at=now()
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("You have declined. The coordinator will get in touch."))
            return redirect("contracts:detail", contract_id)
    context = {"contract": contract, "terms": ContractTerms.from_json(contract.terms), "form": form}
    return page(request, "contracts/decline.html", context, status=422 if form.is_bound else 200)
