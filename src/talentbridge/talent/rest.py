"""Talents as REST: look for them under pseudonyms, keep one's own profile."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.http import HttpRequest
from ninja import Query, Router, Schema

from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.pages import BridgeRequest
from talentbridge.talent import permissions, queries, services
from talentbridge.talent.models import Profile
from talentbridge.talent.rules import ProfileDraft

router = Router(tags=["talent"])
MOST_ROWS = 100


class SkillOut(Schema):
    skill_id: str
    level: int
    evidence: str


class ProfileOut(Schema):
    """A pseudonymous profile. Empty and null mean: not stated. Money is minor units."""

    code: str
    pseudonym: str
    headline_ko: str
    headline_en: str
    skills: list[SkillOut]
    country: str
    time_zone: str
    years: Decimal | None
    english: str
    korean: str
    rate_minor: int | None
    rate_currency: str
    rate_unit: str
    weekly_hours: int | None
    available_from: date | None
    engagement_types: list[str]
    origin: str
    refreshed_at: datetime

    @staticmethod
    def resolve_skills(profile: Profile) -> list[Any]:
        return list(profile.skills.all())


class ProfileIn(Schema):
    """One's own profile; `skills` maps a skill's id to a level from 1 to 6."""

    headline_ko: str = ""
    headline_en: str = ""
    skills: dict[str, int] = {}
    country: str = ""
    time_zone: str = ""
    years: Decimal | None = None
    english: str = ""
    korean: str = ""
    rate_minor: int | None = None
    rate_currency: str = ""
    rate_unit: str = "month"
    weekly_hours: int | None = None
    available_from: date | None = None
    engagement_types: list[str] = []


class Search(Schema):
    """`skill` may be given several times; each has to be held at `level` or more."""

    text: str = ""
    skill: list[str] = []
    level: int = 1
    english: str = ""
    country: str = ""
    origin: str = ""
    offset: int = 0
    limit: int = 50


class Found(Schema):
    count: int
    profiles: list[ProfileOut]


@router.get("/profiles", response=Found)
def profiles(request: HttpRequest, search: Query[Search]) -> dict[str, Any]:
    """Profiles that meet every filter, most recently confirmed first; for coordinators and operators."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_browse(actor))
    rows = queries.narrowed(
        queries.profiles_for(actor),
        text=search.text,
        skill_ids=search.skill,
        level=search.level,
        english=search.english,
        country=search.country,
        origin=search.origin,
    ).order_by("-refreshed_at", "id")
    start = max(0, search.offset)
    shown = queries.with_skills(rows)[start : start + min(max(1, search.limit), MOST_ROWS)]
    return {"count": rows.count(), "profiles": list(shown)}


@router.get("/profiles/{code}", response=ProfileOut)
def profile(request: HttpRequest, code: str) -> Profile:
    """One pseudonymous card; the talent sees afterwards who looked."""
    actor = cast(BridgeRequest, request).actor
    found = queries.with_skills(queries.profiles_for(actor).filter(code=code)).first()
    if found is None:
        raise Missing
    services.show_card(actor=actor, profile=found, at=now())
    return found


@router.get("/me", response=ProfileOut)
def my_profile(request: HttpRequest) -> Profile:
    """The caller's own profile."""
    actor = cast(BridgeRequest, request).actor
    require(allowed=permissions.may_edit(actor))
    if found := queries.my_profile(actor):
        return found
    raise Missing


@router.put("/me", response=ProfileOut)
def save_profile(request: HttpRequest, profile: ProfileIn) -> Profile:
    """Keep the caller's own profile as given; levels are claims."""
    actor = cast(BridgeRequest, request).actor
    values = profile.dict() | {"engagement_types": tuple(profile.engagement_types)}
    services.save_profile(actor=actor, draft=ProfileDraft(**values), at=now())
    return my_profile(request)
