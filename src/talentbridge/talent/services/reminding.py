"""Asking owners whether their profile is still true, twice at most."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from talentbridge.accounts import services as accounts
from talentbridge.kernel.text import N_
from talentbridge.talent import rules
from talentbridge.talent.models import Profile

BATCH = 200
ASKED = N_(
    "You confirmed your profile {days} days ago. Is it still true? One click is enough; an older profile gets fewer points."
)


def remind(*, at: datetime) -> int:
    """Tell every owner whose profile has reached another of `rules.REMIND`; returns how many. May run twice."""
    told = 0
    while count := _remind_some(at):
        told += count
    return told


def _remind_some(at: datetime) -> int:
    due = Q()
    for days in rules.REMIND:
        due |= Q(refreshed_at__lte=at - timedelta(days=days), reminded_days__lt=days)
    with transaction.atomic():
        profiles = list(
            Profile.objects.select_for_update(skip_locked=True)
            .filter(due, person__isnull=False, person__is_active=True, retired_at=None)
            .order_by("pk")[:BATCH]
        )
        for profile in profiles:
            days = (at - profile.refreshed_at).days
            profile.reminded_days = rules.due(days, profile.reminded_days)
            accounts.notify(
                person_ids=[profile.person_id],
                sentence=ASKED,
                facts={"days": days},
                url="talent:profile",
                at=at,
            )
        Profile.objects.bulk_update(profiles, ["reminded_days"])
    return len(profiles)
