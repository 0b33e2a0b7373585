"""What is known about words: which mean the same, which belong to one field, which weigh little.

Two sources: the graph of digital skills and roles, and `skills/data/vocabulary.toml` for everything else. A word in
its phrase gets marks, each with a strength of up to 1; two words are as near as the strengths of a mark that they
share, multiplied.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from talentbridge.skills.rules.lexicon import Graph
from talentbridge.skills.rules.linking.wording import Word, root, without_compounds, words
from talentbridge.skills.rules.prepared import is_hangul

FIELD = 0.7  # of a word to its field: 0.49 between two words of one field
NEIGHBOUR = 0.3  # of a word to a field near its own
BROADER = 0.6  # of a skill to what is broader, and of a role to its skills
OF_ROOT = 0.9  # of what is known about a word of the same root
_MOST_WORDS = 5  # of a phrase
_REMEMBERED = 20_000  # combinations of marks that are kept
_ABOUT_FIELD = ("near", "words", "digital")  # what is said of a field beside its jobs
_FILE = Path(__file__).parents[2] / "data" / "vocabulary.toml"

Marks = Mapping[str, float]  # mark -> strength: =meaning, =field.job, ~field, #id of the graph


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """The marks of one word in its phrase. Words of one kind share one value, which is equal to itself only."""

    marks: Marks


UNMARKED = Marked({})


class Knowledge:
    """The marks of words and phrases, and of some words how much they say.

    `light` are the stems of words of rank (manager), which weigh little; `forms` are those and what people of every
    field are called (engineer): alone they name no job. `other_jobs` are names of jobs for which the graph has no role.
    """

    def __init__(self, graph: Graph) -> None:
        with _FILE.open("rb") as file:
            data = tomllib.load(file)
        known = [*_of_meanings(data["same"]), *_of_fields(data["field"]), *_of_graph(graph)]
        said_words = {word for said, _ in known for word in said.split()}
        self._korean = without_compounds(filter(_is_korean, said_words))
        self.light = self._stems(data["light"])
        self.forms = self.light | self._stems(data["forms"])
        self.other_jobs = tuple(dict.fromkeys(_other_jobs(data["field"])))
        phrases: dict[tuple[str, ...], dict[str, float]] = {}
        roots: dict[str, dict[str, float]] = {}
        for said, marks in known:
            stems = tuple(word.stem for word in self.words(said))
            if stems:
                _strengthen(phrases.setdefault(stems, {}), marks)
            if len(stems) == 1:
                _strengthen(roots.setdefault(root(stems[0]), {}), marks, OF_ROOT)
        shared: dict[tuple[tuple[str, float], ...], Marked] = {}
        self._phrases = {stems: _shared(marks, shared) for stems, marks in phrases.items()}
        self._roots = {stem: _shared(marks, shared) for stem, marks in roots.items()}
        self._together: dict[tuple[Marked, ...], Marked] = {}

    def words(self, text: str) -> list[Word]:
        """The words of `text`, Korean compounds cut."""
        return words(text, self._korean)

    def _stems(self, said: str) -> frozenset[str]:
        return frozenset(word.stem for each in _listed(said) for word in self.words(each))

    def marked(self, text: str) -> list[tuple[Word, Marked]]:
        """The words of `text`, each with the marks of itself and of every known phrase that it is in."""
        found = self.words(text)
        stems = [word.stem for word in found]
        marked = [[self._of_word(word)] for word in found]
        for start in range(len(found)):
            for end in range(start + 2, min(start + _MOST_WORDS, len(found)) + 1):
                phrase = self._phrases.get(tuple(stems[start:end]))
                if phrase is not None:
                    for place in range(start, end):
                        marked[place].append(phrase)
        return [(word, self._joined(each)) for word, each in zip(found, marked, strict=True)]

    def _of_word(self, word: Word) -> Marked:
        return self._phrases.get((word.stem,)) or self._roots.get(word.root, UNMARKED)

    def _joined(self, marked: list[Marked]) -> Marked:
        if len(marked) == 1:
            return marked[0]
        key = tuple(dict.fromkeys(marked))
        if key not in self._together:
            if len(self._together) >= _REMEMBERED:
                self._together.clear()
            marks: dict[str, float] = {}
            for each in marked:
                _strengthen(marks, each.marks)
            self._together[key] = Marked(marks)
        return self._together[key]


@lru_cache(maxsize=2)
def knowledge(graph: Graph) -> Knowledge:
    """What is known with `graph`; read once (about a third of a second)."""
    return Knowledge(graph)


def _is_korean(word: str) -> bool:
    return len(word) > 1 and all(map(is_hangul, word))


def _shared(marks: Marks, shared: dict[tuple[tuple[str, float], ...], Marked]) -> Marked:
    return shared.setdefault(tuple(sorted(marks.items())), Marked(marks))


def _strengthen(mine: dict[str, float], marks: Marks, share: float = 1) -> None:
    for mark, strength in marks.items():
        mine[mark] = max(mine.get(mark, 0), strength * share)


def _listed(said: str) -> list[str]:
    return [each.strip() for each in said.split(",") if each.strip()]


def _of_meanings(meanings: Mapping[str, str]) -> Iterator[tuple[str, Marks]]:
    for name, said in meanings.items():
        for each in _listed(said):
            yield each, {f"={name}": 1.0}


def _other_jobs(fields: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for entry in fields.values():
        if not entry.get("digital"):
            for job, said in entry.items():
                if job not in _ABOUT_FIELD:
                    yield from _listed(said)


def _of_fields(fields: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Marks]]:
    near: dict[str, dict[str, float]] = {name: {} for name in fields}
    for name, entry in fields.items():
        for other in entry.get("near", ()):
            near[name][f"~{other}"] = near[other][f"~{name}"] = NEIGHBOUR
    for name, entry in fields.items():
        of_field = near[name] | {f"~{name}": FIELD}
        for job, said in entry.items():
            marks = of_field if job in _ABOUT_FIELD else of_field | {f"={name}.{job}": 1.0}
            for each in _listed(said) if isinstance(said, str) else ():
                yield each, marks


def _of_graph(graph: Graph) -> Iterator[tuple[str, Marks]]:
    """Names that need no context; a neighbour's weight in the graph is taken as it stands."""
    neighbours: dict[str, dict[str, float]] = {}
    for skill in graph.values():
        for other, weight in skill.related.items():
            neighbours.setdefault(skill.id, {})[f"#{other}"] = weight
            neighbours.setdefault(other, {})[f"#{skill.id}"] = weight
    for skill in graph.values():
        marks = dict(neighbours.get(skill.id, {}))
        _strengthen(marks, {f"#{id}": BROADER for id in (*skill.broader, *skill.skills)})
        marks[f"#{skill.id}"] = 1.0
        for said in skill.spellings:
            if said not in skill.unsure:
                yield said, marks
