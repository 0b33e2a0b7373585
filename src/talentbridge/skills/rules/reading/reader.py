"""Everything that a Korean, English or mixed text says about work, with the place where it says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from talentbridge.skills.rules.dictionary import Dictionary, Hit
from talentbridge.skills.rules.lexicon import ROLE, Graph, lexicon
from talentbridge.skills.rules.prepared import prepare
from talentbridge.skills.rules.reading import (
    clocks,
    dates,
    experience,
    forms,
    hours,
    languages,
    money,
    places,
)
from talentbridge.skills.rules.reading.denial import denial
from talentbridge.skills.rules.reading.lengths import lengths
from talentbridge.skills.rules.reading.regions import place_names
from talentbridge.skills.rules.reading.seen import Claim, Seen
from talentbridge.skills.rules.reading.values import Denied, Found, Kind
from talentbridge.skills.rules.reading.words import names_of
from talentbridge.skills.rules.recognition import SKILL, graph_names, with_context

# Kinds made of numbers: one number says one thing. The earlier of two that claim it keeps it.
_NUMBERS = (
    Kind.PAY,
    Kind.LANGUAGE,
    Kind.END,
    Kind.START,
    Kind.OVERLAP,
    Kind.WEEKLY,
    Kind.YEARS,
    Kind.ZONE,
    Kind.DURATION,
)


def read(text: str, on: date) -> list[Found]:
    """What `text` says, in its order; offsets are code points of `text`. Days without a year are the next after `on`.

    Findings of one kind do not overlap, except that one place may say something of several skills. What is said not to
    be needed comes as `Kind.NOT`. Never raises; the time grows with the length of the text.
    """
    prepared = prepare(text)
    found: dict[str, list[Hit]] = {}
    for dictionary in (_graph(lexicon()), _words()):
        for hit in dictionary.find(prepared.folded):
            found.setdefault(hit.name.group, []).append(hit)
    for group in (SKILL, ROLE):
        found[group] = with_context(prepared, found.get(group, []))
    return _everything(Seen(prepared, found, on))


@lru_cache(maxsize=2)
def _graph(graph: Graph) -> Dictionary:
    return Dictionary(graph_names(graph))


@lru_cache(maxsize=1)
def _words() -> Dictionary:
    sections = ("employment_form", "work_mode", "level", "language")
    return Dictionary(
        [*(name for section in sections for name in names_of(section, section)), *place_names()]
    )


def _everything(seen: Seen) -> list[Found]:
    wanted, unwanted = _told_apart(seen, seen.names(SKILL), Kind.SKILL)
    roles, other_roles = _told_apart(seen, seen.names(ROLE), Kind.ROLE)
    spans, named = list(lengths(seen)), list(clocks.clocks(seen))
    numbers = _apart([
        *money.pay(seen), *languages.languages(seen), *dates.dates(seen), *hours.overlaps(seen, spans, named),
        *hours.weekly_hours(seen, spans), *experience.years(seen, spans, wanted), *clocks.time_zones(named),
    ])  # fmt: skip
    covered = {place for claim in numbers for place in range(claim.start, claim.end)}
    numbers += dates.durations(
        seen, [length for length in spans if covered.isdisjoint(range(*length.number))]
    )
    said_years = [claim for claim in numbers if claim.kind == Kind.YEARS]
    taken = [claim for claim in numbers if claim.kind == Kind.LANGUAGE]
    claims = [
        *(Claim(Kind.SKILL, hit.name.id, hit.start, hit.end) for hit in wanted),
        *(Claim(Kind.ROLE, hit.name.id, hit.start, hit.end) for hit in roles),
        *unwanted, *other_roles, *numbers, *experience.levels(seen, said_years, wanted, taken),
        *_apart(forms.employment_forms(seen)), *_apart(forms.work_modes(seen)), *places.places(seen),
    ]  # fmt: skip
    ordered = sorted(dict.fromkeys(claims), key=lambda claim: (claim.start, claim.end, claim.kind))
    return [seen.found(claim) for claim in ordered]


def _told_apart(seen: Seen, hits: Sequence[Hit], kind: Kind) -> tuple[list[Hit], list[Claim]]:
    """The names that are meant, and those that are said not to be; "no AWS or Azure" speaks of both."""
    spans = [denial(seen, hit.start, hit.end) for hit in hits]
    for order in (range(1, len(hits)), range(len(hits) - 2, -1, -1)):
        for place in order:
            other = place - 1 if order.step > 0 else place + 1
            left, right = sorted((hits[place], hits[other]), key=lambda hit: hit.start)
            said = spans[other]
            if spans[place] or not said or not seen.are_joined(left.end, right.start):
                continue
            is_ahead = said[0] < hits[other].start
            if is_ahead == (order.step > 0):
                spans[place] = (hits[place].start, hits[place].end)
    meant = [hit for hit, span in zip(hits, spans, strict=True) if not span]
    denied = [
        Claim(Kind.NOT, Denied(kind, hit.name.id), *span)
        for hit, span in zip(hits, spans, strict=True)
        if span
    ]
    return meant, denied


def _apart(claims: Iterable[Claim]) -> list[Claim]:
    """`claims` without those that overlap one of an earlier kind, or a longer one of their own."""

    def rank(claim: Claim) -> tuple[int, int, int]:
        order = _NUMBERS.index(claim.kind) if claim.kind in _NUMBERS else -1
        return order, claim.start - claim.end, claim.start

    taken: dict[int, Claim] = {}  # by place in the text
    kept = []
    for claim in sorted(claims, key=rank):
        ends = (taken.get(claim.start), taken.get(claim.end - 1))
        same = all(
            other is not None and (other.start, other.end, other.kind) == (claim.start, claim.end, claim.kind)
            for other in ends
        )
        if same or not any(place in taken for place in range(claim.start, claim.end)):
            kept.append(claim)
            taken.update(dict.fromkeys(range(claim.start, claim.end), claim))
    return kept
