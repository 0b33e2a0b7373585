"""Verbs on people, organisations and cases."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from talentbridge.accounts.models import Party
from talentbridge.kernel.actor import Side


def stand(
    *,
    case_id: UUID,
    side: Side,
    at: datetime,
    organisation_id: UUID | None = None,
    person_id: UUID | None = None,
) -> Party:
    """Put a person or an organisation on a side of a case; whoever stood there steps down at the same moment.

    Runs inside the caller's transaction; the caller has decided that this is allowed.
    """
    Party.objects.filter(case_id=case_id, side=side, until=None).update(until=at)
    return Party.objects.create(
        case_id=case_id, side=side, organisation_id=organisation_id, person_id=person_id, since=at
    )
