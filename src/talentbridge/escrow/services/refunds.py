"""Giving the money back, by written agreement of both sides and before anything was handed in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talentbridge.escrow import permissions, queries, rules
from talentbridge.escrow.models import Milestone, RefundProposal
from talentbridge.escrow.services import orders
from talentbridge.escrow.services.telling import log, news, refuse_unusable, tell, who
from talentbridge.escrow.states import InstructionKind, MilestoneState
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.ledger import services as ledger
from talentbridge.ledger.rules import EntryKind


def propose_refund(*, actor: Actor, milestone_id: UUID, reason: str, at: datetime) -> RefundProposal:
    """Propose to give the whole deposit, fee included, back to the company."""
    with transaction.atomic():
        milestone = lock(queries.milestones_for(actor), milestone_id)
        is_open = milestone.refund_proposals.filter(answered_at=None).exists()
        require(
            allowed=permissions.may_propose_refund(actor, milestone),
            possible=rules.can_propose_refund(milestone, proposed=is_open),
        )
        refuse_unusable(reason=rules.reason_given(reason, least=rules.REASON_LENGTH))
        proposal = RefundProposal.objects.create(
            milestone=milestone,
            side=milestone.seen_from,
            reason=reason.strip(),
            at=at,
            proposed_by_id=who(actor),
        )
        log("refund_proposed", milestone, actor=actor, at=at)
        news("refund_proposed", milestone, at=at)
        tell(
            milestone,
            Side.COMPANY,
            Side.TALENT,
            Side.COORDINATOR,
            at=at,
            but=actor,
            sentence=N_(
                "A refund of milestone {number} is proposed. It happens only if the other side agrees."
            ),
        )
    return proposal


def answer_refund(*, actor: Actor, milestone_id: UUID, agreed: bool, at: datetime) -> Milestone:
    """Agree to the open proposal of the other side, or decline it; silence changes nothing."""
    with transaction.atomic():
        milestone = lock(queries.milestones_for(actor), milestone_id)
        proposal = milestone.refund_proposals.filter(answered_at=None).first()
        require(allowed=permissions.may_propose_refund(actor, milestone))
        if proposal is None:
            raise Refused(no("escrow.no_proposal", N_("There is no open proposal here.")))
        require(
            allowed=permissions.may_answer_refund(actor, milestone, proposed_by=proposal.side),
            possible=rules.can_answer_refund(milestone),
        )
        proposal.agreed, proposal.answered_at, proposal.answered_by_id = agreed, at, who(actor)
        proposal.save()
        if agreed:
            _refund(milestone, actor=actor, at=at)
        else:
            log("refund_declined", milestone, actor=actor, at=at)
        tell(
            milestone,
            Side.COMPANY,
            Side.TALENT,
            Side.COORDINATOR,
            at=at,
            but=actor,
            sentence=N_(
                "The refund of milestone {number} is agreed. The money goes back to the account it came from."
            )
            if agreed
            else N_("The refund of milestone {number} was declined. The money stays in custody."),
        )
    return milestone


def _refund(milestone: Milestone, *, actor: Actor, at: datetime) -> None:
    pots, deposit = milestone.pots, milestone.split.deposit
    ledger.post(
        key=f"refund:{milestone.pk}",
        kind=EntryKind.REFUND,
        legs=rules.pair(debit=pots.escrow, credit=pots.company, amount=deposit),
        at=at,
        actor=actor,
        case_id=milestone.case_id,
    )
    milestone.move(MilestoneState.REFUNDED)
    orders.prepare(InstructionKind.REFUND, milestone=milestone, amount=deposit, at=at)
    log("refunded", milestone, actor=actor, at=at, deposit_minor=deposit.minor)
    news("refunded", milestone, at=at)
