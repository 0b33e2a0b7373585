"""Changes of an agreed task: numbered, with a reason, agreed by both sides, never written over."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.demand import permissions, queries, rules
from talentbridge.demand.models import Approval, ScopeAnswer, ScopeChange, Task
from talentbridge.demand.rules import scope
from talentbridge.demand.services.keeping import refuse_if_newer, write_revision
from talentbridge.demand.states import ScopeState
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.lock import lock


def begin_change(
    task: Task, form: rules.TaskDraft, *, reason: str, actor: Actor, is_proposal: bool, at: datetime
) -> ScopeChange:
    """The next numbered change of a task whose row is locked. Raises `Invalid` on ``reason``."""
    if not (fine := scope.check_reason(reason)):
        raise Invalid({"reason": fine})
    return ScopeChange.objects.create(
        task=task, number=task.scope_changes.count() + 1, from_revision=task.revision, is_proposal=is_proposal,
        content=form.to_json(), content_hash=rules.content_hash(form), reason=reason.strip(), side=task.seen_from,
        person_id=actor.person_id, at=at,
    )  # fmt: skip


def propose_scope_change(
    *,
    actor: Actor,
    task_id: UUID,
    form: rules.TaskDraft,
    reason: str,
    at: datetime,
    seen_revision: int | None = None,
) -> ScopeChange:
    """Propose another content for a task that a contract has fixed. The task stays as it is until both sides agree.

    Whoever may approve says yes with it. Proposing the same again while it waits returns the one that waits.
    """
    if refusals := rules.validate(form):
        raise Invalid(refusals)
    with transaction.atomic():
        task = lock(queries.tasks_for(actor), task_id)
        waiting = queries.waiting_change(task)
        if (
            waiting is not None
            and waiting.content_hash == rules.content_hash(form)
            and waiting.side == task.seen_from
        ):
            return waiting
        problems = rules.open_questions(form) | rules.blocking(form)
        require(
            allowed=permissions.may_edit(actor, task),
            possible=scope.can_propose(task.state, has_waiting=waiting is not None, problems=problems),
        )
        refuse_if_newer(task, seen_revision)
        if rules.content_hash(form) == rules.content_hash(queries.draft_of(task)):
            raise Invalid({"": rules.NOTHING_CHANGED})
        change = begin_change(task, form, reason=reason, actor=actor, is_proposal=True, at=at)
        audit.record("demand.scope.proposed", actor=actor, subject=task, at=at, number=change.number,
                     reason=change.reason)  # fmt: skip
        outbox.add("demand.scope_proposed", at=at, case_id=task.case_id, task_id=task.pk, number=change.number,
                   side=task.seen_from)  # fmt: skip
        if permissions.may_approve(actor, task):
            _answer(task, change, says_yes=True, reason="", actor=actor, at=at)
    return change


def answer_scope_change(
    *, actor: Actor, task_id: UUID, number: int, says_yes: bool, at: datetime, reason: str = ""
) -> ScopeChange:
    """Approve or refuse a proposed change for one's side; a no takes a reason, the proposer's own no takes it back.

    With both sides' yes the task gets its next revision and stays fixed. The same answer twice is one.
    """
    with transaction.atomic():
        task = lock(queries.tasks_for(actor), task_id)
        change = task.scope_changes.filter(number=number, is_proposal=True).first()
        if change is None:
            raise Missing
        allowed = permissions.may_approve(actor, task)
        require(allowed=allowed)
        if change.answers.filter(side=task.seen_from, says_yes=says_yes).exists():
            return change
        require(
            allowed=allowed,
            possible=scope.can_answer(
                queries.scope_state(change), from_revision=change.from_revision, revision=task.revision
            ),
        )
        if not says_yes and not (fine := scope.check_reason(reason)):
            raise Invalid({"reason": fine})
        _answer(task, change, says_yes=says_yes, reason=reason.strip(), actor=actor, at=at)
        if queries.scope_state(change) is ScopeState.AGREED:
            _carry_out(task, change, actor=actor, at=at)
    return change


def _answer(
    task: Task, change: ScopeChange, *, says_yes: bool, reason: str, actor: Actor, at: datetime
) -> None:
    assert actor.person_id is not None
    ScopeAnswer.objects.create(
        change=change, side=task.seen_from, says_yes=says_yes, reason=reason, person_id=actor.person_id, at=at
    )
    act = "approved" if says_yes else "withdrawn" if change.side == task.seen_from else "refused"
    facts: dict[str, Any] = {} if says_yes else {"reason": reason}
    audit.record(f"demand.scope.{act}", actor=actor, subject=task, at=at, number=change.number, **facts)
    if not says_yes:
        outbox.add("demand.scope_refused", at=at, case_id=task.case_id, task_id=task.pk, number=change.number,
                   side=task.seen_from)  # fmt: skip


def _carry_out(task: Task, change: ScopeChange, *, actor: Actor, at: datetime) -> None:
    """Both sides stand behind the change: it becomes the task's revision, with their approvals."""
    revision = write_revision(
        task,
        rules.TaskDraft.from_json(change.content),
        actor=actor,
        side=task.seen_from,
        at=at,
        change=change,
    )
    Approval.objects.bulk_create(
        Approval(revision=revision, side=answer.side, person_id=answer.person_id, at=answer.at)
        for answer in change.answers.filter(says_yes=True)
    )
    task.approved_at = task.changed_at = at
    task.save(update_fields=["approved_at", "changed_at"])
    audit.record("demand.scope.agreed", actor=actor, subject=task, at=at, number=change.number,
                 revision=task.revision)  # fmt: skip
    outbox.add("demand.scope_changed", at=at, case_id=task.case_id, task_id=task.pk, number=change.number,
               revision=task.revision)  # fmt: skip
