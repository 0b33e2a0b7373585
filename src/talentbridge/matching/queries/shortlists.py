"""Reads of shortlists and selections."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, OuterRef, QuerySet, Subquery

from talentbridge.accounts.queries import seen_as, seen_by
from talentbridge.kernel.actor import Actor, Role, Side
from talentbridge.matching.models import Look, Selection, Shortlist, ShortlistEntry
from talentbridge.matching.states import RUNNING, SelectionState


def shortlists_for(actor: Actor) -> QuerySet[Shortlist]:
    """The shortlists that `actor` may see: company, coordinator, operator; never a talent."""
    shortlists = seen_by(actor, Shortlist.objects.select_related("task"))
    return shortlists.none() if actor.role is Role.TALENT else shortlists


def selections_for(actor: Actor) -> QuerySet[Selection]:
    """The selections of the actor's cases; for a talent those of the own profile, before and after the answer."""
    selections = Selection.objects.select_related(
        "profile", "profile__person", "shortlist__task__company", "decided_by"
    )
    if actor.role is Role.TALENT:
        return seen_as(Side.TALENT, selections.filter(profile__person=actor.person_id))
    return seen_by(actor, selections, talent="profile__person_id")


def counted(shortlists: QuerySet[Shortlist]) -> QuerySet[Any]:
    """The same shortlists with `people` on each and `chosen`, the state of its latest selection; one query."""
    latest = Selection.objects.filter(shortlist=OuterRef("pk")).order_by("-decided_at")
    return shortlists.select_related("task__company").annotate(
        people=Count("entries"), chosen=Subquery(latest.values("state")[:1], output_field=CharField())
    )


def entries_of(shortlist: Shortlist) -> QuerySet[ShortlistEntry]:
    """The people on a shortlist that its reader may see, in order."""
    return shortlist.entries.select_related("profile__person").order_by("rank")


def shortlist_of(case_id: UUID) -> Shortlist | None:
    """The latest shortlist of a case. The caller has proven that its reader may see the case."""
    return Shortlist.objects.filter(case_id=case_id).order_by("-made_at").first()


def selection_of(case_id: UUID) -> Selection | None:
    """The latest selection of a case, running or not. The caller has proven that its reader may see the case."""
    return selections_of(case_id).first()


def declined_by(case_id: UUID) -> set[int]:
    """The profiles whose people have declined this case."""
    found = Selection.objects.filter(case_id=case_id, state=SelectionState.DECLINED)
    return set(found.values_list("profile_id", flat=True))


def selections_of(case_id: UUID) -> QuerySet[Selection]:
    """Every choice made in a case, newest first. The caller has proven that its reader may see the case."""
    selections = Selection.objects.select_related("profile__person", "decided_by")
    return selections.filter(case_id=case_id).order_by("-decided_at")


def running_selection(case_id: UUID) -> Selection | None:
    """The selection that is offered or accepted, if any."""
    return Selection.objects.filter(case_id=case_id, state__in=RUNNING).first()


@dataclass(frozen=True)
class Contact:
    """A company has asked this person before: when, for this work or another, and what came of it."""

    at: datetime
    is_this_work: bool
    state: str


def contacts_of(shortlist: Shortlist, profile_ids: Collection[int]) -> dict[int, Contact]:
    """Whom of `profile_ids` the company of a shortlist has asked already: the latest time each, this list's own left out
    while it runs. The caller has proven that its reader may see the shortlist; other companies' offers are not told."""
    rows = Selection.objects.filter(
        profile_id__in=profile_ids, shortlist__task__company_id=shortlist.task.company_id
    )
    ours = rows.exclude(case_id=shortlist.case_id, state__in=RUNNING).order_by("decided_at")
    return {
        row.profile_id: Contact(row.decided_at, row.case_id == shortlist.case_id, row.state) for row in ours
    }


def looks_of(shortlist: Shortlist) -> QuerySet[Look]:
    """Who had a shortlist before them, newest first. The caller has proven that its reader may see it."""
    return Look.objects.filter(shortlist=shortlist).select_related("person").order_by("-at", "-pk")
