"""REST around the profile: saved searches, the map, when somebody is free. `talent.rest` hangs it in.

Calendar addresses are not made here: a secret is shown to a person, on a page, once.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.clock import now
from talentbridge.kernel.errors import Missing, require
from talentbridge.kernel.pages import BridgeRequest
from talentbridge.talent import permissions, queries
from talentbridge.talent.models import DaysOff, SavedSearch, WorkWeek
from talentbridge.talent.rules.map import LEAST, STEP, safe_table
from talentbridge.talent.services import calendar, mapping, searches
from talentbridge.talent.web.browsing import wanted_of
from talentbridge.talent.web.calendar import WEEKS, free_of, weeks_of
from talentbridge.talent.web.searches import asked_of

router = Router(tags=["talent"])


class SearchIn(Schema):
    """Filters of the list by their names in its address, at least two."""

    name: str
    filters: dict[str, str]


class SearchChange(Schema):
    """What is left out stays as it is."""

    name: str | None = None
    is_watched: bool | None = None


class SearchOut(Schema):
    id: UUID
    name: str
    query: str
    is_watched: bool
    looked_on: date | None
    made_at: datetime


class MapCell(Schema):
    """How many people, rounded down; `count` is null where it is hidden. An empty field or country is the sum."""

    field: str
    country: str
    count: int | None


class MapOut(Schema):
    least: int
    rounded_to: int
    on: date
    cells: list[MapCell]


class MapIn(Schema):
    """`version` is of the consent text that the person read."""

    field: str
    country: str
    region: str = ""
    version: str


class MyPlace(Schema):
    field: str
    country: str
    region: str


class WeekIn(Schema):
    """The usual week on the clock of the profile; day 0 is Monday."""

    days: list[int]
    begins: time
    ends: time


class OffIn(Schema):
    first: date
    last: date


class OffOut(OffIn):
    id: int


class DayOut(Schema):
    """A day of somebody around a case, on the caller's clock."""

    day: date
    is_free: bool
    hours: str


class FreeOut(Schema):
    zone: str
    is_stated: bool
    days: list[DayOut]


def _actor(request: HttpRequest) -> Actor:
    return cast(BridgeRequest, request).actor


@router.get("/searches", response=list[SearchOut])
def list_searches(request: HttpRequest) -> list[SavedSearch]:
    """The caller's saved searches, by name."""
    require(allowed=permissions.may_browse(_actor(request)))
    return list(queries.searches_for(_actor(request)))


@router.post("/searches", response={201: SearchOut})
def save_search(request: HttpRequest, wanted: SearchIn) -> Status[SavedSearch]:
    """Keep filters of the list under a name."""
    return Status(
        201, searches.save_search(actor=_actor(request), name=wanted.name, asked=wanted.filters, at=now())
    )


@router.patch("/searches/{uuid:search_id}", response=SearchOut)
def change_search(request: HttpRequest, search_id: UUID, change: SearchChange) -> SavedSearch:
    """Rename a search, be told daily who is new, or be told no more."""
    actor = _actor(request)
    search = queries.searches_for(actor).filter(pk=search_id).first()
    if search is None:
        raise Missing
    if change.name is not None:
        search = searches.rename_search(actor=actor, search_id=search_id, name=change.name)
    if change.is_watched:
        wanted, _unknown = wanted_of(asked_of(search.query))
        search = searches.watch_search(actor=actor, search_id=search_id, wanted=wanted, at=now())
    elif change.is_watched is False:
        search = searches.stop_watching(actor=actor, search_id=search_id)
    return search


@router.delete("/searches/{uuid:search_id}", response={204: None})
def delete_search(request: HttpRequest, search_id: UUID) -> Status[None]:
    """Forget a search."""
    searches.delete_search(actor=_actor(request), search_id=search_id)
    return Status(204, None)


@router.get("/map", response=MapOut, auth=None)
def public_map(request: HttpRequest) -> dict[str, Any]:
    """Overseas Korean AI talent by field and country, for everybody; small counts and what would tell them are hidden."""
    counts, _regions = queries.map_counts()
    table = safe_table(counts)
    cells = [
        {"field": row, "country": column, "count": table.at(row, column)}
        for row in (*table.rows, "")
        for column in (*table.columns, "")
    ]
    return {"least": LEAST, "rounded_to": STEP, "on": now().date(), "cells": cells}


@router.put("/me/map", response=MyPlace)
def join_map(request: HttpRequest, place: MapIn) -> Any:
    """Agree to be counted, or be counted elsewhere. In a browser session only: an access token carries no consent."""
    return mapping.join_map(actor=_actor(request), language=show.reading(), at=now(), **place.dict())


@router.delete("/me/map", response={204: None})
def leave_map(request: HttpRequest) -> Status[None]:
    """Be counted no more."""
    mapping.leave_map(actor=_actor(request), at=now())
    return Status(204, None)


@router.put("/me/week", response=WeekIn)
def set_week(request: HttpRequest, week: WeekIn) -> WorkWeek:
    """State the caller's usual week."""
    return calendar.set_week(
        actor=_actor(request), days=tuple(week.days), begins=week.begins, ends=week.ends, at=now()
    )


@router.post("/me/days-off", response={201: OffOut})
def add_days_off(request: HttpRequest, off: OffIn) -> Status[DaysOff]:
    """Days on which the caller does not work."""
    return Status(201, calendar.add_days_off(actor=_actor(request), first=off.first, last=off.last, at=now()))


@router.delete("/me/days-off/{number}", response={204: None})
def remove_days_off(request: HttpRequest, number: int) -> Status[None]:
    """Work on these days after all."""
    calendar.remove_days_off(actor=_actor(request), number=number, at=now())
    return Status(204, None)


@router.get("/availability/{uuid:case_id}", response=FreeOut)
def availability(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    """When the talent of a case is free, for those around it; the talent sees the look."""
    actor, at = _actor(request), now()
    profile = queries.profile_beside(actor, case_id)
    if profile is None:
        raise Missing
    calendar.show_availability(actor=actor, profile=profile, case_id=case_id, at=at)
    free = free_of(profile, at.date())
    weeks = weeks_of(free, at.date(), actor.time_zone)
    days = [day for week in weeks[:WEEKS] for day in week["days"] if not day["is_past"]]
    return {"zone": free.zone, "is_stated": free.known, "days": days}
