"""Jobs on contracts."""

from __future__ import annotations

from uuid import UUID

from talentbridge.kernel.clock import now
from talentbridge.kernel.jobs import job


@job()
def seal_contract(contract_id: str) -> None:
    """Make and seal the PDF of a contract that both sides have signed."""
    from talentbridge.contracts import services

    services.seal(contract_id=UUID(contract_id), at=now())


@job(every="7 * * * *")
def watch_offers(timestamp: int) -> None:
    """Remind whoever has not signed, and close offers whose time is over."""
    from talentbridge.contracts import services

    services.remind_offers(at=now())
    services.expire_offers(at=now())
