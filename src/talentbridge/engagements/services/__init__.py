"""Verbs on engagements: open, keep fresh, build the contract, hand over, skip, take back, stop."""

from talentbridge.engagements.services.contract import build_contract
from talentbridge.engagements.services.designing import (
    ask_for_checks,
    check_design,
    choose_design,
    confirm_design,
    do_step,
)
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
from talentbridge.engagements.services.scope import (
    when_scope_changed,
    when_scope_proposed,
    when_scope_refused,
)
from talentbridge.engagements.services.stays import (
    cancel_stay,
    change_stay,
    forget_papers,
    plan_stay,
    tell_of_papers,
)

__all__ = [
    "answer_skip",
    "ask_for_checks",
    "ask_skip",
    "build_contract",
    "cancel_stay",
    "change_stay",
    "check_design",
    "choose_design",
    "confirm_design",
    "confirm_hand_over",
    "do_step",
    "forget_papers",
    "hear",
    "note_obstacle",
    "open_engagement",
    "open_offered",
    "plan_stay",
    "refresh",
    "refresh_open",
    "stop",
    "take_back",
    "tell_of_papers",
    "when_consent_withdrawn",
    "when_scope_changed",
    "when_scope_proposed",
    "when_scope_refused",
    "write_hand_over",
]
