"""What a profile may say, what matching may know of it, and how the files that bring profiles in are read. Pure."""

from talentbridge.policy.rules import ENGAGEMENT_TYPES, LEVELS, WORK_MODES
from talentbridge.talent.rules.checks import Known, countries, languages, problems
from talentbridge.talent.rules.freshness import REMIND, Age, Freshness, due, freshness
from talentbridge.talent.rules.hints import Hint, counted, hints
from talentbridge.talent.rules.identity import (
    CROWD,
    KEY_KINDS,
    Contacts,
    Reason,
    can_merge,
    kept_of,
    keys_of,
    reasons,
)
from talentbridge.talent.rules.parts import FIRST, PARTS, is_filled
from talentbridge.talent.rules.profile import (
    CEFR,
    DATA_CLASSES,
    EVIDENCE_NAMES,
    MOST_CERTIFICATES,
    MOST_LANGUAGES,
    MOST_NOTICE_DAYS,
    MOST_ROLES,
    MOST_SAMPLES,
    MOST_SKILLS,
    MOST_WEEKLY_HOURS,
    RATE_UNITS,
    Candidate,
    Certification,
    Evidence,
    Held,
    Practice,
    ProfileDraft,
    Rate,
    Sample,
    can_be_invited,
    is_stronger,
)
from talentbridge.talent.rules.pseudonym import code, pseudonym
from talentbridge.talent.rules.rates import UNITS_A_MONTH, month_krw, most_minor
from talentbridge.talent.rules.reading import (
    DOUBTS,
    DROPPED,
    ITEM_KINDS,
    Choice,
    Item,
    Reading,
    stands,
    taken_over,
)
from talentbridge.talent.rules.words import clean, host, tells_who

__all__ = [
    "CEFR", "CROWD", "DATA_CLASSES", "DOUBTS", "DROPPED", "ENGAGEMENT_TYPES", "EVIDENCE_NAMES", "FIRST", "ITEM_KINDS",
    "KEY_KINDS", "LEVELS", "MOST_CERTIFICATES", "MOST_LANGUAGES", "MOST_NOTICE_DAYS", "MOST_ROLES", "MOST_SAMPLES",
    "MOST_SKILLS", "MOST_WEEKLY_HOURS", "PARTS", "RATE_UNITS", "REMIND", "UNITS_A_MONTH", "WORK_MODES",
    "Age", "Candidate", "Certification", "Choice", "Contacts", "Evidence", "Freshness", "Held", "Hint", "Item", "Known",
    "Practice", "ProfileDraft", "Rate", "Reading", "Reason", "Sample",
    "can_be_invited", "can_merge", "clean", "code", "counted", "countries", "due", "freshness", "hints", "host",
    "is_filled", "is_stronger", "kept_of", "keys_of", "languages", "month_krw", "most_minor", "problems", "pseudonym",
    "reasons", "stands", "taken_over", "tells_who",
]  # fmt: skip
