"""A milestone as its page shows it: the same numbers for both sides, and each act with the reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from talentbridge.audit import queries as audit
from talentbridge.escrow import permissions, queries, rules, services
from talentbridge.escrow.gateways.custody import custodian
from talentbridge.escrow.models import CustodyInstruction, Milestone
from talentbridge.escrow.states import InstructionState
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import Decision
from talentbridge.policy.rules import NotKnown

if TYPE_CHECKING:
    from talentbridge.audit.models import AuditEvent

KOREA = "Asia/Seoul"


def whole(milestone: Milestone, actor: Actor, at: datetime) -> dict[str, Any]:
    """Everything that the pages of one milestone show."""
    try:
        terms, missing = queries.terms_on(milestone, rules.korean_day(at)), None
    except NotKnown as unknown:
        terms, missing = None, unknown
    proposal = milestone.refund_proposals.filter(answered_at=None).first()
    bank = custodian()
    return {
        "milestone": milestone,
        "terms": terms,
        "missing": missing,
        "submissions": milestone.submissions.select_related("by")
        .prefetch_related("change_requests__by")
        .order_by("-number"),
        "concerns": milestone.concerns.select_related("raised_by", "resolver").order_by("-at"),
        "proposal": proposal,
        "orders": [_waiting(order, at) for order in milestone.instructions.order_by("prepared_at")],
        "next_to_fund": queries.next_to_fund(milestone),
        "next_reminder": milestone.accept_by
        and rules.next_reminder(milestone.accept_by, milestone.reminders),
        "may": decisions(milestone, actor, proposal.side if proposal else ""),
        "bank": bank,
        "korea": KOREA,
        "there": milestone.payee.time_zone,
        "events": _told(milestone),
    }


def decisions(milestone: Milestone, actor: Actor, proposed_by: str) -> dict[str, Decision]:
    """Each act: may this person, and does the state allow it?"""
    in_force = queries.contract_in_force(milestone)
    return {
        "fund": permissions.may_fund(actor, milestone)
        & rules.can_request_funding(milestone, contract_in_force=in_force),
        "submit": permissions.may_submit(actor, milestone) & rules.can_submit(milestone),
        "accept": permissions.may_accept(actor, milestone)
        & rules.can_accept(milestone, contract_in_force=in_force),
        "request_changes": permissions.may_request_changes(actor, milestone) & rules.can_decide(milestone),
        "raise_concern": permissions.may_raise_concern(actor, milestone) & rules.can_raise_concern(milestone),
        "resolve": permissions.may_resolve_concern(actor, milestone) & rules.can_resolve(milestone),
        "propose_refund": permissions.may_propose_refund(actor, milestone)
        & rules.can_propose_refund(milestone, proposed=bool(proposed_by)),
        "answer_refund": permissions.may_answer_refund(actor, milestone, proposed_by=proposed_by)
        & rules.can_answer_refund(milestone),
        "send_again": permissions.may_send_again(actor, milestone),
    }


@dataclass(frozen=True)
class Waiting:
    """An instruction to the custodian, and why it has not left yet."""

    order: CustodyInstruction
    why: Decision | None


def _waiting(order: CustodyInstruction, at: datetime) -> Waiting:
    is_prepared = order.state == InstructionState.PREPARED
    return Waiting(order, services.waits_because(order, at) if is_prepared else None)


def _told(milestone: Milestone) -> QuerySet[AuditEvent]:
    """The milestone's own part of the case's timeline."""
    return audit.of_case(milestone.case_id).filter(
        subject_type="escrow.milestone", subject_id=str(milestone.pk)
    )
