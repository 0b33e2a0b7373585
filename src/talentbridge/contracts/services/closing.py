"""How a version ends without coming into force, and how a contract in force ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from talentbridge.contracts import permissions, queries, rules
from talentbridge.contracts.models import Contract
from talentbridge.contracts.services.telling import EVERYBODY, log, news, tell
from talentbridge.contracts.states import ContractState
from talentbridge.kernel.actor import SYSTEM, Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_

CONSENT_WITHDRAWN = N_("The talent has withdrawn the consent to be named to this company.")


def decline(*, actor: Actor, contract_id: UUID, reason: str, at: datetime) -> Contract:
    """Say no for the actor's side, with a reason that the coordinator and the other side read."""
    with transaction.atomic():
        contract = lock(queries.contracts_for(actor), contract_id)
        require(allowed=permissions.may_answer(actor, contract), possible=rules.can_answer(contract, at))
        _close(contract, ContractState.DECLINED, actor=actor, at=at, reason=_required(reason))
        tell(contract, *EVERYBODY, sentence=N_("The contract was declined: {title}"), at=at, but=actor)
    return contract


def withdraw(*, actor: Actor, contract_id: UUID, reason: str, at: datetime) -> Contract:
    """Take a draft or an offer back; signatures given under it lose their effect."""
    with transaction.atomic():
        contract = lock(queries.contracts_for(actor), contract_id)
        require(allowed=permissions.may_withdraw(actor, contract), possible=rules.can_withdraw(contract))
        _close(contract, ContractState.WITHDRAWN, actor=actor, at=at, reason=_required(reason))
        tell(contract, *rules.SIGNING_SIDES, sentence=N_("The contract was withdrawn: {title}"), at=at)
    return contract


def when_consent_withdrawn(payload: Mapping[str, Any], at: datetime) -> None:
    """The talent withdrew the consent to be named to this company: what nobody is bound to yet is taken back."""
    waiting = Contract.objects.filter(
        case_id=payload["case_id"], talent_id=payload["person_id"], company_id=payload["recipient_id"],
        state__in=[ContractState.DRAFT, ContractState.OFFERED],
    ).first()  # fmt: skip
    if waiting is not None:
        withdraw(actor=SYSTEM, contract_id=waiting.pk, reason=CONSENT_WITHDRAWN, at=at)


def end(*, actor: Actor, contract_id: UUID, at: datetime) -> Contract:
    """The engagement is over; duties that outlast it (confidentiality, rights) stay as written. Twice is once."""
    with transaction.atomic():
        contract = lock(queries.contracts_for(actor), contract_id)
        if contract.state == ContractState.ENDED:
            return contract
        require(allowed=permissions.may_end(actor), possible=rules.can_end(contract))
        _close(contract, ContractState.ENDED, actor=actor, at=at)
    return contract


def expire_offers(*, at: datetime) -> int:
    """Close the offers whose 14 days are over; returns how many."""
    return sum(_expire(contract_id, at) for contract_id in queries.run_out(at))


def remind_offers(*, at: datetime) -> int:
    """Remind whoever has not signed yet, 7, 3 and 1 day before an offer runs out; returns how many offers."""
    return sum(_remind(contract_id, at) for contract_id in queries.on_offer())


def _expire(contract_id: UUID, at: datetime) -> bool:
    with transaction.atomic():
        contract = lock(queries.contracts_for(SYSTEM), contract_id)
        if contract.state != ContractState.OFFERED:  # signed, declined or withdrawn in the meantime
            return False
        _close(contract, ContractState.EXPIRED, actor=SYSTEM, at=at)
        tell(contract, *EVERYBODY, sentence=N_("The offer of the contract ran out: {title}"), at=at)
    return True


def _remind(contract_id: UUID, at: datetime) -> bool:
    with transaction.atomic():
        contract = lock(queries.contracts_for(SYSTEM), contract_id)
        due = rules.reminders_due(contract, at)
        if contract.expires_at is None or due <= contract.reminders:
            return False
        contract.reminders = due
        contract.save(update_fields=["reminders"])
        signed = set(contract.signatures.values_list("side", flat=True))
        log("reminded", contract, actor=SYSTEM, at=at)
        tell(
            contract,
            *(side for side in rules.SIGNING_SIDES if side not in signed),
            sentence=N_("A contract still waits for your signature until {expires_at}: {title}"),
            at=at,
            expires_at=contract.expires_at.isoformat(),
        )
    return True


def _required(reason: str) -> str:
    if len(reason.strip()) < rules.SHORTEST_REASON:
        raise Invalid(
            {"reason": no("contracts.reason_short", N_("Give the reason in ten characters or more."))}
        )
    return reason.strip()


def _close(contract: Contract, to: ContractState, *, actor: Actor, at: datetime, reason: str = "") -> None:
    contract.reason = reason
    contract.move(to, at=at)
    log(to, contract, actor=actor, at=at, **({"reason": reason} if reason else {}))
    news(to, contract, at=at)
