"""Verbs on engagements: open, keep fresh, build the contract, hand over, skip, take back, stop; stays in Korea."""

from talentbridge.engagements.services.contract import build_contract
from talentbridge.engagements.services.evidence import (
    answer_skip,
    ask_skip,
    confirm_hand_over,
    note_obstacle,
    write_hand_over,
)
from talentbridge.engagements.services.life import (
    hear,
    open_engagement,
    open_offered,
    refresh,
    refresh_open,
    stop,
    take_back,
    when_consent_withdrawn,
)
from talentbridge.engagements.services.stays import (
    cancel_stay,
    change_stay,
    forget_papers,
    plan_stay,
    tell_of_papers,
)

__all__ = [
    "answer_skip", "ask_skip", "build_contract", "cancel_stay", "change_stay", "confirm_hand_over", "forget_papers", "hear",
    "note_obstacle", "open_engagement", "open_offered", "plan_stay", "refresh", "refresh_open", "stop", "take_back",
    "tell_of_papers", "when_consent_withdrawn", "write_hand_over",
]  # fmt: skip
