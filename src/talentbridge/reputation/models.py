"""Two reviews that wait for each other."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from talentbridge.kernel.actor import Side
from talentbridge.reputation.rules import HIGHEST, LOWEST
from talentbridge.reputation.states import MOVES, WindowState

_SIDES = [(side.value, side.value) for side in (Side.COMPANY, Side.TALENT)]


class ReviewWindow(models.Model):
    """The 14 days in which both sides of a settled case may review each other, and whether the reviews are shown."""

    seen_from: str  # annotated by accounts.queries.seen_by
    names_talent: bool  # and whether the reader may be told who the talent is

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField(unique=True)
    company = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    talent = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in WindowState], default=WindowState.BLIND.value
    )
    began_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") ^ Q(shown_at__isnull=True), name="shown_reviews_have_a_moment"
            )
        ]
        indexes = [models.Index(fields=["closes_at"], condition=Q(state="blind"), name="blind_reviews")]

    def move(self, state: WindowState, *, at: datetime) -> None:
        """Change the state; refuses what `MOVES` does not have."""
        if state not in MOVES[WindowState(self.state)]:
            raise ValueError(f"reviews do not move from {self.state} to {state}")
        self.state, self.shown_at = state, at


class Review(models.Model):
    """What one side says about the other after a settled case. Written once, never edited; answered once."""

    seen_from: str  # annotated by accounts.queries.seen_by
    names_talent: bool  # and whether the reader may be told who the talent is

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    window = models.ForeignKey(ReviewWindow, on_delete=models.PROTECT, related_name="reviews")
    case_id = models.UUIDField()
    side = models.CharField(max_length=20, choices=_SIDES)  # who writes
    author = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=10)
    again = models.BooleanField()  # would work together again
    written_at = models.DateTimeField()
    reply = models.TextField(blank=True)
    reply_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+", null=True)
    reply_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "side"], name="one_review_a_side"),
            models.CheckConstraint(condition=Q(side__in=["company", "talent"]), name="review_by_a_party"),
        ]
        indexes = [models.Index(fields=["case_id"], name="reviews_of_case")]


class ReviewPoint(models.Model):
    """Points, 1 to 5, for one aspect of one review."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="points")
    aspect = models.CharField(max_length=30)
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "aspect"], name="one_rating_an_aspect"),
            models.CheckConstraint(
                condition=Q(points__gte=LOWEST, points__lte=HIGHEST), name="points_from_1_to_5"
            ),
        ]
