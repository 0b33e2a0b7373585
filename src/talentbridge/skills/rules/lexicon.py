"""Reads `skills/data/skills.toml`.

A reviewed file and no table: the list ships with the product, every process reads the same one, and a change is a
reviewed commit. Editing by operators, with history, will need a table; `lexicon()` is the one place to change then.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROLE = "role"  # the kind of entry that is a job, not a skill
_FILE = Path(__file__).parents[1] / "data" / "skills.toml"


@dataclass(frozen=True, slots=True)
class Skill:
    """One entry. `also` are further spellings; those in `unsure` count only with context. `broader` are ids."""

    id: str
    kind: str
    ko: str
    en: str
    also: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    unsure: frozenset[str] = frozenset()

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.ko, self.en, *self.also)

    def name(self, language: str) -> str:
        """The name in Korean, or in English for every other language."""
        return self.ko if language == "ko" else self.en


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, Skill]:
    """Every skill and role by id, in the order of the file. Read once in a process."""
    with _FILE.open("rb") as file:
        tables = tomllib.load(file)
    return {
        id: Skill(
            id=id,
            kind=kind,
            ko=entry["ko"],
            en=entry["en"],
            also=tuple(entry.get("also", ())),
            broader=tuple(entry.get("broader", ())),
            unsure=frozenset(entry.get("unsure", ())),
        )
        for kind, entries in tables.items()
        for id, entry in entries.items()
    }
