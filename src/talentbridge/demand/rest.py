"""REST: tasks. Amounts are minor units of their currency; days are ISO 8601."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema
from ninja.pagination import paginate

from talentbridge.demand import queries, rules, services
from talentbridge.demand.models import Task
from talentbridge.demand.services.shaping import SEOUL
from talentbridge.demand.web import doors, programs
from talentbridge.demand.web.bodies import TaskBody
from talentbridge.demand.web.finding import found
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.pages import BridgeRequest, told

router = Router(tags=["demand"])
router.add_router("", programs.router)
router.add_router("", doors.router)


class TaskOut(Schema):
    """A task and where it stands."""

    id: UUID
    case_id: UUID
    state: str
    seen_from: str
    revision: int
    need_language: str
    title_ko: str
    title_en: str
    changed_at: datetime
    approved_at: datetime | None


class TaskWhole(TaskOut):
    """A task with its content, what is open in it, and who approved this revision."""

    content: dict[str, Any]
    open_questions: dict[str, str]
    approved_by: list[str]
    may_staff_overseas: bool
    readiness: int

    @staticmethod
    def resolve_content(task: Task) -> dict[str, Any]:
        return queries.draft_of(task).to_json()

    @staticmethod
    def resolve_open_questions(task: Task) -> dict[str, str]:
        draft = queries.draft_of(task)
        asked = rules.open_questions(draft) | rules.blocking(draft)
        return {name: told(decision) for name, decision in asked.items()}

    @staticmethod
    def resolve_readiness(task: Task) -> int:
        return rules.readiness(queries.draft_of(task)).score

    @staticmethod
    def resolve_approved_by(task: Task) -> list[str]:
        return sorted(queries.approvals_of(task))

    @staticmethod
    def resolve_may_staff_overseas(task: Task) -> bool:
        return bool(queries.may_staff_overseas(task))


class NeedIn(Schema):
    """A need in plain Korean or English."""

    text: str


class EvidenceOut(Schema):
    """Where in the text a value was read."""

    field: str
    start: int
    end: int
    said: str


class ReadingOut(Schema):
    """What a need says, where, and what it leaves open."""

    content: dict[str, Any]
    evidence: list[EvidenceOut]
    open_questions: dict[str, str]
    vague: list[EvidenceOut]
    readiness: int


class ApproveIn(Schema):
    """The revision that was read."""

    revision: int


class PermitIn(Schema):
    """A permit of the authorities for the questions that it covers."""

    covers: list[str]
    authority: str
    reference: str
    granted_on: date


@router.get("/tasks", response=list[TaskOut])
@paginate
def tasks(request: BridgeRequest, state: str = "") -> Any:
    """The caller's tasks, last changed first."""
    rows = queries.tasks_for(request.actor).order_by("-changed_at", "pk")
    return rows.filter(state=state) if state else rows


@router.post("/read", response=ReadingOut)
def read(request: BridgeRequest, need: NeedIn) -> Any:
    """Read a need without keeping it."""
    text = rules.clean(need.text)
    if not (readable := rules.check_need(text)):
        raise Invalid({"text": readable})
    reading = rules.read_need(text, now().astimezone(SEOUL).date())
    asked = rules.open_questions(reading.draft)
    return {
        "content": reading.draft.to_json(),
        "evidence": [each.to_json() for each in reading.evidence],
        "open_questions": {name: told(decision) for name, decision in asked.items()},
        "vague": [
            {"field": "need", "start": each.start, "end": each.end, "said": each.said}
            for each in rules.vague_passages(text)
        ],
        "readiness": rules.readiness(reading.draft).score,
    }


@router.get("/tasks/{uuid:task_id}", response=TaskWhole)
def task(request: BridgeRequest, task_id: UUID) -> Any:
    """One task with everything it says."""
    return found(request.actor, task_id)


@router.put("/tasks/{uuid:task_id}", response=TaskWhole)
def edit(
    request: BridgeRequest,
    task_id: UUID,
    content: TaskBody,
    seen_revision: int | None = None,
    reason: str = "",
) -> Any:
    """Save the whole content as the next revision; approvals of the one before no longer count.

    Once both sides had approved, it is a numbered scope change and needs a `reason`.
    """
    services.edit_task(
        actor=request.actor,
        task_id=task_id,
        form=content.draft(),
        seen_revision=seen_revision,
        reason=reason,
        at=now(),
    )
    return found(request.actor, task_id)


@router.post("/tasks/{uuid:task_id}/approve", response=TaskWhole)
def approve(request: BridgeRequest, task_id: UUID, seen: ApproveIn) -> Any:
    """Stand behind a revision for the caller's side."""
    services.approve(actor=request.actor, task_id=task_id, seen_revision=seen.revision, at=now())
    return found(request.actor, task_id)


@router.post("/tasks/{uuid:task_id}/permits", response=TaskWhole)
def record_permit(request: BridgeRequest, task_id: UUID, permit: PermitIn) -> Any:
    """Record an export-control permit."""
    services.record_permit(
        actor=request.actor, task_id=task_id, covers=frozenset(permit.covers), authority=permit.authority,
        reference=permit.reference, granted_on=permit.granted_on, at=now(),
    )  # fmt: skip
    return found(request.actor, task_id)
