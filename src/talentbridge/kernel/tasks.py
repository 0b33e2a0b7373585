"""The house's own jobs."""

from __future__ import annotations

from talentbridge.kernel import outbox
from talentbridge.kernel.jobs import job, reap


@job(every="* * * * *")
def deliver_outbox(timestamp: int) -> None:
    """Deliver the news that a crash or a failing listener left behind."""
    outbox.deliver_pending()


@job(every="* * * * *")
async def give_back_abandoned_jobs(timestamp: int) -> None:
    """Hand the jobs of killed workers to living ones."""
    await reap()
