"""Changing and approving a task."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talentbridge.demand import permissions, queries, rules, services
from talentbridge.demand.models import Task
from talentbridge.demand.rules import scope as scope_rules
from talentbridge.demand.states import TaskState
from talentbridge.demand.web import filling, forms, judging, pages, present
from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.kernel.decision import YES
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.pages import BridgeRequest, page, show_errors, told, typed
from talentbridge.skills import queries as skills


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The task as a form. ``add`` adds a row, anything else saves; nothing is required to save."""
    actor = cast(BridgeRequest, request).actor
    task = pages.found(actor, task_id)
    is_fixed = task.state == TaskState.FIXED
    possible = scope_rules.can_propose(
        task.state, has_waiting=queries.waiting_change(task) is not None, problems={}
    )
    require(allowed=permissions.may_edit(actor, task), possible=possible if is_fixed else YES)
    if request.method == "POST" and request.POST.get("add"):
        return _show(request, task, *_one_row_more(request))
    form = cast(forms.TaskForm, typed(request, forms.TaskForm, initial=_initial(task)))
    data = request.POST if request.method == "POST" else None
    draft = queries.draft_of(task)
    currency = {"currency": request.POST.get("budget_currency") or task.budget_currency or "KRW"}
    if currency["currency"] not in rules.CURRENCIES:
        currency["currency"] = "KRW"
    rows = forms.Deliverables(
        data, prefix="deliverables", initial=filling.initial_deliverables(draft), form_kwargs=currency
    )
    wanted = forms.Skills(data, prefix="skills", initial=filling.initial_skills(draft))
    if data is not None and all([form.is_valid(), rows.is_valid(), wanted.is_valid()]):
        try:
            save = services.propose_scope_change if is_fixed else services.edit_task
            save(
                actor=actor, task_id=task_id, form=filling.draft_of(form, rows, wanted),
                seen_revision=form.cleaned_data["seen_revision"], reason=form.cleaned_data["reason"], at=now(),
            )  # fmt: skip
        except Invalid as invalid:
            filling.show_refusals(invalid.fields, form, rows, wanted)
            if "" in invalid.fields:  # somebody saved meanwhile: who has compared may save over it
                again = cast(QueryDict, form.data).copy()
                again["seen_revision"] = str(queries.tasks_for(actor).get(pk=task_id).revision)
                form.data = again
        else:
            messages.success(
                request,
                _("The scope change is proposed. The other side has been asked.")
                if is_fixed
                else _("The task is saved."),
            )
            return redirect("demand:detail", task_id)
    return _show(request, task, form, rows, wanted, status=422 if data is not None else 200)


def _initial(task: Task) -> dict[str, Any]:
    return filling.initial_of(queries.draft_of(task), task.revision)


def _one_row_more(request: HttpRequest) -> tuple[Any, Any, Any]:
    """The three forms as typed, unjudged, with one more row where it was asked for."""
    added = request.POST.get("add")
    single = {name: request.POST.get(name, "") for name in forms.TaskForm().fields}
    single["engagement_types"] = request.POST.getlist("engagement_types")  # type: ignore[assignment]
    rows = {
        prefix: filling.typed_rows(request.POST, prefix, kind.base_fields, added == prefix)
        for prefix, kind in (("deliverables", forms.DeliverableForm), ("skills", forms.SkillForm))
    }
    form = forms.TaskForm(initial=single)
    return (
        form,
        forms.Deliverables(prefix="deliverables", initial=rows["deliverables"]),
        forms.Skills(prefix="skills", initial=rows["skills"]),
    )


def _show(
    request: HttpRequest, task: Task, form: Any, rows: Any, wanted: Any, status: int = 200
) -> HttpResponse:
    pieces, vague = present.marked(task)
    context = {
        "task": task, "title": task.title_in(show.reading()), "form": form, "rows": rows, "wanted": wanted,
        "pieces": pieces, "vague": vague, "skill_names": skills.choices(show.reading()),
        "needs_reason": task.state in (TaskState.APPROVED, TaskState.FIXED), "is_fixed": task.state == TaskState.FIXED,
        "clashes": judging.clashes(queries.draft_of(task)),
        "was_approved": bool(queries.approvals_of(task)), "newer": form.is_bound and bool(form.non_field_errors()),
        "row_problems": present.row_problems(rows, _("Deliverable {number}"))
        + present.row_problems(wanted, _("Skill {number}")),
    }  # fmt: skip
    return page(request, "demand/edit.html", context, status=status)


@require_POST
def approve(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Stand behind the revision that was shown."""
    seen = request.POST.get("revision", "")
    try:
        task = services.approve(
            actor=cast(BridgeRequest, request).actor, task_id=task_id,
            seen_revision=int(seen) if seen.isdecimal() else None, at=now(),
        )  # fmt: skip
    except Invalid as invalid:
        messages.error(request, told(invalid.fields[""]))
    else:
        messages.success(
            request,
            _("Both sides have approved. The search can begin.")
            if task.approved_at
            else _("You have approved. The other side has been asked."),
        )
    return redirect("demand:detail", task_id)


@require_POST
def permit(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Record a permit of the authorities."""
    actor = cast(BridgeRequest, request).actor
    form = forms.PermitForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data | {"covers": frozenset(form.cleaned_data["covers"])}
        try:
            services.record_permit(actor=actor, task_id=task_id, at=now(), **said)
        except Invalid as invalid:
            show_errors(form, invalid)
        else:
            messages.success(request, _("The permit is recorded."))
            return redirect("demand:detail", task_id)
    context = pages.context_of(actor, pages.found(actor, task_id), form)
    return page(request, "demand/detail.html", context, status=422)
