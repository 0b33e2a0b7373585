"""Orders to the custodian.

A verb prepares an instruction in its own transaction. A job fixes the document, hands it over outside any transaction
(twice, if it must: same name, same bytes), and notes that it went.
"""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talentbridge.escrow import permissions, queries, rules
from talentbridge.escrow.gateways import pain001, vault
from talentbridge.escrow.gateways.custody import Custodian, custodian
from talentbridge.escrow.gateways.pain001 import BankAccount, Order
from talentbridge.escrow.models import CustodyInstruction, Milestone, PayoutAccount, StatementLine
from talentbridge.escrow.services import telling
from talentbridge.escrow.states import InstructionKind, InstructionState
from talentbridge.kernel.actor import SYSTEM, Actor
from talentbridge.kernel.decision import YES, Decision
from talentbridge.kernel.errors import require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.money import Money
from talentbridge.ledger import services as ledger
from talentbridge.ledger.rules import EntryKind

log = logging.getLogger(__name__)


def prepare(
    kind: InstructionKind,
    *,
    amount: Money,
    at: datetime,
    milestone: Milestone | None = None,
    line: StatementLine | None = None,
    attempt: int = 1,
) -> CustodyInstruction:
    """Write an instruction down, once for its milestone (or unexplained line), kind and attempt."""
    about = milestone or line
    assert about is not None
    key = f"{kind}:{about.pk}:{attempt}"
    provider = milestone.provider if milestone else line.provider if line else ""
    instruction, _ = CustodyInstruction.objects.get_or_create(
        key=key,
        defaults={
            "reference": rules.reference_of(key),
            "kind": kind,
            "provider": provider,
            "milestone": milestone,
            "line": line,
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "prepared_at": at,
        },
    )
    return instruction


def send_prepared(*, at: datetime) -> int:
    """Send every prepared instruction that may leave now; returns how many went. Safe to repeat.

    Where the custodian cannot be reached the instruction stays prepared, and the others still go.
    """
    prepared = CustodyInstruction.objects.filter(state=InstructionState.PREPARED).order_by("prepared_at")
    sent = 0
    for instruction_id in list(prepared.values_list("pk", flat=True)):
        try:
            sent += send(instruction_id=instruction_id, at=at)
        except OSError:
            log.warning(
                "instruction %s did not reach the custodian; it goes again", instruction_id, exc_info=True
            )
    return sent


def send(*, instruction_id: UUID, at: datetime) -> bool:
    """Hand one prepared instruction to the custodian; False when it has to wait or has gone already."""
    bank = custodian()
    instruction = _fixed(instruction_id, bank, at)
    if instruction is None:
        return False
    document = vault.unseal(instruction.document_sealed)
    hand_over = bank.collect if instruction.kind == InstructionKind.COLLECT else bank.pay
    hand_over(instruction.message_id, document, at=at)
    with transaction.atomic():
        instruction = lock(queries.instructions_for(SYSTEM), instruction_id)
        if instruction.state == InstructionState.PREPARED:
            went(instruction, at)
    return True


def waits_because(instruction: CustodyInstruction, at: datetime) -> Decision:
    """Why a prepared instruction does not leave yet; a yes when it does within a minute."""
    return _may_leave(instruction, _account(instruction), _origin(instruction), at)


def went(instruction: CustodyInstruction, at: datetime) -> None:
    """Note that the custodian has the document; an outgoing payment is owed no more and is on its way."""
    instruction.move(InstructionState.SENT, at=at)
    if instruction.kind != InstructionKind.COLLECT:
        post(
            instruction,
            EntryKind.INSTRUCTED,
            key=f"order:{instruction.pk}",
            debit=instruction.owed,
            credit=instruction.till.clearing,
            at=at,
        )


def post(
    instruction: CustodyInstruction, kind: EntryKind, *, key: str, debit: str, credit: str, at: datetime
) -> None:
    """Post the instruction's amount as one entry, once per `key`."""
    ledger.post(
        key=key,
        kind=kind,
        legs=rules.pair(debit=debit, credit=credit, amount=instruction.amount),
        at=at,
        actor=SYSTEM,
        case_id=instruction.milestone.case_id if instruction.milestone else None,
    )


