"""Saved searches: which filters may be kept, how many, and what can be watched. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

# The filters of the list, as groups: what stands together in one group counts as one filter.
FILTERS = {
    "q": ("q",),
    "skill": ("skill", "level"),
    "language": ("language", "language_level"),
    "role": ("role",),
    "country": ("country",),
    "engagement_type": ("engagement_type",),
    "work_mode": ("work_mode",),
    "free_on": ("free_on",),
    "weekly_hours": ("weekly_hours",),
    "most": ("most",),
    "fresh": ("fresh",),
    "origin": ("origin",),
}
LEAST_FILTERS = 2
MOST_SEARCHES = 30  # of one person
MOST_WATCHED = 2_000  # people found; a broader search would tell of somebody new every day
LONGEST_NAME = 80
_LONGEST_QUERY = 1_000


def kept_query(asked: Mapping[str, str]) -> str:
    """The address of the list with its known filters only, empty ones left out, always in the same order."""
    pairs = [
        (name, asked[name].strip()[:200])
        for group in FILTERS.values()
        for name in group
        if asked.get(group[0], "").strip() and asked.get(name, "").strip()
    ]
    return urlencode(pairs)


def filters_in(asked: Mapping[str, str]) -> int:
    """How many filters are combined; each further skill of a list counts."""
    groups = sum(bool(asked.get(group[0], "").strip()) for group in FILTERS.values())
    return groups + max(0, len([word for word in asked.get("skill", "").split(",") if word.strip()]) - 1)


def problems(asked: Mapping[str, str], name: str) -> dict[str, Decision]:
    """Why a search cannot be kept, by field; empty when it can."""
    found: dict[str, Decision] = {}
    if not 1 <= len(name) <= LONGEST_NAME:
        found["name"] = no(
            "talent.search_name", N_("Give the search a name of 1 to {most} characters."), most=LONGEST_NAME
        )
    if filters_in(asked) < LEAST_FILTERS:
        found["query"] = no(
            "talent.search_broad",
            N_("A search is kept from {least} filters on. Add one to the list first."),
            least=LEAST_FILTERS,
        )
    elif len(kept_query(asked)) > _LONGEST_QUERY:
        found["query"] = no("talent.search_long", N_("This search is too long to be kept."))
    return found


def can_save(count: int) -> Decision:
    """Whether one person may keep one more."""
    if count < MOST_SEARCHES:
        return YES
    return no("talent.searches_full", N_("You keep {most} searches. Delete one first."), most=MOST_SEARCHES)


def can_watch(found: int) -> Decision:
    """Whether a search is narrow enough to be told of every day."""
    if found <= MOST_WATCHED:
        return YES
    return no(
        "talent.search_too_broad_to_watch",
        N_("{count} people match. From {most} on, a search is too broad to be told about; add a filter."),
        count=found,
        most=MOST_WATCHED,
    )
