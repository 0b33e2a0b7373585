"""The life of a selection (a company's decision and the talent's answer), and of a talent's request about matching."""

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


class RequestKind(StrEnum):
    """What a person may ask about automated matching (PIPA art. 37-2)."""

    EXPLANATION = "explanation"
    REVIEW = "review"  # a person looks again
    LEFT_OUT = "left_out"  # no automated matching from now on


class RequestState(StrEnum):
    ASKED = "asked"  # nobody has taken it; the clock runs
    IN_WORK = "in_work"  # one person answers it
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"  # by who asked


REQUEST_MOVES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.ASKED: frozenset(
        {RequestState.IN_WORK, RequestState.ANSWERED, RequestState.WITHDRAWN}  # answered: left out, at once
    ),
    RequestState.IN_WORK: frozenset(
        {RequestState.ASKED, RequestState.ANSWERED, RequestState.WITHDRAWN}  # asked: given back to the queue
    ),
    RequestState.ANSWERED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}
OPEN = frozenset({RequestState.ASKED, RequestState.IN_WORK})


class Outcome(StrEnum):
    """What an answered request came to. A re-review changes nothing by itself: it recommends."""

    EXPLAINED = "explained"
    CONFIRMED = "confirmed"
    LOOK_AGAIN = "look_again"
    LEFT_OUT = "left_out"


LIFECYCLES = {"selection": (SelectionState, MOVES), "request": (RequestState, REQUEST_MOVES)}
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

REQUEST_KINDS = {
    RequestKind.EXPLANATION: N_("Explanation"),
    RequestKind.REVIEW: N_("Re-review by a person"),
    RequestKind.LEFT_OUT: N_("Being left out of automated matching"),
}
REQUEST_LABELS = {
    RequestState.ASKED: N_("Waiting for somebody to take it"),
    RequestState.IN_WORK: N_("Somebody is working on it"),
    RequestState.ANSWERED: N_("Answered"),
    RequestState.WITHDRAWN: N_("Withdrawn"),
}
REQUEST_TONES = {
    RequestState.ASKED: "info",
    RequestState.IN_WORK: "info",
    RequestState.ANSWERED: "ok",
    RequestState.WITHDRAWN: "",
}
OUTCOMES = {
    Outcome.EXPLAINED: N_("Explained"),
    Outcome.CONFIRMED: N_("Looked at again: the list stands as it is"),
    Outcome.LOOK_AGAIN: N_("Looked at again: another look is recommended"),
    Outcome.LEFT_OUT: N_("Left out of automated matching since then"),
}

# A shortlist's acts stand on the case's timeline. Requests do not: the company is not told who asked.
EVENTS = {
    "matching.shortlist.made": N_("{actor} made a shortlist of {count} people out of {pool}."),
    "matching.selection.decided": N_("{actor} chose {pseudonym} and wrote down why."),
    "matching.selection.accepted": N_(
        "{pseudonym} took the work and agreed to show name and history to {recipient}."
    ),
    "matching.selection.declined": N_("{pseudonym} declined."),
    "matching.selection.withdrawn": N_("{actor} withdrew the choice of {pseudonym}."),
    "matching.request.asked": N_("{actor} asked about matching: {kind}."),
    "matching.request.taken": N_("{actor} took a request about matching."),
    "matching.request.given_back": N_("A request about matching was put back into the queue by {actor}."),
    "matching.request.put_off": N_("{actor} put the answer to a request off until {due_on}: {reason}"),
    "matching.request.answered": N_("{actor} answered a request about matching."),
    "matching.request.withdrawn": N_("{actor} withdrew a request about matching."),
}
