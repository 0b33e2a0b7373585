"""Who may change the graph. Everybody who is signed in may read it and propose a term."""

from __future__ import annotations

from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_


def may_edit(actor: Actor) -> Decision:
    """Operators keep the graph."""
    if actor.may("skills.entry.edit"):
        return YES
    return no(
        "skills.not_an_operator",
        N_("Operators keep the skill graph. Propose a term and they will look at it."),
    )


def may_answer(actor: Actor) -> Decision:
    """Operators answer what people proposed."""
    if actor.may("skills.proposal.answer"):
        return YES
    return no("skills.not_for_answering", N_("Only an operator answers proposed terms."))
