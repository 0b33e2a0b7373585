"""A shortlist in the reader's words: cards, conditions, sliders, and people side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext

from talentbridge.kernel import show
from talentbridge.kernel.decision import Decision
from talentbridge.kernel.text import N_
from talentbridge.matching import queries, rules
from talentbridge.matching.engine import Factor, Relaxation, Weights, spoken, tell_relaxation
from talentbridge.matching.engine.values import FACTOR_NAMES, FACTORS
from talentbridge.matching.models import Selection, Shortlist, ShortlistEntry
from talentbridge.matching.queries.told import conditions, gains_told, told
from talentbridge.matching.rules.requests import SEOUL
from talentbridge.matching.states import LABELS, SelectionState
from talentbridge.matching.web.forms import MOST, STEP
from talentbridge.skills import queries as skills
from talentbridge.talent.rules import RATE_UNITS

TONES = 8  # as many as there are factors; templatetags.bridge counts the same


@dataclass(frozen=True)
class Slider:
    """One weight: its factor, its colour, its value and what it is by default."""

    key: str
    label: str
    tone: int
    value: int
    usual: int
    most: int = MOST
    step: int = STEP


@dataclass(frozen=True)
class Card:
    """One person as the list shows them: nothing that is not in the engine's own reasons, plus rate and start."""

    profile_id: int
    rank: int
    rank_before: int
    name: str
    code: str
    person: Any  # after the talent's consent, else None
    headline: str
    total: float
    factors: tuple[Factor, ...]
    missing: tuple[str, ...]
    rate: Any
    rate_unit: str
    available_from: date | None
    choosable: Decision
    is_chosen: bool
    gains: tuple[tuple[str, str], ...]  # (what would bring points, how many)
    is_kept_for_newcomer: bool
    contact: str  # when this company asked the person before, and what came of it


def sliders(counted: tuple[str, ...], weights: Weights, usual: Weights) -> list[Slider]:
    """The sliders of the factors that count for this task."""
    return [
        Slider(name, FACTOR_NAMES[name], place % TONES + 1, getattr(weights, name), getattr(usual, name))
        for place, name in enumerate(counted)
    ]


def counted(shortlist: Shortlist, entries: list[ShortlistEntry]) -> tuple[str, ...]:
    """The factors that count for what was asked, in the engine's order."""
    if entries:
        return tuple(name for name in FACTORS if name in entries[0].shares)
    ask = shortlist.ask
    needs = {"skills": "skills", "evidence": "skills", "role": "roles", "price": "budget_krw_month"}
    return tuple(name for name in FACTORS if name not in needs or ask.get(needs[name]))


def cards(
    shortlist: Shortlist,
    entries: list[ShortlistEntry],
    weights: Weights,
    selection: Selection | None,
    *,
    named: bool = False,
) -> list[Card]:
    """The people in the order of `weights`; the chosen one by name where the reader may be told (`named`).

    Raises ValueError when the weights sum to nothing.
    """
    by_id = {entry.profile_id: entry for entry in entries}
    weighed = rules.weigh(((e.profile_id, e.profile.code, e.shares) for e in entries), weights)
    shares = weights.shares(counted(shortlist, entries)) if entries else {}
    declined, contacts = queries.declined_by(shortlist.case_id), queries.contacts_of(shortlist, by_id)
    running = queries.running_selection(shortlist.case_id)
    names = skills.names(show.reading())
    shown = []
    for place, each in enumerate(weighed, start=1):
        entry = by_id[each.key]
        profile = entry.profile
        is_chosen = selection is not None and selection.profile_id == profile.pk
        factors = tuple(
            _spoken(stored, each.tenths, shares, names)
            for stored in sorted(entry.factors, key=lambda stored: FACTORS.index(stored["key"]))
        )
        shown.append(
            Card(
                profile_id=profile.pk, rank=place, rank_before=entry.rank, name=profile.pseudonym, code=profile.code,
                person=profile.person if is_chosen and selection and selection.accepted and named else None,
                headline=profile.headline(show.reading()), total=each.total, factors=factors,
                missing=tuple(told(stored, names) for stored in entry.missing),
                rate=profile.rate, rate_unit=RATE_UNITS.get(profile.rate_unit, ""),
                available_from=profile.available_from,
                choosable=rules.can_choose(
                    running=running, has_account=profile.person_id is not None, has_declined=profile.pk in declined,
                    is_left_out=profile.opted_out_at is not None,
                ),
                is_chosen=is_chosen, gains=gains_told(entry.gains, names),
                is_kept_for_newcomer=entry.kept_for_newcomer,
                contact=_contact(contacts[profile.pk]) if profile.pk in contacts else "",
            )
        )  # fmt: skip
    return shown


