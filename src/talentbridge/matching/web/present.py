"""A shortlist in the reader's words: cards, conditions, sliders, and people side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext

from talentbridge.demand.rules import ENGAGEMENT_TYPES
from talentbridge.kernel import show
from talentbridge.kernel.decision import Decision
from talentbridge.kernel.text import N_
from talentbridge.matching import queries, rules
from talentbridge.matching.engine import Factor, Relaxation, Weights, spoken, tell, tell_relaxation
from talentbridge.matching.engine.values import FACTOR_NAMES, FACTORS
from talentbridge.matching.models import Selection, Shortlist, ShortlistEntry
from talentbridge.matching.web.forms import MOST, STEP
from talentbridge.skills import queries as skills
from talentbridge.talent.rules import RATE_UNITS

TONES = 6  # as many as there are factors; templatetags.bridge counts the same


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


def recorded_weights(stored: Mapping[str, int]) -> Weights:
    """Weights as they were kept, with the factors that this version knows."""
    known = {field.name for field in fields(Weights)}
    return Weights(**{name: value for name, value in stored.items() if name in known})


def sliders(counted: tuple[str, ...], weights: Weights) -> list[Slider]:
    """The sliders of the factors that count for this task."""
    usual = Weights()
    return [
        Slider(name, FACTOR_NAMES[name], place % TONES + 1, getattr(weights, name), getattr(usual, name))
        for place, name in enumerate(counted)
    ]


def counted(shortlist: Shortlist, entries: list[ShortlistEntry]) -> tuple[str, ...]:
    """The factors that count for what was asked, in the engine's order."""
    if entries:
        return tuple(name for name in FACTORS if name in entries[0].shares)
    ask = shortlist.ask
    left_out = {name for name in ("skills", "evidence") if not ask["skills"]}
    return tuple(
        n for n in FACTORS if n not in left_out | ({"price"} if not ask["budget_krw_month"] else set())
    )


def cards(
    shortlist: Shortlist, entries: list[ShortlistEntry], weights: Weights, selection: Selection | None
) -> list[Card]:
    """The people in the order of `weights`. Raises ValueError when the weights sum to nothing."""
    by_id = {entry.profile_id: entry for entry in entries}
    weighed = rules.weigh(((e.profile_id, e.profile.code, e.shares) for e in entries), weights)
    shares = weights.shares(counted(shortlist, entries)) if entries else {}
    declined = queries.declined_by(shortlist.case_id)
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
                person=profile.person if is_chosen and selection and selection.accepted else None,
                headline=profile.headline(show.reading()), total=each.total, factors=factors,
                missing=tuple(_told(stored, names) for stored in entry.missing),
                rate=profile.rate, rate_unit=RATE_UNITS.get(profile.rate_unit, ""),
                available_from=profile.available_from,
                choosable=rules.can_choose(
                    running=running, has_account=profile.person_id is not None, has_declined=profile.pk in declined
                ),
                is_chosen=is_chosen,
            )
        )  # fmt: skip
    return shown


def _spoken(
    stored: Mapping[str, Any],
    tenths: Mapping[str, int],
    shares: Mapping[str, float],
    names: Mapping[str, str],
) -> Factor:
    factor = Factor(**stored)
    factor = replace(factor, points=tenths[factor.key] / 10, weight=round(shares[factor.key], 1))
    return spoken(factor, translate=gettext, names=names)


def _told(stored: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return tell(stored["sentence"], stored["facts"], translate=gettext, names=names)


# Conditions ------------------------------------------------------------------------------------------------

_CONDITIONS = {
    "rate": N_("At most {value} a month"),
    "overlap": N_("{value} overlapping hours a day or more"),
    "english": N_("English {value} or better"),
    "korean": N_("Korean {value} or better"),
    "engagement_type": N_("Accepts: {value}"),
    "available": N_("Free by {value}"),
    "weekly_hours": N_("{value} hours a week or more"),
}


def conditions(ask: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every hard condition that a kept `ask` sets, as (key, words), in the order in which it was tried."""
    names = skills.names(show.reading())
    found = [
        (
            f"skill:{wish['skill_id']}",
            gettext("{skill}, level {level} or higher").format(
                skill=names.get(wish["skill_id"], wish["skill_id"]), level=wish["level"]
            ),
        )
        for wish in ask["skills"]
        if wish["is_must"]
    ]
    values = {
        "rate": f"₩{ask['budget_krw_month']:,}" if ask["budget_krw_month"] is not None else "",
        "overlap": f"{ask['overlap_hours']:g}" if ask["overlap_hours"] else "",
        "english": ask["english"],
        "korean": ask["korean"],
        "engagement_type": ", ".join(gettext(ENGAGEMENT_TYPES[name]) for name in ask["engagement_types"]),
        "available": show.day(date.fromisoformat(ask["starts_on"])) if ask["starts_on"] else "",
        "weekly_hours": str(ask["weekly_hours"] or ""),
    }
    return found + [
        (key, gettext(_CONDITIONS[key]).format(value=value)) for key, value in values.items() if value
    ]


def wishes(ask: Mapping[str, Any]) -> list[str]:
    """The skills that only count, with their levels."""
    names = skills.names(show.reading())
    return [
        f"{names.get(wish['skill_id'], wish['skill_id'])} {wish['level']}"
        for wish in ask["skills"]
        if not wish["is_must"]
    ]


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
