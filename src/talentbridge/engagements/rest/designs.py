"""How the person is engaged, over REST: read, choose, confirm, check, mark a step. Not for the talent, whose pay is compared
here, except the steps that are theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from talentbridge.engagements import permissions, queries, rules, services
from talentbridge.engagements.models import Design, DesignStep
from talentbridge.engagements.rest.cases import actor_of, found
from talentbridge.kernel import show
from talentbridge.kernel.actor import Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Denied
from talentbridge.kernel.pages import told

router = Router(tags=["engagements"])


class ChoiceIn(Schema):
    """One option of the designer's answer to `question` (its options as text, see `/designer/options`)."""

    question: dict[str, str]
    country: str
    type: str
    reason: str


class CheckIn(Schema):
    """How the work is really done: the factors that hold now; `reason` says which evidence was looked at."""

    factors: list[str] = []
    establishment: list[str] = []
    reason: str


class StepIn(Schema):
    note: str = ""


class DesignOut(Schema):
    """One design. `option` is the whole of what was calculated then, with every row it rests on."""

    number: int
    cause: str
    country: str
    form: str
    level: str
    reason: str
    question: dict[str, str]
    option: dict[str, Any]
    made_at: datetime
    confirmed_at: datetime | None


class StepOut(Schema):
    key: str
    who: str
    sentence: str
    done_at: datetime | None
    note: str

    @staticmethod
    def resolve_sentence(step: DesignStep) -> str:
        return show.said(step.text)


class DesignsOut(Schema):
    """Every design, the newest first; what it asks to be done; and why it does not follow the contract, if so."""

    designs: list[DesignOut]
    steps: list[StepOut]
    not_followed: list[str]


@router.get("/{uuid:case_id}/designs", response=DesignsOut)
def designs(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """The designs of an engagement with their figures."""
    actor = actor_of(request)
    engagement = found(request, case_id)
    if engagement.seen_from == Side.TALENT:
        raise Denied(permissions.may_choose_design(actor, engagement))
    kept = list(queries.designs_of(engagement))
    today = now().astimezone(rules.SEOUL).date()
    gaps = queries.not_followed(engagement, kept[0] if kept else None, today)
    return {
        "designs": kept,
        "steps": queries.steps_of(engagement),
        "not_followed": [told(gap) for gap in gaps],
    }


@router.post("/{uuid:case_id}/designs", response={201: DesignOut})
def choose(request: HttpRequest, case_id: UUID, body: ChoiceIn) -> Status[Design]:
    """Choose an option; a coordinator's choice is confirmed by itself. Choosing the same again changes nothing."""
    made = services.choose_design(
        actor=actor_of(request), case_id=case_id, said=body.question, country=body.country, form=body.type,
        reason=body.reason, at=now(),
    )  # fmt: skip
    return Status(201, made)


@router.post("/{uuid:case_id}/designs/{int:number}/confirm", response=DesignOut)
def confirm(request: HttpRequest, case_id: UUID, number: int) -> Design:
    """The coordinator stands behind the newest design; refused when `number` is not the newest."""
    return services.confirm_design(actor=actor_of(request), case_id=case_id, number=number, at=now())


@router.post("/{uuid:case_id}/designs/check", response={201: DesignOut})
def check(request: HttpRequest, case_id: UUID, body: CheckIn) -> Status[Design]:
    """Go through how the work is really done: a new design with the factors that hold now."""
    made = services.check_design(
        actor=actor_of(request), case_id=case_id, factors=body.factors, establishment=body.establishment,
        note=body.reason, at=now(),
    )  # fmt: skip
    return Status(201, made)


@router.post("/{uuid:case_id}/steps/{slug:key}/done", response=StepOut)
def do_step(request: HttpRequest, case_id: UUID, key: str, body: StepIn) -> DesignStep:
    """Mark a step of the newest design as done. Repeating is harmless."""
    return services.do_step(actor=actor_of(request), case_id=case_id, key=key, note=body.note, at=now())
