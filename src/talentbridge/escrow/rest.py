"""REST: milestones, each verb by the right side only. Money takes a person in the browser who has just proven it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from ninja import Field, File, Query, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from talentbridge.escrow import permissions, queries, rules, services
from talentbridge.escrow.models import CustodyInstruction, Milestone, StatementLine
from talentbridge.escrow.web.milestones import visible
from talentbridge.kernel.api import Problem
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import require
from talentbridge.kernel.pages import BridgeRequest
from talentbridge.kernel.stepup import require_fresh
from talentbridge.policy.rules import NotKnown

router = Router(tags=["escrow"])
REFUSALS = {403: Problem, 404: Problem, 409: Problem, 422: Problem}


class MilestoneOut(Schema):
    """One deliverable and its money; amounts are minor units of `currency`. `accept_by` is when silence accepts."""

    id: UUID
    case_id: UUID
    contract_id: UUID
    number: int
    title_ko: str
    title_en: str
    state: str
    seen_from: str
    currency: str
    amount_minor: int
    fee_minor: int
    withheld_minor: int
    due_on: date
    requested_at: datetime | None
    funded_at: datetime | None
    submitted_at: datetime | None
    accept_by: datetime | None
    frozen_at: datetime | None
    decided_at: datetime | None
    decision_reason: str
    silent_acceptance: bool
    paid_at: datetime | None
    return_reason: str


class SubmissionOut(Schema):
    number: int
    note: str
    language: str
    links: list[str]
    at: datetime
    by_id: UUID


class MoneyOut(Schema):
    """What the company pays in and what the talent gets, with the rules behind it. `is_final` after the release."""

    currency: str
    gross_minor: int
    fee_minor: int
    deposit_minor: int
    withheld_minor: int
    net_minor: int
    is_final: bool
    fee_trace: dict[str, Any]
    withholding_trace: dict[str, Any]


class MilestoneWhole(MilestoneOut):
    """A milestone with what was handed in and both sides' money."""

    acceptance_ko: str
    acceptance_en: str
    submissions: list[SubmissionOut]
    money: MoneyOut | None

    @staticmethod
    def resolve_submissions(milestone: Milestone) -> list[Any]:
        return list(milestone.submissions.order_by("number"))

    @staticmethod
    def resolve_money(milestone: Milestone) -> dict[str, Any] | None:
        try:
            terms = queries.terms_on(milestone, rules.korean_day(now()))
        except NotKnown:
            return None
        split = terms.split
        return {
            "currency": milestone.currency,
            "gross_minor": split.gross.minor,
            "fee_minor": split.fee.minor,
            "deposit_minor": split.deposit.minor,
            "withheld_minor": split.withheld.minor,
            "net_minor": split.net.minor,
            "is_final": terms.is_final,
            "fee_trace": terms.fee.to_json(),
            "withholding_trace": terms.withholding.to_json(),
        }


class Asked(Schema):
    """Which milestones."""

    case_id: UUID | None = None
    state: str = ""


class FundIn(Schema):
    """`seen_minor` is the total that the person saw; another one now is a conflict."""

    seen_minor: int


class SubmitIn(Schema):
    note: str
    links: list[str] = []
    language: str = ""


class AcceptIn(Schema):
    """`reason`: which acceptance criteria were checked. `seen_minor`: the net amount that the person saw."""

    reason: str
    seen_minor: int


class ReasonIn(Schema):
    """Why, in words that the other side reads."""

    reason: str


class AnswerIn(Schema):
    agreed: bool


class AccountIn(Schema):
    holder_name: str
    country: str
    bank_name: str
    bank_code: str = ""
    number: str


class AccountOut(Schema):
    """Where the talent is paid; of the number only its end."""

    holder_name: str
    country: str
    bank_name: str
    bank_code: str
    number_end: str
    since: datetime
    usable_from: datetime


class InstructionOut(Schema):
    id: UUID
    milestone_id: UUID | None
    kind: str
    state: str
    reference: str
    currency: str
    amount_minor: int
    prepared_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None
    returned_at: datetime | None
    return_reason: str


