"""The life of an assignment, and the sentences of what happens to it."""

from __future__ import annotations

from enum import StrEnum

from talentbridge.kernel.text import N_


class AssignmentState(StrEnum):
    RUNNING = "running"  # this person is in charge
    HANDED_BACK = "handed_back"  # the person asked to be relieved and stays in charge until somebody else is
    REPLACED = "replaced"  # somebody else is in charge now
    CLOSED = "closed"  # the engagement is over


MOVES: dict[AssignmentState, frozenset[AssignmentState]] = {
    AssignmentState.RUNNING: frozenset(
        {AssignmentState.HANDED_BACK, AssignmentState.REPLACED, AssignmentState.CLOSED}
    ),
    AssignmentState.HANDED_BACK: frozenset({AssignmentState.REPLACED, AssignmentState.CLOSED}),
    AssignmentState.REPLACED: frozenset(),
    AssignmentState.CLOSED: frozenset(),
}
LIFECYCLES = {"assignment": (AssignmentState, MOVES)}
IN_CHARGE = frozenset({AssignmentState.RUNNING, AssignmentState.HANDED_BACK})

EVENTS: dict[str, str] = {
    "coordination.coordinator.chosen": N_(
        "{name} became the coordinator, with the most room ({load} of {capacity}) of {able} who could take it."
    ),
    "coordination.coordinator.assigned": N_("{actor} made {name} the coordinator: {reason}"),
    "coordination.coordinator.handed_back": N_("{actor} asked for another coordinator: {reason}"),
    "coordination.coordinator.missing": N_(
        "No coordinator is free for this engagement; the operator was told."
    ),
}
