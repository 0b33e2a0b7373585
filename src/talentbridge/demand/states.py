"""The life of a task: written, agreed by both sides on one revision, then fixed by a contract."""

from __future__ import annotations

from enum import StrEnum

from talentbridge.kernel.text import N_


class TaskState(StrEnum):
    DRAFT = "draft"  # nobody has approved the current revision
    PROPOSED = "proposed"  # one side has approved it, the other has not
    APPROVED = "approved"  # company and coordinator approved the same revision
    FIXED = "fixed"  # a contract was offered on it; a change is a scope change of the contract


MOVES: dict[TaskState, frozenset[TaskState]] = {
    TaskState.DRAFT: frozenset({TaskState.PROPOSED}),
    TaskState.PROPOSED: frozenset({TaskState.DRAFT, TaskState.APPROVED}),
    TaskState.APPROVED: frozenset({TaskState.DRAFT, TaskState.FIXED}),
    TaskState.FIXED: frozenset(),
}


class OfferState(StrEnum):
    """A need that a partner brought, until somebody of the bridge has looked at it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"  # an engagement was opened on it
    REFUSED = "refused"
    GONE = "gone"  # the partner took it back


OFFER_MOVES: dict[OfferState, frozenset[OfferState]] = {
    OfferState.WAITING: frozenset({OfferState.ACCEPTED, OfferState.REFUSED, OfferState.GONE}),
    OfferState.ACCEPTED: frozenset(),
    OfferState.REFUSED: frozenset(
        {OfferState.WAITING, OfferState.GONE}
    ),  # the partner sends it anew, with changes
    OfferState.GONE: frozenset({OfferState.WAITING}),
}
OFFER_LABELS = {
    OfferState.WAITING: N_("Waiting to be looked at"),
    OfferState.ACCEPTED: N_("Accepted"),
    OfferState.REFUSED: N_("Refused"),
    OfferState.GONE: N_("Taken back by the partner"),
}
OFFER_TONES = {
    OfferState.WAITING: "info",
    OfferState.ACCEPTED: "ok",
    OfferState.REFUSED: "bad",
    OfferState.GONE: "",
}

LIFECYCLES = {"task": (TaskState, MOVES), "offered_need": (OfferState, OFFER_MOVES)}

EDITABLE = frozenset({TaskState.DRAFT, TaskState.PROPOSED, TaskState.APPROVED})
APPROVABLE = frozenset({TaskState.DRAFT, TaskState.PROPOSED})
AGREED = frozenset({TaskState.APPROVED, TaskState.FIXED})  # both sides stand behind the current revision

LABELS = {
    TaskState.DRAFT: N_("Being written"),
    TaskState.PROPOSED: N_("One side has approved"),
    TaskState.APPROVED: N_("Approved by both sides"),
    TaskState.FIXED: N_("Fixed by a contract"),
}
TONES = {
    TaskState.DRAFT: "",
    TaskState.PROPOSED: "info",
    TaskState.APPROVED: "ok",
    TaskState.FIXED: "ok",
}

EVENTS = {
    "demand.offered_need.accepted": N_("{actor} accepted this need, which {partner} had brought."),
    "demand.offered_need.refused": N_("{actor} refused a need that {partner} had brought: {reason}"),
    "demand.public_task.published": N_("{actor} published the task until {until_on}."),
    "demand.public_task.withdrawn": N_("{actor} took the published task back."),
    "demand.need.written": N_("{actor} wrote down the need in their own words."),
    "demand.task.edited": N_("{actor} changed the task; this is revision {revision}."),
    "demand.task.approved": N_("{actor} approved revision {revision} of the task."),
    "demand.task.agreed": N_("Company and coordinator agree on revision {revision} of the task."),
    "demand.permit.recorded": N_("{actor} recorded the export-control permit {reference} of {authority}."),
    "demand.task.fixed": N_("Revision {revision} of the task was fixed by the offered contract."),
}
