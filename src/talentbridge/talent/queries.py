"""Reads of profiles."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from talentbridge.kernel.actor import Actor, Role
from talentbridge.skills import queries as skills
from talentbridge.talent.models import Origin, Profile, ProfileSkill
from talentbridge.talent.rules import CEFR, Candidate, Held

_BROWSERS = {Role.COORDINATOR, Role.OPERATOR, Role.SYSTEM}


def profiles_for(actor: Actor) -> QuerySet[Profile]:
    """Every profile for coordinators and operators, a talent's own, nothing for others.

    A company meets profiles on its shortlists only (`matching` shows them and records each view).
    """
    if actor.role in _BROWSERS:
        return Profile.objects.all()
    if actor.role is Role.TALENT and actor.person_id is not None:
        return Profile.objects.filter(person_id=actor.person_id)
    return Profile.objects.none()


def my_profile(actor: Actor) -> Profile | None:
    """The actor's own profile with its skills, or None."""
    if actor.person_id is None:
        return None
    return with_skills(Profile.objects.filter(person_id=actor.person_id)).first()


def profile_of(person_id: UUID) -> Profile | None:
    """The profile that a person keeps, for apps above that have proven that their reader may see it."""
    return Profile.objects.filter(person_id=person_id).first()


def profiles_by_id(ids: Collection[int]) -> dict[int, Profile]:
    """Profiles with their skills by id, for a shortlist that its reader may see."""
    return {profile.pk: profile for profile in with_skills(Profile.objects.filter(pk__in=ids))}


def with_skills(profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    """The same profiles, each with its skills, highest level first, in one further query."""
    lines = ProfileSkill.objects.order_by("-level", "skill_id")
    return profiles.prefetch_related(Prefetch("skills", queryset=lines))


def narrowed(
    profiles: QuerySet[Profile],
    *,
    text: str = "",
    skill_ids: Iterable[str] = (),
    level: int = 1,
    english: str = "",
    country: str = "",
    origin: str = "",
) -> QuerySet[Profile]:
    """The profiles that meet every given filter: each skill at `level` or more, English at least so, and so on."""
    if text := text.strip():
        profiles = profiles.filter(
            Q(headline_ko__icontains=text)
            | Q(headline_en__icontains=text)
            | Q(pseudonym__startswith=text)
            | Q(code=text.upper())
        )
    for skill_id in skill_ids:
        held = ProfileSkill.objects.filter(
            profile=OuterRef("pk"), skill_id__in=_held_by(skill_id), level__gte=level
        )
        profiles = profiles.filter(Exists(held))
    if english in CEFR:
        profiles = profiles.filter(english__in=CEFR[CEFR.index(english) :])
    if country:
        profiles = profiles.filter(country=country)
    if origin:
        profiles = profiles.filter(origin=origin)
    return profiles


def _held_by(skill_id: str) -> list[str]:
    """The skill and every narrower one that implies it."""
    return [id for id in skills.skill_ids() if id == skill_id or skill_id in skills.implied(id)]


_FIELDS = (
    "id", "code", "time_zone", "english", "korean", "rate_minor", "rate_currency", "rate_unit", "weekly_hours",
    "available_from", "engagement_types", "refreshed_at",
)  # fmt: skip


def candidates(*, only: Collection[int] | None = None) -> list[Candidate]:
    """What matching may know of the talents, with broader skills that theirs imply; two queries."""
    profiles = Profile.objects.order_by("id")
    lines = ProfileSkill.objects.order_by("profile_id")
    if only is not None:
        profiles, lines = profiles.filter(pk__in=only), lines.filter(profile_id__in=only)
    held: dict[int, dict[str, Held]] = {}
    for profile_id, skill_id, level, evidence in lines.values_list(
        "profile_id", "skill_id", "level", "evidence"
    ):
        _add(held.setdefault(profile_id, {}), skill_id, level, evidence)
    return [_candidate(row, held.get(row[0], {})) for row in profiles.values_list(*_FIELDS)]


def askable() -> set[int]:
    """The profiles behind which a person with an account stands."""
    return set(Profile.objects.exclude(person=None).values_list("pk", flat=True))


def _add(held: dict[str, Held], skill_id: str, level: int, evidence: str) -> None:
    """Add a skill and the broader ones it implies; what is stated outright wins over what is implied."""
    held[skill_id] = Held(level, evidence)
    for broader in skills.implied(skill_id):
        implied = Held(level, evidence, via=skill_id)
        known = held.get(broader)
        if known is None or (known.via and implied.is_better_than(known)):
            held[broader] = implied


def _candidate(row: tuple[Any, ...], held: dict[str, Held]) -> Candidate:
    id, code, zone, english, korean, rate, currency, unit, hours, available, types, refreshed = row
    on: date = refreshed.date()
    return Candidate(
        id, code, held, zone, english, korean, rate, currency, unit, hours, available, frozenset(types), on
    )


def has_dou() -> bool:
    """Whether any profile comes from DOU, which then is credited with a link."""
    return Profile.objects.filter(origin=Origin.DOU).exists()
