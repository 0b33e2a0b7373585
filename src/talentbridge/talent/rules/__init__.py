"""What a profile may say, what matching may know of it, and how the files that bring profiles in are read. Pure."""

from talentbridge.talent.rules.profile import (
    CEFR,
    ENGAGEMENT_TYPES,
    EVIDENCE_NAMES,
    LEVELS,
    MOST_SKILLS,
    MOST_WEEKLY_HOURS,
    RATE_CURRENCIES,
    RATE_UNITS,
    Candidate,
    Evidence,
    Held,
    ProfileDraft,
    can_be_invited,
    is_stronger,
    problems,
)
from talentbridge.talent.rules.pseudonym import code, pseudonym

__all__ = [
    "CEFR", "ENGAGEMENT_TYPES", "EVIDENCE_NAMES", "LEVELS", "MOST_SKILLS", "MOST_WEEKLY_HOURS", "RATE_CURRENCIES",
    "RATE_UNITS", "Candidate", "Evidence", "Held", "ProfileDraft", "can_be_invited", "code", "is_stronger", "problems",
    "pseudonym",
]  # fmt: skip
