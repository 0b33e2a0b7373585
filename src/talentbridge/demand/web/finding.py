"""Getting to one task from a page."""

from __future__ import annotations

from uuid import UUID

from talentbridge.demand import queries
from talentbridge.demand.models import Task
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.errors import Missing


def found(actor: Actor, task_id: UUID) -> Task:
    """The task if the actor may see it, else `Missing`."""
    task = queries.tasks_for(actor).select_related("company").filter(pk=task_id).first()
    if task is None:
        raise Missing
    return task
