"""Accepting work, by decision or by silence, and what that does to the money."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talentbridge.escrow import permissions, queries, rules
from talentbridge.escrow.models import Milestone
from talentbridge.escrow.services import orders
from talentbridge.escrow.services.funding import refuse_changed, rule_missing
from talentbridge.escrow.services.telling import log, news, refuse_unusable, tell, who
from talentbridge.escrow.states import TALENT_EARNED, InstructionKind, MilestoneState
from talentbridge.kernel.actor import SYSTEM, Actor, Side
from talentbridge.kernel.errors import require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.ledger import services as ledger
from talentbridge.ledger.rules import EntryKind
from talentbridge.policy.rules import NotKnown


def accept(
    *, actor: Actor, milestone_id: UUID, reason: str, at: datetime, seen_minor: int | None = None
) -> Milestone:
    """Accept the deliverable and release the money.

    `reason` says which acceptance criteria were checked. `seen_minor` is the net amount that the person saw; another
    one now is refused. The same person accepting twice changes nothing.
    """
    with transaction.atomic():
        milestone = lock(queries.milestones_for(actor), milestone_id)
        require(allowed=permissions.may_accept(actor, milestone))
        if milestone.state in TALENT_EARNED and milestone.decided_by_id == actor.person_id:
            return milestone
        require(
            allowed=permissions.may_accept(actor, milestone),
            possible=rules.can_accept(milestone, contract_in_force=queries.contract_in_force(milestone)),
        )
        refuse_unusable(reason=rules.reason_given(reason, least=rules.CHECKED_LENGTH))
        milestone.decided_by_id = who(actor)
        milestone.decision_reason = reason.strip()
        _release(milestone, actor=actor, action="accepted", at=at, seen_minor=seen_minor)
        tell(
            milestone,
            Side.TALENT,
            at=at,
            facts={"net_minor": milestone.split.net.minor},
            sentence=N_("Deliverable {number} is accepted. {net} is on its way to you."),
        )
    return milestone


def accept_silent(*, milestone_id: UUID, at: datetime) -> bool:
    """Accept what the company left unanswered until the review's end; False when there is nothing to do (any more)."""
    with transaction.atomic():
        milestone = lock(queries.milestones_for(SYSTEM), milestone_id)
        if not rules.is_silent(milestone, at) or not queries.contract_in_force(milestone):
            return False
        milestone.silent_acceptance = True
        _release(milestone, actor=SYSTEM, action="accepted_by_silence", at=at)
        tell(
            milestone,
            Side.TALENT,
            Side.COMPANY,
            Side.COORDINATOR,
            at=at,
            facts={"net_minor": milestone.split.net.minor},
            sentence=N_(
                "The review of deliverable {number} ended in silence, so it counts as accepted. {net} goes to the talent."
            ),
        )
    return True


def _release(
    milestone: Milestone, *, actor: Actor, action: str, at: datetime, seen_minor: int | None = None
) -> None:
    """One entry: the deposit leaves escrow for the talent, the tax office and the fee; and a payout is prepared."""
    try:
        withholding = queries.withholding_on(milestone, rules.korean_day(at))
    except NotKnown as missing:
        raise rule_missing(missing) from missing
    milestone.withheld_minor = withholding.total.minor
    milestone.withholding_trace = withholding.to_json()
    split = milestone.split
    refuse_changed(split.net.minor, seen_minor)
    ledger.post(
        key=f"release:{milestone.pk}",
        kind=EntryKind.RELEASE,
        legs=rules.release_legs(milestone.pots, split),
        at=at,
        actor=actor,
        case_id=milestone.case_id,
    )
    milestone.decided_at, milestone.accept_by = at, None
    milestone.move(MilestoneState.RELEASED)
    orders.prepare(InstructionKind.PAYOUT, milestone=milestone, amount=split.net, at=at)
    log(action, milestone, actor=actor, at=at, net_minor=split.net.minor)
    news("released", milestone, at=at)
