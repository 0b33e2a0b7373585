"""Reading the log."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from talentbridge.audit.models import AuditEvent, PersonalDataAccess
from talentbridge.kernel.actor import Actor, Role


def of_case(case_id: UUID) -> QuerySet[AuditEvent]:
    """The events of a case, newest first. The caller has proven that its reader may see the case."""
    return AuditEvent.objects.filter(case_id=case_id).order_by("-at", "-id")


def events_for(actor: Actor) -> QuerySet[AuditEvent]:
    """The whole log for an operator, one's own acts for everybody else; newest first."""
    events = AuditEvent.objects.order_by("-at", "-id")
    return events if actor.role in {Role.OPERATOR, Role.SYSTEM} else events.filter(actor_id=actor.person_id)


def reads_of(actor: Actor) -> QuerySet[PersonalDataAccess]:
    """Who read the actor's own personal data, newest first."""
    return PersonalDataAccess.objects.filter(subject_person_id=actor.person_id).order_by("-at")
