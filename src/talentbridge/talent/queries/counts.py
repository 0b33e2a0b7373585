"""How many people keep a profile since when, for counting over whole groups; nobody is named."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Least, TruncDate

from talentbridge.talent.models import Profile

SEOUL = ZoneInfo("Asia/Seoul")  # days are those of the institution that runs the bridge


def kept_by_day() -> list[tuple[str, date, date | None, int]]:
    """(country of residence, day of registration, day on which they left matching or None, people) of everybody with an
    account who keeps a profile. Leaving is opting out or having been found to be a duplicate.
    """
    rows = _days(Profile.objects.filter(person__isnull=False)).values_list("country", "since", "left")
    return list(rows.annotate(people=Count("pk")).order_by("country", "since", "left"))


def kept_since(person_ids: Collection[UUID]) -> dict[UUID, tuple[int, date, date | None]]:
    """(profile, day of registration, day on which they left matching or None) by person."""
    rows = _days(Profile.objects.filter(person_id__in=person_ids))
    return {
        person: (profile, since, left)
        for person, profile, since, left in rows.values_list("person_id", "pk", "since", "left")
    }


def _days(profiles: QuerySet[Profile]) -> QuerySet[Any]:
    return profiles.annotate(
        since=TruncDate("registered_at", tzinfo=SEOUL),
        left=TruncDate(Least(F("opted_out_at"), F("retired_at")), tzinfo=SEOUL),
    )
