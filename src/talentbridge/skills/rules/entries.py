"""What may stand in the graph: an entry put in order, and everything that is wrong with it."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_
from talentbridge.skills.rules.dictionary import forms
from talentbridge.skills.rules.lexicon import Graph, Skill
from talentbridge.skills.rules.links import link_problems

LONGEST_ID, LONGEST_NAME = 60, 80  # characters
LONGEST_REASON = 500
MOST_SPELLINGS, MOST_EDGES = 80, 40
LEAST, MOST = 0.1, 0.9  # of a weight: 1 would be the same thing
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WRITABLE = re.compile(r"[^\W_]")

KINDS = {
    "ai": N_("AI and machine learning"),
    "backend": N_("Back-end"),
    "blockchain": N_("Blockchain"),
    "business": N_("Business"),
    "cloud": N_("Cloud"),
    "collaboration": N_("Collaboration"),
    "data": N_("Data engineering and analysis"),
    "database": N_("Databases"),
    "design": N_("Design"),
    "devops": N_("Delivery and operations"),
    "domain": N_("Fields of application"),
    "embedded": N_("Embedded and hardware"),
    "enterprise": N_("Enterprise systems"),
    "frontend": N_("Front-end"),
    "game": N_("Games"),
    "infrastructure": N_("Infrastructure"),
    "language": N_("Programming languages"),
    "management": N_("Management"),
    "media": N_("Media and graphics"),
    "mobile": N_("Mobile"),
    "network": N_("Networks"),
    "office": N_("Office tools"),
    "quality": N_("Testing and quality"),
    "robotics": N_("Robotics"),
    "role": N_("Job roles"),
    "science": N_("Science and mathematics"),
    "security": N_("Security"),
    "software": N_("Software engineering"),
    "standard": N_("Standards and regulation"),
}

FIELDS = {
    "kind": N_("Kind"),
    "ko": N_("Korean name"),
    "en": N_("English name"),
    "also": N_("Other names"),
    "unsure": N_("Count only with context"),
    "broader": N_("Broader"),
    "related": N_("Near"),
    "skills": N_("Skills that the role usually needs"),
    "links": N_("Elsewhere"),
    "successor": N_("Stands for it"),
}


def to_json(skill: Skill) -> dict[str, Any]:
    """An entry as plain data, without its id: what a revision keeps."""
    return {
        "kind": skill.kind,
        "ko": skill.ko,
        "en": skill.en,
        "also": list(skill.also),
        "unsure": sorted(skill.unsure),
        "broader": list(skill.broader),
        "related": dict(skill.related),
        "skills": list(skill.skills),
        "links": dict(skill.links),
        "successor": skill.successor,
    }


def skill_from_json(id: str, data: Mapping[str, Any]) -> Skill:
    """The entry that `to_json` wrote."""
    return Skill(
        id=id,
        kind=data["kind"],
        ko=data["ko"],
        en=data["en"],
        also=tuple(data["also"]),
        unsure=frozenset(data["unsure"]),
        broader=tuple(data["broader"]),
        related=dict(data["related"]),
        skills=tuple(data["skills"]),
        links=dict(data["links"]),
        successor=data["successor"],
    )


def digest(skill: Skill) -> str:
    """A fingerprint of what an entry says."""
    return hashlib.sha256(json.dumps(to_json(skill), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """(field, before, after) of every field that two versions of an entry tell differently."""
    return [
        (name, before.get(name), after.get(name)) for name in FIELDS if before.get(name) != after.get(name)
    ]


def written(text: str) -> str:
    """A name as it is kept: composed, blanks made one, nothing invisible."""
    plain = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))
    return " ".join(plain.split())


def tidy(skill: Skill) -> Skill:
    """`skill` with its spellings written properly, without empty or repeated ones."""
    ko, en = written(skill.ko), written(skill.en)
    also = dict.fromkeys(map(written, skill.also))
    return replace(
        skill,
        ko=ko,
        en=en,
        also=tuple(name for name in also if name and name not in {ko, en}),
        unsure=frozenset(map(written, skill.unsure)) - {""},
        broader=tuple(dict.fromkeys(skill.broader)),
        skills=tuple(dict.fromkeys(skill.skills)),
        links={scheme: written(value) for scheme, value in skill.links.items() if written(value)},
    )


def problems(skill: Skill, graph: Graph) -> dict[str, Decision]:
    """What is wrong with a tidy entry, by field, were it to stand in `graph` (which may hold an older version of it)."""
    found = _of_names(skill) | _of_edges(skill, graph) | link_problems(skill.links)
    for field, spellings in (("ko", [skill.ko]), ("en", [skill.en]), ("also", skill.also)):
        for spelling in spellings:
            if field not in found and (owner := taken_by(spelling, skill, graph)):
                found[field] = no(
                    "skills.taken",
                    N_("“{spelling}” is a name of “{owner}” already. A name means one thing."),
                    spelling=spelling,
                    owner=_both_names(owner),
                )
    return found


def can_have_id(id: str, graph: Graph) -> Decision:
    """Whether a new entry may be stored under `id`, for good."""
    if len(id) > LONGEST_ID or not _ID.fullmatch(id):
        return no(
            "skills.id",
            N_(
                "An id has lower-case Latin letters, digits and single hyphens, at most {most}: vector-databases."
            ),
            most=LONGEST_ID,
        )
    if graph.entry(id):
        return no("skills.id_taken", N_("There is an entry with the id “{id}” already."), id=id)
    return YES


def can_change(*, is_retired: bool) -> Decision:
    """A retired entry stays as it was."""
    if is_retired:
        return no("skills.retired", N_("This entry is retired. Take it back into use first."))
    return YES


def can_restore(*, is_retired: bool) -> Decision:
    """Only a retired entry can be taken back into use."""
    return YES if is_retired else no("skills.not_retired", N_("This entry is in use."))


def can_retire(skill: Skill, successor: str, graph: Graph) -> Decision:
    """Whether `successor` may stand for `skill` from now on."""
    heir = graph.get(successor)
    if heir is None or successor == skill.id or heir.is_role != skill.is_role:
        return no(
            "skills.no_successor",
            N_("Choose another living entry of the same sort, which stands for this one from now on."),
        )
    after = Graph({**graph.written, skill.id: replace(skill, successor=successor)}.values())
    if circle(after[successor], after):
        return no(
            "skills.successor_circle",
            N_("“{name}” would become broader than itself. Change its broader entries first."),
            name=_both_names(heir),
        )
    return YES


def circle(skill: Skill, graph: Graph) -> bool:
    """Whether following `skill`'s broader entries leads back to it."""
    seen: set[str] = set()
    waiting = list(skill.broader)
    while waiting:
        id = waiting.pop()
        if id == skill.id:
            return True
        if id not in seen and id in graph:
            seen.add(id)
            waiting += graph[id].broader
    return False


