"""What the state of an engagement allows now: one decision a verb."""

from __future__ import annotations

from datetime import datetime

from talentbridge.engagements.rules.facts import Facts
from talentbridge.engagements.rules.gates import Evidence, gates, proven_stage
from talentbridge.engagements.states import OBSTACLES, EngagementState
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

# Evidence without which the apps below can still go on: only this may be skipped, with a reason and a second person.
SKIPPABLE = frozenset(
    {"contract.funded", "complete.written", "complete.confirmed", "complete.company", "complete.talent"}
)
MIN_REASON = 20  # characters; shorter reasons explain nothing

_CLOSED = no("engagements.closed", N_("This engagement is closed. Nothing changes in it any more."))


def is_open(facts: Facts) -> Decision:
    """Whether anything may still change."""
    return YES if facts.state is EngagementState.OPEN else _CLOSED


def evidence_called(facts: Facts, key: str) -> Evidence | None:
    """The piece of evidence with this key, ``stage.name``; None when no gate asks for it."""
    return next((item for gate in gates(facts) for item in gate.evidence if item.key == key), None)


def can_skip(piece: Evidence | None) -> Decision:
    """Whether going on without this piece may be asked for."""
    if piece is None or piece.key not in SKIPPABLE:
        return no("engagements.not_skippable", N_("This cannot be skipped: the steps after it need it."))
    if not piece.is_open:
        return no("engagements.evidence_there", N_("This is already settled."))
    if piece.skip is not None:
        return no("engagements.skip_asked", N_("This was asked already and waits for a second person."))
    return YES


def can_answer_skip(answered_at: datetime | None) -> Decision:
    """Once only."""
    return no("engagements.skip_answered", N_("This was answered already.")) if answered_at else YES


def can_build_contract(facts: Facts) -> Decision:
    """Once the task is agreed and the chosen person has said yes, and until a contract is in force."""
    if not (closed := is_open(facts)):
        return closed
    if not (facts.approved_by_company and facts.approved_by_coordinator):
        return no(
            "engagements.task_not_agreed",
            N_("The task is not approved by both sides yet. The contract is built on it."),
        )
    if not facts.agreed:
        return no("engagements.nobody_agreed", N_("Nobody has been chosen and agreed to take the work yet."))
    if facts.in_force:
        return no("engagements.contract_in_force", N_("A contract is in force already."))
    return YES


def can_write_hand_over(facts: Facts) -> Decision:
    """From the first funded deliverable on, until the company has confirmed it."""
    if not (closed := is_open(facts)):
        return closed
    if not facts.in_force:
        return no("engagements.too_early", N_("A hand-over can be written once the contract is in force."))
    if facts.handover_confirmed:
        return no(
            "engagements.hand_over_confirmed", N_("The company has confirmed the hand-over; it stands.")
        )
    return YES


def can_confirm_hand_over(facts: Facts) -> Decision:
    """Once there is a note."""
    if not facts.handed_over:
        return no("engagements.no_note", N_("There is no hand-over note yet."))
    return YES


def refused_obstacle(tag: str, note: str) -> dict[str, Decision]:
    """What keeps a typed obstacle from being kept, by field; empty when it can be."""
    refused: dict[str, Decision] = {}
    if tag not in OBSTACLES:
        refused["tag"] = no("engagements.unknown_tag", N_("Choose one of the kinds offered."))
    if len(note.strip()) < MIN_REASON:
        refused["note"] = no(
            "engagements.short_obstacle",
            N_("Say what happened in {count} characters or more."),
            count=MIN_REASON,
        )
    return refused


def can_take_back(facts: Facts) -> Decision:
    """When the evidence of an earlier stage is no longer there."""
    if not (closed := is_open(facts)):
        return closed
    if proven_stage(facts).position >= facts.reached.position:
        return no("engagements.nothing_to_take_back", N_("All evidence of the earlier stages is there."))
    return YES


def can_stop(facts: Facts) -> Decision:
    """While no money is in custody: what is held is settled first."""
    if not (closed := is_open(facts)):
        return closed
    if any(milestone.holds_money for milestone in facts.milestones):
        return no(
            "engagements.money_held",
            N_("Money is in custody. Settle every funded deliverable first, then stop."),
        )
    return YES
