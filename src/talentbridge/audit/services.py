"""Writing the log. Always inside the transaction of the act that it records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, models

from talentbridge.audit.models import AuditEvent, PersonalDataAccess
from talentbridge.kernel.actor import Actor


def record(
    action: str,
    *,
    actor: Actor,
    subject: models.Model,
    at: datetime,
    case_id: UUID | None = None,
    **facts: str | int | bool | None,
) -> None:
    """Record that `actor` did `action` to `subject`. `facts` fill the sentence that tells it; no secrets in them."""
    if not connection.in_atomic_block:
        raise RuntimeError("an audit row is written in the transaction of the act")
    AuditEvent.objects.create(
        action=action,
        at=at,
        actor_id=actor.person_id,
        actor_name=actor.name,
        actor_role=actor.role,
        organisation_id=actor.organisation_id,
        borrowed_from=actor.borrowed_from,
        case_id=case_id or getattr(subject, "case_id", None),
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        facts=facts,
    )


def personal_data_read(
    *,
    actor: Actor,
    person_id: UUID,
    items: Iterable[str],
    purpose: str,
    at: datetime,
    case_id: UUID | None = None,
) -> None:
    """Record that `actor` read `items` of a person's data (PIPA art. 29)."""
    PersonalDataAccess.objects.create(
        at=at,
        actor_id=actor.person_id,
        actor_name=actor.name,
        actor_role=actor.role,
        organisation_id=actor.organisation_id,
        country=actor.country,
        subject_person_id=person_id,
        items=sorted(items),
        purpose=purpose,
        case_id=case_id,
    )


def personal_data_reads(
    *,
    actor: Actor,
    person_ids: Iterable[UUID],
    items: Iterable[str],
    purpose: str,
    at: datetime,
    case_id: UUID | None = None,
) -> None:
    """`personal_data_read` of several people at once, as a list shows them: one query."""
    shown = sorted(items)
    PersonalDataAccess.objects.bulk_create(
        PersonalDataAccess(
            at=at, actor_id=actor.person_id, actor_name=actor.name, actor_role=actor.role,
            organisation_id=actor.organisation_id, country=actor.country, subject_person_id=person_id,
            items=shown, purpose=purpose, case_id=case_id,
        )
        for person_id in person_ids
    )  # fmt: skip
