"""Who can take an engagement, who takes it, and how pressing each one is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from talentbridge.coordination.states import AssignmentState
from talentbridge.engagements.rules import ACTIONS
from talentbridge.kernel.actor import Side
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.text import N_

SEOUL = ZoneInfo("Asia/Seoul")
MIN_REASON = 20  # characters
LITTLE_OVERLAP = 120  # minutes of shared working hours a day
VERY_LATE = timedelta(days=2)


@dataclass(frozen=True)
class Candidate:
    """A coordinator as seen from one engagement. `load` is the number of engagements in charge now."""

    person_id: UUID
    name: str
    languages: frozenset[str]
    sectors: frozenset[str]
    capacity: int
    load: int
    is_away: bool = False
    conflict: str = ""  # why there is a conflict of interest with the company; empty: none
    handed_back: bool = False  # asked to be relieved of this very engagement


@dataclass(frozen=True)
class Choice:
    """Who takes an engagement, with the reason as a message id and its facts; nobody, with what kept each out."""

    candidate: Candidate | None
    reason: str
    facts: Mapping[str, object]
    excluded: Counter[str] = field(default_factory=Counter)


def can_take(candidate: Candidate) -> Decision:
    """Conflict of interest and capacity are stops, not warnings; so is being away."""
    if candidate.conflict:
        return no(
            "coordination.conflict",
            N_("Conflict of interest with this company: {why}"),
            why=candidate.conflict,
        )
    if candidate.is_away:
        return no("coordination.away", N_("{name} is away now."), name=candidate.name)
    if candidate.load >= candidate.capacity:
        return no(
            "coordination.full",
            N_("{name} is in charge of {load} engagements, the limit is {capacity}."),
            name=candidate.name,
            load=candidate.load,
            capacity=candidate.capacity,
        )
    return YES


def choose(
    candidates: Iterable[Candidate], *, language: str, sectors: frozenset[str] = frozenset()
) -> Choice:
    """The suitable coordinator with the most room. Language comes first, then the sector, then the share of load.

    Ties go to the name, so that the same facts give the same choice.
    """
    excluded: Counter[str] = Counter()
    able = []
    for candidate in candidates:
        decision = can_take(candidate)
        if candidate.handed_back:
            decision = decision & no("coordination.handed_back", N_("Has handed this engagement back."))
        if decision:
            able.append(candidate)
        else:
            excluded[decision.code] += 1
    if not able:
        return Choice(None, N_("No coordinator is free."), {}, excluded)
    best = min(
        able,
        key=lambda each: (
            language not in each.languages,
            not (sectors & each.sectors) if sectors else False,
            each.load / each.capacity,
            each.name,
            str(each.person_id),
        ),
    )
    facts = {"load": best.load, "capacity": best.capacity, "able": len(able)}
    if language in best.languages:
        reason = N_(
            "speaks the company's language and has the most room ({load} of {capacity}) of {able} who could take it"
        )
    else:
        reason = N_("has the most room ({load} of {capacity}) of {able} who could take it")
    return Choice(best, reason, facts, excluded)


def can_hand_back(state: str) -> Decision:
    """Once; afterwards the operator decides."""
    if state == AssignmentState.RUNNING:
        return YES
    return no(
        "coordination.handed_back_already", N_("You have handed this back; the operator looks for somebody.")
    )


class Level(StrEnum):
    HIGH = "high"
    CAUTION = "caution"
    NONE = ""


SECTOR_LABELS = {
    "ai": N_("AI"),
    "bio": N_("Bio"),
    "energy": N_("Energy"),
    "finance": N_("Finance"),
    "games": N_("Games"),
    "logistics": N_("Logistics"),
    "manufacturing": N_("Manufacturing"),
    "web": N_("Web"),
}  # a sector that is not named here is shown as it was written
LEVEL_LABELS = {Level.HIGH: N_("High"), Level.CAUTION: N_("Caution")}


@dataclass(frozen=True)
class Signs:
    """What a row of the workbench is judged by."""

    next_due_at: datetime | None
    has_frozen: bool
    has_unverified: bool
    overlap_minutes: int | None
    design_level: str = ""  # of how the person is engaged: low, watch, high


@dataclass(frozen=True)
class Risk:
    """How pressing, and the first reason why, as a message id."""

    level: Level
    reason: str = ""


def risk(signs: Signs, at: datetime) -> Risk:
    """The risk of an engagement, with its reason in words. `queries.with_risk` says the same in the database."""
    late = signs.next_due_at is not None and signs.next_due_at < at
    if signs.has_frozen:
        return Risk(Level.HIGH, N_("Money frozen by a concern"))
    if late and signs.next_due_at is not None and signs.next_due_at < at - VERY_LATE:
        return Risk(Level.HIGH, N_("Late by more than two days"))
    if signs.design_level == "high":
        return Risk(Level.HIGH, N_("High risk in how the person is engaged"))
    if late:
        return Risk(Level.CAUTION, N_("Late"))
    if signs.has_unverified:
        return Risk(Level.CAUTION, N_("Rests on a rule that is not verified"))
    if signs.overlap_minutes is not None and signs.overlap_minutes < LITTLE_OVERLAP:
        return Risk(Level.CAUTION, N_("Less than two shared working hours"))
    return Risk(Level.NONE)


class Group(StrEnum):
    TODAY = "today"
    WEEK = "week"
    WAITING = "waiting"


GROUP_LABELS = {Group.TODAY: N_("Today"), Group.WEEK: N_("This week"), Group.WAITING: N_("Waiting")}


def group_ends(at: datetime) -> tuple[datetime, datetime]:
    """When today and this week (its Sunday) end in Seoul: what is due before belongs to them."""
    today = at.astimezone(SEOUL).date()
    sunday = today + timedelta(days=6 - today.weekday())
    return _midnight_after(today), _midnight_after(sunday)


def _midnight_after(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SEOUL) + timedelta(days=1)


def best_action(next_action: str, next_side: str, due_at: datetime | None, at: datetime) -> str:
    """What the coordinator does about a row now, as a message id filled with `number`."""
    if next_side == Side.COORDINATOR:
        return ACTIONS[next_action].button
    if due_at is None:
        return N_("Follow it")
    if due_at < at - VERY_LATE:
        return N_("Call both sides")
    if due_at < at:
        return N_("Ask what is in the way")
    if due_at < at + timedelta(days=2):
        return N_("Remind")
    return N_("Follow it")
