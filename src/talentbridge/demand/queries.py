"""Reads of tasks. `tasks_for(actor)` is the only way to one from a page, the API or a job."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from talentbridge.accounts.queries import seen_by
from talentbridge.demand.models import (
    Approval,
    ExportPermit,
    OfferedNeed,
    PublicTask,
    ScopeChange,
    Suggestion,
    Task,
    TaskRevision,
    TemplateUse,
)
from talentbridge.demand.rules import PLAIN, DeliverableDraft, SkillWanted, TaskDraft, export_gate, scope
from talentbridge.demand.states import ScopeState, SuggestionState, TaskState
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import Decision


def tasks_for(actor: Actor) -> QuerySet[Task]:
    """The tasks of the cases that `actor` takes part in, each with `seen_from`."""
    return seen_by(actor, Task.objects.all())


def task_of(case_id: UUID) -> Task | None:
    """The task of a case. The caller has proven that its reader may see the case."""
    return Task.objects.select_related("company").filter(case_id=case_id).first()


def draft_of(task: Task) -> TaskDraft:
    """The current revision of `task` as a value (three queries at most)."""
    same: dict[str, Any] = {name: getattr(task, name) for name in PLAIN}
    same |= {name: tuple(getattr(task, name)) for name in ("engagement_types", "roles", "countries")}
    return TaskDraft(
        **same,
        deliverables=tuple(
            DeliverableDraft(**{field.name: getattr(row, field.name) for field in fields(DeliverableDraft)})
            for row in task.deliverables.all()
        ),
        skills=tuple(SkillWanted(row.skill_id, row.level, row.is_must) for row in task.skills.all()),
        budget=task.budget,
        export_answers=tuple(task.export_answers.items()),
    )


def titles_of(case_ids: Collection[UUID]) -> dict[UUID, str]:
    """What cases are about, in the reader's language, for a page whose reader may know that (`accounts.queries.cases`)."""
    rows = Task.objects.filter(case_id__in=case_ids)
    return {task.case_id: task.title_in(show.reading()) for task in rows}


def offers_for(actor: Actor) -> QuerySet[OfferedNeed]:
    """What partners brought: all of it for coordinators and operators, its own for a partner, nothing for others."""
    offers = OfferedNeed.objects.select_related("partner", "answered_by")
    if actor.may("demand.offered_need.answer") or actor.may("accounts.feed.take"):
        return offers
    return (
        offers.filter(Q(partner_id=actor.organisation_id))
        if actor.may("accounts.feed.send")
        else offers.none()
    )


def origin_of(case_id: UUID) -> OfferedNeed | None:
    """The partner's need that a case began with, if it did. The caller has proven that its reader may see the case."""
    return OfferedNeed.objects.select_related("partner").filter(case_id=case_id).first()


def publication_of(task: Task) -> PublicTask | None:
    """What is published of a task now, also when its last day has passed."""
    return PublicTask.objects.filter(task=task, withdrawn_at=None).first()


def in_public(day: date) -> QuerySet[PublicTask]:
    """Everything that everybody may read on `day` in Seoul, newest first."""
    return PublicTask.objects.filter(withdrawn_at=None, valid_through__gte=day).order_by(
        "-published_at", "pk"
    )


def searched(
    tasks: QuerySet[PublicTask],
    *,
    text: str = "",
    skill: str = "",
    kind: str = "",
    mode: str = "",
    country: str = "",
) -> QuerySet[PublicTask]:
    """Those of the published `tasks` that meet every given filter; `skill` is an id, `country` a code."""
    for word in text.split()[:8]:
        found = Q()
        for name in ("title_ko", "title_en", "description_ko", "description_en"):
            found |= Q(**{f"content__{name}__icontains": word})
        tasks = tasks.filter(found)
    wanted = {"engagement_types": [kind] if kind else None, "countries": [country] if country else None}
    for name, value in wanted.items():
        if value:
            tasks = tasks.filter(**{f"content__{name}__contains": value})
    if skill:
        tasks = tasks.filter(content__skills__contains=[{"id": skill}])
    return tasks.filter(content__work_mode=mode) if mode else tasks


