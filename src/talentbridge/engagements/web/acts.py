"""Doing something with an engagement: parse, call one verb, go back to its page."""

from __future__ import annotations

import re
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talentbridge.demand import queries as demand
from talentbridge.demand import services as shaping
from talentbridge.demand.rules import templates
from talentbridge.engagements import permissions, queries, rules, services
from talentbridge.engagements.web import forms, present
from talentbridge.engagements.web.pages import found
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, typed


def open_engagement(request: HttpRequest) -> HttpResponse:
    """Write down a need; the engagement opens with it."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_open(actor))
    begun_with = _begun_with(request, actor)
    form = typed(request, forms.NeedForm, initial=begun_with)
    if request.method == "POST" and form.is_valid():
        try:
            engagement = services.open_engagement(
                actor=actor, need_text=form.cleaned_data["need_text"], at=now()
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("Your need is written down. Check what was read out of it."))
            task = demand.tasks_for(actor).filter(case_id=engagement.pk).first()
            if task is None:
                return redirect("engagements:detail", engagement.pk)
            if template := form.cleaned_data["template"]:
                shaping.begin_from_template(actor=actor, task_id=task.pk, template=template, at=now())
            source = form.cleaned_data["source"]
            if source and demand.reusable_for(actor, task).filter(pk=source).exists():
                shaping.begin_from_task(actor=actor, task_id=task.pk, source_id=source, at=now())
            return redirect("demand:diagnosis", task.pk)
    context = {"form": form, "template": templates.all_templates().get(str(form["template"].value() or ""))}
    return page(request, "engagements/open.html", context, status=422 if form.errors else 200)


def _begun_with(request: HttpRequest, actor: Actor) -> dict[str, str]:
    """The template or the earlier task that the address names, as the form begins with it; a wrong one is left out."""
    named = {"template": request.GET.get("template", "")}
    if named["template"] not in templates.all_templates():
        named = {}
    source = request.GET.get("source", "")
    if re.fullmatch(r"[0-9a-f-]{36}", source) and (past := demand.tasks_for(actor).filter(pk=source).first()):
        named |= {"source": source, "need_text": past.need_text}
    return named


@require_POST
def accept_offered(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Accept a need that a partner brought: an engagement opens on it."""
    engagement = services.open_offered(actor=cast(BridgeRequest, request).actor, need_id=need_id, at=now())
    messages.success(request, _("The engagement is open. The company has been told."))
    if queries.engagements_for(cast(BridgeRequest, request).actor).filter(pk=engagement.pk).exists():
        return redirect("engagements:detail", engagement.pk)
    return redirect("demand:offers")  # the rule has put somebody else in charge


def contract(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put the contract together out of the task, the person and what the coordinator settles."""
    actor, at = cast(BridgeRequest, request).actor, now()
    engagement = found(actor, case_id)
    facts = queries.facts_of(engagement)
    require(
        allowed=permissions.may_build_contract(actor, engagement), possible=rules.can_build_contract(facts)
    )
    task = demand.task_of(case_id)
    if task is None:
        raise Missing
    draft, currency = demand.draft_of(task), task.budget_currency or "KRW"
    proposal = rules.propose(draft, at.astimezone(rules.SEOUL).date())
    designed = queries.design_of(engagement)
    if designed:
        proposal |= rules.contract_choices(designed.question, designed.form)
    form = typed(
        request, forms.ContractForm, count=len(draft.deliverables), currency=currency,
        initial=forms.contract_initial(proposal, currency),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = services.build_contract(
                actor=actor, case_id=case_id, choices=cast(forms.ContractForm, form).choices(), at=at
            )
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("The contract is drafted. Read it, then offer it for signature."))
            return redirect("contracts:detail", made.pk)
    context = {
        "form": form, "engagement": engagement, "title": present.title(engagement), "budget": draft.budget,
        "currency": currency, "person": present.person(engagement), "design": present.design(designed),
    }  # fmt: skip
    return page(request, "engagements/contract.html", context, status=422 if form.errors else 200)


def hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Read the hand-over note, write it, or confirm it: each by the right side."""
    actor = cast(BridgeRequest, request).actor
    engagement = found(actor, case_id)
    note, facts = queries.hand_over_of(engagement), queries.facts_of(engagement)
    may_write = permissions.may_write_hand_over(actor, engagement)
    initial = {"what": note.what, "owner": note.owner, "links": note.links} if note else {}
    form = typed(request, forms.HandOverForm, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.write_hand_over(actor=actor, case_id=case_id, at=now(), **form.cleaned_data)
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("The hand-over note is kept. The company was asked to confirm it."))
            return redirect("engagements:detail", case_id)
    context = {
        "form": form if may_write and rules.can_write_hand_over(facts) else None,
        "may_write": may_write, "can_write": rules.can_write_hand_over(facts),
        "may_confirm": bool(permissions.may_confirm_hand_over(actor, engagement)) and note and not note.confirmed_at,
        "note": note, "engagement": engagement, "title": present.title(engagement),
    }  # fmt: skip
    return page(request, "engagements/hand_over.html", context, status=422 if form.errors else 200)


@require_POST
def confirm_hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The company has what the note says."""
    services.confirm_hand_over(actor=cast(BridgeRequest, request).actor, case_id=case_id, at=now())
    messages.success(request, _("The hand-over is confirmed."))
    return redirect("engagements:detail", case_id)


def skip(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask to go on without a piece of evidence."""
    actor = cast(BridgeRequest, request).actor
    engagement = found(actor, case_id)
    require(allowed=permissions.may_ask_skip(actor, engagement))
    pieces = [
        item
        for gate in rules.gates(queries.facts_of(engagement))
        for item in gate.evidence
        if rules.can_skip(item)
    ]
    form = typed(request, forms.SkipForm, pieces=pieces)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_skip(actor=actor, case_id=case_id, at=now(), **form.cleaned_data)
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("Asked. It takes effect when a second person agrees."))
            return redirect("engagements:detail", case_id)
    context = {"form": form, "pieces": pieces, "engagement": engagement, "title": present.title(engagement)}
    return page(request, "engagements/skip.html", context, status=422 if form.errors else 200)


