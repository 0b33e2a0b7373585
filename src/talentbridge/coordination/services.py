"""Verbs on coordinators: join the pool, be assigned, hand back, be replaced."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from talentbridge.accounts import services as accounts
from talentbridge.audit import services as audit
from talentbridge.coordination import permissions, queries, rules
from talentbridge.coordination.models import Assignment, ConflictOfInterest, CoordinatorProfile
from talentbridge.coordination.states import AssignmentState
from talentbridge.demand import queries as demand
from talentbridge.engagements import queries as engagements
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import SYSTEM, Actor, Side
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid, Missing, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_


def join_pool(
    *, person_id: UUID, languages: Collection[str], sectors: Collection[str] = (), capacity: int = 45
) -> CoordinatorProfile:
    """Put a person into the pool, or bring their entry up to date. The caller has decided that this is allowed."""
    profile, _ = CoordinatorProfile.objects.update_or_create(
        person_id=person_id,
        defaults={"languages": sorted(languages), "sectors": sorted(sectors), "capacity": capacity, "is_active": True},
    )  # fmt: skip
    return profile


def set_away(*, actor: Actor, until: date | None, at: datetime) -> CoordinatorProfile:
    """Tell until which day one takes nothing new; None: back. Engagements in charge stay in charge."""
    with transaction.atomic():
        mine = CoordinatorProfile.objects.select_for_update().filter(person_id__in=[actor.person_id])
        profile = mine.first()
        if profile is None:
            raise Missing
        if until is not None and until < at.astimezone(rules.SEOUL).date():
            raise Invalid({"until": no("coordination.past_day", N_("Choose today or a later day."))})
        profile.away_until = until
        profile.save(update_fields=["away_until"])
    return profile


def record_conflict(
    *, actor: Actor, person_id: UUID, organisation_id: UUID, reason: str, at: datetime
) -> ConflictOfInterest:
    """Record that a coordinator may not accompany an organisation: a stop from now on."""
    require(allowed=permissions.may_assign(actor))
    _require_reason(reason)
    assert actor.person_id is not None  # an operator is a person
    with transaction.atomic():
        profile = CoordinatorProfile.objects.filter(person_id=person_id).first()
        if profile is None:
            raise Missing
        conflict, _ = ConflictOfInterest.objects.update_or_create(
            coordinator=profile,
            organisation_id=organisation_id,
            defaults={"reason": reason.strip(), "recorded_by_id": actor.person_id, "recorded_at": at},
        )
    return conflict


def when_opened(payload: Mapping[str, Any], at: datetime) -> None:
    """A new engagement: the coordinator with the most room takes it; nobody free: the operator sees it in the queue."""
    assign_freely(case_id=UUID(str(payload["case_id"])), at=at)


def assign_freely(*, case_id: UUID, at: datetime) -> Assignment | None:
    """Choose and assign by rule. None when nobody can take it; then whoever is in charge stays so."""
    with transaction.atomic():
        engagement = engagements.engagements_for(SYSTEM).filter(pk=case_id).first()
        if engagement is None:
            return None
        _lock_pool()
        current = queries.in_charge(case_id)
        if current is not None and current.state == AssignmentState.RUNNING:
            return current
        task = demand.task_of(case_id)
        choice = rules.choose(
            queries.candidates(case_id, engagement.company_id, at),
            language=task.need_language if task else "ko",
        )
        if choice.candidate is None:
            audit.record("coordination.coordinator.missing", actor=SYSTEM, subject=engagement, at=at)
            outbox.add("coordination.nobody_free", at=at, case_id=case_id)
            return None
        return _put_in_charge(
            case_id, choice.candidate.person_id, by=SYSTEM, reason=choice.reason, facts=dict(choice.facts), note="", at=at
        )  # fmt: skip


def reassign(
    *, actor: Actor, case_id: UUID, person_id: UUID, reason: str, note: str = "", at: datetime
) -> Assignment:
    """An operator puts somebody in charge, with a reason, and a note from whoever was before.

    Conflict of interest, a full load and absence are refused, not only warned about.
    """
    require(allowed=permissions.may_assign(actor))
    with transaction.atomic():
        engagement = engagements.engagements_for(actor).filter(pk=case_id).first()
        if engagement is None:
            raise Missing
        _lock_pool()
        candidate = next(
            (
                each
                for each in queries.candidates(case_id, engagement.company_id, at)
                if each.person_id == person_id
            ),
            None,
        )
        if candidate is None:
            raise Invalid({"person": no("coordination.not_in_pool", N_("Choose a coordinator of the pool."))})
        current = queries.in_charge(case_id)
        if current is not None and current.coordinator.person_id == person_id:
            raise Refused(no("coordination.already", N_("{name} is in charge already."), name=candidate.name))
        if not (able := rules.can_take(candidate)):
            raise Invalid({"person": able})
        _require_reason(reason)
        return _put_in_charge(
            case_id, person_id, by=actor, reason=reason.strip(), facts={}, note=note.strip(), at=at
        )


def clear_out(*, actor: Actor, person_id: UUID, reason: str, at: datetime) -> tuple[int, int]:
    """Somebody leaves the pool: everything in charge goes to the next suitable coordinators, with one written reason.

    Returns how many went, and how many stay because nobody can take them; these wait in the operator's list.
    """
    require(allowed=permissions.may_assign(actor))
    _require_reason(reason)
    with transaction.atomic():
        _lock_pool()
        profile = CoordinatorProfile.objects.filter(person_id=person_id).first()
        if profile is None:
            raise Missing
        profile.is_active = False
        profile.save(update_fields=["is_active"])
        running = list(
            Assignment.objects.filter(coordinator=profile, state=AssignmentState.RUNNING).order_by("pk")
        )
        gone = 0
        for assignment in running:
            assignment.left_reason = reason.strip()
            assignment.move(AssignmentState.HANDED_BACK, at=at)
            assignment.save()
            gone += assign_freely(case_id=assignment.case_id, at=at) is not None
    return gone, len(running) - gone


def hand_back(*, actor: Actor, case_id: UUID, reason: str, note: str = "", at: datetime) -> Assignment:
    """The coordinator asks to be relieved. The next suitable one takes over at once; with nobody free the
    coordinator stays in charge and the operator decides. Raises `Invalid` on ``reason``."""
    with transaction.atomic():
        current = (
            queries.assignments_for(actor).filter(case_id=case_id, state=AssignmentState.RUNNING).first()
        )
        if current is None:
            raise Missing
        assignment = lock(Assignment.objects.select_related("coordinator"), current.pk)
        require(allowed=permissions.may_hand_back(actor, assignment))
        _require_reason(reason)
        assignment.left_reason, assignment.note = reason.strip(), assignment.note or note.strip()
        assignment.move(AssignmentState.HANDED_BACK, at=at)
        assignment.save()
        audit.record(
            "coordination.coordinator.handed_back",
            actor=actor,
            subject=assignment,
            at=at,
            reason=reason.strip(),
        )
        outbox.add("coordination.handed_back", at=at, case_id=case_id)
        return assign_freely(case_id=case_id, at=at) or assignment


def when_over(payload: Mapping[str, Any], at: datetime) -> None:
    """The engagement ended: its coordinator has room again."""
    with transaction.atomic():
        current = queries.in_charge(UUID(str(payload["case_id"])))
        if current is not None:
            current.move(AssignmentState.CLOSED, at=at)
            current.save()


def _lock_pool() -> None:
    """Capacity is what becomes scarcer: whoever assigns holds the whole pool (a few dozen rows), in id order."""
    list(CoordinatorProfile.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _put_in_charge(
    case_id: UUID, person_id: UUID, *, by: Actor, reason: str, facts: dict[str, Any], note: str, at: datetime
) -> Assignment:
    before = queries.in_charge(case_id)
    if before is not None:
        before.move(AssignmentState.REPLACED, at=at)
        before.save()
    profile = CoordinatorProfile.objects.select_related("person").get(person_id=person_id)
    assignment = Assignment.objects.create(
        case_id=case_id, coordinator=profile, reason=reason, reason_facts=facts, assigned_by_id=by.person_id,
        assigned_at=at, note=note,
    )  # fmt: skip
    accounts.stand(case_id=case_id, side=Side.COORDINATOR, person_id=person_id, at=at)
    name = profile.person.name
    if by is SYSTEM:
        audit.record(
            "coordination.coordinator.chosen", actor=by, subject=assignment, at=at, name=name, **facts
        )
    else:
        audit.record(
            "coordination.coordinator.assigned", actor=by, subject=assignment, at=at, name=name, reason=reason
        )
    outbox.add("coordination.assigned", at=at, case_id=case_id, person_id=person_id)
    _tell(case_id, person_id, at)
    return assignment


def _tell(case_id: UUID, person_id: UUID, at: datetime) -> None:
    task = demand.task_of(case_id)
    accounts.notify(
        person_ids=[person_id],
        sentence=N_("You are the coordinator of ‘{title}’ now."),
        facts={"title": task.title if task else ""},
        url=reverse("engagements:detail", args=[case_id]),
        at=at,
    )


def _require_reason(reason: str) -> None:
    if len(reason.strip()) < rules.MIN_REASON:
        raise Invalid(
            {
                "reason": no(
                    "coordination.short_reason",
                    N_("The reason is too short. Say why in {count} characters or more."),
                    count=rules.MIN_REASON,
                )
            }
        )
