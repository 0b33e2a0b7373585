"""Jobs on tasks."""

from __future__ import annotations

from uuid import UUID

from talentbridge.kernel.clock import now
from talentbridge.kernel.jobs import job


@job()
def draft(suggestion_id: str) -> None:
    """Ask the language model for one suggestion that a person has sent."""
    from talentbridge.demand import services

    services.draft_suggestion(suggestion_id=UUID(suggestion_id), at=now())
