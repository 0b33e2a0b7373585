"""The five stages of an engagement, its life as a record, and the sentences of what happens to it."""

from __future__ import annotations

from enum import StrEnum

from talentbridge.kernel.text import N_


class Stage(StrEnum):
    """The five beads, in order (specification, chapter on the full cycle)."""

    PREPARE = "prepare"
    MATCH = "match"
    CONTRACT = "contract"
    DELIVER = "deliver"
    COMPLETE = "complete"

    @property
    def position(self) -> int:
        """0 for the first bead, 4 for the last."""
        return list(Stage).index(self)


STAGE_LABELS: dict[Stage, str] = {
    Stage.PREPARE: N_("Prepare"),
    Stage.MATCH: N_("Match"),
    Stage.CONTRACT: N_("Contract"),
    Stage.DELIVER: N_("Deliver"),
    Stage.COMPLETE: N_("Complete"),
}


class EngagementState(StrEnum):
    OPEN = "open"
    COMPLETED = "completed"
    STOPPED = "stopped"


STATE_LABELS: dict[EngagementState, str] = {
    EngagementState.OPEN: N_("Under way"),
    EngagementState.COMPLETED: N_("Completed"),
    EngagementState.STOPPED: N_("Stopped"),
}

# What stood in the way, as the coordinator tags it: the raw material of policy (feature A13).
OBSTACLES: dict[str, str] = {
    "law": N_("Law or permit"),
    "visa": N_("Visa or stay"),
    "tax": N_("Tax or social insurance"),
    "payment": N_("Payment or exchange"),
    "language": N_("Language or culture"),
    "time": N_("Time difference"),
    "security": N_("Security or data"),
    "supply": N_("Nobody who fits"),
    "demand": N_("Unclear need or changing scope"),
    "platform": N_("The platform itself"),
}

# Why there is a new design of an engagement.
DESIGN_CAUSES: dict[str, str] = {
    "chosen": N_("Form chosen"),
    "checked": N_("Checked again"),
    "followed": N_("The facts have changed"),
}

MOVES: dict[EngagementState, frozenset[EngagementState]] = {
    EngagementState.OPEN: frozenset({EngagementState.COMPLETED, EngagementState.STOPPED}),
    EngagementState.COMPLETED: frozenset(),
    EngagementState.STOPPED: frozenset(),
}


class StayState(StrEnum):
    """A stay in Korea of somebody who otherwise works from abroad. Whether it is under way follows from its days."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


STAY_MOVES: dict[StayState, frozenset[StayState]] = {
    StayState.PLANNED: frozenset({StayState.CANCELLED}),
    StayState.CANCELLED: frozenset(),
}

LIFECYCLES = {"engagement": (EngagementState, MOVES), "stay": (StayState, STAY_MOVES)}

EVENTS: dict[str, str] = {
    "engagements.engagement.opened": N_("{actor} opened the engagement."),
    "engagements.stage.reached": N_("The engagement reached the stage ‘{stage}’."),
    "engagements.stage.taken_back": N_("{actor} took the engagement back to the stage ‘{stage}’: {reason}"),
    "engagements.gate.skip_asked": N_("{actor} asked to go on without ‘{evidence}’: {reason}"),
    "engagements.gate.skip_confirmed": N_(
        "{actor}, the second person, agreed to go on without ‘{evidence}’."
    ),
    "engagements.gate.skip_refused": N_("{actor} refused to go on without ‘{evidence}’: {reason}"),
    "engagements.hand_over.written": N_(
        "{actor} wrote the hand-over note; {owner} takes over at the company."
    ),
    "engagements.hand_over.confirmed": N_("{actor} confirmed the hand-over."),
    "engagements.design.chosen": N_("{actor} chose the form of engagement: {form}, {country}. {reason}"),
    "engagements.design.confirmed": N_("{actor} confirmed the form of engagement."),
    "engagements.design.checked": N_("{actor} checked again how the work is done: {level}."),
    "engagements.design.followed": N_(
        "The design was calculated again because the facts have changed: {level}."
    ),
    "engagements.design.risk_rose": N_("The risk level rose from ‘{before}’ to ‘{after}’."),
    "engagements.design_step.done": N_("{actor} did what the design asks: {step}"),
    "engagements.obstacle.noted": N_("{actor} noted an obstacle: {tag}."),
    "engagements.stay.planned": N_("{actor} noted a stay in Korea from {begins_on} to {ends_on}."),
    "engagements.stay.changed": N_("{actor} changed a stay in Korea: {begins_on} to {ends_on}."),
    "engagements.stay.cancelled": N_("{actor} called off a stay in Korea from {begins_on} to {ends_on}."),
    "engagements.stay.paper_due": N_("A paper of the stay needs renewal."),
    "engagements.engagement.stopped": N_("{actor} stopped the engagement: {reason}"),
    "engagements.engagement.completed": N_("The engagement is complete."),
}
