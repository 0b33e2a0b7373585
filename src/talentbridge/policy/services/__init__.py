"""Verbs on rules and rates: load what ships, propose and answer changes, bring rates in, remind."""

from talentbridge.policy.services.loading import load_reviewed_rules, sample_rates
from talentbridge.policy.services.offers import keep_own, propose_offered
from talentbridge.policy.services.proposing import (
    approve,
    propose_change,
    propose_check,
    propose_end,
    propose_row,
    refuse,
    result_of,
    withdraw,
)
from talentbridge.policy.services.rates import (
    approve_import,
    bring_in,
    enter_rate,
    look_at,
    preview,
    refuse_import,
    send_import,
    withdraw_import,
)
from talentbridge.policy.services.reminding import remind

__all__ = [
    "approve", "approve_import", "bring_in", "enter_rate", "keep_own", "load_reviewed_rules", "look_at",
    "preview", "propose_change", "propose_check", "propose_end", "propose_offered", "propose_row", "refuse",
    "refuse_import", "remind", "result_of", "sample_rates", "send_import", "withdraw", "withdraw_import",
]  # fmt: skip
