"""Needs that partners bring: kept aside until a coordinator accepts one; then it is a task in draft like any other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from talentbridge.accounts import services as notices
from talentbridge.accounts.queries import organisations
from talentbridge.accounts.rules.feeds import Outcome, Taken, content_hash
from talentbridge.accounts.services import feeds
from talentbridge.accounts.services.feeds import FeedReport
from talentbridge.audit import services as audit
from talentbridge.demand import permissions, queries, rules
from talentbridge.demand.gateways import feed
from talentbridge.demand.gateways.feed import Incoming
from talentbridge.demand.models import OfferedNeed, Task
from talentbridge.demand.services.shaping import begin
from talentbridge.demand.states import OfferState
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_

if TYPE_CHECKING:
    from talentbridge.accounts.models import Organisation

LEAST_REASON = 10  # characters


def take_tasks(
    *, actor: Actor, envelope: Any, partner_id: UUID, at: datetime, how: str = "api", dry_run: bool = False
) -> FeedReport:
    """Take a feed of tasks; see `accounts.services.feeds.take`. The same feed again changes nothing."""

    def take_item(partner: Organisation, digest: str, item: Mapping[str, Any]) -> Taken:
        incoming = feed.read(item)
        known = OfferedNeed.objects.select_for_update().filter(key_digest=digest).first()
        return _take(partner, digest, known, incoming, content_hash(item), at)

    return feeds.take(
        actor=actor, kind="tasks", envelope=envelope, partner_id=partner_id, how=how, dry_run=dry_run, at=at,
        take_item=take_item,
    )  # fmt: skip


def _take(
    partner: Organisation,
    digest: str,
    known: OfferedNeed | None,
    incoming: Incoming | None,
    content: str,
    at: datetime,
) -> Taken:
    if known is not None and known.state == OfferState.ACCEPTED:
        if incoming is not None and known.content_hash == content:
            return Taken(Outcome.UNCHANGED, str(known.pk))
        raise Invalid(
            {"key": no("demand.offer_running", N_("An engagement runs on it. Talk to its coordinator."))}
        )
    if incoming is None:
        if known is None or known.state == OfferState.GONE:
            return Taken(Outcome.UNCHANGED, str(known.pk) if known else "")
        known.move(OfferState.GONE, at=at)
        known.need_text = known.content_hash = ""
        known.save()
        return Taken(Outcome.DELETED, str(known.pk))
    if known is not None and known.content_hash == content:
        return Taken(Outcome.UNCHANGED, str(known.pk))
    offered = known or OfferedNeed(partner=partner, key_digest=digest, taken_at=at, changed_at=at)
    if known is not None and known.state != OfferState.WAITING:
        known.move(OfferState.WAITING, at=at)
    offered.company_name, offered.registration_number = incoming.company_name, incoming.registration_number
    offered.mandate, offered.need_text, offered.content_hash = incoming.mandate, incoming.need_text, content
    offered.need_language, offered.changed_at = rules.language_of(incoming.need_text), at
    offered.answered_by, offered.answered_at, offered.answer_reason = None, None, ""
    offered.save()
    return Taken(Outcome.UPDATED if known else Outcome.CREATED, str(offered.pk))


def accept_offered(*, actor: Actor, need_id: UUID, case_id: UUID, at: datetime) -> Task:
    """Begin the task of a case out of a need that a partner brought, in draft, for the company that it names.

    The company has to be on the bridge (`Refused` otherwise): nobody is drawn into an engagement unasked. Runs inside
    `engagements.services.open_offered`, which stands the company in the case.
    """
    with transaction.atomic():
        offered = lock(queries.offers_for(actor), need_id)
        require(allowed=permissions.may_answer_offer(actor))
        company = organisations.company_by_number(offered.registration_number)
        if company is None:
            raise Refused(NOT_HERE)
        offered.move(OfferState.ACCEPTED, at=at)
        offered.case_id, offered.answered_by_id, offered.answered_at = case_id, actor.person_id, at
        offered.save()
        task = begin(
            actor=actor,
            company_id=company.pk,
            case_id=case_id,
            text=offered.need_text,
            side=Side.COORDINATOR,
            at=at,
        )
        audit.record(
            "demand.offered_need.accepted", actor=actor, subject=offered, at=at, partner=offered.partner.name
        )
        _tell_partner(offered, N_("The need of {company} that you brought has been accepted."), at)
    return task


NOT_HERE = no(
    "demand.offer_company_not_here",
    N_("The company is not on the bridge yet. Ask the partner to let it sign up first; its need waits here."),
)


def refuse_offered(*, actor: Actor, need_id: UUID, reason: str, at: datetime) -> OfferedNeed:
    """Refuse a need that a partner brought, with a reason that the partner reads."""
    with transaction.atomic():
        offered = lock(queries.offers_for(actor), need_id)
        require(allowed=permissions.may_answer_offer(actor))
        if len(reason.strip()) < LEAST_REASON:
            raise Invalid(
                {
                    "reason": no(
                        "demand.refusal_reason", N_("Say why in 10 characters or more. The partner reads it.")
                    )
                }
            )
        offered.move(OfferState.REFUSED, at=at)
        offered.answered_by_id, offered.answered_at, offered.answer_reason = (
            actor.person_id,
            at,
            reason.strip()[:2000],
        )
        offered.save()
        audit.record(
            "demand.offered_need.refused", actor=actor, subject=offered, at=at, partner=offered.partner.name,
            reason=offered.answer_reason,
        )  # fmt: skip
        _tell_partner(offered, N_("The need of {company} that you brought has been refused: {reason}"), at)
    return offered


def _tell_partner(offered: OfferedNeed, sentence: str, at: datetime) -> None:
    notices.notify(
        person_ids=organisations.people_of(offered.partner_id), sentence=sentence, url="demand:offers", at=at,
        facts={"company": offered.company_name, "reason": offered.answer_reason},
    )  # fmt: skip
