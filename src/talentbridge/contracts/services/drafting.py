"""Writing a contract and offering it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from talentbridge.accounts import queries as accounts
from talentbridge.accounts.queries import consent
from talentbridge.contracts import permissions, queries, rules
from talentbridge.contracts.gateways import typesetting
from talentbridge.contracts.models import Contract
from talentbridge.contracts.rules import ContractTerms
from talentbridge.contracts.services.telling import log, news, tell
from talentbridge.contracts.states import LIVE, ContractState
from talentbridge.kernel.actor import Actor, Role, Side
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_


def draft(*, actor: Actor, case_id: UUID, terms: ContractTerms, at: datetime) -> Contract:
    """Write the contract of a case, or write it anew.

    A draft changes in place. A version that was already offered is withdrawn with its signatures, and a new one
    begins: nobody is bound to a text that changed. The same terms twice change nothing.

    Raises `Invalid`, keyed by field, for a party who does not stand in the case and for a character that the PDF
    cannot show.
    """
    _require_printable(terms)
    clauses = rules.wording(queries.agreement(terms.engagement_type), terms)
    with transaction.atomic():
        require(allowed=permissions.may_draft(actor, _stands_as(actor, case_id)))
        _require_parties(case_id, terms)
        if not (named := consent.can_be_named(terms.talent.id, terms.company.id, case_id)):
            raise Refused(named)
        live = Contract.objects.select_for_update().filter(case_id=case_id, state__in=LIVE).first()
        if live is not None and live.state == ContractState.IN_FORCE:
            raise Refused(no("contracts.already_in_force", N_("A contract is already in force here.")))
        if live is not None and live.terms == terms.to_json() and live.clauses == clauses:
            return live
        if live is not None and live.state == ContractState.OFFERED:
            _replace(live, actor=actor, at=at)
            live = None
        contract = live or Contract(case_id=case_id, version=_next_version(case_id))
        contract.company_id, contract.talent_id = terms.company.id, terms.talent.id
        contract.terms, contract.clauses, contract.drafted_at = terms.to_json(), clauses, at
        contract.terms_hash = rules.fingerprint(queries.whole(contract))
        _save(contract)
        log("drafted", contract, actor=actor, at=at)
        news("drafted", contract, at=at)
    return contract


def offer(*, actor: Actor, contract_id: UUID, at: datetime) -> Contract:
    """Fix the text and ask both sides to sign it within 14 days."""
    with transaction.atomic():
        contract = lock(queries.contracts_for(actor), contract_id)
        if contract.state == ContractState.OFFERED:
            return contract
        require(allowed=permissions.may_offer(actor, contract), possible=rules.can_offer(contract))
        contract.expires_at = at + rules.OFFER_STANDS
        contract.move(ContractState.OFFERED, at=at)
        log("offered", contract, actor=actor, at=at)
        news("offered", contract, at=at)
        tell(
            contract,
            *rules.SIGNING_SIDES,
            sentence=N_("A contract waits for your signature until {expires_at}: {title}"),
            at=at,
            expires_at=contract.expires_at.isoformat(),
        )
    return contract


def _stands_as(actor: Actor, case_id: UUID) -> str:
    if actor.role is Role.SYSTEM:
        return Side.SYSTEM
    party = accounts.party(case_id, Side.COORDINATOR)
    stands = party is not None and party.person_id == actor.person_id and actor.role is Role.COORDINATOR
    return Side.COORDINATOR if stands else ""


def _require_parties(case_id: UUID, terms: ContractTerms) -> None:
    company, talent = accounts.party(case_id, Side.COMPANY), accounts.party(case_id, Side.TALENT)
    stand = {
        "company": company is not None and company.organisation_id == terms.company.id,
        "talent": talent is not None and talent.person_id == terms.talent.id,
    }
    stranger = no("contracts.not_a_party", N_("A contract is between the two sides of the engagement."))
    if refused := {side: stranger for side, stands in stand.items() if not stands}:
        raise Invalid(refused)


def _require_printable(terms: ContractTerms) -> None:
    texts = rules.texts(terms)
    try:
        typesetting.require_printable(" ".join(texts.values()))
    except typesetting.Unprintable as error:
        raise Invalid(
            {
                field: no(
                    "contracts.unprintable",
                    N_(
                        "The contract's PDF cannot show {characters}. Write it in Latin letters or in Hangul."
                    ),
                    characters=" ".join(error.characters),
                )
                for field, text in texts.items()
                if set(text) & set(error.characters)
            }
        ) from error


def _replace(offered: Contract, *, actor: Actor, at: datetime) -> None:
    offered.move(ContractState.WITHDRAWN, at=at)
    log("replaced", offered, actor=actor, at=at)
    news("withdrawn", offered, at=at)
    tell(
        offered,
        *rules.SIGNING_SIDES,
        sentence=N_("The contract is being changed; what was signed so far no longer counts: {title}"),
        at=at,
    )


def _next_version(case_id: UUID) -> int:
    latest = Contract.objects.filter(case_id=case_id).aggregate(latest=Max("version"))["latest"]
    return (latest or 0) + 1


def _save(contract: Contract) -> None:
    try:
        with transaction.atomic():
            contract.save()
    except IntegrityError as error:  # two drafts at once: one live contract a case
        raise Refused(
            no(
                "contracts.drafted_meanwhile",
                N_("Somebody else has just written this contract. Open it again."),
            )
        ) from error
