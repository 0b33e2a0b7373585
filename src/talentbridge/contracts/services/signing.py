"""Signing: one hash, two sides, in either order."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talentbridge.accounts.services import consent
from talentbridge.contracts import permissions, queries, rules, tasks
from talentbridge.contracts.models import Contract, Signature
from talentbridge.contracts.rules import SigningEvidence
from talentbridge.contracts.services.telling import EVERYBODY, log, news, tell
from talentbridge.contracts.states import ContractState
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, require
from talentbridge.kernel.jobs import enqueue
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_


def sign(*, actor: Actor, contract_id: UUID, evidence: SigningEvidence, at: datetime) -> Contract:
    """Sign for the actor's side. With the second signature the contract comes into force.

    The order is free: both sides read the same fixed text, so neither has to wait for the other's time zone.
    Signing twice changes nothing.
    """
    with transaction.atomic():
        contract = lock(queries.contracts_for(actor), contract_id)
        earlier = contract.signatures.filter(side=contract.seen_from).first()
        if earlier is not None and earlier.person_id == actor.person_id:
            return contract
        require(
            allowed=permissions.may_answer(actor, contract),
            possible=rules.can_sign(contract, evidence, at) & rules.not_yet_signed(earlier is not None),
        )
        _require_intent(actor, contract, evidence)
        assert actor.person_id is not None
        Signature.objects.create(
            contract=contract,
            side=contract.seen_from,
            person_id=actor.person_id,
            typed_name=evidence.typed_name.strip(),
            at=at,
            terms_hash=contract.terms_hash,
            auth_method=evidence.auth_method,
            ip=evidence.ip or None,
            user_agent=evidence.user_agent[:300],
            language=evidence.language,
        )
        log("signed", contract, actor=actor, at=at)
        news("signed", contract, at=at, side=contract.seen_from)
        if contract.signatures.count() == len(rules.SIGNING_SIDES):
            _come_into_force(contract, actor=actor, at=at)
    return contract


def _require_intent(actor: Actor, contract: Contract, evidence: SigningEvidence) -> None:
    refused = {}
    if not evidence.agreed:
        refused["agreed"] = no(
            "contracts.not_agreed",
            N_("Tick the box: a signature here needs your agreement to sign electronically."),
        )
    expected = rules.name_to_type(
        contract.seen_from, in_contract=contract.terms["talent"]["name"], signer=actor.name
    )
    if not rules.same_name(evidence.typed_name, expected):
        refused["typed_name"] = no(
            "contracts.other_name", N_("Type your full name exactly as the page shows it.")
        )
    if refused:
        raise Invalid(refused)


def _come_into_force(contract: Contract, *, actor: Actor, at: datetime) -> None:
    contract.move(ContractState.IN_FORCE, at=at)
    consent.keep(
        person_id=contract.talent_id, recipient_id=contract.company_id, case_id=contract.case_id,
        reason="contract", at=at,
    )  # fmt: skip
    log("came_into_force", contract, actor=actor, at=at)
    news("in_force", contract, at=at)
    tell(
        contract,
        *EVERYBODY,
        sentence=N_("Both sides have signed; the contract is in force: {title}"),
        at=at,
        but=actor,
    )
    enqueue(tasks.seal_contract, contract_id=contract.pk)
