"""Verbs on tasks: write the need, shape the task, approve it from both sides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.demand import permissions, queries, rules
from talentbridge.demand.models import Approval, ExportPermit, Task
from talentbridge.demand.services.keeping import refuse_if_newer, write_revision
from talentbridge.demand.services.scope import begin_change
from talentbridge.demand.states import TaskState
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import SYSTEM, Actor, Side
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_

SEOUL = ZoneInfo("Asia/Seoul")


def write_need(*, actor: Actor, case_id: UUID, text: str, at: datetime) -> Task:
    """Keep the need as written and begin the task that is read out of it (revision 1, nothing approved).

    Raises `Invalid` on ``need_text``. Repeating it for the same case returns the task that is there.
    """
    require(allowed=permissions.may_write_need(actor))
    assert actor.organisation_id is not None
    return begin(
        actor=actor, company_id=actor.organisation_id, case_id=case_id, text=text, side=Side.COMPANY, at=at
    )


def begin(*, actor: Actor, company_id: UUID, case_id: UUID, text: str, side: Side, at: datetime) -> Task:
    """`write_need` for whoever may begin a task of this company; the caller has decided that."""
    text = rules.clean(text)
    if not (readable := rules.check_need(text)):
        raise Invalid({"need_text": readable})
    with transaction.atomic():
        if existing := Task.objects.filter(case_id=case_id, company_id=company_id).first():
            return existing
        reading = rules.read_need(text, at.astimezone(SEOUL).date())
        task = Task(
            case_id=case_id,
            company_id=company_id,
            need_text=text,
            need_language=rules.language_of(text),
            evidence=[found.to_json() for found in reading.evidence],
            created_at=at,
            changed_at=at,
        )
        write_revision(task, reading.draft, actor=actor, side=side, at=at)
        audit.record("demand.need.written", actor=actor, subject=task, at=at)
        outbox.add("demand.need_written", at=at, case_id=case_id, task_id=task.pk)
    return task


def edit_task(
    *,
    actor: Actor,
    task_id: UUID,
    form: rules.TaskDraft,
    at: datetime,
    seen_revision: int | None = None,
    reason: str = "",
) -> Task:
    """Save `form` as the task's next revision; approvals of the one before no longer count.

    Saving the same content again changes nothing. `seen_revision` is what the writer had before them: when
    somebody else saved since, nothing is overwritten (`Invalid` on the whole form). When both sides had approved,
    the change is a numbered scope change and needs a `reason`.
    """
    if refusals := rules.validate(form):
        raise Invalid(refusals)
    with transaction.atomic():
        task = lock(queries.tasks_for(actor), task_id)
        require(allowed=permissions.may_edit(actor, task), possible=rules.can_edit(task.state))
        return save_locked(task, form, actor=actor, at=at, seen_revision=seen_revision, reason=reason)


def save_locked(
    task: Task,
    form: rules.TaskDraft,
    *,
    actor: Actor,
    at: datetime,
    seen_revision: int | None = None,
    reason: str = "",
) -> Task:
    """`edit_task` for a verb that has locked the task and decided that its actor may change it."""
    if rules.content_hash(form) == rules.content_hash(queries.draft_of(task)):
        return task
    refuse_if_newer(task, seen_revision)
    change = None
    if task.state == TaskState.APPROVED:
        change = begin_change(task, form, reason=reason, actor=actor, is_proposal=False, at=at)
        audit.record("demand.scope.changed", actor=actor, subject=task, at=at, number=change.number,
                     reason=change.reason)  # fmt: skip
    else:  # what is edited until both agree again belongs to the same change
        change = task.revisions.get(number=task.revision).scope_change
    if task.state != TaskState.DRAFT:
        task.approved_at = None
        task.move(TaskState.DRAFT, at=at)
    task.changed_at = at
    write_revision(task, form, actor=actor, side=task.seen_from, at=at, change=change)
    audit.record("demand.task.edited", actor=actor, subject=task, at=at, revision=task.revision)
    outbox.add("demand.task_edited", at=at, case_id=task.case_id, task_id=task.pk, revision=task.revision)
    return task


def approve(*, actor: Actor, task_id: UUID, at: datetime, seen_revision: int | None = None) -> Task:
    """Stand behind the current revision for one's side; with both sides, the task is agreed. Repeating is harmless."""
    with transaction.atomic():
        task = lock(queries.tasks_for(actor), task_id)
        allowed = permissions.may_approve(actor, task)
        require(allowed=allowed)
        assert actor.person_id is not None
        approvals = queries.approvals_of(task)
        if task.seen_from in approvals:
            return task
        draft = queries.draft_of(task)
        questions = rules.open_questions(draft) | rules.blocking(draft)
        require(allowed=allowed, possible=rules.can_approve(task.state, questions))
        if seen_revision is not None and seen_revision != task.revision:
            raise Invalid(
                {"": no("demand.changed_since",
                        N_("The task was changed since you looked. Read the new revision, then approve it."))}
            )  # fmt: skip
        revision = task.revisions.get(number=task.revision)
        Approval.objects.create(revision=revision, side=task.seen_from, person_id=actor.person_id, at=at)
        agreed = bool(approvals)
        task.approved_at = at if agreed else None
        task.move(TaskState.APPROVED if agreed else TaskState.PROPOSED, at=at)
        task.save(update_fields=["state", "approved_at", "changed_at"])
        audit.record("demand.task.approved", actor=actor, subject=task, at=at, revision=task.revision,
                     content_hash=revision.content_hash)  # fmt: skip
        if agreed:
            audit.record("demand.task.agreed", actor=actor, subject=task, at=at, revision=task.revision)
            outbox.add("demand.task_approved", at=at, case_id=task.case_id, task_id=task.pk)
        else:
            outbox.add(
                "demand.task_proposed", at=at, case_id=task.case_id, task_id=task.pk, side=task.seen_from
            )
    return task


