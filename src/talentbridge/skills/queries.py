"""Reads of the skill list: names for pages, and what a skill implies."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from talentbridge.skills.rules import ROLE, lexicon


@lru_cache(maxsize=4)
def names(language: str) -> Mapping[str, str]:
    """The name of every skill and role in ``ko`` or (for every other language) English, by id."""
    return {id: skill.name(language) for id, skill in lexicon().items()}


def label(skill_id: str, language: str) -> str:
    """The name of a skill; the id itself when the list no longer has it."""
    return names(language).get(skill_id, skill_id)


@lru_cache(maxsize=1)
def skill_ids() -> frozenset[str]:
    """The ids of all skills, roles left out."""
    return frozenset(id for id, skill in lexicon().items() if skill.kind != ROLE)


@lru_cache(maxsize=4)
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """(id, name) of all skills, by name: the options of a form."""
    known = skill_ids()
    options = [(id, name) for id, name in names(language).items() if id in known]
    return tuple(sorted(options, key=lambda option: option[1].casefold()))


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for id, skill in lexicon().items():
        if skill.kind != ROLE:
            for spelling in (id, *skill.spellings):
                found.setdefault(spelling.casefold(), id)
    return found


def by_name(name: str) -> str:
    """The id of the skill that is written exactly so (or whose id it is), in any case; empty when unknown."""
    return _spellings().get(unicodedata.normalize("NFC", name).strip().casefold(), "")


@lru_cache(maxsize=1024)
def implied(skill_id: str) -> frozenset[str]:
    """The broader skills that somebody with this skill has as well, however many steps away."""
    found: set[str] = set()
    waiting = list(lexicon()[skill_id].broader) if skill_id in lexicon() else []
    while waiting:
        broader = waiting.pop()
        if broader not in found:
            found.add(broader)
            waiting += lexicon()[broader].broader
    return frozenset(found)


@lru_cache(maxsize=4)
def kinds(language: str) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """(id, name) of all skills, grouped by kind in the order of the file."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for id, skill in lexicon().items():
        if skill.kind != ROLE:
            groups.setdefault(skill.kind, []).append((id, skill.name(language)))
    return {kind: tuple(entries) for kind, entries in groups.items()}
