"""Reads of reviews. Before they are shown, each side reaches only its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, F, Q, QuerySet, Sum

from talentbridge.accounts.queries import seen_by
from talentbridge.kernel.actor import Actor, Role, Side
from talentbridge.reputation import rules
from talentbridge.reputation.models import Review, ReviewPoint, ReviewWindow
from talentbridge.reputation.states import WindowState


def windows_for(actor: Actor) -> QuerySet[ReviewWindow]:
    """The pairs of reviews of the cases that `actor` takes part in, each with `seen_from`."""
    return seen_by(actor, ReviewWindow.objects.select_related("company", "talent"), talent="talent_id")


def reviews_for(actor: Actor) -> QuerySet[Review]:
    """The reviews that `actor` may read: those shown to all, and the own side's. No one reads the other's early."""
    reviews = Review.objects.select_related("author", "window__company", "window__talent").prefetch_related(
        "points"
    )
    visible = seen_by(actor, reviews, talent="window__talent_id")
    if actor.role is Role.SYSTEM:
        return visible
    return visible.filter(Q(window__state=WindowState.OPEN) | Q(side=F("seen_from"))).order_by("written_at")


def reviews_of(case_id: UUID) -> QuerySet[Review]:
    """Both reviews of a case, shown or not: to know whether they exist, never to show them."""
    return Review.objects.select_related("author").filter(case_id=case_id)


def window_of(case_id: UUID) -> ReviewWindow | None:
    """The pair of reviews of a case; None while its money is not settled."""
    return ReviewWindow.objects.filter(case_id=case_id).first()


def summary_of_talent(person_id: UUID) -> rules.Summary:
    """What companies say about a person, in numbers once there are three reviews."""
    return _summary(Review.objects.filter(side=Side.COMPANY, window__talent_id=person_id))


def scores_of_talents() -> dict[UUID, int]:
    """Person → 0-100 for those with enough shown reviews: the mean of all points, 1 counts as 0 and 5 as 100.

    Every review counts the same, whatever the job paid: short jobs are not crushed by large ones.
    """
    points = ReviewPoint.objects.filter(
        review__side=Side.COMPANY, review__window__state=WindowState.OPEN
    ).values("review__window__talent_id")
    found = points.annotate(reviews=Count("review", distinct=True), mean=Avg("points")).filter(
        reviews__gte=rules.MIN_SAMPLE
    )
    span = rules.HIGHEST - rules.LOWEST
    return {
        row["review__window__talent_id"]: round(100 * (row["mean"] - rules.LOWEST) / span) for row in found
    }


def talents_who_worked() -> set[UUID]:
    """The people who have settled a case here."""
    return set(ReviewWindow.objects.values_list("talent_id", flat=True).distinct())


def summary_of_company(organisation_id: UUID) -> rules.Summary:
    """What talents say about a company, in numbers once there are three reviews."""
    return _summary(Review.objects.filter(side=Side.TALENT, window__company_id=organisation_id))


def about(actor: Actor) -> QuerySet[Review]:
    """The shown reviews about the actor: what companies wrote about a talent, what talents wrote about a company."""
    shown = reviews_for(actor).filter(window__state=WindowState.OPEN)
    if actor.role is Role.TALENT:
        return shown.filter(side=Side.COMPANY, window__talent_id=actor.person_id)
    if actor.role is Role.COMPANY:
        return shown.filter(side=Side.TALENT, window__company_id=actor.organisation_id)
    return shown


def summary_for(actor: Actor) -> rules.Summary:
    """The sums of what was written about the actor's side; empty for those who are not reviewed."""
    if actor.role is Role.TALENT and actor.person_id:
        return summary_of_talent(actor.person_id)
    if actor.role is Role.COMPANY and actor.organisation_id:
        return summary_of_company(actor.organisation_id)
    return rules.Summary(0, {})


def everything_about(person_id: UUID) -> list[dict[str, Any]]:
    """What a person wrote, and what was shown about them, for their own export of data (PIPA art. 35)."""
    mine = Q(author_id=person_id) | Q(reply_by_id=person_id)
    about_me = Q(side=Side.COMPANY, window__talent_id=person_id, window__state=WindowState.OPEN)
    return [
        {
            "written_by_me": review.author_id == person_id,
            "text": review.text,
            "points": {each.aspect: each.points for each in review.points.all()},
            "again": review.again,
            "written_at": review.written_at.isoformat(),
            "reply": review.reply,
        }
        for review in Review.objects.filter(mine | about_me).prefetch_related("points").order_by("written_at")
    ]


def _summary(reviews: QuerySet[Review]) -> rules.Summary:
    shown = reviews.filter(window__state=WindowState.OPEN)
    counts = shown.aggregate(all=Count("pk"), again=Count("pk", filter=Q(again=True)))
    totals = (
        ReviewPoint.objects.filter(review__in=shown.values("pk"))
        .values_list("aspect")
        .annotate(total=Sum("points"))
        .order_by("aspect")
    )
    return rules.summary(counts["all"], dict(totals), counts["again"])
