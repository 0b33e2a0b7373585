"""What every verb on an engagement ends with: deriving the stored columns again from facts."""

from __future__ import annotations

from datetime import datetime

from talentbridge.audit import services as audit
from talentbridge.contracts import services as contracts
from talentbridge.engagements import queries, rules
from talentbridge.engagements.models import Engagement
from talentbridge.engagements.services.designing import follow
from talentbridge.engagements.services.telling import EVERYBODY, tell
from talentbridge.engagements.states import STAGE_LABELS, EngagementState
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import SYSTEM, Side
from talentbridge.kernel.text import N_
from talentbridge.matching import services as matching
from talentbridge.reputation import queries as reviews
from talentbridge.reputation import services as reputation


def recompute(engagement: Engagement, at: datetime) -> None:
    """Bring the stored columns up to date. The engagement's row is locked, or new."""
    facts = queries.facts_of(engagement)
    stage = rules.stage_of(facts)
    if stage.position > facts.reached.position:
        audit.record(
            "engagements.stage.reached", actor=SYSTEM, subject=engagement, at=at, stage=STAGE_LABELS[stage]
        )
        outbox.add("engagements.stage_reached", at=at, case_id=engagement.pk, stage=stage)
    engagement.stage, engagement.stage_position = stage, stage.position
    if engagement.state == EngagementState.OPEN and rules.is_complete(facts):
        engagement.move(EngagementState.COMPLETED)
        engagement.completed_at = at
        audit.record("engagements.engagement.completed", actor=SYSTEM, subject=engagement, at=at)
        outbox.add("engagements.completed", at=at, case_id=engagement.pk)
        end_contract(facts, at)
        tell(
            engagement,
            EVERYBODY,
            at=at,
            sentence=N_("‘{title}’ is complete. The record stays readable for everybody."),
        )
    queries.fill_columns(engagement, at)
    if engagement.state == EngagementState.OPEN:
        follow(engagement, at)
    if rules.is_reviewable(facts):
        _ask_for_reviews(engagement, at)
    step = rules.next_step(facts) if engagement.state == EngagementState.OPEN else None
    engagement.next_side = step.side if step else ""
    engagement.next_action = step.action if step else ""
    engagement.next_number = step.number if step else None
    engagement.next_due_at = step.due_at if step else None
    engagement.skipped_stages = [gate.stage.value for gate in rules.gates(facts) if gate.has_skips]
    engagement.save()


def _ask_for_reviews(engagement: Engagement, at: datetime) -> None:
    """Everything is settled: the 14 days for reviews begin, once."""
    if engagement.talent_id is None or reviews.window_of(engagement.pk) is not None:
        return
    reputation.await_reviews(
        case_id=engagement.pk, company_id=engagement.company_id, talent_id=engagement.talent_id, at=at
    )
    tell(
        engagement, [Side.COMPANY, Side.TALENT], at=at,
        sentence=N_("All money of ‘{title}’ is settled. Please review the work together within 14 days."),
    )  # fmt: skip


def end_contract(facts: rules.Facts, at: datetime) -> None:
    """With the engagement ends its contract; what outlasts it stays as written."""
    if facts.contract_id and facts.in_force:
        contracts.end(actor=SYSTEM, contract_id=facts.contract_id, at=at)


def withdraw_offers(facts: rules.Facts, reason: str, at: datetime) -> None:
    """With a stopped engagement goes what still waits for a yes: nobody signs or takes work that is called off."""
    if facts.contract_id and not facts.in_force:
        contracts.withdraw(actor=SYSTEM, contract_id=facts.contract_id, reason=reason, at=at)
    if facts.selection_id and not facts.agreed:
        matching.withdraw(actor=SYSTEM, selection_id=facts.selection_id, at=at)
