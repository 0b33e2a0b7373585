"""What happens to an entry of the graph, and the life of a proposed term."""

from __future__ import annotations

from enum import StrEnum

from talentbridge.kernel.text import N_


class Change(StrEnum):
    """What a revision did to an entry."""

    SHIPPED = "shipped"  # came with the product
    UPDATED = "updated"  # a new version of the product changed it
    ADDED = "added"  # added here
    EDITED = "edited"
    RETIRED = "retired"
    RESTORED = "restored"
    ACCEPTED = "accepted"  # an edited entry took over what the product ships now
    KEPT = "kept"  # what the product ships now was looked at and not taken over


CHANGES = {
    Change.SHIPPED: N_("Came with the product"),
    Change.UPDATED: N_("Updated with the product"),
    Change.ADDED: N_("Added here"),
    Change.EDITED: N_("Edited"),
    Change.RETIRED: N_("Retired"),
    Change.RESTORED: N_("Taken back into use"),
    Change.ACCEPTED: N_("Took over the product's version"),
    Change.KEPT: N_("Kept the version from here"),
}


class ProposalState(StrEnum):
    WAITING = "waiting"
    ALIAS = "alias"  # it is another spelling of an entry
    NEW = "new"  # it became an entry of its own
    REJECTED = "rejected"


MOVES: dict[ProposalState, frozenset[ProposalState]] = {
    ProposalState.WAITING: frozenset({ProposalState.ALIAS, ProposalState.NEW, ProposalState.REJECTED}),
    ProposalState.ALIAS: frozenset(),
    ProposalState.NEW: frozenset(),
    ProposalState.REJECTED: frozenset({ProposalState.ALIAS, ProposalState.NEW}),  # thought better of it
}
LIFECYCLES = {"proposal": (ProposalState, MOVES)}

PROPOSALS = {
    ProposalState.WAITING: N_("Waiting"),
    ProposalState.ALIAS: N_("Became another name"),
    ProposalState.NEW: N_("Became an entry"),
    ProposalState.REJECTED: N_("Rejected"),
}
TONES = {
    ProposalState.WAITING: "info",
    ProposalState.ALIAS: "ok",
    ProposalState.NEW: "ok",
    ProposalState.REJECTED: "",
}

EVENTS = {
    "skills.entry.added": N_("{actor} added “{name}” to the skill graph."),
    "skills.entry.edited": N_("{actor} edited “{name}” in the skill graph."),
    "skills.entry.retired": N_("{actor} retired “{name}” from the skill graph; “{successor}” stands for it."),
    "skills.entry.restored": N_("{actor} took “{name}” back into the skill graph."),
    "skills.entry.accepted": N_("{actor} took over the product's version of “{name}”."),
    "skills.entry.kept": N_("{actor} kept the own version of “{name}”."),
    "skills.proposal.answered": N_("{actor} answered the proposed term “{term}”."),
}
