"""Reading the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable

from talentbridge.audit.models import AuditEvent, PersonalDataAccess
from talentbridge.kernel.actor import Actor, Role

Reference = UUID | datetime | Combinable


def of_case(case_id: UUID) -> QuerySet[AuditEvent]:
    """The events of a case, newest first. The caller has proven that its reader may see the case."""
    return AuditEvent.objects.filter(case_id=case_id).order_by("-at", "-id")


def events_for(actor: Actor) -> QuerySet[AuditEvent]:
    """The whole log for an operator, one's own acts for everybody else; newest first."""
    events = AuditEvent.objects.order_by("-at", "-id")
    return events if actor.role in {Role.OPERATOR, Role.SYSTEM} else events.filter(actor_id=actor.person_id)


def reads_of(actor: Actor) -> QuerySet[PersonalDataAccess]:
    """Who read the actor's own personal data, newest first."""
    return PersonalDataAccess.objects.filter(Q(subject_person_id=actor.person_id)).order_by("-at")


def acts_of(
    person_id: Reference, *, borrowed_from: Reference, since: Reference, until: Reference
) -> QuerySet[AuditEvent]:
    """What `borrowed_from` did in a person's name from `since` to before `until`; values or `OuterRef`s."""
    return AuditEvent.objects.filter(
        Q(actor_id=person_id, borrowed_from=borrowed_from, at__gte=since, at__lt=until)
    )


def everything_about(person_id: UUID) -> dict[str, Any]:
    """A person's own acts and the reads of their data, as plain JSON values. The caller has proven who asks."""
    acts = (
        AuditEvent.objects.filter(actor_id=person_id)
        .order_by("at")
        .values("at", "action", "case_id", "facts")
    )
    reads = (
        PersonalDataAccess.objects.filter(subject_person_id=person_id)
        .order_by("at")
        .values("at", "actor_name", "actor_role", "country", "items", "purpose", "case_id")
    )
    return {
        "acts": [{**row, "at": row["at"].isoformat(), "case_id": str(row["case_id"] or "")} for row in acts],
        "reads_of_my_data": [
            {**row, "at": row["at"].isoformat(), "case_id": str(row["case_id"] or "")} for row in reads
        ],
    }
