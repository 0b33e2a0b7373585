"""Who may do what with a milestone. `seen_from` says on which side of the case the actor stands (`milestones_for`)."""

from __future__ import annotations

from typing import Protocol

from talentbridge.kernel.actor import Actor, Side, in_person
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_


class Seen(Protocol):
    """A thing as its reader sees it."""

    seen_from: str


_COMPANY = no("escrow.company_only", N_("Only the company of this engagement can do this."))
_TALENT = no("escrow.talent_only", N_("Only the talent of this engagement can do this."))
_PARTIES = no("escrow.parties_only", N_("Only the company and the talent of this engagement can do this."))
_COORDINATOR = no("escrow.coordinator_only", N_("Only this engagement's coordinator can do this."))


def _from(thing: Seen, *sides: Side, otherwise: Decision) -> Decision:
    return YES if thing.seen_from in sides else otherwise


def _carries(actor: Actor, permission: str, otherwise: Decision) -> Decision:
    return YES if actor.may(permission) else otherwise


def may_fund(actor: Actor, milestone: Seen) -> Decision:
    """The company, in person."""
    return (
        in_person(actor)
        & _from(milestone, Side.COMPANY, otherwise=_COMPANY)
        & _carries(actor, "escrow.milestone.fund", _COMPANY)
    )


def may_submit(actor: Actor, milestone: Seen) -> Decision:
    """The talent."""
    return _from(milestone, Side.TALENT, otherwise=_TALENT) & _carries(
        actor, "escrow.milestone.submit", _TALENT
    )


def may_accept(actor: Actor, milestone: Seen) -> Decision:
    """The company, in person: accepting orders the payment."""
    return (
        in_person(actor)
        & _from(milestone, Side.COMPANY, otherwise=_COMPANY)
        & _carries(actor, "escrow.milestone.accept", _COMPANY)
    )


def may_request_changes(actor: Actor, milestone: Seen) -> Decision:
    """The company."""
    return _from(milestone, Side.COMPANY, otherwise=_COMPANY) & _carries(
        actor, "escrow.milestone.request_changes", _COMPANY
    )


def may_raise_concern(actor: Actor, milestone: Seen) -> Decision:
    """Either side."""
    return _from(milestone, Side.COMPANY, Side.TALENT, otherwise=_PARTIES) & _carries(
        actor, "escrow.milestone.raise_concern", _PARTIES
    )


def may_resolve_concern(actor: Actor, milestone: Seen) -> Decision:
    """The coordinator, who belongs to neither side."""
    return _from(milestone, Side.COORDINATOR, otherwise=_COORDINATOR) & _carries(
        actor, "escrow.milestone.resolve_concern", _COORDINATOR
    )


def may_propose_refund(actor: Actor, milestone: Seen) -> Decision:
    """Either side, in person."""
    return (
        in_person(actor)
        & _from(milestone, Side.COMPANY, Side.TALENT, otherwise=_PARTIES)
        & _carries(actor, "escrow.milestone.refund", _PARTIES)
    )


def may_answer_refund(actor: Actor, milestone: Seen, *, proposed_by: str) -> Decision:
    """The other side than the one that proposed."""
    other = no("escrow.other_side_answers", N_("The other side answers this proposal."))
    return may_propose_refund(actor, milestone) & (other if milestone.seen_from == proposed_by else YES)


def may_edit_payout_account(actor: Actor) -> Decision:
    """A talent, in person, for no one but themselves."""
    return in_person(actor) & _carries(
        actor,
        "escrow.payout_account.edit",
        no("escrow.talents_are_paid", N_("Only talents have a payout account.")),
    )


def may_reconcile(actor: Actor) -> Decision:
    """Operators: statements, and money that nothing explains."""
    return _carries(
        actor, "escrow.statement.reconcile", no("escrow.operator_only", N_("Only operators can do this."))
    )


def may_send_again(actor: Actor, milestone: Seen | None) -> Decision:
    """The talent whose payment came back, or operators."""
    if milestone is not None and milestone.seen_from == Side.TALENT:
        return may_edit_payout_account(actor)
    return may_reconcile(actor)


def may_play_bank(*, is_sandbox: bool) -> Decision:
    """Anybody around the case, as long as the bank is a stand-in."""
    if is_sandbox:
        return YES
    return no("escrow.real_bank", N_("A real custodian is connected here. There is no sandbox to play with."))
