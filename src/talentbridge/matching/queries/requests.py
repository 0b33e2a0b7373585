"""Reads of requests about matching: one's own, the queue of those who answer, and who may not answer which."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from talentbridge.accounts import queries as accounts
from talentbridge.kernel.actor import Actor, Role, Side
from talentbridge.matching.models import Request, Selection, Shortlist
from talentbridge.matching.rules import requests as clock
from talentbridge.matching.states import OPEN, Outcome, RequestKind
from talentbridge.policy import queries as policy
from talentbridge.policy.rules import NotKnown, Rule


def requests_for(actor: Actor) -> QuerySet[Request]:
    """A talent's own requests; those about a coordinator's cases; every one for operators; nothing for others, the
    company of the list included. Each with `seen_from`."""
    rows = Request.objects.select_related(
        "person", "profile", "handler", "answered_by", "shortlist__task__company", "shortlist__made_by"
    )
    if actor.role is Role.TALENT:
        return accounts.seen_as(Side.TALENT, rows.filter(Q(person_id=actor.person_id)))
    if actor.role in {Role.COORDINATOR, Role.OPERATOR, Role.SYSTEM}:
        return accounts.seen_by(actor, rows, case="shortlist__case_id")
    return accounts.seen_by(actor, rows.none(), case="shortlist__case_id")


def by_urgency(requests: QuerySet[Request]) -> QuerySet[Any]:
    """The same requests with `is_closed`, so that a list can put the open ones first."""
    is_open = When(state__in=OPEN, then=Value(False))
    return requests.annotate(is_closed=Case(is_open, default=Value(True), output_field=BooleanField()))


def clock_rule(on: date) -> Rule | None:
    """The row that sets the clock of a request on that day; None when none is known."""
    try:
        return policy.rule(clock.CLOCK, on=on)
    except NotKnown:
        return None


def open_for(actor: Actor) -> int:
    """How many requests wait that the actor may see."""
    return requests_for(actor).filter(state__in=OPEN).count()


def involved(request: Request) -> frozenset[UUID]:
    """Who decided on the list of a request, and so does not answer it (`rules.requests.involved`)."""
    if request.shortlist is None:
        return frozenset()
    return _involved(request.kind, request.shortlist)


def _involved(kind: str, shortlist: Shortlist) -> frozenset[UUID]:
    deciders = Selection.objects.filter(case_id=shortlist.case_id).values_list("decided_by_id", flat=True)
    return clock.involved(kind, deciders=set(deciders), makers=(shortlist.made_by_id,))


def answerers(kind: str, shortlist: Shortlist | None) -> list[UUID]:
    """Whom to tell of a request: the coordinator of its case, unless they may not answer it; then every operator."""
    if shortlist is not None:
        barred = _involved(kind, shortlist)
        beside = [id for id in accounts.people_on(shortlist.case_id, Side.COORDINATOR) if id not in barred]
        if beside:
            return beside
    return accounts.people_in(Role.OPERATOR)


def to_remind(on: date) -> QuerySet[Request]:
    """The open requests whose next reminder may have come."""
    first = max(clock.REMIND_LEFT)
    rows = Request.objects.filter(state__in=OPEN).select_related("shortlist")
    return rows.filter(
        Q(due_on__lte=on + timedelta(days=first)),
        Q(reminded_left=None) | Q(reminded_left__gt=min(clock.REMIND_LEFT)),
    ).order_by("due_on", "pk")


def another_look(shortlist: Shortlist) -> Request | None:
    """The newest re-review of a list that recommends another look, for a reader who may see the list; who asked is not
    to be told them."""
    found = shortlist.requests.filter(kind=RequestKind.REVIEW, outcome=Outcome.LOOK_AGAIN)
    return found.select_related("answered_by").order_by("-answered_at").first()
