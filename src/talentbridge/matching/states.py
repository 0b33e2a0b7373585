"""The life of a selection: a company's decision, and the talent's answer to it."""

from __future__ import annotations

from enum import StrEnum

from talentbridge.kernel.text import N_


class SelectionState(StrEnum):
    OFFERED = "offered"  # decided by a person; the talent has not answered
    ACCEPTED = "accepted"  # the talent shows name and history and takes the work
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by the company, before an answer


MOVES: dict[SelectionState, frozenset[SelectionState]] = {
    SelectionState.OFFERED: frozenset(
        {SelectionState.ACCEPTED, SelectionState.DECLINED, SelectionState.WITHDRAWN}
    ),
    SelectionState.ACCEPTED: frozenset(),
    SelectionState.DECLINED: frozenset(),
    SelectionState.WITHDRAWN: frozenset(),
}
LIFECYCLES = {"selection": (SelectionState, MOVES)}
RUNNING = frozenset({SelectionState.OFFERED, SelectionState.ACCEPTED})  # one at most in a case

LABELS = {
    SelectionState.OFFERED: N_("Waiting for the talent's answer"),
    SelectionState.ACCEPTED: N_("Accepted by the talent"),
    SelectionState.DECLINED: N_("Declined by the talent"),
    SelectionState.WITHDRAWN: N_("Withdrawn by the company"),
}
TONES = {
    SelectionState.OFFERED: "info",
    SelectionState.ACCEPTED: "ok",
    SelectionState.DECLINED: "",
    SelectionState.WITHDRAWN: "",
}

EVENTS = {
    "matching.shortlist.made": N_("{actor} made a shortlist of {count} people out of {pool}."),
    "matching.selection.decided": N_("{actor} chose {pseudonym} and wrote down why."),
    "matching.selection.accepted": N_(
        "{pseudonym} took the work and agreed to show name and history to {recipient}."
    ),
    "matching.selection.declined": N_("{pseudonym} declined."),
    "matching.selection.withdrawn": N_("{actor} withdrew the choice of {pseudonym}."),
}
