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
LIFECYCLES = {"task": (TaskState, MOVES)}

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
    "demand.need.written": N_("{actor} wrote down the need in their own words."),
    "demand.task.edited": N_("{actor} changed the task; this is revision {revision}."),
    "demand.task.approved": N_("{actor} approved revision {revision} of the task."),
    "demand.task.agreed": N_("Company and coordinator agree on revision {revision} of the task."),
    "demand.permit.recorded": N_("{actor} recorded the export-control permit {reference} of {authority}."),
    "demand.task.fixed": N_("Revision {revision} of the task was fixed by the offered contract."),
}