def _fixed(instruction_id: UUID, bank: Custodian, at: datetime) -> CustodyInstruction | None:
    """The instruction with its document, which never changes once it is written; None when it has to wait."""
    with transaction.atomic():
        instruction = lock(queries.instructions_for(SYSTEM), instruction_id)
        if instruction.state != InstructionState.PREPARED or instruction.provider != bank.provider:
            return None
        if not instruction.message_id:
            account, origin = _account(instruction), _origin(instruction)
            if not _may_leave(instruction, account, origin, at):
                return None
            instruction.account = account
            instruction.message_id = instruction.reference
            instruction.document_sealed = vault.seal(_document(instruction, bank, account, origin, at))
            instruction.save()
    return instruction


def _may_leave(
    instruction: CustodyInstruction, account: PayoutAccount | None, origin: StatementLine | None, at: datetime
) -> Decision:
    """A payout also waits for an account of whom the contract names: the account may be older than the contract."""
    possible = rules.can_send(instruction.kind, account, at, origin_known=origin is not None)
    if possible and account is not None and instruction.milestone is not None:
        return rules.holder_is(instruction.milestone.contract.terms["talent"]["name"], account.holder_name)
    return possible


def _account(instruction: CustodyInstruction) -> PayoutAccount | None:
    """Where a payout goes: the account that the contract's talent has entered."""
    if instruction.kind != InstructionKind.PAYOUT or instruction.milestone is None:
        return None
    return queries.account_of(instruction.milestone.payee_id)


def _origin(instruction: CustodyInstruction) -> StatementLine | None:
    """Where a refund goes: the statement line that brought the money; None when it did not say from which account."""
    if instruction.kind != InstructionKind.REFUND:
        return None
    brought = instruction.line
    if brought is None:
        deposits = StatementLine.objects.filter(
            instruction__milestone=instruction.milestone_id,
            instruction__kind=InstructionKind.COLLECT,
            unmatched="",
        )
        brought = deposits.first()
    return brought if brought and brought.counterparty_name and brought.counterparty_sealed else None


def _document(
    instruction: CustodyInstruction,
    bank: Custodian,
    account: PayoutAccount | None,
    origin: StatementLine | None,
    at: datetime,
) -> str:
    milestone = instruction.milestone
    about = f" {milestone.title_en} ({milestone.number})" if milestone else ""

    def order(payer: BankAccount, payee: BankAccount) -> Order:
        return Order(
            message_id=instruction.message_id,
            reference=instruction.reference,
            amount=instruction.amount,
            payer=payer,
            payee=payee,
            purpose=instruction.reference + about,
            at=at,
        )

    if account is not None:
        number = vault.unseal(account.number_sealed)
        payee = BankAccount(
            account.holder_name, number, account.bank_name, account.bank_code, account.country
        )
        return pain001.payment(order(bank.account, payee))
    if origin is not None:
        payee = BankAccount(origin.counterparty_name, vault.unseal(origin.counterparty_sealed))
        return pain001.payment(order(bank.account, payee))
    payer = BankAccount(holder=milestone.payer.name if milestone else "", number="")
    return pain001.announcement(order(payer, bank.account))


def send_again(*, actor: Actor, instruction_id: UUID, at: datetime) -> CustodyInstruction:
    """Order a returned payment once more: the talent or an operator, after the account was mended."""
    with transaction.atomic():
        found = queries.instructions_for(actor).filter(pk=instruction_id).first()
        milestone = (
            lock(queries.milestones_for(actor), found.milestone_id) if found and found.milestone_id else None
        )
        instruction = lock(queries.instructions_for(actor), instruction_id)
        require(
            allowed=permissions.may_send_again(actor, milestone), possible=rules.can_send_again(instruction)
        )
        about = {"milestone": milestone} if milestone else {"line": instruction.line}
        earlier = CustodyInstruction.objects.filter(kind=instruction.kind, **about)
        latest = earlier.order_by("-prepared_at", "-pk").first()
        if latest is not None and latest.pk != instruction.pk and latest.state != InstructionState.RETURNED:
            return latest
        again = prepare(
            InstructionKind(instruction.kind),
            amount=instruction.amount,
            at=at,
            attempt=earlier.count() + 1,
            **about,
        )
        if milestone:
            telling.log("payout_repeated", milestone, actor=actor, at=at)
    return again


def send_back(*, actor: Actor, line_id: int, at: datetime) -> StatementLine:
    """Send money that nothing explains back to the account it came from."""
    with transaction.atomic():
        require(allowed=permissions.may_reconcile(actor))
        line = lock(queries.unmatched_for(actor), line_id)
        if line.sent_back_at is None:
            require(allowed=YES, possible=rules.can_send_back(line))
            prepare(InstructionKind.REFUND, line=line, amount=line.amount, at=at)
            line.sent_back_at = at
            line.save(update_fields=["sent_back_at"])
    return line
