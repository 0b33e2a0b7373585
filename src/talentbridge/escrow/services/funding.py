"""From a contract in force to money in custody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.contracts import queries as contracts
from talentbridge.escrow import permissions, queries, rules
from talentbridge.escrow.gateways.custody import custodian
from talentbridge.escrow.models import Milestone
from talentbridge.escrow.services import orders
from talentbridge.escrow.services.telling import log, news, tell
from talentbridge.escrow.states import InstructionKind, MilestoneState
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import SYSTEM, Actor, Side
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import NotKnown, Trace


def when_contract_in_force(payload: Mapping[str, Any], at: datetime) -> None:
    """Both sides have signed: the contract's milestones are planned."""
    plan_milestones(case_id=UUID(payload["case_id"]), contract_id=UUID(payload["contract_id"]), at=at)


def plan_milestones(*, case_id: UUID, contract_id: UUID, at: datetime) -> list[Milestone]:
    """Write down what a contract in force agrees to pay for; a second call changes nothing."""
    with transaction.atomic():
        terms = contracts.terms_of(contract_id)
        known = set(Milestone.objects.filter(contract_id=contract_id).values_list("number", flat=True))
        planned = [
            Milestone(
                case_id=case_id,
                contract_id=contract_id,
                payer_id=terms.company.id,
                payee_id=terms.talent.id,
                number=each.number,
                title_ko=each.title_ko,
                title_en=each.title_en,
                acceptance_ko=each.acceptance_ko,
                acceptance_en=each.acceptance_en,
                currency=terms.currency,
                amount_minor=each.amount_minor,
                due_on=each.due_on,
                review_days=terms.review_days,
            )
            for each in terms.milestones
            if each.number not in known
        ]
        Milestone.objects.bulk_create(planned)
        if planned:
            audit.record(
                "escrow.milestones.planned",
                actor=SYSTEM,
                subject=planned[0],
                at=at,
                case_id=case_id,
                count=len(planned),
            )
            outbox.add("escrow.milestones_planned", at=at, case_id=case_id, contract_id=contract_id)
    return planned


def request_funding(
    *, actor: Actor, milestone_id: UUID, at: datetime, seen_minor: int | None = None
) -> Milestone:
    """Fix the fee and ask the custodian to receive gross plus fee from the company.

    `seen_minor` is the total that the person saw; another one today is refused, so that nobody agrees to a number that
    changed meanwhile. Asking twice changes nothing.
    """
    with transaction.atomic():
        milestone = lock(queries.milestones_for(actor), milestone_id)
        require(allowed=permissions.may_fund(actor, milestone))
        if milestone.state == MilestoneState.AWAITING_FUNDS:
            return milestone
        require(
            allowed=permissions.may_fund(actor, milestone),
            possible=rules.can_request_funding(
                milestone, contract_in_force=queries.contract_in_force(milestone)
            ),
        )
        fee = _fee(milestone, at)
        milestone.fee_minor, milestone.fee_trace = fee.total.minor, fee.to_json()
        deposit = milestone.split.deposit
        refuse_changed(deposit.minor, seen_minor)
        milestone.provider = custodian().provider
        milestone.requested_at = at
        milestone.move(MilestoneState.AWAITING_FUNDS)
        orders.prepare(InstructionKind.COLLECT, milestone=milestone, amount=deposit, at=at)
        log("funding_requested", milestone, actor=actor, at=at, deposit_minor=deposit.minor)
        news("funding_requested", milestone, at=at)
        tell(
            milestone,
            Side.TALENT,
            at=at,
            sentence=N_(
                "The company is paying for milestone {number}. Please begin when the custodian has confirmed it."
            ),
        )
    return milestone


def _fee(milestone: Milestone, at: datetime) -> Trace:
    try:
        return queries.fee_on(milestone, rules.korean_day(at))
    except NotKnown as missing:
        raise rule_missing(missing) from missing


def rule_missing(missing: NotKnown) -> Refused:
    """The refusal when a rule that money depends on has no row: never read as zero."""
    return Refused(
        no(
            "escrow.rule_missing",
            N_(
                "The rule “{key}” is not known for {day}, so the amount cannot be calculated. An operator has to add it."
            ),
            key=missing.key,
            day=missing.on.isoformat(),
        )
    )


def refuse_changed(now_minor: int, seen_minor: int | None) -> None:
    """Raise `Refused` when the amount is not the one that the person saw."""
    if seen_minor is not None and seen_minor != now_minor:
        raise Refused(
            no(
                "escrow.amount_changed",
                N_("The amount has changed since you opened the page. Please look at it again."),
            )
        )