def taken_by(spelling: str, skill: Skill, graph: Graph) -> Skill | None:
    """The other entry of the same sort that `spelling` is read as."""
    claims = _claims(graph)
    for form in forms(spelling.casefold()):
        for id in claims.get((form, skill.is_role), ()):
            if id != skill.id:
                return graph[id]
    return None


def all_problems(graph: Graph) -> Iterator[tuple[Skill, str, Decision]]:
    """(entry, field, what is wrong) of everything that does not fit together in `graph`."""
    for skill in graph.values():
        for field, decision in problems(skill, graph).items():
            yield skill, field, decision


@lru_cache(maxsize=2)
def _claims(graph: Graph) -> Mapping[tuple[str, bool], tuple[str, ...]]:
    """Who claims a form in which a name can be read, roles and skills apart."""
    found: dict[tuple[str, bool], tuple[str, ...]] = {}
    for skill in graph.values():
        for spelling in skill.spellings:
            for form in forms(spelling.casefold()):
                owners = found.get((form, skill.is_role), ())
                if skill.id not in owners:
                    found[form, skill.is_role] = (*owners, skill.id)
    return found


def _of_names(skill: Skill) -> dict[str, Decision]:
    found: dict[str, Decision] = {}
    if skill.kind not in KINDS:
        found["kind"] = no("skills.kind", N_("There is no kind “{kind}”."), kind=skill.kind)
    for field, name in (("ko", skill.ko), ("en", skill.en)):
        if not name:
            found[field] = no("skills.no_name", N_("An entry has a name in both languages."))
    for field, spellings in (("ko", [skill.ko]), ("en", [skill.en]), ("also", skill.also)):
        for spelling in filter(None, spellings):
            if len(spelling) > LONGEST_NAME or not _WRITABLE.search(spelling):
                found[field] = no(
                    "skills.name",
                    N_("“{spelling}” is no name: it needs a letter or digit and at most {most} characters."),
                    spelling=spelling[:LONGEST_NAME],
                    most=LONGEST_NAME,
                )
            elif len(spelling) == 1 and spelling not in skill.unsure:
                found[field] = no(
                    "skills.needs_context",
                    N_("“{spelling}” is one letter or syllable. Let it count only with context."),
                    spelling=spelling,
                )
    if len(skill.also) > MOST_SPELLINGS:
        found["also"] = no("skills.spellings", N_("At most {most} other names."), most=MOST_SPELLINGS)
    if strange := sorted(skill.unsure - set(skill.spellings)):
        found["unsure"] = no(
            "skills.unsure",
            N_("“{spelling}” is not among the names. Only a name can need context."),
            spelling=strange[0],
        )
    return found


def _of_edges(skill: Skill, graph: Graph) -> dict[str, Decision]:
    found: dict[str, Decision] = {}
    for field, ids, roles in (
        ("broader", skill.broader, skill.is_role),
        ("related", skill.related, skill.is_role),
        ("skills", skill.skills, False),
    ):
        for id in ids:
            other = graph.get(id)
            if other is None or other.is_role != roles or id == skill.id:
                found[field] = no(
                    "skills.unknown",
                    N_("“{id}” is no other living entry of the right sort (skills and roles stay apart)."),
                    id=id,
                )
        if len(ids) > MOST_EDGES:
            found[field] = no("skills.edges", N_("At most {most} of them."), most=MOST_EDGES)
    if any(not LEAST <= weight <= MOST for weight in skill.related.values()):
        found["related"] = no(
            "skills.weight", N_("A weight is a number from {least} to {most}."), least=LEAST, most=MOST
        )
    if skill.skills and not skill.is_role:
        found["skills"] = no("skills.not_a_role", N_("Only a role needs skills."))
    if "broader" not in found and circle(skill, graph):
        found["broader"] = no(
            "skills.circle",
            N_("These are narrower than this entry already; going round in circles means nothing."),
        )
    return found


def _both_names(skill: Skill) -> str:
    return skill.en if skill.ko == skill.en else f"{skill.ko} · {skill.en}"
