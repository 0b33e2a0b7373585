"""The other direction: which open tasks fit a person, and how they stand to a list that considered them.

A person who did nothing for it may not learn what a company keeps to itself: a task is shown by title and conditions
only where its company has published it or where the person stands on its list; of the others there are only counts.
Nothing is stored about people who are not on a list: how they stand is calculated anew whenever it is asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from talentbridge.demand import queries as demand
from talentbridge.matching import rules
from talentbridge.matching.engine import (
    SERVICES,
    Ask,
    Assessment,
    Ranks,
    Weights,
    ask_of,
    assess,
    fitting,
    service_of,
)
from talentbridge.matching.engine.scan import Question
from talentbridge.matching.models import EndedSearch, Request, Selection, Shortlist, ShortlistEntry
from talentbridge.matching.queries.pool import pool
from talentbridge.matching.states import RUNNING
from talentbridge.skills import queries as skills

if TYPE_CHECKING:
    from talentbridge.demand.models import PublicTask, Task
    from talentbridge.talent.models import Profile


@dataclass(frozen=True)
class Open:
    """A task that looks for somebody: what it asks, and with which weights a search for it begins."""

    task: Task
    ask: Ask
    service: str

    @property
    def weights(self) -> Weights:
        return SERVICES[self.service].weights


@dataclass(frozen=True)
class Fit:
    """How the person stands to a task that they may know: published (`publication`), or on whose list they stand."""

    open: Open
    assessment: Assessment
    publication: PublicTask | None
    shortlist_id: UUID | None


@dataclass(frozen=True)
class Tasks:
    """Every open task as one person may know it. Of those that are not shown: how many, how many of them fit, and how
    many each kind of condition keeps the person from."""

    shown: tuple[Fit, ...]
    others: int
    others_fit: int
    in_the_way: Counter[str]
    is_calculated: bool = True  # False: the person is not in the pool now


@dataclass(frozen=True)
class Standing:
    """How a person stands to one list. `entry` is what the list keeps; the rest is calculated today.

    `now` is None for who takes no part in automated matching. `behind` is the factor, and by how many points, in which
    they are furthest behind the last of the list who was not given a newcomer's place.
    """

    shortlist: Shortlist
    ask: Ask
    weights: Weights
    entry: ShortlistEntry | None
    now: Assessment | None
    place: int | None
    passed: int
    behind: tuple[str, float] | None


def open_tasks(on: date, people: Ranks) -> list[Open]:
    """Every task that looks for somebody on `on`: approved, nobody chosen, the engagement not stopped. Six queries."""
    taken = Selection.objects.filter(state__in=RUNNING).values("case_id")
    closed = {
        *taken.values_list("case_id", flat=True),
        *EndedSearch.objects.values_list("case_id", flat=True),
    }
    kinds = skills.kind_of()
    found = []
    for task in demand.to_staff():
        if task.case_id not in closed:
            ask = ask_of(demand.draft_of(task), on=on, krw_per=people.reference.krw_per)
            found.append(Open(task, ask, service_of(ask, kinds)))
    return found


def tasks_for(profile: Profile, on: date) -> Tasks:
    """Which open tasks fit `profile`, those first whose every condition is met, by points; see the module's rule of what
    is shown. The number of queries does not depend on how many tasks there are."""
    people = pool(on=on)
    found = open_tasks(on, people)
    whole = Ask(
        on=on,
        skills=tuple({wish.skill_id: wish for each in found for wish in each.ask.skills}.values()),
        roles=tuple({role for each in found for role in each.ask.roles}),
    )
    person = people.candidate(profile.pk, whole)
    public = {
        id: row
        for id, row in demand.ever_published([each.task.pk for each in found]).items()
        if _is_public(row, on)
    }
    on_list = dict(
        ShortlistEntry.objects.filter(profile=profile, shortlist__task__in=[each.task for each in found])
        .order_by("shortlist__made_at")
        .values_list("shortlist__task_id", "shortlist_id")
    )
    if person is None:
        return Tasks((), len(found), 0, Counter(), is_calculated=False)
    known = {each.task.pk: each for each in found if each.task.pk in public or each.task.pk in on_list}
    groups: dict[Weights, list[tuple[UUID, Ask]]] = defaultdict(list)
    for id, each in known.items():
        groups[each.weights].append((id, each.ask))
    assessed = [
        pair for weights, asks in groups.items() for pair in fitting(asks, person, weights, people.reference)
    ]
    assessed.sort(key=lambda each: (len(each[1].failed), -each[1].total, str(each[0])))
    in_the_way: Counter[str] = Counter()
    fit = 0
    for each in found:
        if each.task.pk not in known:
            question = Question(each.ask, each.weights, people.reference)
            failed = {
                c.key.partition(":")[0] for c in question.constraints if not c.passes(person, question.prices)
            }
            in_the_way.update(failed)
            fit += not failed
    shown = tuple(Fit(known[id], assessment, public.get(id), on_list.get(id)) for id, assessment in assessed)
    return Tasks(shown, len(found) - len(known), fit, in_the_way)


def looked_at(on: date) -> tuple[int, Counter[str]]:
    """How many tasks are open, and how many of them look at each thing that a profile may state (`talent.rules.Hint`)."""
    people = pool(on=on)
    found = open_tasks(on, people)
    counts: Counter[str] = Counter()
    for each in found:
        question = Question(each.ask, each.weights, people.reference)
        kinds = {constraint.key.partition(":")[0] for constraint in question.constraints} - {"skill"}
        kinds |= {"skills"} if each.ask.skills else set()
        counts.update(kinds | ({"role"} if each.ask.roles else set()))
    return len(found), counts


def lists_about(profile: Profile) -> QuerySet[Shortlist]:
    """The lists that considered `profile` and that its owner may know of: those it stands on, and those of tasks that
    were published; with `is_listed`."""
    mine = ShortlistEntry.objects.filter(shortlist=OuterRef("pk"), profile=profile)
    rows = Shortlist.objects.annotate(is_listed=Exists(mine)).select_related("task")
    public = Q(task_id__in=demand.ids_ever_published()) & _considered(profile)
    return rows.filter(Q(is_listed=True) | public)


def lists_in_all(profile: Profile) -> int:
    """How many lists have considered `profile`, those included of which its owner is told no more."""
    return Shortlist.objects.filter(_considered(profile)).count()


def standing(profile: Profile, shortlist: Shortlist, on: date) -> Standing:
    """How `profile` stands to a list of `lists_about`, under what the list recorded, calculated with the people and
    reference rates of `on`."""
    ask, weights = rules.asked(shortlist.ask), rules.recorded_weights(shortlist.weights)
    entry = shortlist.entries.filter(profile=profile).first()
    people = pool(on=on)
    person = people.candidate(profile.pk, ask)
    if person is None:
        return Standing(shortlist, ask, weights, entry, None, None, 0, None)
    now = assess(ask, person, weights, people.reference)
    last = (
        shortlist.entries.exclude(profile=profile).filter(kept_for_newcomer=False).order_by("-rank").first()
    )
    mine = [{"key": factor.key, "points": factor.points} for factor in now.factors]
    return Standing(
        shortlist=shortlist, ask=ask, weights=weights, entry=entry, now=now,
        place=people.place(profile.pk, ask, weights),
        passed=people.rank(ask, weights, top=0, easing=False).passed,
        behind=rules.behind(mine, last.factors) if last and entry is None else None,
    )  # fmt: skip


def about_me(person_id: UUID) -> dict[str, Any]:
    """What matching keeps about a person, as plain JSON values, for their export. The caller has proven who asks."""
    lists = ShortlistEntry.objects.filter(profile__person_id=person_id).order_by("shortlist__made_at")
    offers = Selection.objects.filter(profile__person_id=person_id).order_by("decided_at")
    requests = Request.objects.filter(person_id=person_id).order_by("asked_at")
    return {
        "lists": _rows(
            lists, "shortlist_id", "shortlist__made_at", "shortlist__engine_version", "rank", "total", "factors",
            "missing", "gains",
        ),
        "offers": _rows(offers, "id", "state", "reason", "decided_at", "answered_at", "answer_reason"),
        "requests": _rows(
            requests, "id", "kind", "state", "shortlist_id", "words", "asked_at", "due_on", "extension_reason",
            "answered_at", "outcome", "answer", "facts", "withdrawn_at",
        ),
    }  # fmt: skip


def _rows(rows: QuerySet[Any], *fields: str) -> list[dict[str, Any]]:
    return [{key: _plain(value) for key, value in row.items()} for row in rows.values(*fields)]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | list | dict) else str(value)


def _is_public(row: PublicTask, on: date) -> bool:
    return row.withdrawn_at is None and row.valid_through >= on


def _considered(profile: Profile) -> Q:
    """Lists that were made while `profile` took part."""
    made = Q(made_at__gte=profile.registered_at)
    return made & Q(made_at__lt=profile.opted_out_at) if profile.opted_out_at else made
