"""Instructions to the custodian, and which of them a line of its statement answers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from talentbridge.escrow.states import InstructionKind, InstructionState
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_

PAYOUT_HOLD = timedelta(hours=24)  # after an account is new or changed


def reference_of(key: str) -> str:
    """A short reference that people can type into a bank transfer, the same for the same key: ``TB4K9X2M7QHD``."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
    return "TB" + "".join(alphabet[number >> shift & 31] for shift in range(0, 50, 5))


@dataclass(frozen=True)
class Booking:
    """One line of the custodian's statement. `amount` is never negative; the direction is `is_credit`."""

    external_id: str
    reference: str
    amount: Money
    is_credit: bool
    booked_on: date
    is_return: bool = False
    reason: str = ""
    counterparty_name: str = ""
    counterparty_account: str = ""


class Ordered(Protocol):
    """What matching needs to know of an instruction."""

    kind: str
    state: str
    message_id: str
    settled_at: datetime | None

    @property
    def amount(self) -> Money: ...


UNMATCHED = {
    "unknown_reference": N_("No instruction has this reference."),
    "wrong_currency": N_("The currency differs from the instruction."),
    "wrong_amount": N_("The amount differs from the instruction."),
    "already_settled": N_("The instruction was already settled, or the milestone no longer waits for money."),
    "wrong_direction": N_("The money went the other way than the instruction says."),
    "never_sent": N_("This payment was never ordered."),
}


def match(booking: Booking, ordered: Ordered | None, *, awaits_funds: bool = False) -> str:
    """Why nothing explains `booking`, a key of `UNMATCHED`; empty when `ordered` explains it."""
    if ordered is None:
        return "unknown_reference"
    if booking.amount.currency != ordered.amount.currency:
        return "wrong_currency"
    if booking.amount != ordered.amount:
        return "wrong_amount"
    if ordered.kind == InstructionKind.COLLECT:
        if not booking.is_credit:
            return "wrong_direction"
        return "" if awaits_funds and ordered.settled_at is None else "already_settled"
    if not ordered.message_id:
        return "never_sent"
    if booking.is_credit:
        if not booking.is_return:
            return "wrong_direction"
        return "already_settled" if ordered.state == InstructionState.RETURNED else ""
    return "" if ordered.settled_at is None else "already_settled"


class Account(Protocol):
    """What holding a payout needs to know of a payout account."""

    usable_from: datetime


def can_send(
    kind: InstructionKind | str, account: Account | None, at: datetime, *, origin_known: bool = True
) -> Decision:
    """Whether a prepared instruction may leave now.

    A payout waits for an account that has rested a day; a refund goes only to the account that the money came from.
    """
    if kind == InstructionKind.REFUND and not origin_known:
        return no(
            "escrow.no_origin",
            N_(
                "The custodian's statement did not say from which account the money came. An operator has to ask."
            ),
        )
    if kind != InstructionKind.PAYOUT:
        return YES
    if account is None:
        return no("escrow.no_account", N_("The payment waits until the talent has entered a payout account."))
    if at < account.usable_from:
        return no(
            "escrow.account_is_new",
            N_(
                "The payout account is new. Payments wait 24 hours after a change, so that no stolen sign-in takes them."
            ),
        )
    return YES


class Returned(Protocol):
    state: str


def can_send_again(instruction: Returned) -> Decision:
    """Only a payment that came back; anything else would pay twice."""
    if instruction.state == InstructionState.RETURNED:
        return YES
    return no("escrow.not_returned", N_("This payment has not come back."))


class Unexplained(Protocol):
    is_credit: bool
    counterparty_name: str

    @property
    def counterparty_sealed(self) -> object: ...


def can_send_back(line: Unexplained) -> Decision:
    """Money that came in, from an account that the statement named."""
    if not line.is_credit:
        return no("escrow.not_received", N_("This money went out; there is nothing to send back."))
    if not (line.counterparty_name and line.counterparty_sealed):
        return no(
            "escrow.no_origin",
            N_(
                "The custodian's statement did not say from which account the money came. An operator has to ask."
            ),
        )
    return YES


class Playable(Protocol):
    kind: str
    state: str


def can_play(instruction: Playable, *kinds: InstructionKind) -> Decision:
    """What the stand-in bank can still do with an instruction: its kind, while nothing has come back."""
    if instruction.kind in kinds and instruction.state != InstructionState.RETURNED:
        return YES
    return no("escrow.not_on_desk", N_("The sandbox bank cannot do this with this instruction."))
