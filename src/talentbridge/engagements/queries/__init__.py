"""Reads of engagements. `engagements_for(actor)` is the only way to one from a page, the API or a job."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from talentbridge.accounts.queries import seen_by
from talentbridge.engagements.models import Engagement, GateSkip, HandOver, Obstacle
from talentbridge.engagements.queries.designing import (
    asked_again,
    design_of,
    designs_of,
    followed_of,
    known_of,
    not_followed,
    question_of,
    steps_of,
    terms_of,
)
from talentbridge.engagements.queries.gathering import facts_of, fill_columns
from talentbridge.engagements.queries.stays import (
    days_in_korea,
    nearest_expiry,
    page_of_stays,
    papers_ending,
    planned_stays,
    stays_about,
    stays_for,
)
from talentbridge.engagements.states import EngagementState, Stage
from talentbridge.kernel.actor import Actor, Role, Side

__all__ = [
    "SORTS",
    "asked_again",
    "days_in_korea",
    "design_of",
    "designs_of",
    "engagements_for",
    "facts_of",
    "fill_columns",
    "filtered",
    "followed_of",
    "hand_over_of",
    "known_of",
    "nearest_expiry",
    "not_followed",
    "obstacles_for",
    "open_case_ids",
    "page_of_stays",
    "papers_ending",
    "planned_stays",
    "question_of",
    "skips_for",
    "stays_about",
    "stays_for",
    "steps_of",
    "terms_of",
]

SORTS = {
    "due": ("next_due_at", "stage_position"),
    "number": ("number",),
    "stage": ("stage_position", "next_due_at"),
    "company": ("company__name",),
    "held": ("held_minor",),
    "last": ("last_act_at",),
}


def engagements_for(actor: Actor) -> QuerySet[Engagement]:
    """The engagements that `actor` takes part in, with `seen_from`, company, talent and coordinator at hand."""
    rows = Engagement.objects.select_related("company", "talent", "coordinator")
    return seen_by(actor, rows, case="pk", talent="talent_id")


def filtered(
    rows: QuerySet[Engagement], *, text: str = "", stage: str = "", turn: str = "", state: str = ""
) -> QuerySet[Engagement]:
    """`rows` narrowed by what a reader typed and chose; unknown choices narrow nothing."""
    for word in text.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(title_ko__icontains=word)
            | Q(title_en__icontains=word)
            | Q(company__name__icontains=word)
            | Q(company__name_en__icontains=word)
            | Q(alias__icontains=word)
            | Q(names_talent=True, talent__name__icontains=word)
        )
    if stage in set(Stage):
        rows = rows.filter(stage=stage)
    if turn in set(Side):
        rows = rows.filter(next_side=turn)
    if state in set(EngagementState):
        rows = rows.filter(state=state)
    return rows


def hand_over_of(engagement: Engagement) -> HandOver | None:
    """The hand-over note of an engagement, if one was written."""
    return HandOver.objects.select_related("written_by", "confirmed_by").filter(engagement=engagement).first()


def skips_for(actor: Actor) -> QuerySet[GateSkip]:
    """The skips of the engagements that `actor` sees, newest first."""
    visible = engagements_for(actor).order_by().values("pk")
    return (
        GateSkip.objects.select_related("engagement", "asked_by", "answered_by")
        .filter(engagement__in=visible)
        .order_by("-asked_at")
    )


def obstacles_for(actor: Actor) -> QuerySet[Obstacle]:
    """The obstacles noted on the engagements of a coordinator; all of them for an operator; none for the two sides."""
    noted = Obstacle.objects.select_related("engagement", "noted_by").order_by("-noted_at")
    if actor.role not in {Role.COORDINATOR, Role.OPERATOR, Role.SYSTEM}:
        return noted.none()
    return noted.filter(engagement__in=engagements_for(actor).order_by().values("pk"))


def open_case_ids() -> list[UUID]:
    """Every open engagement, for the job that keeps them fresh."""
    return list(Engagement.objects.filter(state=EngagementState.OPEN).values_list("pk", flat=True))
