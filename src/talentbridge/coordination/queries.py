"""Reads of the pool, of who is in charge, and of the workbench's one queue.

Rows carry annotations that their models do not have (`load`, `risk`, `group`), hence `QuerySet[Any]`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    DurationField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

from talentbridge.coordination import rules
from talentbridge.coordination.models import Assignment, ConflictOfInterest, CoordinatorProfile
from talentbridge.coordination.rules import Candidate, Group, Level
from talentbridge.coordination.states import IN_CHARGE, AssignmentState
from talentbridge.engagements import queries as engagements
from talentbridge.engagements.states import EngagementState
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.text import N_

_CHARGED = [state.value for state in IN_CHARGE]
# How much earlier a risky engagement stands in the queue: due × risk as one moment that can be sorted by.
AHEAD = {Level.HIGH: timedelta(days=3), Level.CAUTION: timedelta(days=1)}

SORTS = {
    "urgency": ("group_order", "urgency"),
    "due": ("group_order", "next_due_at"),
    "held": ("held_minor",),
    "last": ("last_act_at",),
    "stage": ("stage_position", "next_due_at"),
}


def pool() -> QuerySet[Any]:
    """The coordinators of the pool with their `load`, by name."""
    load = Count("assignments", filter=Q(assignments__state__in=_CHARGED))
    return (
        CoordinatorProfile.objects.select_related("person")
        .filter(is_active=True)
        .annotate(load=load)
        .order_by("person__name", "pk")
    )


def candidates(case_id: UUID, company_id: UUID, at: datetime) -> list[Candidate]:
    """Everybody of the pool as seen from one case of `company_id`: three queries, however many they are."""
    today = at.astimezone(rules.SEOUL).date()
    recorded = ConflictOfInterest.objects.filter(coordinator=OuterRef("pk"), organisation_id=company_id)
    belongs = Q(person__memberships__organisation_id=company_id, person__memberships__ended_at=None)
    members = set(CoordinatorProfile.objects.filter(belongs).values_list("pk", flat=True))
    relieved = set(
        Assignment.objects.filter(case_id=case_id)
        .exclude(left_reason="")
        .values_list("coordinator_id", flat=True)
    )
    rows = pool().annotate(recorded=Subquery(recorded.values("reason")[:1], output_field=CharField()))
    return [
        Candidate(
            person_id=row.person_id,
            name=row.person.name,
            languages=frozenset(row.languages),
            sectors=frozenset(row.sectors),
            capacity=row.capacity,
            load=row.load,
            is_away=row.is_away(today),
            conflict=row.recorded or (N_("belongs to the same organisation") if row.pk in members else ""),
            handed_back=row.pk in relieved,
        )
        for row in rows
    ]


def in_charge(case_id: UUID) -> Assignment | None:
    """The running assignment of a case."""
    return (
        Assignment.objects.select_related("coordinator__person")
        .filter(case_id=case_id, state__in=_CHARGED)
        .first()
    )


def history_of(case_id: UUID) -> QuerySet[Assignment]:
    """Everybody who was in charge of a case, newest first. The caller has proven that its reader may see the case."""
    return (
        Assignment.objects.select_related("coordinator__person", "assigned_by")
        .filter(case_id=case_id)
        .order_by("-assigned_at")
    )


def assignments_for(actor: Actor) -> QuerySet[Assignment]:
    """The assignments of the cases that `actor` sees."""
    visible = engagements.engagements_for(actor).order_by().values("pk")
    return Assignment.objects.select_related("coordinator__person").filter(case_id__in=visible)


def waiting_for_somebody(actor: Actor) -> QuerySet[Any]:
    """Open engagements without a coordinator, or whose coordinator has asked to be relieved; oldest first."""
    handed_back = Assignment.objects.filter(case_id=OuterRef("pk"), state=AssignmentState.HANDED_BACK)
    return (
        engagements.engagements_for(actor)
        .filter(state=EngagementState.OPEN)
        .annotate(
            handed_back=Exists(handed_back),
            left_reason=Subquery(handed_back.values("left_reason")[:1], output_field=CharField()),
        )
        .filter(Q(coordinator=None) | Q(handed_back=True))
        .order_by("opened_at", "pk")
    )


def workbench_for(actor: Actor, at: datetime) -> QuerySet[Any]:
    """The open engagements of a coordinator (of everybody, for an operator), each with its risk, group and urgency."""
    rows = engagements.engagements_for(actor).filter(state=EngagementState.OPEN)
    today, week = rules.group_ends(at)
    return with_risk(rows, at).annotate(
        group=Case(
            When(next_due_at__lt=today, then=Value(Group.TODAY.value)),
            When(next_due_at__lt=week, then=Value(Group.WEEK.value)),
            default=Value(Group.WAITING.value),
        ),
        group_order=Case(
            When(next_due_at__lt=today, then=Value(0)),
            When(next_due_at__lt=week, then=Value(1)),
            default=Value(2),
        ),
        urgency=F("next_due_at")
        - Case(
            *(When(risk=level.value, then=Value(ahead)) for level, ahead in AHEAD.items()),
            default=Value(timedelta()),
            output_field=DurationField(),
        ),
    )


def with_risk(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """`rows` with `risk` (high, caution, empty), as `rules.risk` judges each."""
    return rows.annotate(
        risk=Case(
            When(
                Q(has_frozen=True) | Q(next_due_at__lt=at - rules.VERY_LATE) | Q(design_level="high"),
                then=Value(Level.HIGH.value),
            ),
            When(
                Q(next_due_at__lt=at) | Q(has_unverified=True) | Q(overlap_minutes__lt=rules.LITTLE_OVERLAP),
                then=Value(Level.CAUTION.value),
            ),
            default=Value(Level.NONE.value),
            output_field=CharField(),
        )
    )


def by_risk(rows: QuerySet[Any], level: str) -> QuerySet[Any]:
    """`rows` of one risk level; an unknown level narrows nothing."""
    return rows.filter(risk=level) if level in {Level.HIGH, Level.CAUTION} else rows


def stats(rows: QuerySet[Any], at: datetime) -> dict[str, Any]:
    """The figures above the queue, in one query: today, late, high risk, the coordinator's turn, money in custody."""
    today, _week = rules.group_ends(at)
    figures = rows.order_by().aggregate(
        all=Count("pk"),
        today=Count("pk", filter=Q(next_due_at__lt=today)),
        late=Count("pk", filter=Q(next_due_at__lt=at)),
        high=Count("pk", filter=Q(risk=Level.HIGH.value)),
        mine=Count("pk", filter=Q(next_side=Side.COORDINATOR)),
        held=Sum("held_minor", filter=Q(currency="KRW")),
    )
    return figures | {"held": figures["held"] or 0}


def load_of(person_id: UUID) -> Any:
    """The profile of one coordinator, with `load`."""
    return pool().filter(person_id=person_id).first()
