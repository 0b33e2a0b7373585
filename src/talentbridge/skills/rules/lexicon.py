"""The graph of skills and roles as one frozen value, and the one that this process reads with.

It ships as files (`skills/data/graph/*.toml` and `links.toml`; the README there says how to write one). With a
database, operators edit it there and `skills.queries` puts the current one in place (`use`); without one, the files
are read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

ROLE = "role"  # the kind of entry that is a job, not a skill
SHIPPED = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Skill:
    """One entry. `also` are further spellings; those in `unsure` count only with context.

    `broader` are ids of the same sort (skill or role); `related` are neighbours with how far each stands in for this
    one (0.1-0.9); `skills` are what a role usually needs, empty for a skill. `links` are the same thing elsewhere, by
    scheme (`LINKS`). `successor` is set on a retired entry only: the id that stands in its place.
    """

    id: str
    kind: str
    ko: str
    en: str
    also: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: Mapping[str, float] = field(default_factory=dict)
    skills: tuple[str, ...] = ()
    unsure: frozenset[str] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)
    successor: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.ko, self.en, *self.also)

    @property
    def is_role(self) -> bool:
        return self.kind == ROLE

    def name(self, language: str) -> str:
        """The name in Korean, or in English for every other language."""
        return self.ko if language == "ko" else self.en


class Graph(Mapping[str, Skill]):
    """Every living skill and role by id; `retired` are those that another stands in for.

    Ids that are stored somewhere never vanish: a retired entry keeps its name, its spellings are read as its
    successor's, and whoever pointed to it points to its successor. Where two entries claim one spelling, the earlier
    keeps it. Two graphs are equal only when they are the same one, so whatever is derived from a graph is cached by it:

        @lru_cache(maxsize=2)
        def _trie(graph: Graph) -> ...      # called as _trie(lexicon())
    """

    def __init__(self, entries: Iterable[Skill], *, version: int = 0) -> None:
        """`version` is the number of the last change; 0 for the files."""
        self.version = version
        self.written: Mapping[str, Skill] = {
            skill.id: skill for skill in entries
        }  # without what follows below
        self.retired: Mapping[str, Skill] = {
            id: skill for id, skill in self.written.items() if skill.successor
        }
        self._heirs: dict[str, list[Skill]] = {}
        for skill in self.retired.values():
            self._heirs.setdefault(self.living(skill.id), []).append(skill)
        self._living = {id: self._settled(skill) for id, skill in self.written.items() if not skill.successor}

    def living(self, id: str) -> str:
        """The id that stands for `id` now: its last successor, or itself."""
        seen = {id}
        while id in self.retired and self.retired[id].successor not in seen:
            id = self.retired[id].successor
            seen.add(id)
        return id

    def stands_for(self, id: str) -> tuple[str, ...]:
        """The retired ids in whose place the living `id` stands."""
        return tuple(skill.id for skill in self._heirs.get(id, ()))

    def entry(self, id: str) -> Skill | None:
        """The entry, living or retired."""
        return self._living.get(id) or self.retired.get(id)

    def _settled(self, skill: Skill) -> Skill:
        """`skill` with the spellings of those it stands in for, pointing to the living only."""
        heirs = self._heirs.get(skill.id, ())
        touched = (*skill.broader, *skill.related, *skill.skills)
        if not heirs and not any(id in self.retired for id in touched):
            return skill
        more = dict.fromkeys(spelling for heir in heirs for spelling in heir.spellings)
        related: dict[str, float] = {}
        for id, weight in skill.related.items():
            now = self.living(id)
            if now != skill.id:
                related[now] = max(weight, related.get(now, 0))
        return replace(
            skill,
            also=(*skill.also, *(spelling for spelling in more if spelling not in skill.spellings)),
            unsure=skill.unsure.union(*(heir.unsure for heir in heirs)),
            broader=self._now(skill.broader, skill.id),
            related=related,
            skills=self._now(skill.skills, skill.id),
        )

    def _now(self, ids: Iterable[str], but: str) -> tuple[str, ...]:
        return tuple(id for id in dict.fromkeys(map(self.living, ids)) if id != but)

    def __getitem__(self, id: str) -> Skill:
        return self._living[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._living)

    def __len__(self) -> int:
        return len(self._living)

    __eq__ = object.__eq__
    __hash__ = object.__hash__


_current: Graph | None = None


def lexicon() -> Graph:
    """The graph that this process reads with: what `use` put in place, else what ships with the product."""
    return _current or shipped()


def use(graph: Graph | None) -> None:
    """Read with `graph` from now on; None: with the shipped files."""
    global _current
    _current = graph


@lru_cache(maxsize=1)
def shipped() -> Graph:
    """Every skill and role of the files, by kind, in their order. Read once in a process."""
    return Graph(read_files(SHIPPED))


def read_files(directory: Path) -> list[Skill]:
    """The entries of ``graph/<kind>.toml`` with their ``links.toml``. Raises `ValueError` when an id stands there twice."""
    found: dict[str, Skill] = {}
    links = _links(directory / "links.toml")
    for path in sorted((directory / "graph").glob("*.toml")):
        for id, entry in _read(path).items():
            if id in found:
                raise ValueError(f"{path.name}: {id} stands in {found[id].kind} already")
            found[id] = Skill(
                id=id,
                kind=path.stem,
                ko=entry["ko"],
                en=entry["en"],
                also=tuple(entry.get("also", ())),
                broader=tuple(entry.get("broader", ())),
                related=dict(entry.get("related", {})),
                skills=tuple(entry.get("skills", ())),
                unsure=frozenset(entry.get("unsure", ())),
                links=links.get(id, {}),
                successor=entry.get("successor", ""),
            )
    return list(found.values())


def _links(path: Path) -> dict[str, dict[str, str]]:
    """By id, then by scheme; the file has them by scheme. No file, no links."""
    found: dict[str, dict[str, str]] = {}
    for scheme, values in (_read(path) if path.exists() else {}).items():
        for id, value in values.items():
            found.setdefault(id, {})[scheme] = value
    return found


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
