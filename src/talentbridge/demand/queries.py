"""Reads of tasks. `tasks_for(actor)` is the only way to one from a page, the API or a job."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from talentbridge.accounts.queries import seen_by
from talentbridge.demand.models import Approval, ExportPermit, Task, TaskRevision
from talentbridge.demand.rules import DeliverableDraft, SkillWanted, TaskDraft, export_gate
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
    return TaskDraft(
        title_ko=task.title_ko, title_en=task.title_en, problem=task.problem, in_scope=task.in_scope,
        out_of_scope=task.out_of_scope,
        deliverables=tuple(
            DeliverableDraft(row.title_ko, row.title_en, row.artefact_format, row.acceptance_ko, row.acceptance_en,
                             row.due_on, row.share_minor, row.reviewer)
            for row in task.deliverables.all()
        ),
        skills=tuple(SkillWanted(row.skill_id, row.level, row.is_must) for row in task.skills.all()),
        budget=task.budget, overlap_hours=task.overlap_hours, english=task.english, korean=task.korean,
        starts_on=task.starts_on, weeks=task.weeks, engagement_types=tuple(task.engagement_types),
        data_class=task.data_class, hand_over=task.hand_over,
        export_answers=tuple(task.export_answers.items()),
    )  # fmt: skip


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


def permits_of(task: Task) -> QuerySet[ExportPermit]:
    """The recorded export-control permits, newest first."""
    return task.permits.select_related("recorded_by").order_by("-recorded_at")


def may_staff_overseas(task: Task) -> Decision:
    """The export-control gate with the permits recorded so far."""
    permitted = {question for permit in permits_of(task) for question in permit.covers}
    return export_gate(task.export_answers, permitted)
