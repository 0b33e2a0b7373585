"""Stays in Korea over REST. The company learns the days and no more: status and papers stay between the traveller and the
coordinator. No number of a paper is taken."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from talentbridge.engagements import permissions, queries, rules, services
from talentbridge.engagements.models import Stay
from talentbridge.engagements.rest.cases import actor_of, found
from talentbridge.engagements.rules.stays import StayDraft
from talentbridge.engagements.states import StayState
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing

router = Router(tags=["engagements"])


class PapersIn(Schema):
    """Until when each paper is valid; those that are left out are not kept."""

    passport: date | None = None
    visa: date | None = None
    insurance: date | None = None
    residence_certificate: date | None = None


class StayIn(Schema):
    """The days of a stay, both included, as `purpose` and `status` of the visa guide name it."""

    purpose: str
    status: str = "unclear"
    begins_on: date
    ends_on: date
    papers: PapersIn = PapersIn()

    def draft(self) -> StayDraft:
        expires = {kind: day for kind, day in self.papers.dict().items() if day}
        return StayDraft(self.purpose, self.status, self.begins_on, self.ends_on, expires)


class ChangedStayIn(StayIn):
    """A stay as it shall be; `revision` is that of the stay as it was read."""

    revision: int


class StayOut(Schema):
    """A stay. `status` and `papers` are empty for readers who may not know them."""

    id: UUID
    purpose: str
    state: str
    begins_on: date
    ends_on: date
    revision: int
    status: str
    papers: dict[str, date]


class DaysOut(Schema):
    """Days in Korea by this engagement's stays, first and last day both counted; `mark` is the treaty's, if known."""

    so_far: int
    in_year: int
    most_in_365: int
    mark: int | None
    is_over: bool | None


class StaysOut(Schema):
    stays: list[StayOut]
    days: DaysOut | None


@router.get("/{uuid:case_id}/stays", response=StaysOut)
def stays(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """The stays of an engagement by day, those that were called off too, and for some readers the counted days."""
    actor = actor_of(request)
    engagement = found(request, case_id)
    rows = list(queries.stays_for(actor).filter(engagement=engagement).prefetch_related("papers"))
    counted = None
    if permissions.may_read_papers(actor, engagement) and any(row.state == StayState.PLANNED for row in rows):
        days = queries.days_in_korea(engagement.pk, now().astimezone(rules.SEOUL).date())
        counted = {
            "so_far": days.so_far, "in_year": days.in_year, "most_in_365": days.most_in_365, "is_over": days.is_over,
            "mark": int(days.mark.value) if days.mark else None,
        }  # fmt: skip
    return {"stays": [_shown(actor, row) for row in rows], "days": counted}


@router.post("/{uuid:case_id}/stays", response={201: StayOut})
def plan(request: HttpRequest, case_id: UUID, body: StayIn) -> Status[dict[str, Any]]:
    """Enter a stay of the talent in Korea."""
    actor = actor_of(request)
    made = services.plan_stay(actor=actor, case_id=case_id, draft=body.draft(), at=now())
    return Status(201, _read(actor, made.pk))


@router.put("/stays/{uuid:stay_id}", response=StayOut)
def change(request: HttpRequest, stay_id: UUID, body: ChangedStayIn) -> dict[str, Any]:
    """Change a stay; refused when somebody else saved in between."""
    actor = actor_of(request)
    services.change_stay(
        actor=actor, stay_id=stay_id, draft=body.draft(), seen_revision=body.revision, at=now()
    )
    return _read(actor, stay_id)


@router.post("/stays/{uuid:stay_id}/cancel", response=StayOut)
def cancel(request: HttpRequest, stay_id: UUID) -> dict[str, Any]:
    """Call a stay off: its days no longer count, its papers are forgotten."""
    actor = actor_of(request)
    services.cancel_stay(actor=actor, stay_id=stay_id, at=now())
    return _read(actor, stay_id)


def _read(actor: Actor, stay_id: UUID) -> dict[str, Any]:
    stay = queries.stays_for(actor).prefetch_related("papers").filter(pk=stay_id).first()
    if stay is None:
        raise Missing
    return _shown(actor, stay)


def _shown(actor: Actor, stay: Stay) -> dict[str, Any]:
    may_read = permissions.may_read_papers(actor, stay)
    return {
        **{
            name: getattr(stay, name)
            for name in ("id", "purpose", "state", "begins_on", "ends_on", "revision")
        },
        "status": stay.status if may_read else "",
        "papers": {paper.kind: paper.expires_on for paper in stay.papers.all()} if may_read else {},
    }
