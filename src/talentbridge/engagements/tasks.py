"""Jobs of engagements."""

from __future__ import annotations

from talentbridge.engagements import services
from talentbridge.kernel.clock import now
from talentbridge.kernel.jobs import job


@job(every="*/15 * * * *")
def keep_fresh(timestamp: int) -> None:
    """Derive every open engagement again: heals what a lost event left behind, and follows the calendar."""
    services.refresh_open(now())


@job(every="20 0 * * *")
def ask_for_checks(timestamp: int) -> None:
    """Once a day: whose work was last looked at a month ago."""
    services.ask_for_checks(now())


@job(every="0 23 * * *")
def tell_of_papers(timestamp: int) -> None:
    """At 8 in Seoul: tell which papers of stays end soon, and forget those of stays that are over."""
    services.tell_of_papers(now())
    services.forget_papers(now())
