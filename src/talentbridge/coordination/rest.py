"""Coordination over REST: the queue, the load of the pool, and putting somebody in charge."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate

from talentbridge.coordination import permissions, queries, services
from talentbridge.coordination.models import Assignment
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import require
from talentbridge.kernel.pages import BridgeRequest

router = Router(tags=["coordination"])


class QueueOut(Schema):
    """One engagement of the queue, most pressing first. `risk` is high, caution or empty."""

    id: UUID
    number: str
    stage: str
    group: str
    next_side: str
    next_action: str
    next_due_at: datetime | None
    risk: str
    held_minor: int
    currency: str


class LoadOut(Schema):
    person_id: UUID
    name: str
    languages: list[str]
    sectors: list[str]
    load: int
    capacity: int

    @staticmethod
    def resolve_name(profile: Any) -> str:
        return profile.person.name


class AssignIn(Schema):
    person_id: UUID
    reason: str
    note: str = ""


class AssignmentOut(Schema):
    case_id: UUID
    person_id: UUID
    state: str
    assigned_at: datetime

    @staticmethod
    def resolve_person_id(assignment: Assignment) -> UUID:
        return assignment.coordinator.person_id


class HandBackIn(Schema):
    reason: str
    note: str = ""


@router.get("/queue", response=list[QueueOut])
@paginate(LimitOffsetPagination)
def queue(request: HttpRequest) -> Any:
    """What needs a hand: a coordinator's own, everybody's for an operator."""
    actor = _actor(request)
    require(allowed=permissions.may_see_workbench(actor))
    return queries.workbench_for(actor, now()).order_by("group_order", "urgency", "pk")


@router.get("/pool", response=list[LoadOut])
def pool(request: HttpRequest) -> Any:
    """The coordinators and their load."""
    require(allowed=permissions.may_assign(_actor(request)))
    return queries.pool()


@router.post("/cases/{uuid:case_id}/assignment", response=AssignmentOut)
def assign(request: HttpRequest, case_id: UUID, body: AssignIn) -> Assignment:
    """Put somebody in charge, with a reason."""
    return services.reassign(actor=_actor(request), case_id=case_id, at=now(), **body.dict())


@router.post("/cases/{uuid:case_id}/hand-back", response=AssignmentOut)
def hand_back(request: HttpRequest, case_id: UUID, body: HandBackIn) -> Assignment:
    """Ask to be relieved."""
    return services.hand_back(actor=_actor(request), case_id=case_id, at=now(), **body.dict())


def _actor(request: HttpRequest) -> Actor:
    return cast(BridgeRequest, request).actor
