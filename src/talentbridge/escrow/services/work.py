"""Handing in, asking for changes, and the review clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talentbridge.escrow import permissions, queries, rules
from talentbridge.escrow.models import ChangeRequest, Milestone, Submission
from talentbridge.escrow.services.telling import Fact, log, news, refuse_unusable, tell, who
from talentbridge.escrow.states import MilestoneState
from talentbridge.kernel.actor import SYSTEM, Actor, Side
from talentbridge.kernel.errors import require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_


def submit(
    *,
    actor: Actor,
    milestone_id: UUID,
    note: str,
    links: Sequence[str] = (),
    language: str = "",
    at: datetime,
) -> Milestone:
    """Hand in the milestone's deliverable; the company's review begins and silence at its end accepts.

    `note` says what was made; `links` are web addresses. Raises `Invalid` for text or links that cannot be used.
    """
    links = [link.strip() for link in links if link.strip()]
    with transaction.atomic():
        milestone = lock(queries.milestones_for(actor), milestone_id)
        require(allowed=permissions.may_submit(actor, milestone), possible=rules.can_submit(milestone))
        refuse_unusable(
            note=rules.reason_given(note, least=rules.NOTE_LENGTH), links=rules.links_usable(links)
        )
        Submission.objects.create(
            milestone=milestone,
            number=milestone.submissions.count() + 1,
            note=note.strip(),
            language=(language or actor.language)[:10],
            links=links,
            at=at,
            by_id=who(actor),
        )
        milestone.submitted_at = at
        milestone.accept_by = rules.review_ends(at, milestone.review_days)
        milestone.reminders = 0
        milestone.move(MilestoneState.SUBMITTED)
        accept_by = milestone.accept_by.isoformat()
        log("submitted", milestone, actor=actor, at=at, accept_by=accept_by)
        news("submitted", milestone, at=at)
        tell(
            milestone,
            Side.COMPANY,
            at=at,
            facts={"accept_by": accept_by},
            sentence=N_("Deliverable {number} is in. Please review it by {accept_by}."),
        )
    return milestone


def request_changes(*, actor: Actor, milestone_id: UUID, reason: str, at: datetime) -> Milestone:
    """Say what does not meet the acceptance criteria; the clock stands still until the talent hands in again."""
    with transaction.atomic():
        milestone = lock(queries.milestones_for(actor), milestone_id)
        require(
            allowed=permissions.may_request_changes(actor, milestone), possible=rules.can_decide(milestone)
        )
        refuse_unusable(reason=rules.reason_given(reason, least=rules.REASON_LENGTH))
        ChangeRequest.objects.create(
            milestone=milestone,
            submission=milestone.submissions.latest("number"),
            reason=reason.strip(),
            at=at,
            by_id=who(actor),
        )
        milestone.accept_by = None
        milestone.move(MilestoneState.CHANGES_REQUESTED)
        log("changes_requested", milestone, actor=actor, at=at)
        news("changes_requested", milestone, at=at)
        tell(
            milestone,
            Side.TALENT,
            at=at,
            sentence=N_(
                "The company asks for changes to deliverable {number}. The clock stands still until you answer."
            ),
        )
    return milestone


def remind_reviewers(*, at: datetime) -> int:
    """Send the reminders that are due, one at a time each; with the second the coordinator is asked to call.

    Returns how many went out. Safe to repeat: each milestone counts its own.
    """
    due = Milestone.objects.filter(state=MilestoneState.SUBMITTED, reminders__lt=len(rules.REMINDERS))
    sent = 0
    for milestone_id in due.filter(accept_by__lte=at + rules.REMINDERS[0], accept_by__gt=at).values_list(
        "pk", flat=True
    ):
        with transaction.atomic():
            milestone = lock(Milestone.objects.all(), milestone_id)
            sent += _remind(milestone, at)
    return sent


def _remind(milestone: Milestone, at: datetime) -> bool:
    if milestone.state != MilestoneState.SUBMITTED or milestone.accept_by is None:
        return False
    due = rules.reminders_due(milestone.accept_by, at)
    if milestone.reminders >= due:
        return False
    called = milestone.reminders < rules.CALL_AT_REMINDER <= due
    milestone.reminders = due
    milestone.save(update_fields=["reminders"])
    facts: dict[str, Fact] = {"accept_by": milestone.accept_by.isoformat(), "reminder": due}
    log("reminded", milestone, actor=SYSTEM, at=at, reminder=due)
    tell(
        milestone,
        Side.COMPANY,
        at=at,
        facts=facts,
        sentence=N_(
            "Deliverable {number} waits for your review until {accept_by}. Without an answer it is then accepted."
        ),
    )
    if called:
        tell(
            milestone,
            Side.COORDINATOR,
            at=at,
            facts=facts,
            sentence=N_(
                "Please call the company: deliverable {number} is not reviewed and is accepted by silence at {accept_by}."
            ),
        )
    return True
