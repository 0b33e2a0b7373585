"""The lives of a milestone and of an instruction to the custodian. Same words on both sides, page, mail and PDF."""

from __future__ import annotations

from enum import StrEnum

from talentbridge.kernel.text import N_


class MilestoneState(StrEnum):
    PLANNED = "planned"  # agreed in the contract; no money asked for yet
    AWAITING_FUNDS = "awaiting_funds"  # the company has been told where to pay
    FUNDED = "funded"  # the custodian's statement shows the money; work may begin
    SUBMITTED = "submitted"  # handed in; the review clock runs
    CHANGES_REQUESTED = "changes_requested"  # the clock stands still until the talent hands in again
    FROZEN = "frozen"  # a concern is open: clock and money stand still
    RELEASED = "released"  # accepted; the talent is owed the money and a payout is ordered
    PAID = "paid"  # the custodian's statement shows the payout
    REFUNDED = "refunded"  # both sides agreed before anything was handed in


MILESTONE_MOVES: dict[MilestoneState, set[MilestoneState]] = {
    MilestoneState.PLANNED: {MilestoneState.AWAITING_FUNDS},
    MilestoneState.AWAITING_FUNDS: {MilestoneState.FUNDED},
    MilestoneState.FUNDED: {MilestoneState.SUBMITTED, MilestoneState.FROZEN, MilestoneState.REFUNDED},
    MilestoneState.SUBMITTED: {
        MilestoneState.CHANGES_REQUESTED,
        MilestoneState.RELEASED,
        MilestoneState.FROZEN,
    },
    MilestoneState.CHANGES_REQUESTED: {MilestoneState.SUBMITTED, MilestoneState.FROZEN},
    MilestoneState.FROZEN: {
        MilestoneState.FUNDED,
        MilestoneState.SUBMITTED,
        MilestoneState.CHANGES_REQUESTED,
    },
    MilestoneState.RELEASED: {MilestoneState.PAID},
    MilestoneState.PAID: {MilestoneState.RELEASED},  # the bank sent the payout back
    MilestoneState.REFUNDED: set(),
}

# Capabilities: callers ask for these, never for a list of states.
HOLDS_MONEY = {
    MilestoneState.FUNDED,
    MilestoneState.SUBMITTED,
    MilestoneState.CHANGES_REQUESTED,
    MilestoneState.FROZEN,
}
CAN_FREEZE = HOLDS_MONEY - {MilestoneState.FROZEN}
CAN_SUBMIT = {MilestoneState.FUNDED, MilestoneState.CHANGES_REQUESTED}
IS_SETTLED = {MilestoneState.PAID, MilestoneState.REFUNDED}
TALENT_EARNED = {MilestoneState.RELEASED, MilestoneState.PAID}

MILESTONE_NAMES = {
    MilestoneState.PLANNED: N_("Not funded"),
    MilestoneState.AWAITING_FUNDS: N_("Waiting for the deposit"),
    MilestoneState.FUNDED: N_("Held in custody"),
    MilestoneState.SUBMITTED: N_("In review"),
    MilestoneState.CHANGES_REQUESTED: N_("Changes requested"),
    MilestoneState.FROZEN: N_("Frozen by a concern"),
    MilestoneState.RELEASED: N_("Released, payment on its way"),
    MilestoneState.PAID: N_("Paid"),
    MilestoneState.REFUNDED: N_("Refunded"),
}
TONES = {  # the tag's colour; the word always goes with it
    MilestoneState.AWAITING_FUNDS: "warn",
    MilestoneState.FUNDED: "info",
    MilestoneState.SUBMITTED: "warn",
    MilestoneState.CHANGES_REQUESTED: "warn",
    MilestoneState.FROZEN: "bad",
    MilestoneState.RELEASED: "ok",
    MilestoneState.PAID: "ok",
}


class InstructionKind(StrEnum):
    COLLECT = "collect"  # announce to the custodian that the company will pay in
    PAYOUT = "payout"  # pay the talent
    REFUND = "refund"  # pay the company back, to the account its money came from


INSTRUCTION_KINDS = {
    InstructionKind.COLLECT: N_("Money the company should pay in"),
    InstructionKind.PAYOUT: N_("Payment to the talent"),
    InstructionKind.REFUND: N_("Refund"),
}


class InstructionState(StrEnum):
    PREPARED = "prepared"  # written down; nothing has left the house
    SENT = "sent"  # the custodian has the document
    SETTLED = "settled"  # the custodian's statement shows it
    RETURNED = "returned"  # the bank sent the money back


INSTRUCTION_MOVES: dict[InstructionState, set[InstructionState]] = {
    InstructionState.PREPARED: {InstructionState.SENT, InstructionState.SETTLED},
    InstructionState.SENT: {InstructionState.SETTLED, InstructionState.RETURNED},
    InstructionState.SETTLED: {InstructionState.RETURNED},
    InstructionState.RETURNED: set(),
}
INSTRUCTION_NAMES = {
    InstructionState.PREPARED: N_("Prepared"),
    InstructionState.SENT: N_("Sent to the custodian"),
    InstructionState.SETTLED: N_("Settled"),
    InstructionState.RETURNED: N_("Returned"),
}

LIFECYCLES = {
    "milestone": (MilestoneState, MILESTONE_MOVES),
    "instruction": (InstructionState, INSTRUCTION_MOVES),
}

EVENTS = {  # told beside the name of who did it
    "escrow.milestones.planned": N_("Planned the contract's {count} milestones"),
    "escrow.milestone.funding_requested": N_(
        "Asked the custodian to receive {deposit} for milestone {number}"
    ),
    "escrow.milestone.funded": N_("The custodian confirmed {deposit} for milestone {number}"),
    "escrow.milestone.submitted": N_("Handed in milestone {number}; the review runs until {accept_by}"),
    "escrow.milestone.reminded": N_("Reminder {reminder} of 3 to review milestone {number}"),
    "escrow.milestone.changes_requested": N_(
        "Asked for changes to milestone {number}; the clock stands still"
    ),
    "escrow.milestone.accepted": N_("Accepted milestone {number}; {net} goes to the talent"),
    "escrow.milestone.accepted_by_silence": N_(
        "Milestone {number} counts as accepted: the review time ended without an answer; {net} goes to the talent"
    ),
    "escrow.milestone.paid": N_("The custodian paid {net} for milestone {number}"),
    "escrow.milestone.payout_returned": N_("The bank sent the payment for milestone {number} back: {reason}"),
    "escrow.milestone.payout_repeated": N_("Ordered the payment for milestone {number} again"),
    "escrow.milestone.concern_raised": N_(
        "Raised a concern about milestone {number}; clock and money stand still"
    ),
    "escrow.milestone.concern_resolved": N_("Resolved the concern about milestone {number}"),
    "escrow.milestone.refund_proposed": N_("Proposed to refund milestone {number}"),
    "escrow.milestone.refund_declined": N_("Declined the refund of milestone {number}"),
    "escrow.milestone.refunded": N_(
        "Agreed to the refund: {deposit} of milestone {number} goes back to the company"
    ),
    "escrow.milestone.refund_paid": N_("The custodian paid the refund of milestone {number}"),
    "escrow.payout_account.changed": N_("Changed the payout account; payments to it wait a day"),
    "escrow.statement.sent_back": N_("Sent unexplained money back to where it came from"),
}
