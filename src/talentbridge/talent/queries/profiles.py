"""Reads of profiles."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from talentbridge.kernel.actor import Actor, Role
from talentbridge.skills import queries as skills
from talentbridge.talent.models import Origin, Profile, ProfileRate, ProfileSkill
from talentbridge.talent.queries.drafts import with_everything
from talentbridge.talent.rules import Candidate, Held, Rate

_BROWSERS = {Role.COORDINATOR, Role.OPERATOR, Role.SYSTEM}


def profiles_for(actor: Actor) -> QuerySet[Profile]:
    """Every profile for coordinators and operators, retired duplicates left out; a talent's own; nothing for others.

    A company meets profiles on its shortlists only (`matching` shows them and records each view).
    """
    if actor.role in _BROWSERS:
        return Profile.objects.filter(retired_at=None)
    if actor.role is Role.TALENT and actor.person_id is not None:
        return Profile.objects.filter(person_id=actor.person_id)
    return Profile.objects.none()


def my_profile(actor: Actor) -> Profile | None:
    """The actor's own profile with everything that hangs on it, or None."""
    if actor.person_id is None:
        return None
    return with_everything(Profile.objects.filter(person_id=actor.person_id)).first()


def profile_of(person_id: UUID) -> Profile | None:
    """The profile that a person keeps, for apps above that have proven that their reader may see it."""
    return Profile.objects.filter(person_id=person_id).first()


def profiles_by_id(ids: Collection[int]) -> dict[int, Profile]:
    """Profiles with their skills by id, for a shortlist that its reader may see."""
    return {profile.pk: profile for profile in with_skills(Profile.objects.filter(pk__in=ids))}


def profiles_whole(ids: Collection[int]) -> list[Profile]:
    """Profiles with everything that hangs on them, in the order of their numbers, for a reader who may see them."""
    return list(with_everything(Profile.objects.filter(pk__in=ids).order_by("pk")))


def with_skills(profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    """The same profiles, each with its skills, highest level first, in one further query."""
    lines = ProfileSkill.objects.order_by("-level", "skill_id")
    return profiles.prefetch_related(Prefetch("skills", queryset=lines))


_FIELDS = (
    "id", "code", "time_zone", "english", "korean", "rate_minor", "rate_currency", "rate_unit", "weekly_hours",
    "available_from", "available_until", "notice_days", "data_class", "country",
)  # fmt: skip
_SETS = ("engagement_types", "roles", "work_modes")


def candidates(*, only: Collection[int] | None = None) -> list[Candidate]:
    """What matching may know of the talents, with broader skills that theirs imply; three queries.

    Who opted out of automated matching and who was found to be a duplicate is not among them.
    """
    profiles = Profile.objects.filter(opted_out_at=None, retired_at=None).order_by("id")
    lines, rows = ProfileSkill.objects.order_by("profile_id"), ProfileRate.objects.all()
    if only is not None:
        profiles = profiles.filter(pk__in=only)
        lines, rows = lines.filter(profile_id__in=only), rows.filter(profile_id__in=only)
    held: dict[int, dict[str, Held]] = {}
    for profile_id, skill_id, level, evidence in lines.values_list(
        "profile_id", "skill_id", "level", "evidence"
    ):
        _add(held.setdefault(profile_id, {}), skill_id, level, evidence)
    rates: dict[int, dict[str, Rate]] = {}
    for row in rows:
        rates.setdefault(row.profile_id, {})[row.engagement_type] = Rate(row.minor, row.currency, row.unit)
    return [
        _candidate(row, held.get(row["id"], {}), rates.get(row["id"], {}))
        for row in profiles.values(*_FIELDS, *_SETS, "refreshed_at")
    ]


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


def _candidate(row: dict[str, Any], held: dict[str, Held], rates: dict[str, Rate]) -> Candidate:
    values: dict[str, Any] = {name: row[name] for name in _FIELDS}
    values |= {name: frozenset(row[name]) for name in _SETS}
    return Candidate(skills=held, rates=rates, refreshed_on=row["refreshed_at"].date(), **values)


def has_dou() -> bool:
    """Whether any profile comes from DOU, which then is credited with a link."""
    return Profile.objects.filter(origin=Origin.DOU).exists()
