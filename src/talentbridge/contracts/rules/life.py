"""The text that is signed and its hash, what proves a signature, and what a contract's state allows."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import rfc8785

from talentbridge.contracts.states import ContractState
from talentbridge.kernel.actor import Side
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

FORMAT = "talentbridge-contract-1"
OFFER_STANDS = timedelta(days=14)
REMIND_BEFORE = (timedelta(days=7), timedelta(days=3), timedelta(days=1))
SIGNING_SIDES = (Side.COMPANY, Side.TALENT)
SHORTEST_REASON = 10  # characters


def document(
    *, case_id: UUID, version: int, terms: Mapping[str, Any], clauses: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """All that is signed, as one JSON object: the terms and every clause's text as it was shown."""
    return {
        "format": FORMAT,
        "case": str(case_id),
        "version": version,
        "terms": dict(terms),
        "clauses": list(clauses),
    }


def canonical(whole: Mapping[str, Any]) -> bytes:
    """The one spelling of a JSON object (RFC 8785), so that a hash of it means one thing."""
    return rfc8785.dumps(dict(whole))


def fingerprint(whole: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical spelling, in hex: what both sides sign."""
    return hashlib.sha256(canonical(whole)).hexdigest()


@dataclass(frozen=True)
class SigningEvidence:
    """What proves who signed what, when and how (the moment comes from the surface as `at`)."""

    typed_name: str
    agreed: bool  # to sign electronically: Electronic Signatures Act art. 3(2)
    terms_hash: str  # the hash that the signer saw
    auth_method: str
    ip: str = ""
    user_agent: str = ""
    language: str = "ko"


class Fixed(Protocol):
    """What these rules need to know of a contract."""

    state: str
    terms_hash: str
    expires_at: datetime | None
    reminders: int


def can_offer(contract: Fixed) -> Decision:
    """Only a draft is offered."""
    if contract.state == ContractState.DRAFT:
        return YES
    return no("contracts.not_draft", N_("Only a draft can be offered."))


def can_answer(contract: Fixed, at: datetime) -> Decision:
    """Sign or decline: while the offer stands."""
    if contract.state != ContractState.OFFERED:
        return no("contracts.not_offered", N_("This version is not waiting for signatures."))
    if contract.expires_at is not None and at >= contract.expires_at:
        return no("contracts.offer_over", N_("The offer has run out. Ask the coordinator to offer it again."))
    return YES


def can_sign(contract: Fixed, evidence: SigningEvidence, at: datetime) -> Decision:
    """While the offer stands, and only the very text that the signer saw."""
    if evidence.terms_hash != contract.terms_hash:
        return no("contracts.text_changed", N_("The text has changed since you opened it. Read it again."))
    return can_answer(contract, at)


def not_yet_signed(signed: bool) -> Decision:
    """One signature a side: a colleague's counts for the whole company."""
    return no("contracts.side_has_signed", N_("Your side has already signed.")) if signed else YES


def can_withdraw(contract: Fixed) -> Decision:
    """Until both have signed."""
    if contract.state in {ContractState.DRAFT, ContractState.OFFERED}:
        return YES
    return no("contracts.not_withdrawable", N_("This version can no longer be withdrawn."))


def can_end(contract: Fixed) -> Decision:
    """Only what is in force."""
    if contract.state == ContractState.IN_FORCE:
        return YES
    return no("contracts.not_in_force", N_("This contract is not in force."))


def reminders_due(contract: Fixed, at: datetime) -> int:
    """How many of the reminders (7, 3 and 1 day before the offer runs out) should have gone out by `at`."""
    if contract.state != ContractState.OFFERED or contract.expires_at is None:
        return 0
    return sum(at >= contract.expires_at - before for before in REMIND_BEFORE)


def name_to_type(side: str, *, in_contract: str, signer: str) -> str:
    """The name that a signer types: a talent's as it stands in the contract; for a company, whoever signs for it."""
    return in_contract if side == Side.TALENT else signer


def same_name(typed: str, expected: str) -> bool:
    """Whether two spellings are one name: Unicode form, case and spacing do not matter, letters and marks do."""
    return _folded(typed) == _folded(expected) != ""


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def can_seal(contract: Fixed) -> Decision:
    """Once both have signed, also when the work is over by then."""
    if contract.state in {ContractState.IN_FORCE, ContractState.ENDED}:
        return YES
    return no("contracts.not_signed", N_("Only a contract that both sides have signed is sealed."))
