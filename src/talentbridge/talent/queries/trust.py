"""Reads around profiles: saved searches, who is counted on the map, who is free when."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from talentbridge.accounts import queries as accounts
from talentbridge.accounts.queries import consent
from talentbridge.accounts.rules import TALENT_MAP
from talentbridge.kernel.actor import Actor
from talentbridge.talent.models import CalendarLink, DaysOff, MapEntry, Profile, SavedSearch, WorkWeek
from talentbridge.talent.rules.map import Place

_MAP = Path(__file__).parents[1] / "data" / "map.toml"


@cache
def _map_data() -> dict[str, Any]:
    return tomllib.loads(_MAP.read_text(encoding="utf-8"))


@cache
def map_fields() -> dict[str, Place]:
    """The fields of AI work that can be chosen, by key."""
    return {key: Place(key, **names) for key, names in _map_data()["fields"].items()}


@cache
def map_regions() -> dict[str, dict[str, Place]]:
    """The city regions that can be chosen, by country and key."""
    return {
        country: {key: Place(key, **names) for key, names in regions.items()}
        for country, regions in _map_data()["regions"].items()
    }


def searches_for(actor: Actor) -> QuerySet[SavedSearch]:
    """The actor's own saved searches, by name."""
    return SavedSearch.objects.filter(Q(person_id=actor.person_id)).order_by("name", "pk")


def searches_to_look(day: date) -> list[tuple[UUID, str]]:
    """(id, query) of every watched search at which nobody has looked on `day`."""
    waiting = SavedSearch.objects.filter(is_watched=True).exclude(looked_on=day)
    return list(waiting.order_by("pk").values_list("pk", "query"))


def my_map_entry(actor: Actor) -> MapEntry | None:
    """What the actor is counted as on the map now; None without a consent in force."""
    entry = MapEntry.objects.select_related("consent").filter(Q(person_id=actor.person_id)).first()
    running = entry and consent.in_force(consent.consents_for(actor)).filter(pk=entry.consent_id).exists()
    return entry if running else None


def map_counts() -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """How many people are counted by (field, country) and by (country, region): whose consent is in force now."""
    agreed = consent.people_agreed(TALENT_MAP).values("pk")
    by_country: Counter[tuple[str, str]] = Counter()
    by_region: Counter[tuple[str, str]] = Counter()
    for field, country, region in MapEntry.objects.filter(consent__in=agreed).values_list(
        "field", "country", "region"
    ):
        by_country[field, country] += 1
        by_region[country, region] += 1
    return by_country, by_region


def work_week_of(profile: Profile) -> WorkWeek | None:
    """When the owner of a profile usually works, if that is stated."""
    return WorkWeek.objects.filter(profile=profile).first()


def days_off_of(profile: Profile, since: date) -> list[DaysOff]:
    """Days off that end on `since` or later, in order."""
    return list(DaysOff.objects.filter(profile=profile, last__gte=since).order_by("first", "pk"))


def calendar_links_for(actor: Actor) -> QuerySet[CalendarLink]:
    """The actor's own calendar addresses that have not been revoked, newest first."""
    return CalendarLink.objects.filter(Q(profile__person_id=actor.person_id), revoked_at=None).order_by(
        "-made_at"
    )


def profile_beside(actor: Actor, case_id: UUID) -> Profile | None:
    """The profile of a case's talent, for whoever stands around the case; None for everybody else."""
    person_id = accounts.talent_beside(actor, case_id)
    return Profile.objects.filter(person_id=person_id).first() if person_id else None


def kept_about(person_id: UUID) -> dict[str, Any]:
    """Saved searches, the place on the map, and the calendar of a person, for their own export (PIPA art. 35)."""
    week = WorkWeek.objects.filter(profile__person_id=person_id).first()
    return {
        "searches": list(
            SavedSearch.objects.filter(person_id=person_id).values("name", "query", "is_watched")
        ),
        "map": list(MapEntry.objects.filter(person_id=person_id).values("field", "country", "region")),
        "work_week": {"days": week.days, "begins": str(week.begins), "ends": str(week.ends)}
        if week
        else None,
        "days_off": [
            {"first": str(each.first), "last": str(each.last)}
            for each in DaysOff.objects.filter(profile__person_id=person_id)
        ],
        "calendar_links": [
            {
                "name": each.name,
                "made_at": each.made_at.isoformat(),
                "is_revoked": each.revoked_at is not None,
            }
            for each in CalendarLink.objects.filter(profile__person_id=person_id)
        ],
    }
