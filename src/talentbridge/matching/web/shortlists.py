"""Making a shortlist, reading it, comparing people, deciding."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from talentbridge.accounts.queries import consent
from talentbridge.demand import queries as demand
from talentbridge.demand.states import TaskState
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor, Role
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, Refused
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, told, typed
from talentbridge.matching import permissions, queries, rules, services
from talentbridge.matching.engine import SERVICES, ask_of, service_of
from talentbridge.matching.engine.score import counted_factors
from talentbridge.matching.models import Shortlist
from talentbridge.matching.queries import requests
from talentbridge.matching.queries import told as told_asks
from talentbridge.matching.web import forms, present
from talentbridge.policy import queries as policy
from talentbridge.skills import queries as skills

LOOKS = 20  # shown to those who look after a case


def found(actor: Actor, shortlist_id: UUID) -> Shortlist:
    """The shortlist if the actor may see it, else `Missing`."""
    shortlist = queries.shortlists_for(actor).select_related("task__company").filter(pk=shortlist_id).first()
    if shortlist is None:
        raise Missing
    return shortlist


@require_http_methods(["GET", "POST"])
def make(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What will be asked, how the factors weigh, and the button that asks."""
    actor, at = cast(BridgeRequest, request).actor, now()
    task = demand.tasks_for(actor).select_related("company").filter(case_id=case_id).first()
    if task is None or actor.role is Role.TALENT:
        raise Missing
    ask = ask_of(demand.draft_of(task), on=at.date(), krw_per=policy.fx_rates(at.date()))
    service = SERVICES[service_of(ask, skills.kind_of())]
    weights = forms.weights_of(request.POST, service.weights)
    problem = ""
    if request.method == "POST":
        try:
            made = services.make_shortlist(actor=actor, case_id=case_id, at=at, weights=weights)
        except Invalid as invalid:
            problem = told(invalid.fields["weights"])
        else:
            return redirect(made)
    possible = rules.can_search(task.state == TaskState.APPROVED, queries.running_selection(case_id))
    context = {
        "task": task,
        "title": task.title_in(show.reading()),
        "conditions": told_asks.conditions(rules.plain(ask)),
        "wishes": told_asks.wishes(rules.plain(ask)),
        "sliders": present.sliders(counted_factors(ask), weights, service.weights),
        "service": service,
        "problem": problem,
        "possible": permissions.may_make(actor, task) & possible & demand.may_staff_overseas(task),
        "earlier": queries.shortlists_for(actor).filter(case_id=case_id).order_by("-made_at")[:10],
    }
    return page(request, "matching/make.html", context, status=422 if problem else 200)


