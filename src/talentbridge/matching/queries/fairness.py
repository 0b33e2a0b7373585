"""Fairness figures of one quarter, counted when somebody looks: who was considered, listed, chosen, who accepted.

Only people with an account count: nobody else can be chosen. Voluntary statements are read here and nowhere else in
matching (`accounts.queries.statements`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from talentbridge.accounts.queries import statements
from talentbridge.matching.models import Selection, Shortlist, ShortlistEntry
from talentbridge.matching.rules import impact, weights_text
from talentbridge.matching.rules.impact import OTHER, Group, Period, Table
from talentbridge.matching.rules.requests import SEOUL
from talentbridge.matching.states import SelectionState
from talentbridge.policy import queries as policy
from talentbridge.policy.rules import NotKnown, Rule
from talentbridge.talent import queries as talent

LOW = "fairness.four_fifths"  # a key of policy's rows

Pairs = set[tuple[UUID, int]]  # (case, profile)


@dataclass(frozen=True)
class Used:
    """With what lists were made: the engine's version, the kind of service, the weights, and how many lists."""

    version: str
    service: str
    weights: str  # as `rules.weights_text` writes them
    lists: int

    @property
    def parts(self) -> list[tuple[str, str]]:
        """(factor, weight) of each factor that counts for anything."""
        pairs = [part.partition(" ") for part in self.weights.split(", ")]
        return [(name, value) for name, _, value in pairs if value and value != "0"]


@dataclass(frozen=True)
class Figures:
    """One quarter. `tables` by axis; `reweighed` are decisions under other weights than their list was made with."""

    period: Period
    lists: int
    tasks: int
    decisions: int
    reweighed: int
    used: tuple[Used, ...]
    tables: Mapping[str, Table]


def low_ratio(on: date) -> Rule | None:
    """The row below which an impact ratio is marked; None when none is known."""
    try:
        return policy.rule(LOW, on=on)
    except NotKnown:
        return None


def periods(on: date, *, running: bool) -> list[Period]:
    """The quarters in which lists were made, oldest first."""
    first = Shortlist.objects.order_by("made_at").values_list("made_at", flat=True).first()
    return list(impact.quarters(first.astimezone(SEOUL).date(), on, running=running)) if first else []


def figures(period: Period, low: float | None) -> Figures:
    """What happened in one quarter; the number of queries does not depend on how much that was."""
    lists = Shortlist.objects.filter(
        made_at__gte=_midnight(period.first), made_at__lt=_midnight(period.next.first)
    )
    rows = list(lists.values_list("case_id", "made_at", "engine_version", "service", "weights"))
    decisions = list(
        Selection.objects.filter(shortlist__in=lists).values_list(
            "case_id", "profile_id", "state", "weights", "shortlist__weights"
        )
    )
    days = _days((case, made_at) for case, made_at, *_ in rows)
    used = Counter((version, service, weights_text(weights)) for _, _, version, service, weights in rows)
    return Figures(
        period=period, lists=len(rows), tasks=len(days), decisions=len(decisions),
        reweighed=sum(weights != usual for *_, weights, usual in decisions),
        used=tuple(Used(*key, count) for key, count in used.most_common()),
        tables={axis: impact.table(groups, low) for axis, groups in _axes(days, lists, decisions)},
    )  # fmt: skip


def _axes(
    days: list[tuple[date, date]], lists: QuerySet[Shortlist], decisions: list[tuple[Any, ...]]
) -> Iterator[tuple[str, dict[str, Group]]]:
    """(axis, groups) of each."""
    entries = ShortlistEntry.objects.filter(shortlist__in=lists, profile__person__isnull=False)
    listed = set(
        entries.values_list("shortlist__case_id", "profile_id", "profile__person_id", "profile__country")
    )
    country = {profile: code for _, profile, _, code in listed}
    stages: tuple[Pairs, Pairs, Pairs] = (
        {(case, profile) for case, profile, *_ in listed},
        {(case, profile) for case, profile, *_ in decisions},
        {(case, profile) for case, profile, state, *_ in decisions if state == SelectionState.ACCEPTED},
    )
    kept = [(code or OTHER, since, left, people) for code, since, left, people in talent.kept_by_day()]
    of_country = {profile: code or OTHER for profile, code in country.items()}
    by_country = _groups(_considered(kept, days), stages, of_country)
    yield "country", by_country
    everybody = sum(by_country.values(), Group())
    stated = statements.stated()
    profiles = talent.kept_since(stated)
    for place, axis in enumerate(("sex", "age_band")):
        said = {
            profiles[person][0]: answers[place] for person, answers in stated.items() if person in profiles
        }
        rows = [
            (stated[person][place], since, left, 1) for person, (_, since, left) in profiles.items()
        ]  # fmt: skip
        groups = _groups(_considered([row for row in rows if row[0]], days), stages, said)
        groups.pop("", None)
        groups.pop(OTHER, None)
        yield axis, {**groups, OTHER: everybody - sum(groups.values(), Group())}


def _considered(
    kept: Iterable[tuple[str, date, date | None, int]], days: list[tuple[date, date]]
) -> dict[str, tuple[int, int]]:
    """(pairs, people) by group: each task considers whoever had a profile by its last list and had not left before its
    first."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for group, since, left, people in kept:
        tasks = sum(since <= last and (left is None or first <= left) for first, last in days)
        if tasks:
            pairs, known = found[group]
            found[group] = pairs + tasks * people, known + people
    return found


def _groups(
    considered: Mapping[str, tuple[int, int]], stages: tuple[Pairs, Pairs, Pairs], of: Mapping[int, str]
) -> dict[str, Group]:
    """The groups with their numbers at every stage; a profile that `of` does not know is in none of them."""
    pairs = [Counter(of.get(profile, OTHER) for _, profile in stage) for stage in stages]
    people = [Counter(of.get(profile, OTHER) for profile in {each for _, each in stage}) for stage in stages]
    keys = {*considered, *(key for each in pairs for key in each)}
    return {
        key: Group(
            (considered.get(key, (0, 0))[0], pairs[0][key], pairs[1][key], pairs[2][key]),
            (considered.get(key, (0, 0))[1], people[0][key], people[1][key], people[2][key]),
        )
        for key in keys
    }


def _days(made: Iterable[tuple[UUID, datetime]]) -> list[tuple[date, date]]:
    """The days in Seoul of the first and the last list of each task."""
    found: dict[UUID, tuple[date, date]] = {}
    for case, made_at in made:
        day = made_at.astimezone(SEOUL).date()
        first, last = found.get(case, (day, day))
        found[case] = min(first, day), max(last, day)
    return list(found.values())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SEOUL)
