"""A profile in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from talentbridge.kernel import show
from talentbridge.kernel.text import N_
from talentbridge.skills import queries as skills
from talentbridge.talent import rules
from talentbridge.talent.models import Origin, Profile

RATES = {"month": N_("{amount} a month"), "day": N_("{amount} a day"), "hour": N_("{amount} an hour")}


@dataclass(frozen=True)
class SkillLine:
    """A skill, its level in a number and in words, and on what evidence."""

    name: str
    level: int
    words: str
    evidence: str
    is_proven: bool


@dataclass(frozen=True)
class Card:
    """What others see of a profile before its owner has agreed to more."""

    code: str
    pseudonym: str
    headline: str
    skills: list[SkillLine]
    years: str
    english: str
    korean: str
    country: str
    time_zone: str
    rate: str
    weekly_hours: int | None
    available_from: date | None
    engagement_types: list[str]
    refreshed_at: datetime
    is_anonymous: bool
    is_dou: bool


def card(profile: Profile) -> Card:
    """The pseudonymous card of a profile whose skills are prefetched, in the reader's language."""
    language = show.reading()
    return Card(
        code=profile.code,
        pseudonym=profile.pseudonym,
        headline=profile.headline(language),
        skills=[_line(line.skill_id, line.level, line.evidence, language) for line in profile.skills.all()],
        years="" if profile.years is None else show.number(profile.years.normalize()),
        english=profile.english,
        korean=profile.korean,
        country=profile.country,
        time_zone=profile.time_zone,
        rate=gettext(RATES[profile.rate_unit]).format(amount=show.money(profile.rate))
        if profile.rate
        else "",
        weekly_hours=profile.weekly_hours,
        available_from=profile.available_from,
        engagement_types=[gettext(rules.ENGAGEMENT_TYPES[name]) for name in profile.engagement_types],
        refreshed_at=profile.refreshed_at,
        is_anonymous=profile.person_id is None,
        is_dou=profile.origin == Origin.DOU,
    )


def _line(skill_id: str, level: int, evidence: str, language: str) -> SkillLine:
    kind = rules.Evidence(evidence)
    return SkillLine(
        name=skills.label(skill_id, language),
        level=level,
        words=gettext(rules.LEVELS[level]),
        evidence=gettext(rules.EVIDENCE_NAMES[kind]),
        is_proven=kind is not rules.Evidence.CLAIMED,
    )


def hints(profile: Profile) -> list[str]:
    """What is not stated yet and would change in matching; message ids, most effective first."""
    found = {
        N_("Add skills. Without them you are on no list that asks for one."): not profile.skills.all(),
        N_(
            "Say where your clock is. Without it you fail every condition on overlapping hours."
        ): not profile.time_zone,
        N_("State your English level. Without it you fail every condition on English."): not profile.english,
        N_("Say what you ask for. Without it you fail every condition on the budget."): profile.rate_minor
        is None,
        N_(
            "Say from when you are free. Until then the list shows that it is not known."
        ): profile.available_from is None,
        N_("Say how many hours a week you have. Until then the list shows that it is not known."): (
            profile.weekly_hours is None
        ),
        N_(
            "Say how you would work. Until then the list shows that it is not known."
        ): not profile.engagement_types,
    }
    return [sentence for sentence, is_missing in found.items() if is_missing]
