"""Evidence that belongs to the engagement itself: the hand-over, and going on without something."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.engagements import permissions, queries, rules
from talentbridge.engagements.models import GateSkip, HandOver, Obstacle
from talentbridge.engagements.services.keeping import recompute
from talentbridge.engagements.services.reasons import require_reason
from talentbridge.engagements.services.telling import tell
from talentbridge.engagements.states import OBSTACLES
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_


def write_hand_over(
    *, actor: Actor, case_id: UUID, what: str, owner: str, links: str, at: datetime
) -> HandOver:
    """Record what was handed over, who owns it at the company from now on, and where it is.

    May be written again until the company confirms it. Raises `Invalid` on ``what`` or ``owner``.
    """
    with transaction.atomic():
        engagement = lock(queries.engagements_for(actor), case_id)
        note = queries.hand_over_of(engagement)
        require(
            allowed=permissions.may_write_hand_over(actor, engagement),
            possible=rules.can_write_hand_over(queries.facts_of(engagement)),
        )
        _require_note(what, owner)
        assert actor.person_id is not None  # a side of a case is a person; jobs stand on none
        note = note or HandOver(engagement=engagement)
        note.what, note.owner, note.links = what.strip(), owner.strip(), links.strip()
        note.written_by_id, note.written_at = actor.person_id, at
        note.save()
        audit.record("engagements.hand_over.written", actor=actor, subject=note, at=at, owner=note.owner)
        outbox.add("engagements.hand_over_written", at=at, case_id=case_id)
        tell(
            engagement, [Side.COMPANY], at=at, page="hand-over",
            sentence=N_("The hand-over note of ‘{title}’ is written. Please read and confirm it."),
        )  # fmt: skip
        recompute(engagement, at)
    return note


def confirm_hand_over(*, actor: Actor, case_id: UUID, at: datetime) -> HandOver:
    """The company confirms that it has what the note says. A second time changes nothing."""
    with transaction.atomic():
        engagement = lock(queries.engagements_for(actor), case_id)
        note = queries.hand_over_of(engagement)
        require(
            allowed=permissions.may_confirm_hand_over(actor, engagement),
            possible=rules.can_confirm_hand_over(queries.facts_of(engagement)),
        )
        if note is None:
            raise AssertionError("can_confirm_hand_over lets no missing note through")
        if note.confirmed_at is None:
            note.confirmed_by_id, note.confirmed_at = actor.person_id, at
            note.save(update_fields=["confirmed_by", "confirmed_at"])
            audit.record("engagements.hand_over.confirmed", actor=actor, subject=note, at=at)
            outbox.add("engagements.hand_over_confirmed", at=at, case_id=case_id)
            tell(
                engagement, [Side.TALENT, Side.COORDINATOR], at=at,
                sentence=N_("The company confirmed the hand-over of ‘{title}’."),
            )  # fmt: skip
            recompute(engagement, at)
    return note


def ask_skip(*, actor: Actor, case_id: UUID, evidence: str, reason: str, at: datetime) -> GateSkip:
    """Ask to go on without `evidence`. It takes effect when a second person agrees, and stays visible."""
    with transaction.atomic():
        engagement = lock(queries.engagements_for(actor), case_id)
        piece = rules.evidence_called(queries.facts_of(engagement), evidence)
        require(allowed=permissions.may_ask_skip(actor, engagement), possible=rules.can_skip(piece))
        require_reason(reason)
        assert actor.person_id is not None  # a side of a case is a person; jobs stand on none
        skip = GateSkip.objects.create(
            engagement=engagement, evidence=evidence, reason=reason.strip(), asked_by_id=actor.person_id, asked_at=at
        )  # fmt: skip
        _record("skip_asked", skip, piece, actor=actor, at=at)
    return skip


def answer_skip(*, actor: Actor, skip_id: UUID, agree: bool, reason: str = "", at: datetime) -> GateSkip:
    """The second person agrees or refuses; a refusal takes a reason (`Invalid` on ``reason``)."""
    with transaction.atomic():
        skip = lock(queries.skips_for(actor), skip_id)
        require(
            allowed=permissions.may_answer_skip(actor, skip.asked_by_id),
            possible=rules.can_answer_skip(skip.answered_at),
        )
        if not agree:
            require_reason(reason)
        engagement = lock(queries.engagements_for(actor), skip.engagement_id)
        piece = rules.evidence_called(queries.facts_of(engagement), skip.evidence)
        skip.confirmed, skip.answer_reason = agree, reason.strip()
        skip.answered_by_id, skip.answered_at = actor.person_id, at
        skip.save()
        _record("skip_confirmed" if agree else "skip_refused", skip, piece, actor=actor, at=at)
        tell(
            engagement, [Side.COORDINATOR], at=at,
            sentence=N_("The second person answered your request to go on without a proof in ‘{title}’."),
        )  # fmt: skip
        recompute(engagement, at)
    return skip


def note_obstacle(*, actor: Actor, case_id: UUID, tag: str, note: str, at: datetime) -> Obstacle:
    """Note what stood in the way, for policy; companies and talents do not see it.

    Raises `Invalid` on ``tag`` or ``note``.
    """
    with transaction.atomic():
        engagement = queries.engagements_for(actor).filter(pk=case_id).first()
        if engagement is None:
            raise Missing
        require(allowed=permissions.may_note_obstacle(actor, engagement))
        if refused := rules.refused_obstacle(tag, note):
            raise Invalid(refused)
        assert actor.person_id is not None  # a side of a case is a person; jobs stand on none
        obstacle = Obstacle.objects.create(
            engagement=engagement, stage=engagement.stage, tag=tag, note=note.strip(), noted_by_id=actor.person_id,
            noted_at=at,
        )  # fmt: skip
        audit.record("engagements.obstacle.noted", actor=actor, subject=obstacle, at=at, tag=OBSTACLES[tag])
        outbox.add("engagements.obstacle_noted", at=at, case_id=case_id, tag=tag)
    return obstacle


def _record(act: str, skip: GateSkip, piece: rules.Evidence | None, *, actor: Actor, at: datetime) -> None:
    audit.record(
        f"engagements.gate.{act}", actor=actor, subject=skip, at=at, evidence=piece.label if piece else skip.evidence,
        reason=skip.answer_reason or skip.reason,
    )  # fmt: skip
    outbox.add(f"engagements.{act}", at=at, case_id=skip.case_id, skip_id=skip.pk)


def _require_note(what: str, owner: str) -> None:
    refused = {}
    if len(what.strip()) < rules.MIN_REASON:
        refused["what"] = no(
            "engagements.short_note",
            N_("Say what was handed over in {count} characters or more: code, documents, access, training."),
            count=rules.MIN_REASON,
        )
    if not owner.strip():
        refused["owner"] = no(
            "engagements.no_owner", N_("Name the person at the company who takes this over.")
        )
    if refused:
        raise Invalid(refused)
