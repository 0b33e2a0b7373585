"""Jobs of reputation."""

from __future__ import annotations

from talentbridge.kernel.clock import now
from talentbridge.kernel.jobs import job
from talentbridge.reputation import services


@job(every="*/10 * * * *")
def show_due_reviews(timestamp: int) -> None:
    """Show the reviews whose 14 days are over."""
    services.show_due(now())
