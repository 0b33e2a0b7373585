"""Reading somebody's contract from outside its case leaves a trace."""

from __future__ import annotations

from datetime import datetime

from talentbridge.audit import services as audit
from talentbridge.contracts.models import Contract
from talentbridge.kernel.actor import Actor, Side

ITEMS = ("name", "country", "address", "price")


def note_reading(*, actor: Actor, contract: Contract, at: datetime) -> None:
    """Log that an operator, who is not around the case, read the talent's data in a contract (PIPA art. 29)."""
    if contract.seen_from == Side.OPERATOR:
        audit.personal_data_read(
            actor=actor,
            person_id=contract.talent_id,
            items=ITEMS,
            purpose="contract",
            at=at,
            case_id=contract.case_id,
        )
