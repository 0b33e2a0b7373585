"""Pure rules of an engagement: from facts to stage, gates and whose turn it is."""

from talentbridge.engagements.rules.actions import ACTIONS, Action
from talentbridge.engagements.rules.contract import ContractChoices, propose
from talentbridge.engagements.rules.decisions import (
    MIN_REASON,
    SKIPPABLE,
    can_answer_skip,
    can_build_contract,
    can_confirm_hand_over,
    can_skip,
    can_stop,
    can_take_back,
    can_write_hand_over,
    evidence_called,
    is_open,
    refused_obstacle,
)
from talentbridge.engagements.rules.facts import Done, Facts, MilestoneFact, Skip
from talentbridge.engagements.rules.gates import (
    Bead,
    Evidence,
    Gate,
    StageString,
    gates,
    is_complete,
    is_reviewable,
    proven_stage,
    short_string,
    stage_of,
    stage_string,
)
from talentbridge.engagements.rules.steps import (
    SEOUL,
    Link,
    NextStep,
    Step,
    Then,
    next_step,
    way_ahead,
    working_days,
)
from talentbridge.policy.rules.clocks import Overlap, holiday, overlap, working_hours_on

__all__ = [
    "ACTIONS", "MIN_REASON", "SEOUL", "SKIPPABLE", "Action", "Bead", "ContractChoices", "Done", "Evidence", "Facts",
    "Gate", "Link", "MilestoneFact", "NextStep", "Overlap", "Skip", "StageString", "Step", "Then",
    "can_answer_skip", "can_build_contract", "can_confirm_hand_over", "can_skip", "can_stop", "can_take_back",
    "can_write_hand_over", "evidence_called", "gates", "holiday", "is_complete", "is_open", "is_reviewable", "next_step",
    "overlap", "propose", "proven_stage", "refused_obstacle", "short_string", "stage_of", "stage_string", "way_ahead",
    "working_days", "working_hours_on",
]  # fmt: skip
