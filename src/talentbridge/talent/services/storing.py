"""A draft as rows: the profile's columns, and the lines that hang on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model

from talentbridge.talent import queries
from talentbridge.talent.models import (
    Certificate,
    Profile,
    ProfileLanguage,
    ProfileRate,
    ProfileSkill,
    WorkSample,
)
from talentbridge.talent.rules import Certification, Evidence, Practice, ProfileDraft, clean

COLUMNS = (
    "headline_ko", "headline_en", "country", "time_zone", "years", "english", "korean", "rate_minor", "rate_currency",
    "rate_unit", "weekly_hours", "available_from", "available_until", "notice_days", "data_class",
)  # fmt: skip
LISTS = ("engagement_types", "roles", "work_modes", "work_in")
LINES = ("skills", "practice", "rates", "languages", "samples", "certificates")


def columns_of(draft: ProfileDraft) -> dict[str, Any]:
    """The profile's own columns that a draft sets."""
    columns = {name: getattr(draft, name) for name in COLUMNS}
    columns |= {name: sorted(set(getattr(draft, name))) for name in LISTS}
    for name in ("headline_ko", "headline_en"):
        columns[name] = clean(columns[name])
    return columns


def lines_of(profile_id: int, draft: ProfileDraft, at: datetime) -> dict[type[Model], list[Any]]:
    """Every line of a draft as unsaved rows of each table; skills are claims of `at`."""
    return {
        ProfileSkill: [
            ProfileSkill(
                profile_id=profile_id, skill_id=skill, level=level, evidence=Evidence.CLAIMED, seen_at=at,
                **_practice(draft, skill),
            )
            for skill, level in draft.skills.items()
        ],
        ProfileRate: [
            ProfileRate(
                profile_id=profile_id, engagement_type=name, minor=rate.minor, currency=rate.currency, unit=rate.unit
            )
            for name, rate in draft.rates.items()
        ],
        ProfileLanguage: [
            ProfileLanguage(profile_id=profile_id, language=language, level=level)
            for language, level in draft.languages.items()
        ],
        WorkSample: [
            WorkSample(
                profile_id=profile_id, position=position, title=clean(sample.title), url=sample.url,
                text=clean(sample.text), part=clean(sample.part), skills=list(sample.skills), year=sample.year,
            )
            for position, sample in enumerate(draft.samples)
        ],
        Certificate: [_certificate(profile_id, stated, at) for stated in draft.certificates],
    }  # fmt: skip


def is_same(profile: Profile, draft: ProfileDraft) -> bool:
    """Whether a stored profile (`queries.with_everything`) says what `draft` says."""
    stored = queries.draft_of(profile)
    mine, other = columns_of(stored), columns_of(draft)
    return mine == other and all(getattr(stored, name) == getattr(draft, name) for name in LINES)


def keep_lines(profile: Profile, draft: ProfileDraft, at: datetime) -> None:
    """Make the lines of a stored profile those of `draft`; evidence stays with what has not changed."""
    _keep_skills(profile, draft, at)
    _keep_certificates(profile, draft, at)
    wanted = lines_of(profile.pk, draft, at)
    for table in (ProfileRate, ProfileLanguage, WorkSample):
        table.objects.filter(profile=profile).delete()
        table.objects.bulk_create(wanted[table])


def _practice(draft: ProfileDraft, skill: str) -> dict[str, Any]:
    practice = draft.practice.get(skill, Practice())
    return {"years": practice.years, "last_used": practice.last_used}


def _keep_skills(profile: Profile, draft: ProfileDraft, at: datetime) -> None:
    """A changed level is a claim again; an unchanged one keeps its evidence."""
    known = {line.skill_id: line for line in ProfileSkill.objects.filter(profile=profile)}
    gone = known.keys() - draft.skills.keys()
    if gone:
        ProfileSkill.objects.filter(profile=profile, skill_id__in=gone).delete()
    for skill_id, level in draft.skills.items():
        practice = _practice(draft, skill_id)
        line = known.get(skill_id)
        if line is None:
            ProfileSkill.objects.create(
                profile=profile,
                skill_id=skill_id,
                level=level,
                evidence=Evidence.CLAIMED,
                seen_at=at,
                **practice,
            )
            continue
        if line.level != level:
            line.level, line.evidence, line.seen_at = level, Evidence.CLAIMED, at
        elif (line.years, line.last_used) == tuple(practice.values()):
            continue
        line.years, line.last_used = practice["years"], practice["last_used"]
        line.save()


def _certificate(profile_id: int, stated: Certification, at: datetime) -> Certificate:
    return Certificate(
        profile_id=profile_id, skill_id=stated.skill_id, name=clean(stated.name), issuer=clean(stated.issuer),
        issued_on=stated.issued_on, url=stated.url, stated_at=at,
    )  # fmt: skip


def _keep_certificates(profile: Profile, draft: ProfileDraft, at: datetime) -> None:
    """One that says the same as before stays with its attestation; one that says something else is stated anew."""
    known = {_said(row): row for row in Certificate.objects.filter(profile=profile)}
    wanted = {_said(row): row for row in (_certificate(profile.pk, each, at) for each in draft.certificates)}
    Certificate.objects.filter(pk__in=[row.pk for said, row in known.items() if said not in wanted]).delete()
    Certificate.objects.bulk_create(row for said, row in wanted.items() if said not in known)


def _said(row: Certificate) -> tuple[Any, ...]:
    return row.skill_id, row.name, row.issuer, row.issued_on, row.url