def record_permit(
    *,
    actor: Actor,
    task_id: UUID,
    covers: frozenset[str],
    authority: str,
    reference: str,
    granted_on: date,
    at: datetime,
) -> ExportPermit:
    """Record that the authorities allow the controlled work to be done from abroad; `covers` names the questions."""
    refusals = {}
    if not covers or covers - rules.EXPORT_QUESTIONS.keys():
        refusals["covers"] = no("demand.permit_covers", N_("Say which of the questions the permit covers."))
    if not authority.strip():
        refusals["authority"] = no("demand.permit_authority", N_("Name the authority that granted it."))
    if not reference.strip():
        refusals["reference"] = no("demand.permit_reference", N_("Write the permit's number."))
    if granted_on > at.astimezone(SEOUL).date():
        refusals["granted_on"] = no("demand.permit_future", N_("A permit cannot be dated in the future."))
    if refusals:
        raise Invalid(refusals)
    with transaction.atomic():
        task = lock(queries.tasks_for(actor), task_id)
        require(allowed=permissions.may_record_permit(actor, task))
        assert actor.person_id is not None
        permit = ExportPermit.objects.create(
            task=task, covers=sorted(covers), authority=authority.strip()[:200], reference=reference.strip()[:120],
            granted_on=granted_on, recorded_by_id=actor.person_id, recorded_at=at,
        )  # fmt: skip
        audit.record("demand.permit.recorded", actor=actor, subject=task, at=at, authority=permit.authority,
                     reference=permit.reference)  # fmt: skip
        outbox.add("demand.permit_recorded", at=at, case_id=task.case_id, task_id=task.pk)
    return permit


def when_contract_offered(payload: Mapping[str, Any], at: datetime) -> None:
    """A contract was offered: the agreed revision of its case's task is fixed from here on."""
    with transaction.atomic():
        agreed = Task.objects.filter(case_id=payload["case_id"], state=TaskState.APPROVED)
        task = agreed.select_for_update().first()
        if task is None:  # an earlier offer has fixed it
            return
        task.move(TaskState.FIXED, at=at)
        task.save(update_fields=["state", "changed_at"])
        audit.record("demand.task.fixed", actor=SYSTEM, subject=task, at=at, revision=task.revision)
