"""What somebody says about themselves for the visa guide. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.text import N_


class Purpose(StrEnum):
    """Why somebody asks. Only the first needs nothing."""

    REMOTE = "remote"
    VISIT = "visit"
    WORK_WEEKS = "work_weeks"
    RELOCATE = "relocate"
    FOUND = "found"
    STUDY = "study"


class Degree(StrEnum):
    NONE = "none"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTOR = "doctor"


class Field(StrEnum):
    """Fields of work and study that rules name; `OTHER` is none of them."""

    SEMICONDUCTOR = "semiconductor"
    BIO = "bio"
    BATTERY = "battery"
    DISPLAY = "display"
    ROBOT = "robot"
    DEFENCE = "defence"
    AI = "ai"
    SOFTWARE = "software"
    STEM = "stem"
    OTHER = "other"


class Rank(StrEnum):
    """Where the university stands in the world rankings that the authorities name."""

    TOP_100 = "100"
    TOP_500 = "500"
    BELOW = "below"


class Employer(StrEnum):
    KOREAN = "korean"
    ABROAD = "abroad"
    NONE = "none"


PURPOSES: dict[Purpose, str] = {
    Purpose.REMOTE: N_("Work from abroad, without coming to Korea"),
    Purpose.VISIT: N_("Visit for meetings"),
    Purpose.WORK_WEEKS: N_("Work some weeks in Korea"),
    Purpose.RELOCATE: N_("Move to Korea to work for the company"),
    Purpose.FOUND: N_("Found a company in Korea"),
    Purpose.STUDY: N_("Study or do research in Korea"),
}
DEGREES: dict[Degree, str] = {
    Degree.NONE: N_("No degree"),
    Degree.BACHELOR: N_("Bachelor's degree"),
    Degree.MASTER: N_("Master's degree"),
    Degree.DOCTOR: N_("Doctorate"),
}
FIELDS: dict[Field, str] = {
    Field.SOFTWARE: N_("Software and data"),
    Field.AI: N_("Artificial intelligence"),
    Field.SEMICONDUCTOR: N_("Semiconductors"),
    Field.BIO: N_("Biotechnology"),
    Field.BATTERY: N_("Batteries"),
    Field.DISPLAY: N_("Displays"),
    Field.ROBOT: N_("Robots"),
    Field.DEFENCE: N_("Defence technology"),
    Field.STEM: N_("Other science or engineering"),
    Field.OTHER: N_("Another field"),
}
RANKS: dict[Rank, str] = {
    Rank.TOP_100: N_("Among the first 100"),
    Rank.TOP_500: N_("101 to 500"),
    Rank.BELOW: N_("Further down, or not ranked"),
}
EMPLOYERS: dict[Employer, str] = {
    Employer.KOREAN: N_("A Korean company"),
    Employer.ABROAD: N_("A company outside Korea, also one's own"),
    Employer.NONE: N_("Nobody yet"),
}


@dataclass(frozen=True)
class Facts:
    """What the reader has said; None means not said, and is never read as no or zero.

    Amounts are won a year (`pay` offered in Korea, `income` earned now), `insurance` won in all, times in years.
    """

    purpose: Purpose = Purpose.RELOCATE
    country: str = ""  # of nationality, ISO 3166-1
    employer: Employer | None = None
    degree: Degree | None = None
    related: bool | None = None  # the degree belongs to the job
    korean_degree: bool | None = None
    rank: Rank | None = None
    field: Field | None = None
    years: Decimal | None = None
    years_top_500: Decimal | None = None
    years_postdoc: Decimal | None = None
    years_institute: Decimal | None = None
    pay: int | None = None
    income: int | None = None
    insurance: int | None = None
    age: int | None = None
    points: int | None = None
    sme: bool | None = None
    scholar: bool | None = None  # of a programme of the health ministry or the space agency
    recommended: bool | None = None  # by a ministry, a university's president, KOTRA
    programme: bool | None = None  # chosen by a government programme, or a Grand Challenge top-20 team
    abroad: bool | None = None  # lives outside Korea now
    incorporated: bool | None = None  # the company is registered already
    days: int | None = None  # planned in Korea


_AT_MOST = {"age": 120, "points": 110, "years": 80, "days": 3660}


def refused(facts: Facts) -> Mapping[str, Decision]:
    """What cannot be true, by the name of the fact."""
    found: dict[str, Decision] = {}
    names = ("years", "years_top_500", "years_postdoc", "years_institute", "pay", "income", "insurance", "age",
             "points", "days")  # fmt: skip
    for name in names:
        value = getattr(facts, name)
        if value is not None and value < 0:
            found[name] = no("policy.below_zero", N_("This cannot be below zero."))
        elif value is not None and value > _AT_MOST.get(name.split("_")[0], 10**12):
            found[name] = no("policy.too_large", N_("This is more than there can be. Check the figure."))
    return found
