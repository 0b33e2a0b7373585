"""Acting for somebody: timed, reasoned, announced, and never for money, signatures or consent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talentbridge.accounts import permissions, queries, rules
from talentbridge.accounts.models import BorrowedSession, Person
from talentbridge.accounts.services.notices import notify
from talentbridge.audit import services as audit
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_


def borrow(*, actor: Actor, membership_id: UUID, reason: str, at: datetime) -> BorrowedSession:
    """Begin to act for the person of a membership for 30 minutes; the person is told at once, with the reason.

    Whoever acts for somebody already stops doing so. Raises `Invalid` when the reason says too little.
    """
    assert actor.person_id is not None
    with transaction.atomic():
        lock(
            Person.objects.all(), actor.person_id
        )  # one borrowed session a helper, also when two tabs start one
        membership = queries.lendable_for(actor).filter(pk=membership_id).first()
        if membership is None:
            raise Missing
        require(
            allowed=permissions.may_borrow(
                actor, membership, shares_case=queries.shares_case(actor, membership.organisation_id)
            )
        )
        if not (enough := rules.is_reason_enough(reason)):
            raise Invalid({"reason": enough})
        BorrowedSession.objects.filter(helper_id=actor.person_id, ended_at=None).update(ended_at=at)
        session = BorrowedSession.objects.create(
            helper_id=actor.person_id,
            helper_role=actor.role,
            membership=membership,
            person_id=membership.person_id,
            reason=" ".join(reason.split()),
            started_at=at,
            ends_at=at + rules.BORROWED_LIFE,
        )
        audit.record(
            "accounts.session.borrowed", actor=actor, subject=session, at=at,
            name=str(membership.person), reason=session.reason,
        )  # fmt: skip
        audit.personal_data_read(
            actor=actor,
            person_id=membership.person_id,
            items=["everything"],
            purpose=session.reason[:200],
            at=at,
        )
        notify(
            person_ids=[membership.person_id],
            sentence=N_(
                "{who} acts for you on the bridge until {ends_at}. Reason: {reason} "
                "Money, signatures and consent stay with you alone."
            ),
            facts={"who": actor.name, "ends_at": session.ends_at.isoformat(), "reason": session.reason},
            url="accounts:borrowed",
            at=at,
        )
    return session


def give_back(*, session_id: UUID, person_id: UUID, at: datetime) -> BorrowedSession:
    """End a borrowed session before its time: the helper or the person may. Ending twice changes nothing."""
    with transaction.atomic():
        session = lock(BorrowedSession.objects.all(), session_id)
        if person_id not in {session.helper_id, session.person_id}:
            raise Missing
        if rules.is_running(ends_at=session.ends_at, ended_at=session.ended_at, at=at):
            session.ended_at = at
            session.save(update_fields=["ended_at"])
            audit.record(
                "accounts.session.given_back",
                actor=queries.actor_in(session.membership, borrowed_from=session.helper_id),
                subject=session,
                at=at,
                by_person=person_id == session.person_id,
            )
    return session
