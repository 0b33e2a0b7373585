"""What the custodian's statements say. Only a statement settles anything; each of its lines counts once."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime

from django.db import DataError, transaction

from talentbridge.escrow import permissions, queries, rules
from talentbridge.escrow.gateways import camt053, vault
from talentbridge.escrow.gateways.custody import custodian
from talentbridge.escrow.models import CustodyInstruction, Milestone, StatementLine
from talentbridge.escrow.rules import Booking
from talentbridge.escrow.services import orders
from talentbridge.escrow.services.telling import log, news, tell
from talentbridge.escrow.states import InstructionKind, InstructionState, MilestoneState
from talentbridge.kernel.actor import SYSTEM, Actor, Side
from talentbridge.kernel.errors import Invalid, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.ledger import services as ledger
from talentbridge.ledger.rules import EntryKind

logger = logging.getLogger(__name__)


def import_statements(*, at: datetime) -> Counter[str]:
    """Fetch and apply what the custodian has put out; an unusable file is put aside with its reason."""
    bank = custodian()
    done: Counter[str] = Counter()
    for name, document in bank.statement():
        try:
            done += apply_statement(document=document, provider=bank.provider, at=at)
            bank.put_aside(name, at=at)
        except Invalid as refusal:
            reasons = [decision.sentence.format(**decision.facts) for decision in refusal.fields.values()]
            bank.put_aside(name, at=at, refused=" ".join(reasons))
            done["refused"] += 1
        except (
            Refused,
            ValueError,
            DataError,
        ):  # one statement must not keep the next ones from being applied
            logger.exception("statement %s could not be applied whole; it is tried again", name)
            done["failed"] += 1
    return done


def apply_statement(*, document: bytes, provider: str, at: datetime) -> Counter[str]:
    """Apply every booked line of a camt.053 document, each once; counts applied, unmatched and repeated lines.

    Raises `Invalid` before anything is applied when the document cannot be used.
    """
    return Counter(_apply(booking, provider, at) for booking in camt053.parse(document))


def import_upload(*, actor: Actor, document: bytes, at: datetime) -> Counter[str]:
    """An operator brings a statement in by hand, for a custodian without a file channel."""
    require(allowed=permissions.may_reconcile(actor))
    return apply_statement(document=document, provider=custodian().provider, at=at)


def _apply(booking: Booking, provider: str, at: datetime) -> str:
    if not booking.amount.minor:
        return "repeated"  # a line of zero says nothing
    with transaction.atomic():
        line = _new_line(booking, provider, at)
        if line is None:
            return "repeated"
        instruction = _ordered(booking, provider)
        milestone = instruction.milestone if instruction else None
        # under an ended contract the money could neither be worked for nor released: an operator sends it back
        awaits_funds = bool(
            milestone
            and milestone.state == MilestoneState.AWAITING_FUNDS
            and queries.contract_in_force(milestone)
        )
        line.instruction = instruction
        line.unmatched = rules.match(booking, instruction, awaits_funds=awaits_funds)
        line.save()
        if line.unmatched:
            _set_apart(line, at)
            return "unmatched"
        assert instruction is not None
        if instruction.kind == InstructionKind.COLLECT:
            _deposited(instruction, line, at)
        elif booking.is_credit:
            _returned(instruction, line, at)
        else:
            _booked(instruction, line, at)
    return "applied"


def _new_line(booking: Booking, provider: str, at: datetime) -> StatementLine | None:
    """The line, written down; None when this booking was applied before."""
    account = booking.counterparty_account
    line, is_new = StatementLine.objects.get_or_create(
        provider=provider,
        external_id=booking.external_id,
        defaults={
            "reference": booking.reference,
            "is_credit": booking.is_credit,
            "is_return": booking.is_return,
            "reason": booking.reason,
            "amount_minor": booking.amount.minor,
            "currency": booking.amount.currency,
            "booked_on": booking.booked_on,
            "counterparty_name": booking.counterparty_name,
            "counterparty_sealed": vault.seal(account) if account else None,
            "received_at": at,
        },
    )
    return line if is_new else None


def _ordered(booking: Booking, provider: str) -> CustodyInstruction | None:
    """The instruction that the booking answers, locked after its milestone, in the order that every verb takes."""
    found = CustodyInstruction.objects.filter(reference=booking.reference, provider=provider).first()
    if found is None:
        return None
    milestone = lock(queries.milestones_for(SYSTEM), found.milestone_id) if found.milestone_id else None
    instruction = lock(queries.instructions_for(SYSTEM), found.pk)
    instruction.milestone = milestone
    return instruction


def _deposited(instruction: CustodyInstruction, line: StatementLine, at: datetime) -> None:
    milestone = _milestone(instruction)
    pots = milestone.pots
    orders.post(instruction, EntryKind.DEPOSIT, key=_key(line), debit=pots.custody, credit=pots.escrow, at=at)
    instruction.move(InstructionState.SETTLED, at=at)
    milestone.funded_at = at
    milestone.move(MilestoneState.FUNDED)
    log("funded", milestone, actor=SYSTEM, at=at, deposit_minor=line.amount_minor)
    news("funded", milestone, at=at)
    tell(
        milestone,
        Side.TALENT,
        Side.COMPANY,
        at=at,
        sentence=N_("The money for milestone {number} is in custody. The work may begin."),
    )


def _booked(instruction: CustodyInstruction, line: StatementLine, at: datetime) -> None:
    if instruction.state == InstructionState.PREPARED:  # handed over, and we died before noting it
        orders.went(instruction, at)
    orders.post(
        instruction,
        EntryKind.BOOKED,
        key=_key(line),
        debit=instruction.till.clearing,
        credit=instruction.till.custody,
        at=at,
    )
    if instruction.state != InstructionState.SENT:  # its return was on an earlier statement
        instruction.settled_at = at
        instruction.save(update_fields=["settled_at"])
        return
    instruction.move(InstructionState.SETTLED, at=at)
    milestone = instruction.milestone
    if milestone is None:
        return
    if instruction.kind == InstructionKind.REFUND:
        log("refund_paid", milestone, actor=SYSTEM, at=at)
        tell(milestone, Side.COMPANY, at=at, sentence=N_("The refund of milestone {number} has been paid."))
        return
    milestone.paid_at, milestone.return_reason = at, ""
    milestone.move(MilestoneState.PAID)
    log("paid", milestone, actor=SYSTEM, at=at, net_minor=line.amount_minor)
    news("paid", milestone, at=at)
    tell(
        milestone,
        Side.TALENT,
        Side.COMPANY,
        at=at,
        facts={"net_minor": line.amount_minor},
        sentence=N_("The custodian has paid {net} for milestone {number}."),
    )


def _returned(instruction: CustodyInstruction, line: StatementLine, at: datetime) -> None:
    """The money is back: it is owed again, and waits until somebody has mended the account."""
    if instruction.state == InstructionState.PREPARED:
        orders.went(instruction, at)
    orders.post(
        instruction,
        EntryKind.RETURNED,
        key=_key(line),
        debit=instruction.till.custody,
        credit=instruction.owed,
        at=at,
    )
    instruction.return_reason = line.reason
    instruction.move(InstructionState.RETURNED, at=at)
    milestone = instruction.milestone
    if milestone is None or instruction.kind != InstructionKind.PAYOUT:
        return
    milestone.return_reason = line.reason or "?"
    if milestone.state == MilestoneState.PAID:
        milestone.paid_at = None
        milestone.move(MilestoneState.RELEASED)
    else:
        milestone.save(update_fields=["return_reason"])
    log("payout_returned", milestone, actor=SYSTEM, at=at, reason=milestone.return_reason)
    news("payout_returned", milestone, at=at)
    tell(
        milestone,
        Side.TALENT,
        Side.COORDINATOR,
        at=at,
        facts={"reason": milestone.return_reason},
        sentence=N_(
            "The bank sent the payment for milestone {number} back: {reason}. Please check the payout account."
        ),
    )


def _set_apart(line: StatementLine, at: datetime) -> None:
    """Unexplained money is in the books too, so that they agree with the bank's."""
    custody, waiting = line.till.custody, line.till.unmatched
    debit, credit = (custody, waiting) if line.is_credit else (waiting, custody)
    ledger.post(
        key=_key(line),
        kind=EntryKind.UNMATCHED,
        legs=rules.pair(debit=debit, credit=credit, amount=line.amount),
        at=at,
        actor=SYSTEM,
    )


def _key(line: StatementLine) -> str:
    return f"line:{line.pk}"


def _milestone(instruction: CustodyInstruction) -> Milestone:
    assert instruction.milestone is not None  # only unexplained money goes back without one
    return instruction.milestone