@require_GET
def shortlist(request: HttpRequest, shortlist_id: UUID) -> HttpResponse:
    """The people with every reason, under the weights of the address; and the place where one is chosen."""
    return _whole(
        request, found(cast(BridgeRequest, request).actor, shortlist_id), typed(request, forms.DecisionForm)
    )


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, shortlist_id: UUID) -> HttpResponse:
    """Choose one person and say why. What cannot be used comes back on the same page, with what was typed."""
    actor = cast(BridgeRequest, request).actor
    shown = found(actor, shortlist_id)
    form = typed(request, forms.DecisionForm)
    if request.method != "POST":
        return _whole(request, shown, form)
    weights = forms.weights_of(request.POST, rules.recorded_weights(shown.weights))
    if form.is_valid():
        try:
            services.decide(
                actor=actor, shortlist_id=shortlist_id, profile_id=form.cleaned_data["profile"],
                reason=form.cleaned_data["reason"], weights=weights, at=now(),
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        except Refused as refused:
            form.add_error(None, told(refused.decision))
        else:
            messages.success(
                request, _("Your choice is recorded. The person has been asked and will answer.")
            )
            return redirect("matching:shortlist", shortlist_id)
    return _whole(request, shown, form, status=422)


def _whole(request: HttpRequest, shown: Shortlist, form: Form, status: int = 200) -> HttpResponse:
    actor, at = cast(BridgeRequest, request).actor, now()
    asked = request.POST if request.method == "POST" else request.GET
    recorded = rules.recorded_weights(shown.weights)
    weights, problem = forms.weights_of(asked, recorded), ""
    selection = queries.selection_of(shown.case_id)
    on_this = (
        selection
        if selection and selection.shortlist_id == shown.pk and selection.accepted is not False
        else None
    )
    entries = list(queries.entries_of(shown))
    named = on_this is not None and consent.may_name(
        actor, case_id=shown.case_id, person_id=on_this.profile.person_id
    )
    try:
        people = present.cards(shown, entries, weights, on_this, named=named)
    except ValueError:
        problem, weights = told(rules.WEIGHTS_SUM_TO_NOTHING), recorded
        people = present.cards(shown, entries, weights, on_this, named=named)
    named_ids = [card.profile_id for card in people if card.person]
    services.note_look(
        actor=actor, shortlist=shown, entries=entries, named=named_ids, weights=weights, at=at
    )  # fmt: skip
    current = rules.is_current(
        is_latest=queries.shortlist_of(shown.case_id) == shown,
        same_revision=shown.task.revision == shown.task_revision and shown.task.state == TaskState.APPROVED,
        parts=shown.parts,
        lacking=shown.lacking,
    )
    chosen = str(form["profile"].value() or request.GET.get("choose", ""))
    usual = SERVICES[shown.service].weights
    context = {
        "shortlist": shown, "task": shown.task, "title": shown.task.title_in(show.reading()), "people": people,
        "sliders": present.sliders(present.counted(shown, entries), weights, usual), "problem": problem,
        "is_reweighed": weights != recorded, "conditions": present.excluded(shown), "what_if": present.what_if(shown),
        "form": form, "chosen": chosen, "selection": on_this, "named": named,
        "earlier_choices": queries.selections_of(shown.case_id), "mix": present.mix(entries),
        "with_account": sum(entry.profile.person_id is not None for entry in entries),
        "another_look": requests.another_look(shown),
        "looks": queries.looks_of(shown)[:LOOKS] if actor.role is not Role.COMPANY else (),
        "may_decide": permissions.may_decide(actor, shown), "is_current": current,
        "may_withdraw": on_this is not None and on_this.accepted is None
        and bool(permissions.may_decide(actor, shown)),
        "may_make": actor.may("matching.shortlist.make"), "compared": set(request.GET.getlist("who")),
        "choosable": [card for card in people if card.choosable],
    }  # fmt: skip
    return page(request, "matching/shortlist.html", context, status=status)


@require_GET
def compare(request: HttpRequest, shortlist_id: UUID) -> HttpResponse:
    """Two to four people side by side, factor by factor."""
    actor = cast(BridgeRequest, request).actor
    shown = found(actor, shortlist_id)
    who = {id for id in request.GET.getlist("who") if id.isdecimal()}
    fewest, most = rules.COMPARED
    if not fewest <= len(who) <= most:
        messages.warning(request, _("Choose two to four people to see them side by side."))
        query = urlencode([(key, value) for key in request.GET for value in request.GET.getlist(key)])
        return redirect(f"{reverse('matching:shortlist', args=[shortlist_id])}?{query}")
    weights = forms.weights_of(request.GET, rules.recorded_weights(shown.weights))
    entries = list(queries.entries_of(shown))
    people = [card for card in present.cards(shown, entries, weights, None) if str(card.profile_id) in who]
    if len(people) < fewest:
        raise Missing
    compared = [entry for entry in entries if str(entry.profile_id) in who]
    services.note_look(actor=actor, shortlist=shown, entries=compared, named=(), weights=weights, at=now())
    context = {
        "shortlist": shown, "title": shown.task.title_in(show.reading()), "people": people,
        "lines": present.side_by_side(people), "query": request.GET.urlencode(),
        "may_decide": permissions.may_decide(actor, shown),
    }  # fmt: skip
    return page(request, "matching/compare.html", context)