class TransferIn(Schema):
    """Another amount than the one asked for, to see what happens."""

    amount_minor: int | None = Field(None, gt=0, le=10**13)  # the stand-in's balance is a 64-bit sum of these


class LineOut(Schema):
    """Money on a statement that nothing explains."""

    id: int
    external_id: str
    reference: str
    unmatched: str
    is_credit: bool
    currency: str
    amount_minor: int
    booked_on: date
    counterparty_name: str
    sent_back_at: datetime | None


class ReadOut(Schema):
    """How many lines of a statement were applied, explained by nothing, or known already."""

    applied: int
    unmatched: int
    repeated: int


def _fresh(request: BridgeRequest, milestone: Milestone) -> Milestone:
    return visible(request.actor, milestone.pk)


# Milestones ---------------------------------------------------------------------------------------------------------


@router.get("/milestones", response=list[MilestoneOut])
@paginate
def milestones(request: BridgeRequest, asked: Query[Asked]) -> QuerySet[Milestone]:
    """The caller's milestones by due day."""
    rows = queries.milestones_for(request.actor).order_by("due_on", "pk")
    if asked.case_id:
        rows = rows.filter(case_id=asked.case_id)
    return rows.filter(state=asked.state) if asked.state else rows


@router.get("/milestones/{milestone_id}", response={200: MilestoneWhole, **REFUSALS})
def milestone(request: BridgeRequest, milestone_id: UUID) -> Milestone:
    """One milestone, with both sides' numbers."""
    return visible(request.actor, milestone_id)


@router.post("/milestones/{milestone_id}/fund", response={200: MilestoneOut, **REFUSALS})
def fund(request: BridgeRequest, milestone_id: UUID, data: FundIn) -> Milestone:
    """Ask the custodian to receive gross and fee."""
    require_fresh(request)
    return services.request_funding(
        actor=request.actor, milestone_id=milestone_id, seen_minor=data.seen_minor, at=now()
    )


@router.post("/milestones/{milestone_id}/submit", response={200: MilestoneOut, **REFUSALS})
def submit(request: BridgeRequest, milestone_id: UUID, data: SubmitIn) -> Milestone:
    """Hand in; the review begins."""
    return services.submit(actor=request.actor, milestone_id=milestone_id, at=now(), **data.dict())


@router.post("/milestones/{milestone_id}/accept", response={200: MilestoneOut, **REFUSALS})
def accept(request: BridgeRequest, milestone_id: UUID, data: AcceptIn) -> Milestone:
    """Accept; the money is released and a payment ordered."""
    require_fresh(request)
    return services.accept(actor=request.actor, milestone_id=milestone_id, at=now(), **data.dict())


@router.post("/milestones/{milestone_id}/request-changes", response={200: MilestoneOut, **REFUSALS})
def request_changes(request: BridgeRequest, milestone_id: UUID, data: ReasonIn) -> Milestone:
    """Ask for changes; the clock stands still."""
    return services.request_changes(
        actor=request.actor, milestone_id=milestone_id, reason=data.reason, at=now()
    )


@router.post("/milestones/{milestone_id}/concern", response={200: MilestoneOut, **REFUSALS})
def concern(request: BridgeRequest, milestone_id: UUID, data: ReasonIn) -> Milestone:
    """Raise a concern; clock and money stand still."""
    return services.raise_concern(actor=request.actor, milestone_id=milestone_id, text=data.reason, at=now())


@router.post("/milestones/{milestone_id}/resolve", response={200: MilestoneOut, **REFUSALS})
def resolve(request: BridgeRequest, milestone_id: UUID, data: ReasonIn) -> Milestone:
    """Resolve the open concern, as the coordinator."""
    return services.resolve_concern(
        actor=request.actor, milestone_id=milestone_id, resolution=data.reason, at=now()
    )


@router.post("/milestones/{milestone_id}/refund", response={200: MilestoneOut, **REFUSALS})
def refund(request: BridgeRequest, milestone_id: UUID, data: ReasonIn) -> Milestone:
    """Propose to give the money back."""
    require_fresh(request)
    proposal = services.propose_refund(
        actor=request.actor, milestone_id=milestone_id, reason=data.reason, at=now()
    )
    return _fresh(request, proposal.milestone)


