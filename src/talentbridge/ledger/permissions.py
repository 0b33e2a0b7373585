"""Who may read the books. Nobody writes them by hand: `services.post` is called by verbs above."""

from __future__ import annotations

from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_


def may_read_books(actor: Actor) -> Decision:
    """Operators read the whole ledger; a company and a talent see their own money with their milestones."""
    if actor.may("ledger.entry.see"):
        return YES
    return no(
        "ledger.not_auditor", N_("The whole ledger is open to operators. Your own money is under “Money”.")
    )
