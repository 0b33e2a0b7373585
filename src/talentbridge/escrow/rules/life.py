"""The clocks of a milestone, and what its state allows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from talentbridge.escrow import states
from talentbridge.escrow.states import MilestoneState
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

REMINDERS = (
    timedelta(days=7),
    timedelta(days=3),
    timedelta(days=1),
)  # before the review ends: days 7, 11 and 13 of 14
CALL_AT_REMINDER = 2  # with this reminder the coordinator is asked to call the company


def korean_day(at: datetime) -> date:
    """The day in Korea: rules of law and fees are looked up as of it, wherever the reader is."""
    return at.astimezone(ZoneInfo("Asia/Seoul")).date()


def review_ends(submitted_at: datetime, review_days: int) -> datetime:
    """When silence accepts: `review_days` times 24 hours after the hand-in, in every time zone the same moment."""
    return submitted_at + timedelta(hours=24 * review_days)


def reminders_due(accept_by: datetime, at: datetime) -> int:
    """How many of the three reminders should have been sent by `at`."""
    return sum(1 for before in REMINDERS if at >= accept_by - before)


def next_reminder(accept_by: datetime, sent: int) -> datetime | None:
    """When the next reminder goes out; None after the third."""
    return accept_by - REMINDERS[sent] if sent < len(REMINDERS) else None


def after_pause(accept_by: datetime | None, frozen_at: datetime, at: datetime) -> datetime | None:
    """The review's end after a freeze: what was left then is left now."""
    return accept_by and accept_by + (at - frozen_at)


class Moneyed(Protocol):
    """What these rules need to know of a milestone."""

    state: str
    accept_by: datetime | None


_NO_CONTRACT = no("escrow.no_contract", N_("The contract is not in force, so nothing can be paid under it."))
_PAID_ALREADY = no("escrow.already_released", N_("This milestone has already been released."))


def can_request_funding(milestone: Moneyed, *, contract_in_force: bool) -> Decision:
    """Only a planned milestone of a contract in force; asking twice is answered by the verb with the first request."""
    if not contract_in_force:
        return _NO_CONTRACT
    if milestone.state == MilestoneState.PLANNED:
        return YES
    return no("escrow.not_planned", N_("Funding for this milestone has already been asked for."))


def can_submit(milestone: Moneyed) -> Decision:
    """Nobody is asked to work for money that is not there."""
    if milestone.state in states.CAN_SUBMIT:
        return YES
    if milestone.state in {MilestoneState.PLANNED, MilestoneState.AWAITING_FUNDS}:
        return no(
            "escrow.not_funded",
            N_("The money for this milestone is not in custody yet. Please wait with the work."),
        )
    return no("escrow.not_open_for_work", N_("This milestone is not waiting for a deliverable now."))


def can_decide(milestone: Moneyed) -> Decision:
    """Accepting and asking for changes: there must be a deliverable under review."""
    if milestone.state == MilestoneState.SUBMITTED:
        return YES
    if milestone.state in states.TALENT_EARNED:
        return _PAID_ALREADY
    return no("escrow.not_submitted", N_("There is no deliverable to review now."))


def can_accept(milestone: Moneyed, *, contract_in_force: bool) -> Decision:
    """A deliverable under review, and a contract in force that says who is paid."""
    if not contract_in_force:
        return _NO_CONTRACT
    return can_decide(milestone)


def is_silent(milestone: Moneyed, at: datetime) -> bool:
    """Whether the review ended without an answer."""
    return bool(
        milestone.state == MilestoneState.SUBMITTED and milestone.accept_by and at >= milestone.accept_by
    )


def can_raise_concern(milestone: Moneyed) -> Decision:
    """While money is held. Afterwards there is nothing to freeze, and the coordinator is the way."""
    if milestone.state in states.CAN_FREEZE:
        return YES
    if milestone.state == MilestoneState.FROZEN:
        return no("escrow.already_frozen", N_("A concern is already open. The coordinator is looking at it."))
    return no(
        "escrow.nothing_to_freeze",
        N_("No money is held for this milestone. Please write to the coordinator."),
    )


def can_resolve(milestone: Moneyed) -> Decision:
    if milestone.state == MilestoneState.FROZEN:
        return YES
    return no("escrow.not_frozen", N_("There is no open concern here."))


def can_propose_refund(milestone: Moneyed, *, proposed: bool) -> Decision:
    """Before anything was handed in. Later the way is a concern."""
    if proposed:
        return no("escrow.refund_proposed", N_("A refund has already been proposed and waits for an answer."))
    if milestone.state == MilestoneState.FUNDED:
        return YES
    return no(
        "escrow.too_late_to_refund",
        N_("A refund by agreement is possible while money is held and nothing has been handed in."),
    )


def can_answer_refund(milestone: Moneyed) -> Decision:
    if milestone.state == MilestoneState.FUNDED:
        return YES
    return no(
        "escrow.refund_overtaken",
        N_("Something was handed in or frozen meanwhile; the proposal no longer counts."),
    )
