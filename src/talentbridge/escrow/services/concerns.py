"""A worry of either side stops clock and money until the coordinator has resolved it in writing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talentbridge.escrow import permissions, queries, rules
from talentbridge.escrow.models import Concern, Milestone
from talentbridge.escrow.services.telling import log, news, refuse_unusable, tell, who
from talentbridge.escrow.states import MilestoneState
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.errors import require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_


def raise_concern(*, actor: Actor, milestone_id: UUID, text: str, at: datetime) -> Milestone:
    """Freeze the milestone: the clock stands still and the money stays where it is. Nothing is forfeited."""
    with transaction.atomic():
        milestone = lock(queries.milestones_for(actor), milestone_id)
        require(
            allowed=permissions.may_raise_concern(actor, milestone),
            possible=rules.can_raise_concern(milestone),
        )
        refuse_unusable(text=rules.reason_given(text, least=rules.REASON_LENGTH))
        Concern.objects.create(
            milestone=milestone,
            side=milestone.seen_from,
            text=text.strip(),
            at=at,
            raised_by_id=who(actor),
        )
        milestone.frozen_from, milestone.frozen_at = milestone.state, at
        milestone.move(MilestoneState.FROZEN)
        log("concern_raised", milestone, actor=actor, at=at)
        news("frozen", milestone, at=at)
        tell(
            milestone,
            Side.COORDINATOR,
            Side.COMPANY,
            Side.TALENT,
            at=at,
            but=actor,
            sentence=N_(
                "A concern about milestone {number} was raised. Clock and money stand still until it is resolved."
            ),
        )
    return milestone


def resolve_concern(*, actor: Actor, milestone_id: UUID, resolution: str, at: datetime) -> Milestone:
    """Put the milestone back where it was, with the coordinator's written reason; what was left of the clock is left."""
    with transaction.atomic():
        milestone = lock(queries.milestones_for(actor), milestone_id)
        require(
            allowed=permissions.may_resolve_concern(actor, milestone), possible=rules.can_resolve(milestone)
        )
        refuse_unusable(resolution=rules.reason_given(resolution, least=rules.REASON_LENGTH))
        milestone.concerns.filter(resolved_at=None).update(
            resolution=resolution.strip(), resolved_at=at, resolver_id=who(actor)
        )
        assert milestone.frozen_at is not None  # a constraint of the table
        milestone.accept_by = rules.after_pause(milestone.accept_by, milestone.frozen_at, at)
        before, milestone.frozen_from, milestone.frozen_at = milestone.frozen_from, "", None
        milestone.move(MilestoneState(before))
        log("concern_resolved", milestone, actor=actor, at=at)
        news("concern_resolved", milestone, at=at)
        tell(
            milestone,
            Side.COMPANY,
            Side.TALENT,
            at=at,
            sentence=N_(
                "The coordinator resolved the concern about milestone {number}. It goes on where it stood."
            ),
        )
    return milestone
