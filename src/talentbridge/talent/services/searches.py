"""Saved searches of coordinators and operators, and telling them once a day who is new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from talentbridge.accounts import queries as accounts
from talentbridge.accounts import services as notices
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.errors import Invalid, Refused, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_
from talentbridge.policy import queries as policy
from talentbridge.talent import permissions, queries
from talentbridge.talent.models import Profile, SavedSearch
from talentbridge.talent.queries import Wanted
from talentbridge.talent.rules import searches as rules

SEOUL = ZoneInfo("Asia/Seoul")
NAME_TAKEN = no("talent.search_name_taken", N_("You have a search of this name already."))


def save_search(*, actor: Actor, name: str, asked: Mapping[str, str], at: datetime) -> SavedSearch:
    """Keep the filters of the list under a name. Only filters that the list knows are kept. Raises `Invalid`."""
    require(allowed=permissions.may_browse(actor))
    assert actor.person_id is not None
    name = " ".join(name.split())
    if problems := rules.problems(asked, name):
        raise Invalid(problems)
    with transaction.atomic():
        mine = queries.searches_for(actor).select_for_update(of=("self",))
        count = len(mine)
        require(allowed=permissions.may_browse(actor), possible=rules.can_save(count))
        _require_free(actor, name)
        return SavedSearch.objects.create(
            person_id=actor.person_id, name=name, query=rules.kept_query(asked), made_at=at
        )


def rename_search(*, actor: Actor, search_id: UUID, name: str) -> SavedSearch:
    """Call a search something else. Raises `Invalid` (``name``)."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= rules.LONGEST_NAME:
        raise Invalid({"name": rules.problems({}, name)["name"]})
    with transaction.atomic():
        search = lock(queries.searches_for(actor), search_id)
        if name != search.name:
            _require_free(actor, name)
            search.name = name
            search.save(update_fields=["name"])
    return search


def delete_search(*, actor: Actor, search_id: UUID) -> None:
    """Forget a search."""
    with transaction.atomic():
        lock(queries.searches_for(actor), search_id).delete()


def watch_search(*, actor: Actor, search_id: UUID, wanted: Wanted, at: datetime) -> SavedSearch:
    """Be told from tomorrow on who is new; those who match now are known. Raises `Refused` when it is too broad."""
    require(allowed=permissions.may_browse(actor))
    with transaction.atomic():
        search = lock(queries.searches_for(actor), search_id)
        found = _matching(wanted, at)
        if not (narrow := rules.can_watch(len(found))):
            raise Refused(narrow)
        search.is_watched, search.known, search.looked_on = True, found, at.astimezone(SEOUL).date()
        search.save(update_fields=["is_watched", "known", "looked_on"])
    return search


def stop_watching(*, actor: Actor, search_id: UUID) -> SavedSearch:
    """Be told no more."""
    with transaction.atomic():
        search = lock(queries.searches_for(actor), search_id)
        search.is_watched, search.known = False, []
        search.save(update_fields=["is_watched", "known"])
    return search


def look_again(*, search_id: UUID, wanted: Wanted, at: datetime) -> int:
    """Look who is new for a watched search, tell its owner, and return how many. Once a day in Seoul, however often called.

    An owner who may not look for people any more is told nothing, and the search is watched no more.
    """
    with transaction.atomic():
        search = SavedSearch.objects.select_for_update().filter(pk=search_id, is_watched=True).first()
        today = at.astimezone(SEOUL).date()
        if search is None or search.looked_on == today:
            return 0
        search.looked_on, new = today, list[int]()
        found = _matching(wanted, at)
        if not _may_still_look(search.person_id):
            search.is_watched = False
        elif not (narrow := rules.can_watch(len(found))):
            search.is_watched = False
            _tell_too_broad(search, narrow, at)
        else:
            new = sorted(set(found) - set(search.known))
        search.known = found if search.is_watched else []
        search.save(update_fields=["looked_on", "known", "is_watched"])
        if new:
            notices.notify(
                person_ids=[search.person_id], url=f"/talent/?{search.query}", at=at,
                facts={"name": search.name, "count": len(new)},
                sentence=N_("Your search ‘{name}’ finds {count} more than before."),
            )  # fmt: skip
    return len(new)


def _matching(wanted: Wanted, at: datetime) -> list[int]:
    rates = policy.fx_rates(at.date()) if wanted.most_krw_month else {}
    everybody: QuerySet[Profile] = Profile.objects.filter(retired_at=None)
    rows = queries.narrowed(everybody, wanted, krw_per=rates, at=at).order_by("pk")
    return list(rows.values_list("pk", flat=True)[: rules.MOST_WATCHED + 1])


def _may_still_look(person_id: UUID) -> bool:
    return any(
        permissions.may_browse(accounts.actor_in(membership))
        for membership in accounts.memberships_of(person_id)
    )


def _tell_too_broad(search: SavedSearch, narrow: Decision, at: datetime) -> None:
    notices.notify(
        person_ids=[search.person_id], url="talent:searches", at=at, facts={"name": search.name, **narrow.facts},
        sentence=N_("Your search ‘{name}’ now finds more than {most} people and is not watched any more. Narrow it."),
    )  # fmt: skip


def _require_free(actor: Actor, name: str) -> None:
    if queries.searches_for(actor).filter(name=name).exists():
        raise Invalid({"name": NAME_TAKEN})
