"""Who runs the pool, and who may ask to be relieved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talentbridge.kernel.actor import Actor, Role
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

if TYPE_CHECKING:
    from talentbridge.coordination.models import Assignment


def may_assign(actor: Actor) -> Decision:
    """Assign and reassign coordinators, record conflicts of interest: an operator."""
    if actor.may("coordination.coordinator.assign"):
        return YES
    return no("coordination.operator_only", N_("An operator assigns coordinators."))


def may_see_workbench(actor: Actor) -> Decision:
    """The queue of what needs a hand: coordinators see theirs, operators everybody's."""
    if actor.may("coordination.workbench.see"):
        return YES
    return no("coordination.not_a_coordinator", N_("The workbench is for coordinators and operators."))


def may_hand_back(actor: Actor, assignment: Assignment) -> Decision:
    """Ask for another coordinator: the one in charge."""
    if actor.role is Role.COORDINATOR and assignment.coordinator.person_id == actor.person_id:
        return YES
    return no("coordination.not_in_charge", N_("Only the coordinator in charge can hand an engagement back."))
