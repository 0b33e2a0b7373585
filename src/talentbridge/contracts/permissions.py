"""Who may do what with a contract."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from talentbridge.contracts.rules import SIGNING_SIDES
from talentbridge.kernel.actor import Actor, Role, Side, in_person
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_


class Seen(Protocol):
    """A contract annotated with where its reader stands."""

    seen_from: str
    talent_id: UUID
    company_id: UUID


_COORDINATOR_ONLY = no(
    "contracts.coordinator_only",
    N_("Only the coordinator of this engagement writes and offers its contract."),
)


def may_draft(actor: Actor, stands_as: str) -> Decision:
    """The case's coordinator, and the platform itself for the first version."""
    if actor.may("contracts.contract.draft") and stands_as in {Side.COORDINATOR, Side.SYSTEM}:
        return YES
    return _COORDINATOR_ONLY


def may_offer(actor: Actor, contract: Seen) -> Decision:
    """Whoever may draft it."""
    return may_draft(actor, contract.seen_from)


def may_withdraw(actor: Actor, contract: Seen) -> Decision:
    """Whoever may draft it."""
    return may_draft(actor, contract.seen_from)


def may_answer(actor: Actor, contract: Seen) -> Decision:
    """Sign or decline: each of the two sides for itself, nobody on behalf of another person."""
    if actor.may("contracts.contract.sign") and contract.seen_from in SIGNING_SIDES:
        return in_person(actor)
    return no("contracts.sides_only", N_("Only the two sides of the contract sign or decline it."))


def may_end(actor: Actor) -> Decision:
    """The platform, when the engagement is completed or stopped."""
    if actor.role is Role.SYSTEM:
        return YES
    return no("contracts.ends_with_case", N_("A contract ends when its engagement is completed or stopped."))
