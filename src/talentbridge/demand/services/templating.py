"""Beginning a task with a template, or with an earlier task of the same company. Only what is not said yet is filled."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.demand import permissions, queries, rules
from talentbridge.demand.models import DiagnosisMark, Task, TemplateUse
from talentbridge.demand.rules import diagnosis, templates
from talentbridge.demand.services.shaping import save_locked
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.lock import lock


def begin_from_template(*, actor: Actor, task_id: UUID, template: str, at: datetime) -> Task:
    """Fill the empty fields of a task from a template; its use is counted once a task. What is filled waits for a person."""
    source = templates.all_templates().get(template)
    if source is None:
        raise Missing
    with transaction.atomic():
        task = _locked(actor, task_id)
        _fill(task, source.draft, actor=actor, at=at)
        _use, is_new = TemplateUse.objects.get_or_create(
            task=task, template=source.id,
            defaults={"version": source.version, "person_id": actor.person_id, "at": at},
        )  # fmt: skip
        if is_new:
            audit.record("demand.template.used", actor=actor, subject=task, at=at, template=source.id)
    return task


def begin_from_task(*, actor: Actor, task_id: UUID, source_id: UUID, at: datetime) -> Task:
    """Fill the empty fields of a task from an earlier one of the same company that the actor may see.

    Content only: no dates, approvals, permits or export-control answers.
    """
    with transaction.atomic():
        task = _locked(actor, task_id)
        source = queries.reusable_for(actor, task).filter(pk=source_id).first()
        if source is None:
            raise Missing
        before = task.revision
        _fill(task, templates.reusable(queries.draft_of(source)), actor=actor, at=at)
        if task.revision != before:
            audit.record("demand.task.reused", actor=actor, subject=task, at=at, source=str(source_id))
    return task


def _locked(actor: Actor, task_id: UUID) -> Task:
    task = lock(queries.tasks_for(actor), task_id)
    require(allowed=permissions.may_edit(actor, task), possible=rules.can_fill(task.state))
    return task


def _fill(task: Task, source: rules.TaskDraft, *, actor: Actor, at: datetime) -> None:
    before = queries.draft_of(task)
    after = templates.filled(before, source)
    save_locked(task, after, actor=actor, at=at)
    for asked in diagnosis.QUESTIONS:
        if diagnosis.part_of(asked, before) != diagnosis.part_of(asked, after):
            DiagnosisMark.objects.update_or_create(
                task=task, question=asked.key,
                defaults={"mark": diagnosis.Mark.FILLED, "person_id": actor.person_id, "at": at},
            )  # fmt: skip
