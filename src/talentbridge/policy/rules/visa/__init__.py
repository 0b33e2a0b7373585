"""The visa and document guide: what dated rows say about one person. Pure; information and referral, never a verdict.

`facts` (what the reader says), `lines` (one criterion, one line), `korea` and `abroad` (the criteria of each status),
`paths` (what fits a purpose, what leads to what, and the way back).
"""

from talentbridge.policy.rules.visa.facts import Degree, Employer, Facts, Field, Purpose, Rank, refused
from talentbridge.policy.rules.visa.korea import WORKATION_REFUSED
from talentbridge.policy.rules.visa.lines import ANSWERS, OUTCOMES, Answer, Eligibility, Line, Outcome
from talentbridge.policy.rules.visa.paths import (
    STATUSES,
    Need,
    Needed,
    Path,
    check,
    helpers,
    moves,
    needed,
    papers,
    paths,
)

__all__ = [
    "ANSWERS", "OUTCOMES", "STATUSES", "WORKATION_REFUSED", "Answer", "Degree", "Eligibility", "Employer", "Facts", "Field",
    "Line", "Need", "Needed", "Outcome", "Path", "Purpose", "Rank", "check", "helpers", "moves", "needed", "papers", "paths",
    "refused",
]  # fmt: skip
