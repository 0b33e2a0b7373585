"""Jobs on requests about matching."""

from __future__ import annotations

from talentbridge.kernel.clock import now
from talentbridge.kernel.jobs import job
from talentbridge.matching.services import requests


@job(every="10 0 * * *")
def remind_of_requests(timestamp: int) -> None:
    """Remind whoever answers, in the morning in Seoul, of requests whose last day comes near or has passed."""
    requests.remind(at=now())
