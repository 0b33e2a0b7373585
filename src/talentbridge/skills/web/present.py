"""Entries, differences and terms as pages show them, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from talentbridge.kernel import show
from talentbridge.kernel.text import N_
from talentbridge.skills import queries, rules
from talentbridge.skills.models import Entry, Proposal, Revision
from talentbridge.skills.rules import Skill
from talentbridge.skills.states import CHANGES, MOVES, PROPOSALS, TONES, Change, ProposalState

# How far a neighbour stands in, in words: the README of the data says the same.
_WEIGHTS = (
    (0.7, N_("changes over in days")),
    (0.5, N_("changes over in weeks")),
    (0.0, N_("shares the ideas")),
)


@dataclass(frozen=True)
class Named:
    """An entry as a link."""

    id: str
    name: str


@dataclass(frozen=True)
class Near:
    id: str
    name: str
    weight: float
    words: str

    @property
    def width(self) -> str:
        return f"{100 * self.weight:.0f}%"


@dataclass(frozen=True)
class Difference:
    """One field of two versions: what went and what came."""

    label: str
    gone: list[str]
    come: list[str]


def named(ids: Iterable[str]) -> list[Named]:
    """Entries by name, as the reader's language sorts them."""
    language = show.reading()
    found = [Named(id, queries.label(id, language)) for id in ids]
    return sorted(found, key=lambda each: each.name.casefold())


def other_name(skill: Skill) -> str:
    """The name in the other language, where it is another one."""
    other = skill.name("en" if show.reading() == "ko" else "ko")
    return other if other != skill.name(show.reading()) else ""


def row(entry: Entry) -> dict[str, Any]:
    """A line of the list."""
    skill = entry.value
    return {
        "id": entry.pk,
        "name": skill.name(show.reading()),
        "other": other_name(skill),
        "kind": show.said(rules.KINDS.get(skill.kind, skill.kind)),
        "also": skill.also,
        "broader": named(skill.broader),
        "retired": Named(entry.successor, queries.label(entry.successor, show.reading()))
        if entry.is_retired
        else None,
        "edited_here": entry.edited_here,
    }


def detail(entry: Entry) -> dict[str, Any]:
    """Everything about one entry, neighbours as the graph of this process reads them."""
    skill = entry.value
    related = sorted(queries.near(skill.id).items(), key=lambda pair: (-pair[1], pair[0]))
    stands_for = [each for each in entry_ids_that(entry.pk) if each != entry.pk]
    return row(entry) | {
        "names": [(name, name in skill.unsure) for name in skill.also],
        "unsure_names": sorted(skill.unsure & {skill.ko, skill.en}),
        "all_broader": named(set(queries.implied(skill.id)) - set(skill.broader) - set(stands_for)),
        "narrower": named(queries.narrower(skill.id)),
        "near": [
            Near(id, queries.label(id, show.reading()), weight, show.said(_words(weight)))
            for id, weight in related
            if id not in skill.broader
        ],
        "skills": named(skill.skills),
        "needed_by": named(queries.roles_that_need(skill.id)),
        "is_role": skill.is_role,
        "stands_for": named(stands_for),
        "links": [
            (rules.LINKS[scheme], value, rules.address(scheme, value))
            for scheme, value in skill.links.items()
            if scheme in rules.LINKS
        ],
    }


def entry_ids_that(successor: str) -> tuple[str, ...]:
    """The retired entries in whose place `successor` stands."""
    return rules.lexicon().stands_for(successor)


def _words(weight: float) -> str:
    return next(words for least, words in _WEIGHTS if weight >= least)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What two versions of an entry tell differently; lists by what went and what came."""
    found = []
    for name, old, new in rules.differences(before, after):
        was, now = _values(name, old), _values(name, new)
        gone, come = [each for each in was if each not in now], [each for each in now if each not in was]
        if gone or come:
            found.append(Difference(show.said(rules.FIELDS[name]), gone, come))
    return found


def _values(name: str, value: Any) -> list[str]:
    language = show.reading()
    if not value:
        return []
    if name == "kind":
        return [show.said(rules.KINDS.get(value, value))]
    if name == "successor":
        return [queries.label(value, language)]
    if name in {"broader", "skills"}:
        return [queries.label(id, language) for id in value]
    if name == "related":
        return [f"{queries.label(id, language)} {weight}" for id, weight in value.items()]
    if name == "links":
        return [f"{_title(scheme)}: {linked}" for scheme, linked in value.items()]
    return list(value) if isinstance(value, list) else [value]


def _title(scheme: str) -> str:
    return rules.LINKS[scheme].title if scheme in rules.LINKS else scheme


def revision(each: Revision) -> dict[str, Any]:
    """A line of the history."""
    return {
        "number": each.pk,
        "what": show.said(CHANGES[Change(each.change)]),
        "by": each.by_name,
        "at": each.at,
        "reason": each.reason,
        "term": each.proposal.term if each.proposal else "",
        "differences": differences(each.before, each.after) if each.before else [],
    }


def offered(entry: Entry) -> dict[str, Any]:
    """What the product ships now against what stands here."""
    return row(entry) | {"differences": differences(rules.to_json(entry.value), entry.offered or {})}


def proposal(each: Proposal) -> dict[str, Any]:
    """A proposed term and what it may mean."""
    state = ProposalState(each.state)
    places = [
        gettext("{place}: {times}").format(place=show.said(rules.PLACES.get(where, where)), times=times)
        for where, times in sorted(each.seen_in.items(), key=lambda pair: -pair[1])
    ]
    return {
        "id": each.pk,
        "term": each.term,
        "language": each.language,
        "times": each.times,
        "places": places,
        "first": each.first_seen_at,
        "last": each.last_seen_at,
        "state": state,
        "label": show.said(PROPOSALS[state]),
        "tone": TONES[state],
        "is_waiting": state is ProposalState.WAITING,
        "can_answer": bool(MOVES[state]),
        "entry": Named(each.entry_id, queries.label(each.entry_id, show.reading()))
        if each.entry_id
        else None,
        "reason": each.reason,
        "by": each.answered_by_name,
        "at": each.answered_at,
    }


def proposal_states() -> list[tuple[str, str]]:
    """The states as a filter offers them."""
    return [(state.value, show.said(name)) for state, name in PROPOSALS.items()]


def near_terms(term: str) -> list[Named]:
    """Entries that a term may be another name of."""
    return [Named(hit.skill.id, hit.skill.name(show.reading())) for hit in queries.search(term, limit=5)]


def problems() -> list[dict[str, Any]]:
    """What does not fit together in the graph that is read: an edit here against what the product brought later."""
    return [
        {
            "id": skill.id,
            "name": skill.name(show.reading()),
            "field": show.said(rules.FIELDS.get(field, "")),
            "why": why,
        }
        for skill, field, why in rules.all_problems(rules.lexicon())
    ]
