"""What a profile may say, and what matching may know of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from zoneinfo import available_timezones

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
LEVELS = {
    1: N_("assisted"),
    2: N_("supervised"),
    3: N_("independent"),
    4: N_("leads a task area"),
    5: N_("leads a team or an architecture"),
    6: N_("sets direction"),
}
ENGAGEMENT_TYPES = {
    "contractor": N_("Contractor"),
    "employment": N_("Employment"),
    "fixed_term": N_("Fixed-term employment"),
    "eor": N_("Employed through an EOR"),
}
RATE_UNITS = {"month": N_("a month"), "day": N_("a day"), "hour": N_("an hour")}
RATE_CURRENCIES = ("USD", "EUR", "KRW", "INR", "VND", "JPY", "PLN", "UAH", "GBP", "SGD")
MOST_SKILLS = 60
MOST_YEARS = Decimal(60)
HIGHEST_RATE = 10**10  # minor units; more is a slip of the hand in every currency of RATE_CURRENCIES
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


def can_be_invited(has_person: bool) -> Decision:
    """Whether anybody stands behind a profile who could be asked."""
    if has_person:
        return YES
    return no(
        "talent.nobody_behind",
        N_("This profile comes from anonymous data. Nobody stands behind it who could be invited."),
    )


_ZONES = frozenset(available_timezones())


def problems(draft: ProfileDraft, known_skills: frozenset[str]) -> dict[str, Decision]:
    """Every reason why `draft` cannot be stored, by field; empty when it can."""
    found = {
        "headline_en": _headline(draft),
        "skills": _skills(draft.skills, known_skills),
        "country": _country(draft.country),
        "time_zone": _zone(draft.time_zone),
        "years": _years(draft.years),
        "english": _cefr(draft.english),
        "korean": _cefr(draft.korean),
        "rate": _rate(draft),
        "weekly_hours": _hours(draft.weekly_hours),
        "engagement_types": _types(draft.engagement_types),
    }
    return {name: decision for name, decision in found.items() if not decision}


def _headline(draft: ProfileDraft) -> Decision:
    if not (draft.headline_ko.strip() or draft.headline_en.strip()):
        return no("talent.headline_missing", N_("Say in one line what you do, in Korean or in English."))
    if max(len(draft.headline_ko), len(draft.headline_en)) > 200:
        return no("talent.headline_long", N_("The line is too long. Shorten it to 200 characters."))
    return YES


def _skills(skills: Mapping[str, int], known: frozenset[str]) -> Decision:
    if len(skills) > MOST_SKILLS:
        return no(
            "talent.too_many_skills",
            N_("{count} skills are too many to compare. Choose the {most} that matter most."),
            count=len(skills),
            most=MOST_SKILLS,
        )
    for skill, level in skills.items():
        if skill not in known:
            return no(
                "talent.unknown_skill", N_("The bridge does not know the skill “{skill}”."), skill=skill
            )
        if level not in LEVELS:
            return no(
                "talent.bad_level", N_("The level of “{skill}” has to be a number from 1 to 6."), skill=skill
            )
    return YES


def _country(country: str) -> Decision:
    if country and not (len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()):
        return no(
            "talent.bad_country",
            N_("“{country}” is not a country code of two letters such as UA or VN."),
            country=country,
        )
    return YES


def _zone(zone: str) -> Decision:
    if zone and zone not in _ZONES:
        return no(
            "talent.bad_zone", N_("“{zone}” is not a time zone. Write it like Asia/Ho_Chi_Minh."), zone=zone
        )
    return YES


def _years(years: Decimal | None) -> Decision:
    if years is not None and not (Decimal(years).is_finite() and 0 <= years <= MOST_YEARS):
        return no("talent.bad_years", N_("Years of experience have to lie between 0 and 60."))
    return YES


def _cefr(level: str) -> Decision:
    if level and level not in CEFR:
        return no("talent.bad_cefr", N_("“{level}” is not one of A1, A2, B1, B2, C1, C2."), level=level)
    return YES


def _rate(draft: ProfileDraft) -> Decision:
    if draft.rate_minor is None:
        return YES
    if draft.rate_minor <= 0:
        return no("talent.rate_zero", N_("A rate has to be more than zero. Leave it empty to say nothing."))
    if draft.rate_minor > HIGHEST_RATE:
        return no("talent.rate_huge", N_("This rate is too high to be meant. Check the number of zeros."))
    if draft.rate_currency not in RATE_CURRENCIES:
        return no(
            "talent.bad_currency",
            N_("The bridge does not know the currency “{currency}”. It knows {known}."),
            currency=draft.rate_currency,
            known=", ".join(RATE_CURRENCIES),
        )
    if draft.rate_unit not in RATE_UNITS:
        return no("talent.bad_rate_unit", N_("A rate is per month, day or hour."))
    return YES


def _hours(hours: int | None) -> Decision:
    if hours is not None and not 1 <= hours <= MOST_WEEKLY_HOURS:
        return no(
            "talent.bad_hours", N_("Weekly hours have to lie between 1 and {most}."), most=MOST_WEEKLY_HOURS
        )
    return YES


def _types(types: tuple[str, ...]) -> Decision:
    for name in types:
        if name not in ENGAGEMENT_TYPES:
            return no(
                "talent.bad_engagement_type",
                N_("“{name}” is not one of {known}."),
                name=name,
                known=", ".join(ENGAGEMENT_TYPES),
            )
    return YES
