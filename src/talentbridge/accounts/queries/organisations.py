"""Reads of organisations, and of what partners' feeds have brought."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from talentbridge.accounts import rules
from talentbridge.accounts.models import FeedRun, Membership, Organisation
from talentbridge.kernel.actor import Actor


def feed_runs_for(actor: Actor) -> QuerySet[FeedRun]:
    """The runs of the actor's own feed, of every feed for operators, newest first."""
    runs = FeedRun.objects.select_related("partner", "by").order_by("-at", "pk")
    if actor.may("accounts.feed.take"):
        return runs
    return (
        runs.filter(Q(partner_id=actor.organisation_id)) if actor.may("accounts.feed.send") else runs.none()
    )


def partners() -> QuerySet[Organisation]:
    """The partner organisations."""
    return Organisation.objects.filter(kind="partner").order_by("name", "pk")


def company_by_number(registration_number: str) -> Organisation | None:
    """The Korean company with this business registration number."""
    number = rules.registration_number(rules.registration_digits(registration_number))
    return Organisation.objects.filter(kind="company", country="KR", registration_number=number).first()


def by_id(organisation_ids: Collection[UUID]) -> dict[UUID, Organisation]:
    """Organisations by id, for pages that show names beside ids."""
    return Organisation.objects.in_bulk(organisation_ids)


def people_of(organisation_id: UUID) -> list[UUID]:
    """Whom to tell in an organisation: its running members, longest first."""
    members = Membership.objects.filter(
        organisation_id=organisation_id, ended_at=None, person__is_active=True
    )
    return list(members.order_by("since", "pk").values_list("person_id", flat=True))
