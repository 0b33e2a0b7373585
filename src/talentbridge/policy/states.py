"""What happens to a row of policy, and the lives of proposals, of what the files offer, and of imports of rates."""

from __future__ import annotations

from enum import StrEnum

from talentbridge.kernel.text import N_


class Change(StrEnum):
    """What a version did to a row."""

    SHIPPED = "shipped"  # came with the product's reviewed files
    UPDATED = "updated"  # a new release of the files changed it
    WITHDRAWN = "withdrawn"  # the files no longer have it, and nobody here had changed it
    ADDED = "added"  # proposed and approved here
    CHANGED = "changed"
    ENDED = "ended"
    CHECKED = "checked"  # looked at again, unchanged
    TAKEN = "taken"  # a row that was changed here took over what the files say now


CHANGES = {
    Change.SHIPPED: N_("Came with the product"),
    Change.UPDATED: N_("Updated with the product"),
    Change.WITHDRAWN: N_("No longer shipped with the product"),
    Change.ADDED: N_("Added here"),
    Change.CHANGED: N_("Changed"),
    Change.ENDED: N_("Ended"),
    Change.CHECKED: N_("Checked again, unchanged"),
    Change.TAKEN: N_("Took over the product's version"),
}


class ProposalKind(StrEnum):
    """What a proposal asks for."""

    NEW = "new"
    CHANGE = "change"
    END = "end"
    CHECK = "check"  # "checked again, unchanged"
    TAKE = "take"  # take over what the files say now


KINDS = {
    ProposalKind.NEW: N_("A new row"),
    ProposalKind.CHANGE: N_("A change"),
    ProposalKind.END: N_("An end"),
    ProposalKind.CHECK: N_("Checked again, unchanged"),
    ProposalKind.TAKE: N_("The product's version"),
}
CHANGE_OF = {
    ProposalKind.NEW: Change.ADDED,
    ProposalKind.CHANGE: Change.CHANGED,
    ProposalKind.END: Change.ENDED,
    ProposalKind.CHECK: Change.CHECKED,
    ProposalKind.TAKE: Change.TAKEN,
}


class ProposalState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


MOVES: dict[ProposalState, frozenset[ProposalState]] = {
    ProposalState.PROPOSED: frozenset(
        {ProposalState.APPROVED, ProposalState.REFUSED, ProposalState.WITHDRAWN}
    ),
    ProposalState.APPROVED: frozenset(),
    ProposalState.REFUSED: frozenset(),
    ProposalState.WITHDRAWN: frozenset(),
}


class OfferState(StrEnum):
    """What the files say now about a row that was changed here."""

    WAITING = "waiting"
    TAKEN = "taken"
    KEPT = "kept"  # looked at; the row stays as it is here


OFFER_MOVES: dict[OfferState, frozenset[OfferState]] = {
    OfferState.WAITING: frozenset({OfferState.TAKEN, OfferState.KEPT}),
    OfferState.TAKEN: frozenset({OfferState.WAITING}),  # a later release says something else again
    OfferState.KEPT: frozenset({OfferState.WAITING, OfferState.TAKEN}),
}


class ImportState(StrEnum):
    """An import of rates. What somebody brings waits for a second person; of what is fetched, what jumps."""

    LOOKED_AT = "looked_at"  # read and shown; nothing is changed yet
    APPLIED = "applied"
    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


IMPORT_MOVES: dict[ImportState, frozenset[ImportState]] = {
    ImportState.LOOKED_AT: frozenset({ImportState.WAITING, ImportState.WITHDRAWN}),
    ImportState.APPLIED: frozenset(),
    ImportState.WAITING: frozenset({ImportState.APPROVED, ImportState.REFUSED, ImportState.WITHDRAWN}),
    ImportState.APPROVED: frozenset(),
    ImportState.REFUSED: frozenset(),
    ImportState.WITHDRAWN: frozenset(),
}
LIFECYCLES = {
    "proposal": (ProposalState, MOVES),
    "offer": (OfferState, OFFER_MOVES),
    "rate import": (ImportState, IMPORT_MOVES),
}

PROPOSALS = {
    ProposalState.PROPOSED: N_("Waits for a second person"),
    ProposalState.APPROVED: N_("Approved"),
    ProposalState.REFUSED: N_("Refused"),
    ProposalState.WITHDRAWN: N_("Withdrawn"),
}
IMPORTS = {
    ImportState.LOOKED_AT: N_("Looked at, not sent on"),
    ImportState.APPLIED: N_("Applied"),
    ImportState.WAITING: N_("Waits for a second person"),
    ImportState.APPROVED: N_("Approved"),
    ImportState.REFUSED: N_("Refused"),
    ImportState.WITHDRAWN: N_("Withdrawn"),
}
TONES = {
    "proposed": "info", "waiting": "info", "looked_at": "", "approved": "ok", "applied": "ok", "refused": "bad",
    "withdrawn": "",
}  # fmt: skip

EVENTS = {
    "policy.rule.proposed": N_("{actor} proposed a change of the rule {key}."),
    "policy.rule.approved": N_("{actor} approved the change of the rule {key} that {proposer} had proposed."),
    "policy.rule.refused": N_("{actor} refused the change of the rule {key} that {proposer} had proposed."),
    "policy.rule.withdrawn": N_("{actor} took back the proposed change of the rule {key}."),
    "policy.rule.kept": N_("{actor} kept the rule {key} as it is here; the product says something else."),
    "policy.rates.applied": N_("{actor} brought in rates of exchange: {new} new, from {source}."),
    "policy.rates.proposed": N_("{actor} entered rates of exchange that a second person has to approve."),
    "policy.rates.approved": N_("{actor} approved rates of exchange that {proposer} had entered."),
    "policy.rates.refused": N_("{actor} refused rates of exchange that {proposer} had entered."),
    "policy.rates.withdrawn": N_("{actor} took back rates of exchange that were not in use yet."),
}
