"""Verbs on reviews: await them, write one, show them, reply."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from talentbridge.audit import services as audit
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import SYSTEM, Actor, Side
from talentbridge.kernel.errors import Invalid, Missing, require
from talentbridge.kernel.lock import lock
from talentbridge.reputation import permissions, queries, rules
from talentbridge.reputation.models import Review, ReviewPoint, ReviewWindow
from talentbridge.reputation.states import WindowState


def await_reviews(*, case_id: UUID, company_id: UUID, talent_id: UUID, at: datetime) -> ReviewWindow:
    """All money of a case is settled and work was accepted: both sides may review each other for 14 days.

    Called by the app above that knows when a case is settled. Repeating it changes nothing.
    """
    with transaction.atomic():
        window, is_new = ReviewWindow.objects.get_or_create(
            case_id=case_id,
            defaults={
                "company_id": company_id,
                "talent_id": talent_id,
                "began_at": at,
                "closes_at": at + rules.BLIND_FOR,
            },
        )
        if is_new:
            audit.record("reputation.reviews.awaited", actor=SYSTEM, subject=window, at=at)
            outbox.add("reputation.reviews_awaited", at=at, case_id=case_id)
    return window


def write_review(
    *, actor: Actor, case_id: UUID, ratings: Mapping[str, int], text: str, again: bool, at: datetime
) -> Review:
    """Write one's side's review of the other. It is shown when both are in, or after 14 days.

    Raises `Missing` while the case is not settled, `Invalid` by aspect and on ``text``.
    """
    with transaction.atomic():
        window = lock(queries.windows_for(actor), _window_id(actor, case_id))
        sides = set(window.reviews.values_list("side", flat=True))
        require(
            allowed=permissions.may_write(actor, window),
            possible=rules.can_write(window, window.seen_from in sides, at),
        )
        side = Side(window.seen_from)
        assert actor.person_id is not None  # a side of a case is a person; jobs stand on none
        if refused := rules.refusals(side, ratings, text):
            raise Invalid(refused)
        review = Review.objects.create(
            window=window, case_id=case_id, side=side, author_id=actor.person_id, text=text.strip(),
            language=actor.language, again=again, written_at=at,
        )  # fmt: skip
        ReviewPoint.objects.bulk_create(
            ReviewPoint(review=review, aspect=aspect, points=points) for aspect, points in ratings.items()
        )
        audit.record("reputation.review.written", actor=actor, subject=review, at=at)
        outbox.add("reputation.review_written", at=at, case_id=case_id, side=side)
        _show_when_due(window, {*sides, side}, at)
    return review


def show_due(at: datetime) -> int:
    """Show the reviews whose 14 days are over; returns how many pairs."""
    due = ReviewWindow.objects.filter(state=WindowState.BLIND, closes_at__lte=at).values_list("pk", flat=True)
    shown = 0
    for window_id in list(due):
        with transaction.atomic():
            window = lock(queries.windows_for(SYSTEM), window_id)
            shown += _show_when_due(window, set(window.reviews.values_list("side", flat=True)), at)
    return shown


def reply(*, actor: Actor, review_id: UUID, text: str, at: datetime) -> Review:
    """Reply, once, to a review of one's own side. Raises `Invalid` on ``reply``."""
    with transaction.atomic():
        review = lock(queries.reviews_for(actor), review_id)
        require(
            allowed=permissions.may_reply(actor, review),
            possible=rules.can_reply(review.window, bool(review.reply)),
        )
        if not (readable := rules.refused_reply(text)):
            raise Invalid({"reply": readable})
        review.reply, review.reply_by_id, review.reply_at = text.strip(), actor.person_id, at
        review.save(update_fields=["reply", "reply_by", "reply_at"])
        audit.record("reputation.review.replied", actor=actor, subject=review, at=at)
        outbox.add("reputation.review_replied", at=at, case_id=review.case_id, review_id=review.pk)
    return review


def _show_when_due(window: ReviewWindow, sides: set[str], at: datetime) -> bool:
    if not rules.can_open(window, sides, at):
        return False
    window.move(WindowState.OPEN, at=at)
    window.save(update_fields=["state", "shown_at"])
    audit.record("reputation.reviews.opened", actor=SYSTEM, subject=window, at=at)
    outbox.add("reputation.reviews_opened", at=at, case_id=window.case_id)
    return True


def _window_id(actor: Actor, case_id: UUID) -> UUID:
    found = queries.windows_for(actor).filter(case_id=case_id).values_list("pk", flat=True).first()
    if found is None:
        raise Missing
    return found
