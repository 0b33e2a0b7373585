"""Reads of contracts and of the reviewed clause library."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from talentbridge.accounts.queries import seen_by
from talentbridge.contracts.models import Contract, ContractDocument
from talentbridge.contracts.rules import ENGAGEMENT_TYPES, Agreement, Both, Clause, ContractTerms, document
from talentbridge.contracts.states import LIVE, ContractState
from talentbridge.kernel.actor import Actor, Role
from talentbridge.kernel.errors import Missing

DATA = Path(__file__).parent / "data"


def contracts_for(actor: Actor) -> QuerySet[Contract]:
    """The contracts that `actor` may see, all versions, annotated with `seen_from`.

    A side sees only versions that name it: a later talent of the same case does not read an earlier one's contract. A
    company does not read a version whose talent may not be named to it (any more).
    """
    contracts = seen_by(actor, Contract.objects.select_related("company", "talent"), talent="talent_id")
    if actor.role is Role.TALENT:
        return contracts.filter(talent_id=actor.person_id)
    if actor.role is Role.COMPANY:
        return contracts.filter(Q(names_talent=True), company_id=actor.organisation_id)
    return contracts


def contract_for(actor: Actor, contract_id: UUID) -> Contract:
    """One contract that `actor` may see. Raises `Missing`."""
    contract = contracts_for(actor).filter(pk=contract_id).first()
    if contract is None:
        raise Missing
    return contract


def contract_of(case_id: UUID) -> Contract | None:
    """The version that counts for a case now: the live one, else the one that ended, else the newest; None before any.

    The caller has proven that its reader may see the case.
    """
    versions = Contract.objects.filter(case_id=case_id).order_by("-version")
    return (
        versions.filter(state__in=LIVE).first()
        or versions.filter(state=ContractState.ENDED).first()
        or versions.first()
    )


def terms_of(contract_id: UUID) -> ContractTerms:
    """What a contract says. Raises `Missing`. The caller has proven that its reader may see the contract."""
    terms = Contract.objects.filter(pk=contract_id).values_list("terms", flat=True).first()
    if terms is None:
        raise Missing
    return ContractTerms.from_json(terms)


def version_before(contract: Contract) -> Contract | None:
    """The version that this one replaced, for the same two sides; None for the first."""
    return (
        Contract.objects.filter(
            case_id=contract.case_id,
            version__lt=contract.version,
            company_id=contract.company_id,
            talent_id=contract.talent_id,
        )
        .order_by("-version")
        .first()
    )


def whole(contract: Contract) -> dict[str, Any]:
    """All that is signed, as one JSON object (see `rules.document`)."""
    return document(
        case_id=contract.case_id, version=contract.version, terms=contract.terms, clauses=contract.clauses
    )


def document_of(contract: Contract) -> ContractDocument | None:
    """The sealed PDF of a contract, if it has been made."""
    return ContractDocument.objects.filter(contract=contract).first()


def on_offer() -> list[UUID]:
    """The contracts that wait for signatures."""
    return list(Contract.objects.filter(state=ContractState.OFFERED).values_list("pk", flat=True))


def run_out(at: datetime) -> list[UUID]:
    """The offers whose time is over."""
    return list(
        Contract.objects.filter(state=ContractState.OFFERED, expires_at__lte=at).values_list("pk", flat=True)
    )


@cache
def agreement(engagement_type: str) -> Agreement:
    """The reviewed agreement of an engagement type, read once from `data/`."""
    form = _read(DATA / "agreements" / f"{engagement_type}.toml")
    return Agreement(
        engagement_type=form["engagement_type"],
        title=Both(**form["title"]),
        intro=Both(**form["intro"]),
        clauses=tuple(clause(key) for key in form["clauses"]),
    )


def optional_clauses() -> list[Clause]:
    """The clauses of any agreement that two sides may leave out."""
    keys = dict.fromkeys(
        each.key for kind in ENGAGEMENT_TYPES for each in agreement(kind).clauses if not each.mandatory
    )
    return [clause(key) for key in keys]


@cache
def clause(key: str) -> Clause:
    """One reviewed clause, read once from `data/clauses/`."""
    data = _read(DATA / "clauses" / f"{key}.toml")
    return Clause(
        **{
            **data,
            **{name: Both(**data[name]) for name in ("title", "plain", "source")},
            "warning": Both(**data["warning"]) if "warning" in data else None,
            "paragraphs": tuple(Both(**paragraph) for paragraph in data["paragraphs"]),
            "when": {name: tuple(values) for name, values in data.get("when", {}).items()},
        }
    )


def _read(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
