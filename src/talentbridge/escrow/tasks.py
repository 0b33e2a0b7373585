"""Jobs of escrow. Each makes one domain call and may run twice."""

from __future__ import annotations

import logging
from uuid import UUID

from talentbridge.escrow import queries, services
from talentbridge.kernel.clock import now
from talentbridge.kernel.jobs import enqueue, job

log = logging.getLogger(__name__)


@job(every="* * * * *")
def send_instructions(timestamp: int) -> None:
    """Hand prepared instructions to the custodian."""
    services.send_prepared(at=now())


@job(every="* * * * *")
def fetch_statements(timestamp: int) -> None:
    """Let the sandbox bank work where there is one, and read the custodian's statements."""
    at = now()
    services.bank_works(at=at)
    services.import_statements(at=at)


@job(every="*/10 * * * *")
def remind_reviewers(timestamp: int) -> None:
    """Send the reminders of reviews that are due."""
    services.remind_reviewers(at=now())


@job(every="*/10 * * * *")
def accept_silent_milestones(timestamp: int) -> None:
    """Queue the acceptance of every review that ended without an answer."""
    for milestone_id in queries.silent_at(now()):
        enqueue(accept_silent_milestone, milestone_id=milestone_id)


@job()
def accept_silent_milestone(*, milestone_id: str) -> None:
    """Accept one milestone whose review ended without an answer."""
    services.accept_silent(milestone_id=UUID(milestone_id), at=now())


@job(every="17 * * * *")
def check_books(timestamp: int) -> None:
    """Look whether milestones, instructions and the ledger agree; every fault is an error in the log."""
    for fault in queries.self_check():
        log.error("the books: %s", fault)
