"""Rows of policy and what is calculated from them. Pure; no database.

`rows` and `files` (what a row is, the reviewed files), `traces` (calculations that show their work), `tax`, `countries`,
`clocks` (two places, one day), `names` (how figures are read out).
"""

from talentbridge.policy.rules.countries import COUNTRIES, Country
from talentbridge.policy.rules.engaging import ENGAGEMENT_TYPES, IP_CLAUSES, LEVELS, WORK_MODES
from talentbridge.policy.rules.names import figure
from talentbridge.policy.rules.rows import (
    Book,
    Certainty,
    Find,
    NotKnown,
    Rule,
    Statement,
    least,
    rule_from_json,
    rule_to_json,
)
from talentbridge.policy.rules.tax import IpClause, PlaceOfWork, service_fee, withholding
from talentbridge.policy.rules.traces import Trace, TraceLine, percent, trace_from_json

__all__ = [
    "COUNTRIES", "ENGAGEMENT_TYPES", "IP_CLAUSES", "LEVELS", "WORK_MODES", "Book", "Certainty", "Country", "Find",
    "IpClause", "NotKnown", "PlaceOfWork", "Rule", "Statement", "Trace", "TraceLine", "figure", "least", "percent",
    "rule_from_json", "rule_to_json", "service_fee", "trace_from_json", "withholding",
]  # fmt: skip
