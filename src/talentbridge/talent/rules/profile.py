"""What a profile may say, and what matching may know of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
# The most sensitive data that the workplace is ready for, least first; the classes of `demand.rules.DATA_CLASSES`.
DATA_CLASSES = {
    "public": N_("Public data"),
    "internal": N_("Internal business data"),
    "personal": N_("Personal data"),
    "restricted": N_("Trade secrets or regulated data"),
}
RATE_UNITS = {"month": N_("a month"), "day": N_("a day"), "hour": N_("an hour")}
MOST_SKILLS = 60
MOST_ROLES = 5
MOST_LANGUAGES = 12  # besides English and Korean
MOST_SAMPLES = 10
MOST_CERTIFICATES = 20
MOST_NOTICE_DAYS = 180
MOST_WEEKLY_HOURS = 52  # the Korean weekly maximum, overtime included (Labor Standards Act art. 50, 53)


class Evidence(StrEnum):
    """Where a level comes from, weakest first. Only `CLAIMED` can be set by the talent."""

    CLAIMED = "claimed"
    CERTIFIED = "certified"
    ASSESSED = "assessed"
    DELIVERED = "delivered"


EVIDENCE_NAMES = {
    Evidence.CLAIMED: N_("own claim"),
    Evidence.CERTIFIED: N_("certified"),
    Evidence.ASSESSED: N_("assessed"),
    Evidence.DELIVERED: N_("delivered and accepted"),
}
_STRENGTH = {evidence: number for number, evidence in enumerate(Evidence)}


def is_stronger(evidence: Evidence, level: int, known: Evidence, known_level: int) -> bool:
    """Whether a record of a level should replace a known one: stronger evidence does, the same one when higher."""
    return (_STRENGTH[evidence], level) > (_STRENGTH[known], known_level)


@dataclass(frozen=True, slots=True)
class Held:
    """A skill at a level (1-6), with where the level comes from. `via` is the narrower skill that implies it."""

    level: int
    evidence: str = Evidence.CLAIMED
    via: str = ""

    def is_better_than(self, other: Held) -> bool:
        """Whether this is the higher level, or the same level on stronger evidence."""
        return (self.level, _STRENGTH[Evidence(self.evidence)]) > (
            other.level,
            _STRENGTH[Evidence(other.evidence)],
        )


@dataclass(frozen=True, slots=True)
class Rate:
    """An expectation: `minor` units of `currency` a `unit` (month, day, hour)."""

    minor: int
    currency: str
    unit: str = "month"


@dataclass(frozen=True, slots=True)
class Candidate:
    """All that matching may know of a talent. Name, photo, nationality, sex, age and school are not even fields.

    The country is used through the time zone only. An empty value means: not stated.
    """

    id: int
    code: str
    skills: Mapping[str, Held]
    time_zone: str = ""
    english: str = ""  # CEFR
    korean: str = ""
    rate_minor: int | None = None
    rate_currency: str = ""
    rate_unit: str = "month"
    weekly_hours: int | None = None
    available_from: date | None = None
    engagement_types: frozenset[str] = frozenset()
    refreshed_on: date | None = None
    roles: frozenset[str] = frozenset()
    work_modes: frozenset[str] = frozenset()
    available_until: date | None = None
    notice_days: int | None = None
    data_class: str = ""
    country: str = ""  # for the limits of a task only; it never scores
    rates: Mapping[str, Rate] = field(default_factory=dict)  # engagement type -> where it differs
    reputation: int | None = None  # 0-100, from accepted work and reviews; None: not enough of them
    can_be_asked: bool = True  # a person with an account stands behind it
    is_new: bool = False  # registered lately and nothing delivered here yet


@dataclass(frozen=True, slots=True)
class Practice:
    """How long a skill has been used, and the year in which it last was."""

    years: Decimal | None = None
    last_used: int | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """Something made: a title, a link or a text, and which part of it was one's own."""

    title: str
    url: str = ""
    text: str = ""
    part: str = ""
    skills: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Certification:
    """A certificate as its holder states it, for one skill of the graph or none."""

    name: str
    issuer: str = ""
    issued_on: date | None = None
    url: str = ""
    skill_id: str = ""


@dataclass(frozen=True)
class ProfileDraft:
    """A profile as read from a form or a file, before it is stored. `skills` maps a skill's id to a level (1-6)."""

    headline_ko: str = ""
    headline_en: str = ""
    skills: Mapping[str, int] = field(default_factory=dict)
    country: str = ""  # ISO 3166-1 alpha-2; empty: not stated
    time_zone: str = ""  # IANA
    years: Decimal | None = None
    english: str = ""
    korean: str = ""
    rate_minor: int | None = None
    rate_currency: str = ""
    rate_unit: str = "month"
    weekly_hours: int | None = None
    available_from: date | None = None
    engagement_types: tuple[str, ...] = ()
    available_until: date | None = None
    notice_days: int | None = None
    roles: tuple[str, ...] = ()
    work_modes: tuple[str, ...] = ()
    work_in: tuple[str, ...] = ()
    data_class: str = ""
    rates: Mapping[str, Rate] = field(default_factory=dict)
    practice: Mapping[str, Practice] = field(default_factory=dict)  # skill -> how long, how lately
    languages: Mapping[str, str] = field(
        default_factory=dict
    )  # ISO 639-1 -> CEFR; English and Korean stand above
    samples: tuple[Sample, ...] = ()
    certificates: tuple[Certification, ...] = ()


def can_be_invited(has_person: bool) -> Decision:
    """Whether anybody stands behind a profile who could be asked."""
    if has_person:
        return YES
    return no(
        "talent.nobody_behind",
        N_("This profile comes from anonymous data. Nobody stands behind it who could be invited."),
    )
