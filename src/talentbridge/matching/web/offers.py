"""The offer as the chosen person reads it, and the answer."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talentbridge.accounts import queries as accounts
from talentbridge.accounts.queries import consent
from talentbridge.accounts.rules import WORK_TOGETHER
from talentbridge.demand import queries as demand
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.pages import BridgeRequest, page, typed
from talentbridge.kernel.stepup import step_up
from talentbridge.kernel.text import N_
from talentbridge.matching import permissions, queries, rules, services
from talentbridge.matching.engine.constraints import overlap_hours
from talentbridge.matching.models import Selection
from talentbridge.matching.states import LABELS, TONES, SelectionState
from talentbridge.matching.web import forms


def found(actor: Actor, selection_id: UUID) -> Selection:
    """The selection if the actor may see it, else `Missing`."""
    selection = queries.selections_for(actor).filter(pk=selection_id).first()
    if selection is None:
        raise Missing
    return selection


def _context(request: HttpRequest, selection: Selection) -> dict[str, Any]:
    actor, task = cast(BridgeRequest, request).actor, selection.shortlist.task
    coordinator = accounts.party(selection.case_id, Side.COORDINATOR)
    draft = demand.draft_of(task)
    on = draft.starts_on or now().date()
    zone = selection.profile.time_zone
    company = task.company.name_here
    return {
        "selection": selection, "task": task, "draft": draft,
        "words": {name: draft.in_language(name, show.reading()) for name in ("problem", "in_scope", "out_of_scope")},
        "title": task.title_in(show.reading()),
        "company": company, "coordinator": coordinator.person if coordinator else None,
        "label": LABELS[SelectionState(selection.state)], "tone": TONES[SelectionState(selection.state)],
        "may_answer": permissions.may_answer(actor, selection) & rules.can_answer(selection),
        "is_mine": selection.seen_from == Side.TALENT, "zone": zone,
        "overlap": overlap_hours("Asia/Seoul", zone, on) if zone else None, "overlap_on": on,
        "consent": consent.text(WORK_TOGETHER),
        "consent_ko": consent.text(WORK_TOGETHER).shown("ko", task.company.name),
        "consent_en": consent.text(WORK_TOGETHER).shown("en", task.company.name_en or task.company.name),
    }  # fmt: skip


@require_GET
def offer(request: HttpRequest, selection_id: UUID) -> HttpResponse:
    """What the work is, who asks, in which hours, for how much; and what saying yes means."""
    selection = found(cast(BridgeRequest, request).actor, selection_id)
    return page(request, "matching/offer.html", _context(request, selection))


@step_up(N_("You are about to answer an offer. A yes shows your name to this company."))
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, selection_id: UUID) -> HttpResponse:
    """The consent in both languages, and yes or no."""
    actor = cast(BridgeRequest, request).actor
    selection = found(actor, selection_id)
    require(allowed=permissions.may_answer(actor, selection), possible=rules.can_answer(selection))
    form = typed(request, forms.AnswerForm)
    if request.method == "POST" and form.is_valid():
        accept = form.cleaned_data["answer"] == "accept"
        services.answer(
            actor=actor, selection_id=selection_id, accept=accept, reason=form.cleaned_data["reason"],
            language=show.reading(), consent_version=request.POST.get("consent_version", ""), at=now(),
        )  # fmt: skip
        messages.success(
            request,
            _("You have taken the work. The coordinator puts the contract together.")
            if accept
            else _("You have declined. Nobody sees your name."),
        )
        return redirect("matching:offer", selection_id)
    context = _context(request, selection) | {"form": form}
    return page(request, "matching/answer.html", context, status=422 if form.is_bound else 200)


@require_POST
def withdraw(request: HttpRequest, selection_id: UUID) -> HttpResponse:
    """The company takes its choice back."""
    selection = services.withdraw(
        actor=cast(BridgeRequest, request).actor, selection_id=selection_id, at=now()
    )
    messages.success(request, _("The choice is withdrawn. You can choose somebody else."))
    return redirect("matching:shortlist", selection.shortlist_id)
