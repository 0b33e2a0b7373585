"""What the graph says: names for pages, what a skill implies, what is near to it, who is meant by a word."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from talentbridge.skills.rules import Graph, Match, Skill, lexicon, linking
from talentbridge.skills.rules import search as search_graph
from talentbridge.skills.rules.search import LONGEST_QUESTION

BROADER_COUNTS = 0.3  # how far somebody with only the direct broader skill of the asked one stands in
_KEPT = 4  # of what is derived from a graph: two languages, now and before


def names(language: str) -> Mapping[str, str]:
    """The name of every skill and role, retired ones too, in ``ko`` or (for every other language) English, by id."""
    return _names(lexicon(), language)


@lru_cache(maxsize=_KEPT)
def _names(graph: Graph, language: str) -> Mapping[str, str]:
    return {id: skill.name(language) for id, skill in (*graph.retired.items(), *graph.items())}


def label(skill_id: str, language: str) -> str:
    """The name of a skill; the id itself when the graph does not have it."""
    return names(language).get(skill_id, skill_id)


def skill_ids() -> frozenset[str]:
    """The ids of all skills that may be stored, retired ones too, roles left out."""
    return _ids(lexicon(), False)


def role_ids() -> frozenset[str]:
    """The ids of all roles that may be stored, retired ones too."""
    return _ids(lexicon(), True)


@lru_cache(maxsize=_KEPT)
def _ids(graph: Graph, roles: bool) -> frozenset[str]:
    every = (*graph.values(), *graph.retired.values())
    return frozenset(skill.id for skill in every if skill.is_role == roles)


def choices(language: str) -> tuple[tuple[str, str], ...]:
    """(id, name) of all living skills, by name: what a form offers."""
    return _choices(lexicon(), language, False)


def role_choices(language: str) -> tuple[tuple[str, str], ...]:
    """(id, name) of all living roles, by name."""
    return _choices(lexicon(), language, True)


@lru_cache(maxsize=2 * _KEPT)
def _choices(graph: Graph, language: str, roles: bool) -> tuple[tuple[str, str], ...]:
    options = [(skill.id, skill.name(language)) for skill in graph.values() if skill.is_role == roles]
    return tuple(sorted(options, key=lambda option: option[1].casefold()))


def by_name(name: str) -> str:
    """The id of the skill that is written exactly so (or whose id it is), in any case; empty when unknown.

    What was the name of a retired skill means its successor.
    """
    return _spelt(lexicon(), False).get(unicodedata.normalize("NFC", name).strip().casefold(), "")


def role_by_name(name: str) -> str:
    """The id of the role that is written exactly so, as `by_name`."""
    return _spelt(lexicon(), True).get(unicodedata.normalize("NFC", name).strip().casefold(), "")


@lru_cache(maxsize=_KEPT)
def _spelt(graph: Graph, roles: bool) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for skill in graph.values():
        if skill.is_role == roles:
            for spelling in (skill.id, *graph.stands_for(skill.id), *skill.spellings):
                found.setdefault(spelling.casefold(), skill.id)
    return found


def search(text: str, *, limit: int = 20, roles: bool | None = None) -> list[Match]:
    """What `text` may mean, best first (`rules.search`); only roles or only skills where `roles` says so."""
    hits = search_graph(lexicon(), text, limit=limit if roles is None else len(lexicon()))
    return [hit for hit in hits if roles is None or hit.skill.is_role == roles][:limit]


def nearest(text: str, language: str, limit: int = 3, *, roles: bool = False) -> list[str]:
    """Names that may be meant by a word that names nothing: for the message beside a field.

    They look alike; where none does, they mean something near (container platform → containers).
    """
    found = [hit.skill for hit in search(text, limit=limit, roles=roles)]
    if not found:
        meant = linking.nearest(text[:LONGEST_QUESTION], limit, roles=roles)
        found = [lexicon()[near.skill_id] for near in meant]
    return [skill.name(language) for skill in found]


def implied(skill_id: str) -> frozenset[str]:
    """The broader skills that somebody with this skill has as well, however many steps away.

    A retired skill and its successor imply each other: both ids are the same thing.
    """
    return _implied(lexicon(), skill_id)


@lru_cache(maxsize=8192)
def _implied(graph: Graph, skill_id: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [graph.living(skill_id)]
    while waiting:
        id = waiting.pop()
        if id not in found and id in graph:
            found |= {id, *graph.stands_for(id)}
            waiting += graph[id].broader
    return frozenset(found - {skill_id})


def near(skill_id: str) -> Mapping[str, float]:
    """What stands in for the asked skill in part: held skill -> how far (0.1 to 0.9).

    Related skills in both directions, and the direct broader ones at 0.3. Narrower skills are not near: who has one
    has the asked skill (`implied`).
    """
    return _near(lexicon()).get(lexicon().living(skill_id), {})


@lru_cache(maxsize=2)
def _near(graph: Graph) -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = {id: {} for id in graph}
    for skill in graph.values():
        for other, weight in skill.related.items():
            if other in graph:
                found[skill.id][other] = max(weight, found[skill.id].get(other, 0))
                found[other][skill.id] = max(weight, found[other].get(skill.id, 0))
    for skill in graph.values():
        for broader in skill.broader:
            if broader in graph:
                found[skill.id][broader] = max(BROADER_COUNTS, found[skill.id].get(broader, 0))
    return {
        id: {other: weight for other, weight in near.items() if id not in _implied(graph, other)}
        for id, near in found.items()
    }


def narrower(skill_id: str) -> tuple[str, ...]:
    """The ids of the entries whose direct broader entry this is."""
    return _narrower(lexicon()).get(skill_id, ())


@lru_cache(maxsize=2)
def _narrower(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for skill in graph.values():
        for broader in skill.broader:
            found[broader] = (*found.get(broader, ()), skill.id)
    return found


def roles_that_need(skill_id: str) -> tuple[str, ...]:
    """The ids of the roles that usually need this very skill."""
    return tuple(skill.id for skill in lexicon().values() if skill_id in skill.skills)


def links(skill_id: str) -> Mapping[str, str]:
    """The same thing elsewhere, by scheme (`rules.LINKS` says whose and under which licence)."""
    skill = lexicon().entry(skill_id)
    return skill.links if skill else {}


def entry(skill_id: str) -> Skill | None:
    """The entry as this process reads it, living or retired."""
    return lexicon().entry(skill_id)


def kind_of() -> Mapping[str, str]:
    """The kind (a file of the graph: ai, data, design …) of every skill and role, by id."""
    return _kinds(lexicon())


@lru_cache(maxsize=2)
def _kinds(graph: Graph) -> Mapping[str, str]:
    return {id: entry.kind for id, entry in graph.items()}
