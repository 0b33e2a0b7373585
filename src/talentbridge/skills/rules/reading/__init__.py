"""Reading any text about work: a need, a CV, a job post. Pure; `read` is the door, `values` says what comes out."""

from talentbridge.skills.rules.reading.languages import SOURCES, cefr_of
from talentbridge.skills.rules.reading.reader import read
from talentbridge.skills.rules.reading.regions import (
    COUNTRIES,
    REGIONS,
    WORLDWIDE,
    codes_of,
    region_name,
    summed_up,
)
from talentbridge.skills.rules.reading.values import (
    Denied,
    Duration,
    Found,
    Hours,
    Kind,
    LanguageLevel,
    Overlap,
    Pay,
    SkillLevel,
    Years,
    Zones,
)

__all__ = [
    "COUNTRIES", "REGIONS", "SOURCES", "WORLDWIDE", "Denied", "Duration", "Found", "Hours", "Kind", "LanguageLevel",
    "Overlap", "Pay", "SkillLevel", "Years", "Zones", "cefr_of", "codes_of", "read", "region_name",
    "summed_up",
]  # fmt: skip
