"""The contract, put together from the agreed task, the chosen person and both parties."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from talentbridge.contracts import services as contracts
from talentbridge.contracts.rules import PartyTerms
from talentbridge.engagements import permissions, queries, rules
from talentbridge.engagements.models import Engagement
from talentbridge.engagements.services.keeping import recompute
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.lock import lock
from talentbridge.matching import queries as matching

if TYPE_CHECKING:
    from talentbridge.contracts.models import Contract


def build_contract(*, actor: Actor, case_id: UUID, choices: rules.ContractChoices, at: datetime) -> Contract:
    """Draft the contract of the case. Building it again replaces the draft, or withdraws what was offered.

    Raises `Invalid`, keyed as `contracts.rules.ContractTerms` names its fields.
    """
    with transaction.atomic():
        engagement = lock(queries.engagements_for(actor), case_id)
        require(
            allowed=permissions.may_build_contract(actor, engagement),
            possible=rules.can_build_contract(queries.facts_of(engagement)),
        )
        terms = choices.terms(company=_company(engagement), talent=_talent(case_id))
        contract = contracts.draft(actor=actor, case_id=case_id, terms=terms, at=at)
        recompute(engagement, at)
    return contract


def _company(engagement: Engagement) -> PartyTerms:
    company = engagement.company
    return PartyTerms(
        id=company.pk, name=company.name, name_en=company.name_en, registration_number=company.registration_number,
        country=company.country, address=company.address,
        signatory=engagement.opened_by.name if engagement.opened_by else "",
    )  # fmt: skip


def _talent(case_id: UUID) -> PartyTerms:
    selection = matching.selection_of(case_id)
    if selection is None or selection.profile.person is None:
        raise Missing
    person, profile = selection.profile.person, selection.profile
    return PartyTerms(id=person.pk, name=person.name, country=profile.country, signatory=person.name)
