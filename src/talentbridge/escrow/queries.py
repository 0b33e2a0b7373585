"""Reads of milestones and money. `milestones_for` is the one door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, QuerySet

from talentbridge.accounts.queries import seen_by
from talentbridge.contracts import queries as contracts
from talentbridge.escrow.models import (
    CustodyInstruction,
    Milestone,
    PayoutAccount,
    StatementLine,
)
from talentbridge.escrow.rules import Split
from talentbridge.escrow.states import (
    HOLDS_MONEY,
    IS_SETTLED,
    TALENT_EARNED,
    InstructionKind,
    InstructionState,
    MilestoneState,
)
from talentbridge.kernel.actor import Actor, Role
from talentbridge.kernel.money import Money
from talentbridge.ledger import queries as ledger
from talentbridge.policy import queries as policy
from talentbridge.policy.rules import Trace, service_fee, trace_from_json, withholding


def milestones_for(actor: Actor) -> QuerySet[Milestone]:
    """The milestones that `actor` may see, annotated with `seen_from`.

    A company and a talent see only what names them: who takes a case over later does not read earlier money.
    """
    rows = Milestone.objects.select_related("contract", "payer", "payee")
    milestones = seen_by(actor, rows, talent="payee_id")
    if actor.role is Role.TALENT:
        return milestones.filter(payee_id=actor.person_id)
    if actor.role is Role.COMPANY:
        return milestones.filter(payer_id=actor.organisation_id)
    return milestones


def milestones_of(case_id: UUID) -> QuerySet[Milestone]:
    """The milestones of a case in order. The caller has proven that its reader may see the case."""
    return Milestone.objects.filter(case_id=case_id).order_by("contract__version", "number")


def silent_at(at: datetime) -> list[UUID]:
    """The milestones whose review ended without an answer."""
    silent = Milestone.objects.filter(state=MilestoneState.SUBMITTED, accept_by__lte=at)
    return list(silent.order_by("accept_by").values_list("pk", flat=True))


def instructions_for(actor: Actor) -> QuerySet[CustodyInstruction]:
    """The custodian's instructions around the actor's milestones; all of them for those who reconcile."""
    instructions = CustodyInstruction.objects.select_related("milestone", "account", "line")
    if actor.may("escrow.statement.reconcile"):
        return instructions
    return instructions.filter(milestone__in=milestones_for(actor).order_by().values("pk"))


def unmatched_for(actor: Actor) -> QuerySet[StatementLine]:
    """Money that nothing explains, for those who reconcile; nothing for anybody else."""
    lines = StatementLine.objects.exclude(unmatched="")
    return lines if actor.may("escrow.statement.reconcile") else lines.none()


def payout_account_for(actor: Actor) -> PayoutAccount | None:
    """The actor's own payout account."""
    return account_of(actor.person_id) if actor.person_id else None


def account_of(person_id: UUID) -> PayoutAccount | None:
    """Where a talent is paid now. For jobs and for the holder: nobody else reads it."""
    return PayoutAccount.objects.filter(person_id=person_id, until=None).first()


def contract_in_force(milestone: Milestone) -> bool:
    """Whether the contract that says who is paid is in force."""
    return milestone.contract.state == "in_force"


def fee_on(milestone: Milestone, day: date) -> Trace:
    """The service fee as of `day`, with its rule. Raises `NotKnown` when the fee table has no row for it."""
    return service_fee(gross=milestone.gross, find=policy.finder(day))


def withholding_on(milestone: Milestone, day: date) -> Trace:
    """The tax withheld from this milestone if it is released on `day`, with every rule it rests on."""
    terms = contracts.terms_of(milestone.contract_id)
    return withholding(
        gross=milestone.gross,
        place_of_work=terms.place_of_work,
        country=terms.talent_country,
        ip_clause=terms.ip_clause,
        find=policy.finder(day),
    )


@dataclass(frozen=True)
class Terms:
    """What each side of a milestone pays or gets, with the traces behind it. `is_final` once it has been released."""

    split: Split
    fee: Trace
    withholding: Trace
    is_final: bool


def terms_on(milestone: Milestone, day: date) -> Terms:
    """The milestone's money as fixed so far; what is still open is calculated as of `day`.

    Raises `NotKnown` when a rule that is still needed has no row for that day.
    """
    fee = trace_from_json(milestone.fee_trace) if milestone.fee_trace else fee_on(milestone, day)
    fixed = milestone.withholding_trace
    tax = trace_from_json(fixed) if fixed is not None else withholding_on(milestone, day)
    return Terms(Split(milestone.gross, fee.total, tax.total), fee, tax, is_final=fixed is not None)


@dataclass(frozen=True)
class CaseMoney:
    """How the money of a case stands; all in the currency of its contract."""

    total: Money
    held: Money
    released: Money
    paid: Money
    milestones: int
    settled: int


def money_of(case_id: UUID) -> CaseMoney | None:
    """The sums over a case's milestones (gross amounts); None before a contract is in force."""
    rows = list(milestones_of(case_id).values_list("state", "amount_minor", "currency"))
    if not rows:
        return None
    currency = rows[0][2]

    def sum_of(states: set[MilestoneState]) -> Money:
        return Money(sum(minor for state, minor, _ in rows if state in states), currency)

    return CaseMoney(
        total=Money(sum(minor for _, minor, _ in rows), currency),
        held=sum_of(HOLDS_MONEY),
        released=sum_of({MilestoneState.RELEASED}),
        paid=sum_of({MilestoneState.PAID}),
        milestones=len(rows),
        settled=sum(1 for state, _, _ in rows if state in IS_SETTLED),
    )


def next_to_fund(milestone: Milestone) -> Milestone | None:
    """The following milestone when its money is not asked for yet: it should be in custody before work goes on."""
    return Milestone.objects.filter(
        contract=milestone.contract_id, number=milestone.number + 1, state=MilestoneState.PLANNED
    ).first()


def self_check() -> list[str]:
    """What is wrong between milestones, instructions and the ledger, in sentences for operators; empty when all is well.

    escrow(m) = funded − released − refunded, and nobody is owed by a milestone what its state does not say.
    """
    faults = list(ledger.self_check())
    held = ledger.balances("escrow:")
    for milestone in Milestone.objects.order_by("pk"):
        expected = milestone.split.deposit.minor if milestone.state in HOLDS_MONEY else 0
        found = held.pop(milestone.pots.escrow, Money(0, milestone.currency)).minor
        if found != expected:
            faults.append(f"milestone {milestone.pk} is {milestone.state} and holds {found}, not {expected}")
    faults += [f"{code} belongs to no milestone" for code, money in held.items() if money.minor]
    payouts = CustodyInstruction.objects.filter(
        kind=InstructionKind.PAYOUT, milestone__state__in=TALENT_EARNED
    ).exclude(state=InstructionState.RETURNED)
    twice = payouts.values("milestone_id").annotate(times=Count("pk")).filter(times__gt=1)
    faults += [f"milestone {row['milestone_id']} has {row['times']} payouts at once" for row in twice]
    odd = payouts.exclude(amount_minor=F("milestone__amount_minor") - F("milestone__withheld_minor"))
    return faults + [f"milestone {payout.milestone_id} pays another amount than its net" for payout in odd]
