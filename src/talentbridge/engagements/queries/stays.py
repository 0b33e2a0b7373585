"""Reads of stays in Korea: whose, how many days, which papers end soon."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.urls import reverse

from talentbridge.accounts.queries import seen_by
from talentbridge.engagements.models import Engagement, Stay, StayPaper
from talentbridge.engagements.rules.stays import DaysInKorea, Span
from talentbridge.engagements.rules.stays import days_in_korea as count
from talentbridge.engagements.states import StayState
from talentbridge.kernel.actor import Actor, Role
from talentbridge.policy import queries as policy
from talentbridge.policy.rules import NotKnown, Rule


def stays_for(actor: Actor) -> QuerySet[Stay]:
    """The stays of the engagements that `actor` takes part in, by day. A talent sees their own only.

    What of them a reader is shown, `permissions.may_read_papers` says.
    """
    rows = seen_by(actor, Stay.objects.all(), case="engagement_id")
    if actor.role is Role.TALENT:
        rows = rows.filter(Q(person_id=actor.person_id))
    return rows.order_by("begins_on", "pk")


def planned_stays(case_id: UUID) -> QuerySet[Stay]:
    """The stays of a case that were not called off. The caller has proven that its reader may see the case."""
    return Stay.objects.filter(engagement_id=case_id).exclude(state=StayState.CANCELLED).order_by("begins_on")


def days_in_korea(case_id: UUID, on: date) -> DaysInKorea:
    """Days in Korea by the stays of one case, with the treaty's mark of the talent's country on that day, if known.

    The caller has proven that its reader may see the case. Other trips of the person are not counted.
    """
    spans = [Span(*days) for days in planned_stays(case_id).values_list("begins_on", "ends_on")]
    country = Engagement.objects.filter(pk=case_id).values_list("talent_country", flat=True).first()
    return count(spans, on, _mark(country or "", on))


def _mark(country: str, on: date) -> Rule | None:
    try:
        return policy.rule("treaty.services_days", country=country, on=on) if country else None
    except NotKnown:
        return None


def nearest_expiry(case_id: UUID, today: date) -> date | None:
    """The first day on which a paper of a stay that is not over ends."""
    rows = StayPaper.objects.filter(stay__in=planned_stays(case_id).filter(ends_on__gte=today).order_by())
    first: date | None = rows.aggregate(first=Min("expires_on"))["first"]
    return first


def papers_ending(today: date, *, within: int) -> list[UUID]:
    """The papers that end within so many days, of stays in running engagements that are neither over nor called off."""
    rows = StayPaper.objects.filter(
        expires_on__lte=today + timedelta(days=within), stay__ends_on__gte=today, stay__state=StayState.PLANNED,
        stay__engagement__state="open",
    )  # fmt: skip
    return list(rows.order_by("expires_on", "pk").values_list("pk", flat=True))


def page_of_stays(case_id: UUID) -> str:
    """The address of the page that tells a reader what they may know of the stays."""
    return reverse("engagements:stays", args=[case_id])


def stays_about(person_id: UUID) -> list[dict[str, Any]]:
    """A person's stays for the export of their data, as plain values."""
    return [
        {
            "case_id": str(stay.engagement_id), "purpose": stay.purpose, "status": stay.status, "state": stay.state,
            "begins_on": stay.begins_on.isoformat(), "ends_on": stay.ends_on.isoformat(),
            "papers": {paper.kind: paper.expires_on.isoformat() for paper in stay.papers.all()},
            "noted_at": stay.noted_at.isoformat(),
        }
        for stay in Stay.objects.filter(person_id=person_id).prefetch_related("papers").order_by("begins_on")
    ]  # fmt: skip
