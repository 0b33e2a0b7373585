"""Acts on one milestone. Money moves only after the person has proven again who they are; numbers are shown before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from talentbridge.escrow import services
from talentbridge.escrow.models import Milestone
from talentbridge.escrow.web import forms, present
from talentbridge.escrow.web.milestones import visible
from talentbridge.kernel.clock import now
from talentbridge.kernel.decision import Decision
from talentbridge.kernel.errors import Denied, Invalid
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, typed
from talentbridge.kernel.stepup import step_up
from talentbridge.kernel.text import N_

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _open(request: BridgeRequest, milestone_id: UUID, act: str) -> tuple[Milestone, dict[str, Any]]:
    """The milestone and its page's context. Refuses (403) somebody who could never do `act`, not one who is late."""
    milestone = visible(request.actor, milestone_id)
    context = present.whole(milestone, request.actor, now())
    decision: Decision = context["may"][act]
    if not decision and decision.code.endswith("_only"):
        raise Denied(decision)
    return milestone, context


def _done(request: BridgeRequest, milestone: Milestone, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(milestone)


# Funding ------------------------------------------------------------------------------------------------------------


@form_page
def fund(request: BridgeRequest, milestone_id: UUID) -> HttpResponse:
    """The total with its fee table, then one button."""
    if request.method == "POST":
        return _funded(request, milestone_id)
    _, context = _open(request, milestone_id, "fund")
    terms = context["terms"]
    form = forms.FundForm(initial={"seen_minor": terms.split.deposit.minor if terms else None})
    return page(request, "escrow/fund.html", context | {"form": form})


@step_up(N_("You are about to fund a milestone."))
def _funded(request: BridgeRequest, milestone_id: UUID) -> HttpResponse:
    form = forms.FundForm(request.POST)
    seen = form.cleaned_data["seen_minor"] if form.is_valid() else None
    milestone = services.request_funding(
        actor=request.actor, milestone_id=milestone_id, seen_minor=seen, at=now()
    )
    return _done(
        request,
        milestone,
        gettext("Funding is requested. The transfer details are below; work begins when the money is there."),
    )


# Handing in and reviewing -----------------------------------------------------------------------------------------------


@form_page
def submit(request: BridgeRequest, milestone_id: UUID) -> HttpResponse:
    """Hand in a deliverable."""
    milestone, context = _open(request, milestone_id, "submit")
    form = typed(request, forms.SubmitForm, initial={"language": request.actor.language})
    if request.method == "POST" and form.is_valid():
        try:
            services.submit(
                actor=request.actor,
                milestone_id=milestone.pk,
                note=form.cleaned_data["note"],
                links=form.cleaned_data["links"].splitlines(),
                language=form.cleaned_data["language"],
                at=now(),
            )
            return _done(request, milestone, gettext("Handed in. The company's review begins now."))
        except Invalid as invalid:
            show_errors(form, invalid)
    return page(request, "escrow/submit.html", context | {"form": form})


@form_page
def review(request: BridgeRequest, milestone_id: UUID) -> HttpResponse:
    """The deliverable, both ledgers, and the decision. Both sides see this page with the same numbers."""
    if request.method == "POST":
        return _accepted(request, milestone_id)
    return _review_page(request, milestone_id)


@step_up(N_("You are about to accept a deliverable, which orders its payment."))
def _accepted(request: BridgeRequest, milestone_id: UUID) -> HttpResponse:
    form = typed(request, forms.AcceptForm)
    if form.is_valid():
        try:
            milestone = services.accept(
                actor=request.actor,
                milestone_id=milestone_id,
                reason=form.cleaned_data["reason"],
                seen_minor=form.cleaned_data["seen_minor"],
                at=now(),
            )
            return _done(request, milestone, gettext("Accepted. The payment is ordered."))
        except Invalid as invalid:
            show_errors(form, invalid)
    return _review_page(request, milestone_id, accept=form)


@require_POST
def request_changes(request: BridgeRequest, milestone_id: UUID) -> HttpResponse:
    """Ask for changes, from the review page."""
    form = typed(request, forms.ChangesForm)
    if form.is_valid():
        try:
            milestone = services.request_changes(
                actor=request.actor, milestone_id=milestone_id, reason=form.cleaned_data["changes"], at=now()
            )
            return _done(
                request, milestone, gettext("The talent has been asked for changes. The clock stands still.")
            )
        except Invalid as invalid:
            show_errors(form, Invalid({"changes": invalid.fields["reason"]}))
    return _review_page(request, milestone_id, changes=form)


def _review_page(
    request: BridgeRequest, milestone_id: UUID, *, accept: Form | None = None, changes: Form | None = None
) -> HttpResponse:
    milestone = visible(request.actor, milestone_id)
    context = present.whole(milestone, request.actor, now())
    terms = context["terms"]
    seen = {"seen_minor": terms.split.net.minor if terms else None}
    if accept is None and request.method == "GET":
        accept = typed(request, forms.AcceptForm, initial=seen)
    accept = accept or forms.AcceptForm(initial=seen)
    context |= {"form": accept, "changes": changes or forms.ChangesForm(auto_id="changes_%s")}
    return page(request, "escrow/review.html", context)


# Concerns and refunds ---------------------------------------------------------------------------------------------------


@form_page
def concern(request: BridgeRequest, milestone_id: UUID) -> HttpResponse:
    """Raise a concern."""
    milestone, context = _open(request, milestone_id, "raise_concern")
    form = typed(request, forms.ConcernForm)
    if request.method == "POST" and form.is_valid():
        try:
            services.raise_concern(
                actor=request.actor, milestone_id=milestone.pk, text=form.cleaned_data["text"], at=now()
            )
            return _done(
                request, milestone, gettext("The coordinator has been told. Clock and money stand still.")
            )
        except Invalid as invalid:
            show_errors(form, invalid)
    return page(request, "escrow/concern.html", context | {"form": form})


@form_page
def resolve(request: BridgeRequest, milestone_id: UUID) -> HttpResponse:
    """The coordinator resolves the open concern."""
    milestone, context = _open(request, milestone_id, "resolve")
    form = typed(request, forms.ResolveForm)
    if request.method == "POST" and form.is_valid():
        try:
            services.resolve_concern(
                actor=request.actor,
                milestone_id=milestone.pk,
                resolution=form.cleaned_data["resolution"],
                at=now(),
            )
            return _done(request, milestone, gettext("Resolved. Both sides have been told."))
        except Invalid as invalid:
            show_errors(form, invalid)
    return page(request, "escrow/resolve.html", context | {"form": form})


@form_page
def refund(request: BridgeRequest, milestone_id: UUID) -> HttpResponse:
    """Propose a refund, or see the open proposal with its two answers."""
    if request.method == "POST":
        return _proposed(request, milestone_id)
    _, context = _open(request, milestone_id, "propose_refund")
    return page(request, "escrow/refund.html", context | {"form": typed(request, forms.RefundForm)})


@step_up(N_("You are about to propose a refund."))
def _proposed(request: BridgeRequest, milestone_id: UUID) -> HttpResponse:
    milestone, context = _open(request, milestone_id, "propose_refund")
    form = typed(request, forms.RefundForm)
    if form.is_valid():
        try:
            services.propose_refund(
                actor=request.actor, milestone_id=milestone.pk, reason=form.cleaned_data["reason"], at=now()
            )
            return _done(request, milestone, gettext("Proposed. The other side has been asked."))
        except Invalid as invalid:
            show_errors(form, invalid)
    return page(request, "escrow/refund.html", context | {"form": form})


@step_up(N_("You are about to answer a proposal to refund."))
@require_POST
def answer_refund(request: BridgeRequest, milestone_id: UUID) -> HttpResponse:
    """Agree to the other side's proposal, or decline it."""
    agreed = request.POST.get("answer") == "agree"
    milestone = services.answer_refund(
        actor=request.actor, milestone_id=milestone_id, agreed=agreed, at=now()
    )
    sentence = (
        gettext("Agreed. The refund is ordered.")
        if agreed
        else gettext("Declined. The money stays in custody.")
    )
    return _done(request, milestone, sentence)
