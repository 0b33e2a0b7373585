"""Rules as rows: dated, sourced, marked with how certain they are; their history; and reference rates of exchange."""

from talentbridge.policy.models.rates import FxRate, RateImport
from talentbridge.policy.models.rows import RuleOffer, RuleParameter, RuleProposal, RuleReminder, RuleVersion

__all__ = [
    "FxRate", "RateImport", "RuleOffer", "RuleParameter", "RuleProposal", "RuleReminder", "RuleVersion",
]  # fmt: skip