_ASKED_FOR_THIS = N_("Asked for this work on {date}: {state}")
_ASKED_FOR_OTHER = N_("Asked by this company for other work on {date}: {state}")


def _contact(contact: queries.Contact) -> str:
    sentence = gettext(_ASKED_FOR_THIS if contact.is_this_work else _ASKED_FOR_OTHER)
    state = gettext(LABELS[SelectionState(contact.state)])
    return sentence.format(date=show.day(contact.at.astimezone(SEOUL).date()), state=state)


def _spoken(
    stored: Mapping[str, Any],
    tenths: Mapping[str, int],
    shares: Mapping[str, float],
    names: Mapping[str, str],
) -> Factor:
    factor = Factor(**stored)
    factor = replace(factor, points=tenths[factor.key] / 10, weight=round(shares[factor.key], 1))
    return spoken(factor, translate=gettext, names=names)


def excluded(shortlist: Shortlist) -> list[tuple[str, int]]:
    """(condition in words, people it kept out first) for every condition, those without anybody included."""
    counts = dict(shortlist.excluded)
    return [(words, counts.get(key, 0)) for key, words in conditions(shortlist.ask)]


def what_if(shortlist: Shortlist) -> list[str]:
    """What would change if one condition were eased, the one that would help most first."""
    names = skills.names(show.reading())
    easing = sorted((Relaxation(**each) for each in shortlist.relaxations), key=lambda each: -each.more)
    told = [tell_relaxation(each, translate=gettext, names=names) for each in easing]
    if not told and shortlist.let_go:
        words = dict(conditions(shortlist.ask))
        without = gettext("Without {conditions}, {count} people would pass.")
        quoted = ", ".join(f"‘{words[key]}’" for key in shortlist.let_go if key in words)
        told = [without.format(conditions=quoted, count=show.number(shortlist.let_in))]
    return told


FEWEST_MIXED = 5  # people on a list of which it is said where they live; of fewer, it would say it of each


def mix(entries: list[ShortlistEntry]) -> list[tuple[str, int]]:
    """(country, people) of a whole list, countries with fewer than two people put together; nothing where it would tell
    of somebody in particular where they live."""
    counts = Counter(entry.profile.country for entry in entries)
    named = {code: count for code, count in counts.items() if code and count > 1}
    lines = [
        (show.country(code), count)
        for code, count in sorted(named.items(), key=lambda each: (-each[1], each[0]))
    ]
    if others := len(entries) - sum(named.values()):
        lines.append((gettext("other or not stated"), others))
    return lines if len(entries) >= FEWEST_MIXED and len(lines) > 1 else []


# Side by side ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One factor of several people: (name, points, words, is it the best of them)."""

    label: str
    tone: int
    weight: float
    cells: list[tuple[str, float, str, bool]]


def side_by_side(people: list[Card]) -> list[Line]:
    """The factors as rows; the best value of each is marked unless all are equal. Nobody is marked a winner."""
    lines = []
    for place, factor in enumerate(people[0].factors):
        row = [card.factors[place] for card in people]
        best = max(each.points for each in row)
        differ = any(each.points != best for each in row)
        cells = [
            (card.name, each.points, gettext(each.claim).format(**each.facts), differ and each.points == best)
            for card, each in zip(people, row, strict=True)
        ]
        lines.append(Line(factor.label, place % TONES + 1, factor.weight, cells))
    return lines
