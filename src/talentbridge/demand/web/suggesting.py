"""Drafts by a language model as pages: what would go out and to whom, then the draft beside its field."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talentbridge.demand import permissions, queries, services
from talentbridge.demand.gateways import drafting as gateway
from talentbridge.demand.rules import diagnosis, drafting
from talentbridge.demand.web import pages
from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.pages import BridgeRequest, page, told


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, task_id: UUID, field: str) -> HttpResponse:
    """Show exactly what would go out, and send it when the person says so."""
    actor = cast(BridgeRequest, request).actor
    task = pages.found(actor, task_id)
    to, draft = gateway.endpoint(), queries.draft_of(task)
    require(allowed=permissions.may_edit(actor, task))
    asked, wanted = diagnosis.question_of(field), drafting.request_for(draft, field)
    if to is None or asked is None or drafting.value_of(draft, field) is None:
        raise Missing
    require(allowed=permissions.may_edit(actor, task), possible=drafting.can_ask(task.state, wanted))
    problem = ""
    if request.method == "POST":
        try:
            services.ask_for_draft(
                actor=actor, task_id=task_id, field=field, seen=request.POST.get("seen", ""), at=now()
            )
        except Invalid as invalid:
            problem = told(invalid.fields[""])
        else:
            messages.success(request, _("Sent. The draft appears beside the field when it is there."))
            return redirect("demand:question", task_id, asked.key)
    context: dict[str, Any] = {
        "task": task, "title": task.title_in(show.reading()), "to": to, "wanted": wanted, "question": asked,
        "problem": problem,
    }  # fmt: skip
    return page(request, "demand/suggest.html", context, status=422 if problem else 200)


@require_POST
def decide(request: HttpRequest, task_id: UUID, suggestion_id: UUID) -> HttpResponse:
    """Take a draft over as it was checked, or put it away."""
    actor = cast(BridgeRequest, request).actor
    row = pages.found(actor, task_id).suggestions.filter(pk=suggestion_id).first()
    if row is None:
        raise Missing
    try:
        if "take" in request.POST:
            services.take_suggestion(
                actor=actor,
                task_id=task_id,
                suggestion_id=suggestion_id,
                text=request.POST.get("text", ""),
                at=now(),
            )
            messages.success(request, _("The text is in the task. It counts as checked by you."))
        else:
            services.discard_suggestion(actor=actor, task_id=task_id, suggestion_id=suggestion_id, at=now())
            messages.success(request, _("The draft is put away."))
    except Invalid as invalid:
        messages.error(request, " ".join(told(each) for each in invalid.fields.values()))
    except Refused as refused:
        messages.error(request, told(refused.decision))
    asked = diagnosis.question_of(row.field)
    return redirect("demand:question", task_id, asked.key) if asked else redirect("demand:detail", task_id)
