"""Verbs of the diagnosis: answer one question, or leave it for later. The answer is an edit of the task like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talentbridge.demand import permissions, queries, rules
from talentbridge.demand.models import DiagnosisMark, Task
from talentbridge.demand.rules import diagnosis
from talentbridge.demand.services.shaping import save_locked
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.lock import lock


def answer_question(
    *,
    actor: Actor,
    task_id: UUID,
    question: str,
    values: Mapping[str, Any],
    at: datetime,
    rows: Sequence[tuple[int | None, Mapping[str, Any]]] = (),
    seen: str | None = None,
    reason: str = "",
) -> Task:
    """Save the answer to one question (`rules.diagnosis.answered`) as the next revision, and mark it answered.

    The same answer again confirms and writes no revision. `seen` is the fingerprint of what the writer had before
    them: when somebody else answered this question since, nothing is overwritten; other questions do not disturb.
    """
    asked = diagnosis.BY_KEY.get(question)
    if asked is None:
        raise Missing
    with transaction.atomic():
        task = lock(queries.tasks_for(actor), task_id)
        require(allowed=permissions.may_edit(actor, task), possible=rules.can_edit(task.state))
        before = queries.draft_of(task)
        after = diagnosis.answered(before, asked, values, rows)
        if refusals := rules.validate(after):
            raise Invalid(refusals)
        if not diagnosis.says_something(asked, after) and not diagnosis.says_something(asked, before):
            first = asked.fields[0] if asked.fields else "deliverables"
            raise Invalid({first: rules.EMPTY_ANSWER})
        if seen is not None and after != before and seen != diagnosis.fingerprint(asked, before):
            raise Invalid({"": rules.SAVED_BY_OTHER})
        save_locked(task, after, actor=actor, at=at, reason=reason)
        _leave(task, question, diagnosis.Mark.ANSWERED, actor=actor, at=at)
    return task


def skip_question(*, actor: Actor, task_id: UUID, question: str, at: datetime) -> Task:
    """Leave a question for later; what was answered stays."""
    if question not in diagnosis.BY_KEY:
        raise Missing
    with transaction.atomic():
        task = lock(queries.tasks_for(actor), task_id)
        require(allowed=permissions.may_edit(actor, task), possible=rules.can_edit(task.state))
        _leave(task, question, diagnosis.Mark.SKIPPED, actor=actor, at=at)
    return task


def _leave(task: Task, question: str, mark: diagnosis.Mark, *, actor: Actor, at: datetime) -> None:
    DiagnosisMark.objects.update_or_create(
        task=task, question=question, defaults={"mark": mark, "person_id": actor.person_id, "at": at}
    )
