"""The diagnosis as pages: one question a page, saved at once, left and resumed by one link."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from talentbridge.demand import permissions, queries, rules, services
from talentbridge.demand.models import Task
from talentbridge.demand.rules import diagnosis
from talentbridge.demand.rules.diagnosis import Question
from talentbridge.demand.states import TaskState
from talentbridge.demand.web import asking, judging, pages, present
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.pages import BridgeRequest, page
from talentbridge.skills import queries as skills


@require_GET
def resume(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Go on where the diagnosis was left; with nothing open, the list of all questions and what the task is worth."""
    actor = cast(BridgeRequest, request).actor
    task = _found(actor, task_id)
    draft = queries.draft_of(task)
    standings = judging.standings(task, draft)
    waiting = diagnosis.next_open(standings)
    if (
        waiting
        and permissions.may_edit(actor, task) & rules.can_edit(task.state)
        and "all" not in request.GET
    ):
        return redirect("demand:question", task_id, waiting)
    context = _around(task, draft, standings) | {"waiting": waiting, "is_writer": task.seen_from in permissions.WRITERS,
                                                 "can_edit": rules.can_edit(task.state)}  # fmt: skip
    return page(request, "demand/diagnosis.html", context)


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, task_id: UUID, key: str) -> HttpResponse:
    """One question. ``skip`` leaves it for later, ``add``, ``propose`` and ``divide`` fill the form; else it saves."""
    actor = cast(BridgeRequest, request).actor
    task = _found(actor, task_id)
    asked = diagnosis.BY_KEY.get(key)
    if asked is None:
        raise Missing
    require(allowed=permissions.may_edit(actor, task), possible=rules.can_edit(task.state))
    draft = queries.draft_of(task)
    seen = diagnosis.fingerprint(asked, draft)
    if request.method == "GET":
        return _show(request, task, draft, asking.sheet(asked, draft, seen=seen))
    if "skip" in request.POST:
        services.skip_question(actor=actor, task_id=task_id, question=key, at=now())
        return _on(request, task_id, actor, key)
    if request.POST.keys() & {"add", "propose", "divide"}:
        return _show(request, task, draft, _filled(request, asked, draft, seen))
    return _save(request, task, draft, asked)


def _save(request: HttpRequest, task: Task, draft: rules.TaskDraft, asked: Question) -> HttpResponse:
    actor = cast(BridgeRequest, request).actor
    sheet = asking.sheet(asked, draft, seen="", data=request.POST)
    if not sheet.is_valid():
        return _show(request, task, draft, sheet, status=422)
    try:
        services.answer_question(
            actor=actor, task_id=task.pk, question=asked.key, values=sheet.values(), rows=sheet.answered_rows(),
            seen=sheet.seen.cleaned_data["seen"] or None, reason=sheet.seen.cleaned_data["reason"], at=now(),
        )  # fmt: skip
    except Invalid as invalid:
        sheet.refuse(invalid.fields)
        if "" in invalid.fields:  # somebody answered meanwhile: who has compared may save over it
            again = request.POST.copy()
            fresh = queries.draft_of(queries.tasks_for(actor).get(pk=task.pk))
            again["seen"] = diagnosis.fingerprint(asked, fresh)
            sheet.seen = asking.SeenForm(again)
        return _show(request, task, draft, sheet, status=422)
    messages.success(request, _("Saved."))
    return _on(request, task.pk, actor, asked.key)


def _on(request: HttpRequest, task_id: UUID, actor: Actor, key: str) -> HttpResponse:
    """To the next open question, else to the list."""
    task = pages.found(actor, task_id)
    following = diagnosis.next_open(judging.standings(task, queries.draft_of(task)), after=key)
    return (
        redirect("demand:question", task_id, following)
        if following
        else redirect("demand:diagnosis", task_id)
    )


def _filled(request: HttpRequest, asked: Question, draft: rules.TaskDraft, seen: str) -> asking.Sheet:
    """The forms with a proposal in them; nothing is saved. What was typed counts for it; where it cannot, it stays."""
    seen = request.POST.get("seen") or seen
    typed = asking.sheet(asked, draft, seen=seen, data=request.POST)
    is_valid = typed.is_valid()
    said = typed.form.cleaned_data if typed.form.is_valid() else {}
    shown = diagnosis.answered(draft, asked, {name: said[name] for name in asked.fields if name in said})
    if "add" in request.POST:
        if not is_valid:
            return typed
        shown = diagnosis.answered(draft, asked, {}, typed.answered_rows())
        return asking.sheet(asked, shown, seen=seen, more=1)
    proposed: dict[str, Any] | None = None
    count = len(draft.deliverables)
    if "propose" in request.POST and shown.starts_on and shown.weeks and not rules.validate(shown):
        proposed = {"due_on": rules.spread_due_dates(shown.starts_on, shown.weeks, count)}
    elif "divide" in request.POST and shown.budget:
        proposed = {"share": asking.divided(shown.budget, count)}
    if proposed is None:
        field = "weeks" if "propose" in request.POST else "budget_amount"
        if field in typed.form.fields:
            typed.form.add_error(field, _("Say this first, then it can be spread over the deliverables."))
        return typed
    return asking.sheet(asked, shown, seen=seen, proposed=proposed)


def _found(actor: Actor, task_id: UUID) -> Task:
    """The task for somebody who may see its inside: not for the talent in its case."""
    task = pages.found(actor, task_id)
    if task.seen_from not in {*permissions.WRITERS, "operator"}:
        require(allowed=permissions.may_edit(actor, task))
    return task


def _around(
    task: Task, draft: rules.TaskDraft, standings: dict[str, Any], current: str = ""
) -> dict[str, Any]:
    """What stands beside every question: all of them with their state, and what is ready."""
    return {
        "task": task, "title": task.title_in(show.reading()), "draft": draft,
        "sections": judging.sections(standings, current), "ready": judging.ready(draft),
        "answered": sum(each in {diagnosis.Standing.ANSWERED} for each in standings.values()),
        "amount": len(diagnosis.QUESTIONS),
    }  # fmt: skip


def _show(
    request: HttpRequest, task: Task, draft: rules.TaskDraft, sheet: asking.Sheet, status: int = 200
) -> HttpResponse:
    asked = sheet.question
    standings = judging.standings(task, draft)
    context = _around(task, draft, standings, asked.key) | {
        "question": asked, "number": list(diagnosis.BY_KEY).index(asked.key) + 1, "sheet": sheet,
        "section": diagnosis.SECTIONS[asked.section], "standing": standings[asked.key],
        "label": diagnosis.STANDING_LABELS[standings[asked.key]],
        "read": judging.read_for(task, asked) if standings[asked.key] is diagnosis.Standing.READ else [],
        "needs_reason": task.state == TaskState.APPROVED,
        "fields": judging.noted_fields(sheet.form, draft, task),
        "rows": judging.noted_rows(sheet.rows, draft, task) if sheet.rows is not None else [],
        "notes": judging.notes_of(asked, draft),
        "row_problems": present.row_problems(sheet.rows, _("Deliverable {number}"))
        + present.row_problems(sheet.wanted, _("Skill {number}")),
        "skill_names": skills.choices(show.reading()) if sheet.wanted is not None else [],
        "drafting": judging.offer(task),
    }  # fmt: skip
    return page(request, "demand/question.html", context, status=status)
