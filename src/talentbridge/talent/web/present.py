"""A profile in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from talentbridge.kernel import show
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_
from talentbridge.skills import queries as skills
from talentbridge.talent import rules
from talentbridge.talent.models import Certificate, Origin, Profile, ProfileSkill, WorkSample

RATES = {"month": N_("{amount} a month"), "day": N_("{amount} a day"), "hour": N_("{amount} an hour")}


@dataclass(frozen=True)
class SkillLine:
    """A skill, its level in a number and in words, on what evidence, and how long and lately it has been used."""

    name: str
    level: int
    words: str
    evidence: str
    is_proven: bool
    practice: str


@dataclass(frozen=True)
class Made:
    """A work sample. `url` is shown to its owner only, others read the site's name."""

    title: str
    url: str
    host: str
    text: str
    part: str
    skills: list[str]
    year: int | None


@dataclass(frozen=True)
class Stated:
    """A certificate and whether anybody has looked at it. `url` is shown to its owner only."""

    name: str
    issuer: str
    issued_on: date | None
    url: str
    skill: str
    attested_at: datetime | None
    attested_level: int | None


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
    available_until: date | None
    notice_days: int | None
    roles: list[str]
    work_modes: list[str]
    work_in: list[str]
    data_class: str
    age: str  # rules.Age
    fresh: str  # the same in words
    languages: list[tuple[str, str]] = field(default_factory=list)
    rates: list[tuple[str, str]] = field(default_factory=list)
    samples: list[Made] = field(default_factory=list)
    certificates: list[Stated] = field(default_factory=list)


def card(profile: Profile, on: date, *, whole: bool = False, own: bool = False) -> Card:
    """The pseudonymous card of a profile whose skills are prefetched; `whole`: everything is (`with_everything`).

    Links that may tell who it is are in it for its `own` reader only.
    """
    language = show.reading()
    freshness = rules.freshness(profile.refreshed_at.date(), on)
    more: dict[str, Any] = {
        "languages": [(show.language_name(row.language), row.level) for row in profile.languages.all()],
        "rates": [
            (gettext(rules.ENGAGEMENT_TYPES[row.engagement_type]), rate_text(row.minor, row.currency, row.unit))
            for row in profile.rates.all()
        ],
        "samples": [_made(row, language, own) for row in profile.samples.all()],
        "certificates": [stated(row, language, own) for row in profile.certificates.all()],
    } if whole else {}  # fmt: skip
    return Card(
        code=profile.code,
        pseudonym=profile.pseudonym,
        headline=profile.headline(language),
        skills=[_line(line, language) for line in profile.skills.all()],
        years="" if profile.years is None else show.number(profile.years.normalize()),
        english=profile.english,
        korean=profile.korean,
        country=profile.country,
        time_zone=profile.time_zone,
        rate=rate_text(profile.rate_minor, profile.rate_currency, profile.rate_unit),
        weekly_hours=profile.weekly_hours,
        available_from=profile.available_from,
        engagement_types=[gettext(rules.ENGAGEMENT_TYPES[name]) for name in profile.engagement_types],
        refreshed_at=profile.refreshed_at,
        is_anonymous=profile.person_id is None,
        is_dou=profile.origin == Origin.DOU,
        available_until=profile.available_until,
        notice_days=profile.notice_days,
        roles=[skills.label(role, language) for role in profile.roles],
        work_modes=[gettext(rules.WORK_MODES[name]) for name in profile.work_modes],
        work_in=[show.country(code) for code in profile.work_in],
        data_class=gettext(rules.DATA_CLASSES[profile.data_class]) if profile.data_class else "",
        age=freshness.age.value,
        fresh=gettext(freshness.sentence).format(days=freshness.days, months=freshness.months),
        **more,
    )


def rate_text(minor: int | None, currency: str, unit: str) -> str:
    """US$2,600.00 a month; empty when nothing is stated."""
    return "" if minor is None else gettext(RATES[unit]).format(amount=show.money(Money(minor, currency)))


def _line(line: ProfileSkill, language: str) -> SkillLine:
    kind = rules.Evidence(line.evidence)
    used = []
    if line.years is not None:
        used.append(gettext("{years} years").format(years=show.number(line.years.normalize())))
    if line.last_used is not None:
        used.append(gettext("last in {year}").format(year=line.last_used))
    return SkillLine(
        name=skills.label(line.skill_id, language),
        level=line.level,
        words=gettext(rules.LEVELS[line.level]),
        evidence=gettext(rules.EVIDENCE_NAMES[kind]),
        is_proven=kind is not rules.Evidence.CLAIMED,
        practice=", ".join(used),
    )


def _made(row: WorkSample, language: str, own: bool) -> Made:
    return Made(
        row.title, row.url if own else "", rules.host(row.url), row.text, row.part,
        [skills.label(skill, language) for skill in row.skills], row.year,
    )  # fmt: skip


def stated(row: Certificate, language: str, own: bool) -> Stated:
    """A certificate as it is shown."""
    skill = skills.label(row.skill_id, language) if row.skill_id else ""
    return Stated(
        row.name,
        row.issuer,
        row.issued_on,
        row.url if own else "",
        skill,
        row.attested_at,
        row.attested_level,
    )


@dataclass(frozen=True)
class PartLine:
    """A part of the profile on the page that lists them."""

    key: str
    title: str
    purpose: str
    is_filled: bool
    summary: str


def parts(draft: rules.ProfileDraft, language: str) -> list[PartLine]:
    """Every part with what stands in it."""
    return [
        PartLine(key, part.title, part.purpose, rules.is_filled(draft, key), _SUMMARIES[key](draft, language))
        for key, part in rules.PARTS.items()
    ]


def _listed(names: list[str], most: int = 4) -> str:
    more = len(names) - most
    return " · ".join(names[:most]) + (f" +{more}" if more > 0 else "")


_SUMMARIES = {
    "work": lambda draft, language: (
        (draft.headline_ko or draft.headline_en)
        if language == "ko"
        else (draft.headline_en or draft.headline_ko)
    ),
    "skills": lambda draft, language: _listed([skills.label(skill, language) for skill in draft.skills]),
    "languages": lambda draft, language: _listed(
        [
            f"{show.language_name(code)} {level}"
            for code, level in {"en": draft.english, "ko": draft.korean, **draft.languages}.items()
            if level
        ]
    ),
    "time": lambda draft, language: _listed(
        [
            *([show.city(draft.time_zone)] if draft.time_zone else []),
            *(
                [gettext("{hours} hours a week").format(hours=draft.weekly_hours)]
                if draft.weekly_hours
                else []
            ),
            *(
                [gettext("from {day}").format(day=show.day(draft.available_from))]
                if draft.available_from
                else []
            ),
            *(
                [gettext("until {day}").format(day=show.day(draft.available_until))]
                if draft.available_until
                else []
            ),
        ]
    ),
    "terms": lambda draft, language: _listed(
        [
            *filter(None, [rate_text(draft.rate_minor, draft.rate_currency, draft.rate_unit)]),
            *[gettext(rules.ENGAGEMENT_TYPES[name]) for name in draft.engagement_types],
        ]
    ),
    "samples": lambda draft, language: _listed([sample.title for sample in draft.samples], 2),
    "certificates": lambda draft, language: _listed([each.name for each in draft.certificates], 2),
}


def reason_texts(reasons: list[dict[str, object]]) -> list[str]:
    """Why two profiles may be one person, in words."""
    return [gettext(rules.KEY_KINDS[str(reason["kind"])]).format(**reason) for reason in reasons]
