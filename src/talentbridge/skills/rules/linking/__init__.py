"""Says which known labels a text is about, which titles mean the same, and which skills and roles of the graph are near.

    Index(labels, knowledge(lexicon())).about(sentence)     labels for a sentence: one score each
    Index(titles, knowledge(lexicon())).alike(title)        titles for a title
    nearest("쿠버네티스 운영", 5)                               skills of the graph, with reasons
    role_of("Sr. Java programmer")                          the role of the graph that a job title means

Loaded only where it is used: it needs numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from talentbridge.skills.rules.lexicon import Graph, lexicon
from talentbridge.skills.rules.linking.index import Index, Reason, ranked
from talentbridge.skills.rules.linking.knowledge import Knowledge, knowledge

__all__ = ["ROLE_FROM", "Index", "Knowledge", "Near", "Reason", "knowledge", "nearest", "ranked", "role_of"]

ROLE_FROM = 0.65  # score from which a title counts as a role's
_TRIED = 20  # names of roles that are tried on a title
_NEAR_FROM = 0.35  # score below which a skill is not near at all


@dataclass(frozen=True, slots=True)
class Near:
    """An entry of the graph: the name of it that fits best, a score of 0 to 1, and why."""

    skill_id: str
    name: str
    score: float
    reasons: tuple[Reason, ...]

    @property
    def said(self) -> str:
        """The words of the text that made it be found, in lower case."""
        return " ".join(dict.fromkeys(reason.said for reason in self.reasons))


def nearest(text: str, n: int = 5, *, roles: bool = False) -> list[Near]:
    """The `n` skills (or roles) whose names mean most nearly what `text` (a term, a name) says, best first."""
    ids, index = _names(lexicon(), roles)
    scores = index.alike(text)
    found: dict[str, Near] = {}
    for number in ranked(scores):
        id, score = ids[number], float(scores[number])
        if score < _NEAR_FROM or len(found) == n:
            break
        if id and id not in found:
            found[id] = _near(id, index, number, score, text)
    return list(found.values())


def role_of(title: str) -> Near | None:
    """The role that a job title means; for titles in which `recognise_roles` finds none.

    None when no role is near enough, and when a job that is no role of the graph is nearer (truck driver, 초등학교 교사).
    """
    ids, index = _names(lexicon(), roles=True)
    scores = index.alike(title)
    for number in ranked(scores, _TRIED):
        if scores[number] < ROLE_FROM or not ids[number]:
            return None
        if index.is_met(title, number):
            return _near(ids[number], index, number, float(scores[number]), title)
    return None


def _near(id: str, index: Index, number: int, score: float, text: str) -> Near:
    return Near(id, index.labels[number], score, tuple(index.reasons(text, number)))


@lru_cache(maxsize=4)
def _names(graph: Graph, roles: bool) -> tuple[list[str], Index]:
    """What is ranked, and whose it is: of a skill its two names (its other spellings are known to `knowledge` and lead
    to them), of a role every spelling, and beside the roles all other jobs, which are nobody's."""
    known = knowledge(graph)
    entries = [skill for skill in graph.values() if skill.is_role == roles]
    named = [
        (skill.id, said) for skill in entries for said in (skill.spellings if roles else (skill.ko, skill.en))
    ]
    named += [("", said) for said in known.other_jobs] if roles else []
    return [id for id, _ in named], Index([said for _, said in named], known)
