"""Finding entries by what somebody types: any name in Korean or English, half-typed or misspelt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_
from talentbridge.skills.rules.entries import written
from talentbridge.skills.rules.lexicon import Graph, Skill

LONGEST_QUESTION = 80  # characters that are looked at
LONGEST_TERM, MOST_WORDS = 60, 6  # of a term that can be proposed
PLACES = {  # where a term can have been seen
    "skills.page": N_("Proposed on these pages"),
    "talent.profile": N_("Profiles"),
    "demand.task": N_("Tasks"),
}
_ALIKE = 0.75  # share of letters in the same order from which a name counts as misspelt
_VERSION = re.compile(r"[\s\-]*v?\d+(?:\.\d+)*$", re.IGNORECASE)
_NOT_A_TERM = re.compile(r"@|://|\bwww\.|\d{5}")


@dataclass(frozen=True, slots=True)
class Match:
    """An entry and the name by which it was found; `rank` 0 is that very name, 4 one that only looks like it."""

    skill: Skill
    said: str
    rank: int


@dataclass(frozen=True, slots=True)
class _Name:
    skill: Skill
    said: str
    words: tuple[str, ...]  # folded
    whole: str
    letters: frozenset[str]


def search(graph: Graph, text: str, *, limit: int = 20) -> list[Match]:
    """The entries that `text` may mean, best first: the very name, its beginning, a word's beginning, a part of it.

    Only when there is none of these, names that look alike. Half-typed syllables match (리애 finds 리액트).
    """
    asked = _Name(_NOBODY, text, *_folded(text[:LONGEST_QUESTION]))
    if not asked.whole:
        return []
    best: dict[str, tuple[tuple[int, float, int], Match]] = {}
    for rank, unlike, name in _matching(graph, asked):
        key = (rank, unlike, len(name.whole))
        if name.skill.id not in best or key < best[name.skill.id][0]:
            best[name.skill.id] = key, Match(name.skill, name.said, rank)
    ordered = sorted(best.values(), key=lambda each: (each[0], each[1].skill.id))
    return [hit for _key, hit in ordered[:limit]]


def term_key(term: str) -> str:
    """What two ways of writing one term have in common: FastAPI, fast api and Fast-API are one."""
    return re.sub(r"[\s\-_.]+", "", written(term).casefold())


def without_version(term: str) -> str:
    """A name without a version behind it: Java 21 and Python 3.11 are Java and Python."""
    return _VERSION.sub("", term) or term


def can_propose(term: str, graph: Graph) -> Decision:
    """Whether `term` can wait for a review: a name of something, not a sentence, an address or a number."""
    plain = written(term)
    if not 2 <= len(plain) <= LONGEST_TERM or len(plain.split()) > MOST_WORDS:
        return no(
            "skills.term_length",
            N_("A term has from 2 to {most} characters and at most {words} words."),
            most=LONGEST_TERM,
            words=MOST_WORDS,
        )
    if _NOT_A_TERM.search(plain) or not any(letter.isalpha() for letter in plain):
        return no(
            "skills.not_a_term",
            N_("This is not the name of a skill or role. Addresses and numbers are not taken."),
        )
    if skill := known_as(plain, graph):
        return no(
            "skills.known", N_("The graph knows it as “{ko}”, in English “{en}”."), ko=skill.ko, en=skill.en
        )
    return YES


def unknown(term: str, near: Sequence[str], *, is_noted: bool) -> Decision:
    """What somebody is told whose word names nothing: what is near, and whether the word waits for a review."""
    said = written(term)[:LONGEST_TERM]
    if is_noted and near:
        return no(
            "skills.unknown_term",
            N_("“{term}” is not in the skill graph. Near it: {names}. The word alone was noted for review."),
            term=said,
            names=", ".join(near),
        )
    if is_noted:
        return no(
            "skills.unknown_term",
            N_("“{term}” is not in the skill graph. The word alone was noted for review."),
            term=said,
        )
    if near:
        return no(
            "skills.unknown_term",
            N_("“{term}” is not in the skill graph. Near it: {names}."),
            term=said,
            names=", ".join(near),
        )
    return no("skills.unknown_term", N_("“{term}” is not in the skill graph."), term=said)


def known_as(term: str, graph: Graph) -> Skill | None:
    """The entry that has `term` among its names, however it is written."""
    return _keys(graph).get(term_key(term))


@lru_cache(maxsize=2)
def _keys(graph: Graph) -> Mapping[str, Skill]:
    found: dict[str, Skill] = {}
    for skill in graph.values():
        for said in (skill.id, *skill.spellings):
            found.setdefault(term_key(said), skill)
    return found


def _matching(graph: Graph, asked: _Name) -> Iterator[tuple[int, float, _Name]]:
    found = False
    for name in _names(graph):
        rank = _rank(asked, name)
        if rank is not None:
            found = True
            yield rank, 0, name
    if not found and len(asked.whole) > 2:
        for name in _names(graph):
            alike = _likeness(asked, name)
            if alike >= _ALIKE:
                yield 4, 1 - alike, name


def _likeness(asked: _Name, name: _Name) -> float:
    """From 0 to 1: how much of both stands in the same order; 0 as soon as it cannot be enough."""
    shared, lengths = len(asked.letters & name.letters), (len(asked.whole), len(name.whole))
    if 2 * shared < _ALIKE * (len(asked.letters) + len(name.letters)) or 2 * min(lengths) < _ALIKE * sum(
        lengths
    ):
        return 0
    return SequenceMatcher(None, asked.whole, name.whole, autojunk=False).ratio()


def _rank(asked: _Name, name: _Name) -> int | None:
    if asked.whole not in name.whole:
        return None
    if asked.whole == name.whole:
        return 0
    if name.whole.startswith(asked.whole):
        return 1
    if any(word.startswith(asked.words[0]) for word in name.words):
        return 2
    return 3 if len(asked.whole) > 1 else None


@lru_cache(maxsize=2)
def _names(graph: Graph) -> tuple[_Name, ...]:
    return tuple(
        _Name(skill, said, *_folded(said))
        for skill in graph.values()
        for said in (*skill.spellings, skill.id)
    )


def _folded(text: str) -> tuple[tuple[str, ...], str, frozenset[str]]:
    """Words, the whole and its letters: case, accents and blanks gone, Korean syllables taken apart."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() or c in "+#" else " " for c in plain if not unicodedata.combining(c))
    words = tuple(kept.split())
    whole = "".join(words)
    return words, whole, frozenset(whole)


_NOBODY = Skill("", "", "", "")
