"""What the product's files say now about rows that were changed here: taken over (four eyes), or not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.policy import permissions, queries
from talentbridge.policy.models import RuleOffer, RuleProposal
from talentbridge.policy.rules import content
from talentbridge.policy.services import proposing
from talentbridge.policy.services.keeping import reason_of
from talentbridge.policy.states import OFFER_MOVES, OfferState, ProposalKind, ProposalState


def propose_offered(*, actor: Actor, offer_id: int, reason: str, at: datetime) -> RuleProposal:
    """Propose to take over what the files say now; a second operator approves it like any other change."""
    require(allowed=permissions.may_propose(actor))
    with transaction.atomic():
        offer = _open(actor, offer_id, OfferState.TAKEN)
        said, row = offer.content, offer.row
        waiting = RuleProposal.objects.filter(
            kind=ProposalKind.TAKE, state=ProposalState.PROPOSED, proposed=content.to_json(said)
        )
        if known := waiting.first():
            return known
        if found := proposing._problems(said, row, at):
            raise Invalid({"": next(iter(found.values()))})
        return proposing._keep(ProposalKind.TAKE, row, said, actor, reason, said["source_name"], at)


def keep_own(*, actor: Actor, offer_id: int, reason: str, at: datetime) -> RuleOffer:
    """Leave the row as it is here; the files' version is not offered again until it says something else."""
    require(allowed=permissions.may_propose(actor))
    with transaction.atomic():
        offer = _open(actor, offer_id, OfferState.KEPT)
        offer.move(OfferState.KEPT)
        offer.reason = reason_of(reason)
        offer.answered_by, offer.answered_by_name, offer.answered_at = actor.person_id, actor.name, at
        offer.save()
        audit.record(
            "policy.rule.kept", actor=actor, subject=offer, at=at, key=offer.key, country=offer.country
        )
    return offer


def _open(actor: Actor, offer_id: int, to: OfferState) -> RuleOffer:
    offer = lock(queries.offers_for(actor), offer_id)
    if offer.state == to or to not in OFFER_MOVES[OfferState(offer.state)]:
        raise Refused(no("policy.offer_answered", N_("This has been decided already.")))
    return offer
