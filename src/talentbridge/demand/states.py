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


class SuggestionState(StrEnum):
    """What a language model was asked to draft. Nothing of it reaches the task before a person takes it over."""

    ASKED = "asked"
    READY = "ready"  # an answer is there, marked as generated and not checked
    FAILED = "failed"  # no answer; the reason is told
    TAKEN = "taken"  # a person has put it into the task
    DISCARDED = "discarded"


SUGGESTION_MOVES: dict[SuggestionState, frozenset[SuggestionState]] = {
    SuggestionState.ASKED: frozenset(
        {SuggestionState.READY, SuggestionState.FAILED, SuggestionState.DISCARDED}
    ),
    SuggestionState.READY: frozenset({SuggestionState.TAKEN, SuggestionState.DISCARDED}),
    SuggestionState.FAILED: frozenset(),
    SuggestionState.TAKEN: frozenset(),
    SuggestionState.DISCARDED: frozenset(),
}


class ScopeState(StrEnum):
    """A change of an agreed task. Derived from the answers to it (`rules.scope`), never stored."""

    WAITING = "waiting"  # a side has not said yes yet
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the side that had proposed it


SCOPE_LABELS = {
    ScopeState.WAITING: N_("Waiting for the other side"),
    ScopeState.AGREED: N_("Agreed by both sides"),
    ScopeState.REFUSED: N_("Refused"),
    ScopeState.WITHDRAWN: N_("Taken back"),
}
SCOPE_TONES = {
    ScopeState.WAITING: "info",
    ScopeState.AGREED: "ok",
    ScopeState.REFUSED: "bad",
    ScopeState.WITHDRAWN: "",
}

LIFECYCLES = {
    "task": (TaskState, MOVES),
    "offered_need": (OfferState, OFFER_MOVES),
    "suggestion": (SuggestionState, SUGGESTION_MOVES),
}

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
    "demand.scope.changed": N_("{actor} changed the agreed task (scope change {number}): {reason}"),
    "demand.scope.proposed": N_("{actor} proposed scope change {number} of the contracted task: {reason}"),
    "demand.scope.approved": N_("{actor} approved scope change {number}."),
    "demand.scope.refused": N_("{actor} refused scope change {number}: {reason}"),
    "demand.scope.withdrawn": N_("{actor} took scope change {number} back: {reason}"),
    "demand.scope.agreed": N_(
        "Company and coordinator agree on scope change {number}; this is revision {revision}. A new version of the "
        "contract is needed."
    ),
    "demand.template.used": N_("{actor} began the task with the template {template}."),
    "demand.task.reused": N_("{actor} copied the content of an earlier task into this one."),
    "demand.suggestion.asked": N_("{actor} sent a text of the task to {host} to be drafted by {model}."),
    "demand.suggestion.taken": N_("{actor} checked a text drafted by {model} and took it over."),
    "demand.task.fixed": N_("Revision {revision} of the task was fixed by the offered contract."),
}