@router.post("/milestones/{milestone_id}/refund/answer", response={200: MilestoneOut, **REFUSALS})
def answer_refund(request: BridgeRequest, milestone_id: UUID, data: AnswerIn) -> Milestone:
    """Agree to the other side's proposal, or decline it."""
    require_fresh(request)
    return services.answer_refund(
        actor=request.actor, milestone_id=milestone_id, agreed=data.agreed, at=now()
    )


# The bank's side -----------------------------------------------------------------------------------------------------


@router.get("/payout-account", response={200: AccountOut | None, 403: Problem})
def payout_account(request: BridgeRequest) -> Any:
    """The caller's own payout account; null before there is one."""
    require(allowed=permissions.may_edit_payout_account(request.actor))
    return queries.payout_account_for(request.actor)


@router.put("/payout-account", response={200: AccountOut, **REFUSALS})
def save_payout_account(request: BridgeRequest, data: AccountIn) -> Any:
    """Say where one is paid; payments wait 24 hours after a change."""
    require_fresh(request)
    return services.save_payout_account(actor=request.actor, at=now(), **data.dict())


@router.get("/instructions", response=list[InstructionOut])
@paginate
def instructions(request: BridgeRequest) -> QuerySet[CustodyInstruction]:
    """Orders to the custodian around the caller's milestones, newest first."""
    return queries.instructions_for(request.actor).order_by("-prepared_at", "pk")


@router.post("/instructions/{instruction_id}/send-again", response={200: InstructionOut, **REFUSALS})
def send_again(request: BridgeRequest, instruction_id: UUID) -> CustodyInstruction:
    """Order a payment that came back once more."""
    require_fresh(request)
    return services.send_again(actor=request.actor, instruction_id=instruction_id, at=now())


@router.post("/instructions/{instruction_id}/play/transfer", response={204: None, **REFUSALS})
def play_transfer(request: BridgeRequest, instruction_id: UUID, data: TransferIn) -> Status[None]:
    """Sandbox only: the company's bank transfers."""
    services.company_transfers(
        actor=request.actor, instruction_id=instruction_id, amount_minor=data.amount_minor, at=now()
    )
    return Status(204, None)


@router.post("/instructions/{instruction_id}/play/book", response={204: None, **REFUSALS})
def play_book(request: BridgeRequest, instruction_id: UUID) -> Status[None]:
    """Sandbox only: the bank books a payment."""
    services.bank_books(actor=request.actor, instruction_id=instruction_id, at=now())
    return Status(204, None)


@router.post("/instructions/{instruction_id}/play/return", response={204: None, **REFUSALS})
def play_return(request: BridgeRequest, instruction_id: UUID) -> Status[None]:
    """Sandbox only: the payee's bank sends a payment back."""
    services.bank_returns(actor=request.actor, instruction_id=instruction_id, at=now())
    return Status(204, None)


@router.get("/unmatched", response={200: list[LineOut], 403: Problem})
def unmatched(request: BridgeRequest) -> QuerySet[StatementLine]:
    """Money that nothing explains, for operators."""
    require(allowed=permissions.may_reconcile(request.actor))
    return queries.unmatched_for(request.actor).order_by("-received_at")[:500]


@router.post("/unmatched/{line_id}/send-back", response={200: LineOut, **REFUSALS})
def send_back(request: BridgeRequest, line_id: int) -> StatementLine:
    """Send unexplained money back to the account it came from."""
    require_fresh(request)
    return services.send_back(actor=request.actor, line_id=line_id, at=now())


@router.post("/statements", response={200: ReadOut, **REFUSALS})
def read_statement(request: BridgeRequest, document: File[UploadedFile]) -> dict[str, int]:
    """Bring in a camt.053.001.08 statement, as an operator; the same one twice changes nothing."""
    require_fresh(request)  # what it says is believed: it funds milestones and settles payments
    done = services.import_upload(actor=request.actor, document=document.read(), at=now())
    return {name: done[name] for name in ("applied", "unmatched", "repeated")}