@require_POST
def answer_skip(request: HttpRequest, skip_id: UUID) -> HttpResponse:
    """Agree or refuse as the second person."""
    actor = cast(BridgeRequest, request).actor
    asked = queries.skips_for(actor).filter(pk=skip_id).first()
    if asked is None:
        raise Missing
    form = forms.AnswerForm(request.POST)
    if form.is_valid():
        try:
            services.answer_skip(
                actor=actor, skip_id=skip_id, agree=form.cleaned_data["agree"] == "yes",
                reason=form.cleaned_data["reason"], at=now(),
            )  # fmt: skip
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            return redirect("engagements:detail", asked.engagement_id)
    context = {
        "form": form,
        "skip": asked,
        "engagement": asked.engagement,
        "title": present.title(asked.engagement),
    }
    return page(request, "engagements/answer_skip.html", context, status=422)


def obstacle(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note what stood in the way."""
    actor = cast(BridgeRequest, request).actor
    engagement = found(actor, case_id)
    require(allowed=permissions.may_note_obstacle(actor, engagement))
    form = typed(request, forms.ObstacleForm)
    if request.method == "POST" and form.is_valid():
        try:
            services.note_obstacle(actor=actor, case_id=case_id, at=now(), **form.cleaned_data)
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("Noted. It goes to those who make policy, without names."))
            return redirect("engagements:detail", case_id)
    context = {"form": form, "engagement": engagement, "title": present.title(engagement)}
    return page(request, "engagements/obstacle.html", context, status=422 if form.errors else 200)


def take_back(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Back to the stage that the evidence proves."""
    actor = cast(BridgeRequest, request).actor
    engagement = found(actor, case_id)
    facts = queries.facts_of(engagement)
    require(allowed=permissions.may_take_back(actor, engagement), possible=rules.can_take_back(facts))
    form = typed(request, forms.ReasonForm)
    if request.method == "POST" and form.is_valid():
        try:
            services.take_back(actor=actor, case_id=case_id, reason=form.cleaned_data["reason"], at=now())
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            return redirect("engagements:detail", case_id)
    context = {
        "form": form, "engagement": engagement, "title": present.title(engagement),
        "stage": present.STAGE_LABELS[rules.proven_stage(facts)],
    }  # fmt: skip
    return page(request, "engagements/take_back.html", context, status=422 if form.errors else 200)


def stop(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Stop before the end, with a reason."""
    actor = cast(BridgeRequest, request).actor
    engagement = found(actor, case_id)
    require(
        allowed=permissions.may_stop(actor, engagement), possible=rules.can_stop(queries.facts_of(engagement))
    )
    form = typed(request, forms.ReasonForm)
    if request.method == "POST" and form.is_valid():
        try:
            services.stop(actor=actor, case_id=case_id, reason=form.cleaned_data["reason"], at=now())
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("The engagement is stopped."))
            return redirect("engagements:detail", case_id)
    context = {"form": form, "engagement": engagement, "title": present.title(engagement)}
    return page(request, "engagements/stop.html", context, status=422 if form.errors else 200)
