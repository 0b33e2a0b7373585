"""Reviews over REST."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from talentbridge.kernel.clock import now
from talentbridge.kernel.pages import BridgeRequest
from talentbridge.reputation import queries, services
from talentbridge.reputation.models import Review

router = Router(tags=["reputation"])


class ReviewIn(Schema):
    """Points from 1 to 5 by aspect: quality, communication, punctuality; or clarity, payment, respect."""

    ratings: dict[str, int]
    text: str
    again: bool


class ReviewOut(Schema):
    """A review that the caller may read."""

    id: UUID
    case_id: UUID
    side: str
    ratings: dict[str, int]
    text: str
    language: str
    again: bool
    written_at: datetime
    reply: str

    @staticmethod
    def resolve_ratings(review: Review) -> dict[str, int]:
        return {each.aspect: each.points for each in review.points.all()}


class ReplyIn(Schema):
    text: str


@router.get("/cases/{uuid:case_id}/reviews", response=list[ReviewOut])
def list_reviews(request: HttpRequest, case_id: UUID) -> list[Review]:
    """The reviews of an engagement that the caller may read."""
    return list(queries.reviews_for(cast(BridgeRequest, request).actor).filter(case_id=case_id))


@router.post("/cases/{uuid:case_id}/reviews", response={201: ReviewOut})
def write_review(request: HttpRequest, case_id: UUID, body: ReviewIn) -> Status[Review]:
    """Write one's side's review."""
    actor = cast(BridgeRequest, request).actor
    review = services.write_review(
        actor=actor, case_id=case_id, ratings=body.ratings, text=body.text, again=body.again, at=now()
    )
    return Status(201, review)


@router.post("/reviews/{uuid:review_id}/reply", response=ReviewOut)
def reply(request: HttpRequest, review_id: UUID, body: ReplyIn) -> Review:
    """Reply once to a review of one's own side."""
    return services.reply(
        actor=cast(BridgeRequest, request).actor, review_id=review_id, text=body.text, at=now()
    )
