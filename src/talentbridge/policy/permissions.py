"""Who may change rules and rates. Everybody may read them."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from talentbridge.kernel.actor import Actor, in_person
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_


class Proposed(Protocol):
    """Something that one person proposed and another answers."""

    @property
    def proposed_by(self) -> UUID | None: ...


def may_propose(actor: Actor) -> Decision:
    """Operators propose, as themselves: in a borrowed session one could be both persons of the four eyes."""
    if actor.may("policy.rule.propose"):
        return in_person(actor)
    return no("policy.not_an_operator", N_("Only operators of the platform change rules and rates."))


def may_answer(actor: Actor) -> Decision:
    """Whether this actor is one who answers proposals at all."""
    if not actor.may("policy.rule.approve") or actor.person_id is None:
        return no(
            "policy.not_for_approving",
            N_("Only an operator who is here in person approves or refuses a change of rules and rates."),
        )
    return in_person(actor)


def may_approve(actor: Actor, proposal: Proposed) -> Decision:
    """A second operator, never the one who proposed."""
    if not (answers := may_answer(actor)):
        return answers
    if actor.person_id == proposal.proposed_by:
        return no(
            "policy.own_proposal",
            N_("You proposed this yourself. A second person has to look at it."),
        )
    return YES


def may_withdraw(actor: Actor, proposal: Proposed) -> Decision:
    """Whoever proposed takes it back."""
    if not (proposes := may_propose(actor)):
        return proposes
    if actor.person_id is None or actor.person_id != proposal.proposed_by:
        return no("policy.not_yours", N_("Only the person who proposed this can take it back."))
    return YES
