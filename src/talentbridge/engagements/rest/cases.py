"""Engagements over REST: open, read, build the contract, hand over."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from ninja.pagination import LimitOffsetPagination, paginate

from talentbridge.contracts.rules import MilestoneTerms
from talentbridge.engagements import queries, rules, services
from talentbridge.engagements.models import Engagement, HandOver
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing
from talentbridge.kernel.pages import BridgeRequest

router = Router(tags=["engagements"])


class NeedIn(Schema):
    """A need in the company's own words, Korean or English."""

    need_text: str


class Filters(Schema):
    q: str = ""
    stage: str = ""
    turn: str = ""
    state: str = ""


class EngagementOut(Schema):
    """One engagement in a list. `talent` is a name while consent is in force, else a pseudonym; amounts are minor units."""

    id: UUID
    number: str
    title_ko: str
    title_en: str
    company: str
    talent: str
    stage: str
    state: str
    next_side: str
    next_action: str
    next_due_at: datetime | None
    held_minor: int
    currency: str
    opened_at: datetime
    completed_at: datetime | None

    @staticmethod
    def resolve_company(engagement: Engagement) -> str:
        return engagement.company.name

    @staticmethod
    def resolve_talent(engagement: Engagement) -> str:
        talent = engagement.talent if engagement.names_talent else None
        return talent.name if talent else engagement.alias


class OpenedOut(Schema):
    """A new engagement. Who accepted it need not be in charge of it."""

    id: UUID
    number: str


class EvidenceOut(Schema):
    key: str
    sentence: str
    done_at: datetime | None
    done_by: str
    owner: str
    skipped: bool


class BeadOut(Schema):
    """One of the five stages with the evidence that its gate asks for."""

    stage: str
    state: str
    evidence: list[EvidenceOut]


class NextOut(Schema):
    """What is next, seen from the caller's side."""

    action: str
    side: str
    who: str
    sentence: str
    is_mine: bool
    due_at: datetime | None


class EngagementDetail(Schema):
    """One engagement with the whole of its string and what is next for the caller."""

    engagement: EngagementOut
    string: list[BeadOut]
    next: NextOut | None


class MilestoneIn(Schema):
    """One deliverable with its price before tax, in minor units."""

    title_ko: str
    title_en: str
    acceptance_ko: str
    acceptance_en: str
    amount_minor: int
    due_on: date


class ContractIn(Schema):
    """What the coordinator settles; the parties come from the engagement."""

    title_ko: str
    title_en: str
    engagement_type: str
    work_mode: str
    place_of_work: str
    ip_clause: str
    starts_on: date
    ends_on: date
    overlap_hours: int
    prevailing_language: str = "ko"
    currency: str = "KRW"
    milestones: list[MilestoneIn]


class ContractOut(Schema):
    id: UUID
    version: int
    state: str


class HandOverIn(Schema):
    what: str
    owner: str
    links: str = ""


class HandOverOut(Schema):
    what: str
    owner: str
    links: str
    written_at: datetime
    confirmed_at: datetime | None


@router.get("", response=list[EngagementOut])
@paginate(LimitOffsetPagination)
def list_engagements(request: HttpRequest, filters: Query[Filters]) -> Any:
    """The engagements that the caller takes part in, newest first."""
    rows = queries.filtered(
        queries.engagements_for(actor_of(request)),
        text=filters.q,
        stage=filters.stage,
        turn=filters.turn,
        state=filters.state,
    )
    return rows.order_by("-opened_at", "pk")


@router.post("", response={201: EngagementOut})
def open_engagement(request: HttpRequest, body: NeedIn) -> Status[Engagement]:
    """Open an engagement by writing a need."""
    made = services.open_engagement(actor=actor_of(request), need_text=body.need_text, at=now())
    return Status(201, found(request, made.pk))


@router.post("/offered/{uuid:need_id}/accept", response={201: OpenedOut})
def accept_offered(request: HttpRequest, need_id: UUID) -> Status[Engagement]:
    """Accept a need that a partner brought: an engagement opens on it."""
    return Status(201, services.open_offered(actor=actor_of(request), need_id=need_id, at=now()))


@router.get("/{uuid:case_id}", response=EngagementDetail)
def one_engagement(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """One engagement with its string of beads, their evidence, and what is next for the caller."""
    engagement = found(request, case_id)
    facts = queries.facts_of(engagement)
    beads = {bead.stage: bead.state for bead in rules.stage_string(facts).beads}
    step = rules.next_step(facts, Side(engagement.seen_from))
    return {
        "engagement": engagement,
        "string": [
            {"stage": gate.stage, "state": beads[gate.stage], "evidence": [_evidence(each) for each in gate.evidence]}
            for gate in rules.gates(facts)
        ],
        "next": step
        and {
            "action": step.action, "side": step.side, "who": step.who, "is_mine": step.is_mine,
            "sentence": show.said(step.heading).format_map(step.facts), "due_at": step.due_at,
        },
    }  # fmt: skip


@router.post("/{uuid:case_id}/contract", response={201: ContractOut})
def build_contract(request: HttpRequest, case_id: UUID, body: ContractIn) -> Status[Any]:
    """Put the contract together out of the task and the chosen person."""
    values = body.dict()
    milestones = tuple(
        MilestoneTerms(number=number, **each) for number, each in enumerate(values.pop("milestones"), start=1)
    )
    choices = rules.ContractChoices(milestones=milestones, **values)
    return Status(
        201, services.build_contract(actor=actor_of(request), case_id=case_id, choices=choices, at=now())
    )


@router.post("/{uuid:case_id}/hand-over", response=HandOverOut)
def write_hand_over(request: HttpRequest, case_id: UUID, body: HandOverIn) -> HandOver:
    """Write the hand-over note, or write it anew while it is not confirmed."""
    return services.write_hand_over(actor=actor_of(request), case_id=case_id, at=now(), **body.dict())


@router.post("/{uuid:case_id}/hand-over/confirm", response=HandOverOut)
def confirm_hand_over(request: HttpRequest, case_id: UUID) -> HandOver:
    """Confirm what the company received."""
    return services.confirm_hand_over(actor=actor_of(request), case_id=case_id, at=now())


def actor_of(request: HttpRequest) -> Actor:
    """Who calls."""
    return cast(BridgeRequest, request).actor


def found(request: HttpRequest, case_id: UUID) -> Engagement:
    """The engagement as the caller sees it. Raises `Missing`."""
    engagement = queries.engagements_for(actor_of(request)).filter(pk=case_id).first()
    if engagement is None:
        raise Missing
    return engagement


def _evidence(item: rules.Evidence) -> dict[str, Any]:
    return {
        "key": item.key,
        "sentence": show.said(item.label).format_map(item.facts),
        "done_at": item.done.at if item.done else None,
        "done_by": item.done.by if item.done else "",
        "owner": item.owner,
        "skipped": item.is_skipped,
    }
