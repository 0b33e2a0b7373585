"""What every change of a task ends with: the columns, the rows, and the copy that is never changed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from talentbridge.demand import rules
from talentbridge.demand.models import Deliverable, ScopeChange, Task, TaskRevision, TaskSkill
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.errors import Invalid


def write_revision(
    task: Task,
    draft: rules.TaskDraft,
    *,
    actor: Actor,
    side: str,
    at: datetime,
    change: ScopeChange | None = None,
) -> TaskRevision:
    """Make `draft` the current revision of a task that is locked, or new. `change`: the scope change it belongs to."""
    task.revision += 1
    for name in rules.PLAIN:
        setattr(task, name, getattr(draft, name))
    for name in ("engagement_types", "roles", "countries"):
        setattr(task, name, list(getattr(draft, name)))
    task.budget_minor = draft.budget.minor if draft.budget else None
    task.budget_currency = draft.budget.currency if draft.budget else ""
    task.export_answers = dict(draft.export_answers)
    task.save()
    task.deliverables.all().delete()
    Deliverable.objects.bulk_create(
        Deliverable(task=task, number=number, **asdict(row))
        for number, row in enumerate(draft.deliverables, start=1)
    )
    task.skills.all().delete()
    TaskSkill.objects.bulk_create(
        TaskSkill(task=task, skill_id=skill.skill_id, level=skill.level, is_must=skill.is_must)
        for skill in draft.skills
    )
    return TaskRevision.objects.create(
        task=task, number=task.revision, content=draft.to_json(), content_hash=rules.content_hash(draft),
        written_at=at, written_by_id=actor.person_id, written_from=side, scope_change=change,
    )  # fmt: skip


def refuse_if_newer(task: Task, seen_revision: int | None) -> None:
    """Raise `Invalid` on the whole form when somebody saved since the writer looked."""
    if seen_revision is not None and seen_revision != task.revision:
        raise Invalid({"": rules.SAVED_BY_OTHER})
