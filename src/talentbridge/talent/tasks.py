"""Jobs on profiles."""

from __future__ import annotations

from urllib.parse import parse_qsl

from talentbridge.kernel.clock import now
from talentbridge.kernel.jobs import job
from talentbridge.talent import queries, services
from talentbridge.talent.services.searches import SEOUL, look_again
from talentbridge.talent.web.browsing import wanted_of


@job(every="40 1 * * *")
def remind_owners(timestamp: int) -> None:
    """Ask those who have not confirmed their profile for 90 or 180 days whether it is still true."""
    services.remind(at=now())


@job(every="10 18 * * *")
def look_for_duplicates(timestamp: int) -> None:
    """Look at night (in Seoul) for profiles of one person that no save and no import has found."""
    services.pairs_of_all(at=now())


@job(every="20 2 * * *")
def forget_changes(timestamp: int) -> None:
    """Remove the feed's rows that every matching process has read."""
    services.forget_changes(at=now())


@job(every="30 21 * * *")
def look_at_searches(timestamp: int) -> None:
    """Tell at half past six in Seoul who is new in the searches that somebody watches; once a day, however often run."""
    at = now()
    for search_id, query in queries.searches_to_look(at.astimezone(SEOUL).date()):
        wanted, _unknown = wanted_of(dict(parse_qsl(query)))
        look_again(search_id=search_id, wanted=wanted, at=at)
