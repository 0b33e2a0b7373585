"""Telling people what became true of a contract: the log, the news for the apps above, a notice with a mail."""

from __future__ import annotations

from datetime import datetime

from talentbridge.accounts import queries as accounts
from talentbridge.accounts import services as notices
from talentbridge.audit import services as audit
from talentbridge.contracts.models import Contract
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import Actor, Side

EVERYBODY = (Side.COMPANY, Side.TALENT, Side.COORDINATOR)


def log(act: str, contract: Contract, *, actor: Actor, at: datetime, **facts: str) -> None:
    """The audit row of an act; `act` without its ``contracts.contract.``."""
    audit.record(
        f"contracts.contract.{act}",
        actor=actor,
        subject=contract,
        at=at,
        case_id=contract.case_id,
        version=contract.version,
        **facts,
    )


def news(topic: str, contract: Contract, *, at: datetime, **more: str) -> None:
    """Tell the apps above: ``contracts.<topic>``."""
    outbox.add(f"contracts.{topic}", at=at, case_id=contract.case_id, contract_id=contract.pk, **more)


def tell(
    contract: Contract,
    *sides: str,
    sentence: str,
    at: datetime,
    but: Actor | None = None,
    **facts: str,
) -> None:
    """A notice to everybody on `sides`, except to whoever did it."""
    people = [person for side in sides for person in accounts.people_on(contract.case_id, Side(side))]
    notices.notify(
        person_ids=[person for person in people if but is None or person != but.person_id],
        sentence=sentence,
        facts={"title": f"{contract.terms['title_ko']} / {contract.terms['title_en']}"} | facts,
        url=contract.get_absolute_url(),
        at=at,
    )