def revisions_of(task: Task) -> QuerySet[TaskRevision]:
    """Every revision, newest first, with its approvals."""
    return (
        task.revisions.select_related("written_by").prefetch_related("approvals__person").order_by("-number")
    )


def approvals_of(task: Task) -> dict[str, Approval]:
    """The approvals of the current revision, by side."""
    found = Approval.objects.select_related("person").filter(
        revision__task=task, revision__number=task.revision
    )
    return {approval.side: approval for approval in found}


def scope_changes_of(task: Task) -> list[ScopeChange]:
    """Every change of what was agreed, newest first, each with `state_now`, its answers and its revisions."""
    rows = list(
        task.scope_changes.select_related("person").prefetch_related(
            "answers__person", "revisions__approvals"
        )
    )
    for row in rows:
        row.state_now = scope_state(row)  # type: ignore[attr-defined]
    return rows


def scope_state(change: ScopeChange) -> ScopeState:
    """Where a change stands."""
    return scope.state_of(
        proposed_by=change.side,
        answers=[(answer.side, answer.says_yes) for answer in change.answers.all()],
        approvals=[{each.side for each in revision.approvals.all()} for revision in change.revisions.all()],
        is_proposal=change.is_proposal,
    )


def waiting_change(task: Task) -> ScopeChange | None:
    """The proposed change that waits for an answer, if one does."""
    proposals = task.scope_changes.filter(is_proposal=True).prefetch_related("answers")
    return next((each for each in proposals if scope_state(each) is ScopeState.WAITING), None)


def marks_of(task: Task) -> dict[str, str]:
    """What people left at the questions of the diagnosis."""
    return dict(task.marks.values_list("question", "mark"))


def first_draft(task: Task) -> TaskDraft:
    """The task as it was read from the need."""
    return TaskDraft.from_json(task.revisions.get(number=1).content)


def template_uses() -> dict[str, int]:
    """How many tasks were begun with each template."""
    rows = TemplateUse.objects.values("template").annotate(uses=Count("id"))
    return {row["template"]: row["uses"] for row in rows}


def reusable_for(actor: Actor, task: Task) -> QuerySet[Task]:
    """The other tasks of the same company that the actor takes part in, last changed first."""
    return (
        tasks_for(actor).filter(company_id=task.company_id).exclude(pk=task.pk).order_by("-changed_at", "pk")
    )


def taken_suggestions(task: Task) -> list[Suggestion]:
    """Texts drafted by a language model that a person has put into the task, newest first."""
    return list(task.suggestions.filter(state=SuggestionState.TAKEN).select_related("decided_by"))


def permits_of(task: Task) -> QuerySet[ExportPermit]:
    """The recorded export-control permits, newest first."""
    return task.permits.select_related("recorded_by").order_by("-recorded_at")


def may_staff_overseas(task: Task) -> Decision:
    """The export-control gate with the permits recorded so far."""
    permitted = {question for permit in permits_of(task) for question in permit.covers}
    return export_gate(task.export_answers, permitted)


def to_staff() -> list[Task]:
    """Every task that both sides have approved and that may be staffed from abroad, ready for `draft_of`; four queries.

    For matching to compare with people, who may be shown of it what the caller knows to be public or theirs.
    """
    tasks = Task.objects.filter(state=TaskState.APPROVED).prefetch_related(
        "deliverables", "skills", "permits"
    )
    return [
        task
        for task in tasks.order_by("-approved_at", "pk")
        if export_gate(task.export_answers, {name for permit in task.permits.all() for name in permit.covers})
    ]


def ever_published(task_ids: Collection[UUID]) -> dict[UUID, PublicTask]:
    """The newest publication by task, taken back or not: what its company has let everybody know once."""
    rows = PublicTask.objects.filter(task_id__in=task_ids).order_by("task_id", "-published_at")
    return {row.task_id: row for row in rows.distinct("task_id")}


def ids_ever_published() -> QuerySet[Any]:
    """The ids of the tasks of `ever_published`, for a filter."""
    return PublicTask.objects.values("task_id")
