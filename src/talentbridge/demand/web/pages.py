"""Reading tasks: the list, one of them with its approvals, its revisions."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from talentbridge.demand import permissions, queries, rules
from talentbridge.demand.models import Task
from talentbridge.demand.rules import public
from talentbridge.demand.rules import scope as scope_rules
from talentbridge.demand.services.shaping import SEOUL
from talentbridge.demand.states import APPROVABLE, LABELS, TONES, TaskState
from talentbridge.demand.web import changes, filling, forms, judging, present
from talentbridge.demand.web.finding import found
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.listing import Listing
from talentbridge.kernel.pages import BridgeRequest, page
from talentbridge.skills import queries as skills

SORTS = {
    "title": ("title_ko", "title_en"),
    "state": ("state",),
    "start": ("starts_on",),
    "changed": ("changed_at",),
    "company": ("company__name",),
}


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """The actor's tasks, last changed first."""
    actor = cast(BridgeRequest, request).actor
    rows = queries.tasks_for(actor).select_related("company")
    text, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    for word in text.split()[:8]:
        rows = rows.filter(
            Q(title_ko__icontains=word) | Q(title_en__icontains=word) | Q(need_text__icontains=word)
        )
    if state in set(TaskState):
        rows = rows.filter(state=state)
    listing = Listing(request.GET, rows, sorts=SORTS, default="-changed")
    for row in listing:
        row.title_here = row.title_in(show.reading())
        row.label, row.tone = LABELS[TaskState(row.state)], TONES[TaskState(row.state)]
    context = {
        "listing": listing, "states": LABELS.items(), "asked": {"q": text, "state": state},
        "may_write": permissions.may_write_need(actor), "may_see_templates": permissions.may_see_templates(actor),
    }  # fmt: skip
    return page(request, "demand/list.html", context)


@require_GET
def detail(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The task as it stands, what is open, and who has to approve."""
    actor = cast(BridgeRequest, request).actor
    return page(request, "demand/detail.html", context_of(actor, found(actor, task_id)))


def context_of(actor: Actor, task: Task, permit_form: forms.PermitForm | None = None) -> dict[str, Any]:
    """Everything that the page of a task shows."""
    draft = queries.draft_of(task)
    is_open = task.state in APPROVABLE  # an agreed task is changed by number, not completed
    open_questions = present.questions(draft) if is_open else []
    problems = rules.open_questions(draft) | rules.blocking(draft)
    standings = present.standings(task)
    is_writer = task.seen_from in permissions.WRITERS
    pieces, vague = present.marked(task) if is_writer or task.seen_from == "operator" else ([], [])
    today = now().astimezone(SEOUL).date()
    wages = judging.wages(draft, today) if is_writer else []
    controlled = [name for name, said in task.export_answers.items() if said]
    may_permit = permissions.may_record_permit(actor, task)
    return {
        "task": task, "draft": draft, "title": task.title_in(show.reading()),
        "label": LABELS[TaskState(task.state)], "tone": TONES[TaskState(task.state)],
        "questions": open_questions, "standings": standings, "pieces": pieces, "vague": vague,
        "skills": present.wanted_skills(draft), "is_writer": is_writer,
        "export": [(question, task.export_answers.get(name)) for name, question in rules.EXPORT_QUESTIONS.items()],
        "gate": queries.may_staff_overseas(task), "permits": queries.permits_of(task),
        "permit_form": (permit_form or forms.PermitForm(initial={"covers": controlled}))
        if may_permit and controlled else None,
        "may_edit": permissions.may_edit(actor, task) & rules.can_edit(task.state),
        "may_approve": permissions.may_approve(actor, task)
        & rules.can_approve(task.state, problems),
        "may_propose": permissions.may_edit(actor, task) & scope_rules.can_propose(
            task.state, has_waiting=queries.waiting_change(task) is not None, problems={}),
        "clashes": [clash for clash in judging.clashes(draft) if not (is_open and clash.blocks)],
        "wages": wages,
        "channels": judging.channels_query(draft, today, wages[0]["month"] if wages else None),
        "ready": judging.ready(draft), "texts": present.both_texts(draft, marks=is_writer),
        "scope_changes": changes.shown(actor, task), "taken": queries.taken_suggestions(task),
        "publication": queries.publication_of(task), "origin": queries.origin_of(task.case_id),
        "may_publish": permissions.may_publish(actor, task),
        "can_publish": permissions.may_publish(actor, task) & public.can_publish(task.state, draft),
        "has_approved": any(each.side == task.seen_from and each.approved_at for each in standings),
        "types": [rules.ENGAGEMENT_TYPES[name] for name in draft.engagement_types],
        "data_class": rules.DATA_CLASSES.get(draft.data_class, ""),
        "work_mode": rules.WORK_MODES.get(draft.work_mode, ""),
        "roles": [skills.label(role, show.reading()) for role in draft.roles],
        "places": filling.place_names(draft.countries),
        "ip_clause": rules.IP_CLAUSES.get(draft.ip_clause, ""),
        "artefact_languages": rules.ARTEFACT_LANGUAGES,
    }  # fmt: skip


@require_GET
def revisions(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Every revision, newest first: who wrote it, who approved it, what changed."""
    task = found(cast(BridgeRequest, request).actor, task_id)
    listing = Listing(
        request.GET,
        queries.revisions_of(task),
        sorts={"number": ("number",)},
        default="-number",
        sizes=(20, 50),
    )
    shown = list(listing)
    earlier = queries.revisions_of(task).filter(number=shown[-1].number - 1).first() if shown else None
    for row, before in zip(shown, [*shown[1:], earlier], strict=True):
        row.changes = present.told_changes(before.content, row.content) if before else []
    context = {"task": task, "title": task.title_in(show.reading()), "rows": shown, "listing": listing}
    return page(request, "demand/revisions.html", context)
