"""REST: tasks. Amounts are minor units of their currency; days are ISO 8601."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema
from ninja.pagination import paginate

from talentbridge.demand import queries, rules, services
from talentbridge.demand.models import Task
from talentbridge.demand.services.shaping import SEOUL
from talentbridge.demand.web import programs
from talentbridge.demand.web.pages import found
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.money import Money
from talentbridge.kernel.pages import BridgeRequest, told

router = Router(tags=["demand"])
router.add_router("", programs.router)


class Amount(Schema):
    """An amount in minor units of an ISO 4217 currency."""

    minor: int
    currency: str


class DeliverableBody(Schema):
    """One result; `share_minor` is its part of the budget."""

    title_ko: str = ""
    title_en: str = ""
    artefact_format: str = ""
    acceptance_ko: str = ""
    acceptance_en: str = ""
    due_on: date | None = None
    share_minor: int | None = None
    reviewer: str = ""


class SkillBody(Schema):
    """A skill of the graph at a level from 1 to 6; a must filters people out."""

    skill_id: str
    level: int = 3
    is_must: bool = True


class TaskBody(Schema):
    """Everything a task says; what is left out is not said yet."""

    title_ko: str = ""
    title_en: str = ""
    problem: str = ""
    in_scope: str = ""
    out_of_scope: str = ""
    deliverables: list[DeliverableBody] = []
    skills: list[SkillBody] = []
    budget: Amount | None = None
    overlap_hours: int | None = None
    english: str = ""
    korean: str = ""
    starts_on: date | None = None
    weeks: int | None = None
    engagement_types: list[str] = []
    data_class: str = ""
    hand_over: str = ""
    export_answers: dict[str, bool] = Field(
        default_factory=dict, description="national_core, strategic_goods, defence, state_research"
    )
    roles: list[str] = Field(default_factory=list, description="ids of the skill graph's roles")
    work_mode: str = Field("", description="remote, hybrid, on_site")
    weekly_hours: int | None = None
    countries: list[str] = Field(
        default_factory=list, description="where the person has to live, ISO 3166-1; empty: anywhere"
    )

    def draft(self) -> rules.TaskDraft:
        """The same as the verbs take it."""
        plain = self.model_dump(
            exclude={
                "deliverables",
                "skills",
                "budget",
                "engagement_types",
                "export_answers",
                "roles",
                "countries",
            }
        )
        return rules.TaskDraft(
            **plain,
            deliverables=tuple(rules.DeliverableDraft(**row.model_dump()) for row in self.deliverables),
            skills=tuple(rules.SkillWanted(**row.model_dump()) for row in self.skills),
            budget=Money(self.budget.minor, self.budget.currency) if self.budget else None,
            engagement_types=tuple(self.engagement_types),
            export_answers=tuple(self.export_answers.items()),
            roles=tuple(self.roles),
            countries=tuple(self.countries),
        )


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

    @staticmethod
    def resolve_content(task: Task) -> dict[str, Any]:
        return queries.draft_of(task).to_json()

    @staticmethod
    def resolve_open_questions(task: Task) -> dict[str, str]:
        asked = rules.open_questions(queries.draft_of(task))
        return {name: told(decision) for name, decision in asked.items()}

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
    }


@router.get("/tasks/{uuid:task_id}", response=TaskWhole)
def task(request: BridgeRequest, task_id: UUID) -> Any:
    """One task with everything it says."""
    return found(request.actor, task_id)


@router.put("/tasks/{uuid:task_id}", response=TaskWhole)
def edit(request: BridgeRequest, task_id: UUID, content: TaskBody, seen_revision: int | None = None) -> Any:
    """Save the whole content as the next revision; approvals of the one before no longer count."""
    services.edit_task(
        actor=request.actor, task_id=task_id, form=content.draft(), seen_revision=seen_revision, at=now()
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
