"""Templates as pages: browse, look at both languages side by side, begin a task with one; and reuse of earlier tasks."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from talentbridge.demand import permissions, queries, rules, services
from talentbridge.demand.models import Task
from talentbridge.demand.rules import templates as library
from talentbridge.demand.web import pages, present
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page


@require_GET
def browse(request: HttpRequest) -> HttpResponse:
    """All templates, by sector and words; with ``task`` in the address, each can be used for that task."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_see_templates(actor))
    text, sector = request.GET.get("q", "").strip(), request.GET.get("sector", "")
    used, language = queries.template_uses(), show.reading()
    rows = [
        {"template": each, "title": each.title_in(language), "problem": each.draft.in_language("problem", language),
         "sector": library.SECTORS[each.sector], "uses": used.get(each.id, 0), "amount": len(each.draft.deliverables)}
        for each in library.searched(library.all_templates().values(), text=text, sector=sector)
    ]  # fmt: skip
    context = {
        "rows": rows, "sectors": library.SECTORS.items(), "asked": {"q": text, "sector": sector},
        "task": _task(request, actor), "may_write": permissions.may_write_need(actor),
    }  # fmt: skip
    return page(request, "demand/templates.html", context)


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, template_id: str) -> HttpResponse:
    """One template, both languages side by side; posting begins the task that is named with it."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_see_templates(actor))
    found = library.all_templates().get(template_id)
    if found is None:
        raise Missing
    task = _task(request, actor)
    if request.method == "POST":
        if task is None:
            raise Missing
        services.begin_from_template(actor=actor, task_id=task.pk, template=template_id, at=now())
        messages.success(
            request, _("Everything that was empty is filled from the template. Check each question.")
        )
        return redirect("demand:diagnosis", task.pk)
    language = show.reading()
    context = {
        "template": found, "draft": found.draft, "title": found.title_in(language), "task": task,
        "note": found.note_in(language), "questions": found.questions_in(language),
        "sector": library.SECTORS[found.sector], "uses": queries.template_uses().get(found.id, 0),
        "skills": present.wanted_skills(found.draft), "texts": present.both_texts(found.draft),
        "may_write": permissions.may_write_need(actor),
        "can_fill": permissions.may_edit(actor, task) & rules.can_fill(task.state) if task else None,
    }  # fmt: skip
    return page(request, "demand/template.html", context)


@require_http_methods(["GET", "POST"])
def reuse(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Earlier tasks of the same company; posting fills this task's empty fields from one of them."""
    actor = cast(BridgeRequest, request).actor
    task = pages.found(actor, task_id)
    require(allowed=permissions.may_edit(actor, task), possible=rules.can_fill(task.state))
    if request.method == "POST":
        try:
            source = UUID(request.POST.get("source", ""))
        except ValueError:
            raise Missing from None
        services.begin_from_task(actor=actor, task_id=task_id, source_id=source, at=now())
        messages.success(
            request,
            _("Everything that was empty is filled from the earlier task. Dates and permits are not."),
        )
        return redirect("demand:diagnosis", task_id)
    listing = Listing(
        request.GET, queries.reusable_for(actor, task), sorts={"changed": ("changed_at",)}, default="-changed"
    )
    for row in listing:
        row.title_here = row.title_in(show.reading())
    context = {"task": task, "title": task.title_in(show.reading()), "listing": listing}
    return page(request, "demand/reuse.html", context)


def _task(request: HttpRequest, actor: Actor) -> Task | None:
    """The task that the address names, if the actor may change it; a wrong one is not there."""
    named = request.POST.get("task") or request.GET.get("task", "")
    if not named:
        return None
    try:
        task = pages.found(actor, UUID(named))
    except ValueError:
        raise Missing from None
    return task if permissions.may_edit(actor, task) else None
