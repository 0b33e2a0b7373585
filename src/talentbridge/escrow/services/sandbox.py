"""Playing the bank, where the custodian is a stand-in. Each act ends in a camt.053 document that is read like any other."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from talentbridge.escrow import permissions, queries, rules
from talentbridge.escrow.gateways import sandbox
from talentbridge.escrow.gateways.custody import custodian
from talentbridge.escrow.models import CustodyInstruction
from talentbridge.escrow.services import orders, statements
from talentbridge.escrow.states import InstructionKind
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import YES
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.money import Money


def company_transfers(
    *, actor: Actor, instruction_id: UUID, amount_minor: int | None = None, at: datetime
) -> None:
    """The company's bank sends money with the instruction's reference; `amount_minor` may differ from what was asked."""
    instruction = _instruction(actor, instruction_id)
    require(allowed=YES, possible=rules.can_play(instruction, InstructionKind.COLLECT))
    orders.send(instruction_id=instruction.pk, at=at)
    amount = instruction.amount if amount_minor is None else Money(amount_minor, instruction.currency)
    payer = instruction.milestone.payer.name if instruction.milestone else ""
    sandbox.company_transfers(reference=instruction.reference, amount=amount, payer=payer, at=at)
    statements.import_statements(at=at)


def bank_books(*, actor: Actor, instruction_id: UUID, at: datetime) -> None:
    """The stand-in books a payment at once instead of after its minute."""
    instruction = _instruction(actor, instruction_id)
    require(allowed=YES, possible=rules.can_play(instruction, InstructionKind.PAYOUT, InstructionKind.REFUND))
    orders.send(instruction_id=instruction.pk, at=at)
    sandbox.books(instruction.reference, at=at)
    statements.import_statements(at=at)


def bank_returns(*, actor: Actor, instruction_id: UUID, at: datetime) -> None:
    """The payee's bank sends a payment back."""
    instruction = _instruction(actor, instruction_id)
    require(allowed=YES, possible=rules.can_play(instruction, InstructionKind.PAYOUT, InstructionKind.REFUND))
    orders.send(instruction_id=instruction.pk, at=at)
    sandbox.sends_back(instruction.reference, at=at)
    statements.import_statements(at=at)


def bank_works(*, at: datetime) -> int:
    """The stand-in books what has lain on its desk for a minute; returns how many. A real bank works by itself."""
    if not custodian().is_sandbox:
        return 0
    waiting = sandbox.waiting(at)
    for message_id in waiting:
        sandbox.books(message_id, at=at)
    return len(waiting)


def _instruction(actor: Actor, instruction_id: UUID) -> CustodyInstruction:
    instruction = queries.instructions_for(actor).filter(pk=instruction_id).first()
    if instruction is None:
        raise Missing
    require(allowed=permissions.may_play_bank(is_sandbox=custodian().is_sandbox))
    return instruction
